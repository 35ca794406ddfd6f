"""Contacts exported from Outlook as CSV: few or ninety columns, headers in four languages."""

from __future__ import annotations

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import FAMILY, GIVEN, Layout
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "Outlook contacts"
TABLES = _contacts.TABLES

NAMES = (
    frozenset({"firstname", "middlename", "lastname", "emailaddress"}),
    frozenset({"prenom", "deuxiemeprenom", "nom", "adressedemessagerie"}),
    frozenset({"vorname", "weiterevornamen", "nachname", "emailadresse"}),
    frozenset({"nombre", "segundonombre", "apellidos", "direcciondecorreoelectronico"}),
    frozenset({"voornaam", "middelstenaam", "achternaam", "emailadres"}),
    frozenset({"nome", "secondonome", "cognome", "indirizzopostaelettronica"}),
    frozenset({"nome", "segundonome", "sobrenome", "enderecodeemail"}),
    frozenset({"nome", "segundonome", "apelido", "enderecodecorreioeletronico"}),
    frozenset({"nome", "nomedomeio", "sobrenome", "enderecodeemail"}),
)
"""The four headers that every such file has, by language."""
SIGNS = frozenset(
    {
        "email2address",
        "email3address",
        "businessphone",
        "homephone",
        "mobilephone",
        "webpage",
        "company",
        "jobtitle",
        "businessfax",
        "homefax",
        "birthday",
        "anniversary",
        "categories",
        "initials",
        "suffix",
        "managersname",
        "assistantsname",
        "spouse",
        "referredby",
        "internetfreebusy",
        "officelocation",
        "profession",
        "sensitivity",
        "societe",
        "titre",
        "telephonebureau",
        "telmobile",
        "telephonemobile",
        "anniversaire",
        "firma",
        "position",
        "telefongeschaftlich",
        "mobiltelefon",
        "geburtstag",
        "kategorien",
        "organizacion",
        "puesto",
        "telefonomovil",
        "cumpleanos",
        "categorias",
        "adressedemessagerie2",
        "email2adresse",
        "direcciondecorreoelectronico2",
        "bedrijf",
        "functie",
        "achtervoegsel",
        "verjaardag",
        "emailtype",
        "emailweergavenaam",
        "societa",
        "posizione",
        "compleanno",
        "tipopostaelettronica",
        "empresa",
        "aniversario",
        "tipodeemail",
        "sufixo",
    }
)
FOREIGN = frozenset(
    {
        "memberrating",
        "optintime",
        "recordid",
        "lifecyclestage",
        "employeeid",
        "labels",
        "userprincipalname",
        "accountname",
    }
)
LAYOUT = Layout(
    name=("displayname", "fullname"),
    given=GIVEN,
    family=(*FAMILY, "nom"),
    email=(
        "emailaddress",
        "email2address",
        "email3address",
        "adressedemessagerie",
        "adressedemessagerie2",
        "adressedemessagerie3",
        "emailadresse",
        "email2adresse",
        "email3adresse",
        "direcciondecorreoelectronico",
        "direcciondecorreoelectronico2",
        "direcciondecorreoelectronico3",
        "direcciondelcorreoelectronico2",
        "direcciondelcorreoelectronico3",
        "emailadres",
        "email2adres",
        "emailadres2",
        "indirizzopostaelettronica",
        "indirizzopostaelettronica2",
        "enderecodeemail",
        "enderecodeemail2",
        "enderecodecorreioeletronico",
    ),
    fields={
        "department": ("department", "service", "abteilung", "departamento", "afdeling", "reparto"),
        "role_level": ("jobtitle", "titre", "position", "puesto", "cargo", "functie", "posizione"),
        "site": ("officelocation", "bureau", "buro", "ubicaciondelaoficina"),
    },
    nick=("nickname", "surnom", "spitzname", "apodo"),
)


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of Outlook contacts."""
    return (
        any(names <= headers for names in NAMES)
        and len(headers & SIGNS) >= 1
        and not headers & FOREIGN
    )


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a contact list of Outlook, or None."""
    listed = _table.find(export, _accepts)
    if listed is None:
        return None
    return Recognition(
        "has first, middle and last name, E-mail Address and other columns of Outlook",
        header_row=listed.header + 1,
        sheet=listed.sheet.name,
    )


def read(export: Export) -> Reading:
    """Read the contacts; the first of the address columns that is held counts."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    return _contacts.read_contacts(listed, LAYOUT, found=why, problems=_lost_letters(listed, why))


def _lost_letters(listed: Listing, why: pd.Series) -> list[Problem]:
    """One problem for each name in which the export replaced a letter by a question mark."""
    matches = []
    for column in listed.positions([*LAYOUT.given, *LAYOUT.family]):
        cells = listed.body[column][why == ""]
        for row, value in cells[cells.str.contains("?", regex=False)].items():
            matches.append(
                listed.problem(
                    "a name in which a letter was lost on export",
                    "Correct the cell, or it will not match by name.",
                    int(str(row)),
                    column,
                    value,
                )
            )
    return matches
