"""A list with one header row: where the header is, which columns it has, which rows are no data."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import PurePosixPath
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import Export, Sheet, address, letter
from engagekit.parsing import values
from engagekit.parsing.validate import AGAIN
from engagekit.readers.shared import _timestamps, vocabulary
from engagekit.readers.shared._stacked import BELOW, footer_row, second_table
from engagekit.readers.shared._totals import (
    AVERAGES,
    FEW_ROWS,
    TOTAL_CELLS,
    TOTALS,
    adds_up,
    is_of_totals,
    is_sum,
)
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import FAULT, Problem, SetAside

HEAD = 25
"""Rows of a sheet in which a header is looked for: reports have a dozen lines above theirs."""
LONGEST_HEADER = 2_000
"""Letters of a header that are looked at: to compare a million with words takes minutes."""
WORDED = 4
"""Columns of which one may hold the word for a total: month, site, vendor, and what is counted."""
LONGEST_SEARCH = 1_000_000
"""Rows that are added up to find such totals at most: in a long list the word names a measure."""
CLOSING_CELLS = 2
"""Cells that a closing line may fill: "Generated on" and its day."""
_LIST_ID = re.compile(r"(?<=[^\d;#]);#\d+(?=;#|$)")
"""The number of a person or a department of another list, as SharePoint writes it behind a name."""
HEADING = "heading of a group"
NO_DATA = ("blank row", "footer of the report", "totals row", "header row again", HEADING)
"""Why rows are set aside that hold nothing to lose."""
NO_RECORD = (*NO_DATA, AGAIN, "example row")
TOO_LONG, NAMELESS = "more cells than the header", "neither a name nor an address"
LOST = (TOO_LONG, NAMELESS, BELOW)
"""Why rows are set aside that are damaged, or not read."""
_WORDS = vocabulary.words("table_rows")
_PERSONAL = re.compile("|".join(_WORDS["personal"]))
_CONTENT = re.compile(rf"^(?:{'|'.join(_WORDS['content'])})$")
_HOW_MANY = "|".join(_WORDS["how_many"])
_CLOSING, _NOTES = (rf"(?i)^(?:{'|'.join(_WORDS[one])})" for one in ("closing", "notes"))


_COPIED = r"\((?:as (?:in|per|on|shown|stated|of)|selon|tel que) [^()]*\)"
_ASIDE = re.compile(rf"\[required\]|\(required\)|\*|{_COPIED}", re.IGNORECASE)
"""What a header says beside its name; from where it is copied, too: `Name (as in passport)`."""


@lru_cache(maxsize=65_536)
def squash(text: str) -> str:
    """Return a header or a sheet name for comparing: letters and digits alone, no case, no accents.

    Examples
    --------
    >>> squash("E-mail 1 - Value"), squash("Prénom [Required]")
    ('email1value', 'prenom')
    """
    bare = _ASIDE.sub(" ", text)
    return "".join(filter(str.isalnum, values.fold_word(bare)))


@dataclass(frozen=True, eq=False)
class Listing:
    """A sheet taken as a list.

    ``header``: index (from 0) of its last row. ``headers``: as written, of several rows joined.
    ``header_rows``: how many rows it has; 0: none, the columns go by their letters. ``why``: why it
    was taken.
    """

    export: Export
    sheet: Sheet
    header: int
    headers: tuple[str, ...]
    header_rows: int = 1
    why: str = ""

    @property
    def header_row(self) -> int:
        """Return the row number of the first header row, from 1."""
        return self.header + 2 - self.header_rows

    @cached_property
    def columns(self) -> list[int]:
        """Return the columns (from 0) that have a header or hold a cell below it."""
        last = _once(self.sheet, "last rows", lambda: _last_rows(self._clean))
        return [at for at, row in enumerate(last) if self.headers[at] or row > self.header]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the headers of these columns; a column without one goes by its letter."""
        return tuple(self.headers[at] or f"={letter(at)}" for at in self.columns)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return the headers for comparing, see `squash`."""
        return tuple(map(squash, self.headers))

    @cached_property
    def body(self) -> pd.DataFrame:
        """Return rows below the header, clean text, columns by number, indexed by row number."""
        return replace(self.sheet, cells=self._clean).body(self.header + 1, self.sheet.last_row)

    @property
    def _clean(self) -> pd.DataFrame:
        cells = self.sheet.cells
        clean: pd.DataFrame = _once(
            self.sheet, "cells", lambda: cells.apply(lambda column: values.mapped(column, _cell))
        )
        return clean

    def lines(self, column: int, rows: pd.DataFrame) -> pd.Series:
        """Return cells of rows with their line breaks, by which lists of ticks are parted."""
        cells = self.sheet.body(self.header + 1)[column].reindex(rows.index)
        broken = cells.str.contains("\n", regex=False)
        each = cells[broken].map(lambda cell: "\n".join(map(_cell, cell.splitlines())))
        return rows[column].where(~broken, each.reindex(rows.index)) if len(each) else rows[column]

    def positions(self, names: Iterable[str]) -> list[int]:
        """Return columns whose header is one of the names, in the order of the names."""
        return [column for name in names for column, key in enumerate(self.keys) if key == name]

    def column(self, names: Iterable[str]) -> pd.Series:
        """Return each row's first filled cell among the columns of these names, else ''."""
        return first_filled(self.body, self.positions(names))

    def best(self, names: Iterable[str]) -> int | None:
        """Return the first of these columns that is not empty, else the first, None for none."""
        positions = self.positions(names)
        return best_of(self.body, positions) if positions else None

    def one(self, names: Iterable[str]) -> pd.Series:
        """Return the cells of that one column; empty text for none."""
        position = self.best(names)
        return first_filled(self.body, [] if position is None else [position])

    def problem(
        self,
        problem: str,
        remedy: str,
        row: int | None = None,
        column: int | None = None,
        value: str = "",
        level: str = FAULT,
    ) -> Problem:
        """Return a fault of this list, with its cell where there is one."""
        header = self.headers[column] if column is not None else ""
        cell = address(row, column) if row is not None and column is not None else ""
        file, sheet = self.export.file, self.sheet.name
        return Problem(problem, remedy, file, sheet, row, header, cell, value, level)


