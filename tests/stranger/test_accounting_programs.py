"""Money as accounting programs export it: totals, nets, no name over the lines, times in a title."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.subtotals import totals


@pytest.mark.parametrize(("line", "is_net"), [("Net Profit", True), ("Résultat net", True), ("Total recharges", False)])  # fmt: skip
def test_only_a_net_may_be_the_sum_turned_round(line: str, is_net: bool) -> None:
    lines = pd.DataFrame({"line": ["Books", line], "amount": [100.0, -100.0]})
    matches, unsure = totals(lines)
    assert (matches.tolist(), unsure.tolist()) == ([False, is_net], [False, not is_net])
