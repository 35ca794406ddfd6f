"""Rows of a list that are no data, from both sides of each threshold."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest

from engagekit.files.source_file import open_export
from engagekit.readers.shared import _table
from engagekit.readers.shared._stacked import second_table
from engagekit.readers.shared._table import Listing, squash


def _listing(folder: Path, *rows: str, above: int = 0) -> Listing | None:
    lines = [*["A title"] * above, *rows]
    (folder / "list.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return _table.find(open_export(folder / "list.csv"), lambda headers: "who" in headers)


def _reasons(folder: Path, *rows: str) -> list[str]:
    listed = _listing(folder, *rows)
    assert listed is not None
    return _table.reasons(listed).tolist()


@pytest.mark.parametrize(("above", "known"), [(24, True), (25, False)])
def test_a_header_is_in_the_first_25_rows(above: int, known: bool, tmp_path: Path) -> None:
    assert (_listing(tmp_path, "who,what", "a,b", above=above) is not None) is known


@pytest.mark.parametrize(("row", "reason"), [
    ("Total,1,2,", "totals row"),
    ("Total,1,2,4", ""),  # no sum either
    (",Total,2,3", "totals row"),
    ("Average,1,2,", "totals row"),
    ("Average,weekly,,", ""),
    ("Average,,,", ""),
    (",Average,weekly,x", ""),
    ("Total,a@x.example,,", ""),
])  # fmt: skip
def test_totals_fill_three_cells_of_a_narrow_table(row: str, reason: str, tmp_path: Path) -> None:
    assert _reasons(tmp_path, "who,a,b,c", "Ana,1,2,3", row)[-1] == reason


@pytest.mark.parametrize(("row", "reason"), [
    (",Total,1,2,3", "totals row"),
    (",Total,Li,2,3", ""),
])  # fmt: skip
def test_a_row_without_its_first_cell_is_one_of_totals_by_numbers_alone(
    row: str, reason: str, tmp_path: Path
) -> None:
    assert _reasons(tmp_path, "who,a,b,c,d", "Ana,1,2,3,4", row)[-1] == reason


@pytest.mark.parametrize(
    ("row", "reason"), [("Total,4,6,8,10.01", "totals row"), ("Total,4,6,8,10.03", "")]
)
def test_a_row_of_sums_is_one_of_totals_however_full(row: str, reason: str, tmp_path: Path) -> None:
    people = ["Ana,1,2,3,4", "Bo,3,4,5,6"]
    assert _reasons(tmp_path, "who,a,b,c,d", *people, row)[-1] == reason


@pytest.mark.parametrize(("cells", "reason"), [(5, "totals row"), (6, "")])
def test_totals_fill_half_of_a_wide_table(cells: int, reason: str, tmp_path: Path) -> None:
    header = ",".join(["who", *"abcdefghi"])
    row = ",".join(["Total", *["2"] * (cells - 1), *[""] * (10 - cells)])
    assert _reasons(tmp_path, header, "Ana" + ",1" * 9, row)[-1] == reason


@pytest.mark.parametrize(("row", "reason"), [
    ("Generated on,2026-01-02,", "footer of the report"),
    ("Generated on,2026-01-02,10:00", ""),
])  # fmt: skip
def test_a_closing_line_fills_two_cells(row: str, reason: str, tmp_path: Path) -> None:
    assert _reasons(tmp_path, "who,a,b", "Ana,1,2", row)[-1] == reason


@pytest.mark.parametrize(("header", "reasons"), [
    ("who,a,b", ["", "gap", "footer of the report"]),
    ("who,a", ["", "blank row", ""]),
])  # fmt: skip
def test_a_footer_stands_below_three_columns(
    header: str, reasons: list[str], tmp_path: Path
) -> None:
    blank = "," * header.count(",")
    assert _reasons(tmp_path, header, header.replace("who", "Ana"), blank, f"Notes{blank}") == (
        reasons
    )


def test_headers_are_compared_by_letters_and_digits() -> None:
    assert squash("Prénom [Required]") == "prenom"
    assert squash("Straße_Nr. 1 (required)") == "strassenr1"


@pytest.mark.parametrize(("rows", "reason"), [(3, "totals row"), (2, "")])
def test_totals_leave_a_cell_empty_that_the_other_rows_fill(
    rows: int, reason: str, tmp_path: Path
) -> None:
    people = ["Ana,Tax" + ",1" * 4] * rows
    assert _reasons(tmp_path, "who,unit,a,b,c,d", *people, "Total,,3,3,3,3")[-1] == reason


@pytest.mark.parametrize(("letters", "left"), [(2_000, 2_000), (2_001, 2_000)])
def test_a_header_has_at_most_two_thousand_letters(letters: int, left: int, tmp_path: Path) -> None:
    listed = _listing(tmp_path, f"who,{'m' * letters}", "a,b")
    assert listed is not None and len(listed.headers[1]) == left


def test_a_text_of_many_paragraphs_takes_no_longer_for_each_of_them() -> None:
    lines = ["From somebody", "Subject, with words", ""] * 15_000
    body = pd.DataFrame({0: lines, 1: ["", "and more", ""] * 15_000}, dtype="str")
    start = time.process_time()
    assert second_table(body, ("who", "what"), (body != "").sum(axis=1)) is None
    assert time.process_time() - start < 10  # minutes, where each looks at all the others
