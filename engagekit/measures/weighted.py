"""Answers weighted to the staff list: post-stratified or raked on department and role level."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from engagekit.errors import DataError, StatisticsError, UsageError, some
from engagekit.facts import coverage, facts_of, reading
from engagekit.measures import _frame, _survey_waves
from engagekit.measures.basis import join, note, notes
from engagekit.measures.engine import NOT_STATED
from engagekit.settings.periods import Period, quarter_of
from engagekit.statistics.designs import Design, survey_design
from engagekit.tables.memberships import first_of
from engagekit.tables.tables import Tables

Kind = Literal["none", "post-stratified", "raked"]
LEAST = 10
"""Answers under which a cell is merged with others: a weight made of fewer swings with each."""
OTHER = "Other"
PLAIN, WEIGHTED = "unweighted", "weighted"
"""Notes of rows: nobody wanted weights; weights were used."""
STRANGE = 0.5
"""Share of the answers in words that the staff list does not have, over which none is weighed: with
most of them unknown, the few others would stand for the whole staff."""
VARIABLES = ("department", "role_level")


Row = Callable[[Design, np.ndarray[Any, Any], np.ndarray[Any, Any]], dict[str, Any]]
"""Design, scores and mask of a group to the measure, unit and estimates of its row."""


class UnknownWordsError(DataError):
    """Most answers name a department or role level that the staff list does not have."""


@dataclass(frozen=True, eq=False)
class Weighted:
    """Answers of one question with the design that weighs them.

    Attributes
    ----------
    people : DataFrame
        ``respondent_id, score, department, role_level``, one row an answer with a score.
    note : str
        How they were weighted and what it cost, or why they were not, as `basis` has it.
    """

    people: pd.DataFrame
    design: Design
    note: str

    @property
    def is_weighted(self) -> bool:
        """Whether the weights are other than one each."""
        return WEIGHTED in notes(self.note)


def weigh(tables: Tables, survey_id: str, question_id: str, kind: Kind) -> Weighted:
    """Weigh the answers to a question so that they add up to the staff list.

    Parameters
    ----------
    tables : Tables
        Uses ``respondents, responses`` and ``contacts``.
    survey_id, question_id : str
    kind : {"post-stratified", "raked"}
        By department, or by department and role level in turn.

    Returns
    -------
    Weighted
        Cells under 10 answers are merged; answers without the variable keep their own share. Where
        there is no staff list or raking does not meet it, the answers stay unweighted and the note
        says why.

    Raises
    ------
    DataError
        When most of the answers name a department or role level that the staff list does not have.

    Notes
    -----
    Variances by the residuals of `engagekit.statistics.weighting`; Kish's effective number is told.
    """
    rows = reading.collected(
        _survey_waves.answers(tables, survey_id, [question_id], list(VARIABLES))
    )
    people = rows[rows["score"].notna()].sort_values("respondent_id").reset_index(drop=True)
    return weigh_people(tables, survey_id, people, kind)


def weigh_people(tables: Tables, survey_id: str, people: pd.DataFrame, kind: Kind) -> Weighted:
    """Weigh people who answered so that they add up to the staff list; otherwise as `weigh`.

    Parameters
    ----------
    people : DataFrame
        With the columns of `VARIABLES`, one row an answer.
    """
    from engagekit.statistics.representativeness import kish

    plain = survey_design(len(people)) if len(people) > 1 else None
    if plain is None:
        raise StatisticsError(f"Survey {survey_id} has fewer than 2 answers: nothing to weigh.")
    if not tables.has("contacts"):
        return Weighted(people, plain, _why("no_list"))
    staff = facts_of(tables, day_of(tables, survey_id)).people[[*VARIABLES]].reset_index(drop=True)
    staff["department"] = first_of(staff["department"])
    variables = ["department"] if kind == "post-stratified" else list(VARIABLES)
    for name in variables:
        _same_words(name, people[name], staff[name])
    matches = [_margin(people[name], staff[name]) for name in variables]
    margins = [margin for margin in matches if margin is not None]
    if not margins:
        return Weighted(people, plain, _why("few_cells"))
    try:
        design = _design(plain, margins)
    except StatisticsError:
        return Weighted(people, plain, _why("not_met"))
    used = [name for name, margin in zip(variables, matches, strict=True) if margin is not None]
    by = used[0] if len(used) == 1 else "both"
    worth = note(WEIGHTED, by=by, n=len(people), worth=round(kish(design.weights)))
    return Weighted(people, design, worth)


def _why(why: str) -> str:
    """Return the note of answers that stay unweighted although weights were wanted."""
    return note("unweighted_why", why=why)


def _design(plain: Design, margins: list[tuple[np.ndarray[Any, Any], dict[str, float]]]) -> Design:
    from engagekit.statistics.weighting import post_stratify, rake

    if len(margins) == 1:
        return post_stratify(plain, *margins[0])
    return rake(plain, margins)


def _same_words(variable: str, answered: pd.Series, staff: pd.Series) -> None:
    """Refuse to weigh by words that the staff list does not have for most of the answers."""
    text = answered[answered != NOT_STATED]
    strange = ~text.isin(staff.dropna().unique())
    if len(text) and len(staff.dropna()) and strange.mean() > STRANGE:
        raise UnknownWordsError(
            f"Answers cannot be weighted by {variable.replace('_', ' ')}: the survey says "
            f"{some(text[strange].value_counts().index)}, the staff list "
            f"{some(sorted(staff.dropna().unique()))}. Say which is which under "
            f"[survey.values.{variable}] in engagekit.toml: 'word of the survey' = "
            "'word of the staff list'."
        )


def day_of(tables: Tables, survey_id: str) -> Period:
    """Return the quarter of the last answer of a survey: its end is the day of the list."""
    matches = _survey_waves.waves(tables)
    last = pd.to_datetime(matches.loc[matches["survey_id"] == survey_id, "last_at"]).iloc[0]
    day = coverage.last_day(tables) if pd.isna(last) else last.date()
    return quarter_of(day, tables.settings.organisation.fiscal_start)


def _margin(
    answered: pd.Series, staff: pd.Series
) -> tuple[np.ndarray[Any, Any], dict[str, float]] | None:
    """Return categories of the answers and people of each on the staff list, small ones merged."""
    roster = staff.fillna(NOT_STATED).value_counts()
    present = answered.where(answered.isin(roster.index), NOT_STATED)
    counts = present.value_counts()
    small = {str(name) for name in roster.index if counts.get(name, 0) < LEAST}
    small -= {NOT_STATED}
    categories = present.where(~present.isin(small), OTHER)
    people: dict[str, float] = {}
    for name, count in roster.items():
        group = OTHER if name in small else str(name)
        if name != NOT_STATED and (categories == group).any():
            people[group] = people.get(group, 0.0) + float(count)
    if len(people) < 2:
        return None
    unknown = float((categories == NOT_STATED).mean())
    whole, text = float(len(staff)), sum(people.values())
    people = {name: count / text * whole * (1 - unknown) for name, count in people.items()}
    if unknown:
        people[NOT_STATED] = whole * unknown
    return categories.to_numpy(dtype=object), people


def tried(tables: Tables, survey_id: str, question_id: str, asked: Kind | None) -> Weighted | str:
    """Return weighted answers to a question, or the note that and why they are not.

    Weights of the settings give way where words do not fit; those asked for in a call are refused.
    """
    return _tried(tables, asked, lambda kind: weigh(tables, survey_id, question_id, kind))


def tried_people(
    tables: Tables, survey_id: str, people: pd.DataFrame, asked: Kind | None
) -> Weighted | str:
    """Return people with their weights, or the note that and why they have none, as `tried`."""
    return _tried(tables, asked, lambda kind: weigh_people(tables, survey_id, people, kind))


def _tried(
    tables: Tables, asked: Kind | None, weighing: Callable[[Kind], Weighted]
) -> Weighted | str:
    kind = kind_of(tables, asked)
    if kind == "none":
        return PLAIN
    try:
        matches = weighing(kind)
    except StatisticsError:
        return _why("alone")
    except UnknownWordsError:
        if asked is not None:
            raise
        return _why("words")
    return matches if matches.is_weighted else matches.note


def measured(found: Weighted, names: Sequence[str], *rows: Row) -> pd.DataFrame:
    """Return the weighted measures of one question for all and for each group.

    Parameters
    ----------
    *rows : callable
        Design, scores and mask of a group to a row's measure, unit and estimates.

    Returns
    -------
    DataFrame
        Measure frame; ``n`` and ``base`` are unweighted, ``basis`` says how it was weighted.
    """
    scores = found.people["score"].to_numpy(dtype="float64")
    everyone = np.ones(len(scores), dtype=bool)
    groups: list[tuple[dict[str, str], Any]] = [(dict.fromkeys(names, _frame.ALL), everyone)]
    if names:
        for key, part in found.people.groupby(list(names), sort=True):
            label = dict(zip(names, map(str, key), strict=True))
            groups.append((label, found.people.index.isin(part.index)))
    result = [
        {**label, **line, "basis": join(line["basis"], found.note)}
        for label, mask in groups
        for line in (row(found.design, scores, mask) for row in rows)
    ]
    return _frame.measure_frame(result, list(names))


def kind_of(tables: Tables, asked: Kind | None) -> Kind:
    """Return the weights asked for, else those of the settings.

    Raises
    ------
    UsageError
        For an unknown kind.
    """
    kind = asked or tables.settings.survey.weights
    if kind not in ("none", "post-stratified", "raked"):
        raise UsageError(f"weights='{kind}' is none of: none, post-stratified, raked.")
    return kind


def mean_row(measure: str, of: Callable[[Any], Any], times: float = 1.0) -> Row:
    """Return how to make the row of a weighted mean, its t interval over the group's own degrees.

    Parameters
    ----------
    of : callable
        Scores to what the mean is of, NaN out of the base.
    times : float
        What mean and interval are multiplied with.
    """

    def row(design: Design, scores: Any, mask: Any) -> dict[str, Any]:
        from engagekit.statistics.estimation import mean

        values = np.asarray(of(scores), dtype="float64")
        base = int((mask & ~np.isnan(values)).sum())
        result = {"measure": measure, "n": base, "base": base, "basis": "t"}
        if not base:
            return result
        found = _frame.ends(mean(design, values, domain=mask))
        scaled = {name: value * times for name, value in found.items()}
        return {**result, "estimate": scaled["estimate"]} if base == 1 else {**result, **scaled}

    return row


def share_row(measure: str, holds: Callable[[Any], Any]) -> Row:
    """Return how to make the row of a weighted share, over the group's own degrees.

    Parameters
    ----------
    holds : callable
        Scores to whether each has the property.
    """

    def row(design: Design, scores: Any, mask: Any) -> dict[str, Any]:
        from engagekit.statistics.design_shares import share

        has = np.asarray(holds(scores), dtype="float64")
        n, base = int(has[mask].sum()), int(mask.sum())
        result = {"measure": measure, "n": n, "base": base, "basis": "logit_or_wilson"}
        return result if base < 2 else {**result, **_frame.ends(share(design, has, domain=mask))}

    return row
