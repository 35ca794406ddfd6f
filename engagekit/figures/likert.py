"""Answers to scale questions: 100 % stacked bars, or diverging with the neutral apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.errors import UsageError
from engagekit.figures._row_layout import GAP, Lines, add_key, add_missing, row_figure
from engagekit.figures._rows import (
    Row,
    column,
    label_of,
    nothing_to_say,
    of_measure,
    rows_of,
    why_missing,
)
from engagekit.figures._value_axis import Scale
from engagekit.figures.colour import answer_colours, text_on
from engagekit.figures.theme import (
    CONTEXT,
    INK,
    LINE,
    PAPER,
    SIZE,
    Words,
    escape,
    fit,
    inner,
    sentence,
    text_width,
    wrap,
)
from engagekit.locale.words import number, say
from engagekit.measures._frame import by_of

BAR = 22
END = 46
HIDDEN = "[c]"
SWATCH = 12


@dataclass(frozen=True)
class Item:
    """One question or group: its label, the answers it has, and how many answered."""

    label: str
    answers: Mapping[str, Row]
    base: int | None
    why: str

    def total(self, names: Sequence[str]) -> float | None:
        """The shares of some answers added up; unknown where one of them is hidden."""
        existing = [self.answers[name].estimate for name in names if name in self.answers]
        return None if not existing or None in existing else sum(share or 0.0 for share in existing)

    def hides(self, names: Sequence[str]) -> bool:
        """Whether one of some answers is hidden, so that their sum is not known."""
        return any(self.answers[name].suppressed for name in names if name in self.answers)

    def said(self, names: Sequence[str], language: str) -> str:
        """The share of some answers, or how many they are where a per cent says too much."""
        if self.hides(names):
            return HIDDEN
        n = [row.n for name in names if (row := self.answers.get(name)) and row.is_few]
        many = not n or None in n
        return number(
            self.total(names) if many else sum(one or 0 for one in n),
            "share" if many else "count",
            language,
        )


@dataclass(frozen=True)
class Part:
    """Items with the same answers, the answers' colours, and why a sum at an end is hidden."""

    order: tuple[str, ...]
    colours: Mapping[str, str]
    items: tuple[Item, ...]
    hidden: str


def likert(
    frame: pd.DataFrame,
    words: Words,
    *,
    order: Sequence[str] = (),
    agree: Sequence[str] = (),
    disagree: Sequence[str] = (),
    agree_label: str = "",
    disagree_label: str = "",
    by: Sequence[str] | None = None,
    measure: str | None = None,
    answer: str = "answer",
    labels: Mapping[str, str] | None = None,
    diverging: bool = False,
    k: int = 5,
) -> go.Figure:
    """One bar a question, cut by answer in the order of the scale.

    Parameters
    ----------
    frame : DataFrame
        Measure frame of shares with an ``answer`` column beside the items' columns.
    words : Words
        Around the drawing, with its size and language.
    order : sequence of str
        Every answer in the order of the scale; the frame's own order when empty. Items on another
        scale get a key of their own.
    agree, disagree : sequence of str
        Answers added up at either end; nothing is added up unless they are named.
    agree_label, disagree_label : str
        Words over the two ends.
    by : sequence of str, optional
        Columns that make an item; all but ``answer`` when None.
    measure : str, optional
        The measure to draw where the frame holds several.
    answer : str
        Column of the answers.
    labels : mapping, optional
        Values to the words that stand for them.
    diverging : bool
        Bars to both sides of zero, where the ends are named; what belongs to neither end stands
        apart at the right.
    k : int
        Threshold named where an item is hidden.

    Returns
    -------
    go.Figure
    """
    frame = of_measure(frame, measure)
    if not len(frame):
        return sentence(words, nothing_to_say([], words.language))
    column(frame, answer, "answer")
    names = list(by) if by is not None else [name for name in by_of(frame) if name != answer]
    rows = rows_of(frame, words.language, [*names, answer], labels)
    if not any(row.is_drawn for row in rows):
        return sentence(words, nothing_to_say(rows, words.language))
    parts = _parts(rows, order, (agree, disagree), k, words.language, labels)
    ends = (
        (
            disagree_label or say("figure.likert.disagree", words.language),
            agree_label or say("figure.likert.agree", words.language),
        )
        if agree or disagree
        else ()
    )
    aside = bool(diverging and agree and disagree)
    return _drawn(words, parts, (disagree, agree), ends, aside, labels)


