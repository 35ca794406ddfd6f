"""House templates of office files: layouts of slides by name, first sheets of a workbook."""

import re
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.errors import UsageError, error_text, some
from engagekit.reporting.document.document import Content
from engagekit.reporting.office.look import brightness

LAYOUTS = {
    "title": ("Title Slide", "Diapositive de titre"),
    "body": ("Title Only", "Titre seul", "Title and Content", "Titre et contenu"),
}
"""What a layout may be called in PowerPoint, the best one first."""
TYPES = {"title": ("title",), "body": ("titleOnly", "obj")}
"""What PowerPoint itself calls a layout, whatever a house has renamed it to."""
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DARK = 110
"""Brightness of 255 under which a slide takes light text: house fills of a middle tone keep dark
text, as their own text styles have it."""
_SLOT = re.compile(r"\{(title|period|organisation|library|verdict)\}")


def layout(show: Any, kind: str, template: str) -> Any:
    """Return the layout for a kind of slide: by its name, else by PowerPoint's type.

    Raises
    ------
    UsageError
        If it has none of the names; the sentence lists those that it has.
    """
    layouts = {one.name: one for one in show.slide_layouts}
    types = {one._element.get("type"): one for one in reversed(list(show.slide_layouts))}
    for names, choices in ((LAYOUTS[kind], layouts), (TYPES[kind], types)):
        for name in names:
            if name in choices:
                return choices[name]
    wanted = "' or '".join(LAYOUTS[kind])
    slots = {"template": template, "wanted": wanted, "layouts": some(list(layouts))}
    raise UsageError(error_text("house_template.layout", **slots))


def is_dark(shown: Any) -> bool:
    """Return whether what a layout, or else its master, fills a slide with is dark.

    A fill is read where it is one colour, of its own or of the theme; a picture counts as light.
    """
    for one in (shown, shown.slide_master):
        for kind in (f".//{_SLIDES}bg//{_DRAWING}solidFill", f".//{_SLIDES}bgRef"):
            fill = one._element.find(kind)
            if fill is not None and len(fill):
                return _is_dark_colour(fill[0], shown.slide_master)
    return False


def _is_dark_colour(colour: Any, master: Any) -> bool:
    """Return whether a colour is dark; one of the theme is looked up as the master maps it."""
    value = colour.get("val", "")
    if colour.tag == f"{_DRAWING}schemeClr":
        name = master._element.find(f"{_SLIDES}clrMap").get(value, value)
        parts = (
            rel.target_part.blob
            for rel in master.part.rels.values()
            if rel.reltype.endswith("/theme")
        )
        pattern = rb"<a:%s>.*?(?:lastClr|srgbClr val)=\"([0-9A-Fa-f]{6})\"" % name.encode()
        text = re.search(pattern, next(parts, b""), re.DOTALL)
        value = text[1].decode() if text else ""
    return False if not re.fullmatch(r"[0-9A-Fa-f]{6}", value) else brightness(value) < _DARK


def opened(template: Path | None, content: Content) -> tuple[Workbook, list[Worksheet]]:
    """Open a new workbook, or a house template with its words filled.

    Parameters
    ----------
    template : Path or None
        Its sheets stand in front as they are; ``{title}``, ``{period}``, ``{organisation}``,
        ``{library}`` and ``{verdict}`` in their cells are filled.

    Returns
    -------
    tuple
        The workbook, and the sheets that the template brings.

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
        raise UsageError(error_text("house_template.opened", name=template.name)) from error
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
    """Fill one cell of a template with its words; a text stays a text."""
    if cell.data_type == "f":
        at = f"{place}, {cell.coordinate}"
        raise UsageError(error_text("house_template.formula", at=at))
    if isinstance(cell.value, str) and _SLOT.search(cell.value):
        cell.value = _SLOT.sub(lambda match: words[match[1]], cell.value)
        cell.data_type = "s"
