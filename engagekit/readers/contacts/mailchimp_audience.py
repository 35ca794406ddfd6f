"""Audiences exported from Mailchimp: one file a status, told by the file name alone."""

from __future__ import annotations

import re

from engagekit.files.source_file import Export
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import EMAIL, FAMILY, GIVEN, Layout
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "Mailchimp"
TABLES = _contacts.TABLES

SIGNS = frozenset(
    {
        "memberrating",
        "optintime",
        "leid",
        "euid",
        "confirmtime",
        "unsubtime",
        "cleantime",
        "optinip",
        "confirmip",
    }
)
STATUSES = ("unsubscribed", "nonsubscribed", "cleaned", "subscribed")
LAYOUT = Layout(
    id=("euid", "leid"),
    given=(*GIVEN, "mmerge1"),
    family=(*FAMILY, "nom", "mmerge2"),
    email=EMAIL,
    fields={"department": ("department", "dept"), "role_level": ("jobtitle", "title")},
)


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of an audience; these two words are never translated."""
    return "memberrating" in headers and len(headers & SIGNS) >= 2


def recognise(export: Export) -> Recognition | None:
    """Say why an export is an audience of Mailchimp, or None."""
    listed = _table.find(export, _accepts)
    if listed is None:
        return None
    return Recognition(
        "has MEMBER_RATING and OPTIN_TIME", header_row=listed.header + 1, sheet=listed.sheet.name
    )


def status_of(export: Export) -> str | None:
    """The status of the members: what the settings say, else what the file name hints."""
    stated = getattr(export.choice, "status", None)
    if stated:
        return str(stated)
    name = re.split(r"[\\/]", export.file)[-1].casefold()
    return next((word for word in STATUSES if word in name), None)


def read(export: Export) -> Reading:
    """Read the members as contacts."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    return _contacts.read_contacts(listed, LAYOUT, problems=_told(listed))


def _told(listed: Listing) -> list[Problem]:
    """What the status of the members means, or that nothing tells it."""
    status = status_of(listed.export)
    if status == "subscribed":
        return []
    if status is None:
        return [
            listed.problem(
                "does not say whether its members are subscribed; all count as contacts",
                'Say status = "subscribed" (or another) under [files] in engagekit.toml.',
            )
        ]
    return [
        listed.problem(
            f"holds {status} members: contacts, but no readers of the newsletter",
            "Nothing to do, if the file name is right.",
        )
    ]