def _parts(
    rows: Sequence[Row],
    order: Sequence[str],
    ends: tuple[Sequence[str], Sequence[str]],
    k: int,
    language: str,
    labels: Mapping[str, str] | None,
) -> list[Part]:
    """Items by the scale they are answered on, in the order of the frame."""
    matches: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        matches.setdefault(row.key[:-1], {})[row.key[-1]] = row
    scales: dict[tuple[str, ...], list[Item]] = {}
    for key, answers in matches.items():
        on = tuple(order) if order and set(answers) <= set(order) else tuple(answers)
        if order and set(answers) & set(order) and not set(answers) <= set(order):
            unknown = next(name for name in answers if name not in order)
            raise UsageError(f"order= lacks the answer '{unknown}' of '{' · '.join(key)}'. Add it.")
        label = " · ".join(label_of(value, language, labels) for value in key)
        drawn = [row for row in answers.values() if row.is_drawn]
        bases = {row.base for row in drawn if row.base is not None}
        first = next(
            (row for row in answers.values() if row.suppressed), next(iter(answers.values()))
        )
        scales.setdefault(on, []).append(
            Item(
                label or say("figure.all", language),
                answers if drawn else {},
                max(bases, default=None),
                "" if drawn else why_missing(first, language, k),
            )
        )
    why = f"{HIDDEN}: {say('figure.hidden_why', language, k=k)}"
    return [
        Part(
            on,
            _colours(on, *ends),
            tuple(items),
            why if any(item.hides(end) for item in items for end in ends) else "",
        )
        for on, items in scales.items()
    ]


def _colours(order: Sequence[str], agree: Sequence[str], disagree: Sequence[str]) -> dict[str, str]:
    """Orange for the end that disagrees, purple for the end that agrees."""
    colours = answer_colours(len(order))
    middle = (len(order) - 1) / 2
    places = [order.index(name) for name in agree if name in order]
    against = [order.index(name) for name in disagree if name in order]
    turned = (places and sum(places) / len(places) < middle) or (
        not places and against and sum(against) / len(against) > middle
    )
    return dict(zip(order, reversed(colours) if turned else colours, strict=True))


def _drawn(
    words: Words,
    parts: Sequence[Part],
    ends: tuple[Sequence[str], Sequence[str]],
    headings: Sequence[str],
    aside: bool,
    labels: Mapping[str, str] | None,
) -> go.Figure:
    """Keys, label lines, bars and totals, from top to bottom."""
    lines = Lines()
    low, high = _extent(parts, ends) if aside else (0.0, 1.0)
    edge = END if headings else 0
    pixel = (high - low) / (inner(words) - 2 * edge)
    result = Scale(low - edge * pixel, high + edge * pixel, (), ())
    traces: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    texts: list[tuple[float, float, str, str]] = []
    for part in parts:
        _add_key(lines, words, part, shapes, texts, labels)
        if headings:
            add_key(lines, words, [part.hidden])
            _add_headings(lines, words, headings, aside, texts)
        placed = []
        for item in part.items:
            y = _add_item(lines, words, item)
            if y is not None:
                placed.append((item, y))
                texts += _totals(item, y, ends, words) if headings else []
        traces += _segments(part, placed, (*ends, high) if aside else None, words, pixel)
        lines.y += GAP if part is not parts[-1] else 0
    return row_figure(
        words,
        lines,
        result,
        [*traces, _texts(texts, result, pixel)],
        scaled=False,
        barmode="overlay",
        shapes=[_moved(swatch, result.low, pixel) for swatch in shapes],
    )


def _extent(
    parts: Sequence[Part], ends: tuple[Sequence[str], Sequence[str]]
) -> tuple[float, float]:
    """How far bars run to either side, with what belongs to neither end at the far right."""
    items = [(part, item) for part in parts for item in part.items]
    apart = [
        item.total([name for name in part.order if name not in ends[0] and name not in ends[1]])
        for part, item in items
    ]
    left, right = (max((item.total(end) or 0.0 for _, item in items), default=0.0) for end in ends)
    return -max(left, 0.1), max(right, 0.1) + 0.08 + max((at or 0.0 for at in apart), default=0.0)


def _add_key(
    lines: Lines,
    words: Words,
    part: Part,
    shapes: list[dict[str, Any]],
    texts: list[tuple[float, float, str, str]],
    labels: Mapping[str, str] | None,
) -> None:
    """A swatch and the words of each answer, in the order of the scale."""
    x = 0.0
    for name in part.order:
        visible = fit((labels or {}).get(name, name), inner(words) - SWATCH - 6)
        width = SWATCH + 5 + text_width(visible)
        if x and x + width > inner(words):
            x, lines.y = 0.0, lines.y + LINE + 2
        shapes.append({"x": x, "y": lines.y + 3, "fill": part.colours[name]})
        texts.append((x + SWATCH + 5, lines.y + LINE / 2, visible, "middle right"))
        x += width + 14
    lines.y += LINE + 8


