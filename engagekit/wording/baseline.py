"""What the newest number is set beside: the same quarter a year ago, one baseline everywhere."""

from collections.abc import Mapping, Sequence
from typing import Any

from engagekit.settings.periods import a_year_earlier
from engagekit.wording._rules import step

Row = Mapping[Any, Any]


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
