"""A moment that a tool states in UTC counts on the day it was at home."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError
from engagekit.loading import load
from engagekit.measures import reach
from engagekit.parsing import dates
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables

TORONTO = make_settings({"organisation": {"time_zone": "America/Toronto"}})
ROSTER = "Employee ID,Worker,Email,Department\n1,Ana Ruiz,ana@x.example,Tax\n"


def _load(folder: Path, name: str, text: str, settings: Settings = TORONTO) -> Tables:
    (folder / name).write_text(text, encoding="utf-8")
    return load.load(folder / name, settings)


def _days(tables: Tables, table: str, column: str) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in tables.frames[table][column]]


MESSAGES = (
    "id,replied_to_id,thread_id,group_id,sender_id,sender_type,sender_name,sender_email,body,"
    "created_at,deleted_at\n1,,1,7,10,user,Ana Ruiz,ana@x.example,Hi,{at},\n"
)


@pytest.mark.parametrize(
    "at",
    ["2026-07-01T02:00Z", "2026-07-01T02:00:00Z", "2026-07-01T04:00:00+02:00",
     "2026/07/01 02:00:00 +0000", "2026-07-01 02:00:00"],
)  # fmt: skip
def test_a_touch_at_two_in_the_night_utc_is_of_the_day_before_in_toronto(
    tmp_path: Path, at: str
) -> None:
    tables = _load(tmp_path, "Messages.csv", MESSAGES.format(at=at))
    assert set(_days(tables, "touches", "on")) == {"2026-06-30"}
    london = make_settings({"organisation": {"time_zone": "Europe/London"}})
    abroad = _load(tmp_path, "Messages.csv", MESSAGES.format(at=at), london)
    assert set(_days(abroad, "touches", "on")) == {"2026-07-01"}


@pytest.mark.usefixtures("said")
def test_such_a_touch_counts_in_the_quarter_of_its_day_at_home(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "Messages.csv").write_text(MESSAGES.format(at="2026-07-01T02:00Z"), "utf-8")
    counted = {
        "organisation": {"time_zone": "America/Toronto"}, "reach": {"count_broadcasts": True},
    }  # fmt: skip
    tables = load.load(tmp_path, make_settings(counted))
    assert reach(tables, during="2026-27 Q1")["n"].iloc[0] == 1
    with pytest.raises(NotMeasuredError, match="none is recorded in FY2026-27 Q2"):
        reach(tables, during="2026-27 Q2")


def test_a_day_without_a_clock_stays_the_day_it_is(tmp_path: Path) -> None:
    for at in ("2026-07-01", "2026-07-01 00:00:00"):  # a spreadsheet adds midnight to a day
        assert _days(_load(tmp_path, "M.csv", MESSAGES.format(at=at)), "touches", "on") == [
            "2026-07-01"
        ]


@pytest.mark.usefixtures("proposals_taken")
def test_answers_with_the_zone_in_the_header_are_of_the_day_at_home(tmp_path: Path) -> None:
    text = (
        "ResponseId,RecordedDate,Q1\nResponse ID,Recorded Date,How useful?\n"
        '"{""ImportId"":""_recordId""}",'
        '"{""ImportId"":""recordedDate"",""timeZone"":""Asia/Tokyo""}",'
        '"{""ImportId"":""QID1""}"\nR_1,2026-07-01 09:00:00,Very useful\n'
    )
    tables = _load(tmp_path, "Survey.csv", text)
    assert _days(tables, "surveys", "opened_on") == ["2026-06-30"]
    assert _days(tables, "respondents", "submitted_at") == ["2026-06-30"]


def test_an_event_in_utc_is_of_the_day_at_home(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nSUMMARY:Late talk\n"
        "CATEGORIES:Event\n"
        "DTSTART:20260701T020000Z\nDTEND:20260701T030000Z\n"
        "ATTENDEE;CN=Ana;PARTSTAT=ACCEPTED:mailto:ana@x.example\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert _days(_load(tmp_path, "c.ics", text), "events", "started_at") == ["2026-06-30"]


def test_a_clock_without_a_zone_in_a_local_tool_keeps_its_day() -> None:
    cells = pd.Series(["2026-07-01 02:00", "2026-07-01 23:59"])
    read = dates.dates(cells, zone="America/Toronto", home="America/Toronto")
    assert read.values.dt.day.tolist() == [1, 1]
