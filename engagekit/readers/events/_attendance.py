"""Rows of joins to one row a person and event: who is one person, minutes without doubling."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pandas as pd

from engagekit.readers.events import _display_names
from engagekit.readers.events._event_numbers import events_in_rows
from engagekit.readers.events._event_table import EventTable, Notes
from engagekit.readers.shared._timestamps import instants, iso_text
from engagekit.tables.schema import STATUS_RANK

MINUTE = timedelta(minutes=1)
"""How long two stays may overlap and be one person's, who changes from one device to another: the
tools give whole minutes, so the end of one may be the start of the next and a minute later."""
ROUNDING = timedelta(minutes=1)
"""Time by which a person's stays may overlap before the tool's own sum of them is not believed:
each is rounded to a minute."""
_Span = tuple[datetime | None, datetime | None]


class _Join(NamedTuple):
    """One row: a few hundred tuples are gone through faster than a frame of them."""

    source: int
    event: str
    name: str
    email: str
    upn: str
    status: str
    minutes: float
    is_zoned: bool
    join: datetime | None
    leave: datetime | None


def people_at_events(
    tool: str, rows: pd.DataFrame, table: EventTable, kind: str = ""
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one row a person and event, and the events.

    ``rows``: those of `EventTable.people` with ``status``; gets the column ``event_id``. ``kind``:
    what an event is.
    """
    row = table.header + 1
    rows["event_id"], events = events_in_rows(tool, rows, table.notes, row, kind)
    return combine(people_only(rows, table.notes), table.export.file), events


def _persons(rows: Sequence[_Join], names: Sequence[str]) -> list[int]:
    """Return a label for each person and event: one address, one sign-in name, or names in turn."""
    labels = list(range(len(rows)))

    def root(at: int) -> int:
        while labels[at] != at:
            labels[at] = at = labels[labels[at]]
        return at

    first: dict[tuple[str, str], int] = {}
    for at, row in enumerate(rows):
        for key in {row.email.casefold(), row.upn.casefold()} - {""}:
            low, high = sorted((root(at), root(first.setdefault((row.event, key), at))))
            labels[high] = low
    return _by_name(rows, names, [root(at) for at in range(len(rows))])


def _by_name(rows: Sequence[_Join], names: Sequence[str], labels: list[int]) -> list[int]:
    """Return labels by which rows without an address join those of their name, in turn."""
    matches = list(labels)
    groups: dict[tuple[str, str], list[int]] = {}
    for at, (row, name) in enumerate(zip(rows, names, strict=True)):
        groups.setdefault((row.event, name), []).append(at)
    for (_, name), members in groups.items():
        loose = [at for at in members if not rows[at].email and not rows[at].upn]
        if not name or len(members) == 1 or not loose:
            continue
        used_names = [at for at in members if at not in loose]
        if len({matches[at] for at in used_names}) > 1:
            continue
        used_names = used_names or members[:1]
        for at in loose:
            if at not in used_names and not _overlaps(rows[at], [rows[i] for i in used_names]):
                matches[at] = matches[used_names[0]]
                used_names.append(at)
    return matches


def _overlaps(own: _Join, others: Sequence[_Join]) -> bool:
    """Return whether a stay lies more than a minute within others."""
    # stays in the room without times cannot be told from those of a second person
    join, leave = own.join, own.leave
    if own.status != "attended" or all(one.status != "attended" for one in others):
        return False
    if join is None or leave is None:
        return True
    return any(
        start is None or end is None or min(end, leave) - max(start, join) > MINUTE
        for start, end in ((one.join, one.leave) for one in others)
    )


def _minutes(stated: Sequence[float], spans: Iterable[_Span]) -> float:
    """Return minutes of a person: the tool's own, or the union where their times overlap."""
    stays = sorted((join, leave) for join, leave in spans if join and leave and leave >= join)
    union = total = timedelta()
    reached = datetime.min
    for join, leave in stays:
        union += max(leave - max(join, reached), timedelta())
        total += leave - join
        reached = max(leave, reached)
    measured = union / MINUTE if stays else math.nan
    own = math.fsum(stated) if stated else math.nan
    if math.isnan(own):  # none is stated, or not all are
        return measured
    return min(own, measured) if total - union > ROUNDING else own


def combine(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return one row a person and event from one row a join.

    ``rows``: `event_id, display_name, email, upn, status, join, leave, minutes, zoned`; index the
    row of the sheet. ``email`` and ``upn`` as `_display_names.addresses` gives them. ``file``: goes
    into ``source_file``. Returned: the columns of ``attendance``; index the first row of the sheet
    that speaks of a person.
    """
    columns = ("event_id", "display_name", "email", "upn", "status", "minutes", "zoned")
    texts = (rows[name].tolist() for name in columns)
    times = (instants(rows[name]) for name in ("join", "leave"))
    joins = [_Join(*one) for one in zip(rows.index.tolist(), *texts, *times, strict=True)]
    persons = _persons(joins, _display_names.name_keys(rows["display_name"]).tolist())
    groups: dict[int, list[_Join]] = {}
    for row, person in zip(joins, persons, strict=True):
        groups.setdefault(person, []).append(row)
    people = sorted(map(_person, groups.values()), key=lambda person: person[0])
    names = ["event_id", "display_name", "email", "status", "first_join_at", "last_leave_at"]
    frame = pd.DataFrame(people, columns=["source", *names, "minutes"]).set_index("source")
    frame = frame.astype({**dict.fromkeys(names, "str"), "minutes": "float64"})
    frame.index = frame.index.astype(rows.index.dtype)
    minutes, files = frame["minutes"].round(2), pd.Series(file, index=frame.index, dtype="str")
    return frame.assign(minutes=minutes, source_file=files)


def _person(rows: list[_Join]) -> tuple[Any, ...]:
    """Return what the rows of one person at one event say together, the best status first."""
    rows = sorted(rows, key=lambda row: (STATUS_RANK.get(row.status, math.inf), row.source))
    there = [row for row in rows if row.status == "attended"]
    is_zoned = any(row.is_zoned for row in rows)
    return (
        min(row.source for row in rows),
        rows[0].event,
        next((row.name for row in rows if row.name), ""),
        next((row.email or row.upn for row in rows if row.email or row.upn), ""),
        rows[0].status,
        iso_text(min((row.join for row in rows if row.join), default=None), is_zoned),
        iso_text(max((row.leave for row in rows if row.leave), default=None), is_zoned),
        _minutes([row.minutes for row in there], [(row.join, row.leave) for row in there]),
    )


def people_only(rows: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Return rows that speak of people; the others are noted with their reason.

    ``rows``: has `display_name, email, upn`.
    """
    address = rows["email"].where(rows["email"] != "", rows["upn"])
    kind = _display_names.kinds(rows["display_name"], address)
    for name, reason in _display_names.KINDS.items():
        notes.leave_out(reason, int((kind == name).sum()))
    return rows[kind == "person"]
