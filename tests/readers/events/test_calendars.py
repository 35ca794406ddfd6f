"""iCalendar: series, zones, answers, and files that are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, open_export
from engagekit.readers.events import calendars
from engagekit.settings.schema import FileChoice


def _export(folder: Path, *lines: str) -> Export:
    place = folder / "calendar.ics"
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *lines, "END:VCALENDAR", ""]
    place.write_text("\r\n".join(text), encoding="utf-8")
    return open_export(place)


def _event(*lines: str, uid: str = "one@x.example") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Walk", *lines, "END:VEVENT"]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART:20261006T140000Z", "2026-10-06T14:00:00+00:00"),
        ("DTSTART:20261006T140000", "2026-10-06T14:00:00"),
        ("DTSTART;VALUE=DATE:20261006", "2026-10-06"),
        ("DTSTART;TZID=Eastern Standard Time:20261006T100000", "2026-10-06T10:00:00-04:00"),
        ("DTSTART;TZID=/x.org/1/Europe/Paris:20261006T100000", "2026-10-06T10:00:00+02:00"),
        ("DTSTART;TZID=Our office:20261006T100000", "2026-10-06T10:00:00"),
    ],
)
def test_a_start_keeps_its_zone(tmp_path: Path, start: str, expected: str) -> None:
    events = calendars.read(_export(tmp_path, *_event(start))).tables["events"]
    assert events["started_at"].tolist() == [expected]


def test_a_series_keeps_its_clock_over_the_change_to_winter_time(tmp_path: Path) -> None:
    export = _export(tmp_path, *_event("DTSTART;TZID=Europe/Paris:20261019T090000",
                                       "RRULE:FREQ=WEEKLY;UNTIL=20261026T080000Z"))  # fmt: skip
    assert calendars.read(export).tables["events"]["started_at"].tolist() == [
        "2026-10-19T09:00:00+02:00", "2026-10-26T09:00:00+01:00"]  # fmt: skip


def test_a_series_without_an_end_is_cut_and_told(tmp_path: Path) -> None:
    found = calendars.read(_export(tmp_path, *_event("DTSTART:20261006T140000Z",
                                                     "RRULE:FREQ=MONTHLY")))  # fmt: skip
    assert len(found.tables["events"]) == 13
    assert "counted until 2027-10-06" in found.problems[0].problem


def test_a_rule_that_gives_one_date_for_ever_is_that_date(tmp_path: Path) -> None:
    rule = ("DTSTART:20261006T140000Z", "RRULE:FREQ=DAILY;INTERVAL=0")
    assert len(calendars.read(_export(tmp_path, *_event(*rule))).tables["events"]) == 1


def test_an_extra_date_is_added_and_an_exception_taken_out(tmp_path: Path) -> None:
    export = _export(tmp_path, *_event("DTSTART:20261006T140000Z", "RRULE:FREQ=DAILY;COUNT=3",
                                       "EXDATE:20261007T140000Z", "RDATE:20261020T140000Z"))  # fmt: skip
    days = calendars.read(export).tables["events"]["started_at"].str[:10].tolist()
    assert days == ["2026-10-06", "2026-10-08", "2026-10-20"]


def test_an_answer_to_an_event_is_never_attendance(tmp_path: Path) -> None:
    people = [f"ATTENDEE;PARTSTAT={said};CN={said}:mailto:{said}@x.example"
              for said in ("ACCEPTED", "TENTATIVE", "DECLINED", "NEEDS-ACTION")]  # fmt: skip
    event = _event("DTSTART:20261006T140000Z", "CATEGORIES:Event", *people)
    found = calendars.read(_export(tmp_path, *event))
    attendance = found.tables["attendance"]
    assert attendance["status"].tolist() == ["registered", "registered", "cancelled"]
    assert [fault.problem for fault in found.problems] == [
        "1 invitations without an answer are not listed"]  # fmt: skip


def test_an_end_of_a_series_in_utc_is_that_of_its_clock(tmp_path: Path) -> None:
    """20 October 23:59 in Toronto is the 21st in UTC, on which nothing takes place."""
    export = _export(tmp_path, *_event("DTSTART;TZID=America/Toronto:20261019T090000",
                                       "RRULE:FREQ=DAILY;UNTIL=20261021T035959Z"))  # fmt: skip
    days = calendars.read(export).tables["events"]["started_at"].str[:10].tolist()
    assert days == ["2026-10-19", "2026-10-20"]


@pytest.mark.parametrize("exception", ["EXDATE:20261020T130000Z", "EXDATE;VALUE=DATE:20261020"])
def test_an_exception_in_utc_or_of_a_day_is_taken_out(exception: str, tmp_path: Path) -> None:
    export = _export(tmp_path, *_event("DTSTART;TZID=America/Toronto:20261019T090000",
                                       "RRULE:FREQ=DAILY;COUNT=3", exception))  # fmt: skip
    days = calendars.read(export).tables["events"]["started_at"].str[:10].tolist()
    assert days == ["2026-10-19", "2026-10-21"]


@pytest.mark.parametrize(("subject", "met"), [("Canceled: Walk", 0), ("Cancelled flights", 1)])
def test_a_meeting_whose_subject_says_it_was_cancelled_meets_nobody(
    subject: str, met: int, tmp_path: Path
) -> None:
    guest = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:p@x.example"
    event = _event("DTSTART:20261006T140000Z", "DTEND:20261006T150000Z", guest)
    event[2] = f"SUMMARY:{subject}"
    assert len(calendars.read(_export(tmp_path, *event)).tables.get("touches", ())) == met


@pytest.mark.parametrize(("guests", "met"), [(20, 20), (21, 0)])
def test_a_meeting_of_very_many_meets_nobody(guests: int, met: int, tmp_path: Path) -> None:
    people = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:p{number}@x.example" for number in range(guests)]
    event = _event("DTSTART:20261006T140000Z", "DTEND:20261006T150000Z", *people)
    found = calendars.read(_export(tmp_path, *event))
    assert len(found.tables.get("touches", ())) == met


@pytest.mark.parametrize(
    ("mark", "title"),
    [("CATEGORIES:Library event", "Walk"), ("CATEGORIES:Red", "(calendar entry)"),
     ("CATEGORIES:Event\r\nCLASS:PRIVATE", "(calendar entry)")],
)  # fmt: skip
def test_a_subject_stands_only_where_a_category_marks_an_event(
    mark: str, title: str, tmp_path: Path
) -> None:
    export = _export(tmp_path, *_event("DTSTART:20261006T140000Z", mark))
    assert calendars.read(export).tables["events"]["title"].tolist() == [title]


def test_the_name_of_a_calendar_and_the_settings_mark_its_entries(tmp_path: Path) -> None:
    named = _export(tmp_path, "X-WR-CALNAME:Library events", *_event("DTSTART:20261006T140000Z"))
    assert calendars.read(named).tables["events"]["title"].tolist() == ["Walk"]
    plain = _export(tmp_path, *_event("DTSTART:20261006T140000Z"))
    stated = open_export(plain.path, choice=FileChoice(events=True))
    assert calendars.read(stated).tables["events"]["title"].tolist() == ["Walk"]


@pytest.mark.parametrize(("answer", "met"), [("PARTSTAT=ACCEPTED", 3), ("CUTYPE=INDIVIDUAL", 0)])
def test_who_is_asked_to_a_weekly_series_is_met_where_they_accepted(
    answer: str, met: int, tmp_path: Path
) -> None:
    series = _event("DTSTART:20261006T140000Z", "DTEND:20261006T150000Z",
                    "RRULE:FREQ=WEEKLY;COUNT=3", f"ATTENDEE;{answer}:mailto:p@x.example")  # fmt: skip
    found = calendars.read(_export(tmp_path, *series))
    assert len(found.tables.get("touches", ())) == met
    told = ["does not say who accepted: none of the 3 who were asked counts as met"]
    assert [one.problem for one in found.problems] == ([] if met else told)


def test_one_broken_event_does_not_cost_the_others(tmp_path: Path) -> None:
    export = _export(tmp_path, *_event("DTSTART:20261006T140000Z"),
                     "BEGIN:VEVENT", "UID:two", "nonsense", "END:VEVENT", "END:VEVENT")  # fmt: skip
    found = calendars.read(export)
    assert (found.rows_read, found.rows_kept) == (2, 1)


@pytest.mark.parametrize("lines", [[], ["BEGIN:VTODO", "END:VTODO"], ["BEGIN:VEVENT", "nonsense"]])
def test_a_calendar_without_a_readable_event_says_so(tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(ExportError, match=r"calendar\.ics is a calendar"):
        calendars.read(_export(tmp_path, *lines))


def test_a_series_in_the_last_year_there_is_has_its_first_date(tmp_path: Path) -> None:
    lines = ("DTSTART:99991231T140000Z", "RRULE:FREQ=YEARLY")
    found = calendars.read(_export(tmp_path, *_event(*lines)))
    assert found.tables["events"]["started_at"].tolist() == ["9999-12-31T14:00:00+00:00"]


def test_a_card_file_is_no_calendar(tmp_path: Path) -> None:
    place = tmp_path / "people.vcf"
    place.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Jo May\nEND:VCARD\n")
    assert calendars.recognise(open_export(place)) is None


@pytest.mark.parametrize("line", ["DTEND:tomorrow", "RRULE:FREQ=SOMETIMES", "DURATION:long",
                                  "RRULE:FREQ=SECONDLY;BYSETPOS=366;BYSECOND=61", "RRULE:FREQ=YEARLY;BYDAY=99MO", "CATEGORIES:", "EXDATE:never", "RDATE:now and then"])  # fmt: skip
def test_a_property_that_cannot_be_read_does_not_cost_the_event(tmp_path: Path, line: str) -> None:
    found = calendars.read(_export(tmp_path, *_event("DTSTART:20261006T140000Z", line)))
    assert found.tables["events"]["started_at"].tolist() == ["2026-10-06T14:00:00+00:00"]
