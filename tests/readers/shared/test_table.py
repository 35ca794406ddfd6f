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


@pytest.mark.parametrize(("above", "known"), [(24, True), (25, False)])
def test_a_header_is_in_the_first_25_rows(above: int, known: bool, tmp_path: Path) -> None:
    assert (_listing(tmp_path, "who,what", "a,b", above=above) is not None) is known


ANA = ["who,a,b,c", "Ana,1,2,3"]
WIDE = ["who," + ",".join("abcdefghi"), "Ana" + ",1" * 9]


@pytest.mark.parametrize(("rows", "reason"), [
    ([*ANA, "Total,1,2,"], "totals row"),
    ([*ANA, "Total,1,2,4"], ""),  # it fills four cells of a narrow table, and is no sum either
    ([*ANA, ",Total,2,3"], "totals row"),
    ([*ANA, "Average,1,2,"], "totals row"),
    ([*ANA, "Average,weekly,,"], ""),
    ([*ANA, "Average,,,"], ""),
    ([*ANA, ",Average,weekly,x"], ""),
    ([*ANA, "Total,a@x.example,,"], ""),
    (["who,a,b,c,d", "Ana,1,2,3,4", ",Total,1,2,3"], "totals row"),
    (["who,a,b,c,d", "Ana,1,2,3,4", ",Total,Li,2,3"], ""),  # without its first cell: by numbers
    (["who,a,b,c,d", "Ana,1,2,3,4", "Bo,3,4,5,6", "Total,4,6,8,10.01"], "totals row"),
    (["who,a,b,c,d", "Ana,1,2,3,4", "Bo,3,4,5,6", "Total,4,6,8,10.03"], ""),  # no sums
    ([*WIDE, "Total,2,2,2,2,,,,,"], "totals row"),  # half of a wide table
    ([*WIDE, "Total,2,2,2,2,2,,,,"], ""),
    (["who,unit,a,b,c,d", *["Ana,Tax,1,1,1,1"] * 3, "Total,,3,3,3,3"], "totals row"),
    (["who,unit,a,b,c,d", *["Ana,Tax,1,1,1,1"] * 2, "Total,,3,3,3,3"], ""),  # nor do many fill it
    (["who,a,b", "Ana,1,2", "Generated on,2026-01-02,"], "footer of the report"),
    (["who,a,b", "Ana,1,2", "Generated on,2026-01-02,10:00"], ""),
    (["who,a,b", "Ana,1,2", ",,", "Notes,,"], "footer of the report"),
    (["who,a", "Ana,1", ",", "Notes,"], ""),  # a line of two columns
])  # fmt: skip
def test_the_last_row_is_no_data_for_a_reason(rows: list[str], reason: str, tmp_path: Path) -> None:
    listed = _listing(tmp_path, *rows)
    assert listed is not None
    assert _table.reasons(listed).iloc[-1] == reason


def test_headers_are_compared_by_letters_and_digits() -> None:
    assert squash("Prénom [Required]") == "prenom"
    assert squash("Straße_Nr. 1 (required)") == "strassenr1"


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
