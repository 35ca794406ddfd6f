"""Champions: counted by hand on a few people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from engagekit.errors import NotMeasuredError
from engagekit.measures import (
    champion_loss,
    champion_roster,
    champions,
    champions_over_time,
    conversion,
    cooling,
    prospects,
    succession,
)
from engagekit.measures.champions import absence_factor
from engagekit.measures.prospects import _fit
from engagekit.settings.schema import make_settings
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


def test_the_roster_has_the_champions_with_their_acts_and_asks() -> None:
    rows = champion_roster(tables(), during=PERIOD)
    assert rows["contact_id"].tolist() == ["a", "leaving", "b"]
    assert rows["acts"].tolist() == [3, 1, 1]
    assert rows["kept"].tolist() == ["1 of 1", "", "0 of 1"]


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


def test_whoever_leaves_is_not_still_to_be_won() -> None:
    people = [person("w"), person("l", left_on="2026-07-20"), person("x"), person("y")]
    met = [touch(who, "2026-07-01") for who in "wlxy"]
    few = Tables(
        {
            "contacts": _as("contacts", people),
            "touches": _as("touches", met),
            "support": _as("support", [act("w", "2026-07-25")]),
        },
        make_settings({"disclosure": {"k": 3}}),
    )
    frame = conversion(few, during=PERIOD)
    assert frame.empty  # two people are followed for two months: too few to show
    more = few.replace(
        contacts=_as("contacts", [*people, person("z")]),
        touches=_as("touches", [*met, touch("z", "2026-07-01")]),
    )
    found = conversion(more, during=PERIOD)
    first = found[found["months"] == 1].set_index("answer")
    assert first.loc["became a champion", "estimate"] == pytest.approx(1 / 5)
    assert first.loc["left first", "estimate"] == pytest.approx(1 / 5)
    assert first.loc["became a champion", "base"] == 3


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
    fit = _fit(more, more.settings.period(PERIOD), pd.Index(list("abc")))
    assert 0.3 < fit["c"] < fit["b"] < 1


def test_without_support_the_sheet_is_named() -> None:
    left = Tables({n: f for n, f in tables().frames.items() if n != "support"})
    for measure in (champions, champions_over_time, champion_roster, succession, conversion):
        with pytest.raises(NotMeasuredError, match="needs the sheet support"):
            measure(left, during=PERIOD)


LOST = [
    person("stays"), person("idle"), person("again"), person("old"),
    person("promoted", left_on="2026-04-01", left_reason="promotion"),
    person("left", left_on="2026-07-01"), person("lib", is_library=True),
]  # fmt: skip
DONE = [
    act("stays", "2025-06-01"), act("stays", "2026-03-01"),  # all of the year: 365 days
    act("idle", "2025-04-01"),  # until 2026-03-31: 182 days, then no act in the months
    act("again", "2024-11-01"), act("again", "2026-09-01"),  # 31 and 30 days, with a gap between
    act("old", "2024-09-30"),  # none any more on the first day of the year
    act("promoted", "2025-10-01"),  # 182 days
    act("left", "2026-06-01"), act("left", "2026-06-21"),  # 30 days; acts overlap
    act("lib", "2026-06-01"), act("stays", None, "2026-09-01"), act("old", "2026-06-01", kind="x"),
]  # fmt: skip


def test_champions_lost_are_counted_for_each_year_of_a_champion() -> None:
    made = Tables({"contacts": _as("contacts", LOST), "support": _as("support", DONE)})
    frame = champion_loss(made, during=PERIOD)
    rate, years = frame.iloc[0], frame.iloc[1]
    assert (rate["measure"], rate["n"], rate["base"]) == ("champion loss", 3, 5)
    days = 365 + 182 + 31 + 30 + 182 + 30
    assert years["estimate"] == pytest.approx(days / 365.25)
    assert rate["estimate"] == pytest.approx(3 * 365.25 / days)
    low, high = stats.chi2.ppf(0.025, 6) / 2, stats.chi2.ppf(0.975, 8) / 2  # Garwood
    assert (rate["low"], rate["high"]) == pytest.approx((low * 365.25 / days, high * 365.25 / days))
    why = frame[frame["measure"] == "champions lost by reason"].set_index("answer")
    assert why["n"].to_dict() == {"left": 1, "no act in the months": 1, "promotion": 1}
    assert set(why["base"]) == {3}


def test_champion_loss_of_none_and_of_one() -> None:
    one = {"contacts": _as("contacts", LOST), "support": _as("support", DONE[:2])}
    frame = champion_loss(Tables(one), during=PERIOD)
    assert frame["measure"].tolist() == ["champion loss", "champion-years"]
    assert frame["n"].tolist() == [0, 1]
    assert frame["low"].iloc[0] == 0
    assert frame["high"].iloc[0] == pytest.approx(-np.log(0.025) / (365 / 365.25))
    none = {**one, "support": _as("support", DONE[5:6])}
    assert champion_loss(Tables(none), during=PERIOD).empty
