"""Eventbrite: the attendee report, one row a ticket."""

from __future__ import annotations

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing.values import numbers
from engagekit.readers.events import _display_names
from engagekit.readers.events._attendance import (
    EVENT_COLUMNS,
    Notes,
    cells,
    combine,
    event_id,
    event_row,
    people_only,
    reading,
    without_blank,
)
from engagekit.readers.events._event_date_from_settings import undated_event
from engagekit.readers.events._registrations import own_addresses, statuses, without_totals
from engagekit.readers.shared._header_words import columns_of, folded, placed
from engagekit.readers.shared._timestamps import DateOrder, decide, iso, lean_problem, read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "Eventbrite"
TABLES = ("attendance", "events")

_WORDS = {
    "order": (
        "Order #",
        "Order ID",
        "Order No.",
        "Order number",
        "N° de commande",
        "Nº de commande",
        "Numéro de commande",
        "Commande nº",
        "Bestellnr.",
        "Bestellnummer",
        "Bestellung Nr.",
        "Bestelnr.",
        "Bestelnummer",
        "Nº de pedido",
        "N.º de pedido",
        "Número de pedido",
        "Nº do pedido",
        "Número do pedido",
        "N. ordine",
        "Numero ordine",
        "Ordine n.",
    ),
    "ordered": (
        "Order Date",
        "Date de commande",
        "Date de la commande",
        "Bestelldatum",
        "Fecha del pedido",
        "Fecha de pedido",
        "Data do pedido",
        "Data ordine",
        "Data dell'ordine",
        "Besteldatum",
    ),
    "first": (
        "Attendee first name",
        "First Name",
        "Prénom",
        "Vorname",
        "Nombre",
        "Nome",
        "Voornaam",
    ),
    "last": (
        "Attendee last name",
        "Attendee surname",
        "Last Name",
        "Surname",
        "Family name",
        "Nom",
        "Nom de famille",
        "Nachname",
        "Apellidos",
        "Apellido",
        "Sobrenome",
        "Cognome",
        "Achternaam",
        "Apelido",
    ),
    "email": (
        "Attendee email",
        "Attendee email address",
        "Email",
        "Email Address",
        "E-mail",
        "Adresse e-mail",
        "Courriel",
        "E-Mail-Adresse",
        "Correo electrónico",
        "Dirección de correo electrónico",
        "Indirizzo e-mail",
        "E-mailadres",
    ),
    "buyer_email": (
        "Buyer email",
        "Purchaser email",
        "Email (buyer)",
        "E-mail de l'acheteur",
        "Käufer-E-Mail",
        "Correo electrónico del comprador",
        "E-mail do comprador",
    ),
    "buyer_first": (
        "Buyer first name",
        "Purchaser first name",
        "Prénom de l'acheteur",
        "Vorname des Käufers",
        "Nombre del comprador",
        "Nome do comprador",
    ),
    "buyer_last": (
        "Buyer last name",
        "Buyer surname",
        "Purchaser last name",
        "Nom de l'acheteur",
        "Nachname des Käufers",
        "Apellidos del comprador",
        "Sobrenome do comprador",
    ),
    "status": (
        "Attendee Status",
        "Statut du participant",
        "Teilnehmerstatus",
        "Estado del asistente",
        "Status do participante",
        "Stato del partecipante",
        "Stato partecipante",
        "Status deelnemer",
        "Deelnemersstatus",
        "Estado do participante",
    ),
    "ticket": (
        "Ticket Type",
        "Ticket",
        "Type de billet",
        "Tickettyp",
        "Tipo de entrada",
        "Tipo de ingresso",
        "Tipo di biglietto",
    ),
    "quantity": (
        "Quantity",
        "Ticket quantity",
        "Quantité",
        "Menge",
        "Anzahl",
        "Cantidad",
        "Quantidade",
        "Quantità",
    ),
    "event": (
        "Event Name",
        "Event title",
        "Nom de l'événement",
        "Veranstaltungsname",
        "Name der Veranstaltung",
        "Nombre del evento",
        "Nome do evento",
        "Nome dell'evento",
        "Nome evento",
    ),
    "event_number": (
        "Event ID",
        "ID de l'événement",
        "Veranstaltungs-ID",
        "ID del evento",
        "ID do evento",
        "ID evento",
    ),
    "start": (
        "Event start date and time",
        "Event start date",
        "Event date",
        "Date Attending",
        "Start date",
        "Date de début de l'événement",
        "Date de l'événement",
        "Startdatum der Veranstaltung",
        "Fecha de inicio del evento",
        "Data de início do evento",
        "Data evento",
    ),
    "clock": (
        "Event start time",
        "Start time",
        "Heure de début de l'événement",
        "Startzeit der Veranstaltung",
        "Hora de inicio del evento",
        "Hora de início do evento",
    ),
}
_STATUSES = {
    "attended": (
        "Checked In",
        "Attended",
        "Enregistré",
        "Enregistrée",
        "Présent",
        "Pointé",
        "Eingecheckt",
        "Anwesend",
        "Entrada registrada",
        "Registro realizado",
        "Check-in realizado",
        "Check-in feito",
        "Presente",
        "Check-in effettuato",
        "Ingecheckt",
        "Aanwezig",
    ),
    "registered": (
        "Attending",
        "Registered",
        "Participe",
        "Inscrit",
        "Inscrite",
        "Participant",
        "Nimmt teil",
        "Teilnehmend",
        "Angemeldet",
        "Asistirá",
        "Asiste",
        "Participará",
        "Participando",
        "Comparecerá",
        "Parteciperà",
        "Partecipa",
        "Partecipante",
        "Teilnahme",
        "Nimmt teil",
        "Neemt deel",
        "Deelnemend",
        "Aangemeld",
        "Asistente",
        "Confirmado",
    ),
    "cancelled": (
        "Not Attending",
        "Deleted",
        "Refunded",
        "Cancelled",
        "Canceled",
        "Transferred",
        "Ne participe pas",
        "Supprimé",
        "Remboursé",
        "Annulé",
        "Nimmt nicht teil",
        "Gelöscht",
        "Erstattet",
        "Rückerstattet",
        "Storniert",
        "No asistirá",
        "No asiste",
        "Eliminado",
        "Reembolsado",
        "Cancelado",
        "Não participará",
        "Não comparecerá",
        "Excluído",
        "Non partecipa",
        "Non parteciperà",
        "Eliminato",
        "Rimborsato",
        "Annullato",
        "Keine Teilnahme",
        "Neemt niet deel",
        "Verwijderd",
        "Terugbetaald",
        "Geannuleerd",
    ),
    "waiting": (
        "Waitlist",
        "Waitlisted",
        "On waitlist",
        "Sur liste d'attente",
        "Liste d'attente",
        "Warteliste",
        "En lista de espera",
        "Na lista de espera",
    ),
}
_KINDS = {"email": "email", "buyer_email": "email", "ordered": "moment", "start": "moment"}
_PERSONAL = frozenset(
    folded(
        (
            "Phone",
            "Phone number",
            "Home Phone",
            "Cell Phone",
            "Work Phone",
            "Mobile",
            "Address",
            "Home Address 1",
            "Home City",
            "Home Zip",
            "Billing Address",
            "Shipping Address",
            "Birth Date",
            "Age",
            "Gender",
            "Buyer email",
            "Purchaser email",
            "IP Address",
            "Purchaser city",
        )
    )
)


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The header row (index from 0) and its columns."""
    for index, row in enumerate(sheet.head(10)):
        matches = columns_of(row, _WORDS)
        named = {"first", "last"} & set(matches)
        if (
            "order" in matches
            and named
            and {"email", "buyer_email"} & set(matches)
            and ({"status", "ticket"} & set(matches))
        ):
            return index, matches
    return None


def recognise(export: Export) -> Recognition | None:
    """An order number beside names, an address and the attendee's status or ticket."""
    matches = _header(export.sheet) if export.visible else None
    if matches is None:
        return None
    index, columns = matches
    mark = "attendee status" if "status" in columns else "ticket type"
    return Recognition(
        f"row {index + 1} holds order number, name, address and {mark}",
        header_row=index + 1,
        sheet=export.sheet.name,
    )


