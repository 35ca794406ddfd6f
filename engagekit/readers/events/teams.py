"""Microsoft Teams: attendance lists of meetings, webinars and town halls, 2021 to today.

A report has numbered sections in every language: 1 the summary, 2 the participants, 3 single joins.
The list of 2021 has a summary above its joins; a participants' table may be saved on its own.
"""

import re
from dataclasses import dataclass, field

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing.values import fold_word
from engagekit.readers.events import _people_tables
from engagekit.readers.events._event_table import columns_of, folded, table_of
from engagekit.readers.events._people_tables import EventParts, PeopleTable
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words

TOOL = "Microsoft Teams"
TABLES = ("attendance", "events")

HEAD = 20
"""Rows in which an older list has its header: the summary of 2021 takes some eight."""
IN_ORDER = ("name", "join", "leave", "minutes", "email", "upn", "role")
"""The columns of section 2 in a language whose words are not known: Teams writes them so."""
_HEADING = re.compile(r"^[1-4]\. ?\S")
_MOMENT = re.compile(r"^\D{0,12}\d.*\d[:.h]\d")
_PEOPLE = words("teams.people")
_SUMMARY_2021 = frozenset(folded(words("teams.summary")["title"]))
_TITLE = r"\b(?:title|titre|titel|titulo|thema|betreff)\b|タイトル|件名"
_ATTENDED = r"\b(?:attended|presents?|presentes|anwesend\w*|teilgenommen|asistentes|total)\b|出席"
_REGISTERED = r"regist|inscri|anmeld|登録"
_REGISTRATION = {
    "registered_email": r"mail|courriel|correo|メール",
    "registered_status": r"stat|estado|状態",
    "registered": r"time|date|heure|zeit|datum|hora|fecha|data|日",
}


@dataclass(frozen=True, eq=False)
class _Layout:
    """Where the parts of a report stand: rows as indices from 0, ends included."""

    why: str
    header: int
    last: int
    columns: dict[str, int]
    summary: range = range(0)
    registration: dict[str, int] = field(default_factory=dict)


def recognise(export: Export) -> Recognition | None:
    """Return why an export is an attendance list of Teams, or None."""
    layout = _layout_of(export.sheet) if export.visible else None
    if layout is None:
        return None
    return Recognition(layout.why, header_row=layout.header + 1, sheet=export.sheet.name)


def read(export: Export) -> Reading:
    """Read section 2, or the joins of an older list: one row a person; rejoins count once."""
    layout = _layout_of(export.sheet)
    if layout is None:
        raise ExportError(error_text("teams.read", file=export.file))
    if [number for _, number in _heading_rows(export.sheet)].count("2") > 1:
        raise ExportError(error_text("teams.several", file=export.file))
    columns = {**layout.registration, **layout.columns}
    table = table_of(export, (layout.header, columns), layout.last)
    said, row = _summary(export.sheet, layout)
    kind, absent = ("webinar", "no_show") if layout.registration else ("meeting", "attended")
    part = PeopleTable(table, said, absent, row)
    return _people_tables.read("Teams", [part], EventParts(kind=kind), tells_hosts=False)


def _summary(sheet: Sheet, layout: _Layout) -> tuple[dict[str, str], int]:
    """Return title, start, end and number attended, by their words or their form; and their row."""
    said: dict[str, str] = {}
    title_row = layout.header
    moments: list[str] = []
    for index in layout.summary:
        row = sheet.row(index)
        if len(row) < 2 or not row[0] or _HEADING.match(row[0]):
            continue
        label, value = fold_word(row[0]), " ".join(row[1].split())
        if re.search(_TITLE, label) or (index == layout.summary[0] and "title" not in said):
            said["title"], title_row = value, index
        elif _MOMENT.match(value):
            moments.append(value)
        elif value.isdigit() and re.search(_ATTENDED, label):
            said.setdefault("people", value)
    return said | dict(zip(("start", "end"), moments, strict=False)), title_row + 1


def _layout_of(sheet: Sheet) -> _Layout | None:
    """Return which layout a sheet has, None for none of Teams'."""
    return _sections(sheet) or _older(sheet)


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
    end = min((row for row in headings.values() if row > top), default=sheet.height)
    filled = sheet.filled.iloc[top + 1 : end]
    rows = filled.index[filled > 0]
    header, last = (int(rows[0]), int(rows[-1])) if len(rows) else (top + 1, top + 1)
    row = sheet.row(header)
    columns = columns_of(row, _PEOPLE)
    if not {"name", "join", "leave"} <= set(columns):
        columns = {name: at for at, name in enumerate(IN_ORDER[: len(row)])}
    if not {"name", "join", "leave"} <= set(columns):
        return None
    why = f"row {top + 1} is the heading '2.' above the participants"
    summary = range(headings.get("1", -1) + 1, top)
    return _Layout(why, header, last, columns, summary, _registration(row))


def _older(sheet: Sheet) -> _Layout | None:
    """Return the list of 2021, and a participants' table saved on its own."""
    titled = None
    for index, row in enumerate(sheet.head(HEAD)):
        filled = [cell for cell in row if cell]
        if len(filled) == 1 and fold_word(filled[0]) in _SUMMARY_2021:
            titled = index
        columns = columns_of(row, _PEOPLE)
        if not {"name", "join", "leave", "minutes"} <= set(columns):
            continue
        if titled is not None:
            why, summary = "a meeting summary stands above the joins", range(titled + 1, index)
            return _Layout(why, index, sheet.last_row, columns, summary)
        if "upn" in columns:
            why, own = f"row {index + 1} holds first join and participant ID (UPN)", range(0)
            return _Layout(why, index, sheet.last_row, columns, own, _registration(row))
    return None


def _registration(header: list[str]) -> dict[str, int]:
    """Return columns of a webinar's registration."""
    found: dict[str, int] = {}
    for index, word in enumerate(map(fold_word, header)):
        if re.search(_REGISTERED, word):
            name = next((name for name, mark in _REGISTRATION.items() if re.search(mark, word)), "")
            found.setdefault(name, index)
    found.pop("", None)
    return found
