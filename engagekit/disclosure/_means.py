"""Means beside hidden counts: a mean and its range are two more equations about the answers."""

from __future__ import annotations

from engagekit.disclosure._cell_graph import Net, Spot

TOLD = ("sum of mean score", "sum of mean answer")
BESIDE = ("opinions", "top two box", "bottom two box")


def beside_hidden(net: Net, hidden: set[str]) -> set[str]:
    """Return sums that means give away where something about the same answers is hidden.

    A mean tells the sum of the scores and its range the sum of their squares. Where the answers of
    a group are hidden in part, the two narrow them down; so the mean of the group goes as well.
    Where it goes in one group, the means of the other groups and the mean over all would give it
    by subtraction: all go.

    Parameters
    ----------
    net : Net
        With every relation.
    hidden : set of str
        Cells that this or an earlier report hides.

    Returns
    -------
    set of str
        Cells to hide with them.
    """
    sums = {spot: name for spot, name in net.spots.items() if spot.kind in TOLD}
    touched = {
        spot.outer
        for spot, name in sums.items()
        if name in hidden or hidden.intersection(_beside(net, spot))
    }
    return {name for spot, name in sums.items() if spot.outer in touched}


def _beside(net: Net, spot: Spot) -> set[str]:
    """Return the counts about the answers that a mean is of."""
    if spot.kind == TOLD[1]:  # of a question of its own: each answer to it
        of = net.spots.get(Spot("base of answers", spot.outer, spot.groups))
        return {name for name, base in net.bases.items() if base == of}
    matches = {
        net.spots[other]
        for kind in BESIDE
        if (other := Spot(kind, spot.outer, spot.groups)) in net.spots
    }
    whole = net.spots.get(Spot("opinions", spot.outer, spot.groups))
    if not spot.groups and whole is not None:
        item = f"base of answers|{spot.outer}|item="
        matches |= {
            name
            for name, base in net.bases.items()
            if base.startswith(item) and net.values[base] == net.values[whole]
        }
    return matches
