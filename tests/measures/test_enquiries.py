"""Enquiries: which touches are one, by which way, from whom, and over time; counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError, UsageError
from engagekit.measures import enquiries, enquiries_by, enquiries_over_time, reach
from engagekit.settings.schema import make_settings
from engagekit.tables.problems import Source
from engagekit.tables.tables import Tables

PERIOD = "FY2026-27 Q2"  # July to September 2026
SETTINGS = make_settings({})
LOG = [
    ("a", "1", "2026-07-01", "email", "contact", 20.0),
    ("b", "1", "2026-07-02", "email", None, 15.0),  # a log without a column for it
    ("c", "2", "2026-08-02", "phone", "contact", None),
    ("d", "3", "2026-09-30", "walk-up", None, 5.0),
    ("e", None, "2026-08-03", "reference", "contact", None),
    ("f", "lib", "2026-08-04", "chat", "contact", 50.0),  # library staff
    ("g", "2", "2026-05-04", "phone", "contact", 30.0),  # the quarter before
    ("h", "2", "2026-10-01", "phone", "contact", 30.0),  # the quarter after
    ("i", "2", "2026-08-09", "desk", "library", 30.0),  # the library began it
    ("j", "2", "2026-08-10", "meeting", "contact", 30.0),  # an invitation
    ("k", "2", "2026-08-11", "walk", None, 30.0),  # a walk begins with the library
    ("l", "2", "2026-08-12", "walk", "contact", 10.0),
]


def _made(tidy: Any, *, staff: bool = True) -> Tables:
    names = ("touch_id", "contact_id", "on", "channel", "begun_by", "minutes")
    rows = [dict(zip(names, row, strict=True)) for row in LOG]
    rows[4]["department"] = "tax "
    frames = {"touches": tidy("touches", *rows)}
    if staff:
        frames["contacts"] = tidy(
            "contacts",
            {"contact_id": "1", "display_name": "Ana Gil", "department": "Tax"},
            {"contact_id": "2", "display_name": "Ben Roy", "department": "Tax; Legal"},
            {"contact_id": "3", "display_name": "Cam Poe"},
            {"contact_id": "lib", "display_name": "Flo Bay", "is_library": True},
        )
    return Tables(frames, SETTINGS)


def _values(frame: pd.DataFrame, measure: str, by: str) -> dict[str, float]:
    rows = frame[frame["measure"] == measure]
    return dict(zip(rows[by], rows["estimate"], strict=True))


def test_enquiries_are_what_contacts_began_by_the_ways_in(tidy: Any) -> None:
    frame = enquiries(_made(tidy), during=PERIOD)
    assert _values(frame, "enquiries", "way") == {"All": 6}
    ways = frame[frame["measure"] == "enquiries by way"].set_index("way")
    assert ways["n"].to_dict() == {
        "e-mail": 2, "in person": 1, "phone": 1, "walk-up": 1, "way not recorded": 1
    }  # fmt: skip
    assert ways["base"].eq(6).all()
    minutes = frame[frame["measure"] == "minutes on enquiries"].iloc[0]
    assert (minutes["estimate"], minutes["n"], minutes["base"]) == (50.0, 4, 6)


def test_departments_are_those_of_the_staff_list_else_of_the_log(tidy: Any) -> None:
    frame = enquiries_by(_made(tidy), during=PERIOD)
    assert _values(frame, "enquiries", "department") == {
        "All": 6, "Tax": 5, "Legal": 2, "Not stated": 1
    }  # fmt: skip
    assert _values(frame, "minutes on enquiries", "department")["Tax"] == 45.0


def test_everything_stands_without_a_staff_list(tidy: Any) -> None:
    tables = _made(tidy, staff=False)
    assert _values(enquiries(tables, during=PERIOD), "enquiries", "way") == {"All": 7}
    groups = _values(enquiries_by(tables, during=PERIOD), "enquiries", "department")
    assert groups == {"All": 7, "Not stated": 6, "tax": 1}


def test_over_time_begins_with_the_first_enquiry(tidy: Any) -> None:
    frame = enquiries_over_time(_made(tidy), during=PERIOD)
    assert _values(frame, "enquiries", "period") == {"FY2026-27 Q1": 1, "FY2026-27 Q2": 6}


@pytest.mark.parametrize("tool", ["Message trace", "iCalendar"])
def test_mails_of_a_trace_and_meetings_of_a_calendar_are_no_enquiries(tool: str, tidy: Any) -> None:
    made = _made(tidy)
    trace = made.touches.assign(source_file="trace.csv")
    source = Source("trace.csv", "", tool, "", "", 12, 12)
    tables = replace(made, frames={**made.frames, "touches": trace}, origins=(source,))
    with pytest.raises(NotMeasuredError, match="no enquiry"):
        enquiries(tables, during=PERIOD)


def test_no_enquiry_and_no_log_are_not_measured(tidy: Any) -> None:
    empty = Tables({"touches": tidy("touches", {"touch_id": "a", "on": "2026-07-01",
                                                "channel": "newsletter"})}, SETTINGS)  # fmt: skip
    for measure in (enquiries, enquiries_by, enquiries_over_time):
        with pytest.raises(NotMeasuredError):
            measure(empty, during=PERIOD)
        with pytest.raises(NotMeasuredError):
            measure(Tables({}, SETTINGS), during=PERIOD)


def test_enquiries_are_compared_by_one_column(tidy: Any) -> None:
    with pytest.raises(UsageError):
        enquiries_by(_made(tidy), during=PERIOD, by="nothing")


@pytest.mark.parametrize(
    ("begun_by", "two_way", "met"),
    [("contact", False, 1), (None, None, 1), ("library", True, 1), ("library", False, 0)],
)
def test_who_asks_by_mail_was_met(
    begun_by: str | None, two_way: bool | None, met: int, tidy: Any
) -> None:
    touch = {"touch_id": "a", "contact_id": "1", "on": "2026-07-01", "channel": "email",
             "begun_by": begun_by, "two_way": two_way}  # fmt: skip
    contact = {"contact_id": "1", "display_name": "Ana Gil"}
    tables = Tables(
        {"contacts": tidy("contacts", contact), "touches": tidy("touches", touch)}, SETTINGS
    )
    assert reach(tables, during=PERIOD)["n"].iloc[0] == met
