"""Tables, shares and earlier reports as cells and relations for `suppression`.

Ids are made of a name and labels, `survey/Legal|satisfied`. A number that stands in two
tables must have one id: use the same name, or bring the parts together with `merged`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.disclosure.solver.suppression import Cell, Relation, is_small
from engagekit.errors import StatisticsError

TOTAL = "TOTAL"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Cells with the relations among them."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]


def _counts(counts: ArrayLike) -> NDArray[np.int64]:
    """Whole counts of 0 or more."""
    supplied = np.asarray(counts)
    whole = np.asarray(np.rint(supplied.astype(np.float64)), dtype=np.int64)
    if supplied.ndim == 0 or (whole != supplied).any() or (whole < 0).any():
        raise StatisticsError(
            "counts holds fractions, negative numbers or a single number. "
            "Give unweighted counts of people, one axis a grouping."
        )
    return whole


def with_margins(counts: ArrayLike) -> NDArray[np.int64]:
    """Counts with their totals added as the last place of every axis.

    Parameters
    ----------
    counts : array of shape (a, b, ...)

    Returns
    -------
    array of shape (a + 1, b + 1, ...)

    Examples
    --------
    >>> with_margins([[1, 2], [3, 4]]).tolist()
    [[1, 2, 3], [3, 4, 7], [4, 6, 10]]
    """
    whole = _counts(counts)
    for axis in range(whole.ndim):
        whole = np.concatenate([whole, whole.sum(axis=axis, keepdims=True)], axis=axis)
    return whole


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

    Parameters
    ----------
    counts : array of shape (a, b, ...)
        People in each combination of groups, without totals; any number of axes.
    labels : sequence of sequences of str
        The groups of each axis, in order.
    k : int
        Counts above 0 and below k are primary, margins included.
    name : str
        Put before every id.
    published_margins : bool
        Whether totals are printed. If not, they are unknown, but add up all the same.
    keep_total : bool
        Whether the grand total must stay.

    Returns
    -------
    Numbers
        Ids are `name/label|label`, with `TOTAL` for a margin.

    Raises
    ------
    StatisticsError
        When labels do not fit the counts, or counts are not whole and 0 or more.

    Examples
    --------
    >>> found = table_relations([3, 9], [["Legal", "Finance"]], k=5, name="reach")
    >>> [(cell.id, cell.value, cell.primary) for cell in found.cells]
    [('reach/Legal', 3, True), ('reach/Finance', 9, False), ('reach/TOTAL', 12, False)]
    >>> found.relations[0].parts
    ('reach/Legal', 'reach/Finance')
    """
    inner = _counts(counts)
    if tuple(map(len, labels)) != inner.shape:
        raise StatisticsError(
            f"labels fit {tuple(map(len, labels))} groups, counts has {inner.shape}. "
            "Give one list of labels an axis."
        )
    table = with_margins(inner)
    named = [[*map(str, axis), TOTAL] for axis in labels]
    if any(len(set(axis)) < len(axis) for axis in named):
        raise StatisticsError(f"labels holds a label twice, or '{TOTAL}'. Rename one of them.")
    front = f"{name}/" if name else ""
    cells, relations = [], []
    for place in product(*(range(size) for size in table.shape)):
        words = [axis[at] for axis, at in zip(named, place, strict=True)]
        value, margin = int(table[place]), TOTAL in words
        grand = all(word == TOTAL for word in words)
        published = published_margins or not margin
        cost = float("inf") if grand and keep_total else None
        own = front + "|".join(words)
        cells.append(Cell(own, value, is_small(value, k), published, cost))
        for axis, word in enumerate(words):
            if word == TOTAL:
                parts = ([*words[:axis], one, *words[axis + 1 :]] for one in named[axis][:-1])
                relations.append(Relation(own, tuple(front + "|".join(part) for part in parts)))
    return Numbers(tuple(cells), tuple(relations))


def share(
    name: str,
    n: int,
    base: int,
    *,
    k: int,
    complement: bool = True,
    base_id: str | None = None,
    base_published: bool = True,
) -> Numbers:
    """A share, percentage or mean with its base: to print x of n is to print n - x.

    Parameters
    ----------
    name : str
        Ids are `name.n`, `name.base` and `name.rest`.
    n, base : int
        People with the property, and people it is a share of.
    k : int
        `n` and `base` are primary when above 0 and below k.
    complement : bool
        Whether the others, `base - n`, are primary by the same rule.
    base_id : str, optional
        Id of a base that other numbers share.
    base_published : bool
        Whether the base is printed (it is, if the share is: their ratio gives it away).

    Returns
    -------
    Numbers
        The rest is not published, and `base = n + rest`.

    Raises
    ------
    StatisticsError
        When n lies outside 0 to base.

    Examples
    --------
    >>> [(cell.id, cell.value, cell.primary) for cell in share("Legal", 28, 30, k=5).cells]
    [('Legal.n', 28, False), ('Legal.base', 30, False), ('Legal.rest', 2, True)]
    """
    if not 0 <= n <= base:
        raise StatisticsError(f"{name}: n is {n} of a base of {base}. Count n within its base.")
    of = base_id or f"{name}.base"
    rest = base - n
    cells = (
        Cell(f"{name}.n", n, is_small(n, k)),
        Cell(of, base, is_small(base, k), base_published),
        Cell(f"{name}.rest", rest, complement and is_small(rest, k), published=False),
    )
    return Numbers(cells, (Relation(of, (f"{name}.n", f"{name}.rest")),))


