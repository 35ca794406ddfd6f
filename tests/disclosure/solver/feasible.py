"""What an attacker can say of each unknown cell of tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from engagekit.disclosure.solver.suppression import Cell, Relation, _ends, _Plan


def feasible_interval(
    cells: Sequence[Cell],
    relations: Iterable[Relation],
    hidden: Collection[str],
    wanted: Collection[str] | None = None,
) -> dict[str, tuple[int, float]]:
    """Return the ends of cells that are hidden or not published, given all that is published."""
    return _ends(_Plan(cells, relations), hidden, wanted, None)
