"""Exact intervals of many cells at once: bounds by arithmetic first, programmes for the rest."""

from __future__ import annotations

import numpy as np

from engagekit.disclosure.solver.attack import (
    FAR,
    Direction,
    Floats,
    Indices,
    Mask,
    Piece,
    System,
    furthest,
    pieces,
    spread,
)

SWEEPS = 50
"""Rounds of arithmetic; where bounds still move then, programmes go on from wider ones."""
TOGETHER = 8
"""Programmes that move many cells at once, before each cell is attacked by itself."""
STALLED = 0.9
"""Part of the open cells that may stay open after such a programme for the next to be worth it."""


def outer_bounds(system: System, piece: Piece) -> tuple[Indices, Indices]:
    """Return bounds of every distance that follow from the relations one at a time.

    A cell is at most what its relation leaves when all others are at their least; repeated
    until nothing moves. FAR stands for no bound. The true interval lies within.
    """
    low = -system.value[piece.cells]
    high = np.full(low.shape, FAR, dtype=np.int64)
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
    system: System, piece: Piece, cells: Indices, enough: int | None
) -> tuple[Indices, Indices]:
    """Return the furthest each cell of a piece moves down and up, each shown by a witness.

    With `enough` a cell is let be once its witnesses lie so far apart and reach so high.
    """
    low, high = outer_bounds(system, piece)
    value = system.value[piece.cells]
    at = np.array([piece.place[int(cell)] for cell in cells], dtype=np.int64)
    down, up = np.zeros_like(low), np.zeros_like(low)

    def note(witness: Indices | None) -> None:
        if witness is not None:
            np.minimum(down, witness, out=down)
            np.maximum(up, witness, out=up)

    def open_at(places: Indices, direction: Direction) -> Indices:
        left = _unsettled(places, direction, (down, up), (low, high))
        if enough is None:
            return left
        wide = (up[left] - down[left] >= enough) & (value[left] + up[left] >= enough)
        return np.asarray(left[~wide], dtype=np.int64)

    bounds = np.column_stack([low, high]).astype(np.float64)
    directions: tuple[Direction, Direction] = (1, -1)
    for direction in directions:
        open_ = at
        for _ in range(TOGETHER):
            open_ = open_at(open_, direction)
            if open_.size < 2:
                break
            note(spread(piece, open_, direction, bounds))
            if open_at(open_, direction).size > STALLED * open_.size:
                break
    for direction in directions:
        for cell in at:
            if open_at(cell[None], direction).size:
                note(furthest(piece, int(cell), direction, bounds))
    return down[at], up[at]


def _unsettled(
    at: Indices, direction: Direction, reached: tuple[Indices, Indices], outer: tuple[Indices, ...]
) -> Indices:
    """Return places whose witness has not come to the outer bound."""
    side = 1 if direction > 0 else 0
    return np.asarray(at[reached[side][at] != outer[side][at]], dtype=np.int64)


def intervals(
    system: System, unknown: Mask, wanted: Indices, enough: int | None = None
) -> tuple[Indices, Floats]:
    """Return the lowest and highest value of the wanted cells; infinite where unbounded.

    With `enough` the intervals of cells that are at least so wide, and reach so high, are some
    that the attacker cannot rule out, not the widest.
    """
    low = system.value[wanted].copy()
    high = system.value[wanted].astype(np.float64)
    for piece in pieces(system, unknown):
        mine = np.flatnonzero(np.isin(wanted, piece.cells))
        if mine.size:
            down, up = _widest(system, piece, wanted[mine], enough)
            low[mine] += down
            high[mine] = np.where(up >= FAR, np.inf, high[mine] + up)
    return low, high
