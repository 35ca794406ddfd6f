"""The ZIP of a Slack workspace: one export, messages of people, days at home."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from engagekit.loading import inspect, load
from engagekit.settings.schema import make_settings

ANA = {"id": "U1", "name": "ana", "profile": {"real_name": "Ana Ruiz", "email": "Ana@x.example"}}
BO = {"id": "U2", "name": "bo.lind", "real_name": "Bo Lind", "profile": {}}
BOT = {"id": "U3", "name": "helper", "is_bot": True, "profile": {}}
AT = 1782871200.0
"""2026-07-01 02:00 UTC."""
DAY = [
    {"type": "message", "user": "U1", "text": "Thank you!", "ts": f"{AT:.6f}", "reply_count": 1,
     "thread_ts": f"{AT:.6f}"},
    {"type": "message", "user": "U2", "text": "Gladly", "ts": f"{AT + 60:.6f}",
     "thread_ts": f"{AT:.6f}"},
    {"type": "message", "user": "U2", "text": "By the way", "ts": f"{AT + 90:.6f}"},
    {"type": "message", "subtype": "channel_join", "user": "U1", "ts": f"{AT - 9:.6f}"},
    {"type": "message", "subtype": "channel_topic", "user": "U1", "ts": f"{AT - 8:.6f}"},
    {"type": "message", "subtype": "bot_message", "bot_id": "B1", "ts": f"{AT - 7:.6f}"},
    {"type": "message", "user": "U3", "text": "beep", "ts": f"{AT - 6:.6f}"},
]  # fmt: skip


def _zip(place: Path, day: Any = None, **more: str) -> Path:
    held = {
        "users.json": json.dumps([ANA, BO, BOT]),
        "channels.json": json.dumps([{"id": "C1", "name": "ask-library"}]),
        "integration_logs.json": "[]",
        "ask-library/2026-07-01.json": json.dumps(DAY if day is None else day),
        **more,
    }
    with zipfile.ZipFile(place, "w") as archive:
        for name, text in held.items():
            archive.writestr(name, text)
    return place


def test_a_workspace_is_one_file_whose_messages_are_touches(tmp_path: Path) -> None:
    (found,) = inspect.inspect([str(_zip(tmp_path / "acme.zip"))])
    assert (found["tool"], found["table"], found["recognised"]) == ("Slack export", "touches", True)
    assert (found["rows_read"], found["rows_kept"]) == (7, 3)
    assert {part["reason"]: part["rows"] for part in found["set_aside"]} == {
        "joined or left a channel": 1,
        "notice of the system": 1,
        "message of a bot or the system": 2,
    }


def test_days_are_those_at_home_and_texts_stay_behind(tmp_path: Path) -> None:
    settings = make_settings({"organisation": {"time_zone": "America/Toronto"}})
    touches = load.load(_zip(tmp_path / "acme.zip"), settings).touches
    assert touches["on"].dt.strftime("%Y-%m-%d").tolist() == ["2026-06-30"] * 3
    assert touches["two_way"].tolist() == [True, True, False]
    assert touches["email"].tolist() == ["ana@x.example", "bo.lind", "bo.lind"]
    assert "Thank you" not in touches.to_csv()


def test_the_authors_are_found_on_the_staff_list(tmp_path: Path) -> None:
    _zip(tmp_path / "acme.zip")
    (tmp_path / "roster.csv").write_text(
        "Employee ID,Worker,Email,Department\n1,Ana Ruiz,ana@x.example,Tax\n"
        "2,Bo Lind,bo.lind@x.example,Tax\n",
        encoding="utf-8",
    )
    touches = load.load(tmp_path).touches
    assert touches["contact_id"].tolist() == ["1", "2", "2"]


def test_a_day_that_is_no_json_is_told(tmp_path: Path) -> None:
    place = _zip(tmp_path / "acme.zip", **{"ask-library/2026-07-02.json": "[{]"})
    (found,) = inspect.inspect([str(place)])
    assert "ask-library/2026-07-02.json is no JSON" in found["error"]


def test_a_workspace_without_a_message_gives_no_touch(tmp_path: Path) -> None:
    (found,) = inspect.inspect([str(_zip(tmp_path / "acme.zip", day=[]))])
    assert (found["error"], found["rows_read"], found["tables"]) == (None, 0, {})
