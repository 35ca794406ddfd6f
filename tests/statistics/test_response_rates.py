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
    assert rates["RR5"] == 3 / 8


def test_the_unknown_count_by_the_share_of_the_known_that_is_eligible() -> None:
    rates = aapor_rates(ROSTER)
    assert rates["e"] == 0.8
    assert rates["RR3"] == pytest.approx(3 / (8 + 0.8 * 2))
    assert aapor_rates(ROSTER, e=0.5)["RR4"] == pytest.approx(4 / 9)


def test_cooperation_refusal_and_contact_are_of_those_reached() -> None:
    rates = aapor_rates(ROSTER)
    assert (rates["COOP1"], rates["COOP3"]) == (0.5, 0.6)
    assert (rates["REF1"], rates["CON1"]) == (0.1, 0.6)


def test_a_roster_without_unknowns_has_one_rate() -> None:
    rates = aapor_rates({"I": 5, "R": 5})
    assert rates["RR1"] == rates["RR3"] == rates["RR5"] == 0.5


def test_nobody_has_no_rate_and_an_odd_code_is_refused() -> None:
    assert math.isnan(aapor_rates({})["RR1"])
    with pytest.raises(StatisticsError, match="XX"):
        aapor_rates({"XX": 1})
