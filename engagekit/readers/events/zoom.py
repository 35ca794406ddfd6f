"""Zoom: participants of a meeting, attendees and registrants of a webinar."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export
from engagekit.parsing.values import clean, flags
from engagekit.readers.events import _display_names
from engagekit.readers.events._attendance import (
    EVENT_COLUMNS,
    Notes,
    agreeing,
    cells,
    combine,
    event_id,
    event_row,
    minutes_of,
    people_only,
    reading,
    without_blank,
)
from engagekit.readers.events._event_date_from_settings import undated_event
from engagekit.readers.events._meeting_hosts import hosts_of, is_host
from engagekit.readers.events._zoom_layout import WORDS, Block, Layout, layout_of
from engagekit.readers.shared._header_words import folded, placed
from engagekit.readers.shared._timestamps import (
    DateOrder,
    decide,
    iso,
    lean_problem,
    leaves,
    read_moments,
)
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "Zoom"
TABLES = ("attendance", "events")

_CANCELLED = r"(?i)cancel|denied|declin|annul|refus|stornier|abgelehnt|rechaz|キャンセル|拒否"
_WAITING = r"(?i)pending|wait|attente|ausstehend|pendiente|pendente|保留"
_KINDS = {
    "name": "name",
    "email": "email",
    "join": "moment",
    "leave": "moment",
    "minutes": "duration",
    "registered": "moment",
}


@dataclass(frozen=True, eq=False)
class _Part:
    """One table of people: its rows as text and its event's cells by what they hold."""

    block: Block
    rows: pd.DataFrame
    event: dict[str, str]


def recognise(export: Export) -> Recognition | None:
    """A header of people with Zoom's words, or its shape in another language."""
    if not export.visible:
        return None
    layout = layout_of(export.sheet)
    if layout is None:
        return None
    header = layout.blocks[-1 if layout.events else 0].header + 1
    why = f"row {header} heads people with {' and '.join(_shown(export, layout))}"
    return Recognition(why, layout.known, header, sheet=export.sheet.name)


def _shown(export: Export, layout: Layout) -> list[str]:
    """Two header words by which a report was known."""
    block = layout.blocks[-1]
    row = export.sheet.row(block.header)
    return [
        row[block.columns[name]]
        for name in ("name", "minutes", "approval")
        if name in block.columns
    ][:2]


def read(export: Export) -> Reading:
    """One row a person and event; rejoins count once."""
    layout = layout_of(export.sheet)
    if layout is None:
        raise ExportError(
            f"{export.file} has no header of Zoom's participants or attendees. "
            "Download the report again."
        )
    notes = Notes()
    parts = [_part(export, layout, block, notes) for block in layout.blocks]
    rows_read = sum(block.last - block.header for block in layout.blocks)
    order = _order(export, parts)
    sample = next((cell for part in parts for cell in part.rows["join"] if cell), "")
    notes.problems.extend(lean_problem(order, export, layout.blocks[-1].header + 1, sample))
    rows, event = _by_event(export, parts, order, notes)
    attendance = combine(people_only(rows, notes), export.file)
    notes.problems.extend(_count_problems(export, parts, attendance, event))
    return reading(
        export,
        event,
        attendance,
        notes,
        rows_read=rows_read,
        order=order.order,
        dropped=_dropped(export, layout),
        origins=_origins(layout),
        hosts=hosts_of(rows),
    )


def _part(export: Export, layout: Layout, block: Block, notes: Notes) -> _Part:
    """The rows of one table as text columns, aligned, and the event they belong to."""
    sheet = export.sheet
    body = without_blank(sheet.body(block.header + 1, block.last), notes)
    present = placed(export, body, {**block.in_rows, **block.columns}, _KINDS, notes)
    names = {f"event_{name}": index for name, index in block.in_rows.items()}
    text = {name: cells(present, {**block.columns, **names}, name) for name in [*WORDS, *names]}
    event = {}
    if block.event is not None:
        values = sheet.row(block.event + 1)
        event = {
            name: values[index]
            for name, index in layout.events[block.event].items()
            if index < len(values)
        }
        event["row"] = str(block.event + 2)
    return _Part(block, pd.DataFrame(text, index=present.index), event)


