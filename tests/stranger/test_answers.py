"""What `check` offers for a file that nobody knows is right when it is pasted, or asks once more."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from engagekit.loading.open_files import OpenFile
from engagekit.mapping.columns import kind_of
from engagekit.mapping.drafting import map_file
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, Rows

LINES = [("Salaires", 52500.0, 51234.5), ("Bases", 60000.0, 61875.4), ("Livres", 2250.0, 0.0)]
BY_KIND: Rows = [
    ["Suivi budgétaire - T1 2026"],
    [],
    ["Poste budgétaire", "Budget annuel", "Budget T1", "Réel T1", "Écart"],
    *[[name, str(plan * 4), str(plan), str(real), str(plan - real)] for name, plan, real in LINES],
    ["Total", "459000", "114750", "113109.9", "1640.1"],
]
MONTHS: Rows = [
    ["Actual costs 2026 (in £000)"],
    [],
    ["Cost type", "Jan", "Feb", "Mar", "Total", "Share"],
    ["Staff", "31.2", "31.2", "31.2", "93.6", "88 %"],
    ["Books", "1.5", "0", "11.25", "12.75", "12 %"],
    ["Total", "32.7", "31.2", "42.45", "106.35", "100 %"],
]
NAMED: Rows = [
    ["Date of visit", "Forename", "Surname", "Asked how", "Time spent"],
    *[
        [f"{day}/03/26", *row[3].split(), "Phone", ("1:30", "1h30", "0:15")[at % 3]]
        for at, (row, day) in enumerate(zip(LOG[1:], range(1, 13), strict=True))
    ],
]


def the_open(gate: Gate) -> OpenFile:
    (one,) = gate.open_files
    return one


EUROS = small.SETTINGS + "[money.rates]\nEUR = 1.0\n"


def answered(home: Path, at: int = 0, settings: str = small.SETTINGS, **files: Rows | None) -> Gate:
    """Return the gate after one of the answers is given as it is offered."""
    one = the_open(small.gate(home, settings, **files))
    choice = one.choices[at]
    map_file(one.path, table=choice.table, given=dict(choice.said), sheet=one.sheet or None)
    return small.gate(home, settings, **files)


def test_budget_beside_actual_is_both(tmp_path: Path) -> None:
    gate = answered(tmp_path, budget__csv=None, suivi__csv=BY_KIND)
    sums = gate.tables.budget.groupby("kind")["amount"].sum().to_dict()
    assert sums == pytest.approx({"actual": 113109.9, "budget": 114750.0})
    assert gate.counts()["spent"] == pytest.approx(113109.9)
    assert set(gate.tables.budget["period"]) == {"2026 Q1"}


def test_a_budget_of_another_time_stands_beside_no_actual(tmp_path: Path) -> None:
    rows = [[*row[:2], *row[3:]] for row in BY_KIND[2:]]  # a year's budget, a quarter's spending
    one = the_open(small.gate(tmp_path, budget__csv=None, suivi__csv=[*BY_KIND[:2], *rows]))
    assert all("kind" in dict(part.said) for part in one.choices if part.table == "budget")


def test_a_column_of_totals_beside_the_months_counts_nothing_twice(tmp_path: Path) -> None:
    gate = answered(tmp_path, budget__csv=None, costs__csv=MONTHS)
    assert gate.counts()["spent"] == pytest.approx(106_350.0)
    assert gate.tables.budget.groupby("period")["amount"].sum().max() == pytest.approx(42_450)


def test_names_in_two_columns_and_lengths_of_time_are_read(tmp_path: Path) -> None:
    days = [NAMED[0], *[[f"{12 + at}/03/26", *row[1:]] for at, row in enumerate(NAMED[1:], 1)]]
    gate = answered(tmp_path, touches__csv=None, visits__csv=days)
    touches = gate.tables.touches
    assert touches["contact_id"].notna().all()
    assert sorted(set(touches["minutes"])) == [15.0, 90.0]


@pytest.mark.parametrize(("at", "month"), [(0, 3), (1, None)])
def test_days_that_can_be_read_both_ways_are_asked_about(
    at: int, month: int | None, tmp_path: Path
) -> None:
    files: dict[str, Rows | None] = {"touches__csv": None, "visits__csv": NAMED}
    orders = [part.order for part in the_open(small.gate(tmp_path, **files)).choices[:2]]
    assert orders == ["day first", "month first"]
    months = set(answered(tmp_path, at, **files).tables.touches["on"].dt.month)
    assert months == ({month} if month else set(range(1, 13)))


def test_a_log_of_a_sheet_a_month_is_found_behind_its_summary(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Summary"  # type: ignore[union-attr]
    for row in (["Month", "Requests"], ["January", 4], ["February", 4], ["March", 4]):
        book.active.append(row)  # type: ignore[union-attr]
    for name, at in (("January", 1), ("February", 5), ("March", 9)):
        sheet = book.create_sheet(name)
        for row in [["Day", "Who", "How", "Minutes"],
                    *[[one[1], one[3], "Phone", 15] for one in LOG[at : at + 4]]]:  # fmt: skip
            sheet.append(row)
    small.gate(tmp_path, touches__csv=None)
    book.save(tmp_path / "data" / "log.xlsx")
    one = the_open(small.gate(tmp_path, touches__csv=None))
    assert (one.choices[0].table, one.choices[0].read) == ("touches", 12)


def test_days_of_postings_that_can_be_read_both_ways_stop_no_check(tmp_path: Path) -> None:
    rows = [["02/03/26", *row[1:]] if at else row for at, row in enumerate(small.MONEY)]
    gate = small.gate(tmp_path, budget__csv=rows)
    assert gate.counts(whole=False)["people"] == 21
    assert any("date_order" in one.remedy for one in gate.questions)


def test_a_number_of_the_request_is_the_key_of_the_record(tmp_path: Path) -> None:
    rows = [["Request #", "Date", "Requester", "Channel"],
            *[[f"R{at}", row[1], row[3], "phone"] for at, row in enumerate(LOG[1:])]]  # fmt: skip
    gate = answered(tmp_path, touches__csv=None, requests__csv=rows)
    assert set(gate.tables.touches["touch_id"]) == {row[0] for row in rows[1:]}


@pytest.mark.parametrize(
    ("cells", "note"),
    [(["0:15", "1:30"], "durations"), (["8:30", "10:15"], ""), (["9:00", "0:30"], "")],
)
def test_short_clocks_are_lengths(cells: list[str], note: str) -> None:
    import pandas as pd

    filled = pd.Series(cells * 3, dtype="str")
    assert kind_of(filled, filled.value_counts())[1] == note


def test_a_staff_list_with_other_words_is_known(tmp_path: Path) -> None:
    head = ["Payroll No", "Forename", "Surname", "Work Email", "Service Area", "Date Commenced"]
    rows = [head, *[[row[0], *row[1].split(), *row[2:5]] for row in PEOPLE[1:]]]
    gate = small.gate(tmp_path, people__csv=None, establishment__csv=rows)
    assert not gate.open_files
    assert gate.counts()["people"] == 21
