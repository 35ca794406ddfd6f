"""Every number that R and the package both compute is the same within R's tolerance.

`golden` of the shared data holds cases with their data and R's numbers. A function a case calls the
package; `COMPARED` says how many numbers of the case that gives, so that none falls out unseen.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engagekit.statistics import proportions, scores
from engagekit.statistics._estimates import Estimate, critical
from engagekit.statistics.association import spearman
from engagekit.statistics.change import change_of_counts
from engagekit.statistics.scores import median_wait
from engagekit.statistics.weighted import Design, difference, kish, mean, rake, share
from tests.stratified import stratified

pytestmark = pytest.mark.shared

GOLDEN = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "golden"
COLUMNS = {"low": "lower", "high": "upper"}
"""What R's limits are called here."""

USUAL, LOOSEST = 1e-6, 1e-2
"""Relative tolerance, and one above which the tolerance of a result is a slip, as below 0."""

Found = Iterator[tuple[str, Estimate | dict[str, Any]]]


def table(case: str, name: str = "data") -> pd.DataFrame:
    return pd.read_csv(GOLDEN / case / f"{name}.csv")


@cache
def numbers_of_r(case: str) -> dict[str, dict[str, Any]]:
    results = json.loads((GOLDEN / case / "expected.json").read_text(encoding="utf-8"))["results"]
    return {result["id"]: result for result in results}


# ---- counts, scores and ranks ----------------------------------------------------------------


def shares(case: str) -> Found:
    for label, x, n in table(case, "counts").itertuples(index=False):
        yield f"{label}.wilson", proportions.wilson(x, n)


def quarters(case: str) -> Found:
    counts = table(case, "counts")
    label, x, n = (counts[column].tolist() for column in ("label", "x", "n"))
    p_values = []
    for now, before in ((1, 0), (2, 1), (3, 2)):
        pair = f"{label[now]}-{label[before]}"
        yield f"{pair}.newcombe", proportions.newcombe(x[now], n[now], x[before], n[before])
        step = change_of_counts([x[before], x[now]], [n[before], n[now]]).step
        yield f"{pair}.wald", {"p_value": step.p_value}
        p_values.append(step.p_value)
    yield "padjust.holm", {"values": proportions.adjust(p_values).tolist()}
    yield "trend.cochran_armitage", {"p_value": change_of_counts(x, n).trend.p_value}


def likert(case: str) -> Found:
    for item, values in table(case).items():
        answers = values.dropna()
        yield f"{item}.mean", scores.mean_score(values)
        for box, inside in (("top2", answers >= 5), ("bottom2", answers <= 2)):
            yield f"{item}.{box}", proportions.wilson(int(inside.sum()), answers.size)


def net_promoter(case: str) -> Found:
    for name, rows in table(case, "scores").groupby("set"):
        found = scores.net_promoter(rows["score"])
        # the range of the kit ends at 100, the one of R goes on
        yield f"{name}.adjusted_wald", replace(found, high=np.nan) if found.high == 100 else found
        yield f"{name}.t", scores.mean_score(100 * scores.promoter_scores(rows["score"]))
    weighted = table(case, "weighted")
    design = stratified(weighted["Type"], weighted["w"])
    yield from of_survey(case, design, weighted, "weighted.")


def rank_correlation(case: str) -> Found:
    x, y = {"assoc_attitude": ("learning", "rating")}.get(case, ("funding", "satisfaction"))
    yield "spearman.bonett_wright", spearman(table(case)[x], table(case)[y])


def effective(case: str) -> Found:
    yield "kish", Estimate(kish(table(case, "w")["w"].to_numpy(dtype=np.float64)))


# ---- curves ----------------------------------------------------------------------------------


def of_curve(prefix: str, time: Any, event: Any) -> Found:
    """Median of a curve."""
    yield f"{prefix}.median.log-log", median_wait(time, event)


def curves(case: str) -> Found:
    everybody = table(case)
    groups = [(str(name), rows) for name, rows in everybody.groupby("grp")]
    for name, rows in [("all", everybody), *groups]:
        yield from of_curve(name, rows["time"], rows["event"])


def touches(case: str) -> Found:
    """Time to the first, second, third and fourth touch of each person."""
    followed = table(case, "followup").set_index("id")["followup"]
    events = table(case, "events").sort_values(["id", "stop"], kind="stable")
    for number in range(1, 5):
        reached = events.groupby("id").nth(number - 1).set_index("id")["stop"]
        time = reached.reindex(followed.index)
        yield from of_curve(f"touch{number}.all", time.fillna(followed), time.notna())


# ---- survey designs --------------------------------------------------------------------------


def of_survey(
    case: str, design: Design, answers: pd.DataFrame, prefix: str = "", domain: Any = None
) -> Found:
    """Means and shares of a design, of everybody and by group: all that R was asked for."""
    df = design.degrees(np.ones(len(answers), bool) if domain is None else np.asarray(domain))
    for name in numbers_of_r(case):
        variable, _, kind = name.removeprefix(prefix).partition(".")
        if not name.startswith(prefix) or variable not in answers:
            continue
        x = answers[variable].to_numpy(dtype=np.float64)
        if kind.startswith("mean.by."):
            group, _, value = kind.removeprefix("mean.by.").partition("=")
            inside = answers[group] == value.removesuffix(".domain_df")
            own = kind.endswith(".domain_df")
            yield name, mean(design, x, inside, None if own else df)
        elif kind in ("mean", "mean.t"):
            yield name, mean(design, x, domain, df)
        elif kind == "mean.z":
            yield name, mean(design, x, domain, np.inf)
        elif kind in ("logit", "xlogit"):
            yield name, share(design, x, domain, df)
        elif kind == "wilson_neff":
            found = mean(design, x)
            worth = found.estimate * (1 - found.estimate) / found.se**2
            ends = proportions.wilson_limits(found.estimate, worth, critical(df))
            told = dict(zip(("lower", "upper"), map(float, ends), strict=True))
            yield name, {"estimate": found.estimate, **told, "n_eff": worth}


