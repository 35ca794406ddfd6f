"""Whether what a load says of a file adds up to what stands in the file, counted by itself.

Sheets: each is read, or has its reason. Columns: each name above the rows fills a field, or has its
reason. Rows: those from the first below the header to the last filled one are read or set aside;
what else stands on the sheet is a title, a header or a section that is no list of records.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engagekit.errors import ExportError
from engagekit.files.source_file import Sheet, open_export
from engagekit.loading import inspect
from engagekit.settings.schema import Settings

ENTRIES = frozenset({".ics", ".json"})
"""Formats of entries, which have no rows."""
SECTIONS = frozenset({"Microsoft Teams", "Zoom", "Webex"})
"""Tools that write several lists below one another, of which only some are of people."""


def breaks(path: Path) -> list[str]:
    """What does not add up in one file; empty where all does, or where it is refused as a whole."""
    part = inspect.inspect([str(path)], Settings())[0]
    if part["rows_read"] != part["rows_kept"] + sum(one["rows"] for one in part["set_aside"]):
        return [f"rows: {part['rows_read']} read, {part['rows_kept']} kept, {part['set_aside']}"]
    if part["error"]:
        return []
    return [*_of_sheets(path, part), *_of_columns(path, part), *_of_rows(path, part)]


def _of_sheets(path: Path, part: dict[str, Any]) -> list[str]:
    found = [
        f"sheet {one['sheet']}: {one}"
        for one in part["sheets"]
        if one["rows_read"] != one["rows_kept"] + one["set_aside"]
        or not (one["read_as"] or one["reason"])
    ]
    named = {one["sheet"] for one in part["sheets"]}
    return found + [f"sheet {one.name} has no account" for one in _sheets(path)
                    if one.name not in named]  # fmt: skip


def _of_columns(path: Path, part: dict[str, Any]) -> list[str]:
    found = [
        f"column {one['column']}: {one}"
        for one in part["columns"]
        if bool(one["used_as"]) == bool(one["reason"])
    ]
    if path.suffix.casefold() in ENTRIES:
        return found
    for sheet in _sheets(path):
        if sheet.name == (part["sheet"] or ""):
            told = [one["column"] for one in part["columns"] if one["sheet"] == sheet.name]
            names = [name for name in sheet.row(part["header_row"] - 1) if name]
            if sorted(told) != sorted(names):
                found.append(f"columns: {sorted({*names} ^ {*told})} of {len(names)}")
    return found


def _of_rows(path: Path, part: dict[str, Any]) -> list[str]:
    if path.suffix.casefold() in ENTRIES or part["tool"] in SECTIONS:
        return []
    for sheet in _sheets(path):
        account = next((one for one in part["sheets"] if one["sheet"] == sheet.name), None)
        if account and account["read_as"] and sheet.name == (part["sheet"] or ""):
            first = part["header_row"] - 1 + part["header_rows"]
            below = sheet.last_row - first + 1
            if not below - _closing(sheet, first) <= account["rows_read"] <= below:
                return [f"rows: {below} below the header, {account['rows_read']} read"]
    return []


def _closing(sheet: Sheet, first: int) -> int:
    """How many lines of a cell or two, and blank ones, stand at the end: who made the list, and when."""
    at = sheet.last_row
    while at >= first and sum(map(bool, sheet.row(at))) <= 2:
        at -= 1
    return sheet.last_row - at


def _sheets(path: Path) -> tuple[Sheet, ...]:
    try:
        return open_export(path).sheets
    except ExportError:
        return ()
