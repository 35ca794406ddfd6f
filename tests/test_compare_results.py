"""Two reports are compared number by number."""

from __future__ import annotations

import json
from pathlib import Path

from tests.compare_results import compare


def _results(folder: Path, estimate: float, sections: int = 1) -> Path:
    section = {"name": "reach", "rows": [{"measure": "reach", "estimate": estimate}]}
    (folder / "board").mkdir(parents=True)
    text = json.dumps(
        {"version": 2, "sections": [section] * sections, "versions": {"x": str(folder)}}
    )
    (folder / "board" / "results.json").write_text(text, encoding="utf-8")
    return folder


def test_the_same_numbers_are_equal(tmp_path: Path) -> None:
    assert compare(_results(tmp_path / "a", 0.5), _results(tmp_path / "b", 0.5)) == []


def test_the_last_digit_counts(tmp_path: Path) -> None:
    found = compare(_results(tmp_path / "a", 0.5), _results(tmp_path / "b", 0.5 + 1e-15))
    assert len(found) == 1 and "/sections/reach/rows/0/estimate" in found[0]


def test_a_section_that_went_is_told(tmp_path: Path) -> None:
    assert compare(_results(tmp_path / "a", 0.5, 2), _results(tmp_path / "b", 0.5)) != []


def test_no_report_at_all_is_no_equality(tmp_path: Path) -> None:
    assert compare(tmp_path, tmp_path) != []
