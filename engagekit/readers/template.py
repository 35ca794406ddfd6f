"""The kit's own template: sheets named like tidy tables, headers named like their columns."""

from dataclasses import dataclass, replace

import pandas as pd

from engagekit.errors import nearest
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing.validate import AGAIN
from engagekit.readers.activity._counter_usage import with_ids
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing, squash
from engagekit.readers.shared.contract import Reading, Recognition, merged
from engagekit.tables.problems import Problem
from engagekit.tables.schema import TABLES as TIDY
from engagekit.tables.schema import Table

TOOL = "engagekit template"
TABLES = tuple(TIDY)

HEADER_ROWS = 5
"""Rows in which a header is looked for: the template has one title above, people add a few."""
EXAMPLE = "EXAMPLE"
NUMBERED = {
    "touches": "touch_id",
    "events": "event_id",
    "follow_ups": "follow_up_id",
    "testimonials": "testimonial_id",
}
"""Tables whose rows get a number from file and row where they have none."""
KEYED_BY_TEXT = ("questions", "responses")
"""Tables whose key holds an option that may be empty: a row written twice is found by its cells."""
OWN_SHARE = 0.6
"""Share of headers that are columns of ours in a sheet of another name: a list of another tool has
names, mails and departments too."""


@dataclass(frozen=True, eq=False)
class _Part:
    """A sheet taken for a tidy table, and where each of its columns stands (first)."""

    table: Table
    listing: Listing
    columns: dict[str, int]

    @property
    def lacks(self) -> list[str]:
        """Return the required columns that are not there and cannot be filled in."""
        there = {*self.columns, NUMBERED.get(self.table.name), "source_file"}
        return [name for name in self.table.required if name not in there]

    @property
    def share(self) -> float:
        """Return the share of the headers that are columns of the table."""
        return len(self.columns) / max(sum(map(bool, self.listing.headers)), 1)


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a template of ours, or None."""
    parts = [part for part in _parts(export) if not part.lacks]
    if not parts:
        return None
    names, first = ", ".join(part.table.name for part in parts), parts[0].listing
    several = len(parts) > 1
    return Recognition(
        f"has the columns of our sheet{'s' if several else ''} {names}",
        header_row=first.header + 1,
        sheet="" if several else first.sheet.name,
    )


def read(export: Export) -> Reading:
    """Read every sheet that is named like a tidy table."""
    return merged([_read_part(part) for part in _parts(export)])


def _parts(export: Export) -> list[_Part]:
    """Return the sheets that are tidy tables: of a table's name, or a lone one by its header."""
    wanted, stated = (getattr(export.choice, name, None) for name in ("sheet", "header_row"))
    sheets = [sheet for sheet in export.visible if not wanted or sheet.name == wanted]
    rows = [stated - 1] if stated else [*range(HEADER_ROWS)]
    known = {squash(name): table for name, table in TIDY.items()}
    named = []
    for sheet in sheets:
        if table := known.get(squash(sheet.name)):
            fits = [_part(export, sheet, row, table) for row in rows]
            named.append(max(fits, key=lambda part: len(part.columns)))
    named = [part for part in named if part.columns]
    filled = [sheet for sheet in sheets if squash(sheet.name) != "about"]
    if len(filled) == 1 and all(part.lacks for part in named):
        return _lone(export, filled[0], rows)
    return named if any(not part.lacks for part in named) else []


def _part(export: Export, sheet: Sheet, row: int, table: Table) -> _Part:
    """Return a sheet as a table whose header is a given row."""
    listing = _table.listing(export, sheet, row)
    places = {key: place for place, key in reversed([*enumerate(listing.keys)])}
    columns = {name: places[squash(name)] for name in table.names if squash(name) in places}
    return _Part(table, listing, dict(sorted(columns.items(), key=lambda column: column[1])))


