"""Champions: counted by hand on a few people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError
from engagekit.facts import facts_of
from engagekit.measures import (
    champion_roster,
    champions,
    champions_over_time,
    cooling,
    prospects,
    succession,
)
from engagekit.measures.champions import absence_factor
from engagekit.measures.trust import _fit
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

PERIOD = "FY2026-27 Q2"


def _as(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    blank = empty(name)
    return pd.DataFrame(rows).reindex(columns=blank.columns).astype(blank.dtypes.to_dict())


def person(who: str, department: str = "Legal", **given: object) -> dict[str, object]:
    return {"contact_id": who, "display_name": who.upper(), "department": department, **given}


def act(who: str, on: str | None, asked_on: str | None = None, kind: str = "defended") -> dict[str, object]:  # fmt: skip
    return {"contact_id": who, "on": on, "asked_on": asked_on, "kind": kind}


def touch(who: str, on: str, initiative: str | None = None) -> dict[str, object]:
    return {"touch_id": who + on, "contact_id": who, "on": on, "channel": "walk",
            "begun_by": "library", "initiative_id": initiative}  # fmt: skip


PEOPLE = [
    person("a", budget_holder=True),
    person("b"),
    person("c", "Finance", budget_holder=True),
    person("gone", left_on="2026-08-31", left_reason="retirement"),
    person("lib", is_library=True),
    person("leaving", "Finance", left_on="2027-03-31"),
]
ACTS = [
    act("a", "2026-07-01"), act("a", "2026-08-01", "2026-07-20"), act("a", "2026-09-01"),
    act("b", "2026-05-01"), act("b", None, "2026-09-01"),
    act("c", "2025-09-30"),  # twelve months ago to the day: no champion any more
    act("gone", "2026-06-01"), act("lib", "2026-06-01"),
    act("leaving", "2026-09-01"), act("leaving", "2026-09-02", kind="smiled"),
]  # fmt: skip


def tables(**more: pd.DataFrame) -> Tables:
    return Tables({"contacts": _as("contacts", PEOPLE), "support": _as("support", ACTS),
                   "touches": _as("touches", [touch("a", "2026-07-01")]), **more})  # fmt: skip


def test_a_champion_has_an_act_in_twelve_months_and_is_still_here() -> None:
    frame = champions(tables(), during=PERIOD).set_index("measure")
    assert (frame.loc["champions", "n"], frame.loc["champions", "base"]) == (3, 4)
    assert frame.loc["acts of support", "estimate"] == 5
    assert (frame.loc["asks kept", "n"], frame.loc["asks kept", "base"]) == (1, 2)
    assert frame.loc["departments covered", "n"] == 1
    assert frame.loc["departments covered", "base"] == 2
    assert frame.loc["absence factor", "estimate"] == 1


def test_a_lost_champion_has_a_reason() -> None:
    more = tables(touches=_as("touches", [touch("a", "2026-04-02")]))
    frame = champions_over_time(more, during=PERIOD)
    last = frame[frame["period"] == PERIOD].set_index("measure")["n"]
    assert last.to_dict() == {
        "champions": 3,
        "champions joined": 2,
        "champions lost: no act in the months": 1,
        "champions lost: retirement": 1,
    }


def test_half_of_the_acts_may_hang_on_one_or_on_many() -> None:
    assert absence_factor(pd.Series([5, 5])) == 1
    assert absence_factor(pd.Series([1, 1, 1, 1, 1])) == 3
    assert np.isnan(absence_factor(pd.Series(dtype="int64")))


def test_a_known_last_day_is_certain_and_what_if_is_as_certain() -> None:
    found = succession(tables(), during=PERIOD).set_index("department")
    assert found.loc["Finance", "chance_of_none"] == 1
    assert found.loc["Finance", "leaving"] == "LEAVING"
    assert found.loc["Legal", "chance_of_none"] < 0.2
    gone = succession(tables(), during=PERIOD, leavers=["a", "b"]).set_index("department")
    assert gone.loc["Legal", "chance_of_none"] == 1
    assert gone.loc["Legal", "expected_lost"] == 2


def test_a_relation_has_cooled_once_it_is_worth_less_than_one_touch() -> None:
    met = [touch("a", "2026-05-30"), touch("a", "2026-05-31"), touch("b", "2026-09-30")]
    # a: 2 touches a month before 30 June: 1.8; four months old on 30 September: 1.31; with 0.8: 0.82
    found = tables(touches=_as("touches", met))
    assert cooling(found, during=PERIOD).empty
    assert cooling(found, during=PERIOD, decay=0.8)["contact_id"].tolist() == ["a"]


def test_a_prospect_is_no_champion_yet_and_shows_the_parts() -> None:
    more = tables(
        touches=_as("touches", [touch("c", "2026-07-01", "I-1"), touch("c", "2026-07-02")]),
        initiatives=_as("initiatives", [{"initiative_id": "I-1", "title": "x", "status": "live"}]),
        plans=_as("plans", [{"contact_id": "c", "by_on": "2026-11-01", "what": "lunch"}]),
    )
    rows = prospects(more, during=PERIOD)
    assert rows["contact_id"].tolist() == ["c"]
    row = rows.iloc[0]
    assert (row["influence"], row["warmth"], row["initiative_fit"]) == (1.0, 1.0, 0.5)
    assert row["score"] == pytest.approx(0.83)
    assert row["next_step"] == "lunch"


def test_one_touch_for_an_initiative_is_no_certainty() -> None:
    met = [touch("c", "2026-07-01", "I-1"), *(touch("b", "2026-07-02", "I-1") for _ in range(9))]
    met += [touch("a", f"2026-07-{day:02d}") for day in range(1, 10)]
    more = tables(
        touches=_as("touches", met),
        initiatives=_as("initiatives", [{"initiative_id": "I-1", "title": "x", "status": "live"}]),
    )
    fit = _fit(facts_of(more, PERIOD), pd.Index(list("abc")))
    assert 0.3 < fit["c"] < fit["b"] < 1


def test_without_support_the_sheet_is_named() -> None:
    left = Tables({n: f for n, f in tables().frames.items() if n != "support"})
    for measure in (champions, champions_over_time, champion_roster, succession):
        with pytest.raises(NotMeasuredError, match="needs the sheet support"):
            measure(left, during=PERIOD)
