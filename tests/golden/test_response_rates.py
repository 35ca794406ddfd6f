"""All AAPOR rates of a roster of ten, by hand."""

from __future__ import annotations

import pytest

from engagekit.statistics.representativeness import aapor_rates
from tests.golden.estimators.representativeness import every_rate

ROSTER = {"I": 3, "P": 1, "R": 1, "NC": 2, "O": 1, "UH": 1, "UO": 1, "NE": 2}


def test_the_two_rates_of_the_kit_are_those_of_all() -> None:
    every = every_rate(ROSTER)
    assert {name: every[name] for name in ("RR1", "RR2")} == aapor_rates(ROSTER)
    assert every["RR5"] == 3 / 8


def test_the_unknown_count_by_the_share_of_the_known_that_is_eligible() -> None:
    rates = every_rate(ROSTER)
    assert rates["e"] == 0.8
    assert rates["RR3"] == pytest.approx(3 / (8 + 0.8 * 2))
    assert every_rate(ROSTER, e=0.5)["RR4"] == pytest.approx(4 / 9)


def test_cooperation_refusal_and_contact_are_of_those_reached() -> None:
    rates = every_rate(ROSTER)
    assert (rates["COOP1"], rates["COOP3"]) == (0.5, 0.6)
    assert (rates["REF1"], rates["CON1"]) == (0.1, 0.6)


def test_a_roster_without_unknowns_has_one_rate() -> None:
    rates = every_rate({"I": 5, "R": 5})
    assert rates["RR1"] == rates["RR3"] == rates["RR5"] == 0.5
