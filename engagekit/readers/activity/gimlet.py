"""Questions logged in Gimlet; the layout is known from descriptions only."""

from __future__ import annotations

from engagekit.files.source_file import Export
from engagekit.readers.activity import _reference_logs
from engagekit.readers.activity._reference_logs import Log
from engagekit.readers.shared import _table
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "Gimlet"
TABLES = ("touches",)

WORDS = frozenset(
    {
        "branch",
        "location",
        "patrontype",
        "format",
        "questiontype",
        "difficulty",
        "initials",
        "duration",
    }
)
LOG = Log(
    number=("id", "questionid"),
    on=("datetime", "askedat", "date", "timestamp"),
    asked=("format",),
    need=("questiontype",),
    minutes=("duration",),
    staff=("initials", "staff"),
    department=("department", "patrondepartment"),
)


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of Gimlet."""
    return (
        bool(headers & {*LOG.on})
        and "difficulty" in headers
        and "enteredby" not in headers
        and len(headers & WORDS) >= 5
    )


def recognise(export: Export) -> Recognition | None:
    """Say why an export is probably a log of Gimlet, or None."""
    return _table.seen(
        _table.find(export, _accepts), "has Patron Type, Format and Difficulty", certain=False
    )


def read(export: Export) -> Reading:
    """Read questions as touches; question and answer stay behind."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    return _reference_logs.read_questions(listed, LOG)
