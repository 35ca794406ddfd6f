"""The attacker: what can be worked out about unknown cells from known ones.

Cells are whole numbers of 0 or more; every relation says that a total equals the sum of
its parts. With `d` the distance of a possible table from the true one, the attacker's
tables are all whole `d` with ``matrix @ d == 0``, ``d >= -value`` and 0 at known cells.

A bound counts as reached only by a table that is whole and fits exactly (a witness), so
the solver's tolerances can make an interval look narrower than it is, never wider.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Direction = Literal[1, -1]

FAR = 1_000_000
"""A cell that can be raised by this much has no upper bound that the attacker knows: no library
serves a million people more or less, and the programmes are exact to a millionth of it."""
WHOLE = 1e-5
"""Distance from a whole number within which a solution is read as whole: a hundred times what HiGHS
leaves (1e-7), and far below the halves and thirds of a solution that is not. A table is then
checked exactly, so this can lose a witness and never make one up."""
PARTS = 840
"""Multipliers of a proof are snapped to fractions of this, so that it holds exactly: the least
number that one to eight divide."""
SNAP = 1e-4
"""Distance, in parts, within which a multiplier is snapped: HiGHS is exact to 840 times 1e-7."""
NOTHING = 1e-6
"""A pull smaller than this, in parts, is rounding of multipliers that could not be snapped."""


@dataclass(frozen=True)
class System:
    """Hold cells by number: their true values and the relations (one a row, total as -1)."""

    value: Indices
    matrix: Any  # scipy.sparse.csr_array of shape (relations, cells), entries 1 and -1
    by_cell: Any  # the same matrix, by column

    @classmethod
    def of(cls, value: Indices, relations: list[tuple[int, list[int]]]) -> "System":
        """Return the system of relations given as (number of the total, numbers of the parts)."""
        from scipy.sparse import csr_array

        rows = [row for row, (_, parts) in enumerate(relations) for _ in range(len(parts) + 1)]
        columns = [cell for total, parts in relations for cell in (total, *parts)]
        signs = [sign for _, parts in relations for sign in (-1.0, *([1.0] * len(parts)))]
        matrix = csr_array((signs, (rows, columns)), shape=(len(relations), value.size))
        return cls(value, matrix, matrix.tocsc())

    def unbalanced(self) -> Indices:
        """Return the relations that the true values do not meet."""
        return np.flatnonzero(self.matrix @ self.value)


@dataclass(frozen=True)
class Piece:
    """Hold unknown cells that hang together, and the relations among them."""

    cells: Indices
    rows: Indices
    matrix: Any
    place: dict[int, int] = field(repr=False)


def pieces(system: System, unknown: Mask) -> list[Piece]:
    """Return the unknown cells in connected pieces; each can be attacked by itself."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    cells = np.flatnonzero(unknown)
    if cells.size == 0:
        return []
    narrow = system.by_cell[:, cells]
    block = narrow.tocoo()
    rows, size = system.matrix.shape[0], system.matrix.shape[0] + cells.size
    graph = csr_array((np.ones(block.nnz), (block.row, rows + block.col)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    touched = np.unique(block.row)
    parts = []
    order = np.argsort(label[rows:], kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(label[rows:][order])) + 1):
        mine = touched[label[touched] == label[rows + group[0]]]
        of = cells[group]
        place = {int(cell): at for at, cell in enumerate(of)}
        parts.append(Piece(of, mine, narrow[:, group].tocsr()[mine], place))
    return parts


@dataclass(frozen=True)
class Reach:
    """Hold how far a cell can be moved: whole distance, witness, and the proof of the bound."""

    distance: float
    witness: Indices | None
    gamma: Floats | None


def reach(system: System, piece: Piece, cell: int, direction: Direction, cap: int) -> Reach:
    """Return the furthest a cell can be moved up or down, looking no further than `cap`."""
    at = piece.place[cell]
    value = system.value[piece.cells].astype(np.float64)
    if piece.rows.size == 0:
        far = float(cap if direction > 0 else min(cap, value[at]))
        alone = np.zeros(piece.cells.size, dtype=np.int64)
        alone[at] = direction * int(far)
        return Reach(far, alone, None)
    bounds = np.column_stack([-value, np.full(value.size, np.inf)])
    bounds[at, 0], bounds[at, 1] = max(-value[at], -cap), cap
    aim, solution = _priced(piece, at, direction, bounds)
    if solution.status != 0:
        return _whole(piece, aim, bounds)
    witness = _verified(piece, solution.x, value)
    if witness is None:
        whole = _whole(piece, aim, bounds)
        return Reach(whole.distance, whole.witness, solution.eqlin.marginals)
    return Reach(float(direction * witness[at]), witness, solution.eqlin.marginals)


def multipliers(piece: Piece, cell: int, direction: Direction, bounds: Floats) -> Floats | None:
    """Return the multipliers that prove how far a cell can be moved within some bounds."""
    _, solution = _priced(piece, piece.place[cell], direction, bounds)
    return np.asarray(solution.eqlin.marginals) if solution.status == 0 else None


def _priced(piece: Piece, at: int, direction: Direction, bounds: Floats) -> tuple[Floats, Any]:
    """Return what moves a cell furthest, in fractions and with multipliers, and its aim."""
    from scipy.optimize import linprog

    aim, zero = np.zeros(piece.cells.size), np.zeros(piece.rows.size)
    aim[at] = -direction
    solve: Any = linprog  # its stubs know no sparse matrix
    return aim, solve(aim, A_eq=piece.matrix, b_eq=zero, bounds=bounds, method="highs-ds")


def _whole(piece: Piece, aim: Floats, bounds: Floats) -> Reach:
    """Return the same over whole tables only."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    solution = milp(
        aim,
        integrality=np.ones(aim.size, dtype=np.int64),
        bounds=Bounds(bounds[:, 0], bounds[:, 1]),
        constraints=LinearConstraint(piece.matrix, 0, 0),
        options={"mip_rel_gap": 0},
    )
    witness = None if solution.x is None else _verified(piece, solution.x, -bounds[:, 0])
    if witness is None:
        return Reach(0.0, None, None)
    return Reach(float(-(aim @ witness)), witness, None)


def _verified(piece: Piece, solution: Floats, below: Floats) -> Indices | None:
    """Return the solution as whole numbers, if it is whole and fits every relation exactly."""
    witness = np.rint(solution)
    if np.abs(witness - solution).max() > WHOLE or (witness < -below).any():
        return None
    return None if np.any(piece.matrix @ witness) else witness.astype(np.int64)


def spread(piece: Piece, at: Indices, direction: Direction, bounds: Floats) -> Indices | None:
    """Return a witness that moves several cells one way, as far in sum as they go."""
    aim, solution = _fractions(piece, at, direction, bounds)
    witness = None if solution.x is None else _verified(piece, solution.x, -bounds[:, 0])
    return _whole(piece, aim, bounds).witness if witness is None else witness


def ceiling(piece: Piece, at: Indices, direction: Direction, bounds: Floats) -> int:
    """Return a distance beyond which a cell does not move: whole people move no further."""
    solution = _fractions(piece, at, direction, bounds)[1]
    return FAR if solution.status else int(np.floor(-solution.fun + WHOLE))


def _fractions(piece: Piece, at: Indices, direction: Direction, bounds: Floats) -> tuple[Any, Any]:
    """Return what moves some cells furthest in sum if people could be halved, with its aim."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    aim = np.zeros(piece.cells.size)
    aim[at] = -direction
    rows = LinearConstraint(piece.matrix, 0, 0) if piece.rows.size else ()
    return aim, milp(aim, bounds=Bounds(bounds[:, 0], bounds[:, 1]), constraints=rows)


def proof(system: System, piece: Piece, cell: int, direction: Direction, gamma: Floats) -> Floats:
    """Return for every cell how much hiding it lets the attacked cell move: a valid upper bound.

    For any multipliers g, ``direction * d[cell] = r @ d`` with
    ``r = direction * e(cell) + matrix.T @ g`` for all possible d; hence the move is at most
    the sum over hidden cells of ``value * max(-r, 0)``, or without limit where r > 0.
    """
    scaled = np.rint(gamma * PARTS)
    exact = np.abs(scaled - gamma * PARTS).max(initial=0.0) < SNAP
    pull = system.matrix[piece.rows].T @ (scaled if exact else gamma * PARTS)
    pull[cell] += direction * PARTS
    if not exact:
        pull[np.abs(pull) < NOTHING] = 0
    return np.where(pull > 0, np.inf, -pull * system.value / PARTS)
