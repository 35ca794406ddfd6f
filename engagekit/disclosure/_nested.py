"""Counts of a period and of a longer one that holds it: what lies between them is a count too.

A year to date less the quarter before is the people of three months; of a small
department they may be two. Only counts that grow with the period can be subtracted so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pandas as pd

from engagekit.disclosure._cell_graph import WAS, Net
from engagekit.disclosure.solver.suppression import is_small
from engagekit.errors import PeriodError
from engagekit.measures import registry
from engagekit.settings.periods import Period, period

TO_DATE = "touches for initiatives"
"""Acts that are counted from the first day on: a later period holds every one before it."""
_ACTS = {kind for one in registry.MEASURES.values() if one.of == "acts" for kind in one.counts}
_SUMS = "|".join(_ACTS - {"", TO_DATE}) + r"|seats( with minutes)?|away|expected|heads at events"
SUMMED = re.compile(f"^({_SUMS})$")
"""Kinds of cells of which the counts of days that do not overlap come to that of all of them."""
GROWING = re.compile(
    rf"^({_SUMS}|{TO_DATE}|reached( \d+\+)?|attendees|active users|(staff )?met on walks"
    r"|found on walks|sent the newsletter|wrote on social media|people served( a year before)?)$"
)
"""Kinds that count people, places or acts over a period, and so never shrink with it."""
EARLIER = " a year before"
"""After the name of a count of the same days of the year before: a report of those days has it."""
YEAR = pd.DateOffset(years=1)


def nested(net: Net, fiscal_start: int) -> None:
    """Tie counts of periods that lie within one another, earlier reports' as well."""
    placed: dict[str, list[tuple[Period, str]]] = defaultdict(list)
    for key, when, name in _placed(net.values, fiscal_start):
        placed[key].append((when, name))
    for key, cells in placed.items():
        for long, name in cells:
            apart: list[tuple[Period, str]] = []
            for when, part in sorted(cells, key=lambda cell: (cell[0].end, cell[0].days)):
                if part == name or when.start < long.start or when.end > long.end:
                    continue
                if when.days == long.days:
                    net.relate(name, [part])
                    continue
                _between(net, [part], name)
                if not apart or when.start > apart[-1][0].end:
                    apart.append((when, part))
            parts = [part for _, part in apart]
            if len(parts) > 1 and SUMMED.match(key.split("|")[0]):
                _between(net, parts, name)
            # who is among all is in one of the parts that fill its days
            is_filled = sum(when.days for when, _ in apart) == long.days
            if len(parts) > 1 and not net.relate(name, parts) and is_filled:
                net.within(name, parts, f"{WAS}parts")


def _between(net: Net, short: Sequence[str], long: str) -> None:
    """Add the count of the days that only the longer period has."""
    gap = net.values[long] - sum(net.values[name] for name in short)
    if gap < 0:  # late data: the shorter period was counted before them
        return
    # alike as well: the same number of both ties one to the other
    between = net.derive(f"{WAS}only in the longer of {long} and {' + '.join(short)}", gap)
    net.relate(long, [*short, between])
    if is_small(gap, net.k):
        net.primary.add(between)


def _placed(names: Iterable[str], fiscal_start: int) -> Iterator[tuple[str, Period, str]]:
    """Yield cells that grow with their period: kind and groups, period, name."""
    periods: dict[str, Period | None] = {}
    for name in sorted(names):
        kind, _, rest = name.removeprefix(WAS).partition("|")
        label, *groups = (part.split("#")[0] for part in rest.split("|"))
        if not GROWING.match(kind):
            continue
        if label not in periods:
            periods[label] = None
            with suppress(PeriodError):
                periods[label] = period(label, fiscal_start)
        when = periods[label]
        if when is not None:
            when = replace(when, start=date.min) if kind == TO_DATE else when
            if kind.endswith(EARLIER):
                first, last = (pd.Timestamp(day) - YEAR for day in (when.start, when.end))
                when = replace(when, start=first.date(), end=last.date())
                kind = kind.removesuffix(EARLIER)
            yield "|".join([kind, *groups]), when, name
