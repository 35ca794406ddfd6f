"""Small cells of R's tables: which are hidden, at what cost, and what an attacker still learns."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from engagekit.disclosure.solver.suppression import Cell, Relation, audit, is_small, protect
from tests.disclosure.solver.feasible import feasible_interval

pytestmark = pytest.mark.shared

GOLDEN = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "golden"
K = 5


def cells_of(table: pd.DataFrame) -> list[Cell]:
    """Every count, at a cost that asks for the fewest cells, then for the smallest."""
    most = int(table.to_numpy().sum()) + 1
    cells = []
    for column in table:
        for row, value in table[column].items():
            is_whole = row == table.index[-1] and column == table.columns[-1]
            cost = float("inf") if is_whole else float(most + value)
            cells.append(Cell(f"{row}|{column}", int(value), is_small(value, K), cost=cost))
    return cells


def relations_of(table: pd.DataFrame) -> list[Relation]:
    """The last row is a total, and the last column where there are several."""
    *rows, bottom = table.index
    *columns, right = table.columns
    found = [
        Relation(f"{bottom}|{column}", tuple(f"{row}|{column}" for row in rows)) for column in table
    ]
    if columns:
        found += [
            Relation(f"{row}|{right}", tuple(f"{row}|{column}" for column in columns))
            for row in table.index
        ]
    return found


@pytest.mark.parametrize("case", ["sdc_3x3", "sdc_4x3", "sdc_margin", "sdc_rowvector"])
def test_the_same_cells_are_hidden_and_leave_the_same_ranges(case: str) -> None:
    results = json.loads((GOLDEN / case / "expected.json").read_text(encoding="utf-8"))["results"]
    known = {result["id"]: result for result in results}
    table = pd.read_csv(GOLDEN / case / "table.csv", index_col=0)
    cells, relations = cells_of(table), relations_of(table)
    values = {cell.id: cell.value for cell in cells}
    primary = [cell.id for cell in cells if cell.primary]
    assert primary == known["primary"]["cells"]

    best = known["optimal.n_secondary"]
    secondary = protect(cells, relations, K, widest=False).secondary
    assert len(secondary) == best["estimate"]
    assert sum(values[cell] for cell in secondary) == best["cost"]

    for pattern, hidden in (("primary_only", primary), ("optimal", primary + best["cells"])):
        is_safe = not audit(cells, relations, hidden, K)
        assert is_safe == known[f"{pattern}.safe"]["estimate"]
        for cell, (low, high) in feasible_interval(cells, relations, hidden).items():
            expected = known[f"{pattern}.{cell}"]
            ends = [expected["estimate"], expected["lower"], float(expected["upper"])]
            assert [values[cell], low, high] == ends


def test_small_differences_between_two_reports_are_counted() -> None:
    case = GOLDEN / "sdc_differencing"
    results = json.loads((case / "expected.json").read_text(encoding="utf-8"))["results"]
    first, second = (
        pd.read_csv(case / name, index_col=0) for name in ("report_a.csv", "report_b.csv")
    )
    added = (second - first).stack()
    unsafe = {f"diff.{row}|{column}": is_small(n, K) for (row, column), n in added.items()}
    assert unsafe == {one["id"]: one["unsafe"] for one in results if "unsafe" in one}
