"""Which meetings we sat in: a line a series, a mark a month, told by shape and by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._row_layout import Lines, add_key, add_row, row_figure
from engagekit.figures._rows import column
from engagekit.figures._time_axis import thinned
from engagekit.figures._value_axis import Scale
from engagekit.figures.theme import (
    ATTENTION,
    CONTEXT,
    CONTEXT_FILL,
    LINE,
    MAIN,
    SIZE,
    Words,
    escape,
    inner,
    sentence,
)
from engagekit.locale.words import month, plural, say

STATES = ("spoke", "attended", "seat", "no_seat")
MARKS = {"spoke": "●", "attended": "◉", "seat": "○", "no_seat": "×"}
SYMBOLS = {
    "spoke": "circle",
    "attended": "circle-open-dot",
    "seat": "circle-open",
    "no_seat": "x-thin-open",
    "": "line-ew-open",
}
COLOURS = {"spoke": MAIN, "attended": MAIN, "seat": CONTEXT, "no_seat": ATTENTION, "": CONTEXT_FILL}
TRUE = ("true", "1", "1.0", "yes", "y", "oui", "x")
LEAST = 24.0


def grid(
    frame: pd.DataFrame,
    words: Words,
    *,
    series: str = "series",
    on: str = "on",
    seat: str = "library_seat",
    attended: str = "attended",
    spoke: str = "spoke",
) -> go.Figure:
    """A line a meeting series, a mark a month: spoke, attended, a seat unused, no seat.

    Parameters
    ----------
    frame : DataFrame
        Listing, one row a meeting.
    words : Words
        Around the drawing, with its size and language.
    series, on, seat, attended, spoke : str
        Its columns; the last two may be absent. Several meetings of a month show the best of them.

    Returns
    -------
    go.Figure
    """
    if not len(frame):
        return sentence(words, say("figure.nothing", words.language))
    for name, argument in ((series, "series"), (on, "on"), (seat, "seat")):
        column(frame, name, argument)
    days = pd.to_datetime(frame[on]).tolist()
    flags = [
        [str(value).lower() in TRUE for value in frame[name].tolist()]
        if name in frame.columns
        else [False] * len(frame)
        for name in (spoke, attended, seat)
    ]
    states = [
        next((state for state, flag in zip(STATES, three, strict=False) if flag), "no_seat")
        for three in zip(*flags, strict=True)
    ]
    meetings: dict[str, list[tuple[int, str]]] = {}
    for name, day, state in zip(frame[series].tolist(), days, states, strict=True):
        if not pd.isna(day):
            meetings.setdefault(str(name), []).append((day.year * 12 + day.month - 1, state))
    if not meetings:
        return sentence(words, say("figure.nothing", words.language))
    months = [at for matches in meetings.values() for at, _ in matches]
    span = list(range(min(months), max(months) + 1))
    retained = span[-max(1, int(inner(words) // LEAST)) :]
    if len(retained) < len(span):
        more = plural("figure.earlier", len(span) - len(retained), words.language)
        words = words.with_notes((more,))
    return _drawn(words, meetings, retained)


def _drawn(
    words: Words, meetings: Mapping[str, Sequence[tuple[int, str]]], months: Sequence[int]
) -> go.Figure:
    """The key, a row a series, and the months below."""
    language = words.language
    lines = Lines()
    used = {state for matches in meetings.values() for _, state in matches}
    add_key(
        lines,
        words,
        [
            f"{MARKS[state]} {say(f'figure.grid.{state}', language)}"
            for state in STATES
            if state in used
        ]
        + ([f"– {say('figure.grid.none', language)}"] if _has_gap(meetings, months) else []),
    )
    marks: list[tuple[int, float, str]] = []
    for name, matches in meetings.items():
        there = sum(state in ("spoke", "attended") for _, state in matches)
        value = say("figure.grid.of_meetings", language, n=there, base=len(matches))
        y = add_row(lines, words, name, "", value)
        for at, when in enumerate(months):
            states = [state for place, state in matches if place == when]
            best = min(states, key=STATES.index) if states else ""
            marks.append((at, y, best))
    result = Scale(-0.5, len(months) - 0.5, (), ())
    traces = [*_marks(marks), _months(months, lines.y, words)]
    lines.y += 2 * LINE
    return row_figure(words, lines, result, traces, scaled=False)


def _has_gap(meetings: Mapping[str, Sequence[tuple[int, str]]], months: Sequence[int]) -> bool:
    """Whether some series did not meet in some month."""
    return any(set(months) - {at for at, _ in matches} for matches in meetings.values())


def _marks(marks: Sequence[tuple[int, float, str]]) -> list[dict[str, Any]]:
    """One trace a state, so that a shape means one thing."""
    traces = []
    for state in (*STATES, ""):
        here = [(x, y) for x, y, matches in marks if matches == state]
        if here:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": state or "no meeting",
                    "x": [x for x, _ in here],
                    "y": [y for _, y in here],
                    "hoverinfo": "skip",
                    "cliponaxis": False,
                    "marker": {
                        "symbol": SYMBOLS[state],
                        "color": COLOURS[state],
                        "size": 13 if state else 6,
                        "line": {"width": 2 if state else 1, "color": COLOURS[state]},
                    },
                }
            )
    return traces


def _months(months: Sequence[int], y: float, words: Words) -> dict[str, Any]:
    """Names of months, and the year where it changes."""
    names = [[month(at % 12 + 1, words.language), str(at // 12)] for at in months]
    retained = thinned(names, inner(words) / len(months))
    x: list[int] = []
    texts: list[str] = []
    heights: list[float] = []
    before = ""
    for at in retained:
        visible = [names[at][0], names[at][1] if names[at][1] != before else ""]
        before = names[at][1]
        x += [at, at]
        texts += visible
        heights += [y + LINE / 2, y + 1.5 * LINE]
    sides = ["middle center"] * len(x)
    if len(months) > 1 and inner(words) / len(months) < 40:
        sides = [
            "middle left"
            if at == len(months) - 1
            else "middle right"
            if at == 0
            else "middle center"
            for at in x
        ]
        edges = {0: -0.5, len(months) - 1: len(months) - 0.5}
        places = [edges.get(at, float(at)) for at in x]
    else:
        places = [float(at) for at in x]
    return {
        "type": "scatter",
        "mode": "text",
        "name": "months",
        "x": places,
        "y": heights,
        "text": [escape(text) for text in texts],
        "textposition": sides,
        "hoverinfo": "skip",
        "textfont": {"size": SIZE, "color": CONTEXT},
        "cliponaxis": False,
    }
