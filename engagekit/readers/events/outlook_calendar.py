"""Outlook calendar: the CSV of a calendar, one row an event."""

from __future__ import annotations

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, Sheet, address
from engagekit.parsing.values import flags
from engagekit.readers.events._attendance import Notes, cells, event_id, reading, without_blank
from engagekit.readers.shared._header_words import columns_of, folded, placed
from engagekit.readers.shared._timestamps import decide, iso, lean_problem, read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "Outlook calendar"
TABLES = ("events",)

_LANGUAGES = (
    {
        "title": "Subject",
        "day": "Start Date",
        "clock": "Start Time",
        "last_day": "End Date",
        "last_clock": "End Time",
        "whole": "All day event",
        "kind": "Categories",
        "private": "Private",
    },
    {
        "title": "Betreff",
        "day": "Beginnt am",
        "clock": "Beginnt um",
        "last_day": "Endet am",
        "last_clock": "Endet um",
        "whole": "Ganztägiges Ereignis",
        "kind": "Kategorien",
        "private": "Privat",
    },
    {
        "title": "Objet",
        "day": "Date de début",
        "clock": "Heure de début",
        "last_day": "Date de fin",
        "last_clock": "Heure de fin",
        "whole": "Journée entière",
        "kind": "Catégories",
        "private": "Privé",
    },
    {
        "title": "Objet",
        "day": "Début",
        "last_day": "Fin",
        "whole": "Journée entière",
        "kind": "Catégories",
        "private": "Privé",
    },
    {
        "title": "Onderwerp",
        "day": "Begindatum",
        "clock": "Begintijd",
        "last_day": "Einddatum",
        "last_clock": "Eindtijd",
        "whole": "Gebeurtenis, duurt hele dag",
        "kind": "Categorieën",
        "private": "Privé",
    },
    {
        "title": "Oggetto",
        "day": "Data inizio",
        "clock": "Ora inizio",
        "last_day": "Data fine",
        "last_clock": "Ora fine",
        "whole": "Giornata intera",
        "kind": "Categorie",
        "private": "Privato",
    },
    {
        "title": "Assunto",
        "day": "Data de início",
        "clock": "Hora de início",
        "last_day": "Data de fim",
        "last_clock": "Hora de fim",
        "whole": "Evento de dia inteiro",
        "kind": "Categorias",
        "private": "Privado",
    },
    {
        "title": "Asunto",
        "day": "Fecha de comienzo",
        "clock": "Comienzo",
        "last_day": "Fecha de finalización",
        "last_clock": "Finalización",
        "whole": "Todo el día",
        "kind": "Categorías",
        "private": "Privado",
    },
    {
        "title": "Assunto",
        "day": "Data de início",
        "clock": "Hora de início",
        "last_day": "Data de término",
        "last_clock": "Hora de término",
        "whole": "O dia inteiro",
        "kind": "Categorias",
        "private": "Particular",
    },
)
_ASKED = frozenset(
    folded(
        (
            "Required Attendees",
            "Optional Attendees",
            "Meeting Organizer",
            "Meeting Resources",
            "Erforderliche Teilnehmer",
            "Optionale Teilnehmer",
            "Besprechungsplanung",
            "Participants obligatoires",
            "Participants facultatifs",
            "Organisateur de la réunion",
        )
    )
)
_CANCELLED = r"(?i)^(?:canceled|cancelled|annulé|abgesagt|cancelado|cancelada)\s*:"


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The header row (index from 0) and its columns."""
    for index, row in enumerate(sheet.head(5)):
        for language in _LANGUAGES:
            matches = columns_of(row, {name: (word,) for name, word in language.items()})
            matches |= _clocks(row, matches)
            if {"title", "day", "clock"} <= set(matches) and {"last_day", "whole"} & set(matches):
                return index, matches
    return None


def _clocks(row: list[str], found: dict[str, int]) -> dict[str, int]:
    """Clocks under the same word as the day before them, as the French export has them."""
    pairs = {"clock": found.get("day"), "last_clock": found.get("last_day")}
    return {
        name: at + 1
        for name, at in pairs.items()
        if name not in found and at is not None and at + 1 < len(row) and row[at] == row[at + 1]
    }


def recognise(export: Export) -> Recognition | None:
    """Subject, start date and start time beside an end date or the all-day mark."""
    matches = _header(export.sheet) if export.visible else None
    if matches is None:
        return None
    words = export.sheet.row(matches[0])
    visible = ", ".join(words[matches[1][name]] for name in ("title", "day", "clock"))
    return Recognition(
        f"row {matches[0] + 1} holds {visible}", header_row=matches[0] + 1, sheet=export.sheet.name
    )


def read(export: Export) -> Reading:
    """Events; who was asked is left out, for nobody's answer is told."""
    matches = _header(export.sheet)
    if matches is None:
        raise ExportError(
            f"{export.file} has no header of an Outlook calendar. Export the calendar again as CSV."
        )
    header, columns = matches
    notes = Notes()
    body = export.sheet.body(header + 1)
    kinds = {"day": "moment", "last_day": "moment", "clock": "moment", "last_clock": "moment"}
    present = placed(export, without_blank(body, notes), columns, kinds, notes)
    present = _public(present, columns, notes)
    first, last = (
        _joined(present, columns, "day", "clock"),
        _joined(present, columns, "last_day", "last_clock"),
    )
    order = decide([first, last], export=export, not_after=[(first, last)])
    notes.problems.extend(lean_problem(order, export, header + 2, next(iter(first), "")))
    start, zoned = read_moments(first, order.order)
    end, _ = read_moments(last, order.order)
    _note_lost(export, present, columns, start, notes)
    events = _events(present, columns, start, end, zoned)[start.notna()]
    again = events["event_id"].duplicated()
    notes.leave_out("the same event again", int(again.sum()))
    used = set(columns.values())
    dropped = [
        (word, "asked, with no answer told" if folded([word])[0] in _ASKED else "no tidy column")
        for index, word in enumerate(export.sheet.row(header))
        if word and index not in used
    ]
    return reading(
        export,
        events[~again],
        None,
        notes,
        rows_read=len(body),
        order=order.order,
        dropped=dropped,
        origins={"events": {"title": columns["title"], "started_at": columns["day"]}},
    )


