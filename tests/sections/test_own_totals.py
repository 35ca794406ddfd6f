"""One's own totals beside ours: alike, different, none given."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import UsageError
from engagekit.sections.gate import Gate
from engagekit.sections.own_totals import compare
from tests.stranger import small

pytestmark = pytest.mark.usefixtures("said")


def test_totals_that_are_alike_or_differ_are_said(tmp_path: Path) -> None:
    tables = small.gate(tmp_path).tables
    alike = compare(tables, "2026 Q1", people=21, spent=1500)
    assert "No difference in 2 totals" in repr(alike)
    off = compare(tables, "2026 Q1", people=22, spent=1500.01)
    assert "2 totals differ" in off._repr_html_()
    assert off.frame.loc[0, "Difference"] in ("-1", "−1")
    none = compare(tables, "2026 Q1", people=None)
    assert "Write your own totals" in repr(none) and ">None<" not in none._repr_html_()
    with pytest.raises(UsageError, match="not counted"):
        compare(tables, "2026 Q1", visitors=3)


def test_totals_of_the_settings_are_asked_about_where_others_are_counted(tmp_path: Path) -> None:
    def gate(totals: str, home: str = "a") -> Gate:
        return small.gate(tmp_path / home, f"{small.SETTINGS}\n[totals]\n{totals}\n")

    right = gate("people = 21\nspend = 1500\nanswers = 9\ntouches.reference = 12")
    assert (right.questions, right.exit_code) == ([], 0)
    off = gate('people = 22\ntouches.desk = 3\n"2026 Q1" = { enquiries = 12, spend = 1400.5 }')
    said = [one.problem for one in off.questions]
    assert [one.partition(" under")[0] for one in said] == [
        'says "2026 Q1" spent = 1400.5', "says people = 22", "says touches.desk = 3",
    ]  # fmt: skip
    assert said[1] == "says people = 22 under [totals]; 21 are counted (-1)"
    assert "people.csv" in off.questions[1].remedy
    assert off.exit_code == 1
    both = gate("enquiries = 13\ntouches = 13")
    assert [one.problem.split()[1] for one in both.questions] == ["enquiries", "touches"]
    for unknown in ("visitors = 3", "touches.pigeon = 3"):
        with pytest.raises(UsageError, match="not counted"):
            _ = gate(unknown).questions
    with pytest.raises(UsageError):
        _ = gate('"2026 Q9" = { people = 1 }').questions
