"""People counted at a door: visitors a day or an hour, or the readings of a meter that runs on."""

from functools import cache

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import Export
from engagekit.parsing import dates
from engagekit.parsing import values as kinds
from engagekit.parsing.schema_gate import REMEDY
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
def _headers(name: str) -> tuple[str, ...]:
    return tuple(squash(word) for word in words("gate_counts")[name])


@cache
def _every_header() -> frozenset[str]:
    return frozenset(header for name in words("gate_counts") for header in _headers(name))


def _accepts(headers: frozenset[str]) -> bool:
    """Return whether a header row is that of a door counter, and of nothing else."""
    named = headers - {""}
    counted = [name for name in NAMES if named & {*_headers(name)}]
    return named <= _every_header() and bool(named & {*_headers("on")}) and len(counted) == 1


def recognise(export: Export) -> Recognition | None:
    """Return why an export holds counts of visitors, or None."""
    listed = _table.find(export, _accepts)
    if listed is not None and dates.dates(listed.column(_headers("on"))).values.isna().all():
        return None  # of months, say
    return _table.seen(listed, "has days and people counted at a door")


def read(export: Export) -> Reading:
    """Read visitors of each day: hours added up, readings of a meter set off against the last."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    what = next(name for name in NAMES if listed.positions(_headers(name)))
    why = _table.reasons(listed)
    order, leaning = _table.order_of(listed, [listed.column(_headers("on"))])
    day = dates.dates(listed.column(_headers("on")), order=order).values
    n = kinds.numbers(listed.column(_headers(what)))
    why = why.mask((why == "") & day.isna(), "no day")
    why = why.mask((why == "") & n.values.isna(), "no count")
    rows = pd.DataFrame(
        {
            "place": listed.column(_headers("place")),
            "day": day,
            "hour": listed.column(_headers("hour")),
            "n": n.values,
        }
    )[why == ""]
    problems = [
        listed.problem("not a number", "Correct the cell.", int(str(row)), at, str(cell))
        for at in listed.positions(_headers(what))
        for row, cell in listed.body[at][n.bad].items()
    ]
    problems += [  # before days are added up, in which nobody would see it
        listed.problem("below 0, so it fails the check", REMEDY, int(str(row)), at, str(cell))
        for at in listed.positions(_headers(what))
        for row, cell in listed.body[at][n.values.lt(0) & (why == "")].items()
    ]
    if what == "reading":
        rows, why, told = _run_on(listed, rows, why)
        problems += told
    else:
        rows, why, told = _repeats.figures_once(listed, rows, why, listed.best(_headers(what)))
        problems += told
    counts = rows.assign(source=rows.index, on=rows["day"].dt.strftime("%Y-%m-%d"))
    counts = counts.groupby(["on", "place"], sort=False, as_index=False).agg(
        {"n": "sum", "source": "first"}
    )
    counts["n"] = counts["n"].map("{:.15g}".format).astype("str")
    used = [*_headers("on"), *_headers("hour"), *_headers("place"), *_headers(what)]
    return Reading(
        tables={"counts": counts.assign(what=NAMES[what]).set_index("source")}
        if len(counts)
        else {},
        rows_read=_table.rows_read(why),
        rows_kept=int((why == "").sum()),
        set_aside=_table.set_aside(why, export.file),
        problems=(*problems, *leaning, *_table.long_rows(listed, why)),
        dropped_columns=_table.dropped(listed, set(listed.positions(used))),
        date_order=order,
        origins={"counts": _table.origins(listed, {"on": _headers("on"), "n": _headers(what)})},
    )


def _run_on(
    listed: Listing, rows: pd.DataFrame, why: pd.Series
) -> tuple[pd.DataFrame, pd.Series, list[Problem]]:
    """Return what a meter counted between two readings; the first of all counts nothing."""
    ordered = rows.sort_values(["place", "day", "hour"], kind="stable")
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
