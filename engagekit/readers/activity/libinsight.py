"""LibInsight: gate counts, as entries and exits or as a meter's readings."""

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing import dates
from engagekit.parsing import values as kinds
from engagekit.readers.shared import _repeats, _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "LibInsight"
TABLES = ("counts",)

START, END = "gatestart", "gateend"
ON = ("date", "startdate", "datetime", "timestamp")
PLACE = ("library", "location", "gate", "branch", "entrance", "site")


def _accepts(headers: frozenset[str]) -> bool:
    """Return whether a header row is that of gate counts."""
    return {START, END} <= headers and bool(headers & {*ON})


def recognise(export: Export) -> Recognition | None:
    """Return why an export holds gate counts, or None."""
    return _table.seen(
        _table.find(export, _accepts),
        "has date, gate_start and gate_end, or start date, entered by and entered date",
    )


def read(export: Export) -> Reading:
    """Read gate counts; a day with several rows is added up."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    order, leaning = _table.order_of(listed, [listed.column(ON)])
    day = dates.dates(listed.column(ON), order=order)
    start, end = (kinds.numbers(listed.column([name])) for name in (START, END))
    bad = day.values.isna() | start.values.isna() | end.values.isna()
    why = why.mask((why == "") & bad, "no date or no numbers")
    retained = why == ""
    place = listed.column(PLACE)
    frame = pd.DataFrame(
        {
            "place": place,
            "on": day.values.dt.strftime("%Y-%m-%d"),
            "start": start.values,
            "end": end.values,
        }
    )[retained]
    frame, why, told = _repeats.figures_once(listed, frame, why, listed.best([START]))
    metered = is_meter(frame)
    told += [*_meaning(listed, frame, metered), *leaning, *_table.long_rows(listed, why)]
    if metered:  # a meter counts on, so that its difference tells
        parts = {"gate count": frame["end"] - frame["start"]}
    else:
        parts = {"gate entries": frame["start"], "gate exits": frame["end"]}
    long = pd.concat(
        [
            pd.DataFrame({"what": what, "on": frame["on"], "place": frame["place"], "n": values})
            for what, values in parts.items()
        ]
    )
    long["source"] = long.index
    keys = ["what", "on", "place"]
    counts = long.groupby(keys, sort=False, as_index=False).agg({"n": "sum", "source": "first"})
    counts["n"] = counts["n"].map("{:.15g}".format).astype("str")
    counts = counts.set_index("source").sort_index(kind="stable")
    return Reading(
        tables={"counts": counts} if len(counts) else {},
        rows_read=_table.rows_read(why),
        rows_kept=int((why == "").sum()),
        set_aside=_table.set_aside(why, export.file),
        problems=told,
        dropped_columns=_table.dropped(listed, set(listed.positions([*ON, START, END, *PLACE]))),
        origins={"counts": _table.origins(listed, {"on": ON, "place": PLACE})},
    )


def is_meter(frame: pd.DataFrame) -> bool:
    """Return whether numbers run on like a meter's: never back, each day from where one ended.

    ``frame``: ``place, on, start, end``.
    """
    rows = frame.sort_values(["place", "on", "start"], kind="stable")
    before = rows.groupby("place")["end"].shift()
    follows = before.notna()
    return bool(
        len(rows) >= 2
        and follows.any()
        and (rows["end"] >= rows["start"]).all()
        and (rows["start"][follows] >= before[follows]).all()
    )


def _meaning(listed: Listing, frame: pd.DataFrame, metered: bool) -> list[Problem]:
    """Return how the two columns were read: the same header means two things."""
    if frame.empty:
        return []
    if metered:
        what = "read as readings of a meter (they run on from day to day): end less start counts"
    elif (frame["end"] < frame["start"]).any():
        what = "read as entries and exits, since end is below start on some days"
    else:
        what = "read as entries and exits, but may be readings of a meter"
    remedy = "Ask who keeps the gate; else use the sheet counts of the template."
    return [listed.problem(f"has gate_start and gate_end, {what}", remedy)]
