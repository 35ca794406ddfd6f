"""Whether anything was recorded in the period that a report is asked for."""

from __future__ import annotations

from datetime import date

from engagekit.errors import DataError
from engagekit.locale.words import day, say
from engagekit.measures._coverage import DAYS_OF_GRACE
from engagekit.reporting.document.outline import Outline


def must_cover(outline: Outline) -> None:
    """That the data of a notebook tell of the period of its sections.

    Raises
    ------
    DataError
        See `within`.
    """
    days: list[str] = outline.metadata.get("load", {}).get("days", [])
    text = next((part.period for part in outline.sections if part.period), None)
    if len(days) == 2 and text:
        within(text["label"], text["start"], text["end"], days[0], days[1])


def short(outline: Outline, language: str) -> list[str]:
    """The sentence on a period whose last days nobody recorded, a week-end aside."""
    days: list[str] = outline.metadata.get("load", {}).get("days", [])
    text = next((part.period for part in outline.sections if part.period), None)
    if len(days) != 2 or not text:
        return []
    last, end = date.fromisoformat(days[1]), date.fromisoformat(text["end"])
    if (end - last).days <= DAYS_OF_GRACE:
        return []
    return [say("made.short", language, last=day(last, language), period=text["label"])]


def within(label: str, start: str, end: str, first: str, last: str) -> None:
    """That a period and the days of which data tell have a day in common, all in ISO form.

    Raises
    ------
    DataError
        If the data end before the period begins, or begin after it ends.

    Examples
    --------
    >>> within("2026 Q2", "2026-04-01", "2026-06-30", "2025-01-02", "2026-04-01")
    """
    if start <= last and first <= end:
        return
    how = f"end on {last}" if last < start else f"begin on {first}"
    raise DataError(
        f"The data {how}: nothing was recorded in {label} ({start} to {end}). Put the exports of "
        "those days into the folder, or ask for another period with --quarter."
    )