def _public(held: pd.DataFrame, columns: dict[str, int], notes: Notes) -> pd.DataFrame:
    """Events that took place and are not marked private; the others are noted."""
    private = flags(cells(held, columns, "private")).values.fillna(False).astype(bool)
    notes.leave_out("marked private", int(private.sum()))
    held = held[~private]
    cancelled = cells(held, columns, "title").str.contains(_CANCELLED, regex=True)
    notes.leave_out("a cancelled event", int(cancelled.sum()))
    return held[~cancelled]


def _joined(held: pd.DataFrame, columns: dict[str, int], day: str, clock: str) -> pd.Series:
    """Day and clock of two columns as one text; a spreadsheet may have put one into the other."""
    days, clocks = cells(held, columns, day), cells(held, columns, clock)
    days = days.str.replace(r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00$", r"\1", regex=True)
    clocks = clocks.str.replace(r"^\d{4}-\d{2}-\d{2}[ T]", "", regex=True)
    return (days + " " + clocks).where(days != "", "")


def _note_lost(
    export: Export, held: pd.DataFrame, columns: dict[str, int], start: pd.Series, notes: Notes
) -> None:
    """Rows whose start cannot be read."""
    lost = held.index[start.isna()]
    notes.leave_out("an event without a start", len(lost))
    notes.problems.extend(
        Problem(
            "no date that can be read",
            "Correct the cell.",
            export.file,
            export.sheet.name,
            int(row),
            "start",
            address(int(row), columns["day"]),
            str(held.loc[row, columns["day"]]),
        )
        for row in lost
    )


def _events(
    held: pd.DataFrame, columns: dict[str, int], start: pd.Series, end: pd.Series, zoned: pd.Series
) -> pd.DataFrame:
    """One row an event; a whole day has no clock."""
    whole = flags(cells(held, columns, "whole")).values.fillna(False).astype(bool)
    title = cells(held, columns, "title")
    begun, over = iso(start, zoned), iso(end, zoned)
    begun, over = begun.where(~whole, begun.str[:10]), over.where(~whole, over.str[:10])
    kind = cells(held, columns, "kind").str.split(r"[;,]", regex=True).str[0].str.strip()
    return pd.DataFrame(
        {
            "event_id": [
                event_id("outlook", name, at) for name, at in zip(title, begun, strict=True)
            ],
            "title": title.where(title != "", "(no title)"),
            "started_at": begun,
            "ended_at": over,
            "kind": kind,
            "head_count": "",
        },
        index=held.index,
    )
