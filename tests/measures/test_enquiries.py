"""Enquiries: which touches are one, and what is known of them without a staff list."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from benchmarks._firms import tidy
from engagekit.errors import NotMeasuredError, UsageError
from engagekit.measures import enquiries, enquiries_by, reach
from engagekit.tables.problems import Source
from engagekit.tables.tables import Tables

PERIOD = "FY2026-27 Q2"  # July to September 2026
LOG = [
    ("2026-07-01", "email", "contact"),
    ("2026-07-02", "email", None),  # a log without a column for it
    ("2026-09-30", "walk-up", None),
    ("2026-08-03", "reference", "contact"),
    ("2026-08-12", "walk", "contact"),
    ("2026-05-04", "phone", "contact"),  # the quarter before
    ("2026-10-01", "phone", "contact"),  # the quarter after
    ("2026-08-09", "desk", "library"),  # the library began it
    ("2026-08-10", "meeting", "contact"),  # an invitation
    ("2026-08-11", "walk", None),  # a walk begins with the library
]


def _log() -> Tables:
    rows = [
        {"touch_id": str(at), "on": on, "channel": channel, "begun_by": who,
         "department": "tax " if channel == "reference" else None}
        for at, (on, channel, who) in enumerate(LOG)
    ]  # fmt: skip
    return Tables({"touches": tidy("touches", rows)})


def _values(frame: pd.DataFrame, by: str) -> dict[str, float]:
    rows = frame[frame["measure"] == "enquiries"]
    return dict(zip(rows[by], rows["estimate"], strict=True))


def test_enquiries_are_what_contacts_began_by_the_ways_in() -> None:
    assert _values(enquiries(_log(), during=PERIOD), "way") == {"All": 5}


def test_a_department_of_the_log_is_spelled_as_the_staff_list_has_it() -> None:
    alone = enquiries_by(_log(), during=PERIOD)
    assert _values(alone, "department") == {"All": 5, "Not stated": 4, "tax": 1}
    people = tidy("contacts", [{"contact_id": "1", "department": "Tax"}])
    asked = _log().touches.assign(contact_id="1").head(1)
    touches = pd.concat([_log().touches, asked.astype(_log().touches.dtypes.to_dict())])
    listed = Tables({"touches": touches.reset_index(drop=True), "contacts": people})
    found = _values(enquiries_by(listed, during=PERIOD), "department")
    assert found == {"All": 6, "Not stated": 4, "Tax": 2}


@pytest.mark.parametrize("tool", ["Message trace", "iCalendar"])
def test_mails_of_a_trace_and_meetings_of_a_calendar_are_no_enquiries(tool: str) -> None:
    trace = _log().touches.assign(source_file="trace.csv")
    source = Source("trace.csv", "", tool, "", "", 12, 12)
    tables = replace(_log(), frames={"touches": trace}, origins=(source,))
    with pytest.raises(NotMeasuredError, match="no enquiry"):
        enquiries(tables, during=PERIOD)


def test_enquiries_are_compared_by_one_column() -> None:
    with pytest.raises(UsageError):
        enquiries_by(_log(), during=PERIOD, by="nothing")


@pytest.mark.parametrize(
    ("begun_by", "two_way", "met"),
    [("contact", False, 1), (None, None, 1), ("library", True, 1), ("library", False, 0)],
)
def test_who_asks_by_mail_was_met(begun_by: str | None, two_way: bool | None, met: int) -> None:
    touch = {"touch_id": "a", "contact_id": "1", "on": "2026-07-01", "channel": "email",
             "begun_by": begun_by, "two_way": two_way}  # fmt: skip
    contact = {"contact_id": "1", "display_name": "Ana Gil"}
    tables = Tables({"contacts": tidy("contacts", [contact]), "touches": tidy("touches", [touch])})
    assert reach(tables, during=PERIOD)["n"].iloc[0] == met
