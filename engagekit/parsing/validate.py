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
from engagekit.parsing.schema_gate import faults, may_be_empty
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
    where = place or Place()
    definition = table(name)
    typed: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    lost = pd.Series("", index=range(len(frame)), dtype=object)
    rows = frame.index.to_numpy()
    supplied = frame.reset_index(drop=True)
    for column in definition.columns:
        if column.name not in frame.columns:
            dtype = dtype_of(column.kind, where.home)
            typed[column.name] = pd.Series(index=lost.index, dtype=dtype)
            if column.name == "starts_on" and "ends_on" in frame:
                ends = _typed(definition["ends_on"], supplied["ends_on"], where)[0]
                typed["starts_on"] = contract_terms.year_before(ends)
                problems.append(
                    Problem(*contract_terms.NO_START, where.file, where.sheet, level=QUESTION)
                )
            if column.required:
                lost = lost.mask((lost == "") & typed[column.name].isna(), f"no {column.name}")
            continue
        raw = supplied[column.name]
        if column.name == "notice_days" and "ends_on" in typed:
            order = where.order or dates.date_order([*supplied["ends_on"], *raw])[0]
            raw = contract_terms.in_days(raw, typed["ends_on"], order)
        raw = subtotals.in_codes(raw) if column.name == "currency" else raw
        values, bad, extra = _typed(column, raw, where)
        typed[column.name] = values
        problems += extra
        if bad.any() and (told := bad & ~_unsure(column, raw, extra)).any():
            problems += _cells(column, raw, told, rows, where)
        if column.required:
            removed = values.isna()
            if removed.any() and column.name == "price":
                problems += _empty(column, supplied, (lost == "") & removed & ~bad, rows, where)
            elif removed.any() and not may_be_empty(name, column.name):
                lost = lost.mask((lost == "") & removed & bad, f"{column.name} cannot be read")
                problems += _empty(column, supplied, (lost == "") & removed & ~bad, rows, where)
                lost = lost.mask((lost == "") & removed, f"no {column.name}")
    result = pd.DataFrame(typed, copy=False)
    lost = _duplicates(definition, result, lost)
    second = lost.str.startswith("same ") & (lost != AGAIN)
    if name in ("counts", "headcounts") and second.any():
        texts = problem_texts("validate.second", n=int(second.sum()), key=", ".join(definition.key))
        row = int(rows[second.to_numpy()][0])
        problems.append(Problem(*texts, where.file, where.sheet, row, level=QUESTION))
    for step in (_foreign, _money) if name == "budget" else (_foreign,):
        lost, extra = step(frame, result, lost, where)
        problems += extra
    if name == "contracts":
        lost, terms = contract_terms.check(result, lost)
        cells = [_at(column, at, supplied[column], rows, where) for at, column, _, _ in terms]
        pairs = zip(cells, terms, strict=True)
        problems += [replace(cell, problem=what, remedy=do) for cell, (_, _, what, do) in pairs]
    keep = lost == ""
    set_aside = tuple(
        SetAside(str(reason), int(count), where.file, reason in (TOTALS, AGAIN))
        for reason, count in lost[~keep].value_counts(sort=False).items()
    )
    result.index = pd.Index(rows, name="source")
    retained = result if keep.all() else result[keep.to_numpy()]
    gate = faults(definition, retained, where.file, where.sheet, where.home)
    return Checked(retained, (*problems, *gate), set_aside, frozenset(int(r) for r in rows[~keep]))


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


def _empty(
    column: Column, frame: pd.DataFrame, empty: pd.Series, rows: Any, where: Place
) -> list[Problem]:
    """Return the one fault of rows that say something and lack what every row needs."""
    if not empty.any():
        return []
    at = _at(column.name, empty.index[empty][0], frame[column.name], rows, where)
    few = empty.sum() <= FEW * len(empty)
    text, remedy = problem_texts("validate.empty", n=int(empty.sum()))
    if column.name == "price":
        text, remedy = problem_texts("validate.no_price", n=int(empty.sum()))
    return [replace(at, problem=text, remedy=remedy, value="", level=NOTE if few else FAULT)]


def _grouped(column: Column, raw: pd.Series, grouped: pd.Series, where: Place) -> list[Problem]:
    """Return the one remark on a column whose points were taken to part thousands."""
    if not grouped.any():
        return []
    one = shorten(raw[grouped].iloc[0])
    place = (where.file, FAULT, column.name, None, where.sheet)
    return [problem_of("validate.grouped", *place, n=int(grouped.sum()), one=one)]


