"""The cheapest set of cells to hide, so that the attacker fails: covers and cuts.

An integer programme proposes a set; the attacker tries every primary cell in it; each success is
a proof, which turned round is a constraint on the next proposal (Fischetti and Salazar 2001, with
Benders' cuts). When proposals run out, the last is widened until the attacker fails.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from engagekit.disclosure.solver.attack import (
    FAR,
    Direction,
    Floats,
    Indices,
    Mask,
    Piece,
    Reach,
    System,
    multipliers,
    pieces,
    proof,
    reach,
    spread,
)
from engagekit.disclosure.solver.bounds import STALLED, TOGETHER

ROUNDS = 200
"""Proposals tried before the last one is widened instead."""
EXACT_ROUNDS = 25
"""Proposals spent on the cheapest set: tables of the benchmark need one to five, overlapping
quarters up to twenty-two."""
NODES = 4_000
"""Branches of all their integer programmes spent on it: the benchmark needs 129 at most."""
EASY_ROUNDS = 4
"""Whole proposals after which relaxed ones are tried: most tables are done by then."""
RELAXED = 400
"""Attacks on relaxed proposals, each a linear programme of some milliseconds."""
ENOUGH = 12
"""Successes of the attacker from which a proposal is given up."""
SLACK = 1e-7
"""What a proposal may lack of a cut: HiGHS meets constraints to 1e-7 or 1e-6, and one it called
impossible for less would end the search. Every proposal is attacked, so none passes by this."""
NONE_LEFT = 1e-6
"""A need of room in whole people that is smaller than this is met but for rounding."""
MISSED = 1e-4
"""Room that a relaxed proposal must lack for its cut to be worth adding: 100 times rounding."""


@dataclass
class Task:
    """Hold what must be protected and what may be hidden for it.

    `unknown` cells are unknown to the attacker in any case (primary or never published),
    `free` ones may be hidden at `cost`, `primary` ones need an interval `k` wide.
    """

    system: System
    unknown: Mask
    free: Mask
    cost: Floats
    primary: Indices
    k: int
    cuts: list[tuple[Indices, Floats, float]] = field(default_factory=list)
    witnesses: list[tuple[Indices, Indices]] = field(default_factory=list)
    suspects: list[int] = field(default_factory=list)
    exact: bool = True
    nodes: int = 0


@dataclass(frozen=True)
class Cover:
    """Hold a set of cells to hide; `exact` when none cheaper exists, `failed` the cells bared."""

    hidden: Mask
    exact: bool
    failed: Indices


def relation_members(system: System, row: int) -> Indices:
    """Return the cells of a relation, total included."""
    start, end = system.matrix.indptr[row : row + 2]
    return np.asarray(system.matrix.indices[start:end], dtype=np.int64)


def relations_of(system: System, cell: int) -> Indices:
    """Return the relations in which a cell stands."""
    start, end = system.by_cell.indptr[cell : cell + 2]
    return np.asarray(system.by_cell.indices[start:end], dtype=np.int64)


def cheapest(task: Task) -> Cover:
    """Return the cheapest cover, piece by piece: cells that share no relation do not matter."""
    hidden, exact, failed = np.zeros(task.unknown.size, dtype=bool), True, [task.primary[:0]]
    for piece in pieces(task.system, task.unknown | task.free):
        inner = np.flatnonzero(np.isin(piece.cells, task.primary))
        if not inner.size:
            continue
        system = System(task.system.value[piece.cells], piece.matrix, piece.matrix.tocsc())
        marks = (task.unknown[piece.cells], task.free[piece.cells], task.cost[piece.cells])
        cover = _cheapest_piece(Task(system, *marks, inner, task.k))
        hidden[piece.cells[cover.hidden]] = True
        exact &= cover.exact
        failed.append(piece.cells[cover.failed])
    return Cover(hidden, exact, np.concatenate(failed))


def _cheapest_piece(task: Task) -> Cover:
    """Return the cheapest cover of a piece, or a wider one when it is not found."""
    hidden = _search(task)
    if hidden is not None:
        return Cover(hidden, task.exact, np.array([], dtype=np.int64))
    bare = exposed(task, task.free)
    if not bare.size:
        return _widen(task, np.zeros(task.unknown.size, dtype=bool))
    rest = replace(task, primary=np.setdiff1d(task.primary, bare), cuts=[], suspects=[])
    retained = cheapest(rest) if rest.primary.size else None
    hidden = np.zeros(task.unknown.size, dtype=bool) if retained is None else retained.hidden
    return Cover(hidden | _neighbours(task, bare), False, bare)


def _search(task: Task) -> Mask | None:
    """Propose and attack in turn, until a proposal withstands; return None when none does."""
    # when the proposals have cost enough, what was proposed stays and only more is added; in the
    # end every cell that turns out not to be needed is shown again
    # what every relation with a primary cell needs, before any attack
    value = task.system.value
    partners: set[tuple[int, int]] = set()
    for cell in task.primary:
        for row in relations_of(task.system, int(cell)):
            others = relation_members(task.system, int(row))
            others = others[others != cell]
            sign = task.system.matrix[[int(row)], :][:, others].toarray()[0]
            is_total = task.system.matrix[int(row), int(cell)] < 0
            limit = np.where((sign < 0) | is_total, np.inf, value[others].astype(np.float64))
            _cut(task, others, limit, task.k - (0.0 if is_total else float(value[cell])))
            partners.update((int(other), int(row)) for other in others if task.free[other])
    for cell, row in sorted(partners):
        for other in relations_of(task.system, cell):
            if other != row:
                _not_alone(task, cell, int(other))
    retained = np.zeros(task.unknown.size, dtype=bool)
    for number in range(ROUNDS):
        if number == EASY_ROUNDS:
            _relaxed_cuts(task)
        hidden = _propose(task, retained)
        if hidden is None:
            return None
        if not _lonely(task, hidden) and not exposed(task, hidden, learn=True).size:
            return hidden if task.exact else _pruned(task, hidden)
        if number >= EXACT_ROUNDS or task.nodes > NODES:
            task.exact, retained = False, hidden
    return None


def _pruned(task: Task, hidden: Mask) -> Mask:
    """Return the same set without the cells, dearest first, that it can do without."""
    retained = hidden.copy()
    for cell in sorted(np.flatnonzero(hidden), key=lambda one: (-task.cost[one], one)):
        retained[cell] = False
        if _alone(task, retained).size or exposed(task, retained).size:
            retained[cell] = True
    return retained


def _neighbours(task: Task, cells: Indices) -> Mask:
    """Return the free cells that share a relation with some cells."""
    seeds = np.zeros(task.unknown.size, dtype=bool)
    seeds[cells] = True
    size = abs(task.system.matrix)
    return np.asarray(task.free & ((size.T @ ((size @ seeds) > 0)) > 0))


def _not_alone(task: Task, cell: int, row: int) -> None:
    """Ask that a free cell is hidden in a relation only together with another one."""
    members = relation_members(task.system, row)
    others = members[members != cell]
    if task.unknown[others].any():
        return
    others = others[task.free[others]]
    columns = np.concatenate([others, [cell]])
    task.cuts.append((columns, np.concatenate([np.ones(others.size), [-1.0]]), 0.0))


def _cut(task: Task, cells: Indices, limit: Floats, need: float) -> bool:
    """Ask that the hidden among some cells leave `need` room; False if no choice can."""
    fixed = task.unknown[cells]
    if np.isinf(limit[fixed]).any():
        return True
    rest = need - float(limit[fixed].sum())
    if rest <= NONE_LEFT:
        return True
    keep = task.free[cells] & ~fixed & (limit > 0)
    task.cuts.append((cells[keep], np.minimum(limit[keep], rest) / rest, 1.0))
    return bool(keep.any())


def _propose(task: Task, chosen: Mask) -> Mask | None:
    """Return the cheapest set around some cells that meets all cuts; None when there is none."""
    share = _master(task, chosen, whole=True)
    return None if share is None else chosen | (share > 0.5)


def _master(task: Task, chosen: Mask, *, whole: bool) -> Floats | None:
    """Return the cheapest choice (0 to 1 for every cell) that meets all cuts so far."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    share = chosen.astype(np.float64)
    if any(cells.size == 0 and need > 0 for cells, _, need in task.cuts):
        return None
    sizes = [cells.size for cells, _, _ in task.cuts]
    if not sum(sizes):
        return share
    stacked = np.concatenate([cells for cells, _, _ in task.cuts])
    used, columns = np.unique(stacked, return_inverse=True)
    rows = np.repeat(np.arange(len(sizes)), sizes)
    weights = np.concatenate([weight for _, weight, _ in task.cuts])
    matrix = csr_array((weights, (rows, columns)), shape=(len(sizes), used.size))
    needs = np.array([need for _, _, need in task.cuts])
    solution = milp(
        task.cost[used],
        integrality=np.full(used.size, int(whole)),
        bounds=Bounds(share[used], 1),
        constraints=LinearConstraint(matrix, needs - SLACK, np.inf),
        options={"mip_rel_gap": 0, "node_limit": NODES},
    )
    if whole:
        task.exact &= solution.status == 0
        task.nodes += int(solution.get("mip_node_count") or 0)
    if solution.x is None:
        return None
    share[used] = solution.x
    return share


