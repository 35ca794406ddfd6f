"""What `check` offers for a file that nobody knows is right when it is pasted, or asks once more."""

from __future__ import annotations

from pathlib import Path

from tests.stranger import small
from tests.stranger.small import PEOPLE


def test_days_of_postings_that_can_be_read_both_ways_stop_no_check(tmp_path: Path) -> None:
    rows = [["02/03/26", *row[1:]] if at else row for at, row in enumerate(small.MONEY)]
    gate = small.gate(tmp_path, budget__csv=rows)
    assert gate.counts(whole=False)["people"] == 21
    assert any("dates=" in one.remedy for one in gate.questions)


def test_a_staff_list_with_other_words_is_known(tmp_path: Path) -> None:
    head = ["Payroll No", "Forename", "Surname", "Work Email", "Service Area", "Date Commenced"]
    rows = [head, *[[row[0], *row[1].split(), *row[2:5]] for row in PEOPLE[1:]]]
    gate = small.gate(tmp_path, people__csv=None, establishment__csv=rows)
    assert gate.counts()["people"] == 21
