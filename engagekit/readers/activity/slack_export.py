"""The export of a Slack workspace (ZIP): who wrote when in which channel, never what."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import SetAside

TOOL = "Slack export"
TABLES = ("touches",)

PEOPLE = "users.json"
_MOVES = ("channel_join", "channel_leave", "group_join", "group_leave")
NO_MESSAGE = dict.fromkeys(_MOVES, "joined or left a channel")
NO_MESSAGE["bot_message"] = "message of a bot or the system"
REAL = frozenset({"", "thread_broadcast", "file_share", "me_message"})
"""Subtypes that a person wrote."""


def recognise(export: Export) -> Recognition | None:
    """Say why an archive is the export of a Slack workspace, or None."""
    if export.kind != "archive" or PEOPLE not in export.parts:
        return None
    return Recognition("the ZIP holds users.json and channels.json", True, 1, 0)


def read(export: Export) -> Reading:
    """Read each message of a person as a touch; the text stays behind."""
    people = {str(one.get("id", "")): one for one in _entries(export, PEOPLE)}
    why: Counter[str] = Counter()
    rows: list[dict[str, str]] = []
    read_rows = 0
    for member in export.parts:
        channel, _, day = member.rpartition("/")
        if not channel or not day[:4].isdigit():
            continue
        for message in _entries(export, member):
            read_rows += 1
            reason = _reason(message, people)
            if reason:
                why[reason] += 1
                continue
            rows.append({"row": str(read_rows), **_touch(message, channel, people)})
    frame = pd.DataFrame(rows, dtype="str")
    if len(frame):
        frame.index = pd.Index(frame.pop("row").astype("int64"), name="source")
    return Reading(
        {"touches": frame} if len(frame) else {},
        read_rows,
        len(frame),
        tuple(SetAside(reason, times, export.file) for reason, times in why.items()),
        dropped_columns=[("text", "content of a message")],
        zone="UTC",
    )


def _entries(export: Export, member: str) -> list[dict[str, Any]]:
    """Return the entries of one JSON file."""
    try:
        matches = json.loads(export.parts[member])
    except ValueError:
        raise ExportError(
            f"{export.file}: {member} is no JSON. Download the export again."
        ) from None
    return [one for one in matches if isinstance(one, dict)] if isinstance(matches, list) else []


def _reason(message: Mapping[str, Any], people: Mapping[str, dict[str, Any]]) -> str:
    """Return why an entry is no message of a person; empty where it is one."""
    subtype = str(message.get("subtype") or "")
    if subtype not in REAL:
        return NO_MESSAGE.get(subtype, "notice of the system")
    who = people.get(str(message.get("user", "")))
    if message.get("bot_id") or (who and (who.get("is_bot") or who.get("id") == "USLACKBOT")):
        return "message of a bot or the system"
    try:
        float(message.get("ts", ""))
    except (TypeError, ValueError):
        return "no moment"
    return "" if message.get("user") else "no person"


def _touch(
    message: Mapping[str, Any], channel: str, people: Mapping[str, dict[str, Any]]
) -> dict[str, str]:
    """Return one message as a touch of its author."""
    moment = str(message["ts"])
    who = people.get(str(message["user"]), {})
    profile = who.get("profile") or {}
    thread = str(message.get("thread_ts") or "")
    answered = bool(message.get("reply_count")) or thread not in ("", moment)
    return {
        "touch_id": f"slack-{channel}-{moment}",
        "display_name": str(profile.get("real_name") or who.get("real_name") or ""),
        "email": str(profile.get("email") or who.get("name") or "").casefold(),
        "on": datetime.fromtimestamp(float(moment), UTC).isoformat(timespec="seconds"),
        "channel": "social",
        "place": "online",
        "begun_by": "contact",
        "two_way": "yes" if answered else "no",
    }
