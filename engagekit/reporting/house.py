"""House templates of office files: layouts of slides by name, first sheets of a workbook."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.errors import UsageError, some
from engagekit.reporting.content import Content

LAYOUTS = {
    "title": ("Title Slide", "Diapositive de titre"),
    "body": ("Title Only", "Titre seul", "Title and Content", "Titre et contenu"),
}
"""What a layout may be called in PowerPoint, the best one first."""
_SLOT = re.compile(r"\{(title|period|organisation|library|verdict)\}")


def layout(show: Any, kind: str, template: str) -> Any:
    """The layout of a presentation for a kind of slide.

    Raises
    ------
    UsageError
        If it has none of the names; those that it has are told.
    """
    known = {one.name: one for one in show.slide_layouts}
    for name in LAYOUTS[kind]:
        if name in known:
            return known[name]
    wanted = "' or '".join(LAYOUTS[kind])
    raise UsageError(
        f"{template} has no layout '{wanted}'; it has: {some(list(known))}. Rename one of them "
        "under View > Slide Master, or leave out --template."
    )


def opened(template: Path | None, content: Content) -> tuple[Workbook, list[Worksheet]]:
    """A new workbook, or a house template with its words filled, and the sheets it brings.

    Parameters
    ----------
    template : Path or None
        Its sheets stand in front as they are; ``{title}``, ``{period}``, ``{organisation}``,
        ``{library}`` and ``{verdict}`` in their cells are filled.
    content : Content

    Returns
    -------
    tuple
        The workbook and the sheets of the template.

    Raises
    ------
    UsageError
        If the file is no workbook, or holds formulas: their results may be old numbers.
    """
    if template is None:
        book = Workbook()
        book.remove(book.worksheets[0])
        return book, []
    try:
        book = load_workbook(template)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UsageError(
            f"{template.name} is not an Excel workbook. Save it from Excel as .xlsx."
        ) from error
    words = {"title": content.title, "period": content.span, "verdict": content.verdict,
             "organisation": content.organisation, "library": content.library}  # fmt: skip
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                _filled(cell, words, f"{template.name}, sheet {sheet.title}")
    return book, list(book.worksheets)


def _filled(cell: Any, words: dict[str, str], place: str) -> None:
    """One cell of a template with its words; a text stays a text."""
    if cell.data_type == "f":
        raise UsageError(
            f"{place}, {cell.coordinate} holds a formula; a report holds none. Put a value there."
        )
    if isinstance(cell.value, str) and _SLOT.search(cell.value):
        cell.value = _SLOT.sub(lambda found: words[found[1]], cell.value)
        cell.data_type = "s"
