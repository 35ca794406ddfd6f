"""A maker of devices: years and the year so far as headers, an annual plan beside what was spent."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import Rows

NONE: dict[str, Rows | None] = dict.fromkeys(("events__csv", "attendance__csv"))
HEAD = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"


def teams(path: Path, name: str, start: str, end: str, minutes: int, people: Rows) -> None:
    """An attendance report of Teams; who organised stands first."""
    day = "7/14/26, "
    rows = [
        f"{one[1]}\t{day}{start}\t{day}{end}\t{minutes}m\t{one[2]}\t{one[2]}\t{role}"
        for at, one in enumerate(people)
        for role in ["Attendee" if at else "Organizer"]
    ]
    above = ["1. Summary", "Meeting title\tPubMed in 30 minutes",
             f"Attended participants\t{len(people)}", f"Start time\t{day}{start}",
             f"End time\t{day}{end}", "", "2. Participants", HEAD]  # fmt: skip
    (path / "data").mkdir(parents=True, exist_ok=True)
    (path / "data" / name).write_bytes("\r\n".join([*above, *rows]).encode("utf-16"))


def parts(path: Path, settings: str = "") -> Gate:
    """Eight people, of whom six are in a later part with three others."""
    host, *people = [small.PEOPLE[-1], *small.PEOPLE[1:12]]
    teams(path, "a.csv", "12:00:00 PM", "12:30:00 PM", 30, [host, *people[:8]])
    teams(path, "b.csv", "12:33:00 PM", "12:57:00 PM", 24, [host, *people[2:11]])
    return small.gate(path, settings=small.SETTINGS + settings, **NONE)


def test_a_later_part_of_an_event_is_asked_about_once(tmp_path: Path) -> None:
    gate = parts(tmp_path)
    assert (len(gate.tables.events), len(gate.tables.attendance)) == (2, 19)
    assert str(gate).count('write part_of = "a.csv" for this file under [files]') == 1
    assert "people in common" not in str(gate)


def test_a_later_part_of_an_event_adds_who_came_and_how_long(tmp_path: Path) -> None:
    gate = parts(tmp_path, '\n[files."b.csv"]\npart_of = "a.csv"\n')
    tables = gate.tables
    came = tables.attendance.drop_duplicates("contact_id")
    assert len(tables.events) == 1 and len(came) == len(tables.attendance) == 12
    assert tables.attendance["event_id"].nunique() == 1
    minutes = came["minutes"].value_counts().to_dict()
    assert minutes == {54.0: 7, 30.0: 2, 24.0: 3}  # six and the host were in both
    assert str(tables.events["started_at"].iloc[0])[11:16] == "12:00"


@pytest.mark.parametrize("of", ["c.csv", "people.csv", "b.csv"])
def test_a_part_of_no_event_is_refused(of: str, tmp_path: Path) -> None:
    gate = parts(tmp_path, f'\n[files."b.csv"]\npart_of = "{of}"\n')
    assert f"is part_of '{of}'" in str(gate) and len(gate.tables.events) == 2


def test_three_parts_are_of_the_first_and_a_part_of_a_part_is_refused(tmp_path: Path) -> None:
    host, *people = [small.PEOPLE[-1], *small.PEOPLE[1:12]]
    each = '\n[files."{}.csv"]\npart_of = "{}.csv"\n'
    for home, third, events in (("flat", "a", 1), ("chain", "b", 2)):
        teams(tmp_path / home, "c.csv", "1:05:00 PM", "1:15:00 PM", 10, [host, *people[:4]])
        gate = parts(tmp_path / home, each.format("b", "a") + each.format("c", third))
        assert len(gate.tables.events) == events
        assert (f"is part_of '{third}.csv'" in str(gate)) == (events == 2)
        both = gate.tables.attendance
        most = both.groupby("contact_id")["minutes"].sum().max()
        assert most == 64.0  # 30, 24 and 10: the host, and who was in all three
