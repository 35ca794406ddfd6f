"""Ledgers as finance exports them: debit and credit, orders beside invoices, balances, sums above their parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.mapping.drafting import map_file
from engagekit.mapping.units import unit_of
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import Rows, loaded

DATED = [["2026-01-10", "6100"], ["2026-02-03", "6200"], ["2026-03-03", "6300"]]


def rows(head: str, *cells: str) -> Rows:
    """A ledger of three postings: day, account, and what else each holds, with bars between."""
    more = [one.split("|") for one in cells]
    return [head.split("|"), *[[*DATED[at % 3], *each] for at, each in enumerate(more)]]


def spent(home: Path, ledger: Rows) -> tuple[float, Gate]:
    """The money spent once the first offer is accepted, and the gate then."""
    first = small.gate(home, budget__csv=None, ledger__csv=ledger)
    one = first.open_files[0]
    choice = one.choices[0]
    assert choice.table == "budget"
    map_file(one.path, table=choice.table, given=dict(choice.said))
    gate = Gate(loaded(home / "data"))
    lines = gate.tables.budget
    return float(lines.loc[lines["kind"] == "actual", "amount"].sum()), gate


@pytest.mark.parametrize(
    ("ledger", "total"),
    [
        # the number of the account had been the amount
        (rows("Date|Account|Description|Debit|Credit", "Books|1000|", "Refund||200", "Data|700|"), 1500),
        (rows("Datum|Konto|Text|Soll|Haben", "Bücher|1000|", "Gutschrift||200", "Daten|700|"), 1500),
        (rows("Date|Compte|Libellé|Débit|Crédit", "Livres|1000|", "Avoir||200", "Data|700|"), 1500),
        # a column says which of the two an amount is
        (rows("Date|Account|Description|Amount|DR/CR", "Books|1000|DR", "Refund|200|CR", "Data|700|DR"), 1500),
        (rows("Date|Account|Description|Amount|D/C", "Books|1000|D", "Refund|200|C", "Data|700|D"), 1500),
        (rows("Date|Account|Vendor|Amount|Doc type", "Sweet|1000|Invoice", "Lexis|200|Credit note", "Lexis|700|Invoice"), 1500),
        # ... and an amount that has its sign already keeps it, as does one of a team called C
        (rows("Date|Account|Description|Amount|DR/CR", "Books|1000|DR", "Refund|-200|CR", "Data|700|DR"), 1500),
        (rows("Date|Account|Description|Amount|Shelf", "Books|1000|D", "More|200|C", "Data|700|D"), 1900),
        # what was ordered and then invoiced is spent once; a list of orders alone is all of it
        (rows("Date|Account|Vendor|Amount|Doc type", "Sweet|1000|PO", "Sweet|1000|Invoice", "Lexis|700|Invoice"), 1700),
        (rows("Date|Account|Vendor|Amount|Doc type", "Sweet|1000|PO", "Sweet|900|PO", "Lexis|700|PO"), 2600),
        # what was there before and after is not spent; an account may be called Balance
        (rows("Date|Account|Description|Amount", "Opening balance|6000", "Books|1000", "Closing balance|7000"), 1000),
        (rows("Date|Account|Description|Amount", "Balance of journals|6000", "Books|1000", "Data|700"), 7700),
    ],
)  # fmt: skip
def test_a_ledger_is_read_as_it_is_meant(ledger: Rows, total: float, tmp_path: Path) -> None:
    assert spent(tmp_path, ledger)[0] == total


def test_credit_without_a_cell_yet_is_still_credit(tmp_path: Path) -> None:
    ledger = rows("Date|Account|Description|Debit|Credit", "Books|1000|", "Data|700|")
    assert spent(tmp_path, ledger)[0] == 1700
    small.save(
        tmp_path / "data" / "ledger.csv", [*ledger, ["2026-03-09", "6100", "Refund", "", "200"]]
    )
    assert Gate(loaded(tmp_path / "data")).counts()["spent"] == 1500


def heads(*lines: tuple[str, int]) -> Rows:
    return [["Period", "Line", "Actual"], *[["2026 Q1", name, str(n)] for name, n in lines]]


PARENTS = [("Collections", 1180), ("Books", 80), ("Data", 1100), ("Staff", 5000), ("Pay", 5000)]


@pytest.mark.parametrize(
    ("lines", "is_told"),
    [
        (PARENTS, True),
        (PARENTS[::-1], True),
        ([*PARENTS, ("Travel", 7)], False),  # Travel is part of nothing: 1180 may be of anything
        ([("Books", 80), ("Data", 80), ("Staff", 50), ("Pay", 50)], False),  # alike by chance
    ],
)
def test_lines_that_are_the_sum_of_those_below_are_asked_about(
    lines: list[tuple[str, int]], is_told: bool, tmp_path: Path
) -> None:
    gate = spent(tmp_path, heads(*lines))[1]
    told = [one for one in gate.questions if "each the sum of those" in one.problem]
    assert bool(told) is is_told
    assert all("Collections; Staff" in one.problem or "Staff; Coll" in one.problem for one in told)


@pytest.mark.parametrize(("amount", "level"), [("-200", "note"), ("200", "question")])
def test_income_among_the_lines_is_told(amount: str, level: str, tmp_path: Path) -> None:
    lines = rows("Date|Account|Description|Amount", "Books|1000", f"Photocopy income|{amount}")
    gate = spent(tmp_path, lines)[1]
    assert [one.level for one in gate.tables.faults if "Photocopy income" in one.problem] == [level]


def test_a_subject_called_income_is_spending(tmp_path: Path) -> None:
    lines = rows("Date|Account|Description|Amount", "Books|1000", "Fixed income|-200")
    told = spent(tmp_path, lines)[1].tables.faults
    assert not [one for one in told if "Fixed income" in one.problem]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Actual (GBP m)", "millions"),
        ("Actual (EUR k)", "thousands"),
        ("Actual (USD mn)", "millions"),
        ("Actual GBP", ""),
        ("Actual (GBP March)", ""),
    ],
)
def test_a_currency_may_stand_before_the_unit(header: str, unit: str) -> None:
    assert unit_of(header, "amount") == unit


def test_a_total_beside_a_price_is_money_and_no_count(tmp_path: Path) -> None:
    bought = [["Date", "Item", "Qty", "Unit Price", "Total"], ["2026-01-10", "A", "2", "50", "100"],
              ["2026-02-03", "B", "1", "30", "30"]]  # fmt: skip
    assert spent(tmp_path, bought)[0] == 130
    visits = [["Date", "Branch", "Total"], ["2026-01-10", "A", "100"], ["2026-02-03", "B", "30"]]
    first = small.gate(tmp_path / "2", budget__csv=None, visits__csv=visits)
    assert first.open_files[0].choices[0].table == "counts"