def _relaxed_cuts(task: Task) -> None:
    """Add cuts from proposals that hide parts of cells: linear programmes are cheaper."""
    nothing = np.zeros(task.unknown.size, dtype=bool)
    spent = 0
    while spent < RELAXED:
        share = _master(task, nothing, whole=False)
        if share is None:
            return
        before = len(task.cuts)
        share = np.where(task.unknown, 1.0, share)
        by_cell = {int(c): p for p in pieces(task.system, share > NONE_LEFT) for c in p.cells}
        for cell in map(int, task.primary):
            piece = by_cell[cell]
            if piece.rows.size and spent < RELAXED:
                spent += 1
                _learn_from_shares(task, piece, cell, share)
        if len(task.cuts) == before:
            return


def _learn_from_shares(task: Task, piece: Piece, cell: int, share: Floats) -> None:
    """Add the cut that a cell needs when others are hidden in part, if they miss it."""
    part, value = share[piece.cells], task.system.value[piece.cells]
    bounds = np.column_stack([-value * part, task.k * part])
    up = multipliers(piece, cell, 1, bounds)
    down = multipliers(piece, cell, -1, bounds)
    if up is None or down is None:
        return
    limit = proof(task.system, piece, cell, 1, up) + proof(task.system, piece, cell, -1, down)
    rest = task.k - limit[task.unknown].sum()
    if rest > NONE_LEFT and (np.minimum(limit, rest) * share)[task.free].sum() < rest - MISSED:
        touched = np.flatnonzero(limit > 0)
        _cut(task, touched, limit[touched], float(task.k))


