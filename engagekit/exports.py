"""One raw file, opened once and safely: bytes to text, workbook to cells, each with its address."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from engagekit import workbooks
from engagekit.errors import ExportError, shorten
from engagekit.tables import Problem

DELIMITERS = (",", ";", "\t", "|")
TOP_ROWS = 400
MAX_BYTES = 500 * 1024 * 1024
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
TEXTS = frozenset({".csv", ".tsv", ".txt", ".tab"})


def letter(column: int) -> str:
    """The letters of a column, 0 for A.

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
    """The address of a cell, row from 1 and column from 0.

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
    facts: workbooks.SheetFacts = field(default_factory=workbooks.SheetFacts)

    @property
    def height(self) -> int:
        """Rows, blank ones included."""
        return len(self.cells)

    @property
    def width(self) -> int:
        """Columns."""
        return self.cells.shape[1]

    def row(self, index: int) -> list[str]:
        """Texts of one row (index from 0), stripped; empty list past the end."""
        if not 0 <= index < self.height:
            return []
        if index < len(self._top):
            return list(self._top[index])
        return [str(value).strip() for value in self.cells.iloc[index]]

    @cached_property
    def _top(self) -> list[list[str]]:
        """The first rows, stripped: readers look at them again and again."""
        top = self.cells.iloc[:TOP_ROWS]
        columns = [top[name].str.strip().tolist() for name in top.columns]
        return [list(row) for row in zip(*columns, strict=True)]

    def head(self, rows: int = 20) -> list[list[str]]:
        """Texts of the first rows, stripped."""
        return [self.row(index) for index in range(min(rows, self.height))]

    @cached_property
    def last_row(self) -> int:
        """Index of the last row that holds any cell, -1 for none."""
        held = self.held
        return int(held[held].index[-1]) if held.any() else -1

    @cached_property
    def held(self) -> pd.Series:
        """For each row, whether it holds any cell."""
        held = pd.Series(False, index=self.cells.index)
        for column in self.cells.columns:
            held |= self.cells[column].str.strip() != ""
        return held

    def body(
        self,
        first: int,
        last: int | None = None,
        names: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Rows from ``first`` to ``last`` (indices from 0, last included; None: the last held row).

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
        end = self.last_row if last is None else last
        part = self.cells.iloc[first : end + 1].copy()
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
    path : Path
    file : str
        The name by which messages and provenance call it.
    kind : str
        ``text``, ``workbook`` or ``binary``.
    encoding : str or None
        ``utf-8``, ``utf-16`` or ``cp1252``; None for workbooks.
    delimiter : str or None
        Of a delimited text.
    sheets : tuple of Sheet
        Visible first; a text file has one.
    text : str
        The whole text of a text file, decoded; empty for workbooks.
    sha256 : str
    notes : tuple of Problem
        What a person should know of the file itself: error cells, hidden rows, formulas without
        values.
    choice : FileChoice
        What the settings say of this file.
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

    @property
    def suffix(self) -> str:
        """The ending of the file name, lower case, with its dot."""
        return self.path.suffix.casefold()

    @property
    def sheet(self) -> Sheet:
        """The first visible sheet that holds a table (or the one the settings name).

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
        """The sheets that are not hidden and hold something."""
        return tuple(sheet for sheet in self.sheets if not sheet.hidden and sheet.last_row >= 0)


