"""Answers to scale questions: 100 % stacked bars."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from engagekit.errors import UsageError, error_text
from engagekit.figures._rows import HIDDEN, Row, group_label, grouped, rows_along, why_missing
from engagekit.figures.colour import CONTEXT, INK, PAPER, answer_colours, text_on
from engagekit.figures.layout import GAP, Lines, Scale, row_figure
from engagekit.figures.marks import Text, texts
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, SIZE, escape, fit, text_width, wrap
from engagekit.measures.ends import BAND, rounded

BAR = 22
"""Height of a bar: a line of text stands in it."""
END = 56
"""Pixels at either end of a bar for a total, "100%" and a space."""
SWATCH = 12
_ROUNDING = 1e-6
"""Of sums of ends, before they are set to whole per cents."""


@dataclass(frozen=True)
class Item:
    """One question or group: its label, the answers it has, and how many answered."""

    label: str
    answers: Mapping[str, Row]
    base: int | None
    why: str

    @property
    def is_rounded(self) -> bool:
        """Return whether one of the shares is the middle of a band."""
        return any(row.ends is not None and row.is_drawn for row in self.answers.values())

    def total(self, names: Sequence[str]) -> float | None:
        """Return the shares of some answers added up; None where one of them is hidden."""
        shares = [self.answers[name].estimate for name in names if name in self.answers]
        return None if not shares or None in shares else sum(share or 0.0 for share in shares)

    def hides(self, names: Sequence[str]) -> bool:
        """Return whether one of some answers is hidden, so that their sum cannot be told."""
        return any(self.answers[name].suppressed for name in names if name in self.answers)

    def total_text(self, names: Sequence[str], options: FigureOptions) -> str:
        """Return the share of some answers, or how many they are where a per cent is too much."""
        if self.hides(names):
            return HIDDEN
        rows = [self.answers[name] for name in names if name in self.answers]
        n = [row.n for row in rows if row.is_few]
        if any(row.ends for row in rows):
            spans = [row.ends or (row.estimate or 0.0, row.estimate or 0.0) for row in rows]
            low, high = (sum(ends) for ends in zip(*spans, strict=True))
            if len(rows) == 1:
                return options.number(round((low + high) / 2 / BAND) * BAND, "share")
            most = min(100, math.ceil(100 * high - _ROUNDING))
            return f"{math.floor(100 * low + _ROUNDING)}–{options.number(most / 100, 'share')}"
        if not n or None in n:
            return options.number(self.total(names), "share")
        return options.number(sum(one or 0 for one in n), "count")


@dataclass(frozen=True)
class Ends:
    """The answers added up at either end."""

    disagree: Sequence[str]
    agree: Sequence[str]

    def middle(self, order: Sequence[str]) -> list[str]:
        """Return the answers that belong to neither end."""
        return [name for name in order if name not in self.disagree and name not in self.agree]


@dataclass(frozen=True)
class Part:
    """Items with the same answers, and the answers' colours."""

    order: tuple[str, ...]
    colours: Mapping[str, str]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Canvas:
    """Where a bar stands on the scale of shares, and what a pixel is on it."""

    low: float
    high: float
    pixel: float

    def x(self, pixels: float) -> float:
        """Return a place so many pixels from the left edge, the right edge at most."""
        return min(self.high, self.low + pixels * self.pixel)


def likert(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    order: Sequence[str] = (),
    agree: Sequence[str] = (),
    disagree: Sequence[str] = (),
    agree_label: str = "",
    disagree_label: str = "",
) -> dict[str, Any]:
    """Draw one bar a question, cut by answer in the order of the scale.

    Parameters
    ----------
    frame : DataFrame
        Measure frame of shares with an ``answer`` column beside the items' columns.
    order : sequence of str
        Every answer in the order of the scale; the frame's own order when empty. Items on another
        scale get a key of their own.
    agree, disagree : sequence of str
        Answers added up at either end; nothing is added up unless they are named.
    agree_label, disagree_label : str
        Words over the two ends.
    """
    rows = rows_along(rounded(frame), options, "answer", "answer")
    ends = Ends(disagree, agree)
    headings: list[str] = []
    if agree or disagree:
        headings = [
            disagree_label or options.say("likert.disagree"),
            agree_label or options.say("likert.agree"),
        ]
    return _drawn(_parts(rows, order, ends, options), ends, headings, options)