def read(export: Export) -> Reading:
    """One row a person and event; the day of the event where the file or the settings tell it."""
    matches = _header(export.sheet)
    if matches is None:
        raise ExportError(
            f"{export.file} has no header of Eventbrite's attendee report. "
            "Export it again under Reports, Attendees."
        )
    header, columns = matches
    notes = Notes()
    body = export.sheet.body(header + 1)
    people = [columns[name] for name in ("first", "last", "email") if name in columns]
    present = without_totals(
        without_blank(body, notes), people, notes, labels=[columns["order"], *people, 0]
    )
    present = placed(export, present, columns, _KINDS, notes)
    order = _order(export, present, columns)
    ordered = cells(present, columns, "ordered")
    notes.problems.extend(lean_problem(order, export, header + 2, next(iter(ordered), "")))
    rows = _rows(export, present, columns, order, notes)
    rows, events = _events(export, rows, header + 1, notes)
    attendance = combine(people_only(rows, notes), export.file)
    return reading(
        export,
        events,
        attendance,
        notes,
        rows_read=len(body),
        order=order.order,
        dropped=_dropped(export.sheet.row(header), columns),
        origins={
            "attendance": {
                name: columns[key]
                for name, key in (
                    ("display_name", "first"),
                    ("email", "email"),
                    ("status", "status"),
                )
                if key in columns
            }
        },
    )


