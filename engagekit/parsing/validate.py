"""Checks: text columns of a reading become typed tidy tables; every fault has its cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from engagekit.errors import nearest, problem_texts, shorten
from engagekit.files.source_file import address
from engagekit.parsing import budget_periods, contract_terms, dates, repeated_problems, subtotals
from engagekit.parsing import values as kinds
from engagekit.parsing.durations import durations
from engagekit.settings.schema import Organisation
from engagekit.tables.problems import FAULT, NOTE, QUESTION, Problem, SetAside, problem_of
from engagekit.tables.schema import Column, Table, dtype_of, table

REMEDIES = {
    "date": ("not a date", "Correct the cell, or leave it empty."),
    "moment": ("not a date with a time", "Correct the cell, or leave it empty."),
    "number": ("not a number", "Write digits only."),
    "count": ("not a whole number", "Write a whole number."),
    "flag": ("neither yes nor no", "Write yes or no."),
}

FEW = 0.001
"""Share of damaged cells of a column that moves no figure: shares are told to the per cent."""
FIGURES = ("number", "count")
"""Kinds of which one cell may be most of a sum: none of them is few."""
LONG = 200_000
"""Rows of a table without a key from which its rows are not compared."""
TOTALS, AGAIN = "totals row", "same row as an earlier one"
"""Why rows are set aside that are no record of their own."""
MAY_BE_EMPTY = ("responses.value", "questions.wording", "contracts.price")
"""Required columns of which an empty cell tells something: a question shown and not answered."""
NOT_NEGATIVE = ("minutes", "people", "posts", "count")
"""Units in which nothing can be below 0; money can be, where it was paid back."""
BELOW_0 = ("below 0, so it fails the check", "Correct the cell.")
_OF_DAYS = r"(?i)(?<=\d)\s*(?:calendar |civil )?(?:days?|jours?|tage?|d[ií]as?|j|d)\.?$"


@dataclass(frozen=True)
class Place:
    """Where the rows of a frame came from, for the cells in messages.

    ``origins``: tidy column to column of the sheet. ``zone``: of moments that name none. ``order``:
    of day and month where it is known. ``home``: zone in which moments are kept.
    """

    file: str = ""
    sheet: str = ""
    origins: Mapping[str, int] | None = None
    zone: str = "UTC"
    order: str | None = None
    home: str = "UTC"
    own: Organisation = field(default_factory=Organisation)


@dataclass(frozen=True, eq=False)
class Checked:
    """A typed tidy table, its faults and the rows left out (by row number of the sheet)."""

    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    set_aside: tuple[SetAside, ...]
    rows_lost: frozenset[int]


def check(name: str, frame: pd.DataFrame, place: Place | None = None) -> Checked:
    """Type one tidy table and set aside the rows that cannot be used.

    Parameters
    ----------
    name : str
        Name of the tidy table.
    frame : DataFrame
        Text or typed columns; the index holds row numbers of the sheet.
    place : Place, optional
        Where it came from.

    Returns
    -------
    Checked
        A row whose required cell is empty or unreadable is set aside; an unreadable optional cell
        becomes missing; both are told as problems.
    """
    table_check = _TableCheck(table(name), frame, place or Place())
    for column in table_check.definition.columns:
        table_check.read(column)
    return table_check.checked()


class _TableCheck:
    """A table while it is typed: what is read so far, what is told, and why rows are lost."""

    def __init__(self, definition: Table, frame: pd.DataFrame, where: Place) -> None:
        self.definition, self.where = definition, where
        self.rows = frame.index.to_numpy()
        self.cells = frame.reset_index(drop=True)
        self.typed: dict[str, pd.Series] = {}
        self.problems: list[Problem] = []
        self.lost = pd.Series("", index=self.cells.index, dtype=object)

    def lose(self, rows: pd.Series, why: str) -> None:
        """Set rows aside, as far as nothing else did; ``rows`` may be marks of some rows alone."""
        marked = rows.reindex(self.lost.index, fill_value=False)
        self.lost = self.lost.mask((self.lost == "") & marked, why)

    def at(self, column: str, position: int, problem: str, remedy: str, **said: Any) -> Problem:
        """Return a problem of one cell."""
        row, index = int(self.rows[position]), (self.where.origins or {}).get(column)
        cell = address(row, index) if index is not None else ""
        value = shorten(self.cells[column].iloc[position])
        more = {"value": value, **said}
        file, sheet = self.where.file, self.where.sheet
        return Problem(problem, remedy, file, sheet, row, column, cell, **more)

    def read(self, column: Column) -> None:
        """Type a column; rows that lack what every row needs are lost."""
        name = column.name
        if name not in self.cells:
            self._absent(column)
            return
        raw = self.cells[name]
        if name == "notice_days" and "ends_on" in self.typed:
            order = self.where.order or dates.date_order([*self.cells["ends_on"], *raw])[0]
            raw = contract_terms.in_days(raw, self.typed["ends_on"], order)
        raw = subtotals.in_codes(raw) if name == "currency" else raw
        values, bad, told = _typed(column, raw, self.where)
        self.typed[name] = values
        self.problems += told
        self._tell_bad_cells(column, bad & ~_unsure(column, raw, told))
        if not column.required or not values.isna().any():
            return
        empty = (self.lost == "") & values.isna() & ~bad
        if name == "price":
            self._tell_empty(column, empty)
        elif f"{self.definition.name}.{name}" not in MAY_BE_EMPTY:
            self._tell_empty(column, empty)
            self.lose(values.isna() & bad, f"{name} cannot be read")
            self.lose(values.isna(), f"no {name}")

    def _absent(self, column: Column) -> None:
        dtype = dtype_of(column.kind, self.where.home)
        values = pd.Series(index=self.lost.index, dtype=dtype)
        self.typed[column.name] = values
        if column.required:
            self.lose(values.isna(), f"no {column.name}")

    def _tell_empty(self, column: Column, empty: pd.Series) -> None:
        """Tell once of rows that say something and lack what every row needs."""
        if not empty.any():
            return
        n, first = int(empty.sum()), empty.index[empty][0]
        level = NOTE if n <= FEW * len(empty) else FAULT
        texts = problem_texts("validate.empty", n=n)
        if column.name == "price":
            texts = problem_texts("validate.no_price", n=n)
        self.problems.append(self.at(column.name, first, *texts, value="", level=level))

    def _tell_bad_cells(self, column: Column, bad: pd.Series) -> None:
        """Tell each bad cell, or one for all where there are very many."""
        positions = bad.index[bad]
        few = column.kind not in FIGURES and len(positions) <= FEW * len(bad)
        said = {"level": NOTE if few else FAULT, "amounts": int(column.name == "amount")}
        problem, remedy = REMEDIES.get(column.kind, ("not one of the words for it", ""))
        told = []
        for position in _shown(positions):
            if column.kind == "choice":
                guess = nearest(shorten(self.cells[column.name][position]), column.allowed)
                remedy = f"Did you mean '{guess}'? " if guess else ""
                remedy += f"Write one of: {', '.join(column.allowed)}."
            told.append(self.at(column.name, position, problem, remedy, **said))
        self.problems += _at_most(told, len(positions))

    def checked(self) -> Checked:
        """Return the table with the rows that can be used."""
        frame = pd.DataFrame(self.typed, copy=False)
        self._lose_repeats(frame)
        self._lose_foreign(frame)
        if self.definition.name == "budget":
            self._lose_totals(frame)
        if self.definition.name == "contracts":
            self.lost, faults = contract_terms.check(frame, self.lost)
            self.problems += [self.at(column, row, *texts) for row, column, *texts in faults]
        keep = self.lost == ""
        set_aside = tuple(
            SetAside(str(reason), int(count), self.where.file, reason in (TOTALS, AGAIN))
            for reason, count in self.lost[~keep].value_counts(sort=False).items()
        )
        self._tell_below_0(frame[keep])
        frame.index = pd.Index(self.rows, name="source")
        retained = frame if keep.all() else frame[keep.to_numpy()]
        rows_lost = frozenset(int(row) for row in self.rows[~keep])
        return Checked(retained, tuple(self.problems), set_aside, rows_lost)

    def _lose_repeats(self, frame: pd.DataFrame) -> None:
        """Lose rows that repeat an earlier one: the whole of it, or its key."""
        name, key = self.definition.name, list(self.definition.key)
        if frame.empty or name in ("responses", "questions"):
            return
        if not key and (name == "budget" or len(frame) >= LONG):
            return
        if not key or name == "support":  # an ask without a day has no whole key
            self.lose(frame.duplicated() & (self.lost == ""), AGAIN)
        if not key:
            return
        # only rows that can be used: a mended row must not fall with the one it mends
        keys = frame.loc[self.lost == "", key].dropna()
        doubled = frame.loc[keys.index[keys.duplicated(keep=False)]]
        whole, again = doubled.duplicated(), doubled[key].duplicated()
        self.lose(whole, AGAIN)
        second = again & ~whole
        self.lose(second, f"same {' and '.join(key)} as an earlier row")
        if name in ("counts", "headcounts") and second.any():
            texts = problem_texts("validate.second", n=int(second.sum()), key=", ".join(key))
            row, where = int(self.rows[second.index[second][0]]), self.where
            self.problems.append(Problem(*texts, where.file, where.sheet, row, level=QUESTION))

    def _lose_foreign(self, frame: pd.DataFrame) -> None:
        """Lose amounts that carry the sign of another currency than their row's."""
        column = "price" if "price" in self.cells else "amount"
        if column not in self.cells or self.cells[column].dtype not in ("str", "object"):
            return
        currency = frame["currency"].astype("str")
        strange = subtotals.foreign(self.cells[column].astype("str"), currency) & (self.lost == "")
        remedy = "Correct the currency of the row, or the sign in the cell."
        told = (
            self.at(column, row, f"in another currency than the row's ({currency[row]})", remedy)
            for row in strange.index[strange]
        )
        self.problems += repeated_problems.condensed(told)
        self.lose(strange, f"{column} and currency disagree")

    def _lose_totals(self, frame: pd.DataFrame) -> None:
        """Lose rows of a budget that would be counted twice; tell periods that are none."""
        labels = frame["period"].astype("str").where(self.lost == "")
        why = budget_periods.unreadable(labels.dropna().unique(), self.where.own)
        told = (
            self.at("period", row, "no period of the budget", why[labels[row]])
            for row in labels.index[labels.isin(why)]
        )
        self.problems += repeated_problems.condensed(told)
        named = ("line", "department", "cost_centre")
        origins = self.where.origins
        in_file = tuple(name for name in named if origins is None or name in origins)
        total, doubtful = subtotals.totals(frame[self.lost == ""], in_file)
        plain = doubtful & subtotals.plainly(frame["line"].astype("str")[doubtful.index])
        for row in _shown(plain.index[plain], 0):
            text = f"a total of {frame['amount'][row]:,.2f}, not the sum of its lines"
            remedy = (
                "The total is not counted. Compare the lines with the file: one may be damaged."
            )
            self.problems.append(self.at("line", row, text, remedy, level=QUESTION))
        counted = doubtful & ~plain
        text = "called a total and no sum of the rows above or below it; it is counted"
        remedy = "If it is a total, take the row out, or say leave_out in the mapping."
        rows = counted.index[counted]
        shown = [self.at("line", row, text, remedy) for row in _shown(rows, 0)]
        self.problems += [repeated_problems.first_of(shown, len(rows))] if shown else []
        self.lose(total | plain, TOTALS)

    def _tell_below_0(self, frame: pd.DataFrame) -> None:
        for column in self.definition.columns:
            if column.unit in NOT_NEGATIVE:
                values = frame[column.name]
                below = values.index[(values < 0).fillna(False).to_numpy(dtype=bool)]
                told = [self.at(column.name, row, *BELOW_0) for row in below]
                self.problems += repeated_problems.condensed(told)


