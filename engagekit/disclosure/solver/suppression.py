"""What the outside calls: cells and relations in, what to hide and what an attacker learns out.

The attacker knows every published number, that counts are whole and not negative, and how tables
add up. A report ships only when the attacker cannot bound any small count within less than k.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engagekit.disclosure.solver.attack import Mask, System
from engagekit.disclosure.solver.bounds import intervals
from engagekit.disclosure.solver.cover import Cover, Task, cheapest
from engagekit.errors import StatisticsError, error_text, some

LEAST_K = 2
"""Least threshold: with 1 every count above 0 would be shown."""
DEAR = 10
"""Times the largest count that a cell of 0 costs where it is hidden as a last resort."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one number.

    `primary`: it must not be found out. `published`: it stands in a report unless hidden;
    a cell that is not published (such as the difference of two reports) is unknown to the
    attacker from the start. `cost`: what its loss costs as a secondary cell, by default
    its value (at least 1); infinite for a cell that must stay.
    """

    id: str
    value: int
    primary: bool = False
    published: bool = True
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """Hold a total that equals the sum of its parts; all of them ids of cells."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Protection:
    """Hold what to hide, and what the attacker is left with.

    `hidden` holds primary and secondary cells; `secondary` those hidden only to protect.
    `intervals` are the attacker's lowest and highest value of each primary cell (infinite
    where there is no bound). `audited` is True when each is at least k wide; only then
    may the report ship. `exposed` names the cells that nothing protects: hold them back,
    merge groups or periods. `cheapest` is False when more may be hidden than need be.
    """

    hidden: frozenset[str]
    secondary: frozenset[str]
    intervals: dict[str, tuple[int, float]]
    audited: bool
    exposed: frozenset[str]
    cheapest: bool


def is_small(value: int, k: int) -> bool:
    """Return whether a count tells on somebody: above 0 and below k.

    Examples
    --------
    >>> [value for value in range(8) if is_small(value, 5)]
    [1, 2, 3, 4]
    """
    return 0 < value < k


class _Plan:
    """Hold cells by number, with their relations."""

    def __init__(self, cells: Sequence[Cell], relations: Iterable[Relation]) -> None:
        self.cells = list(cells)
        self.number = {cell.id: place for place, cell in enumerate(self.cells)}
        if len(self.number) < len(self.cells):
            raise StatisticsError(
                f"{len(self.cells) - len(self.number)} cell ids occur twice. "
                "Give every cell its own id, and the same number in two tables one cell."
            )
        negative = [cell.id for cell in self.cells if cell.value < 0]
        if negative:
            raise StatisticsError(f"Counts are negative: {some(negative)}. Correct the table.")
        distinct = {(one.total, tuple(sorted(one.parts))): one for one in relations}
        self.relations = list(distinct.values())
        self.system = System.of(
            np.array([cell.value for cell in self.cells], dtype=np.int64),
            [self._numbered(relation) for relation in self.relations],
        )
        wrong = [self.relations[row].total for row in self.system.unbalanced()]
        if wrong:
            raise StatisticsError(error_text("suppression.init", wrong=some(wrong)))

    def _numbered(self, relation: Relation) -> tuple[int, list[int]]:
        """Return a relation by numbers."""
        unknown = [one for one in (relation.total, *relation.parts) if one not in self.number]
        if unknown:
            raise StatisticsError(
                error_text("suppression.numbered", total=relation.total, unknown=some(unknown))
            )
        return self.number[relation.total], [self.number[part] for part in relation.parts]

    def mask(self, ids: Collection[str]) -> Mask:
        """Return a mark on each of the cells named."""
        marks = np.zeros(len(self.cells), dtype=bool)
        missing = [one for one in ids if one not in self.number]
        if missing:
            raise StatisticsError(f"There are no cells {some(missing)}. Name cells that are given.")
        marks[[self.number[one] for one in ids]] = True
        return marks

    def flags(self, name: str) -> Mask:
        """Return one of the marks that cells carry."""
        return np.array([getattr(cell, name) for cell in self.cells], dtype=bool)

    def names(self, mask: Mask) -> frozenset[str]:
        """Return the ids of marked cells."""
        return frozenset(self.cells[place].id for place in np.flatnonzero(mask))


def _check_k(k: int) -> None:
    """Raise an error for a threshold that leaves nothing to hide behind."""
    if k < LEAST_K:
        raise StatisticsError(f"k is {k}. A threshold below 2 protects nobody; 5 is customary.")


def _ends(
    plan: _Plan, hidden: Collection[str], wanted: Collection[str] | None, enough: int | None
) -> dict[str, tuple[int, float]]:
    """Return intervals of unknown cells, no wider than is `enough` to be safe."""
    unknown = plan.mask(hidden) | ~plan.flags("published")
    requested = list(wanted) if wanted is not None else sorted(plan.names(unknown))
    plan.mask(requested)
    cells_asked = np.array([plan.number[one] for one in requested], dtype=np.int64)
    low, high = intervals(plan.system, unknown, cells_asked, enough)
    return {one: (int(a), float(b)) for one, a, b in zip(requested, low, high, strict=True)}


