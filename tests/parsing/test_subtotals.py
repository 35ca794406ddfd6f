"""Totals among the lines of a budget, and money in another currency than its row's."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.subtotals import totals
from engagekit.parsing.validate import Checked, Place, check

HEADER = ["period", "department", "line", "kind", "amount", "currency"]


def _budget(*rows: tuple[str, str, str]) -> Checked:
    given = [("FY2026-27 Q1", where, line, "actual", amount, "CAD") for where, line, amount in rows]
    frame = pd.DataFrame(given, columns=HEADER, dtype="str")
    frame.index = pd.Index(range(2, len(rows) + 2), name="source")
    origins = {column: number for number, column in enumerate(HEADER)}
    return check("budget", frame, Place("ledger.csv", "", origins))


@pytest.mark.parametrize(
    "word",
    [
        "Total",
        "Subtotal staff",
        "Grand Total",
        "Staff total",
        "Sous-total",
        "Gesamtsumme",
        "Somme",
        "Net Expenditure",
        "Dépenses nettes",
    ],
)
def test_a_row_called_total_that_is_the_sum_of_those_above_is_not_counted_again(word: str) -> None:
    found = _budget(("Legal", "staff", "60.40"), ("Legal", "books", "40"), ("Legal", word, "100.4"))
    assert found.frame["amount"].sum() == pytest.approx(100.4)
    assert [(part.reason, part.rows) for part in found.set_aside] == [("totals row", 1)]
    assert found.problems == ()


def test_subtotals_and_a_grand_total_over_them_all_are_left_out() -> None:
    found = _budget(
        ("Legal", "staff", "60"), ("Legal", "books", "40"), ("Legal Total", "all", "100"),
        ("Tax", "staff", "30"), ("Tax", "books", "5"), ("Tax Total", "all", "35"),
        ("Grand Total", "all", "135"),
    )  # fmt: skip
    assert found.frame["amount"].sum() == 135
    assert found.rows_lost == {4, 7, 8}


def test_a_total_that_stands_above_its_parts_is_left_out() -> None:
    found = _budget(("", "Total staff", "90"), ("Legal", "staff", "60"), ("Tax", "staff", "30"))
    assert found.frame["amount"].tolist() == [60, 30]


def test_a_line_that_only_reads_like_a_total_is_counted_and_told_with_its_cell() -> None:
    found = _budget(("Legal", "staff", "60"), ("Legal", "Total rewards", "7"))
    assert found.frame["amount"].sum() == 67
    assert [str(fault) for fault in found.problems] == [
        "ledger.csv, cell C3: line is 'Total rewards', which is called a total and no sum of the "
        "rows above or below it; it is counted. If it is a total, take the row out, or say "
        "leave_out in the mapping."
    ]


def test_one_line_for_all_the_money_is_no_total_of_anything() -> None:
    found = _budget(("", "Total library budget", "900"))
    assert found.frame["amount"].tolist() == [900]
    assert found.problems == ()


def test_totals_of_one_period_are_not_sought_in_another() -> None:
    lines = pd.DataFrame({"period": ["a", "b"], "line": ["staff", "Total"], "amount": [10.0, 10.0]})
    assert [one.any() for one in totals(lines)] == [False, False]


def test_an_amount_with_the_sign_of_another_currency_is_set_aside_and_told() -> None:
    found = _budget(("Legal", "staff", "$60"), ("Legal", "books", "€40"), ("Tax", "books", "9 USD"))
    assert found.frame["amount"].tolist() == [60]
    assert [(part.reason, part.rows) for part in found.set_aside] == [
        ("amount and currency disagree", 2)
    ]
    told = [str(fault) for fault in found.problems]
    assert any("cell E3" in text and "CAD" in text for text in told)


def test_a_point_before_three_digits_in_all_amounts_parts_thousands_and_is_told() -> None:
    found = _budget(("Legal", "staff", "12.500"), ("Legal", "books", "800"))
    assert found.frame["amount"].tolist() == [12500, 800]
    assert "'12.500'" in str(found.problems[0])
    assert _budget(("Legal", "staff", "12.500"), ("Tax", "books", "8.25")).frame[
        "amount"
    ].tolist() == [12.5, 8.25]


def test_a_line_of_many_rows_that_are_a_sum_by_chance_is_a_series_of_its_own() -> None:
    part = [("grant", float(amount)) for amount in range(1000, 1040)]
    series = [("total income", float(amount)) for amount in (1039, *range(7003, 7043))]
    lines = pd.DataFrame([*part, *series], columns=["line", "amount"])
    found, like = totals(lines)
    assert not found.any()
    assert like.sum() == len(series)


def test_in_a_long_ledger_no_total_is_found_by_chance() -> None:
    rows = [("Legal" if at % 2 else "Tax", "staff", str(at % 7 + 1)) for at in range(400)]
    found = _budget(*rows, ("Finance", "Total rewards", "14"), ("Finance", "staff", "3"))
    assert found.set_aside == ()
    assert found.frame["amount"].sum() == sum(at % 7 + 1 for at in range(400)) + 17


def test_a_total_over_several_blocks_with_their_own_is_left_out() -> None:
    found = _budget(
        ("Head office", "rent", "9"), ("Head office Total", "all", "9"),
        ("Legal", "staff", "60"), ("Legal Total", "all", "60"),
        ("Tax", "staff", "30"), ("Tax Total", "all", "30"), ("Lawyers total", "all", "90"),
        ("Grand total", "all", "99"),
    )  # fmt: skip
    assert found.frame["amount"].sum() == 99
    assert found.rows_lost == {3, 5, 7, 8, 9}


def test_a_line_that_a_mapping_calls_total_is_the_analysts_own_word() -> None:
    rows = [("A", "local", "2"), ("A", "state", "3"), ("A", "total income", "5")]
    frame = pd.DataFrame(
        [("2015", where, line, "actual", amount, "USD") for where, line, amount in rows],
        columns=HEADER,
        dtype="str",
    )
    frame.index = pd.Index([2, 2, 2], name="source")
    mapped = check("budget", frame, Place("states.csv", "", {"department": 0}))
    assert mapped.frame["line"].tolist() == ["local", "state", "total income"]
    typed = check("budget", frame, Place("states.csv", "", {"department": 0, "line": 1}))
    assert typed.frame["line"].tolist() == ["local", "state"]


@pytest.mark.parametrize(("total", "is_asked"), [("101", False), ("101.01", True), ("99", False)])
def test_a_total_lies_within_one_of_its_parts(total: str, is_asked: bool) -> None:
    found = _budget(("Legal", "staff", "60"), ("Legal", "books", "40"), ("Legal", "Total", total))
    assert found.frame["amount"].sum() == pytest.approx(100.0)
    assert any(one.level == "question" for one in found.problems) is is_asked


@pytest.mark.parametrize(("line", "amount", "found"), [
    ("*  Debit", 100.0, True), ("**  Costs", 100.0, True), ("*  Debit", 90.0, False),
    ("*Debit", 100.0, False), ("Debit", 100.0, False),  # stars mark the sums of a report
    ("Net Profit", -100.0, True), ("Résultat net", -100.0, True), ("Total recharges", -100.0, False),
])  # fmt: skip
def test_stars_mark_a_sum_and_only_a_net_may_be_it_turned_round(
    line: str, amount: float, found: bool
) -> None:
    rows = [("5000 Pay", 60.0), ("5100 Books", 40.0), (line, amount)]
    lines = pd.DataFrame(rows, columns=["line", "amount"])
    assert totals(lines)[0].tolist() == [False, False, found]
