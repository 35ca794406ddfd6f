"""Rows of a mapped list to tidy tables: columns, constants, replaced cells, wide columns."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from engagekit.errors import shorten
from engagekit.files.source_file import address
from engagekit.mapping.mapping_file import (
    NAMED_BY,
    VALUED_BY,
    DateParts,
    Header,
    Mapping,
    Rows,
    Wide,
    several,
)
from engagekit.mapping.matching import Matched, column_of, mapped
from engagekit.mapping.spellings import unmerged
from engagekit.parsing import dates as days
from engagekit.parsing import values as kinds
from engagekit.readers.shared import _table
from engagekit.readers.survey._survey_tables import turned
from engagekit.tables.problems import Problem
from engagekit.tables.schema import TABLES

MADE_IDS = {
    "touches": "touch_id",
    "events": "event_id",
    "follow_ups": "follow_up_id",
    "testimonials": "testimonial_id",
    "contacts": "contact_id",
}
"""Tables whose rows get a number from file and row where the mapping names none."""
_FACTORS = {"hours": 60.0, "minutes": 1.0, "seconds": 1 / 60, "thousands": 1000.0, "percent": 0.01}
_NUMBERS = ("number", "count")
_INTERVAL = r"^(\d{4}-\d{2}-\d{2})\S*/(P\w+)$"


@dataclass(frozen=True, eq=False)
class Made:
    """Tidy tables of a mapped file.

    Attributes
    ----------
    tables : dict of str to DataFrame
    sources : set of int
        Row numbers that gave a row of any table.
    problems : list of Problem
    origins : dict of table to dict of field to column
    date_order : str or None
    """

    tables: Dict[str, pd.DataFrame]
    sources: set[int]
    problems: list[Problem] = field(default_factory=list)
    origins: Dict[str, Dict[str, int]] = field(default_factory=dict)
    date_order: str | None = None


def made_fields(mapping: Mapping) -> list[str]:
    """Fields that need no column: numbers made from file and row."""
    return [MADE_IDS[mapping.table]] if mapping.table in MADE_IDS else []


def wide_fields(table: str, wide: Wide) -> tuple[str, str]:
    """The fields of a wide table that take the name of a column and its cells."""
    return wide.names or NAMED_BY[table], wide.values or VALUED_BY[table]


def without_codes(matched: Matched, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Cells that mean "not recorded" emptied in the mapped columns, told once for the file."""
    codes = matched.mapping.missing
    if not codes:
        return rows, []
    columns = {column_of(matched, header, name) for name, header in mapped(matched.mapping)}
    result, counted = rows.copy(), {}
    for column in sorted(column for column in columns if column is not None):
        coded = rows[column].isin(codes)
        if coded.any():
            result[column] = rows[column].mask(coded, "")
            counted[matched.found.listing.headers[column]] = int(coded.sum())
    if not counted:
        return rows, []
    most = sorted(counted.items(), key=lambda pair: -pair[1])
    named = ", ".join(f"{shorten(name, 30)} {count}" for name, count in most[:3])
    return result, [
        Problem(
            f"holds {sum(counted.values())} cells with the codes {', '.join(codes)}, read as not "
            f"recorded ({named}{', ...' if len(most) > 3 else ''})",
            "Nothing to do if missing = [...] of the mapping is right.",
            matched.found.listing.export.file,
            matched.found.listing.sheet.name,
        )
    ]


def read(matched: Matched, rows: pd.DataFrame) -> Made:
    """The tidy tables of a list."""
    mapping = matched.mapping
    tables: dict[str, pd.DataFrame] = {}
    origins: dict[str, Dict[str, int]] = {}
    problems: list[Problem] = []
    sources: set[int] = set()
    for table, part in ((mapping.table, mapping), *mapping.also.items()):
        frame, origins[table], faults = rows_of(matched, table, part, rows)
        if part.wide or table != mapping.table or part.repeats == "add":
            frame, lacks = _filled(matched, table, frame)
            faults = [*faults, *lacks]
        if part.repeats == "add":
            sources |= {int(row) for row in frame.index}
            frame = _added(table, part, frame)
        elif part.wide or table != mapping.table:
            frame, again = _once(matched, table, part, frame)
            faults = [*faults, *again]
        sources |= {int(row) for row in frame.index}
        tables[table] = pd.concat([tables[table], frame]) if table in tables else frame
        problems += faults
    return Made(tables, sources, problems, origins)


