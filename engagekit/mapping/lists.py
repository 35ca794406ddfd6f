"""Rows of a mapped list to tidy tables: columns, constants, and columns that give a row each."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace

import pandas as pd

from engagekit.errors import problem_texts, shorten
from engagekit.files.source_file import address
from engagekit.mapping.aggregating import added, by_year
from engagekit.mapping.cells import NUMBERS, cells_of, constant, day_of_mapped, prepared
from engagekit.mapping.mapping_file import NAMED_BY, VALUED_BY, YEAR_BEFORE, Mapping, Rows, Wide
from engagekit.mapping.matching import Matched, column_of
from engagekit.mapping.row_rules import Condition
from engagekit.mapping.row_states import credits_in
from engagekit.mapping.tool_signs import several
from engagekit.mapping.units import in_unit
from engagekit.parsing import dates
from engagekit.parsing import values as kinds
from engagekit.parsing.contract_terms import year_before
from engagekit.parsing.person_names import each_of
from engagekit.readers import template
from engagekit.readers.activity._counter_usage import with_ids
from engagekit.readers.shared import _table
from engagekit.readers.survey._survey_builder import Answers
from engagekit.tables.problems import NOTE, Problem
from engagekit.tables.schema import TABLES

PERSON = ("display_name", "email")
"""Fields of a list of who came, each of which may hold several people in a cell."""


@dataclass(frozen=True, eq=False)
class MappedTables:
    """Tidy tables of a mapped file.

    Attributes
    ----------
    tables : dict of str to DataFrame
    sources : set of int
        Row numbers that gave a row of any table.
    problems : list of Problem
    origins : dict of table to dict of field to column
    answers : Answers, optional
        Of a survey, in the place of its tables.
    """

    tables: dict[str, pd.DataFrame]
    sources: set[int]
    problems: list[Problem] = field(default_factory=list)
    origins: dict[str, dict[str, int]] = field(default_factory=dict)
    date_order: str | None = None
    answers: Answers | None = None


def numbered_fields(mapping: Mapping) -> list[str]:
    """Return the fields that need no column: numbers from file and row."""
    return [template.NUMBERED[mapping.table]] if mapping.table in template.NUMBERED else []


def wide_fields(table: str, wide: Wide) -> tuple[str, str]:
    """Return the fields of a wide table that take the name of a column and its cells."""
    return wide.names or NAMED_BY[table], wide.values or VALUED_BY[table]


def read(matched: Matched, rows: pd.DataFrame) -> MappedTables:
    """Return the tidy tables of a list."""
    mapping = matched.mapping
    result = MappedTables({}, set())
    for table, part in ((mapping.table, mapping), *mapping.also.items()):
        frame, result.origins[table], faults = rows_of(matched, table, part, rows)
        result.problems.extend(faults)
        if matched.mapping.units.get("price") == "term":
            frame = by_year(matched, frame, result.problems)
        if table == "usage":
            frame = with_ids(frame)
        if table == "attendance":
            frame = _each_person(frame)
        further = bool(part.wide) or table != mapping.table
        monthly = table == "usage" and part.wide is not None and part.wide.names == "on"
        adds = monthly and {*part.columns} <= {"metric"}  # a row a user
        adds |= table == "headcounts" or (table == "counts" and not part.wide)  # by hour, by grade
        if further or adds:
            frame = _filled(matched, table, frame, result.problems)
        if adds:
            result.sources.update(int(row) for row in frame.index)
            frame = added(frame, wide_fields(table, part.wide or Wide())[1])
        elif further:
            frame = _once(matched, table, part, frame, result.problems)
        result.sources.update(int(row) for row in frame.index)
        earlier = [result.tables[table]] if table in result.tables else []
        result.tables[table] = pd.concat([*earlier, frame])
    return result


def _each_person(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each of several people that one cell names, by name, address or both."""
    each = {name: each_of(frame[name].reset_index(drop=True)) for name in PERSON if name in frame}
    if all(len(one) == len(frame) for one in each.values()):
        return frame
    listed = pd.DataFrame({name: one.groupby(level=0).agg(list) for name, one in each.items()})
    most = listed.map(len).max(axis=1)
    result = frame.iloc[most.index.repeat(most)].copy()
    for name, people in listed.items():  # of fewer nothing says whose they are
        pairs = zip(people, most, strict=True)
        result[name] = [one for cell, n in pairs for one in (cell if len(cell) == n else [""] * n)]
    return result


def _filled(
    matched: Matched, table: str, frame: pd.DataFrame, problems: list[Problem]
) -> pd.DataFrame:
    """Return the rows of a further or a wide table that hold what every row needs."""
    needed = [name for name in TABLES[table].required if name in frame]
    lacks = (frame[needed] == "").any(axis=1)
    if not lacks.any():
        return frame
    empty = ", ".join(name for name in needed if (frame[name] == "").any())
    slots = {"table": table, "n": int(lacks.sum()), "empty": empty}
    problems.append(matched.problem(*problem_texts("mapping_lists.no_row", **slots), level=NOTE))
    return frame[~lacks.to_numpy()]


