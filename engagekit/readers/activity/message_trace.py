"""Message traces of Exchange, from PowerShell and from the admin centre; subjects are dropped."""

import re
from collections import Counter

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import Export
from engagekit.readers.activity import _activity_log
from engagekit.readers.contacts import _contacts
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import FAULT, NOTE

TOOL = "Message trace"
TABLES = ("touches",)

_UTC = ("origintimestamputc", "dateutc", "datetimeutc")
RECEIVED = ("received", "receiveddate", "datetimereceived", *_UTC, "timestamp", "date", "datetime")
SENDER = ("senderaddress",)
RECIPIENT = ("recipientaddress", "recipientstatus", "recipientaddresses", "recipients")
STATUS = ("status", "deliverystatus", "recipientstatus", "eventid")
LIBRARY = re.compile(r"librar|bib?liot|biblio|research|reference|enquir|inquir|knowledge|\bkm\b")
LEAST_COVER = 0.8
"""Share of the messages that the library's own addresses must explain: a trace of its mailboxes
holds little else but copies and forwarded mail; one of the whole house holds other mail mostly."""
LEAST_PART = 0.15
"""Share of the messages from which an address is one of the library's: it takes part in a sixth of
all, which no single reader does in a trace of several."""
MOST_ADDRESSES = 5
"""Mailboxes that a library may have: desk, head, acquisitions, loans, newsletter."""
_FAILED = r"(?i)fail|spam|quarant|reject|bounce"


def _accepts(headers: frozenset[str]) -> bool:
    """Return whether a header row is that of a message trace."""
    return all(headers & {*names} for names in (RECEIVED, SENDER, RECIPIENT))


def recognise(export: Export) -> Recognition | None:
    """Return why an export is a message trace, or None."""
    return _table.seen(_table.find(export, _accepts), "has sender, recipient and time of messages")


def read(export: Export) -> Reading:
    """Read messages as touches of the address that is not the library's."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    pairs = _pairs(listed, why)
    own = library_addresses(pairs)
    inside = pairs["sender"].isin(own) & pairs["recipient"].isin(own)
    whole = inside.groupby(level=0).all().reindex(why.index, fill_value=False)
    why = why.mask((why == "") & whole, "between two addresses of the library")
    why = why.mask((why == "") & (~why.index.isin(pairs.index)), "no address")
    pairs = pairs[~inside]
    sent = pairs["sender"].isin(own)
    frame = pd.DataFrame(
        {
            "email": pairs["recipient"].where(sent, pairs["sender"]),
            "on": listed.column(RECEIVED).reindex(pairs.index),
            "channel": "email",
            "place": "online",
        }
    )
    if own:
        frame["begun_by"] = sent.map({True: "library", False: "contact"}).astype("str")
        # messages of this address arrived in both directions
        email = frame["email"]
        arrived = ~pairs["failed"]
        both = email.isin(set(email[~sent & arrived]) & set(email[sent & arrived])) & arrived
        frame["two_way"] = both.map({True: "yes", False: "no"}).astype("str")
    texts = problem_texts("message_trace.no_owner")
    if own:
        texts = problem_texts("message_trace.owner", names=", ".join(own))
    problems = [listed.problem(*texts, level=NOTE if own else FAULT)]
    if failed := int(pairs["failed"].sum()):
        texts = problem_texts("message_trace.failed", n=failed)
        problems.append(listed.problem(*texts, level=NOTE))
    return _activity_log.read_touches(
        listed,
        frame,
        why,
        used=set(listed.positions([*RECEIVED, *SENDER, *RECIPIENT, *STATUS])),
        fields={"on": RECEIVED, "email": SENDER},
        problems=problems,
    )


def _pairs(listed: Listing, why: pd.Series) -> pd.DataFrame:
    """Return one row a sender and recipient; the admin centre puts many recipients in one cell."""
    sender = listed.column(SENDER)[why == ""].map(_address).astype("str")
    cells = listed.column(RECIPIENT)[why == ""].str.split(";").explode().str.strip()
    cells = cells[cells != ""]
    status = cells.str.extract(r"##(.*)$")[0].fillna(listed.column(STATUS).reindex(cells.index))
    frame = pd.DataFrame(
        {
            "sender": sender.reindex(cells.index),
            "recipient": cells.map(lambda cell: _address(cell.partition("##")[0])).astype("str"),
            "failed": status.str.contains(_FAILED, regex=True),
        }
    )
    return frame[(frame["sender"] != "") & (frame["recipient"] != "")]


def _address(cell: str) -> str:
    """Return the first address of a cell, or nothing."""
    return "".join(_contacts.addresses(cell)[:1])


def library_addresses(pairs: pd.DataFrame) -> list[str]:
    """Return the addresses that between them stand in nearly all messages, most frequent first.

    ``pairs``: ``sender, recipient``. None where the messages do not tell.
    """
    rest = list(zip(pairs["sender"], pairs["recipient"], strict=True))
    total, own = len(rest), list[str]()
    while rest and len(own) < MOST_ADDRESSES:
        observed = Counter(address for pair in rest for address in set(pair))
        best = max(observed, key=lambda name: (observed[name], bool(LIBRARY.search(name)), name))
        tied = [name for name, times in observed.items() if times == observed[best]]
        if observed[best] < LEAST_PART * total or (len(tied) > 1 and not LIBRARY.search(best)):
            break
        own.append(best)
        rest = [pair for pair in rest if best not in pair]
    return own if total and total - len(rest) >= LEAST_COVER * total else []
