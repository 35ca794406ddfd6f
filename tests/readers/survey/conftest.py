"""A sheet of a few rows as an export."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from engagekit.files.source_file import Export, open_export

Write = Callable[[Sequence[Sequence[str]]], Export]


@pytest.fixture
def export(tmp_path: Path) -> Write:
    """Write rows of cells as a CSV file and open it."""

    def write(rows: Sequence[Sequence[str]]) -> Export:
        path = tmp_path / "Survey.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return open_export(path)

    return write


@pytest.fixture(autouse=True)
def confirmed(proposals_taken: None) -> None:
    """Every survey of these tests is confirmed as it is proposed."""
