"""Weighted answers: against formulas worked by hand, statsmodels, and the plain numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit
from statsmodels.regression.linear_model import WLS

from engagekit.errors import StatisticsError
from engagekit.statistics import weighted
from engagekit.statistics._estimates import critical
from engagekit.statistics.proportions import wilson_limits
from engagekit.statistics.weighted import Design, difference, kish, mean, rake, share

Y = np.array([1.0, 2.0, 4.0, 3.0, 5.0, 9.0, 6.0, 2.0])
DEPT, SITE = list("aaabbbbb"), list("xyxyxyxy")
MARGINS = [(DEPT, {"a": 40, "b": 60}), (SITE, {"x": 30, "y": 70})]
BY_HAND = Design(np.arange(1.0, 9.0))


def plain(n: int) -> Design:
    return Design(np.ones(n))


def error(z: np.ndarray) -> float:
    """The standard error of a total of weighted influence values."""
    return float(np.sqrt(len(z) / (len(z) - 1) * ((z - z.mean()) ** 2).sum()))


def test_a_department_keeps_the_design_of_everybody() -> None:
    there = Y > 2.5
    found = mean(BY_HAND, Y, there)
    w = np.where(there, BY_HAND.weights, 0.0)
    assert found.se == pytest.approx(error(w * (Y - found.estimate) / w.sum()))
    assert found.df == there.sum() - 1
    alone = mean(BY_HAND, Y, Y == 9)
    assert alone.df == 0 and np.isnan(alone.low)


def test_a_missing_answer_is_a_domain_not_a_dropped_row() -> None:
    gap = mean(plain(4), [1.0, np.nan, 3.0, 8.0])
    inside = mean(plain(4), [1.0, 99.0, 3.0, 8.0], [True, False, True, True])
    assert (gap.estimate, gap.se, gap.n) == (inside.estimate, inside.se, 3)
    with pytest.raises(StatisticsError, match="Nobody"):
        mean(plain(2), [np.nan, np.nan])


@pytest.mark.parametrize("all_said", [0.0, 1.0, 0.1, 4.0])
def test_answers_all_alike_have_that_mean_and_no_error(all_said: float) -> None:
    design = Design(np.random.default_rng(4).uniform(0.1, 3, 50))
    found = mean(design, np.full(50, all_said))
    assert (found.estimate, found.se, found.low, found.high) == (all_said, 0.0, all_said, all_said)


@pytest.mark.parametrize("all_said", [0.0, 1.0])
def test_a_share_of_none_or_all_has_a_width_within_its_bounds(all_said: float) -> None:
    for weights in ([1, 2] * 6, np.random.default_rng(1).uniform(0.1, 3, 40)):
        found = share(Design(np.asarray(weights, float)), np.full(len(weights), all_said))
        assert (found.estimate, found.se) == (all_said, 0.0)
        assert 0 <= found.low < found.high <= 1


def test_effective_answers_are_those_of_kish_and_make_the_range_of_wilson() -> None:
    found = share(plain(20), [1] * 15 + [0] * 5)
    assert (found.low, found.high) == pytest.approx(wilson_limits(0.75, 19, critical(19)))
    alike = share(Design(np.array([1.0, 1.0, 2.0])), [1, 1, 1])
    assert alike.low == pytest.approx(wilson_limits(1.0, 16 / 6, critical(2))[0])
    assert kish(np.full(3, 3.0)) == 3.0


@pytest.mark.parametrize(("answers", "method"), [(30, "wilson"), (31, "logit")])
def test_thirty_effective_answers_are_enough_for_the_log_odds(answers: int, method: str) -> None:
    design, yes = plain(answers), np.arange(answers) % 4 > 0  # n - 1 effective answers
    found, t = share(design, yes), critical(answers - 1)
    p = found.estimate
    half = t * found.se / (p * (1 - p))
    ends = {
        "wilson": wilson_limits(p, answers - 1, t),
        "logit": tuple(expit(logit(p) + side * half) for side in (-1, 1)),
    }
    assert (found.low, found.high) == pytest.approx(ends[method])
    assert ends["wilson"] != pytest.approx(ends["logit"])


def test_a_difference_of_two_groups_is_that_of_their_means_by_t() -> None:
    one, other = np.array(DEPT) == "b", np.array(DEPT) == "a"
    found = difference(BY_HAND, Y, one, other)
    parts = [mean(BY_HAND, Y, side) for side in (one, other)]
    assert found.estimate == pytest.approx(parts[0].estimate - parts[1].estimate)
    w = BY_HAND.weights
    z = sum(
        sign * np.where(side, w * (Y - part.estimate), 0.0) / w[side].sum()
        for sign, side, part in zip((1, -1), (one, other), parts, strict=True)
    )
    assert found.se == pytest.approx(error(np.asarray(z)))
    assert (found.p_value < 0.05) is bool(found.low > 0)
    assert np.isnan(difference(BY_HAND, np.ones(8), one, other).p_value)


# ---- weights that are fitted to the staff list -----------------------------------------------


def off(weights: np.ndarray, margins: list) -> float:
    """Largest difference from a margin, as a share of the roster."""
    return max(
        abs(weights[np.asarray(names) == name].sum() - count) / sum(people.values())
        for names, people in margins
        for name, count in people.items()
    )


def test_one_variable_leaves_only_the_spread_within() -> None:
    design = rake(MARGINS[:1])
    assert design.weights[:3].sum() == pytest.approx(40)
    within = [part - part.mean() for part in (Y[:3], Y[3:])]
    residuals = np.concatenate([40 / 3 * within[0], 12 * within[1]]) / 100
    assert mean(design, Y).se == pytest.approx(np.sqrt(8 / 7 * (residuals**2).sum()))


def test_the_error_of_raking_is_that_of_residuals_from_the_margins() -> None:
    design = rake(MARGINS)
    columns = [np.ones(8), [dept == "b" for dept in DEPT], [site == "y" for site in SITE]]
    residuals = WLS(Y, np.column_stack(columns)).fit().resid
    assert mean(design, Y).se == pytest.approx(error(design.weights * residuals / 100))
    given = mean(design, [dept == "a" for dept in DEPT])  # what the roster tells has no error
    assert (given.estimate, given.se) == (pytest.approx(0.4), pytest.approx(0, abs=1e-9))


def test_raking_that_cannot_meet_the_margins_is_an_error() -> None:
    clash = [(list("aabb"), {"a": 90, "b": 10}), (list("xxyy"), {"x": 10, "y": 90})]
    with pytest.raises(StatisticsError, match="did not meet the roster margins"):
        rake(clash)


@pytest.mark.parametrize(
    ("alike", "is_settled", "is_met"), [(20, True, True), (50, False, True), (2000, False, False)]
)
def test_variables_that_nearly_repeat_each_other_are_raked_as_far_as_the_margins_ask(
    alike: int, is_settled: bool, is_met: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # one answer in each other corner of a two by two table pulls the margins together slowly
    rows = np.repeat(["a", "a", "b", "b"], [alike, 1, 1, alike])
    columns = np.repeat(["x", "y", "x", "y"], [alike, 1, 1, alike])
    margins = [(rows, {"a": 50, "b": 50}), (columns, {"x": 50.5, "y": 49.5})]
    if not is_met:
        with pytest.raises(StatisticsError, match="after 200 sweeps"):
            rake(margins)
        return
    found = rake(margins)
    assert off(found.weights, margins) < 1e-6
    monkeypatch.setattr(weighted, "SWEEPS", 400)  # of one that had settled nothing moves
    assert np.array_equal(rake(margins).weights, found.weights) is is_settled
