"""How an outcome and money go together: levels apart, drift not taken for a link."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engagekit.errors import UsageError
from engagekit.locale.words import catalogue
from engagekit.measures.relation import (
    BETWEEN,
    CHANCE,
    CHANGES,
    LAGS,
    OVER_TIME,
    RANK,
    SLOPE,
    STILL,
    WITHIN,
    conflict,
    panel,
    relate,
    verdict,
)
from engagekit.sections import Section, relation
from engagekit.statistics import association
from engagekit.tables.tables import Tables
from engagekit.wording import finding

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared"))


def told(points: pd.DataFrame, language: str = "en", **given: Any) -> str:
    frame = relate(points, draws=999, **given)
    return finding(
        Section("relation", "T", frame, sentence="relation", sentence_args={"outcome": "reach"},
                settings={"language": language})
    )  # fmt: skip


def whole(x: list[float], y: list[float]) -> pd.DataFrame:
    periods = [f"P{at:02d}" for at in range(len(x))]
    return pd.DataFrame({"unit": "All", "period": periods, "x": x, "y": y})


def opposite_panel() -> pd.DataFrame:
    """14 units in 12 quarters: money falls while love rises; richer units love more."""
    generator = np.random.default_rng(5)
    rows = []
    for at in range(12):
        units = pd.DataFrame({"unit": [f"U{one:02d}" for one in range(14)], "period": f"P{at:02d}"})
        rich = np.arange(14.0)
        units["x"] = 100 + 10 * rich - 8 * at + generator.normal(0, 1, 14)
        units["y"] = 0.5 + 0.02 * rich + 0.015 * at + generator.normal(0, 0.005, 14)
        total = {"unit": "All", "period": f"P{at:02d}", "x": units["x"].mean(),
                 "y": units["y"].mean()}  # fmt: skip
        rows += [units, pd.DataFrame([total])]
    return pd.concat(rows, ignore_index=True)


def test_opposite_signs_over_time_and_between_units_are_flagged() -> None:
    frame = relate(opposite_panel(), draws=999)
    assert conflict(frame) == (BETWEEN, OVER_TIME)
    said = told(opposite_panel())
    assert "They disagree: higher together between departments, opposite over time." in said
    assert verdict(frame, WITHIN) == "none"


def test_levels_that_agree_are_not_flagged() -> None:
    points = opposite_panel()
    points["y"] = points["x"] / 100 + np.random.default_rng(1).normal(0, 0.001, len(points))
    assert conflict(relate(points, draws=999)) is None
    assert "disagree" not in told(points)


def test_with_six_quarters_nothing_can_be_established() -> None:
    points = whole([1, 2, 3, 4, 5, 6], [2, 4, 6, 8, 10, 12])
    frame = relate(points)
    assert frame["estimate"].isna().all()
    assert frame["method"].iloc[0] == "cannot be established with n = 6"
    assert "6 quarters are too few to say" in told(points)
    assert "6 trimestres, c’est trop peu pour dire" in told(points, "fr")


def test_no_change_and_no_lag_reaches_over_a_missing_quarter() -> None:
    generator = np.random.default_rng(4)
    x, y = generator.normal(size=16), generator.normal(size=16)
    labels = [f"FY{2021 + at // 4}-{22 + at // 4} Q{at % 4 + 1}" for at in range(16)]
    points = pd.DataFrame({"unit": "All", "period": labels, "x": x, "y": y})
    held = points.drop(index=[5]).reset_index(drop=True)
    frame = relate(held, draws=99).set_index(["level", "measure"])
    pairs = [(at, at + 1) for at in range(15) if 5 not in (at, at + 1)]
    change = association.spearman(
        np.array([x[b] - x[a] for a, b in pairs]), np.array([y[b] - y[a] for a, b in pairs])
    )
    assert frame.loc[(CHANGES, RANK), "n"] == len(pairs) == 13
    assert frame.loc[(CHANGES, RANK), "estimate"] == pytest.approx(change.estimate)
    assert frame.loc[(LAGS[1], RANK), "n"] == 12
    full = relate(points, draws=99).set_index(["level", "measure"])
    assert full.loc[(CHANGES, RANK), "n"] == 15


@pytest.mark.parametrize(
    ("language", "said"), [("en", "never changes"), ("fr", "ne change jamais")]
)
def test_a_number_that_stays_the_same_is_said_to_and_not_blamed_on_the_count(
    language: str, said: str
) -> None:
    text = told(whole([5.0] * 12, list(range(12))), language)
    assert said in text
    assert "12 quarters" not in text and "12 trimestres" not in text


def test_the_numbers_are_those_of_the_statistics() -> None:
    generator = np.random.default_rng(2)
    x, y = generator.normal(size=12), generator.normal(size=12)
    frame = relate(whole(list(x), list(y)), draws=999)
    expected = {
        OVER_TIME: association.spearman(x, y),
        CHANGES: association.spearman(np.diff(x), np.diff(y)),
        LAGS[0]: association.spearman(x[:-1], y[1:]),
        LAGS[1]: association.spearman(x[:-2], y[2:]),
    }
    for level, found in expected.items():
        mine = frame[frame["level"] == level]
        row = mine[mine["measure"] == RANK]
        told_of = row[["estimate", "low", "high", "n"]].astype("float64").to_numpy()[0]
        assert told_of == pytest.approx([found.estimate, found.low, found.high, found.n])
        assert {SLOPE, CHANCE} <= set(mine["measure"])


def test_the_same_seed_gives_the_same_numbers() -> None:
    pd.testing.assert_frame_equal(
        relate(opposite_panel(), draws=999), relate(opposite_panel(), draws=999)
    )


def test_a_link_in_levels_and_in_changes_is_told() -> None:
    generator = np.random.default_rng(11)
    x = generator.normal(size=16).cumsum()
    y = x + generator.normal(0, 0.1, 16)
    assert "The two go together" in told(whole(list(x), list(y)))
    assert "the other is lower" in told(whole(list(x), list(-y)))


def test_two_unrelated_drifting_series_are_seldom_linked() -> None:
    spec = importlib.util.spec_from_file_location("drift", ROOT / "benchmarks" / "drift.py")
    assert spec is not None
    assert spec.loader is not None
    drift = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["drift"] = drift
    spec.loader.exec_module(drift)
    said, levels, _ = drift.claims(120, draws=199)
    assert said <= 0.05 * 120
    assert levels > 0.15 * 120


CAUSAL = {
    "en": r"\b(drives?|drove|driven|leads? to|led to|(?<!not )caus\w+|because of|due to|thanks to|result\w* in"
          r"|boost\w*|makes? people|effect of|impact of|improves?|increases? satisfaction)\b",
    "fr": r"\b(entra[iî]n\w+|provoqu\w+|(?<!non )caus\w+|grâce à|en raison d\w+|mèn\w+ à|engendr\w+|stimul\w+"
          r"|améliore\w*|impact d\w+)\b",
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_finding_holds_a_causal_word(language: str) -> None:
    for key, text in catalogue(language).items():
        if key.startswith("finding."):
            assert not re.search(CAUSAL[language], text, re.IGNORECASE), (key, text)


def test_departments_with_few_answers_are_left_out(sample: Tables) -> None:
    points = panel(sample)
    assert {"Tax", "Business Services", "Not stated"}.isdisjoint(points["unit"])
    assert set(points.loc[points["unit"] == "All", "period"]) == {"FY2025-26 Q3", "FY2026-27 Q2"}


def test_an_unknown_outcome_is_an_error(sample: Tables) -> None:
    with pytest.raises(UsageError, match="neither 'satisfaction' nor 'reach'"):
        panel(sample, outcome="joy")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("outcome", ["satisfaction", "reach"])
def test_the_section_on_the_sample_says_what_cannot_be_established(
    sample: Tables, outcome: str, language: str
) -> None:
    made = relation(sample.in_language(language), outcome=outcome)
    said = finding(made)
    quarters = 2 if outcome == "satisfaction" else 6
    assert {"en": f"{quarters} quarters are", "fr": f"{quarters} trimestres, c’est"}[
        language
    ] in said
    assert made.name == f"relation_{outcome}"


def test_without_a_budget_the_sentence_names_the_sheet(sample: Tables) -> None:
    left = Tables({name: sample.frames[name] for name in sample if name != "budget"},
                  sample.settings)  # fmt: skip
    assert "needs the sheet budget" in finding(relation(left))


REAL = SHARED / "real" / "imls_pls"
TERRITORIES = {"AS", "GU", "MP", "PR", "VI"}
CLOSED = (3, 23)


def libraries(file: str) -> pd.DataFrame:
    """Income per head and attendance per 1,000 of the public libraries of a year."""
    rows = pd.read_csv(REAL / file, encoding="latin-1", dtype="str").rename(columns=str.upper)
    if "C_FSCS" in rows.columns:
        rows = rows[rows["C_FSCS"] == "Y"]
    rows = rows[~rows["STABR"].isin(TERRITORIES)]
    rows = rows[~rows["STATSTRU"].astype("float64").isin(CLOSED)].set_index("FSCSKEY")
    numbers = rows[["TOTATTEN", "TOTINCM", "POPU_LSA"]].astype("float64")
    numbers = numbers.where(numbers >= 0)
    numbers = numbers[numbers["POPU_LSA"] > 0]
    made = pd.DataFrame({"x": numbers["TOTINCM"] / numbers["POPU_LSA"],
                         "y": 1000 * numbers["TOTATTEN"] / numbers["POPU_LSA"]})  # fmt: skip
    return made[made["x"] > 0].dropna()


@pytest.mark.shared
def test_real_libraries_relate_between_units_and_hardly_from_year_to_year() -> None:
    now = libraries("PLS_FY2015_AE_pupld15a.csv.gz")
    assert len(now) == 9065
    assert association.spearman(now["x"], now["y"]).estimate == pytest.approx(0.603, abs=5e-4)
    assert association.pearson(now["x"], now["y"]).estimate == pytest.approx(0.119, abs=5e-4)
    before = libraries("pls_fy2014_pupld14a.csv.gz").add_suffix("_before")
    both = now.join(before, how="inner")
    change = association.spearman(both["x"] - both["x_before"], both["y"] - both["y_before"])
    assert len(both) > 9000
    assert 0 < change.estimate < 0.1


def test_changes_that_differ_by_rounding_alone_are_said_not_to_vary() -> None:
    rise = [0.1 * at for at in range(1, 11)]
    money = [100, 130, 110, 160, 120, 190, 150, 170, 140, 180]
    points = pd.DataFrame(
        {"unit": "All", "period": [f"{2020 + at // 4} Q{at % 4 + 1}" for at in range(10)]}
    ).assign(x=[float(one) for one in money], y=rise)
    frame = relate(points, draws=99)
    changes = frame[(frame["level"] == CHANGES)]
    assert changes["estimate"].isna().all()
    assert changes["basis"].tolist() == [STILL]
    assert frame.loc[frame["level"] == OVER_TIME, "estimate"].notna().any()
