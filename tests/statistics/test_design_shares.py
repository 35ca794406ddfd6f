"""Weighted shares: their intervals at the edges and against the simple ones."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.design_shares import effective_answers, share, share_logit, share_wilson
from engagekit.statistics.designs import survey_design
from engagekit.statistics.estimation import critical
from engagekit.statistics.proportions import wilson

YES = np.array([1.0] * 30 + [0.0] * 10)


def test_without_a_design_wilson_is_the_plain_one_but_for_n_less_1_and_t() -> None:
    effective = effective_answers(survey_design(40), YES)
    plain = wilson(0.75 * 39, 39)
    assert share_wilson(0.75, effective, critical(np.inf)) == pytest.approx((plain.low, plain.high))


@pytest.mark.parametrize("all_said", [0.0, 1.0])
def test_a_share_of_0_or_1_has_a_width(all_said: float) -> None:
    found = share(survey_design(12).reweighted([1, 2] * 6), [all_said] * 12)
    assert found.estimate == all_said
    assert found.se == 0
    assert 0 <= found.low < found.high <= 1


def test_the_effective_answers_of_a_unanimous_group_are_those_of_kish() -> None:
    design = survey_design(3).reweighted([1, 1, 2])
    assert effective_answers(design, [1, 1, 1]) == pytest.approx(16 / 6)


def test_answers_that_are_not_yes_or_no_are_refused() -> None:
    with pytest.raises(StatisticsError, match="0 or 1; 3 was found"):
        share(survey_design(2), [1, 3])


@pytest.mark.parametrize(("answers", "method"), [(30, "wilson"), (31, "logit")])
def test_thirty_effective_answers_are_enough_for_the_log_odds(answers: int, method: str) -> None:
    design, yes = survey_design(answers), np.arange(answers) % 4 > 0  # n - 1 effective answers
    found, t = share(design, yes), critical(answers - 1)
    ends = {
        "wilson": share_wilson(found.estimate, effective_answers(design, yes), t),
        "logit": share_logit(found.estimate, found.se**2, t),
    }
    assert (found.low, found.high) == ends[method]
    assert ends["wilson"] != ends["logit"]


def test_everybody_says_the_same_whatever_the_weights_add_up_to() -> None:
    random = np.random.default_rng(1)
    for _ in range(50):
        design = survey_design(40).reweighted(random.uniform(0.1, 3, 40))
        found = share(design, np.ones(40))
        assert found.estimate == 1
        assert found.high == 1
        assert 0.8 < found.low < 1
