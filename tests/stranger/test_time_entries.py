"""A law firm with time entries, monthly fees, use by person and sheets of who came."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.measures.usage import usage
from tests.stranger import small


@pytest.mark.parametrize(("product", "cost"), [("lexis", 90.0), ("Lexis Advance", None)])
def test_a_contract_pays_for_the_platform_of_its_name(
    product: str, cost: float | None, tmp_path: Path
) -> None:
    use = [["platform", "metric", "on", "n"], *[["Lexis", "Searches", f"2026-0{at}-01", "100"] for at in (1, 2, 3)]]  # fmt: skip
    terms = [["product", "vendor", "price", "currency", "starts_on", "ends_on"],
             [product, "RX", "109500", "GBP", "2026-01-01", "2026-12-31"]]  # fmt: skip
    tables = small.gate(tmp_path, usage__csv=use, contracts__csv=terms).tables
    frame = usage(tables, during="2026 Q1")
    costs = frame.loc[frame["measure"] == "cost per use", "estimate"].dropna()
    assert [*costs] == ([] if cost is None else [pytest.approx(cost)])
