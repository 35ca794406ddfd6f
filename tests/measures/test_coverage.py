"""Which period a report is on: nothing planned, empty or still to come makes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError
from engagekit.facts.coverage import asked_period, last_day, recorded
from engagekit.tables.tables import Tables

Q1, Q2, Q3 = (f"FY2026-27 Q{number}" for number in (1, 2, 3))
Tidy = Callable[..., pd.DataFrame]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    _set_today(monkeypatch, "2026-10-20")


def _set_today(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setattr(pd.Timestamp, "today", lambda: pd.Timestamp(f"{day} 12:00"), raising=False)


def _months(tidy: Tidy, *months: str, n: float = 40) -> list[dict[str, Any]]:
    return [{"what": "loans", "on": f"{month}-01", "n": n} for month in months]


def _touches(tidy: Tidy, *days: str) -> pd.DataFrame:
    return tidy("touches", *({"touch_id": day, "on": day, "channel": "desk"} for day in days))


PAST = [f"2026-{month:02}" for month in range(4, 10)]
COMING = ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]


@pytest.mark.parametrize("n", [0, 41])
def test_months_to_come_make_no_period_whether_empty_or_filled_ahead(tidy: Tidy, n: float) -> None:
    counts = tidy("counts", *_months(tidy, *PAST), *_months(tidy, *COMING, n=n))
    assert asked_period(Tables({"counts": counts}), None).label == Q2
    both = Tables({"counts": counts, "touches": _touches(tidy, "2026-06-30", "2026-09-28")})
    assert asked_period(both, None).label == Q2
    assert recorded(both) is not None and str(recorded(both)[1]) == "2026-09-30"


@pytest.mark.parametrize(("n", "label"), [(0, Q1), (1, Q2)])
def test_a_quarter_of_zeros_is_no_period_and_one_loan_is(tidy: Tidy, n: float, label: str) -> None:
    counts = [*_months(tidy, *PAST[:3]), *_months(tidy, *PAST[3:], n=n)]
    assert asked_period(Tables({"counts": tidy("counts", *counts)}), None).label == label


def test_a_complete_quarter_without_a_record_gives_way_to_that_of_the_last_one(tidy: Tidy) -> None:
    held = tidy("events", {"event_id": "1", "started_at": "2026-09-15"})
    days = {"a": "2025-10-06", "b": "2026-08-24"}
    people = [
        {"respondent_id": one, "survey_id": one, "submitted_at": on} for one, on in days.items()
    ]
    assert (
        asked_period(
            Tables({"events": held, "respondents": tidy("respondents", *people)}), None
        ).label
        == Q2
    )
    both = Tables({"events": held, "touches": _touches(tidy, "2026-05-04")})
    assert asked_period(both, None).label == Q1, "which holds a record"


@pytest.mark.parametrize(("today", "label"), [("2026-12-30", Q2), ("2026-12-31", Q3)])
def test_a_day_counts_from_that_day_on(
    tidy: Tidy, today: str, label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set_today(monkeypatch, today)
    touches = _touches(tidy, "2026-06-30", "2026-09-30", "2026-12-31")
    assert asked_period(Tables({"touches": touches}), None).label == label


@pytest.mark.parametrize(("status", "label"), [("registered", Q1), ("attended", Q2)])
def test_an_event_tells_of_its_day_once_people_came(tidy: Tidy, status: str, label: str) -> None:
    event = {"event_id": "e", "title": "Talk", "started_at": "2026-09-29 10:00"}
    tables = Tables(
        {
            "touches": _touches(tidy, "2026-06-30", "2026-07-02"),
            "events": tidy("events", event),
            "attendance": tidy(
                "attendance", {"event_id": "e", "contact_id": "1", "status": status}
            ),
        }
    )
    assert asked_period(tables, None).label == label
    assert str(last_day(tables)) == ("2026-07-02" if label == Q1 else "2026-09-29")


def test_registrations_alone_still_tell_the_days_of_their_events(tidy: Tidy) -> None:
    event = {"event_id": "e", "title": "Talk", "started_at": "2026-09-29 10:00"}
    came = {"event_id": "e", "contact_id": "1", "status": "registered"}
    tables = Tables({"events": tidy("events", event), "attendance": tidy("attendance", came)})
    assert asked_period(tables, None).label == Q2


def test_where_everything_is_still_to_come_there_is_no_period(tidy: Tidy) -> None:
    with pytest.raises(NotMeasuredError, match="has a date up to today"):
        asked_period(Tables({"touches": _touches(tidy, "2026-10-21")}), None)


@pytest.mark.parametrize(("n", "label"), [(0, Q1), (1, Q2)])
def test_a_report_of_a_vendor_reaches_to_its_last_month_with_uses(
    tidy: Tidy, n: float, label: str
) -> None:
    uses = [{"platform": "P", "on": f"{month}-01", "n": 5.0} for month in PAST[:3]]
    uses += [{"platform": "P", "on": f"{month}-01", "n": n} for month in PAST[3:]]
    uses += [{"platform": "P", "on": f"{month}-01", "n": 5.0} for month in COMING]
    assert asked_period(Tables({"usage": tidy("usage", *uses)}), None).label == label


def _answers(survey: str, days: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"respondent_id": f"{survey} {day} {at}", "survey_id": survey, "status": "complete",
         "submitted_at": f"{day} 10:00"}
        for day, many in days.items() for at in range(many)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("latest", "label"),
    [
        ({"2026-10-05": 3}, Q3),  # a tenth of last year's answers or fewer: still the latest
        ({"2026-08-10": 30}, Q2),
        ({"2026-09-28": 5, "2026-10-02": 4}, Q2),
        ({"2026-09-28": 4, "2026-10-02": 5}, Q3),
    ],
)
def test_where_there_are_surveys_alone_the_latest_is_what_it_is_about(
    tidy: Tidy, latest: dict[str, int], label: str
) -> None:
    old = _answers("old", {"2025-10-06": 40, "2026-10-15": 1})  # somebody found the old link
    people = tidy("respondents", *old, *_answers("new", latest))
    titles = tidy("surveys", *({"survey_id": name, "title": name} for name in ("old", "new")))
    tables = Tables({"surveys": titles, "respondents": people})
    assert asked_period(tables, None).label == label
    # beside a log the last complete quarter stands
    log = _touches(tidy, "2026-06-30", "2026-07-15")
    assert asked_period(tables.replace(touches=log), None).label in (Q1, Q2)


def test_a_survey_whose_answers_have_no_day_goes_by_its_own(tidy: Tidy) -> None:
    titles = [
        {"survey_id": "old", "title": "2025", "closed_on": "2025-10-20"},
        {"survey_id": "new", "title": "2026", "closed_on": "2026-10-19"},
    ]
    assert asked_period(Tables({"surveys": tidy("surveys", *titles)}), None).label == Q3
