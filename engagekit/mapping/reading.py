"""A file read by its mapping: rows to tidy tables, every row and column accounted for."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from engagekit.errors import ExportError, error_text, pasted, shorten, some
from engagekit.files.source_file import Export, Sheet, letter
from engagekit.mapping import lists, surveys, table_detection
from engagekit.mapping.columns import CUMULATED, YEAR
from engagekit.mapping.differences import (
    differences,
    foot_total,
    in_another_currency,
    in_another_unit,
    other_counts,
    required_gone,
    unmentioned,
)
from engagekit.mapping.headers import ways
from engagekit.mapping.lists_below import day_in, kind_in, lists_below, time_in
from engagekit.mapping.mapping_file import SURVEY, Mapping, fields_of, words
from engagekit.mapping.mapping_files import candidates, refuse_several, stated_mapping
from engagekit.mapping.matching import Matched, column_of, fitted, match
from engagekit.mapping.spellings import with_dittos
from engagekit.mapping.tool_reading import ToolMapping
from engagekit.mapping.tool_signs import several
from engagekit.parsing.budget_periods import DOTS, TO_DATE, UNTIL
from engagekit.parsing.values import fold
from engagekit.readers.events._event_table import joined
from engagekit.readers.shared import _repeats, _table, vocabulary
from engagekit.readers.shared._table import HEADING
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _personal_columns
from engagekit.tables.problems import NOTE, QUESTION, Problem, SetAside
from engagekit.tables.schema import TABLES as TIDY

LEAST_OF_A_LINE = 2
"""Cells over which a line of money is more than its name and one amount: a name alone is then the
heading of those below it, and no line whose amount is lacking."""
HEADINGS = "|".join(vocabulary.words("ways.status_headings")["words"])
"""Rows of a sign-in list such as `Apologies`, which name nobody."""
WORD = r"[^\W\d_]{4}"
BALANCE = "|".join(vocabulary.words("money.lines")["balances"])
"""Rows of a ledger that carry what was there before or after."""


@dataclass(frozen=True, eq=False)
class FileMapping:
    """A mapping for files with the same headers, in the place of a reader module.

    Attributes
    ----------
    TOOL : str
        ``mapping <name>``.
    TABLES : tuple of str
    """

    TOOL: str
    TABLES: tuple[str, ...]
    matched: Matched

    def recognise(self, export: Export) -> Recognition | None:
        """Return why the export is this mapping's."""
        matched, detected = self.matched, self.matched.detected
        same = "are those of" if matched.same else "are like those of"
        return Recognition(
            f"its headers {same} {Path(matched.mapping.path).name}; the header is row "
            f"{detected.header_row}, {detected.why}",
            True,  # a person wrote it
            detected.header_row,
            detected.header_rows,
            matched.listing.sheet.name,
        )

    def read(self, export: Export) -> Reading:
        """Read the tidy tables as the mapping says."""
        return read(export, self.matched)


def reader_for(export: Export) -> FileMapping | ToolMapping | None:
    """Return the user's mapping for an export as a reader, or None.

    One for exactly these headers goes first, then one that recognises the tool, then one for
    headers like these.
    """
    near = candidates(export)
    matched = match(export, near)
    if matched is None or not matched.same:
        tools = [ToolMapping(one) for one in near if one.recognise]
        fit = [tool for tool in tools if stated_mapping(export) or tool.recognise(export)]
        refuse_several(export, [tool.mapping for tool in fit])
        if fit:
            return fit[0]
    if matched is None:
        return None
    mapping = matched.mapping
    return FileMapping(f"mapping {mapping.name}", mapping.tables, matched)


