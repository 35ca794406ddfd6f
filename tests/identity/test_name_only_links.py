"""A name alone in a meeting of our own account: one colleague's full name links, a doubt does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engagekit.identity import review_list
from engagekit.loading import load
from engagekit.sections.gate import Gate, as_text
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.slow

ROSTER = """Employee ID,Worker,Email,Department,Hire Date,Termination Date
1,Ana Ruiz,ana.ruiz@ours.example,Tax,2020-01-01,
2,Chris Lee,chris.lee@ours.example,Tax,2020-01-01,
3,Chris Lee,chris.lee2@ours.example,Tax,2020-01-01,
4,Gone Early,gone.early@ours.example,Tax,2020-01-01,2025-12-31
5,Bo Lind,bo.lind@ours.example,Tax,2020-01-01,
6,Cher,cher@ours.example,Tax,2020-01-01,
"""
MEETING = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
812 3456 7890,Clinic,02/18/2026 01:00:00 PM,02/18/2026 02:00:00 PM,{host},60,1

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room
{rows}"""
ROW = '"{name}",{email},02/18/2026 01:04:20 PM,02/18/2026 01:54:00 PM,50,{guest},No\n'
OURS = "library@ours.example"


def _settings(**organisation: Any) -> Any:
    return make_settings({"organisation": {"domains": ["ours.example"], **organisation}})


def _load(
    folder: Path, *people: tuple[str, str], host: str = OURS, guest: str = "Yes", **settings: Any
) -> Tables:
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    rows = "".join(ROW.format(name=name, email=email, guest=guest) for name, email in people)
    text = MEETING.format(host=host, rows=rows)
    (folder / "participants.csv").write_text(text, encoding="utf-8")
    return load.load(folder, _settings(**settings))


def _links(tables: Tables) -> list[list[object]]:
    return tables.frames["attendance"][["contact_id", "linked_by"]].to_numpy().tolist()


@pytest.mark.parametrize("guest", ["Yes", "No"])
@pytest.mark.parametrize(
    "name",
    [
        "Ana Ruiz",
        "Ana Ruiz (Ana Ruiz)",
        "Ana Ruiz (she/her)",
        "Ána  RUIZ",
        "Ana (Ana Ruiz)",
        "Ana Ruiz (Ana)",
        "Ana Ruiz, MD",
    ],
)
@pytest.mark.parametrize("host", [OURS, "desk@library.ours.example", "Desk <LIBRARY@Ours.Example>"])
def test_the_full_name_of_one_colleague_links_by_name(
    tmp_path: Path, name: str, guest: str, host: str
) -> None:
    assert _links(_load(tmp_path, (name, ""), host=host, guest=guest)) == [["1", "name"]]


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Ana Ruiz", "ana.ruiz@elsewhere.example"),
        ("Ana Ruiz (Guest)", ""),
        ("Ana Ruiz (External)", ""),
        ("Ana Ruiz (Acme)", ""),
        ("[Acme] Ana Ruiz", ""),
        ("EXT Ana Ruiz", ""),
        ("Ana Ruiz - Acme", ""),
        ("Chris Lee", ""),
        ("Gone Early", ""),
        ("Cher", ""),
        ("Ana", ""),
        ("Ana Ruis", ""),
        ("iPhone (Ana Ruiz)", ""),
        ("Ana Ruiz's iPhone", ""),
    ],
)
def test_what_leaves_a_doubt_links_nobody(tmp_path: Path, name: str, email: str) -> None:
    found = _links(_load(tmp_path, (name, email)))
    assert [linked for linked, _ in found if isinstance(linked, str)] == []


@pytest.mark.parametrize(
    "host", ["", "Library Desk", "host@elsewhere.example", "host@notours.example", "ours.example"]
)
def test_without_a_host_of_our_own_domain_nobody_is_linked(tmp_path: Path, host: str) -> None:
    assert _load(tmp_path, ("Ana Ruiz", ""), host=host).frames["attendance"]["contact_id"].isna().all()  # fmt: skip


def test_a_setting_turns_it_off_and_no_domains_turn_it_off(tmp_path: Path) -> None:
    for settings in ({"names_in_own_meetings": False}, {"domains": []}):
        tables = _load(tmp_path, ("Ana Ruiz", ""), **settings)
        assert tables.frames["attendance"]["contact_id"].isna().all()


def test_a_namesake_known_from_another_export_keeps_the_name_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "outlook.csv").write_text(
        "First Name,Middle Name,Last Name,Company,E-mail Address\n"
        "Ana,,Ruiz,Elsewhere,ana@elsewhere.example\n",
        encoding="utf-8",
    )
    tables = _load(tmp_path, ("Ana Ruiz", ""), ("Bo Lind", ""))
    rows = tables.frames["attendance"]
    assert rows.loc[rows["contact_id"].notna(), "display_name"].tolist() == ["Bo Lind"]


def test_an_outside_address_that_is_an_alias_of_the_colleague_is_no_namesake(
    tmp_path: Path,
) -> None:
    (tmp_path / "aliases.csv").write_text(
        "alias,kind,contact_id,decided_by,decided_on\nana@home.example,email,1,Kim,2026-03-01\n",
        encoding="utf-8",
    )
    (tmp_path / "second.csv").write_text(
        MEETING.format(
            host=OURS, rows=ROW.format(name="Ana Ruiz", email="ana@home.example", guest="Yes")
        ).replace("02/18", "02/19"),
        encoding="utf-8",
    )
    tables = _load(tmp_path, ("Ana Ruiz", ""))
    assert sorted(_links(tables)) == [["1", "alias"], ["1", "name"]]


