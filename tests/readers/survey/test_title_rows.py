"""Title rows above a header, from both sides of each threshold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engagekit.files.source_file import Export
from engagekit.readers.survey._title_rows import titles


@pytest.mark.parametrize(("above", "count"), [(0, 0), (1, 1), (10, 10), (11, 0)])
def test_ten_rows_of_titles_at_most(
    above: int, count: int, export: Callable[[list[list[str]]], Export]
) -> None:
    rows = [["Library survey", "2026"]] * above
    assert titles(export([*rows, ["ID", "Desk", "Chat"], ["1", "2", "3"]]).sheet) == count


def test_a_header_has_three_cells(export: Callable[[list[list[str]]], Export]) -> None:
    assert titles(export([["Survey"], ["ID", "Desk"], ["1", "2"]]).sheet) == 0
    assert titles(export([["Survey"], ["ID", "Desk", "Chat"], ["1", "2", "3"]]).sheet) == 1
