"""Surveys of a few rows: written as a CSV file, read by their tool, answers as a table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from engagekit.files.source_file import Export, open_export
from engagekit.loading import recognise as readers
from engagekit.readers.registry import all_readers
from engagekit.readers.shared.contract import Reading

google_forms = all_readers()["Google Forms"]


def export_of(folder: Path, rows: list[list[str]], name: str = "Survey.csv") -> Export:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return open_export(path)


def read_by(tool: Any, folder: Path, rows: list[list[str]], name: str = "Survey.csv") -> Reading:
    export = export_of(folder, rows, name)
    assert tool.recognise(export) is not None
    return readers.read(tool, export)
