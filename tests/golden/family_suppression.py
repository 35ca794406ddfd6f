"""Small cells: which are primary, the cheapest secondary ones, and what an attacker finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from engagekit.disclosure.solver import suppression
from engagekit.disclosure.solver.suppression import Cell, Relation
from tests.golden.case import Asked, Case, Computed, Numbers, each
from tests.golden.estimators.intervals import feasible_interval


def handles(case: Case) -> bool:
    """Whether the case asks for attacker intervals, or for a differencing attack."""
    return any(
        "attacker" in one.statistic
        or "secondary" in one.statistic
        or one.id.startswith(("primary_only.", "optimal."))
        or (one.id.startswith("diff.") and "B-A" in one.r_call)
        for one in case.asked
    )


def compute(case: Case) -> Computed:
    """The numbers of one table, or of two reports."""
    k = int(next((v for key, v in case.params.items() if str(key).lower() == "k"), 5))
    frames = [case.frame(name) for name in case.files]
    if len(frames) >= 2:
        return _differences(case, frames[0], frames[1], k)
    return each(case.asked, _Table(frames[0], k).answer)


def _differences(case: Case, first: pd.DataFrame, second: pd.DataFrame, k: int) -> Computed:
    """What the later of two cumulative reports adds to each cell of the earlier."""
    one, other = (frame.set_index(frame.columns[0]) for frame in (first, second))
    new = {
        f"{row}|{column}": int(other.loc[row, column]) - int(one.loc[row, column])
        for row in one.index
        for column in one.columns
    }

    def answer(asked: Asked) -> Numbers | None:
        if asked.id.startswith("diff."):
            return {"estimate": new[asked.id.removeprefix("diff.")]}
        if "unsafe" in asked.id:
            return {"estimate": sum(suppression.is_small(value, k) for value in new.values())}
        return None

    return each(case.asked, answer)


class _Table:
    """One table with its totals: the last row, and the last column if there are several."""

    def __init__(self, frame: pd.DataFrame, k: int) -> None:
        self.k = k
        table = frame.set_index(frame.columns[0]).astype(np.int64)
        self.rows, self.columns = ([str(r) for r in table.index], [str(c) for c in table.columns])
        self.values = table.to_numpy()
        self.grand = self._id(len(self.rows) - 1, len(self.columns) - 1)
        self.relations = self._relations()
        self.best: dict[str, Any] | None = None
        self.safe: dict[str, bool] = {}
        self.intervals: dict[str, dict[str, tuple[int, float]]] = {}

    def _id(self, row: int, column: int) -> str:
        return f"{self.rows[row]}|{self.columns[column]}"

    def _relations(self) -> list[Relation]:
        """Rows and columns that add up."""
        last_row, last_column = len(self.rows) - 1, len(self.columns) - 1
        found = [
            Relation(
                self._id(last_row, column), tuple(self._id(row, column) for row in range(last_row))
            )
            for column in range(last_column + 1)
        ]
        if last_column:
            found += [
                Relation(
                    self._id(row, last_column),
                    tuple(self._id(row, column) for column in range(last_column)),
                )
                for row in range(last_row + 1)
            ]
        return found

    def cells(self, taken: frozenset[str] = frozenset()) -> list[Cell]:
        """The cells column by column; those taken are unknown to the attacker already."""
        base = int(self.values.sum()) + 1
        found = []
        for column in range(len(self.columns)):
            for row in range(len(self.rows)):
                own, value = self._id(row, column), int(self.values[row, column])
                primary = suppression.is_small(value, self.k)
                cost = float("inf") if own == self.grand else float(base + value)
                found.append(Cell(own, value, primary, own not in taken, cost))
        return found

    @property
    def primary(self) -> list[str]:
        """The small cells."""
        return [cell.id for cell in self.cells() if cell.primary]

    def optimum(self) -> dict[str, Any]:
        """The fewest, then cheapest, then first secondary cells."""
        if self.best is None:
            cost = {cell.id: float(cell.cost or 0) for cell in self.cells()}
            chosen = self._secondary(frozenset())
            least, taken = sum(cost[one] for one in chosen), frozenset[str]()
            for cell in self.cells():
                if len(taken) == len(chosen):
                    break
                if cell.primary or not cell.value or cell.id == self.grand:
                    continue
                wider = taken | {cell.id}
                rest = self._secondary(wider)
                if abs(sum(cost[one] for one in rest | wider) - least) < 0.5:
                    taken = wider
            values = {cell.id: cell.value for cell in self.cells()}
            self.best = {"cells": sorted(taken), "cost": sum(values[one] for one in taken)}
        return self.best

    def _secondary(self, taken: frozenset[str]) -> frozenset[str]:
        """The cheapest cells to hide beside the small ones and those taken."""
        cells = self.cells(taken)
        return suppression.protect(cells, self.relations, self.k, widest=False).secondary

    def hidden(self, pattern: str) -> frozenset[str]:
        """The cells a pattern hides."""
        secondary = self.optimum()["cells"] if pattern == "optimal" else []
        return frozenset([*self.primary, *secondary])

    def attacked(self, pattern: str) -> dict[str, tuple[int, float]]:
        """The interval of every hidden cell of a pattern."""
        if pattern not in self.intervals:
            self.intervals[pattern] = feasible_interval(
                self.cells(), self.relations, self.hidden(pattern)
            )
        return self.intervals[pattern]

    def answer(self, asked: Asked) -> Numbers | None:
        """The numbers of one result."""
        if asked.id == "primary":
            return {"estimate": len(self.primary)}
        pattern, _, rest = asked.id.partition(".")
        if rest == "n_secondary":
            best = self.optimum()
            return {"estimate": len(best["cells"]), "cost": best["cost"]}
        if rest == "safe":
            cells, hidden = self.cells(), self.hidden(pattern)
            bare = suppression.audit(cells, self.relations, hidden, self.k)
            return {"estimate": int(not bare)}
        if pattern not in ("primary_only", "optimal"):
            return None
        low, high = self.attacked(pattern)[rest]
        values = {cell.id: cell.value for cell in self.cells()}
        return {"estimate": values[rest], "lower": low, "upper": high}
