"""A consulting company in India: rupees in lakh, tickets, threads, use by person, a ledger."""

from __future__ import annotations

from pathlib import Path

from tests.stranger.small import PEOPLE

NAMES = [one[1] for one in PEOPLE[1:]]
MAILS = [one[2] for one in PEOPLE[1:]]


def test_a_room_owns_no_calendar(tmp_path: Path) -> None:
    from engagekit.readers.events._meetings import ACCEPTED, Invited, Meeting, owner_of

    room = Invited("Nandi (8)", "c1@resource.calendar.google.com", ACCEPTED, several=True)
    own = [Invited(name, mail, ACCEPTED) for name, mail in zip(NAMES, MAILS, strict=True)]
    meetings = [
        Meeting(at, "2026-01-05T10:00", people=(own[at], own[at + 5], room)) for at in range(4)
    ]
    assert owner_of(meetings) == ""
    of_one = [Meeting(at, "2026-01-05T10:00", people=(own[0], own[at + 5])) for at in range(4)]
    assert owner_of(of_one) == MAILS[0]
