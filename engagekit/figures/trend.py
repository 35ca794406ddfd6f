"""Lines over time with bands: gaps stay gaps, the last value is labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._rows import (
    Row,
    column,
    nothing_to_say,
    number_or_none,
    of_measure,
    rows_of,
    unit_of,
    value_text,
    why_missing,
    with_n,
)
from engagekit.figures._time_axis import (
    apart,
    interval_key,
    line_traces,
    periods_in_order,
    runs,
    ticks,
)
from engagekit.figures._value_axis import Scale, axis_title, bounds, scale
from engagekit.figures.multiples import multiples
from engagekit.figures.theme import (
    CATEGORICAL,
    CONTEXT,
    CONTEXT_FILL,
    INK,
    LINE,
    MAIN,
    SIDE,
    TRACK,
    Words,
    escape,
    figure,
    fit,
    note,
    sentence,
    text_width,
)
from engagekit.locale.words import interval, number, say
from engagekit.measures._frame import by_of

HEIGHT = 260
MOST_LINES = 4
SYMBOLS = ("circle", "square", "diamond", "triangle-up")


def trend(
    frame: pd.DataFrame,
    words: Words,
    *,
    over: str = "period",
    by: Sequence[str] | None = None,
    measure: str | None = None,
    labels: Mapping[str, str] | None = None,
    breaks: Sequence[str] = (),
    target: float | None = None,
    from_zero: bool = True,
    k: int = 5,
    currency: str = "CAD",
) -> go.Figure:
    """A line a group over periods; with more than four groups, small multiples.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with a column of periods.
    words : Words
        Around the drawing, with its size and language.
    over : str
        Column of the periods. Quarters stand in time, and one that is missing leaves a gap.
    by : sequence of str, optional
        Columns that make a line; all but the period when None.
    measure : str, optional
        The measure to draw where the frame holds several.
    labels : mapping, optional
        Values to the words that stand for them.
    breaks : sequence of str
        Periods from which a question or definition is another; the line is cut before them.
    target : float, optional
        In the unit of the frame.
    from_zero : bool
        Whether the axis begins at zero; if not, the figure says where it begins. Shares always
        run from 0 to 100 %.
    k : int
        Threshold named where a point is hidden.
    currency : str
        Of money.

    Returns
    -------
    go.Figure
    """
    matches = of_measure(frame, measure)
    if not len(matches):
        return sentence(words, nothing_to_say([], words.language))
    column(matches, over, "over")
    names = list(by) if by is not None else [name for name in by_of(matches) if name != over]
    rows = rows_of(matches, words.language, [*names, over], labels)
    if not any(row.is_drawn for row in rows):
        return sentence(words, nothing_to_say(rows, words.language))
    groups = list(dict.fromkeys(row.key[:-1] for row in rows))
    if len(groups) > MOST_LINES:
        return multiples(
            matches, words, over=over, by=names, labels=labels, k=k, currency=currency, kind="line"
        )
    times = periods_in_order([row.key[-1] for row in rows])
    by_place = {(row.key[:-1], row.key[-1]): row for row in rows}
    series = {
        " · ".join(_label(group, rows)): [by_place.get((group, time)) for time in times]
        for group in groups
    }
    result = scale(
        [*bounds(rows), *([] if target is None else [target])],
        unit_of(rows),
        words.language,
        currency,
        zero=from_zero,
    )
    return _drawn(words, series, times, result, breaks, target, k, currency)


def _label(group: tuple[str, ...], rows: Sequence[Row]) -> list[str]:
    """The words of a group, as its rows carry them before the period."""
    row = next(row for row in rows if row.key[:-1] == group)
    return row.label.split(" · ")[: len(group)] if group else []


def _drawn(
    words: Words,
    series: Mapping[str, Sequence[Row | None]],
    times: Sequence[str],
    made: Scale,
    breaks: Sequence[str],
    target: float | None,
    k: int,
    currency: str,
) -> go.Figure:
    """Margins from the texts, then bands, lines, labels and breaks."""
    language = words.language
    rows = [row for line in series.values() for row in line if row is not None]
    left = SIDE + 6 + max(text_width(text) for text in made.texts)
    tails = _tails(series, words, currency)
    right = SIDE + 8 + max(text_width(text) for lines in tails for text in lines)
    width = words.width - left - right
    single = next(iter(series.values())) if len(series) == 1 else ()
    sizes = [with_n(row, language) if row is not None and row.is_drawn else "" for row in single]
    visible = [size.replace(" ", "\u00a0") for size in sizes] if any(sizes) else []
    retained, texts, lines = ticks(
        times, language, width * _inset(len(times)), visible, _known(series)
    )
    at_break = {times.index(name) for name in breaks if name in times}
    traces, notes = [], []
    for place, (line, colour) in enumerate(zip(series.values(), _colours(series), strict=True)):
        traces += line_traces(line, colour, SYMBOLS[place], at_break, language, currency)
    notes += _end_labels(series, tails, made, len(times))
    notes += [_break_note(at, words) for at in sorted(at_break)]
    over_axis = _axis_words(rows, words, made, left, width, currency)
    notes += over_axis
    above = LINE + 8 if over_axis or at_break else 8
    shapes = [*_grid(made), *_breaks(at_break), *_target(target)]
    changed = say("figure.question_changed", language) if at_break else ""
    intervals = interval_key(series.values(), at_break, language)
    notes += _lone_labels(single, at_break, width / len(times), words, currency)
    words = _with_notes(words, rows, target, made, k, currency, changed, intervals)
    return figure(
        words,
        traces,
        body=HEIGHT,
        above=above,
        below=8 + LINE * lines,
        left=left,
        right=right,
        notes=notes,
        shapes=shapes,
        axes={
            "xaxis": {"range": [-0.4, len(times) - 0.6], "tickvals": retained, "ticktext": texts},
            "yaxis": {
                "range": [made.low, made.high],
                "tickvals": list(made.steps),
                "ticktext": [escape(text) for text in made.texts],
                "ticklabelstandoff": 4,
            },
        },
    )


def _known(series: Mapping[str, Sequence[Row | None]]) -> list[int]:
    """Periods with a number, where not all have one: their labels go first."""
    existing = {
        at
        for line in series.values()
        for at, row in enumerate(line)
        if row is not None and row.is_drawn
    }
    return sorted(existing) if any(len(existing) < len(line) for line in series.values()) else []


def _inset(count: int) -> float:
    """The part of the width between the first and the last slot's outer edges."""
    return count / (count - 0.2)


