"""Outlook calendar: locale dates, whole days, private and cancelled events."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, open_export
from engagekit.readers.events import outlook_calendar
from engagekit.settings.schema import FileChoice

HEADER = "Subject,Start Date,Start Time,End Date,End Time,All day event,Private"


def _export(folder: Path, *lines: str, choice: FileChoice | None = None) -> Export:
    place = folder / "calendar.csv"
    place.write_text("\n".join(lines), encoding="cp1252")
    return open_export(place, choice=choice)


def _starts(export: Export) -> list[str]:
    return list(outlook_calendar.read(export).tables["events"]["started_at"])


def test_the_clock_beside_a_date_tells_its_order_and_a_person_may_say_otherwise(
    tmp_path: Path,
) -> None:
    rows = (HEADER, "Walk,02/03/2026,10:00:00,02/03/2026,10:30:00,False,False")
    told = outlook_calendar.read(_export(tmp_path, *rows))
    assert told.tables["events"]["started_at"].tolist() == ["2026-03-02T10:00:00"]
    assert "date_order" in told.problems[0].remedy
    stated = _export(tmp_path, *rows, choice=FileChoice(date_order="month first"))
    assert _starts(stated) == ["2026-02-03T10:00:00"]


def test_a_whole_day_has_no_clock(tmp_path: Path) -> None:
    row = "Open day,14/03/2026,00:00:00,15/03/2026,00:00:00,True,False"
    assert _starts(_export(tmp_path, HEADER, row)) == ["2026-03-14"]


def test_private_and_cancelled_events_leave_no_subject(tmp_path: Path) -> None:
    export = _export(tmp_path, HEADER, "Dentist,14/03/2026,9:00,14/03/2026,10:00,False,True",
                     "Canceled: Tax,14/03/2026,9:00,14/03/2026,10:00,False,False")  # fmt: skip
    found = outlook_calendar.read(export)
    assert (found.rows_read, found.rows_kept) == (2, 1)
    assert found.tables["events"]["kind"].tolist() == ["calendar entry: marked private"]
    assert "Dentist" not in found.tables["events"].to_csv()


def test_a_german_calendar_is_read(tmp_path: Path) -> None:
    export = _export(tmp_path, "Betreff;Beginnt am;Beginnt um;Endet am;Endet um;Privat",
                     "Frühstück;14.03.2026;08:30:00;14.03.2026;09:15:00;Falsch")  # fmt: skip
    assert _starts(export) == ["2026-03-14T08:30:00"]


def test_a_list_of_tasks_is_refused(tmp_path: Path) -> None:
    export = _export(tmp_path, "Subject,Start Date,Due Date", "Walk,2026-01-01,2026-01-02")
    assert outlook_calendar.recognise(export) is None
    with pytest.raises(ExportError, match=r"calendar\.csv has no header of an Outlook calendar"):
        outlook_calendar.read(export)


def test_who_was_asked_by_a_calendar_without_answers_is_told_and_not_met(tmp_path: Path) -> None:
    rows = [
        f"Walk,{day}/03/2026,10:00:00,{day}/03/2026,10:30:00,False,False,"
        f"Thérèse Bélanger,Thérèse Bélanger;{guest}"
        for day, guest in ((14, "Jo May"), (15, "Al Ray"))
    ]
    head = f"{HEADER},Meeting Organizer,Required Attendees"
    found = outlook_calendar.read(_export(tmp_path, head, *rows))
    assert "touches" not in found.tables
    assert [one.what for one in found.problems] == [
        "does not say who accepted: none of the 2 who were asked counts as met"
    ]
