"""How many to ask: answers needed for a range, in the whole staff list and in each department."""

import math
from dataclasses import dataclass

import pandas as pd

from engagekit.errors import UsageError
from engagekit.locale.missing import require
from engagekit.measures import _coverage, _frame, _frames, _roster
from engagekit.settings.periods import During
from engagekit.statistics._estimates import normal_quantile
from engagekit.tables.memberships import first_of
from engagekit.tables.tables import Tables

POINTS, RATE, REMINDER = 0.05, 0.30, 0.10
"""Half the width of a range that is wished for; the share that answers a first invitation, and what
one reminder adds, where nobody knows better (Cook, Heath and Thompson 2000: a third answer)."""


@dataclass(frozen=True)
class Plan:
    """What is reckoned with.

    Attributes
    ----------
    points : float
        Half the width of the range.
    rate, reminder : float
        Share that answers a first invitation, and what a reminder adds.
    """

    points: float = POINTS
    rate: float = RATE
    reminder: float = REMINDER


def invitations_needed(
    tables: Tables, *, during: During = None, plan: Plan | None = None
) -> pd.DataFrame:
    """Return how many invitations a range of so many points needs, in all and by department.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts``.
    during : str or Period, optional
        The staff list of its last day; default the last complete quarter.
    plan : Plan, optional

    Returns
    -------
    DataFrame
        A listing, ``department, people, answers_needed, invitations_needed, with_reminder,
        answers_expected, expected_with_reminder, points, points_with_reminder``. Invitations are
        missing where even asking everybody does not bring the answers; ``points`` is the range
        that asking everybody gives.

    Raises
    ------
    UsageError
        If a share lies outside 0 to 1.
    NotMeasuredError
        If there is no staff list.
    """
    plan = plan or Plan()
    for name in ("points", "rate"):
        if not 0 < getattr(plan, name) < 1:
            raise UsageError(f"{name} is {getattr(plan, name)}; it lies between 0 and 1.")
    if not 0 <= plan.reminder <= 1 - plan.rate:
        raise UsageError(f"reminder is {plan.reminder}; with the rate it passes 1.")
    period = _coverage.asked_period(tables, during)
    staff = _frames.collected(_roster.roster(tables, period).select("contact_id", "department"))
    require(not staff.empty, "sheet", name="contacts")
    sizes = first_of(staff["department"]).value_counts().sort_index()
    rows = [_row(_frame.ALL, len(staff), plan)]
    rows += [_row(str(name), int(size), plan) for name, size in sizes.items()]
    frame = pd.DataFrame(rows)
    counts = ("invitations_needed", "with_reminder")
    return frame.assign(**{name: frame[name].astype("Int64") for name in counts})


def _row(department: str, people: int, plan: Plan) -> dict[str, object]:
    """Return what one group needs."""
    needed = answers_needed(people, plan.points)
    both = plan.rate + plan.reminder
    expected = [round(people * rate) for rate in (plan.rate, both)]
    asked = [math.ceil(needed / rate) for rate in (plan.rate, both)]
    return {
        "department": department,
        "people": people,
        "answers_needed": needed,
        "invitations_needed": asked[0] if asked[0] <= people else None,
        "with_reminder": asked[1] if asked[1] <= people else None,
        "answers_expected": expected[0],
        "expected_with_reminder": expected[1],
        "points": points_of(people, expected[0]),
        "points_with_reminder": points_of(people, expected[1]),
    }


def answers_needed(people: int, points: float = POINTS) -> int:
    """Return the answers among so many people that give a share a range of so many points.

    Notes
    -----
    Cochran (1977, 4.2) at a share of one half, with the correction for a finite list.

    Examples
    --------
    >>> answers_needed(600), answers_needed(20), answers_needed(10**9)
    (235, 20, 385)
    """
    free = normal_quantile(0.95) ** 2 / 4 / points**2
    return min(people, math.ceil(free / (1 + (free - 1) / people) - 1e-9))


def points_of(people: int, answers: int) -> float:
    """Return half the range of a share of one half that so many answers among the people give.

    Examples
    --------
    >>> round(points_of(600, 235), 3), points_of(20, 20)
    (0.05, 0.0)
    """
    if answers < 1:
        return 1.0
    rest = (people - answers) / max(people - 1, 1)
    return min(1.0, normal_quantile(0.95) * math.sqrt(rest / 4 / answers))
