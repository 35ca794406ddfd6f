"""Contacts exported from HubSpot."""

from __future__ import annotations

from engagekit.files.source_file import Export
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import Layout
from engagekit.readers.shared import _table
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "HubSpot"
TABLES = _contacts.TABLES

SIGNS = frozenset(
    {
        "lifecyclestage",
        "contactowner",
        "leadstatus",
        "createdate",
        "associatedcompany",
        "associatedcompanyids",
        "associatedcompanies",
        "primaryassociatedcompanyid",
        "lastactivitydate",
    }
)
OWN = frozenset(
    {
        "lifecyclestage",
        "contactowner",
        "associatedcompany",
        "associatedcompanyids",
        "associatedcompanies",
        "primaryassociatedcompanyid",
    }
)
FOREIGN = frozenset({"accountname", "contactid", "accountid", "userprincipalname"})
LAYOUT = Layout(
    id=("recordid", "recordidcontact", "contactrecordid"),
    email=("email", "workemail", "additionalemailaddresses"),
    fields={"department": ("department",), "role_level": ("jobtitle",)},
)


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of HubSpot contacts."""
    person = headers & {"email", "firstname", "lastname"}
    numbered = bool(headers & {*LAYOUT.id})
    signs = len(headers & SIGNS)
    return (
        bool(person) and bool(headers & OWN) and (numbered or signs >= 2) and not headers & FOREIGN
    )


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a contact list of HubSpot, or None."""
    listed = _table.find(export, _accepts)
    if listed is None:
        return None
    return Recognition(
        "has Record ID, Lifecycle Stage or Contact owner beside names",
        header_row=listed.header + 1,
        sheet=listed.sheet.name,
    )


def read(export: Export) -> Reading:
    """Read the contacts."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    return _contacts.read_contacts(listed, LAYOUT)
