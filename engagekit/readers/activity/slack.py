"""Member analytics of Slack: totals per member, no addresses, user names instead."""

from __future__ import annotations

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing import values
from engagekit.readers.activity import _activity_log
from engagekit.readers.shared import _table
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "Slack"
TABLES = ("touches",)

SIGNS = frozenset(
    {
        "daysactive",
        "messagesposted",
        "accounttype",
        "whatido",
        "claimeddateutc",
        "accountcreatedutc",
        "messagespostedinchannels",
        "reactionsadded",
    }
)
NAME = ("name", "fullname", "realname", "displayname")
USER = ("email", "username")
ACTIVE = ("lastactiveutc", "lastactive")
POSTED = ("messagesposted", "messagespostedinchannels")
BOTS = r"(?i)\bbot\b|workflow|\bapp\b"


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of member analytics."""
    return "userid" in headers and "username" in headers and len(headers & SIGNS) >= 3


def recognise(export: Export) -> Recognition | None:
    """Say why an export is the member analytics of Slack, or None."""
    return _table.seen(
        _table.find(export, _accepts), "has User ID, Username and activity of Slack members"
    )


def read(export: Export) -> Reading:
    """Read one touch a member, on the last active day; the user name stands for the address."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    on = listed.column(ACTIVE)
    bot = listed.column(["accounttype"]).str.contains(BOTS, regex=True)
    why = why.mask((why == "") & bot, "bot")
    why = why.mask((why == "") & (on == ""), "member who was never active")
    posted = pd.Series(0.0, index=why.index)
    for name in POSTED:
        posted += values.numbers(listed.column([name])).values.fillna(0)
    retained = why == ""
    frame = pd.DataFrame(
        {
            "display_name": listed.column(NAME),
            "email": listed.column(USER).str.casefold(),
            "on": on,
            "channel": "social",
            "place": "online",
            "begun_by": "contact",
            "two_way": (posted > 0).map({True: "yes", False: "no"}).astype("str"),
        }
    )[retained]
    text = Problem(
        "gives totals of each member, not days: one touch each, on the last active day",
        "Count it for reach, not for frequency.",
        export.file,
        listed.sheet.name,
    )
    return _activity_log.read_touches(
        listed,
        frame,
        why,
        used=set(listed.positions([*NAME, *USER, *ACTIVE, *POSTED, "accounttype"])),
        fields={"display_name": NAME, "email": USER, "on": ACTIVE},
        problems=(text,),
        zone="UTC",
    )
