"""Every reader keeps the contract at the head of `engagekit.readers`."""

from __future__ import annotations

import ast
from pathlib import Path

from engagekit import readers
from engagekit.files.source_file import Export
from engagekit.readers.registry import all_readers
from engagekit.tables.schema import TABLES

HOME = Path(str(readers.__file__)).parent
OWN = {"shared": set(), "activity": {"contacts"}}
"""Rooms of readers that a room imports beside `shared` and itself."""


def _imported(source: str) -> set[str]:
    """The rooms of readers that a source imports."""
    rooms = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("engagekit.readers"):
            below = (node.module or "").split(".")[2:]
            rooms |= {below[0]} if below else {alias.name for alias in node.names}
    return rooms


def test_a_reader_has_its_four_names_and_tidy_tables() -> None:
    for tool, reader in all_readers().items():
        assert tool == reader.TOOL
        assert set(reader.TABLES) <= set(TABLES), tool
        assert reader.recognise.__doc__ or reader.read.__doc__, tool


def test_a_reader_takes_no_file_without_a_table(tmp_path: Path) -> None:
    nothing = Export(tmp_path / "a.png", "a.png", "binary", None, None, (), "", "")
    assert [tool for tool, reader in all_readers().items() if reader.recognise(nothing)] == []


def test_a_room_of_readers_imports_no_other() -> None:
    wrong = []
    for file in HOME.glob("*/**/*.py"):
        room = file.relative_to(HOME).parts[0]
        allowed = {room, "shared"} | OWN.get(room, set())
        if not _imported(file.read_text("utf-8")) <= allowed:
            wrong.append(file.name)
    assert wrong == []


def test_an_import_of_another_room_is_found() -> None:
    assert _imported("from engagekit.readers.events._attendance import Notes") == {"events"}
    assert _imported("from engagekit.readers import survey") == {"survey"}
