"""One raw file, opened once and safely: bytes to text, workbook to cells, each with its address."""

import csv
import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import ExportError, error_text, some
from engagekit.files import archive, limits, workbook
from engagekit.files.csv_dialect import decode, frame_of, parse, size_of, sniff
from engagekit.tables.problems import Problem

TOP_ROWS = 400
"""Rows whose cells are stripped once: every reader looks at them; later ones are read singly."""
MAX_BYTES = 500 * 1024 * 1024
"""Size over which a file is refused: its cells take ten times as much memory."""
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
MOST_BESIDE = 20 * 1024 * 1024
"""Size over which a file is no code book: definitions of long surveys have two megabytes."""
BESIDE_HEAD = 65536
"""Bytes at the start of a neighbour in which its mark must stand."""
_TAGGED = re.compile(r"(?i)\s*<(?:!doctype|html|head|body|table|meta|style|\?xml)\b")
"""How a web page or XML begins, as some systems write it into a file called .xls."""


def letter(column: int) -> str:
    """Return the letters of a column, 0 for A.

    Examples
    --------
    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """Return the address of a cell, row from 1 and column from 0.

    Examples
    --------
    >>> address(14, 5)
    'F14'
    """
    return f"{letter(column)}{row}"


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of cells as text.

    Attributes
    ----------
    name : str
        Sheet name, empty for a text file.
    cells : DataFrame
        Text of every cell, ``""`` where empty. Rows are labelled 0, 1, ... in the order of the
        file, columns 0, 1, ...; row label + 1 is the row number of the sheet (for a text file the
        number of the record).
    hidden : bool
        A hidden sheet.
    facts : SheetFacts
        Error cells, hidden rows, merges and formulas without values.
    """

    name: str
    cells: pd.DataFrame
    hidden: bool = False
    facts: workbook.SheetFacts = field(default_factory=workbook.SheetFacts)

    @property
    def height(self) -> int:
        """Count the rows, blank ones included."""
        return len(self.cells)

    @property
    def width(self) -> int:
        """Count the columns."""
        return self.cells.shape[1]

    def row(self, index: int) -> list[str]:
        """Return the texts of one row (index from 0), stripped; empty list past the end."""
        if not 0 <= index < self.height:
            return []
        if index < len(self._top):
            return list(self._top[index])
        return [str(value).strip() for value in self.cells.iloc[index]]

    @cached_property
    def _top(self) -> list[list[str]]:
        """Return the first rows, stripped: readers look at them again and again."""
        top = self.cells.iloc[:TOP_ROWS]
        columns = [list(map(str.strip, top[name].to_numpy().tolist())) for name in top.columns]
        return [list(row) for row in zip(*columns, strict=True)]

    def head(self, rows: int = 20) -> list[list[str]]:
        """Return the texts of the first rows, stripped."""
        return [self.row(index) for index in range(min(rows, self.height))]

    @cached_property
    def last_row(self) -> int:
        """Return the index of the last row that holds any cell, -1 for none."""
        present = self.filled.to_numpy().nonzero()[0]
        return int(present[-1]) if len(present) else -1

    @cached_property
    def filled(self) -> pd.Series:
        """Return whether each row holds any cell."""
        blank = np.arange(self.height)
        for column in self.cells.columns:
            if len(blank):
                cells = self.cells[column].to_numpy()[blank].tolist()
                blank = blank[[not cell.strip() for cell in cells]]
        filled = np.ones(self.height, dtype=bool)
        filled[blank] = False
        return pd.Series(filled, index=self.cells.index)

    def body(
        self, first: int, last: int | None = None, names: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Return rows from ``first`` to ``last`` (from 0, last included; None: the last filled).

        Parameters
        ----------
        first : int
            Index of the first data row.
        last : int, optional
            Index of the last one.
        names : sequence of str, optional
            Names for the columns; default their numbers.

        Returns
        -------
        DataFrame
            Text, indexed by ``source``: the row number of the sheet, from 1. Blank rows between
            are there (set them aside); blank rows after the last one are not.
        """
        part = self.cells.iloc[first : (self.last_row if last is None else last) + 1].copy()
        part.index = pd.Index(part.index + 1, name="source")
        if names is not None:
            part = part.iloc[:, : len(names)]
            part.columns = list(names)
        return part


@dataclass(frozen=True, eq=False)
class Export:
    """One raw file, opened.

    Attributes
    ----------
    file : str
        The name by which messages and provenance call it.
    kind : str
        ``text``, ``workbook``, ``binary`` or ``archive`` (a ZIP that is one export).
    encoding : str or None
        ``utf-8``, ``utf-16`` or ``cp1252``; None for workbooks.
    delimiter : str or None
        Of a delimited text.
    sheets : tuple of Sheet
        Visible first; a text file has one.
    text : str
        The whole text of a text file, decoded; empty for workbooks. Of an archive the names of the
        files at its top.
    notes : tuple of Problem
        What a person should know of the file itself: error cells, hidden rows, formulas without
        values.
    choice : FileChoice
        What the settings say of this file.
    part : str
        The sheet, where this is one further sheet of a workbook that is read on its own.
    order_above : str or None
        Order of day and month in the days above the lists of that workbook, where they settle it.
    """

    path: Path
    file: str
    kind: str
    encoding: str | None
    delimiter: str | None
    sheets: tuple[Sheet, ...]
    text: str
    sha256: str
    notes: tuple[Problem, ...] = ()
    choice: Any = None
    part: str = ""
    order_above: str | None = None

    @property
    def suffix(self) -> str:
        """Return the ending of the file name, lower case, with its dot."""
        return self.path.suffix.casefold()

    @property
    def sheet(self) -> Sheet:
        """Return the first visible sheet that holds a table (or the one the settings name).

        Raises
        ------
        ExportError
            If there is nothing in the file.
        """
        wanted = getattr(self.choice, "sheet", None)
        for sheet in self.sheets:
            if wanted and sheet.name == wanted:
                return sheet
        for sheet in self.sheets:
            if not sheet.hidden and sheet.last_row >= 1:
                return sheet
        for sheet in self.sheets:
            if not sheet.hidden and sheet.last_row >= 0:
                return sheet
        raise ExportError(f"{self.file} holds no rows: there is nothing to read.")

    @property
    def visible(self) -> tuple[Sheet, ...]:
        """Return the sheets that are not hidden and hold something."""
        return tuple(sheet for sheet in self.sheets if not sheet.hidden and sheet.last_row >= 0)


def open_export(
    path: str | Path, *, file: str | None = None, choice: Any = None, max_bytes: int = MAX_BYTES
) -> Export:
    """Open one raw file, or a member of a ZIP as ``export.zip/inner.csv``.

    ``file``: the name messages use; default the file's own. ``choice``: what the settings say of
    it. What is missing, empty, too large, protected or not the format it claims is an ExportError.
    """
    place = Path(path)
    name = file or place.name
    if archive.is_archive(place) and archive.is_whole(archive.members(place, name)):
        listed = "\n".join(one for one in archive.members(place, name) if "/" not in one)
        return Export(place, name, "archive", None, None, (), listed, "", (), choice)
    raw = _raw(place, name, max_bytes)
    if raw and not raw.strip(b"\x00"):
        raise ExportError(error_text("source_file.zeros", name=name, size=len(raw)))
    if not raw.strip(b"\x00 \r\n\t"):
        raise ExportError(error_text("source_file.empty", name=name))
    digest = hashlib.sha256(raw).hexdigest()
    suffix = place.suffix.casefold()
    if raw[:2] == b"\x1f\x8b":
        raw, suffix = archive.from_gz(raw, name, max_bytes), Path(place.stem).suffix.casefold()
    if workbook.is_workbook(raw, suffix):
        matches = sorted(workbook.read(raw, name), key=lambda part: part.hidden)
        notes = workbook.notes(name, matches)
        sheets = tuple(Sheet(part.name, part.cells, part.hidden, part.facts) for part in matches)
        return Export(place, name, "workbook", None, None, sheets, "", digest, notes, choice)
    if raw[:4] in (b"$FL2", b"$FL3", b"PK\x03\x04", b"%PDF", b"\x89PNG") or (
        b"\x00" in raw[:1024]
        and raw[:2] not in (b"\xff\xfe", b"\xfe\xff")
        and raw[:4096].count(b"\x00") <= len(raw[:4096]) // 4
        and raw[:4096].count(b"\x00") > 8
        and any(byte < 9 and byte != 0 for byte in raw[:1024])
    ):
        return Export(place, name, "binary", None, None, (), "", digest, (), choice)
    text, encoding = decode(raw)
    if _TAGGED.match(text):
        raise ExportError(error_text("source_file.text", name=name))
    delimiter = sniff(text)
    try:
        rows, columns = size_of(parse(text, delimiter))
        limits.table_fits(rows, columns, name)
        sheet = Sheet("", frame_of(parse(text, delimiter), columns))
    except csv.Error as error:
        raise ExportError(error_text("source_file.text_2", name=name)) from error
    if rows and _is_unclosed(sheet.cells.iloc[-1], text, delimiter):
        raise ExportError(error_text("source_file.unclosed", name=name, row=rows))
    return Export(place, name, "text", encoding, delimiter, (sheet,), text, digest, (), choice)


def _is_unclosed(last_row: pd.Series, text: str, delimiter: str) -> bool:
    """Return whether a quotation mark was opened and the rest of the file is one cell."""
    filled = [str(cell) for cell in last_row if cell]
    is_of_lines = bool(filled) and bool(re.search(r"[\r\n]", filled[-1]))
    return is_of_lines and not text.rstrip(f" \r\n\x00\x1a{delimiter}").endswith('"')


def leads_out(place: Path) -> bool:
    """Return whether a path is a link that ends outside of its folder, or nowhere."""
    return place.is_symlink() and not (  # one that leads to itself cannot be resolved
        place.exists() and place.resolve().is_relative_to(place.parent.resolve())
    )


def raw_bytes(export: Export) -> bytes:
    """Return the bytes of an export, for a reader whose format is neither a text nor a workbook."""
    return _raw(export.path, export.file, MAX_BYTES)


def _raw(place: Path, name: str, max_bytes: int) -> bytes:
    """Return the bytes of a file or of a member of a ZIP, refused over the limit."""
    inside = None if place.is_file() else archive.home_of(place)
    if inside is not None:
        return archive.member_bytes(*inside, name, max_bytes)
    if place.is_dir():
        raise ExportError(f"{name} is a folder. Name one file in it.")
    if place.exists() and not place.is_file():
        raise ExportError(f"{name} is a pipe, a socket or a device. Move it away.")
    if not place.is_file():
        raise ExportError(f"{name} is not there. Check the folder and the name.")
    if place.name.startswith("~$"):
        raise ExportError(error_text("source_file.raw", name=name, other_name=place.name[2:]))
    size = place.stat().st_size
    if size > max_bytes:
        raise ExportError(f"{name} has {size:,} bytes; the limit is {max_bytes:,}. Split it.")
    if archive.is_archive(place):
        present = archive.members(place, name)
        raise ExportError(
            f"{name} holds {len(present)} files: {some(present)}. Load it whole, or name one as "
            f"{name}/{present[0]}."
            if present
            else f"{name} is a ZIP without a file in it: there is nothing to read."
        )
    try:
        return place.read_bytes()
    except PermissionError:
        raise ExportError(error_text("source_file.raw_2", name=name)) from None


def beside(export: Export, suffixes: Collection[str], mark: str) -> Iterator[Export]:
    """Open the files next to an export whose first bytes match a pattern, one by one.

    They lie in the same folder, or place of a ZIP. ``suffixes``: endings, lower case with their
    dot. ``mark``: what the start of a text must match; workbooks are opened without. What cannot be
    opened is passed over: its own turn tells why.
    """
    for place in _neighbours(export.path):
        wanted = place.suffix.casefold() in suffixes and not place.name.startswith((".", "~$"))
        if not wanted or place == export.path or leads_out(place):
            continue
        try:
            book = place.suffix.casefold() in WORKBOOKS
            if book or re.search(mark, decode(_head(place))[0]):
                yield open_export(place, max_bytes=MOST_BESIDE)
        except ExportError:
            continue


def _head(place: Path) -> bytes:
    """Return the first bytes of a file or of a member of a ZIP."""
    if not place.is_file():
        return _raw(place, place.name, MOST_BESIDE)[:BESIDE_HEAD]
    try:
        with place.open("rb") as stream:
            return stream.read(BESIDE_HEAD)
    except OSError:
        return b""


def _neighbours(path: Path) -> list[Path]:
    """Return the files of the same folder, or of the same folder of a ZIP."""
    inside = None if path.is_file() else archive.home_of(path)
    if inside is None:
        return sorted(place for place in path.parent.iterdir() if place.is_file())
    every = [inside[0] / member for member in archive.members(inside[0], inside[0].name)]
    return [place for place in every if place.parent == path.parent]
