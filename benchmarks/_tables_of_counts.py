"""Tables, shares and earlier reports as cells and relations, for what tries the solver.

Ids are made of a name and labels, `survey/Legal|satisfied`. A number that stands in two tables must
have one id: use the same name, or bring the parts together with `merged`. The kit itself reads its
relations off measure frames (`engagekit.disclosure._relations`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from engagekit.disclosure.solver.suppression import Cell, Relation, is_small

TOTAL = "TOTAL"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Cells with the relations among them."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]


def table_relations(
    counts: ArrayLike,
    labels: Sequence[Sequence[str]],
    *,
    k: int,
    name: str = "",
    published_margins: bool = True,
    keep_total: bool = True,
) -> Numbers:
    """Every cell and margin of a table of counts, and how they add up.

    `counts` has any number of axes and no totals; `labels` are the groups of each axis. A total
    has the id `name/label|TOTAL`.
    """
    table = np.asarray(counts, dtype=np.int64)
    for axis in range(table.ndim):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    named = [[*map(str, axis), TOTAL] for axis in labels]
    front = f"{name}/" if name else ""
    cells, relations = [], []
    for place in product(*(range(size) for size in table.shape)):
        words = [axis[at] for axis, at in zip(named, place, strict=True)]
        value, own = int(table[place]), front + "|".join(words)
        grand = all(word == TOTAL for word in words)
        published = published_margins or TOTAL not in words
        cost = float("inf") if grand and keep_total else None
        cells.append(Cell(own, value, is_small(value, k), published, cost))
        for axis, word in enumerate(words):
            if word == TOTAL:
                parts = ([*words[:axis], one, *words[axis + 1 :]] for one in named[axis][:-1])
                relations.append(Relation(own, tuple(front + "|".join(part) for part in parts)))
    return Numbers(tuple(cells), tuple(relations))


def share(name: str, n: int, base: int, *, k: int) -> Numbers:
    """A share with its base: to print x of n is to print n - x."""
    rest = base - n
    cells = (
        Cell(f"{name}.n", n, is_small(n, k)),
        Cell(f"{name}.base", base, is_small(base, k)),
        Cell(f"{name}.rest", rest, is_small(rest, k), published=False),
    )
    return Numbers(cells, (Relation(f"{name}.base", (f"{name}.n", f"{name}.rest")),))


def difference(
    earlier_id: str, earlier: int, later_id: str, later: int, *, k: int, new_id: str | None = None
) -> Numbers:
    """A number that grew since an earlier report: whoever has both knows the new people."""
    name, new = new_id or f"{later_id} - {earlier_id}", later - earlier
    cells = (
        Cell(earlier_id, earlier, is_small(earlier, k)),
        Cell(later_id, later, is_small(later, k)),
        Cell(name, new, is_small(new, k), published=False),
    )
    return Numbers(cells, (Relation(later_id, (earlier_id, name)),))


def merged(*parts: Numbers) -> Numbers:
    """Several sets of numbers as one; a cell that occurs in several is the same number.

    It is primary or published if it is so in any part, and costs the most of them.
    """
    cells: dict[str, Cell] = {}
    relations: dict[Relation, None] = {}
    for part in parts:
        for cell in part.cells:
            other = cells.get(cell.id, cell)
            if other.value != cell.value:
                raise ValueError(f"{cell.id} is {other.value} in one table and {cell.value} here.")
            costs = [one.cost for one in (other, cell) if one.cost is not None]
            cells[cell.id] = Cell(
                cell.id,
                cell.value,
                other.primary or cell.primary,
                other.published or cell.published,
                max(costs, default=None),
            )
        relations.update(dict.fromkeys(part.relations))
    return Numbers(tuple(cells.values()), tuple(relations))
