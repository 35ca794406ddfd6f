"""Text on slides in the house type, as large as it has room."""

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from engagekit.figures.text import wrap
from engagekit.plain_text import unbroken
from engagekit.reporting.office.look import INK, TYPE

INCH, EMU_PIXEL = 914_400, 9525
TITLE = ((26, 2), (22, 2), (18, 3), (16, 3), (14, 4))
"""Types of a title over the body and the lines that have room in each."""
SMALLEST = 12
"""Points of a title that has room in none of these."""


def untyped(thing: Any) -> Any:
    """Return a class or function of python-pptx that has no types, for a strict caller."""
    return thing


def rgb(name: str) -> Any:
    """Return a colour as python-pptx takes it."""
    return untyped(RGBColor)(*bytes.fromhex(name))


def fill(shape: Any, name: str) -> None:
    """Fill a shape, a cell or a point with one colour."""
    area = shape.fill if hasattr(shape, "fill") else shape.format.fill
    area.solid()
    area.fore_color.rgb = rgb(name)


def flatten(shape: Any) -> None:
    """Take the shadow of its style from a shape: some programs draw it whatever else stands."""
    for effect in shape._element.xpath(".//a:effectRef"):
        effect.set("idx", "0")


def pixels(size: int) -> int:
    """Return the pixels of a type in points."""
    return round(size * 96 / 72)


def lines(text: str, width: float, size: int, *, bold: bool = False) -> int:
    """Return the lines that a text takes in a width in EMU, at a size in points."""
    return len(wrap(text, width / EMU_PIXEL, pixels(size), bold=bold))


def text_size(title: str, width: int, room: Sequence[tuple[int, int]] = TITLE) -> int:
    """Return the largest type in which a title fits, of sizes with the lines each has room for."""
    fits = (size for size, most in room if lines(title, width, size, bold=True) <= most)
    return next(fits, SMALLEST)


def write(shape: Any, text: str, size: int, *, bold: bool = False, colour: str = INK) -> None:
    """Write one paragraph in the house type, set to the left."""
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.text = unbroken(text)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, TYPE
            run.font.color.rgb = rgb(colour)


def describe(shape: Any, alternative: str) -> None:
    """Give a shape its text alternative."""
    shape._element._nvXxPr.cNvPr.set("descr", alternative)
