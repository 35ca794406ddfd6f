"""Numbers over time of a copy: which of them are told, and what the newest is set beside."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

import pandas as pd

from engagekit.figures.layout import periods_in_order
from engagekit.locale import Locale
from engagekit.locale.catalogue import slots
from engagekit.measures import ends
from engagekit.measures._frame import FEW
from engagekit.wording.baseline import STEP, alike

REACH, LOVE, MONEY = "reach", "satisfaction", "funding per head"
SCORECARD = "scorecard"
Row = Mapping[Any, Any]


def is_shown(frame: pd.DataFrame) -> pd.Series:
    """Return which rows of a frame tell their number."""
    return frame["estimate"].notna() & ~is_suppressed(frame)


def is_suppressed(frame: pd.DataFrame) -> pd.Series:
    """Return of which rows of a frame the exact number is kept back."""
    return frame["suppressed"].fillna(False).astype(bool)


def up_to_now(rows: pd.DataFrame) -> list[Row]:
    """Return the shown rows from the first that no gap parts from the newest period, oldest first.

    A period of which the ends are told parts nothing, and is left out; where the newest is hidden
    or told so there are none: no older number stands for it.
    """
    by_time = {str(row["period"]): row for row in alike(rows[is_shown(rows)]).to_dict("records")}
    coarse = {str(row["period"]) for row in rows.to_dict("records") if ends.is_recoded(row)}
    present = list(dict.fromkeys(rows["period"].astype("str")))
    times = [time for time in periods_in_order(present) if time in present]
    if not by_time.keys() & set(times[-1:]):
        return []
    told = takewhile(lambda time: time in by_time or time in coarse, reversed(times))
    return [by_time[time] for time in reversed(list(told)) if time in by_time]


def unbroken(rows: pd.DataFrame) -> list[Row]:
    """Return the same run, or its newest row where the first period or the one before is protected.

    The board copy would else set the newest number beside another than the private copy does.
    """
    run = up_to_now(rows)
    hidden = set(rows.loc[is_suppressed(rows), "period"].astype("str"))
    shown = {str(row["period"]) for row in run}
    times = periods_in_order([str(time) for time in rows["period"].unique()])
    needed = [time for time in times if time in hidden | shown]
    return run if {*needed[:1], *needed[-2:]} <= shown else run[-1:]


def way(first: float, last: float, *, of: float = 1.0) -> str:
    """Return whether a number went ``up``, ``down`` or stayed the ``same``, in steps of a whole.

    Shares are compared as they are shown, in whole per cents: so both copies say the same.

    Examples
    --------
    >>> way(0.60, 0.64), way(0.326, 0.349), way(0.60, 0.61), way(700, 600, of=700)
    ('up', 'up', 'same', 'down')
    """
    if of == 1.0:
        first, last = round(first, 2), round(last, 2)
    change = round((last - first) / (of or 1.0), 4)
    return "same" if abs(change) < STEP else "up" if change > 0 else "down"


def way_of(run: Sequence[Row]) -> str:
    """Return the way of a share from first to last, ``once`` where there is one alone."""
    return way(run[0]["estimate"], run[-1]["estimate"]) if len(run) > 1 else "once"


def is_bare(row: Row) -> bool:
    """Return whether a row stands without its counts, as the board copy rounds them away."""
    return bool(pd.isna(row["n"]) or pd.isna(row["base"]))


def is_of_few(row: Row | pd.Series) -> bool:
    """Return whether a number stands on too few answers for a per cent or a score."""
    return bool(pd.notna(row["base"]) and row["base"] < FEW)


def run_sentence(locale: Locale, key: str, run: Sequence[Row], **given: object) -> str:
    """Return a message on shares over time.

    ``{share}``, ``{n}`` and ``{base}`` are those of the newest, ``{before}`` and ``{period}`` those
    of the first, unless they are given.
    """
    first, last = run[0], run[-1]
    known: dict[str, object] = {
        "share": locale.number(last["estimate"], "share"),
        "before": locale.number(first["estimate"], "share"),
        "period": locale.label(str(first["period"])),
    }
    if not is_bare(last):
        known |= {"n": int(last["n"]), "base": int(last["base"])}
    known |= given
    wanted = slots(locale.catalogue.messages[key])
    return locale.say(key, **{name: known[name] for name in wanted})
