"""Contacts exported from Google, in the old and the new column set."""

from __future__ import annotations

import re

from engagekit.files.source_file import Export
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import Layout
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "Google Contacts"
TABLES = _contacts.TABLES

_ADDRESS = re.compile(r"^email(\d+)value$")
OLD = frozenset({"name", "givenname", "familyname"})
NEW = frozenset({"firstname", "lastname"})
FIELDS = {
    "department": ("organization1department", "organizationdepartment"),
    "role_level": ("organization1title", "organizationtitle", "occupation"),
    "site": ("organization1location",),
}


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of Google Contacts."""
    addressed = any(_ADDRESS.match(header) for header in headers)
    return addressed and (headers >= OLD or headers >= NEW)


def _layout(listed: Listing) -> Layout:
    """The columns of this file: it has as many address columns as its richest contact."""
    numbered = sorted(
        (int(match[1]), key) for key in set(listed.keys) if (match := _ADDRESS.match(key))
    )
    return Layout(
        name=("name", "fileas"),
        given=("givenname", "firstname"),
        middle=("additionalname", "middlename"),
        family=("familyname", "lastname"),
        email=tuple(key for _, key in numbered),
        fields=FIELDS,
        nick=("nickname",),
        maiden=("maidenname",),
    )


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a contact list of Google, or None."""
    listed = _table.find(export, _accepts)
    if listed is None:
        return None
    which = "old" if set(listed.keys) >= OLD else "new"
    return Recognition(
        f"has 'E-mail 1 - Value' and the {which} name columns",
        header_row=listed.header + 1,
        sheet=listed.sheet.name,
    )


def read(export: Export) -> Reading:
    """Read the contacts; ``:::`` parts several addresses of one cell."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    return _contacts.read_contacts(listed, _layout(listed))
