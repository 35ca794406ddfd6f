"""The sentence that a frame allows: with hidden rows, one row, no rows, ties, in both languages."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pandas as pd
import pytest

from engagekit.disclosure import protect
from engagekit.errors import UsageError
from engagekit.locale import LANGUAGES
from engagekit.locale.catalogue import read
from engagekit.measures import _frame
from engagekit.measures.basis import join, note
from engagekit.sections import Section
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.wording.conftest import told

measure_frame = partial(_frame.measure_frame, own=True)
"""Frames of a test may hold measures of its own."""

CAUSAL = {
    "en": r"\b(driv(e|es|en|ing)|leads? to|led to|causes?|caused|because of|results? in|resulted in"
    r"|due to|thanks to|impact(s|ed)?|makes? people|effect of|boost(s|ed)?)\b",
    "fr": r"(\b(entraîne(nt)?|cause(nt)?|causée?s?|provoque(nt)?|grâce à|en raison de|à cause d"
    r"|conduit à|mène à|suscite|favorise|engendre|permet d.augmenter))",
}
DENIED = re.compile(
    r"\b(cannot|does not|not show|not caused|non causé|ne (peut|montre|prouve|dit)|n.est pas|aucun lien|pas )",
    re.I,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_says_that_one_thing_caused_another(language: str) -> None:
    claims = []
    for key, text in read(language).messages.items():
        for sentence in re.split(r"(?<=[.!?:;])\s", text):
            if re.search(CAUSAL[language], sentence, re.I) and not DENIED.search(sentence):
                claims.append((key, sentence))
    assert claims == []


def test_a_causal_claim_would_be_found() -> None:
    assert re.search(CAUSAL["en"], "Money drives satisfaction.")
    assert re.search(CAUSAL["fr"], "L’argent entraîne la satisfaction.")
    assert not DENIED.search("Money drives satisfaction.")


def _told(rows: list[dict[str, Any]], rule: str, *by: str, **args: Any) -> str:
    return told(rule, rows, *by, **args)


def _reach(department: str, n: int, base: int, **more: Any) -> dict[str, Any]:
    return {"department": department, "measure": "reach", "unit": "share", "n": n, "base": base,
            "estimate": n / base, **more}  # fmt: skip


def test_a_hidden_department_is_never_spoken_of() -> None:
    rows = [_reach("All", 30, 60), _reach("Legal", 20, 30), _reach("Tax", 9, 20),
            _reach("HR", 1, 10, hidden=True)]  # fmt: skip
    said = _told(rows, "reach", "department", target=0.4)
    assert "HR" not in said
    assert "below" not in said


def test_hidden_totals_leave_the_neutral_title_with_its_reason() -> None:
    said = _told([_reach("All", 3, 60, hidden=True)], "reach", "department")
    assert said == "Title: not shown, to protect small groups."


def _wave(period: str, n: int, base: int) -> dict[str, Any]:
    from engagekit.statistics.proportions import wilson

    found = wilson(n, base)
    return {"period": period, "measure": "satisfaction", "unit": "share", "n": n, "base": base,
            "estimate": found.estimate, "low": found.low, "high": found.high}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "word"),
    [
        ((80, 100), (83, 100), "no clear change"),
        ((50, 100), (83, 100), "rose"),
        ((83, 100), (50, 100), "fell"),
        ((6, 8), (8, 8), "no clear change"),
        ((80, 100), (80, 100), "no clear change"),
    ],
)
def test_a_change_is_said_only_where_its_range_leaves_out_zero(
    before: tuple[int, int], now: tuple[int, int], word: str
) -> None:
    rows = [_wave("FY2025-26 Q2", *before), _wave("FY2026-27 Q2", *now)]
    assert word in _told(rows, "satisfaction_over_time", "period")


@pytest.mark.parametrize(
    ("now", "start"),
    [(84, "Satisfaction held at 84%."), (85, "Satisfaction is 85%; no clear change from 80%.")],
)
def test_five_points_apart_nothing_is_said_to_have_held(now: int, start: str) -> None:
    rows = [_wave("FY2025-26 Q2", 80, 100), _wave("FY2026-27 Q2", now, 100)]
    assert _told(rows, "satisfaction_over_time", "period").startswith(start)


def test_one_survey_makes_no_change() -> None:
    said = _told([_wave("FY2026-27 Q2", 80, 100)], "satisfaction_over_time", "period")
    assert "no earlier survey" in said


def test_under_ten_answers_no_per_cent_is_said() -> None:
    row = {key: value for key, value in _wave("x", 7, 9).items() if key != "period"}
    said = _told([row], "satisfaction")
    assert "%" not in said
    assert "7 of 9" in said


def test_few_answers_in_either_wave_are_counts() -> None:
    rows = [_wave("FY2025-26 Q2", 6, 8), _wave("FY2026-27 Q2", 30, 40)]
    said = _told(rows, "satisfaction_over_time", "period")
    assert "%" not in said
    assert "30 of 40" in said and "6 of 8" in said
    once = _told([_wave("FY2026-27 Q2", 6, 8)], "satisfaction_over_time", "period")
    assert "6 of 8" in once and "%" not in once


def test_the_newest_survey_is_set_against_those_before_together() -> None:
    earlier = [_wave(f"FY2025-26 Q{q}", 55, 100) for q in (1, 2, 3, 4)]
    said = _told([*earlier, _wave("FY2026-27 Q1", 70, 100)], "satisfaction_over_time", "period")
    assert "rose to 70%" in said and "55% in the 4 surveys before" in said
    alone = _told(
        [*earlier[3:], _wave("FY2026-27 Q1", 66, 100)], "satisfaction_over_time", "period"
    )
    assert "no clear change" in alone and "have seen a change of 19 points or more" in alone


def test_a_slow_fall_is_said_first() -> None:
    rows = [_wave(f"FY202{4 + at // 4}-2{5 + at // 4} Q{1 + at % 4}", 86 - 3 * at, 100)
            for at in range(8)]  # fmt: skip
    said = _told(rows, "satisfaction_over_time", "period")
    assert said.startswith("Over 8 surveys satisfaction has fallen, from 86%") and "65%" in said


def _love(department: str, n: int, base: int, **more: Any) -> dict[str, Any]:
    wave = {key: value for key, value in _wave("x", n, base).items() if key != "period"}
    return {"department": department, **wave, **more}


def test_only_departments_that_differ_after_adjusting_are_named() -> None:
    rows = [_love("All", 105, 155), _love("Legal", 12, 40), _love("IT", 28, 40),
            _love("HR", 29, 35), _love("Ops", 30, 31), _love("Tax", 6, 9)]  # fmt: skip
    said = _told(rows, "satisfaction", "department")
    assert "Of 4 groups, clearly above the rest: Ops, HR; clearly below: Legal." in said
    assert "Tax: 6 of 9, too few for a percentage." in said


def test_departments_alike_are_said_to_be_so_and_hidden_ones_are_not_compared() -> None:
    rows = [_love("All", 105, 150), _love("Legal", 35, 50), _love("IT", 36, 50),
            _love("HR", 34, 50, hidden=True)]  # fmt: skip
    said = _told(rows, "satisfaction", "department")
    assert "None of 2 groups stands clearly apart from the rest" in said
    assert "In IT (50 answers) we would have seen only a difference of 24 points or more." in said
    assert "HR" not in said


def test_what_weighting_cost_is_said_or_that_it_failed() -> None:
    cost = join("logit_or_wilson", note("weighted", by="department", n=60, worth=48))
    said = _told([_love("All", 40, 60, basis=cost)], "satisfaction", "department")
    assert "60 answers weigh as much as 48" in said
    failed = _told(
        [_love("All", 40, 60, basis=join("wilson", note("unweighted_why", why="not_met")))],
        "satisfaction", "department",
    )  # fmt: skip
    assert failed.endswith(
        "not adjusted to the staff list, although that was asked for: "
        "the answers could not be matched to it."
    )


def _point(period: str, measure: str, value: float) -> dict[str, Any]:
    unit = "share" if measure == "reach" else "per_head"
    return {
        "period": period,
        "measure": measure,
        "unit": unit,
        "estimate": value,
        "n": 10,
        "base": 20,
    }


def test_with_few_quarters_nothing_is_said_of_money_and_reach() -> None:
    rows = [
        _point(f"FY2026-27 Q{q}", name, q / 10)
        for q in (1, 2)
        for name in ("reach", "funding per head")
    ]
    assert "too few to set reach beside money" in _told(rows, "over_time", "period")


RULED = (
    "headline", "love_and_funding", "funding", "funding_over_time", "over_time", "reach",
    "reach_over_time", "touches", "frequency", "response", "satisfaction", "items",
    "satisfaction_over_time", "net_promoter", "attendance", "events", "trust",
)  # fmt: skip


@pytest.fixture(scope="module")
def ruled(sample: Tables) -> list[Section]:
    return [function_of(QUESTIONS[name])(sample, during="FY2026-27 Q2") for name in RULED]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_speaks_of_the_sample_in_both_languages(
    ruled: list[Section], sample: Tables, language: str
) -> None:
    for section in protect(ruled, sample.settings).sections:
        said = finding(section, language)
        assert said != section.title, section.name
        assert not re.search(r"\bnan\b|<NA>|\{|\}", said), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_stands_hidden_single_and_empty_frames(
    ruled: list[Section], language: str
) -> None:
    for section in ruled:
        frame = section.frame
        assert finding(section.with_frame(frame.iloc[:0]), language) == section.title
        for place in range(min(len(frame), 4)):
            said = finding(section.with_frame(frame.iloc[[place]].reset_index(drop=True)), language)
            assert said and not re.search(r"\bnan\b|<NA>|\{", said), (section.name, said)
        if "suppressed" in frame.columns:
            gone = frame.copy()
            for name in ("estimate", "low", "high", "n", "base"):
                gone[name] = gone[name].mask([True] * len(gone))
            gone["suppressed"] = pd.array([True] * len(gone), dtype="boolean")
            said = finding(section.with_frame(gone), language)
            assert not re.search(r"\bnan\b|<NA>|\{", said), (section.name, said)


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean 'satisfaction'"):
        _told([_reach("All", 3, 4)], "satisfacton", "department")


@pytest.mark.parametrize(("last", "way"), [(0.80, "Satisfaction rose"), (0.66, "no clear change")])
def test_a_weighted_change_is_judged_by_the_weighted_shares(last: float, way: str) -> None:
    basis = join("logit_or_wilson", note("weighted", by="department", n=300, worth=200))
    rows = [
        {"period": period, "measure": "satisfaction", "unit": "share", "estimate": at,
         "low": at - 0.07, "high": at + 0.06, "n": 200, "base": 300, "basis": basis}
        for period, at in (("FY2026-27 Q1", 0.65), ("FY2026-27 Q2", last))
    ]  # fmt: skip
    said = _told(rows, "satisfaction_over_time", "period")
    assert way in said, "the counts alone are the same both times"


@pytest.mark.parametrize(("survey", "said"), [
    ("FY2026-27 Q1", "61% of those who answered are satisfied (FY 2026-27 Q1)."),
    ("FY2026-27 Q2", "61% of those who answered are satisfied."),
    ("Spring survey", "61% of those who answered are satisfied."),
])  # fmt: skip
def test_the_headline_says_of_which_quarter_an_older_survey_is(survey: str, said: str) -> None:
    rows = [
        _frame.share("reach", 58, 94),
        _frame.share("satisfaction", 61, 100),
        {"measure": "funding per head", "unit": "per_head", "estimate": 87.0, "base": 94},
    ]
    args = {"period": {"label": "FY2026-27 Q2"}, "survey_period": survey}
    assert said in _told(rows, "headline", **args)


@pytest.mark.parametrize(
    ("answers", "is_even"),
    [
        (80, True),
        (2_000, False),
    ],  # 9 of 100 answers, 8 of 100 staff: 7 people beside 6.4 are chance
)
@pytest.mark.parametrize(("language", "even"), [("en", "about in line"), ("fr", "à peu près")])
def test_a_person_more_is_no_group_that_was_heard_more(
    answers: int, is_even: bool, language: str, even: str
) -> None:
    rows = [
        {"department": name, "answer": answer, "measure": "make-up", "unit": "share",
         "n": round(share * base), "base": base, "estimate": share}
        for name, staff, heard in (("Law", 0.08, 0.095), ("Tax", 0.92, 0.905))
        for answer, share, base in (("answered", heard, answers), ("staff list", staff, 250))
    ]  # fmt: skip
    frame = measure_frame(rows, ["department", "answer"])
    made = Section("representativeness", "Who answered", frame, sentence="representativeness")
    assert (even in finding(made, language)) is is_even
