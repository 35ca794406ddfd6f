"""Text on slides in the house type, as large as it has room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engagekit.figures.text import wrap
from engagekit.reporting.office import slides_chart

INCH, EMU_PIXEL = 914_400, 9525
INK, QUIET, PALE = "1F2933", "52606D", "E8ECF0"
TYPE = "Calibri"
TITLE = ((26, 2), (22, 2), (18, 3), (16, 3), (14, 4))
"""Types of a title over the body and the lines that have room in each; of a verdict alike."""
VERDICT = ((30, 5), (26, 6), (22, 7), (18, 9), (14, 11))


def lines(text: str, width: float, size: int, *, bold: bool = False) -> int:
    """Lines that a text takes in a width in EMU, at a size in points."""
    return len(wrap(text, width / EMU_PIXEL, round(size * 96 / 72), bold=bold))


def text_size(title: str, width: int, room: Sequence[tuple[int, int]] = TITLE) -> int:
    """The largest type in which a title fits: sizes with the lines that have room in each."""
    return next((size for size, most in room if lines(title, width, size, bold=True) <= most), 12)


def write(shape: Any, text: str, size: int, *, bold: bool = False, colour: str = INK) -> None:
    """One paragraph in the house type, set to the left."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.text = text
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, TYPE
            run.font.color.rgb = slides_chart.rgb(colour)