def decode(raw: bytes) -> tuple[str, str]:
    r"""Bytes to text: BOM, NULs, strict UTF-8, then cp1252.

    Returns
    -------
    text, encoding : str
        Encoding is ``utf-8``, ``utf-16`` or ``cp1252``; a BOM is taken off.

    Examples
    --------
    >>> decode("é".encode("cp1252")), decode("\ufeffé".encode("utf-16-le"))
    (('é', 'cp1252'), ('é', 'utf-16'))
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace").lstrip("\ufeff"), "utf-16"
    if raw[:3] == b"\xef\xbb\xbf":
        try:
            return raw[3:].decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            return raw[3:].decode("cp1252", errors="replace"), "cp1252"
    sample = raw[:4096]
    if sample.count(b"\x00") > len(sample) // 4:
        little = sample[1::2].count(b"\x00") >= sample[::2].count(b"\x00")
        name = "utf-16-le" if little else "utf-16-be"
        return raw.decode(name, errors="replace"), "utf-16"
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), "cp1252"


def parse(text: str, delimiter: str) -> list[list[str]]:
    """Delimited text to rows; quotes are honoured, NULs and a ``sep=`` line taken off."""
    csv.field_size_limit(16 * 1024 * 1024)
    clean = text.replace("\x00", "")
    return list(csv.reader(io.StringIO(clean, newline=""), delimiter=delimiter))


def sniff(text: str) -> str:
    r"""The delimiter that cuts the head of a text into the widest consistent table.

    Parameters
    ----------
    text : str
        A delimited text, perhaps with title lines, ``sep=`` or ``#TYPE`` above the header.

    Returns
    -------
    str

    Examples
    --------
    >>> sniff("a;b;c\n1,5;2;3")
    ';'
    """
    head = text[:65536]
    stated = re.match(r"^\s*\"?sep=(.)\"?\s*[\r\n]", head)
    if stated:
        return stated[1]
    best, best_score = ",", -1.0
    for delimiter in DELIMITERS:
        if delimiter not in head:
            continue
        rows = [row for row in parse(head, delimiter)[:60] if any(cell.strip() for cell in row)]
        widths = [len(row) for row in rows[:-1] or rows]
        if max(widths, default=0) < 2:
            continue
        score = max(
            width * (widths.count(width) / len(widths)) ** 0.5
            for width in set(widths)
            if width > 1 or max(widths) == 1
        )
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _frame(rows: list[list[str]]) -> pd.DataFrame:
    """Ragged rows as a frame of text."""
    width = max((len(row) for row in rows), default=0)
    columns = {
        index: pd.Series([row[index] if index < len(row) else "" for row in rows], dtype="str")
        for index in range(width)
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def open_export(
    path: str | Path,
    *,
    file: str | None = None,
    choice: Any = None,
    max_bytes: int = MAX_BYTES,
) -> Export:
    """Open one raw file.

    Parameters
    ----------
    path : str or Path
    file : str, optional
        The name messages use; default the file's own.
    choice : FileChoice, optional
        What the settings say of it.
    max_bytes : int
        Size over which the file is refused.

    Returns
    -------
    Export

    Raises
    ------
    ExportError
        Missing, empty, too large, protected by a password, or not the format it claims.
    """
    place = Path(path)
    name = file or place.name
    if not place.is_file():
        raise ExportError(f"{name} is not there. Check the folder and the name.")
    if place.name.startswith("~$"):
        raise ExportError(
            f"{name} is the lock file of {place.name[2:]}, which is open in Excel. Close it and "
            f"read {place.name[2:]}."
        )
    size = place.stat().st_size
    if size > max_bytes:
        raise ExportError(f"{name} has {size:,} bytes; the limit is {max_bytes:,}. Split it.")
    try:
        raw = place.read_bytes()
    except PermissionError:
        raise ExportError(
            f"{name} cannot be opened; it may be open in Excel. Close it and run again."
        ) from None
    if not raw.strip(b"\x00 \r\n\t"):
        raise ExportError(f"{name} is empty: there is nothing to read.")
    digest = hashlib.sha256(raw).hexdigest()
    suffix = place.suffix.casefold()
    if raw[:2] == b"\x1f\x8b":
        raw, suffix = _unzipped(raw, name, max_bytes), Path(place.stem).suffix.casefold()
    if workbooks.is_workbook(raw, suffix):
        sheets = tuple(
            Sheet(part.name, part.cells, part.hidden, part.facts)
            for part in workbooks.read(raw, name)
        )
        ordered = tuple(sorted(sheets, key=lambda sheet: sheet.hidden))
        return Export(
            place, name, "workbook", None, None, ordered, "", digest, _notes(name, ordered), choice
        )
    if _is_binary(raw):
        return Export(place, name, "binary", None, None, (), "", digest, (), choice)
    text, encoding = decode(raw)
    delimiter = sniff(text)
    try:
        rows = parse(text, delimiter)
    except csv.Error as error:
        raise ExportError(f"{name} cannot be cut into cells: {shorten(error)}.") from error
    if rows and len(rows[0]) == 1 and re.match(r"^sep=.?$", rows[0][0].strip()):
        rows[0] = [""]
    return Export(
        place,
        name,
        "text",
        encoding,
        delimiter,
        (Sheet("", _frame(rows)),),
        text,
        digest,
        (),
        choice,
    )


def _unzipped(raw: bytes, name: str, max_bytes: int) -> bytes:
    """The bytes inside a .gz file, up to the limit."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            found = packed.read(max_bytes + 1)
    except (OSError, EOFError) as error:
        raise ExportError(f"{name} cannot be unpacked ({error}). Copy it again.") from None
    if len(found) > max_bytes:
        raise ExportError(f"{name} unpacks to over {max_bytes:,} bytes, the limit. Split it.")
    return found


def _is_binary(raw: bytes) -> bool:
    """Whether bytes are neither text nor a workbook (e.g. SPSS, ZIP, PDF)."""
    return raw[:4] in (b"$FL2", b"$FL3", b"PK\x03\x04", b"%PDF", b"\x89PNG") or (
        b"\x00" in raw[:1024]
        and raw[:2] not in (b"\xff\xfe", b"\xfe\xff")
        and raw[:4096].count(b"\x00") <= len(raw[:4096]) // 4
        and raw[:4096].count(b"\x00") > 8
        and any(byte < 9 and byte != 0 for byte in raw[:1024])
    )


def _notes(file: str, sheets: Sequence[Sheet]) -> tuple[Problem, ...]:
    """What a person should know of a workbook's cells."""
    found: list[Problem] = []
    for sheet in sheets:
        if sheet.hidden:
            continue
        facts = sheet.facts
        found += [
            Problem(
                "an error of the spreadsheet",
                "Mend the formula and save the file again.",
                file,
                sheet.name,
                int(re.sub(r"\D", "", cell)),
                re.sub(r"\d", "", cell),
                cell,
                value,
            )
            for cell, value in facts.errors.items()
        ]
        found += [
            Problem(
                "holds a formula that was never worked out",
                "Open the file in a spreadsheet and save it.",
                file,
                sheet.name,
                int(re.sub(r"\D", "", cell)),
                re.sub(r"\d", "", cell),
                cell,
            )
            for cell in facts.unsolved
        ]
        if facts.hidden_rows:
            found.append(
                Problem(
                    f"has {len(facts.hidden_rows)} hidden rows, which are read like the others",
                    "Delete them if they should not count.",
                    file,
                    sheet.name,
                    facts.hidden_rows[0],
                )
            )
    return tuple(found)
