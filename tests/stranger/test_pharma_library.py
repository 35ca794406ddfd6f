"""The library of a drug maker in India: money in lakh, GST beside it, registers kept by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.mapping.units import in_unit, unit_in
from engagekit.parsing.subtotals import foreign
from engagekit.parsing.values import numbers
from tests.reading import tools_of, written


@pytest.mark.parametrize(("header", "unit"), [
    ("Amount_INR_Lakhs", "lakhs"), ("AmountInLakhs", "lakhs"), ("Cost (Lacs)", "lakhs"),
    ("BE 2026-27 lakhs", "lakhs"), ("Rs. in Cr.", "crores"), ("Up to $250,000", ""),
    ("2026 '000", "thousands"), ("£ 000", "thousands"), ("CHF 5'000", ""), ("Prof. Lakhani", ""),
])  # fmt: skip
def test_units_of_money_in_a_header(header: str, unit: str) -> None:
    assert unit_in(header, "amount") == unit


@pytest.mark.parametrize(("cells", "read"), [
    (["Rs. 12,50,000/-", "Rs.850/-"], [1250000, 850]),
    (["4.5 lakh", "Rs. 9.5 lakhs", "12,50,000"], [None, None, 1250000]),
    (["₹ 1.2 Cr", "₹3.5L", "₹ 250.00 Cr"], [None, None, None]),
    (["12,345.50 Dr", "300.00 Cr"], [12345.5, -300]),
    (["300 CR"], [-300]),
    (["1.2 Cr"], [None]),  # of crores and of credits, nobody can say which
    (["1,25,000", "12,500"], [125000, 12500]),
    (["Nil", "5"], [None, 5]),
])  # fmt: skip
def test_numbers_as_people_in_india_write_them(cells: list[str], read: list[float | None]) -> None:
    assert [None if pd.isna(one) else one for one in numbers(pd.Series(cells)).values] == read


def test_a_cell_that_says_its_unit_is_not_multiplied_again() -> None:
    for given, unit, read in (
        (["45", "12.5"], "lakhs", [4500000, 1250000]),
        (["12.00", "3.00 Cr"], "lakhs", [1200000, -300000]),
        (["12k", "3"], "thousands", [12000, 3000]),
    ):
        assert in_unit(pd.Series(given), unit).astype("float").tolist() == read


def test_rs_is_a_sign_of_rupees() -> None:
    cells, home = pd.Series(["Rs. 500/-", "rs 5", "Rs.4", "5"]), ["CAD", "INR", "PKR", "CAD"]
    assert foreign(cells, pd.Series(home)).tolist() == [True, False, False, False]


def test_campaigns_of_another_tool_are_not_of_mailchimp_too(tmp_path: Path) -> None:
    head = "Campaign Name,Subject,Sent Date,Total Recipients,Delivered,Unique Opens,Unique Clicks\n"
    row = 'Bulletin 7,New,"06 Jul 2026, 10:00 AM",258,257,154,32\n'
    assert tools_of(written(tmp_path, head + row)) == ["newsletter statistics"]
