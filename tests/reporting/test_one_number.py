"""One number in every file of a run: results.json, page, PDF, slides and workbook say the same."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from engagekit.locale import Locale
from engagekit.settings.schema import read_settings

ROOT = Path(__file__).parents[2]
CASES = [
    (variant, language, copy)
    for variant, language in (("A4-en", "en"), ("Letter-fr", "fr"))
    for copy in ("board", "private")
]
GROUPED = (
    r"(?<!\d)(?<!\d[ \u00a0\u202f])\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?[ \u00a0\u202f][$%]"
)
WRITTEN = {"en": r"\$\d[\d,]*(?:\.\d+)?|\d+(?:\.\d+)?%", "fr": GROUPED}
"""A share or an amount as a language writes it: what can be told from a year or a page number."""
OPTIONS = read_settings(ROOT / "engagekit.toml").ask.options
NUMBERS = ("value", "low", "high", "at_least", "at_most")
LEAST = 40
"""Different shares and amounts on a page of the sample at least: fewer, and nothing was read."""


def _written(text: str, language: str) -> set[str]:
    """The shares and amounts of a text."""
    return {re.sub(r"\s", "", one) for one in re.findall(WRITTEN[language], text)}


def _seen(page: str) -> str:
    """What a page says outside its drawings."""
    page = re.sub(r"<(style|script|title|svg)\b.*?</\1>", "\n", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "\n", page))


def _front(page: str) -> str:
    """The first page: up to the second."""
    return page[page.index('id="decision"') :].split('<section class="page"')[0]


def _on_slides(deck: Any) -> Iterator[str]:
    """Every text of the slides."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)


def _in_charts(deck: Any) -> Iterator[float]:
    """Every value of the native charts."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                series = (one for plot in shape.chart.plots for one in plot.series)
                yield from (float(x) for one in series for x in one.values if x is not None)


def _results(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "results.json").read_text("utf-8"))
    return found


def _allowed(results: dict[str, Any], language: str) -> set[str]:
    """Each number of results.json as it is written, and what its sentences and the ask say."""
    locale = Locale(language)
    numbers = [(one[name], one["unit"]) for one in results["numbers"] for name in NUMBERS
               if one[name] is not None]  # fmt: skip
    texts = [locale.number(value, unit) for value, unit in numbers]
    texts += [locale.number(value, unit, 0) for value, unit in numbers if unit == "per_head"]
    texts += [locale.number(option.amount, "money") for option in OPTIONS]
    texts += [json.dumps(results[part], ensure_ascii=False) for part in ("sections", "findings")]
    return _written("\n".join(texts), language)


@pytest.mark.parametrize(("variant", "language", "copy"), CASES)
def test_the_brief_says_no_share_or_amount_that_results_json_does_not_hold(
    reports: Path, variant: str, language: str, copy: str
) -> None:
    folder = reports / f"quarterly_report-{variant}" / "2026-27_Q2" / copy
    allowed = _allowed(_results(folder), language)
    page = (folder / "brief.html").read_text("utf-8")
    said = _written(_seen(page), language)
    assert len(said) > LEAST
    assert said <= allowed
    slides = _written("\n".join(_on_slides(Presentation(str(folder / "brief.pptx")))), language)
    assert len(slides) > LEAST / 4
    assert slides <= allowed


@pytest.mark.parametrize(("variant", "language", "copy"), CASES)
def test_the_first_page_is_the_same_on_paper(
    reports: Path, variant: str, language: str, copy: str
) -> None:
    folder = reports / f"quarterly_report-{variant}" / "2026-27_Q2" / copy
    front = _written(_seen(_front((folder / "brief.html").read_text("utf-8"))), language)
    command = ["pdftotext", str(folder / "brief.pdf"), "-"]
    paper = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    assert len(front) > LEAST / 2
    assert front <= _written(paper, language)


@pytest.mark.parametrize(("variant", "language", "copy"), CASES)
def test_charts_of_the_slides_draw_numbers_of_results_json(
    reports: Path, variant: str, language: str, copy: str
) -> None:
    folder = reports / f"quarterly_report-{variant}" / "2026-27_Q2" / copy
    held = {round(float(one[name]), 6) for one in _results(folder)["numbers"]
            for name in (*NUMBERS, "n", "base") if one[name] is not None}  # fmt: skip
    drawn = list(_in_charts(Presentation(str(folder / "brief.pptx"))))
    assert len(drawn) > 10
    assert [value for value in drawn if round(value, 6) not in held] == []


@pytest.mark.parametrize(("variant", "language", "copy"), CASES)
def test_the_sheet_of_numbers_is_results_json_row_by_row(
    reports: Path, variant: str, language: str, copy: str
) -> None:
    folder = reports / f"quarterly_report-{variant}" / "2026-27_Q2" / copy
    numbers = _results(folder)["numbers"]
    sheet = load_workbook(folder / "data-book.xlsx").worksheets[2]
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
    assert _written("85% of 12, $1,234.50 in 2026", "en") == {"85%", "$1,234.50"}
    assert _written("10 73\u00a0% et 1\u00a0234\u00a0$", "fr") >= {"1234$"}
    assert not _written("86%", "en") <= _written("85% and 8.6%", "en")