def _cells(
    column: Column, raw: pd.Series, bad: pd.Series, rows: Any, where: Place
) -> list[Problem]:
    """Return one problem a bad cell, or one for all where there are very many."""
    problem, remedy = REMEDIES.get(column.kind, ("", ""))
    matches = []
    positions = bad.index[bad]
    few = column.kind not in FIGURES and len(positions) <= FEW * len(bad)
    flood = len(positions) > repeated_problems.MOST
    for position in positions[: repeated_problems.SHOWN] if flood else positions:
        text = _at(column.name, position, raw, rows, where)
        if column.kind == "choice":
            guess = nearest(text.value, column.allowed)
            problem = "not one of the words for it"
            remedy = f"Did you mean '{guess}'? " if guess else ""
            remedy += f"Write one of: {', '.join(column.allowed)}."
        level, amounts = NOTE if few else FAULT, int(column.name == "amount")
        matches.append(replace(text, problem=problem, remedy=remedy, level=level, amounts=amounts))
    return [repeated_problems.first_of(matches, len(positions))] if flood else matches


def _foreign(
    frame: pd.DataFrame, typed: pd.DataFrame, lost: pd.Series, where: Place
) -> tuple[pd.Series, list[Problem]]:
    """Set aside amounts that carry the sign of another currency than their row's."""
    column = "price" if "price" in frame else "amount"
    if column not in frame or frame[column].dtype not in ("str", "object"):
        return lost, []
    raw, rows = frame[column].reset_index(drop=True).astype("str"), frame.index.to_numpy()
    strange = subtotals.foreign(raw, typed["currency"].astype("str")) & (lost == "")
    text = []
    for at in strange.index[strange]:
        what = f"in another currency than the row's ({typed['currency'][at]})"
        remedy = "Correct the currency of the row, or the sign in the cell."
        text += [replace(_at(column, at, raw, rows, where), problem=what, remedy=remedy)]
    lost = lost.mask(strange, f"{column} and currency disagree")
    return lost, [*repeated_problems.condensed(text)]


def _money(
    frame: pd.DataFrame, typed: pd.DataFrame, lost: pd.Series, where: Place
) -> tuple[pd.Series, list[Problem]]:
    """Set aside rows that would be counted twice."""
    rows = frame.index.to_numpy()
    labels = typed["period"].astype("str").where(lost == "")
    why = budget_periods.unreadable(labels.dropna().unique(), where.own)
    bad = [_at("period", at, labels, rows, where) for at in labels.index[labels.isin(why)]]
    called = "no period of the budget"
    periods = (replace(one, problem=called, remedy=why.get(one.value, "")) for one in bad)
    problems = list(repeated_problems.condensed(periods))
    free = typed[lost == ""]
    named = ("line", "department", "cost_centre")
    in_file = tuple(name for name in named if where.origins is None or name in where.origins)
    total, like = subtotals.totals(free, in_file)
    lines = typed["line"].astype("str")
    plain = like & subtotals.plainly(lines[like.index])
    problems += [
        replace(
            _at("line", position, lines, rows, where),
            problem=f"a total of {typed['amount'][position]:,.2f}, not the sum of its lines",
            remedy="The total is not counted. Compare the lines with the file: one may be damaged.",
            level=QUESTION,
        )
        for position in plain.index[plain][: repeated_problems.SHOWN]
    ]
    like &= ~plain
    total |= plain
    text = [
        replace(
            _at("line", position, lines, rows, where),
            problem="called a total and no sum of the rows above or below it; it is counted",
            remedy="If it is a total, take the row out, or say leave_out in the mapping.",
        )
        for position in like.index[like][: repeated_problems.SHOWN]
    ]
    problems += [repeated_problems.first_of(text, int(like.sum()))] if text else []
    return lost.mask(lost.index.isin(total.index[total]), TOTALS), problems


def _at(column: str, position: int, raw: pd.Series, rows: Any, where: Place) -> Problem:
    """Return a problem with the place of one cell."""
    row, index = int(rows[position]), (where.origins or {}).get(column)
    cell = address(row, index) if index is not None else ""
    return Problem("", "", where.file, where.sheet, row, column, cell, shorten(raw.iloc[position]))


def _duplicates(definition: Table, typed: pd.DataFrame, lost: pd.Series) -> pd.Series:
    """Mark rows that repeat an earlier one: the whole of it, or its key."""
    if typed.empty:
        return lost
    free = lost == ""
    key = [name for name in definition.key if name in typed.columns]
    if definition.name in ("responses", "questions") and key:
        return lost
    if definition.name == "support":  # an ask without a day has no whole key
        repeats = typed.index[free & typed.duplicated(keep="first")]
        lost = lost.mask(lost.index.isin(repeats), AGAIN)
        free = lost == ""
    if not key:
        if definition.name == "budget" or len(typed) >= 200_000:
            return lost
        return lost.mask(free & typed.duplicated(keep="first"), AGAIN)
    if not typed.duplicated(key).any():
        return lost
    # only rows that can be used: a mended row must not fall with the one it mends
    keys = typed.loc[free, key].dropna()
    doubled = keys.duplicated(keep=False)
    if not doubled.any():
        return lost
    usable = typed.loc[keys.index[doubled]]  # of a long log next to none
    repeats = usable.index[usable.duplicated(keep="first")]
    repeated = usable.index[usable[key].duplicated(keep="first")].difference(repeats)
    lost = lost.mask(lost.index.isin(repeats), AGAIN)
    return lost.mask(lost.index.isin(repeated), f"same {' and '.join(key)} as an earlier row")
