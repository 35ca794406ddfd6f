"""A file read by its mapping: rows to tidy tables, every row and column accounted for."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from engagekit.errors import ExportError, error_text, pasted, problem_texts, shorten, some
from engagekit.files.source_file import Export, address, letter
from engagekit.mapping import lists, surveys, tool_reading
from engagekit.mapping.cells import year_first
from engagekit.mapping.changed import changes, foot_total, gone, unmentioned
from engagekit.mapping.headers import ways
from engagekit.mapping.mapping_file import SURVEY, Mapping, fields_of
from engagekit.mapping.mapping_files import candidates, refuse_several, stated_mapping
from engagekit.mapping.matching import Matched, column_of, mapped, match
from engagekit.mapping.table import reasons
from engagekit.mapping.tool_signs import Signs, find, several
from engagekit.parsing import dates, values
from engagekit.parsing.values import fold
from engagekit.readers.contacts import _contacts, _staff_list
from engagekit.readers.shared import _repeats, _table, vocabulary
from engagekit.readers.shared._table import HEADING
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _personal_columns
from engagekit.tables.problems import QUESTION, Problem, SetAside
from engagekit.tables.schema import TABLES as TIDY

LEAST_OF_A_LINE = 2
"""Cells over which a line of money is more than its name and one amount: a name alone is then the
heading of those below it, and no line whose amount is lacking."""
HEADINGS = "|".join(vocabulary.words("ways.status_headings")["words"])
"""Rows of a sign-in list such as `Apologies`, which name nobody."""
NAMING = {"display_name", "given_name", "family_name", "email"}
"""Columns of a staff list of which one is enough."""
WORD = r"[^\W\d_]{4}"
BALANCE = "|".join(vocabulary.words("money.lines")["balances"])
"""Rows of a ledger that carry what was there before or after."""


@dataclass(frozen=True, eq=False)
class MappingReader:
    """A mapping in the place of a reader module: of a tool by its signs, or of confirmed headers.

    Attributes
    ----------
    mapping : Mapping
    matched : Matched, optional
        The table whose headers a person confirmed; None for the lists of a tool.
    """

    mapping: Mapping
    matched: Matched | None = None

    @property
    def TOOL(self) -> str:  # noqa: N802 - the name that the contract of readers has
        """Name of the tool; ``mapping <name>`` where the mapping names none."""
        return self.mapping.tool or f"mapping {self.mapping.name}"

    @property
    def TABLES(self) -> tuple[str, ...]:  # noqa: N802
        """Tidy tables, the main one first."""
        return self.mapping.tables

    @cached_property
    def _signs(self) -> tuple[Signs, ...]:
        """Signs with the headers of the columns that they name."""
        headers = {
            field: tool_reading.headers_of(self.mapping, field) for field in self.mapping.columns
        }
        return tuple(one.spelled_out(headers) for one in self.mapping.recognise)

    def recognise(self, export: Export) -> Recognition | None:
        """Return why an export is read by the mapping, or None."""
        if self.matched is None:
            found = find(export, self._signs)
            if found is None:
                return None
            listed, signs = found
            return Recognition(signs.why, signs.certain, listed.header + 1, sheet=listed.sheet.name)
        listing = self.matched.listing
        return Recognition(
            f"its headers are those of {Path(self.mapping.path).name}; the header is row "
            f"{listing.header_row}, {listing.why}",
            True,  # a person wrote it
            listing.header_row,
            listing.header_rows,
            listing.sheet.name,
        )

    def read(self, export: Export) -> Reading:
        """Read the tidy tables."""
        if self.matched is not None:
            return read(export, self.matched)
        found = find(export, self._signs)
        listed = found[0] if found else _table.listing(export, export.sheet, 0)
        return tool_reading.read(listed, self.mapping)


def reader_for(export: Export) -> MappingReader | None:
    """Return the user's mapping for an export as a reader, or None.

    One for exactly these headers goes first, then one that recognises the tool.
    """
    near = candidates(export)
    matched = match(export, near)
    if matched is None or not matched.same:
        tools = [MappingReader(one) for one in near if one.recognise]
        fit = [tool for tool in tools if stated_mapping(export) or tool.recognise(export)]
        refuse_several(export, [tool.mapping for tool in fit])
        if fit:
            return fit[0]
    return MappingReader(matched.mapping, matched) if matched is not None else None


def read(export: Export, matched: Matched) -> Reading:
    """Read an export by its mapping.

    Raises
    ------
    ExportError
        If the mapping lacks a field that every row needs, or its column is gone.
    """
    mapping, listing = matched.mapping, matched.listing
    if own := getattr(export.choice, "constants", None):
        free = set(fields_of(mapping.table)) - mapping.columns.keys()
        if wrong := [name for name in own if name not in free]:
            raise ExportError(
                f"{export.file} has '{wrong[0]}' among its constants in engagekit.toml, which is "
                f"no field of {mapping.table} that its mapping leaves free. There are: "
                f"{some(sorted(free), 12)}"
            )
        mapping = mapping.model_copy(update={"constants": {**mapping.constants, **own}})
        matched = replace(matched, mapping=mapping)
    _check_complete(export, matched)
    _refuse_dittos(matched)
    why = reasons(listing)
    if not (why == "").any():
        slots = {"file": export.file, "row": listing.header_row}
        raise ExportError(error_text("reading.no_rows", **slots))
    why = _by_cells(matched, why)
    below = _headings(matched, why)
    why = why.mask(below.notna(), HEADING)
    rows = matched.listing.body[(why == "").to_numpy()]
    repeats = _repeats_of(matched, rows)
    rows = rows[~rows.index.isin(repeats.copies)]
    if mapping.table == "contacts":
        return _staff(matched, why)
    rows, signed = lists.with_signs(matched, rows)
    result = surveys.read(matched, rows) if mapping.table == SURVEY else lists.read(matched, rows)
    if below.notna().any() and "attendance" in result.tables:
        part = result.tables["attendance"]
        result.tables["attendance"] = part.assign(
            status=below.ffill().reindex(part.index).fillna(part["status"])
        )
    empty = int((~rows.index.isin(result.sources)).sum())
    nothing = [SetAside("no value in any mapped column", empty, export.file)] if empty else []
    problems = [
        *changes(matched),
        *_one_time(matched),
        *repeats.problems,
        *signed,
        *result.problems,
        *foot_total(matched, why, rows),
    ]
    answers, dropped = result.answers, _dropped(matched)
    return Reading(
        result.tables,
        _table.rows_read(why),
        len(rows) - empty,
        [*_table.set_aside(why, export.file, by_rule=True), *nothing, *repeats.set_aside],
        problems,
        dropped,
        result.origins,
        mapping.date_order or result.date_order,
        mapping.zone,
        own_log=mapping.own_log,
        files=mapping.files or "",
        key=mapping.key,
        answers=answers and replace(answers, problems=problems, dropped=dropped),
    )


def _staff(matched: Matched, why: pd.Series) -> Reading:
    """Return the people of a staff list, ``why``: why each row is none of them."""
    mapping, listing = matched.mapping, matched.listing
    frame, where, problems = lists.rows_of(matched, "contacts", mapping, listing.body)
    keys = {field: listing.keys[column] for field, column in where.items()}
    names = {field: [key] for field, key in keys.items() if key and listing.keys.count(key) == 1}
    own = [str(field) for field in frame if field not in names or field in _contacts.FIELDS]
    extra = {field: frame[field] for field in own}
    if order := mapping.date_order:
        days = [field for field in _contacts.DAYS if field in extra]
        read = {field: dates.dates(extra[field], order=order).values for field in days}
        extra |= {field: year_first(extra[field], read[field]) for field in days}
    reading = _staff_list.read(listing, names, why, extra, [*changes(matched), *problems])
    return replace(
        reading, files=mapping.files or "", key=mapping.key, dropped_columns=_dropped(matched)
    )


def _refuse_dittos(matched: Matched) -> None:
    """Refuse marks that stand for the cell above: no figure shows whether they were understood."""
    if matched.mapping.table == SURVEY:  # there they may mean the answer beside them
        return
    for header, name in [(header, name) for name, header in mapped(matched.mapping)]:
        column = column_of(matched, header, name)
        cells = matched.listing.body[column] if column is not None else pd.Series(dtype="str")
        marked = cells[values.dittos(cells)]
        if len(marked):
            cell = address(int(str(marked.index[0])), column or 0)
            slots = {"file": matched.listing.export.file, "cell": cell, "mark": marked.iloc[0]}
            raise ExportError(error_text("reading.ditto", n=len(marked), **slots))


def _one_time(matched: Matched) -> list[Problem]:
    """Ask of which time the money is, where a time was confirmed for all rows of another file."""
    mapping, choice = matched.mapping, matched.listing.export.choice
    period = mapping.constants.get("period")
    name = matched.listing.export.path.name
    is_said = "period" in (getattr(choice, "constants", None) or {})
    is_said |= mapping.confirmed is not None and mapping.confirmed.file == name
    is_said |= not mapping.path  # it is being imported, and is shown
    if mapping.table != "budget" or period is None or is_said:
        return []
    texts = problem_texts("reading.one_time", name=name, field="period", period=period)
    return [matched.problem(*texts, field="period", level=QUESTION)]


def _repeats_of(matched: Matched, rows: pd.DataFrame) -> _repeats.Repeats:
    """Return what stands twice among the rows; of uses, a person counts once a day anyway."""
    mapping, listing = matched.mapping, matched.listing
    if mapping.constants.get("channel") == "self-service":
        return _repeats.Repeats()
    places = {
        name: column
        for name, header in mapping.columns.items()
        for one in several(header)
        if (column := column_of(matched, one)) is not None
    }
    body = listing.body.loc[rows.index]
    return _repeats.in_list(body, mapping.table, places, listing.export.file, listing.sheet.name)


def _check_complete(export: Export, matched: Matched) -> None:
    """Refuse a mapping from which no row could come, with what it lacks."""
    mapping = matched.mapping
    name = Path(mapping.path).name or mapping.name
    needed = [] if mapping.table == SURVEY else TIDY[mapping.table].required
    if mapping.table == "contacts" and not NAMING.isdisjoint(mapping.columns):
        needed = []
    filled = {*mapping.columns, *mapping.constants, *mapping.date, *lists.numbered_fields(mapping)}
    if mapping.wide and mapping.wide.columns:
        names, values = lists.wide_fields(mapping.table, mapping.wide)
        filled |= {names, values}
    lacks = [field for field in needed if field not in filled]
    if mapping.table == SURVEY and not (mapping.questions or mapping.is_long):
        lacks = ["questions"]
    if lacks:
        headers = matched.listing.headers
        columns = matched.listing.columns
        listed = [f"{letter(column)} '{shorten(headers[column], 30)}'" for column in columns]
        labels = " (such as 2026-09, 2026 Q3, 2026-27, or to 2026-09 for the year so far)"
        raise ExportError(
            f"{export.file} is read by {name}, which does not say what gives {', '.join(lacks)} of "
            f"{mapping.table}. Its columns: {some(listed, 8)}. Write it there, or: "
            f"delete it and run: engagekit import {pasted(export.path)}"
            f"{labels if lacks[0] == 'period' else ''}"
        )
    removed = {field for field, _ in gone(matched)} & {*needed}
    if removed:
        faults = [str(fault) for fault in changes(matched) if fault.column in removed]
        raise ExportError(f"{export.file} no longer fits the mapping {name}. {some(faults)}")


def _by_cells(matched: Matched, why: pd.Series) -> pd.Series:
    """Return the reasons with those of the rows that the mapping leaves out by a cell."""
    body = matched.listing.body
    filled = (body != "").sum(axis=1)
    if matched.mapping.table == "budget" and filled[why == ""].median() > LEAST_OF_A_LINE:
        why = why.mask((why == "") & filled.eq(1), HEADING)
    if matched.mapping.table == "budget":
        worded = body.where(body.apply(lambda cells: cells.str.contains(WORD, regex=True)), "")
        named = worded.apply(lambda cells: fold(cells).str.contains(BALANCE, regex=True))
        why = why.mask((why == "") & named.any(axis=1), "a balance, not spending")
    if matched.mapping.constants.get("channel") == "self-service":
        digits = body.apply(lambda cells: cells.str.fullmatch(r"[\d.,]+"))
        none = digits.any(axis=1) & (~digits | body.isin(["0"])).all(axis=1)
        why = why.mask((why == "") & none, "a person who used nothing")
    for header, wanted in matched.mapping.keep.items():
        other = ~body[_column(matched, header)].isin(wanted)
        why = why.mask((why == "") & other, f"{header} is not {' or '.join(wanted)}")
    for header, unwanted in matched.mapping.leave_out.items():
        cells = body[_column(matched, header)]
        for value in unwanted:
            why = why.mask((why == "") & (cells == value), f"{header} is '{value}'")
    return why


def _headings(matched: Matched, why: pd.Series) -> pd.Series:
    """Return the rows of a list of who came that say what became of those below, and what."""
    body, mapping = matched.listing.body, matched.mapping
    result = pd.Series(None, index=body.index, dtype="object")
    if mapping.table != "attendance" or "status" not in mapping.constants:
        return result
    alone = body[(why == "") & (body != "").sum(axis=1).eq(1)].max(axis=1).astype("str")
    alone = alone[fold(alone).str.contains(HEADINGS, regex=True)]
    return result.fillna(alone.map(dict(ways(alone.unique(), "status"))))


def _column(matched: Matched, header: str) -> int:
    """Return the column by which rows are chosen."""
    column = column_of(matched, header)
    if column is None:
        raise ExportError(
            f"{matched.listing.export.file} has no column '{header}', by which "
            f"{Path(matched.mapping.path).name} chooses its rows. Correct the name there."
        )
    return column


def _dropped(matched: Matched) -> tuple[tuple[str, str], ...]:
    """Return the columns that go nowhere: ignored on purpose, or not spoken of."""
    headers = matched.listing.headers
    result = []
    for header in matched.mapping.ignored:
        column = column_of(matched, header)
        if column is not None:
            personal = _personal_columns.is_personal(headers[column])
            result.append((header, "personal data" if personal else "ignored by the mapping"))
    for column in unmentioned(matched):
        name = headers[column] or f"column {letter(column)}"
        result.append((name, "neither used nor ignored by the mapping"))
    return tuple(result)