def read(export: Export, matched: Matched) -> Reading:
    """Read an export by its mapping.

    Raises
    ------
    ExportError
        If the mapping lacks a field that every row needs, or its column is gone.
    """
    mapping, detected = matched.mapping, matched.detected
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
    matched, same = with_dittos(matched)
    detected = matched.detected
    why = table_detection.reasons(detected)
    if mapping.table == "attendance" and len(parts := lists_below(matched, day_in)) > 1:
        return joined([_one_event(export, mapping, *part) for part in parts])
    is_of_time = mapping.table == "budget" and "period" in mapping.constants
    if is_of_time and len(parts := lists_below(matched, time_in)) > 1:
        return joined([_one_time(export, mapping, *part) for part in parts])
    is_of_one_kind = mapping.table == "budget" and "kind" in mapping.constants
    parts = lists_below(matched, kind_in) if is_of_one_kind else []
    if len({said for *_, said in parts}) > 1:  # else a title stands on each page
        return joined([_one_kind(export, mapping, *part) for part in parts])
    kind = _kind_of(matched.listing.sheet) if is_of_one_kind else ""
    of_both = bool(export.part) or {_kind_of(one) for one in export.visible} >= {"actual", "budget"}
    if kind and of_both and kind != mapping.constants["kind"]:
        return _one_kind(export, mapping, detected.header_row, matched.listing.sheet, kind)
    if not (why == "").any():
        slots = {"file": export.file, "row": detected.header_row}
        raise ExportError(error_text("reading.no_rows", **slots))
    why = _by_cells(matched, why)
    below = _headings(matched, why)
    why = why.mask(below.notna(), HEADING)
    rows = matched.listing.body[(why == "").to_numpy()]
    rows, unrecorded = lists.without_codes(matched, rows)
    rows, dated = lists.with_days(matched, rows)
    repeats = _repeats_of(matched, rows)
    rows = rows[~rows.index.isin(repeats.copies)]
    place = export.file, matched.listing.sheet.name
    rows, signed = lists.with_signs(matched, rows)
    result = surveys.read(matched, rows) if mapping.table == SURVEY else lists.read(matched, rows)
    _so_far(matched, result.tables)
    if below.notna().any() and "attendance" in result.tables:
        part = result.tables["attendance"]
        result.tables["attendance"] = part.assign(
            status=below.ffill().reindex(part.index).fillna(part["status"])
        )
    empty = int((~rows.index.isin(result.sources)).sum())
    nothing = [SetAside("no value in any mapped column", empty, export.file)] if empty else []
    return Reading(
        result.tables,
        _table.rows_read(why),
        len(rows) - empty,
        [*_table.set_aside(why, export.file, by_rule=True), *nothing, *repeats.set_aside],
        [
            *differences(matched),
            *repeats.problems,
            *(_repeats.trials(rows, *place) if mapping.table == SURVEY else ()),
            *unrecorded,
            *same,
            *dated,
            *signed,
            *result.problems,
            *other_counts(matched, rows),
            *foot_total(matched, why, rows),
            *_part_of_a_year(matched),
            *in_another_unit(matched),
            *in_another_currency(matched),
        ],
        _dropped(matched),
        result.origins,
        mapping.date_order or result.date_order,
        mapping.zone,
        own_log=mapping.own_log,
        files=mapping.files or "",
        key=mapping.key,
    )


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


def _cumulated(matched: Matched) -> dict[tuple[str, str], str]:
    """Return the headers over money of the year so far, by its kind and period where they say it.

    A column may name both: `actual, 2026`.
    """
    mapping = matched.mapping
    if mapping.table != "budget":
        return {}
    wide = mapping.wide.columns if mapping.wide else {}
    headers = {str(mapping.constants.get("kind", "")): mapping.columns.get("amount", ()), **wide}
    return {
        (kind, period): name
        for key, header in headers.items()
        for kind, _, period in [key.partition(", ")]
        for name in several(header)
        if CUMULATED.search(name)
    }


def _so_far(matched: Matched, frames: dict[str, pd.DataFrame]) -> None:
    """Say in the period of money of the year so far that it is, in the frame of the budget."""
    for kind, period in _cumulated(matched) if "budget" in frames else ():
        frame = frames["budget"]
        label = frame["period"].astype("str").fillna("")
        ours = (label != "") & ~(label.str.match(TO_DATE) | label.str.match(YEAR))
        ours &= (label == period) if period else True
        ours &= (frame["kind"] == kind) if kind else True
        frames["budget"] = frame.assign(period=frame["period"].mask(ours, "to " + label))


def _part_of_a_year(matched: Matched) -> list[Problem]:
    """Ask where a sum of the year so far is stated to be of the whole year."""
    for (_, year), header in _cumulated(matched).items():
        period = year or str(matched.mapping.constants.get("period", ""))
        if YEAR.search(period):
            text = (
                f"amount is '{header}', and period is the whole of {period}: "
                "a quarter of it is too little"
            )
            remedy = 'Say up to when as period, e.g. "to Dec 2026".'
            return [matched.listing.problem(text, remedy, level=QUESTION)]
    return []


