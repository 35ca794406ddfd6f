"""Transactions, tickets and chats of LibAnswers, with metadata that every site renames."""

from __future__ import annotations

from dataclasses import replace

from engagekit.files.source_file import Export
from engagekit.readers.activity import _reference_logs
from engagekit.readers.activity._reference_logs import Log
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "LibAnswers"
TABLES = ("touches",)

WORDS = frozenset(
    {
        "question",
        "answer",
        "enteredby",
        "location",
        "patronaffiliation",
        "patronstatus",
        "communication",
        "questiontype",
        "readlevel",
        "readscale",
        "duration",
        "internalnotes",
        "tags",
        "ticket",
        "chat",
        "queue",
        "source",
        "contactmethod",
        "department",
    }
)
OWN = frozenset(
    {"communication", "questiontype", "patronaffiliation", "patronstatus", "readlevel", "readscale"}
)
LOG = Log(
    number=("id", "transactionid", "ticketid", "ticketnumber"),
    on=(
        "date",
        "datetime",
        "asked",
        "askedon",
        "dateasked",
        "created",
        "createdon",
        "submitted",
        "timestamp",
    ),
    asked=("communication", "contactmethod", "mode", "format", "medium", "source"),
    need=("questiontype", "type", "typeofquestion"),
    minutes=("duration", "timespent"),
    staff=("enteredby", "answeredby", "owner", "ticketowner"),
    department=(
        "patronaffiliation",
        "affiliation",
        "department",
        "practicegroup",
        "practicearea",
        "practice",
        "businessunit",
        "team",
        "patrongroup",
    ),
    name=("patronname", "askername", "askedby"),
    email=("patronemail", "askeremail", "askedbyemail"),
)
TICKET = frozenset({"ticketid", "ticketnumber", "ticket"})
ASKER = frozenset({*LOG.name, *LOG.email})


CHATS = Log(
    number=("chatid",),
    on=("timestamp", "chatstart", "datetime"),
    need=("questiontype",),
    staff=("answerer",),
    name=("name", "patronname"),
    email=("contactinfo", "email", "patronemail"),
)
"""The transcripts of LibChat; what was said stays behind."""


def _is_of_chats(headers: frozenset[str]) -> bool:
    """Whether a header row is that of chat transcripts."""
    return {"chatid", "answerer"} <= headers and bool(headers & {*CHATS.on})


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of transactions, tickets, or chats."""
    if _is_of_chats(headers):
        return True
    dated = bool(headers & {*LOG.on})
    linked = {"ticket", "chat"} <= headers
    own = len(headers & OWN)
    existing = len(headers & WORDS)
    if dated and headers & TICKET and headers & ASKER and {"queue", "source"} <= headers:
        return True
    return dated and ((linked and existing >= 4) or ("enteredby" in headers and own >= 2))


def recognise(export: Export) -> Recognition | None:
    """Say why an export holds transactions of LibAnswers, or None."""
    return _table.seen(
        _table.find(export, _accepts),
        "has the columns of transactions, of tickets (queue, source, asker) or of chats",
    )


def read(export: Export) -> Reading:
    """Read transactions as touches; question, answer and notes stay behind."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    if _is_of_chats(frozenset(listed.keys)):
        return _chats(listed)
    problems = []
    if not listed.positions(LOG.asked):
        problems.append(
            listed.problem(
                "has no column that says how the question came in; all count as reference",
                "Map the column that says it: engagekit map",
            )
        )
    return _reference_logs.read_questions(listed, LOG, problems)


def _chats(listed: Listing) -> Reading:
    """Chats as touches: questions asked online; who nobody answered had no two-way touch."""
    result = _reference_logs.read_questions(listed, CHATS)
    touches = result.tables["touches"].assign(channel="reference", place="online")
    touches["two_way"] = touches["two_way"].mask(touches["staff_id"].astype("str") == "", "no")
    return replace(result, tables={**result.tables, "touches": touches})
