"""What an outsider can work out once certain cells are out of sight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from engagekit.disclosure._cell_graph import Net
from engagekit.disclosure.solver import suppression
from engagekit.disclosure.solver.suppression import Cell, Relation


def audit(
    net: Net, gone: set[str], fixed: Mapping[str, int], near: Collection[str] = ()
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
    """
    unknown = (gone | net.derived) - fixed.keys()
    relations = net.relations
    wanted = unknown
    if near:
        wanted = connected(net, unknown, near)
        relations = {one for one in relations if not wanted.isdisjoint((one[0], *one[1]))}
    names = {name for total, parts in relations for name in (total, *parts)} | (
        wanted & net.primary
    )
    cells = [
        Cell(
            name,
            net.values[name],
            name in net.primary and name not in fixed and name in wanted,
            name not in net.derived or name in fixed,
        )
        for name in sorted(names)
    ]
    ties = [Relation(total, parts) for total, parts in sorted(relations)]
    bare = suppression.audit(cells, ties, names & (gone - fixed.keys()), net.least)
    looked_at = set(near) if near else net.primary
    return set(bare) | ((net.primary & looked_at) - unknown - fixed.keys())


def connected(net: Net, unknown: set[str], start: Collection[str]) -> set[str]:
    """Return the unknown cells that hang together with some, by relations."""
    beside: dict[str, list[set[str]]] = defaultdict(list)
    for total, parts in net.relations:
        group = unknown.intersection((total, *parts))
        for name in group:
            beside[name].append(group)
    # a cell that becomes known ties nothing, but what it was tied to has to be looked at
    touched = [
        unknown.intersection((total, *parts))
        for total, parts in net.relations
        if not set(start).isdisjoint((total, *parts))
    ]
    near = unknown.intersection(start).union(*touched)
    waiting = list(near)
    while waiting:
        for group in beside[waiting.pop()]:
            waiting += group - near
            near |= group
    return near
