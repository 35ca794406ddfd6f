"""Groups and totals that different reports told: briefs beside the whole, a group renamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from engagekit.disclosure._cell_graph import WAS, Net
from engagekit.disclosure._recode import GROUPS, bound
from engagekit.sections import Section


def across(net: Net) -> None:
    """Tie the groups that any report told to the total that any report told.

    A brief tells one group, and no sum; with the whole and the other briefs it does.
    """
    groups: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    earlier: dict[tuple[str, str], set[str]] = defaultdict(set)
    own: dict[tuple[str, str], set[str]] = defaultdict(set)
    kinds = {spot.kind for spot in net.spots}
    for name in sorted(net.values):
        parts = name.removeprefix(WAS).split("|")
        of = [part for part in parts if part.partition("=")[0] in GROUPS]
        if len(of) != 1 or parts[0] not in kinds:  # what is left of a total has groups by accident
            continue
        column, _, label = of[0].partition("=")
        head = "|".join(part for part in parts if part is not of[0])
        total = head if head in net.values else f"{WAS}{head}"
        if total not in net.values:
            continue
        groups[total, column].setdefault(label, name)
        (earlier if name.startswith(WAS) else own)[total, column].add(label)
    for (total, column), found in sorted(groups.items()):
        names = sorted(found.values())
        fits = sum(net.values[name] for name in names) <= net.values[total]
        if fits and not net.relate(total, names):
            net.within(total, names, "without a group", primary=True)
        _renamed(net, found, own[total, column], earlier[total, column])


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


def made_of(net: Net, sections: Iterable[Section]) -> None:
    """Tie uses of a service to those of its platforms, and of a platform to those of its titles."""
    parts_of = {
        whole: parts
        for one in sections
        for whole, parts in one.sentence_args.get("made_of", {}).items()
    }
    named = {name.removeprefix(WAS): name for name in sorted(net.values, reverse=True)}
    for plain, name in named.items():
        head, _, whole = plain.rpartition("|")
        near = (f"{head}|{part}" for part in parts_of.get(whole, ()))
        parts = [named[one] for one in near if one in named]
        if parts and sum(net.values[one] for one in parts) < net.values[name]:
            net.within(name, parts, "other uses", primary=True)
        net.relate(name, parts)
        for part in {*parts} & net.some & net.primary:  # where it stands at all it is not none
            bound(net, part, 1)
