"""What follows from the definitions of the numbers: which of them add up to which."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from engagekit.disclosure._cell_graph import Net, Spot
from engagekit.measures._roster import SEVEN

FOUR = 4
"""Quarters of the year of which the champions lost are told."""


def tie(net: Net) -> None:
    """Add to a net every relation between its cells that an outsider can know."""
    _groups_to_totals(net)
    _answers_to_bases(net)
    _parts_to_wholes(net)
    _touches(net)
    _overall_question(net)
    _boxes(net)
    _events(net)
    _trust_ladder(net)
    _levels(net)
    _champions(net)
    _lost_in_the_year(net)
    _moves(net)


def _groups_to_totals(net: Net) -> None:
    """Tie groups of each grouping to the groups, or the row over all, of every coarser one."""
    by_kind: dict[tuple[str, str], dict[frozenset[str], list[Spot]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for spot in net.spots:
        if not spot.kind.startswith("listed "):
            by_kind[spot.kind, spot.outer][spot.columns].append(spot)
    for sets in by_kind.values():
        for fine, spots in sets.items():
            for coarse, totals in sets.items():
                if not coarse < fine:
                    continue
                for total in totals:
                    parts = [net.spots[spot] for spot in spots if total.groups <= spot.groups]
                    whole = net.spots[total]
                    if parts and not net.relate(whole, parts):
                        net.within(whole, parts, _without(spots, total), primary=True)


def _without(spots: list[Spot], total: Spot) -> str:
    """Return what is left of a total: its own name where one group alone is told beside it."""
    groups = [spot.groups - total.groups for spot in spots if total.groups <= spot.groups]
    if len(groups) != 1:
        return "without a group"
    return f"without {', '.join(label for _, label in sorted(groups[0]))}"


def _answers_to_bases(net: Net) -> None:
    """Tie answers (or numbers of touches) to the base that they are shares of."""
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    names = {name: spot for spot, name in net.spots.items()}
    for name, base in net.bases.items():
        parts[names[name].kind if name in names else "", base].append(name)
    for (_, base), supplied in parts.items():
        net.relate(base, supplied)


def _same_place(net: Net, kind: str, other: str) -> list[tuple[Spot, str, str]]:
    """Return cells of two kinds that count the same people."""
    return [
        (spot, name, net.spots[Spot(other, spot.outer, spot.groups)])
        for spot, name in list(net.spots.items())
        if spot.kind == kind and Spot(other, spot.outer, spot.groups) in net.spots
    ]


def _parts_to_wholes(net: Net) -> None:
    """Tie counts to those that hold them: answers in full to answers, the often met to the met."""
    for _, whole, part in _same_place(net, "answered", "answered in full"):
        net.within(whole, [part], "answered in part")
    for often in sorted({spot.kind for spot in net.spots if spot.kind.startswith("reached ")}):
        for _, whole, part in _same_place(net, "reached", often):
            net.within(whole, [part], f"but not {often}")


def _touches(net: Net) -> None:
    """Tie numbers of touches to those met, never met, and met so often."""
    for spot, never in list(net.spots.items()):
        if spot.kind != "touch number" or ("touch_number", "0") not in spot.groups:
            continue
        rest = spot.groups - {("touch_number", "0")}
        numbers = _numbers_of_touches(net, spot.outer, rest)
        for kind in {
            other.kind for other in net.spots if re.match(r"reached( \d+\+)?$", other.kind)
        }:
            met = net.spots.get(Spot(kind, spot.outer, rest))
            least = int(kind[8:-1]) if kind != "reached" else 1
            if met is None or least > SEVEN:  # from 8 on nobody is told apart by touches
                continue
            net.relate(met, [name for number, name in numbers.items() if number >= least])
            if least == 1 and f"not {met}" in net.values:
                net.relate(f"not {met}", [never])


def _numbers_of_touches(net: Net, outer: str, groups: frozenset[tuple[str, str]]) -> dict[int, str]:
    """Return the cell of each number of touches, 7 for seven and more."""
    matches = {}
    for number in range(SEVEN + 1):
        label = str(number) if number < SEVEN else f"{SEVEN}+"
        name = net.spots.get(Spot("touch number", outer, groups | {("touch_number", label)}))
        if name is not None:
            matches[number] = name
    return matches


def _items(net: Net) -> dict[str, list[str]]:
    """Return the cells of the answers to each item, in their order, by the id of their base."""
    matches: dict[str, list[str]] = defaultdict(list)
    for name, base in net.bases.items():
        if base.startswith("base of answers|"):
            matches[base].append(name)
    return matches


def _overall_question(net: Net) -> None:
    """Tie the top two boxes to the answers of the item that they were taken from."""
    for spot, whole in list(net.spots.items()):
        base = net.spots.get(Spot("opinions", spot.outer, spot.groups))
        if spot.kind != "top two box" or spot.groups or base is None:
            continue
        for of, answers in _items(net).items():
            mine = of.startswith(f"base of answers|{spot.outer}|item=")
            if not mine or net.values[of] != net.values[base]:
                continue
            if net.relate(whole, answers[-2:]) or net.relate(whole, answers[-1:]):
                net.relate(of, [base])


def _boxes(net: Net) -> None:
    """Tie the lowest answers to the item that they were taken from, and those between boxes."""
    for spot, low, top in _same_place(net, "bottom two box", "top two box"):
        base = net.spots.get(Spot("opinions", spot.outer, spot.groups))
        if base is None:
            continue
        net.within(base, [low, top], "between the boxes", primary=True)
        for of, answers in _items(net).items():
            mine = of.startswith(f"base of answers|{spot.outer}|item=") and not spot.groups
            if mine and net.values[of] == net.values[base] and not net.relate(low, answers[:2]):
                net.relate(low, answers[:1])


def _events(net: Net) -> None:
    """Tie registered, came, stayed away and unknown at each event, and the totals over all."""
    rows: dict[tuple[str, frozenset[tuple[str, str]]], dict[str, str]] = defaultdict(dict)
    for spot, name in net.spots.items():
        if spot.kind.startswith("listed "):
            rows[spot.outer, spot.groups][spot.kind.removeprefix("listed ")] = name
    for row in rows.values():
        requested, came, away = row.get("registered"), row.get("attended"), row.get("no_show")
        if (
            requested
            and came
            and away
            and net.values[requested] >= net.values[came] + net.values[away]
        ):
            net.within(requested, [came, away], "not heard of")
        unknown = row.get("unidentified")
        if came and unknown and net.values[came] >= net.values[unknown]:
            net.within(came, [unknown], "identified")
    for column, kind in (("attended", "seats"), ("no_show", "away")):
        for outer in {outer for outer, _ in rows}:
            total = net.spots.get(Spot(kind, outer, frozenset()))
            mine = [row for (of, _), row in rows.items() if of == outer and column in row]
            named = [row for row in mine if "registered" in row and net.values[row["registered"]]]
            every, of_names = ([row[column] for row in part] for part in (mine, named))
            if total and every and not (net.relate(total, of_names) or net.relate(total, every)):
                net.within(total, every, "elsewhere")


def _trust_ladder(net: Net) -> None:
    """Tie who came to a touch without trust to who acted, stopped, or came to the next."""
    for spot, acted in list(net.spots.items()):
        step = dict(spot.groups).get("touch", "")
        if spot.kind != "trust at this touch" or not step.isdigit():
            continue
        rest = spot.groups - {("touch", step)}
        here = Spot("base of trust at this touch", spot.outer, spot.groups)
        after = Spot(here.kind, spot.outer, rest | {("touch", str(int(step) + 1))})
        beside = net.spots.get(Spot("trust by touches so far", spot.outer, spot.groups))
        if here in net.spots and after in net.spots and f"not {beside}" in net.values:
            net.relate(net.spots[here], [acted, net.spots[after], f"not {beside}"])


def _champions(net: Net) -> None:
    """Tie champions of a period, and who was lost, to those before and who joined."""
    now = {
        spot.outer: name
        for spot, name in net.spots.items()
        if spot.kind == "champions" and not spot.groups
    }
    for before, then in pairwise(sorted(now)):
        joined = net.spots.get(Spot("champions joined", then, frozenset()))
        lost = [
            name
            for spot, name in net.spots.items()
            if spot.kind.startswith("champions lost") and spot.outer == then and not spot.groups
        ]
        came = [now[before], *([joined] if joined else [])]
        whole = sum(net.values[name] for name in came)
        if not lost:
            net.relate(now[then], came)
        elif whole == net.values[now[then]] + sum(net.values[name] for name in lost):
            both = net.derive(f"champions before {then} and joined", whole)
            net.relate(both, came)
            net.relate(both, [now[then], *lost])


def _lost_in_the_year(net: Net) -> None:
    """Tie champions of a year to those lost and those of its last day; the lost to quarters."""
    for spot, whole in list(net.spots.items()):
        if spot.kind != "champions in the year":
            continue
        lost = net.spots.get(Spot("lost in the year", spot.outer, spot.groups))
        now = net.spots.get(Spot("champions", spot.outer, spot.groups))
        if lost is None:
            continue
        rest = now or net.derive(
            f"champions of the year still {spot.outer}", net.values[whole] - net.values[lost]
        )
        net.relate(whole, [lost, rest])
        if not now and net.complements:
            net.protect_small(rest)
        every = {one.outer for one in net.spots if one.kind == "champions" and not one.groups}
        four = sorted(outer for outer in every if outer <= spot.outer)[-FOUR:]
        by_reason: dict[str, list[str]] = defaultdict(list)
        for one, name in list(net.spots.items()):
            if one.outer in four and one.kind.startswith("champions lost: "):
                by_reason[one.kind.removeprefix("champions lost: ")].append(name)
        for reason, names in by_reason.items():
            groups = spot.groups | {("answer", reason)}
            same = net.spots.get(Spot("lost by reason", spot.outer, groups))
            if same:
                net.relate(same, names)
        net.relate(lost, [name for names in by_reason.values() for name in names])


def _moves(net: Net) -> None:
    """Tie who is new, kept or regained to those met; the topmost rung to the champions."""
    stands, rung = "people by how contact stands", "people by rung"
    for spot, name in list(net.spots.items()):
        answer = dict(spot.groups).get("answer")
        rest = spot.groups - {("answer", str(answer))}
        if spot.kind == stands and answer == "new":
            parts = [
                net.spots.get(Spot(stands, spot.outer, rest | {("answer", one)}))
                for one in ("new", "kept", "regained")
            ]
            met = net.spots.get(Spot("reached", spot.outer, rest))
            if met and all(parts):
                net.relate(met, [part for part in parts if part])
        if spot.kind == rung and answer == "champion":
            same = net.spots.get(Spot("champions", spot.outer, rest))
            if same:
                net.relate(same, [name])


def _levels(net: Net) -> None:
    """Tie those who answered every level of an item to all who answered it."""
    for spot, both in list(net.spots.items()):
        if spot.kind != "every level answered":
            continue
        item = net.spots.get(Spot("base of answers", spot.outer, frozenset()))
        if item is not None and net.values[item] > net.values[both]:
            net.within(item, [both], "without every level", primary=True)
