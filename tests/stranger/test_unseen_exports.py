"""Exports of seven more strangers: a bank, a ministry, a law firm, a hospital, a utility, a charity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import open_export
from engagekit.readers.events import teams
from engagekit.sections.gate import Gate
from tests.reading import read, staff_list
from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, Rows, loaded

NAMES = [row[1] for row in PEOPLE[1:13]]


def sheets(place: Path, **rows: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, each in rows.items():
        sheet = book.create_sheet(name)
        for row in each:
            sheet.append(list(row))
    book.save(place)
    return place


def gate(home: Path, start: int = 1, without: Sequence[str] = (), **files: Rows) -> Gate:
    """Return the gate of the small project with its files changed and its first month."""
    settings = small.SETTINGS.replace("fiscal_start = 1", f"fiscal_start = {start}")
    return small.gate(home, settings, **{**dict.fromkeys(without), **files})


def again(home: Path) -> Gate:
    return Gate(loaded(home / "data"))


def report(day: dt.date, people: Sequence[str]) -> list[list[str]]:
    start = dt.datetime.combine(day, dt.time(12, 30))
    stamps = [f"{one:%m/%d/%y, %I:%M:%S %p}" for one in (start, start + dt.timedelta(minutes=31))]
    head = ["Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Role"]
    return [
        ["1. Summary"], ["Meeting title", "Half hour"], ["Start time", stamps[0]],
        ["End time", stamps[1]], [], ["2. Participants"], head,
        *[[one, *stamps, "31m", f"{one}@firm.example".replace(" ", "."), "Attendee"]
          for one in people],
        [], ["3. In-Meeting Activities"], ["Name", "Join Time", "Leave Time", "Duration", "Email"],
        *[[one, *stamps, "31m", f"{one}@firm.example".replace(" ", ".")] for one in people], [],
    ]  # fmt: skip


def test_sessions_of_a_series_below_one_another_are_to_be_parted(tmp_path: Path) -> None:
    place = tmp_path / "Half hour.csv"
    both = report(dt.date(2026, 8, 11), NAMES[:5]) + report(dt.date(2026, 7, 14), NAMES[3:10])
    place.write_text("\n".join("\t".join(row) for row in both), encoding="utf-16")
    with pytest.raises(ExportError, match=r"holds several attendance reports"):
        teams.read(open_export(place))


def test_a_name_beside_a_first_name_is_the_surname_and_heads_of_units_are_taken_off(
    tmp_path: Path,
) -> None:
    head = "Pers.-Nr.;Name;Vorname;E-Mail;Org Unit;Eintritt\n"
    place = tmp_path / "Personal.csv"
    place.write_text(
        head + "1;Moss;Ann;a@x.example;Recht (Bob Reed);01.02.2020\n"
        "2;Reed;Bob;b@x.example;Netze (EMEA);01.02.2020\n"
        "3;Stone;Cat;c@x.example;Recht (Bob Reed);01.02.2020\n",
        encoding="utf-8",
    )
    export = open_export(place)
    found = staff_list(export).read(export).tables["contacts"]
    assert found["display_name"].tolist() == ["Ann Moss", "Bob Reed", "Cat Stone"]
    assert found["department"].tolist()[0] == "Recht"


def test_ticks_in_the_language_of_who_answers_are_one_question(tmp_path: Path) -> None:
    stem = "Which have you used? - Selected Choice - "
    head = ["ResponseId", "Finished", "UserLanguage", "Q1_1", "Q1_2"]
    rows = [head, ["Response ID", "Finished", "User Language", f"{stem}Loans", f"{stem}Desk"],
            [f'{{"ImportId":"{one}"}}' for one in ("_recordId", "finished", "userLanguage", "QID1_1", "QID1_2")],
            ["R_1", "True", "EN", "Loans", "Desk"], ["R_2", "True", "FR", "Prêts", ""],
            ["R_3", "True", "FR", "Prêts", "Comptoir"], ["R_4", "True", "EN", "", "Desk"]]  # fmt: skip
    small.save(tmp_path / "q.csv", rows)
    found = read(open_export(tmp_path / "q.csv"))
    assert set(found.tables["questions"]["kind"]) == {"multi"}
    given = found.tables["responses"]
    assert given[given["value"] != ""]["option"].value_counts().to_dict() == {"Loans": 3, "Desk": 3}


def test_groups_of_the_settings_hold_for_the_log_too(tmp_path: Path) -> None:
    log = [[*LOG[0], "department"], *[[*row, "Taxes"] for row in LOG[1:]]]
    gate(tmp_path, touches__csv=log)
    with (tmp_path / "engagekit.toml").open("a", encoding="utf-8") as file:
        file.write('\n[groups]\nTax = ["Tax", "Taxes"]\n')
    tables = again(tmp_path).tables
    assert set(tables.touches["department"]) == {"Tax"}
    assert not [one for one in tables.faults if "does not have" in one.problem]
