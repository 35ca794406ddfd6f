"""A quarter in which the log began late is compared with nothing."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest

from engagekit import sections
from engagekit.errors import NotMeasuredError
from engagekit.facts import facts_of
from engagekit.facts.coverage import MISSED, log_begins
from engagekit.facts.quarters import covered
from engagekit.measures.data_grade import grade
from engagekit.measures.logging_volume import reach_against_logging
from engagekit.measures.people import reach_moves, rungs
from engagekit.sections import headline
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

reach_over_time = partial(sections.reach, every="quarter")

DURING = "FY2026-27 Q2"
BEFORE = "FY2026-27 Q1"


def _library(tidy: Any, first: dt.date, earlier: int = 0, every: int = 2) -> Tables:
    """Everybody is met once a quarter; the log has a row every other day from a day on."""
    days = [first + dt.timedelta(days=at) for at in range(0, 183, every)]
    days = [day for day in days if day <= dt.date(2026, 9, 30)]
    days += [dt.date(2025, 8, 1) + dt.timedelta(days=at) for at in range(earlier)]
    touches = [
        {"touch_id": f"t{at}", "contact_id": f"p{at % 40}", "on": f"{day}", "channel": "walk"}
        for at, day in enumerate(days)
    ]
    people = [
        {"contact_id": f"p{at}", "display_name": f"P {at}", "department": "Tax"} for at in range(80)
    ]
    frames = {"contacts": tidy("contacts", *people), "touches": tidy("touches", *touches)}
    return Tables(frames, make_settings({}))


@pytest.mark.parametrize(("day", "begins"), [(10, None), (11, dt.date(2026, 4, 11))])
def test_a_log_begins_late_where_five_days_with_records_are_missing(
    day: int, begins: dt.date | None, tidy: Any
) -> None:
    tables = _library(tidy, dt.date(2026, 4, day))
    assert log_begins(tables, tables.settings.period(BEFORE)) == begins


@pytest.mark.parametrize(("earlier", "is_late"), [(MISSED - 1, True), (MISSED, False)])
def test_rows_of_before_say_that_the_log_was_there(earlier: int, is_late: bool, tidy: Any) -> None:
    tables = _library(tidy, dt.date(2026, 6, 1), earlier)
    assert (log_begins(tables, tables.settings.period(BEFORE)) is not None) == is_late


def test_a_quarter_of_which_the_log_has_a_month_is_not_compared(tidy: Any) -> None:
    tables = _library(tidy, dt.date(2026, 6, 1))
    assert [one.label for one in covered(facts_of(tables, tables.settings.period(DURING)))] == [
        DURING
    ]
    told = finding(reach_over_time(tables, during=DURING))
    assert "nothing earlier to compare with. Our records begin on June 1, 2026." in told
    assert headline(tables, during=DURING).frame["previous"].isna().all()
    assert "people by movement" not in set(rungs(tables, during=DURING)["measure"])
    with pytest.raises(NotMeasuredError):
        reach_moves(tables, during=DURING)
    assert reach_against_logging(tables, during=DURING) == {"begun": "2026-06-01"}
    assert "logging" not in {one for one, *_ in grade(tables, tables.settings.period(DURING)).costs}


def test_a_quarter_that_the_log_covers_is_compared(tidy: Any) -> None:
    tables = _library(tidy, dt.date(2026, 4, 1))
    assert len(covered(facts_of(tables, tables.settings.period(DURING)))) == 2
    assert headline(tables, during=DURING).frame["previous"].notna().any()
    assert len(reach_moves(tables, during=DURING))
    assert "people by movement" in set(rungs(tables, during=DURING)["measure"])


def test_a_first_report_on_such_a_quarter_is_still_made(tidy: Any) -> None:
    tables = _library(tidy, dt.date(2026, 6, 1))
    assert [one.label for one in covered(facts_of(tables, tables.settings.period(BEFORE)))] == [
        BEFORE
    ]
