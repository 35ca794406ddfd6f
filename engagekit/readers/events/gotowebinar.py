"""GoTo Webinar: the attendee report, sections of a session with one row a registrant."""

from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing.values import flags
from engagekit.readers.events import _event_table
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._event_numbers import stated_event
from engagekit.readers.events._header_rows import columns_of, folded
from engagekit.readers.shared._timestamps import leaves, read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words

TOOL = "GoTo Webinar"
TABLES = ("attendance", "events")


@dataclass(frozen=True)
class _Session:
    """One table of registrants: header and last row as indices, columns, the webinar above."""

    header: int
    last: int
    columns: dict[str, int]
    event: dict[str, str]


@cache
def _titles() -> tuple[frozenset[str], frozenset[str]]:
    """Return the folded titles of sections, and the headers that name a webinar."""
    event = words("gotowebinar.event")
    marks = folded(words("gotowebinar.marks")["titles"])
    return frozenset(marks), frozenset(folded([*event["title"], *event["start"]]))


def _sessions(sheet: Sheet) -> list[_Session]:
    """Return the tables of registrants, each with what stands above it."""
    people, webinar = words("gotowebinar.people"), words("gotowebinar.event")
    titles, heads = _titles()
    wanted = heads | set(folded(people["attended"]))
    marks, matches, event = set[str](), [], dict[str, str]()
    texts = sheet.cells[0].str.strip() if sheet.width else pd.Series([], dtype="str")
    likely = texts[~texts.str.match(r"\d*$")]  # a number is no mark and no header
    for index, cell in zip(likely.index, folded(likely), strict=True):
        if cell in titles:
            marks.add(cell)
        elif cell in wanted:
            row = sheet.row(index)
            columns = columns_of(row, people)
            # Other reports have `Attended` too: the rating, or two titles of sections, is GoTo's.
            if {"attended", "email"} <= columns.keys() and ("rating" in columns or len(marks) == 2):
                matches.append(_Session(index, sheet.last_row, columns, event))
                event = {}
            elif found := columns_of(row, webinar):
                values = sheet.row(index + 1)
                event = event | {name: values[at] for name, at in found.items() if at < len(values)}
                event.setdefault("row", str(index + 2))
    ends = [session.header for session in matches[1:]]
    return [
        _Session(one.header, _end(sheet, one.header, after), one.columns, one.event)
        for one, after in zip_longest(matches, ends)
    ]


def _end(sheet: Sheet, header: int, after: int | None) -> int:
    """Return the last row of a table: above the marks and titles of the next, if one follows."""
    if after is None:
        return sheet.last_row
    heads = frozenset[str]().union(*_titles())
    firsts = folded([sheet.row(index)[0] for index in range(header + 1, after)])
    end = header + next((at for at, cell in enumerate(firsts) if cell in heads), len(firsts))
    while end > header and sum(map(bool, sheet.row(end))) <= 1:
        end -= 1
    return end


def recognise(export: Export) -> Recognition | None:
    """Return why an export is an attendee report of GoTo Webinar, or None."""
    sessions = _sessions(export.sheet) if export.visible else []
    text = "row {row} holds attended, interest rating and e-mail address"
    return _event_table.recognition(export, sessions[0].header, text) if sessions else None


def read(export: Export) -> Reading:
    """Read one row a person and webinar; rejoins count once."""
    sessions = _sessions(export.sheet)
    if not sessions:
        raise ExportError(error_text("gotowebinar.read", file=export.file))
    notes, alone, kinds = (
        _event_table.Notes(export),
        len(sessions) == 1,
        {**_event_table.KINDS, "attended": "flag"},
    )
    tables = [
        _event_table.table_of(export, (one.header, one.columns), one.last, notes).placed(kinds)
        for one in sessions
    ]
    # one order of day and month from every date of the file
    join, leave, registered = (
        pd.concat([table.cells(name) for table in tables])
        for name in ("join", "leave", "registered")
    )
    stated = pd.Series([session.event.get("start", "") for session in sessions], dtype="str")
    order = tables[0].order(
        [join, leave, registered, stated],
        sample=(cell for cell in join if cell),
        within=[join, leave] if len(sessions) == 1 else [],
        not_after=[(registered, join)],
    )
    parts = [
        _with_event(table, session, order.order, alone=alone)
        for table, session in zip(tables, sessions, strict=True)
    ]
    rows = pd.concat([part[0] for part in parts])
    events = pd.concat([part[1] for part in parts]).drop_duplicates("event_id")
    used = {name: at for name, at in tables[0].columns.items() if name != "rating"}
    return _event_table.reading(
        notes,
        events.reindex(columns=_event_table.EVENT_COLUMNS),
        combine(people_only(rows, notes), export.file),
        rows_read=sum(table.rows_read for table in tables),
        order=order.order,
        left=_event_table.dropped(export.sheet.row(tables[0].header), used.values()),
        people=rows,
    )


def _with_event(
    table: _event_table.EventTable, session: _Session, order: str | None, *, alone: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one row a join or registrant with the number of the webinar, and the webinar."""
    number = session.event.get("number", "")
    return stated_event(
        TOOL,
        {"row": str(table.header + 1), **session.event},
        _rows(table, order).assign(host=session.event.get("host", "")),
        order,
        table.notes,
        kind="webinar",
        number=number.replace("-", ""),
        untitled="GoTo webinar",
        first=number,
        alone=alone,
    )


def _rows(table: _event_table.EventTable, order: str | None) -> pd.DataFrame:
    """Return one row a join or registrant: who, state, join, leave, minutes."""
    join, zoned = read_moments(table.cells("join"), order)
    attended = flags(table.cells("attended")).values
    came = attended.fillna(False).astype(bool) | (attended.isna() & join.notna())
    approval = table.cells("approval")
    status = pd.Series("no_show", index=join.index, dtype="str")
    status = status.where(~approval.str.contains(r"(?i)cancel|denied|declin"), "cancelled")
    status = status.where(~approval.str.contains(r"(?i)wait|pending"), "waiting")
    return _event_table.people_rows(
        join.index,
        display_name=table.names(),
        email=table.emails(),
        status=status.where(~came, "attended"),
        join=join,
        leave=leaves(join, table.cells("leave"), order)[0],
        minutes=_event_table.minutes_of(table.cells("minutes")),
        zoned=zoned,
        stated=table.cells("email"),
    )
