"""Readers: one module a tool. This file finds them and lets exactly one recognise an export.

A reader module has four names and nothing is registered:

``TOOL``
    Display name of the tool, e.g. ``"Microsoft Teams"``.
``TABLES``
    Names of the tidy tables it gives, the main one first.
``recognise(export) -> Recognition | None``
    Looks at cells, never only at file names.
``read(export) -> Reading``
    The tidy tables as text columns (or typed ones), each row carrying where it came from.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

import pandas as pd

from engagekit.errors import ExportError, did_you_mean, shorten
from engagekit.exports import Export
from engagekit.tables import Problem, SetAside


@dataclass(frozen=True)
class Recognition:
    """Why a reader takes an export for its own.

    Attributes
    ----------
    why : str
        What was seen, e.g. ``"row 3 holds ImportId cells"``.
    certain : bool
        False: probably; a person should confirm, and a certain reader goes before.
    header_row : int
        Row number of the (first) header row, from 1.
    header_rows : int
        How many rows the header has.
    sheet : str
        The sheet it reads.
    """

    why: str
    certain: bool = True
    header_row: int = 1
    header_rows: int = 1
    sheet: str = ""


@dataclass(frozen=True, eq=False)
class Reading:
    """What a reader made of an export.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        Tidy tables by name. Columns are those of `engagekit.tables`, as text (checked and typed
        later) or already typed; the index is the row number of the sheet (``source``), repeated
        where one row gives several.
    rows_read : int
        Data rows of the export, blank rows between them included.
    rows_kept : int
        Data rows that went into the tables; ``rows_read - rows_kept`` stand in ``set_aside``.
    set_aside : sequence of SetAside
        Reasons and how many rows each.
    problems : sequence of Problem
    dropped_columns : sequence of (column, reason)
        Columns of the export that went nowhere.
    origins : mapping of table to mapping of tidy column to column index (from 0) of the sheet
        So that a problem found later has its cell.
    date_order : str or None
        The one order of day and month of this file where the reader settled it.
    zone : str or None
        Zone of moments without one, where the tool fixes it.
    sheets : mapping of table to sheet name
        Where the tables of one workbook come from different sheets.
    why : str
        What the reading adds to the reason of recognition: the code book that was used.
    own_log : bool
        The library or its organisation wrote the names itself, so that a name alone may link.
    hosts : mapping of event to address
        Whose account held a meeting, where the export says so and hides no address.
    """

    tables: Mapping[str, pd.DataFrame]
    rows_read: int
    rows_kept: int
    set_aside: Sequence[SetAside] = ()
    problems: Sequence[Problem] = ()
    dropped_columns: Sequence[tuple[str, str]] = ()
    origins: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    date_order: str | None = None
    zone: str | None = None
    sheets: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    own_log: bool = False
    hosts: Mapping[str, str] = field(default_factory=dict)


class Reader(Protocol):
    """What a reader module looks like."""

    TOOL: str
    TABLES: tuple[str, ...]

    def recognise(self, export: Export) -> Recognition | None:
        """Say why an export is this tool's, or None."""
        ...

    def read(self, export: Export) -> Reading:
        """Read the tidy tables."""
        ...


@cache
def all_readers() -> dict[str, Any]:
    """Every reader module by the name of its tool."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        found[module.TOOL] = module
    return found


def recognise(export: Export) -> tuple[Any, Recognition]:
    """The one reader that knows an export.

    Returns
    -------
    reader : module
    recognition : Recognition

    Raises
    ------
    ExportError
        If no reader knows it (with its first row and how to map it) or two are equally sure.
    """
    from engagekit.mapping import reading  # a mapping is asked before the tools

    stated = getattr(export.choice, "tool", None)
    if stated and not getattr(export.choice, "mapping", None):
        return _stated(export, stated)
    mapped = reading.reader_for(export)
    if mapped is not None:
        return mapped, mapped.recognise(export) or Recognition("its mapping says so")
    found = _inside(export) or _seen(export, all_readers().values()) or _below_titles(export)
    sure = [pair for pair in found if pair[1].certain] or found
    if len(sure) == 1:
        return sure[0]
    if sure:
        tools = " and ".join(module.TOOL for module, _ in sure)
        both = "both " if len(sure) == 2 else ""
        raise ExportError(
            f"{export.file} looks like an export from {both}{tools}. "
            "Say which under [files] in engagekit.toml."
        )
    raise ExportError(unknown(export) + reading.near_miss(export))


def _seen(export: Export, those: Iterable[Any]) -> list[tuple[Any, Recognition]]:
    """The readers that know an export."""
    return [(one, seen) for one in those if (seen := one.recognise(export)) is not None]


def _inside(export: Export) -> list[tuple[Any, Recognition]]:
    """The readers that know what stands right of empty columns, where there are such."""
    from engagekit.readers import _margin

    inner = _margin.inside(export)
    if inner is None:
        return []
    known = _seen(inner, all_readers().values()) or _below_titles(inner)
    return _seen(export, [_margin.Inside(one.TOOL, one.TABLES, one) for one, _ in known])


def _below_titles(export: Export) -> list[tuple[Any, Recognition]]:
    """The readers of surveys that know what stands below title rows."""
    from engagekit.readers import _titles

    below = [
        _titles.Below(module.TOOL, module.TABLES, module)
        for module in all_readers().values()
        if "responses" in module.TABLES
    ]
    return _seen(export, below)


def _stated(export: Export, tool: str) -> tuple[Any, Recognition]:
    """The reader that the settings name for a file."""
    readers = all_readers()
    by_name = {name.casefold(): name for name in readers}
    name = by_name.get(tool.casefold())
    if name is None:
        raise ExportError(
            f"[files] says that {export.file} comes from '{tool}'. {did_you_mean(tool, readers)}"
        )
    seen = readers[name].recognise(export)
    return readers[name], seen or Recognition("the settings say so")


def unknown(export: Export) -> str:
    """The sentence that refuses a file which no reader knows."""
    if not export.sheets:
        return (
            f"{export.file} is no table and no tool we know wrote it. "
            "Export it again as .csv or .xlsx."
        )
    from engagekit.mapping.finding import find_table

    found = find_table(export)
    sheet = found.listing.sheet
    if sheet.last_row <= found.listing.header:
        return (
            f"{export.file} holds one row (row {found.header_row}) and none below it: there is "
            "nothing to read."
        )
    rows, columns = sheet.last_row - found.listing.header, found.columns
    cells = [shorten(sheet.row(found.header_row - 1)[column], 30) for column in columns[:6]]
    header = (
        f"the header seems to be row {found.header_row}: {', '.join(filter(None, cells))}"
        if found.header_rows
        else f"no header: {found.why}"
    )
    named = f" of sheet {sheet.name}" if sheet.name else ""
    return (
        f"{export.file} is no export that we know ({rows} rows, {len(columns)} columns{named}; "
        f"{header}). Say what its columns mean: engagekit map {export.file}"
    )