def _alone(task: Task, hidden: Mask) -> Indices:
    """Return the relations in which a hidden cell is the only unknown one."""
    size = abs(task.system.matrix)
    return np.flatnonzero((size @ (task.unknown | hidden) == 1) & (size @ hidden == 1))


def _lonely(task: Task, hidden: Mask) -> bool:
    """Add a constraint for every hidden cell that stands alone in a relation."""
    rows = _alone(task, hidden)
    for row in map(int, rows):
        members = relation_members(task.system, row)
        _not_alone(task, int(members[hidden[members]][0]), row)
    return bool(rows.size)


def _witnessed(task: Task, unknown: Mask) -> tuple[Indices, Indices]:
    """Return how far each cell moves up and down under a set, by earlier attacks."""
    up = np.zeros(unknown.size, dtype=np.int64)
    down = np.zeros(unknown.size, dtype=np.int64)
    for cells, moves in task.witnesses:
        if unknown[cells].all():
            up[cells] = np.maximum(up[cells], moves)
            down[cells] = np.maximum(down[cells], -moves)
    return up, down


def _remember(task: Task, piece: Piece, found: Reach, up: Indices, down: Indices) -> None:
    """Keep a witness: it serves other cells, and other sets that hide the same cells."""
    if found.witness is None:
        return
    moved = np.flatnonzero(found.witness)
    cells, moves = piece.cells[moved], found.witness[moved]
    task.witnesses.append((cells, moves))
    up[cells] = np.maximum(up[cells], moves)
    down[cells] = np.maximum(down[cells], -moves)


