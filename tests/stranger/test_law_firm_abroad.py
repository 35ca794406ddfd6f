"""A law firm of another country: two rows of headers, names below each session, signs of money."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.stranger import small
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


@pytest.mark.parametrize(("sign", "lines"), [("US$", 0), ("£", 1), ("A$", 0)])
def test_an_amount_in_the_dollar_of_another_country_is_refused(
    tmp_path: Path, sign: str, lines: int
) -> None:
    money = [*small.MONEY[:2], ["2026 Q1", "", "", "Post", "actual", f"{sign}1000", "GBP"]]
    assert len(small.gate(tmp_path, budget__csv=money).tables.budget) == 1 + lines


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


@pytest.mark.parametrize(("day", "is_early"), [("2026-03-01", False), ("2026-03-02", True)])
def test_a_log_by_month_does_not_end_on_the_first_of_its_last(
    tmp_path: Path, day: str, is_early: bool
) -> None:
    header = small.LOG[0]
    late = [[f"t{at}", f"2026-0{1 + at % 3}-28", *small.LOG[1][2:]] for at in range(12)]
    early = [[f"u{at}", day, *small.LOG[1][2:]] for at in range(12)]
    gate = small.gate(tmp_path, touches__csv=[header, *late], others__csv=[header, *early])
    assert ("exported too early" in " ".join(str(gate).split())) == is_early
