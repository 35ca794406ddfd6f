"""Ordered horizontal bars, one a group: label and n above the bar, value at the edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._row_layout import BAR, GAP, Lines, add_key, add_missing, add_row, row_figure
from engagekit.figures._rows import (
    Row,
    hover,
    interval_words,
    nothing_to_say,
    of_measure,
    ordered,
    rows_of,
    unit_of,
    value_text,
    why_missing,
    with_n,
)
from engagekit.figures._value_axis import Scale, axis_title, bounds, scale
from engagekit.figures.theme import ATTENTION, CONTEXT, INK, MAIN, TRACK, Words, sentence
from engagekit.locale.words import interval, number, say


def bars(
    frame: pd.DataFrame,
    words: Words,
    *,
    by: Sequence[str] | None = None,
    measure: str | None = None,
    labels: Mapping[str, str] | None = None,
    order: Sequence[str] | None = None,
    target: float | None = None,
    target_is_most: bool = False,
    k: int = 5,
    currency: str = "CAD",
    axis: str = "",
    context: Sequence[str] = (),
    marked: Sequence[str] = (),
    marked_words: str = "",
    least: int = 0,
    least_words: str = "",
) -> go.Figure:
    """Ordered horizontal bars by group, with the target marked on each.

    Parameters
    ----------
    frame : DataFrame
        Measure frame; a group of ``All`` stands apart, above the others.
    words : Words
        Around the drawing, with its size and language.
    by : sequence of str, optional
        Columns that make the label.
    measure : str, optional
        The measure to draw where the frame holds several.
    labels : mapping, optional
        Values to the words that stand for them.
    order : sequence of str, optional
        Groups in an order of their own (stages, bins) instead of by value.
    target : float, optional
        In the unit of the frame; a bar clearly on its wrong side is marked.
    target_is_most : bool
        Whether less is better, as for a cost.
    k : int
        Threshold named where a row is hidden.
    currency : str
        Of money.
    axis : str
        Words for the value axis instead of those of the unit.
    context : sequence of str
        Groups in grey.
    marked : sequence of str
        Groups that call for attention; each carries ▲ beside its value.
    marked_words : str
        What that mark means.
    least : int
        A row on fewer people (``base``, else ``n``) gets a sentence instead of a bar.
    least_words : str
        That sentence.

    Returns
    -------
    go.Figure
    """
    rows = rows_of(of_measure(frame, measure), words.language, by, labels)
    few = [row for row in rows if row.is_drawn and row.is_few]
    rows = [row for row in rows if row not in few]
    small = [row for row in rows if row.is_drawn and _people(row) < least]
    rows = [row for row in rows if row not in small]
    counts = [
        (row, say("figure.too_few_for_share", words.language, n=row.n, base=row.base))
        for row in few
    ]
    if not any(row.is_drawn for row in rows):
        alone = "; ".join(f"{row.label} · {why}" for row, why in counts)
        return sentence(
            words, alone or (least_words if small else nothing_to_say(rows, words.language))
        )
    look = Look(target, target_is_most, tuple(context), tuple(marked), marked_words, currency)
    groups = _placed([row for row in rows if not row.is_all], order)
    visible = [*(row for row in rows if row.is_all), *groups]
    missing = [*counts, *((row, least_words) for row in small)]
    return _drawn(words, visible, missing, look, axis, k)


@dataclass(frozen=True)
class Look:
    """What gives a bar its colour and its mark."""

    target: float | None
    most: bool
    context: tuple[str, ...]
    marked: tuple[str, ...]
    marked_words: str
    currency: str

    def is_off(self, row: Row) -> bool:
        """Whether a row misses the target clearly."""
        return is_off_target(row, self.target, self.most)

    def is_marked(self, row: Row) -> bool:
        """Whether a row was named as calling for attention."""
        return any(part in self.marked for part in row.key)

    def colour(self, row: Row) -> str:
        """Attention, context or normal."""
        if self.is_off(row) or self.is_marked(row):
            return ATTENTION
        if row.is_all or any(part in self.context for part in row.key):
            return CONTEXT
        return MAIN

    def mark(self, row: Row) -> str:
        """The mark in front of the value, so that colour does not tell alone."""
        if self.is_off(row):
            return "▲ " if self.most else "▼ "
        return "▲ " if self.is_marked(row) and row.estimate else ""


def _drawn(
    words: Words,
    shown: Sequence[Row],
    missing: Sequence[tuple[Row, str]],
    look: Look,
    axis: str,
    k: int,
) -> go.Figure:
    """Key, rows and scale from top to bottom."""
    language, currency = words.language, look.currency
    unit = unit_of(shown)
    aim = [] if look.target is None else [look.target]
    result = scale([*bounds(shown), *aim], unit, language, currency)
    lines = Lines()
    add_key(lines, words, _keys(shown, look, language))
    placed: list[tuple[Row, float]] = []
    for at, row in enumerate(shown):
        if row.is_drawn:
            value = _value(row, words, look)
            placed.append((row, add_row(lines, words, row.label, with_n(row, language), value)))
        else:
            add_missing(lines, words, row.label, why_missing(row, language, k))
        if row.is_all and not all(other.is_all for other in shown[at:]):
            lines.y += GAP
    for row, why in missing:
        add_missing(lines, words, row.label, why)
    traces = [
        *_tracks(placed, result, unit),
        _bars(placed, look, language),
        *whiskers(placed),
        *_targets(placed, look.target),
    ]
    return row_figure(
        words,
        lines,
        result,
        traces,
        axis_title=axis or axis_title(unit, language, currency),
        barmode="overlay",
    )


def _people(row: Row) -> float:
    """The people behind a row; without a number of them it counts as enough."""
    existing = row.base if row.base is not None else row.n
    return float("inf") if existing is None else existing


def _placed(rows: list[Row], order: Sequence[str] | None) -> list[Row]:
    """Rows in the order given (unknown ones after it), else by value."""
    if order is None:
        return ordered(rows)
    place = {str(name): at for at, name in enumerate(order)}
    return sorted(
        rows,
        key=lambda row: min((place.get(part, len(place)) for part in row.key), default=len(place)),
    )


def is_off_target(row: Row, target: float | None, target_is_most: bool = False) -> bool:
    """Whether a row is clearly on the wrong side: with its whole interval, where it has one."""
    if target is None or row.estimate is None:
        return False
    if target_is_most:
        return (row.low if row.low is not None else row.estimate) > target
    return (row.high if row.high is not None else row.estimate) < target


def _keys(rows: Sequence[Row], look: Look, language: str) -> list[str]:
    """The words for the target, the marks and the whiskers."""
    keys = []
    if look.target is not None:
        aim = number(look.target, unit_of(rows), language, look.currency)
        keys.append("│ " + say("figure.target", language, value=aim))
        if any(look.is_off(row) for row in rows):
            side = "above_target" if look.most else "below_target"
            keys.append(say(f"figure.{side}", language))
    if look.marked_words and any(look.is_marked(row) for row in rows):
        keys.append(f"▲ {look.marked_words}")
    return [*keys, interval_words(rows, "whisker", language)]


def _value(row: Row, words: Words, look: Look) -> str:
    """The value with its mark, and its interval where there is room."""
    text = value_text(row, words.language, look.currency)
    if row.has_interval and not words.narrow:
        text += f" ({interval(row.low, row.high, row.unit, words.language, look.currency)})"
    return look.mark(row) + text


def _tracks(placed: list[tuple[Row, float]], made: Scale, unit: str) -> list[dict[str, Any]]:
    """Under a share, the whole it is a part of."""
    if unit != "share" or made.low < 0:
        return []
    return [
        {
            "type": "bar",
            "orientation": "h",
            "name": "track",
            "x": [1.0] * len(placed),
            "y": [y for _, y in placed],
            "width": BAR,
            "marker": {"color": TRACK, "line": {"width": 0}},
            "hoverinfo": "skip",
        }
    ]


def _bars(placed: list[tuple[Row, float]], look: Look, language: str) -> dict[str, Any]:
    """The bars themselves."""
    colours = [look.colour(row) for row, _ in placed]
    return {
        "type": "bar",
        "orientation": "h",
        "name": "estimate",
        "x": [row.estimate for row, _ in placed],
        "y": [y for _, y in placed],
        "width": BAR,
        "marker": {
            "color": colours[0] if len(set(colours)) == 1 else colours,
            "line": {"width": 0},
        },
        "hovertext": [hover(row, language, look.currency) for row, _ in placed],
        "hoverinfo": "text",
    }


def whiskers(placed: Sequence[tuple[Row, float]]) -> list[dict[str, Any]]:
    """Thin lines from bound to bound, where rows have an interval."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, middle in placed:
        if row.has_interval:
            x += [row.low, row.high, None]
            y += [middle, middle, None]
    if not x:
        return []
    base = {
        "type": "scatter",
        "mode": "lines",
        "x": x[:-1],
        "y": y[:-1],
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [
        {**base, "name": "halo", "line": {"color": "#ffffff", "width": 4}},
        {**base, "name": "interval", "line": {"color": INK, "width": 1.5}},
    ]


def _targets(placed: list[tuple[Row, float]], target: float | None) -> list[dict[str, Any]]:
    """The target across each bar only, so that no line runs through a label."""
    if target is None:
        return []
    x = [value for _ in placed for value in (target, target, None)]
    y = [
        value
        for _, middle in placed
        for value in (middle - BAR / 2 - 2, middle + BAR / 2 + 2, None)
    ]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "target",
            "x": x[:-1],
            "y": y[:-1],
            "line": {"color": INK, "width": 2.5},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]
