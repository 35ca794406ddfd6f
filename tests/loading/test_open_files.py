"""Sheets that nobody knows are asked about one by one, and several layouts live in one workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

import engagekit as ek
from engagekit.loading.load import everything, load
from tests.confirming import map_file

pytestmark = pytest.mark.slow

LOG = [
    ["When", "Who", "How"],
    ["2026-03-01", "Ann Lee", "Email"],
    ["2026-03-02", "Bob Roy", "Phone"],
]
MONEY = [["Line", "Jan 26", "Feb 26", "Mar 26"], ["Staff", 10, 20, 30], ["Books", 1, 2, 3]]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "engagekit.toml").write_text("[organisation]\nname = 'Firm'\n", encoding="utf-8")
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data" / "library.xlsx"


def write(path: Path, **sheets: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", "-"))
        for row in rows:
            sheet.append(row)
    book.save(path)


def test_a_mapping_names_its_sheets_by_a_pattern(book: Path) -> None:
    february = [LOG[0], ["2026-03-09", "Cat Poe", "Chat"]]
    december = [LOG[0], ["2025-12-09", "Dan Fox", "Chat"]]
    write(book, **{"2026_01": LOG, "2026_02": february, "2025_12": december})
    draft = map_file(book, table="touches", sheet="2026-01")
    text = draft.path.read_text("utf-8")
    assert len(load("").touches) == 4  # alike sheets are read together
    draft.path.write_text(text.replace('sheet = "2026-01"', 'sheet = "2026-*"'), "utf-8")
    tables = load("")
    assert sorted(tables.touches["display_name"]) == ["Ann Lee", "Bob Roy", "Cat Poe"]
    assert [one.sheet for one in tables.unread] == ["2025-12"]


MONTHS = [["Line", "Jul 2026", "Aug 2026", "Sep 2026"], ["Staff", 10, 20, 30]]
POSTED = [["Posting Date", "Vendor", "GL Account", "Amount"], ["2026-07-03", "V", "Books", 10],
          ["2026-08-03", "V", "Staff", 20]]  # fmt: skip


UNEVEN = [["Line", "Jan", "Feb", "Mar"], ["Staff", 410, 500, 390], ["Books", 90, 0, 75]]
EVEN = [["Line", "Jan", "Feb", "Mar"], ["Staff", 400, 400, 400], ["Books", 50, 50, 50]]
YEAR_OF_MONTHS = [
    ["Line", *(f"2026-{month:02}" for month in range(1, 13))],
    ["Staff", *range(400, 412)],
]
LONG = [["Line", "Month", "Amount"], ["Staff", "2026-01", 410], ["Staff", "2026-02", 500]]
DOWN = [["Month", "Staff", "Books"], ["2026-01", 410, 90], ["2026-02", 500, 0], ["Total", 910, 90]]
QUARTERLY = [["Line", "Q1", "Q2", "Q3", "Q4"], ["Staff", 410, 500, 390, 400], ["Books", 9, 8, 7, 6]]


DUE = [f"2026-08-0{at + 1}" for at in range(5)]
DONE = [f"2026-07-0{at + 1}" for at in range(5)]
WHO = ["Ann Lee", "Bob Roy", "Cy Moss", "Di Reed", "Ed Stone"]
ADDRESSES = [f"p{at}@x.com" for at in range(5)]


THIS = dt.date.today().year


@pytest.mark.parametrize(
    ("heads", "period", "asked"),
    [
        (["Spent"], THIS, THIS), (["Spent"], THIS - 1, None), (["Planned"], THIS, None),
        ([f"{THIS} Budget", f"{THIS} Actual", f"{THIS - 1} Actual"], 0, THIS),
        ([f"FY{THIS % 100} Budget", f"FY{THIS % 100} Actual", f"FY{THIS % 100 - 1} Actual"], 0,
         f"FY{THIS % 100}"),
        ([f"{THIS} Budget", f"{THIS - 1} Budget", f"{THIS - 1} Actual"], 0, None),
    ],
)  # fmt: skip
def test_what_was_spent_in_a_year_that_is_not_over_is_asked_about(
    heads: list[str], period: int, asked: str | int | None, book: Path
) -> None:
    settings = "[organisation]\nname = 'Firm'\nfiscal_start = 1\ncurrency = 'EUR'\n"
    (book.parents[1] / "engagekit.toml").write_text(settings, encoding="utf-8")
    write(
        book,
        Money=[
            ["Account", *heads],
            ["Staff", *(10, 5, 9)[: len(heads)]],
            ["Books", *(4, 1, 3)[: len(heads)]],
        ],
    )
    given = {"period": str(period), "amount": heads[0]} if period else {}
    given |= {"kind": "budget" if heads[0] == "Planned" else "actual"} if period else {}
    map_file("library.xlsx", table="budget", given={"currency": "EUR", **given})
    lines = [str(one) for one in ek.gate(load("")).lines()]
    found = [one for one in lines if "a year that is not over" in one]
    assert len(found) == (asked is not None) and all(f"spent in {asked}," in one for one in found)


DAYS = [f"2026-08-{day:02d}" for day in range(3, 11)]


GRID = ["Line", "Type", "Q1", "Q2", "Q3", "Q4", "Total"]


def money(title: str, *rows: tuple[str, str, float, float, float, float]) -> list[list[object]]:
    return [[title], [], GRID, *([*row, sum(row[2:])] for row in rows)]


def test_a_workbook_of_years_of_planned_money_is_of_one_kind(book: Path) -> None:
    for_year = [["Line", "Amount", "Period"], ["Staff", 40, "2026-04"], ["Books", 9, "2026-05"]]
    write(book, Budget_2025=for_year, Budget_2026=for_year)
    map_file(book, table="budget", given={"kind": "budget", "currency": "GBP"})
    assert set(everything(book.parent).budget["kind"]) == {"budget"}
