"""Shares and means of any group of people who answered, weighted or not, by one design each."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engagekit.measures import _frame, weighted
from engagekit.measures._answer_sheet import AnswerSheet
from engagekit.measures.basis import join
from engagekit.measures.engine import NOT_STATED
from engagekit.statistics import scores
from engagekit.statistics.designs import Design, survey_design
from engagekit.tables.tables import Tables

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Base:
    """The people that a number is a share or a mean of.

    ``who``: places in the answer sheet. ``design``: None where there are not two of them. ``note``:
    how they were weighted, or why they were not, as `basis` has it.
    """

    who: Mask
    design: Design | None
    note: str
    is_weighted: bool = False

    @property
    def n(self) -> int:
        """How many they are."""
        return int(self.who.sum())

    def share(self, measure: str, has: Mask, within: Mask | None = None) -> dict[str, Any]:
        """Return the row of the share that has a property, of all or of a group within."""
        mask = self.who if within is None else self.who & within
        if self.design is None or not self.is_weighted:
            n, size = int((has & mask).sum()), int(mask.sum())
            line = _frame.wilson(measure, n, size)
        else:
            holds = has[self.who].astype("float64")
            line = weighted.share_row(measure, np.asarray)(self.design, holds, mask[self.who])
        return {**line, "basis": join(line["basis"], self.note)}

    def mean(
        self, measure: str, points: NDArray[Any], within: Mask | None = None
    ) -> dict[str, Any]:
        """Return the row of the mean of a number, of all or of a group within."""
        mask = self.who if within is None else self.who & within
        if self.design is not None and self.is_weighted:
            row = weighted.mean_row(measure, np.asarray)
            line = row(self.design, points[self.who], mask[self.who])
        else:
            given = points[mask & ~np.isnan(points)]
            found = _frame.ends(scores.mean_score(given)) if len(given) else {"estimate": np.nan}
            line = _frame.number(measure, n=len(given), base=len(given), basis="t", **found)
        return {**line, "basis": join(line["basis"], self.note)}


class Designs:
    """The designs of a survey: answers of the same people share one.

    ``weights``: default as in the settings.
    """

    def __init__(self, tables: Tables, sheet: AnswerSheet, weights: weighted.Kind | None) -> None:
        self.tables, self.sheet, self.weights = tables, sheet, weights
        self._made: dict[bytes, Base] = {}

    def of(self, who: Mask) -> Base:
        """Return the design of some people."""
        key = np.packbits(who).tobytes()
        if key not in self._made:
            self._made[key] = self._base(who)
        return self._made[key]

    def _base(self, who: Mask) -> Base:
        people = self.sheet.people.loc[who, list(weighted.VARIABLES)]
        people = people.fillna(NOT_STATED).reset_index(drop=True)
        found = weighted.tried_people(self.tables, self.sheet.survey_id, people, self.weights)
        if isinstance(found, weighted.Weighted):
            return Base(who, found.design, found.note, is_weighted=True)
        return Base(who, survey_design(int(who.sum())) if who.any() else None, found)