def _shown(positions: pd.Index, most: int = repeated_problems.MOST) -> pd.Index:
    """Return the cells that are told one by one: the first few of more than so many."""
    return positions[: repeated_problems.SHOWN] if len(positions) > most else positions


def _at_most(told: list[Problem], count: int) -> list[Problem]:
    """Return what is told of cells, the first for all of a flood."""
    return [repeated_problems.first_of(told, count)] if count > len(told) else told


def left_out(done: Checked) -> list[SetAside]:
    """Return what a check left out, in rows of the sheet: one may give several rows of a table."""
    lost = done.rows_lost - set(done.frame.index) if done.rows_lost else ()
    if not lost or sum(part.rows for part in done.set_aside) == len(lost):
        return list(done.set_aside) if lost else []
    most = max(done.set_aside, key=lambda part: part.rows)
    return [SetAside(most.reason, len(lost), most.file)]


def _typed(
    column: Column, raw: pd.Series, where: Place
) -> tuple[pd.Series, pd.Series, list[Problem]]:
    """Return a typed column, the mask of unreadable cells, and what concerns it as a whole."""
    none, text = pd.Series(False, index=raw.index), list[Problem]()
    if raw.dtype != "str" and raw.dtype != object:
        wanted = dtype_of(column.kind, where.home)
        if column.kind == "moment":
            if not getattr(raw.dt, "tz", None):
                raw = raw.dt.tz_localize(where.zone, ambiguous=True, nonexistent="shift_forward")
            return raw.dt.tz_convert(where.home).astype(wanted), none, []
        return raw.astype(pd.api.types.pandas_dtype(wanted)), none, []
    if column.kind in ("id", "text"):
        cells = kinds.trimmed(raw.astype("str"))
        if column.name == "department":  # what says that there is none is no group
            none_of = cells.str.match(kinds.NOT_RECORDED) & ~cells.str.fullmatch(r"\w{2,3}")
            cells = cells.mask(none_of | cells.isin(kinds.NOTHING))  # NA may be North America
        return cells, none, []
    if column.kind == "choice":
        folded = {re.sub(r"[\W_]+", "", word.casefold()): word for word in column.allowed}
        clean = kinds.clean(raw)
        codes, unique = pd.factorize(clean)
        found = [folded.get(re.sub(r"[\W_]+", "", word.casefold())) for word in unique]
        chosen = pd.Series(pd.array(found, dtype="str").take(codes), clean.index, name=clean.name)
        return chosen, (clean != "") & chosen.isna(), []
    if column.kind == "flag":
        read = kinds.flags(raw)
    elif column.kind == "date":
        read = dates.dates(raw, order=where.order, zone=where.zone, home=where.home)
    elif column.kind == "moment":
        read = dates.moments(raw, zone=where.zone, order=where.order)
        read = replace(read, values=read.values.dt.tz_convert(where.home))
    elif column.unit == "minutes":
        read = durations(raw)
    elif column.kind == "count" or column.unit == "money":
        if column.name.endswith("_days"):
            raw = raw.astype("str").str.replace(_OF_DAYS, "", regex=True)
        grouped = kinds.thousands_by_point(raw)
        read = kinds.numbers(raw, by_point=bool(grouped.any()), in_cents=True)
        text = _grouped(column, raw, grouped, where)
        if column.unit == "money":  # a share of something is no amount
            share = raw.astype("str").str.contains("%", regex=False).fillna(False).astype(bool)
            read = replace(read, values=read.values.mask(share), bad=read.bad | share)
    else:
        read = kinds.numbers(raw)
    values, bad = read.values, read.bad
    if column.kind == "count":
        whole = values.isna() | (values == values.round())
        bad = bad | ~whole
        values = values.where(whole).astype("Int64")
    return values, bad, [*_unsettled(column, raw, read, where), *text]


