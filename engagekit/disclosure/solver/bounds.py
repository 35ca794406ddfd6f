"""Exact intervals of many cells at once: bounds by arithmetic first, programmes for the rest."""

from collections.abc import Iterator

import numpy as np

from engagekit.disclosure.solver import attack
from engagekit.disclosure.solver.attack import ceiling

SWEEPS = 50
"""Rounds of arithmetic; where bounds still move then, programmes go on from wider ones."""
TOGETHER = 8
"""Programmes that move many cells at once, before each cell is attacked by itself."""
STALLED = 0.9
"""Part of the open cells that may stay open after such a programme for the next to be worth it."""
LONG = 12
"""Cells of a relation that is a total of many groups: without those a piece falls into groups."""
LARGEST = 5
"""Groups of a total that are looked at with one of its groups, those with most people: what moves
in it, they make up for. Of 279 cells in 300 departments all were found wide so, of 3 groups 269."""


def outer_bounds(
    system: attack.System, piece: attack.Piece
) -> tuple[attack.Indices, attack.Indices]:
    """Return bounds of every distance that follow from the relations one at a time.

    A cell is at most what its relation leaves when all others are at their least; repeated
    until nothing moves. FAR stands for no bound. The true interval lies within.
    """
    low = -system.value[piece.cells]
    high = np.full(low.shape, attack.FAR, dtype=np.int64)
    block = piece.matrix.tocoo()
    row, column, sign = block.row, block.col, block.data.astype(np.int64)
    for _ in range(SWEEPS if row.size else 0):
        least = np.where(sign > 0, low[column], -high[column])
        most = np.where(sign > 0, high[column], -low[column])
        sum_least, sum_most = (
            np.bincount(row, weights=one, minlength=piece.rows.size).astype(np.int64)
            for one in (least, most)
        )
        up_to, down_to = -(sum_least[row] - least), -(sum_most[row] - most)
        ceiling = np.where(sign > 0, up_to, -down_to)
        floor = np.where(sign > 0, down_to, -up_to)
        new_low, new_high = low.copy(), high.copy()
        np.minimum.at(new_high, column, ceiling)
        np.maximum.at(new_low, column, floor)
        if np.array_equal(new_low, low) and np.array_equal(new_high, high):
            break
        low, high = new_low, new_high
    return low, high


def _widest(
    system: attack.System, piece: attack.Piece, cells: attack.Indices, enough: int | None
) -> tuple[attack.Indices, attack.Indices]:
    """Return the furthest each cell of a piece moves down and up, each shown by a witness."""
    # with `enough` a cell is let be once its witnesses lie so far apart and reach so high
    low, high = outer_bounds(system, piece)
    value = system.value[piece.cells]
    at = np.array([piece.place[int(cell)] for cell in cells], dtype=np.int64)
    down, up = np.zeros_like(low), np.zeros_like(low)

    def note(witness: attack.Indices | None, cells: attack.Indices | slice = slice(None)) -> None:
        if witness is not None:
            down[cells] = np.minimum(down[cells], witness)
            up[cells] = np.maximum(up[cells], witness)

    def open_at(places: attack.Indices, direction: attack.Direction) -> attack.Indices:
        reached, outer = (up, high) if direction > 0 else (down, low)
        left: attack.Indices = places[reached[places] != outer[places]]
        if enough is not None:
            left = left[(up[left] - down[left] < enough) | (value[left] + up[left] < enough)]
        return left

    bounds = np.column_stack([low, high]).astype(np.float64)
    directions: tuple[attack.Direction, attack.Direction] = (1, -1)

    def together(within: attack.Floats) -> None:
        for direction in directions:
            open_ = open_at(at, direction)
            for _ in range(TOGETHER):
                if open_.size < 2:
                    break
                note(attack.spread(piece, open_, direction, within))
                before, open_ = open_.size, open_at(open_, direction)
                if open_.size > STALLED * before:
                    break

    if enough:  # of several hundred cells most are found wide by one programme each way
        together(bounds.clip(-enough, enough))
    left = np.union1d(*(open_at(at, direction) for direction in directions))
    for part, own, apart in _groups(piece, left, value) if enough and left.size > 1 else ():
        inner = bounds[part.cells].clip(-(enough or attack.FAR), enough)
        for direction in directions:
            for mine in (own, *own[:, None]):
                if open_at(part.cells[mine], direction).size:
                    note(attack.spread(part, mine, direction, inner), part.cells)
            for cell in open_at(part.cells[own], direction):
                place = np.flatnonzero(apart.cells == cell)
                most = ceiling(apart, place, direction, bounds[apart.cells])
                if direction > 0:
                    high[cell] = min(high[cell], most)
                else:
                    low[cell] = max(low[cell], -most)
    together(bounds)
    for direction in directions:
        for cell in at:
            if open_at(cell[None], direction).size:
                note(attack.spread(piece, cell[None], direction, bounds))
    return down[at], up[at]


def _groups(
    piece: attack.Piece, wanted: attack.Indices, value: attack.Indices
) -> Iterator[tuple[attack.Piece, attack.Indices, attack.Piece]]:
    """Yield each group with the largest beside it, where its wanted cells are, and itself alone."""
    # cells are places in the piece. What moves in the first moves in the piece; what does not move
    # in a group whose totals say nothing does not move at all
    from scipy.sparse.csgraph import connected_components

    matrix, length = piece.matrix, np.diff(piece.matrix.indptr)
    if length.max(initial=0) <= LONG:
        return
    totals = np.split(matrix.indices, matrix.indptr[1:-1])
    short = abs(matrix[np.flatnonzero(length <= LONG)])
    many, label = connected_components(short.T @ short, directed=False)
    beside = [{group} for group in range(many)]
    for row in np.flatnonzero(length > LONG):
        members = totals[row]
        largest = members[np.argsort(-value[members], kind="stable")[:LARGEST]]
        for group in np.unique(label[members]):
            beside[group].update(label[largest])
    by_cell = matrix.tocsc()
    for group in np.unique(label[wanted]) if many > LARGEST else ():
        cells = np.flatnonzero(np.isin(label, list(beside[group])))
        part = by_cell[:, cells].tocsr()
        rows = np.flatnonzero(np.diff(part.indptr))
        own = np.searchsorted(cells, wanted[label[wanted] == group])
        mine = np.flatnonzero(label == group)
        alone = by_cell[:, mine].tocsr()
        inside = np.flatnonzero((np.diff(alone.indptr) > 0) & (length <= LONG))
        yield (
            attack.Piece(cells, rows, part[rows], {}),
            own,
            attack.Piece(mine, inside, alone[inside], {}),
        )


def intervals(
    system: attack.System, unknown: attack.Mask, wanted: attack.Indices, enough: int | None = None
) -> tuple[attack.Indices, attack.Floats]:
    """Return the lowest and highest value of the wanted cells; infinite where unbounded.

    With `enough` the intervals of cells that are at least so wide, and reach so high, are some
    that the attacker cannot rule out, not the widest.
    """
    low = system.value[wanted].copy()
    high = system.value[wanted].astype(np.float64)
    for piece in attack.pieces(system, unknown):
        mine = np.flatnonzero(np.isin(wanted, piece.cells))
        if mine.size:
            down, up = _widest(system, piece, wanted[mine], enough)
            low[mine] += down
            high[mine] = np.where(up >= attack.FAR, np.inf, high[mine] + up)
    return low, high
