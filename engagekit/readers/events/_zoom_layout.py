"""Where the parts of a Zoom report stand: preambles, sections, headers, in several languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engagekit.files.source_file import Sheet
from engagekit.readers.shared._header_words import FITS, columns_of, folded

WORDS = {
    "attended": (
        "Attended",
        "Présent",
        "A participé",
        "Teilgenommen",
        "Asistió",
        "Participou",
        "Compareceu",
        "出席",
        "参加済み",
    ),
    "name": (
        "User Name (Original Name)",
        "Name (Original Name)",
        "Participant Name",
        "User Name",
        "Name",
        "名前 (元の名前)",
        "ユーザー名 (元の名前)",
        "名前（元の名前）",
        "Nom (nom d'origine)",
        "Nom (nom original)",
        "Nom d'utilisateur (nom d'origine)",
        "Name (Originalname)",
        "Name (ursprünglicher Name)",
        "Benutzername (Originalname)",
        "Nombre (nombre original)",
        "Nombre de usuario (nombre original)",
        "Nome (nome original)",
        "Nome de usuário (nome original)",
        "Nome (nome originale)",
        "姓名 (原名)",
    ),
    "first": ("First Name", "名", "Prénom", "Vorname", "Nombre", "Nome"),
    "last": (
        "Last Name",
        "姓",
        "Nom de famille",
        "Nom",
        "Nachname",
        "Apellido",
        "Apellidos",
        "Sobrenome",
    ),
    "email": (
        "User Email",
        "Email",
        "Email Address",
        "ユーザーメール",
        "メールアドレス",
        "メール",
        "Adresse e-mail de l'utilisateur",
        "E-mail de l'utilisateur",
        "Adresse e-mail",
        "E-mail",
        "Courriel",
        "Benutzer-E-Mail",
        "E-Mail des Benutzers",
        "E-Mail-Adresse",
        "Correo electrónico del usuario",
        "Correo electrónico",
        "E-mail do usuário",
        "用户邮箱",
    ),
    "join": (
        "Join Time",
        "First Join Time",
        "参加時刻",
        "参加時間",
        "Heure d'arrivée",
        "Heure d'entrée",
        "Heure de participation",
        "Beitrittszeit",
        "Beitrittszeitpunkt",
        "Hora de unión",
        "Hora de ingreso",
        "Hora de entrada",
        "Horário de entrada",
        "加入时间",
    ),
    "leave": (
        "Leave Time",
        "Last Leave Time",
        "退出時刻",
        "退出時間",
        "Heure de départ",
        "Heure de sortie",
        "Austrittszeit",
        "Austrittszeitpunkt",
        "Verlassen um",
        "Hora de salida",
        "Hora de saída",
        "Horário de saída",
        "离开时间",
    ),
    "minutes": (
        "Duration (Minutes)",
        "Total Duration (Minutes)",
        "Time in Session (minutes)",
        "所要時間（分）",
        "合計所要時間（分）",
        "セッション時間（分）",
        "合計時間（分）",
        "Durée (minutes)",
        "Durée totale (minutes)",
        "Dauer (Minuten)",
        "Gesamtdauer (Minuten)",
        "Duración (minutos)",
        "Duración total (minutos)",
        "Duração (minutos)",
        "Duração total (minutos)",
        "时长（分钟）",
    ),
    "registered": (
        "Registration Time",
        "登録日時",
        "Heure d'inscription",
        "Registrierungszeit",
        "Hora de inscripción",
        "Hora de inscrição",
    ),
    "approval": (
        "Approval Status",
        "承認ステータス",
        "Statut d'approbation",
        "Genehmigungsstatus",
        "Estado de aprobación",
        "Status de aprovação",
    ),
    "room": (
        "In Waiting Room",
        "待機室",
        "待機室内",
        "En salle d'attente",
        "In Warteraum",
        "Im Warteraum",
        "En sala de espera",
        "Na sala de espera",
    ),
}
"""Columns of people, and the header words they go by."""

EVENT_WORDS = {
    "number": (
        "Meeting ID",
        "Webinar ID",
        "ID",
        "ミーティングID",
        "ウェビナーID",
        "ID de réunion",
        "ID de la réunion",
        "ID du webinaire",
        "Meeting-ID",
        "Webinar-ID",
        "ID de la reunión",
        "ID de reunião",
        "ID da reunião",
        "ID do webinar",
        "ID del seminario web",
    ),
    "title": ("Topic", "トピック", "Sujet", "Thema", "Tema", "Tópico", "Argomento", "主题"),
    "start": (
        "Actual Start Time",
        "Start Time",
        "Scheduled Time",
        "開始時刻",
        "開始時間",
        "実際の開始時刻",
        "Heure de début",
        "Heure de début réelle",
        "Startzeit",
        "Tatsächliche Startzeit",
        "Hora de inicio",
        "Hora de início",
        "Hora real de inicio",
    ),
    "end": (
        "End Time",
        "終了時刻",
        "終了時間",
        "Heure de fin",
        "Endzeit",
        "Hora de finalización",
        "Hora de término",
    ),
    "length": (
        "Actual Duration (minutes)",
        "Duration (Minutes)",
        "Durée (minutes)",
        "Dauer (Minuten)",
        "Duración (minutos)",
        "Duração (minutos)",
        "所要時間（分）",
    ),
    "host": (
        "Host Email",
        "User Email",
        "Host",
        "Host Name",
        "ホストのメール",
        "ホスト",
        "E-mail de l'hôte",
        "Adresse e-mail de l'hôte",
        "E-mail de l'utilisateur",
        "Adresse e-mail de l'utilisateur",
        "Hôte",
        "E-Mail des Gastgebers",
        "E-Mail-Adresse des Hosts",
        "Host-E-Mail",
        "Benutzer-E-Mail",
        "Gastgeber",
        "Correo electrónico del anfitrión",
        "Correo electrónico del usuario",
        "Anfitrión",
        "E-mail do anfitrião",
        "E-mail do usuário",
        "Anfitrião",
        "ユーザーメール",
        "用户邮箱",
    ),
    "people": ("Participants", "参加者", "Teilnehmer", "Participantes"),
}
"""Columns of a preamble that names the meeting or webinar."""

_SPECIFIC = frozenset(
    word for name in ("minutes", "name", "room") for word in folded(WORDS[name]) if " " in word
) - {"full name", "user name", "participant name"}


@dataclass(frozen=True)
class Block:
    """One table of people: header and rows as indices from 0, and the event above it."""

    header: int
    last: int
    columns: dict[str, int]
    event: int | None
    in_rows: dict[str, int]


@dataclass(frozen=True)
class Layout:
    """Every table of people of a report, and the rows that name an event: header to columns."""

    blocks: tuple[Block, ...]
    events: dict[int, dict[str, int]]
    known: bool


def layout_of(sheet: Sheet) -> Layout | None:
    """Where the tables of people of a Zoom report stand, None if it is none."""
    if not sheet.width:
        return None
    rows = {index: sheet.row(index) for index in _candidates(sheet)}
    headers = {index: matches for index, row in rows.items() if (matches := _people_header(row))}
    existing = bool(headers)
    headers = {index: _with_moments(sheet, index, matches) for index, matches in headers.items()}
    if not headers:
        headers = _by_cells(sheet)
    events = {
        index: matches
        for index, row in rows.items()
        if index not in headers and (matches := _event_header(row))
    }
    if not headers:
        return None
    return Layout(_blocks(sheet, headers, events), events, existing)


def _candidates(sheet: Sheet) -> list[int]:
    """Rows that may be headers: near the top, or without any digit in their first cells."""
    words = set(
        folded(
            [
                "attended",
                *WORDS["attended"],
                *WORDS["name"],
                *WORDS["first"],
                *EVENT_WORDS["title"],
                *EVENT_WORDS["number"],
            ]
        )
    )
    first = sheet.cells[0].str.strip()
    likely = first.index[~first.str.match(r"\d*$") | (first.index < 12)]
    return [
        index
        for index, cell in zip(likely, folded(first[likely]), strict=True)
        if cell in words or (index < 12 and cell)
    ]


def _people_header(row: list[str]) -> dict[str, int]:
    """Columns of a table of people, empty if the row heads none of Zoom's."""
    matches = columns_of(row, WORDS)
    cells = set(folded(row))
    if "name" in matches and ("join" in matches or "minutes" in matches) and cells & _SPECIFIC:
        return matches
    if "approval" in matches and "registered" in matches and {"first", "email"} <= set(matches):
        return matches
    return {}


