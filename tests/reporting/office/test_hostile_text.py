"""Texts that a spreadsheet would run, and characters that a file may not hold, in what is written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from engagekit.reporting.office.chart_model import Chart
from engagekit.reporting.office.worksheet_tables import put
from pptx import Presentation
from pptx.util import Inches

from engagekit.plain_text import cleaned, for_spreadsheet, one_line, plain
from engagekit.reporting.office import slides_chart

LIVE = ('=HYPERLINK("http://x.example","Tax")', "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "\t=1")
PLACE = (Inches(1), Inches(1), Inches(5), Inches(3))


def _embedded(add: object, chart: Chart) -> str:
    """The XML of the workbook behind a chart on a slide."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    add(slide, chart, PLACE)  # type: ignore[operator]
    stream = io.BytesIO()
    deck.save(stream)
    with zipfile.ZipFile(stream) as parts:
        book = next(name for name in parts.namelist() if name.endswith(".xlsx"))
        with zipfile.ZipFile(io.BytesIO(parts.read(book))) as inner:
            return "".join(
                inner.read(name).decode() for name in inner.namelist() if "sheet" in name
            )


def test_the_workbook_behind_a_bar_chart_runs_nothing() -> None:
    chart = Chart("bar", LIVE, ((LIVE[0], tuple(map(float, range(5)))),), "0%", "Reach")
    xml = _embedded(slides_chart._plain, chart)
    assert "<f>" not in xml and "<hyperlink" not in xml


def test_the_workbook_behind_a_scatter_runs_nothing() -> None:
    numbers = tuple(map(float, range(5)))
    chart = Chart("scatter", LIVE, ((LIVE[0], numbers), (LIVE[1], numbers)), "0%", "Reach")
    xml = _embedded(slides_chart._scatter, chart)
    assert "<f>" not in xml and "<hyperlink" not in xml


def test_a_csv_for_a_spreadsheet_holds_no_formula() -> None:
    frame = pd.DataFrame({"who": [*LIVE, "-2", "+3.5 %", "Ana"], "n": range(8)})
    written = for_spreadsheet(frame.astype({"who": "str"}))["who"].tolist()
    assert written == [f"'{text}" for text in LIVE] + ["-2", "+3.5 %", "Ana"]
    for kind in ("category", "object"):
        assert for_spreadsheet(frame.astype({"who": kind}))["who"].tolist() == written


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\x1b[31mb", "a\x0bb", "a\ud800b", "a\u202eb", "a\ufffeb"]
)
def test_no_control_character_reaches_a_cell(text: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    put(book.active, 1, 1, text + "x" * 50_000)
    book.save(tmp_path / "a.xlsx")
    value = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A1"].value
    assert isinstance(value, str) and value.startswith(plain(text)) and len(value) == 32_000
    assert plain(text).replace("[31m", "") in ("ab", "a b", "a\ufffdb")


def test_what_is_read_holds_no_control_characters() -> None:
    read = cleaned(pd.Series(["Tax\x0bLaw", "Ta\x1bx", None, "Été", "y" * 40_000], dtype="str"))
    assert read.fillna("-").tolist() == ["Tax Law", "Tax", "-", "Été", "y" * 31_999 + "…"]
    assert one_line("a\nb\x1b[0m.csv") == "a b[0m.csv"