def _order(export: Export, parts: list[_Part]) -> DateOrder:
    """One order of day and month from every date of the file."""
    joins = pd.concat([part.rows["join"] for part in parts])
    left = pd.concat([part.rows["leave"] for part in parts])
    registered = pd.concat([part.rows["registered"] for part in parts])
    stated = [part.event.get(name, "") for part in parts for name in ("start", "end")]
    stated += [cell for part in parts for cell in part.rows.get("event_start", [])]
    above = pd.Series(stated, dtype="str")
    generated = _generated(export)
    return decide(
        [joins, left, registered, above, generated],
        export=export,
        title=" ".join(part.event.get("title", "") for part in parts),
        within=[joins, left] if not any(part.block.in_rows for part in parts) else [],
        not_after=[(registered, joins), (joins, generated)],
    )


def _generated(export: Export) -> pd.Series:
    """The moment at which the report was made, from its first rows."""
    matches = [
        row[1]
        for row in export.sheet.head(4)
        if len(row) > 1 and "generated" in row[0].casefold() and row[1]
    ]
    return pd.Series(matches, dtype="str")


def _rows(part: _Part, order: DateOrder, notes: Notes) -> pd.DataFrame:
    """One row a join: who, state, join, leave, minutes."""
    text = part.rows
    waiting = flags(text["room"]).values.fillna(False).astype(bool)
    notes.leave_out("time in the waiting room", int(waiting.sum()))
    text = text[~waiting]
    join, zoned = read_moments(text["join"], order.order)
    leave, _ = leaves(join, text["leave"], order.order)
    minutes = minutes_of(text["minutes"])
    written = _display_names.joined_names(text["first"], text["last"])
    name = text["name"].where(text["name"] != "--", "")
    return text.assign(
        display_name=name.where(name != "", written),
        stated=text["email"],
        email=_display_names.addresses(text["email"]),
        upn="",
        status=_status(part, text, minutes, join),
        join=join,
        leave=leave,
        minutes=minutes,
        zoned=zoned,
    )


def _status(part: _Part, text: pd.DataFrame, minutes: pd.Series, join: pd.Series) -> pd.Series:
    """What became of each row: attended, no-show, cancelled, waiting or registered."""
    if "attended" not in part.block.columns and "approval" not in part.block.columns:
        return pd.Series("attended", index=text.index, dtype="str")
    message = flags(text["attended"]).values
    came = message.fillna(False).astype(bool) | (message.isna() & (join.notna() | (minutes > 0)))
    absent = "no_show" if "attended" in part.block.columns else "registered"
    status = pd.Series(absent, index=text.index, dtype="str")
    status = status.where(~text["approval"].str.contains(_WAITING), "waiting")
    status = status.where(~text["approval"].str.contains(_CANCELLED), "cancelled")
    return status.where(~came, "attended")


