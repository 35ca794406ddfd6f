"""What an outsider can work out once certain cells are out of sight."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engagekit.disclosure._cell_graph import Net
from engagekit.disclosure.solver import suppression
from engagekit.disclosure.solver.suppression import Cell, Relation


def audit(
    net: Net,
    gone: set[str],
    fixed: Mapping[str, int],
    near: Collection[str] = (),
    among: Collection[str] | None = None,
) -> set[str]:
    """Return the primary cells that are told although these cells are out of sight.

    Parameters
    ----------
    net : Net
    gone : set of str
        Cells out of sight.
    fixed : mapping of str to int
        Cells that earlier reports published.
    near : collection of str
        Only what hangs together with these cells; by default everything.
    among : collection of str, optional
        Only these primary cells; by default all.
    """
    unknown = (gone | net.derived) - fixed.keys()
    primary = net.primary if among is None else net.primary.intersection(among)
    relations = net.relations
    wanted = unknown
    if near:
        wanted = connected(net, unknown, near)
        relations = {one for name in wanted for one in net.beside.get(name, ())}
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
    looked_at = set(near) if near else primary
    return set(bare) | ((primary & looked_at) - unknown - fixed.keys())


def connected(net: Net, unknown: set[str], start: Collection[str]) -> set[str]:
    """Return the unknown cells that hang together with some, by relations."""
    near = unknown.intersection(start)
    # a cell that becomes known ties nothing, but what it was tied to has to be looked at
    seen = {one for name in start for one in net.beside.get(name, ())}
    near = near.union(*(unknown.intersection((total, *parts)) for total, parts in seen))
    waiting = list(near)
    while waiting:
        for one in net.beside.get(waiting.pop(), set()) - seen:
            seen.add(one)
            group = unknown.intersection((one[0], *one[1])) - near
            waiting += group
            near |= group
    return near
