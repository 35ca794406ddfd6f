"""Budget and actual by quarter: central lines, and what the information centre recharges."""

from __future__ import annotations

from random import Random

from .calendar import QUARTERS
from .people import DEPARTMENTS
from .workbook import Cell

CUT_FROM = 4
"""Number of the quarter (FY2026-27 Q1) in which the budget was cut."""
CENTRAL = {
    "staff": (214_000, 7.2),
    "shared collections": (61_000, None),
    "systems": (17_500, None),
    "events and outreach": (4_200, None),
    "professional development": (3_000, None),
}
AFTER_CUT = {
    "staff": (0.90, 6.4),
    "shared collections": (0.82, None),
    "systems": (1.0, None),
    "events and outreach": (0.60, None),
    "professional development": (0.50, None),
}
RECHARGE_PER_HEAD = {
    "Litigation": 118,
    "Corporate & Finance": 132,
    "Energy & Infrastructure Law": 124,
    "Intellectual Property": 151,
    "Labour & Employment": 38,
    "Tax": 210,
    "Civil Engineering": 246,
    "Environmental Engineering": 96,
    "Building Systems": 88,
    "Business Services": 41,
}
"""Money per head and quarter for subscriptions; Civil Engineering pays most of the large ones."""
BUDGET_HEADER = (
    "period",
    "department",
    "cost_centre",
    "line",
    "kind",
    "amount",
    "currency",
    "full_time_posts",
    "one_off",
)


def budget(seed: int) -> list[list[Cell]]:
    """Rows of the sheet, one a line, quarter and kind."""
    random = Random(f"{seed}:budget")
    rows: list[list[Cell]] = []
    for quarter, (label, _, _) in enumerate(QUARTERS):
        for line, (amount, posts) in CENTRAL.items():
            rows += _central(random, label, line, amount, posts, quarter)
        for place in DEPARTMENTS:
            planned = RECHARGE_PER_HEAD[place.name] * place.people
            posts = {"Civil Engineering": 0.4, "Litigation": 0.4}.get(place.name)
            rows += _pair(
                random,
                label,
                (place.name, place.cost_centre),
                "subscriptions",
                planned * (1 + 0.01 * quarter),
                0.03,
                None,
            )
            if posts:
                rows += _pair(
                    random,
                    label,
                    (place.name, place.cost_centre),
                    "embedded librarian",
                    posts * 28_400,
                    0.01,
                    posts,
                )
    rows.append(
        [QUARTERS[3][0], None, None, "new search portal", "budget", 36000, "CAD", None, True]
    )
    rows.append(
        [QUARTERS[3][0], None, None, "new search portal", "actual", 38450, "CAD", None, True]
    )
    return rows


def _central(
    random: Random, label: str, line: str, amount: float, posts: float | None, quarter: int
) -> list[list[Cell]]:
    """Budget and actual of one central line, after the cut where it applies."""
    if quarter >= CUT_FROM:
        factor, left = AFTER_CUT[line]
        amount, posts = amount * factor, left
    return _pair(random, label, (None, None), line, amount, 0.02, posts)


def _pair(
    random: Random,
    label: str,
    place: tuple[str | None, str | None],
    line: str,
    amount: float,
    spread: float,
    posts: float | None,
) -> list[list[Cell]]:
    """A budget row and its actual row."""
    planned = round(amount / 50) * 50
    spent = round(amount * random.uniform(1 - spread, 1 + spread), 2)
    department, centre = place
    return [
        [label, department, centre, line, "budget", planned, "CAD", posts, False],
        [label, department, centre, line, "actual", spent, "CAD", posts, False],
    ]
