"""Exports that are read no more are refused with what to do instead; what only looks like one is not."""

from __future__ import annotations

import csv
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from engagekit.files.source_file import open_export
from engagekit.loading.inspect import inspect
from engagekit.loading.read_file import read_file
from engagekit.mapping.retired import refusal, retired_tools
from engagekit.settings.schema import FileChoice, Settings

CASES = tomllib.loads(Path(__file__).with_name("retired_cases.toml").read_text("utf-8"))["cases"]


def _written(folder: Path, rows: list[list[str]], name: str = "answers.csv") -> Path:
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder / name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["tool"])
def test_a_file_is_refused_where_it_can_be_of_that_tool_alone(
    case: dict[str, Any], tmp_path: Path
) -> None:
    name = case.get("name", "answers.csv")
    if "rows" in case:
        _written(tmp_path, case["rows"])
    else:
        (tmp_path / name).write_bytes(case["text"].encode())
    said = str(read_file(tmp_path / name, name, Settings()).error)
    begins = f"{name} is an export of {case['tool']}, which this version no longer reads. "
    assert said.startswith(begins) is case["known"]


def test_the_zip_of_a_slack_workspace_is_refused_once(tmp_path: Path) -> None:
    days = [f"ask-library/2026-07-{day:02d}.json" for day in range(1, 31)]
    with zipfile.ZipFile(tmp_path / "acme.zip", "w") as whole:
        for member in ("users.json", "channels.json", *days):
            whole.writestr(member, "[]")
    (told,) = inspect([str(tmp_path / "acme.zip")])
    assert (
        "acme.zip is an export of a Slack workspace, which this version no longer reads. "
        in str(told)
    )


def test_a_table_with_lines_above_its_header_is_refused_too(tmp_path: Path) -> None:
    place = _written(
        tmp_path,
        [
            ["Printed for the board"],
            [],
            *next(one["rows"] for one in CASES if one["tool"] == "ODK"),
        ],
    )
    assert (
        "ODK, which this version no longer reads. Describe it once with `engagekit import "
        in refusal(open_export(place))
    )


def test_the_settings_may_name_such_a_tool(tmp_path: Path) -> None:
    place = _written(tmp_path, [["a", "b"], ["1", "2"]])
    settings = Settings(files={"answers.csv": FileChoice(tool="kobotoolbox")})
    said = str(read_file(place, "answers.csv", settings).error)
    assert "is an export of KoBoToolbox, which this version no longer reads" in said


@pytest.mark.parametrize("record", retired_tools(), ids=lambda record: record.tool)
def test_a_record_has_a_mark_and_a_remedy(record) -> None:
    assert record.signs or record.begins or record.tool == "HR roster"
    assert record.instead.endswith(".")
