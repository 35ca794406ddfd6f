"""Shapes that are easy to get wrong, each by a second route: by hand, scipy or statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import confint_proportions_2indep

from engagekit.errors import StatisticsError
from engagekit.statistics.designs import degrees_of_freedom
from engagekit.statistics.estimation import mean
from engagekit.statistics.proportions import newcombe
from engagekit.statistics.scores import promoter_scores
from engagekit.statistics.survival import kaplan_meier, survival_quantile
from engagekit.statistics.weighting import rake
from tests.golden.estimators.design_shares import share
from tests.golden.estimators.designs import survey_design


def _two_stages() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Two strata of teams, teams of other sizes, people drawn within teams."""
    random = np.random.default_rng(7)
    stratum, team, teams, people = [], [], [], []
    for name, drawn, there in (("a", 3, 9), ("b", 4, 6)):
        for at in range(drawn):
            size = int(random.integers(2, 6))
            stratum += [name] * size
            team += [f"{name}{at}"] * size
            teams += [there] * size
            people += [size + 4 + at] * size
    y = random.integers(1, 6, len(team)).astype(float)
    return np.array(stratum), np.array(team), np.array(teams), np.array(people), y


def test_two_stages_with_finite_populations_by_hand() -> None:
    stratum, team, teams, people, y = _two_stages()
    drawn = {s: len(set(team[stratum == s])) for s in "ab"}
    sizes = {t: (team == t).sum() for t in set(team)}
    w = np.array([teams[i] / drawn[stratum[i]] * people[i] / sizes[team[i]] for i in range(len(y))])
    ids = np.arange(len(y))
    design = survey_design(
        len(y), strata=[stratum, team], clusters=[team, ids], fpc=[teams, people]
    )
    assert design.weights == pytest.approx(w)
    centre = (w * y).sum() / w.sum()
    z = w * (y - centre) / w.sum()
    variance = 0.0
    for s in "ab":
        mine = sorted(set(team[stratum == s]))
        n, there = len(mine), teams[stratum == s][0]
        totals = np.array([z[team == t].sum() for t in mine])
        variance += (1 - n / there) * n / (n - 1) * ((totals - totals.mean()) ** 2).sum()
        for t in mine:  # the second stage counts by the share of teams drawn
            inside, m, size = z[team == t], sizes[t], people[team == t][0]
            variance += n / there * (1 - m / size) * m / (m - 1) * (
                (inside - inside.mean()) ** 2
            ).sum()  # fmt: skip
    found = mean(design, y)
    assert found.estimate == pytest.approx(centre, rel=1e-12)
    assert found.se == pytest.approx(np.sqrt(variance), rel=1e-9)


@pytest.mark.parametrize("lonely", ["certainty", "adjust", "average"])
def test_a_stratum_with_one_team_by_hand(lonely) -> None:
    stratum = np.array(["a"] * 6 + ["b"] * 3 + ["c"] * 4)
    team = np.array([1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6])
    y = np.array([1, 2, 4, 5, 3, 3, 5, 5, 4, 2, 1, 3, 5.0])
    design = survey_design(13, strata=stratum, clusters=team, lonely=lonely)
    z = (y - y.mean()) / 13
    totals = {t: z[team == t].sum() for t in range(1, 7)}

    def spread(teams: list[int]) -> float:
        t = np.array([totals[one] for one in teams])
        return len(t) / (len(t) - 1) * ((t - t.mean()) ** 2).sum()

    known = spread([1, 2, 3]) + spread([5, 6])
    variance = {
        "certainty": known,
        "adjust": known + (totals[4] - np.mean(list(totals.values()))) ** 2,
        "average": known * 3 / 2,
    }[lonely]
    assert mean(design, y).se == pytest.approx(np.sqrt(variance), rel=1e-9)
    with pytest.raises(StatisticsError):
        mean(survey_design(13, strata=stratum, clusters=team), y)


def test_a_department_in_two_teams_has_one_degree_of_freedom() -> None:
    team = np.repeat(np.arange(8), 5)
    inside = team < 2
    y = np.random.default_rng(2).integers(1, 6, 40).astype(float)
    design = survey_design(40, clusters=team)
    assert degrees_of_freedom(design, inside) == 1
    found = mean(design, y, domain=inside)
    z = np.where(inside, y - y[inside].mean(), 0) / inside.sum()
    totals = np.array([z[team == t].sum() for t in range(8)])
    se = np.sqrt(8 / 7 * ((totals - totals.mean()) ** 2).sum())
    assert found.se == pytest.approx(se, rel=1e-9)
    assert found.high - found.estimate == pytest.approx(stats.t.ppf(0.975, 1) * se, rel=1e-9)


def test_net_promoter_under_weights_by_hand() -> None:
    w = np.array([1.0, 3.0, 2.0, 0.5, 4.0, 1.5])
    scores = promoter_scores([10, 9, 8, 6, 3, 7])
    found = mean(survey_design(6, weights=w), scores)
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
    found = share(survey_design(8, weights=w), np.full(8, told))
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.high > found.low
    assert np.isnan(share(survey_design(8, weights=w), np.full(8, told), method="beta").low)


def test_korn_and_graubard_by_the_beta_distribution() -> None:
    w = np.array([1.0, 2.0, 1.5, 3.0, 1.0, 2.5, 1.0, 1.0])
    y = np.array([1, 0, 1, 1, 0, 1, 1, 0.0])
    found = share(survey_design(8, weights=w), y, method="beta")
    p = found.estimate
    effective = p * (1 - p) / found.se**2  # the degrees are n - 1: nothing shrinks
    a, b = effective * p, effective * (1 - p)
    known = stats.beta.ppf(0.025, a, b + 1), stats.beta.ppf(0.975, a + 1, b)
    assert (found.low, found.high) == pytest.approx(known, rel=1e-9)
