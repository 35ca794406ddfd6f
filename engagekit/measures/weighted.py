"""Shares and means of any group of people who answered, weighted to the staff list or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engagekit.errors import StatisticsError
from engagekit.facts import facts_of
from engagekit.facts.surveys import NOT_STATED, Survey
from engagekit.measures import _frame
from engagekit.measures.basis import join, note
from engagekit.statistics import scores
from engagekit.statistics import weighted as statistics
from engagekit.statistics.weighted import Design
from engagekit.tables.memberships import first_of

Mask = NDArray[np.bool_]
Points = NDArray[np.float64]
LEAST = 10
"""Answers under which a cell is merged with others: a weight made of fewer swings with each."""
OTHER = "Other"
PLAIN, WEIGHTED = "unweighted", "weighted"
"""Notes of rows: nobody wanted weights; weights were used."""
STRANGE = 0.5
"""Share of the answers in words that the staff list does not have, over which none is weighed: with
most of them unknown, the few others would stand for the whole staff."""
VARIABLES = ["department", "role_level"]


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

    def _inside(self, within: Mask | None) -> Mask:
        return self.who if within is None else self.who & within

    def share(self, measure: str, has: Mask, within: Mask | None = None) -> dict[str, Any]:
        """Return the row of the share that has a property, of all or of a group within."""
        of = self._inside(within)
        n, base = int((has & of).sum()), int(of.sum())
        if self.design is None:
            line = _frame.wilson(measure, n, base)
        else:
            line = {"measure": measure, "n": n, "base": base, "basis": "logit_or_wilson"}
            if base > 1:
                line |= _frame.ends(statistics.share(self.design, has[self.who], of[self.who]))
        return {**line, "basis": join(line["basis"], self.note)}

    def mean(self, measure: str, points: Points, within: Mask | None = None) -> dict[str, Any]:
        """Return the row of the mean of a number, of all or of a group within."""
        of = self._inside(within) & ~np.isnan(points)
        n = int(of.sum())
        line = {"measure": measure, "n": n, "base": n, "basis": join("t", self.note)}
        if not n:
            return line
        if self.design is None:
            return line | _frame.ends(scores.mean_score(points[of]))
        return line | _frame.ends(statistics.mean(self.design, points[self.who], of[self.who]))

    def net_promoter(self, points: Points, within: Mask | None = None) -> list[dict[str, Any]]:
        """Return the rows of net promoter: the score, and the two shares that it is made of."""
        line = self.mean("net promoter", 100.0 * scores.promoter_scores(points), within)
        if self.design is None:
            line["basis"] = join("adjusted_wald", self.note)
            of = self._inside(within)
            line |= _frame.ends(scores.net_promoter(points[of])) if line["n"] else {}
        sides = {"promoters": points >= scores.PROMOTER, "detractors": points <= scores.DETRACTOR}
        return [line, *(self.share(name, side, within) for name, side in sides.items())]


class Bases:
    """The bases of a survey's numbers, each made once: questions of the same people share one.

    Where most words of the survey are not those of the staff list nobody is weighted, and a note
    says so.

    Parameters
    ----------
    survey : Survey
        Its settings say how: not, by department, or by department and role level in turn.

    Notes
    -----
    Cells under 10 answers are merged; answers without the variable keep their own share. Variances
    by the residuals of `engagekit.statistics.weighted`; Kish's effective number is told.
    """

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.kind = survey.tables.settings.survey.weights
        self.people = survey.people[VARIABLES].fillna(NOT_STATED)
        self._made: dict[bytes, Base] = {}

    def of(self, who: Mask) -> Base:
        """Return the base of some people."""
        key = np.packbits(who).tobytes()
        if key not in self._made:
            self._made[key] = self._base(who)
        return self._made[key]

    def groups(self, names: list[str], who: Mask) -> Iterator[tuple[dict[str, str], Mask]]:
        """Yield some people together, then each group of them, with its label."""
        yield dict.fromkeys(names, _frame.ALL), who
        for key, part in self.people[who].groupby(names, sort=True) if names else ():
            label = dict(zip(names, map(str, key), strict=True))
            yield label, np.asarray(self.people.index.isin(part.index))

    def _base(self, who: Mask) -> Base:
        if self.kind == "none":
            return Base(who, PLAIN)
        people, tables = self.people[who], self.survey.tables
        if len(people) < 2:
            return _unweighted(who, "alone")
        if not tables.has("contacts"):
            return _unweighted(who, "no_list")
        staff = facts_of(tables, self.survey.quarter).people[VARIABLES]
        staff = staff.assign(department=first_of(staff["department"]))
        variables = VARIABLES[:1] if self.kind == "post-stratified" else VARIABLES
        if any(_is_strange(people[name], staff[name]) for name in variables):
            return _unweighted(who, "words")
        margins = {name: _margin(people[name], staff[name]) for name in variables}
        used = {name: margin for name, margin in margins.items() if margin is not None}
        if not used:
            return _unweighted(who, "few_cells")
        try:
            design = statistics.rake(list(used.values()))
        except StatisticsError:
            return _unweighted(who, "not_met")
        by = next(iter(used)) if len(used) == 1 else "both"
        worth = round(statistics.kish(design.weights))
        return Base(who, note(WEIGHTED, by=by, n=len(people), worth=worth), design)


def _unweighted(who: Mask, why: str) -> Base:
    """Return people without weights, and the note that says why although they were wanted."""
    return Base(who, note("unweighted_why", why=why))


def _is_strange(answered: pd.Series, staff: pd.Series) -> bool:
    """Return whether most of the answers are in words that the staff list does not have."""
    text = answered[answered != NOT_STATED]
    is_known = text.isin(staff.dropna())
    return bool(staff.notna().any()) and 1 - is_known.mean() > STRANGE


def _margin(answered: pd.Series, staff: pd.Series) -> tuple[Any, dict[str, float]] | None:
    """Return categories of the answers and people of each on the staff list, small ones merged."""
    roster = staff.dropna().value_counts()
    there = answered.where(answered.isin(roster.index), NOT_STATED)
    counts = there.value_counts().reindex(roster.index, fill_value=0)
    merged = dict.fromkeys(roster.index[counts < LEAST], OTHER)
    categories = there.replace(merged)
    people = roster.rename(merged).groupby(level=0, sort=False).sum()
    people = people[people.index.isin(categories)]
    if len(people) < 2:
        return None
    unknown = float((categories == NOT_STATED).mean())
    share = people / people.sum() * (1 - unknown)
    margin = {str(name): float(part) * len(staff) for name, part in share.items()}
    if unknown:
        margin[NOT_STATED] = len(staff) * unknown
    return categories.to_numpy(dtype=object), margin
