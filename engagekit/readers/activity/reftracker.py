"""Requests logged in RefTracker; the layout is known from descriptions only."""

from __future__ import annotations

from engagekit.files.source_file import Export
from engagekit.readers.activity import _reference_logs
from engagekit.readers.activity._reference_logs import Log
from engagekit.readers.shared import _table
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "RefTracker"
TABLES = ("touches",)

WORDS = frozenset(
    {
        "dateclosed",
        "status",
        "requestor",
        "requester",
        "client",
        "questiontype",
        "source",
        "timespentmins",
        "timespent",
        "satisfaction",
    }
)
LOG = Log(
    number=("questionno", "questionnumber", "requestno", "requestid"),
    on=("datereceived", "received", "dateasked"),
    closed=("dateclosed", "closed"),
    asked=("source", "howreceived", "deliverymethod"),
    need=("questiontype", "requesttype"),
    minutes=("timespentmins", "timespent", "timespentminutes", "totaltimemins"),
    staff=("assignedto", "allocatedto", "staff"),
    department=("department", "clientdepartment", "practicegroup"),
    name=("requestor", "requester", "clientname"),
    email=("client", "clientemail", "requestoremail", "email"),
    matter=("matter", "matternumber", "clientmatter"),
)


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of RefTracker."""
    return bool(headers & {*LOG.number}) and bool(headers & {*LOG.on}) and len(headers & WORDS) >= 3


def recognise(export: Export) -> Recognition | None:
    """Say why an export is probably a log of RefTracker, or None."""
    return _table.seen(
        _table.find(export, _accepts), "has Question No, Date Received and Requestor", certain=False
    )


def read(export: Export) -> Reading:
    """Read requests as touches of the requestor."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    return _reference_logs.read_questions(listed, LOG)
