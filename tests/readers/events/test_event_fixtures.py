"""Every raw event export beside this folder gives its expected tables, also once re-saved."""

from __future__ import annotations

import csv
import datetime as dt
import io
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from engagekit.files.source_file import Export, open_export
from engagekit.loading.recognise import recognise
from engagekit.parsing.dates import moments
from engagekit.readers.events._header_rows import FITS
from engagekit.readers.shared.contract import Reading
from tests.reading import tools_of

FOLDER = Path(__file__).parents[2] / "exports"
TOOLS = {
    "teams": "Microsoft Teams",
    "zoom": "Zoom",
    "eventbrite": "Eventbrite",
    "webex": "Webex",
    "google_meet": "Google Meet",
    "libcal": "LibCal",
    "icalendar": "iCalendar",
    "outlook_calendar": "Outlook calendar",
}
RAW = [
    path
    for tool in TOOLS
    for path in sorted((FOLDER / tool).glob("*"))
    if ".expected." not in path.name
]
TABLES = [path for path in RAW if path.suffix.casefold() != ".ics"]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@cache
def _read(path: Path) -> tuple[Export, Any, Reading]:
    """An export as it came, its reader and what that reads, for all tests of it."""
    export = open_export(path)
    reader, _ = recognise(export)
    return export, reader, reader.read(export)


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_a_raw_export_gives_the_expected_tables(path: Path) -> None:
    _, reader, found = _read(path)
    assert TOOLS[path.parent.name] == reader.TOOL
    expected = {
        other.name.split(".expected.")[1].removesuffix(".csv"): other.read_text(encoding="utf-8")
        for other in path.parent.glob(f"{path.stem}.expected.*.csv")
    }
    assert {name: table.to_csv(lineterminator="\n") for name, table in found.tables.items()} == (
        expected
    )
    assert found.rows_read == found.rows_kept + sum(part.rows for part in found.set_aside)


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_exactly_one_reader_knows_a_raw_export(path: Path) -> None:
    assert tools_of(open_export(path)) == [TOOLS[path.parent.name]]


def _moment(cell: str, order: str | None) -> dt.datetime | None:
    """A cell that a spreadsheet would take for a moment."""
    if not FITS["moment"].match(cell) or ":" not in cell or not cell[-1:].isalnum():
        return None
    if not any(mark in cell for mark in "/-.") or any(word in cell for word in ("GMT", "+")):
        return None
    value = moments(pd.Series([cell]), order=order).values[0]
    return None if pd.isna(value) else value.tz_localize(None).to_pydatetime()


def _resaved(export: Export, order: str | None, folder: Path, how: str) -> Path:
    """The cells of an export saved again the way a spreadsheet does it."""
    rows = [
        [str(cell).removeprefix('="').removesuffix('"') for cell in row]
        for row in export.sheet.cells.to_numpy()
    ]
    stem = export.path.stem
    if how == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([_moment(cell, order) or (cell or None) for cell in row])
        book.save(folder / f"{stem}.xlsx")
        return folder / f"{stem}.xlsx"
    if how == "local":
        rows = [
            [at.strftime("%d/%m/%Y %H:%M:%S") if (at := _moment(cell, order)) else cell
             for cell in row]
            for row in rows
        ]  # fmt: skip
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";" if how == "local" else "\t").writerows(rows)
    place = folder / f"{stem}.csv"
    if how == "local":
        known = text.getvalue().encode("cp1252", errors="ignore").decode("cp1252")
        place.write_bytes(text.getvalue().encode("cp1252" if known == text.getvalue() else "utf-8"))
    else:
        place.write_bytes(b"\xff\xfe" + text.getvalue().encode("utf-16-le"))
    return place


@pytest.mark.parametrize("how", ["xlsx", "local", "utf-16"])
@pytest.mark.parametrize("path", TABLES, ids=_name)
def test_an_export_saved_again_gives_the_same_rows(path: Path, how: str, tmp_path: Path) -> None:
    export, reader, first = _read(path)
    again = open_export(_resaved(export, first.date_order, tmp_path, how))
    seen = reader.recognise(again)
    assert seen is not None
    second = reader.read(again)
    assert (second.rows_read, second.rows_kept) == (first.rows_read, first.rows_kept)
    assert set(second.tables) == set(first.tables)
    for name, table in first.tables.items():
        same = [
            column
            for column in table.columns
            if column not in ("source_file", "display_name", "title")
        ]
        pd.testing.assert_frame_equal(second.tables[name][same], table[same])


@pytest.mark.parametrize("path", RAW, ids=_name)
def test_a_file_loaded_twice_gives_the_same_event_numbers(path: Path, tmp_path: Path) -> None:
    # Meet writes the title of a meeting into the name of the file alone
    copy = tmp_path / (path.name if "google_meet" in path.parts else f"copy of {path.name}")
    copy.write_bytes(path.read_bytes())
    _, reader, one = _read(path)
    two = reader.read(open_export(copy))
    for name in one.tables:
        if "event_id" in one.tables[name]:
            assert list(one.tables[name]["event_id"]) == list(two.tables[name]["event_id"])