def find(
    export: Export, accept: Callable[[frozenset[str]], bool], *, rows: int = HEAD
) -> Listing | None:
    """Return the first row of a visible sheet whose squashed headers are accepted."""
    wanted = getattr(export.choice, "sheet", None)
    stated = getattr(export.choice, "header_row", None)
    for sheet in export.visible:
        if wanted and sheet.name != wanted:
            continue
        for index in [stated - 1] if stated else range(min(rows, sheet.height)):
            headers = _once(sheet, index, partial(_keys, sheet, index))
            if len(headers) >= 2 and accept(headers):
                return listing(export, sheet, index)
    return None


def _keys(sheet: Sheet, row: int) -> frozenset[str]:
    return frozenset(map(squash, sheet.row(row))) - {""}


_KNOWN: WeakKeyDictionary[Sheet, dict[object, Any]] = WeakKeyDictionary()


def _once(sheet: Sheet, name: object, work: Callable[[], Any]) -> Any:
    """Return what is worked out of a sheet, once for all the readers and answers that ask."""
    known = _KNOWN.setdefault(sheet, {})
    if name not in known:
        known[name] = work()
    return known[name]


def _last_rows(cells: pd.DataFrame) -> list[int]:
    """Return the last row of each column that holds a cell, -1 for none."""
    filled = (cells != "").to_numpy()
    return [int(rows.nonzero()[0][-1]) if rows.any() else -1 for rows in filled.T]


def listing(export: Export, sheet: Sheet, header: int) -> Listing:
    """Return a sheet as a list with a given header row."""
    headers = tuple(cell[:LONGEST_HEADER] for cell in sheet.row(header))
    return Listing(export, sheet, header, headers)


