"""Shapes that are easy to get wrong, each by a second route: by hand, scipy or statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import confint_proportions_2indep

from engagekit.errors import StatisticsError
from engagekit.statistics.design_shares import share
from engagekit.statistics.designs import survey_design
from engagekit.statistics.estimation import mean
from engagekit.statistics.proportions import newcombe
from engagekit.statistics.scores import promoter_scores
from engagekit.statistics.survival import kaplan_meier, survival_quantile
from engagekit.statistics.weighting import rake


def test_net_promoter_under_weights_by_hand() -> None:
    w = np.array([1.0, 3.0, 2.0, 0.5, 4.0, 1.5])
    scores = promoter_scores([10, 9, 8, 6, 3, 7])
    found = mean(survey_design(6).reweighted(w), scores)
    centre = (w * scores).sum() / w.sum()
    z = w * (scores - centre) / w.sum()
    assert found.estimate == pytest.approx(centre)
    assert found.se == pytest.approx(np.sqrt(6 / 5 * ((z - z.mean()) ** 2).sum()), rel=1e-9)


def test_ties_and_a_median_never_reached() -> None:
    time = np.array([3, 3, 3, 5, 5, 5, 8, 8, 9, 9.0])
    event = np.array([1, 0, 1, 1, 1, 0, 1, 0, 0, 0])
    ours, theirs = kaplan_meier(time, event), SurvfuncRight(time, event)
    at = np.isin(ours.times, theirs.surv_times)
    assert ours.survival[at] == pytest.approx(theirs.surv_prob)
    assert (ours.survival * ours.log_se)[at] == pytest.approx(theirs.surv_prob_se)
    alone = kaplan_meier([1, 2, 3, 4, 5, 6], [1, 0, 0, 1, 0, 0])
    assert alone.survival.min() > 0.5
    assert np.isnan(survival_quantile(alone, 0.5).estimate)


@pytest.mark.parametrize("counts", [(0, 12, 5, 20), (12, 12, 0, 9), (0, 8, 0, 11), (7, 7, 3, 3)])
def test_a_difference_with_none_or_all_agrees_with_statsmodels(
    counts: tuple[int, int, int, int],
) -> None:
    x1, n1, x2, n2 = counts
    found = newcombe(x1, n1, x2, n2)
    known = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(known, abs=1e-9)
    assert -1 <= found.low <= found.estimate <= found.high <= 1


def test_a_roster_group_that_nobody_answered_from_is_refused() -> None:
    design = survey_design(6)
    margins = [(np.array(["a", "a", "b", "b", "b", "a"]), {"a": 10.0, "b": 20.0, "c": 5.0})]
    with pytest.raises(StatisticsError, match="c"):
        rake(design, margins)


@pytest.mark.parametrize("told", [0.0, 1.0])
def test_a_weighted_share_of_none_or_all_has_a_range_within_its_bounds(told: float) -> None:
    w = np.array([1.0, 2.0, 1.5, 3.0, 1.0, 2.5, 1.0, 1.0])
    found = share(survey_design(8).reweighted(w), np.full(8, told))
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.high > found.low