def _once(
    matched: Matched, table: str, part: Rows, frame: pd.DataFrame, problems: list[Problem]
) -> pd.DataFrame:
    """Return the rows of a further or a wide table, each key once."""
    people = ("display_name", "email") if "contact_id" in TABLES[table].key else ()
    key = [name for name in (*TABLES[table].key, *people) if name in frame]
    again = frame.duplicated(key) if key else pd.Series(False, index=frame.index)
    if again.any() and part.wide and table != "events":  # each row of people names them again
        text = (
            f"gives {int(again.sum())} rows of {table} whose {', '.join(key)} an earlier row "
            "has; they are left out"
        )
        remedy = "If they belong together, add them up in the sheet."
        problems.append(matched.problem(text, remedy))
    return frame[~again.to_numpy()]


def rows_of(
    matched: Matched, table: str, part: Rows, rows: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, int], list[Problem]]:
    """Return one tidy table as text, where its fields stand, and the problems on the way."""
    result: dict[str, pd.Series] = {}
    where: dict[str, int] = {}
    problems: list[Problem] = []
    for name, header in part.columns.items():
        cells, column = cells_of(matched, rows, name, header)
        if column is not None:
            where[name] = column
            if table == "attendance" and name in PERSON:
                cells = matched.listing.lines(column, rows)  # a person may stand in each line
        cells, faults = prepared(matched, table, name, cells)
        result[name] = cells
        problems += faults
    for name, value in part.constants.items():
        result[name] = pd.Series(constant(matched, value), index=rows.index, dtype="str")
    for name, source in part.date.items():
        if source == YEAR_BEFORE:
            ends = dates.dates(result["ends_on"], order=matched.mapping.date_order).values
            result[name] = year_before(ends).dt.strftime("%Y-%m-%d").fillna("").astype("str")
        else:
            result[name] = pd.Series(day_of_mapped(matched), index=rows.index, dtype="str")
    number = template.NUMBERED.get(table)
    if number and number not in result:
        result[number] = _table.row_numbers(matched.listing.export, rows.index)
    frame = pd.DataFrame(result, index=rows.index)
    if part.wide:
        frame, faults = _wide(matched, table, part.wide, frame, rows)
        problems += faults
    if part.tally:
        frame = _tally(matched, table, part.tally, frame)
    frame.index.name = "source"
    return frame, where, problems


def with_signs(matched: Matched, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return money with what a column calls credits taken off, where no amount says so itself."""
    mapping = matched.mapping
    header = several(mapping.columns.get("amount", ()))
    at = column_of(matched, header[0], "amount") if len(header) == 1 else None
    if mapping.table != "budget" or at is None:
        return rows, []
    amounts = kinds.numbers(rows[at]).values
    for column in matched.listing.columns:
        name = matched.listing.headers[column]
        credit = credits_in(name, rows[column]) & amounts.notna()
        if credit.any() and not credit.all() and (amounts[credit] >= 0).all():
            text = f"has {credit.sum()} amounts that '{name}' calls credits: they are taken off"
            note = matched.problem(text, "Nothing to do if that is right.", level=NOTE)
            rows = rows.copy()
            rows[at] = rows[at].mask(credit, "(" + rows[at] + ")")
            return rows, [note]
    return rows, []


def _wide(
    matched: Matched, table: str, wide: Wide, frame: pd.DataFrame, rows: pd.DataFrame
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return a row for each filled cell of the wide columns."""
    names, values = wide_fields(table, wide)
    is_number = values in TABLES[table].names and TABLES[table][values].kind in NUMBERS
    parts, problems, units = [], [], matched.mapping.units
    for label, header in wide.columns.items():
        cells, column = cells_of(matched, rows, label, header)
        cells, _ = prepared(matched, table, values, cells)
        unit = next((units[one] for one in several(header) if one in units), "")
        if unit and values not in units:
            cells = in_unit(cells, unit)
        shares = cells.str.contains("%", regex=False) & (table == "counts")
        problems += _unreadable(matched, label, column, cells[shares])
        cells = cells.mask(shares, "")
        keep = cells != ""
        if is_number and not matched.mapping.recognise:  # a tool's the check of the table reads
            read = kinds.numbers(cells, by_point=bool(kinds.thousands_by_point(cells).any()))
            unread = _unreadable(matched, label, column, cells[read.bad])
            problems += [replace(one, amounts=int(values == "amount")) for one in unread]
            keep &= read.values.notna()
            cells = read.values.map("{:.15g}".format).astype("str").where(keep, "")
        result = frame[keep.to_numpy()].copy()
        text = frame[names][keep.to_numpy()] if names in frame else None
        result[names] = label if text is None else (label + ": " + text).where(text != "", label)
        result[values] = cells[keep]
        parts.append(result)
    frame = pd.concat(parts) if parts else frame.iloc[:0]
    return frame, problems


def _unreadable(matched: Matched, label: str, column: int | None, bad: pd.Series) -> list[Problem]:
    """Return a problem for each cell of a wide column that is no number."""
    remedy = 'Correct it, or write under [values] of the mapping that it is "".'
    problems = []
    for row, value in bad.items():
        at = int(str(row))
        cell = address(at, column) if column is not None else ""
        problems.append(matched.problem("not a number", remedy, at, label, cell, shorten(value)))
    return problems


def _tally(
    matched: Matched, table: str, tally: Dict[str, Condition], frame: pd.DataFrame
) -> pd.DataFrame:
    """Return for each name how many rows its condition holds for, as the first row's."""
    names, values = wide_fields(table, Wide())
    rows = []
    for label, condition in tally.items():
        holds = condition.holds(matched.listing, frame).reindex(frame.index)
        rows.append(frame.iloc[:1].assign(**{names: label, values: str(int(holds.sum()))}))
    return pd.concat(rows)
