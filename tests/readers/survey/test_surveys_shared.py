"""Real survey exports give what the answer key says; no other export is taken for a survey."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, open_export
from engagekit.loading import recognise as readers
from engagekit.loading.recognise import recognise
from engagekit.parsing.validate import check
from engagekit.readers.registry import all_readers
from engagekit.readers.shared.contract import Reading, Recognition
from tests.reading import is_retired

ROOT = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports"
SURVEYS = {"Microsoft Forms", "Google Forms", "Qualtrics", "SurveyMonkey", "LimeSurvey", "REDCap"}
pytestmark = pytest.mark.shared


def _key() -> list[dict[str, str]]:
    key = ROOT / "EXPECTED.tsv"
    if not key.is_file():
        return []
    with key.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


SURVEYS_OF_KEY = [row for row in _key() if row["subject"] == "survey"]
ROWS = [row for row in SURVEYS_OF_KEY if not is_retired(row)]
GONE = [row["file"] for row in SURVEYS_OF_KEY if is_retired(row)]
OTHERS = [row["file"] for row in _key() if row["subject"] != "survey"]


@cache
def _opened(file: str) -> Export:
    """A real export, opened once for all tests of it."""
    return open_export(ROOT / file)


@cache
def _read(file: str) -> tuple[Any, Recognition, Reading]:
    """The reader of a real export, how it is known and what is read."""
    reader, seen = recognise(_opened(file))
    return reader, seen, readers.read(reader, _opened(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_real_survey_reads_as_the_answer_key_says(row: dict[str, str]) -> None:
    _opened(row["file"])  # none of them is refused
    if row["outcome"] == "either":
        try:
            reader, seen, found = _read(row["file"])
        except ExportError as error:
            assert len(str(error)) > 60
            return
        if not found.tables:
            assert "words of codes" in found.why  # a code book that lies beside its export
            return
    else:
        reader, seen, found = _read(row["file"])
    questions = found.tables["questions"]
    block = questions["item_of"].where(questions["item_of"] != "", questions["question_id"])
    clocks = sum(name in ("start", "end") for name, _ in found.dropped_columns)  # the key has them
    counted = {
        "tool": reader.TOOL,
        "header_rows": seen.header_rows,
        "rows_read": found.rows_read,
        "rows_kept": found.rows_kept,
        "respondents": len(found.tables["respondents"]),
        "questions": block.nunique() + clocks,  # a block is one question,
    }
    for name, value in counted.items():
        assert not row[name] or str(value) in row[name].split("|"), name
    assert found.rows_read == found.rows_kept + sum(part.rows for part in found.set_aside)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_no_answer_of_a_real_survey_is_lost_when_its_tables_are_checked(
    row: dict[str, str],
) -> None:
    _opened(row["file"])
    try:
        _, _, found = _read(row["file"])
    except ExportError:
        assert row["outcome"] != "read"  # a code book, or a file that no reader knows
        return
    for name, table in found.tables.items():
        checked = check(name, table)
        assert len(checked.frame) == len(table), (name, checked.set_aside)


@pytest.mark.parametrize("file", OTHERS)
def test_no_other_export_is_taken_for_a_survey(file: str) -> None:
    try:
        export = open_export(ROOT / file)
    except ExportError as error:
        assert str(error)  # refused with a sentence
        return
    taken = [tool for tool, reader in all_readers().items() if reader.recognise(export)]
    assert not SURVEYS & set(taken)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_one_reader_at_most_knows_a_real_survey(row: dict[str, str]) -> None:
    export = _opened(row["file"])
    taken = [tool for tool, reader in all_readers().items() if reader.recognise(export)]
    assert len(taken) == 1


@pytest.mark.parametrize("file", GONE)
def test_a_survey_of_a_tool_that_is_read_no_more_is_refused_with_a_remedy(file: str) -> None:
    with pytest.raises(ExportError, match=r"engagekit import"):
        recognise(_opened(file))
