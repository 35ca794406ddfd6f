"""Zoom: participants of a meeting, attendees and registrants of a webinar."""

from dataclasses import dataclass

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export
from engagekit.parsing.values import clean, flags
from engagekit.readers.events import _event_table
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._event_numbers import events_in_rows, stated_event
from engagekit.readers.events._meeting_hosts import is_host
from engagekit.readers.events._zoom_layout import Block, Layout, layout_of
from engagekit.readers.shared._timestamps import iso, leaves, read_moments
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "Zoom"
TABLES = ("attendance", "events")

_CANCELLED = r"(?i)cancel|denied|declin|annul|refus|stornier|abgelehnt|rechaz|キャンセル|拒否"
_WAITING = r"(?i)pending|wait|attente|ausstehend|pendiente|pendente|保留"


@dataclass(frozen=True, eq=False)
class _Part:
    """One table of people, and its event's cells by what they hold."""

    block: Block
    table: _event_table.EventTable
    event: dict[str, str]


def recognise(export: Export) -> Recognition | None:
    """Return why an export is a report of Zoom, or None."""
    layout = layout_of(export.sheet) if export.visible else None
    if layout is None:
        return None
    row = export.sheet.row(layout.blocks[-1].header)
    columns = layout.blocks[-1].columns
    words = [row[columns[name]] for name in ("name", "minutes", "approval") if name in columns]
    header = layout.blocks[-1 if layout.events else 0].header
    why = f"row {header + 1} heads people with {' and '.join(words[:2])}"
    return Recognition(why, layout.certain, header + 1, sheet=export.sheet.name)


def read(export: Export) -> Reading:
    """Read one row a person and event; rejoins count once."""
    layout = layout_of(export.sheet)
    if layout is None:
        raise ExportError(error_text("zoom.read", file=export.file))
    notes = _event_table.Notes(export)
    parts = [_part(export, layout, block, notes) for block in layout.blocks]
    join, leave, registered, start = (
        pd.concat([part.table.cells(name) for part in parts])
        for name in ("join", "leave", "registered", "event_start")
    )
    stated = [part.event.get(name, "") for part in parts for name in ("start", "end")]
    generated = pd.Series(
        [
            row[1]
            for row in export.sheet.head(4)
            if len(row) > 1 and "generated" in row[0].casefold() and row[1]
        ],
        dtype="str",
    )
    order = parts[-1].table.order(
        [join, leave, registered, pd.Series(stated, dtype="str"), start, generated],
        sample=(cell for cell in join if cell),
        row=parts[-1].block.header + 1,
        title=" ".join(part.event.get("title", "") for part in parts),
        within=[join, leave] if not any(part.block.in_rows for part in parts) else [],
        not_after=[(registered, join), (join, generated)],
    )
    rows, events = _by_event(export, parts, order.order)
    attendance = combine(people_only(rows, notes), export.file)
    _note_counts(parts, attendance, events)
    sole = layout.blocks[0] if len(layout.blocks) == 1 else None
    gone = {
        column: None
        for block in layout.blocks
        for column in _event_table.dropped(
            export.sheet.row(block.header), [*block.columns.values(), *block.in_rows.values()]
        )
    }
    return _event_table.reading(
        notes,
        events,
        attendance,
        rows_read=sum(part.table.rows_read for part in parts),
        order=order.order,
        left=list(gone),
        origins={"attendance": _event_table.tidy_columns(sole.columns)} if sole else {},
        people=rows,
    )


def _part(export: Export, layout: Layout, block: Block, notes: _event_table.Notes) -> _Part:
    """Return one table with its rows under their header, and the event they belong to."""
    columns = {**{f"event_{name}": at for name, at in block.in_rows.items()}, **block.columns}
    table = _event_table.table_of(export, (block.header, columns), block.last, notes).placed(
        _event_table.KINDS
    )
    event = {"row": str(block.header + 1)}
    if block.event is not None:
        values = export.sheet.row(block.event + 1)
        named = layout.events[block.event].items()
        event = {name: values[at] for name, at in named if at < len(values)}
        event["row"] = str(block.event + 2)
    return _Part(block, table, event)


def _rows(part: _Part, order: str | None) -> pd.DataFrame:
    """Return one row a join: who, state, join, leave, minutes, host and event."""
    waiting = flags(part.table.cells("room")).values.fillna(False).astype(bool)
    part.table.notes.leave_out("time in the waiting room", int(waiting.sum()))
    table = part.table.only(~waiting)
    join, zoned = read_moments(table.cells("join"), order)
    minutes = _event_table.minutes_of(table.cells("minutes"))
    return _event_table.people_rows(
        join.index,
        display_name=table.names(),
        email=table.emails(),
        status=_status(table, minutes, join),
        join=join,
        leave=leaves(join, table.cells("leave"), order)[0],
        minutes=minutes,
        zoned=zoned,
        stated=table.cells("email"),
        **{name: table.cells(name) for name in table.columns if name.startswith("event_")},
    )