def _by_event(
    export: Export, parts: list[_Part], order: DateOrder, notes: Notes
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows with the number of their event, and the events; tables under one preamble share it."""
    webinar = {"attended", "approval"} & {name for part in parts for name in part.block.columns}
    kind = "webinar" if webinar else "meeting"
    rows, events = [], []
    for above in dict.fromkeys(part.block.event for part in parts):
        own = [part for part in parts if part.block.event == above]
        result = pd.concat([_rows(part, order, notes) for part in own])
        result = result.assign(host=_host(export, own, result))
        if own[0].block.in_rows:
            numbered, event = _events_in_rows(result, order, kind)
        else:
            numbered, event = _event(export, own[0], result, order, notes, kind)
        rows.append(numbered)
        events.append(event)
    every = pd.concat(events).drop_duplicates("event_id").reindex(columns=EVENT_COLUMNS)
    return pd.concat(rows), every


def _event(
    export: Export, part: _Part, rows: pd.DataFrame, order: DateOrder, notes: Notes, kind: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The event named above the rows, or told by their joins."""
    row = int(part.event.get("row", part.block.header + 1))
    stated = pd.Series([part.event.get("start", ""), part.event.get("end", "")], dtype="str")
    times, zoned = read_moments(stated, order.order)
    times = agreeing(times, rows["join"])
    start = times[0] if pd.notna(times[0]) else rows["join"].min()
    length = minutes_of(pd.Series([part.event.get("length", "")], dtype="str"))[0]
    end = times[1]
    if pd.isna(end) and pd.notna(length) and pd.notna(times[0]):
        end = start + pd.Timedelta(minutes=float(length))
    end = end if pd.notna(end) else rows["leave"].max()
    title = part.event.get("title", "")
    if pd.isna(start):
        number, event = undated_event(export, TOOL, rows, notes, title=title, header=row, kind=kind)
        return rows.assign(event_id=number), event
    existing = bool(zoned[0] or rows["zoned"].any())
    begun, over = iso(pd.Series([start, end], dtype="datetime64[us]"), existing)
    number = event_id("zoom", _digits(part.event.get("number", "")) or title, begun)
    return rows.assign(event_id=number), event_row(
        row,
        event_id=number,
        title=title or "Zoom meeting",
        started_at=begun,
        ended_at=over,
        kind=kind,
    )


def _host(export: Export, own: list[_Part], rows: pd.DataFrame) -> pd.Series:
    """What names the host of each row's meeting: its own column, the preamble, or its own part."""
    if "event_host" in rows:
        return rows["event_host"].fillna("")
    titled = [part.rows["email"] for part in own if _of_hosts(export, part)]
    listed = pd.concat(titled).tolist() if titled else []
    named = own[0].event.get("host", "") or (listed[0] if len(set(listed)) == 1 else "")
    return pd.Series(named, index=rows.index, dtype="str")


def _of_hosts(export: Export, part: _Part) -> bool:
    """Whether the title right above a table says that it lists the host."""
    above = export.sheet.row(part.block.header - 1) if part.block.header else []
    cells = [cell for cell in above if cell]
    return len(cells) == 1 and is_host(cells[0])


def _digits(number: str) -> str:
    """The number of a meeting without its spaces."""
    return "".join(letter for letter in number if letter.isdigit())


def _events_in_rows(
    rows: pd.DataFrame, order: DateOrder, kind: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Events of a list that names the meeting in every row."""
    start, zoned = read_moments(
        clean(rows.get("event_start", rows["join"].astype("str"))), order.order
    )
    begun = iso(start.where(start.notna(), rows["join"]), zoned)
    end = rows.get("event_end", pd.Series("", index=rows.index, dtype="str"))
    over = iso(read_moments(end, order.order)[0], zoned)
    numbers = [
        event_id("zoom", _digits(number), at)
        for number, at in zip(rows["event_number"], begun, strict=True)
    ]
    numbered = rows.assign(event_id=numbers)
    events = pd.DataFrame({"title": rows["event_title"], "started_at": begun, "ended_at": over})
    events = events.assign(event_id=numbers, kind=kind, head_count="")
    return numbered, events.drop_duplicates("event_id")


def _count_problems(
    export: Export, parts: list[_Part], attendance: pd.DataFrame, events: pd.DataFrame
) -> list[Problem]:
    """The preamble's number of participants beside the rows', where they differ."""
    if len(events) != 1:
        return []
    stated = {part.event.get("people", "") for part in parts} - {""}
    people = int((attendance["status"] == "attended").sum())
    return [
        Problem(
            f"the report says {text} took part, the rows show {people} people",
            "Both are kept; the report counts the rows.",
            export.file,
            export.sheet.name,
            int(parts[-1].event.get("row", 1)),
            "participants",
        )
        for text in stated
        if text.isdigit() and int(text) != people
    ]


def _dropped(export: Export, layout: Layout) -> list[tuple[str, str]]:
    """Columns that go nowhere."""
    matches: dict[str, None] = {}
    for block in layout.blocks:
        used = set(block.columns.values()) | set(block.in_rows.values())
        for index, word in enumerate(export.sheet.row(block.header)):
            if word and index not in used:
                matches[word] = None
    personal = set(folded(["Phone", "Address", "City", "Zip/Postal Code", "Date of Birth"]))
    return [
        (word, "personal data" if folded([word])[0] in personal else "no tidy column")
        for word in matches
    ]


def _origins(layout: Layout) -> dict[str, dict[str, int]]:
    """Tidy column to column of the sheet, for a report with one table."""
    if len(layout.blocks) > 1:
        return {}
    names = {
        "name": "display_name",
        "email": "email",
        "join": "first_join_at",
        "leave": "last_leave_at",
        "minutes": "minutes",
    }
    columns = layout.blocks[0].columns
    return {"attendance": {names[key]: index for key, index in columns.items() if key in names}}
