"""Contact reports of Salesforce: a list, then a blank line and a footer that is nobody."""

from __future__ import annotations

import re

from engagekit.files.source_file import Export
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import EMAIL, FAMILY, GIVEN, Layout
from engagekit.readers.shared import _table
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "Salesforce"
TABLES = _contacts.TABLES

SIGNS = frozenset(
    {
        "title",
        "department",
        "lastactivity",
        "lastactivitydate",
        "mailingcity",
        "mailingcountry",
        "mailingstreet",
        "mailingstate",
        "contactowner",
        "accountowner",
        "leadsource",
        "contactid",
        "accountid",
        "createddate",
        "lastmodifieddate",
        "phone",
        "mobile",
        "reportsto",
    }
)
_FOOTER = re.compile(r"salesforce\.com", re.IGNORECASE)
LAYOUT = Layout(
    id=("contactid", "casesafeid"),
    name=("contactname", "fullname", "name"),
    given=GIVEN,
    family=FAMILY,
    email=EMAIL,
    fields={
        "department": ("department", "service", "abteilung", "departamento"),
        "role_level": ("title", "jobtitle", "titre", "titel"),
    },
)


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of a contact report."""
    named = bool(headers & {*FAMILY, *LAYOUT.name})
    return (
        "accountname" in headers
        and named
        and bool(headers & {*EMAIL})
        and len(headers & SIGNS) >= 1
        and not headers & {"lifecyclestage", "memberrating", "recordid", "userprincipalname"}
    )


def _accepts_with_footer(headers: frozenset[str]) -> bool:
    """Whether a header row is a contact list at all, where the footer tells the tool."""
    return bool(headers & {*EMAIL}) and bool(headers & {*FAMILY, *GIVEN, *LAYOUT.name, "nom"})


def _list_of(export: Export) -> _table.Listing | None:
    footed = any(
        _FOOTER.search(cell)
        for sheet in export.visible
        for index in range(max(sheet.last_row - 8, 0), sheet.last_row + 1)
        for cell in sheet.row(index)
    )
    return _table.find(export, _accepts_with_footer if footed else _accepts)


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a contact report of Salesforce, or None."""
    listed = _list_of(export)
    if listed is None:
        return None
    footed = "accountname" not in listed.keys
    return Recognition(
        "has a footer of salesforce.com" if footed else "has Account Name beside names and Email",
        header_row=listed.header + 1,
        sheet=listed.sheet.name,
    )


def read(export: Export) -> Reading:
    """Read the contacts; the lines of the footer are set aside."""
    listed = _list_of(export) or _table.listing(export, export.sheet, 0)
    return _contacts.read_contacts(listed, LAYOUT)
