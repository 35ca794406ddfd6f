"""Microsoft Teams: attendance lists of meetings, webinars and town halls, 2020 to today."""

from __future__ import annotations

import re

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing.values import numbers
from engagekit.readers.events import _display_names
from engagekit.readers.events._attendance import (
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
from engagekit.readers.events._teams_2020 import actions_to_joins
from engagekit.readers.events._teams_layout import HEADING, Layout, columns_in, layout_of
from engagekit.readers.shared._header_words import FITS, folded, placed
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

TOOL = "Microsoft Teams"
TABLES = ("attendance", "events")

_KINDS = {
    "name": "name",
    "join": "moment",
    "leave": "moment",
    "minutes": "duration",
    "email": "email",
    "upn": "email",
}
_TITLE = r"\b(?:title|titre|titel|titulo|thema|betreff)\b|タイトル|件名"
_ATTENDED = r"\b(?:attended|presents?|presentes|anwesend\w*|teilgenommen|asistentes|total)\b|出席"
_CANCELLED = r"(?i)cancel|annul|stornier|abgesagt|キャンセル|declin|reject|refus"
_WAITING = r"(?i)wait|pending|attente|warte|espera|pendiente|pendente"


def recognise(export: Export) -> Recognition | None:
    """Sections by their number, or the header of an older list."""
    if not export.visible:
        return None
    layout = layout_of(export.sheet)
    if layout is None:
        return None
    why = {
        "sections": f"row {layout.header} is the heading '2.' above the participants",
        "2021": "a meeting summary stands above the joins",
        "2020": f"row {layout.header + 1} holds full name, user action, timestamp",
        "table": f"row {layout.header + 1} holds first join and participant ID (UPN)",
    }[layout.kind]
    return Recognition(why, header_row=layout.header + 1, sheet=export.sheet.name)


def read(export: Export) -> Reading:
    """Section 2 for who was there, section 3 only for single joins."""
    sheet = export.sheet
    layout = layout_of(sheet)
    if layout is None:
        raise ExportError(
            f"{export.file} has no participants' section (a heading '2.') and no header of an "
            "older Teams list. Download the attendance report again."
        )
    if layout.kind == "2020":
        return _read_2020(export, layout)
    notes = Notes()
    body = sheet.body(layout.header + 1, layout.last)
    rows_read = len(body)
    present = placed(export, without_blank(body, notes), layout.columns, _KINDS, notes)
    summary = _summary(sheet, layout)
    joins = _joins(export, layout)
    order = _order(export, layout, present, summary, joins)
    notes.problems.extend(
        lean_problem(
            order, export, layout.header + 1, summary.get("start", _first(present, layout))
        )
    )
    rows = _rows(present, layout, order)
    number, event = _event(layout, summary, order, rows)
    rows["event_id"] = number
    people = people_only(rows, notes)
    attendance = combine(people, export.file, _intervals(joins, layout, order, number))
    notes.problems.extend(_count_problem(export, summary, rows, attendance))
    return reading(
        export,
        event,
        attendance,
        notes,
        rows_read=rows_read,
        order=order.order,
        dropped=_dropped(sheet.row(layout.header), layout),
        origins=_origins(layout.columns),
    )


def _first(held: pd.DataFrame, layout: Layout) -> str:
    """The first date of the participants."""
    matches = cells(held, layout.columns, "join")
    return next((cell for cell in matches if cell), "")


def _summary(sheet: Sheet, layout: Layout) -> dict[str, str]:
    """Title, start, end and number attended, by their words or by what they are."""
    matches: dict[str, str] = {}
    moments = []
    first, last = layout.summary
    for index in range(first, last + 1):
        row = sheet.row(index)
        if len(row) < 2 or not row[0] or HEADING.match(row[0]):
            continue
        label, value = folded([row[0]])[0], " ".join(row[1].split())
        if re.search(_TITLE, label) or (index == first and "title" not in matches):
            matches["title"], matches["row"] = value, str(index + 1)
        elif FITS["moment"].match(value) and re.search(r"\d[:.h]\d", value):
            moments.append(value)
        elif value.isdigit() and re.search(_ATTENDED, label):
            matches.setdefault("attended", value)
    for name, value in zip(("start", "end"), moments, strict=False):
        matches[name] = value
    return matches


def _joins(export: Export, layout: Layout) -> pd.DataFrame:
    """Single joins of section 3 as text: name, join, leave, email."""
    empty = pd.DataFrame(
        {name: pd.Series(dtype="str") for name in ("name", "join", "leave", "email")}
    )
    if layout.joins is None or layout.joins[0] >= layout.joins[1]:
        return empty
    sheet = export.sheet
    first, last = layout.joins
    columns = columns_in(sheet, first, last)
    body = sheet.body(first + 1, last)
    return pd.DataFrame({name: cells(body, columns, name) for name in empty.columns})


def _order(
    export: Export, layout: Layout, held: pd.DataFrame, summary: dict[str, str], joins: pd.DataFrame
) -> DateOrder:
    """One order of day and month from every date of the file."""
    ends = pd.Series([summary.get("start", ""), summary.get("end", "")], dtype="str")
    close = [
        cells(held, layout.columns, "join"),
        cells(held, layout.columns, "leave"),
        joins["join"],
        joins["leave"],
        ends,
    ]
    registered = cells(held, layout.registration, "at")
    return decide(
        [*close, registered],
        export=export,
        title=summary.get("title", ""),
        within=close,
        not_after=[(registered, close[0])],
    )


def _rows(held: pd.DataFrame, layout: Layout, order: DateOrder) -> pd.DataFrame:
    """One row a row of the table: who, state, join, leave, minutes."""
    columns = layout.columns
    name = cells(held, columns, "name")
    written = _display_names.joined_names(
        cells(held, columns, "first"), cells(held, columns, "last")
    )
    mail = _display_names.addresses(cells(held, columns, "email"))
    upn = _display_names.addresses(cells(held, columns, "upn"))
    registered = _display_names.addresses(cells(held, layout.registration, "email"))
    join, zoned = read_moments(cells(held, columns, "join"), order.order)
    leave, _ = leaves(join, cells(held, columns, "leave"), order.order)
    minutes = minutes_of(cells(held, columns, "minutes"))
    state = cells(held, layout.registration, "status")
    absent = pd.Series(bool(layout.registration), index=held.index) & join.isna()
    absent &= ~(minutes > 0)
    status = pd.Series("attended", index=held.index, dtype="str").where(~absent, "no_show")
    status = status.where(~(absent & state.str.contains(_WAITING)), "waiting")
    status = status.where(~(absent & state.str.contains(_CANCELLED)), "cancelled")
    return pd.DataFrame(
        {
            "display_name": name.where(name != "", written),
            "email": mail.where(mail != "", registered.where(upn == "", "")),
            "upn": upn,
            "status": status,
            "join": join,
            "leave": leave,
            "minutes": minutes,
            "zoned": zoned,
        }
    )


def _event(
    layout: Layout, summary: dict[str, str], order: DateOrder, rows: pd.DataFrame
) -> tuple[str, pd.DataFrame]:
    """Number and row of the event; without a summary it lasts from first join to last leave."""
    stated = pd.Series([summary.get("start", ""), summary.get("end", "")], dtype="str")
    times, zoned = read_moments(stated, order.order)
    times = agreeing(times, rows["join"])
    start = times[0] if pd.notna(times[0]) else rows["join"].min()
    end = times[1] if pd.notna(times[1]) else rows["leave"].max()
    existing = bool(zoned[0] if pd.notna(times[0]) else rows["zoned"].any())
    begun, over = iso(pd.Series([start, end], dtype="datetime64[us]"), existing)
    title = summary.get("title", "") or "Teams meeting"
    number = event_id("teams", summary.get("title", ""), begun)
    if not begun:
        return number, event_row(layout.header + 1).iloc[:0]
    kind = "webinar" if layout.registration else "meeting"
    return number, event_row(
        int(summary.get("row", layout.header + 1)),
        event_id=number,
        title=title,
        started_at=begun,
        ended_at=over,
        kind=kind,
    )


def _intervals(
    joins: pd.DataFrame, layout: Layout, order: DateOrder, number: str
) -> pd.DataFrame | None:
    """Single joins as moments; those without a Leave tell nothing."""
    if layout.joins is None or not len(joins):
        return None
    join, _ = read_moments(joins["join"], order.order)
    leave, _ = leaves(join, joins["leave"], order.order)
    return pd.DataFrame(
        {
            "event_id": number,
            "display_name": joins["name"],
            "email": _display_names.addresses(joins["email"]),
            "join": join,
            "leave": leave,
        }
    )


def _count_problem(
    export: Export, summary: dict[str, str], rows: pd.DataFrame, attendance: pd.DataFrame
) -> list[Problem]:
    """The summary's number beside the rows', where they differ."""
    stated = numbers(pd.Series([summary.get("attended", "")], dtype="str")).values[0]
    listed = int((rows["status"] == "attended").sum())
    people = int((attendance["status"] == "attended").sum())
    if pd.isna(stated) or int(stated) in (listed, people):
        return []
    return [
        Problem(
            f"the summary says {int(stated)} attended, the rows show {people} people",
            "Both are kept; the report counts the rows.",
            export.file,
            export.sheet.name,
            int(summary.get("row", 1)),
            "attended",
        )
    ]


def _dropped(header: list[str], layout: Layout) -> list[tuple[str, str]]:
    """Columns that go nowhere."""
    used = set(layout.columns.values()) | set(layout.registration.values())
    return [
        (word, "no tidy column") for index, word in enumerate(header) if word and index not in used
    ]


def _origins(columns: dict[str, int]) -> dict[str, dict[str, int]]:
    """Tidy column to column of the sheet."""
    names = {
        "name": "display_name",
        "email": "email",
        "join": "first_join_at",
        "leave": "last_leave_at",
        "minutes": "minutes",
    }
    return {"attendance": {names[key]: index for key, index in columns.items() if key in names}}


def _read_2020(export: Export, layout: Layout) -> Reading:
    """The list of 2020: one row a Joined or Left, no address."""
    notes = Notes()
    body = export.sheet.body(layout.header + 1, layout.last)
    present = without_blank(body, notes)
    at = cells(present, layout.columns, "at")
    order = decide([at], export=export, within=[at])
    notes.problems.extend(lean_problem(order, export, layout.header + 2, next(iter(at), "")))
    moments, zoned = read_moments(at, order.order)
    actions = pd.DataFrame(
        {
            "display_name": cells(present, layout.columns, "name"),
            "action": cells(present, layout.columns, "action"),
            "at": moments,
        }
    )
    start = iso(
        pd.Series([moments.min(), moments.max()], dtype="datetime64[us]"), bool(zoned.any())
    )
    number = event_id("teams", start[0])
    event = event_row(
        layout.header + 1,
        event_id=number,
        title="Teams meeting",
        started_at=start[0],
        ended_at=start[1],
        kind="meeting",
    )
    rows = actions_to_joins(actions, export, notes)
    rows = rows.assign(
        event_id=number, email="", upn="", status="attended", zoned=bool(zoned.any())
    )
    attendance = combine(people_only(rows, notes), export.file)
    return reading(
        export,
        event if start[0] else event.iloc[:0],
        attendance,
        notes,
        rows_read=len(body),
        order=order.order,
        origins={"attendance": {"display_name": layout.columns["name"]}},
    )
