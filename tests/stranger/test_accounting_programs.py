"""Money as accounting programs export it: totals, nets, no name over the lines, times in a title."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.subtotals import totals

VERSUS = [
    ["Firm Library"], ["Budget vs. Actuals: FY_2026 - FY26 P&L"], ["January - March, 2026"], [],
    ["", "Total", "", "", ""], ["", "Actual", "Budget", "over Budget", "% of Budget"],
    ["Income"], ["Total Income", 0, 0, 0], ["Expenses"],
    ["   Books & print", 1200.5, 1500, -299.5, 0.8], ["   Databases", 30000, 31000, -1000, 0.97],
    ["Total Expenses", 31200.5, 32500, -1299.5, 0.96],
    ["Net Operating Income", -31200.5, -32500, 1299.5, 0.96],
    ["Net Income", -31200.5, -32500, 1299.5, 0.96], [],
    ["Thursday, Apr 02, 2026 09:15:22 AM GMT - Accrual Basis"],
]  # fmt: skip
PROFIT = [
    ["Profit and Loss"], ["Firm Library"], ["For the 3 months ended 31 March 2026"], [],
    ["Account", "Mar 2026", "Feb 2026", "Jan 2026", "Total"], ["Operating Expenses"],
    ["Subscriptions", 100, 110, 120, 330], ["Books", 10, 11, 12, 33],
    ["Total Operating Expenses", 110, 121, 132, 363], ["Net Profit", -110, -121, -132, -363],
]  # fmt: skip


@pytest.mark.parametrize(("line", "is_net"), [("Net Profit", True), ("Résultat net", True), ("Total recharges", False)])  # fmt: skip
def test_only_a_net_may_be_the_sum_turned_round(line: str, is_net: bool) -> None:
    lines = pd.DataFrame({"line": ["Books", line], "amount": [100.0, -100.0]})
    matches, unsure = totals(lines)
    assert (matches.tolist(), unsure.tolist()) == ([False, is_net], [False, not is_net])
