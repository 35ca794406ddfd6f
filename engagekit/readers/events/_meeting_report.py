"""Reports of meetings that hold several parts: what Teams and Zoom reports have in common.

A report names its event above or in its rows; each of its tables has one row a join or a person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from engagekit.parsing.values import flags, numbers
from engagekit.readers.events import _event_table
from engagekit.readers.events._attendance import people_at_events
from engagekit.readers.events._event_numbers import agreeing
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
    said : mapping of str to str
        What stands above the table of its event, as far as the report has it: `title, number,
        start, end, length, people, host`.
    row : int
        Where that stands, from 1.
    absent : str
        What somebody is who neither joined nor has a minute, where the table tells of such.
    role : str
        The title of the table.
    """

    table: EventTable
    said: Mapping[str, str]
    row: int
    absent: str = "registered"
    role: str = ""


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
    names = ("join", "leave", "registered", "start")
    cells = {name: pd.concat([part.table.cells(name) for part in parts]) for name in names}
    stated = [part.said.get(name, "") for part in parts for name in ("start", "end")]
    order = table.order(
        [*cells.values(), pd.Series(stated, dtype="str"), *(late for _, late in not_after)],
        sample=next(filter(None, [stated[0], *cells["join"]]), ""),
        row=table.header + 1,
        title=" ".join(part.said.get("title", "") for part in parts),
        not_after=[(cells["registered"], cells["join"]), *not_after],
    ).order
    rows = pd.concat([_people(part, order) for part in parts])
    for part in parts:
        if "title" not in part.table.columns:
            _set_times(rows, part, order)
    attendance, events = people_at_events(tool, rows, table, kind)
    events = events.drop_duplicates("event_id")
    if len(events) == 1:
        _note_counts(parts[0], rows, attendance)
    return _event_table.reading(
        notes,
        events,
        attendance,
        rows_read=sum(part.table.rows_read for part in parts),
        order=order,
        left=[*dict.fromkeys(column for part in parts for column in part.table.dropped())],
        origins={"attendance": table.origins} if len(parts) == 1 else {},
        people=rows,
    )


def _people(part: Part, order: str | None) -> pd.DataFrame:
    """Return one row a row of a table: who, state, join, leave, minutes, host, and its event."""
    waiting = flags(part.table.cells("room")).values.fillna(False).astype(bool)
    part.table.notes.leave_out("time in the waiting room", int(waiting.sum()))
    table = part.table.only(~waiting)
    rows = table.people(order)
    rows = rows.assign(
        status=_statuses(table, rows, part.absent),
        role=rows["role"].mask(rows["role"] == "", part.role),
        host=rows["host"].mask(rows["host"] == "", part.said.get("host", "")),
        first="",
    )
    if "title" in table.columns:
        joins = iso(rows["join"], rows["zoned"])
        return rows.assign(row=rows.index, start=rows["start"].mask(rows["start"] == "", joins))
    number = re.sub(r"\s", "", part.said.get("number", ""))
    return rows.assign(row=part.row, title=part.said.get("title", ""), number=number)


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
    stated = [part.said.get(name, "") for name in ("start", "end")]
    times, zoned = read_moments(pd.Series(stated, dtype="str"), order)
    start, end = agreeing(times, rows["join"][own])
    length = minutes_of(pd.Series([part.said.get("length", "")], dtype="str"))[0]
    if pd.notna(start) and pd.isna(end) and pd.notna(length):
        end = start + pd.Timedelta(minutes=float(length))
    is_zoned = bool(zoned[0] if pd.notna(start) else rows["zoned"][own].any())
    times = iso(pd.Series([start, end], dtype="datetime64[us]"), is_zoned)
    rows.loc[own, ["start", "end"]] = [*times]


def _note_counts(part: Part, rows: pd.DataFrame, attendance: pd.DataFrame) -> None:
    """Note a report's own number of people where its rows have another."""
    people = int((attendance["status"] == "attended").sum())
    joins = int((rows["status"] == "attended").sum())
    stated = numbers(pd.Series([part.said.get("people", "")], dtype="str")).values[0]
    if pd.isna(stated) or int(stated) in (people, joins):
        return
    part.table.notes.tell(
        f"the summary says {int(stated)} attended, the rows show {people} people",
        "Both are kept; the report counts the rows.",
        part.row,
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
