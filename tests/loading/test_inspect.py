"""What files are and what they give: the document of `inspect`, the lines, the written tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import DataError, UsageError
from engagekit.loading import inspect
from engagekit.settings.schema import Settings, make_settings

FIELDS = {
    "file",
    "path",
    "sheets",
    "columns",
    "recognised",
    "tool",
    "table",
    "why",
    "certain",
    "sheet",
    "encoding",
    "delimiter",
    "header_rows",
    "header_row",
    "rows_read",
    "rows_kept",
    "set_aside",
    "problems",
    "tables",
    "dropped_columns",
    "error",
}
"""As COMMANDS (version 1) names them."""
pytestmark = pytest.mark.usefixtures("said")
ROSTER = "Employee ID,Worker,Email,Department\n1,Ana Ruiz,ana@x.example,Tax\n,,,\n2,Bo Ek,bo@x.example,\n"
MESSAGES = (
    "id,thread_id,sender_id,sender_type,sender_name,sender_email,body,created_at,network_id\n"
    "1,1,10,user,Ana Ruiz,ana@x.example,Private words,2026-07-01T12:00:00Z,5\n"
    "2,1,10,user,Ana Ruiz,ana@x.example,Private words,one day,5\n"
    "3,3,11,user,Jo Day,stranger@y.example,Private words,2026-07-01T14:00:00Z,5\n"
)
SETTINGS = make_settings({"organisation": {"time_zone": "America/Toronto"}})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A roster, messages, a file nobody knows, and files that are passed over."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8-sig")
    (tmp_path / "sub" / "messages.csv").write_text(MESSAGES, encoding="utf-8")
    (tmp_path / "unknown.csv").write_text("alpha;beta\n1;2\n3;4\n", encoding="utf-8")
    for name in ("~$roster.xlsx", ".hidden.csv", "readme.md"):
        (tmp_path / name).write_text("a,b\n1,2\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def found(folder: Path) -> list[dict[str, Any]]:
    return inspect.inspect([str(folder)], SETTINGS)


def test_every_file_is_described_with_all_fields_and_its_path_below_the_one_given(
    folder: Path, found: list[dict[str, Any]]
) -> None:
    assert all(set(part) == FIELDS for part in found)
    names = ("roster.csv", "sub/messages.csv", "unknown.csv")
    assert [part["file"] for part in found] == [f"{folder}/{name}" for name in names]


def test_rows_encoding_tables_dropped_columns_and_broken_cells_are_told(
    folder: Path, found: list[dict[str, Any]]
) -> None:
    roster, messages, unknown = found
    expected = {
        "tool": "HR roster", "table": "contacts", "recognised": True, "encoding": "utf-8",
        "delimiter": ",", "sheet": None, "rows_read": 3, "rows_kept": 2,
        "set_aside": [{"reason": "blank row", "rows": 1}], "tables": {"contacts": 2},
    }  # fmt: skip
    assert {name: roster[name] for name in expected} == expected
    dropped = {part["column"]: part["reason"] for part in messages["dropped_columns"]}
    assert (messages["table"], dropped["network_id"]) == ("touches", "not used")
    cells = {(part["cell"], part["value"], part["problem"]) for part in messages["problems"]}
    assert ("H3", "one day", "not a date") in cells
    assert (messages["rows_read"], messages["rows_kept"]) == (3, 2)
    assert (unknown["recognised"], unknown["tool"], unknown["rows_read"]) == (False, None, 0)
    assert "2 rows, 2 columns" in unknown["error"]
    assert f"engagekit import {folder / 'unknown.csv'}" in unknown["error"]


def test_a_path_that_is_not_there_is_a_fault_of_usage(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.csv is not there"):
        inspect.inspect([str(folder / "gone.csv")], Settings())


def test_lines_say_why_how_many_and_what_was_left_out(found: list[dict[str, Any]]) -> None:
    roster, _, unknown = inspect.as_lines(found).splitlines()
    assert "HR roster, because its headers are those of" in roster
    assert "3 rows read, 2 kept, 1 set aside: blank row; 0 columns dropped, 0 problems" in roster
    assert "is not counted yet" in unknown


def test_tables_are_written_with_people_linked_and_a_review_of_strangers(folder: Path) -> None:
    written = inspect.write_tables([str(folder)], folder / "out", SETTINGS)
    assert {path.name for path in written} >= {"contacts.csv", "touches.csv", "problems.csv"}
    touches = pd.read_csv(folder / "out" / "touches.csv", dtype="str").fillna("")
    assert touches[["contact_id", "on"]].to_numpy().tolist() == [
        ["1", "2026-07-01"], ["", "2026-07-01"],
    ]  # fmt: skip
    problems = (folder / "out" / "problems.csv").read_text("utf-8")
    assert "unknown.csv is not counted yet" in problems


def test_nothing_readable_writes_nothing(folder: Path) -> None:
    with pytest.raises(DataError, match="is not counted yet"):
        inspect.write_tables([str(folder / "unknown.csv")], folder / "out", Settings())
    assert not (folder / "out").exists()
