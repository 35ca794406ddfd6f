"""Users of Entra (Azure AD) and of the Microsoft 365 admin centre: a directory as contacts."""

from __future__ import annotations

import re

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing import values
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import Layout
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem
from engagekit.tables.schema import OUTSIDE_ROLES

TOOL = "Microsoft Entra"
TABLES = _contacts.TABLES

UPN = "userprincipalname"
ENTRA_WORDS = frozenset(
    {
        "displayname",
        "surname",
        "givenname",
        "mail",
        "objectid",
        "id",
        "usertype",
        "accountenabled",
        "jobtitle",
        "department",
        "creationtype",
        "directorysynced",
        "companyname",
        "alternateemailaddress",
        "invitationstate",
    }
)
CENTRE_WORDS = frozenset(
    {
        "displayname",
        "firstname",
        "lastname",
        "blockcredential",
        "licenses",
        "licenseassignmentdetails",
        "objectid",
        "proxyaddresses",
        "whencreated",
        "softdeletiontimestamp",
        "usagelocation",
        "dirsyncenabled",
        "title",
        "office",
        "department",
        "passwordneverexpires",
        "signinstatus",
    }
)
USAGE = frozenset({"reportrefreshdate", "reportperiod", "lastactivitydate"})
GUEST, NOBODY = OUTSIDE_ROLES
LAYOUT = Layout(
    id=("employeeid", "employeenumber", "objectid", "id"),
    name=("displayname",),
    given=("givenname", "firstname"),
    family=("surname", "lastname"),
    email=("mail", "email", "emailaddress", "primarysmtpaddress"),
    fields={
        "department": ("department",),
        "role_level": ("jobtitle", "title"),
        "site": ("officelocation", "physicaldeliveryofficename", "office", "city"),
        "cost_centre": ("costcenter", "costcentre"),
        "joined_on": ("employeehiredate", "hiredate"),
        "left_on": ("employeeleavedatetime", "softdeletiontimestamp", "deleteddatetime"),
    },
    aliases={
        "upn": (UPN,),
        "email": (
            "alternateemailaddress",
            "othermails",
            "othermail",
            "proxyaddresses",
            "emailaliases",
            "alias",
        ),
        "id": ("objectid", "id"),
    },
)
_NOT_PEOPLE = re.compile(
    r"\b(?:rooms?|board ?rooms?|meeting ?rooms?|conference|salle|raum|besprechungsraum|sala|"
    r"scanners?|scan|printers?|imprimante|drucker|kopierer|copier|photocopieur|fax|projector|"
    r"shared|partag[ée]e?|funktionspostfach|mailbox|mail ?box|bo[iî]te|postfach|buz[oó]n|"
    r"no-?reply|service|svc|helpdesk|help desk|servicedesk|admin|administrator|calendar|"
    r"equipment|reception|enquiries|inquiries|info|test|kiosk|sync|connector|backup|phone|"
    r"voicemail|system|bot|signage|display|desk)\b|room ?\d|boardroom",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(r"^[^\W\d_]+[.'’-]?(?:[ '’-][^\W\d_]+\.?)+$")
_GUEST_UPN = re.compile(r"^(.+)_([^_@#]+)#EXT#@", re.IGNORECASE)


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of a directory."""
    if UPN not in headers or headers & USAGE:
        return False
    return len(headers & ENTRA_WORDS) >= 3 or len(headers & CENTRE_WORDS) >= 4


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a list of directory users, or None."""
    listed = _table.find(export, _accepts)
    if listed is None:
        return None
    return Recognition(
        "has userPrincipalName beside the other columns of a directory",
        header_row=listed.header + 1,
        sheet=listed.sheet.name,
    )


def read(export: Export) -> Reading:
    """Read the users; guests, rooms, shared mailboxes and devices are marked in `role_level`."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    role = listed.column(LAYOUT.fields["role_level"])
    nobody = _not_people(listed) & (why == "")
    guest = _guests(listed) & ~nobody
    extra = {"role_level": role.mask(guest, GUEST).mask(nobody, NOBODY)}
    home = _home_addresses(listed)
    home = home.mask(home == "", _primary(listed))
    mail = listed.column(LAYOUT.email)
    extra["email"] = (
        mail.map(lambda cell: "".join(_contacts.addresses(cell)[:1]))
        .astype("str")
        .pipe(lambda m: m.mask(m == "", home))
    )
    return _contacts.read_contacts(
        listed, LAYOUT, found=why, extra=extra, problems=_told(listed, why, guest, nobody)
    )


def _guests(listed: Listing) -> pd.Series:
    """Whether a user belongs to another organisation."""
    kind = listed.column(["usertype"]).str.casefold()
    upn = listed.column([UPN])
    return (kind == "guest") | upn.str.contains("#EXT#", case=False, regex=False)


def _home_addresses(listed: Listing) -> pd.Series:
    """The home address of a guest, folded into the user principal name."""
    upn = listed.column([UPN])
    whole = upn.str.extract(_GUEST_UPN)
    return (whole[0] + "@" + whole[1]).fillna("").str.casefold().astype("str")


def _primary(listed: Listing) -> pd.Series:
    """The proxy address that is marked as the main one by ``SMTP:`` in capitals."""
    cells = listed.column(["proxyaddresses", "emailaddresses"])
    return cells.str.extract(r"SMTP:([^\s+;,|]+)")[0].fillna("").str.casefold().astype("str")


def _not_people(listed: Listing) -> pd.Series:
    """Whether a row is a room, a shared mailbox or a device.

    Only rows without given and family name can be one: those whose name says so, or who have
    neither a title nor two words of letters for a name.
    """
    supplied, family = listed.column(LAYOUT.given), listed.column(LAYOUT.family)
    if not listed.positions([*LAYOUT.given, *LAYOUT.family]):
        named = pd.Series(False, index=listed.body.index)
    else:
        named = (supplied != "") | (family != "")
    upn = listed.column([UPN]).str.replace(r"@.*", "", regex=True)
    visible = listed.column(LAYOUT.name)
    says = visible.str.contains(_NOT_PEOPLE) | (
        (visible == "") & upn.str.replace(r"[._-]", " ", regex=True).str.contains(_NOT_PEOPLE)
    )
    two_words = visible.str.contains(_TWO_WORDS)
    untitled = listed.column(LAYOUT.fields["role_level"]) == ""
    return ~named & (says | (untitled & ~two_words & (visible != "")))


def _told(listed: Listing, why: pd.Series, guest: pd.Series, nobody: pd.Series) -> list[Problem]:
    """What a person should know: who is no staff, who may have left."""
    retained = why == ""
    off = values.flags(listed.column(["accountenabled"])).values
    blocked = values.flags(listed.column(["blockcredential"])).values
    removed = ((off == False) | (blocked == True)).fillna(False).astype(bool) & retained & ~nobody  # noqa: E712
    dated = listed.column(LAYOUT.fields["left_on"]) != ""
    text = [
        (
            retained & guest,
            f"guests: their role_level reads '{GUEST}'",
            "Reach leaves them out; nothing to do.",
        ),
        (
            retained & nobody,
            f"rooms, shared mailboxes or devices: their role_level reads '{NOBODY}'",
            "Reach leaves them out; fill in given and family name where one is a person.",
        ),
        (
            removed & ~dated,
            "blocked accounts, perhaps leavers: this export has no leaving day",
            "Give the staff list of HR, or fill left_on in the template.",
        ),
    ]
    matches = []
    for mask, problem, remedy in text:
        rows = mask.index[mask]
        if len(rows):
            matches.append(
                listed.problem(f"rows that are {problem} ({len(rows)})", remedy, int(rows[0]))
            )
    return matches
