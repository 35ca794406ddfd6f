"""Tables, shares and earlier reports as cells: small ones written out."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks._tables_of_counts import Numbers, difference, merged, share, table_relations
from engagekit.disclosure.solver.suppression import Cell, Relation


def adds_up(numbers: Numbers) -> bool:
    """Whether every total is the sum of its parts."""
    value = {cell.id: cell.value for cell in numbers.cells}
    return all(value[r.total] == sum(value[p] for p in r.parts) for r in numbers.relations)


def test_a_table_has_a_relation_for_every_row_and_column_margins_included() -> None:
    found = table_relations([[1, 7], [8, 0], [9, 6]], [["a", "b", "c"], ["x", "y"]], k=5)
    assert len(found.cells) == 12
    assert len(found.relations) == 4 + 3
    assert adds_up(found)
    small = [cell.id for cell in found.cells if cell.primary]
    assert small == ["a|x"]


def test_three_axes_add_up_along_each_of_them() -> None:
    counts = np.arange(24).reshape(2, 3, 4)
    labels = [["a", "b"], ["x", "y", "z"], ["1", "2", "3", "4"]]
    found = table_relations(counts, labels, k=5, name="t")
    assert len(found.cells) == 3 * 4 * 5
    assert adds_up(found)
    value = {cell.id: cell.value for cell in found.cells}
    assert value["t/b|TOTAL|2"] == counts[1, :, 1].sum()


def test_the_grand_total_stays_unless_it_may_go() -> None:
    labels = [["a", "b"]]
    assert table_relations([6, 7], labels, k=5).cells[-1].cost == float("inf")
    assert table_relations([6, 7], labels, k=5, keep_total=False).cells[-1].cost is None


def test_totals_that_are_not_printed_are_unknown() -> None:
    found = table_relations([6, 7], [["a", "b"]], k=5, published_margins=False)
    assert [cell.published for cell in found.cells] == [True, True, False]


def test_a_share_gives_away_the_people_it_leaves_out() -> None:
    n, base, rest = share("Legal", 28, 30, k=5).cells
    assert (n.primary, base.primary, rest.primary, rest.published) == (False, False, True, False)
    assert adds_up(share("Legal", 28, 30, k=5))


def test_a_difference_of_nobody_tells_on_nobody() -> None:
    assert not difference("q1", 14, "q2", 14, k=5).cells[-1].primary
    assert difference("q1", 14, "q2", 15, k=5).cells[-1].primary
    assert not difference("q1", 14, "q2", 19, k=5).cells[-1].primary


def test_one_number_in_two_tables_is_one_cell() -> None:
    one = Numbers((Cell("a", 9), Cell("b", 3, primary=True)), (Relation("a", ("b",)),))
    two = Numbers((Cell("a", 9, published=False, cost=2.0),), ())
    found = merged(one, two, one)
    assert [cell.id for cell in found.cells] == ["a", "b"]
    assert found.cells[0] == Cell("a", 9, cost=2.0)
    assert len(found.relations) == 1
    with pytest.raises(ValueError, match="is 9 in one table and 8 here"):
        merged(one, Numbers((Cell("a", 8),), ()))
