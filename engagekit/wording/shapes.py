"""The shapes of sentences: of a question whose record has ``says``, parts in order."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from engagekit.measures import ends
from engagekit.measures._frame import ALL
from engagekit.wording._rules import (
    PAIR,
    NotShownError,
    Telling,
    as_count,
    is_few,
    is_of_heads,
    needed,
    sure_ends,
)
from engagekit.wording.baseline import since_a_year_ago

Part = Mapping[str, Any]


def share(it: Telling, part: Part) -> str:
    """Say a number of people or things, with other measures beside it."""
    measure = _measure_of(it, part)
    row = it.row(measure)
    if row is None and "absent" in part and _is_open(it, measure):
        return it.tell(part["absent"])
    beside = {slot: it.need(other) for slot, other in part.get("beside", {}).items()}
    rows = {"": it.need(measure), **beside}
    if "unit" in part:
        rows = {slot: found.replace(found["unit"], part["unit"]) for slot, found in rows.items()}
    row = rows.pop("")
    key = _variant(part, row)
    return it.tell(key, row, **_plain(it), **rows) if key else ""


def _variant(part: Part, row: pd.Series) -> str:
    """Return the message for a row: of few, of none, of all, of head counts, or any other."""
    kinds = {
        "heads": is_of_heads(row),
        "all": row["estimate"] == 1 and row["unit"] == "share",
        "none": row["estimate"] == 0,
        "few": "few" in part and is_few(row),
    }
    wanted = [part[kind] for kind, holds in kinds.items() if holds and kind in part]
    return str(wanted[0] if wanted else part["say"])


def _is_open(it: Telling, measure: str) -> bool:
    """Return whether a measure is there, with nothing hidden and without a number."""
    rows = it.frame[it.frame["measure"] == measure]
    return len(rows) > 0 and not ends.hidden(rows).any()


def _plain(it: Telling) -> dict[str, Any]:
    """Return the arguments of the rule that can stand in a slot."""
    return {name: value for name, value in it.args.items() if isinstance(value, str | int | float)}


def over_time(it: Telling, part: Part) -> str:
    """Say the newest number beside that of a year ago, else beside the first."""
    measure = _measure_of(it, part)
    rows = needed(it.rows(measure))
    run = since_a_year_ago(rows.to_dict("records"))
    last, told = run[-1], {"first": run[0], "last": run[-1], **_plain(it)}
    if len(run) == 1:
        return it.tell(part.get("once", part["say"]), last, **told)
    text = it.tell(part["say"], last, **told)
    since = it.tell(part["since"], last, **told) if "since" in part else ""
    return it.compared(text + since, measure)


def _measure_of(it: Telling, part: Part) -> str:
    """Return the measure of a part; some are known to the section alone."""
    return str(it.args["measure"] if part["row"] == "@measure" else part["row"])


def lowest_and_highest(it: Telling, part: Part) -> str:
    """Say between which groups a share lies; nothing where all are level.

    ``sure``: what is said where the highest and the lowest are likely enough to be named.
    """
    by = part.get("by") or str(it.frame.columns[0])
    rows = it.rows(part["row"])
    rows = rows[(rows[by] != ALL) & (rows["base"] >= part.get("least", 0))]
    if rows["estimate"].nunique() < 2:
        return ""
    key = part.get("say", "ends")
    if "sure" in part:
        ranked = rows.sort_values("estimate", ascending=False, kind="stable")
        bases = ranked["base"].map(as_count)
        if all(sure_ends((ranked["estimate"] * bases).tolist(), bases.tolist())):
            key = part["sure"]
    return it.compared(it.tell(key, **it.ends(rows, by)), part["row"])


def first(it: Telling, part: Part) -> str:
    """Say which value is the most frequent, where one or two clearly are."""
    by = part.get("by") or str(it.frame.columns[0])
    rows = needed(it.rows(part["row"]))
    rows = needed(rows[~rows[by].isin([ALL, "Not stated"])])
    names, counts, front = it.leading(rows, by, part.get("column", "n"))
    key = part.get("many", "") if front > PAIR or 1 < front == len(rows) else part["say"]
    if not key:
        return ""
    text = it.tell(key, rows.iloc[0], names=names, counts=counts, count=front)
    return it.compared(text, part["row"])


def cells(it: Telling, part: Part) -> str:
    """Say the rows of a split, each in its slot."""
    rows = {}
    for slot, value in part["slots"].items():
        rows[slot] = it.row(part.get("row"), **{part["key"]: value})
    try:
        return it.tell(part["say"], **rows)
    except NotShownError:
        if "rounded" not in part:
            raise
        return it.tell(part["rounded"], **rows)


def listing(it: Telling, part: Part) -> str:
    """Say how many rows a listing has, with what stands in some of them."""
    told: dict[str, object] = dict.fromkeys(("count", "listed", "base"), len(it.frame))
    told |= _plain(it)
    for slot, of in part.get("slots", {}).items():
        told[slot] = _in_listing(it, **of)
    is_said = "if_any" not in part or told[part["if_any"]]
    return it.compared(it.tell(part["say"], **told)) if is_said else ""


def _in_listing(
    it: Telling,
    how: str,
    column: str,
    value: str | int = "",
    unit: str = "count",
    where: Mapping[str, list[object]] | None = None,
    without: str | None = None,
    last_of: str = "",
) -> object:
    """Return what a slot says of a column: a cell, its names, its most, its sum, a count.

    ``without``: a value of the column that is left out; ``last_of``: the column of which each value
    counts by its last row.
    """
    rows = it.frame[it.frame[column] != without]
    for name, values in (where or {}).items():
        rows = rows[rows[name].isin(values)]
    if last_of:
        rows = rows.drop_duplicates(last_of, keep="last")
    cells = rows[column]
    if how == "first":
        cell = cells.iloc[0]
        is_day = isinstance(cell, pd.Timestamp) or hasattr(cell, "isoformat")
        return it.day(cell) if is_day else cell
    if how == "names":
        return it.names(cells)
    if how == "most":
        return it.number(cells.max(), unit)
    if how == "sum":
        return as_count(cells.sum(skipna=False))
    if how == "sum_of_known":
        return int(cells.sum())
    if how == "filled":
        return int(cells.notna().sum())
    if how in ("different", "different with any"):
        return cells[(rows["estimate"] > 0) | (how == "different")].nunique()
    return int((cells == value).sum())


SHAPES: Mapping[str, Callable[[Telling, Part], str]] = {
    "share": share,
    "over_time": over_time,
    "lowest_and_highest": lowest_and_highest,
    "first": first,
    "cells": cells,
    "listing": listing,
}


def of_record(it: Telling, parts: list[Part]) -> str | None:
    """Return the sentence of a record: the first part must be shown, the others may lack."""
    text = ""
    for at, part in enumerate(parts):
        is_given = "if_given" not in part or bool(it.args.get(part["if_given"]))
        if (text and part.get("alone")) or not is_given:
            continue
        try:
            text += SHAPES[part.get("shape", "share")](it, part)
        except NotShownError:
            if at == 0 and not part.get("optional"):
                raise
        if part.get("shape") == "over_time":  # what else is told is of the newest period
            newest = it.rows(_measure_of(it, part))["period"].iloc[-1]
            it = replace(it, frame=it.frame[it.frame["period"] == newest])
    return it.by_records(text) if text else None
