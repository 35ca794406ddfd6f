"""AAPOR rates of a roster of ten, by hand."""

from __future__ import annotations

import math

import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.representativeness import aapor_rates

ROSTER = {"I": 3, "P": 1, "R": 1, "NC": 2, "O": 1, "UH": 1, "UO": 1, "NE": 2}


def test_bounced_mail_counts_as_unknown_and_the_ineligible_do_not_count() -> None:
    rates = aapor_rates(ROSTER)
    assert rates["RR1"] == 0.3
    assert rates["RR2"] == 0.4


def test_a_roster_without_unknowns_has_the_rate_of_those_on_it() -> None:
    assert aapor_rates({"I": 5, "R": 5}) == {"RR1": 0.5, "RR2": 0.5}


def test_nobody_has_no_rate_and_an_odd_code_is_refused() -> None:
    assert math.isnan(aapor_rates({})["RR1"])
    with pytest.raises(StatisticsError, match="XX"):
        aapor_rates({"XX": 1})
