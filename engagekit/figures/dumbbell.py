"""Two dots a row, before and after or two groups, with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._row_layout import Lines, add_key, add_missing, add_row, row_figure
from engagekit.figures._rows import (
    Row,
    column,
    hover,
    interval_words,
    label_of,
    nothing_to_say,
    of_measure,
    rows_of,
    unit_of,
    value_text,
    why_missing,
)
from engagekit.figures._value_axis import axis_title, bounds, scale
from engagekit.figures.theme import CONTEXT, CONTEXT_FILL, MAIN, PAPER, Words, sentence
from engagekit.locale.words import interval, number, say
from engagekit.measures._frame import by_of

DEEP, OFF = 24, 6


def dumbbell(
    frame: pd.DataFrame,
    words: Words,
    *,
    pair: str = "period",
    order: Sequence[str] = (),
    by: Sequence[str] | None = None,
    measure: str | None = None,
    difference: str | None = None,
    third: str = "",
    by_difference: bool = False,
    labels: Mapping[str, str] | None = None,
    k: int = 5,
    currency: str = "CAD",
) -> go.Figure:
    """A row a group: a ring for the first, a dot for the second, a line between.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with a column ``pair`` of two values.
    words : Words
        Around the drawing, with its size and language.
    pair : str
        Column that tells the two apart.
    order : sequence of str
        The first and the second value of it; the first and the last of the frame when empty.
    by : sequence of str, optional
        Columns that make a row; all but ``pair`` when None.
    measure : str, optional
        The measure to draw where the frame holds several.
    difference : str, optional
        A measure of the same frame whose rows hold the difference with its interval.
    third : str
        A third value of ``pair``, drawn as a stroke (what is wished for, beside what is accepted).
    by_difference : bool
        Whether rows stand by their difference, the lowest first, instead of by the second value.
    labels : mapping, optional
        Values to the words that stand for them.
    k : int
        Threshold named where a group is hidden.
    currency : str
        Of money.

    Returns
    -------
    go.Figure
    """
    if not len(frame):
        return sentence(words, nothing_to_say([], words.language))
    column(frame, pair, "pair")
    matches = of_measure(frame, measure)
    if measure is None and difference is not None:
        matches = frame.loc[frame["measure"] != difference]
    names = list(by) if by is not None else [name for name in by_of(matches) if name != pair]
    rows = rows_of(matches, words.language, [*names, pair], labels)
    if not any(row.is_drawn for row in rows):
        return sentence(words, nothing_to_say(rows, words.language))
    two = list(order) if order else list(dict.fromkeys(row.key[-1] for row in rows))
    first, second = two[0], two[-1]
    pairs: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        pairs.setdefault(row.key[:-1], {})[row.key[-1]] = row
    apart = _differences(frame, difference, names, words.language)
    rank = apart if by_difference else {}
    return _drawn(words, pairs, (first, second, third), apart, rank, labels, k, currency)


def _differences(
    frame: pd.DataFrame, difference: str | None, names: Sequence[str], language: str
) -> dict[tuple[str, ...], Row]:
    """The rows of the difference by their group."""
    if difference is None:
        return {}
    return {row.key: row for row in rows_of(of_measure(frame, difference), language, names)}


def _drawn(
    words: Words,
    pairs: Mapping[tuple[str, ...], Mapping[str, Row]],
    two: tuple[str, str, str],
    apart: Mapping[tuple[str, ...], Row],
    rank: Mapping[tuple[str, ...], Row],
    labels: Mapping[str, str] | None,
    k: int,
    currency: str,
) -> go.Figure:
    language = words.language
    rows = [row for matches in pairs.values() for key, row in matches.items() if key in two]
    unit = unit_of(rows)
    result = scale(bounds(rows), unit, language, currency, zero=unit != "points")
    lines = Lines()
    visible = [label_of(name, language, labels) for name in two]
    keys = [f"○ {visible[0]}", f"● {visible[1]}"] if two[0] != two[1] else [f"● {visible[1]}"]
    keys += [f"│ {visible[2]}"] if two[2] else []
    keys.append(interval_words(rows, "whisker", language))
    if result.low > 0:
        keys.append(say("figure.axis_starts", language, value=result.texts[0]).rstrip("."))
    add_key(lines, words, keys)
    placed: list[tuple[Row | None, Row | None, float]] = []
    strokes: list[tuple[Row, float]] = []
    for key in _ordered(pairs, two[1], rank):
        matches = pairs[key]
        before = matches.get(two[0]) if two[0] != two[1] else None
        after = matches.get(two[1])
        label = " · ".join(label_of(part, language, labels) for part in key)
        label = label or say("figure.all", language)
        drawn = [row for row in (before, after) if row is not None and row.is_drawn]
        if drawn:
            size = say("figure.n", language, n=_bases([before, after], language))
            y = add_row(
                lines,
                words,
                label,
                size,
                _value(before, after, apart.get(key), words, currency),
                under=DEEP,
            )
            placed.append((before, after, y))
            beside = matches.get(two[2])
            strokes += [(beside, y)] if beside is not None and beside.is_drawn else []
        else:
            row = next(iter(matches.values()))
            add_missing(lines, words, label, why_missing(row, language, k))
    traces = [
        _between(placed),
        *_marks(placed, 0, words, currency),
        *_marks(placed, 1, words, currency),
        *_strokes(strokes, words, currency),
    ]
    return row_figure(words, lines, result, traces, axis_title=axis_title(unit, language, currency))


def _bases(rows: Sequence[Row | None], language: str) -> str:
    """The two bases: "40, 38", once where they are the same; a dash for one that is not known."""
    existing = [row for row in rows if row is not None]
    sizes = list(dict.fromkeys(row.base if row.base is not None else row.n for row in existing))
    return ", ".join(number(size, "count", language) for size in sizes)


def _ordered(
    pairs: Mapping[tuple[str, ...], Mapping[str, Row]],
    second: str,
    rank: Mapping[tuple[str, ...], Row],
) -> list[tuple[str, ...]]:
    """Over all groups first; by the second value, largest first, or by the rank, lowest first.

    Without a value, then hidden, last.
    """

    def place(key: tuple[str, ...]) -> tuple[int, float]:
        row = pairs[key].get(second)
        if row is not None and row.is_drawn:
            apart = rank.get(key)
            value = -(row.estimate or 0.0) if apart is None else apart.estimate or 0.0
            return -1 if row.is_all else 0, value
        return 2 if row is not None and row.suppressed else 1, 0.0

    return sorted(pairs, key=place)


def _value(
    before: Row | None, after: Row | None, apart: Row | None, words: Words, currency: str
) -> str:
    """From what to what, and the difference with its interval where there is room."""
    language = words.language
    parts = [
        "[c]"
        if row is not None and row.suppressed
        else number(None, "count", language)
        if row is None
        else value_text(row, language, currency)
        for row in (before, after)
    ]
    text = " → ".join(parts) if before is not None else parts[1]
    if apart is None or not apart.is_drawn or words.narrow:
        return text
    unit = "difference" if apart.unit == "share" else apart.unit
    text += f" ({number(apart.estimate, unit, language, currency)}"
    if apart.has_interval:
        text += f", {interval(apart.low, apart.high, unit, language, currency)}"
    return text + ")"


def _between(placed: Sequence[tuple[Row | None, Row | None, float]]) -> dict[str, Any]:
    """The line from one dot to the other."""
    x: list[float | None] = []
    y: list[float | None] = []
    for before, after, middle in placed:
        if before is not None and after is not None and before.is_drawn and after.is_drawn:
            x += [before.estimate, after.estimate, None]
            y += [middle - OFF, middle + OFF, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "between",
        "x": x[:-1],
        "y": y[:-1],
        "line": {"color": CONTEXT_FILL, "width": 2},
        "hoverinfo": "skip",
    }


def _strokes(
    strokes: Sequence[tuple[Row, float]], words: Words, currency: str
) -> list[dict[str, Any]]:
    """The third value of each row as a stroke; nothing where there is none."""
    if not strokes:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "third",
            "cliponaxis": False,
            "x": [row.estimate for row, _ in strokes],
            "y": [place for _, place in strokes],
            "marker": {"symbol": "line-ns", "size": 13, "line": {"width": 3, "color": CONTEXT}},
            "hovertext": [hover(row, words.language, currency) for row, _ in strokes],
            "hoverinfo": "text",
        }
    ]


def _marks(
    placed: Sequence[tuple[Row | None, Row | None, float]], which: int, words: Words, currency: str
) -> list[dict[str, Any]]:
    """Rings or dots with their intervals; the first a little higher than the second."""
    colour, shift = (CONTEXT, -OFF) if which == 0 else (MAIN, OFF)
    drawn = [
        (row, y + shift) for *two, y in placed if (row := two[which]) is not None and row.is_drawn
    ]
    x: list[float | None] = []
    y: list[float | None] = []
    for row, place in drawn:
        if row.has_interval:
            x += [row.low, row.high, None]
            y += [place, place, None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "interval",
            "x": x[:-1],
            "y": y[:-1],
            "line": {"color": colour, "width": 1.5},
            "hoverinfo": "skip",
            "cliponaxis": False,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "estimate",
            "cliponaxis": False,
            "x": [row.estimate for row, _ in drawn],
            "y": [place for _, place in drawn],
            "marker": {
                "size": 11,
                "color": PAPER if which == 0 else colour,
                "line": {"width": 2, "color": colour},
            },
            "hovertext": [hover(row, words.language, currency) for row, _ in drawn],
            "hoverinfo": "text",
        },
    ]
