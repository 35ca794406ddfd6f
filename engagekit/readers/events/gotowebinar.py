"""GoTo Webinar: the attendee report, sections of a session with one row a registrant."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing.values import flags
from engagekit.readers.events import _display_names
from engagekit.readers.events._attendance import (
    EVENT_COLUMNS,
    Notes,
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
from engagekit.readers.events._meeting_hosts import hosts_of
from engagekit.readers.shared._header_words import columns_of, folded, placed
from engagekit.readers.shared._timestamps import (
    DateOrder,
    decide,
    iso,
    lean_problem,
    leaves,
    read_moments,
)
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "GoTo Webinar"
TABLES = ("attendance", "events")

_WORDS = {
    "attended": ("Attended", "Teilgenommen", "A participé", "Asistió", "Participou"),
    "rating": (
        "Interest Rating",
        "Interessenbewertung",
        "Évaluation de l'intérêt",
        "Índice de interés",
        "Nível de interesse",
    ),
    "last": ("Last Name", "Nachname", "Nom", "Apellidos", "Sobrenome"),
    "first": ("First Name", "Vorname", "Prénom", "Nombre", "Nome"),
    "email": (
        "Email Address",
        "Email",
        "E-Mail-Adresse",
        "Adresse e-mail",
        "Correo electrónico",
        "Endereço de e-mail",
    ),
    "registered": (
        "Registration Date/Time",
        "Registration Date",
        "Registrierungsdatum/-zeit",
        "Date/Heure d'inscription",
        "Fecha y hora de inscripción",
    ),
    "join": ("Join Time", "Beitrittszeit", "Heure de connexion", "Hora de entrada"),
    "leave": ("Leave Time", "Austrittszeit", "Heure de déconnexion", "Hora de salida"),
    "minutes": (
        "Time in Session",
        "Dauer in Sitzung",
        "Temps passé en session",
        "Tiempo en la sesión",
    ),
    "approval": ("Registration Status", "Status", "Approval Status"),
}
_EVENT_WORDS = {
    "title": ("Webinar Name", "Webinar-Name", "Nom du webinaire", "Nombre del seminario web"),
    "number": ("Webinar ID", "Webinar-ID", "ID du webinaire", "ID de seminario web"),
    "start": (
        "Actual Start Date/Time",
        "Start Date/Time",
        "Scheduled Start Date/Time",
        "Tatsächliches Startdatum/-zeit",
        "Date/Heure de début réelle",
    ),
    "host": (
        "Organizer Email",
        "Organiser Email",
        "Organizer",
        "Organiser",
        "Organizer Name",
        "Organisator",
        "E-Mail des Organisators",
        "Organisateur",
        "E-mail de l'organisateur",
        "Organizador",
        "Correo electrónico del organizador",
    ),
    "length": ("Duration", "Actual Duration", "Dauer", "Durée", "Duración"),
}
_MARKS = frozenset(folded(["General Information", "Session Details", "Attendee Details"]))
_KINDS = {
    "email": "email",
    "join": "moment",
    "leave": "moment",
    "registered": "moment",
    "minutes": "duration",
    "attended": "flag",
}


@dataclass(frozen=True)
class _Session:
    """One table of registrants: header and last row as indices, columns, the webinar above."""

    header: int
    last: int
    columns: dict[str, int]
    event: dict[str, str]


def _sessions(sheet: Sheet) -> list[_Session]:
    """The tables of registrants, each with what stands above it."""
    marks, matches, event = set[str](), [], dict[str, str]()
    wanted = set(folded([*_WORDS["attended"], *_EVENT_WORDS["title"], *_EVENT_WORDS["start"]]))
    texts = sheet.cells[0].str.strip() if sheet.width else pd.Series([], dtype="str")
    likely = texts[~texts.str.match(r"\d*$")]  # a number is no mark and no header
    for index, cell in zip(likely.index, folded(likely), strict=True):
        if cell in _MARKS:
            marks.add(cell)
        elif cell in wanted:
            row = sheet.row(index)
            columns = columns_of(row, _WORDS)
            if {"attended", "email"} <= set(columns) and ("rating" in columns or len(marks) == 2):
                matches.append(_Session(index, sheet.last_row, columns, event))
                event = {}
            elif found_event := columns_of(row, _EVENT_WORDS):
                values = sheet.row(index + 1)
                event = event | {name: values[at] for name, at in found_event.items()}
                event.setdefault("row", str(index + 2))
    ends = [session.header for session in matches[1:]]
    return [
        _Session(session.header, _end(sheet, session.header, after), session.columns, session.event)
        for session, after in zip_longest(matches, ends)
    ]


def _end(sheet: Sheet, header: int, after: int | None) -> int:
    """The last row of a table: the one above the marks and titles of the next, if one follows."""
    if after is None:
        return sheet.last_row
    heads = _MARKS | set(folded([*_EVENT_WORDS["title"], *_EVENT_WORDS["start"]]))
    firsts = folded([sheet.row(index)[0] for index in range(header + 1, after)])
    end = header + next((at for at, cell in enumerate(firsts) if cell in heads), len(firsts))
    while end > header and sum(map(bool, sheet.row(end))) <= 1:
        end -= 1
    return end


def recognise(export: Export) -> Recognition | None:
    """Attended and interest rating, or the marks of a report's sections."""
    sessions = _sessions(export.sheet) if export.visible else []
    if not sessions:
        return None
    header = sessions[0].header + 1
    return Recognition(
        f"row {header} holds attended, interest rating and e-mail address",
        header_row=header,
        sheet=export.sheet.name,
    )


