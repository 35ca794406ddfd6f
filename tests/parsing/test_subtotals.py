"""Totals among the lines of a budget, and money in another currency than its row's."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from engagekit.parsing.subtotals import totals
from engagekit.parsing.validate import Checked, Place, check
from tests.parsing.checking import checked

HEADER = ["period", "department", "line", "kind", "amount", "currency"]


def _budget(*rows: tuple[str, str, str]) -> Checked:
    given = [("FY2026-27 Q1", where, line, "actual", amount, "CAD") for where, line, amount in rows]
    return checked("budget", [dict(zip(HEADER, row, strict=True)) for row in given])


CASES = tomllib.loads(Path(__file__).with_name("subtotals.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_lines_of_a_budget(name: str) -> None:
    case = CASES[name]
    for word in case.get("words", [""]):
        rows = [(where, line.replace("{word}", word), cell) for where, line, cell in case["rows"]]
        found = _budget(*rows)
        lost = case.get("lost", [])
        cells = [cell for at, (_, _, cell) in enumerate(rows, 2) if at not in lost]
        amounts = case.get("amounts") or [float(cell) for cell in cells]
        assert (found.rows_lost, found.frame["amount"].tolist()) == (set(lost), amounts), word
        reasons = [part.reason for part in found.set_aside]
        assert reasons == case.get("reasons", reasons)
        assert all(text in "\n".join(map(str, found.problems)) for text in case.get("says", []))
        assert not (case.get("is_quiet") and found.problems)
        is_asked = any(one.level == "question" for one in found.problems)
        assert is_asked == ("not the sum" in str(case.get("says")))


def test_totals_of_one_period_are_not_sought_in_another() -> None:
    lines = pd.DataFrame({"period": ["a", "b"], "line": ["staff", "Total"], "amount": [10.0, 10.0]})
    assert [one.any() for one in totals(lines)] == [False, False]


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