def _filled(
    matched: Matched, table: str, frame: pd.DataFrame
) -> tuple[pd.DataFrame, list[Problem]]:
    """Rows of a further or a wide table that hold what every row needs; the others are told."""
    listing = matched.found.listing
    needed = [name for name in TABLES[table].required if name in frame]
    lacks = (frame[needed] == "").any(axis=1)
    if not lacks.any():
        return frame, []
    empty = ", ".join(name for name in needed if (frame[name] == "").any())
    return frame[~lacks.to_numpy()], [
        Problem(
            f"gives no row of {table} in {int(lacks.sum())} places: {empty} is empty",
            "Nothing to do if nothing was recorded there.",
            listing.export.file,
            listing.sheet.name,
        )
    ]


def _once(
    matched: Matched, table: str, part: Rows, frame: pd.DataFrame
) -> tuple[pd.DataFrame, list[Problem]]:
    """Rows of a further or a wide table, each key once; of a wide one the others are told."""
    listing = matched.found.listing
    key = [name for name in TABLES[table].key if name in frame]
    again = frame.duplicated(key) if key else pd.Series(False, index=frame.index)
    problems = []
    if again.any() and part.wide:
        problems.append(
            Problem(
                f"gives {int(again.sum())} rows of {table} whose {', '.join(key)} an earlier row "
                "has; they are left out",
                'If they belong together, say repeats = "add" in the mapping.',
                listing.export.file,
                listing.sheet.name,
            )
        )
    return frame[~again.to_numpy()], problems


def rows_of(
    matched: Matched, table: str, part: Rows, rows: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, int], list[Problem]]:
    """One tidy table as text, where its fields stand, and what was found on the way."""
    result: dict[str, pd.Series] = {}
    where: dict[str, int] = {}
    problems: list[Problem] = []
    for name, header in part.columns.items():
        cells, column = _cells(matched, rows, name, header)
        if column is not None:
            where[name] = column
        cells, faults = _prepared(matched, table, name, cells)
        if name in part.less:
            less, _ = _cells(matched, rows, name, part.less[name])
            cells = _less(cells, _prepared(matched, table, name, less)[0])
        result[name] = cells
        problems += faults
    for name, value in part.constants.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        result[name] = pd.Series(text, index=rows.index, dtype="str")
    for name, parts in part.date.items():
        result[name] = _date(matched, rows, name, parts)
    number = MADE_IDS.get(table)
    if number and number not in result:
        result[number] = _numbers_made(matched, table, result, rows.index)
    frame = pd.DataFrame(result, index=rows.index)
    if part.wide:
        frame, faults = _wide(matched, table, part.wide, frame, rows)
        problems += faults
    frame.index.name = "source"
    return frame, where, problems


def _numbers_made(
    matched: Matched, table: str, made: Dict[str, pd.Series], index: pd.Index
) -> pd.Series:
    """Numbers for rows without one: of a person the address, else file and row."""
    numbers = _table.row_numbers(matched.found.listing.export, index)
    if table == "contacts" and "email" in made:
        email = made["email"].str.casefold()
        return email.where(email != "", numbers)
    return numbers


