"""Safe text and its width: what plotly shows as it is, cut and wrapped to pixels."""

import html
from collections.abc import Iterable

from engagekit.plain_text import UNBROKEN

SIZE = 13
"""Of every text but the title, in pixels: one size on a desk and on a phone."""
LINE = 17
"""Pixels from one line of text to the next."""

_WIDTHS = {
    20: "\u202f", 27: "'", 28: "ijl", 29: "IJ", 32: " ,.’·\u00a0", 34: "/:;|", 35: "f", 36: "-",
    39: "()[]t", 40: "!", 41: "r", 46: '"', 50: "*_`–", 52: "sz", 53: "?", 55: "cç", 56: "L",
    58: "Fk", 59: "vxy", 60: "P", 61: "TYaoàâô«»", 62: "eéèê", 63: "ESbdghnpqu", 66: "K", 68: "AV",
    69: "BRXZ", 70: "C", 73: "U", 75: "HN", 77: "DG▼", 78: "&", 79: "OQ", 82: "w", 84: "#+<=>^~≥→",
    86: "M", 87: "●○", 95: "%", 97: "m", 99: "W", 100: "@—…", 102: "œ",
}  # fmt: skip
"""Advance widths of DejaVu Sans in hundredths of the size; it is wider than what it stands for."""
_WIDTH_OF = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
_BOLD = 1.14
"""How much wider bold type runs, measured on DejaVu Sans."""
_FIRST_WIDE = 0x2E80
"""From here on letters are as wide as they are high (Chinese, Japanese, Korean)."""


def escape(text: object) -> str:
    """Return a text that plotly shows as it is: no tag, no entity, no formula.

    Examples
    --------
    >>> escape("<b>R&D</b> $5 to $8")
    '&lt;b&gt;R&amp;D&lt;/b&gt; &#36;5 to &#36;8'
    """
    line = str(text).replace("\r", " ").replace("\n", " ")
    return html.escape(line, quote=False).replace("$", "&#36;")


def text_width(text: str, size: int = SIZE, bold: bool = False) -> float:
    """Return the pixels that a text takes at most.

    Examples
    --------
    >>> round(text_width("Legal"))
    35
    """
    width = sum(
        _WIDTH_OF.get(
            letter, 0.64 if letter.isascii() else 1.0 if ord(letter) >= _FIRST_WIDE else 0.68
        )
        for letter in text
    )
    return width * size * (_BOLD if bold else 1.0)


def widest(texts: Iterable[str]) -> float:
    """Return the pixels of the widest of some texts, 0 without any."""
    return max(map(text_width, texts), default=0.0)


def fit(text: object, pixels: float, size: int = SIZE, bold: bool = False) -> str:
    """Return one line of a text, cut with an ellipsis where it would be too wide.

    Examples
    --------
    >>> fit("Knowledge management", 80)
    'Knowledg…'
    """
    line = " ".join(str(text).split())
    if text_width(line, size, bold) <= pixels:
        return line
    while line and text_width(line + "…", size, bold) > pixels:
        line = line[:-1]
    return line.rstrip() + "…"


def wrap(
    text: object, pixels: float, size: int = SIZE, bold: bool = False, most: int | None = None
) -> list[str]:
    """Cut a text into lines no wider than so many pixels; an empty one into none.

    ``text``: not yet escaped; a line break in it begins a new line. ``size``, ``bold``: of the
    type. ``most``: lines at most; the last one is cut with an ellipsis.

    Examples
    --------
    >>> wrap("We met 41% of staff", 90)
    ['We met 41%', 'of staff']
    >>> wrap("Since FY 2025-26 Q1", 100)
    ['Since', 'FY 2025-26 Q1']
    """
    lines: list[str] = []
    for paragraph in str(text).split("\n"):
        line = ""
        for part in UNBROKEN.sub(lambda found: found[0].replace(" ", "\0"), paragraph).split(" "):
            word = part.replace("\0", " ")
            longer = f"{line} {word}".strip(" ")
            if line and text_width(longer, size, bold) > pixels:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    lines = [line for line in lines if line]
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [fit(line, pixels, size, bold) for line in lines]
