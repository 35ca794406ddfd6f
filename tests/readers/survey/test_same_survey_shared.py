"""The same survey in two files, as text and as a workbook, gives the same answers cell for cell."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import open_export
from engagekit.loading.load import read_file
from engagekit.loading.recognise import recognise
from engagekit.readers.survey._survey_builder import slug
from engagekit.settings.schema import Settings

SURVEYS = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports" / "surveys"
pytestmark = pytest.mark.shared


def _pairs() -> list[Path]:
    """Text files that have a workbook of the same name beside them and are recognised."""
    found = []
    for path in sorted(SURVEYS.rglob("*.csv")):
        if path.with_suffix(".xlsx").is_file():
            try:
                recognise(open_export(path))
            except ExportError:
                continue
            found.append(path)
    return found


def _differing(path: Path) -> set[str]:
    """Numbers of questions whose cells are not the same in both files: answers edited between."""
    text, book = (open_export(one).sheet.cells for one in (path, path.with_suffix(".xlsx")))
    assert text.shape == book.shape
    return {
        slug(text[column][0])
        for column in text.columns
        if (text[column].str.strip() != book[column].str.strip()).any()
    }


def _answers(path: Path, without: set[str]) -> pd.DataFrame:
    """The answers of one file, told by row, question and option."""
    made = read_file(path, path.name, Settings())
    assert made.error is None
    frame = (made.frames or {})["responses"].reset_index()
    frame = frame[~frame["question_id"].str.removesuffix("_text").isin(without)]
    return frame.drop(columns=["respondent_id"]).sort_values(
        ["source", "question_id", "option"], ignore_index=True
    )


def test_there_are_pairs_to_compare() -> None:
    assert _pairs()


@pytest.mark.parametrize("path", _pairs(), ids=lambda path: path.stem)
def test_a_survey_as_text_and_as_workbook_gives_equal_answers(path: Path) -> None:
    other = _differing(path)
    left, right = _answers(path, other), _answers(path.with_suffix(".xlsx"), other)
    assert len(left)
    pd.testing.assert_frame_equal(left, right)
