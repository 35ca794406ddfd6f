"""Designs and their estimates, against formulas worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics import designs
from engagekit.statistics.designs import covariance, degrees_of_freedom
from engagekit.statistics.estimation import contrast, mean, means
from engagekit.statistics.weighting import post_stratify
from tests.golden.estimators.designs import survey_design  # with strata and stages
from tests.golden.estimators.estimation import design_effect, means_by, ratio, total
from tests.golden.estimators.stages import Lonely

TEAM = ["a", "a", "a", "b", "b", "c", "c", "c"]
Y = np.array([1.0, 2.0, 6.0, 4.0, 4.5, 3.0, 5.0, 9.0])


def test_without_a_design_the_error_is_the_textbook_one() -> None:
    x = np.array([3.0, 4.0, 4.0, 5.0])
    assert mean(survey_design(4), x).se == pytest.approx(x.std(ddof=1) / 2)


def test_equal_weights_of_any_size_give_the_same_mean_and_error() -> None:
    one, seven = (mean(survey_design(8, weights=[w] * 8), Y) for w in (1.0, 7.0))
    assert (one.estimate, one.se) == pytest.approx((seven.estimate, seven.se))


def test_strata_add_their_variances() -> None:
    strata, size = ["x"] * 3 + ["y"] * 5, np.array([6.0] * 3 + [20.0] * 5)
    found = total(survey_design(8, strata=strata, fpc=size), Y)
    by_hand = sum(
        n_h**2 * (1 - len(part) / n_h) * part.var(ddof=1) / len(part)
        for n_h, part in ((6, Y[:3]), (20, Y[3:]))
    )
    assert found.estimate == pytest.approx(2 * Y[:3].sum() + 4 * Y[3:].sum())
    assert found.se == pytest.approx(np.sqrt(by_hand))
    assert found.df == 6


def test_two_stages_add_the_spread_within_teams() -> None:
    m, size = 3, 10.0
    people = {"a": 5.0, "b": 2.0, "c": 12.0}
    second = [people[team] for team in TEAM]
    design = survey_design(8, clusters=[TEAM, list(range(8))], fpc=[[size] * 8, second])
    inside, totals = 0.0, []
    for team, n_i in people.items():
        y = Y[np.array(TEAM) == team]
        totals.append(n_i * y.mean())
        if len(y) < n_i:
            inside += n_i**2 * (1 - len(y) / n_i) * y.var(ddof=1) / len(y)
    between = size**2 * (1 - m / size) * np.var(totals, ddof=1) / m
    found = total(design, Y)
    assert found.estimate == pytest.approx(size / m * sum(totals))
    assert found.se == pytest.approx(np.sqrt(between + size / m * inside))
    assert found.df == 2


def test_without_populations_only_the_first_stage_counts() -> None:
    w = np.arange(1.0, 9.0)
    one = total(survey_design(8, weights=w, clusters=TEAM), Y)
    two = total(survey_design(8, weights=w, clusters=[TEAM, list(range(8))]), Y)
    assert one.se == pytest.approx(two.se)


def test_a_sampled_share_says_the_same_as_a_population() -> None:
    share = total(survey_design(8, weights=[2.0] * 8, fpc=[0.5] * 8), Y)
    count = total(survey_design(8, weights=[2.0] * 8, fpc=[16] * 8), Y)
    assert share.se == pytest.approx(count.se)


def test_everyone_asked_leaves_no_error_even_alone_in_a_stratum() -> None:
    design = survey_design(3, strata=["x", "y", "y"], fpc=[1, 2, 2])
    assert mean(design, [1, 2, 4]).se == 0


def test_a_stratum_with_one_cluster_is_refused_by_name() -> None:
    design = survey_design(3, strata=["Legal", "R&D", "R&D"])
    with pytest.raises(StatisticsError, match="Stratum Legal has only one cluster"):
        mean(design, [1, 2, 4])


def test_clusters_in_two_strata_are_refused_unless_their_names_begin_anew() -> None:
    strata, clusters = ["x", "x", "y", "y"], [1, 2, 1, 2]
    with pytest.raises(StatisticsError, match="nest=True"):
        survey_design(4, strata=strata, clusters=clusters)
    assert degrees_of_freedom(survey_design(4, strata=strata, clusters=clusters, nest=True)) == 2


def test_a_department_keeps_the_design_of_everybody() -> None:
    design, there = survey_design(8, weights=np.arange(1.0, 9.0), clusters=TEAM), Y > 2.5
    found = mean(design, Y, domain=there)
    w = np.where(there, design.weights, 0.0)
    u = w * (Y - found.estimate) / w.sum()
    sums = np.array([u[np.array(TEAM) == team].sum() for team in "abc"])
    assert found.se == pytest.approx(np.sqrt(3 / 2 * ((sums - sums.mean()) ** 2).sum()))


def test_a_department_in_two_clusters_has_one_degree_of_freedom() -> None:
    found = mean(survey_design(8, clusters=TEAM), Y, domain=[t != "c" for t in TEAM])
    assert found.df == 1
    assert found.high - found.estimate == pytest.approx(12.7062047 * found.se)


def test_no_degree_of_freedom_gives_no_interval() -> None:
    found = mean(survey_design(8, clusters=TEAM), Y, domain=[t == "b" for t in TEAM])
    assert found.df == 0
    assert np.isnan(found.low)


def test_a_missing_answer_is_a_domain_not_a_dropped_row() -> None:
    design = survey_design(4, clusters=["a", "a", "b", "c"])
    gap = mean(design, [1.0, np.nan, 3.0, 8.0])
    inside = mean(design, [1.0, 99.0, 3.0, 8.0], domain=[True, False, True, True])
    assert (gap.estimate, gap.se, gap.n) == (inside.estimate, inside.se, 3)


def test_alike_answers_have_no_error() -> None:
    found = mean(survey_design(4), [5, 5, 5, 5])
    assert (found.se, found.low, found.high) == (0.0, 5.0, 5.0)


def test_a_ratio_agrees_with_a_small_change_of_each_weight() -> None:
    design, x = survey_design(8, weights=np.arange(1.0, 9.0), clusters=TEAM), np.sqrt(Y)

    def value(w: np.ndarray) -> float:
        return float(w @ Y / (w @ x))

    step = 1e-6
    influence = [
        (value(design.weights + step * e) - value(design.weights - step * e)) / (2 * step)
        for e in np.eye(8)
    ]
    expected = float(np.sqrt(covariance(design, influence)[0, 0]))
    assert ratio(design, Y, x).se == pytest.approx(expected, rel=1e-6)


def test_people_who_answered_twice_make_a_change_surer() -> None:
    person, wave = [1, 2, 3, 4] * 2, [1] * 4 + [2] * 4
    score = np.array([1.0, 3.0, 5.0, 7.0, 1.5, 3.6, 5.4, 7.5])
    same = means_by(survey_design(8, clusters=person), score, wave)
    other = means_by(survey_design(8), score, wave)
    paired = score[4:] - score[:4]
    found = contrast(same, [-1, 1], df=3)
    assert found.estimate == pytest.approx(0.5)
    assert found.se == pytest.approx(paired.std(ddof=1) / 2)
    assert found.se < contrast(other, [-1, 1], df=6).se


def test_a_group_where_nobody_answered_is_left_out() -> None:
    found = means_by(survey_design(3), [1.0, np.nan, 3.0], ["a", "b", "c"])
    assert found.labels == ("a", "c")


def test_the_design_effect_of_a_simple_sample_is_1() -> None:
    assert design_effect(survey_design(8), Y) == pytest.approx(1)
    assert np.isnan(design_effect(survey_design(4), [1, 1, 1, 1]))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"weights": [1, -1]}, "1 of 2 weights"),
        ({"weights": [0, 0]}, "All weights are 0"),
        ({"weights": [1]}, "shape"),
        ({"fpc": [1.5, 0.5]}, "mixes"),
        ({"fpc": [1.5, 1.5]}, "smaller than the number sampled"),
        ({"strata": ["a", None]}, "strata is missing for 1 of 2"),
    ],
)
def test_a_design_that_cannot_be_is_refused(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(StatisticsError, match=words):
        survey_design(2, **arguments)  # type: ignore[arg-type]


def test_estimates_of_nobody_are_refused() -> None:
    with pytest.raises(StatisticsError, match="Nobody"):
        mean(survey_design(2), [np.nan, np.nan])
    with pytest.raises(StatisticsError, match="weights"):
        contrast(means(survey_design(2), [1, 2]), [1, 1], df=1)
    with pytest.raises(StatisticsError, match="adds up to 0"):
        ratio(survey_design(2), [1, 2], [0, 0])


LAYER = ["a"] * 6 + ["b"] * 5 + ["c"] + ["d"] * 3
TEAM_IN_LAYER = [1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 1, 1, 2, 2]
SCORE = [3, 4, 5, 2, 4, 4, 5, 1, 2, 3, 4, 5, 2, 2, 4]
WEIGHT = [1.2, 1, 0.8, 2, 1, 1, 3, 1, 1, 1, 2, 2, 1, 1, 1.5]


@pytest.mark.parametrize(
    ("lonely", "of_mean", "of_total", "without_d"),
    [
        ("certainty", 0.213636845639, 11.5394973894, 0.249090807316),
        ("adjust", 0.256688381532, 11.7003323789, 0.293388128442),
        ("average", 0.246686580677, 13.3246638482, 0.305072688771),
    ],
)
def test_a_stratum_with_one_cluster_counts_as_r_counts_it(
    lonely: Lonely, of_mean: float, of_total: float, without_d: float
) -> None:
    design = survey_design(
        15, weights=WEIGHT, strata=LAYER, clusters=TEAM_IN_LAYER, nest=True, lonely=lonely
    )
    outside = np.array([one != "d" for one in LAYER])
    assert mean(design, SCORE).se == pytest.approx(of_mean, rel=1e-10)
    assert total(design, SCORE).se == pytest.approx(of_total, rel=1e-10)
    assert mean(design, SCORE, domain=outside).se == pytest.approx(without_d, rel=1e-10)


@pytest.mark.parametrize(
    ("lonely", "expected"), [("certainty", 0.2451296691), ("adjust", 0.2743623922)]
)
def test_a_lonely_cluster_of_two_stages_counts_as_r_counts_it(
    lonely: Lonely, expected: float
) -> None:
    people = [[8] * 6 + [9] * 5 + [4] + [5] * 3, [4] * 15]
    design = survey_design(
        15,
        weights=WEIGHT,
        strata=LAYER,
        clusters=[TEAM_IN_LAYER, list(range(15))],
        fpc=people,
        nest=True,
        lonely=lonely,
    )
    assert mean(design, SCORE).se == pytest.approx(expected, rel=1e-9)


def test_strata_none_of_which_has_two_clusters_have_no_mean_variance() -> None:
    design = survey_design(2, strata=["a", "b"], lonely="average")
    assert np.isnan(mean(design, [1, 2]).se)


@pytest.mark.parametrize("all_said", [0.0, 1.0, 0.1, 4.0])
def test_answers_all_alike_have_that_mean_and_no_error_whatever_their_weights(
    all_said: float,
) -> None:
    weights = np.random.default_rng(4).uniform(0.1, 3, 50)
    found = mean(survey_design(50, weights=weights), np.full(50, all_said))
    assert (found.estimate, found.se, found.low, found.high) == (all_said, 0.0, all_said, all_said)


@pytest.mark.parametrize(("short", "is_refused"), [(0.5e-9, False), (2e-9, True)])
def test_a_population_may_fall_short_of_its_sample_by_rounding(
    short: float, is_refused: bool
) -> None:
    size = [1.2e9 * 0 + 4 * (1 - short)] * 4
    if is_refused:
        with pytest.raises(StatisticsError, match="smaller than the number sampled"):
            survey_design(4, fpc=size)
    else:
        assert survey_design(4, fpc=size).finite


@pytest.mark.parametrize(("left", "is_lonely"), [(0.9e-7, False), (1.1e-7, True)])
def test_a_stratum_sampled_to_all_but_rounding_adds_no_variance(
    left: float, is_lonely: bool
) -> None:
    design = survey_design(3, strata=["x", "y", "y"], fpc=[1 - left, 0.5, 0.5], weights=[1, 2, 2])
    if is_lonely:
        with pytest.raises(StatisticsError, match="only one cluster"):
            mean(design, [1, 2, 4])
    else:
        assert mean(design, [1, 2, 4]).se > 0


def design_of(**arguments: object) -> tuple[designs.Design, designs.Design]:
    """The package's design and the reference cases' one of the same answers."""
    population = arguments.pop("population", None)
    fpc = {} if population is None else {"fpc": [population] * 8}
    own = {} if population is None else {"population": population}
    return (
        designs.survey_design(8, **arguments, **own),  # type: ignore[arg-type]
        survey_design(8, **arguments, **fpc),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "arguments",
    [{}, {"clusters": TEAM}, {"population": 20.0}, {"clusters": TEAM, "population": 3.0},
     {"clusters": TEAM, "population": 5.0}],
)  # fmt: skip
@pytest.mark.parametrize("domain", [None, [t != "c" for t in TEAM], [t == "b" for t in TEAM]])
def test_one_stage_without_strata_is_what_the_reference_design_makes_of_it(
    arguments: dict[str, object], domain: list[bool] | None
) -> None:
    own, other = design_of(**arguments)
    assert own.weights.tolist() == other.weights.tolist()
    found, expected = (mean(one, Y, domain=domain) for one in (own, other))
    assert (found.estimate, found.se, found.df) == pytest.approx(
        (expected.estimate, expected.se, expected.df)
    )
    raked = [post_stratify(one, ["x"] * 3 + ["y"] * 5, {"x": 9, "y": 21}) for one in (own, other)]
    assert mean(raked[0], Y).se == pytest.approx(mean(raked[1], Y).se)


def test_one_answer_of_several_people_has_no_range() -> None:
    with pytest.raises(StatisticsError, match="Only one was drawn"):
        mean(designs.survey_design(1), [4])
    assert mean(designs.survey_design(1, population=1), [4]).se == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"n": 0}, "no answers"),
        ({"n": 2, "clusters": ["a"]}, "shape"),
        ({"n": 2, "clusters": ["a", None]}, "clusters is missing for 1 of 2"),
        ({"n": 2, "population": 1.5}, "smaller than the number sampled"),
        ({"n": 2, "population": float("nan")}, "smaller than the number sampled"),
    ],
)
def test_a_design_of_the_kit_that_cannot_be_is_refused(
    arguments: dict[str, object], words: str
) -> None:
    with pytest.raises(StatisticsError, match=words):
        designs.survey_design(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(("short", "is_refused"), [(0.5e-9, False), (2e-9, True)])
def test_a_list_may_fall_short_of_its_answers_by_rounding(short: float, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(StatisticsError, match="smaller than the number sampled"):
            designs.survey_design(4, population=4 * (1 - short))
    else:
        assert mean(designs.survey_design(4, population=4 * (1 - short)), [1, 2, 3, 4]).se == 0


@pytest.mark.parametrize(("left", "adds"), [(0.9e-7, False), (1.1e-7, True)])
def test_a_list_sampled_to_all_but_rounding_adds_no_variance(left: float, adds: bool) -> None:
    design = designs.survey_design(4, population=4 / (1 - left))
    assert (mean(design, [1, 2, 3, 4]).se > 0) == adds
