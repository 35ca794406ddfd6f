"""What became of each sheet and each named column of a file: read, set aside, or a question."""

from collections.abc import Iterable

from engagekit.errors import nearest, pasted
from engagekit.files.source_file import Export, Sheet
from engagekit.loading.settings_for_folder import LEFT_ALONE
from engagekit.mapping.table import first_full_row
from engagekit.readers.shared._stacked import BELOW
from engagekit.readers.shared._table import squash
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import (
    NOTE,
    QUESTION,
    UNREAD,
    ColumnAccount,
    Problem,
    SetAside,
    SheetAccount,
    problem_of,
)

EMPTY = "empty column"
READ = "read by the tool's reader"
"""What a column is used as of which the reading does not name the one field that it fills."""
NO_COLUMNS = frozenset({".ics", ".json"})
"""Formats of entries, not of rows and columns."""


def unread(
    export: Export, sheet: Sheet, error: str = "", names: Iterable[str] = ()
) -> tuple[SheetAccount, Problem | None]:
    """Return the account of a sheet that no reader and no mapping takes.

    ``error``: why a reader that knows the sheet refuses it. ``names``: names of sheets that would
    be read; one that is nearly so is suggested. ``problem``: the question to the user; None where
    the sheet holds no table, is hidden, or the settings say to leave it alone.
    """
    choice = export.choice
    rows, below = sheet.last_row + 1, _rows_of_table(sheet)
    why = ""
    if not rows:
        return SheetAccount(sheet.name, "", reason="empty sheet"), None
    if sheet.hidden:
        why = "hidden sheet"
    elif getattr(choice, "sheet", None) or sheet.name in getattr(choice, "ignore_sheets", ()):
        why = LEFT_ALONE
    elif (not below and not error) or (names and squash(sheet.name) == "about"):
        # the blank workbook's own first sheet tells how to fill it in
        why = "holds no table"
    if why:
        place = (export.file, NOTE, "", None, sheet.name)
        is_told = sheet.hidden and below > 0
        note = problem_of("accounting.hidden", *place, below=below) if is_told else None
        return SheetAccount(sheet.name, "", rows, 0, rows, why), note
    reason = error or "no reader and no mapping knows it"
    file, guess = pasted(export.path), nearest(sheet.name.strip().replace(" ", "_"), names)
    hint = f"Did you mean '{guess}'? Then rename the sheet. " if guess else ""
    place = (export.file, UNREAD, "", None, sheet.name)
    slots = {"error": f": {error.rstrip('.')}" if error else "", "sheet": sheet.name, "file": file}
    problem = problem_of("accounting.unread", *place, rows=below, hint=hint, **slots)
    return SheetAccount(sheet.name, "", below, 0, below, reason, is_open=True), problem


def _rows_of_table(sheet: Sheet) -> int:
    """Count the rows below the first row of two cells or more; 0 for no such row."""
    header = first_full_row(sheet)
    return 0 if header is None else max(sheet.last_row - header, 0)


def columns_of(export: Export, seen: Recognition, reading: Reading) -> tuple[ColumnAccount, ...]:
    """Return what became of each named column of the sheet that was recognised.

    It fills a field, goes nowhere for the reader's reason, is empty, or is read in some other way.
    """
    sheet = next((one for one in export.visible if one.name == seen.sheet), None)
    if sheet is None and export.visible:
        sheet = export.sheet
    if sheet is None or export.suffix in NO_COLUMNS:
        return ()
    filled = {
        column: f"{table}.{field}"
        for table, places in reading.origins.items()
        for field, column in places.items()
    }
    reasons = {_plain(header): reason for header, reason in reversed(reading.dropped_columns)}
    below = seen.header_row - 1 + seen.header_rows
    accounts = []
    for column, header in enumerate(sheet.row(seen.header_row - 1)):
        used_as, reason = filled.get(column, ""), reasons.get(_plain(header), "")
        if not used_as and not reason:
            is_empty = not sheet.cells[column].iloc[below:].str.strip().any()
            used_as, reason = ("", EMPTY) if is_empty else (READ, "")
        if header:
            accounts.append(ColumnAccount(sheet.name, header, used_as, "" if used_as else reason))
    return tuple(accounts)


def second_table(export: Export, seen: Recognition, left: Iterable[SetAside]) -> list[Problem]:
    """Return the question of rows that stand below one table of a sheet and are another one."""
    rows = sum(part.rows for part in left if part.reason == BELOW)
    place = (export.file, QUESTION, "", None, seen.sheet)
    return [problem_of("accounting.second_table", *place, rows=rows)] if rows else []


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