def test_a_name_twice_at_the_same_time_or_beside_its_own_address_links_nobody(
    tmp_path: Path,
) -> None:
    twice = _links(_load(tmp_path, ("Ana Ruiz", ""), ("Ana Ruiz", "")))
    assert [linked for linked, _ in twice if isinstance(linked, str)] == []
    beside = _links(_load(tmp_path, ("Ana Ruiz", "ana.ruiz@ours.example"), ("Ana Ruiz", "")))
    assert [row for row in beside if isinstance(row[0], str)] == [["1", "email"]]


def test_where_the_report_cuts_addresses_off_a_name_without_one_links_nobody(
    tmp_path: Path,
) -> None:
    found = _links(_load(tmp_path, ("Ana Ruiz", ""), ("Bo Lind", "bo…")))
    assert [linked for linked, _ in found if isinstance(linked, str)] == []


WEBINAR = """Attendee Report
Report Generated:,03/04/2026 12:30:00 PM
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered
Scanning,847 9999 0000,03/03/2026 12:30:00 PM,45,1
Host Details
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest
Yes,Desk,{host},03/03/2026 12:30:00 PM,03/03/2026 01:15:00 PM,45,No
Attendee Details
Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Approval Status,Join Time,Leave Time,Time in Session (minutes),Is Guest
Yes,Ana Ruiz,Ana,Ruiz,,02/24/2026 09:07:00 AM,approved,03/03/2026 12:32:20 PM,03/03/2026 01:11:35 PM,39,Yes
"""
WEBEX = (
    "Meeting Name,Meeting Start Time,Meeting End Time,Display Name,First Name,Last Name,Role,"
    "Attendee Email,Join Time,Leave Time,Attendance Duration\n"
    "Lunch,2026-01-29 15:00:00,2026-01-29 15:50:00,Desk,,,Host,{host},2026-01-29 15:00:20,"
    "2026-01-29 15:47:19,47 mins\n"
    "Lunch,2026-01-29 15:00:00,2026-01-29 15:50:00,Ana Ruiz,Ana,Ruiz,Attendee,,2026-01-29 15:00:20,"
    "2026-01-29 15:47:19,47 mins\n"
)


@pytest.mark.parametrize("text", [WEBINAR, WEBEX])
@pytest.mark.parametrize(("host", "linked"), [(OURS, True), ("host@elsewhere.example", False)])
def test_webinars_and_webex_say_their_host_too(
    tmp_path: Path, text: str, host: str, linked: bool
) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "report.csv").write_text(text.format(host=host), encoding="utf-8")
    rows = load.load(tmp_path, _settings()).frames["attendance"]
    found = rows.set_index("display_name")["linked_by"].get("Ana Ruiz")
    assert (found == "name") if linked else found != found


USAGE = (
    "Topic,Meeting ID,User Name,User Email,Department,Start Time,End Time,Duration (Minutes),"
    "Participants,Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
    "Clinic,812 3456 7890,Desk,{host},KM,02/18/2026 01:00:00 PM,02/18/2026 02:00:00 PM,60,2,Ana Ruiz,"
    ",02/18/2026 01:04:20 PM,02/18/2026 01:54:00 PM,50,Yes\n"
    "Clinic,812 3456 7890,Desk,{host},KM,02/18/2026 01:00:00 PM,02/18/2026 02:00:00 PM,60,2,Bo Lind,"
    "bo.lind@ours.example,02/18/2026 01:04:20 PM,02/18/2026 01:24:00 PM,20,No\n"
)


def test_a_usage_report_keeps_the_host_and_the_person_apart(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "usage.csv").write_text(USAGE.format(host=OURS), encoding="utf-8")
    rows = load.load(tmp_path, _settings()).frames["attendance"]
    assert rows[["display_name", "contact_id", "linked_by", "minutes"]].to_numpy().tolist() == [
        ["Ana Ruiz", "1", "name", 50.0],
        ["Bo Lind", "5", "email", 20.0],
    ]


def test_the_report_of_the_load_counts_links_by_name_apart(tmp_path: Path) -> None:
    tables = _load(tmp_path, ("Ana Ruiz", ""), ("Bo Lind", "bo.lind@ours.example"))
    text = as_text(Gate(tables).load())
    assert "attendance: 2 of 2 rows belong to a contact, 1 of them by a name alone" in text


def test_the_review_list_offers_the_colleague_of_that_name(tmp_path: Path) -> None:
    review = review_list.unidentified(_load(tmp_path, ("Ana Ruiz", ""), host=""))
    assert review[["alias", "kind", "contact_id", "why"]].to_numpy().tolist() == [
        ["Ana Ruiz", "name", "1", "same name"]
    ]


def test_an_answer_of_the_review_list_links_the_name_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text(
        "alias,kind,contact_id,decided_by,decided_on\nAna Ruiz,name,1,Kim,2026-03-01\n",
        encoding="utf-8",
    )
    assert _links(_load(tmp_path, ("Ana Ruiz", ""), host="")) == [["1", "alias"]]


def test_the_address_of_a_colleague_links_whatever_the_name(tmp_path: Path) -> None:
    assert _links(_load(tmp_path, ("Somebody", "Bo.Lind@ours.example"))) == [["5", "email"]]