def _one_event(export: Export, mapping: Mapping, row: int, sheet: Sheet, _: str) -> Reading:
    """Read one of several sign-in lists of a sheet, as an event of its own."""
    part = replace(export, sheets=(sheet,))
    result = read(part, fitted(part, mapping.model_copy(update={"header_row": row})))
    own = {
        name: frame.assign(event_id=frame["event_id"].astype("str") + f", {row}")
        for name, frame in result.tables.items()
    }
    return replace(result, tables=own)


def _one_kind(export: Export, mapping: Mapping, row: int, sheet: Sheet, kind: str) -> Reading:
    """Read the planned or the spent money of a sheet that has both, and say which it is."""
    part = replace(export, sheets=(sheet,))
    constants = {**mapping.constants, "kind": kind or mapping.constants["kind"]}
    own = mapping.model_copy(update={"header_row": row, "constants": constants})
    result = read(part, matched := fitted(part, own))
    money = "money spent" if constants["kind"] == "actual" else "planned money"
    said = "as its title says" if kind else "though its title does not say so"
    text, remedy = f"holds {money} below this header, {said}", "Nothing to do if that is right."
    note = matched.listing.problem(text, remedy, row, level=NOTE if kind else QUESTION)
    return replace(result, problems=[*result.problems, note])


def _one_time(export: Export, mapping: Mapping, row: int, sheet: Sheet, time: str) -> Reading:
    """Read one of several lists of money of a sheet, as of the time its title names."""
    part = replace(export, sheets=(sheet,))
    matched = fitted(part, own := mapping.model_copy(update={"header_row": row}))
    listing = replace(matched.listing, sheet=replace(sheet, name=time))
    label, asked = lists.of_time(listing, str(mapping.constants["period"]))
    own = own.model_copy(update={"constants": {**mapping.constants, "period": label}})
    result = read(part, fitted(part, own))
    return replace(result, problems=[*result.problems, *asked])


def _kind_of(sheet: Sheet) -> str:
    """Return whether a sheet is of planned or of spent money, as its name or its top line says."""
    return kind_in([*sheet.row(0)[:1], sheet.name])


def _check_complete(export: Export, matched: Matched) -> None:
    """Refuse a mapping from which no row could come, with what it lacks."""
    mapping = matched.mapping
    name = Path(mapping.path).name or mapping.name
    if not mapping.table:
        raise ExportError(
            f"{export.file} is read by {name}, which does not say yet which table its rows become. "
            f"Say it there, or: engagekit map {pasted(export.path)} --table ... "
            f"({', '.join(words())})"
        )
    needed = [] if mapping.table == SURVEY else TIDY[mapping.table].required
    filled = {*mapping.columns, *mapping.constants, *mapping.date, *lists.numbered_fields(mapping)}
    if mapping.wide and mapping.wide.columns:
        names, values = lists.wide_fields(mapping.table, mapping.wide)
        filled |= {*names.split(lists.TOGETHER), values}
        filled -= {"period"} if any(UNTIL in label for label in mapping.wide.columns) else set()
    lacks = [field for field in needed if field not in filled]
    if mapping.wide and any(label.endswith(f" {DOTS}") for label in mapping.wide.columns):
        lacks = ["year"]
    if mapping.table == SURVEY and not (mapping.questions or mapping.is_long):
        lacks = ["questions"]
    if lacks:
        headers = matched.listing.headers
        columns = matched.detected.columns
        listed = [f"{letter(column)} '{shorten(headers[column], 30)}'" for column in columns]
        labels = " (such as 2026-09, 2026 Q3, 2026-27, or to 2026-09 for the year so far)"
        raise ExportError(
            f"{export.file} is read by {name}, which does not say what gives {', '.join(lacks)} of "
            f"{mapping.table}. Its columns: {some(listed, 8)}. Write it there, or: "
            f'engagekit map {pasted(export.path)} --set "{lacks[0]}=..."'
            f"{labels if lacks[0] == 'period' else ''}"
        )
    removed = required_gone(matched, needed)
    if removed:
        faults = [str(fault) for fault in differences(matched) if fault.column in removed]
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
