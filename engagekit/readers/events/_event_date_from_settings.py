"""Lists of people that do not say when their event was: the settings or the file name may."""

from __future__ import annotations

import hashlib
import re

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.readers.events import _display_names
from engagekit.readers.events._attendance import Notes, event_id, event_row
from engagekit.readers.shared._timestamps import day_in
from engagekit.tables.problems import Problem

_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.h]([0-5]\d)\b")


def undated_event(
    export: Export,
    tool: str,
    rows: pd.DataFrame,
    notes: Notes,
    *,
    title: str = "",
    first: str = "",
    header: int = 1,
    kind: str = "",
    alone: bool = True,
) -> tuple[str, pd.DataFrame]:
    """Number and row of an event whose list holds no date.

    Parameters
    ----------
    export : Export
        ``event`` in its settings is a day with a title (``2026-02-24 Copyright clinic``) or the
        number of an event of another sheet; else a day in the file name counts.
    tool : str
    rows : DataFrame
        `display_name, email`: who is listed, so that the number stays the same.
    notes : Notes
        Receives the question where nothing tells the day.
    title, first, kind : str
        Title of the event, a moment that belongs to it (first registration), its kind.
    header : int
        Row of the header, from 1.
    alone : bool
        The only event of the file; else settings and file name cannot speak of it.

    Returns
    -------
    number : str
    events : DataFrame
        One row, or none where the day is not known or the event stands in another sheet.
    """
    text = (getattr(export.choice, "event", None) or "") if alone else ""
    day = day_in(text) or ("" if text or not alone else day_in(export.path.stem))
    if text and not day:
        return text, event_row(header).iloc[:0]
    number = event_id(tool, title, day, "" if title and day else first or _fingerprint(rows))
    if not day:
        notes.problems.append(
            Problem(
                "does not say when the event was",
                "Say event = 'YYYY-MM-DD Title', or its event_id, for this file under [files] in "
                "engagekit.toml.",
                export.file,
                export.sheet.name,
                header,
                f"event {title}".strip(),
            )
        )
        return number, event_row(header).iloc[:0]
    clock = _CLOCK.search(text)
    start = f"{day}T{int(clock[1]):02d}:{clock[2]}:00" if clock else day
    named = re.sub(r"[\d:h.\-]*\d[\d:h.\-]*", " ", text, count=2 if clock else 1)
    return number, event_row(
        header,
        event_id=number,
        title=" ".join(named.split()) or title or f"{tool} event",
        started_at=start,
        kind=kind,
    )


def _fingerprint(rows: pd.DataFrame) -> str:
    """A short text made of who is listed, whatever their order."""
    keys = rows["email"].str.casefold()
    keys = keys.where(keys != "", _display_names.name_keys(rows["display_name"]))
    return hashlib.sha256("\n".join(sorted(set(keys))).encode()).hexdigest()[:10]
