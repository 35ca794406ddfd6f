"""The eighteen months of the sample: quarters and working days."""

from __future__ import annotations

import datetime as dt

START = dt.date(2025, 4, 1)
END = dt.date(2026, 9, 30)
QUARTERS = (
    ("FY2025-26 Q1", dt.date(2025, 4, 1), dt.date(2025, 6, 30)),
    ("FY2025-26 Q2", dt.date(2025, 7, 1), dt.date(2025, 9, 30)),
    ("FY2025-26 Q3", dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
    ("FY2025-26 Q4", dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
    ("FY2026-27 Q1", dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
    ("FY2026-27 Q2", dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
)
_HOLIDAYS = """
2025-04-18 2025-05-19 2025-07-01 2025-08-04 2025-09-01 2025-10-13 2025-12-24 2025-12-25 2025-12-26
2025-12-29 2025-12-30 2025-12-31 2026-01-01 2026-01-02 2026-02-16 2026-04-03 2026-05-18 2026-07-01
2026-08-03 2026-09-07 2026-09-30
"""
HOLIDAYS = frozenset(dt.date.fromisoformat(day) for day in _HOLIDAYS.split())


def working_days(first: dt.date, last: dt.date) -> list[dt.date]:
    """Working days from first to last, both included."""
    days = (first + dt.timedelta(days=step) for step in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in HOLIDAYS]


def quarter_of(day: dt.date) -> int:
    """Number of the quarter (0 to 5) a day falls in."""
    return next(index for index, (_, _, last) in enumerate(QUARTERS) if day <= last)


def months() -> list[dt.date]:
    """First day of each of the eighteen months."""
    return [dt.date(2025 + (3 + step) // 12, (3 + step) % 12 + 1, 1) for step in range(18)]
