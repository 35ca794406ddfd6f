"""What a load held, small enough to keep beside a report: files, settings, days of records."""

import hashlib
import json
from typing import Any

from engagekit._version import __version__
from engagekit.facts import coverage
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables

MIME = "application/vnd.engagekit.load+json"
VERSION = 2
_OF_FILES = ("file", "sha256", "tool", "rows_read", "rows_kept")


def record(tables: Tables) -> dict[str, Any]:
    """Return what a later report needs to say which settings differ.

    Returns
    -------
    dict
        ``version, unread, engagekit, settings, inputs, days``: ``days`` the first and the last day
        on which anything was recorded.
    """
    return {
        "version": VERSION,
        "unread": [one.where for one in tables.unread],
        "engagekit": __version__,
        "settings": settings_of(tables.settings),
        "inputs": [{name: getattr(one, name) for name in _OF_FILES} for one in tables.origins],
        "days": days_of(tables),
    }


def days_of(tables: Tables) -> list[str]:
    """Return the first and the last day with a record; empty where nothing has a day."""
    return [day.isoformat() for day in coverage.recorded(tables) or ()]


def settings_of(settings: Settings) -> dict[str, Any]:
    """Return the choices as they are kept: the library's own people by a digest."""
    result: dict[str, Any] = json.loads(settings.model_dump_json())
    for name in ("emails", "contact_ids"):
        result["library"][name] = [digest(str(one)) for one in result["library"][name]]
    return result


def digest(number: str) -> str:
    """Return what stands for a person."""
    return hashlib.sha256(f"engagekit:{number}".encode()).hexdigest()[:16]
