"""Every raw survey export beside this folder gives its expected tables, also once re-saved."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import open_export
from engagekit.loading import recognise as readers
from engagekit.loading.recognise import recognise
from engagekit.parsing.validate import check
from engagekit.readers.registry import all_readers
from engagekit.readers.shared.contract import Reading

FOLDER = Path(__file__).parents[2] / "exports"
TOOLS = {
    getattr(reader, "name", None) or reader.__name__.rpartition(".")[2]: tool
    for tool, reader in all_readers().items()
    if "responses" in reader.TABLES and tool != "engagekit template"
}
"""Folder of a tool, named like its reader, to the tool: a new one is found by its folder."""
CODE_BOOKS = ("definition.qsf", "dictionary.csv")
RAW = [
    path
    for tool in TOOLS
    for path in sorted((FOLDER / tool).glob("*"))
    if path.is_file() and ".expected." not in path.name and path.name not in CODE_BOOKS
]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@cache
def _read(path: Path) -> tuple[str, Reading]:
    """The tool and the tables of a file, for all tests of it."""
    export = open_export(path)
    reader, _ = recognise(export)
    return reader.TOOL, readers.read(reader, export)


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_a_raw_survey_gives_the_expected_tables(path: Path) -> None:
    tool, found = _read(path)
    assert tool == TOOLS[path.parent.name]
    stem = re.escape(path.stem)
    expected = {
        match[1]: other.read_text(encoding="utf-8")
        for other in path.parent.iterdir()
        if (match := re.fullmatch(rf"{stem}\.expected\.(\w+)\.csv", other.name))
    }
    assert {name: table.to_csv(lineterminator="\n") for name, table in found.tables.items()} == (
        expected
    )
    assert found.rows_read == found.rows_kept + sum(part.rows for part in found.set_aside)


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_exactly_one_reader_knows_a_raw_survey(path: Path) -> None:
    export = open_export(path)
    assert [tool for tool, reader in all_readers().items() if reader.recognise(export)] == [
        TOOLS[path.parent.name]
    ]


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_no_row_of_a_survey_is_lost_when_its_tables_are_checked(path: Path) -> None:
    _, found = _read(path)
    for name, table in found.tables.items():
        checked = check(name, table)
        assert len(checked.frame) == len(table), name


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_no_address_and_no_name_of_a_respondent_is_in_the_tables(path: Path) -> None:
    _, found = _read(path)
    text = "".join(table.to_csv() for table in found.tables.values())
    for told in ("example.org", "192.0.2.", "Amélie", "Roe", "45.5", "annroe"):
        assert told not in text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("qualtrics/definition.qsf", "definition of the Qualtrics survey"),
        ("redcap/dictionary.csv", "REDCap data dictionary"),
    ],
)
def test_a_code_book_is_refused_with_what_it_is(path: str, words: str) -> None:
    export = open_export(FOLDER / path)
    reader, _ = recognise(export)
    with pytest.raises(ExportError, match=words):
        reader.read(export)
