"""A maker of devices: years and the year so far as headers, an annual plan beside what was spent."""

from __future__ import annotations

from pathlib import Path

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
    assert str(gate).count("put its people into the other file in Excel") == 1
    assert "people in common" not in str(gate)
