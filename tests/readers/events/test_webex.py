"""Webex: the traps of the attendance report, each on a few rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.files.source_file import Export, open_export
from tests.reading import read, tools_of

HEADER = "Display Name\tAttendee Email\tJoin Time\tLeave Time\tAttendance Duration"


def _export(folder: Path, *lines: str) -> Export:
    place = folder / "report.csv"
    place.write_text("\n".join(lines), encoding="utf-16")
    return open_export(place)


def test_times_in_formulas_are_read(tmp_path: Path) -> None:
    export = _export(tmp_path, HEADER, "Jo May\tjo@x.example\t=\"2026-10-29 15:00:20\"\t"
                     "=\"2026-10-29 15:47:19\"\t47 mins")  # fmt: skip
    row = read(export).tables["attendance"].iloc[0]
    assert (row["first_join_at"], row["minutes"]) == ("2026-10-29T15:00:20", 47.0)


def test_two_devices_count_once(tmp_path: Path) -> None:
    export = _export(
        tmp_path, HEADER,
        "Jo May\tjo@x.example\t2026-10-29 15:00:00\t2026-10-29 15:30:00\t30 mins",
        "Jo May\tjo@x.example\t2026-10-29 15:10:00\t2026-10-29 15:40:00\t30 mins",
    )  # fmt: skip
    assert read(export).tables["attendance"]["minutes"].tolist() == [40.0]


def test_a_call_in_user_is_no_person(tmp_path: Path) -> None:
    export = _export(
        tmp_path, HEADER, "Call-in User_3\t\t2026-10-29 15:00:00\t2026-10-29 15:30:00\t30 mins"
    )
    found = read(export)
    assert [(part.reason, part.rows) for part in found.set_aside] == [("a phone without a name", 1)]
    assert (found.rows_read, found.rows_kept) == (1, 0)


def test_another_list_of_people_is_refused(tmp_path: Path) -> None:
    export = _export(tmp_path, "Display Name\tEmail\tDuration", "Jo\tjo@x.example\t3")
    assert tools_of(export) == []


@pytest.mark.parametrize(("join", "minutes", "status"), [
    ("2026-10-29 15:00:00", "", "attended"), ("", "30 mins", "attended"), ("", "", "no_show"),
    ("", "0 mins", "no_show"),
])  # fmt: skip
def test_who_was_invited_and_has_neither_join_nor_minute_stayed_away(
    join: str, minutes: str, status: str, tmp_path: Path
) -> None:
    rows = [f"Jo May\tjo@x.example\t{join}\t\t{minutes}",
            "Al Ray\tal@x.example\t2026-10-29 15:00:00\t2026-10-29 15:30:00\t30 mins"]  # fmt: skip
    attendance = read(_export(tmp_path, HEADER, *rows)).tables["attendance"]
    assert attendance["status"].tolist() == [status, "attended"]


def test_a_report_without_a_column_of_joins_lists_who_was_there(tmp_path: Path) -> None:
    header = "Display Name\tAttendee Email\tAttendance Duration\tMeeting Start Time"
    export = _export(tmp_path, header, "Jo May\tjo@x.example\t\t2026-10-29 15:00:00")
    assert read(export).tables["attendance"]["status"].tolist() == ["attended"]
