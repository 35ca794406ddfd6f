"""Hidden cells: worked out by hand, by brute force, and by an attacker that counts tables."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from benchmarks._tables_of_counts import Numbers, difference, merged, share, table_relations
from engagekit.disclosure.solver.suppression import Cell, Relation, audit, is_safe, protect
from engagekit.errors import StatisticsError
from tests.disclosure.solver.feasible import feasible_interval

K = 3


def every_table(numbers: Numbers, hidden: set[str], most: int) -> dict[str, tuple[int, int]]:
    """The lowest and highest value of each hidden cell over all tables up to a value."""
    unknown = sorted(hidden | {cell.id for cell in numbers.cells if not cell.published})
    known = {cell.id: cell.value for cell in numbers.cells if cell.id not in unknown}
    found = []
    for values in product(range(most + 1), repeat=len(unknown)):
        table = known | dict(zip(unknown, values, strict=True))
        if all(table[r.total] == sum(table[p] for p in r.parts) for r in numbers.relations):
            found.append(values)
    ends = np.array(found)
    low, high = ends.min(axis=0), ends.max(axis=0)
    return {one: (int(a), int(b)) for one, a, b in zip(unknown, low, high, strict=True)}


def small_table(seed: int, rows: int = 3, columns: int = 2) -> Numbers:
    """A table of small counts."""
    counts = np.random.default_rng(seed).integers(0, 7, (rows, columns))
    labels = [[f"d{row}" for row in range(rows)], [f"a{column}" for column in range(columns)]]
    return table_relations(counts, labels, k=K)


def test_a_cell_hidden_alone_is_found_out() -> None:
    cells = [Cell("a", 1, primary=True), Cell("b", 8), Cell("all", 9)]
    relations = [Relation("all", ("a", "b"))]
    assert audit(cells, relations, {"a"}, 5) == {"a": (1, 1)}
    assert audit(cells, relations, {"a", "b"}, 5) == {}


def test_hiding_a_total_as_well_leaves_no_upper_bound() -> None:
    cells = [Cell("a", 1, primary=True), Cell("b", 8), Cell("all", 9)]
    found = feasible_interval(cells, [Relation("all", ("a", "b"))], {"a", "all"})
    assert found == {"a": (0, float("inf")), "all": (8, float("inf"))}


@pytest.mark.parametrize("seed", range(6))
def test_intervals_are_those_of_all_possible_tables(seed: int) -> None:
    numbers = small_table(seed, rows=2)
    inner = [cell.id for cell in numbers.cells if "TOTAL" not in cell.id]
    found = feasible_interval(numbers.cells, numbers.relations, inner)
    assert found == every_table(numbers, set(inner), most=12)


@pytest.mark.parametrize("seed", range(3))
def test_of_many_groups_the_same_cells_are_told_as_if_all_were_looked_at_together(
    seed: int,
) -> None:
    numbers = small_table(seed, rows=20, columns=3)
    random = np.random.default_rng(seed)
    primary = {cell.id for cell in numbers.cells if cell.primary}
    hidden = primary | {cell.id for cell in numbers.cells if random.random() < 0.2}
    widest = feasible_interval(numbers.cells, numbers.relations, hidden)
    bare = set(audit(numbers.cells, numbers.relations, hidden, K))
    assert bare == {one for one in primary if not is_safe(*widest[one], K)}
    assert 0 < len(bare) < len(primary)


def test_whole_numbers_narrow_what_fractions_would_leave_open() -> None:
    cells = [Cell("x", 1, primary=True), Cell("y", 1), Cell("z", 1)]
    cells += [Cell("xy", 2), Cell("yz", 2), Cell("xz", 2)]
    relations = [Relation("xy", ("x", "y")), Relation("yz", ("y", "z")), Relation("xz", ("x", "z"))]
    assert feasible_interval(cells, relations, ["x", "y", "z"])["x"] == (1, 1)
    more = [*cells[:3], Cell("xyz", 3), Cell("xxyz", 4)]
    half = [Relation("xyz", ("x", "y", "z")), Relation("xxyz", ("xyz", "x"))]
    assert feasible_interval(more, half, ["x", "y", "z", "xyz"])["x"] == (0, 2)


@pytest.mark.parametrize("seed", range(12))
def test_the_set_is_as_cheap_as_the_best_of_all_sets(seed: int) -> None:
    numbers = small_table(seed)
    found = protect(numbers.cells, numbers.relations, K)
    small = {cell.id for cell in numbers.cells if cell.primary}
    free = [c for c in numbers.cells if not c.primary and c.value and c.cost is None]
    costs = []
    for choice in product((False, True), repeat=len(free)):
        chosen = [cell for cell, taken in zip(free, choice, strict=True) if taken]
        hidden = small | {cell.id for cell in chosen}
        members = [{r.total, *r.parts} & hidden for r in numbers.relations]
        if all(len(one) != 1 for one in members) and not audit(
            numbers.cells, numbers.relations, hidden, K
        ):
            costs.append(sum(cell.value for cell in chosen))
    if costs:
        values = {cell.id: cell.value for cell in numbers.cells}
        assert found.audited
        assert sum(values[one] for one in found.secondary) == min(costs)


@pytest.mark.parametrize("seed", range(12))
def test_no_hidden_cell_stands_alone_in_a_row_or_column(seed: int) -> None:
    numbers = small_table(seed, rows=4, columns=3)
    found = protect(numbers.cells, numbers.relations, K)
    for relation in numbers.relations:
        assert len({relation.total, *relation.parts} & found.hidden) != 1


def test_the_same_report_gives_the_same_set_twice() -> None:
    numbers = small_table(3, rows=5, columns=4)
    assert protect(numbers.cells, numbers.relations, K) == protect(
        numbers.cells, numbers.relations, K
    )


def test_a_report_without_small_counts_hides_nothing() -> None:
    numbers = table_relations([[6, 7], [8, 9]], [["a", "b"], ["x", "y"]], k=5)
    found = protect(numbers.cells, numbers.relations, 5)
    assert (found.hidden, found.audited, found.intervals) == (frozenset(), True, {})


def test_the_others_of_a_share_are_protected_too() -> None:
    numbers = share("Legal", 28, 30, k=5)
    found = protect(numbers.cells, numbers.relations, 5)
    assert found.hidden == {"Legal.n"}
    assert found.intervals["Legal.rest"] == (0, 30)


def test_a_total_without_a_department_gives_that_department_away() -> None:
    everybody = table_relations([2, 9, 20], [["a", "b", "c"]], k=5, name="x")
    without = table_relations([9, 20], [["b", "c"]], k=5, name="y", keep_total=False)
    same = Numbers(
        (Cell("x/b", 9), Cell("y/b", 9), Cell("x/c", 20), Cell("y/c", 20)),
        (Relation("x/b", ("y/b",)), Relation("x/c", ("y/c",))),
    )
    numbers = merged(everybody, without, same)
    one_table_at_a_time = {"x/a", "x/b", "y/b"}
    assert audit(numbers.cells, numbers.relations, one_table_at_a_time, 5) == {"x/a": (2, 2)}
    found = protect(numbers.cells, numbers.relations, 5)
    assert found.audited
    assert found.hidden == {"x/a", "x/b", "y/b", "y/TOTAL"}


def test_the_new_people_of_a_year_to_date_are_protected() -> None:
    numbers = difference("q1", 14, "ytd", 15, k=5)
    found = protect(numbers.cells, numbers.relations, 5, earlier={"q1": 14})
    assert found.hidden == {"ytd"}
    assert found.audited


def test_what_was_published_before_cannot_be_hidden_and_is_said_to_be_exposed() -> None:
    numbers = difference("q1", 14, "ytd", 15, k=5)
    found = protect(numbers.cells, numbers.relations, 5, earlier={"q1": 14, "ytd": 15})
    assert not found.audited
    assert found.exposed == {"ytd - q1"}
    assert found.intervals == {"ytd - q1": (1, 1)}


def test_zeros_are_hidden_only_when_nothing_else_helps() -> None:
    cells = [Cell("a", 2, primary=True), Cell("b", 0), Cell("all", 2, cost=float("inf"))]
    assert protect(cells, [Relation("all", ("a", "b"))], 2).secondary == {"b"}
    wider = [*cells[:2], Cell("c", 9), Cell("all", 11)]
    assert protect(wider, [Relation("all", ("a", "b", "c"))], 5).secondary == {"c"}


def test_a_cell_nobody_can_protect_does_not_stop_the_others() -> None:
    lost = difference("q1", 14, "ytd", 15, k=5)
    table = table_relations([[3, 9], [8, 20]], [["a", "b"], ["x", "y"]], k=5)
    numbers = merged(lost, table)
    found = protect(numbers.cells, numbers.relations, 5, earlier={"q1": 14, "ytd": 15})
    assert found.exposed == {"ytd - q1"}
    assert is_safe(*found.intervals["a|x"], 5)


@pytest.mark.parametrize(
    ("cells", "relations", "words"),
    [
        ([Cell("a", 1), Cell("a", 1)], [], "occur twice"),
        ([Cell("a", -1)], [], "negative"),
        ([Cell("a", 1), Cell("b", 2)], [Relation("a", ("b",))], "not the sum"),
        ([Cell("a", 1)], [Relation("a", ("b",))], "not given: b"),
    ],
)
def test_cells_that_make_no_report_are_refused_in_words(
    cells: list[Cell], relations: list[Relation], words: str
) -> None:
    with pytest.raises(StatisticsError, match=words):
        protect(cells, relations, 5)


def test_other_faults_are_refused_in_words() -> None:
    cells = [Cell("a", 1)]
    with pytest.raises(StatisticsError, match="k is 1"):
        protect(cells, [], 1)
    with pytest.raises(StatisticsError, match="no cells x"):
        audit(cells, [], {"x"}, 5)
    with pytest.raises(StatisticsError, match="Earlier values differ"):
        protect(cells, [], 5, earlier={"a": 2})


def test_tables_that_share_nothing_are_hidden_as_each_alone() -> None:
    one, two = (table_relations(*small(seed), k=K, name=f"t{seed}") for seed in (1, 2))
    both = merged(one, two)
    alone = [protect(part.cells, part.relations, K).secondary for part in (one, two)]
    assert protect(both.cells, both.relations, K).secondary == alone[0] | alone[1]


def small(seed: int) -> tuple[np.ndarray, list[list[str]]]:
    """Small counts with their labels."""
    counts = np.random.default_rng(seed).integers(0, 7, (3, 3))
    return counts, [["a", "b", "c"], ["x", "y", "z"]]
