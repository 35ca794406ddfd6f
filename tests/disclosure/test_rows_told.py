"""The rows of a board copy: what stands in them is near the number that the library sees."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.disclosure._recode import Band
from engagekit.disclosure._rows_told import _around


def _row(estimate: float | None, unit: str = "share") -> pd.Series:
    return pd.Series({"estimate": estimate, "unit": unit})


@pytest.mark.parametrize(
    ("band", "estimate", "expected"),
    [
        (Band(0.875, 0.925), 0.9, Band(0.875, 0.925)),
        (Band(0.915, 0.925), 0.48, Band(0.475, 0.485)),  # a curve: 48 %, of its rows 92 %
        (Band(0.775, 0.825), 0.99, Band(0.975, 1.0)),
        (Band(0.9, None), 0.92, Band(0.9, None)),
        (Band(0.9, None), 0.83, Band(0.8, None)),  # weighted
        (Band(None, 0.1), 0.13, Band(None, 0.15)),
        (Band(None, 0.1), 0.1, Band(None, 0.1)),
    ],
)
def test_the_ends_of_a_row_hold_its_estimate(band: Band, estimate: float, expected: Band) -> None:
    assert _around(band, _row(estimate)) == expected


def test_counts_and_rows_without_a_number_keep_their_ends() -> None:
    band = Band(0.9, None)
    assert _around(band, _row(3.0, "count")) == _around(band, _row(None)) == band