def _with_moments(sheet: Sheet, header: int, found: dict[str, int]) -> dict[str, int]:
    """Join and leave where a header word is new to us: the two moments right before the minutes."""
    place = found.get("minutes", 0)
    pair = {"join": place - 2, "leave": place - 1}
    others = {at for name, at in found.items() if name not in pair}
    if place < 2 or pair.items() <= found.items() or others & set(pair.values()):
        return found
    body = sheet.body(header + 1).head(50)
    for column in pair.values():
        cells = body[column].str.strip()
        present = cells[(cells != "") & ~cells.str.startswith("-")]
        if not len(present) or not present.str.match(FITS["moment"]).mean() > 0.5:
            return found
    return {**found, **pair}


def _event_header(row: list[str]) -> dict[str, int]:
    """Columns of a preamble, empty if the row is none."""
    matches = columns_of(row, EVENT_WORDS)
    return matches if {"number", "title"} <= set(matches) else {}


def _by_cells(sheet: Sheet) -> dict[int, dict[str, int]]:
    """A participants' header in a language we do not know, told by its brackets and its rows."""
    for index, row in enumerate(sheet.head(8)):
        if len(row) < 5 or not re.match(r".+[(（].+[)）]$", row[0]):
            continue
        if not re.search(r"[(（](?:min|мин|分)", row[4]):
            continue
        body = sheet.body(index + 1)
        kinds = {1: "email", 2: "moment", 3: "moment", 4: "duration"}
        fits = all(
            (body[column].str.strip() == "").mean() < 1 or column == 1 for column in kinds
        ) and all(
            ((cells := body[column].str.strip()) == "").all()
            or cells[cells != ""].str.match(FITS[kind]).all()
            for column, kind in kinds.items()
        )
        if fits and len(body):
            return {index: {"name": 0, "email": 1, "join": 2, "leave": 3, "minutes": 4}}
    return {}


