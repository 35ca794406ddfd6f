"""Copies of a report made by hand: sections of a few rows, as a brief takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame, share
from engagekit.presentation.section import Section
from engagekit.reporting.document.document import Content, Item, make
from engagekit.reporting.document.outline import Outline

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
SETTINGS = {"k": 5, "language": "en", "currency": "CAD", "organisation": "Harbour Bank",
            "library": "the library", "targets": {"reach": 0.6}}  # fmt: skip
QUARTERS = [f"FY2026-27 Q{number}" for number in (1, 2, 3, 4)]
NAN = float("nan")


def section(name: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame, **more: Any) -> Section:
    """A section of a frame, or of rows whose further columns say what they are about."""
    if not isinstance(rows, pd.DataFrame):
        rows = list(rows)
        names = ("period", "department", "site", "item", "answer", "previous", "group")
        by = [name for name in names if rows and name in rows[0]]
        rows = measure_frame(rows, by, own=True)
    known = {"sentence": None, "period": PERIOD, "settings": SETTINGS, **more}
    return Section(name, name.capitalize(), rows, **known)


def over_time(
    measure: str, counts: Sequence[float], names: Sequence[str] = QUARTERS, **more: Any
) -> list[dict[str, Any]]:
    """Rows of a measure, so many of a hundred in each period."""
    return [
        share(measure, n, 100, period=name, **more) for n, name in zip(counts, names, strict=False)
    ]


def hidden(frame: pd.DataFrame, *rows: int, least: float = NAN, most: float = NAN) -> pd.DataFrame:
    """A frame of which some rows are protected, told by their ends where these are given."""
    is_gone = pd.Series(frame.index.isin(rows), frame.index)
    is_recoded = is_gone & (least == least or most == most)
    numbers = frame[["estimate", "low", "high", "n"]].mask(is_gone)
    ends = {"at_least": least, "at_most": most, "recoded": is_recoded}
    return frame.assign(**numbers, suppressed=is_gone, **ends)


def content(
    *sections: Section, told: str = "", language: str = "en", audience: str = "private"
) -> Content:
    """A copy of some sections, each with the same finding."""
    items = tuple(Item(one.name, one, finding=told, message=told) for one in sections)
    front = next((item for item in items if item.section.figure_args.get("tiles")), None)
    locale = Locale(language, currency="CAD")
    return Content(audience, locale, "Quarter", "", "", "the library", "", items, (), PERIOD, front)


def worded(
    *sections: Section,
    shown: Sequence[Section] = (),
    language: str = "en",
    audience: str = "private",
) -> Content:
    """A copy of some sections in words; ``shown``: what a board has of them."""
    outline, locale = Outline("The quarter", sections), Locale(language, currency="CAD")
    return make(outline, shown or sections, audience, locale)


def departments(measure: str = "reach", **counts: tuple[int, int]) -> list[dict[str, Any]]:
    """Rows of a share by department: so many of so many."""
    return [share(measure, n, base, department=name) for name, (n, base) in counts.items()]
