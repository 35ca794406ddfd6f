"""Who may be lost, who may be won, and which relations cool; the numbers stand in tests/nasty."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks._firms import tidy
from engagekit.facts import facts_of
from engagekit.measures import cooling, prospects, succession
from engagekit.measures.trust import _fit
from engagekit.tables.tables import Tables

PERIOD = "FY2026-27 Q2"


def touch(who: str, on: str, initiative: str | None = None) -> dict[str, object]:
    return {"touch_id": who + on, "contact_id": who, "on": on, "channel": "walk",
            "begun_by": "library", "initiative_id": initiative}  # fmt: skip


def firm(*met: dict[str, object]) -> Tables:
    """Two champions of Legal, one of Finance with a known last day, and c, who decides there."""
    people = [
        {"contact_id": who, "display_name": who.upper(), "department": department,
         "budget_holder": who in "ac", "left_on": "2027-03-31" if who == "d" else None}
        for who, department in (("a", "Legal"), ("b", "Legal"), ("c", "Finance"), ("d", "Finance"))
    ]  # fmt: skip
    acts = [{"contact_id": who, "on": "2026-07-01", "kind": "defended"} for who in "abd"]
    initiative = {"initiative_id": "I-1", "title": "x", "status": "live"}
    return Tables({"contacts": tidy("contacts", people), "support": tidy("support", acts),
                   "touches": tidy("touches", [*met]),
                   "initiatives": tidy("initiatives", [initiative])})  # fmt: skip


def test_a_known_last_day_is_certain() -> None:
    found = succession(firm(), during=PERIOD).set_index("department")
    assert found.loc["Finance", "chance_of_none"] == 1
    assert found.loc["Finance", "leaving"] == "D"
    assert found.loc["Legal", "chance_of_none"] < 0.2


def test_a_relation_has_cooled_once_it_is_worth_less_than_one_touch() -> None:
    tables = firm(touch("a", "2026-05-30"), touch("a", "2026-05-31"), touch("b", "2026-06-30"))
    # a: 2 touches a month before 30 June: 1.8; four months old on 30 September: 1.31; b: 0.73
    assert cooling(tables, during=PERIOD)["contact_id"].tolist() == ["b"]


def test_a_prospect_is_no_champion_yet_and_shows_the_parts() -> None:
    plan = {"contact_id": "c", "by_on": "2026-11-01", "what": "lunch"}
    tables = firm(touch("c", "2026-07-01", "I-1"), touch("c", "2026-07-02"))
    rows = prospects(tables.replace(plans=tidy("plans", [plan])), during=PERIOD)
    assert rows["contact_id"].tolist() == ["c"]
    row = rows.iloc[0]
    assert (row["influence"], row["warmth"], row["initiative_fit"]) == (1.0, 1.0, 0.5)
    assert row["score"] == pytest.approx(0.83)
    assert row["next_step"] == "lunch"


def test_one_touch_for_an_initiative_is_no_certainty() -> None:
    met = [touch("c", "2026-07-01", "I-1"), *(touch("b", "2026-07-02", "I-1") for _ in range(9))]
    met += [touch("a", f"2026-07-{day:02d}") for day in range(1, 10)]
    fit = _fit(facts_of(firm(*met), PERIOD), pd.Index(list("abc")))
    assert 0.3 < fit["c"] < fit["b"] < 1
