"""What became of each sheet and each named column of a file: read, set aside, or a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from engagekit.errors import ExportError, nearest, pasted
from engagekit.files.source_file import Export, Sheet
from engagekit.mapping import table_detection
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import UNREAD, ColumnAccount, Problem, SheetAccount

QUESTION = "question"
"""What a column of answers is used as."""


def unread(
    export: Export, sheet: Sheet, error: str = "", names: Iterable[str] = ()
) -> tuple[SheetAccount, Problem | None]:
    """Return the account of a sheet that no reader and no mapping takes.

    Parameters
    ----------
    export : Export
    sheet : Sheet
    error : str
        Why a reader that knows the sheet refuses it.
    names : iterable of str
        Names of sheets that would be read; one that is nearly so is suggested.

    Returns
    -------
    account : SheetAccount
    problem : Problem or None
        The question to the user; None where the sheet holds no table, is hidden, or the settings
        say to leave it alone.
    """
    choice = export.choice
    rows = sheet.last_row + 1
    if sheet.last_row < 0:
        return SheetAccount(sheet.name, "", reason="empty sheet"), None
    if sheet.hidden:
        return SheetAccount(sheet.name, "", rows, 0, rows, "hidden sheet"), None
    if getattr(choice, "sheet", None) or sheet.name in getattr(choice, "ignore_sheets", ()):
        reason = "left alone, as [files] in engagekit.toml says"
        return SheetAccount(sheet.name, "", rows, 0, rows, reason), None
    rows = _rows_of_table(export, sheet)
    if not rows and not error:
        rows = sheet.last_row + 1
        return SheetAccount(sheet.name, "", rows, 0, rows, "holds no table"), None
    reason = error or "no reader and no mapping knows it"
    file, guess = pasted(export.path), nearest(sheet.name.strip().replace(" ", "_"), names)
    hint = f"Did you mean '{guess}'? Then rename the sheet. " if guess else ""
    problem = Problem(
        f"holds {rows} rows that are not read: {error.rstrip('.')}"
        if error
        else f"holds {rows} rows that are not read",
        f'{hint}Say what they are: engagekit map {file} --sheet "{sheet.name}". If they should not '
        f'count, write ignore_sheets = ["{sheet.name}"] for this file under [files].',
        export.file,
        sheet.name,
        level=UNREAD,
    )
    return SheetAccount(sheet.name, "", rows, 0, rows, reason, is_open=True), problem


def _rows_of_table(export: Export, sheet: Sheet) -> int:
    """Count the rows below the header of a sheet; 0 where it holds no table of two columns."""
    try:
        detected = table_detection.find_table(replace(export, sheets=(sheet,), choice=None))
    except ExportError:
        return 0
    if len(detected.columns) < 2 or not detected.header_rows:
        return 0
    return max(sheet.last_row - detected.listing.header, 0)


def columns_of(
    export: Export, seen: Recognition, reading: Reading, main: str
) -> tuple[ColumnAccount, ...]:
    """Return what became of each named column of the sheet that was recognised.

    A column is used where the reading says which field it fills, or where its cells or its header
    are in the tables that came of it; else it goes nowhere with the reader's reason, or is lost.
    """
    sheet = next((one for one in export.visible if one.name == seen.sheet), None)
    if sheet is None and export.visible:
        sheet = export.sheet
    if sheet is None:
        return ()
    names = sheet.row(seen.header_row - 1)
    filled = {at: f"{table}.{name}" for table, name, at in _origins(reading)}
    gone: dict[str, str] = {}
    for column, reason in reading.dropped_columns:
        gone.setdefault(_plain(column), reason)
    texts = _Texts(reading.tables)
    accounts = []
    for at, name in enumerate(names):
        if not name:
            continue
        if at in filled:
            accounts.append(ColumnAccount(sheet.name, name, filled[at]))
        elif _plain(name) in gone:
            accounts.append(ColumnAccount(sheet.name, name, "", gone[_plain(name)]))
        elif used := texts.field_of(name, sheet.cells[at].iloc[seen.header_row :], main):
            accounts.append(ColumnAccount(sheet.name, name, used))
        else:
            accounts.append(ColumnAccount(sheet.name, name, "", "no value of it is in a table"))
    return tuple(accounts)


def _origins(reading: Reading) -> Iterable[tuple[str, str, int]]:
    return ((table, name, at) for table, of in reading.origins.items() for name, at in of.items())


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Texts:
    """The texts of some tables, to look up where the cells of a column went."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = tables

    def field_of(self, header: str, cells: pd.Series, main: str) -> str:
        """Return the field that a column fills, ``question`` for answers; empty for none."""
        questions = self._tables.get("questions")
        if questions is not None and len(questions):
            return QUESTION
        return main if main else ""
