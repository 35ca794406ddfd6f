"""What quarters, a year and a list of events tell together of one to four people or acts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pandas as pd
import pytest

from benchmarks._copies import Project
from benchmarks._firms import tidy
from benchmarks.attack import outcome
from engagekit import sections
from engagekit.disclosure import protect
from engagekit.measures import event_list, registry
from engagekit.measures._frame import measure_frame, number
from engagekit.sections import Section
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables

K, YEAR = 5, "FY2026-27"
SUMMED = sorted(
    one.id
    for one in registry.MEASURES.values()
    if one.unit == "count" and one.counts[0] and one.id != "touches for initiatives"
    and (one.of == "acts" or one.id in ("attended", "people counted without names"))
)  # fmt: skip
"""Counts of acts and of seats: those of the quarters come to that of the year."""


def ends(row: pd.Series) -> range:
    """The counts that a told row leaves possible."""
    if pd.notna(row["n"]):
        return range(int(row["n"]), int(row["n"]) + 1)
    low, high = (row[one] for one in ("at_least", "at_most"))
    return range(0 if pd.isna(low) else int(low), 100 if pd.isna(high) else int(high) + 1)


@pytest.mark.parametrize("measure", SUMMED)
@pytest.mark.parametrize("counts", [(30, 21, 3), (29, 18, 2), (52, 31, 1), (12, 9, 4)])
@pytest.mark.parametrize("year_first", [True, False])
def test_a_year_less_its_other_quarters_tells_no_quarter_of_few(
    measure: str, counts: tuple[int, ...], year_first: bool
) -> None:
    asked = [(f"{YEAR} Q{at}", n) for at, n in enumerate(counts, start=1)]
    every = [(YEAR, sum(counts)), *asked] if year_first else [*asked, (YEAR, sum(counts))]
    ledger: dict[str, Any] = {"reports": []}
    told = {}
    for label, n in every:
        frame = measure_frame([number(measure, n, n=n, base=n)])
        found = protect([Section("x", "X", frame, period={"label": label})], Settings(), ledger)
        ledger["reports"].append({"report": label, **found.entry})
        if found.sections[0].audience == "board":
            told[label] = ends(found.sections[0].frame.iloc[0])
    assert list(told)[:3] == [label for label, _ in every[:3]]
    least = int(registry.measure(measure).is_some and asked[-1][0] in told)
    one, two, few = (told.get(label, range(100)) for label, _ in asked)
    fitting = {
        last for first, then, last in product(one, two, few)
        if last >= least and first + then + last in told.get(YEAR, range(300))
    }  # fmt: skip
    assert counts[-1] in fitting
    assert len(fitting) >= K


@pytest.mark.parametrize("total", [88, 89, 90, 91])
@pytest.mark.parametrize("year_first", [True, False])
def test_who_came_in_no_other_quarter_is_not_told_by_the_year(total: int, year_first: bool) -> None:
    """Nearly nobody came in two quarters: all of the year less three of them came in the fourth."""
    asked = [(f"{YEAR} Q{at}", n) for at, n in enumerate((42, 33, 12, 4), start=1)]
    ledger: dict[str, Any] = {"reports": []}
    told = {}
    for label, n in [(YEAR, total), *asked] if year_first else [*asked, (YEAR, total)]:
        frame = measure_frame([number("people who attended", n, n=n, base=n)])
        found = protect([Section("x", "X", frame, period={"label": label})], Settings(), ledger)
        ledger["reports"].append({"report": label, **found.entry})
        is_told = found.sections[0].audience == "board"
        told[label] = ends(found.sections[0].frame.iloc[0]) if is_told else range(100)
    *others, few = (told[label] for label, _ in asked)
    least = told[YEAR].start - sum(one[-1] for one in others)
    assert len([n for n in few if n >= least]) >= K


def events(heads: Sequence[int | None], came: Sequence[tuple[int, int, str]]) -> Tables:
    """Events of one quarter with head counts, and who is on the list of which of them."""
    contacts = [{"contact_id": f"p{at}", "is_library": False} for at in range(40)]
    about = [
        {"event_id": f"e{at}", "title": f"Class {'ABCDE'[at]}",
         "started_at": f"2026-07-{10 + at} 12:00", "head_count": n}
        for at, n in enumerate(heads)
    ]  # fmt: skip
    there = [
        {"event_id": f"e{at}", "contact_id": f"p{one}", "status": status}
        for at, many, status in came for one in range(many)
    ]  # fmt: skip
    frames = {"contacts": contacts, "events": about, "attendance": there}
    return Tables({name: tidy(name, rows) for name, rows in frames.items()}, make_settings({}))


@pytest.mark.parametrize("status", ["registered", "no_show"])
@pytest.mark.parametrize("more", [[], [(4, 8, "attended")]])
def test_heads_at_an_event_with_a_list_of_guests_cannot_be_subtracted(
    status: str, more: list[tuple[int, int, str]]
) -> None:
    """Nobody was marked as there, three were counted: all counted less the others are three."""
    made = events([20, 15, 3, None, None], [(3, 12, "attended"), (2, 9, status), *more])
    assert event_list(made, during="FY2026-27 Q2")["unidentified"].isna().tolist()[:3] == [True] * 3
    project = Project(made)
    during = "FY2026-27 Q2"
    both = [sections.attendance(made, during=during), sections.events(made, during=during)]
    project.publish(both, "x", during)
    assert outcome(project.boards, project.privates)["what"] == []
    assert outcome(project.privates, project.privates)["what"]


def test_whoever_stands_as_a_few_heads_is_not_none() -> None:
    made = events([3, None], [(1, 12, "attended")])
    whole = sections.attendance(made, during="FY2026-27 Q2")
    frame = protect([whole], Settings()).sections[0].frame.set_index("measure")
    assert ends(frame.loc["people counted without names"]) == range(1, 6)


@pytest.mark.parametrize(
    "counts", [{"A": 12, "D": 4, "C": 3, "B": 1}, {"A": 12, "B": 4, "C": 4, "D": 9}]
)
def test_few_enquiries_of_a_department_follow_from_no_order_and_no_sum(
    counts: dict[str, int],
) -> None:
    """The most stood first: of two that came to eight the first had four or more."""
    rows = [
        {"touch_id": f"{name}{at}", "contact_id": f"{name}{at % 9}", "on": f"2026-07-{1 + at:02d}",
         "channel": "reference", "two_way": True}
        for name, n in counts.items() for at in range(n)
    ]  # fmt: skip
    staff = [
        {"contact_id": f"{name}{at}", "department": name} for name in counts for at in range(9)
    ]
    made = {"contacts": tidy("contacts", staff), "touches": tidy("touches", rows)}
    tables = Tables(made, make_settings({}))
    whole = sections.enquiries_by(tables, by="department", during="FY2026-27 Q2")
    frame = protect([whole], Settings()).sections[0].frame
    told = {row["department"]: ends(row) for _, row in frame.iterrows()}
    hidden = [name for name, ways in told.items() if len(ways) > 1]
    assert hidden == sorted(hidden)
    assert {name for name, n in counts.items() if n < K} <= {*hidden}
    ways = [told[name] for name in counts]
    fitting = [each for each in product(*ways) if sum(each) == sum(counts.values())]
    for at, true in enumerate(counts.values()):
        possible = {each[at] for each in fitting if 0 not in each}
        assert true in possible
        assert len(possible) >= K or true >= K
