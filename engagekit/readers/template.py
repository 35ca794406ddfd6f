"""The kit's own template: sheets named like tidy tables, headers named like their columns."""

from collections.abc import Sequence
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
FILLED = {"source_file"}
OWN_SHARE = 0.6
"""Share of headers that are columns of ours in a sheet of another name: a list of another tool has
names, mails and departments too."""


@dataclass(frozen=True, eq=False)
class _Part:
    """A sheet taken for a tidy table; ``lacks`` names required columns that are not there."""

    table: Table
    listing: Listing
    lacks: tuple[str, ...] = ()


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a template of ours, or None."""
    parts = [part for part in _parts(export) if not part.lacks]
    if not parts:
        return None
    first = parts[0]
    names = ", ".join(part.table.name for part in parts)
    single = len(parts) == 1
    return Recognition(
        f"has the columns of our sheet{'' if single else 's'} {names}",
        header_row=first.listing.header + 1,
        sheet=first.listing.sheet.name if single else "",
    )


def read(export: Export) -> Reading:
    """Read every sheet that is named like a tidy table."""
    return merged([_read_part(part) for part in _parts(export)])


def _parts(export: Export) -> list[_Part]:
    """Return the sheets that are tidy tables; a lone one by its header alone."""
    wanted = getattr(export.choice, "sheet", None)
    sheets = [sheet for sheet in export.visible if not wanted or sheet.name == wanted]
    existing = {squash(name): table for name, table in TIDY.items()}
    named = []
    for sheet in sheets:
        if squash(sheet.name) in existing:
            named += _named(export, sheet, existing[squash(sheet.name)])
    if any(not part.lacks for part in named):
        return named
    filled = [sheet for sheet in sheets if squash(sheet.name) != "about"]
    return _lone(export, filled[0]) if len(filled) == 1 else []


def _needed(table: Table) -> list[str]:
    """Return the columns a sheet must have: the required ones that cannot be filled in."""
    filled = {NUMBERED.get(table.name, ""), *FILLED}
    return [name for name in table.required if name not in filled]


def _named(export: Export, sheet: Sheet, table: Table) -> list[_Part]:
    """Return a sheet that bears a table's name: its header is the row with most of its columns."""
    hits = {at: len(_columns(table, sheet.row(at))) for at in _header_rows(export, sheet)}
    best = max(hits, key=hits.__getitem__, default=0)
    if not hits.get(best):
        return []
    listing = _table.listing(export, sheet, best)
    there = _columns(table, listing.headers)
    return [_Part(table, listing, tuple(name for name in _needed(table) if name not in there))]


def _header_rows(export: Export, sheet: Sheet) -> list[int]:
    stated = getattr(export.choice, "header_row", None)
    return [stated - 1] if stated else list(range(min(HEADER_ROWS, sheet.height)))


def _columns(table: Table, headers: Sequence[str]) -> dict[str, int]:
    """Return the (first) position of each tidy column."""
    existing = {squash(name): name for name in table.names}
    found: dict[str, int] = {}
    for position, header in enumerate(headers):
        if name := existing.get(squash(header)):
            found.setdefault(name, position)
    return found


def _lone(export: Export, sheet: Sheet) -> list[_Part]:
    """Return the only sheet as a table: its header has all required columns and few others."""
    for index in _header_rows(export, sheet):
        headers = [header for header in sheet.row(index) if header]
        fits: list[tuple[float, bool, Table]] = []
        for table in TIDY.values():
            there = _columns(table, headers)
            share = len(there) / max(len(headers), 1)
            if len(there) > 1 and {*_needed(table)} <= {*there} and share >= OWN_SHARE:
                fits.append((share, squash(export.path.stem).startswith(squash(table.name)), table))
        best = sorted(fits, key=lambda fit: fit[:2], reverse=True)
        if best and (len(best) == 1 or best[0][:2] != best[1][:2]):
            return [_Part(best[0][2], _table.listing(export, sheet, index))]
    return []


def _read_part(part: _Part) -> Reading:
    """Return one sheet as one tidy table."""
    listing, table = part.listing, part.table
    file = listing.export.file
    there = _columns(table, listing.headers)
    matches = _table.reasons(listing)
    matches = matches.mask((matches == "") & _is_example(part, there), "example row")
    problems = [*_table.long_rows(listing, matches), *_unknown(part, there)]
    if part.lacks:
        matches = matches.mask(
            matches == "", f"sheet {table.name} has no {' and no '.join(part.lacks)}"
        )
        what = f"lacks the column{'s' if len(part.lacks) > 1 else ''} {', '.join(part.lacks)}"
        lacks = listing.problem(what, f"Add it to row {listing.header + 1}.")
        problems.append(replace(lacks, column=table.name))
    if table.name in KEYED_BY_TEXT:
        cells = pd.DataFrame({name: listing.body[position] for name, position in there.items()})
        again = cells[matches == ""].duplicated(keep="first")
        again = again.reindex(matches.index, fill_value=False)
        matches = matches.mask(again, AGAIN)
    body = listing.body[matches == ""]
    frame = body[[*there.values()]].set_axis([*there], axis=1)
    frame = _filled(frame, part)
    frame = with_ids(frame) if table.name == "usage" and len(frame) else frame
    frame = frame[[name for name in table.names if name in frame.columns]]
    return Reading(
        tables={} if part.lacks or frame.empty else {table.name: frame},
        rows_read=_table.rows_read(matches),
        rows_kept=len(body),
        set_aside=_table.set_aside(matches, file),
        problems=tuple(problems),
        dropped_columns=_table.dropped(listing, set(there.values())),
        origins={table.name: there},
        date_order=getattr(listing.export.choice, "date_order", None),
        sheets={table.name: listing.sheet.name},
        sheet_rows={listing.sheet.name: (_table.rows_read(matches), len(body))},
    )


def _is_example(part: _Part, there: dict[str, int]) -> pd.Series:
    """Return whether a key cell (or the first cell) of a row starts with EXAMPLE."""
    body = part.listing.body
    keys = [there[name] for name in part.table.key if name in there]
    first = next((column for column, key in enumerate(part.listing.keys) if key), 0)
    example = pd.Series(False, index=body.index)
    for position in {*keys, first}:
        example |= body[position].str.upper().str.startswith(EXAMPLE)
    return example


def _filled(frame: pd.DataFrame, part: _Part) -> pd.DataFrame:
    """Return the frame with a number where a row has none, and the file it came from."""
    result = frame.copy()
    given: dict[str, pd.Series | str] = {}
    if part.table.name in NUMBERED:
        numbers = _table.row_numbers(part.listing.export, frame.index)
        given[NUMBERED[part.table.name]] = numbers
    if "source_file" in part.table.names:
        given["source_file"] = part.listing.export.file
    for name, value in given.items():
        present = result.get(name, pd.Series("", index=frame.index, dtype="str"))
        result[name] = present.mask(present == "", value)
    return result


def _unknown(part: _Part, there: dict[str, int]) -> list[Problem]:
    """Return one problem for each header that is no column of the table."""
    used = set(there.values())
    free = [name for name in part.table.names if name not in there]
    problems = []
    for position, header in enumerate(part.listing.headers):
        if header and position not in used:
            guess = nearest(header.strip().replace(" ", "_"), free)
            hint = f"Did you mean '{guess}'? " if guess else ""
            text = f"is no column of {part.table.name} and was left out"
            remedy, row = f"{hint}Rename it, or take it out.", part.listing.header + 1
            problems.append(part.listing.problem(text, remedy, row, position))
    return problems
