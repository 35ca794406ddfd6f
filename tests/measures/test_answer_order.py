"""The order of answers: bands by their number, others by how many gave them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from engagekit.measures._answer_order import shown_order

ORDERS = [
    "Less than 1 year|1-2 years|3-5 years|More than 5 years",
    "1 month|6 months|1 year|2 years",
    "0 - 10|10 - 100|100 - 500|500-1,000|> 1,000",
    "0.125|0.25|1.5",
    "Moins de 1 000|1 000 à 5 000|5 000 à 10 000",
    "1: never|2|3: several times a month|4|5: every day",
]


@pytest.mark.parametrize("labels", ORDERS)
def test_bands_stand_in_their_order_not_in_that_of_counts(labels: str) -> None:
    expected = labels.split("|")
    mixed = random.Random(3).sample(expected, len(expected))
    places = shown_order("single", mixed, np.full(len(mixed), np.nan), np.arange(len(mixed)))
    assert [mixed[at] for at in places] == expected


def test_words_stand_by_how_many_gave_them() -> None:
    counts = np.array([1, 4, 2])
    assert shown_order("single", ["Weekly", "Daily", "Never"], np.full(3, np.nan), counts) == [
        1,
        2,
        0,
    ]
