"""What the board copy tells coarsely from the start: flows, curves, and odd periods.

Counts that grow from quarter to quarter can be subtracted, those of overlapping days as well. Such
shares are rounded so that ``k`` counts fit each of them and stand without their counts. Means are
rounded in `_means`.
"""

import re
from collections.abc import Mapping
from typing import Any

from engagekit.disclosure._recode import ROUNDING, Band
from engagekit.measures import registry
from engagekit.sections import Section

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
"""Steps of a rounded share, so that a reader recognises it as one."""
_QUARTER = re.compile(r"Q[1-4]$")


def is_coarse(row: Mapping[Any, Any], section: Section) -> bool:
    """Return whether the counts of a row never stand on the board.

    Those of a measure that is registered so, and all counts of people in days that are no fiscal
    quarter: quarters do not overlap, ranges and years do.
    """
    record = registry.measure(str(row["measure"]))
    if record.is_rounded or "months" in row:
        return record.of != "things"
    when = str(row.get("period") or section.period.get("label", ""))
    return record.of in ("people", "acts") and bool(when) and not _QUARTER.search(when)


def rounded(n: int, base: int, k: int, room: int | None = None) -> Band | None:
    """Return the ends between which a rounded share lies; at none and at all they are open.

    Examples
    --------
    >>> rounded(384, 500, 5), rounded(2, 500, 5)
    (Band(at_least=0.765, at_most=0.775), Band(at_least=None, at_most=0.01))
    """
    room = k if room is None else room
    for step in STEPS:
        at = round(n / base / step)
        if step * base < room:
            continue
        if n < step * base - ROUNDING:
            ends = Band(None, step)
        elif n > (1 - step) * base + ROUNDING:
            ends = Band(round(1 - step, 4), None)
        else:
            ends = Band(round((at - 0.5) * step, 4), round((at + 0.5) * step, 4))
        low, high = ends.counts(base)
        if low <= n <= high and high - low + 1 >= room:
            return ends
    return None
