"""What a reader is and what it returns; `engagekit.readers` has the whole contract."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.tables.problems import Problem, SetAside


@dataclass(frozen=True)
class Recognition:
    """Why a reader takes an export for its own.

    Attributes
    ----------
    why : str
        What was seen, e.g. ``"row 3 holds ImportId cells"``.
    certain : bool
        False: probably; a certain reader goes before, and else it counts once a person says so.
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
        Tidy tables by name. Columns are those of `engagekit.tables.schema`, as text (checked and
        typed later) or already typed; the index is the row number of the sheet (``source``),
        repeated where one row gives several.
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
    sheet_rows : mapping of sheet to (rows read, rows kept)
        Of each sheet that was read, where that is not the recognised one alone.
    why : str
        What the reading adds to the reason of recognition: the code book that was used.
    own_log : bool
        The library or its organisation wrote the names itself, so that a name alone may link.
    hosts : mapping of event to address
        Whose account held a meeting, where the export says so and hides no address.
    organisers : frozenset of (event, address or name)
        Whom its role, or the host that is stated, names as holding a meeting; in small letters.
    made_on : str
        The day on which the tool made the export, where it says so.
    answers : Answers, optional
        Of a survey: its questions with their answers, before anybody says what they are.
    files, key : str, tuple of str
        What the next file of the source does (``append``, ``replace``, ``merge`` by the key), where
        a mapping declares it.
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
    sheet_rows: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    why: str = ""
    own_log: bool = False
    hosts: Mapping[str, str] = field(default_factory=dict)
    organisers: frozenset[tuple[str, str]] = frozenset()
    made_on: str = ""
    files: str = ""
    key: tuple[str, ...] = ()
    answers: Any = None


def merged(parts: Sequence[Reading]) -> Reading:
    """Return the readings of several parts of one export as one."""
    names = dict.fromkeys(name for part in parts for name in part.tables)
    rows = Counter[SetAside]()
    for one in (one for part in parts for one in part.set_aside):
        rows[replace(one, rows=0)] += one.rows

    def together(name: str) -> dict[str, Any]:
        return {key: value for part in parts for key, value in getattr(part, name).items()}

    return Reading(
        {
            name: pd.concat([part.tables[name] for part in parts if name in part.tables])
            for name in names
        },
        sum(part.rows_read for part in parts),
        sum(part.rows_kept for part in parts),
        [replace(one, rows=count) for one, count in rows.items()],
        [problem for part in parts for problem in part.problems],
        tuple(dict.fromkeys(column for part in parts for column in part.dropped_columns)),
        together("origins"),
        parts[0].date_order,
        sheets=together("sheets"),
        sheet_rows=together("sheet_rows"),
        hosts=together("hosts"),
        organisers=frozenset().union(*(part.organisers for part in parts)),
        made_on=max(part.made_on for part in parts),
    )


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
