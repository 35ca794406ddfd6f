"""A name alone in a meeting of our own account: who is not signed in there stays a suggestion."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit import loading
from engagekit.settings import make_settings
from engagekit.tables import Tables

ROSTER = """Employee ID,Worker,Email,Department,Hire Date,Termination Date
1,Ana Ruiz,ana.ruiz@ours.example,Tax,2020-01-01,
2,Chris Lee,chris.lee@ours.example,Tax,2020-01-01,
3,Chris Lee,chris.lee2@ours.example,Tax,2020-01-01,
4,Gone Early,gone.early@ours.example,Tax,2020-01-01,2025-12-31
5,Bo Lind,bo.lind@ours.example,Tax,2020-01-01,
"""
MEETING = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
812 3456 7890,Clinic,02/18/2026 01:00:00 PM,02/18/2026 02:00:00 PM,library@ours.example,60,1

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room
{name},{email},02/18/2026 01:04:20 PM,02/18/2026 01:54:00 PM,50,{guest},No
"""
SETTINGS = make_settings({"organisation": {"domains": ["ours.example"]}})


def _load(folder: Path, name: str, email: str = "", guest: str = "Yes") -> Tables:
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    text = MEETING.format(name=name, email=email, guest=guest)
    (folder / "participants.csv").write_text(text, encoding="utf-8")
    return loading.load(folder, SETTINGS)


@pytest.mark.parametrize("guest", ["Yes", "No"])
@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Ana Ruiz", ""),  # a stranger may bear the name of a colleague
        ("Ana Ruiz", "ana.ruiz@elsewhere.example"),
        ("Ana Ruiz (Guest)", ""),
        ("Chris Lee", ""),
        ("Gone Early", ""),
        ("iPhone (Ana Ruiz)", ""),
    ],
)
def test_a_name_in_a_meeting_links_nobody(
    tmp_path: Path, name: str, email: str, guest: str
) -> None:
    tables = _load(tmp_path, name, email, guest)
    assert tables.frames["attendance"]["contact_id"].isna().all()


def test_the_review_list_offers_the_colleague_of_that_name(tmp_path: Path) -> None:
    review = loading.unidentified(_load(tmp_path, "Ana Ruiz"))
    assert review[["alias", "kind", "contact_id", "why"]].to_numpy().tolist() == [
        ["Ana Ruiz", "name", "1", "same name"]
    ]


def test_an_answer_of_the_review_list_links_the_name_from_then_on(tmp_path: Path) -> None:
    _load(tmp_path, "Ana Ruiz")
    (tmp_path / "aliases.csv").write_text(
        "alias,kind,contact_id,decided_by,decided_on\nAna Ruiz,name,1,Kim,2026-03-01\n",
        encoding="utf-8",
    )
    rows = loading.load(tmp_path, SETTINGS).frames["attendance"]
    assert rows[["contact_id", "linked_by"]].to_numpy().tolist() == [["1", "alias"]]


def test_the_address_of_a_colleague_links_whatever_the_name(tmp_path: Path) -> None:
    rows = _load(tmp_path, "Somebody", "Bo.Lind@ours.example").frames["attendance"]
    assert rows["contact_id"].tolist() == ["5"]
