"""Microsoft Teams: the traps of attendance reports, each on a report of a few rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, open_export
from engagekit.readers.events import teams
from engagekit.settings.schema import FileChoice

HEADER = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"


def _report(
    folder: Path,
    rows: list[str],
    *,
    start: str = "9/15/26, 12:00:00 PM",
    end: str = "9/15/26, 1:00:00 PM",
    attended: str = "",
    joins: list[str] = [],  # noqa: B006
    name: str = "report.csv",
    choice: FileChoice | None = None,
) -> Export:
    lines = [
        "1. Summary",
        "Meeting title\tClinic",
        f"Attended participants\t{attended}",
        f"Start time\t{start}",
        f"End time\t{end}",
        "",
        "2. Participants",
        HEADER,
        *rows,
    ]
    if joins:
        lines += ["", "3. In-Meeting Activities",
                  "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole", *joins]  # fmt: skip
    place = folder / name
    place.write_text("\n".join(lines), encoding="utf-16")
    return open_export(place, choice=choice)


def test_two_devices_of_one_person_do_not_double_the_minutes(tmp_path: Path) -> None:
    export = _report(tmp_path, [
        "Jo May\t9/15/26, 12:00:00 PM\t9/15/26, 12:40:00 PM\t40m\tjo@x.example\tjo@x.example\t",
        "Jo May\t9/15/26, 12:20:00 PM\t9/15/26, 1:00:00 PM\t40m\tJO@x.example\tjo@x.example\t",
    ])  # fmt: skip
    attendance = teams.read(export).tables["attendance"]
    assert attendance[["email", "minutes"]].to_numpy().tolist() == [["jo@x.example", 60.0]]


def test_one_name_at_the_same_time_without_addresses_is_two_people(tmp_path: Path) -> None:
    at = "9/15/26, 12:00:00 PM\t9/15/26, 12:40:00 PM\t40m\t\t\tAttendee"
    attendance = teams.read(_report(tmp_path, [f"Jo May\t{at}"] * 2)).tables["attendance"]
    assert attendance["minutes"].tolist() == [40.0, 40.0]


def test_one_name_in_turn_without_an_address_is_one_person(tmp_path: Path) -> None:
    export = _report(tmp_path, [
        "Jo May (Guest)\t9/15/26, 12:00:00 PM\t9/15/26, 12:10:00 PM\t10m\t\t\t",
        "Jo May\t9/15/26, 12:20:00 PM\t9/15/26, 12:40:00 PM\t20m\t\t\t",
    ])  # fmt: skip
    attendance = teams.read(export).tables["attendance"]
    assert attendance[["display_name", "minutes"]].to_numpy().tolist() == [["Jo May (Guest)", 30.0]]


def test_one_sign_in_name_with_two_addresses_is_one_person(tmp_path: Path) -> None:
    export = _report(tmp_path, [
        "Jo May\t9/15/26, 12:00:00 PM\t9/15/26, 12:10:00 PM\t10m\tjo.old@x.example\tjmay@x.example\t",
        "Jo Kay\t9/15/26, 12:20:00 PM\t9/15/26, 12:40:00 PM\t20m\tjo.new@x.example\tjmay@x.example\t",
    ])  # fmt: skip
    assert teams.read(export).tables["attendance"]["minutes"].tolist() == [30.0]


def test_single_joins_are_not_added_to_the_participants(tmp_path: Path) -> None:
    row = "Jo May\t9/15/26, 12:00:00 PM\t9/15/26, 12:40:00 PM\t30m\tjo@x.example\tjo@x.example\tx"
    joins = ["Jo May\t9/15/26, 12:00:00 PM\t9/15/26, 12:10:00 PM\t10m\tjo@x.example\tx",
             "Jo May\t9/15/26, 12:20:00 PM\t12:40:00 PM\t20m\tjo@x.example\tx"]  # fmt: skip
    found = teams.read(_report(tmp_path, [row], joins=joins))
    assert found.rows_read == 1
    assert found.tables["attendance"]["minutes"].tolist() == [30.0]


@pytest.mark.parametrize(
    ("cell", "name", "order", "day"),
    [
        ("2/7/26, 9:04:01 AM", "report.csv", "month first", "2026-02-07"),
        ("2/7/26, 9:04:01 am", "report.csv", "day first", "2026-07-02"),
        ("02/07/2026, 09:04:01", "report.csv", "day first", "2026-07-02"),
        ("2/7/26, 9:04:01 AM", "Clinic 2026-07-02.csv", "day first", "2026-07-02"),
        ("21/01/2026, 9:04:01 pm", "report.csv", "day first", "2026-01-21"),
        ("2.7.26, 09:04:01", "report.csv", "day first", "2026-07-02"),
        ("2026-07-02 09:04:01", "report.csv", None, "2026-07-02"),
    ],
)
def test_one_order_of_day_and_month_is_decided_for_a_file(
    tmp_path: Path, cell: str, name: str, order: str | None, day: str
) -> None:
    row = f"Jo May\t{cell}\t{cell}\t5m\tjo@x.example\tjo@x.example\tAttendee"
    found = teams.read(_report(tmp_path, [row], start=cell, end=cell, name=name))
    assert found.date_order == order
    assert found.tables["attendance"]["first_join_at"].iloc[0][:10] == day


def test_an_order_that_no_date_proves_is_told(tmp_path: Path) -> None:
    cell = "2/7/26, 9:04:01 AM"
    row = f"Jo May\t{cell}\t{cell}\t5m\tjo@x.example\tjo@x.example\tAttendee"
    told = teams.read(_report(tmp_path, [row], start=cell, end=cell)).problems
    assert "date_order" in told[0].remedy
    choice = FileChoice(date_order="day first")
    found = teams.read(_report(tmp_path, [row], start=cell, end=cell, choice=choice))
    assert (found.date_order, list(found.problems)) == ("day first", [])


def test_a_row_one_cell_short_is_set_aside_and_told(tmp_path: Path) -> None:
    found = teams.read(_report(tmp_path, [
        "Jo May\t9/15/26, 12:00:00 PM\t9/15/26, 12:40:00 PM\t40m\tjo@x.example\tjo@x.example\tx",
        "Al Ray\t9/15/26, 12:00:00 PM\t9/15/26, 12:30:00 PM\tal@x.example\tal@x.example\tx",
    ]))  # fmt: skip
    assert found.tables["attendance"]["email"].tolist() == ["jo@x.example"]
    assert [fault.row for fault in found.problems] == [10]


def test_a_row_that_fits_nowhere_is_set_aside(tmp_path: Path) -> None:
    found = teams.read(_report(tmp_path, [
        "Jo May\t9/15/26, 12:00:00 PM\t9/15/26, 12:40:00 PM\t40m\tjo@x.example\tjo@x.example\tx",
        "Al Ray\thello\tyou\t40m\tal@x.example\tal@x.example\tx",
    ]))  # fmt: skip
    assert [(part.reason, part.rows) for part in found.set_aside] == [
        ("cells do not fit the header", 1)
    ]


def test_a_summary_that_counts_otherwise_than_the_rows_is_told(tmp_path: Path) -> None:
    row = "Jo May\t9/15/26, 12:00:00 PM\t9/15/26, 12:40:00 PM\t40m\tjo@x.example\tjo@x.example\tx"
    told = teams.read(_report(tmp_path, [row], attended="3")).problems
    assert [fault.what for fault in told] == ["the summary says 3 attended, the rows show 1 person"]


def test_a_numbered_list_that_is_no_report_is_not_taken(tmp_path: Path) -> None:
    place = tmp_path / "answers.csv"
    place.write_text("1. Where do you work?\n2. How often do you come?\nName,Often\nJo,5\nAl,2\n")
    export = open_export(place)
    assert teams.recognise(export) is None
    with pytest.raises(ExportError, match=r"answers\.csv has no participants' section"):
        teams.read(export)


@pytest.mark.parametrize(("join", "minutes", "status"), [
    ("", "40m", "attended"), ("", "20s", "attended"), ("", "", "no_show"), ("", "0m", "no_show"),
    ("9/15/26, 12:00:00 PM", "", "attended"),
])  # fmt: skip
def test_who_registered_and_has_neither_join_nor_minute_stayed_away(
    join: str, minutes: str, status: str, tmp_path: Path
) -> None:
    lines = [
        "1. Summary", "Meeting title\tClinic", "Start time\t9/15/26, 12:00:00 PM",
        "End time\t9/15/26, 1:00:00 PM", "", "2. Participants",
        f"{HEADER}\tRegistration Email\tRegistration Time\tRegistration Status",
        f"Jo May\t{join}\t\t{minutes}\tjo@x.example\tjo@x.example\tAttendee\tjo@x.example\t"
        "9/1/26, 8:00:00 AM\tRegistered",
    ]  # fmt: skip
    place = tmp_path / "webinar.csv"
    place.write_text("\n".join(lines), encoding="utf-16")
    attendance = teams.read(open_export(place)).tables["attendance"]
    assert attendance["status"].tolist() == [status]
