"""Counts of a period and of a longer one that holds it: what lies between them is a count too.

A year to date less the quarter before is the people of three months; of a small
department they may be two. Only counts that grow with the period can be subtracted so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from engagekit.disclosure._cell_graph import Net
from engagekit.disclosure.solver.suppression import is_small
from engagekit.errors import PeriodError
from engagekit.settings.periods import Period, period

GROWING = re.compile(
    r"^(reached( \d+\+)?|seats|attendees|away|expected|met on walks|found on walks"
    r"|staff met on walks|sent the newsletter)$"
)
"""Kinds of cells that count people or places over a period, and so never shrink with it."""
_Key = tuple[str, tuple[str, ...]]


def nested(net: Net, known: Mapping[str, int], fiscal_start: int) -> dict[str, int]:
    """Join earlier counts of shorter or longer periods to a net.

    Parameters
    ----------
    net : Net
        Of the report to be published.
    known : mapping of str to int
        Cells that earlier reports have shown.
    fiscal_start : int
        Month in which the fiscal year begins.

    Returns
    -------
    dict of str to int
        The earlier cells that matter: known, and past hiding.
    """
    own: dict[_Key, list[tuple[Period, str]]] = defaultdict(list)
    for key, when, name in _placed(net.values, fiscal_start):
        own[key].append((when, name))
    fixed: dict[str, int] = {}
    for key, when, name in _placed(known, fiscal_start):
        for other, mine in own.get(key, ()):
            if other == when or name in net.values:
                continue
            longer = other.start <= when.start and when.end <= other.end
            if longer or (when.start <= other.start and other.end <= when.end):
                here = f"was|{name}"
                low, high = (known[name], net.values[mine])
                low, high = (low, high) if longer else (high, low)
                # alike as well: the same number of both ties one to the other
                if low <= high:
                    fixed[here] = known[name]
                    _between(net, (here, known[name]), mine, high - low, longer=longer)
    return fixed


def _between(net: Net, was: tuple[str, int], mine: str, gap: int, *, longer: bool) -> None:
    """Add the count of the days that only the longer period has."""
    here, value = was
    net.values[here] = value
    between = net.derive(f"was|only in the longer of {mine} and {here}", gap)
    net.relate(*((mine, [here, between]) if longer else (here, [mine, between])))
    if is_small(gap, net.k):
        net.primary.add(between)


def _placed(names: Mapping[str, int], fiscal_start: int) -> Iterator[tuple[_Key, Period, str]]:
    """Yield cells that grow with their period: kind and groups, period, name."""
    periods: dict[str, Period | None] = {}
    for name in sorted(names):
        kind, _, rest = name.partition("|")
        label, *groups = rest.split("|")
        if not GROWING.match(kind):
            continue
        if label not in periods:
            try:
                periods[label] = period(label, fiscal_start)
            except PeriodError:
                periods[label] = None
        when = periods[label]
        if when is not None:
            yield (kind, tuple(groups)), when, name
