"""Sheets that nobody knows are asked about one by one, and several layouts live in one workbook."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import engagekit as ek
from engagekit.cli.app import main
from engagekit.files import source_file
from engagekit.loading import open_files
from engagekit.loading.load import everything, load
from engagekit.mapping.drafting import map_file
from engagekit.mapping.proposing import OFFERED
from engagekit.readers.shared import _table
from engagekit.sections import open_questions
from engagekit.tables.tables import Tables

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


def test_each_sheet_has_its_question_and_its_own_mapping(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(book, Log=LOG, Money=MONEY, Notes=[["Nothing", "here"], ["a", "b"], ["c", "d"]])
    (first,) = open_files.of(everything(""))
    assert (first.sheet, first.choices[0].table) == ("", "touches")
    ek.map("library.xlsx", table="touches", given={"own_log": "yes"})
    money = next(one for one in open_files.of(everything("")) if one.sheet == "Money")
    assert money.choices[0].amount == 66
    with pytest.raises(SystemExit):
        main(shlex.split(money.command(money.choices[0]))[1:])
    capsys.readouterr()
    tables = load("")
    assert (len(tables.touches), tables.budget["amount"].sum()) == (2, 66)
    assert len(list((book.parents[1] / "mappings").iterdir())) == 2
    assert {one.sheet for one in tables.unread} <= {"Notes"}
    ek.ignore("library.xlsx", "Notes")
    assert load("").unread == ()


def test_a_file_is_read_once_for_all_its_answers_and_anew_once_it_has_changed(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Counter[str]()

    def counted(alone: pytest.MonkeyPatch, module: Any, name: str) -> None:
        whole = getattr(module, name)

        def call(*args: Any) -> Any:
            calls[name] += 1
            return whole(*args)

        alone.setattr(module, name, call)

    log = book.with_name("log.csv")
    for rows, one in (
        (2, "2026-03-02,Bob Roy,Phone"),
        (3, "2026-03-02,Bo,Chat\n2026-03-03,Cy,Phone"),
    ):
        log.write_text(f"When,Who,How\n2026-03-01,Ann Lee,Email\n{one}\n", encoding="utf-8")
        tables = everything("")
        with monkeypatch.context() as alone:
            for module, name in ((source_file, "_raw"), (_table, "_reasons"), (_table, "_cell")):
                counted(alone, module, name)
            (open_file,) = open_files.of(tables)
        assert [choice.rows for choice in open_file.choices][:1] == [rows]
        assert (calls["_raw"], calls["_reasons"], calls["_cell"]) == (1, 1, 3 * (rows + 1))
        calls.clear()


@pytest.mark.parametrize(
    ("title", "corner", "line", "first"),
    [
        ("Door 2026", "Place", "Main", "counts"), ("", "2026", "Visits", "counts"),
        ("2026", "Line", "Main", "budget"), ("2026", "On-line", "Main", "counts"),
        ("Budget 2026", "Place", "Main", "budget"), ("2026", "Place", "Salaries", "budget"),
    ],
)  # fmt: skip
def test_a_grid_of_months_is_of_visits_unless_it_says_money(
    book: Path, title: str, corner: str, line: str, first: str
) -> None:
    rows = [[title], [], [corner, "Jan", "févr.", "Mar"], [line, 10, 20, 30], ["Other", 1, 2, 3]]
    write(book, A=[*rows, ["Total", 11, 22, 33]])
    settings = "[organisation]\nname = 'Firm'\nfiscal_start = 1\ncurrency = 'EUR'\n"
    (book.parents[1] / "engagekit.toml").write_text(settings, encoding="utf-8")
    (one,) = open_files.of(everything(""))
    assert one.choices[0].table == first
    said = {name: "actual" if name == "kind" else value for name, value in one.choices[0].said}
    ek.map("library.xlsx", table=first, given=said)
    rows = getattr(load(""), first)
    assert rows["n" if first == "counts" else "amount"].sum() == 66
    assert first == "budget" or [f"{day:%m}" for day in rows["on"].unique()] == ["01", "02", "03"]


def test_a_mapping_names_its_sheets_by_a_pattern(book: Path) -> None:
    february = [LOG[0], ["2026-03-09", "Cat Poe", "Chat"]]
    december = [LOG[0], ["2025-12-09", "Dan Fox", "Chat"]]
    write(book, **{"2026_01": LOG, "2026_02": february, "2025_12": december})
    draft = ek.map(book, table="touches", sheet="2026-01")
    text = draft.path.read_text("utf-8")
    assert len(load("").touches) == 4  # alike sheets are read together
    draft.path.write_text(text.replace('sheet = "2026-01"', 'sheet = "2026-*"'), "utf-8")
    tables = load("")
    assert sorted(tables.touches["display_name"]) == ["Ann Lee", "Bob Roy", "Cat Poe"]
    assert [one.sheet for one in tables.unread] == ["2025-12"]


@pytest.mark.parametrize(
    ("headers", "sums"),
    [
        (("Net £", "VAT £", "Gross £"), [150, 180]),
        (("Betrag netto", "MwSt", "Betrag brutto"), [150, 180]),
        (("Amount excl. VAT", "VAT", "Amount incl. VAT"), [150, 180]),
        (("Amount", "VAT", "Paid by"), [150]),
    ],
)
def test_money_without_and_with_tax_is_asked_about_with_its_sum(
    book: Path, headers: tuple[str, str, str], sums: list[float]
) -> None:
    rows = [["2026-07-03", "JSTOR", 100, 20, 120], ["2026-08-04", "Westlaw", 50, 10, 60]]
    if len(sums) == 1:  # no sum of the two
        rows = [[*row[:-1], 4000 + at] for at, row in enumerate(rows)]
    write(book, Paid=[["Date", "Supplier", *headers], *rows])
    (one,) = open_files.of(everything(""))
    money = [choice for choice in one.choices if choice.table == "budget"]
    assert [choice.amount for choice in money] == sums
    if len(sums) == 2:
        assert headers[2] in money[0].aside and headers[0] in money[1].aside
        assert dict(money[1].said)["amount"] == headers[2]


MONTHS = [["Line", "Jul 2026", "Aug 2026", "Sep 2026"], ["Staff", 10, 20, 30]]
POSTED = [["Posting Date", "Vendor", "GL Account", "Amount"], ["2026-07-03", "V", "Books", 10],
          ["2026-08-03", "V", "Staff", 20]]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "rows", "kind"),
    [("Library budget", MONTHS, "..."), ("Library", MONTHS, "actual"),
     ("Library budget", POSTED, "actual"),
     ("Library budget", [POSTED[0], *[[f"{day} 09:30", *rest] for day, *rest in POSTED[1:]]], "actual"),
     ("Library budget", [["Actual spend"], *MONTHS], "actual"),
     ("Library budget 2026", [["Line", "Actual 2026"], ["Staff", 10], ["Books", 4]], "actual")],
)  # fmt: skip
def test_money_is_of_the_kind_that_its_header_its_title_or_its_file_says(
    name: str, rows: list[list[object]], kind: str, book: Path
) -> None:
    write(book.with_name(f"{name}.xlsx"), Sheet1=rows)
    (one,) = open_files.of(everything(""))
    (said,) = [dict(choice.said) for choice in one.choices if choice.table == "budget"]
    assert said["kind"] == kind and "department" not in said


UNEVEN = [["Line", "Jan", "Feb", "Mar"], ["Staff", 410, 500, 390], ["Books", 90, 0, 75]]
EVEN = [["Line", "Jan", "Feb", "Mar"], ["Staff", 400, 400, 400], ["Books", 50, 50, 50]]
YEAR_OF_MONTHS = [
    ["Line", *(f"2026-{month:02}" for month in range(1, 13))],
    ["Staff", *range(400, 412)],
]
LONG = [["Line", "Month", "Amount"], ["Staff", "2026-01", 410], ["Staff", "2026-02", 500]]
DOWN = [["Month", "Staff", "Books"], ["2026-01", 410, 90], ["2026-02", 500, 0], ["Total", 910, 90]]
QUARTERLY = [["Line", "Q1", "Q2", "Q3", "Q4"], ["Staff", 410, 500, 390, 400], ["Books", 9, 8, 7, 6]]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [(UNEVEN, "..."), (EVEN, "budget"), (YEAR_OF_MONTHS, "budget"), (QUARTERLY, "budget"),
     ([one[:-1] for one in QUARTERLY], "..."), (LONG, "..."), (DOWN, "..."),
     ([["Budget"], *UNEVEN], "..."), ([["Budget line", *UNEVEN[0][1:]], *UNEVEN[1:]], "..."),
     ([["Line", "Month", "Budget"], *LONG[1:]], "budget"), ([["Actual"], *UNEVEN], "actual"),
     ([["Planned"], *UNEVEN], "budget"), ([["Budget prévu"], *UNEVEN], "budget"),
     ([["library_budget_2026"], *UNEVEN], "..."),
     ([[*one, ""] if at else [*one, "Apr"] for at, one in enumerate(UNEVEN)], "...")],
)  # fmt: skip
def test_months_so_far_in_a_workbook_named_budget_may_be_planned_or_spent(
    rows: list[list[object]], kind: str, book: Path
) -> None:
    write(book.with_name("Library budget 2026.xlsx"), Sheet1=rows)
    tables = everything("")
    (one,) = open_files.of(tables)
    (choice, *_) = [choice for choice in one.choices if choice.table == "budget"]
    assert dict(choice.said)["kind"] == kind and not choice.fault
    asks = "does not say if it was planned or spent" in open_questions.meaning(tables, choice)
    assert asks is (kind == "...")


def test_money_of_orders_is_no_count(book: Path) -> None:
    heads = ["PO Number", "PO Date", "Supplier", "PO Amount", "Invoiced Amount"]
    rows = [[f"PO{at}", f"2026-07-0{at + 1}", "JSTOR", 100 + at, 90] for at in range(5)]
    write(book, Orders=[heads, *rows])
    (one,) = open_files.of(everything(""))
    assert (one.choices[0].table, one.choices[0].amount) == ("budget", 450)


DUE = [f"2026-08-0{at + 1}" for at in range(5)]
DONE = [f"2026-07-0{at + 1}" for at in range(5)]
WHO = ["Ann Lee", "Bob Roy", "Cy Moss", "Di Reed", "Ed Stone"]
ADDRESSES = [f"p{at}@x.com" for at in range(5)]


@pytest.mark.parametrize(
    ("columns", "said"),
    [({"Title": ["Law", "Tax", "Deeds", "Wills", "Torts"], "Borrower": WHO, "Issued": DONE, "Due": DUE},
      {"channel": "self-service", "on": None}),
     ({"Date": DONE, "username": ADDRESSES, "resource": ["Ovid", "JSTOR"] * 2 + ["Ovid"]},
      {"channel": "self-service", "own_log": None}),
     ({"User": WHO, "Website": ["Ovid"] * 5, "Start": [f"{day} 09:00" for day in DONE]},
      {"channel": "self-service"}),
     ({"Date": DONE, "Client": WHO, "Topic": ["Law", "Tax"] * 2 + ["Law"], "Database": ["Ovid"] * 5},
      {"channel": "reference"}),
     ({"Date": DONE, "Client": WHO, "Site": ["Lyon", "Nice"] * 2 + ["Lyon"]},
      {"channel": "reference"}),
     ({"Date": DONE, "Client": WHO, "Librarian email": ADDRESSES},
      {"display_name": None, "email": None, "own_log": "yes"}),
     ({"Booked by": WHO, "Start": DONE, "Status": ["Confirmed", "Tentative"] * 2 + ["Confirmed"]},
      {"channel": "...", "title": None}),
     ({"Date": DONE, "Client": WHO, "Request": ["Case law", "A book"] * 2 + ["Law"]},
      {"channel": "reference"})],
)  # fmt: skip
def test_a_log_of_use_or_loans_is_no_log_of_enquiries(
    columns: dict[str, list[str]], said: dict[str, str | None], book: Path
) -> None:
    write(book, Log=[list(columns), *map(list, zip(*columns.values(), strict=True))])
    staff = [["Employee ID", "Name", "Email", "Department", "Hire Date"]]
    staff += [[at, who, ADDRESSES[at], "Tax", "2020-01-15"] for at, who in enumerate(WHO)]
    write(book.with_name("staff.xlsx"), Staff=staff)
    first = open_files.of(everything(""))[0].choices[0]
    assert first.table == "touches" and {key: dict(first.said).get(key) for key in said} == said


@pytest.mark.parametrize("fails", [True, False])
def test_a_fault_in_working_out_answers_is_told(
    fails: bool, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(book, log=LOG)
    if fails:
        monkeypatch.setattr(open_files, "describe", lambda *_: undefined)  # noqa: F821
    text = str(ek.gate(everything("")).lines())
    assert ("internal fault, please report it (NameError" in text) is fails
    assert ("--table touches" in text) is not fails


@pytest.mark.parametrize(
    ("start", "name", "head", "period"),
    [
        (1, "budget 2025", "Plan", "2025"), (1, "budget", "Plan", "..."),
        (1, "budget 2025", "Plan 2024", "..."), (4, "budget 2025-26", "Plan", "FY2025-26"),
        (4, "budget 2025", "Plan", "..."), (4, "budget", "Plan FY25", "..."),
    ],
)  # fmt: skip
def test_money_without_a_period_is_of_the_one_year_that_its_file_names(
    start: int, name: str, head: str, period: str, book: Path
) -> None:
    settings = f"[organisation]\nname = 'Firm'\nfiscal_start = {start}\n"
    (book.parents[1] / "engagekit.toml").write_text(settings, encoding="utf-8")
    write(
        book.with_name(f"{name}.xlsx"),
        Sheet1=[["Line", head, "Ist"], ["Staff", 10, 8], ["Books", 4, 3]],
    )
    (one,) = open_files.of(everything(""))
    given = [dict(choice.said).get("period") for choice in one.choices if choice.table == "budget"]
    assert given[0] == period


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
    ek.map("library.xlsx", table="budget", given={"currency": "EUR", **given})
    lines = [str(one) for one in ek.gate(load("")).lines()]
    found = [one for one in lines if "a year that is not over" in one]
    assert len(found) == (asked is not None) and all(f"spent in {asked}," in one for one in found)


DAYS = [f"2026-08-{day:02d}" for day in range(3, 11)]


@pytest.mark.parametrize(
    ("headers", "cells", "first"),
    [
        ("Date Channel Count", ["Email", 3], "counts"),  # so many enquiries, not people
        ("Date Channel People", ["Email", 3], "touches"),
        ("Date Count", [310], None),  # of what?
        ("Start Product Price", ["Lexis", 12000], "contracts"),  # until when, is asked
        ("Date Question", ["Where is it?"], "touches"),
        ("Date Title", ["Open day"], "events"),
        ("Week Mon Tue Wed", [2, 3, 4], None),
        ("Id Mon Tue Wed", [2, 3, 4], "responses"),
        ("Date Reference Directional YTD", [5, 2, 90], "counts"),
        ("Session Date Name Email Hours", None, "attendance"),
    ],
)
def test_a_log_of_enquiries_says_who_asked_or_how(
    headers: str, cells: list[object] | None, first: str | None, book: Path
) -> None:
    names = headers.split()
    people = [["Clinic", DAYS[0], f"{one} Moss", f"{one}@x.example", 1] for one in ("Ann", "Bob")]
    if names[0] in ("Week", "Id"):
        rows = [[f"{names[0]} {at % 4}", *(each + at % 2 for each in (2, 3, 4))] for at in range(8)]
    else:
        rows = [[day, *(cells or ())] for day in DAYS] if cells else people * 3
    write(book, Sheet1=[names, *rows])
    (one,) = open_files.of(everything(""))
    working = [choice for choice in one.choices if not choice.fault]
    assert (working[0].table if working else None) == first
    assert all("YTD" in choice.aside for choice in working) or "YTD" not in names


def offers(book: Path, rows: list[list[object]]) -> tuple[open_files.Choice, ...]:
    write(book, Sheet=rows)
    staff = "Employee ID,Name,Department,Hire Date\n1,Ann Lee,Tax,2020-01-06\n2,Bob Roy,Tax,2020-01-06\n"
    (book.parent / "staff.csv").write_text(staff, encoding="utf-8")
    return open_files.of(everything(book.parent))[0].choices


def test_who_trained_somebody_is_not_whom_the_library_met(book: Path) -> None:
    rows = [["Date", "Trainee", "Inducted by"]]
    rows += [[f"2026-05-0{at}", ("Ann Lee", "Bob Roy")[at % 2], "Li Brarian"] for at in range(1, 9)]
    first = offers(book, rows)[0]
    assert (first.table, first.linked) == ("touches", 8)
    assert dict(first.said).get("display_name") in (None, "Trainee")


def test_who_asked_for_something_is_whom_the_library_met(book: Path) -> None:
    rows = [["Date", "Submitted by", "Handled by"]]
    rows += [[f"2026-05-0{at}", ("Ann Lee", "Bob Roy")[at % 2], "Li Brarian"] for at in range(1, 9)]
    first = offers(book, rows)[0]
    assert (first.table, first.linked) == ("touches", 8)


def test_who_came_is_no_survey_first(book: Path) -> None:
    rows = [["Muffins 1 June 2026"], ["Name", "Team", "Came?", "Dietary"]]
    rows += [[("Ann Lee", "Bob Roy")[at % 2], "Tax", "YN"[at % 2], "vegan"] for at in range(2)]
    assert offers(book, rows)[0].table == "attendance"


def test_a_ledger_takes_the_period_of_its_title(book: Path) -> None:
    rows = [["For the 3 months ended 30 June 2026"], [], ["Account", "Actual", "Budget"],
            ["Online", 100.5, 120], ["Books", 20, 30]]  # fmt: skip
    first = offers(book, rows)[0]
    assert first.table == "budget" and first.amount == 120.5
    assert dict(first.said)["period"] == "FY2026-27 Q1"


GRID = ["Line", "Type", "Q1", "Q2", "Q3", "Q4", "Total"]


def money(title: str, *rows: tuple[str, str, float, float, float, float]) -> list[list[object]]:
    return [[title], [], GRID, *([*row, sum(row[2:])] for row in rows)]


@pytest.mark.parametrize("by_title", [True, False])
def test_sheets_of_planned_and_of_spent_money_are_not_added(book: Path, by_title: bool) -> None:
    plan = money(
        "Budget 2026" if by_title else "2026",
        ("Staff", "A", 40, 40, 40, 40),
        ("Web", "B", 9, 0, 8, 0),
        ("Books", "B", 1, 2, 1, 2),
    )
    spent = money(
        "Actual 2026" if by_title else "2026",
        ("Staff", "A", 39, 41, 40, 0),
        ("Web", "B", 7, 1, 5, 0),
        ("Books", "B", 3, 2, 2, 0),
    )
    settings = "[organisation]\nname = 'Firm'\nfiscal_start = 1\n"
    (book.parents[1] / "engagekit.toml").write_text(settings, encoding="utf-8")
    first, second = ("One", "Two") if by_title else ("Budget", "Actual")
    write(book, **{first: plan, second: spent})
    one = open_files.of(everything(book.parent))[0].choices[0]
    assert (one.table, one.amount) == ("budget", 183), one
    map_file(book, table="budget", given=dict(one.said))
    tables = everything(book.parent)
    assert tables.budget.groupby("kind")["amount"].sum().to_dict() == {"actual": 140, "budget": 183}
    assert any("holds money spent below this header" in one.problem for one in tables.faults)


def test_a_workbook_of_years_of_planned_money_is_of_one_kind(book: Path) -> None:
    for_year = [["Line", "Amount", "Period"], ["Staff", 40, "2026-04"], ["Books", 9, "2026-05"]]
    write(book, Budget_2025=for_year, Budget_2026=for_year)
    map_file(book, table="budget", given={"kind": "budget", "currency": "GBP"})
    assert set(everything(book.parent).budget["kind"]) == {"budget"}


@pytest.mark.parametrize("table", OFFERED)
def test_each_offer_says_what_it_means_and_what_it_asks(table: str) -> None:
    source = "".join(
        one.read_text("utf-8") for one in Path(open_files.__file__).parent.glob("*.py")
    )
    asked = {*re.findall(r'"(\w+)(?:": |"\] = )DOTS', source)}  # where it is all that is said
    assert {"amount", "ends_on", "on", "price", "what", "year"} <= asked
    tables = Tables({})
    alone = open_questions.meaning(tables, open_files.Choice(table, ()))
    for name in asked | {"currency", "kind", "period", "platform"}:
        said = open_questions.meaning(tables, open_files.Choice(table, ((name, "..."),)))
        assert len(said) > len(alone) > 10
