"""Counts of a period and of a longer one that holds it: what lies between them is a count too.

A year to date less the quarter before is the people of three months; of a small
department they may be two. Only counts that grow with the period can be subtracted so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from engagekit.disclosure._cell_graph import WAS, Net
from engagekit.disclosure.solver.suppression import is_small
from engagekit.errors import PeriodError
from engagekit.settings.periods import Period, period

GROWING = re.compile(
    r"^(reached( \d+\+)?|seats( with minutes)?|attendees|away|expected|met on walks|found on walks"
    r"|staff met on walks|sent the newsletter|touches for initiatives)$"
)
"""Kinds of cells that count people or places over a period, and so never shrink with it."""
TO_DATE = ("touches for initiatives",)
"""Those that are counted from the first day on: a later period holds every one before it."""
_Key = tuple[str, tuple[str, ...]]


def nested(net: Net, fiscal_start: int) -> None:
    """Tie counts of periods that lie within one another, earlier reports' as well."""
    placed: dict[_Key, list[tuple[Period, str]]] = defaultdict(list)
    for key, when, name in _placed(net.values, fiscal_start):
        placed[key].append((when, name))
    for cells in placed.values():
        for one, other in combinations(cells, 2):
            short, long = sorted((one, other), key=lambda cell: cell[0].end - cell[0].start)
            is_within = long[0].start <= short[0].start and short[0].end <= long[0].end
            if is_within and (short[0].start, short[0].end) != (long[0].start, long[0].end):
                _between(net, short[1], long[1])


def _between(net: Net, short: str, long: str) -> None:
    """Add the count of the days that only the longer period has."""
    gap = net.values[long] - net.values[short]
    if gap < 0:  # late data: the shorter period was counted before them
        return
    # alike as well: the same number of both ties one to the other
    between = net.derive(f"{WAS}only in the longer of {long} and {short}", gap)
    net.relate(long, [short, between])
    if is_small(gap, net.k):
        net.primary.add(between)


def _placed(names: Iterable[str], fiscal_start: int) -> Iterator[tuple[_Key, Period, str]]:
    """Yield cells that grow with their period: kind and groups, period, name."""
    periods: dict[str, Period | None] = {}
    for name in sorted(names):
        kind, _, rest = name.removeprefix(WAS).partition("|")
        label, *groups = rest.split("|")
        if not GROWING.match(kind):
            continue
        label = label.split("#")[0]
        if label not in periods:
            try:
                periods[label] = period(label, fiscal_start)
            except PeriodError:
                periods[label] = None
        when = periods[label]
        if when is not None:
            when = replace(when, start=date.min) if kind in TO_DATE else when
            yield (kind, tuple(group.split("#")[0] for group in groups)), when, name
