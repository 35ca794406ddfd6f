"""What it is worth, with every assumption said: hours and decisions; low, mid, high.

Only the library's own numbers: no ratio of another library is used, and parts are not added up,
as they may count the same use twice.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import NotMeasuredError, SettingsError, error_text
from engagekit.facts import Facts, coverage, facts_of, reading
from engagekit.facts.surveys import Survey, survey, survey_of, surveys
from engagekit.locale.missing import not_measured, require
from engagekit.measures._frame import measure_frame, number, wilson
from engagekit.measures.basis import join, note
from engagekit.measures.engine import of_facts
from engagekit.parsing import durations, values
from engagekit.settings.periods import During, Period
from engagekit.statistics import scores
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

HOURS, WORTH = "hours saved, mean of an answer", "value of hours saved"
DECISIONS = "decisions handled differently"
CHANGED, HOURS_EACH = "requests that changed a decision", "hours saved, mean of a request"


@once
@of_facts
def value(facts: Facts) -> pd.DataFrame:
    """Return hours saved, what they are worth, and decisions handled differently.

    Where colleagues are asked after a request (items ``after_request`` of the question bank), their
    answers stand beside those of the survey, for the requests of the period alone.

    Parameters
    ----------
    tables : Tables
        Uses the survey tables, and ``[value]`` of the settings.
    during : str or Period, optional

    Returns
    -------
    DataFrame
        Measure frame with ``item`` in front. ``hours saved`` (t interval) and ``decisions handled
        differently`` (Wilson interval) are answers; ``value of hours saved`` is money by the
        assumptions of the settings, to two figures. Nobody who did not answer is counted.

    Raises
    ------
    NotMeasuredError
        If the settings name no question that was asked.
    """
    rows, reasons = _answered(facts.tables, facts.period)
    if reasons and not rows:
        raise reasons[0]
    require(rows, "unset_value")
    return measure_frame(rows, ["item"])


def left_out(tables: Tables, during: During = None) -> list[NotMeasuredError]:
    """Return why questions that ``[value]`` names have no number, an error a question."""
    return _answered(tables, coverage.asked_period(tables, during))[1]


def _answered(
    tables: Tables, period: Period
) -> tuple[list[dict[str, Any]], list[NotMeasuredError]]:
    """Return the rows that rest on answers, and why a question has none."""
    chosen = tables.settings.value
    rows: list[dict[str, Any]] = []
    reasons: list[NotMeasuredError] = []
    for question, measured in (
        (chosen.hours_question, _hours),
        (chosen.decision_question, _decisions),
    ):
        if question is None:
            continue
        try:
            rows += measured(tables, period, question)
        except NotMeasuredError as reason:
            reasons.append(reason)
    return rows + _after_requests(tables, period), reasons


def _after_requests(tables: Tables, period: Period) -> list[dict[str, Any]]:
    """Return what was said after requests of the period, each known by its number in the log."""
    chosen = tables.settings.value
    if not (chosen.request_number and tables.has("touches", "respondents")):
        return []
    wanted = {
        "number": chosen.request_number,
        "decision": chosen.request_decision,
        "hours": chosen.request_hours,
    }
    every = [survey(tables, str(name)) for name in surveys(tables, period)["survey_id"]]
    told = [_told(one, wanted) for one in every if len(one.asked(chosen.request_number))]
    if not told:
        return []
    log = facts_of(tables, period).within(reading.rows(tables, "touches", "touch_id", "on"))
    answers = pd.concat(told, ignore_index=True)
    answers = answers[answers["number"].isin(log["touch_id"].map(values.request_number))]
    answers = answers.drop_duplicates("number", keep="last")  # two answers to a request are one
    rows: list[dict[str, Any]] = []
    if chosen.request_decision:
        decisions = answers["decision"].dropna()
        rows += _share_of_yes(tables, CHANGED, chosen.request_decision, decisions)
    if chosen.request_hours:
        hours = durations.hours(answers["hours"].dropna()).values
        rows += _mean_hours(HOURS_EACH, chosen.request_hours, hours)
    return rows


def _told(one: Survey, wanted: Mapping[str, str | None]) -> pd.DataFrame:
    """Return who named a request, a row each, with the number and what was said of it."""
    told = {name: _by_respondent(one, text) for name, text in wanted.items() if text}
    numbers = told["number"].map(values.request_number)
    return pd.DataFrame({**told, "number": numbers}, index=numbers.index)


def _by_respondent(one: Survey, wanted: str) -> pd.Series:
    """Return the answers to a question as text, by who gave them."""
    given = one.answers(one.asked(wanted)["question_id"].drop_duplicates())
    given = given[given["value"].notna()].drop_duplicates("respondent_id", keep="last")
    return given.set_index("respondent_id")["value"].astype("str").str.strip()


def _answers(tables: Tables, period: Period, wanted: str) -> tuple[str, pd.Series]:
    """Return the wording of the question asked for and the answers to it as text."""
    survey = survey_of(tables, period)
    matches = survey.asked(wanted)
    fitting = matches["question_id"].drop_duplicates().tolist()
    if not fitting:
        raise not_measured("not_asked_then", survey=survey.id, period=period.label, question=wanted)
    if len(fitting) > 1:
        raise SettingsError(
            error_text("value.answers", wanted=wanted, count=len(fitting), survey=survey.id)
        )
    supplied = survey.answers(fitting)["value"].dropna()
    return str(matches["wording"].iloc[0]), supplied.astype("str").str.strip()


def _decisions(tables: Tables, period: Period, wanted: str) -> list[dict[str, Any]]:
    """Return the share of answers by which something was handled differently."""
    wording, supplied = _answers(tables, period, wanted)
    return _share_of_yes(tables, DECISIONS, wording, supplied)


def _share_of_yes(
    tables: Tables, measure: str, wording: str, supplied: pd.Series
) -> list[dict[str, Any]]:
    words = [word.casefold() for word in tables.settings.value.decision_yes]
    first = supplied.str.casefold().str.replace(r"[,.;:(].*$", "", regex=True).str.strip()
    base, n = len(supplied), int(first.isin(words).sum())
    return [wilson(measure, n, base, item=wording)] if base else []


def _hours(tables: Tables, period: Period, wanted: str) -> list[dict[str, Any]]:
    """Return the mean of the hours stated, and what the hours of those who answered are worth."""
    wording, supplied = _answers(tables, period, wanted)
    numbers = durations.hours(supplied).values
    hours = numbers[numbers >= 0].to_numpy(dtype="float64")
    rows = _mean_hours(HOURS, wording, numbers)
    chosen = tables.settings.value
    if not rows or chosen.loaded_rate is None or chosen.share_credited is None:
        return rows
    stated = float(hours.sum()) * chosen.hours_times  # these answers' own hours: no sampling error
    low, mid, high = (
        stated * getattr(chosen.loaded_rate, end) * getattr(chosen.share_credited, end)
        for end in ("low", "mid", "high")
    )
    # to two figures: more would make assumptions look like counts
    low, mid, high = (float(f"{amount:.2g}") for amount in (low, mid, high))
    shared = {"item": wording, "n": len(hours), "base": len(hours)}
    return [*rows, number(WORTH, mid, low=low, high=high, **shared, basis="hours_times_rate")]


def _mean_hours(measure: str, wording: str, numbers: pd.Series) -> list[dict[str, Any]]:
    """Return the mean of hours with its t interval; none of fewer than two different numbers."""
    hours = numbers[numbers >= 0].to_numpy(dtype="float64")
    if len(hours) < 2 or np.ptp(hours) == 0:
        return []
    mean, n = scores.mean_score(hours), len(hours)
    sides = {"low": max(mean.low, 0.0), "high": mean.high}
    basis = join("t", note("left_out", n=int(numbers.isna().sum())))
    return [number(measure, mean.estimate, **sides, item=wording, n=n, base=n, basis=basis)]
