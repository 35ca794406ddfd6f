"""Ledgers as finance exports them: debit and credit, orders beside invoices, balances, sums above their parts."""

from __future__ import annotations

import pytest

from engagekit.mapping.units import unit_in


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
    assert unit_in(header, "amount") == unit
