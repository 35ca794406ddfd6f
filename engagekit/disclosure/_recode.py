"""Shares told as a range of values, and small groups told together, where exact ones may not be.

A row is hidden first, by `suppression`; what the attacker cannot use is then told back: the base,
the ends between which the share lies, the hidden groups as one. Each is a published number like
any other, so that the audit and the ledger know it.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from engagekit.disclosure._audit import connected
from engagekit.disclosure._cell_graph import Net, Tie
from engagekit.disclosure.solver.suppression import is_small
from engagekit.measures._frame import ALL, by_of, is_measure_frame
from engagekit.sections import Section

GROUPS = ("department", "role_level", "cost_centre", "site")
"""Columns whose hidden groups are told as one."""
STEPS = ((20, 0.2), (40, 0.1), (math.inf, 0.05))
"""Largest base and least distance of an open end from none or all (NCES 2011-603)."""
GRID = 0.05
"""Ends are multiples of this: finer ones would tell a count on bases of the size of departments."""
WIDER = (1.0, 1.4, 2.0, 4.0)
"""Times ``k`` that is left between the ends, one after the other, before a row stays hidden."""
HALF = 0.5
"""Open end from which a group is told with others: "50% or more" of all satisfied misleads."""
ROUNDING = 1e-9
Audit = Callable[..., set[str]]
"""From the cells out of sight, those whose surroundings are looked at, and those looked for (all
where there are none), to those told anyway; ``longest`` as in `_audit.audit`."""
LONG = 13
"""Parts from which a total is that of many groups: without these totals each group stands alone."""


@dataclass(frozen=True)
class Band:
    """Ends between which a share lies; None where it is open to none or to all."""

    at_least: float | None
    at_most: float | None

    @property
    def is_wide(self) -> bool:
        """Whether one end is open and the other lies at one half or beyond."""
        if self.at_most is None:
            return self.at_least is not None and self.at_least <= HALF
        return self.at_least is None and self.at_most >= HALF

    def counts(self, base: int) -> tuple[int, int]:
        """Return the least and the largest count of a base that fit."""
        low = 0 if self.at_least is None else math.ceil(self.at_least * base - ROUNDING)
        return low, base if self.at_most is None else math.floor(self.at_most * base + ROUNDING)


Ends = Callable[[int, int, int, int], Band | None]


@dataclass
class Told:
    """What is told back.

    ``bands`` by the cell of the count, ``shown`` the cells that are in sight again, ``unseen``
    new ones of which only the ends are told; ``together`` by identity of a section its rows that
    are told as one, with the cells of their count and base.
    """

    bands: dict[str, Band] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    unseen: set[str] = field(default_factory=set)
    together: dict[int, tuple[tuple[int, ...], str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Offer:
    """One share that may be told back: its cells, its ends, and its base where that is hidden."""

    n: str
    base: str
    band: Band


def is_crossed(frame: pd.DataFrame) -> bool:
    """Return whether a frame sets questions beside groups, as a cross-table or a banner book does.

    Its counts would cost the topline its own: it is told in bands from the start, and hides nothing
    elsewhere.
    """
    if not is_measure_frame(frame) or not {"item", "answer"} <= set(frame.columns):
        return False
    return bool(set(by_of(frame)) - {"item", "answer", "period"})


def band(n: int, base: int, k: int, room: int | None = None) -> Band | None:
    """Return the narrowest ends that leave ``k`` counts possible, or ``room`` where that is more.

    None where the base has no room for as many.

    Examples
    --------
    >>> band(22, 23, 5), band(2, 60, 5)
    (Band(at_least=0.8, at_most=None), Band(at_least=None, at_most=0.1))
    >>> band(13, 19, 5)
    Band(at_least=0.5, at_most=0.75)
    """
    room = k if room is None else room
    if base + 1 < room:
        return None
    least = next(step for size, step in STEPS if base <= size)
    cells = round(1 / GRID)
    edge = max(least, math.ceil((room - 1) / base / GRID - ROUNDING) * GRID)
    while math.floor(edge * base + ROUNDING) < room - 1:
        edge += GRID
    edge = round(edge, 2)
    count = math.floor(edge * base + ROUNDING)
    if edge >= 1:
        return None
    left = base - n
    if min(n, left) <= count:
        return Band(round(1 - edge, 2), None) if left <= n else Band(None, edge)
    floor = math.floor(n / base / GRID + ROUNDING)
    for width in range(1, cells):
        low = floor // width * width
        ends = Band(round(low * GRID, 2), round((low + width) * GRID, 2))
        first, last = ends.counts(base)
        if first <= n <= last and last - first + 1 >= room and low > 0 and low + width < cells:
            return ends
    return Band(round(floor * GRID, 2), None) if left <= n else None


def counted(n: int, room: int, first: int = 0) -> Band:
    """Return the ends of a count that is told alone, ``first`` the least that it can be.

    Examples
    --------
    >>> counted(3, 5), counted(12, 5), counted(3, 5, 1)
    (Band(at_least=None, at_most=4), Band(at_least=10, at_most=14), Band(at_least=1, at_most=5))
    """
    low = first + (n - first) // room * room
    return Band(low or None, low + room - 1)


def tell_back(
    net: Net,
    board: Sequence[Section],
    hidden: set[str],
    removed: set[str],
    audit: Audit,
    coarse: Ends,
) -> Told:
    """Return what of the hidden rows may be told after all, the net with it.

    ``hidden`` cells were chosen to be hidden, ``removed`` ones are out of sight; ``coarse`` gives
    the ends of a rounded share by count, base, threshold and room.
    """
    told = Told()
    rows = {
        place: cells
        for place, cells in sorted(net.shares.items(), key=lambda item: item[1])
        if hidden & net.row_cells[place]
    }
    offers: dict[str, tuple[str, Ends]] = {n: (base, band) for n, base in rows.values()}
    crossed = {id(section) for section in board if is_crossed(section.frame)}
    for (of, _), (n, base) in net.coarse.items():
        is_small_group = of in crossed and base and GRID * net.values[base] < net.k
        if n not in net.published:
            offers[n] = base, band if is_small_group else coarse
    grouped = {
        net.shares[id(section), at][0]
        for section in board
        if _is_by_group(net, section)
        for at in range(len(section.frame))
    }
    _tell(net, offers, grouped, told, removed, audit)
    for section in board:
        _together(net, section, rows, told, removed, audit)
    for place, (members, *_) in told.together.items():
        for at in members:
            offers.pop(rows[place, at][0], None)  # what is told as one here is told so everywhere
    _tell(net, offers, set(), told, removed, audit)
    return told


def _tell(
    net: Net,
    offers: Mapping[str, tuple[str, Ends]],
    grouped: set[str],
    told: Told,
    removed: set[str],
    audit: Audit,
) -> None:
    """Add the ends of shares that may be told; of groups only those that are not wide."""
    for wider in WIDER:
        waiting = []
        for n, (base, between) in sorted(offers.items()):
            room = math.ceil(net.k * wider)
            if n in told.bands or (base and net.values[base] < net.k):
                continue
            count, of = net.values[n], net.values.get(base, 0)
            is_some = int(n in net.some)
            ends = between(count, of, net.k, room) if base else counted(count, room, is_some)
            if ends is not None and not (n in grouped and ends.is_wide):
                waiting.append(_Offer(n, base, ends))
        for taken in _taken(net, waiting, removed - told.shown, audit):
            told.bands[taken.n] = taken.band
            told.shown |= {taken.base} - net.derived - {""}


def _is_by_group(net: Net, section: Section) -> bool:
    """Return whether the rows of a section are shares of one measure by one kind of group."""
    frame = section.frame
    every = [net.shares.get((id(section), at), ("", ""))[1] for at in range(len(frame))]
    columns = [name for name in GROUPS if name in frame.columns]
    is_plain = bool(len(frame)) and all(every) and "period" not in frame.columns
    return is_plain and len(columns) == 1 and len(set(frame["measure"])) == 1


def _taken(net: Net, offers: Sequence[_Offer], removed: set[str], audit: Audit) -> Iterable[_Offer]:
    """Return the offers that tell nothing that must not be told."""
    # what tells something within its own group is found there, one group after the other; what is
    # left is tried together, so that the same are taken as if each were tried beside all before it
    groups: dict[str, list[_Offer]] = defaultdict(list)
    for offer in offers:
        group = connected(net, removed | net.derived, {offer.base, offer.n}, LONG)
        groups[min(group, default="")].append(offer)
    if len(groups) > 1:
        if not _told_by(net, offers, removed, audit):
            return offers
        before = set(net.relations), set(net.values), set(net.derived)
        own = partial(audit, longest=LONG)
        alone = {one for part in groups.values() for one in _halved(net, part, removed, own)}
        _take_back(net, *before)
        offers = [one for one in offers if one in alone]
    return _halved(net, offers, removed, audit)


def _told_by(
    net: Net,
    offers: Iterable[_Offer],
    removed: set[str],
    audit: Audit,
    among: set[str] | None = None,
) -> set[str]:
    """Return what is told with some offers; they stay in the net where nothing is."""
    before = set(net.relations), set(net.values), set(net.derived)
    for offer in offers:
        bound(net, offer.n, *offer.band.counts(net.values.get(offer.base, 1)))
    bases = {offer.base for offer in offers} - net.derived - {""}
    bare = audit(removed - bases, bases | {offer.n for offer in offers}, among)
    if bare:
        _take_back(net, *before)
    return bare


def _halved(
    net: Net, offers: Sequence[_Offer], removed: set[str], audit: Audit
) -> Iterator[_Offer]:
    """Yield the offers that tell nothing: all, or halves of them in turn."""
    shown: set[str] = set()
    # whoever knows less learns no more: of a half only what all of them tell is looked for
    waiting: list[tuple[Sequence[_Offer], set[str] | None]] = [(offers, None)] if offers else []
    while waiting:
        now, among = waiting.pop(0)
        bare = _told_by(net, now, removed - shown, audit, among)
        if not bare:
            shown |= {offer.base for offer in now} - net.derived - {""}
            yield from now
        elif len(now) > 1:
            middle = len(now) // 2
            waiting[:0] = [(now[:middle], bare), (now[middle:], bare)]


def _take_back(net: Net, relations: set[Tie], values: set[str], derived: set[str]) -> None:
    """Return a net to what it was."""
    net.retain(relations)
    net.values = {name: value for name, value in net.values.items() if name in values}
    net.derived = derived
    net.primary &= values


def bound(net: Net, name: str, low: int, high: int | None = None) -> None:
    """Tie a count to published ends: what lies between it and each of them is unknown."""
    value = net.values[name]
    for what, end in (("at least", low), *([("at most", high)] if high is not None else [])):
        const = net.add(f"{what}|{name}|{end}", end)
        net.ends.add(const)
        gap = net.derive(f"beyond {what}|{name}|{end}", abs(value - end))
        net.relate(*((name, [const, gap]) if what == "at least" else (const, [name, gap])))


def _together(
    net: Net,
    section: Section,
    rows: dict[tuple[int, int], tuple[str, str]],
    told: Told,
    removed: set[str],
    audit: Audit,
) -> None:
    """Tell the rows of a section that stay hidden as one group, as finely as is safe."""
    if not _is_by_group(net, section):
        return
    groups = section.frame[next(name for name in GROUPS if name in section.frame.columns)]
    mine = {
        at: cells
        for (of, at), cells in rows.items()
        if of == id(section) and cells[0] not in told.bands and cells[1] and groups.iloc[at] != ALL
    }
    if len(mine) < 2:
        return
    names = [" + ".join(sorted(cells[place] for cells in mine.values())) for place in (0, 1)]
    values = [sum(net.values[cells[place]] for cells in mine.values()) for place in (0, 1)]
    if values[1] < net.k:
        return
    left = values[1] - values[0]
    is_exact = not (is_small(values[0], net.k) or is_small(left, net.k) or not left)
    rooms = [math.ceil(net.k * wider) for wider in WIDER]
    bands = [ends for ends in (band(values[0], values[1], net.k, room) for room in rooms) if ends]
    for ends in [*([None] if is_exact else []), *dict.fromkeys(bands)]:
        before = set(net.relations), set(net.values), set(net.derived)
        n, base = (
            net.add(f"together|{name}", value) for name, value in zip(names, values, strict=True)
        )
        for place, total in ((0, n), (1, base)):
            net.relate(total, [cells[place] for cells in mine.values()])
        net.relate(base, [n, net.derive(f"not {n}", left)])
        if ends:
            bound(net, n, *ends.counts(values[1]))
        if audit((removed - told.shown) | ({n} if ends else set()), {n, base}, None):
            _take_back(net, *before)
            continue
        told.together[id(section)] = (tuple(sorted(mine)), n, base)
        told.shown |= {base} if ends else {base, n}
        if ends:
            told.bands[n] = ends
            told.unseen.add(n)
        return
