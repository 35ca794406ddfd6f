"""What an outsider can work out once certain cells are out of sight."""

import math
from collections.abc import Collection, Mapping

from engagekit.disclosure._cell_graph import Net, Tie
from engagekit.disclosure.solver import suppression
from engagekit.disclosure.solver.suppression import Cell, Relation


def audit(
    net: Net,
    gone: set[str],
    fixed: Mapping[str, int],
    near: Collection[str] = (),
    among: Collection[str] | None = None,
    longest: float = math.inf,
) -> set[str]:
    """Return the primary cells that are told although these cells are out of sight.

    ``gone`` are out of sight, ``fixed`` those that earlier reports published. Only what hangs
    together with cells that are ``near`` is looked at, and only primary cells ``among`` some.
    Relations of ``longest`` parts or more are passed over: what is told all the same is told.
    """
    unknown = (gone | net.derived) - fixed.keys()
    primary = net.primary if among is None else net.primary.intersection(among)
    if not primary:
        return set()
    relations = net.relations
    wanted = unknown
    if near:
        wanted = connected(net, unknown, near, longest)
        relations = {
            one for name in wanted for one in net.beside.get(name, ()) if len(one[1]) < longest
        }
    names = {name for total, parts in relations for name in (total, *parts)} | (wanted & primary)
    cells = [
        Cell(
            name,
            net.values[name],
            name in primary and name not in fixed and name in wanted,
            name not in net.derived or name in fixed,
        )
        for name in sorted(names)
    ]
    ties = [Relation(total, parts) for total, parts in sorted(relations)]
    bare = suppression.audit(cells, ties, names & (gone - fixed.keys()), net.least)
    return set(bare) | ((primary & (set(near) if near else primary)) - unknown - fixed.keys())


def connected(
    net: Net, unknown: set[str], start: Collection[str], longest: float = math.inf
) -> set[str]:
    """Return the unknown cells that hang together with some, by relations that are not too long."""
    near = unknown.intersection(start)
    # a cell that becomes known ties nothing, but what it was tied to has to be looked at
    waiting, seen = list(start), set[Tie]()
    while waiting:
        for one in net.beside.get(waiting.pop(), set()) - seen:
            seen.add(one)
            if len(one[1]) < longest:
                group = unknown.intersection((one[0], *one[1])) - near
                waiting += group
                near |= group
    return near
