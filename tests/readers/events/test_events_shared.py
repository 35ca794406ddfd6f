"""Every shared export of an event: the one reader that knows it, and what it gives."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import open_export
from engagekit.readers.shared.contract import Reading
from tests.reading import is_retired, read, tools_of

SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports"
TOOLS = {
    "eventbrite": "Eventbrite",
    "ics": "iCalendar",
    "libcal": "LibCal",
    "outlookcalendar": "Outlook calendar",
    "teams": "Microsoft Teams",
    "webex": "Webex",
    "zoom": "Zoom",
}
OVERLAP = "events/teams/synthetic-2026-03-24-ai-in-the-library-4digit.csv"
"""One person on two devices: the key adds both, the reader counts the time once."""

pytestmark = pytest.mark.shared


def _expected() -> list[dict[str, str]]:
    place = SHARED / "EXPECTED.tsv"
    if not place.is_file():
        return []
    with place.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, delimiter="\t"))
    return [row for row in rows if row["subject"] == "events" and not is_retired(row)]


def _foreign() -> list[Path]:
    folders = ("surveys", "contacts", "touches", "excel-traps", "later")
    return sorted(
        path for folder in folders for path in (SHARED / folder).rglob("*") if path.is_file()
    )


@cache
def _reading(file: str) -> Reading:
    return read(open_export(SHARED / file))


@pytest.mark.parametrize("row", _expected(), ids=lambda row: row["file"])
def test_exactly_the_right_reader_knows_an_event_export(row: dict[str, str]) -> None:
    assert tools_of(open_export(SHARED / row["file"])) == [TOOLS[row["file"].split("/")[1]]]


@pytest.mark.parametrize("path", _foreign(), ids=lambda path: str(path.relative_to(SHARED)))
def test_no_event_reader_takes_another_export(path: Path) -> None:
    try:
        export = open_export(path)
    except ExportError:
        return
    assert not set(tools_of(export)) & set(TOOLS.values())


@pytest.mark.parametrize("row", _expected(), ids=lambda row: row["file"])
def test_an_event_export_gives_what_the_key_says(row: dict[str, str]) -> None:
    found = _reading(row["file"])
    assert found.rows_read == found.rows_kept + sum(part.rows for part in found.set_aside)
    for name, count in (("rows_read", found.rows_read), ("rows_kept", found.rows_kept)):
        assert not row[name] or str(count) in row[name].split("|")
    attendance = found.tables.get("attendance")
    if attendance is None or not row["people_listed"]:
        return
    attended = attendance[attendance["status"] == "attended"]
    assert str(len(attendance)) in row["people_listed"].split("|")
    assert not row["people_attended"] or str(len(attended)) in row["people_attended"].split("|")
    if row["minutes"] and row["file"] != OVERLAP:
        minutes = float(attendance["minutes"].sum())
        assert any(
            abs(minutes - float(stated)) <= 0.5 * len(attended)
            for stated in row["minutes"].split("|")
        )


def test_nobody_is_longer_in_a_meeting_than_it_lasted() -> None:
    attendance = _reading(OVERLAP).tables["attendance"]
    joined = attendance["first_join_at"].astype("datetime64[us]")
    left = attendance["last_leave_at"].astype("datetime64[us]")
    assert (attendance["minutes"] <= (left - joined).dt.total_seconds() / 60 + 0.02).all()


def test_names_of_people_are_kept_as_the_tool_shows_them() -> None:
    place = SHARED / "truth" / "mentions.tsv"
    with place.open(encoding="utf-8", newline="") as text:
        mentions = list(csv.DictReader(text, delimiter="\t"))
    folders = ("teams", "zoom", "webex", "eventbrite", "libcal")
    read_files = {row["file"] for row in _expected()}
    lost = []
    for mention in mentions:
        is_read = mention["file"] in read_files and mention["file"].split("/")[1] in folders
        if not is_read or mention["person_id"] == "-":
            continue
        attendance = _reading(mention["file"]).tables["attendance"]
        same = attendance["display_name"] == mention["raw_name"]
        same &= attendance["email"].str.casefold() == mention["raw_email"].casefold()
        if not same.any():
            lost.append(mention["row_key"])
    assert lost == []