def _parts(
    rows: Sequence[Row], order: Sequence[str], ends: Ends, options: FigureOptions
) -> list[Part]:
    """Return items by the scale they are answered on, in the order of the frame."""
    scales: dict[tuple[str, ...], list[Item]] = {}
    for key, answers in grouped(rows).items():
        others = [name for name in answers if name not in order]
        if order and others and len(others) < len(answers):
            raise UsageError(error_text("likert.parts", others=others[0], named=" · ".join(key)))
        on = tuple(order) if order and not others else tuple(answers)
        drawn = [row for row in answers.values() if row.is_drawn]
        worst = max(answers.values(), key=lambda row: row.suppressed)
        scales.setdefault(on, []).append(
            Item(
                group_label(key, options),
                _whole(answers) if drawn else {},
                max((row.base for row in drawn if row.base is not None), default=None),
                "" if drawn else why_missing(worst, options),
            )
        )
    return [Part(on, _colours(on, ends), tuple(items)) for on, items in scales.items()]


def _whole(answers: Mapping[str, Row]) -> Mapping[str, Row]:
    """Return rounded shares as parts of one whole: a bar is as long as every other."""
    rows, shares = list(answers.values()), [row.estimate for row in answers.values()]
    if None in shares or not any(row.ends for row in rows):
        return answers
    total = sum(share or 0.0 for share in shares)
    return {
        name: replace(row, estimate=(row.estimate or 0.0) / total) for name, row in answers.items()
    }


def _colours(order: Sequence[str], ends: Ends) -> dict[str, str]:
    """Return orange for the end that disagrees, purple for the end that agrees."""
    middle = (len(order) - 1) / 2

    def place(names: Sequence[str]) -> float:
        """Return how far behind the middle some answers stand."""
        places = [order.index(name) - middle for name in names if name in order]
        return sum(places) / len(places) if places else 0.0

    is_turned = (place(ends.agree) or -place(ends.disagree)) < 0
    apart, colours = ends.middle(order), answer_colours(len(order))
    if ends.agree and ends.disagree and len(apart) <= 1:  # nobody may have chosen one of them
        left = sum(name in ends.disagree for name in order)
        side = max(left, len(order) - left - len(apart))
        colours = answer_colours(2 * side + len(apart))[side - left :][: len(order)]
    return dict(zip(order, reversed(colours) if is_turned else colours, strict=True))


def _drawn(
    parts: Sequence[Part], ends: Ends, headings: Sequence[str], options: FigureOptions
) -> dict[str, Any]:
    """Draw keys, label lines, bars and totals, from top to bottom."""
    edge = END if headings else 0
    pixel = 1 / (options.inner - 2 * edge)
    canvas = Canvas(-edge * pixel, 1 + edge * pixel, pixel)
    lines = Lines(options)
    traces: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    words: list[Text] = []
    for part in parts:
        x, room, labels = 0.0, lines.options.inner, lines.options.labels
        for name in part.order:
            text = fit(labels.get(name, name), room - SWATCH - 6)
            width = SWATCH + 5 + text_width(text)
            if x and x + width > room:
                x, lines.y = 0.0, lines.y + LINE + 2
            shapes.append(
                {
                    "type": "rect",
                    "xref": "x",
                    "yref": "y",
                    "x0": canvas.x(x),
                    "x1": canvas.x(x + SWATCH),
                    "y0": lines.y + 3,
                    "y1": lines.y + 3 + SWATCH,
                    "fillcolor": part.colours[name],
                    "line": {"width": 1, "color": CONTEXT},
                }
            )
            words.append((canvas.x(x + SWATCH + 5), lines.y + LINE / 2, text, "middle right", INK))
            x += width + 14
        lines.y += LINE + 8
        if any(item.is_rounded for item in part.items):
            lines.add_key(options.say("likert.rounded"))
        if headings:
            hides = any(item.hides(e) for item in part.items for e in (ends.agree, ends.disagree))
            lines.add_key(f"{HIDDEN}: {options.say('hidden_why', k=options.k)}" if hides else "")
            _add_headings(lines, headings, canvas, words)
        placed = []
        for item in part.items:
            y = _add_item(lines, item)
            if y is not None:
                placed.append((item, y))
                words += _totals(item, y, ends, canvas, options) if headings else []
        traces += [_segment(name, part, placed, options, pixel) for name in part.order]
        lines.y += GAP if part is not parts[-1] else 0
    scale = Scale(canvas.low, canvas.high)
    traces.append(texts("key", words))
    return row_figure(lines, scale, traces, barmode="overlay", shapes=shapes)


