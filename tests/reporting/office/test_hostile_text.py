"""Texts that a spreadsheet would run, and characters that a file may not hold, in what is written."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from engagekit.plain_text import cleaned, for_spreadsheet, one_line, plain
from engagekit.reporting.office.workbook import put

LIVE = ('=HYPERLINK("http://x.example","Tax")', "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "\t=1")


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
