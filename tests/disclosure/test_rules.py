"""Each rule of the board copy on both sides of its threshold, the sums beside it."""

from __future__ import annotations

import pytest

from engagekit.disclosure import rules
from engagekit.disclosure.rules import HIDDEN, Told

K = 5


@pytest.mark.parametrize(
    ("n", "base", "told"),
    [
        (5, 9, HIDDEN),  # under ten answers
        (5, 10, Told(at_least=0.40, at_most=0.59)),
        (12, 20, Told(at_least=0.60, at_most=0.79)),  # fifths up to 20
        (12, 21, Told(at_least=0.50, at_most=0.59)),  # 57 %: tenths from 21
        (15, 30, Told(at_least=0.50, at_most=0.59)),
        (15, 31, Told(at_least=0.45, at_most=0.49)),  # 48 %: fives from 31
        (30, 60, Told(at_least=0.50, at_most=0.54)),
        (30, 61, Told(share=0.49)),  # whole per cents from 61
        (5, 300, Told(at_most=0.02)),  # 1.7 %, the lowest step up to 300
        (5, 301, Told(share=0.02)),  # 1.66 % is 2, and the lowest step is 1 from 301
        (4, 500, Told(at_most=0.01)),  # four people of 500: at most 5
        (295, 300, Told(at_least=0.98)),
        (296, 300, Told(at_least=0.98)),  # all but four: 6 are left at 98 %
        (199, 200, Told(at_least=0.97)),  # all but one: 98 % would leave only four
    ],
)
def test_a_share_of_answers_is_told_by_the_number_of_answers(n: int, base: int, told: Told) -> None:
    assert rules.answers_told(n, base, K) == told


@pytest.mark.parametrize(
    ("n", "base", "told"),
    [
        (5, 40, Told(share=0.13)),  # 12.5 %, halves up
        (4, 40, Told(at_most=0.14)),  # 9 % of 40 would be 3.6 people, 14 % are 5.6
        (35, 40, Told(share=0.88)),
        (36, 40, Told(at_least=0.85)),  # 90 % would leave four, 85 % leaves six
        (0, 100, Told(at_most=0.05)),  # nobody is told as few: 4 % of 100 would be four
        (22, 23, Told(at_least=0.70)),
        (2, 6, HIDDEN),  # no end leaves five of six on its inner side
    ],
)
def test_a_share_of_records_is_told_unless_few_stand_on_a_side(
    n: int, base: int, told: Told
) -> None:
    assert rules.records_told(n, base, K) == told


def test_every_end_holds_its_share_and_leaves_k_people() -> None:
    for base in range(1, 400):
        for n in {*range(K), *range(base - K + 1, base + 1)} & {*range(base + 1)}:
            told = rules.end_of(n, base, K)
            if told.at_most is not None:
                assert n / base <= told.at_most and told.at_most * base >= K - 1e-9, (n, base)
            elif told.at_least is not None:
                assert n / base >= told.at_least, (n, base)
                assert (1 - told.at_least) * base >= K - 1e-9, (n, base)
            else:
                assert base < 3 * K, (n, base)


def test_no_count_of_one_to_four_follows_from_a_share_of_answers_and_its_rounded_base() -> None:
    """Whoever knows the rules and the rounded base has two counts at least to choose from."""
    told: dict[tuple[Told, int], set[int]] = {}
    for base in range(10, 120):
        for n in range(base + 1):
            known = rules.answers_told(n, base, K), rules.rounded_count(base)
            told.setdefault(known, set()).add(n)
    assert all(len(counts) > 1 for counts in told.values() if counts & {1, 2, 3, 4})


def test_a_weighted_share_lies_within_its_end() -> None:
    assert rules.end_of(3, 100, K, share=0.09) == Told(at_most=0.09)
    assert rules.end_of(3, 100, K, share=0.03) == Told(at_most=0.05)


def test_the_bands_of_a_ladder_cover_every_per_cent_once() -> None:
    for ladder in rules.ladders():
        covered = [per for low, high in ladder.bands() for per in range(low, high + 1)]
        assert covered == list(range(101))


@pytest.mark.parametrize(("count", "rounded"), [(2, 0), (3, 5), (7, 5), (8, 10), (12, 10)])
def test_counts_of_answers_are_rounded_to_five(count: int, rounded: int) -> None:
    assert rules.rounded_count(count) == rounded


@pytest.mark.parametrize(("count", "ends"), [(0, (None, 4)), (4, (None, 4)), (5, (5, 9))])
def test_a_count_of_people_is_told_by_five(count: int, ends: tuple[int | None, int]) -> None:
    told = rules.count_band(count, K)
    assert (told.at_least, told.at_most) == ends
