"""Small made-up frames, one a shape, and what a report may do to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from engagekit.measures import _frame

measure_frame = partial(_frame.measure_frame, own=True)
"""Frames of a test may hold measures of its own."""

QUARTERS = ("FY2025-26 Q3", "FY2025-26 Q4", "FY2026-27 Q1", "FY2026-27 Q2")
ANSWERS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
WORDS: dict[str, str] = {
    "title": "We met 41% of staff; two departments are below target, which is news for nobody",
    "subtitle": "Share of contacts met at least once, FY 2026-27 Q2 (July to September 2026)",
    "footer": "Source: contacts.xlsx; counted on October 4, 2026.",
}
NAMES = ("Legal", "Finance & Administration", "Policy, Research and Outreach (East and West)", "IT",
         "R&D", "<b>Bold</b>")  # fmt: skip


def share(keys: dict[str, Any], n: int, base: int, measure: str = "reach") -> dict[str, Any]:
    """A row of a share with a made-up interval."""
    at = n / base
    return {
        **keys, "measure": measure, "unit": "share", "estimate": at, "low": max(0.0, at - 0.1),
        "high": min(1.0, at + 0.1), "n": n, "base": base, "basis": "wilson",
    }  # fmt: skip


def groups(count: int) -> list[str]:
    """So many names of departments, all different."""
    return [NAMES[at] if at < len(NAMES) else f"Department number {at}" for at in range(count)]


def by_department(count: int) -> pd.DataFrame:
    """Reach by department with a row over all."""
    rows = [share({"department": "All"}, 262, 640)] if count else []
    rows += [
        share({"department": name}, 5 + at * 7 % 30, 40) for at, name in enumerate(groups(count))
    ]
    return measure_frame(rows, ["department"])


def over_time(
    count: int, column: str = "department", over: Sequence[Any] = QUARTERS, name: str = "period"
) -> pd.DataFrame:
    """A share by group and step."""
    return measure_frame(
        [share({column: group, name: step}, 5 + (at * 7 + place * 3) % 30, 40)
         for at, group in enumerate(groups(count)) for place, step in enumerate(over)],
        [column, name],
    )  # fmt: skip


def answers(count: int) -> pd.DataFrame:
    """Shares of answers by item."""
    counts = (4, 10, 30, 80, 60)
    return measure_frame(
        [share({"item": f"{item}: the library helps me in my work", "answer": answer}, n, 184)
         for item in groups(count) for answer, n in zip(ANSWERS, counts, strict=True)],
        ["item", "answer"],
    )  # fmt: skip


def counts(count: int, column: str = "touch_number") -> pd.DataFrame:
    """People by number of touches."""
    return measure_frame(
        [{column: str(at), "measure": "people", "unit": "count", "estimate": 1400.0 // (at + 1) ** 2,
          "n": 1400 // (at + 1) ** 2} for at in range(count)], [column],
    )  # fmt: skip


def spread(count: int) -> pd.DataFrame:
    """The share of people by number of touches."""
    frame = counts(count)
    base = int(frame["n"].sum()) if count else 0
    return frame.assign(unit="share", estimate=frame["estimate"] / max(1, base), base=base)


def hazards(count: int) -> pd.DataFrame:
    """The chance at touch k, and the naive share beside it."""
    rows = [share({"touch_number": at + 1}, 8, 100 + at, "hazard") for at in range(count)]
    rows += [share({"touch_number": at + 1}, min(90, 9 * at), 100, "naive") for at in range(count)]
    return measure_frame(rows, ["touch_number"])


def money(count: int) -> pd.DataFrame:
    """Cost per person by event."""
    return measure_frame(
        [{"event": name, "measure": "cost", "unit": "per_head", "estimate": 4.25 + 37 * at,
          "n": 3 + 5 * at, "base": 3 + 5 * at} for at, name in enumerate(groups(count))], ["event"],
    )  # fmt: skip


def both(count: int) -> pd.DataFrame:
    """Satisfaction and funding of each department."""
    rows = [
        share({"department": name}, 20 + at * 7 % 19, 40, "satisfaction")
        for at, name in enumerate(groups(count))
    ]
    rows += [
        {
            "department": name,
            "measure": "funding per head",
            "unit": "per_head",
            "estimate": 100.0 + at * 137 % 700,
            "base": 60,
        }
        for at, name in enumerate(groups(count))
    ]
    return measure_frame(rows, ["department"])


def tallies(count: int) -> pd.DataFrame:
    """Testimonials by initiative and quarter."""
    return measure_frame(
        [{"initiative": name, "period": step, "measure": "testimonials", "unit": "count",
          "estimate": float((at + place) % 3), "n": (at + place) % 3}
         for at, name in enumerate(groups(count)) for place, step in enumerate(QUARTERS)],
        ["initiative", "period"],
    )  # fmt: skip


def meetings(count: int) -> pd.DataFrame:
    """Meetings of so many series, monthly."""
    rows = [
        {"series": name, "on": f"2026-{month:02d}-05", "library_seat": at % 2 == 0,
         "attended": at % 2 == 0 and month % 2 == 0, "spoke": at % 2 == 0 and month == 4}
        for at, name in enumerate(groups(count)) for month in range(1, 10)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["series", "on", "library_seat", "attended", "spoke"])


LIKERT_ARGS = {"order": ANSWERS, "agree": ANSWERS[3:], "disagree": ANSWERS[:2]}
SHAPES: dict[str, tuple[Callable[[int], pd.DataFrame], dict[str, Any]]] = {
    "bars": (by_department, {"target": 0.6}),
    "likert": (answers, LIKERT_ARGS),
    "histogram": (counts, {}),
    "trend": (over_time, {"breaks": [QUARTERS[2]], "target": 0.5}),
    "quadrant": (both, {"x_line": 400.0, "y_line": 0.75}),
    "dumbbell": (lambda count: over_time(count, over=QUARTERS[::3]), {}),
    "ladder": (hazards, {"measure": "hazard", "naive": "naive"}),
    "multiples": (over_time, {}),
    "rows": (both, {}),
    "grid": (meetings, {}),
    "matrix": (tallies, {}),
}


def hidden(frame: pd.DataFrame, rows: Any = slice(None)) -> pd.DataFrame:
    """A frame as disclosure leaves it where rows are hidden."""
    safe = frame.copy()
    safe.loc[rows, ["estimate", "low", "high"]] = float("nan")
    for name in ("n", "base", "population"):
        safe.loc[rows, name] = pd.NA
    safe.loc[rows, "suppressed"] = True
    return safe


def empty(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame whose measure could not be worked out."""
    bare = frame.copy()
    bare[["estimate", "low", "high"]] = float("nan")
    return bare
