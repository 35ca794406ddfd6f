"""The order of answers: how often from every day to never, bands by their number."""

from __future__ import annotations

import random

import numpy as np
import pytest

from engagekit.measures._answer_order import often, shown_order

ORDERS = [
    "Daily|Weekly|Monthly|Less often|Never",
    "Tous les jours|Chaque semaine|Chaque mois|Moins souvent|Jamais",
    "Several times a day|Once a day|2-3 times a week|Once a week|Once a month|"
    "Less than once a month|Never",
    "Plusieurs fois par jour|Une fois par jour|Deux à trois fois par semaine|"
    "Une fois par semaine|Une fois par mois|Moins d’une fois par mois|Jamais",
    "At least once a week|At least once a month|Less than once a year|Never",
    "Presque chaque semaine|Aux deux semaines|Tous les trois mois|Une ou deux fois par an|Jamais",
    "Daily|Most days|Weekly|Every other week|Monthly|Quarterly|Yearly|Rarely|Never",
    "Quotidienne|Hebdomadaire|Mensuelle|Annuelle|Jamais",
    "Every time|Very often|Fairly often|Sometimes|Almost never|Never",
    "Toujours|Souvent|Parfois|Rarement|Jamais",
    "Every day|A few times a year|Never|It depends|n/a",
    "This week|This month|In the last three months|In the last year|Longer ago|Never",
    "Cette semaine|Ce mois-ci|Dans les trois derniers mois|Dans la dernière année|"
    "Il y a plus longtemps|Jamais",
    "Less than a month ago|A month ago|Six months ago|More than a year ago|Never",
    "Usually (in about 90% of cases)|Sometimes (in about half)|Never",
    "Less than 1 year|1-2 years|3-5 years|More than 5 years",
    "Less than one year|One to two years|Two to three years|Three+ years",
    "Moins d'un an|Un à deux ans|Deux à cinq ans|Plus de cinq ans",
    "1 month|6 months|1 year|2 years",
    "0 - 10|10 - 100|100 - 500|500-1,000|> 1,000",
    "Moins de 1 000|1 000 à 5 000|5 000 à 10 000",
    "1: never|2|3: several times a month|4|5: every day",
]


def order(labels: list[str]) -> list[str]:
    mixed = random.Random(3).sample(labels, len(labels))
    size = len(labels)
    places = shown_order("single", mixed, np.full(size, np.nan), np.arange(size))
    return [mixed[at] for at in places]


@pytest.mark.parametrize("labels", ORDERS)
def test_answers_stand_in_their_order_not_in_that_of_counts(labels: str) -> None:
    assert order(labels.split("|")) == labels.split("|")


@pytest.mark.parametrize(("others", "rated"), [(2, True), (3, False)])
def test_half_of_the_answers_say_how_often(others: int, rated: bool) -> None:
    labels = ["Weekly", "Never", *[f"Desk {'abc'[n]}" for n in range(others)]]
    counts = np.array([1, 2, 3, 4, 5][: len(labels)])
    places = shown_order("single", labels, np.full(len(labels), np.nan), counts)
    assert ([labels[at] for at in places][:2] == ["Weekly", "Never"]) is rated


@pytest.mark.parametrize("label", ["2 weeks", "The weekly newsletter", "Yes", "One", "Not at all"])
def test_what_says_no_rate_has_none(label: str) -> None:
    assert often(label) == -np.inf