def _add_headings(lines: Lines, headings: Sequence[str], canvas: Canvas, words: list[Text]) -> None:
    """Add the words over the two columns of totals."""
    options, middle = lines.options, lines.y + LINE / 2
    room = options.inner / 2 - 20
    left, right = (fit(heading, room) for heading in headings)
    words.append((canvas.x(0), middle, f"◀ {left}", "middle right", INK))
    words.append((canvas.x(options.inner), middle, f"{right} ▶", "middle left", INK))
    lines.y += LINE + 6


def _add_item(lines: Lines, item: Item) -> float | None:
    """Add the words of an item over its bar; return the bar's middle, None where it has none."""
    options = lines.options
    if not item.answers:
        lines.add_missing(item.label, item.why)
        return None
    size = "" if item.base is None else f" · {options.say('n', n=item.base)}"
    *heads, last = wrap(item.label, options.inner - text_width(size), most=2) or [""]
    for line in (*heads, last + size):
        lines.write(line)
    lines.y += 2 + BAR + GAP
    return lines.y - GAP - BAR / 2


def _totals(item: Item, y: float, ends: Ends, canvas: Canvas, options: FigureOptions) -> list[Text]:
    """Return the shares of the two ends, left and right of a bar."""
    places = ((ends.disagree, 0, "middle right"), (ends.agree, options.inner, "middle left"))
    totals: list[Text] = []
    for names, x, side in places:
        text = item.total_text(names, options)
        text = text if text_width(text) <= END else text.split(" ")[-1]
        totals.append((canvas.x(x), y, text, side, INK))
    return totals


def _segment(
    name: str,
    part: Part,
    placed: Sequence[tuple[Item, float]],
    options: FigureOptions,
    pixel: float,
) -> dict[str, Any]:
    """Return the bars of one answer, each beginning where the one before it ends."""
    rows = [item.answers.get(name) for item, _ in placed]
    shares = [row.estimate if row is not None and row.is_drawn else None for row in rows]
    values = [
        item.total_text([name], options) if share is not None else ""
        for (item, _), share in zip(placed, shares, strict=True)
    ]
    fill = part.colours[name]
    hovers = [
        options.locale.say(
            "report.choice",
            name=f"{item.label} · {name}",
            value=row.ends_words if row is not None and row.ends else value,
        )
        for (item, _), value, row in zip(placed, values, rows, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": escape(name),
        "width": BAR,
        "base": [_start(part, name, item) for item, _ in placed],
        "x": shares,
        "y": [y for _, y in placed],
        "marker": {"color": fill, "line": {"width": 1, "color": PAPER}},
        "text": [
            escape(text) if share and share / pixel > text_width(text) + 6 else ""
            for text, share in zip(values, shares, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": SIZE, "color": text_on(fill)},
        "constraintext": "none",
        "hovertext": [escape(text) for text in hovers],
        "hoverinfo": "text",
    }


def _start(part: Part, name: str, item: Item) -> float:
    """Return where the segment of an answer begins on a bar: after those that can be drawn."""
    before = part.order[: part.order.index(name)]
    return sum(row.estimate or 0.0 for other in before if (row := item.answers.get(other)))