def difference(
    earlier_id: str, earlier: int, later_id: str, later: int, *, k: int, new_id: str | None = None
) -> Numbers:
    """A number that grew since an earlier report: whoever has both knows the new people.

    Parameters
    ----------
    earlier_id, later_id : str
    earlier, later : int
        Counts of two reports whose people overlap, such as year to date.
    k : int
        The new people are primary when above 0 and below k.
    new_id : str, optional
        Id of the difference, by default `later_id - earlier_id`.

    Returns
    -------
    Numbers
        ``later = earlier + new``; give the earlier ids to `suppression.protect(earlier=)`.

    Raises
    ------
    StatisticsError
        When the later count is smaller: then people have left, see `overlap`.

    Examples
    --------
    >>> found = difference("q1/Legal", 14, "q2/Legal", 15, k=5)
    >>> found.cells[-1]
    Cell(id='q2/Legal - q1/Legal', value=1, primary=True, published=False, cost=None)
    """
    new = later - earlier
    if new < 0:
        raise StatisticsError(
            f"{later_id} is {later}, less than {earlier_id} with {earlier}. "
            "Give the people of both reports to overlap() instead."
        )
    name = new_id or f"{later_id} - {earlier_id}"
    cells = (
        Cell(earlier_id, earlier, is_small(earlier, k)),
        Cell(later_id, later, is_small(later, k)),
        Cell(name, new, is_small(new, k), published=False),
    )
    return Numbers(cells, (Relation(later_id, (earlier_id, name)),))


def overlap(
    first_id: str, first: int, second_id: str, second: int, both: int, *, k: int
) -> Numbers:
    """Two numbers that share some people: those in both, and those in one only.

    Parameters
    ----------
    first_id, second_id : str
    first, second, both : int
        People in each, and in both at once.
    k : int
        Each of the three parts is primary when above 0 and below k. Give the count in
        both to a table of its own if it is published somewhere.

    Returns
    -------
    Numbers

    Raises
    ------
    StatisticsError
        When more people are in both than in one of them.

    Examples
    --------
    >>> [cell.value for cell in overlap("q1", 30, "q2", 28, 25, k=5).cells]
    [30, 28, 25, 5, 3]
    """
    if not 0 <= both <= min(first, second):
        raise StatisticsError(
            f"{both} people are in both of {first_id} ({first}) and {second_id} ({second}). "
            "Count the people in both within each."
        )
    shared = f"{first_id} and {second_id}"
    only = (f"{first_id} not {second_id}", f"{second_id} not {first_id}")
    parts = ((shared, both), (only[0], first - both), (only[1], second - both))
    cells = [
        Cell(first_id, first, is_small(first, k)),
        Cell(second_id, second, is_small(second, k)),
        *(Cell(one, value, is_small(value, k), published=False) for one, value in parts),
    ]
    relations = (Relation(first_id, (shared, only[0])), Relation(second_id, (shared, only[1])))
    return Numbers(tuple(cells), relations)


def merged(*parts: Numbers) -> Numbers:
    """Several sets of numbers as one; a cell that occurs in several is the same number.

    Parameters
    ----------
    *parts : Numbers

    Returns
    -------
    Numbers
        A cell is primary or published if it is so in any part, and costs the most of them.

    Raises
    ------
    StatisticsError
        When a cell has two values.

    Examples
    --------
    >>> one = table_relations([3, 9], [["a", "b"]], k=5, name="t")
    >>> len(merged(one, one).cells), len(merged(one, one).relations)
    (3, 1)
    """
    cells: dict[str, Cell] = {}
    relations: dict[Relation, None] = {}
    for part in parts:
        for cell in part.cells:
            other = cells.get(cell.id, cell)
            if other.value != cell.value:
                raise StatisticsError(
                    f"{cell.id} is {other.value} in one table and {cell.value} in another. "
                    "Count the same people, or give the numbers different ids."
                )
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