def read(export: Export) -> Reading:
    """One row a person and webinar; rejoins count once."""
    sessions = _sessions(export.sheet)
    if not sessions:
        raise ExportError(
            f"{export.file} has no 'Session Details' of a GoTo Webinar report. "
            "Export the attendee report again."
        )
    notes = Notes()
    texts = [_text(export, session, notes) for session in sessions]
    rows_read = sum(session.last - session.header for session in sessions)
    order = _order(export, sessions, texts)
    sample = next((cell for text in texts for cell in text["join"] if cell), "")
    notes.problems.extend(lean_problem(order, export, sessions[0].header + 2, sample))
    rows, events = [], []
    for session, text in zip(sessions, texts, strict=True):
        numbered, event = _event(
            export, session, _rows(text, order), order, notes, alone=len(sessions) == 1
        )
        rows.append(numbered.assign(host=session.event.get("host", ""), stated=text["email"]))
        events.append(event)
    every_row = pd.concat(rows)
    attendance = combine(people_only(every_row, notes), export.file)
    every = pd.concat(events).drop_duplicates("event_id").reindex(columns=EVENT_COLUMNS)
    used = set(sessions[0].columns.values()) - {sessions[0].columns.get("rating", -1)}
    dropped = [
        (word, "no tidy column")
        for index, word in enumerate(export.sheet.row(sessions[0].header))
        if word and index not in used
    ]
    return reading(
        export,
        every,
        attendance,
        notes,
        rows_read=rows_read,
        order=order.order,
        dropped=dropped,
        hosts=hosts_of(every_row),
    )


def _text(export: Export, session: _Session, notes: Notes) -> pd.DataFrame:
    """The rows of one table as text columns."""
    body = without_blank(export.sheet.body(session.header + 1, session.last), notes)
    present = placed(export, body, session.columns, _KINDS, notes)
    return pd.DataFrame(
        {name: cells(present, session.columns, name) for name in _WORDS}, index=present.index
    )


def _order(export: Export, sessions: list[_Session], texts: list[pd.DataFrame]) -> DateOrder:
    """One order of day and month from every date of the file."""
    every = pd.concat(texts)
    stated = pd.Series([session.event.get("start", "") for session in sessions], dtype="str")
    return decide(
        [every["join"], every["leave"], every["registered"], stated],
        export=export,
        within=[every["join"], every["leave"]] if len(sessions) == 1 else [],
        not_after=[(every["registered"], every["join"])],
    )


def _rows(text: pd.DataFrame, order: DateOrder) -> pd.DataFrame:
    """One row a join or registrant: who, state, join, leave, minutes."""
    join, zoned = read_moments(text["join"], order.order)
    leave, _ = leaves(join, text["leave"], order.order)
    message = flags(text["attended"]).values
    came = message.fillna(False).astype(bool) | (message.isna() & join.notna())
    status = pd.Series("no_show", index=text.index, dtype="str")
    status = status.where(~text["approval"].str.contains(r"(?i)cancel|denied|declin"), "cancelled")
    status = status.where(~text["approval"].str.contains(r"(?i)wait|pending"), "waiting")
    return pd.DataFrame(
        {
            "display_name": _display_names.joined_names(text["first"], text["last"]),
            "upn": "",
            "email": _display_names.addresses(text["email"]),
            "status": status.where(~came, "attended"),
            "join": join,
            "leave": leave,
            "minutes": minutes_of(text["minutes"]),
            "zoned": zoned,
        }
    )


def _event(
    export: Export,
    session: _Session,
    rows: pd.DataFrame,
    order: DateOrder,
    notes: Notes,
    *,
    alone: bool,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows with the number of their webinar, and the webinar."""
    title, number = session.event.get("title", ""), session.event.get("number", "")
    stated, named = read_moments(pd.Series([session.event.get("start", "")]), order.order)
    start = stated[0] if pd.notna(stated[0]) else rows["join"].min()
    row = int(session.event.get("row", session.header + 1))
    if pd.isna(start):
        result, event = undated_event(
            export,
            TOOL,
            rows,
            notes,
            title=title,
            first=number,
            header=row,
            kind="webinar",
            alone=alone,
        )
        return rows.assign(event_id=result), event
    length = minutes_of(pd.Series([session.event.get("length", "")]))[0]
    end = rows["leave"].max()
    if pd.notna(stated[0]) and pd.notna(length):
        end = start + pd.Timedelta(minutes=float(length))
    existing = bool(named[0] if pd.notna(stated[0]) else rows["zoned"].any())
    begun, over = iso(pd.Series([start, end], dtype="datetime64[us]"), existing)
    result = event_id("gotowebinar", number.replace("-", "") or title, begun)
    return rows.assign(event_id=result), event_row(
        row,
        event_id=result,
        title=title or "GoTo webinar",
        started_at=begun,
        ended_at=over,
        kind="webinar",
    )
