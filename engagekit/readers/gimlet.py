"""Questions logged in Gimlet; the layout is known from descriptions only."""

from __future__ import annotations

from engagekit.exports import Export
from engagekit.readers import _listing, _questions
from engagekit.readers._questions import Log
from engagekit.readers_contract import Reading, Recognition

TOOL = "Gimlet"
TABLES = ("touches",)

WORDS = frozenset({"branch", "location", "patrontype", "format", "questiontype", "difficulty",
                   "initials", "duration"})  # fmt: skip
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
    return _listing.seen(
        _listing.find(export, _accepts), "has Patron Type, Format and Difficulty", certain=False
    )


def read(export: Export) -> Reading:
    """Read questions as touches; question and answer stay behind."""
    listed = _listing.find(export, _accepts) or _listing.listing(export, export.sheet, 0)
    return _questions.read_questions(listed, LOG)
