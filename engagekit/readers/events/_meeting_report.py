"""Reports of meetings that hold several parts: what Teams and Zoom reports have in common.

A report names its event above or in its rows; each of its tables has one row a join or a person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from engagekit.parsing.values import flags, numbers
from engagekit.readers.events import _event_table
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._event_numbers import agreeing, events_in_rows
from engagekit.readers.events._event_table import EventTable, minutes_of
from engagekit.readers.shared._timestamps import iso, read_moments
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
class Part:
    """A table of people of one event.

    Attributes
    ----------
    table : EventTable
    title, number, start, end, length, people : str
        Cells above the table that speak of its event, as far as the report has them.
    row : int
        Where they stand, from 1.
    absent : str
        What somebody is who neither joined nor has a minute, where the table tells of such.
    role, host : str
        The title of the table, and what names the host of its event.
    """

    table: EventTable
    title: str = ""
    number: str = ""
    start: str = ""
    end: str = ""
    length: str = ""
    people: str = ""
    row: int = 1
    absent: str = "registered"
    role: str = ""
    host: str = ""


def read(
    tool: str,
    kind: str,
    parts: Sequence[Part],
    not_after: Sequence[tuple[pd.Series, pd.Series]] = (),
) -> Reading:
    """Return one row a person and event of a report, and its events; rejoins count once.

    ``not_after``: dates of the first lie before those of the second.
    """
    table, notes = parts[-1].table, parts[-1].table.notes
    names = ("join", "leave", "registered", "event_start")
    cells = {name: pd.concat([part.table.cells(name) for part in parts]) for name in names}
    stated = [moment for part in parts for moment in (part.start, part.end)]
    order = table.order(
        [*cells.values(), pd.Series(stated, dtype="str"), *(late for _, late in not_after)],
        sample=next(filter(None, [parts[0].start, *cells["join"]]), ""),
        row=table.header + 1,
        title=" ".join(part.title for part in parts),
        not_after=[(cells["registered"], cells["join"]), *not_after],
    )
    rows = pd.concat([_people(part, order.order) for part in parts])
    for part in parts:
        if "event_title" not in part.table.columns:
            _set_times(rows, part, order.order)
    rows, events = events_in_rows(tool, rows, notes, table.header + 1, noun="meeting", kind=kind)
    attendance = combine(people_only(rows, notes), table.export.file)
    events = events.drop_duplicates("event_id")
    if len(events) == 1:
        _note_counts(parts, rows, attendance)
    return _event_table.reading(
        notes,
        events,
        attendance,
        rows_read=sum(part.table.rows_read for part in parts),
        order=order.order,
        left=[*dict.fromkeys(column for part in parts for column in part.table.dropped())],
        origins={"attendance": table.origins} if len(parts) == 1 else {},
        people=rows,
    )


def _people(part: Part, order: str | None) -> pd.DataFrame:
    """Return one row a row of a table: who, state, join, leave, minutes, host, and its event."""
    waiting = flags(part.table.cells("room")).values.fillna(False).astype(bool)
    part.table.notes.leave_out("time in the waiting room", int(waiting.sum()))
    table = part.table.only(~waiting)
    email, role, host = table.emails(), table.cells("role"), table.cells("event_host")
    registered = table.emails("registered_email").where(table.emails("upn") == "", "")
    rows = table.people(
        order,
        email=email.where(email != "", registered),
        role=role.where(role != "", part.role),
        host=host.where(host != "", part.host),
        number=_digits(part.number),
        title=part.title,
        row=part.row,
        start="",
        end="",
    )
    rows["status"] = _statuses(table, rows, part.absent)
    if "event_title" not in table.columns:
        return rows
    start, zoned = read_moments(table.cells("event_start"), order)
    end, _ = read_moments(table.cells("event_end"), order)
    return rows.assign(
        number=table.cells("event_number").map(_digits),
        title=table.cells("event_title"),
        row=rows.index,
        start=iso(start.where(start.notna(), rows["join"]), zoned),
        end=iso(end, zoned),
    )


def _statuses(table: EventTable, rows: pd.DataFrame, absent: str) -> pd.Series:
    """Return what became of each row: attended, no-show, cancelled, waiting or registered."""
    if not re.search(r"attended|approval|registered", " ".join(table.columns)):
        return pd.Series("attended", index=rows.index, dtype="str")
    # A report may lack `Attended`, or leave it blank: who has a join or a minute was there, though
    # its moment of joining cannot be read.
    attended, is_there = flags(table.cells("attended")).values, rows["join"].notna()
    is_there |= rows["minutes"] > 0
    came = attended.fillna(False).astype(bool) | (attended.isna() & is_there)
    state = table.cells("approval") + table.cells("registered_status")
    status = pd.Series(absent, index=rows.index, dtype="str")
    status = status.mask(state.str.contains(_WAITING), "waiting")
    return status.mask(state.str.contains(_CANCELLED), "cancelled").mask(came, "attended")


def _set_times(rows: pd.DataFrame, part: Part, order: str | None) -> None:
    """Set start and end of an event as stated above its tables, where its joins agree with it."""
    own = rows["row"] == part.row
    times, zoned = read_moments(pd.Series([part.start, part.end], dtype="str"), order)
    start, end = agreeing(times, rows["join"][own])
    length = minutes_of(pd.Series([part.length], dtype="str"))[0]
    if pd.notna(start) and pd.isna(end) and pd.notna(length):
        end = start + pd.Timedelta(minutes=float(length))
    is_zoned = bool(zoned[0] if pd.notna(start) else rows["zoned"][own].any())
    stated = iso(pd.Series([start, end], dtype="datetime64[us]"), is_zoned)
    rows.loc[own, ["start", "end"]] = [*stated]


def _note_counts(parts: Sequence[Part], rows: pd.DataFrame, attendance: pd.DataFrame) -> None:
    """Note a report's own number of people where its rows have another."""
    people = int((attendance["status"] == "attended").sum())
    joins = int((rows["status"] == "attended").sum())
    stated = numbers(pd.Series([parts[0].people], dtype="str")).values[0]
    if pd.isna(stated) or int(stated) in (people, joins):
        return
    parts[0].table.notes.tell(
        f"the summary says {int(stated)} attended, the rows show {people} people",
        "Both are kept; the report counts the rows.",
        parts[0].row,
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