def _status(table: _event_table.EventTable, minutes: pd.Series, join: pd.Series) -> pd.Series:
    """Return what became of each row: attended, no-show, cancelled, waiting or registered."""
    if not {"attended", "approval"} & table.columns.keys():
        return pd.Series("attended", index=join.index, dtype="str")
    attended = flags(table.cells("attended")).values
    # A report may lack `Attended`, or leave it blank: who has a join or a minute was there, also
    # where a report of registrations has the minutes alone.
    came = attended.fillna(False).astype(bool) | (attended.isna() & (join.notna() | (minutes > 0)))
    approval = table.cells("approval")
    absent = "no_show" if "attended" in table.columns else "registered"
    status = pd.Series(absent, index=join.index, dtype="str")
    status = status.where(~approval.str.contains(_WAITING), "waiting")
    status = status.where(~approval.str.contains(_CANCELLED), "cancelled")
    return status.where(~came, "attended")


def _by_event(
    export: Export, parts: list[_Part], order: str | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows with the number of their event, and the events."""
    # tables under one preamble share it
    webinar = {"attended", "approval"} & {name for part in parts for name in part.block.columns}
    kind = "webinar" if webinar else "meeting"
    rows, events = [], []
    for above in dict.fromkeys(part.block.event for part in parts):
        own = [part for part in parts if part.block.event == above]
        people = pd.concat([_rows(part, order).assign(role=_title(export, part)) for part in own])
        people = people.assign(host=_host(export, own, people))
        if own[0].block.in_rows:
            numbered, event = _events_in_rows(people, order, own[0], kind)
        else:
            stated, notes = own[0].event, own[0].table.notes
            number = _digits(stated.get("number", ""))
            numbered, event = stated_event(
                TOOL,
                stated,
                people,
                order,
                notes,
                kind=kind,
                number=number,
                untitled="Zoom meeting",
            )
        rows.append(numbered)
        events.append(event)
    every = (
        pd.concat(events).drop_duplicates("event_id").reindex(columns=_event_table.EVENT_COLUMNS)
    )
    return pd.concat(rows), every


def _host(export: Export, own: list[_Part], rows: pd.DataFrame) -> pd.Series:
    """Return what names the host of each row's meeting: a column, the preamble, or a table."""
    if "event_host" in rows:
        return rows["event_host"].fillna("")
    titled = [part.table.cells("email") for part in own if is_host(_title(export, part))]
    listed = pd.concat(titled).tolist() if titled else []
    named = own[0].event.get("host", "") or (listed[0] if len(set(listed)) == 1 else "")
    return pd.Series(named, index=rows.index, dtype="str")


def _title(export: Export, part: _Part) -> str:
    """Return the title right above a table, which says if it lists the host; or nothing."""
    above = export.sheet.row(part.block.header - 1) if part.block.header else []
    cells = [cell for cell in above if cell]
    return cells[0] if len(cells) == 1 else ""


def _digits(number: str) -> str:
    """Return the number of a meeting without its spaces."""
    return "".join(letter for letter in number if letter.isdigit())


def _events_in_rows(
    rows: pd.DataFrame, order: str | None, part: _Part, kind: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows and events of a list that names the meeting in every row."""
    blank = pd.Series("", index=rows.index, dtype="str")
    start, zoned = read_moments(clean(rows.get("event_start", blank)), order)
    end, _ = read_moments(rows.get("event_end", blank), order)
    named = rows.assign(
        number=rows["event_number"].map(_digits),
        title=rows["event_title"],
        start=iso(start.where(start.notna(), rows["join"]), zoned),
        end=iso(end, zoned),
    )
    notes = part.table.notes
    return events_in_rows(TOOL, named, notes, part.block.header, noun="meeting", kind=kind)


def _note_counts(parts: list[_Part], attendance: pd.DataFrame, events: pd.DataFrame) -> None:
    """Note the preamble's number of participants where the rows have another."""
    if len(events) != 1:
        return
    people = int((attendance["status"] == "attended").sum())
    for text in {part.event.get("people", "") for part in parts} - {""}:
        if text.isdigit() and int(text) != people:
            parts[-1].table.notes.tell(
                f"the report says {text} took part, the rows show {people} people",
                "Both are kept; the report counts the rows.",
                int(parts[-1].event.get("row", 1)),
                level=_event_table.counted_otherwise(int(text), people),
            )
