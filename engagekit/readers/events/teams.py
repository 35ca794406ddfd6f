"""Microsoft Teams: attendance lists of meetings, webinars and town halls, 2021 to today."""

import re
from dataclasses import replace

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing.values import numbers
from engagekit.readers.events import _event_table, _teams_layout
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._display_names import addresses
from engagekit.readers.events._event_numbers import stated_event
from engagekit.readers.events._header_rows import FITS, folded
from engagekit.readers.shared._timestamps import decide, leaves, read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.settings.schema import FileChoice

TOOL = "Microsoft Teams"
TABLES = ("attendance", "events")

_TITLE = r"\b(?:title|titre|titel|titulo|thema|betreff)\b|タイトル|件名"
_ATTENDED = r"\b(?:attended|presents?|presentes|anwesend\w*|teilgenommen|asistentes|total)\b|出席"
_CANCELLED = r"(?i)cancel|annul|stornier|abgesagt|キャンセル|declin|reject|refus"
_WAITING = r"(?i)wait|pending|attente|warte|espera|pendiente|pendente"


def recognise(export: Export) -> Recognition | None:
    """Return why an export is an attendance list of Teams, or None."""
    layout = _teams_layout.layout_of(export.sheet) if export.visible else None
    if layout is None:
        return None
    row = layout.header + 1
    why = {
        "sections": f"row {row - 1} is the heading '2.' above the participants",
        "2021": "a meeting summary stands above the joins",
        "table": f"row {row} holds first join and participant ID (UPN)",
    }[layout.kind]
    return _event_table.recognition(export, layout.header, why)


def read(export: Export) -> Reading:
    """Read each report of a file: sessions of a series are saved below one another."""
    parts = _teams_layout.reports_of(export.sheet)
    if len(parts) == 1:
        return _read(export)
    order = decide([export.sheet.cells[at] for at in export.sheet.cells], export=export)
    if order.certain and order.order:  # one report may prove what another leaves open
        choice = export.choice or FileChoice()
        export = replace(export, choice=choice.model_copy(update={"date_order": order.order}))
    return _event_table.joined([_read(replace(export, sheets=(part,))) for part in parts])


def _read(export: Export) -> Reading:
    """Read section 2 for who was there, and section 3 only for single joins."""
    layout = _teams_layout.layout_of(export.sheet)
    if layout is None:
        raise ExportError(error_text("teams.read", file=export.file))
    registration = {f"registered_{name}": at for name, at in layout.registration.items()}
    columns = {**registration, **layout.columns}
    table = _event_table.table_of(export, (layout.header, columns), layout.last)
    table = table.placed(_event_table.KINDS)
    summary = {"row": str(layout.header + 1), **_summary(export.sheet, layout)}
    joins = _joins(export, layout)
    ends = pd.Series([summary.get("start", ""), summary.get("end", "")], dtype="str")
    close = [
        one.cells(name) for one in (table, joins) if one is not None for name in ("join", "leave")
    ]
    registered = table.cells("registered_at")
    first = next((cell for cell in close[0] if cell), "")
    order = table.order(
        [*close, ends, registered],
        sample=[summary.get("start", first)],
        row=table.header + 1,
        title=summary.get("title", ""),
        within=[*close, ends],
        not_after=[(registered, close[0])],
    )
    kind = "webinar" if layout.registration else "meeting"
    rows, events = stated_event(
        "Teams",
        summary,
        _rows(table, order.order),
        order.order,
        table.notes,
        kind=kind,
        untitled="Teams meeting",
    )
    single = None
    if joins is not None and len(rows):
        # single joins without a leave say nothing
        join, _ = read_moments(joins.cells("join"), order.order)
        single = pd.DataFrame(
            {
                "event_id": rows["event_id"].iloc[0],
                "email": addresses(joins.cells("email")),
                "join": join,
                "leave": leaves(join, joins.cells("leave"), order.order)[0],
            }
        )
    attendance = combine(people_only(rows, table.notes), export.file, single)
    _note_count(table, summary, rows, attendance)
    return table.reading(events, attendance, order, people=rows)


def _summary(sheet: Sheet, layout: _teams_layout.Layout) -> dict[str, str]:
    """Return title, start, end and number attended, by their words or by what they are."""
    matches: dict[str, str] = {}
    moments = []
    first, last = layout.summary
    for index in range(first, last + 1):
        row = sheet.row(index)
        if len(row) < 2 or not row[0] or _teams_layout.HEADING.match(row[0]):
            continue
        label, value = folded([row[0]])[0], " ".join(row[1].split())
        if re.search(_TITLE, label) or (index == first and "title" not in matches):
            matches["title"], matches["row"] = value, str(index + 1)
        elif FITS["moment"].match(value) and re.search(r"\d[:.h]\d", value):
            moments.append(value)
        elif value.isdigit() and re.search(_ATTENDED, label):
            matches.setdefault("attended", value)
    return matches | dict(zip(("start", "end"), moments, strict=False))


def _joins(export: Export, layout: _teams_layout.Layout) -> _event_table.EventTable | None:
    """Return the single joins of section 3, None where there are none."""
    if layout.joins is None or layout.joins[0] >= layout.joins[1]:
        return None
    first, last = layout.joins
    return _event_table.table_of(
        export, (first, _teams_layout.columns_in(export.sheet, first, last)), last
    )


def _rows(table: _event_table.EventTable, order: str | None) -> pd.DataFrame:
    """Return one row a row of the table: who, state, join, leave, minutes."""
    mail, upn = table.emails(), table.emails("upn")
    registered = table.emails("registered_email").where(upn == "", "")
    join, zoned = read_moments(table.cells("join"), order)
    minutes = _event_table.minutes_of(table.cells("minutes"))
    state = table.cells("registered_status")
    # Who registered and stayed away has a row without a join. A row with minutes is of somebody who
    # was there, though its moment of joining cannot be read.
    absent = (
        join.isna() & ~(minutes > 0) & any(name.startswith("registered_") for name in table.columns)
    )
    status = absent.map({True: "no_show", False: "attended"}).astype("str")
    status = status.where(~(absent & state.str.contains(_WAITING)), "waiting")
    status = status.where(~(absent & state.str.contains(_CANCELLED)), "cancelled")
    return _event_table.people_rows(
        join.index,
        display_name=table.names(),
        email=mail.where(mail != "", registered),
        upn=upn,
        status=status,
        join=join,
        leave=leaves(join, table.cells("leave"), order)[0],
        minutes=minutes,
        zoned=zoned,
        role=table.cells("role"),
    )


def _note_count(
    table: _event_table.EventTable,
    summary: dict[str, str],
    rows: pd.DataFrame,
    attendance: pd.DataFrame,
) -> None:
    """Note the summary's number of people where the rows have another."""
    stated = numbers(pd.Series([summary.get("attended", "")], dtype="str")).values[0]
    listed = int((rows["status"] == "attended").sum())
    people = int((attendance["status"] == "attended").sum())
    if pd.isna(stated) or int(stated) in (listed, people):
        return
    table.notes.tell(
        f"the summary says {int(stated)} attended, the rows show {people} people",
        "Both are kept; the report counts the rows.",
        int(summary["row"]),
        level=_event_table.counted_otherwise(int(stated), people),
    )
