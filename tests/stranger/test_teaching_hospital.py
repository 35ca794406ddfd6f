"""A teaching hospital in South Africa: a roll with last days, a desk diary with codes, bookings."""

from __future__ import annotations

import pytest

from engagekit.parsing.person_names import are_titles
from tests.stranger.small import PEOPLE, Rows


def roll(joined: str, last: str, unit: str = "Component") -> Rows:
    """A staff list of 24 people, of whom three have a day below its last header."""
    titles = ("Dr", "Ms", "Prof", "Mr")
    return [
        ["Title", "Surname", "First name", "Rank", unit, *([joined] if joined else []), last,
         "E-mail"],
        *[[titles[at % 4], one[1].split()[1], one[1].split()[0], "Registrar" if at % 3 else "Intern",
           one[3], *(["2019/05/14"] if joined else []), "2025/06/28" if at in (3, 9, 15) else "", one[2]]
          for at, one in enumerate(PEOPLE[1:])],
    ]  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), [
    (["Dr", "Ms.", "Prof"], True), (["Mnr", "Mev", "Me"], True), (["M.", "Mme"], True),
    (["Dr", "Nurse"], False), (["Sgt", "Maj"], False), (["Partner"], False), ([], False),
])  # fmt: skip
def test_titles_before_names_are_known(cells: list[str], said: bool) -> None:
    assert are_titles(cells) is said


def diary(head: str) -> Rows:
    """A diary of enquiries, with who answered by initials."""
    names = ("TK", "LS", "MvdW")
    return [
        ["Day", "Client", "Came by", "Min.", head],
        *[[f"2026-02-{at:02}", one[1], "WTE"[at % 3], "10", names[at % 3]]
          for at, one in enumerate(PEOPLE[1:13], 1)],
    ]  # fmt: skip
