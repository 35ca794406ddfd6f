"""The library of a drug maker in India: money in lakh, GST beside it, registers kept by hand."""

from __future__ import annotations

import pandas as pd

from engagekit.mapping.units import in_unit


def test_a_cell_that_says_its_unit_is_not_multiplied_again() -> None:
    for given, unit, read in (
        (["45", "12.5"], "lakhs", [4500000, 1250000]),
        (["12.00", "3.00 Cr"], "lakhs", [1200000, -300000]),
        (["12k", "3"], "thousands", [12000, 3000]),
    ):
        assert in_unit(pd.Series(given), unit).astype("float").tolist() == read