def _order(export: Export, held: pd.DataFrame, columns: dict[str, int]) -> DateOrder:
    """One order of day and month from all dates of the file."""
    ordered, start = cells(held, columns, "ordered"), cells(held, columns, "start")
    return decide([ordered, start], export=export, not_after=[(ordered, start)])


def _rows(
    export: Export, held: pd.DataFrame, columns: dict[str, int], order: DateOrder, notes: Notes
) -> pd.DataFrame:
    """One row a ticket: who, status, event."""
    status = pd.Series("registered", index=held.index, dtype="str")
    if "status" in columns:
        index = columns["status"]
        status = statuses(
            cells(held, columns, "status"),
            _STATUSES,
            export,
            (export.sheet.row(_header_row(export))[index], index),
            notes,
        )
    held, status = held[status != ""], status[status != ""]
    name = _display_names.joined_names(cells(held, columns, "first"), cells(held, columns, "last"))
    buyer = _display_names.joined_names(
        cells(held, columns, "buyer_first"), cells(held, columns, "buyer_last")
    )
    email = _display_names.addresses(cells(held, columns, "email"))
    bought = _display_names.addresses(cells(held, columns, "buyer_email"))
    same = _display_names.name_keys(name) == _display_names.name_keys(buyer)
    email = email.where((email != "") | ~same, bought)
    start = cells(held, columns, "start")
    clock = cells(held, columns, "clock")
    start = start.where(start.str.contains(":", regex=False) | (start == ""), start + " " + clock)
    at, zoned = read_moments(start, order.order)
    ordered, ordered_zoned = read_moments(cells(held, columns, "ordered"), order.order)
    notes.problems.extend(_quantities(export, held, columns))
    return pd.DataFrame(
        {
            "display_name": name,
            "upn": "",
            "status": status,
            "email": own_addresses(email, name, cells(held, columns, "order"), buyer),
            "join": pd.Series(pd.NaT, index=held.index, dtype="datetime64[us]"),
            "leave": pd.Series(pd.NaT, index=held.index, dtype="datetime64[us]"),
            "minutes": float("nan"),
            "zoned": False,
            "title": cells(held, columns, "event"),
            "number": cells(held, columns, "event_number"),
            "start": iso(at, zoned),
            "ordered": iso(ordered, ordered_zoned),
        }
    )


def _header_row(export: Export) -> int:
    """Index of the header row."""
    matches = _header(export.sheet)
    return matches[0] if matches else 0


def _quantities(export: Export, held: pd.DataFrame, columns: dict[str, int]) -> list[Problem]:
    """Tickets for more people than the row names."""
    many = numbers(cells(held, columns, "quantity")).values
    return [
        Problem(
            f"{int(count)} tickets under one name",
            "Nothing; one person is counted.",
            export.file,
            export.sheet.name,
            int(row),
            "Quantity",
        )
        for row, count in zip(many.index[many > 1], many[many > 1], strict=True)
    ]


def _events(
    export: Export, rows: pd.DataFrame, header: int, notes: Notes
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows with the number of their event, and the events that have a day."""
    events = [event_row(header).iloc[:0]]
    numbered = rows.assign(event_id="")
    groups = rows.drop_duplicates(["number", "title", "start"])[["number", "title", "start"]]
    for number, title, start in groups.to_numpy().tolist():
        own = rows[(rows["number"] == number) & (rows["title"] == title) & (rows["start"] == start)]
        if start:
            result = event_id("eventbrite", number or title, start)
            event = event_row(
                int(own.index[0]),
                event_id=result,
                title=title or "Eventbrite event",
                started_at=start,
            )
        else:
            first = number or min((cell for cell in own["ordered"] if cell), default="")
            result, event = undated_event(
                export,
                TOOL,
                own,
                notes,
                title=title,
                first=first,
                header=header,
                alone=len(groups) == 1,
            )
        numbered.loc[own.index, "event_id"] = result
        events.append(event)
    return numbered, pd.concat(events).reindex(columns=EVENT_COLUMNS)


def _dropped(header: list[str], columns: dict[str, int]) -> list[tuple[str, str]]:
    """Columns that go nowhere: personal data, and the form's own questions."""
    used = set(columns.values())
    return [
        (word, "personal data" if folded([word])[0] in _PERSONAL else "no tidy column")
        for index, word in enumerate(header)
        if word and index not in used
    ]