def _lone(export: Export, sheet: Sheet, rows: list[int]) -> list[_Part]:
    """Return a sheet as the table whose required columns its header has, and few others."""
    stem = squash(export.path.stem)
    for row in rows:
        ranked = []
        for table in TIDY.values():
            part = _part(export, sheet, row, table)
            if len(part.columns) > 1 and not part.lacks and part.share >= OWN_SHARE:
                ranked.append(((part.share, stem.startswith(squash(table.name))), part))
        ranked.sort(key=lambda pair: pair[0])
        if ranked and [rank for rank, _ in ranked].count(ranked[-1][0]) == 1:
            return [ranked[-1][1]]
    return []


def _read_part(part: _Part) -> Reading:
    """Return one sheet as one tidy table."""
    listing, table = part.listing, part.table
    why = _table.reasons(listing)
    why = why.mask((why == "") & _is_example(part), "example row")
    problems = _unknown(part)
    if lacks := part.lacks:
        why = why.mask(why == "", f"sheet {table.name} has no {' and no '.join(lacks)}")
        what = f"lacks the column{'s' if len(lacks) > 1 else ''} {', '.join(lacks)}"
        problem = listing.problem(what, f"Add it to row {listing.header + 1}.")
        problems.append(replace(problem, column=table.name))
    body = listing.body[[*part.columns.values()]].set_axis([*part.columns], axis=1)
    if table.name in KEYED_BY_TEXT:
        again = body[why == ""].duplicated().reindex(why.index, fill_value=False)
        why = why.mask(again, AGAIN)
    frame = _filled(body[why == ""], part)
    frame = with_ids(frame) if table.name == "usage" and len(frame) else frame
    return _table.reading(
        listing,
        why,
        {} if lacks else {table.name: frame[_in_order(table, frame)]},
        used={*part.columns.values()},
        problems=problems,
        origins={table.name: part.columns},
        date_order=getattr(listing.export.choice, "date_order", None),
        sheets={table.name: listing.sheet.name},
        sheet_rows={listing.sheet.name: (_table.rows_read(why), len(frame))},
    )


def _in_order(table: Table, frame: pd.DataFrame) -> list[str]:
    return [name for name in table.names if name in frame.columns]


def _is_example(part: _Part) -> pd.Series:
    """Return whether a key cell (or the first cell) of a row starts with EXAMPLE."""
    body = part.listing.body
    keys = {part.columns[name] for name in part.table.key if name in part.columns}
    first = next((column for column, key in enumerate(part.listing.keys) if key), 0)
    starts = [body[column].str.upper().str.startswith(EXAMPLE) for column in {*keys, first}]
    return pd.concat(starts, axis=1).any(axis=1)


def _filled(frame: pd.DataFrame, part: _Part) -> pd.DataFrame:
    """Return the frame with a number where a row has none, and the file it came from."""
    export = part.listing.export
    given: dict[str, pd.Series | str] = {}
    if part.table.name in NUMBERED:
        given[NUMBERED[part.table.name]] = _table.row_numbers(export, frame.index)
    if "source_file" in part.table.names:
        given["source_file"] = export.file
    for name, value in given.items():
        cells = frame.get(name, pd.Series("", index=frame.index, dtype="str"))
        frame = frame.assign(**{name: cells.mask(cells == "", value)})
    return frame


def _unknown(part: _Part) -> list[Problem]:
    """Return one problem for each header that is no column of the table."""
    listing, used = part.listing, {*part.columns.values()}
    free = [name for name in part.table.names if name not in part.columns]
    problems = []
    for position, header in enumerate(listing.headers):
        if not header or position in used:
            continue
        guess = nearest(header.strip().replace(" ", "_"), free)
        hint = f"Did you mean '{guess}'? " if guess else ""
        text = f"is no column of {part.table.name} and was left out"
        remedy = f"{hint}Rename it, or take it out."
        problems.append(listing.problem(text, remedy, listing.header + 1, position))
    return problems
