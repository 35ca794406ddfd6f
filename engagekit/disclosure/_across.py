"""Groups and totals that different reports told: briefs beside the whole, a group renamed."""

from __future__ import annotations

from collections import defaultdict

from engagekit.disclosure._cell_graph import WAS, Net
from engagekit.disclosure._recode import GROUPS


def across(net: Net) -> None:
    """Tie the groups that any report told to the total that any report told.

    A brief tells one group, and no sum; with the whole and the other briefs it does.
    """
    groups: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    earlier: dict[tuple[str, str], set[str]] = defaultdict(set)
    own: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in sorted(net.values):
        plain = name.removeprefix(WAS)
        head, _, last = plain.rpartition("|")
        column, _, label = last.partition("=")
        if column not in GROUPS or plain.startswith(("at ", "beyond ", "not ", "together")):
            continue
        total = head if head in net.values else f"{WAS}{head}"
        if total not in net.values or "=" in head.partition("|")[2]:
            continue
        groups[total, column].setdefault(label, name)
        (earlier if name.startswith(WAS) else own)[total, column].add(label)
    for (total, column), parts in sorted(groups.items()):
        names = sorted(parts.values())
        fits = sum(net.values[name] for name in names) <= net.values[total]
        if fits and not net.relate(total, names):
            net.within(total, names, "without a group", primary=True)
        _renamed(net, parts, own[total, column], earlier[total, column])


def _renamed(net: Net, parts: dict[str, str], own: set[str], earlier: set[str]) -> None:
    """Tie a group that has another name now: the one old and the one new of the same size."""
    gone, come = sorted(earlier - own), sorted(own - earlier)
    sizes: dict[int, list[list[str]]] = defaultdict(lambda: [[], []])
    for side, labels in enumerate((gone, come)):
        for label in labels:
            sizes[net.values[parts[label]]][side].append(parts[label])
    for old, new in sizes.values():
        if len(old) == len(new) == 1:
            net.relate(new[0], old)
