"""What follows from the definitions of the numbers: which of them add up to which."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from engagekit.disclosure._cell_graph import Net, Spot
from engagekit.measures._roster import SEVEN

COLUMNS = ("department", "role_level", "site", "cost_centre")
"""Columns by which the same people stand together in two sections."""
BASES = ("opinions", "recommendations")
"""Answers to one question, out of all who answered the survey."""
TIMED = re.compile(r" with minutes$| paid for$")
"""After the name of a count: those of them of which the minutes or the price are known."""
HEADS = "heads at events"
FOUR = 4
"""Quarters of the year of which the champions lost are told."""


def tie(net: Net) -> None:
    """Add to a net every relation between its cells that an outsider can know."""
    # a table that leaves out a group says that nobody is in it: its own rows are all of its total
    for section in net.of_section.values():
        _add_up(net, [spot for spot, name in net.spots.items() if name in section], own=True)
    _add_up(net, net.spots)
    _answers_to_bases(net)
    _parts_to_wholes(net)
    _touches(net)
    # the top two boxes belong to the answers of the item that they were taken from
    opinions = {top: base for _, top, base in _same_place(net, "top two box", "opinions")}
    for box, of, answers in list(_in_box(net, "top two box", (slice(-2, None), slice(-1, None)))):
        if net.relate(box, answers):
            net.relate(of, [opinions[box]])
    _boxes(net)
    _events(net)
    _trust_ladder(net)
    _levels(net)
    _champions(net)
    _lost_in_the_year(net)
    _moves(net)
    _answers_twice(net)


def _add_up(net: Net, counted: Iterable[Spot], *, own: bool = False) -> None:
    """Tie cells to their totals; ``own`` are those of one table, tied where they come to these."""
    by_kind: dict[tuple[str, str], dict[frozenset[str], list[Spot]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for spot in counted:
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
                    if parts and not net.relate(whole, parts) and not own:
                        net.within(whole, parts, _without(spots, total), primary=True)


def _without(spots: list[Spot], total: Spot) -> str:
    """Return what is left of a total: its own name where one group alone is told beside it."""
    groups = [spot.groups - total.groups for spot in spots if total.groups <= spot.groups]
    names = [label for _, label in sorted(groups[0])] if len(groups) == 1 else ["a group"]
    return f"without {', '.join(names)}"


def _answers_to_bases(net: Net) -> None:
    """Tie answers (or numbers of touches) to the base that they are shares of."""
    # of answers that can be given together everybody has one: they come to the base or to more
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    names = {name: spot for spot, name in net.spots.items()}
    for name, base in net.bases.items():
        parts[names[name].kind if name in names else "", base].append(name)
    for (kind, base), supplied in parts.items():
        if sum(net.values[name] for name in supplied) > net.values[base]:
            net.within(base, supplied, kind)
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
        net.within(whole, [part], "answered in part", primary=True)
    for _, whole, part in _same_place(net, "uses", "active users"):
        net.within(whole, [part], "further uses")
    for timed in sorted({spot.kind for spot in net.spots if TIMED.search(spot.kind)}):
        for _, whole, part in _same_place(net, TIMED.sub("", timed), timed):
            net.within(whole, [part], "without minutes", primary=True)
            net.cheap.add(part)
    for spot, base in list(net.spots.items()):
        answered = net.spots.get(Spot("answered", spot.outer, spot.groups))
        is_base = spot.kind in BASES or spot.kind.startswith("base of ")
        if is_base and answered and net.values[base] <= net.values[answered]:
            # "208 answered", "205 of them said how satisfied they are": three did not
            net.within(answered, [base], "without this answer", primary=True)
            net.cheap.add(answered)
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


def _in_box(net: Net, kind: str, readings: Sequence[slice]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each count of a box with the base and the answers of an item that are in it."""
    # which answers these are follows from the largest group: in a small one, in which nobody gave
    # most of them, any answers come to the box
    labels = {name: dict(one.groups).get("answer", "") for one, name in net.spots.items()}
    answers_of: dict[str, dict[str, str]] = defaultdict(dict)
    for name, of in net.bases.items():
        answers_of[of][labels.get(name, name)] = name
    items: dict[tuple[str, frozenset[tuple[str, str]]], list[tuple[str, str]]] = defaultdict(list)
    for spot, of in net.spots.items():
        if spot.kind == "base of answers" and of in answers_of:
            items[spot.outer.partition("|item=")[0], spot.groups].append((spot.outer, of))
    by_item: dict[str, list[tuple[str, str, dict[str, str]]]] = defaultdict(list)
    for spot, box, base in _same_place(net, kind, "opinions"):
        for item, of in items.get((spot.outer, spot.groups), ()):
            if net.values[of] == net.values[base]:  # the same people answered
                by_item[item].append((box, of, answers_of[of]))
    for rows in by_item.values():
        box, of, answers = max(rows, key=lambda row: net.values[row[1]])
        for reading in readings:
            words = list(answers)[reading]
            if sum(net.values[answers[word]] for word in words) == net.values[box]:
                for box, of, answers in rows:
                    yield box, of, [answers[word] for word in words if word in answers]
                break