def _colours(series: Mapping[str, Any]) -> list[str]:
    return [MAIN] if len(series) == 1 else list(CATEGORICAL[: len(series)])


def _tails(
    series: Mapping[str, Sequence[Row | None]], words: Words, currency: str
) -> list[list[str]]:
    """What stands at the end of each line: its name, the last value and its n."""
    tails = []
    for name, line in series.items():
        last = next((row for row in reversed(line) if row is not None and row.is_drawn), None)
        value = "" if last is None else value_text(last, words.language, currency)
        if len(series) == 1:
            is_told = last is not None and last.has_interval and not words.narrow
            tails.append([value, _bounds(last, words, currency)] if is_told else [value])
            continue
        size = "" if last is None or words.narrow else with_n(last, words.language)
        second = value if last is not None else say("figure.no_data", words.language)
        tails.append(
            [fit(name, 96 if words.narrow else 170), f"{second} · {size}" if size else second]
        )
    return tails


def _bounds(row: Row | None, words: Words, currency: str) -> str:
    """The interval of a point in words."""
    if row is None:
        return ""
    if row.is_few:
        return ""
    return interval(row.low, row.high, row.unit, words.language, currency)


def _lone_labels(
    line: Sequence[Row | None], breaks: set[int], slot: float, words: Words, currency: str
) -> list[dict[str, Any]]:
    """The values of points that no line leads to, where there is room at their right."""
    existing = [at for at, row in enumerate(line) if row is not None and row.is_drawn]
    lone = [run[0] for run in runs(line, breaks) if len(run) == 1]
    matches = []
    for at, row in lone:
        text = value_text(row, words.language, currency)
        after = next((other for other in existing if other > at), None)
        if after is not None and text_width(text) + 24 < (after - at) * slot:
            matches.append(
                note(
                    escape(text),
                    x=at,
                    xref="x",
                    y=row.estimate or 0.0,
                    yref="y",
                    xshift=9,
                    yanchor="middle",
                    name="value",
                )
            )
    return matches


