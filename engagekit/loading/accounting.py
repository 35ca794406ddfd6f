"""What became of each sheet and each named column of a file: read, set aside, or a question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import pandas as pd

from engagekit.errors import nearest, pasted
from engagekit.files.source_file import Export, Sheet
from engagekit.mapping.table import first_full_row
from engagekit.readers.shared._stacked import BELOW
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey._words import folded
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
from engagekit.tables.schema import TABLES

DECIDES = "decides how rows are read"
"""What a column is used as of which no value is in a table: a state, a waiting room, a bot."""
EMPTY = "empty column"
LOOKED_UP = 40
"""Values of a column that are looked up: a column that goes somewhere shows it in a few."""
MOMENTS = tuple(
    dict.fromkeys(
        column.name
        for table in TABLES.values()
        for column in table.columns
        if column.kind in ("date", "moment")
    )
)
_DAY = re.compile(r"\d{1,4}[-/. ]\w{1,9}[-/., ]+\d{1,4}|\d{1,2}:\d{2}")
NO_COLUMNS = frozenset({".ics", ".json"})
"""Formats of entries, not of rows and columns."""
MOST_TIMES = 50
"""Times the cells of a file that its tables may have: the longest real list of choices gives 26."""
FEW_CELLS = 100_000
"""Cells up to which no table is too much: files of a few rows have more headings than answers."""
ASKED = "question"
"""What a column of answers is used as."""


def unread(
    export: Export, sheet: Sheet, error: str = "", names: Iterable[str] = ()
) -> tuple[SheetAccount, Problem | None]:
    """Return the account of a sheet that no reader and no mapping takes.

    ``error``: why a reader that knows the sheet refuses it. ``names``: names of sheets that would
    be read; one that is nearly so is suggested. ``problem``: the question to the user; None where
    the sheet holds no table, is hidden, or the settings say to leave it alone.
    """
    choice = export.choice
    rows = sheet.last_row + 1
    if sheet.last_row < 0:
        return SheetAccount(sheet.name, "", reason="empty sheet"), None
    if sheet.hidden:
        account = SheetAccount(sheet.name, "", rows, 0, rows, "hidden sheet")
        if not (below := _rows_of_table(sheet)):
            return account, None
        place = (export.file, NOTE, "", None, sheet.name)
        return account, problem_of("accounting.hidden", *place, below=below)
    if getattr(choice, "sheet", None) or sheet.name in getattr(choice, "ignore_sheets", ()):
        reason = "left alone, as [files] in engagekit.toml says"
        return SheetAccount(sheet.name, "", rows, 0, rows, reason), None
    rows = _rows_of_table(sheet)
    if not rows and not error:
        rows = sheet.last_row + 1
        return SheetAccount(sheet.name, "", rows, 0, rows, "holds no table"), None
    reason = error or "no reader and no mapping knows it"
    file, guess = pasted(export.path), nearest(sheet.name.strip().replace(" ", "_"), names)
    hint = f"Did you mean '{guess}'? Then rename the sheet. " if guess else ""
    place = (export.file, UNREAD, "", None, sheet.name)
    slots = {"error": f": {error.rstrip('.')}" if error else "", "sheet": sheet.name, "file": file}
    problem = problem_of("accounting.unread", *place, rows=rows, hint=hint, **slots)
    return SheetAccount(sheet.name, "", rows, 0, rows, reason, is_open=True), problem


def _rows_of_table(sheet: Sheet) -> int:
    """Count the rows below the first row of two cells or more; 0 for no such row."""
    header = first_full_row(sheet)
    return 0 if header is None else max(sheet.last_row - header, 0)


def too_much(export: Export, frames: Mapping[str, pd.DataFrame]) -> str:
    """Return the sentence that refuses a file of which far too much was made; empty where not.

    Words that people wrote, taken for choices, give a row for each word and person.
    """
    cells = sum(int(sheet.cells.size) for sheet in export.sheets)
    made = sum(int(frame.size) for frame in frames.values())
    if not cells or made <= max(MOST_TIMES * cells, FEW_CELLS):
        return ""
    questions = frames.get("questions")
    if questions is None or questions.empty:
        return f"{export.file} would give {made:,} cells from {cells:,}. Split it."
    name = str(questions["question_id"].value_counts().index[0])
    options = int((questions["question_id"] == name).sum())
    return (
        f"{export.file} would give {made:,} cells from {cells:,}: '{name}' was taken for a list of "
        f'{options} choices. Say what it is: "{name}" = "text" (or "single", "multi") under '
        "[survey.kinds] in engagekit.toml."
    )


def columns_of(export: Export, seen: Recognition, reading: Reading) -> tuple[ColumnAccount, ...]:
    """Return what became of each named column of the sheet that was recognised.

    A column is used where the reading says which field it fills, or where its cells or its header
    are in the tables that came of it; else it goes nowhere with the reader's reason, or it only
    decides how rows are read.
    """
    sheet = next((one for one in export.visible if one.name == seen.sheet), None)
    if sheet is None and export.visible:
        sheet = export.sheet
    if sheet is None or export.suffix in NO_COLUMNS:
        return ()
    names = sheet.row(seen.header_row - 1)
    tables = reading.origins.items()
    filled = {at: f"{table}.{name}" for table, of in tables for name, at in of.items()}
    gone: dict[str, str] = {}
    for column, reason in reading.dropped_columns:
        gone.setdefault(_plain(column), reason)
    texts = _Texts(reading.tables)
    below = seen.header_row - 1 + seen.header_rows
    accounts = []
    for at, name in enumerate(names):
        if not name:
            continue
        if at in filled:
            said = filled[at], ""
        elif _plain(name) in gone:
            said = "", gone[_plain(name)]
        else:
            used = texts.field_of(name, sheet.cells[at].iloc[below:]) or DECIDES
            said = ("", EMPTY) if used == EMPTY else (used, "")
        accounts.append(ColumnAccount(sheet.name, name, *said))
    return tuple(accounts)


def second_table(export: Export, seen: Recognition, left: Iterable[SetAside]) -> list[Problem]:
    """Return the question of rows that stand below one table of a sheet and are another one."""
    rows = sum(part.rows for part in left if part.reason == BELOW)
    place = (export.file, QUESTION, "", None, seen.sheet)
    return [problem_of("accounting.second_table", *place, rows=rows)] if rows else []


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Texts:
    """What stands in some tables, to look up where a column went."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = tables

    @cached_property
    def _asked(self) -> list[str]:
        """Return ids, wordings, blocks and options of questions, folded, longest first."""
        questions = self._tables.get("questions")
        if questions is None:
            return []
        names = [one for one in ("question_id", "wording", "item_of", "option") if one in questions]
        texts = {folded(text) for one in names for text in questions[one].dropna().astype("str")}
        return sorted(texts - {""}, key=len, reverse=True)

    @cached_property
    def _fields(self) -> dict[str, str]:
        """Return each value of the tables with the first field in which it stands."""
        fields: dict[str, str] = {}
        for name, frame in self._tables.items():
            for column in frame.columns:
                if column == "source_file":
                    continue
                for value in frame[column].dropna().unique():
                    fields.setdefault(_value(value), f"{name}.{column}")
                    if column == "display_name":  # names are put together of two columns
                        for word in folded(str(value)).split():
                            fields.setdefault(word, f"{name}.{column}")
        return fields

    def field_of(self, header: str, cells: pd.Series) -> str:
        """Return the field that a column fills, ``question`` for answers; empty for none."""
        name = folded(header)
        if any(text == name or (len(text) > 2 and text in name) for text in self._asked):
            return ASKED
        filled = filter(None, map(str.strip, dict.fromkeys(cells.to_numpy().tolist())))
        values = list(dict.fromkeys(filled))[:LOOKED_UP]
        if not values:
            return EMPTY
        for value in values:
            if field := self._fields.get(_value(value)):
                return ASKED if field.startswith("responses.") else field
        return self._moment(values)

    def _moment(self, values: Sequence[str]) -> str:
        """Return the first column of days or moments, for cells that look like such."""
        if 2 * sum(map(bool, map(_DAY.search, values))) <= len(values):
            return ""
        for name, frame in self._tables.items():
            for column in frame.columns:
                if column in MOMENTS and frame[column].notna().any():
                    return f"{name}.{column}"
        return ""


def _value(value: object) -> str:
    """Return a value for looking it up: numbers as such, texts folded."""
    text = str(value).strip()
    try:
        return f"{float(text):g}"
    except ValueError:
        return folded(text) or text
