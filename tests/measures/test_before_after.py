"""Before and after a dated change of money, worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from math import hypot
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError, UsageError
from engagekit.measures import before_after as module
from engagekit.measures.before_after import APART, MOVED, OTHERS, before_after, trend_before
from engagekit.measures.survey_change import satisfaction_change
from engagekit.sections import before_after as section
from engagekit.settings.money import MoneyChange
from engagekit.statistics.proportions import newcombe
from engagekit.tables.tables import Tables
from engagekit.wording import finding

DAY = dt.date(2026, 4, 1)
WHOLE = MoneyChange(on=DAY, what="one post less")
LEGAL = MoneyChange(on=DAY, what="one post less", department="Legal")


def waves(*parts: tuple[str, str, int, int]) -> pd.DataFrame:
    """Rows of satisfaction over time: period, department, satisfied, answers."""
    frame = pd.DataFrame(parts, columns=["period", "department", "n", "base"])
    return frame.assign(measure="satisfaction")


TWO = waves(
    ("FY2025-26 Q4", "All", 30, 60), ("FY2025-26 Q4", "Legal", 10, 20),
    ("FY2025-26 Q4", "Tax", 20, 40),
    ("FY2026-27 Q1", "All", 48, 60), ("FY2026-27 Q1", "Legal", 18, 20),
    ("FY2026-27 Q1", "Tax", 30, 40),
)  # fmt: skip


@pytest.fixture
def asked(few: Tables, monkeypatch: pytest.MonkeyPatch) -> Tables:
    monkeypatch.setattr(module, "satisfaction_over_time", lambda *_, **__: TWO)
    monkeypatch.setattr(module, "satisfaction_change", lambda *_, **__: None)
    return few


def test_shares_before_and_after_and_their_change_as_worked_out_by_hand(asked: Tables) -> None:
    found = before_after(asked, LEGAL, during="FY2026-27 Q1").set_index(["department", "when"])
    assert found.loc[("Legal", "before"), "estimate"] == pytest.approx(10 / 20)
    assert found.loc[("Legal", "after"), "estimate"] == pytest.approx(18 / 20)
    assert found.loc[("Legal", "change"), "estimate"] == pytest.approx(0.4)
    # everybody but Legal, the row over all left out
    assert found.loc[(OTHERS, "before"), ["n", "base"]].tolist() == [20, 40]
    assert found.loc[(OTHERS, "change"), "estimate"] == pytest.approx(0.25)
    assert found.loc[(APART, "change"), "estimate"] == pytest.approx(0.15)


def test_the_difference_of_two_changes_has_the_limits_of_both(asked: Tables) -> None:
    found = before_after(asked, LEGAL, during="FY2026-27 Q1").set_index(["department", "when"])
    mine, others = newcombe(18, 20, 10, 20), newcombe(30, 40, 20, 40)
    low = 0.15 - hypot(0.4 - mine.low, others.high - 0.25)
    assert found.loc[(APART, "change"), "low"] == pytest.approx(low)


def test_a_change_of_the_whole_library_has_no_others_beside_it(asked: Tables) -> None:
    found = before_after(asked, WHOLE, during="FY2026-27 Q1")
    assert found["department"].unique().tolist() == ["All"]
    assert found.loc[found["measure"] == MOVED, "estimate"].tolist() == pytest.approx([0.3])


def test_under_ten_answers_on_a_side_no_change_is_given(
    asked: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_answers = TWO.assign(base=TWO["base"].where(TWO["department"] != "Legal", 9),
                             n=TWO["n"].where(TWO["department"] != "Legal", 5))  # fmt: skip
    monkeypatch.setattr(module, "satisfaction_over_time", lambda *_, **__: few_answers)
    found = before_after(asked, LEGAL, during="FY2026-27 Q1").set_index(["department", "when"])
    assert pd.isna(found.loc[("Legal", "change"), "estimate"])
    assert "fewer than 10" in found.loc[("Legal", "change"), "method"]
    assert pd.isna(found.loc[(APART, "change"), "estimate"])


def test_a_quarter_in_which_the_day_lies_is_left_out(asked: Tables) -> None:
    later = LEGAL.model_copy(update={"on": dt.date(2026, 5, 15)})
    with pytest.raises(NotMeasuredError, match="lies after 2026-05-15"):
        before_after(asked, later, during="FY2026-27 Q1")


def test_reach_is_counted_and_its_change_has_no_interval(sample: Tables) -> None:
    found = before_after(sample, LEGAL.model_copy(update={"department": "Litigation"}),
                         outcome="reach", during="FY2026-27 Q2")  # fmt: skip
    assert found["low"].isna().all()
    assert found.set_index(["department", "when"]).loc[("Litigation", "change"), "estimate"] > 0


def test_another_outcome_is_refused(few: Tables) -> None:
    with pytest.raises(UsageError, match="neither 'satisfaction' nor 'reach'"):
        before_after(few, WHOLE, outcome="love")


@pytest.mark.parametrize(
    ("language", "expected", "least"),
    [
        ("en", "No clear change", "We would probably have seen a change of 9 points or more."),
        ("fr", "Pas de changement net", "Un changement de 9 points ou plus"),
    ],
)
def test_the_sentence_of_the_sample_says_that_nothing_clear_changed_and_what_would_have_shown(
    sample: Tables, language: str, expected: str, least: str
) -> None:
    text = finding(section(sample.in_language(language), during="FY2026-27 Q2"), language)
    assert expected in text
    assert least in text


def test_a_department_is_named_in_the_private_copy_alone(sample: Tables) -> None:
    money = sample.settings.money.model_copy(update={"changes": (WHOLE, LEGAL)})
    told = replace(sample, settings=sample.settings.model_copy(update={"money": money}))
    assert section(told, change=1).audience == "board"
    assert section(told, change=2).audience == "private"


def test_without_a_dated_change_the_sentence_says_what_to_write(few: Tables) -> None:
    assert "[[money.changes]]" in section(few, change=1).missing


def test_reach_that_rose_as_fast_before_is_told_with_its_trend(
    few: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """40, 45, 50, 55 % before and 60, 65 % after: the line goes on, nothing lies beyond it."""
    starts = [dt.date(2025, 4, 1), dt.date(2025, 7, 1), dt.date(2025, 10, 1), dt.date(2026, 1, 1),
              dt.date(2026, 4, 1), dt.date(2026, 7, 1)]  # fmt: skip
    rows = pd.DataFrame({"at": starts, "department": "All", "estimate": [0.4, 0.45, 0.5, 0.55, 0.6, 0.65]})  # fmt: skip
    monkeypatch.setattr(module, "_sides", lambda *_: (rows[:4], rows[4:]))
    found = trend_before(few, WHOLE, during="FY2026-27 Q2")
    assert found == pytest.approx({"each": 0.05, "expected": 0.625, "beyond": 0.0}, abs=1e-9)
    monkeypatch.setattr(module, "_sides", lambda *_: (rows[:2], rows[4:]))
    assert trend_before(few, WHOLE, during="FY2026-27 Q2") == {}
    monkeypatch.setattr(module, "_sides", lambda *_: (rows[1:4], rows[4:]))
    assert trend_before(few, WHOLE, during="FY2026-27 Q2")["each"] == pytest.approx(0.05)


def test_the_sentence_on_reach_names_the_trend_before(sample: Tables) -> None:
    made = section(sample, outcome="reach", during="FY2026-27 Q2")
    trend = made.sentence_args["trend"]
    assert trend["each"] > 0
    text = finding(made)
    assert "by our records. Before that day it changed by +3 points a quarter." in text
    assert "full count" not in text
    assert "Fuller records alone could account for this." in text


@pytest.mark.parametrize(("quarters", "is_trend"), [(2, False), (3, True)])
def test_with_too_few_quarters_before_the_sentence_says_that_the_trend_is_not_known(
    sample: Tables, quarters: int, is_trend: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = module._sides

    def sides(*given: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
        before, after = whole(*given)
        return before[before["at"].isin(sorted(before["at"].unique())[-quarters:])], after

    monkeypatch.setattr(module, "_sides", sides)
    text = finding(section(sample, outcome="reach", during="FY2026-27 Q2"))
    assert ("With fewer than 3 quarters before that day" in text) is not is_trend
    assert ("Before that day it changed by" in text) is is_trend


def test_a_line_that_would_pass_everybody_ends_at_everybody(
    few: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = [dt.date(2025, 7, 1), dt.date(2025, 10, 1), dt.date(2026, 1, 1), dt.date(2026, 4, 1)]
    rows = pd.DataFrame({"at": starts, "department": "All", "estimate": [0.5, 0.7, 0.9, 0.95]})
    monkeypatch.setattr(module, "_sides", lambda *_: (rows[:3], rows[3:]))
    found = trend_before(few, WHOLE, during="FY2026-27 Q1")
    assert (found["expected"], found["beyond"]) == (1.0, pytest.approx(-0.05))


def test_one_change_of_satisfaction_has_one_range_in_every_section(sample: Tables) -> None:
    change = sample.settings.money.changes[0]
    found = before_after(sample, change, during="FY2026-27 Q2").set_index(["department", "when"])
    row, model = found.loc[("All", "change")], satisfaction_change(sample, during="FY2026-27 Q2")
    assert model is not None
    assert (row["low"], row["high"]) == (model["step"]["low"], model["step"]["high"])
    assert "model over all surveys" in row["method"]


@pytest.mark.parametrize(
    ("periods", "estimate", "is_model"),
    [
        (["FY2025-26 Q4", "FY2026-27 Q1"], 0.3, True),
        (["FY2025-26 Q4", "FY2026-27 Q1"], 0.2, False),  # weighted: another estimate
        (["FY2025-26 Q3", "FY2025-26 Q4", "FY2026-27 Q1"], 0.3, False),
    ],
)
def test_the_range_is_that_of_the_model_where_it_compares_the_same_answers(
    asked: Tables, monkeypatch: pytest.MonkeyPatch, periods: list[str], estimate: float,
    is_model: bool,
) -> None:  # fmt: skip
    step = {"estimate": estimate, "low": -0.9, "high": 0.9}
    model = {"periods": periods, "step": step}
    monkeypatch.setattr(module, "satisfaction_change", lambda *_, **__: model)
    found = before_after(asked, WHOLE, during="FY2026-27 Q1").set_index("when").loc["change"]
    own = newcombe(48, 60, 30, 60)
    assert (found["low"], found["high"]) == ((-0.9, 0.9) if is_model else (own.low, own.high))


def test_a_change_is_told_in_the_language_of_the_report() -> None:
    change = MoneyChange(on=DAY, what="one post less", what_fr="un poste de moins")
    assert [change.words(one) for one in ("en", "fr")] == ["one post less", "un poste de moins"]
    assert MoneyChange(on=DAY, what="one post less").words("fr") == "one post less"
