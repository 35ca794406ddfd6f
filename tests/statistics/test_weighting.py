"""Weights fitted to a roster, and what they do to errors."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.regression.linear_model import WLS

from engagekit.errors import StatisticsError
from engagekit.statistics import weighting
from engagekit.statistics.designs import survey_design
from engagekit.statistics.estimation import mean
from engagekit.statistics.weighting import post_stratify, rake

Y = np.array([1.0, 2.0, 4.0, 3.0, 5.0, 9.0, 6.0, 2.0])
DEPT = list("aaabbbbb")
SITE = list("xyxyxyxy")
BASE = np.array([1.0, 2.0, 1.0, 3.0, 1.0, 1.0, 2.0, 1.0])
MARGINS = [(DEPT, {"a": 40, "b": 60}), (SITE, {"x": 30, "y": 70})]


def _margin_error(weights: np.ndarray, margins: list) -> float:
    """Largest difference from a margin, as a share of the roster."""
    return max(
        abs(weights[np.asarray(names) == name].sum() - count) / sum(people.values())
        for names, people in margins
        for name, count in people.items()
    )


def test_post_strata_meet_the_roster_and_leave_only_the_spread_within() -> None:
    design = post_stratify(survey_design(8), DEPT, {"a": 40, "b": 60})
    assert design.weights[:3].sum() == pytest.approx(40)
    within = [part - part.mean() for part in (Y[:3], Y[3:])]
    residuals = np.concatenate([40 / 3 * within[0], 12 * within[1]]) / 100
    assert mean(design, Y).se == pytest.approx(np.sqrt(8 / 7 * (residuals**2).sum()))


def test_a_share_that_the_roster_gives_has_no_error() -> None:
    found = mean(rake(survey_design(8).reweighted(BASE), MARGINS), [d == "a" for d in DEPT])
    assert found.estimate == pytest.approx(0.4)
    assert found.se == pytest.approx(0, abs=1e-9)


def test_the_error_of_raking_is_that_of_residuals_from_the_margins() -> None:
    design = rake(survey_design(8).reweighted(BASE), MARGINS)
    columns = np.column_stack(
        [np.ones(8), [dept == "b" for dept in DEPT], [site == "y" for site in SITE]]
    )
    residuals = WLS(Y, columns, weights=BASE).fit().resid
    z = design.weights * residuals / 100
    expected = np.sqrt(8 / 7 * ((z - z.mean()) ** 2).sum())
    assert mean(design, Y).se == pytest.approx(expected)


def test_raking_one_margin_is_post_stratification() -> None:
    base = survey_design(8).reweighted(BASE)
    one = mean(rake(base, MARGINS[:1]), Y)
    two = mean(post_stratify(base, *MARGINS[0]), Y)
    assert (one.estimate, one.se) == pytest.approx((two.estimate, two.se))


def test_raking_that_cannot_meet_the_margins_is_an_error() -> None:
    clash = [(list("aabb"), {"a": 90, "b": 10}), (list("xxyy"), {"x": 10, "y": 90})]
    with pytest.raises(StatisticsError, match="did not meet the roster margins"):
        rake(survey_design(4), clash)


def test_margins_of_other_sizes_or_categories_are_refused() -> None:
    with pytest.raises(StatisticsError, match="add up to 100, 90"):
        rake(survey_design(8), [MARGINS[0], (SITE, {"x": 30, "y": 60})])
    with pytest.raises(StatisticsError, match="c of the roster without answers"):
        post_stratify(survey_design(8), DEPT, {"a": 40, "b": 60, "c": 1})
    with pytest.raises(StatisticsError, match="b of the answers not on the roster"):
        post_stratify(survey_design(8), DEPT, {"a": 40})
    with pytest.raises(StatisticsError, match="category of their own"):
        post_stratify(survey_design(2), ["a", None], {"a": 4})


@pytest.mark.parametrize(("more", "is_refused"), [(0.9e-6, False), (1.1e-6, True)])
def test_margins_may_differ_by_rounding_of_the_roster(more: float, is_refused: bool) -> None:
    margins = [MARGINS[0], (SITE, {"x": 30, "y": 70 * (1 + more / 0.7)})]
    if is_refused:
        with pytest.raises(StatisticsError, match="same roster"):
            rake(survey_design(8), margins)
    else:
        found = rake(survey_design(8), margins)
        assert _margin_error(found.weights, margins) < 1e-6


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
    if is_met:
        found = rake(survey_design(rows.size), margins)
        assert _margin_error(found.weights, margins) < 1e-6
        monkeypatch.setattr(weighting, "SWEEPS", 400)  # of one that had settled nothing moves
        again = rake(survey_design(rows.size), margins)
        assert np.array_equal(again.weights, found.weights) is is_settled
        inside = found.weights[columns == "x"].sum()
        assert inside == pytest.approx(50.5, abs=1e-4)
    else:
        with pytest.raises(StatisticsError, match="after 200 sweeps"):
            rake(survey_design(rows.size), margins)
