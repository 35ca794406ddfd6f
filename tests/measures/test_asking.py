"""Acts of support by kind: what is said; the numbers stand in tests/nasty."""

from __future__ import annotations

import pytest

from benchmarks._firms import tidy
from engagekit import sections
from engagekit.measures import support_kinds
from engagekit.tables.tables import Tables
from engagekit.wording import finding

PERIOD = "FY2026-27 Q2"  # July to September 2026


def _acts() -> Tables:
    acts = [("defended", None, "2026-07-01"), ("gave time", "2026-08-01", "2026-08-07"),
            ("gave time", "2026-08-01", None)]  # fmt: skip
    rows = [{"contact_id": "1", "kind": kind, "asked_on": asked, "on": on}
            for kind, asked, on in acts]  # fmt: skip
    people = tidy("contacts", [{"contact_id": "1", "display_name": "1"}])
    return Tables({"contacts": people, "support": tidy("support", rows)})


@pytest.mark.parametrize(
    ("during", "text"),
    [
        (PERIOD, "Colleagues did 2 acts of support, of 2 kinds.\nOf what we asked for, 1 of 2 was "
                 "done. Half of those took 6 days or less."),
        ("FY2023-24 Q1", "Colleagues did 0 acts of support, of 0 kinds."),
    ],
)  # fmt: skip
def test_acts_by_kind_are_said_also_where_there_are_none(during: str, text: str) -> None:
    assert finding(sections.support_kinds(_acts(), during=during)) == text


@pytest.mark.parametrize(("quarter", "gone"), [("FY2026-27 Q2", 3), ("FY2025-26 Q3", 0)])
def test_acts_of_people_who_left_are_told_apart(sample: Tables, quarter: str, gone: int) -> None:
    said = finding(sections.support_kinds(sample, during=quarter))
    done = support_kinds(sample, during=quarter)["estimate"].iloc[0]
    of_champions = sections.champion_roster(sample, during=quarter).frame["acts"].sum()
    assert done - of_champions == gone
    assert ("by people who have since left" in said) == bool(gone)
