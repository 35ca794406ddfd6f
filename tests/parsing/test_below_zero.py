"""What no cell may hold though it is a number, and what may be empty though it is required."""

from __future__ import annotations

import pytest

from tests.parsing.checking import checked


@pytest.mark.parametrize(("value", "count"), [("0", 0), ("-1", 1)])
def test_zero_people_may_stand_where_less_may_not(value: str, count: int) -> None:
    row = {"on": "2026-07-13", "department": "Tax", "people": value}
    told = [str(one) for one in checked("headcounts", [row]).problems]
    text = "list.csv, cell C2: people is '-1', which is below 0, so it fails the check."
    assert told == [f"{text} Correct the cell."] * count


@pytest.mark.parametrize("cell", ["", "on request"])
def test_a_contract_without_a_price_is_read_and_said(cell: str) -> None:
    same = {"currency": "CAD", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    rows = [{"product": "A", "price": "5", **same}, {"product": "B", "price": cell, **same}]
    done = checked("contracts", rows)
    assert done.frame["price"].isna().tolist() == [False, True]
    said = "not a number" if cell else "is empty in some rows, which are left out of the sums: 1"
    assert [(one.column, one.problem) for one in done.problems] == [("price", said)]
