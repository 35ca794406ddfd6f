"""A name alone in a meeting of our own account: one colleague's full name links, a doubt does not."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from engagekit.identity import review_list
from engagekit.loading import load
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("said")]

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


Person = tuple[str, str]


def _write(
    folder: Path, number: int, *people: Person, host: str = OURS, guest: str = "Yes"
) -> None:
    """Write the report of one meeting, which the number makes one of its own."""
    rows = "".join(ROW.format(name=name, email=email, guest=guest) for name, email in people)
    text = MEETING.format(host=host, rows=rows).replace("7890", f"{7890 + number}")
    (folder / f"participants-{number}.csv").write_text(text, encoding="utf-8")


def _load(folder: Path, *people: Person, host: str = OURS, **settings: Any) -> Tables:
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    if people:
        _write(folder, 0, *people, host=host)
    return load.load(folder, _settings(**settings))


def _links(tables: Tables) -> list[tuple[str, str]]:
    """Who is linked, and how."""
    rows = tables.frames["attendance"].dropna(subset="contact_id")
    return sorted(rows[["contact_id", "linked_by"]].itertuples(index=False, name=None))


def test_the_full_name_of_one_colleague_links_by_name(tmp_path: Path) -> None:
    names = ("Ana Ruiz", "Ana Ruiz (Ana Ruiz)", "Ana Ruiz (she/her)", "\u00c1na  RUIZ",
             "Ana (Ana Ruiz)", "Ana Ruiz (Ana)", "Ana Ruiz, MD")  # fmt: skip
    hosts = (OURS, "desk@library.ours.example", "Desk <LIBRARY@Ours.Example>")
    ways = [*product(names, hosts, ("Yes", "No"))]
    for number, (name, host, guest) in enumerate(ways):
        _write(tmp_path, number, (name, ""), host=host, guest=guest)
    assert _links(_load(tmp_path)) == [("1", "name")] * len(ways)


def test_what_leaves_a_doubt_links_nobody(tmp_path: Path) -> None:
    doubts = ("Ana Ruiz (Guest)", "Ana Ruiz (External)", "Ana Ruiz (Acme)", "[Acme] Ana Ruiz",
              "EXT Ana Ruiz", "Ana Ruiz - Acme", "Chris Lee", "Gone Early", "Cher", "Ana",
              "Ana Ruis", "iPhone (Ana Ruiz)", "Ana Ruiz's iPhone")  # fmt: skip
    for number, name in enumerate(doubts):
        _write(tmp_path, number, (name, ""))
    hosts = ("", "Library Desk", "host@elsewhere.example", "host@notours.example", "ours.example")
    for number, host in enumerate(hosts, len(doubts)):
        _write(tmp_path, number, ("Ana Ruiz", ""), host=host)
    _write(tmp_path, 50, ("Ana Ruiz", ""), ("Ana Ruiz", ""))  # twice at the same time
    _write(tmp_path, 51, ("Ana Ruiz", ""), ("Bo Lind", "bo\u2026"))  # addresses cut off
    assert _links(_load(tmp_path)) == []


def test_an_address_links_whatever_the_name_and_rules_the_name_beside_it_out(
    tmp_path: Path,
) -> None:
    _write(tmp_path, 1, ("Ana Ruiz", "ana.ruiz@ours.example"), ("Ana Ruiz", ""))
    _write(tmp_path, 2, ("Somebody", "Bo.Lind@ours.example"))
    assert _links(_load(tmp_path)) == [("1", "email"), ("5", "email")]


def test_a_setting_turns_it_off_and_no_domains_turn_it_off(tmp_path: Path) -> None:
    for settings in ({"names_in_own_meetings": False}, {"domains": []}):
        assert _links(_load(tmp_path, ("Ana Ruiz", ""), **settings)) == []


def test_a_namesake_known_from_another_export_keeps_the_name_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "outlook.csv").write_text(
        "First Name,Middle Name,Last Name,Company,E-mail Address\n"
        "Ana,,Ruiz,Elsewhere,ana@elsewhere.example\n",
        encoding="utf-8",
    )
    assert _links(_load(tmp_path, ("Ana Ruiz", ""), ("Bo Lind", ""))) == [("5", "name")]
    _write(tmp_path, 1, ("Ana Ruiz", "ana.ruiz@elsewhere.example"))
    assert _links(_load(tmp_path)) == [("5", "name")]


@pytest.mark.parametrize(
    ("alias", "links"),
    [
        ("ana@home.example,email", [("1", "alias"), ("1", "name")]),  # no namesake
        ("Ana Ruiz,name", [("1", "alias")] * 2),  # as the review list was answered
    ],
)
def test_an_alias_that_was_decided_links_from_then_on(
    alias: str, links: list[tuple[str, str]], tmp_path: Path
) -> None:
    head = "alias,kind,contact_id,decided_by,decided_on\n"
    (tmp_path / "aliases.csv").write_text(f"{head}{alias},1,Kim,2026-03-01\n", encoding="utf-8")
    mail = "ana@home.example" if alias.endswith("email") else ""
    _write(tmp_path, 1, ("Ana Ruiz", mail), host=OURS if mail else "")
    assert _links(_load(tmp_path, ("Ana Ruiz", ""))) == links


def test_the_review_list_offers_the_colleague_and_the_load_counts_links_by_name_apart(
    tmp_path: Path,
) -> None:
    tables = _load(tmp_path, ("Ana Ruiz", ""), ("Bo Lind", "bo.lind@ours.example"))
    linked = tables.attendance.dropna(subset="contact_id")["linked_by"]
    assert (len(linked), (linked == "name").sum()) == (2, 1)
    review = review_list.unidentified(_load(tmp_path, ("Ana Ruiz", ""), host=""))
    assert review[["alias", "kind", "contact_id", "why"]].to_numpy().tolist() == [
        ["Ana Ruiz", "name", "1", "same name"]
    ]
