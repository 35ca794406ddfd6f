"""What many tests start from: the sample loaded once, and a handful of hand-made tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.settings import Settings, make_settings, read_settings
from engagekit.tables import TABLES, Tables, dtype_of

ROOT = Path(__file__).parents[1]
ZONE = "America/Toronto"


def tidy(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """A tidy table of a few rows, each column in its kind; what is not given is missing."""
    frame = pd.DataFrame(list(rows))
    columns = {}
    for column in TABLES[name].columns:
        given = frame.get(column.name, pd.Series([None] * len(rows), dtype=object))
        kind = dtype_of(column.kind, ZONE)
        if column.kind == "moment":
            columns[column.name] = pd.to_datetime(given).dt.tz_localize(ZONE).astype(kind)
        elif column.kind == "date":
            columns[column.name] = pd.to_datetime(given).astype(kind)
        else:
            columns[column.name] = given.astype(kind)
    return pd.DataFrame(columns)


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Those of the sample organisation."""
    return read_settings(ROOT / "engagekit.toml")


@pytest.fixture(scope="session")
def sample(settings: Settings) -> Tables:
    """The tidy tables of data/sample, loaded once; no test may change them."""
    from engagekit import loading

    return loading.load(ROOT / "data" / "sample", settings)


def made(**frames: pd.DataFrame) -> Tables:
    """Hand-made tables with the settings of a small firm."""
    return Tables(frames, make_settings({"organisation": {"time_zone": ZONE}}))


@pytest.fixture
def few() -> Tables:
    """Six people, a librarian, a leaver and a joiner; seven touches and one event."""
    contacts = tidy(
        "contacts",
        {"contact_id": "1", "display_name": "Ana Gil", "department": "Legal"},
        {"contact_id": "2", "display_name": "Ben Roy", "department": "Legal"},
        {"contact_id": "3", "display_name": "Cleo Wu", "department": "Tax"},
        {"contact_id": "4", "display_name": "Dag Moe", "department": "Tax", "left_on": "2026-08-31"},
        {"contact_id": "5", "display_name": "Eve Ng", "joined_on": "2026-10-01", "department": "Tax"},
        {"contact_id": "6", "display_name": "Flo Bay", "department": "Library", "is_library": True},
        {"contact_id": "7", "display_name": "Gus Orr"},
    )  # fmt: skip
    touches = tidy(
        "touches",
        {"touch_id": "a", "contact_id": "1", "on": "2026-07-01", "channel": "walk"},
        {"touch_id": "b", "contact_id": "1", "on": "2026-09-30", "channel": "desk"},
        {"touch_id": "c", "contact_id": "2", "on": "2026-08-02", "channel": "newsletter"},
        {"touch_id": "d", "contact_id": "4", "on": "2026-08-03", "channel": "desk"},
        {"touch_id": "e", "contact_id": "6", "on": "2026-08-04", "channel": "desk"},
        {"touch_id": "f", "contact_id": "7", "on": "2026-10-01", "channel": "desk"},
        {"touch_id": "g", "display_name": "Nobody", "on": "2026-08-05", "channel": "desk"},
    )
    events = tidy(
        "events", {"event_id": "e1", "title": "Breakfast", "started_at": "2026-09-30 23:30"}
    )
    attendance = tidy(
        "attendance",
        {"event_id": "e1", "contact_id": "3", "status": "attended", "minutes": 30.0},
        {"event_id": "e1", "contact_id": "2", "status": "no_show"},
        {"event_id": "e1", "contact_id": "6", "status": "attended", "minutes": 60.0},
    )
    return made(contacts=contacts, touches=touches, events=events, attendance=attendance)