def simple_sample(case: str) -> Found:
    yield from of_survey(case, stratified([0] * 200, [6194 / 200] * 200, {0: 6194}), table(case))


def strata(case: str) -> Found:
    answers = table(case)
    populations = answers.groupby("stype")["fpc"].first().to_dict()
    design = stratified(answers["stype"], answers["pw"], populations)
    yield from of_survey(case, design, answers)
    yield from of_survey(case, design, answers, "d.")
    yield from of_survey(case, design, answers, "subset_awards.", answers["awards"] == "Yes")


def post_strata(case: str) -> Found:
    answers = table(case)
    people = table(case, "population").set_index("stype")["Freq"].to_dict()
    design = rake([(answers["stype"], people)])
    finite = stratified([0] * 200, design.weights, {0: 6194}, design.fitted)
    for prefix, drawn in (("ps.", design), ("ps_fpc.", finite)):
        yield from of_survey(case, drawn, answers, prefix)
    yield "kish", Estimate(kish(design.weights))
    yield from of_survey(case, Design(design.weights), answers, "weights_only.")


def raked(case: str) -> Found:
    answers = table(case)
    margins = [
        (answers[column], table(case, name).set_index(column)["Freq"].to_dict())
        for column, name in (("stype", "pop_stype"), ("sch.wide", "pop_schwide"))
    ]
    design = rake(margins)
    yield from of_survey(case, design, answers, "calraking.")
    yield "kish", Estimate(kish(design.weights))
    # R's `rake` finds the same weights, but sweeps errors out in another way
    for name, found in of_survey(case, design, answers, "rake."):
        yield name, Estimate(found.estimate if isinstance(found, Estimate) else found["estimate"])


def departments(case: str) -> Found:
    answers = table(case)
    education = answers["education"]
    design = stratified(education, answers["w"])
    df = design.degrees(np.ones(len(answers), bool))
    yield from of_survey(case, design, answers)
    first, *others = (education == name for name in sorted(education.unique()))
    yield "contrast.e5-e1", difference(design, answers["top2"], others[-1], first, df)
    for place, level in enumerate(others, start=2):
        found = difference(design, answers["A1"], level, first, df - 4)
        yield f"svyglm.educatione{place}", found
    men, women = (answers["gender"] == gender for gender in (1, 2))
    yield "ttest.gender", difference(design, answers["A1"], women, men, df - 1)


def waves(case: str) -> Found:
    answers = table(case)
    first, second = (answers["wave"] == wave for wave in (1, 2))
    design = Design(answers["pw"].to_numpy(dtype=np.float64))
    change = difference(design, answers["score"], second, first, np.inf)
    yield "score.change.independent", replace(change, df=len(answers) - 1)
    both = answers.pivot(index="id", columns="wave", values="score")
    yield "paired", scores.mean_score(both[2] - both[1])


COMPARED: dict[str, tuple[Callable[[str], Found], int]] = {
    "assoc_attitude": (rank_correlation, 3),
    "assoc_longley": (rank_correlation, 3),
    "kish": (effective, 1),
    "km_lung": (curves, 9),
    "ladder_bladder": (touches, 6),
    "likert": (likert, 72),
    "likert_weighted": (departments, 230),
    "nps": (net_promoter, 84),
    "panel_trend": (waves, 6),
    "poststrat": (post_strata, 173),
    "prop_diff_quarters": (quarters, 14),
    "prop_srs": (shares, 40),
    "raking": (raked, 165),
    "svy_srs_fpc": (simple_sample, 155),
    "svy_strat": (strata, 193),
}
"""The function of each case, and how many of its numbers are compared."""


def differences(known: dict[str, Any], found: Estimate | dict[str, Any]) -> Iterator[str]:
    """Say of each number that both have whether it is R's: nothing where it is."""
    ours = asdict(found) if isinstance(found, Estimate) else found
    tolerance = known["rel_tol"] if 0 < known["rel_tol"] <= LOOSEST else USUAL
    for name, value in ours.items():
        column = COLUMNS.get(name, name)
        expected = known.get(column)
        is_given = isinstance(value, list) or not np.isnan(value)
        if column == "n" or expected is None or not is_given:
            continue
        is_same = value == pytest.approx(expected, rel=tolerance, abs=1e-15)
        yield "" if is_same else f"{known['id']} {column}: {expected} in R, {value} here"


@pytest.mark.parametrize("case", COMPARED)
def test_the_package_finds_the_numbers_of_r(case: str) -> None:
    function, count = COMPARED[case]
    compared = [
        difference
        for name, found in function(case)
        for difference in differences(numbers_of_r(case)[name], found)
    ]
    assert [difference for difference in compared if difference] == []
    assert len(compared) == count
