"""What files are and what they give: the document of `inspect`, the lines, the written tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from engagekit.errors import DataError, UsageError
from engagekit.loading import inspect
from engagekit.settings.schema import Settings, make_settings

FIELDS = {"path",
    "sheets", "columns",
    "file", "recognised", "tool", "table", "why", "certain", "sheet", "encoding", "delimiter",
    "header_rows", "header_row", "rows_read", "rows_kept", "set_aside", "problems", "tables",
    "dropped_columns", "error",
}  # fmt: skip
"""As COMMANDS (version 1) names them."""
ROSTER = (
    "Employee ID,Worker,Email,Department\n1,Ana Ruiz,ana@x.example,Tax\n,,,\n2,Bo,bo@x.example,\n"
)
MESSAGES = (
    "id,thread_id,sender_id,sender_type,sender_name,sender_email,body,created_at,network_id\n"
    "1,1,10,user,Ana Ruiz,ana@x.example,Private words,2026-07-01T12:00:00Z,5\n"
    "2,1,10,user,Ana Ruiz,ana@x.example,Private words,2026-07-01T13:00:00Z,5\n"
    "3,3,11,user,Jo Day,stranger@y.example,Private words,2026-07-01T14:00:00Z,5\n"
)
SAID = {"files": {"roster.csv": {"tool": "HR roster"}}}


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


def test_every_file_is_described_with_all_fields_and_its_path_below_the_one_given(
    folder: Path,
) -> None:
    found = inspect.inspect([str(folder)], Settings())
    assert all(set(part) == FIELDS for part in found)
    assert [part["file"] for part in found] == [
        f"{folder}/roster.csv", f"{folder}/sub/messages.csv", f"{folder}/unknown.csv",
    ]  # fmt: skip


def test_a_list_of_people_tells_its_rows_encoding_and_tables(folder: Path) -> None:
    (roster,) = inspect.inspect([str(folder / "roster.csv")], make_settings(SAID))
    assert (roster["tool"], roster["table"], roster["recognised"]) == (
        "HR roster", "contacts", True,
    )  # fmt: skip
    assert (roster["encoding"], roster["delimiter"], roster["sheet"]) == ("utf-8", ",", None)
    assert (roster["rows_read"], roster["rows_kept"]) == (3, 2)
    assert roster["set_aside"] == [{"reason": "blank row", "rows": 1}]
    assert roster["tables"] == {"contacts": 2}


def test_columns_that_go_nowhere_are_named_with_the_reason(folder: Path) -> None:
    (messages,) = inspect.inspect([str(folder / "sub" / "messages.csv")], Settings())
    dropped = {part["column"]: part["reason"] for part in messages["dropped_columns"]}
    assert dropped["network_id"] == "not used"
    assert messages["table"] == "touches"


def test_a_file_that_nobody_knows_says_what_it_looks_like_and_what_to_do(folder: Path) -> None:
    (unknown,) = inspect.inspect([str(folder / "unknown.csv")], Settings())
    assert (unknown["recognised"], unknown["tool"], unknown["rows_read"]) == (False, None, 0)
    assert "2 rows, 2 columns" in unknown["error"]
    assert f"engagekit import {folder / 'unknown.csv'}" in unknown["error"]


def test_a_broken_cell_is_told_with_its_address(folder: Path) -> None:
    (folder / "sub" / "messages.csv").write_text(
        MESSAGES.replace("2026-07-01T13:00:00Z", "one day"), encoding="utf-8"
    )
    (messages,) = inspect.inspect([str(folder / "sub" / "messages.csv")], Settings())
    cells = {(part["cell"], part["value"], part["problem"]) for part in messages["problems"]}
    assert ("H3", "one day", "not a date") in cells
    assert (messages["rows_read"], messages["rows_kept"]) == (3, 2)


def test_a_path_that_is_not_there_is_a_fault_of_usage(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.csv is not there"):
        inspect.inspect([str(folder / "gone.csv")], Settings())


def test_lines_say_why_how_many_and_what_was_left_out(folder: Path) -> None:
    documents = inspect.inspect([str(folder)], make_settings(SAID))
    roster, _, unknown = inspect.as_lines(documents).splitlines()
    assert "HR roster, because row 1 holds Employee ID" in roster
    assert "3 rows read, 2 kept, 1 set aside: blank row; 0 columns dropped, 0 problems" in roster
    assert "is not counted yet" in unknown


def test_tables_are_written_with_people_linked_and_a_review_of_strangers(folder: Path) -> None:
    settings = make_settings({"organisation": {"time_zone": "America/Toronto"}, **SAID})
    written = inspect.write_tables([str(folder)], folder / "out", settings)
    assert {path.name for path in written} >= {"contacts.csv", "touches.csv", "problems.csv"}
    with (folder / "out" / "touches.csv").open(encoding="utf-8", newline="") as stream:
        touches = list(csv.DictReader(stream))
    assert [(row["contact_id"], row["on"]) for row in touches] == [
        ("1", "2026-07-01"), ("1", "2026-07-01"), ("", "2026-07-01"),
    ]  # fmt: skip
    with (folder / "out" / "problems.csv").open(encoding="utf-8", newline="") as stream:
        told = [row["problem"] for row in csv.DictReader(stream)]
    assert any("unknown.csv is not counted yet" in text for text in told)


def test_nothing_readable_writes_nothing(folder: Path) -> None:
    with pytest.raises(DataError, match="is not counted yet"):
        inspect.write_tables([str(folder / "unknown.csv")], folder / "out", Settings())
    assert not (folder / "out").exists()