def _end_labels(
    series: Mapping[str, Sequence[Row | None]],
    tails: Sequence[Sequence[str]],
    made: Scale,
    count: int,
) -> list[dict[str, Any]]:
    """Names and last values at the right, moved until they do not touch."""
    pixel = (made.high - made.low) / HEIGHT
    lasts = [
        next((row for row in reversed(line) if row is not None and row.is_drawn), None)
        for line in series.values()
    ]
    wished = [
        HEIGHT - ((row.estimate or 0.0) - made.low) / pixel if row is not None else HEIGHT
        for row in lasts
    ]
    tall = LINE * max(len(lines) for lines in tails)
    places = apart(wished, tall + 2, tall / 2, HEIGHT - tall / 2)
    return [
        note(
            "<br>".join(map(escape, lines)),
            x=1,
            y=1 - place / HEIGHT,
            xshift=8,
            colour=colour
            if len(series) > 1 and colour != CATEGORICAL[1] and colour != CATEGORICAL[3]
            else INK,
            yanchor="middle",
            name="last value",
        )
        for lines, place, colour in zip(tails, places, _colours(series), strict=True)
    ]


def _grid(made: Scale) -> list[dict[str, Any]]:
    """Faint lines at the steps, under everything."""
    return [
        {
            "type": "line",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": step,
            "y1": step,
            "line": {"width": 1, "color": CONTEXT_FILL if step == 0 else TRACK},
            "layer": "below",
        }
        for step in made.steps
    ]


def _breaks(places: set[int]) -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": at - 0.5,
            "x1": at - 0.5,
            "y0": 0,
            "y1": 1,
            "line": {"width": 1.5, "color": CONTEXT, "dash": "dot"},
        }
        for at in sorted(places)
    ]


def _break_note(at: int, words: Words) -> dict[str, Any]:
    """The mark over a break; its words stand under the figure."""
    return note(
        "≠",
        x=at - 0.5,
        xref="x",
        y=1,
        align="center",
        colour=CONTEXT,
        yanchor="bottom",
        yshift=-2,
        name="break",
    )


def _target(target: float | None) -> list[dict[str, Any]]:
    if target is None:
        return []
    return [
        {
            "type": "line",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": target,
            "y1": target,
            "line": {"width": 1.5, "color": INK, "dash": "dash"},
        }
    ]


def _axis_words(
    rows: Sequence[Row], words: Words, made: Scale, left: float, width: float, currency: str
) -> list[dict[str, Any]]:
    """The words of the value axis, over it at the left."""
    text = axis_title(unit_of(rows), words.language, currency)
    if not text:
        return []
    return [
        note(
            escape(text),
            x=-(left - SIDE) / width,
            y=1,
            colour=CONTEXT,
            yanchor="bottom",
            yshift=9,
            name="axis title",
        )
    ]


def _with_notes(
    words: Words,
    rows: Sequence[Row],
    target: float | None,
    made: Scale,
    k: int,
    currency: str,
    changed: str,
    intervals: str,
) -> Words:
    """The words under the figure that explain its marks."""
    language = words.language
    unit = unit_of(rows)
    parts = [intervals, changed]
    if target is not None:
        visible = say("figure.target", language, value=number(target, unit, language, currency))
        parts.append(f"- - {visible}")
    hidden = next((row for row in rows if row.suppressed), None)
    if hidden is not None:
        parts.append(f"{say('figure.gap', language)} {why_missing(hidden, language, k)}")
    if made.low != 0 and number_or_none(made.low) is not None and made.low > 0:
        parts.append(say("figure.axis_starts", language, value=made.texts[0]))
    return Words(
        words.title,
        words.subtitle,
        words.footer,
        words.narrow,
        language,
        (" · ".join(part for part in parts if part),),
    )
