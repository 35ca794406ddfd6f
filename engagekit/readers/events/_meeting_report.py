"""Reports of meetings that hold several parts: what Teams and Zoom reports have in common.

A report names its event above or in its rows; each of its tables has one row a join or a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from engagekit.parsing.values import flags, numbers
from engagekit.readers.events import _event_table
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._event_numbers import (
    agreeing,
    event_id,
    events_in_rows,
    undated_event,
)
from engagekit.readers.events._event_table import EventTable, minutes_of, people_rows
from engagekit.readers.shared._timestamps import iso, leaves, read_moments
from engagekit.readers.shared.contract import Reading
from engagekit.tables.problems import FAULT, NOTE

TWICE = 0.1
"""Share of people by which a tool may count others than its rows: some join by two names."""
_CANCELLED = (
    r"(?i)cancel|annul|stornier|abgesagt|abgelehnt|rechaz|declin|denied|reject|refus|キャンセル"
    "|拒否"
)
_WAITING = r"(?i)pending|wait|attente|ausstehend|warte|espera|pendiente|pendente|保留"


@dataclass(frozen=True, eq=False)
class Event:
    """What a report says of the event of its tables.

    Attributes
    ----------
    tool, kind, untitled : str
        What it is, and what it is called without a title.
    title, number, start, end, length, people : str
        Cells above the tables, as far as the report has them.
    row : int
        Where they stand, from 1.
    in_rows : bool
        Each row names its event.
    """

    tool: str
    kind: str
    untitled: str
    title: str = ""
    number: str = ""
    start: str = ""
    end: str = ""
    length: str = ""
    people: str = ""
    row: int = 1
    in_rows: bool = False


@dataclass(frozen=True, eq=False)
class Part:
    """A table of people of one event.

    Attributes
    ----------
    table : EventTable
    event : Event
    absent : str
        What somebody is who neither joined nor has a minute, where the table tells of such.
    role, host : str
        The title of the table, and what names the host of its event.
    joins : EventTable or None
        Single joins, where the rows of the table are merged ones.
    """

    table: EventTable
    event: Event
    absent: str = "registered"
    role: str = ""
    host: str = ""
    joins: EventTable | None = None


@dataclass(frozen=True, eq=False)
class Moments:
    """The cells by which the order of day and month of a report is decided."""

    columns: list[pd.Series]
    not_after: list[tuple[pd.Series, pd.Series]] = field(default_factory=list)
    sample: str = ""


def read(parts: Sequence[Part], moments: Moments, **said: object) -> Reading:
    """Return one row a person and event of a report, and its events; rejoins count once.

    ``said``: ``left`` and ``origins`` of the reading.
    """
    table, notes = parts[-1].table, parts[-1].table.notes
    order = table.order(
        moments.columns,
        sample=[moments.sample],
        row=parts[-1].table.header + 1,
        title=" ".join(part.event.title for part in parts),
        not_after=moments.not_after,
    )
    rows, events, single = [], [], None
    for event in dict.fromkeys(part.event for part in parts):
        own = [part for part in parts if part.event is event]
        people = pd.concat([people_of(part, order.order) for part in own])
        numbered, found = _numbered(event, people, order.order, own[0].table)
        rows.append(numbered)
        events.append(found)
        if own[0].joins is not None and len(numbered):
            single = _single(own[0].joins, numbered["event_id"].iloc[0], order.order)
    people, every = pd.concat(rows), pd.concat(events).drop_duplicates("event_id")
    attendance = combine(people_only(people, notes), table.export.file, single)
    if len(every) == 1:
        _note_counts(parts, people, attendance)
    return _event_table.reading(
        notes,
        every.reindex(columns=_event_table.EVENT_COLUMNS),
        attendance,
        rows_read=sum(part.table.rows_read for part in parts),
        order=order.order,
        people=people,
        **said,  # type: ignore[arg-type]
    )


def people_of(part: Part, order: str | None) -> pd.DataFrame:
    """Return one row a row of a table: who, state, join, leave, minutes, host, and its event."""
    waiting = flags(part.table.cells("room")).values.fillna(False).astype(bool)
    part.table.notes.leave_out("time in the waiting room", int(waiting.sum()))
    table = part.table.only(~waiting)
    join, zoned = read_moments(table.cells("join"), order)
    minutes, email, upn = minutes_of(table.cells("minutes")), table.emails(), table.emails("upn")
    registered = table.emails("registered_email").where(upn == "", "")
    role = table.cells("role")
    host = table.cells("event_host")
    return people_rows(
        join.index,
        display_name=table.names(),
        email=email.where(email != "", registered),
        upn=upn,
        status=_statuses(table, join, minutes, part.absent),
        join=join,
        leave=leaves(join, table.cells("leave"), order)[0],
        minutes=minutes,
        zoned=zoned,
        stated=table.cells("email"),
        role=role.where(role != "", part.role),
        host=host.where(host != "", part.host),
        **{name: table.cells(name) for name in table.columns if name.startswith("event_")},
    )


def _statuses(table: EventTable, join: pd.Series, minutes: pd.Series, absent: str) -> pd.Series:
    """Return what became of each row: attended, no-show, cancelled, waiting or registered."""
    tells = any(
        name in ("attended", "approval") or name.startswith("registered_") for name in table.columns
    )
    if not tells:
        return pd.Series("attended", index=join.index, dtype="str")
    # A report may lack `Attended`, or leave it blank: who has a join or a minute was there, though
    # its moment of joining cannot be read.
    attended = flags(table.cells("attended")).values
    came = attended.fillna(False).astype(bool) | (attended.isna() & (join.notna() | (minutes > 0)))
    state = table.cells("approval") + table.cells("registered_status")
    status = pd.Series(absent, index=join.index, dtype="str")
    status = status.where(~state.str.contains(_WAITING), "waiting")
    status = status.where(~state.str.contains(_CANCELLED), "cancelled")
    return status.where(~came, "attended")


def _numbered(
    event: Event, rows: pd.DataFrame, order: str | None, table: EventTable
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows with the number of their event, and the events that have a day."""
    if event.in_rows:
        return _each_its_own(event, rows, order, table)
    times, zoned = read_moments(pd.Series([event.start, event.end], dtype="str"), order)
    times = agreeing(times, rows["join"])
    start = times[0] if pd.notna(times[0]) else rows["join"].min()
    if pd.isna(start):
        number, found = undated_event(
            event.tool, rows, table.notes, title=event.title, header=event.row, kind=event.kind
        )
        return rows.assign(event_id=number), found
    end, length = times[1], minutes_of(pd.Series([event.length], dtype="str"))[0]
    if pd.isna(end) and pd.notna(length) and pd.notna(times[0]):
        end = start + pd.Timedelta(minutes=float(length))
    end = end if pd.notna(end) else rows["leave"].max()
    is_zoned = bool(zoned[0] if pd.notna(times[0]) else rows["zoned"].any())
    begun, over = iso(pd.Series([start, end], dtype="datetime64[us]"), is_zoned)
    number = event_id(event.tool.casefold(), _digits(event.number) or event.title, begun)
    found = _event_table.event_row(
        event.row,
        event_id=number,
        title=event.title or event.untitled,
        started_at=begun,
        ended_at=over,
        kind=event.kind,
    )
    return rows.assign(event_id=number), found


