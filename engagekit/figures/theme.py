"""What every figure shares: sizes, type, the page around the drawing, and safe text."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from typing import Any

import plotly.graph_objects as go

from engagekit.figures.colour import (
    ATTENTION,
    CATEGORICAL,
    CONTEXT,
    CONTEXT_FILL,
    INK,
    LIKERT,
    MAIN,
    PAPER,
    TRACK,
    check_brand,
    colour_distance,
    contrast_ratio,
    smallest_distance,
)

__all__ = [
    "ATTENTION",
    "CATEGORICAL",
    "CONTEXT",
    "CONTEXT_FILL",
    "FONT",
    "INK",
    "LIKERT",
    "LINE",
    "MAIN",
    "NARROW",
    "PAPER",
    "SIDE",
    "SIZE",
    "TITLE_SIZE",
    "TRACK",
    "WIDE",
    "Words",
    "check_brand",
    "colour_distance",
    "contrast_ratio",
    "escape",
    "faded",
    "figure",
    "fit",
    "inner",
    "note",
    "plotly_js",
    "smallest_distance",
    "text_width",
    "under_axis",
    "unescape",
    "wrap",
]

WIDE, NARROW = 720, 340
SIZE, TITLE_SIZE = 13, 16
LINE, TITLE_LINE = 17, 21
SIDE = 8
WRAP_AT = 38
FONT = "DejaVu Sans, Verdana, system-ui, Segoe UI, Helvetica Neue, Arial, sans-serif"
FAINT = 0.18

_WIDTHS = {
    20: "\u202f",
    27: "'",
    28: "ijl",
    29: "IJ",
    32: " ,.’·\u00a0",
    34: "/:;|",
    35: "f",
    36: "-",
    39: "()[]t",
    40: "!",
    41: "r",
    46: '"',
    50: "*_`–",
    52: "sz",
    53: "?",
    55: "cç",
    56: "L",
    58: "Fk",
    59: "vxy",
    60: "P",
    61: "TYaoàâô«»",
    62: "eéèê",
    63: "ESbdghnpqu",
    66: "K",
    68: "AV",
    69: "BRXZ",
    70: "C",
    73: "U",
    75: "HN",
    77: "DG▼",
    78: "&",
    79: "OQ",
    82: "w",
    84: "#+<=>^~≥→",
    86: "M",
    87: "●○",
    95: "%",
    97: "m",
    99: "W",
    100: "@—…",
    102: "œ",
}
"""Advance widths of DejaVu Sans in hundredths of the size; it is wider than what it stands for."""
_WIDTH_OF = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}


@dataclass(frozen=True)
class Words:
    """The words around a drawing, and the size it is drawn at.

    Attributes
    ----------
    title, subtitle, footer : str
        The finding; what is measured, of whom, when, n; the source and caveats.
    narrow : bool
        340 px wide instead of 720.
    language : str
        ``en`` or ``fr``.
    notes : tuple of str
        What the drawing itself has to add over the footer.
    """

    title: str
    subtitle: str = ""
    footer: str = ""
    narrow: bool = False
    language: str = "en"
    notes: tuple[str, ...] = field(default=())

    def with_notes(self, notes: tuple[str, ...]) -> Words:
        """The same words with notes over the footer."""
        return replace(self, notes=notes)

    @property
    def width(self) -> int:
        """Width of the figure in pixels."""
        return NARROW if self.narrow else WIDE


def inner(words: Words) -> int:
    """Pixels between the side margins."""
    return words.width - 2 * SIDE


def escape(text: object) -> str:
    """Text that plotly shows as it is: no tag, no entity, no formula.

    Examples
    --------
    >>> escape("<b>R&D</b> $5 to $8")
    '&lt;b&gt;R&amp;D&lt;/b&gt; &#36;5 to &#36;8'
    """
    line = str(text).replace("\r", " ").replace("\n", " ")
    return html.escape(line, quote=False).replace("$", "&#36;")


def unescape(text: str) -> str:
    """What a reader sees of an escaped text; breaks become spaces.

    Examples
    --------
    >>> unescape("R&amp;D<br>n 4")
    'R&D n 4'
    """
    return html.unescape(text.replace("<br>", " ").replace("<b>", "").replace("</b>", ""))


def text_width(text: str, size: int = SIZE, bold: bool = False) -> float:
    """Pixels a text takes at most.

    Examples
    --------
    >>> round(text_width("Legal"))
    35
    """
    width = sum(
        _WIDTH_OF.get(letter, 0.64 if letter.isascii() else 1.0 if ord(letter) > 0x2E7F else 0.68)
        for letter in text
    )
    return width * size * (1.14 if bold else 1.0)


def fit(text: object, pixels: float, size: int = SIZE, bold: bool = False) -> str:
    """One line of a text, cut with an ellipsis where it would be too wide.

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
    """A text in lines no wider than so many pixels.

    Parameters
    ----------
    text : str
        Plain text, not yet escaped. A line break in it begins a new line.
    pixels : float
        Width.
    size : int
        Of the type.
    bold : bool
        Whether it is set bold.
    most : int, optional
        Lines at most; the last one is cut with an ellipsis.

    Returns
    -------
    list of str
        Empty for an empty text.

    Examples
    --------
    >>> wrap("We met 41% of staff", 90)
    ['We met 41%', 'of staff']
    """
    lines: list[str] = []
    for paragraph in str(text).split("\n"):
        line = ""
        for word in paragraph.split(" "):
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