def is_safe(low: float, high: float, k: int) -> bool:
    """Return whether an interval hides a count: at least k wide, and reaching k.

    Examples
    --------
    >>> is_safe(0, 5, 5), is_safe(1, 5, 5)
    (True, False)
    """
    return high - low >= k and high >= k


def audit(
    cells: Sequence[Cell], relations: Iterable[Relation], hidden: Collection[str], k: int
) -> dict[str, tuple[int, float]]:
    """Return the primary cells that an attacker bounds too narrowly, with their intervals.

    None when the report may ship. ``hidden`` are ids of hidden cells, primary ones included.

    Raises
    ------
    StatisticsError
        When ids are unknown or twice, counts negative, or totals do not add up.

    Examples
    --------
    >>> cells = [Cell("a", 3, primary=True), Cell("b", 9), Cell("all", 12)]
    >>> audit(cells, [Relation("all", ("a", "b"))], {"a"}, 5)
    {'a': (3, 3.0)}
    >>> audit(cells, [Relation("all", ("a", "b"))], {"a", "b"}, 5)
    {}
    """
    _check_k(k)
    primary = [cell.id for cell in cells if cell.primary]
    intervals_of = _ends(_Plan(cells, relations), hidden, primary, k)
    return {one: ends for one, ends in intervals_of.items() if not is_safe(*ends, k)}


def _task(plan: _Plan, k: int, fixed: Mask, zero_cost: float | None) -> Task:
    """Return what is unknown anyway, what may be hidden, and at what cost."""
    value = plan.system.value
    unknown = (plan.flags("primary") | ~plan.flags("published")) & ~fixed
    cost = np.array(
        [max(cell.value, 1) if cell.cost is None else cell.cost for cell in plan.cells],
        dtype=np.float64,
    )
    free = ~unknown & ~fixed & np.isfinite(cost)
    if zero_cost is None:
        free &= value > 0
    else:
        cost = np.where(value == 0, np.maximum(cost, zero_cost), cost)
    primary = np.flatnonzero(plan.flags("primary") & ~fixed)
    return Task(plan.system, unknown, free, np.where(free, cost, 0.0), primary, k)


def _cover(plan: _Plan, k: int, fixed: Mask) -> Cover:
    """Return the cheapest cover; when it fails, cells of 0 are hidden as a last resort."""
    cover = cheapest(_task(plan, k, fixed, None))
    if not cover.failed.size:
        return cover
    return cheapest(_task(plan, k, fixed, float(plan.system.value.max()) * DEAR))


def protect(
    cells: Sequence[Cell],
    relations: Iterable[Relation],
    k: int,
    *,
    earlier: Mapping[str, int] | None = None,
    widest: bool = True,
) -> Protection:
    """Hide what must be hidden in a whole report, and prove that it suffices.

    ``cells``: all numbers of the report, of earlier reports that overlap with it, and the
    differences between them. A number that stands in several tables is one cell. ``relations``: how
    they add up. ``k``: the threshold. ``earlier``: cells published before, with the values they
    had: known, and past hiding. ``widest``: whether `intervals` are the widest; without it they
    stop where they are safe, which is quicker.

    Raises
    ------
    StatisticsError
        As `audit`; also when an earlier value is not that of its cell.

    Examples
    --------
    >>> cells = [Cell("a", 3, primary=True), Cell("b", 9), Cell("all", 12)]
    >>> found = protect(cells, [Relation("all", ("a", "b"))], 5)
    >>> sorted(found.hidden), found.intervals, found.audited
    (['a', 'b'], {'a': (0, 12.0)}, True)
    """
    _check_k(k)
    relations, before = list(relations), dict(earlier or {})
    plan = _Plan(cells, relations)
    fixed = plan.mask(before)
    changed = [one for one, value in before.items() if plan.cells[plan.number[one]].value != value]
    if changed:
        raise StatisticsError(error_text("suppression.protect", changed=some(changed)))
    cover = _cover(plan, k, fixed)
    hidden = plan.names((plan.flags("primary") & plan.flags("published") & ~fixed) | cover.hidden)
    primary = [cell.id for cell in plan.cells if cell.primary]
    visible = [
        Cell(c.id, c.value, c.primary, published=c.published or c.id in before) for c in plan.cells
    ]
    ends = _ends(_Plan(visible, relations), hidden, primary, None if widest else k)
    bare = frozenset(one for one, limits in ends.items() if not is_safe(*limits, k))
    return Protection(
        hidden, plan.names(cover.hidden), ends, not bare, bare, cover.exact and not bare
    )