def _boxes(net: Net) -> None:
    """Tie the lowest answers to the item that they were taken from, and those between boxes."""
    for spot, low, top in _same_place(net, "bottom two box", "top two box"):
        base = net.spots.get(Spot("opinions", spot.outer, spot.groups))
        if base is not None:
            net.within(base, [low, top], "between the boxes", primary=True)
    for box, _, answers in list(_in_box(net, "bottom two box", (slice(2), slice(1)))):
        net.relate(box, answers)


def _events(net: Net) -> None:
    """Tie registered, came, stayed away and unknown at each event, and the totals over all."""
    rows: dict[tuple[str, frozenset[tuple[str, str]]], dict[str, str]] = defaultdict(dict)
    for spot, name in net.spots.items():
        if spot.kind.startswith("listed "):
            rows[spot.outer, spot.groups][spot.kind.removeprefix("listed ")] = name
    for row in rows.values():
        requested, came, away = row.get("registered"), row.get("attended"), row.get("no_show")
        heard = sum(net.values[one] for one in (came, away) if one)
        if requested and came and away and net.values[requested] >= heard:
            net.within(requested, [came, away], "not heard of")
        unknown = row.get("unidentified")
        if came and unknown and net.values[came] >= net.values[unknown]:
            net.within(came, [unknown], "identified")
    for kind, column in (("seats", "attended"), (HEADS, "attended"), ("away", "no_show")):
        for outer in {outer for outer, _ in rows}:
            total = net.spots.get(Spot(kind, outer, frozenset()))
            mine = [row for (of, _), row in rows.items() if of == outer and column in row]
            # of heads that were counted nobody says how many are not identified
            own = [row[column] for row in mine if ("unidentified" in row) == (kind != HEADS)]
            every = [row[column] for row in mine]
            if total and every and not (net.relate(total, own) or net.relate(total, every)):
                net.within(total, own or every, "elsewhere")


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


def _answers_twice(net: Net) -> None:
    """Tie numbers of a topline to those that other sections tell of the same answers.

    A word picked, a service known or a promoter is an answer of the topline too. Which one it is
    need not be known: what has the same size out of a base of the same size in the largest group is
    taken for it in all of them, and one tie too many hides more, never less. In a small group alone
    it says nothing: there most counts are alike. Those without an opinion are what a base leaves
    out.
    """
    bases = {part: total for total, parts in sorted(net.relations) for part in parts
             if f"not {part}" in parts}  # fmt: skip
    where: dict[Spot, dict[frozenset[tuple[str, str]], tuple[str, str]]] = defaultdict(dict)
    counted = set(net.spots.values())
    for spot, name in net.spots.items():
        if bases.get(name) in counted:
            groups = frozenset(part for part in spot.groups if part[0] in COLUMNS)
            where[Spot(spot.kind, spot.outer, spot.groups - groups)][groups] = name, bases[name]
    for answer, mine in where.items():
        outer, item, _ = answer.outer.partition("|item=")
        for other, theirs in where.items() if item else ():
            both = mine.keys() & theirs.keys()
            if other.outer != outer or not both:
                continue
            largest = max(both, key=lambda group: (net.values[mine[group][1]], sorted(group)))
            pairs = list(zip(mine[largest], theirs[largest], strict=True))
            if all(net.values[one] == net.values[two] for one, two in pairs):
                for group in both:
                    for one, two in zip(mine[group], theirs[group], strict=True):
                        net.relate(one, [two])
    _across(net)
    for spot, none in list(net.spots.items()):
        of = net.spots.get(Spot("base of answers", spot.outer, spot.groups))
        answered = net.spots.get(Spot("answered the question", spot.outer, spot.groups))
        if spot.kind == "no opinion" and of and answered:
            net.relate(answered, [none, of])


def _across(net: Net) -> None:
    """Tie the columns of a cross-table to the answers to the question across its top."""
    for spot, base in list(net.spots.items()):
        if not spot.kind.startswith("base of ") or len(spot.groups) != 1:
            continue
        (name, label), outer = next(iter(spot.groups)), spot.outer.partition("|item=")[0]
        there = net.spots.get(
            Spot("answers", f"{outer}|item={name}", frozenset({("answer", label)}))
        )
        if there and there != base and not net.relate(there, [base]):
            net.within(there, [base], "without the other answer")


def _levels(net: Net) -> None:
    """Tie those who answered every level of an item to all who answered it."""
    for spot, both in list(net.spots.items()):
        item = net.spots.get(Spot("base of answers", spot.outer, frozenset()), "")
        if spot.kind == "every level answered" and net.values.get(item, 0) > net.values[both]:
            net.within(item, [both], "without every level", primary=True)
