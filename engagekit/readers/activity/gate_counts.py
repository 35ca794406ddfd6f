"""People counted at a door: visitors a day or an hour, or the readings of a meter that runs on.

Lists of any counter, and those of LibInsight, where ``gate_start`` and ``gate_end`` are either
entries and exits or two readings of a meter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import Export
from engagekit.parsing import dates, values
from engagekit.parsing.validate import BELOW_0
from engagekit.readers.shared import _repeats, _table
from engagekit.readers.shared._table import Listing, squash
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words
from engagekit.tables.problems import QUESTION, Problem

ENTRIES, EXITS, METER = "gate entries", "gate exits", "gate count"
"""What is counted, as the sheet counts of the template calls it."""


@cache
def headers(name: str) -> tuple[str, ...]:
    """Return the headers of a column of door counters, see `squash`."""
    return tuple(squash(word) for word in words("gate_counts")[name])


@dataclass(frozen=True)
class GateReader:
    """The reader of lists with some of the columns ``people``, ``reading``, ``start``, ``end``."""

    TOOL: str
    layouts: tuple[tuple[str, ...], ...]
    others: bool = True
    TABLES: tuple[str, ...] = ("counts",)

    def _accepts(self, found: frozenset[str]) -> bool:
        """Return whether a header row is that of a door counter, and of nothing else."""
        known = {header for name in words("gate_counts") for header in headers(name)}
        fits = [all(not found.isdisjoint(headers(one)) for one in each) for each in self.layouts]
        is_counter = sum(fits) == 1 and not found.isdisjoint(headers("on"))
        return is_counter and (self.others or found <= known)

    def recognise(self, export: Export) -> Recognition | None:
        """Return why an export holds counts of visitors, or None."""
        listed = _table.find(export, self._accepts)
        if listed is None or dates.dates(listed.column(headers("on"))).values.isna().all():
            return None  # of months, say
        return _table.seen(listed, f"has days and {' and '.join(self._columns(listed))} of a gate")

    def _columns(self, listed: Listing) -> tuple[str, ...]:
        return next(
            each for each in self.layouts if all(listed.positions(headers(one)) for one in each)
        )

    def read(self, export: Export) -> Reading:
        """Read the counts of each day: hours added up, readings set off against the last."""
        listed = _table.find(export, self._accepts) or _table.listing(export, export.sheet, 0)
        columns = self._columns(listed)
        rows, why, problems = _days_of(listed, columns)
        if columns == ("reading",):
            rows, why, told = _run_on(listed, rows, why)
            counts = {METER: rows["reading"]}
        else:
            first = listed.best(headers(columns[0]))
            rows, why, told = _repeats.figures_once(listed, rows, why, first)
            counts = {ENTRIES: rows[columns[0]]}
        if "start" in columns:
            counts, more = _entries_or_readings(listed, rows)
            told += more
        long = pd.concat([rows.assign(what=what, n=each) for what, each in counts.items()])
        used = [name for key in ("on", "hour", "place", *columns) for name in headers(key)]
        return _reading_of(listed, long, why, [*problems, *told], used)


READERS = (
    GateReader("Gate counts", (("people",), ("reading",)), others=False),
    GateReader("LibInsight", (("start", "end"),)),
)


def _days_of(
    listed: Listing, counted: Iterable[str]
) -> tuple[pd.DataFrame, pd.Series, list[Problem]]:
    """Return day, place and numbers of each row, why the others have none, and what is said."""
    why = _table.reasons(listed)
    on = listed.column(headers("on"))
    order, problems = _table.order_of(listed, [on])
    rows = pd.DataFrame(
        {"place": listed.column(headers("place")), "hour": listed.column(headers("hour"))}
    )
    rows["on"] = dates.dates(on, order=order).values
    why = why.mask((why == "") & rows["on"].isna(), "no day")
    for name in counted:
        column = listed.best(headers(name))
        cells = listed.one(headers(name))
        read = values.numbers(cells)
        why = why.mask((why == "") & read.values.isna(), "no count")
        rows[name] = read.values
        below = read.values.lt(0) & (why == "")  # told before days are added up
        for texts, bad in (("not a number", "Correct the cell."), read.bad), (BELOW_0, below):
            problems += [
                listed.problem(*texts, int(str(row)), column, cell)
                for row, cell in cells[bad].items()
            ]
    return rows[why == ""], why, problems


def _reading_of(
    listed: Listing, rows: pd.DataFrame, why: pd.Series, problems: list[Problem], used: list[str]
) -> Reading:
    """Return the counts of each day and place, several rows of one added up."""
    counts = rows.assign(source=rows.index, on=rows["on"].dt.strftime("%Y-%m-%d"))
    counts = counts.groupby(["what", "on", "place"], sort=False, as_index=False).agg(
        {"n": "sum", "source": "first"}
    )
    counts["n"] = counts["n"].map("{:.15g}".format).astype("str")
    counts = counts.set_index("source").sort_index(kind="stable")
    return Reading(
        tables={"counts": counts} if len(counts) else {},
        rows_read=_table.rows_read(why),
        rows_kept=int((why == "").sum()),
        set_aside=_table.set_aside(why, listed.export.file),
        problems=(*problems, *_table.long_rows(listed, why)),
        dropped_columns=_table.dropped(listed, {*listed.positions(used)}),
        date_order=_table.order_of(listed, [listed.column(headers("on"))])[0],
        origins={"counts": _table.origins(listed, {key: headers(key) for key in ("on", "place")})},
    )


def _run_on(
    listed: Listing, rows: pd.DataFrame, why: pd.Series
) -> tuple[pd.DataFrame, pd.Series, list[Problem]]:
    """Return what a meter counted between two readings; the first of all counts nothing."""
    ordered = rows.sort_values(["place", "on", "hour"], kind="stable")
    counted = ordered.groupby("place")["reading"].diff()
    first, back = counted.isna(), counted < 0
    why = why.mask(why.index.isin(ordered.index[first]), "the first reading of a meter")
    why = why.mask(why.index.isin(ordered.index[back]), "a reading below the one before")
    problems = []
    if back.any():
        row = int(str(ordered.index[back][0]))
        texts = problem_texts("gate_counts.back", n=int(back.sum()))
        problems.append(listed.problem(*texts, row, level=QUESTION))
    return ordered.assign(reading=counted)[~first & ~back].sort_index(), why, problems


def _entries_or_readings(
    listed: Listing, rows: pd.DataFrame
) -> tuple[dict[str, pd.Series], list[Problem]]:
    """Return what start and end count, and how they were read: the header means two things."""
    start, end = rows["start"], rows["end"]
    # readings run on: never back, and each day from where the one before ended
    ordered = rows.sort_values(["place", "on", "start"], kind="stable")
    before = ordered.groupby("place")["end"].shift()
    follows = before.notna()
    runs_on = (ordered["start"][follows] >= before[follows]).all()
    is_metered = bool(follows.any() and (end >= start).all() and runs_on)
    if is_metered:
        what = "read as readings of a meter (they run on from day to day): end less start counts"
    elif (end < start).any():
        what = "read as entries and exits, since end is below start on some days"
    else:
        what = "read as entries and exits, but may be readings of a meter"
    remedy = "Ask who keeps the gate; else use the sheet counts of the template."
    told = [listed.problem(f"has gate_start and gate_end, {what}", remedy)] if len(rows) else []
    return {METER: end - start} if is_metered else {ENTRIES: start, EXITS: end}, told
