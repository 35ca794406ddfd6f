"""Contact searches exported from CiviCRM."""

from __future__ import annotations

from engagekit.files.source_file import Export
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import Layout
from engagekit.readers.shared import _table
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "CiviCRM"
TABLES = _contacts.TABLES

ORGANISATIONS = frozenset({"organization", "organisation", "household"})
LAYOUT = Layout(
    id=("contactid", "internalcontactid"),
    name=("displayname",),
    email=("email", "homeemail", "mainemail", "workemail", "otheremail"),
    fields={"role_level": ("jobtitle",), "department": ("department",)},
    nick=("nickname",),
    aliases={"id": ("externalidentifier", "externalid")},
)


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of CiviCRM."""
    numbered = bool(headers & {*LAYOUT.id})
    return numbered and "contacttype" in headers and bool(headers & {"displayname", "sortname"})


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a contact search of CiviCRM, or None."""
    listed = _table.find(export, _accepts)
    if listed is None:
        return None
    return Recognition(
        "has Contact ID, Contact Type and Display Name",
        header_row=listed.header + 1,
        sheet=listed.sheet.name,
    )


def read(export: Export) -> Reading:
    """Read the contacts; organisations and households are set aside."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    kind = listed.column(["contacttype"]).map(_table.squash)
    why = why.mask((why == "") & kind.isin(ORGANISATIONS), "organisation, not a person")
    return _contacts.read_contacts(listed, LAYOUT, found=why)
