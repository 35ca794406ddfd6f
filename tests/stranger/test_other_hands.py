"""Shapes of three strangers' files (a hospital in the States, a ministry, engineers): right or told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from engagekit.loading.open_files import OpenFile
from engagekit.mapping.drafting import map_file
from engagekit.sections.gate import Gate
from engagekit.settings.editing import put
from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, SETTINGS, Rows, loaded
from tests.stranger.test_answers import EUROS, answered, the_open

NAMES = [row[1] for row in PEOPLE[1:7]]
QUARTERS: Rows = [
    ["Budget to actual, FY2027 (July 2026 - June 2027)"],
    ["Account", "Description", "Q1 (Jul-Sep)", "", "", "Q2 (Oct-Dec)", "", ""],
    ["", "", "Budget", "Actual", "Variance", "Budget", "Actual", "Variance"],
    ["61000", "Salaries", "100", "90.5", "9.5", "100", "", ""],
    ["73900", "Credits", "0", "(20)", "20", "0", "", ""],
    ["", "Total", "100", "70.5", "29.5", "100", "", ""],
]
BELOW: Rows = [
    ["BUDGET", "Jan 2026", "Feb 2026", "Mar 2026"],
    *[["Staff", "$1,000", "$1,000", "$1,000"], ["Books", "$50", "-", "$10"]],
    ["ACTUAL", "Jan 2026", "Feb 2026", "Mar 2026"],
    *[["Staff", "$900", "$900", "$950"], ["Books", "$20", "$5", "-"]],
]


@pytest.mark.parametrize(("first", "spent"), [("Jul-Sep", 70.5), ("Jan-Mar", None)])
def test_quarters_of_plan_and_spending_are_those_of_the_fiscal_year(
    tmp_path: Path, first: str, spent: float | None
) -> None:
    rows = [[cell.replace("Jul-Sep", first) for cell in row] for row in QUARTERS]
    start = SETTINGS.replace("fiscal_start = 1", "fiscal_start = 7")
    files: dict[str, Rows | None] = {"budget__csv": None, "bva__csv": rows}
    one = the_open(small.gate(tmp_path, start, **files))
    assert (one.choices[0].amount if not one.choices[0].fault else None) == spent


def test_a_plan_of_the_year_stands_beside_spending_by_quarter(tmp_path: Path) -> None:
    rows: Rows = [["Suivi budgétaire 2026 (en k€)"],
                  ["Nature", "Prévision 2026", "Réalisé T1", "Réalisé T2", "Total réalisé", "Taux"],
                  ["Livres", "12,50", "2,10", "3,00", "5,10", "41 %"],
                  ["Bases", "80,00", "40,00", "0,00", "40,00", "50 %"]]  # fmt: skip
    gate = answered(tmp_path, settings=EUROS, budget__csv=None, suivi__xlsx=rows)
    assert gate.counts()["spent"] == pytest.approx(45_100)
    assert gate.counts(whole=False)["spent"] == pytest.approx(42_100)
    plan = gate.tables.budget[gate.tables.budget["kind"] == "budget"]
    assert (set(plan["period"]), plan["amount"].sum()) == ({"2026"}, 92_500)


def test_a_plan_over_the_spending_is_told_and_is_nothing_spent(tmp_path: Path) -> None:
    gate = answered(tmp_path, budget__csv=None, money__xlsx=BELOW)
    counts = gate.counts()
    assert (counts["spent"], counts["planned"]) == (None, 3060.0)
    assert any("another table below" in one.problem for one in gate.questions)


def test_a_column_an_event_gives_each_event_those_who_came(tmp_path: Path) -> None:
    crosses = ["x", "x", "", "x", "", "x"], ["", "x", "x", "", "x", ""]
    rows: Rows = [["Name", "Team", "Patents (Feb 3, 2026)", "BIM (Mar 17, 2026)"],
                  *[[name, "Tax", *pair] for name, *pair in zip(NAMES, *crosses, strict=True)],
                  ["Total", "", "4", "3"]]  # fmt: skip
    gate = answered(tmp_path, events__csv=None, attendance__csv=None, came__xlsx=rows)
    assert (gate.counts()["events"], gate.counts()["seats"]) == (2, 7)
    days = gate.tables.events.set_index("title")["started_at"].dt.strftime("%m-%d")
    assert days.to_dict() == {"Patents": "02-03", "BIM": "03-17"}


def test_years_of_plan_and_spending_wait_for_one_setting(tmp_path: Path) -> None:
    rows: Rows = [["Line", "FY2025 Actual", "FY2026 Budget", "FY2026 Actual", "Variance"],
                  ["Staff", "80", "90", "91", "-1"], ["Books", "8", "9", "7", "2"]]  # fmt: skip
    start = SETTINGS.replace("fiscal_start = 1", "fiscal_start = 7")
    files: dict[str, Rows | None] = {"budget__csv": None, "money__csv": rows}
    one = the_open(small.gate(tmp_path, start, **files))
    assert not one.choices and 'fiscal_label = "end"' in one.fault
    (tmp_path / "engagekit.toml").write_text(start, encoding="utf-8")
    put(tmp_path, {("organisation", "fiscal_label"): "end"})
    settled = (tmp_path / "engagekit.toml").read_text(encoding="utf-8")
    one = the_open(small.gate(tmp_path, settled, **files))
    assert not one.fault and one.choices[0].amount == 186


@pytest.mark.parametrize(("heads", "places"), [
    (("Visits", "Loans", "Total"), {""}), (("Tax", "Audit", "Total"), {"Tax", "Audit"}),
])  # fmt: skip
def test_columns_of_counts_are_things_or_the_places_of_the_staff_list(
    tmp_path: Path, heads: tuple[str, ...], places: set[str]
) -> None:
    people = [[*row, row[3] if at else "Location"] for at, row in enumerate(PEOPLE)]
    days = [
        ["Jänner 2026", "4", "2", "6"],
        ["Feber 2026", "5", "0", "5"],
        ["März 2026", "1", "1", "2"],
    ]
    rows: Rows = [["Door counts"], ["Monat", *heads], *days, ["Gesamt", "10", "3", "13"]]
    gate = answered(tmp_path, people__csv=people, doors__xlsx=rows)
    counts = gate.tables.counts
    assert (counts["n"].sum(), set(counts["place"].fillna(""))) == (13, places)
    assert set(counts["what"]) == ({"Door counts"} if places != {""} else {"Visits", "Loans"})
    assert sorted(set(counts["on"].astype(str))) == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert ("Door counts: 13 in the period, 13 in all" in repr(gate)) is (places != {""})


@pytest.mark.parametrize(("head", "what"), [("Visits", {"Visits"}), ("Count", None)])
def test_one_column_of_counts_says_what_it_counts_or_is_asked_about(
    tmp_path: Path, head: str, what: set[str] | None
) -> None:
    rows: Rows = [["Month", head], ["January 2026", "4"], ["February 2026", "5"]]
    one = the_open(small.gate(tmp_path, visits__csv=rows))
    assert bool(one.choices and not one.choices[0].fault) is bool(what)
    if what:
        assert set(answered(tmp_path, visits__csv=rows).tables.counts["what"]) == what


def test_seats_of_people_from_outside_are_told_beside_those_of_the_report(tmp_path: Path) -> None:
    guests = [*small.GUESTS, ["e1", "Sam Outside", "sam@other.example", "attended"]]
    counts = small.gate(tmp_path, attendance__csv=guests).counts(whole=False)
    assert (counts["seats"], counts["guests"]) == (4, 1)
    assert "guests" not in small.gate(tmp_path).counts()


def test_who_is_excused_did_not_come_and_numbers_of_rows_are_no_minutes(tmp_path: Path) -> None:
    rows: Rows = [["Formation du 3 mars 2026"], ["N°", "NOM", "Prénom", "Émargement"],
                  *[[str(at), *name.upper().split()[::-1], "Excusé" if at > 4 else "présent"]
                    for at, name in enumerate(NAMES, 1)]]  # fmt: skip
    files: dict[str, Rows | None] = {"events__csv": None, "attendance__csv": None}
    gate = answered(tmp_path, **files, feuille__xlsx=rows)
    assert gate.counts()["seats"] == 4
    assert gate.tables.attendance["minutes"].isna().all()


def _log(title: str, days: list[str], tally: list[str]) -> Rows:
    head = ["Date", "Requested by", "How", "Topic", "Time spent", "", "", ""]
    lines = [
        [day, name.split()[1].upper() + " " + name.split()[0], "Mél", "Norms", "1.5 hrs", "", week,
         "12" if week else ""]
        for day, name, week in zip(days, [*NAMES, *NAMES], tally, strict=False)
    ]  # fmt: skip
    head_beside = ["", "", "", "", "", "", "Week of", "Visitors"]
    return [[title], [], head, [*lines[0][:6], *head_beside[6:]], *lines[1:]]


@pytest.mark.parametrize(
    ("title", "turn", "read"),
    [("Requests 2026", "Feb 7", 12), ("Requests", "Feb 7", 0), ("Requests 2026", "Oct 7", 0)],
    ids=["a year above", "no year", "back to January"],
)
def test_days_without_a_year_take_the_one_above_and_a_tally_beside_is_no_header(
    tmp_path: Path, title: str, turn: str, read: int
) -> None:
    days = [*(f"{turn[:4]}{at}" for at in range(1, 7)), *(f"Jan {at}" for at in range(10, 16))]
    rows = _log(title, days, ["", "Jan 5", "Jan 12", "", "", "", *[""] * 6])
    one = the_open(small.gate(tmp_path, touches__csv=None, requests__xlsx=rows))
    assert "Requested by" in one.headers
    best = one.choices[0]
    assert (0 if best.table != "touches" or best.fault else best.linked) == read


@pytest.mark.parametrize("capitals", [True, False])
def test_a_family_name_may_come_first(tmp_path: Path, capitals: bool) -> None:
    turned = [row[3].split()[::-1] for row in LOG[1:]]
    names = [f"{last.upper() if capitals else last} {first}" for last, first in turned]
    rows = [LOG[0], *[[*row[:3], name, *row[4:]] for row, name in zip(LOG[1:], names, strict=True)]]
    gate = small.gate(tmp_path, touches__csv=rows)
    assert gate.tables.touches["contact_id"].notna().all()


def test_signs_that_nobody_sees_make_no_other_name_number_or_department(tmp_path: Path) -> None:
    people = [[row[0], f"{row[1][:2]}\u2063{row[1][2:]}", *row[2:]] for row in PEOPLE[1:]]
    log = [[*row[:5], "1\u206015", *row[6:], "T\u200bax; Audit"] for row in LOG[1:]]
    gate = small.gate(
        tmp_path, people__csv=[PEOPLE[0], *people], touches__csv=[[*LOG[0], "department"], *log]
    )
    assert gate.tables.touches["contact_id"].notna().all()
    assert set(gate.tables.touches["minutes"]) == {115}
    assert not gate.questions  # a log may name two departments that the staff list has


def _staff(home: Path, *, is_one_book: bool) -> Gate:
    (home / "data").mkdir(parents=True)
    (home / "engagekit.toml").write_text(SETTINGS, encoding="utf-8")
    halves = {"Leeds": PEOPLE[1:13], "York": PEOPLE[13:]}
    heads = {"Leeds": PEOPLE[0], "York": ["No.", "Name", "E-mail", "Dept", "Start", "Note"]}
    book = openpyxl.Workbook()
    for name, rows in halves.items():
        book = book if is_one_book else openpyxl.Workbook()
        sheet = book.create_sheet(name)
        for row in [heads[name], *rows]:
            sheet.append(row)
        if "Sheet" in book.sheetnames:
            book.remove(book["Sheet"])
        book.save(home / "data" / ("staff.xlsx" if is_one_book else f"{name}.xlsx"))
    one = the_open(Gate(loaded(home / "data")))
    choice = one.choices[0]
    assert choice.table == "contacts"
    map_file(one.path, table=choice.table, given=dict(choice.said), sheet=one.sheet or None)
    return Gate(loaded(home / "data"))


def test_a_sheet_an_office_is_one_staff_list_and_another_file_is_a_question(tmp_path: Path) -> None:
    assert _staff(tmp_path / "a", is_one_book=True).counts()["people"] == 21
    gate = _staff(tmp_path / "b", is_one_book=False)
    assert any("not on the staff list: they are counted" in one.problem for one in gate.questions)


def test_who_wrote_a_line_down_is_no_client_and_a_ticket_is_no_webinar(tmp_path: Path) -> None:
    ledger: Rows = [["ID", "Time stamp", "Logged by", "Mode", "Department"],
                    *[[str(500 + at), row[1], "Rosa Kim", "Phone", "Tax"]
                      for at, row in enumerate(LOG[1:])]]  # fmt: skip
    best = the_open(small.gate(tmp_path / "a", touches__csv=None, desk__csv=ledger)).choices[0]
    assert (best.table, best.named) == ("touches", 0)
    tickets: Rows = [["Ticket ID", "Queue", "Question", "Source", "Asker Name", "Asker Email",
                      "Created"],
                     *[[str(at), "Ask", "How?", "Email", *PEOPLE[at][1:3], "2026-02-03 10:00"]
                       for at in range(1, 5)]]  # fmt: skip
    gate = small.gate(tmp_path / "b", touches__csv=None, tickets__csv=tickets)
    assert gate.counts()["enquiries"] == 4


def _desk(home: Path, first: str, cells: list[str], *extra: str) -> tuple[OpenFile, Gate]:
    """A log that has another first column than the day, and the gate once its offer is taken."""
    rows: Rows = [[first, "Client", "Channel", *extra[:1]],
                  *[[cell, row[3], "Phone", *extra[1:]]
                    for cell, row in zip(cells, LOG[1:], strict=True)]]  # fmt: skip
    one = the_open(small.gate(home, touches__csv=None, desk__csv=rows))
    best = one.choices[0]
    if not best.fault:
        map_file(one.path, table=best.table, given=dict(best.said))
    return one, Gate(loaded(home / "data"))


@pytest.mark.parametrize("written", ["Jan 2026", "2026-01", "janvier 2026"])
def test_a_log_by_month_stands_on_the_first_day_of_each(written: str, tmp_path: Path) -> None:
    _, gate = _desk(tmp_path, "Month", [written] * 6 + ["Mar 2026"] * 6)
    assert gate.tables.touches["on"].dt.strftime("%m-%d").value_counts().to_dict() == {
        "01-01": 6, "03-01": 6
    }  # fmt: skip
    assert any("a month and no day in 12 rows" in one.problem for one in gate.notes)


@pytest.mark.parametrize(
    ("first", "cells", "is_of_several"),
    [("KW", [f"KW {at:02d}" for at in range(1, 13)], True),
     ("Month", ["January", "February", "March"] * 4, True), ("Month", ["March"] * 12, False)],
    ids=["weeks", "months without a year", "one month"],
)  # fmt: skip
def test_a_log_by_week_is_no_list_of_who_came_to_one_event(
    first: str, cells: list[str], is_of_several: bool, tmp_path: Path
) -> None:
    one, gate = _desk(tmp_path, first, cells)
    tables = {choice.table for choice in one.choices}
    assert ("attendance" in tables) is not is_of_several
    assert not is_of_several or gate.unread


@pytest.mark.parametrize(
    ("header", "cell", "minutes"),
    [("Duration (sec)", "300", 5), ("Time (h:mm)", "0:45", 45), ("Time (hh:mm:ss)", "0:45:00", 45),
     ("Duration (min)", "300", 300)],
)  # fmt: skip
def test_time_is_in_the_unit_of_its_header(
    header: str, cell: str, minutes: int, tmp_path: Path
) -> None:
    _, gate = _desk(tmp_path, "Date", [row[1] for row in LOG[1:]], header, cell)
    assert set(gate.tables.touches["minutes"]) == {minutes}
