"""What no cell may hold though it is a number, and what may be empty though it is required."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.validate import Place, check


@pytest.mark.parametrize(("value", "count"), [("0", 0), ("-1", 1)])
def test_zero_people_may_stand_where_less_may_not(value: str, count: int) -> None:
    rows = {"on": "2026-07-13", "department": ["Tax"], "people": value}
    frame = pd.DataFrame(rows, dtype="str").set_axis(pd.Index([2], name="source"))
    told = [str(one) for one in check("headcounts", frame, Place("hr.csv")).problems]
    text = "hr.csv, row 2: people is '-1', which is below 0, so it fails the check."
    assert told == [f"{text} Correct the cell."] * count


@pytest.mark.parametrize("cell", ["", "on request"])
def test_a_contract_without_a_price_is_read_and_said(cell: str) -> None:
    days = {"starts_on": ["2026-01-01"] * 2, "ends_on": ["2026-12-31"] * 2}
    frame = pd.DataFrame(
        {"product": ["A", "B"], "price": ["5", cell], "currency": ["CAD"] * 2, **days}, dtype="str"
    )
    done = check("contracts", frame.set_axis(pd.Index([2, 3], name="source")))
    assert done.frame["price"].isna().tolist() == [False, True]
    said = "not a number" if cell else "is empty in some rows, which are left out of the sums: 1"
    assert [(one.column, one.problem) for one in done.problems] == [("price", said)]