def _each_its_own(
    event: Event, rows: pd.DataFrame, order: str | None, table: EventTable
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows and events of a list that names the meeting in every row."""
    blank = pd.Series("", index=rows.index, dtype="str")
    start, zoned = read_moments(rows.get("event_start", blank), order)
    end, _ = read_moments(rows.get("event_end", blank), order)
    named = rows.assign(
        number=rows["event_number"].map(_digits),
        title=rows["event_title"],
        start=iso(start.where(start.notna(), rows["join"]), zoned),
        end=iso(end, zoned),
    )
    return events_in_rows(
        event.tool, named, table.notes, table.header, noun="meeting", kind=event.kind
    )


def _single(joins: EventTable, number: str, order: str | None) -> pd.DataFrame:
    """Return single joins; those without a leave say nothing."""
    join, _ = read_moments(joins.cells("join"), order)
    leave, _ = leaves(join, joins.cells("leave"), order)
    return pd.DataFrame({"event_id": number, "email": joins.emails(), "join": join, "leave": leave})


def _note_counts(parts: Sequence[Part], rows: pd.DataFrame, attendance: pd.DataFrame) -> None:
    """Note a report's own number of people where its rows have another."""
    people = int((attendance["status"] == "attended").sum())
    joins = int((rows["status"] == "attended").sum())
    for event in dict.fromkeys(part.event for part in parts):
        stated = numbers(pd.Series([event.people], dtype="str")).values[0]
        if pd.isna(stated) or int(stated) in (people, joins):
            continue
        parts[-1].table.notes.tell(
            f"the summary says {int(stated)} attended, the rows show {people} people",
            "Both are kept; the report counts the rows.",
            event.row,
            level=counted_otherwise(int(stated), people),
        )


def counted_otherwise(stated: int, people: int) -> str:
    """Return how much it weighs that a tool counts other people than its rows show.

    Examples
    --------
    >>> counted_otherwise(26, 25), counted_otherwise(40, 25)
    ('note', 'fault')
    """
    return NOTE if abs(stated - people) <= TWICE * stated else FAULT


def _digits(number: str) -> str:
    """Return the number of a meeting without its spaces."""
    return "".join(letter for letter in number if letter.isdigit())
