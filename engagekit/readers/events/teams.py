"""Microsoft Teams: attendance lists of meetings, webinars and town halls, 2021 to today.

A report has numbered sections in every language: 1 the summary, 2 the participants, 3 single joins.
The list of 2021 has a summary above its joins; a participants' table may be saved on its own.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet
from engagekit.readers.events import _event_table, _meeting_report
from engagekit.readers.events._event_table import EventTable
from engagekit.readers.events._header_rows import FITS, columns_of, folded
from engagekit.readers.events._meeting_report import Event, Moments, Part
from engagekit.readers.shared._timestamps import decide
from engagekit.readers.shared.contract import Reading, Recognition, merged
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.schema import FileChoice

TOOL = "Microsoft Teams"
TABLES = ("attendance", "events")

HEAD = 20
"""Rows in which an older list has its header: the summary of 2021 takes some eight."""
IN_ORDER = ("name", "join", "leave", "minutes", "email", "upn", "role")
"""The columns of section 2 in a language whose words are not known: Teams writes them so."""
_HEADING = re.compile(r"^[1-4]\. ?\S")
_PEOPLE = words("teams.people")
_SUMMARY_2021 = frozenset(folded(words("teams.summary")["title"]))
_TITLE = r"\b(?:title|titre|titel|titulo|thema|betreff)\b|タイトル|件名"
_ATTENDED = r"\b(?:attended|presents?|presentes|anwesend\w*|teilgenommen|asistentes|total)\b|出席"
_REGISTERED = r"regist|inscri|anmeld|登録"
_REGISTRATION = {
    "email": r"mail|courriel|correo|メール",
    "status": r"stat|estado|状態",
    "at": r"time|date|heure|zeit|datum|hora|fecha|data|日",
}


@dataclass(frozen=True, eq=False)
class _Layout:
    """Where the parts of a report stand: rows as indices from 0, ends included."""

    why: str
    header: int
    last: int
    columns: dict[str, int]
    summary: tuple[int, int] = (0, -1)
    joins: tuple[int, int] | None = None
    registration: dict[str, int] = field(default_factory=dict)


def recognise(export: Export) -> Recognition | None:
    """Return why an export is an attendance list of Teams, or None."""
    layout = _layout_of(export.sheet) if export.visible else None
    return _event_table.recognition(export, layout.header, layout.why) if layout else None


def read(export: Export) -> Reading:
    """Read each report of a file: sessions of a series are saved below one another."""
    parts = _reports_of(export.sheet)
    if len(parts) == 1:
        return _read(export)
    order = decide([export.sheet.cells[at] for at in export.sheet.cells], export=export)
    if order.certain and order.order:  # one report may prove what another leaves open
        choice = export.choice or FileChoice()
        export = replace(export, choice=choice.model_copy(update={"date_order": order.order}))
    return merged([_read(replace(export, sheets=(part,))) for part in parts])


def _read(export: Export) -> Reading:
    """Read section 2 for who was there, and section 3 only for single joins."""
    layout = _layout_of(export.sheet)
    if layout is None:
        raise ExportError(error_text("teams.read", file=export.file))
    registration = {f"registered_{name}": at for name, at in layout.registration.items()}
    columns = {**registration, **layout.columns}
    table = _event_table.table_of(export, (layout.header, columns), layout.last)
    table = table.placed(_event_table.KINDS)
    event, joins = _event(export.sheet, layout), _joins(export, layout)
    ends = pd.Series([event.start, event.end], dtype="str")
    close = [part.cells(name) for part in (table, joins) if part for name in ("join", "leave")]
    registered = table.cells("registered_at")
    sample = event.start or next((cell for cell in close[0] if cell), "")
    moments = Moments([*close, ends, registered], [(registered, close[0])], sample)
    return _meeting_report.read(
        [Part(table, event, "no_show", joins=joins)],
        moments,
        left=_event_table.dropped(export.sheet.row(layout.header), columns.values()),
        origins=table.origins,
    )


def _event(sheet: Sheet, layout: _Layout) -> Event:
    """Return title, start, end and number attended, by their words or by what they are."""
    kind = "webinar" if layout.registration else "meeting"
    event = Event("Teams", kind, "Teams meeting", row=layout.header + 1)
    moments: list[str] = []
    first, last = layout.summary
    for index in range(first, last + 1):
        row = sheet.row(index)
        if len(row) < 2 or not row[0] or _HEADING.match(row[0]):
            continue
        label, value = folded([row[0]])[0], " ".join(row[1].split())
        if re.search(_TITLE, label) or (index == first and not event.title):
            event = replace(event, title=value, row=index + 1)
        elif FITS["moment"].match(value) and re.search(r"\d[:.h]\d", value):
            moments.append(value)
        elif value.isdigit() and re.search(_ATTENDED, label):
            event = replace(event, people=event.people or value)
    start, end, *_ = [*moments, "", ""]
    return replace(event, start=start, end=end)


def _joins(export: Export, layout: _Layout) -> EventTable | None:
    """Return the single joins of section 3, None where there are none."""
    if layout.joins is None or layout.joins[0] >= layout.joins[1]:
        return None
    first, last = layout.joins
    return _event_table.table_of(export, (first, _columns_in(export.sheet, first)), last)


def _layout_of(sheet: Sheet) -> _Layout | None:
    """Return which layout a sheet has, None for none of Teams'."""
    return _sections(sheet) or _older(sheet)


