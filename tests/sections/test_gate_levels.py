"""What the gate weighs: notes stay on the screen and leave the exit code alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.locale.analyst import ENGLISH
from engagekit.sections.gate import Gate
from engagekit.tables.tables import Tables
from tests.stranger import small

pytestmark = pytest.mark.usefixtures("said")


def test_the_sample_has_notes_and_nothing_to_look_at(sample: Tables) -> None:
    gate = Gate(sample)
    assert [str(one) for one in gate.questions] == []
    assert gate.exit_code == 0
    assert len(gate.notes) > 5
    heading = ENGLISH.say("gate.notes")
    assert any("31/06/2026" in line for line in dict(gate.lines())[heading])


@pytest.mark.parametrize(("rows", "code"), [(1000, 0), (999, 1)])
def test_one_damaged_day_in_a_thousand_moves_no_share(rows: int, code: int, tmp_path: Path) -> None:
    log = [small.LOG[0]]
    for at in range(rows):
        cells = [*small.LOG[1 + at % 12]]
        cells[:2] = [f"t{at}", "31/02/2026" if at == 500 else f"2026-0{1 + at % 3}-{10 + at % 12}"]
        log.append(cells)
    gate = small.gate(tmp_path, touches__csv=log)
    assert [one.cell for one in gate.tables.faults] == ["B502"]
    assert gate.exit_code == code


def test_blocked_accounts_are_a_question_where_no_list_of_hr_says_who_left(tmp_path: Path) -> None:
    head = ["userPrincipalName", "displayName", "surname", "givenName", "mail", "department",
            "accountEnabled"]  # fmt: skip
    users = [head]
    for row in small.PEOPLE[1:]:
        first, last = row[1].split()
        users.append([row[2], row[1], last, first, row[2], row[3], str(last != "Reed")])
    beside = small.gate(tmp_path / "a", users__csv=users)
    alone = small.gate(tmp_path / "b", users__csv=users, people__csv=None)
    for gate, level in ((beside, "note"), (alone, "question")):
        said = [one for one in gate.tables.faults if "blocked accounts" in one.problem]
        assert [one.level for one in said] == [level]


@pytest.mark.parametrize("left", ["2025-12-31", ""])
def test_a_name_of_somebody_who_left_is_said_to_be_one(left: str, tmp_path: Path) -> None:
    people = [small.PEOPLE[0], *([*row[:5], left * (at == 0)]
                                 for at, row in enumerate(small.PEOPLE[1:]))]  # fmt: skip
    gate = small.gate(tmp_path, people__csv=people)
    told = "\n".join(line for _, lines in gate.lines() for line in lines)
    assert ("who left on December 31, 2025" in told) == bool(left)
