"""Webex: the attendance report of a meeting or webinar, one row a join."""

from __future__ import annotations

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, Sheet
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
from engagekit.readers.events._meeting_hosts import hosts_of, is_host
from engagekit.readers.shared._header_words import columns_of, placed
from engagekit.readers.shared._timestamps import (
    DateOrder,
    decide,
    iso,
    lean_problem,
    leaves,
    read_moments,
)
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "Webex"
TABLES = ("attendance", "events")

_WORDS = {
    "name": (
        "Display Name",
        "Attendee Name",
        "Participant Name",
        "Name",
        "Nom d'affichage",
        "Anzeigename",
        "Nombre para mostrar",
        "Nome de exibição",
        "表示名",
    ),
    "first": ("First Name", "Prénom", "Vorname", "Nombre", "Nome"),
    "last": ("Last Name", "Nom", "Nachname", "Apellidos", "Sobrenome"),
    "email": (
        "Attendee Email",
        "Participant Email",
        "E-mail du participant",
        "Teilnehmer-E-Mail",
        "Correo electrónico del asistente",
        "E-mail do participante",
        "Invitee Email",
    ),
    "join": ("Join Time", "Heure d'entrée", "Beitrittszeit", "Hora de entrada"),
    "leave": ("Leave Time", "Heure de sortie", "Austrittszeit", "Hora de salida", "Hora de saída"),
    "minutes": (
        "Attendance Duration",
        "Durée de présence",
        "Teilnahmedauer",
        "Duración de la asistencia",
        "Duração da participação",
        "Duration (Minutes)",
        "Duration (mins)",
        "Duration",
    ),
    "host": (
        "Host Email",
        "Host",
        "Host Name",
        "E-mail de l'hôte",
        "Gastgeber-E-Mail",
        "E-Mail des Gastgebers",
        "Correo electrónico del anfitrión",
        "E-mail do anfitrião",
        "Organizer Email",
        "Organizer",
    ),
    "role": ("Role", "Attendee Role", "Rôle", "Rolle", "Rol", "Função"),
    "attended": ("Attended", "Registered and attended"),
    "title": (
        "Meeting Name",
        "Webinar Name",
        "Event Name",
        "Nom de la réunion",
        "Meetingname",
        "Nombre de la reunión",
        "Nome da reunião",
        "Topic",
    ),
    "number": ("Meeting Number", "Meeting ID", "Webinar ID", "Conference ID"),
    "start": (
        "Meeting Start Time",
        "Webinar Start Time",
        "Event Start Time",
        "Heure de début de la réunion",
        "Meeting-Startzeit",
        "Hora de inicio de la reunión",
    ),
    "end": (
        "Meeting End Time",
        "Webinar End Time",
        "Event End Time",
        "Heure de fin de la réunion",
        "Meeting-Endzeit",
        "Hora de finalización de la reunión",
    ),
}
_MARKS = {
    "name": _WORDS["name"],
    "email": _WORDS["email"],
    "minutes": tuple(word for word in _WORDS["minutes"] if not word.startswith("Duration")),
}
_LISTED = ("name", "email", "join", "leave", "title", "number")
"""What a list of the attendees of many meetings has in every row."""
_KINDS = {
    "name": "name",
    "email": "email",
    "join": "moment",
    "leave": "moment",
    "minutes": "duration",
    "start": "moment",
    "end": "moment",
}


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The header row (index from 0) and its columns."""
    for index, row in enumerate(sheet.head(10)):
        matches = columns_of(row, _WORDS)
        if set(columns_of(row, _MARKS)) == set(_MARKS) or {*_LISTED} <= set(matches):
            return index, matches
    return None


def recognise(export: Export) -> Recognition | None:
    """A display name beside the attendee's e-mail and the duration, or the meeting in each row."""
    matches = _header(export.sheet) if export.visible else None
    if matches is None:
        return None
    return Recognition(
        f"row {matches[0] + 1} holds the name, attendee e-mail and stay of people in a meeting",
        header_row=matches[0] + 1,
        sheet=export.sheet.name,
    )