def _cell(text: str) -> str:
    """Return one cell without odd spaces, the ="..." that keeps digits as text, and list ids."""
    bare = values.clean_word(text)
    if ";#" in bare and not bare.startswith(";#") and _LIST_ID.search(bare):
        bare = _LIST_ID.sub("", bare).replace(";#", "; ")
    return bare[2:-1] if len(bare) > 2 and bare.startswith('="') and bare.endswith('"') else bare


def seen(listed: Listing | None, why: str, certain: bool = True) -> Recognition | None:
    """Return the recognition of a list, None where there is none."""
    if listed is None:
        return None
    return Recognition(why, certain, listed.header + 1, sheet=listed.sheet.name)


def reasons(listed: Listing) -> pd.Series:
    """Return why each row is no data (blank, footer, totals, header again, too long), else ''.

    ``gap`` marks blank rows in a footer, which are not counted as rows at all.
    """
    why: pd.Series = _once(listed.sheet, (listed.header, listed.headers), lambda: _reasons(listed))
    return why


def _reasons(listed: Listing) -> pd.Series:
    body = listed.body
    filled = body != ""
    present = filled.sum(axis=1)
    first = first_filled(body, range(body.shape[1]))
    named = values.mapped(first.str.replace(r"[\d⁰¹²³⁴-⁹]", "", regex=True), squash)
    total = pd.Series(False, index=body.index)
    always = filled.sum() >= max(int((present > 0).sum()) - 1, FEW_ROWS)
    of_some = named.str.match(_HOW_MANY) & (present == 2) & (body.shape[1] > TOTAL_CELLS)
    for at in body.index[named.isin(TOTALS) | of_some]:  # `Total du mois` and a number
        row = body.loc[at]
        is_open = bool((row[always] == "").any())
        total[at] = is_of_totals(row.tolist(), named[at], is_open=is_open) or is_sum(body, at)
    for column in range(1, min(WORDED, body.shape[1])):  # a total below the rows of each month
        marked = values.mapped(body[column], squash).isin(TOTALS - AVERAGES)
        if not marked.any():
            continue
        marked &= ~total
        for at in body.index[marked & (marked.sum() * len(body) < LONGEST_SEARCH)]:
            total[at] = body.loc[at, 0] != "" and is_sum(body, at, column)
    for at in [*body.index[(present > 0) & ~total]][-1:]:  # `All users`, or a row of sums alone
        total[at] = adds_up(body, at, total | (present == 0))
    again = pd.Series(True, index=body.index)
    for position, header in enumerate(listed.headers):
        if again.any():
            again &= body[position] == " ".join(header.split())
    closing = first.str.contains(_CLOSING) & (present <= CLOSING_CELLS)
    for at in body.index[first.str.endswith(":") & (present > CLOSING_CELLS)]:
        cells = [one for one in body.loc[at] if one]  # `Inscrits :`, 12, `Présents :`, 9
        closing[at] = all(one.endswith(":") == (not place % 2) for place, one in enumerate(cells))
    noted = first.str.contains(_NOTES) & (present == 1)
    closing |= noted & (noted | closing | total | (present == 0))[::-1].cummin()[::-1]
    marks = [
        (present == 0, "blank row"),
        (closing, "footer of the report"),
        (total, "totals row"),
        (again & (present > 0), "header row again"),
        (_too_long(listed), TOO_LONG),
    ]
    footer = (footer_row(listed.headers, present.mask(total, 1)), "footer of the report")
    for start, why in (footer, (second_table(body, listed.headers, present), BELOW)):
        if start is not None:
            below = pd.Series(body.index >= start, index=body.index)
            marks = [(below & (present > 0), why), (below, "gap"), *marks]
    matches = np.select([mark.to_numpy() for mark, _ in marks], [why for _, why in marks], "")
    return pd.Series(matches, body.index, dtype="str")


def best_of(body: pd.DataFrame, columns: Sequence[int]) -> int:
    """Return the first of some columns that is not empty, else the first."""
    others = columns if len(columns) > 1 else ()
    return next((column for column in others if (body[column] != "").any()), columns[0])


