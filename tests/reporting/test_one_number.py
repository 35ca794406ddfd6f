"""One number in every file of a run: results.json, page, PDF, slides and workbook say the same."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from tests.published_numbers import (
    NUMBERS,
    allowed,
    drawn,
    front,
    in_charts,
    on_slides,
    seen,
    written,
)

ROOT = Path(__file__).parents[2]
CASES = [
    (variant, language, copy)
    for variant, language in (("A4-en", "en"), ("Letter-fr", "fr"))
    for copy in ("board", "private")
]
LEAST = 40
"""Different shares and amounts on a page of the sample at least: fewer, and nothing was read."""


def _results(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "data/results.json").read_text("utf-8"))
    return found


@pytest.mark.browser
@pytest.mark.parametrize(("variant", "language", "copy"), CASES)
def test_the_brief_says_no_share_or_amount_that_results_json_does_not_hold(
    reports: Path, variant: str, language: str, copy: str
) -> None:
    folder = reports / f"quarterly_report-{variant}" / "2026-27_Q2" / copy
    may = allowed(_results(folder), language)
    page = (folder / "brief.html").read_text("utf-8")
    said = written(seen(page), language)
    assert len(said) > LEAST
    assert said <= may
    if copy == "board":
        slides = written("\n".join(on_slides(Presentation(str(folder / "brief.pptx")))), language)
        assert len(slides) > 5
        assert slides <= may


@pytest.mark.browser
@pytest.mark.parametrize(("variant", "language", "copy"), CASES)
def test_the_first_page_is_the_same_on_paper(
    reports: Path, variant: str, language: str, copy: str
) -> None:
    folder = reports / f"quarterly_report-{variant}" / "2026-27_Q2" / copy
    first = written(seen(front((folder / "brief.html").read_text("utf-8"))), language)
    command = ["pdftotext", "-layout", str(folder / "brief.pdf"), "-"]
    paper = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    assert len(first) > LEAST / 2
    assert first <= written(paper, language)


@pytest.mark.parametrize("variant", ["A4-en", "Letter-fr"])
def test_charts_of_the_slides_draw_numbers_of_results_json(reports: Path, variant: str) -> None:
    folder = reports / f"quarterly_report-{variant}" / "2026-27_Q2" / "board"
    held = drawn(_results(folder))
    values = list(in_charts(Presentation(str(folder / "brief.pptx"))))
    assert len(values) > 5
    assert [value for value in values if round(value, 6) not in held] == []


@pytest.mark.parametrize("variant", ["A4-en", "Letter-fr"])
def test_the_sheet_of_numbers_is_results_json_row_by_row(reports: Path, variant: str) -> None:
    folder = reports / f"quarterly_report-{variant}" / "2026-27_Q2" / "board"
    numbers = _results(folder)["numbers"]
    sheet = load_workbook(folder / "data-book.xlsx").worksheets[1]
    rows = list(sheet.iter_rows(values_only=True))
    at = next(place for place, row in enumerate(rows) if row[-1] and row[4] and row[0])
    heads, body = rows[at], [row for row in rows[at + 1 :] if row[0]]
    assert len(body) == len(numbers) > 500
    where = {"value": 4, "low": 5, "high": 6, "n": len(heads) - 3, "base": len(heads) - 2}
    for row, one in zip(body, numbers, strict=True):
        for name, column in where.items():
            cell = row[column] if isinstance(row[column], int | float) else None
            is_left = (
                one["as_count"] and name in NUMBERS
            )  # a share of few people stands as its count
            assert cell == (None if is_left else pytest.approx(one[name])), (one["id"], name)


def test_a_number_of_another_file_would_be_found() -> None:
    assert written("85% of 12, $1,234.50 in 2026", "en") == {"85%", "$1,234.50"}
    assert written("10 73\u00a0% et 1\u00a0234\u00a0$", "fr") >= {"1234$"}
    assert not written("86%", "en") <= written("85% and 8.6%", "en")