def faded(colour: str, opacity: float = FAINT) -> str:
    """A colour with an opacity, as bands are filled."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


@lru_cache(maxsize=1)
def plotly_js() -> str:
    """The source of plotly.js for live figures: the basic bundle where the package has it."""
    folder = resources.files("plotly").joinpath("package_data")
    for name in ("plotly-basic.min.js", "plotly.min.js"):
        if folder.joinpath(name).is_file():
            return folder.joinpath(name).read_text("utf-8")
    raise FileNotFoundError("plotly's package_data holds no plotly.min.js; install plotly again.")


def _lines(texts: Sequence[str]) -> str:
    return "<br>".join(escape(text) for text in texts)


def note(
    text: str, *, x: float = 0, y: float = 0, align: str = "left", colour: str = INK, **more: Any
) -> dict[str, Any]:
    """An annotation without an arrow, its text already escaped."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "xanchor": align,
        "yanchor": "top",
        "align": align,
        "borderpad": 0,
        "font": {"size": SIZE, "color": colour},
        **more,
    }


def under_axis(text: Sequence[str], left: float, width: float, down: float) -> dict[str, Any]:
    """The words of an axis below its steps, at the left edge of the figure."""
    x = -(left - SIDE) / width
    return note(_lines(text), x=x, y=0, colour=CONTEXT, yshift=-down, name="axis title")


def _axis(extra: Mapping[str, Any]) -> dict[str, Any]:
    """An axis in the house manner: horizontal text, no grid, no zero line, nothing to drag."""
    return {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickangle": 0,
        "ticks": "",
        "showline": False,
        "linecolor": CONTEXT_FILL,
        "tickfont": {"color": CONTEXT},
        "automargin": False,
        "ticklabelstandoff": 5,
        **extra,
    }


def _title(lines: Sequence[str]) -> dict[str, Any]:
    """The finding at the top left; plotly sets a second line higher than a single one."""
    return {
        "text": f"<b>{_lines(lines)}</b>" if lines else "",
        "font": {"size": TITLE_SIZE, "color": INK},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"l": SIDE, "t": SIDE if len(lines) == 1 else SIDE + 12},
        "automargin": False,
    }


def figure(
    words: Words,
    traces: Sequence[Mapping[str, Any]],
    *,
    body: float,
    axes: Mapping[str, Mapping[str, Any]],
    above: float = 0,
    below: float = 0,
    left: float = SIDE,
    right: float = SIDE,
    notes: Sequence[Mapping[str, Any]] = (),
    shapes: Sequence[Mapping[str, Any]] = (),
    **layout: Any,
) -> go.Figure:
    """A figure with its words around the drawing, every height worked out in pixels.

    Parameters
    ----------
    words : Words
        Title, subtitle, footer, size.
    traces : sequence of mapping
        Plotly traces.
    body : float
        Height of the drawing in pixels.
    axes : mapping
        ``xaxis``, ``yaxis``, ... in plotly's terms.
    above : float
        Pixels between the subtitle and the drawing, for words over an axis.
    below : float
        Pixels that ticks and axis titles take under the drawing.
    left, right : float
        Margins beside the drawing.
    notes, shapes : sequence of mapping
        Annotations (text escaped) and shapes.
    **layout
        More of the layout.

    Returns
    -------
    go.Figure
    """
    width = inner(words)
    title = wrap(words.title, width, TITLE_SIZE, bold=True)
    subtitle = wrap(words.subtitle, width)
    footer = [line for text in (*words.notes, words.footer) for line in wrap(text, width)]
    top = SIDE + TITLE_LINE * len(title) + LINE * len(subtitle) + 10 + above
    bottom = below + (LINE * len(footer) + 8 if footer else 0) + SIDE
    plot_width = words.width - left - right
    x = -(left - SIDE) / plot_width
    around = []
    if subtitle:
        around.append(
            note(
                _lines(subtitle),
                x=x,
                y=1,
                colour=CONTEXT,
                yanchor="bottom",
                yshift=8 + above,
                name="subtitle",
            )
        )
    if footer:
        around.append(note(_lines(footer), x=x, colour=CONTEXT, yshift=-below - 8, name="footer"))
    return go.Figure(
        {
            "data": [dict(trace) for trace in traces],
            "layout": {
                "template": {"layout": {"colorway": list(CATEGORICAL)}},
                "width": words.width,
                "height": round(top + body + bottom),
                "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
                "font": {"family": FONT, "size": SIZE, "color": INK},
                "title": _title(title),
                "paper_bgcolor": PAPER,
                "plot_bgcolor": PAPER,
                "showlegend": False,
                "hovermode": "closest",
                "dragmode": False,
                **{name: _axis(axis) for name, axis in axes.items()},
                "annotations": [*around, *notes],
                "shapes": [dict(shape) for shape in shapes],
                **layout,
            },
        }
    )


def sentence(words: Words, text: str) -> go.Figure:
    """A figure that holds a sentence where nothing can be drawn."""
    lines = wrap(text, inner(words))
    return figure(
        words,
        [],
        body=LINE * max(1, len(lines)) + 16,
        axes={"xaxis": {"visible": False}, "yaxis": {"visible": False}},
        notes=[note(_lines(lines), y=1, yshift=-8, colour=CONTEXT, name="nothing")],
    )
