"""Shares and means of any group of people who answered, weighted to the staff list or not."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engagekit.errors import DataError, StatisticsError, UsageError, some
from engagekit.facts import coverage, facts_of
from engagekit.measures import _frame, _survey_waves
from engagekit.measures._answer_sheet import AnswerSheet
from engagekit.measures.basis import join, note
from engagekit.measures.engine import NOT_STATED
from engagekit.settings.periods import Period, quarter_of
from engagekit.statistics import scores
from engagekit.statistics import weighted as statistics
from engagekit.statistics.weighted import Design
from engagekit.tables.memberships import first_of
from engagekit.tables.tables import Tables

Kind = Literal["none", "post-stratified", "raked"]
Mask = NDArray[np.bool_]
LEAST = 10
"""Answers under which a cell is merged with others: a weight made of fewer swings with each."""
OTHER = "Other"
PLAIN, WEIGHTED = "unweighted", "weighted"
"""Notes of rows: nobody wanted weights; weights were used."""
STRANGE = 0.5
"""Share of the answers in words that the staff list does not have, over which none is weighed: with
most of them unknown, the few others would stand for the whole staff."""
VARIABLES = ["department", "role_level"]


class UnknownWordsError(DataError):
    """Most answers name a department or role level that the staff list does not have."""


@dataclass(frozen=True, eq=False)
class Base:
    """The people that a number is a share or a mean of.

    ``who``: places among all who answered the survey. ``note``: how they were weighted and what it
    cost, or why they were not, as `basis` has it. ``design``: None where they are not weighted.
    """

    who: Mask
    note: str
    design: Design | None = None

    @property
    def n(self) -> int:
        """How many they are."""
        return int(self.who.sum())

    def share(self, measure: str, has: Mask, within: Mask | None = None) -> dict[str, Any]:
        """Return the row of the share that has a property, of all or of a group within."""
        of = self.who if within is None else self.who & within
        n, base = int((has & of).sum()), int(of.sum())
        if self.design is None:
            line = _frame.wilson(measure, n, base)
        else:
            line = {"measure": measure, "n": n, "base": base, "basis": "logit_or_wilson"}
            if base > 1:
                holds = has[self.who].astype("float64")
                found = statistics.share(self.design, holds, of[self.who])
                line |= _frame.ends(found)
        return {**line, "basis": join(line["basis"], self.note)}

    def mean(
        self, measure: str, points: NDArray[Any], within: Mask | None = None
    ) -> dict[str, Any]:
        """Return the row of the mean of a number, of all or of a group within."""
        of = (self.who if within is None else self.who & within) & ~np.isnan(points)
        n = int(of.sum())
        line = {"measure": measure, "n": n, "base": n, "basis": join("t", self.note)}
        if not n:
            return line
        if self.design is None:
            return line | _frame.ends(scores.mean_score(points[of]))
        found = statistics.mean(self.design, points[self.who], of[self.who])
        return line | _frame.ends(found)

    def net_promoter(self, points: NDArray[Any], within: Mask | None = None) -> dict[str, Any]:
        """Return the row of the net promoter score, of all or of a group within."""
        steps = 100.0 * scores.promoter_scores(points)
        line = self.mean("net promoter", steps, within)
        if self.design is None:
            line["basis"] = join("adjusted_wald", self.note)
            of = self.who if within is None else self.who & within
            line |= _frame.ends(scores.net_promoter(points[of])) if line["n"] else {}
        return line


class Designs:
    """The bases of a survey's numbers, each made once: questions of the same people share one.

    ``weights``: default as in the settings.
    """

    def __init__(self, tables: Tables, sheet: AnswerSheet, weights: Kind | None) -> None:
        self.tables, self.sheet, self.weights = tables, sheet, weights
        self._made: dict[bytes, Base] = {}

    def of(self, who: Mask) -> Base:
        """Return the base of some people."""
        key = np.packbits(who).tobytes()
        if key not in self._made:
            people = self.sheet.people[VARIABLES].fillna(NOT_STATED)
            self._made[key] = base_of(
                self.tables, self.sheet.survey_id, people, self.weights, who=who
            )
        return self._made[key]


def base_of(
    tables: Tables,
    survey_id: str,
    people: pd.DataFrame,
    weights: Kind | None,
    who: Mask | None = None,
) -> Base:
    """Return people who answered as the base of numbers, weighted so that they are the staff list.

    Weights of the settings give way where words do not fit; those asked for in a call are refused.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts``.
    survey_id : str
    people : DataFrame
        With the columns of `VARIABLES`, one row an answer.
    weights : {"none", "post-stratified", "raked"}, optional
        By department, or by department and role level in turn; default as in the settings.
    who : array of bool, optional
        Those of them who count; default all.

    Raises
    ------
    DataError
        When most of the answers name a department or role level that the staff list does not have.
    UsageError
        For an unknown kind.

    Notes
    -----
    Cells under 10 answers are merged; answers without the variable keep their own share. Variances
    by the residuals of `engagekit.statistics.weighting`; Kish's effective number is told.
    """
    kind = weights or tables.settings.survey.weights
    if kind not in ("none", "post-stratified", "raked"):
        raise UsageError(f"weights='{kind}' is none of: none, post-stratified, raked.")
    who = np.ones(len(people), dtype=bool) if who is None else who
    if kind == "none":
        return Base(who, PLAIN)
    try:
        design, told = _weighed(tables, survey_id, people[who].reset_index(drop=True), kind)
    except UnknownWordsError:
        if weights is not None:
            raise
        design, told = _not("words")
    return Base(who, told, design)


def _not(why: str) -> tuple[None, str]:
    """Return no weights, and the note that says why although they were wanted."""
    return None, note("unweighted_why", why=why)


def _weighed(
    tables: Tables, survey_id: str, people: pd.DataFrame, kind: Kind
) -> tuple[Design | None, str]:
    """Return the weights of people, and the note of how they were made, or why they were not."""
    if len(people) < 2:
        return _not("alone")
    if not tables.has("contacts"):
        return _not("no_list")
    staff = facts_of(tables, day_of(tables, survey_id)).people[VARIABLES].reset_index(drop=True)
    staff["department"] = first_of(staff["department"])
    variables = VARIABLES[:1] if kind == "post-stratified" else VARIABLES
    for name in variables:
        _same_words(name, people[name], staff[name])
    margins = {name: _margin(people[name], staff[name]) for name in variables}
    used = {name: margin for name, margin in margins.items() if margin is not None}
    if not used:
        return _not("few_cells")
    try:
        design = statistics.rake(list(used.values()))
    except StatisticsError:
        return _not("not_met")
    by = next(iter(used)) if len(used) == 1 else "both"
    worth = round(statistics.kish(design.weights))
    return design, note(WEIGHTED, by=by, n=len(people), worth=worth)


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
    small = {str(name) for name in roster.index if counts.get(name, 0) < LEAST} - {NOT_STATED}
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
