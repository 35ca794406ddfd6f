"""What the board copy tells coarsely from the start: flows, curves, means, and odd periods.

Counts that grow from quarter to quarter can be subtracted, those of overlapping days as well, and a
mean with its range gives the answers away. Such shares are rounded so that ``k`` counts fit each of
them and stand without their counts; means and their ranges, outward, to steps as wide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.disclosure._recode import ROUNDING, Band
from engagekit.measures import registry
from engagekit.measures._frame import is_measure_frame
from engagekit.sections import Section

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
"""Steps of a rounded share, so that a reader recognises it as one."""
MEANS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""Steps of a rounded mean; one decimal is what a reader needs of a scale of five points."""
_QUARTER = re.compile(r"Q[1-4]$")
_AVERAGES = ("points", "mean", "minutes", "index")


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


def with_rounded_means(section: Section, k: int) -> Section:
    """Return a section whose means of people stand on steps that at least ``k`` sums share.

    A mean of 30 answers to one decimal leaves three sums; to 0.2 it leaves six. The ends of its
    range are moved outward to the same steps, for they tell the sum of squares.
    """
    frame = section.frame
    if section.kind == "listing" or not is_measure_frame(frame):
        return section
    counted = registry.kinds(frame).isin(["people", "survey", "acts", "unknown"])
    means = counted & frame["unit"].isin(_AVERAGES) & frame["estimate"].notna()
    means &= frame["base"].notna()
    if not means.any():
        return section
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    for row, is_mean in zip(rows, means, strict=True):
        if is_mean:
            row.update(_on_steps(row, k))
    result = pd.DataFrame(rows, columns=frame.columns).astype(frame.dtypes.to_dict())
    return section.with_frame(result)


def _on_steps(row: Mapping[Any, Any], k: int) -> dict[str, float]:
    """Return a mean and its range on steps."""
    base = max(int(row["base"]), 1)
    step = next((step for step in MEANS if step * base >= k), MEANS[-1])
    result = {"estimate": round(round(row["estimate"] / step) * step, 6)}
    for name, outward in (("low", math.floor), ("high", math.ceil)):
        if pd.notna(row[name]):
            result[name] = round(outward(row[name] / step) * step, 6)
    return result
