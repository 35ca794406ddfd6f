"""Logs of touches: which mail is the library's, which minutes, which days, what gates count."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.mapping.cells import by_words
from engagekit.mapping.mapping_file import make_mapping
from engagekit.readers.activity._activity_log import band_minutes
from engagekit.settings.schema import FileChoice
from engagekit.tables.schema import table
from tests.reading import read, tools_of, written

LOG = "Date,Entered By,Communication,Question Type,Duration,Ticket #,Chat #,Practice Area\n"


@pytest.mark.parametrize(("text", "minutes"), [
    ("6-15 minutes", "10.5"), ("31 - 60 min", "45.5"), ("0-5", "2.5"), ("60+ minutes", "60"),
    ("> 60", "60"), ("<5 min", "2.5"), ("12 min", "12 min"), ("", ""),
])  # fmt: skip
def test_a_band_of_minutes_counts_with_its_middle(text: str, minutes: str) -> None:
    assert band_minutes(text) == minutes


def test_ways_of_asking_become_channels_and_places() -> None:
    asked = pd.Series(
        ["In person", "E-mail", "Phone", "Research consultation", "Class", "", "Chat", "Walk-up"]
    )
    log = make_mapping({"name": "log", "words": {"channel": "@channel", "place": "@place"}})
    assert by_words(asked, log, "channel").tolist() == [
        "desk", "email", "phone", "meeting", "training", "reference", "chat", "walk-up",
    ]  # fmt: skip
    assert by_words(asked, log, "place").tolist() == [
        "desk", "online", "", "", "", "", "online", "desk",
    ]  # fmt: skip


def test_questions_without_a_person_count_for_their_group(tmp_path: Path) -> None:
    found = read(written(tmp_path, LOG + "2026-03-14,Desk,Chat,Loan,6-15 minutes,,8,Tax"))
    touch = found.tables["touches"].iloc[0]
    assert (touch["head_count"], touch["department"], touch["need"]) == ("1", "Tax", "Loan")
    assert "department" in table("touches").names


@pytest.mark.parametrize(("name", "event", "on"), [
    ("members_News_2026-02-03.csv", None, "2026-02-03"),
    ("members_News_Feb_2026.csv", None, "2026-02-01"),
    ("members.csv", "2026-02-10 News", "2026-02-10"),
])  # fmt: skip
def test_the_day_of_a_campaign_comes_from_settings_or_file_name(
    name: str, event: str | None, on: str, tmp_path: Path
) -> None:
    choice = FileChoice(event=event) if event else None
    export = written(tmp_path, "Email Address,Opens,Clicks\na@x.example,1,0", name, choice)
    assert read(export).tables["touches"]["on"].tolist() == [on]


def test_a_campaign_without_any_day_asks_for_it(tmp_path: Path) -> None:
    found = read(written(tmp_path, "Email Address,Opens,Clicks\na@x.example,1,0", "members.csv"))
    assert found.tables == {}
    assert found.set_aside[0].reason.startswith("no date in the file")
    assert "has no date" in found.problems[0].problem


def test_a_campaign_is_one_touch_for_as_many_as_it_was_delivered_to(tmp_path: Path) -> None:
    found = read(
        written(
            tmp_path,
            "Title,Send Date,Total Recipients,Successful Deliveries,Unique Opens,Unique Clicks\n"
            "News,2026-01-13,44,43,27,9\nMore,2026-02-03,40,,20,5",
        )
    )
    touches = found.tables["touches"]
    assert touches["head_count"].tolist() == ["43", "40"]
    assert touches["on"].tolist() == ["2026-01-13", "2026-02-03"]
    assert set(touches["channel"]) == {"newsletter"}
    assert "email" not in touches.columns
    assert (found.rows_read, found.rows_kept, len(found.tables["counts"])) == (2, 2, 7)


def test_a_recipient_who_opened_nothing_was_sent_the_newsletter_all_the_same(
    tmp_path: Path,
) -> None:
    rows = "Email Address,Opens,Clicks\na@x.example,1,0\nb@x.example,0,0"
    found = read(written(tmp_path, rows, "members_2026-02-03.csv"))
    assert found.tables["touches"]["email"].tolist() == ["a@x.example", "b@x.example"]
    counts = found.tables["counts"].set_index("what")["n"]
    assert counts["newsletter openers"] == "1"


def test_a_slack_member_is_known_by_user_name(tmp_path: Path) -> None:
    header = "Name,User ID,Username,Account type,Days active,Messages posted,Last active (UTC)\n"
    found = read(written(tmp_path, header + 'Bo,U1,Bo.Ek,Member,3,0,"Mar 30, 2026"'))
    touch = found.tables["touches"].iloc[0]
    assert (touch["email"], touch["two_way"]) == ("bo.ek", "no")


def test_chats_are_questions_asked_online_and_what_was_said_stays_behind(tmp_path: Path) -> None:
    text = (
        "Chat ID,Widget,Timestamp,Duration (seconds),Answerer,Name,Contact Info,Protocol,Transcript\n"
        "9,Main,2026-01-13 10:05:00,300,Kim,Jo May,jo@x.example,web,secret\n"
        "10,Main,2026-01-14 10:05:00,5,,,,web,secret\n"
    )
    export = written(tmp_path, text)
    assert tools_of(export) == ["LibAnswers"]
    found = read(export)
    touches = found.tables["touches"]
    assert touches[["email", "channel", "place", "two_way"]].to_numpy().tolist() == [
        ["jo@x.example", "reference", "online", "yes"],
        ["", "reference", "online", "no"],
    ]
    assert "secret" not in touches.to_csv()
    assert "Transcript" in [name for name, _ in found.dropped_columns]
