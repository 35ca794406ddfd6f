"""Which event a row speaks of: its number, its title and its moment, as far as the file says."""

import hashlib
import re

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.parsing.file_days import day_in
from engagekit.parsing.values import fold_word
from engagekit.readers.events import _display_names
from engagekit.readers.events._event_table import Notes, events_of
from engagekit.readers.shared._timestamps import iso

_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.h]([0-5]\d)\b")
NEAR = pd.Timedelta(days=2)
"""How far the first join may lie from the start that a summary states: a zone or a test the day
before makes a day or so, while day and month the wrong way round make weeks."""


def event_id(tool: str, *parts: str) -> str:
    """Return a number for an event that is the same whenever its file is loaded.

    ``parts``: number or title of the meeting, then its start as ISO text (seconds do not matter:
    they are lost when a file is saved again).

    Examples
    --------
    >>> event_id("teams", "Muffin breakfast: ready?", "2026-01-20T08:30:12")
    'teams-muffin-breakfast-ready-202601200830'
    """
    names = []
    for part in parts:
        moment = re.match(r"^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)", part)
        names.append("".join(moment.groups()) if moment else part)
    return re.sub(r"[\s_]+", "-", fold_word(" ".join([tool, *names]))).strip("-")


def events_in_rows(
    tool: str, rows: pd.DataFrame, notes: Notes, header: int, kind: str
) -> tuple[pd.Series, pd.DataFrame]:
    """Return the number of the event of each row, and the events that have a day.

    ``rows``: `number, title, start, end` (moments as ISO text, empty where a row has none), `join,
    leave, zoned`: without a start, the first join is one; `first`: a moment that belongs to the
    event; `row`, where there is one: where the event itself stands. ``header``: row of the header,
    from 1. ``kind``: what an event is.
    """
    groups = rows.groupby(["number", "title", "start"], sort=False)
    numbers, events = [], []
    for key, own in groups:
        number, title, start = map(str, key)
        span = pd.Series([own["join"].min(), own["leave"].max()], dtype="datetime64[us]")
        joined, left = iso(span, bool(own["zoned"].any()))
        if begun := start or joined:
            found = event_id(tool.casefold(), number or title, begun)
            ended = own["end"].iloc[0] or left
            title = title or f"{tool} {'meeting' if kind else 'event'}"
            row = int(own.iloc[0].get("row", own.index[0]))
        else:
            first = number or min(filter(None, own["first"]), default="")
            row = int(own.iloc[0].get("row", header))
            is_alone = len(groups) == 1
            found, title, begun = _undated(tool, own, notes, (title, first), row, is_alone)
            ended = ""
        numbers.append(found)
        if begun:
            said = {"event_id": found, "title": title, "started_at": begun, "ended_at": ended}
            events.append({"source": row, **said, "kind": kind})
    return groups.ngroup().map(pd.Series(numbers, dtype="str")), events_of(events)


def _undated(
    tool: str, rows: pd.DataFrame, notes: Notes, named: tuple[str, str], row: int, is_alone: bool
) -> tuple[str, str, str]:
    """Return number, title and day of an event whose list holds no date; no day if none is told.

    ``event`` in the settings is a day with a title (``2026-02-24 Copyright clinic``) or the number
    of an event of another sheet; else a day in the file name counts. Of several events of one file,
    neither can speak. ``named``: title, and number or a moment that belongs to the event.
    """
    title, first = named
    text = (getattr(notes.export.choice, "event", None) or "") if is_alone else ""
    day = day_in(text) or ("" if text or not is_alone else day_in(notes.export.path.stem))
    if text and not day:
        return text, "", ""
    number = event_id(tool, title, day, "" if title and day else first or _fingerprint(rows))
    if not day:
        notes.tell(*problem_texts("event_numbers.undated_event"), row, f"event {title}".strip())
        return number, "", ""
    clock = _CLOCK.search(text)
    spoken = re.sub(r"[\d:h.\-]*\d[\d:h.\-]*", " ", text, count=2 if clock else 1)
    title = " ".join(spoken.split()) or title or f"{tool} event"
    return number, title, f"{day}T{int(clock[1]):02d}:{clock[2]}:00" if clock else day


def _fingerprint(rows: pd.DataFrame) -> str:
    """Return a short text made of who is listed, whatever their order."""
    keys = rows["email"].str.casefold()
    keys = keys.where(keys != "", _display_names.name_keys(rows["display_name"]))
    return hashlib.sha256("\n".join(sorted(set(keys))).encode()).hexdigest()[:10]


def agreeing(stated: pd.Series, joins: pd.Series) -> pd.Series:
    """Return moments stated for a whole event, missing where nobody joined within days of them.

    A summary may write its date in another order than the rows do (``26/2/13``).

    ``stated``: its start and what follows.

    Examples
    --------
    >>> at = pd.to_datetime(pd.Series(["2013-02-26 09:58", "2013-02-26 11:00"]))
    >>> agreeing(at, pd.to_datetime(pd.Series(["2026-02-13 09:59"]))).isna().all()
    np.True_
    """
    joined = joins.dropna()
    if joined.empty or pd.isna(stated.iloc[0]) or (joined - stated.iloc[0]).abs().min() <= NEAR:
        return stated
    return stated.mask(stated.notna())
