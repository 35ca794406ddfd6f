"""The library of a drug maker in India: money in lakh, GST beside it, registers kept by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from engagekit.mapping.units import in_unit
from tests.reading import tools_of, written


def test_a_cell_that_says_its_unit_is_not_multiplied_again() -> None:
    for given, unit, read in (
        (["45", "12.5"], "lakhs", [4500000, 1250000]),
        (["12.00", "3.00 Cr"], "lakhs", [1200000, -300000]),
        (["12k", "3"], "thousands", [12000, 3000]),
    ):
        assert in_unit(pd.Series(given), unit).astype("float").tolist() == read


def test_campaigns_of_another_tool_are_not_of_mailchimp_too(tmp_path: Path) -> None:
    head = "Campaign Name,Subject,Sent Date,Total Recipients,Delivered,Unique Opens,Unique Clicks\n"
    row = 'Bulletin 7,New,"06 Jul 2026, 10:00 AM",258,257,154,32\n'
    assert tools_of(written(tmp_path, head + row)) == ["newsletter statistics"]
