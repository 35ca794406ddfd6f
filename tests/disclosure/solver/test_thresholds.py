"""Both sides of every threshold of the solver; and no budget, however small, bares a count."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks._tables_of_counts import Numbers, table_relations
from engagekit.disclosure.solver import attack, bounds, cover, suppression
from engagekit.disclosure.solver.suppression import Cell, Relation, protect
from engagekit.errors import StatisticsError
from tests.disclosure.solver.feasible import feasible_interval


def pair_of(total: int) -> tuple[list[Cell], list[Relation]]:
    """A hidden count of 1 beside all others of a printed total."""
    cells = [Cell("a", 1, primary=True), Cell("b", total - 1), Cell("all", total)]
    return cells, [Relation("all", ("a", "b"))]


def test_a_count_that_could_be_a_million_more_has_no_upper_end() -> None:
    below = feasible_interval(*pair_of(1_000_000), {"a", "b"}, ["a"])
    above = feasible_interval(*pair_of(1_000_001), {"a", "b"}, ["a"])
    assert below == {"a": (0, 1_000_000.0)}
    assert above == {"a": (0, float("inf"))}


@pytest.mark.parametrize(("off", "is_witness"), [(0.9e-5, True), (1.1e-5, False), (0.5, False)])
def test_a_solution_is_read_as_whole_only_where_it_is(off: float, is_witness: bool) -> None:
    cells, relations = pair_of(9)
    plan = suppression._Plan(cells, relations)
    (piece,) = attack.pieces(plan.system, plan.mask({"a", "b"}))
    move = np.array([2 - off, -2 + off])
    found = attack._verified(piece, move, np.array([1.0, 8.0]))
    assert (found is not None) is is_witness
    assert found is None or found.tolist() == [2, -2]


def test_a_whole_solution_that_does_not_add_up_is_no_witness() -> None:
    plan = suppression._Plan(*pair_of(9))
    (piece,) = attack.pieces(plan.system, plan.mask({"a", "b"}))
    below = np.array([1.0, 8.0])
    assert attack._verified(piece, np.array([1.0, -1.0]), below) is not None
    assert attack._verified(piece, np.array([1.0, -2.0]), below) is None
    assert attack._verified(piece, np.array([-1.0, 1.0]), below) is not None
    assert attack._verified(piece, np.array([-2.0, 2.0]), below) is None  # below nobody


@pytest.mark.parametrize(
    ("gamma", "limit"),
    [
        (-1.0, 8.0),  # a part snapped: a may rise by all of b
        (-1.0 + 0.9e-4 / 840, 8.0),
        (-1.0 + 1.1e-4 / 840, np.inf),  # not snapped: the pull on a is no rounding
    ],
)
def test_multipliers_are_snapped_to_fractions_within_rounding(gamma: float, limit: float) -> None:
    plan = suppression._Plan(*pair_of(9))
    (piece,) = attack.pieces(plan.system, plan.mask({"a", "b"}))
    found = attack.proof(plan.system, piece, 0, 1, np.array([gamma]))
    assert found[:2].sum() == pytest.approx(limit)


@pytest.mark.parametrize(("off", "limit"), [(0.9e-6, 0.0), (1.1e-6, np.inf)])
def test_a_pull_of_multipliers_that_were_not_snapped_is_rounding_or_is_not(
    off: float, limit: float
) -> None:
    cells = [Cell("a", 1, primary=True), Cell("b", 8), Cell("c", 6), Cell("ab", 9), Cell("ac", 7)]
    relations = [Relation("ab", ("a", "b")), Relation("ac", ("a", "c"))]
    plan = suppression._Plan(cells, relations)
    (piece,) = attack.pieces(plan.system, plan.mask({"a", "b", "c"}))
    gamma = np.array([-10 / 11 + off / attack.PARTS, -1 / 11])  # elevenths are no parts
    found = attack.proof(plan.system, piece, 0, 1, gamma)
    assert found[0] == limit
    assert found[1:3] == pytest.approx([8 * 10 / 11, 6 / 11])


@pytest.mark.parametrize(("low", "high", "safe"), [
    (0, 5, True), (0, 4, False), (1, 6, True), (1, 5, False), (-2, 4, False),
])  # fmt: skip
def test_an_interval_hides_a_count_where_it_is_k_wide_and_reaches_k(
    low: float, high: float, safe: bool
) -> None:
    assert suppression.is_safe(low, high, 5) is safe


def test_a_threshold_of_one_protects_nobody() -> None:
    with pytest.raises(StatisticsError, match="k is 1"):
        protect(*pair_of(9), 1)
    assert protect(*pair_of(9), 2).audited


@pytest.mark.parametrize(("cost", "hidden"), [(109.0, "count"), (111.0, "zero")])
def test_a_last_resort_hides_a_zero_only_where_counts_cost_ten_times_the_largest(
    cost: float, hidden: str
) -> None:
    resort = [Cell("a", 2, primary=True), Cell("b", 0), Cell("ab", 2, cost=float("inf"))]
    choice = [Cell("p", 2, primary=True), Cell("zero", 0), Cell("count", 9, cost=cost)]
    choice.append(Cell("all", 11, cost=float("inf")))
    relations = [Relation("ab", ("a", "b")), Relation("all", ("p", "zero", "count"))]
    found = protect([*resort, *choice], relations, 2)
    assert found.audited
    assert found.secondary == {"b", hidden}


def report() -> Numbers:
    """A table of three axes that takes four proposals."""
    counts = np.random.default_rng(21).poisson(6, (3, 3, 3))
    return table_relations(counts, [[f"{axis}{at}" for at in range(3)] for axis in "abc"], k=5)


BUDGETS = [
    (cover, "ROUNDS", 0),
    (cover, "EXACT_ROUNDS", 0),
    (cover, "NODES", 1),
    (cover, "EASY_ROUNDS", 0),
    (cover, "EASY_ROUNDS", 10**9),
    (cover, "RELAXED", 0),
    (cover, "ENOUGH", 1),
    (cover, "TOGETHER", 0),
    (cover, "STALLED", 0.0),
    (cover, "STALLED", 1.0),
    (bounds, "SWEEPS", 0),
    (bounds, "TOGETHER", 0),
    (bounds, "STALLED", 0.0),
]


@pytest.fixture(scope="module")
def usual() -> suppression.Protection:
    """What the usual budgets hide."""
    numbers = report()
    return protect(numbers.cells, numbers.relations, 5)


@pytest.mark.parametrize(("module", "name", "value"), BUDGETS)
def test_a_small_budget_hides_more_and_never_less_than_is_safe(
    module, name: str, value: float, usual, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = report()
    monkeypatch.setattr(module, name, value)
    found = protect(numbers.cells, numbers.relations, 5)
    monkeypatch.undo()
    assert usual.audited
    assert usual.cheapest
    assert found.audited
    assert suppression.audit(numbers.cells, numbers.relations, found.hidden, 5) == {}
    values = {cell.id: cell.value for cell in numbers.cells}
    cost = [sum(max(values[one], 1) for one in p.secondary) for p in (usual, found)]
    assert cost[0] <= cost[1]
    assert cost[0] == cost[1] or not found.cheapest


@pytest.mark.parametrize(("name", "enough", "short"), [("EXACT_ROUNDS", 4, 2), ("ROUNDS", 4, 3)])
def test_with_fewer_proposals_than_it_takes_the_set_is_not_called_the_cheapest(
    name: str, enough: int, short: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = report()
    for value, is_cheapest in ((enough, True), (short, False)):
        monkeypatch.setattr(cover, name, value)
        assert protect(numbers.cells, numbers.relations, 5).cheapest is is_cheapest


def task_of(k: int = 5) -> cover.Task:
    """A small count beside one cell that may be hidden for it."""
    plan = suppression._Plan(*pair_of(5))
    return suppression._task(plan, k, plan.mask(()), None)


@pytest.mark.parametrize(("weight", "is_met"), [(0.99999995, True), (0.99999, False)])
def test_a_proposal_may_lack_of_a_cut_what_the_programmes_round(
    weight: float, is_met: bool
) -> None:
    task = task_of()
    task.cuts.append((np.array([1]), np.array([weight]), 1.0))
    found = cover._propose(task, np.zeros(3, dtype=bool))
    assert (found is not None) is is_met


@pytest.mark.parametrize(("part", "cuts"), [(1 - 2e-5, 0), (1 - 3e-5, 1)])
def test_a_relaxed_proposal_is_cut_where_it_lacks_more_than_rounding(
    part: float, cuts: int
) -> None:
    task, share = task_of(), np.array([1.0, part, 0.0])  # all four others are needed
    (piece,) = attack.pieces(task.system, share > 0)
    cover._learn_from_shares(task, piece, 0, share)
    assert len(task.cuts) == cuts