def _unsettled(column: Column, raw: pd.Series, read: kinds.Parsed, where: Place) -> list[Problem]:
    """Return the one fault of a column whose dates could be read both ways, with a sample of them.

    No cell is read by what it alone allows: in one column of a file the order is one.
    """
    if not read.ambiguous:
        return []
    cells = kinds.clean(raw)
    present = int((cells != "").sum())
    days, months = dates.one_way(cells)
    first, second = dates.orders_of(cells)
    sample = next((one for one in cells if dates.numeric_parts([one])), "")
    problem = (
        f"holds '{shorten(days)}', which can only be day first, and '{shorten(months)}', which can "
        "only be month first"
        if days and months
        else f"has {read.ambiguous} of {present} values that could be {first} or {second}, "
        f"such as '{shorten(sample)}'"
    )
    place = (where.file, QUESTION, column.name, None, where.sheet)
    slots = {"problem": problem, "first": first, "second": second, "file": where.file}
    return [problem_of("validate.order", *place, **slots)]


def _unsure(column: Column, raw: pd.Series, text: Sequence[Problem]) -> pd.Series:
    """Return the cells that are unread because their column is unsettled: one question for all."""
    none = pd.Series(False, index=raw.index)
    if not text or column.kind not in ("date", "moment"):
        return none
    return kinds.clean(raw).map(lambda cell: bool(dates.numeric_parts([cell]))).astype("bool")


def _grouped(column: Column, raw: pd.Series, grouped: pd.Series, where: Place) -> list[Problem]:
    """Return the one remark on a column whose points were taken to part thousands."""
    if not grouped.any():
        return []
    one = shorten(raw[grouped].iloc[0])
    place = (where.file, FAULT, column.name, None, where.sheet)
    return [problem_of("validate.grouped", *place, n=int(grouped.sum()), one=one)]
