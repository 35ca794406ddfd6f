"""A file that is an export of a known tool but for one column is told so, with that column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engagekit.files.source_file import open_export
from engagekit.loading.nearest_tool import Nearest, nearest
from engagekit.mapping.table_detection import find_table

ROW = "Ann Lee,a@firm.example,2026-03-01 10:00,2026-03-01 11:00"


def near(folder: Path, *lines: str) -> Nearest | None:
    file = folder / "export.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    export = open_export(file, file="export.csv")
    return nearest(export, find_table(export))


@pytest.mark.parametrize(
    ("lines", "tool", "lacks"),
    [
        (("Attendee Name,Attendee Email,Join Time,Leave Time", ROW, ROW), "Webex", "Attendance Duration"),
        (
            ("Issue key,Reporter,Reporter Email,Issue Type", "A-1,Ann Lee,a@firm.example,Question",
             "A-2,Bob Roy,b@firm.example,Question"),
            "Jira",
            "Created",
        ),
    ],
)  # fmt: skip
def test_the_one_missing_column_is_named(
    lines: tuple[str, ...], tool: str, lacks: str, tmp_path: Path
) -> None:
    found = near(tmp_path, *lines)
    assert found is not None
    assert (found.tool, found.lacks) == (tool, lacks)


@pytest.mark.parametrize(
    "lines",
    [
        ("Name,Email,Department", "Ann Lee,a@firm.example,Tax", "Bob Roy,b@firm.example,Tax"),
        ("Date,Enquirer,How,Mins", "2026-03-01,Ann Lee,Email,5", "2026-03-02,Bob Roy,Phone,9"),
    ],
)
def test_a_plain_list_is_like_no_tool(lines: tuple[str, ...], tmp_path: Path) -> None:
    assert near(tmp_path, *lines) is None


def test_check_says_so_above_the_answers(tmp_path: Path) -> None:
    from engagekit.sections.gate import check

    lines = ("Attendee Name,Attendee Email,Join Time,Leave Time", ROW, ROW.replace("Ann", "Bea"))
    near(tmp_path, *lines)
    page = repr(check(tmp_path))
    assert re.search("export of Webex without the column “Attendance Duration”", page)
    assert "--table attendance" in page
