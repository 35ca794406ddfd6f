"""People counted at a door: visitors a day or an hour, or the readings of a meter that runs on."""

from collections.abc import Mapping
from functools import cache

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import Export
from engagekit.parsing import dates
from engagekit.parsing import values as kinds
from engagekit.parsing.validate import BELOW_0
from engagekit.readers.shared import _repeats, _table
from engagekit.readers.shared._table import Listing, squash
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words
from engagekit.tables.problems import QUESTION, Problem

TOOL = "Gate counts"
TABLES = ("counts",)
NAMES = {"people": "gate entries", "reading": "gate count"}
"""What is counted, as the sheet counts of the template calls it."""


@cache
def headers(name: str) -> tuple[str, ...]:
    """Return the headers of a column of door counters, see `squash`."""
    return tuple(squash(word) for word in words("gate_counts")[name])


def _accepts(found: frozenset[str]) -> bool:
    """Return whether a header row is that of a door counter, and of nothing else."""
    every = {header for name in words("gate_counts") for header in headers(name)}
    counted = [name for name in NAMES if not found.isdisjoint(headers(name))]
    return found <= every and not found.isdisjoint(headers("on")) and len(counted) == 1


def recognise(export: Export) -> Recognition | None:
    """Return why an export holds counts of visitors, or None."""
    listed = _table.find(export, _accepts)
    if listed is not None and dates.dates(listed.column(headers("on"))).values.isna().all():
        return None  # of months, say
    return _table.seen(listed, "has days and people counted at a door")


def read(export: Export) -> Reading:
    """Read visitors of each day: hours added up, readings of a meter set off against the last."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    what = next(name for name in NAMES if listed.positions(headers(name)))
    rows, why, problems = days_of(listed, headers("on"), {"n": headers(what)})
    rows["hour"] = listed.column(headers("hour")).reindex(rows.index)
    if what == "reading":
        rows, why, told = _run_on(listed, rows, why)
    else:
        column = listed.best(headers(what))
        rows, why, told = _repeats.figures_once(listed, rows, why, column)
    rows = rows.assign(what=NAMES[what])
    used = [*headers("on"), *headers("hour"), *headers("place"), *headers(what)]
    return reading_of(listed, rows, why, [*problems, *told], used)


def days_of(
    listed: Listing, on: tuple[str, ...], counted: Mapping[str, tuple[str, ...]]
) -> tuple[pd.DataFrame, pd.Series, list[Problem]]:
    """Return day, place and numbers of each row, why the others have none, and what is said.

    ``on``: headers of the day. ``counted``: names of the columns of numbers and their headers.
    """
    why = _table.reasons(listed)
    order, problems = _table.order_of(listed, [listed.column(on)])
    days = dates.dates(listed.column(on), order=order).values
    why = why.mask((why == "") & days.isna(), "no day")
    rows = pd.DataFrame({"place": listed.column(headers("place")), "on": days})
    for name, known in counted.items():
        read = kinds.numbers(listed.column(known))
        why = why.mask((why == "") & read.values.isna(), "no count")
        rows[name] = read.values
        column = listed.best(known)
        if column is None:
            continue
        cells = listed.body[column]
        problems += [
            listed.problem("not a number", "Correct the cell.", int(str(row)), column, str(cell))
            for row, cell in cells[read.bad].items()
        ]
        problems += [  # before days are added up, in which nobody would see it
            listed.problem(*BELOW_0, int(str(row)), column, cell)
            for row, cell in cells[read.values.lt(0) & (why == "")].items()
        ]
    return rows[why == ""], why, problems


def reading_of(
    listed: Listing, rows: pd.DataFrame, why: pd.Series, problems: list[Problem], used: list[str]
) -> Reading:
    """Return the counts of each day and place, several rows of one added up.

    ``rows``: `on, place, what, n`. ``used``: headers that went somewhere.
    """
    counts = rows.assign(source=rows.index, on=rows["on"].dt.strftime("%Y-%m-%d"))
    counts = counts.groupby(["what", "on", "place"], sort=False, as_index=False).agg(
        {"n": "sum", "source": "first"}
    )
    counts["n"] = counts["n"].map("{:.15g}".format).astype("str")
    counts = counts.set_index("source").sort_index(kind="stable")
    on = [header for header in used if header in headers("on")]
    return Reading(
        tables={"counts": counts} if len(counts) else {},
        rows_read=_table.rows_read(why),
        rows_kept=int((why == "").sum()),
        set_aside=_table.set_aside(why, listed.export.file),
        problems=(*problems, *_table.long_rows(listed, why)),
        dropped_columns=_table.dropped(listed, {*listed.positions(used)}),
        date_order=_table.order_of(listed, [listed.column(on)])[0],
        origins={"counts": _table.origins(listed, {"on": on, "place": headers("place")})},
    )


def _run_on(
    listed: Listing, rows: pd.DataFrame, why: pd.Series
) -> tuple[pd.DataFrame, pd.Series, list[Problem]]:
    """Return what a meter counted between two readings; the first of all counts nothing."""
    ordered = rows.sort_values(["place", "on", "hour"], kind="stable")
    counted = ordered.groupby("place")["n"].diff()
    first, back = counted.isna(), counted < 0
    why = why.mask(why.index.isin(ordered.index[first]), "the first reading of a meter")
    why = why.mask(why.index.isin(ordered.index[back]), "a reading below the one before")
    problems = []
    if back.any():
        row = int(str(ordered.index[back][0]))
        texts = problem_texts("gate_counts.back", n=int(back.sum()))
        problems.append(listed.problem(*texts, row, level=QUESTION))
    return ordered.assign(n=counted)[~first & ~back].sort_index(), why, problems
