"""Every threshold of the measures, from both sides of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engagekit.errors import SettingsError
from engagekit.facts import reading
from engagekit.facts.coverage import asked_period
from engagekit.measures import risk
from engagekit.measures._frame import bare, few, measure_frame, small
from engagekit.measures.champions import absence_factor
from engagekit.measures.counts import Tally
from engagekit.measures.funding import real_terms
from engagekit.measures.trust import cooling, stuck
from engagekit.settings.schema import Counter, make_settings
from engagekit.tables.tables import Tables

Q1, Q2 = "FY2026-27 Q1", "FY2026-27 Q2"


def _touch(number: int, who: str | None, on: str, channel: str = "desk") -> dict[str, Any]:
    return {"touch_id": str(number), "contact_id": who, "on": on, "channel": channel}


def _person(who: str, department: str = "Law", **more: Any) -> dict[str, Any]:
    return {"contact_id": who, "display_name": who, "department": department, **more}


@pytest.mark.parametrize(("last", "label"), [("2026-09-24", Q2), ("2026-09-23", Q1)])
def test_a_quarter_is_complete_with_six_days_without_a_record_and_not_with_seven(
    tidy: Any, last: str, label: str
) -> None:
    days = [day.date().isoformat() for day in pd.date_range("2026-04-01", last)]
    touches = tidy("touches", *(_touch(at, "1", on) for at, on in enumerate(days)))
    assert asked_period(Tables({"touches": touches}), None).label == label


@pytest.mark.parametrize(("usual", "label"), [(10, "FY2025-26 Q3"), (11, "FY2025-26 Q2")])
def test_a_quarter_tells_with_a_tenth_of_the_usual_records_and_not_with_fewer(
    tidy: Any, usual: int, label: str
) -> None:
    days = [f"2025-{month:02}-{day:02}" for month in (6, 9) for day in range(30, 30 - usual, -1)]
    rows = [_touch(at, "1", on) for at, on in enumerate([*days, "2025-12-31"])]
    assert asked_period(Tables({"touches": tidy("touches", *rows)}), None).label == label


def test_a_month_is_a_twelfth_of_a_year_with_its_leap_days() -> None:
    assert 12 * reading.MONTH == 365.25


@pytest.mark.parametrize(
    ("index", "is_fine"),
    [
        ({Q2: 100.0}, True),
        ({"2026-07-01..2026-09-29": 100.0}, False),
        ({Q2: 100.0, "2026-09-30..2026-10-01": 100.0}, False),
    ],
    ids=["each day once", "a day lacks", "a day twice"],
)
def test_real_terms_need_an_index_for_each_day_once(index: dict[str, float], is_fine: bool) -> None:
    tables = Tables({}, make_settings({"money": {"price_index": index}}))
    period = tables.settings.period(Q2)
    if is_fine:
        assert real_terms(tables, period)[0] == 1.0
    else:
        with pytest.raises(SettingsError, match="each day of FY2026-27 Q2 once"):
            real_terms(tables, period)


@pytest.mark.parametrize(("base", "is_few", "is_small"), [(9, True, False), (10, False, True), (29, False, True), (30, False, False)])  # fmt: skip
def test_a_share_of_under_ten_is_a_count_and_of_under_thirty_is_small(
    base: int, is_few: bool, is_small: bool
) -> None:
    row = {"measure": "satisfaction", "n": 5, "base": base, "low": 0.1, "estimate": 0.5}
    frame = measure_frame([row])
    assert (few(frame).all(), small(frame).all()) == (is_few, is_small)


@pytest.mark.parametrize(("base", "is_bare"), [(9, True), (10, False)])
def test_a_mean_of_under_ten_answers_is_not_told(base: int, is_bare: bool) -> None:
    assert bare(measure_frame([{"measure": "mean answer", "base": base}])).all() == is_bare


@pytest.mark.parametrize(("acts", "factor"), [([5, 3, 2], 1.0), ([5, 3, 3], 2.0), ([1] * 5, 3.0)])
def test_half_of_the_acts_is_enough_and_less_is_not(acts: list[int], factor: float) -> None:
    done = pd.DataFrame({"contact_id": np.repeat(range(len(acts)), acts)})
    assert absence_factor(done)["estimate"] == factor


@pytest.mark.parametrize(("apart", "is_days"), [(3, True), (4, False)])
def test_counts_three_days_apart_are_of_days_and_four_not(apart: int, is_days: bool) -> None:
    on = pd.date_range("2026-07-01", periods=5, freq=f"{apart}D")
    assert Tally("", Counter(), pd.DataFrame({"on": on, "n": 1})).is_daily == is_days


RISKS: dict[str, float] = {
    "champions": 9, "absence factor": 4, "departments covered": 0.5, "promises open": 10,
    "promises overdue": 4, "response rate (AAPOR RR2)": 0.3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "value", "told"),
    [
        ("champions", 0, "nobody"),
        ("absence factor", 3, "few"),
        ("departments covered", 0.49, "cover"),
        ("promises overdue", 5, "late"),
        ("response rate (AAPOR RR2)", 0.29, "answers"),
    ],
)
def test_a_risk_is_told_on_one_side_of_its_bound_alone(
    measure: str, value: float, told: str
) -> None:
    rows = [{"measure": name, "estimate": estimate} for name, estimate in RISKS.items()]
    assert risk.worst(measure_frame(rows)) == "none"
    rows = [{**row, "estimate": value} if row["measure"] == measure else row for row in rows]
    assert risk.worst(measure_frame(rows)) == told


@pytest.mark.parametrize(("last", "rows"), [("2026-09-30", 0), ("2026-09-29", 1)])
def test_a_relation_worth_one_touch_today_has_not_cooled(tidy: Any, last: str, rows: int) -> None:
    touches = [_touch(1, "1", "2026-06-30"), _touch(2, "1", last)]
    if rows:
        touches = [_touch(1, "1", "2026-06-30")]
    tables = Tables(
        {"contacts": tidy("contacts", _person("1")), "touches": tidy("touches", *touches)}
    )
    assert len(cooling(tables, during=Q2)) == rows


@pytest.mark.parametrize(("number", "is_stuck"), [(3, False), (4, True), (6, True), (7, False)])
def test_people_are_stuck_from_touch_four_to_six(tidy: Any, number: int, is_stuck: bool) -> None:
    first = dt.date(2026, 7, 1)
    days = [(first + dt.timedelta(days=at)).isoformat() for at in range(number)]
    touches = tidy("touches", *(_touch(at, "1", on, "walk") for at, on in enumerate(days)))
    tables = Tables(
        {"contacts": tidy("contacts", _person("1")), "touches": touches},
        make_settings({"trust": {"acts": ["referral"]}}),
    )
    assert bool(len(stuck(tables, during=Q2))) == is_stuck
