"""More of what is kept by hand: numbers for days, military days, initials, loans, visitors."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.dates import moments


@pytest.mark.parametrize(("written", "moment"), [
    ("041330ZFEB26", "2026-02-04 13:30"), ("04 1330Z FEB 26", "2026-02-04 13:30"),
    ("04FEB26", "2026-02-04 00:00"), ("041330Z Feb 2026", "2026-02-04 13:30"),
    ("041330ZXYZ26", None), ("12ABC34", None), ("04 FEB", None),
])  # fmt: skip
def test_a_date_time_group_is_a_moment(written: str, moment: str | None) -> None:
    (read,) = moments(pd.Series([written])).values
    assert (None if pd.isna(read) else f"{read:%Y-%m-%d %H:%M}") == moment
