"""What the newest number is set beside: the same quarter a year ago, one baseline everywhere."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.locale import Locale
from engagekit.measures import basis
from engagekit.measures.basis import PLANNED
from engagekit.settings.periods import a_year_earlier

Row = Mapping[Any, Any]
STEP = 0.02
"""A change that is told as one: two points of reach or satisfaction, two per cent of money. Less is
what rounding and a few people more or less on the list make."""
UNIT_STEP = 0.05
"""What counts as one step of a share without a range, and of any other number as part of it."""


def a_year_ago(run: Sequence[Row]) -> Row | None:
    """Return the row of the same quarter a year before the newest; None where there is none.

    Quarters of one season are alike in holidays, budgets and bills that come once a year.
    """
    earlier = a_year_earlier(str(run[-1].get("period", ""))) if run else ""
    return next((row for row in run if str(row.get("period")) == earlier), None)


def since_a_year_ago(run: Sequence[Row]) -> list[Row]:
    """Return a run from the same quarter a year ago; where there is none, all of it."""
    first = a_year_ago(run)
    start = next((at for at, row in enumerate(run) if row is first), 0)
    return list(run[start:])


def compared(run: Sequence[Mapping[Any, Any]]) -> list[Mapping[Any, Any]]:
    """Return the part of a run that is told, and the last two where it clearly turned back.

    It begins with the same quarter a year ago. What rose from 40% to 76% and then fell to 55%
    neither rose to 55% nor stayed near it.

    Examples
    --------
    >>> rows = [{"estimate": one, "unit": "share", "low": None, "high": None}
    ...         for one in (0.40, 0.76, 0.55)]
    >>> [row["estimate"] for row in compared(rows)]
    [0.76, 0.55]
    """
    run = since_a_year_ago(run)
    if len(run) < 3:
        return run
    newest = run[-1]
    digits = 2 if newest["unit"] == "share" else 9  # as it is shown: so both copies say the same
    first, before, last = (round(float(run[at]["estimate"]), digits) for at in (0, -2, -1))
    least = step(last, newest["low"], newest["high"], str(newest["unit"]))
    has_turned = (last - before) * (last - first) <= 0
    return run[-2:] if has_turned and round(abs(last - before), 9) >= least else run


def step(now: float, low: Any, high: Any, unit: str) -> float:
    """Return the change of a number that counts as one: half its range, else a step of the unit."""
    if pd.notna(low) and pd.notna(high) and high > low:
        return float(high - low) / 2
    return UNIT_STEP if unit in ("share", "difference") else UNIT_STEP * abs(now or 1.0)


def alike(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of money that may be set beside the last one: planned or spent as it is."""
    # money of a year that is split by days is the same in each quarter, whenever it was spent
    if rows.empty:
        return rows
    planned, split = basis.have(rows, *PLANNED), basis.have(rows, "share_of_days")
    return rows.tail(1) if split.iloc[-1] else rows[(planned == planned.iloc[-1]) & ~split]


def used_of(frame: pd.DataFrame) -> str:
    """Return whether the money of a frame was ``spent`` or ``planned``."""
    return "planned" if basis.have(frame.head(1), *PLANNED).any() else "spent"


def unread_amounts(notes: basis.Notes, locale: Locale) -> str:
    """Return that some amounts could not be read, where the notes of a sum of money say so."""
    told = notes.get("unread_amounts")
    return f"{locale.say('method.unread_amounts', n=int(told['n']))}." if told else ""
