"""Which meetings we sat in: a line a series, a mark a month, told by shape and by number."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures import _rows, layout, text
from engagekit.figures.colour import ATTENTION, CONTEXT, CONTEXT_FILL, MAIN
from engagekit.figures.layout import Lines, Scale, row_figure
from engagekit.figures.marks import Text, marks, texts
from engagekit.figures.options import FigureOptions

MARKS = {
    "spoke": ("●", "circle", MAIN),
    "attended": ("◉", "circle-open-dot", MAIN),
    "seat": ("○", "circle-open", CONTEXT),
    "no_seat": ("×", "x-thin-open", ATTENTION),
}
"""What a meeting was to us, the best first: its sign in the key, plotly's symbol, the colour."""
STATES = tuple(MARKS)
TRUE = ("true", "1", "1.0", "yes", "y", "oui", "x")
LEAST = 24.0
"""Pixels of a month at least: a mark of 13 and room to tell it from the next."""
_CLOSE = 40
"""Pixels of a month under which the outer labels stand inward, or they would leave the drawing."""


def grid(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    series: str = "series",
    on: str = "on",
    seat: str = "library_seat",
    attended: str = "attended",
    spoke: str = "spoke",
) -> go.Figure:
    """Draw a line a meeting series, a mark a month: spoke, attended, a seat unused, no seat.

    Parameters
    ----------
    frame : DataFrame
        Listing, one row a meeting.
    series, on, seat, attended, spoke : str
        Its columns; the last two may be absent. Several meetings of a month show the best of them.
    """
    if not len(frame):
        raise _rows.nothing([], options)
    for name, argument in ((series, "series"), (on, "on"), (seat, "seat")):
        _rows.column(frame, name, argument)
    flags = [_flags(frame, name) for name in (spoke, attended, seat)]
    meetings: dict[str, list[tuple[int, str]]] = {}
    for name, day, *three in zip(
        frame[series].tolist(), pd.to_datetime(frame[on]).tolist(), *flags, strict=True
    ):
        if not pd.isna(day):
            state = next((one for one, flag in zip(STATES, three, strict=False) if flag), "no_seat")
            meetings.setdefault(str(name), []).append((day.year * 12 + day.month - 1, state))
    if not meetings:
        raise _rows.nothing([], options)
    months = [at for some in meetings.values() for at, _ in some]
    span = list(range(min(months), max(months) + 1))
    shown = span[-max(1, int(options.inner // LEAST)) :]
    if len(shown) < len(span):
        options = options.with_notes(options.say("earlier", n=len(span) - len(shown)))
    return _drawn(options, meetings, shown)


def _flags(frame: pd.DataFrame, name: str) -> list[bool]:
    """Return a column of yes and no; no where there is no such column."""
    if name not in frame.columns:
        return [False] * len(frame)
    return [str(value).lower() in TRUE for value in frame[name].tolist()]


def there(frame: pd.DataFrame, attended: str, spoke: str) -> int:
    """Count the meetings of a listing at which we were."""
    return sum(map(any, zip(_flags(frame, attended), _flags(frame, spoke), strict=True)))


def _drawn(
    options: FigureOptions, meetings: Mapping[str, Sequence[tuple[int, str]]], months: Sequence[int]
) -> go.Figure:
    """Draw the key, a row a series, and the months below."""
    lines = Lines(options)
    used = {state for some in meetings.values() for _, state in some}
    has_gap = any(set(months) - {at for at, _ in some} for some in meetings.values())
    lines.add_key(
        *(f"{MARKS[one][0]} {options.say(f'grid.{one}')}" for one in STATES if one in used),
        f"– {options.say('grid.none')}" if has_gap else "",
    )
    placed: dict[str, list[tuple[float, float]]] = {state: [] for state in (*STATES, "")}
    for name, some in meetings.items():
        came = sum(state in ("spoke", "attended") for _, state in some)
        y = lines.add_row(name, "", options.say("grid.of_meetings", n=came, base=len(some)))
        for at, when in enumerate(months):
            states = [state for place, state in some if place == when]
            placed[min(states, key=STATES.index, default="")].append((at, y))
    traces = [_marks(state, places, options) for state, places in placed.items() if places]
    traces.append(_months(months, lines.y, options))
    lines.y += 2 * text.LINE
    return row_figure(lines, Scale(-0.5, len(months) - 0.5), traces)


def _marks(
    state: str, places: Sequence[tuple[float, float]], options: FigureOptions
) -> dict[str, Any]:
    """Return the marks of one state, so that a shape means one thing."""
    _, symbol, colour = MARKS.get(state, ("", "line-ew-open", CONTEXT_FILL))
    size, width = (13, 2) if state else (6, 1)
    marker = {"symbol": symbol, "color": colour, "size": size}
    trace = marks(
        state or "no meeting", [], options, **marker, line={"width": width, "color": colour}
    )
    del trace["hovertext"]
    return {**trace, "x": [x for x, _ in places], "y": [y for _, y in places], "hoverinfo": "skip"}


def _months(months: Sequence[int], y: float, options: FigureOptions) -> dict[str, Any]:
    """Return the names of months, and the year where it changes."""
    names = [(options.locale.month(at % 12 + 1), str(at // 12)) for at in months]
    slot, last = options.inner / len(months), len(months) - 1
    sides: dict[int, tuple[float, str]] = {}
    if last and slot < _CLOSE:
        sides = {0: (-0.5, "middle right"), last: (last + 0.5, "middle left")}
    placed: list[Text] = []
    year_before = ""
    for at in layout.thinned(names, slot):
        name, year = names[at]
        x, side = sides.get(at, (float(at), "middle center"))
        placed.append((x, y + text.LINE / 2, name, side, CONTEXT))
        placed.append((x, y + 1.5 * text.LINE, year if year != year_before else "", side, CONTEXT))
        year_before = year
    return texts("months", placed)
