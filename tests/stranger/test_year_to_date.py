"""Statements of the year to date, bookings for several sessions, logs that say who did not come."""

from __future__ import annotations

from pathlib import Path

from engagekit.measures.funding import funding
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows

LINES = ("Staff", "Books", "Data")


def statement(month: str, *spent: int) -> Rows:
    """A statement of the cost centre: lines cumulated from January, and their total."""
    lines = [[name, "9000", "400", str(one)] for name, one in zip(LINES, spent, strict=False)]
    total = ["Total", str(9000 * len(lines)), str(400 * len(lines)), str(sum(spent))]
    head = ["Description", "Annual Budget", "Budget YTD", "Actual YTD"]
    return [[f"Cost centre 310455, period ({month})", "", "", ""], head, *lines, total]


def said(gate: Gate, about: str) -> list[str]:
    return [one.problem for one in gate.tables.faults if about in one.problem]


def spent(gate: Gate, quarter: str) -> float:
    frame = funding(gate.tables, during=quarter, kind="actual")
    return float(frame.loc[frame["measure"] == "funding", "estimate"].iloc[0])


def test_times_of_a_line_that_overlap_are_asked_about(tmp_path: Path) -> None:
    both = [["2026 Q1", "", "", "Staff", "actual", "1000", "GBP"]]
    beside = [["2026-01..2026-06", "", "", "Staff", "actual", "2500", "GBP"]]
    after = [["2026 Q2", "", "", "Staff", "actual", "2500", "GBP"]]
    other = [["2026-01..2026-06", "", "", "Data", "actual", "2500", "GBP"]]
    for more, asked in ((beside, 1), (after, 0), (other, 0)):
        gate = small.gate(tmp_path, budget__csv=[small.MONEY[0], *both, *more])
        assert len(said(gate, "times that overlap")) == asked


def test_settings_of_a_file_may_name_its_folder(tmp_path: Path) -> None:
    (tmp_path / "data" / "2026 Q2").mkdir(parents=True)
    small.save(tmp_path / "data" / "2026 Q2" / "budget.csv", small.MONEY)
    for name, wrong in (("2026 Q2/budget.csv", 0), ("budget.csv", 0), ("2026 Q2/budgets.csv", 1)):
        settings = f'{small.SETTINGS}[files."{name}"]\ndate_order = "day first"\n'
        assert len(said(small.gate(tmp_path, settings), "which no file has")) == wrong


def test_departments_of_linked_rows_are_those_of_the_staff_list(tmp_path: Path) -> None:
    log = [["touch_id", "on", "channel", "display_name", "department"]]
    log += [[f"t{at}", "2026-02-03", "reference", PEOPLE[at][1], "Ward 7"] for at in (1, 2, 3)]
    assert not said(small.gate(tmp_path, touches__csv=log), "does not have")
    log += [["t9", "2026-02-03", "reference", "", "Ward 7"]]
    (problem,) = said(small.gate(tmp_path, touches__csv=log), "does not have")
    assert "(1 row" in problem


def test_departments_of_answers_are_asked_about_though_the_person_is_on_the_list(
    tmp_path: Path,
) -> None:
    rows = [[*row[:-1], "Nowhere", PEOPLE[at][0]] for at, row in enumerate(small.ANSWERS[1:], 1)]
    answers = [[*small.ANSWERS[0], "contact_id"], *rows]
    assert said(small.gate(tmp_path, respondents__csv=answers), "does not have")