def _moved(swatch: Mapping[str, Any], place: float, pixel: float) -> dict[str, Any]:
    """A swatch at pixels of the figure, in the units of the scale."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "y",
        "x0": place + swatch["x"] * pixel,
        "x1": place + (swatch["x"] + SWATCH) * pixel,
        "y0": swatch["y"],
        "y1": swatch["y"] + SWATCH,
        "fillcolor": swatch["fill"],
        "line": {"width": 1, "color": CONTEXT},
    }


def _add_headings(
    lines: Lines,
    words: Words,
    headings: Sequence[str],
    aside: bool,
    texts: list[tuple[float, float, str, str]],
) -> None:
    """The words over the two columns of totals."""
    half = inner(words) / 2 - 6
    texts.append((0, lines.y + LINE / 2, "◀ " + fit(headings[0], half - 14), "middle right"))
    texts.append(
        (inner(words), lines.y + LINE / 2, fit(headings[1], half - 14) + " ▶", "middle left")
    )
    lines.y += LINE + (LINE if aside else 0) + 6
    if aside:
        neutral = say("figure.likert.neutral", words.language)
        texts.append((inner(words) - END, lines.y - LINE / 2 - 6, neutral, "middle left"))


def _add_item(lines: Lines, words: Words, item: Item) -> float | None:
    """The words of an item over its bar; the middle of the bar, or None where it has none."""
    if not item.answers:
        add_missing(lines, words, item.label, item.why)
        return None
    size = "" if item.base is None else " · " + say("figure.n", words.language, n=item.base)
    visible = wrap(item.label, inner(words) - text_width(size), most=2)
    for at, line in enumerate(visible):
        lines.left.append((lines.y, line + (size if at == len(visible) - 1 else ""), INK))
        lines.y += LINE
    lines.y += 2 + BAR + GAP
    return lines.y - GAP - BAR / 2


def _totals(
    item: Item, y: float, ends: tuple[Sequence[str], Sequence[str]], words: Words
) -> list[tuple[float, float, str, str]]:
    """The shares of the two ends, left and right of a bar."""
    left, right = (item.said(end, words.language) for end in ends)
    short = [text if text_width(text) <= END else text.split(" ")[-1] for text in (left, right)]
    return [(0, y, short[0], "middle right"), (inner(words), y, short[1], "middle left")]


def _segments(
    part: Part,
    placed: Sequence[tuple[Item, float]],
    ends: tuple[Sequence[str], Sequence[str], float] | None,
    words: Words,
    pixel: float,
) -> list[dict[str, Any]]:
    """One bar trace an answer, each beginning where the one before ended."""
    starts = {name: _starts(part, name, [item for item, _ in placed], ends) for name in part.order}
    traces = []
    for name in part.order:
        rows = [item.answers.get(name) for item, _ in placed]
        shares = [row.estimate if row is not None and row.is_drawn else None for row in rows]
        visible = [
            item.said([name], words.language) if share is not None else ""
            for (item, _), share in zip(placed, shares, strict=True)
        ]
        fill = part.colours[name]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": escape(name),
                "width": BAR,
                "base": starts[name],
                "x": shares,
                "y": [y for _, y in placed],
                "marker": {"color": fill, "line": {"width": 1, "color": PAPER}},
                "text": [
                    escape(text) if share and share / pixel > text_width(text) + 6 else ""
                    for text, share in zip(visible, shares, strict=True)
                ],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"size": SIZE, "color": text_on(fill)},
                "constraintext": "none",
                "hovertext": [
                    escape(
                        say(
                            "report.choice",
                            words.language,
                            name=f"{item.label} · {name}",
                            value=text,
                        )
                    )
                    for (item, _), text in zip(placed, visible, strict=True)
                ],
                "hoverinfo": "text",
            }
        )
    return traces


def _starts(
    part: Part,
    name: str,
    items: Sequence[Item],
    ends: tuple[Sequence[str], Sequence[str], float] | None,
) -> list[float]:
    """Where the segment of an answer begins on each bar."""

    def before(item: Item, names: Sequence[str]) -> float:
        existing = (item.answers[other].estimate for other in names if other in item.answers)
        return sum(share for share in existing if share is not None)

    if ends is None:
        return [before(item, part.order[: part.order.index(name)]) for item in items]
    left, right = (
        sorted((other for other in part.order if other in end), key=part.order.index)
        for end in ends[:2]
    )
    if part.order.index(right[0]) < part.order.index(left[0]) if left and right else False:
        left, right = left[::-1], right[::-1]
    if name in left:
        return [-before(item, left[left.index(name) :]) for item in items]
    if name in right:
        return [before(item, right[: right.index(name)]) for item in items]
    apart = [other for other in part.order if other not in left and other not in right]
    return [ends[2] - before(item, apart[apart.index(name) :]) for item in items]


def _texts(
    texts: Sequence[tuple[float, float, str, str]], made: Scale, pixel: float
) -> dict[str, Any]:
    """Key, headings and totals as one trace."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": "key",
        "x": [min(made.high, made.low + x * pixel) for x, _, _, _ in texts],
        "y": [y for _, y, _, _ in texts],
        "text": [escape(text) for _, _, text, _ in texts],
        "textposition": [side for _, _, _, side in texts],
        "textfont": {"size": SIZE, "color": INK},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
