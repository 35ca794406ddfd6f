"""Shapes of five more strangers (an NHS trust, engineers, a ministry, a law firm, one workbook)."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from engagekit.errors import SettingsError
from engagekit.mapping.mapping_file import make_mapping
from tests.reading import workbook
from tests.stranger import small
from tests.stranger.small import LOG


def hidden(book: Workbook) -> None:
    book["old"].sheet_state = "hidden"


def test_a_hidden_sheet_is_told(tmp_path: Path) -> None:
    small.gate(tmp_path, touches__csv=None)
    place = tmp_path / "data" / "touches.xlsx"
    workbook(place, {"new": LOG, "old": LOG[:3]}, hidden)
    gate = small.gate(tmp_path, touches__csv=None)
    assert gate.counts()["enquiries"] == 12
    assert any("is hidden; its 2 rows are not read" in str(one) for one in gate.tables.faults)


def test_a_field_in_a_column_and_the_same_in_every_row_is_refused() -> None:
    parts = {"name": "a", "table": "touches", "columns": {"channel": "Via"}}
    assert make_mapping(parts | {"constants": {"place": "desk"}}).columns
    with pytest.raises(SettingsError, match="which is it"):
        make_mapping(parts | {"constants": {"channel": "desk"}})
