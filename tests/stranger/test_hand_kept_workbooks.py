"""Workbooks as people keep them: cells merged over rows, two tables on a sheet, units in headers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engagekit.loading.load import load
from engagekit.loading.read_file import Loaded, read_file
from engagekit.mapping.drafting import map_file
from engagekit.mapping.file_choices import exported
from engagekit.settings.schema import Settings
from engagekit.tables.problems import QUESTION

LOG = ["Date", "Enquirer", "Via", "Time taken (mins)"]


def book(place: Path, rows: list[list[Any]], *merged: str) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    made.save(place)
    return place


def mapped(place: Path, table: str, **given: str) -> Loaded:
    map_file(place, table=table, given=given)
    return read_file(exported(place), place.name, Settings())


def test_a_day_merged_over_rows_is_that_of_each_and_an_amount_is_of_one(tmp_path: Path) -> None:
    day = dt.datetime(2026, 4, 2)
    place = book(
        tmp_path / "log.xlsx",
        [LOG, [day, "Ann Lee", "Phone", 30], [None, "Bo Roy", "E-mail", None],
         [None, "Cy Dow", "Phone", 5]],
        "A2:A4", "D2:D3",
    )  # fmt: skip
    part = mapped(place, "touches", own_log="yes")
    touches = part.frames["touches"]
    assert touches["on"].dt.day.tolist() == [2, 2, 2]
    assert touches["minutes"].fillna(-1).tolist() == [30, -1, 5]


def test_minutes_as_people_write_them_are_minutes(tmp_path: Path) -> None:
    day = dt.datetime(2026, 4, 2)
    cells = [15, "20 (approx.)", "1h", "45 mins", "n/a", "ca. 10", 5, 5]
    rows = [[day, "Ann Lee", "Phone", cell] for cell in cells]
    part = mapped(book(tmp_path / "log.xlsx", [LOG, *rows]), "touches", own_log="yes")
    minutes = part.frames["touches"]["minutes"].fillna(-1).tolist()
    assert minutes == [15, 20, 60, 45, -1, 10, 5, 5]
    assert not part.problems


def test_hours_and_thousands_in_a_header_are_hours_and_thousands(tmp_path: Path) -> None:
    day = dt.datetime(2026, 4, 2)
    head = ["Date", "Enquirer", "Via", "Time taken (hours)"]
    rows = [[day, "Ann Lee", "Phone", cell] for cell in (0.5, 1.25, 2)]
    part = mapped(book(tmp_path / "log.xlsx", [head, *rows]), "touches", own_log="yes")
    assert part.frames["touches"]["minutes"].tolist() == [30, 75, 120]
    money = [["Spend 2026, £'000"], ["Line", "Apr-26", "May-26", "Jun-26"],
             ["Staff", 14.2, 14.2, 15], ["Books", 1.5, 2, 0.25]]  # fmt: skip
    part = mapped(book(tmp_path / "money.xlsx", money), "budget", kind="actual", currency="GBP")
    assert part.frames["budget"]["amount"].sum() == 47_150


CONTRACTS = [["Supplier", "Product", "Annual cost", "Renewal"],
             ["Lexis", "Lexis+", "£48,000", "31/10/2026"],
             ["FT", "FT.com", "£9,250", "15/07/2026"]]  # fmt: skip


@pytest.mark.parametrize(
    "below",
    [[["Contracts"], *CONTRACTS], CONTRACTS,
     [["Budget"], ["Line", "Apr-26", "May-26", "Jun-26"], ["Staff", 1, 1, 1], ["Books", 2, 2, 2]]],
    ids=["with a title", "without one", "the same header again under a title"],
)  # fmt: skip
def test_a_second_table_below_is_a_question_and_in_no_number(
    tmp_path: Path, below: list[list[Any]]
) -> None:
    rows = [["Line", "Apr-26", "May-26", "Jun-26"], ["Staff", "£15,400.00", "£15,400.00", "1.2k"],
            ["Refunds", 0, "(£1,200.00)", 0], [], *below]  # fmt: skip
    part = mapped(book(tmp_path / "m.xlsx", rows), "budget", kind="actual", currency="GBP")
    assert part.frames["budget"]["amount"].sum() == 15_400 + 15_400 + 1_200 - 1_200
    asked = [one for one in part.problems if one.level == QUESTION]
    assert [one.problem for one in asked] == [
        f"holds another table below the first: its {len(below)} rows are not read"
    ]


@pytest.mark.parametrize(
    "below",
    [[["unknown", "Cy Dow", "Phone", "n/a"], ["22/04/2026", "Di Fox", "Phone", 5]],
     [LOG, ["22/04/2026", "Di Fox", "Phone", 5]]],
    ids=["words where days stand", "header of the next page"],
)  # fmt: skip
def test_a_blank_row_alone_begins_no_second_table(tmp_path: Path, below: list[list[Any]]) -> None:
    rows = [LOG, *[["22/04/2026", "Ann Lee", "Phone", n] for n in (5, 10, 15)], [], *below]
    part = mapped(book(tmp_path / "log.xlsx", rows), "touches", own_log="yes")
    assert "Di Fox" in part.frames["touches"]["display_name"].tolist()


def test_known_as_beside_a_surname_is_the_first_name(tmp_path: Path) -> None:
    head = ["Emp Ref", "Surname", "Known As", "Work Email", "Department", "Start Date"]
    rows = [["1", "Lee", "Ann", "a@x.example", "Tax", "01/02/2020"],
            ["2", "Roy", "Bo", "b@x.example", "Tax", "01/02/2020"]]  # fmt: skip
    book(tmp_path / "staff.xlsx", [head, *rows])
    assert load(tmp_path, Settings()).contacts["display_name"].tolist() == ["Ann Lee", "Bo Roy"]
    lone = [[*row[:2], *row[3:]] for row in [head, *rows]]
    book(tmp_path / "staff.xlsx", lone)
    told = load(tmp_path, Settings()).problems["problem"]
    assert told.str.contains("has surnames and no column").any()
