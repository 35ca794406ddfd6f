"""Exports of help desks, booking tools, cards and course platforms."""

from __future__ import annotations

from pathlib import Path

from engagekit.sections.gate import Gate
from tests.confirming import map_file
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded

NAMES = [one[1] for one in PEOPLE[1:]]


MONEY: Rows = [["Date", "Vendor", "Amount"], ["2026-01-05", "Lexis", "1000"],
               ["2026-02-05", "Jane's", "500"]]  # fmt: skip


def test_a_survey_by_mapping_may_ask_for_a_day(tmp_path: Path) -> None:
    rows: Rows = [["ID", "When did you last come?", "Do you use the library?", "Would it be missed?"],
                  *[[str(at), f"2026-02-{3 + at % 20:02d}", "Yes" if at % 4 else "No", "Yes"]
                    for at in range(24)]]  # fmt: skip
    small.gate(tmp_path, survey__csv=rows)
    map_file(tmp_path / "data" / "survey.csv", table="responses")
    questions = Gate(loaded(tmp_path / "data")).tables.questions
    kinds = dict(zip(questions["wording"], questions["kind"], strict=True))
    assert kinds["When did you last come?"] == "date"
