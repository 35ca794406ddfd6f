"""Agreement of two coders: by hand, and by statsmodels as a second route."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from tests.golden.estimators.agreement import cohen_kappa


def test_kappa_by_hand() -> None:
    found = cohen_kappa(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    assert found.estimate == pytest.approx((0.75 - 0.5) / 0.5)


def test_kappa_and_its_error_agree_with_statsmodels() -> None:
    from statsmodels.stats.inter_rater import cohens_kappa, to_table

    random = np.random.default_rng(1)
    first = random.integers(0, 3, 60)
    second = np.where(random.random(60) < 0.6, first, random.integers(0, 3, 60))
    other = cohens_kappa(to_table(np.column_stack([first, second]))[0])
    found = cohen_kappa(first, second)
    assert (found.estimate, found.se) == pytest.approx((other.kappa, other.std_kappa))


def test_coders_who_agree_in_everything_have_kappa_one() -> None:
    found = cohen_kappa(["a", "b", "c"], ["a", "b", "c"])
    assert (found.estimate, found.high) == (1, 1)


def test_a_category_that_only_one_coder_used_counts() -> None:
    assert cohen_kappa(["a", "a", "b"], ["a", "c", "b"]).estimate < 1


def test_a_single_category_is_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="chance agreement is complete"):
        cohen_kappa(["a", "a"], ["a", "a"])


@pytest.mark.parametrize(("ours", "theirs"), [("linear", "linear"), ("quadratic", "quadratic")])
def test_weighted_kappa_and_its_error_agree_with_statsmodels(ours, theirs: str) -> None:
    from statsmodels.stats.inter_rater import cohens_kappa, to_table

    random = np.random.default_rng(4)
    first = random.integers(1, 6, 80)
    second = np.clip(first + random.integers(-1, 2, 80), 1, 5)
    other = cohens_kappa(to_table(np.column_stack([first, second]))[0], wt=theirs)
    found = cohen_kappa(first, second, weights=ours)
    assert (found.estimate, found.se) == pytest.approx((other.kappa, other.std_kappa))
    assert found.estimate > cohen_kappa(first, second).estimate


def test_unknown_weights_are_named() -> None:
    with pytest.raises(StatisticsError, match="no weights 'cubic'"):
        cohen_kappa([1, 2], [1, 2], weights="cubic")  # type: ignore[arg-type]
