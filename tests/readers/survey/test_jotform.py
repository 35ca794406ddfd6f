"""Jotform: recognised by Submission Date over dates and by its own last columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.survey.sheets import jotform
from tests.reading import written

HEADER = "Submission Date,Is it good?,Submission ID\n"


def _rows(dates: int, words: int) -> str:
    days = [f'"Aug {day}, 2026",Yes,{day}\n' for day in range(1, dates + 1)]
    return HEADER + "".join(days) + "".join(f"last week,No,{90 + one}\n" for one in range(words))


@pytest.mark.parametrize(("dates", "words", "recognised"), [(8, 2, True), (7, 2, False)])
def test_four_in_five_cells_below_submission_date_are_dates(
    tmp_path: Path, dates: int, words: int, recognised: bool
) -> None:
    export = written(tmp_path, _rows(dates, words))
    assert (jotform.recognise(export) is not None) is recognised


def test_a_sheet_without_the_columns_of_the_tool_is_another(tmp_path: Path) -> None:
    export = written(tmp_path, _rows(5, 0).replace("Submission ID", "Matter"))
    assert jotform.recognise(export) is None