def _cells(
    matched: Matched, rows: pd.DataFrame, name: str, header: Header
) -> tuple[pd.Series, int | None]:
    """The cells of a field: one column, or several joined; empty where the column is gone."""
    matches = [column_of(matched, part, name) for part in several(header)]
    columns = [column for column in matches if column is not None]
    if not columns:
        return pd.Series("", index=rows.index, dtype="str"), None
    cells = rows[columns[0]]
    sign = " " if name == "display_name" else ", "
    for column in columns[1:]:
        more = rows[column]
        cells = (cells + sign).where((cells != "") & (more != ""), cells) + more
    return cells, columns[0] if len(columns) == 1 else None


def _prepared(
    matched: Matched, table: str, name: str, cells: pd.Series
) -> tuple[pd.Series, list[Problem]]:
    """Cells of a field with its replacements, its unit, its decimal sign and its dates in order."""
    mapping = matched.mapping
    problems: list[Problem] = []
    if name in mapping.values:
        cells = cells.replace({**mapping.values[name]})
    kind = TABLES[table][name].kind if name in TABLES[table].names else "text"
    if kind in _NUMBERS:
        cells = _with_point(cells, mapping.decimal)
        if name in mapping.units:
            cells = _scaled(cells, _FACTORS[mapping.units[name]])
    if kind in ("date", "moment"):
        cells, problems = _starts(matched, name, cells)
    if (table, name) == ("budget", "period"):
        cells = _days(cells, mapping.date_order)
    elif kind in ("text", "choice"):
        problems = _damaged(matched, name, cells)
    if name in mapping.values and name == "department":
        listing = matched.found.listing
        problems += unmerged(
            cells, mapping.values[name], listing.export.file, listing.sheet.name, name
        )
    return cells, problems


def _less(cells: pd.Series, off: pd.Series) -> pd.Series:
    """A number less another of the same row, as credit off debit; none where neither is there."""
    first, second = (kinds.numbers(one) for one in (cells, off))
    bad = cells.where(first.bad, off.where(second.bad, ""))
    result = (first.values.fillna(0.0) - second.values.fillna(0.0)).round(9).astype("str")
    result = result.where(first.values.notna() | second.values.notna(), "")
    return result.where(~(first.bad | second.bad), bad)


def _days(cells: pd.Series, order: str | None) -> pd.Series:
    """Days of postings written year first; what is no day (a quarter, a month) stays as it is."""
    read = days.dates(cells, order=order)
    written: pd.Series = read.values.dt.strftime("%Y-%m-%d").astype("str")
    return written.where(read.values.notna(), cells)


def _with_point(cells: pd.Series, decimal: str | None) -> pd.Series:
    """Numbers with a point for the decimal sign, where the mapping says which it is."""
    if decimal is None:
        return cells
    thousands = "." if decimal == "," else ","
    digits = cells.str.match(r"^[^A-Za-z]*\d[^A-Za-z]*$")
    plain = cells.str.replace(thousands, "", regex=False).str.replace(decimal, ".", regex=False)
    plain = plain.str.replace(r"(\.\d{3})(?=\D*$)", r"\g<1>0", regex=True)  # a decimal, and said so
    return cells.where(~digits, plain)


def _scaled(cells: pd.Series, factor: float) -> pd.Series:
    """Numbers in the unit of the field; a cell that is none stays as it is."""
    read = kinds.numbers(cells)
    values = (read.values * factor).round(9)
    return cells.where(read.values.isna(), values.astype("str"))


def _starts(matched: Matched, name: str, cells: pd.Series) -> tuple[pd.Series, list[Problem]]:
    """Spans such as `2023-04-01/P3M` by their first day; spans of several lengths are told."""
    spans = cells.str.extract(_INTERVAL)
    if spans[0].isna().all():
        return cells, []
    lengths = spans[1].dropna().value_counts()
    problems = []
    if len(lengths) > 1:
        present = ", ".join(f"{length} {count}" for length, count in lengths.items())
        problems.append(
            Problem(
                f"holds spans of different lengths ({present}), each taken at its first day",
                "Totals add up; do not compare single months or quarters.",
                matched.found.listing.export.file,
                matched.found.listing.sheet.name,
                None,
                name,
            )
        )
    return spans[0].where(spans[0].notna(), cells), problems


