"""Ledgers as finance exports them: debit and credit, orders beside invoices, balances, sums above their parts."""

from __future__ import annotations

import pytest

from engagekit.mapping.units import unit_of
from tests.stranger.small import Rows

DATED = [["2026-01-10", "6100"], ["2026-02-03", "6200"], ["2026-03-03", "6300"]]


def rows(head: str, *cells: str) -> Rows:
    """A ledger of three postings: day, account, and what else each holds, with bars between."""
    more = [one.split("|") for one in cells]
    return [head.split("|"), *[[*DATED[at % 3], *each] for at, each in enumerate(more)]]


def heads(*lines: tuple[str, int]) -> Rows:
    return [["Period", "Line", "Actual"], *[["2026 Q1", name, str(n)] for name, n in lines]]


PARENTS = [("Collections", 1180), ("Books", 80), ("Data", 1100), ("Staff", 5000), ("Pay", 5000)]


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