def _blocks(
    sheet: Sheet, headers: dict[int, dict[str, int]], events: dict[int, dict[str, int]]
) -> tuple[Block, ...]:
    """The tables of people; each ends above the title of the next part."""
    marks = sorted([*headers, *events])
    blocks = []
    for index in sorted(headers):
        after = [mark for mark in marks if mark > index]
        last = after[0] - 1 if after else sheet.last_row
        while after and last > index and sum(map(bool, sheet.row(last))) <= 2:
            last -= 1
        above = [mark for mark in sorted(events) if mark < index]
        columns, in_rows = _meeting_in_rows(sheet.row(index), headers[index])
        blocks.append(Block(index, last, columns, above[-1] if above else None, in_rows))
    return tuple(blocks)


def _meeting_in_rows(
    header: list[str], columns: dict[str, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """Columns of people, and of the meeting where every row names it.

    A usage report writes the host and the meeting in front of the person, under words that the
    person's own columns have too.
    """
    inside = columns_of(header, EVENT_WORDS)
    if not {"number", "title"} <= set(inside):
        return columns, {}
    start = columns.get("name", 0)
    if max(inside["number"], inside["title"]) > start:
        return columns, {name: at for name, at in inside.items() if name != "host"}
    own = {name: start + at for name, at in columns_of(header[start:], WORDS).items()}
    return {**columns, **own}, columns_of(header[:start], EVENT_WORDS)
