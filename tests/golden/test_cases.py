"""Every reference case of R is met, whatever its columns are called."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.golden import polr, profiled
from tests.golden.__main__ import compute, main
from tests.golden.case import Case, load
from tests.golden.compare import close, judge

SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "golden"
CASES = sorted(path.parent for path in SHARED.glob("*/expected.json"))

shared = pytest.mark.shared
absent = pytest.mark.skipif(not CASES, reason="the shared reference cases are not here")


POLR = (0.57941165357102853, 1.28736728356616137, 0.26965526290184366)
ADJUSTED = (2.909090909090909, 0.5013471367967968)


def faults(case: Case) -> list[str]:
    """The results of a case that are not within tolerance."""
    return [one.id for one in judge(case, compute(case)) if not one.ok]


@shared
@absent
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_every_result_is_within_its_tolerance(path: Path) -> None:
    case = load(path)
    assert judge(case, compute(case))
    assert faults(case) == []


@shared
@absent
@pytest.mark.parametrize(
    ("name", "columns", "values"),
    [
        ("svy_strat", {"stype": "branch", "api00": "top.score", "fpc": "fpc", "pw": "weight"}, {}),
        ("svy_strat", {"awards": "won", "both01": "x"}, {"E": "West (old)", "H": "N", "M": "a=b"}),
        ("svy_cluster", {"dnum": "office", "met": "glad", "stype": "kind"}, {"E": "1", "H": "2"}),
        ("poststrat", {"stype": "grade", "api00": "y.1", "met": "z"}, {"E": "Z1", "M": "A 2"}),
        ("raking", {"stype": "dept", "sch.wide": "site", "api00": "s"}, {"No": "b", "Yes": "a"}),
        ("likert_weighted", {"education": "dept", "A1": "q1", "top2": "hi"}, {"e1": "Legal"}),
        ("quantiles", {"api00": "points", "stype": "layer"}, {}),
        ("panel_trend", {"id": "person", "score": "s", "top": "t", "wave": "quarter"}, {}),
        ("jackknife", {"api00": "y", "met": "w2", "dnum": "team_id"}, {}),
        ("alpha", {"A1": "trust", "A5": "ease"}, {}),
        ("likert", {"A1": "speed", "C1": "tone"}, {}),
        ("representativeness", {"stype": "dept", "awards": "site", "resp": "answered"}, {}),
        ("multiple_means", {"A1": "score", "q": "period"}, {"Q1": "2023", "Q5": "2027"}),
        ("nps", {"Type": "dept", "set": "wave", "w": "wt"}, {"Tower": "R&D", "n9": "few"}),
        ("libqual_gaps", {"item": "question", "person": "respondent"}, {"AS1": "x.y"}),
        ("prop_srs", {}, {"Tower": "A-B", "edge0": "none"}),
    ],
)
def test_names_of_columns_and_categories_do_not_matter(
    name: str, columns: dict[str, str], values: dict[str, str], tmp_path: Path
) -> None:
    case = load(renamed(SHARED / name, tmp_path, columns, values))
    assert faults(case) == []


@shared
@absent
def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    source = SHARED / "svy_cluster"
    frame = pd.read_csv(source / "data.csv")
    frame.sample(frac=1, random_state=3).to_csv(tmp_path / "data.csv", index=False)
    (tmp_path / "expected.json").write_text((source / "expected.json").read_text())
    assert faults(load(tmp_path)) == []


@shared
@absent
def test_no_family_reads_what_is_expected(tmp_path: Path) -> None:
    source = SHARED / "svy_strat"
    given = json.loads((source / "expected.json").read_text())
    for result in given["results"]:
        result |= {"estimate": 1.0, "se": 2.0, "lower": 3.0, "upper": 4.0, "df": 5, "n": 6}
    (tmp_path / "expected.json").write_text(json.dumps(given))
    (tmp_path / "data.csv").write_text((source / "data.csv").read_text())
    assert compute(load(tmp_path)) == compute(load(source))


@shared
@absent
def test_the_command_ends_with_1_when_a_result_is_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = SHARED / "kish"
    assert main([str(source), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kish"]["kish"]["estimate"] > 0
    (tmp_path / "w.csv").write_text("w\n1\n2\n")
    (tmp_path / "expected.json").write_text((source / "expected.json").read_text())
    assert main([str(tmp_path)]) == 1


def test_items_none_of_which_is_said_to_be_reversed_are_read_at_once(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("N1,N2,N3\n1,2,2\n3,3,4\n5,4,5\n2,2,1\n")
    words = "Cronbach alpha of three items, N1 and N2 and N3 " + "as they are " * 20
    asked = {"id": "alpha.raw.listwise", "statistic": "cronbach alpha", "estimate": 0.9}
    case = {"case": "a", "title": words, "files": "data.csv", "results": [asked]}
    (tmp_path / "expected.json").write_text(json.dumps(case))
    found = compute(load(tmp_path))
    assert found["alpha.raw.listwise"]["estimate"] == pytest.approx(0.9342, abs=1e-4)


def test_polr_is_followed_to_where_it_stops() -> None:
    code = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 2, 1, 0], dtype=float)
    x = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], dtype=float)[:, None]
    weight = np.array([5, 3, 1, 4, 4, 2, 2, 3, 5, 6, 2, 1], dtype=float)
    stopped = polr.coefficients(code, x, weight)
    assert stopped[0] == pytest.approx(0.888112070638362, rel=1e-9)  # R 4.5, MASS 7.3-65


def test_polr_stops_where_sums_in_extended_precision_let_it() -> None:
    influence, contact = np.tile(np.repeat([0, 1, 2], 3), 2), np.repeat([0, 1], 9)
    x = np.column_stack([influence == 1, influence == 2, contact == 1]).astype(float)
    weight = [113, 59, 62, 100, 78, 101, 49, 41, 110, 169, 111, 113, 106, 111, 163, 30, 46, 119]
    stopped = polr.coefficients(np.tile([0.0, 1, 2], 6), x, np.array(weight, dtype=float))
    assert stopped == pytest.approx(POLR, rel=1e-12)  # R 4.5, MASS 7.3-65


def test_a_likelihood_interval_is_read_off_where_r_reads_it() -> None:
    p, variance, t = 0.6960784313725, 0.46221262442960964, 2.7764451051977987
    se = np.sqrt(variance) * p * (1 - p)
    found = profiled.ends(p, se, t, people=15, rows=15, dispersion=1.07142857142841)
    assert found == pytest.approx((0.2649492762145, 0.96160629854176), rel=1e-6)  # survey 4.4-2


def test_counts_are_found_beside_other_columns(tmp_path: Path) -> None:
    text = "serial,unit,x,n,comment\n1,R&D,4,10,a\n2,Legal,9,12,b\n"
    (tmp_path / "data.csv").write_text(text)
    asked = [{"id": one, "estimate": 0} for one in ("R&D.wilson", "Legal-R&D.newcombe")]
    case = {"case": "a", "files": ["data.csv"], "results": asked}
    (tmp_path / "expected.json").write_text(json.dumps(case))
    found = compute(load(tmp_path))
    assert found["R&D.wilson"]["estimate"] == pytest.approx(0.4)
    assert found["Legal-R&D.newcombe"]["estimate"] == pytest.approx(0.35)


def test_options_and_shortened_arguments_of_a_design_are_read(tmp_path: Path) -> None:
    rows = "a,1,3,2\na,2,4,1\na,3,5,2\nb,1,1,1\nb,2,3,1\nc,1,2,4\n"
    (tmp_path / "data.csv").write_text("layer,team,sat,big\n" + rows)
    design = "svydesign(id=~team, strata=~layer, weight=~big, data=x, nest=TRUE)"
    options = "options(survey.lonely.psu='adjust')"
    call = "confint(svymean(~sat,d,na.rm=TRUE),df=degf(d))"
    asked = {"id": "sat.mean.t", "method": "design-based", "r_call": call, "estimate": 1}
    params = {"design": design, "options": options}
    case = {"case": "a", "files": "data.csv", "params": params, "results": [asked]}
    (tmp_path / "expected.json").write_text(json.dumps(case))
    found = compute(load(tmp_path))["sat.mean.t"]
    assert (found["estimate"], found["se"]) == pytest.approx(ADJUSTED, rel=1e-9)


def test_a_missing_file_does_not_end_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {}


def test_tolerances_are_relative_unless_an_absolute_one_is_given() -> None:
    assert close(100.0, 100.00009, 1e-6, None)
    assert not close(100.0, 100.00011, 1e-6, None)
    assert close(1.0, 1.001, 1e-6, 0.002)
    assert close(float("inf"), float("inf"), 1e-6, None)
    assert not close(1.0, float("nan"), 1e-6, None)
    assert not close(1.0, None, 1e-6, None)


def renamed(source: Path, target: Path, columns: dict[str, str], values: dict[str, str]) -> Path:
    """A copy of a case with other names of columns and categories, in data, calls and ids."""
    given = json.loads((source / "expected.json").read_text())
    files = given["files"] if isinstance(given["files"], list) else [given["files"]]
    for name in files:
        frame = pd.read_csv(source / name, dtype=str, keep_default_na=False)
        text = [c for c in frame if c not in ("x", "n")]
        frame = frame.rename(columns=columns).replace({columns.get(c, c): values for c in text})
        frame.to_csv(target / name, index=False)
    words = {"case": "other", "files": files, "results": []}
    for key in ("title", "source", "notes", "params"):
        words[key] = _said(given.get(key), columns)
    for result in given["results"]:
        told = {k: _said(result.get(k), columns | values) for k in ("r_call", "method")}
        words["results"].append(result | told | {"id": _identifier(result["id"], columns, values)})
    (target / "expected.json").write_text(json.dumps(words))
    return target


def _said(value: Any, columns: dict[str, str]) -> Any:
    """Words with the names of columns exchanged."""
    if isinstance(value, dict):
        return {key: _said(one, columns) for key, one in value.items()}
    if isinstance(value, list):
        return [_said(one, columns) for one in value]
    if not isinstance(value, str):
        return value
    return _exchange(value, columns)


def _identifier(value: str, columns: dict[str, str], values: dict[str, str]) -> str:
    """An id with the names of columns and categories exchanged."""
    before, mark, group = value.partition("=")
    group = _exchange(group, values) if mark else group
    before = _exchange(before, columns)
    before = before if mark else _exchange(before, values)
    for old, new in columns.items():
        before = re.sub(rf"^svyglm\.{re.escape(old)}", f"svyglm.{new}", before)
    return before + mark + group


def _exchange(text: str, names: dict[str, str]) -> str:
    """Whole words exchanged, all at once."""
    if not names:
        return text
    known = sorted(names, key=len, reverse=True)
    pattern = r"(?<![A-Za-z0-9])(" + "|".join(map(re.escape, known)) + r")(?![A-Za-z0-9]|=~)"
    return re.sub(pattern, lambda found: names[found[1]], text)


def test_the_renaming_of_these_tests_changes_whole_words_only() -> None:
    assert _exchange("api00.mean.by.stype", {"api00": "y", "type": "z"}) == "y.mean.by.stype"
    assert np.isfinite(len(CASES))
