"""LibInsight: gate counts, as entries and exits or as a meter's readings."""

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.readers.activity import gate_counts
from engagekit.readers.shared import _repeats, _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "LibInsight"
TABLES = ("counts",)

START, END = "gatestart", "gateend"
ON = ("date", "startdate", "datetime", "timestamp")


def _accepts(headers: frozenset[str]) -> bool:
    """Return whether a header row is that of gate counts."""
    return {START, END} <= headers and not headers.isdisjoint(ON)


def recognise(export: Export) -> Recognition | None:
    """Return why an export holds gate counts, or None."""
    return _table.seen(_table.find(export, _accepts), "has date, gate_start and gate_end")


def read(export: Export) -> Reading:
    """Read gate counts; a day with several rows is added up."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    columns = {"start": (START,), "end": (END,)}
    rows, why, problems = gate_counts.days_of(listed, ON, columns)
    rows, why, told = _repeats.figures_once(listed, rows, why, listed.best([START]))
    is_metered = is_meter(rows)
    if is_metered:  # a meter counts on, so that its difference tells
        parts = {"gate count": rows["end"] - rows["start"]}
    else:
        parts = {"gate entries": rows["start"], "gate exits": rows["end"]}
    long = pd.concat([rows.assign(what=what, n=numbers) for what, numbers in parts.items()])
    problems += [*told, *_meaning(listed, rows, is_metered)]
    used = [*ON, START, END, *gate_counts.headers("place")]
    return gate_counts.reading_of(listed, long, why, problems, used)


def is_meter(rows: pd.DataFrame) -> bool:
    """Return whether numbers run on like a meter's: never back, each day from where one ended.

    ``rows``: ``place, on, start, end``.
    """
    rows = rows.sort_values(["place", "on", "start"], kind="stable")
    before = rows.groupby("place")["end"].shift()
    follows = before.notna()
    return bool(
        follows.any()
        and (rows["end"] >= rows["start"]).all()
        and (rows["start"][follows] >= before[follows]).all()
    )


def _meaning(listed: Listing, rows: pd.DataFrame, is_metered: bool) -> list[Problem]:
    """Return how the two columns were read: the same header means two things."""
    if rows.empty:
        return []
    if is_metered:
        what = "read as readings of a meter (they run on from day to day): end less start counts"
    elif (rows["end"] < rows["start"]).any():
        what = "read as entries and exits, since end is below start on some days"
    else:
        what = "read as entries and exits, but may be readings of a meter"
    remedy = "Ask who keeps the gate; else use the sheet counts of the template."
    return [listed.problem(f"has gate_start and gate_end, {what}", remedy)]
