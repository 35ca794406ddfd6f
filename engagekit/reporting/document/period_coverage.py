"""Whether anything was recorded in the period that a report is asked for."""

from datetime import date

from engagekit.errors import DataError, error_text
from engagekit.facts.coverage import DAYS_OF_GRACE
from engagekit.locale.analyst import ENGLISH
from engagekit.reporting.document.outline import Outline


def must_cover(outline: Outline) -> None:
    """Check that the data of a notebook tell of the period of its sections.

    Raises
    ------
    DataError
        See `within`.
    """
    days, period = _days(outline)
    if days and period:
        within(period["label"], period["start"], period["end"], *days)


def shortfall(outline: Outline) -> list[str]:
    """Return the sentence on a period whose last days nobody recorded, a week-end aside."""
    days, period = _days(outline)
    if not days or not period:
        return []
    last, end = date.fromisoformat(days[1]), date.fromisoformat(period["end"])
    if (end - last).days <= DAYS_OF_GRACE:
        return []
    return [ENGLISH.say("made.short", last=ENGLISH.day(last), period=period["label"])]


def _days(outline: Outline) -> tuple[tuple[str, str] | None, dict[str, str]]:
    """Return first and last day of the data, if the notebook shows its load, and the period."""
    days: list[str] = outline.metadata.get("load", {}).get("days", [])
    period = next((dict(part.period) for part in outline.sections if part.period), {})
    return ((days[0], days[1]) if len(days) == 2 else None), period


def within(label: str, start: str, end: str, first: str, last: str) -> None:
    """Check that a period and the days of the data have a day in common, all in ISO form.

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
        error_text("period_coverage.within", how=how, label=label, start=start, end=end)
    )
