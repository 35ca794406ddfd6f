"""Weighted shares: their intervals at the edges and against the simple ones."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.design_shares import effective_answers, share
from engagekit.statistics.proportions import wilson
from tests.golden.estimators.design_shares import share as of_method
from tests.golden.estimators.designs import survey_design

YES = np.array([1.0] * 30 + [0.0] * 10)


def test_without_a_design_wilson_is_the_plain_one_but_for_n_less_1_and_t() -> None:
    found = of_method(survey_design(40), YES, method="wilson", df=float("inf"))
    plain = wilson(0.75 * 39, 39)
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high))


@pytest.mark.parametrize("all_said", [0.0, 1.0])
def test_a_share_of_0_or_1_has_a_width(all_said: float) -> None:
    found = share(survey_design(12, weights=[1, 2] * 6), [all_said] * 12)
    assert found.estimate == all_said
    assert found.se == 0
    assert 0 <= found.low < found.high <= 1


def test_the_effective_answers_of_a_unanimous_group_are_those_of_kish() -> None:
    design = survey_design(3, weights=[1, 1, 2])
    assert effective_answers(design, [1, 1, 1]) == pytest.approx(16 / 6)


def test_small_groups_take_wilson_and_large_ones_the_log_odds() -> None:
    small, large = survey_design(20), survey_design(40)
    assert share(small, YES[15:35]) == of_method(small, YES[15:35], method="wilson")
    assert share(large, YES) == of_method(large, YES, method="logit")


def test_answers_that_are_not_yes_or_no_are_refused() -> None:
    with pytest.raises(StatisticsError, match="0 or 1; 3 was found"):
        share(survey_design(2), [1, 3])


@pytest.mark.parametrize(("answers", "method"), [(30, "wilson"), (31, "logit")])
def test_thirty_effective_answers_are_enough_for_the_log_odds(answers: int, method: str) -> None:
    design, yes = survey_design(answers), np.arange(answers) % 4 > 0  # n - 1 effective answers
    low = {one: of_method(design, yes, method=one).low for one in ("wilson", "logit")}  # type: ignore[arg-type]
    assert share(design, yes).low == low[method]
    assert low["wilson"] != low["logit"]


def test_everybody_says_the_same_whatever_the_weights_add_up_to() -> None:
    random = np.random.default_rng(1)
    for _ in range(50):
        design = survey_design(40, weights=random.uniform(0.1, 3, 40))
        found = share(design, np.ones(40))
        assert found.estimate == 1
        assert found.high == 1
        assert 0.8 < found.low < 1