def _damaged(matched: Matched, name: str, cells: pd.Series) -> list[Problem]:
    """Ranges such as `1-5` that a spreadsheet turned into dates."""
    labels = [str(label) for label in cells[cells != ""].unique()[:200]]
    dates = turned(labels)
    if not dates:
        return []
    listing = matched.found.listing
    row = int(cells.index[cells == dates[0]][0])
    return [
        Problem(
            f"holds {len(dates)} choices that look like ranges turned into dates, "
            f"e.g. '{dates[0]}'",
            "Export again without opening the file in a spreadsheet, or say what they were under "
            f"[values.{name}] of the mapping.",
            listing.export.file,
            listing.sheet.name,
            row,
            name,
        )
    ]


def _date(matched: Matched, rows: pd.DataFrame, name: str, parts: DateParts) -> pd.Series:
    """A date from its parts, ISO where the month is a number."""
    pieces = []
    for part in (parts.year, parts.month, parts.day):
        if isinstance(part, int):
            pieces.append(pd.Series(str(part), index=rows.index, dtype="str"))
        else:
            pieces.append(
                _cells(matched, rows, name, part)[0].str.replace(r"\.0+$", "", regex=True)
            )
    year, month, day = pieces
    iso = year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
    words = day + " " + month + " " + year
    result = iso.where(month.str.fullmatch(r"\d{1,2}"), words)
    return result.where((year != "") & (month != "") & (day != ""), "")


def _wide(
    matched: Matched, table: str, wide: Wide, frame: pd.DataFrame, rows: pd.DataFrame
) -> tuple[pd.DataFrame, list[Problem]]:
    """A row for each filled cell of the wide columns."""
    names, values = wide_fields(table, wide)
    is_number = values in TABLES[table].names and TABLES[table][values].kind in _NUMBERS
    parts, problems = [], []
    for label, header in wide.columns.items():
        cells, column = _cells(matched, rows, label, header)
        cells, _ = _prepared(matched, table, values, cells)
        keep = cells != ""
        if is_number:
            grouped = kinds.thousands_by_point(cells)
            read = kinds.numbers(cells, by_point=bool(grouped.any()))
            problems += _unreadable(matched, label, column, cells[read.bad])
            keep &= ~read.bad
            cells = read.values.astype("str").where(~read.values.isna(), "")
        result = frame[keep.to_numpy()].copy()
        text = frame[names][keep.to_numpy()] if names in frame else None
        result[names] = label if text is None else (label + ": " + text).where(text != "", label)
        result[values] = cells[keep]
        parts.append(result)
    return pd.concat(parts) if parts else frame.iloc[:0], problems


def _unreadable(matched: Matched, label: str, column: int | None, bad: pd.Series) -> list[Problem]:
    """A problem for each cell of a wide column that is no number."""
    listing = matched.found.listing
    return [
        Problem(
            "not a number",
            "Correct it, or list it under missing = [...] of the mapping.",
            listing.export.file,
            listing.sheet.name,
            int(str(row)),
            label,
            address(int(str(row)), column) if column is not None else "",
            shorten(value),
        )
        for row, value in bad.items()
    ]


def _added(table: str, part: Rows, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of the same key as one, their numbers added; the first row stands for them."""
    _, values = wide_fields(table, part.wide or Wide())
    others: list[Any] = [name for name in frame.columns if name != values]
    read = kinds.numbers(frame[values])
    good = frame[~read.bad.to_numpy()]  # what is no number is told by the check of the table
    sums = good[others].assign(sum=read.values[~read.bad.to_numpy()])
    totals = sums.groupby(others, dropna=False, sort=False)["sum"].sum()
    first = good[~good.duplicated(others)].assign(**{values: totals.astype("str").to_numpy()})
    return pd.concat([first, frame[read.bad.to_numpy()]])
