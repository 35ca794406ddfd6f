"""Which meetings we sat in: a line a series, a sign a month, told by shape and by number."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.figures import _rows
from engagekit.figures.colour import ATTENTION, CONTEXT, MAIN
from engagekit.figures.layout import Lines
from engagekit.figures.matrix import Cell, table_of_cells
from engagekit.figures.options import FigureOptions

MARKS = {
    "spoke": ("●", MAIN),
    "attended": ("◉", MAIN),
    "seat": ("○", CONTEXT),
    "no_seat": ("×", ATTENTION),
}
"""What a meeting was to us, the best first: its sign and the colour."""
NONE = "–", CONTEXT
"""The sign of a month without a meeting."""
STATES = tuple(MARKS)
TRUE = ("true", "1", "1.0", "yes", "y", "oui", "x")


def grid(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    series: str = "series",
    on: str = "on",
    seat: str = "library_seat",
    attended: str = "attended",
    spoke: str = "spoke",
) -> dict[str, Any]:
    """Draw a line a meeting series, a sign a month: spoke, attended, a seat unused, no seat.

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
    return _drawn(options, meetings, span)


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
) -> dict[str, Any]:
    """Draw the key, and a cell a month with the sign of the best of its meetings."""
    rows: dict[str, list[Cell]] = {}
    values: dict[str, str] = {}
    for name, held in meetings.items():
        came = sum(state in ("spoke", "attended") for _, state in held)
        values[name] = options.say("grid.of_meetings", n=came, base=len(held))
        rows[name] = []
        for month in months:
            states = [state for place, state in held if place == month]
            sign, ink = MARKS[min(states, key=STATES.index)] if states else NONE
            rows[name].append(Cell(sign, not states, ink))
    lines = Lines(options)
    used = {state for held in meetings.values() for _, state in held}
    keys = [f"{MARKS[one][0]} {options.say(f'grid.{one}')}" for one in STATES if one in used]
    has_gap = any(cell.is_empty for row in rows.values() for cell in row)
    lines.add_key(*keys, f"{NONE[0]} {options.say('grid.none')}" if has_gap else "")
    heads = [f"{at // 12}-{at % 12 + 1:02d}" for at in months]
    return table_of_cells(lines, rows, heads, values=values)
