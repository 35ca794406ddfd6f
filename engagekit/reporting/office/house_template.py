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
from engagekit.reporting.document.document import Content

LAYOUTS = {
    "title": ("Title Slide", "Diapositive de titre"),
    "body": ("Title Only", "Titre seul", "Title and Content", "Titre et contenu"),
}
"""What a layout may be called in PowerPoint, the best one first."""
TYPES = {"title": ("title",), "body": ("titleOnly", "obj")}
"""What PowerPoint itself calls a layout, whatever a house has renamed it to."""
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_SLOT = re.compile(r"\{(title|period|organisation|library|verdict)\}")


def layout(show: Any, kind: str, template: str) -> Any:
    """The layout of a presentation for a kind of slide: by its name, else by PowerPoint's type.

    Raises
    ------
    UsageError
        If it has none of the names; those that it has are told.
    """
    existing = {one.name: one for one in show.slide_layouts}
    for name in LAYOUTS[kind]:
        if name in existing:
            return existing[name]
    for retained in TYPES[kind]:
        for one in show.slide_layouts:
            if one._element.get("type") == retained:
                return one
    wanted = "' or '".join(LAYOUTS[kind])
    raise UsageError(
        f"{template} has no layout '{wanted}'; it has: {some(list(existing))}. Rename one of them "
        "under View > Slide Master, or leave out --template."
    )


def is_dark(found: Any) -> bool:
    """Whether what a layout, or else its master, fills a slide with is dark.

    A fill is read where it is one colour, of its own or of the theme; a picture counts as light.
    """
    for one in (found, found.slide_master):
        fill = one._element.find(f".//{_SLIDES}bg//{_DRAWING}solidFill")
        if fill is not None and len(fill):
            return _is_dark_colour(fill[0], found.slide_master)
        if one._element.find(f".//{_SLIDES}bgRef") is not None:
            return _is_dark_colour(one._element.find(f".//{_SLIDES}bgRef")[0], found.slide_master)
    return False


def _is_dark_colour(colour: Any, master: Any) -> bool:
    """Whether a colour is dark; one of the theme is looked up as the master maps it."""
    value = colour.get("val", "")
    if colour.tag == f"{_DRAWING}schemeClr":
        name = master._element.find(f"{_SLIDES}clrMap").get(value, value)
        theme = next(
            (
                rel.target_part.blob
                for rel in master.part.rels.values()
                if rel.reltype.endswith("/theme")
            ),
            b"",
        )
        text = re.search(
            rb"<a:%s>.*?(?:lastClr|srgbClr val)=\"([0-9A-Fa-f]{6})\"" % name.encode(),
            theme,
            re.DOTALL,
        )
        value = text[1].decode() if text else ""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        return False
    red, green, blue = bytes.fromhex(value)
    return 0.299 * red + 0.587 * green + 0.114 * blue < 110


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
    words = {
        "title": content.title,
        "period": content.span,
        "verdict": content.verdict,
        "organisation": content.organisation,
        "library": content.library,
    }
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
