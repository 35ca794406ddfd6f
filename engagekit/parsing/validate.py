"""Checks: text columns of a reading become typed tidy tables; every fault has its cell."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pandas as pd

from engagekit.errors import nearest, problem_texts, shorten
from engagekit.files.source_file import address
from engagekit.parsing import budget_periods, contract_terms, dates, subtotals
from engagekit.parsing import values as kinds
from engagekit.parsing.durations import durations
from engagekit.parsing.repeated_problems import MOST, SHOWN, first_of
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
TOTALS, AGAIN = "totals row", "same row as an earlier one"
"""Why rows are set aside that are no record of their own."""
MAY_BE_EMPTY = ("responses.value", "questions.wording", "contracts.price")
"""Required columns of which an empty cell tells something: a question shown and not answered."""
NOT_NEGATIVE = ("minutes", "people", "posts", "count")
"""Units in which nothing can be below 0; money can be, where it was paid back."""
BELOW_0 = ("below 0, so it fails the check", "Correct the cell.")
CALLED_TOTAL = (
    "called a total and no sum of the rows above or below it; it is counted",
    "If it is a total, take the row out, or say leave_out in the mapping.",
)
Texts = tuple[str, str] | Callable[[int], tuple[str, str]]
"""What is wrong with a cell and what to do: of every one, or of that of a row."""
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
        if rows.any():
            marked = rows.reindex(self.lost.index, fill_value=False)
            self.lost = self.lost.mask((self.lost == "") & marked, why)

    def tell(
        self, column: str, marked: pd.Series, texts: Texts, *, most: int = MOST, **more: Any
    ) -> None:
        """Tell each marked cell, or one for all where there are more than so many.

        ``texts``: what is wrong and what to do, of all or of the cell of a row.
        """
        rows = marked.index[marked]
        shown = rows if len(rows) <= most else rows[:SHOWN]
        index = (self.where.origins or {}).get(column)
        told = []
        for row in shown:
            number = int(self.rows[row])
            cell = address(number, index) if index is not None else ""
            place = (self.where.file, self.where.sheet, number, column, cell)
            value = more.get("value", shorten(self.cells[column].iloc[row]))
            problem, remedy = texts(row) if callable(texts) else texts
            told.append(Problem(problem, remedy, *place, **{**more, "value": value}))
        self.problems += told if len(shown) == len(rows) else [first_of(told, len(rows))]

    def read(self, column: Column) -> None:
        """Type a column; rows that lack what every row needs are lost."""
        name = column.name
        if name not in self.cells:
            dtype = dtype_of(column.kind, self.where.home)
            self.typed[name] = pd.Series(index=self.lost.index, dtype=dtype)
            if column.required:
                self.lose(self.typed[name].isna(), f"no {name}")
            return
        raw = self.cells[name]
        if name == "notice_days":
            order = self.where.order or dates.date_order([*self.cells.get("ends_on", ()), *raw])[0]
            raw = contract_terms.in_days(raw, self.typed["ends_on"], order)
            raw = raw.astype("str").str.replace(_OF_DAYS, "", regex=True)
        if raw.dtype == "str" or raw.dtype == object:
            read = self._parsed(column, subtotals.in_codes(raw) if name == "currency" else raw)
        else:
            read = kinds.Parsed(_of_type(column, raw, self.where), pd.Series(False, raw.index))
        values, bad = read.values, read.bad
        self.typed[name], cannot = values, bad
        if read.ambiguous:
            self._tell_either_way(column, raw, read)
            in_digits = kinds.clean(raw).map(lambda cell: bool(dates.numeric_parts([cell])))
            cannot = bad & ~in_digits.astype("bool")
        self._tell_unreadable(column, cannot)
        if not column.required or not values.isna().any():
            return
        is_lost = f"{self.definition.name}.{name}" not in MAY_BE_EMPTY
        empty = (self.lost == "") & values.isna() & ~bad
        if empty.any() and (is_lost or name == "price"):
            n = int(empty.sum())
            level = NOTE if n <= FEW * len(empty) else FAULT
            texts = problem_texts("validate.empty", n=n)
            texts = problem_texts("validate.no_price", n=n) if name == "price" else texts
            self.tell(name, empty & ~empty.cumsum().gt(1), texts, value="", level=level)
        if is_lost:
            self.lose(values.isna() & bad, f"{name} cannot be read")
            self.lose(values.isna(), f"no {name}")

    def _parsed(self, column: Column, raw: pd.Series) -> kinds.Parsed:
        """Return a column of text read as its kind says."""
        if column.kind == "count" or column.unit == "money":
            grouped = kinds.thousands_by_point(raw)
            if grouped.any():
                slots = {"n": int(grouped.sum()), "one": shorten(raw[grouped].iloc[0])}
                place = (self.where.file, FAULT, column.name, None, self.where.sheet)
                self.problems.append(problem_of("validate.grouped", *place, **slots))
            return _amounts(column, raw, by_point=bool(grouped.any()))
        return _of_kind(column, raw, self.where)

    def _tell_unreadable(self, column: Column, bad: pd.Series) -> None:
        is_few = column.kind not in FIGURES and bad.sum() <= FEW * len(bad)
        level = NOTE if is_few else FAULT
        texts = REMEDIES.get(column.kind) or partial(self._no_such_word, column)
        self.tell(column.name, bad, texts, level=level, amounts=int(column.name == "amount"))

    def _no_such_word(self, column: Column, row: int) -> tuple[str, str]:
        guess = nearest(shorten(self.cells[column.name][row]), column.allowed)
        remedy = f"Did you mean '{guess}'? " if guess else ""
        return "not one of the words for it", f"{remedy}Write one of: {', '.join(column.allowed)}."

    def _tell_either_way(self, column: Column, raw: pd.Series, read: kinds.Parsed) -> None:
        """Tell once of a column whose dates could be read both ways, with a sample of them.

        No cell is read by what it alone allows: in one column of a file the order is one.
        """
        cells = kinds.clean(raw)
        days, months = dates.one_way(cells)
        first, second = dates.orders_of(cells)
        sample = next((one for one in cells if dates.numeric_parts([one])), "")
        problem = (
            f"has {read.ambiguous} of {int((cells != '').sum())} values that could be {first} or "
            f"{second}, such as '{shorten(sample)}'"
        )
        if days and months:
            problem = (
                f"holds '{shorten(days)}', which can only be day first, and '{shorten(months)}', "
                "which can only be month first"
            )
        slots = {"problem": problem, "first": first, "second": second, "file": self.where.file}
        place = (self.where.file, QUESTION, column.name, None, self.where.sheet)
        self.problems.append(problem_of("validate.order", *place, **slots))

    def checked(self) -> Checked:
        """Return the table with the rows that can be used."""
        frame = pd.DataFrame(self.typed, copy=False)
        self._lose_repeats(frame)
        self._lose_foreign(frame)
        if self.definition.name == "budget":
            self._lose_totals(frame)
        if self.definition.name == "contracts":
            self._lose_impossible_terms(frame)
        keep = self.lost == ""
        for column in self.definition.columns:
            if column.unit in NOT_NEGATIVE:
                below = (frame[column.name] < 0).fillna(False).astype(bool)
                self.tell(column.name, below & keep, BELOW_0)
        set_aside = tuple(
            SetAside(str(reason), int(count), self.where.file, reason in (TOTALS, AGAIN))
            for reason, count in self.lost[~keep].value_counts(sort=False).items()
        )
        frame.index = pd.Index(self.rows, name="source")
        retained = frame if keep.all() else frame[keep.to_numpy()]
        rows_lost = frozenset(int(row) for row in self.rows[~keep])
        return Checked(retained, tuple(self.problems), set_aside, rows_lost)

    def _lose_repeats(self, frame: pd.DataFrame) -> None:
        """Lose rows that repeat an earlier one: the whole of it, or its key."""
        name, key = self.definition.name, list(self.definition.key)
        if frame.empty or name in ("responses", "questions", "budget"):
            return
        if not key or name == "support":  # an ask without a day has no whole key
            self.lose(frame.duplicated() & (self.lost == ""), AGAIN)
        if not key:
            return
        # only rows that can be used: a mended row must not fall with the one it mends
        keys = frame.loc[self.lost == "", key].dropna()
        doubled = frame.loc[keys.index[keys.duplicated(keep=False)]]
        if doubled.empty:
            return
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
        what = "in another currency than the row's"
        self.tell(column, strange, lambda row: (f"{what} ({currency[row]})", remedy))
        self.lose(strange, f"{column} and currency disagree")

    def _lose_totals(self, frame: pd.DataFrame) -> None:
        """Lose rows of a budget that would be counted twice; tell periods that are none."""
        labels = frame["period"].astype("str").where(self.lost == "")
        why = budget_periods.unreadable(labels.dropna().unique(), self.where.own)
        no_period = "no period of the budget"
        self.tell("period", labels.isin(why), lambda row: (no_period, why[labels[row]]))
        named = ("line", "department", "cost_centre")
        origins = self.where.origins
        in_file = tuple(name for name in named if origins is None or name in origins)
        total, doubtful = subtotals.totals(frame[self.lost == ""], in_file)
        plain = doubtful & subtotals.plainly(frame["line"].astype("str")[doubtful.index])
        compare = "The total is not counted. Compare the lines with the file: one may be damaged."
        self.tell(
            "line",
            plain,
            lambda row: (
                f"a total of {frame['amount'][row]:,.2f}, not the sum of its lines",
                compare,
            ),
            level=QUESTION,
        )
        self.tell("line", doubtful & ~plain, CALLED_TOTAL, most=1)
        self.lose(total | plain, TOTALS)

    def _lose_impossible_terms(self, frame: pd.DataFrame) -> None:
        """Lose terms of contracts that cannot be; empty what is no increase or no notice."""
        for column, found, what, remedy in contract_terms.impossible(frame, self.lost):
            bad = found.fillna(False).astype(bool)
            if column in ("ends_on", "price"):
                bad &= self.lost == ""
                self.lose(bad, what)
            else:
                frame[column] = frame[column].mask(bad)
            self.tell(column, bad, (what, remedy))


def left_out(done: Checked) -> list[SetAside]:
    """Return what a check left out, in rows of the sheet: one may give several rows of a table."""
    lost = done.rows_lost - set(done.frame.index) if done.rows_lost else ()
    if not lost or sum(part.rows for part in done.set_aside) == len(lost):
        return list(done.set_aside) if lost else []
    most = max(done.set_aside, key=lambda part: part.rows)
    return [SetAside(most.reason, len(lost), most.file)]


def _of_type(column: Column, values: pd.Series, where: Place) -> pd.Series:
    """Return a column that its reader typed already in the type of its kind."""
    if values.dtype == "str" or values.dtype == object:
        return values
    if column.kind == "moment":
        if not getattr(values.dt, "tz", None):
            values = values.dt.tz_localize(where.zone, ambiguous=True, nonexistent="shift_forward")
        values = values.dt.tz_convert(where.home)
    return values.astype(pd.api.types.pandas_dtype(dtype_of(column.kind, where.home)))


def _amounts(column: Column, raw: pd.Series, *, by_point: bool) -> kinds.Parsed:
    """Return money, or whole numbers of things."""
    read = kinds.numbers(raw, by_point=by_point, in_cents=True)
    values, bad = read.values, read.bad
    if column.unit == "money":  # a share of something is no amount
        share = raw.astype("str").str.contains("%", regex=False).fillna(False).astype(bool)
        values, bad = values.mask(share), bad | share
    if column.kind == "count":
        whole = values.isna() | (values == values.round())
        values, bad = values.where(whole).astype("Int64"), bad | ~whole
    return kinds.Parsed(values, bad)


def _of_kind(column: Column, raw: pd.Series, where: Place) -> kinds.Parsed:
    """Return words, flags, days, moments or numbers."""
    if column.kind in ("id", "text"):
        cells = kinds.trimmed(raw.astype("str"))
        if column.name == "department":  # what says that there is none is no group
            none_of = cells.str.match(kinds.NOT_RECORDED) & ~cells.str.fullmatch(r"\w{2,3}")
            cells = cells.mask(none_of | cells.isin(kinds.NOTHING))  # NA may be North America
        return kinds.Parsed(cells, pd.Series(False, raw.index))
    if column.kind == "choice":
        cells = kinds.clean(raw)
        plain = kinds.mapped(cells, lambda word: re.sub(r"[\W_]+", "", word.casefold()))
        words = {re.sub(r"[\W_]+", "", word.casefold()): word for word in column.allowed}
        chosen = plain.map(words).astype("str")
        return kinds.Parsed(chosen, (cells != "") & chosen.isna())
    if column.kind == "flag":
        return kinds.flags(raw)
    if column.kind == "date":
        return dates.dates(raw, order=where.order, zone=where.zone, home=where.home)
    if column.kind == "moment":
        read = dates.moments(raw, zone=where.zone, order=where.order)
        return replace(read, values=read.values.dt.tz_convert(where.home))
    return durations(raw) if column.unit == "minutes" else kinds.numbers(raw)
