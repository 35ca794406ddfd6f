"""Ordered horizontal bars, one a group: label and n above the bar, value at the edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._lines import (
    BAR,
    GAP,
    Lines,
    add_key,
    add_missing,
    add_row,
    row_figure,
)
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
from engagekit.figures._scale import Scale, axis_title, bounds, scale
from engagekit.figures.theme import ATTENTION, CONTEXT, INK, MAIN, TRACK, Words, sentence
from engagekit.language import interval, number, say


def bars(
    frame: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    footer: str = "",
    narrow: bool = False,
    language: str = "en",
    by: Sequence[str] | None = None,
    measure: str | None = None,
    labels: Mapping[str, str] | None = None,
    order: Sequence[str] | None = None,
    target: float | None = None,
    target_is_most: bool = False,
    k: int = 5,
    currency: str = "CAD",
    axis: str = "",
    least: int = 0,
    least_words: str = "",
) -> go.Figure:
    """Ordered horizontal bars by group, with the target marked on each.

    Parameters
    ----------
    frame : DataFrame
        Measure frame; a group of ``All`` stands apart, above the others.
    title, subtitle, footer : str
        The finding; what, whom, when; source and caveats.
    narrow : bool
        340 px wide instead of 720.
    language : str
        ``en`` or ``fr``.
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
    least : int
        A row on fewer people (``base``, else ``n``) gets a sentence instead of a bar.
    least_words : str
        That sentence.

    Returns
    -------
    go.Figure
    """
    words = Words(title, subtitle, footer, narrow, language)
    rows = rows_of(of_measure(frame, measure), language, by, labels)
    small = [row for row in rows if row.is_drawn and _people(row) < least]
    rows = [row for row in rows if row not in small]
    if not any(row.is_drawn for row in rows):
        return sentence(words, least_words if small else nothing_to_say(rows, language))
    unit = unit_of(rows)
    made = scale([*bounds(rows), *([] if target is None else [target])], unit, language, currency)
    lines = Lines()
    add_key(lines, words, _keys(rows, target, target_is_most, language, currency))
    groups = _placed([row for row in rows if not row.is_all], order)
    placed: list[tuple[Row, float]] = []
    for row in [*(row for row in rows if row.is_all), *groups]:
        if row.is_drawn:
            value = _value(row, words, currency, target, target_is_most)
            placed.append((row, add_row(lines, words, row.label, with_n(row, language), value)))
        else:
            add_missing(lines, words, row.label, why_missing(row, language, k))
        if row.is_all and groups:
            lines.y += GAP
    for row in small:
        add_missing(lines, words, row.label, least_words)
    traces = [
        *_tracks(placed, made, unit), _bars(placed, target, target_is_most, language, currency),
        *whiskers(placed), *_targets(placed, target),
    ]  # fmt: skip
    return row_figure(
        words, lines, made, traces, axis_title=axis or axis_title(unit, language, currency),
        barmode="overlay",
    )  # fmt: skip


def _people(row: Row) -> float:
    """The people behind a row; without a number of them it counts as enough."""
    known = row.base if row.base is not None else row.n
    return float("inf") if known is None else known


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


def _keys(
    rows: list[Row], target: float | None, most: bool, language: str, currency: str
) -> list[str]:
    """The words for the target, its mark and the whiskers."""
    keys = []
    if target is not None:
        unit = unit_of(rows)
        keys.append(
            "│ " + say("figure.target", language, value=number(target, unit, language, currency))
        )
        if any(is_off_target(row, target, most) for row in rows):
            keys.append(say("figure.above_target" if most else "figure.below_target", language))
    return [*keys, interval_words(rows, "whisker", language)]


def _value(row: Row, words: Words, currency: str, target: float | None, most: bool) -> str:
    """The value, its interval where there is room, and the mark of a missed target."""
    text = value_text(row, words.language, currency)
    if row.has_interval and not words.narrow:
        text += f" ({interval(row.low, row.high, row.unit, words.language, currency)})"
    mark = ("▲ " if most else "▼ ") if is_off_target(row, target, most) else ""
    return mark + text


def _tracks(placed: list[tuple[Row, float]], made: Scale, unit: str) -> list[dict[str, Any]]:
    """Under a share, the whole it is a part of."""
    if unit != "share" or made.low < 0:
        return []
    return [{
        "type": "bar", "orientation": "h", "name": "track", "x": [1.0] * len(placed),
        "y": [y for _, y in placed], "width": BAR, "marker": {"color": TRACK, "line": {"width": 0}},
        "hoverinfo": "skip",
    }]  # fmt: skip


def _bars(
    placed: list[tuple[Row, float]],
    target: float | None,
    most: bool,
    language: str,
    currency: str,
) -> dict[str, Any]:
    colours = [
        ATTENTION if is_off_target(row, target, most) else CONTEXT if row.is_all else MAIN
        for row, _ in placed
    ]
    return {
        "type": "bar", "orientation": "h", "name": "estimate",
        "x": [row.estimate for row, _ in placed], "y": [y for _, y in placed], "width": BAR,
        "marker": {"color": colours[0] if len(set(colours)) == 1 else colours,
                   "line": {"width": 0}},
        "hovertext": [hover(row, language, currency) for row, _ in placed], "hoverinfo": "text",
    }  # fmt: skip


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
    base = {"type": "scatter", "mode": "lines", "x": x[:-1], "y": y[:-1], "hoverinfo": "skip",
            "cliponaxis": False}  # fmt: skip
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
    return [{
        "type": "scatter", "mode": "lines", "name": "target", "x": x[:-1], "y": y[:-1],
        "line": {"color": INK, "width": 2.5}, "hoverinfo": "skip", "cliponaxis": False,
    }]  # fmt: skip
