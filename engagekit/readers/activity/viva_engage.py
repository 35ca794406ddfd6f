"""Messages of Viva Engage (Yammer): who wrote when, never what."""

from __future__ import annotations

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing import dates
from engagekit.readers.activity import _activity_log
from engagekit.readers.contacts import _contacts
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "Viva Engage"
TABLES = ("touches",)

SIGNS = frozenset({"threadid", "senderid", "createdat"})
ADDRESS = ("senderemail",)
NAME = ("sendername", "senderfullname")


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of messages."""
    return headers >= SIGNS and bool(headers & {"repliedtoid", "body", "groupid"})


def recognise(export: Export) -> Recognition | None:
    """Say why an export holds messages of Viva Engage, or None."""
    return _table.seen(
        _table.find(export, _accepts), "has thread_id, sender_id and created_at of messages"
    )


def read(export: Export) -> Reading:
    """Read messages as touches; the text stays behind."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    deleted = listed.column(["deletedat", "deletedbyid"]) != ""
    kind = listed.column(["sendertype"]).str.casefold()
    why = why.mask((why == "") & deleted, "deleted message")
    why = why.mask((why == "") & ~kind.isin(["", "user"]), "message of a bot or the system")
    retained = why == ""
    number, parent = listed.column(["id", "messageid"]), listed.column(["repliedtoid"])
    answered = (number != "") & number.isin(set(parent[retained]))
    email = listed.column(ADDRESS).map(lambda cell: "".join(_contacts.addresses(cell)[:1]))
    frame = pd.DataFrame(
        {
            "touch_id": number.mask(number != "", "viva-" + number),
            "display_name": listed.column(NAME),
            "email": email.astype("str"),
            "on": listed.column(["createdat"]),
            "channel": "social",
            "place": "online",
            "begun_by": "contact",
            "answered_on": _answered(listed, retained, parent == ""),
            "two_way": ((parent != "") | answered).map({True: "yes", False: "no"}).astype("str"),
        }
    )[retained]
    used_names = [
        "id",
        "messageid",
        "repliedtoid",
        "threadid",
        "senderid",
        *ADDRESS,
        *NAME,
        "createdat",
        "sendertype",
        "deletedat",
        "deletedbyid",
    ]
    return _activity_log.read_touches(
        listed,
        frame,
        why,
        used=set(listed.positions(used_names)),
        fields={
            "on": ["createdat"],
            "answered_on": ["createdat"],
            "email": ADDRESS,
            "display_name": NAME,
        },
        zone="UTC",
    )


def _answered(listed: Listing, kept: pd.Series, opens: pd.Series) -> pd.Series:
    """When somebody else first wrote in the thread that a message opened, as the cell has it."""
    rows = pd.DataFrame(
        {
            "thread": listed.column(["threadid"]),
            "sender": listed.column(["senderid"]),
            "told": listed.column(["createdat"]),
            "opens": opens,
        }
    )[kept]
    rows["at"] = dates.moments(rows["told"]).values
    requested = rows[rows["opens"]].drop_duplicates("thread").set_index("thread")["sender"]
    answers = rows[~rows["opens"] & (rows["sender"] != rows["thread"].map(requested))]
    first = answers.sort_values("at", kind="stable").drop_duplicates("thread")
    matches = rows["thread"].map(first.set_index("thread")["told"]).astype("str")
    return matches.where(rows["opens"]).fillna("")
