"""More of what is kept by hand: numbers for days, military days, initials, loans, visitors."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.dates import moments
from engagekit.tables.tables import Tables
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_staff_college import ALONE

LONE_LOG = {**ALONE, "people__csv": PEOPLE}


def log(head: str, *cells: str) -> Rows:
    """A row each of twelve people: cells with {name} and {at} filled in."""
    slots = [{"name": one[1], "given": one[1][0], "family": one[1].split()[1], "at": at}
             for at, one in enumerate(PEOPLE[1:13], 1)]  # fmt: skip
    return [head.split("/"), *[[cell.format(**one) for cell in cells] for one in slots]]


def dated(tables: Tables) -> int:
    """How many rows of the log have a day."""
    return int(tables.touches["on"].notna().sum()) if tables.has("touches") else 0


@pytest.mark.parametrize(("written", "moment"), [
    ("041330ZFEB26", "2026-02-04 13:30"), ("04 1330Z FEB 26", "2026-02-04 13:30"),
    ("04FEB26", "2026-02-04 00:00"), ("041330Z Feb 2026", "2026-02-04 13:30"),
    ("041330ZXYZ26", None), ("12ABC34", None), ("04 FEB", None),
])  # fmt: skip
def test_a_date_time_group_is_a_moment(written: str, moment: str | None) -> None:
    (read,) = moments(pd.Series([written])).values
    assert (None if pd.isna(read) else f"{read:%Y-%m-%d %H:%M}") == moment


YEAR_FIRST = "2026/02/{at:02}"
"""As South Africa, Japan and Sweden write a day."""
