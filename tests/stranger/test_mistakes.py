"""Mistakes of files made by hand: each is read right, or told with its file and a remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.confirming import map_file
from tests.stranger import small
from tests.stranger.small import ANSWERS, LOG, PEOPLE, TRUTH, each, renamed, without  # fmt: skip


def set_to(rows: small.Rows, every: int = 1, **cells: str) -> small.Rows:
    return each(rows, lambda at, _: cells if at % every == 0 else {})


def test_the_project_without_a_mistake_has_no_question_and_the_numbers_are_true(
    tmp_path: Path,
) -> None:
    gate = small.gate(tmp_path)
    assert [str(one) for one in gate.tables.faults] == []
    assert gate.counts() == TRUTH
    assert (gate.exit_code, gate.grade and gate.grade.letter) == (0, "A")


def test_an_import_that_says_the_department_answers_the_only_question(tmp_path: Path) -> None:
    branches = renamed(PEOPLE, "Department", "Cluster")
    found = small.gate(tmp_path, people__csv=branches).tables.faults
    (asked,) = [one for one in found if "department" in str(one) and "people.csv" in one.where]
    assert "engagekit import" in asked.remedy
    map_file(tmp_path / "data" / "people.csv", table="contacts", given={"department": "Cluster"})
    again = small.gate(tmp_path, people__csv=branches)
    assert again.tables.contacts["department"].notna().all()
    assert again.counts() == TRUTH


def test_an_enquiry_by_e_mail_is_somebody_met(tmp_path: Path) -> None:
    from engagekit.measures.people import reach

    mail = small.gate(tmp_path, touches__csv=set_to(LOG, channel="email"))
    out = small.gate(
        tmp_path / "b", touches__csv=set_to(LOG, channel="email", begun_by="library", two_way="no")
    )
    found = [int(reach(one.tables, during="2026 Q1")["n"].iloc[-1]) for one in (mail, out)]
    assert found == [12, 4]


@pytest.mark.parametrize(
    "lost",
    [
        {"touches__csv": set_to(LOG, display_name="")},
        {"touches__csv": LOG[:1]},
        {"touches__csv": renamed(LOG, "channel", "tag")},
        {"touches__csv": each(LOG, lambda at, _: {"display_name": ""} if at < 4 else {})},
        {"respondents__csv": ANSWERS[:1], "responses__csv": None},
        {"people__csv": without(PEOPLE, "Hire Date")},
    ],
)
def test_no_loss_of_data_makes_the_grade_better(lost: dict[str, Any], tmp_path: Path) -> None:
    weak = {"touches__csv": each(LOG, lambda at, _: {"display_name": "Xa Yb"} if at < 1 else {})}
    before = small.gate(tmp_path / "a", **weak).grade
    after = small.gate(tmp_path / "b", **{**weak, **lost}).grade
    assert before is not None
    assert after is None or after.letter >= before.letter