def first_filled(body: pd.DataFrame, columns: Iterable[int]) -> pd.Series:
    """Return the first cell of each row that holds anything, of some columns."""
    left = iter(columns)
    at = next(left, None)
    first = pd.Series("", body.index, dtype="str") if at is None else body[at].rename(None)
    for column in left:
        if not (empty := first == "").any():
            break
        first = first.mask(empty, body[column])
    return first


def _too_long(listed: Listing) -> pd.Series:
    """Return whether a row of a delimited text has cells beyond the end of the header row."""
    present = [column for column, header in enumerate(listed.headers) if header]
    beyond = list(range(present[-1] + 1, listed.body.shape[1])) if present else []
    if listed.export.kind != "text" or not beyond:
        return pd.Series(False, index=listed.body.index)
    return (listed.body[beyond] != "").any(axis=1)


def set_aside(why: pd.Series, file: str, *, by_rule: bool = False) -> tuple[SetAside, ...]:
    """Return the reasons and how many rows each, without the gaps of a footer.

    ``by_rule``: rows that hold data are left out as a mapping says, but for those of `LOST`.
    """
    left = why[~why.isin(["", "gap"])].value_counts(sort=False)
    lost = LOST if by_rule else {*left.index} - {*NO_RECORD}
    return tuple(SetAside(str(one), int(rows), file, one not in lost) for one, rows in left.items())


def rows_read(why: pd.Series) -> int:
    """Count the rows that were read, without the gaps of a footer."""
    return int((why != "gap").sum())


def reading(
    listed: Listing,
    why: pd.Series,
    tables: Mapping[str, pd.DataFrame],
    *,
    used: Collection[int],
    problems: Iterable[Problem],
    by_rule: bool = False,
    **said: Any,
) -> Reading:
    """Return the reading of a list; ``used``: columns that went somewhere, ``said``: what else."""
    return Reading(
        {name: part for name, part in tables.items() if len(part)},
        rows_read(why),
        int((why == "").sum()),
        set_aside(why, listed.export.file, by_rule=by_rule),
        [*problems, *long_rows(listed, why)],
        dropped(listed, used),
        **said,
    )


def dropped(listed: Listing, used: Collection[int]) -> tuple[tuple[str, str], ...]:
    """Return columns that go nowhere, and why."""
    return tuple(
        (header, why_dropped(listed.keys[column]))
        for column, header in enumerate(listed.headers)
        if header and column not in used
    )


def why_dropped(key: str) -> str:
    """Return why a column is not taken over."""
    if _CONTENT.search(key):
        return "content of a message"
    return "personal data" if _PERSONAL.search(key) else "not used"


def long_rows(listed: Listing, why: pd.Series) -> list[Problem]:
    """Return one problem for each row that has more cells than the header."""
    rows = why.index[why == TOO_LONG]
    return [listed.problem(*problem_texts("shared_table.long_rows"), int(row)) for row in rows]


def stem(export: Export) -> str:
    """Return folder and name of a file, without its ending, and the sheet; for numbers of rows."""
    path = PurePosixPath(export.file.replace("\\", "/"))
    return "-".join(filter(None, (*path.parts[:-1], path.stem, export.part))).strip("-/")


def row_numbers(export: Export, index: pd.Index) -> pd.Series:
    """Return a number for each row from file and row."""
    start = stem(export)
    return pd.Series([f"{start}-{row}" for row in index], index=index, dtype="str")


def order_of(
    listed: Listing,
    columns: Sequence[pd.Series],
    not_after: Sequence[tuple[pd.Series, pd.Series]] = (),
) -> tuple[str | None, list[Problem]]:
    """Return the one order of day and month of a file, and a problem where nothing proves it."""
    decided = _timestamps.decide(columns, export=listed.export, not_after=not_after)
    if decided.order is None:
        return None, []
    present = pd.concat(list(columns))
    present = present[present != ""]
    return decided.order, _timestamps.lean_problem(
        decided, listed.export, int(str(present.index[0])), str(present.iloc[0])
    )


def origins(listed: Listing, fields: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return the column that each tidy column was read from."""
    matches = {field: listed.best(names) for field, names in fields.items()}
    return {field: column for field, column in matches.items() if column is not None}