def read(export: Export) -> Reading:
    """One row a person and meeting; rejoins count once."""
    matches = _header(export.sheet)
    if matches is None:
        raise ExportError(
            f"{export.file} has no header of a Webex attendance report. Export the report again."
        )
    header, columns = matches
    notes = Notes()
    body = export.sheet.body(header + 1)
    present = placed(export, without_blank(body, notes), columns, _KINDS, notes)
    times = {name: cells(present, columns, name) for name in ("join", "leave", "start", "end")}
    order = decide(list(times.values()), export=export, within=[times["join"], times["leave"]])
    notes.problems.extend(lean_problem(order, export, header + 2, next(iter(times["join"]), "")))
    rows = _rows(present, columns, order)
    rows, events = _events(export, rows, times, order, header + 1, notes)
    attendance = combine(people_only(rows, notes), export.file)
    names = {
        "name": "display_name",
        "email": "email",
        "join": "first_join_at",
        "leave": "last_leave_at",
        "minutes": "minutes",
    }
    used = set(columns.values())
    return reading(
        export,
        events,
        attendance,
        notes,
        rows_read=len(body),
        order=order.order,
        hosts=hosts_of(rows),
        dropped=[
            (word, "no tidy column")
            for index, word in enumerate(export.sheet.row(header))
            if word and index not in used
        ],
        origins={"attendance": {names[key]: at for key, at in columns.items() if key in names}},
    )


def _rows(held: pd.DataFrame, columns: dict[str, int], order: DateOrder) -> pd.DataFrame:
    """One row a join: who, state, join, leave, minutes, meeting."""
    join, zoned = read_moments(cells(held, columns, "join"), order.order)
    leave, _ = leaves(join, cells(held, columns, "leave"), order.order)
    name = cells(held, columns, "name")
    written = _display_names.joined_names(
        cells(held, columns, "first"), cells(held, columns, "last")
    )
    minutes = minutes_of(cells(held, columns, "minutes"))
    came = join.notna() | (minutes > 0) | ("join" not in columns)
    return pd.DataFrame(
        {
            "display_name": name.where(name != "", written),
            "upn": "",
            "email": _display_names.addresses(cells(held, columns, "email")),
            "status": pd.Series("attended", index=held.index, dtype="str").where(came, "no_show"),
            "join": join,
            "leave": leave,
            "minutes": minutes,
            "zoned": zoned,
            "stated": cells(held, columns, "email"),
            "host": cells(held, columns, "host").where(
                ~cells(held, columns, "role").map(is_host).astype(bool),
                cells(held, columns, "email"),
            ),
            "title": cells(held, columns, "title").str.strip('="'),
            "number": cells(held, columns, "number").str.replace(r"\D", "", regex=True),
        }
    )


def _events(
    export: Export,
    rows: pd.DataFrame,
    times: dict[str, pd.Series],
    order: DateOrder,
    header: int,
    notes: Notes,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows with the number of their meeting, and the meetings."""
    start, zoned = read_moments(times["start"], order.order)
    end, _ = read_moments(times["end"], order.order)
    rows = rows.assign(begun=iso(start, zoned), over=iso(end, zoned), event_id="")
    groups = rows.drop_duplicates(["number", "title", "begun"])
    events = [event_row(header).iloc[:0]]
    for number, title, begun, over in groups[["number", "title", "begun", "over"]].to_numpy():
        own = rows[(rows["number"] == number) & (rows["title"] == title) & (rows["begun"] == begun)]
        existing = bool(own["zoned"].any())
        first, last = iso(
            pd.Series([own["join"].min(), own["leave"].max()], dtype="datetime64[us]"), existing
        )
        if begun or first:
            result = event_id("webex", number or title, begun or first)
            event = event_row(
                int(own.index[0]),
                event_id=result,
                title=title or "Webex meeting",
                started_at=begun or first,
                ended_at=over or last,
                kind="meeting",
            )
        else:
            result, event = undated_event(
                export, TOOL, own, notes, title=title, header=header, alone=len(groups) == 1
            )
        rows.loc[own.index, "event_id"] = result
        events.append(event)
    return rows, pd.concat(events).reindex(columns=EVENT_COLUMNS)