def exposed(task: Task, hidden: Mask, *, learn: bool = False) -> Indices:
    """Return primary cells that the attacker narrows to less than k; `learn` adds the cuts."""
    unknown = task.unknown | hidden
    up, down = _witnessed(task, unknown)
    bare: list[int] = []
    by_cell: dict[int, Piece] = {}
    for cell in dict.fromkeys([*task.suspects, *map(int, task.primary)]):
        if learn and len(bare) >= ENOUGH:
            break
        if up[cell] + down[cell] >= task.k:
            continue
        if not by_cell:
            by_cell = {int(c): piece for piece in pieces(task.system, unknown) for c in piece.cells}
            for piece in {id(piece): piece for piece in by_cell.values()}.values():
                _together(task, piece, up, down)
            if up[cell] + down[cell] >= task.k:
                continue
        piece = by_cell[cell]
        first = reach(task.system, piece, cell, 1, task.k)
        _remember(task, piece, first, up, down)
        second = reach(task.system, piece, cell, -1, task.k)
        _remember(task, piece, second, up, down)
        if up[cell] + down[cell] < task.k:
            bare.append(cell)
            if learn:
                _learn(task, piece, cell, (first, second), hidden)
    task.suspects = [*bare, *(cell for cell in task.suspects if cell not in bare)]
    return np.array(bare, dtype=np.int64)


def _together(task: Task, piece: Piece, up: Indices, down: Indices) -> None:
    """Move the open primary cells of a piece at once, both ways: one programme serves many."""
    value = task.system.value[piece.cells]
    mine = np.array([cell for cell in map(int, task.primary) if cell in piece.place], dtype=int)
    directions: tuple[Direction, Direction] = (1, -1)
    for _ in range(TOGETHER if piece.rows.size else 0):
        open_ = mine[up[mine] + down[mine] < task.k]
        if open_.size < 2:
            return
        at = np.array([piece.place[int(cell)] for cell in open_], dtype=np.int64)
        bounds = np.column_stack([-value, np.full(value.size, FAR)]).astype(np.float64)
        bounds[at, 1] = task.k
        for direction in directions:
            _remember(task, piece, Reach(0.0, spread(piece, at, direction, bounds), None), up, down)
        if (up[open_] + down[open_] < task.k).sum() > STALLED * open_.size:
            return


def _learn(task: Task, piece: Piece, cell: int, attack: tuple[Reach, Reach], hidden: Mask) -> None:
    """Add the cut that the attacker's success proves; or, failing that, that more is needed."""
    if attack[0].gamma is not None and attack[1].gamma is not None:
        limit = proof(task.system, piece, cell, 1, attack[0].gamma)
        limit = limit + proof(task.system, piece, cell, -1, attack[1].gamma)
        spent = limit[task.unknown | hidden].sum()
        if spent < task.k - NONE_LEFT:
            touched = np.flatnonzero(limit > 0)
            _cut(task, touched, limit[touched], float(task.k))
            return
    more = np.flatnonzero(task.free & ~hidden)
    task.cuts.append((more, np.ones(more.size), 1.0))


def _widen(task: Task, hidden: Mask) -> Cover:
    """Hide the neighbourhood of bared cells, ring by ring, until the attacker fails."""
    hidden = hidden.copy()
    size = abs(task.system.matrix)
    seeds = np.zeros(hidden.size, dtype=bool)
    while (bare := exposed(task, hidden)).size:
        seeds[bare] = True
        seeds |= (size.T @ ((size @ seeds) > 0)) > 0
        hidden |= seeds & task.free
    return Cover(hidden, False, bare)