def _reports_of(sheet: Sheet) -> list[Sheet]:
    """Return a sheet once for each report it holds, with nothing in the rows of the others."""
    heads = _heading_rows(sheet)
    starts = [row for (_, last), (row, number) in pairwise(heads) if number <= last]
    rows = sheet.cells.index
    cells = [
        sheet.cells.iloc[low:high].reindex(rows, fill_value="")
        for low, high in pairwise([0, *starts, len(rows)])
    ]
    return [replace(sheet, cells=part) for part in cells]


def _heading_rows(sheet: Sheet) -> list[tuple[int, str]]:
    """Return row and number of each numbered heading; beside one stands at most a note."""
    first = sheet.cells[0].str.strip().tolist() if sheet.width else []
    return [
        (row, cell[0])
        for row, cell in enumerate(first)
        if _HEADING.match(cell) and sum(map(bool, sheet.row(row)[1:])) <= 1
    ]


def _sections(sheet: Sheet) -> _Layout | None:
    """Return the layout with numbered sections."""
    headings = {number: row for row, number in reversed(_heading_rows(sheet))}
    if "2" not in headings:
        return None
    top = headings["2"]
    header = next((row for row in range(top + 1, sheet.height) if sheet.filled.iloc[row]), top + 1)
    columns = _columns_in(sheet, header)
    if not {"name", "join", "leave"} <= set(columns):
        return None
    joins = None
    if headings.get("3", 0) > top:
        first = headings["3"] + 1
        joins = (first, _last_row(sheet, first, headings))
    return _Layout(
        f"row {header} is the heading '2.' above the participants",
        header,
        _last_row(sheet, header, headings),
        columns,
        (headings.get("1", -1) + 1, top - 1),
        joins,
        _registration(sheet.row(header)),
    )


def _last_row(sheet: Sheet, first: int, headings: dict[str, int]) -> int:
    """Return the last row that holds any cell before the next heading."""
    end = min((row for row in headings.values() if row > first), default=sheet.height)
    present = sheet.filled.iloc[first:end]
    return int(present[present].index[-1]) if present.any() else first


def _older(sheet: Sheet) -> _Layout | None:
    """Return the list of 2021, and a participants' table saved on its own."""
    titled = None
    for index, row in enumerate(sheet.head(HEAD)):
        filled = [cell for cell in row if cell]
        if len(filled) == 1 and folded(filled)[0] in _SUMMARY_2021:
            titled = index
        columns = columns_of(row, _PEOPLE)
        if not {"name", "join", "leave", "minutes"} <= set(columns):
            continue
        if titled is not None:
            why = "a meeting summary stands above the joins"
            return _Layout(why, index, sheet.last_row, columns, (titled + 1, index - 1))
        if "upn" in columns:
            why = f"row {index + 1} holds first join and participant ID (UPN)"
            return _Layout(why, index, sheet.last_row, columns, registration=_registration(row))
    return None


def _registration(header: list[str]) -> dict[str, int]:
    """Return columns of a webinar's registration."""
    matches: dict[str, int] = {}
    for index, word in enumerate(folded(header)):
        if not re.search(_REGISTERED, word):
            continue
        for name, mark in _REGISTRATION.items():
            if re.search(mark, word):
                matches.setdefault(name, index)
                break
    return matches


def _columns_in(sheet: Sheet, header: int) -> dict[str, int]:
    """Return columns of a section by their words, else in the order in which Teams writes them."""
    row = sheet.row(header)
    matches = columns_of(row, _PEOPLE)
    if {"name", "join", "leave"} <= set(matches):
        return matches
    return {name: at for at, name in enumerate(IN_ORDER[: len(row)])}
