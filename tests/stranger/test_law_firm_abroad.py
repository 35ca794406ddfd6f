"""A law firm of another country: two rows of headers, names below each session, signs of money."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd

from tests.stranger.small import Rows


def book_of(path: Path, rows: Rows, merges: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([float(one) if one.replace(".", "").isdigit() else one for one in row])
    for one in merges:
        book.active.merge_cells(one)
    book.save(path)
    return path


def test_a_first_row_without_a_day_is_no_header(tmp_path: Path) -> None:
    rows = [["Name", "", "Team", "Day"], ["Ann", "Moss", "Tax", ""], ["Bob", "Moss", "Tax", ""],
            ["Cat", "Moss", "Audit", "2026-01-15"]]  # fmt: skip
    path = book_of(tmp_path / "list.xlsx", rows, ("A1:B1",))
    from engagekit.files.source_file import open_export
    from engagekit.importing.table_detection import find_table

    assert find_table(open_export(path)).header_rows == 1


def test_dollars_of_another_country_are_no_dollars_of_home() -> None:
    from engagekit.parsing.subtotals import foreign

    cells = pd.Series(["US$5", "CA$5", "C$5", "$5", "us$5", "A$5"])
    assert foreign(cells, pd.Series(["CAD"] * 6)).tolist() == [
        True,
        False,
        False,
        False,
        True,
        True,
    ]
