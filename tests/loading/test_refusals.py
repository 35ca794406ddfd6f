"""Files beside the one with the records are refused by name, with the export to choose instead."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from engagekit.loading.read_file import read_file
from engagekit.settings.schema import Settings

FILES = tomllib.loads(Path(__file__).with_name("refusals.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_sums_is_refused_with_the_export_to_choose(name: str, tmp_path: Path) -> None:
    place = tmp_path / "report.csv"
    place.write_text(FILES[name]["text"], "utf-8")
    error = read_file(place, "report.csv", Settings()).error or ""
    assert error.startswith("report.csv is ") and FILES[name]["says"] in error
