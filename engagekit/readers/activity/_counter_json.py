"""COUNTER reports in JSON, as SUSHI gives them: release 5 by month, release 5.1 by metric."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from engagekit.errors import ExportError, error_text, shorten
from engagekit.files.source_file import Export
from engagekit.parsing.file_days import day_in
from engagekit.readers.activity._counter_usage import Header, filters, month_of, months_between
from engagekit.readers.shared._table import squash

Cells = dict[str, str]
Counts = dict[tuple[str, str], float]
"""Counts by metric and first day of the month."""


def documents(export: Export) -> list[dict[str, Any]]:
    """Return every report of a JSON file, however deep an exporter wrapped it."""
    try:
        return list(_reports(json.loads(export.text)))
    except ValueError:  # a number of more than 4,300 digits is one too
        raise ExportError(error_text("counter_json.documents", file=export.file)) from None


def _reports(value: Any) -> Iterator[dict[str, Any]]:
    """Yield dictionaries that hold a header of a report."""
    if isinstance(value, list):
        for one in value:
            yield from _reports(one)
    elif isinstance(value, dict):
        if "Report_Header" in value:
            yield value
            return
        for one in value.values():
            if isinstance(one, dict | list):
                yield from _reports(one)


def header_of(report: Mapping[str, Any]) -> Header:
    """Return what the header of a report says."""
    head = report.get("Report_Header") or {}
    stated = _pairs(head.get("Report_Filters"))
    period = tuple(next(iter(stated.get(name, [])), "") for name in ("Begin_Date", "End_Date"))
    faults = [
        *_list(head.get("Exceptions")),
        *_list(report.get("Exceptions")),
        *_list(report.get("Exception")),
    ]
    return Header(
        str(head.get("Report_ID") or "").strip().upper(),
        str(head.get("Created_By") or "").strip(),
        (period[0], period[1]),
        filters(stated),
        "; ".join(filter(None, map(_exception, faults))),
        day_in(str(head.get("Created") or "")),
    )


def _exception(fault: Any) -> str:
    """Return one exception as a text."""
    if not isinstance(fault, dict):
        return shorten(fault, 80)
    parts = [fault.get(name) for name in ("Code", "Message", "Data")]
    return ": ".join(shorten(part, 80) for part in parts if part)


def _list(value: Any) -> list[Any]:
    """Return a value that may be missing, one or several, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _pairs(value: Any) -> dict[str, list[str]]:
    """Return filters, which release 5 lists as names and values and release 5.1 as a mapping."""
    if isinstance(value, dict):
        return {name: [str(one) for one in _list(each)] for name, each in value.items()}
    pairs = [one for one in _list(value) if isinstance(one, dict)]
    return {str(one.get("Name")): str(one.get("Value") or "").split("|") for one in pairs}


def rows_of(report: Mapping[str, Any]) -> list[tuple[Cells, Counts]]:
    """Return for each item and its attributes the cells and the counts."""
    result: list[tuple[Cells, Counts]] = []
    for item in _list(report.get("Report_Items")):
        if not isinstance(item, dict):
            continue
        if "Items" in item:  # release 5.1: items below what they are parts of
            parent = _prefixed(_cells({**item, "Items": None}))
            for inner in _list(item["Items"]):
                result += [({**parent, **cells}, counts) for cells, counts in _item(inner)]
            continue
        parents = [one for one in _list(item.get("Item_Parent")) if isinstance(one, dict)]
        inherited = _prefixed(_cells(parents[0])) if parents else {}
        result += [({**inherited, **cells}, counts) for cells, counts in _item(item)]
    return result


def _prefixed(cells: Cells) -> Cells:
    """Return the cells of a parent under the headings that a table gives them."""
    named = {"item": "title", "title": "title"}
    return {
        f"parent{named.get(name, name)}": text
        for name, text in cells.items()
        if name not in ("platform", "publisher")
    }


def _item(item: Mapping[str, Any]) -> Iterator[tuple[Cells, Counts]]:
    """Yield the rows of one item: one for release 5, one a set of attributes for 5.1."""
    own = _cells(item)
    if "Attribute_Performance" not in item:
        counts: Counts = {}
        for part in _list(item.get("Performance")):
            day = month_of(str((part.get("Period") or {}).get("Begin_Date", ""))[:10])
            for one in _list(part.get("Instance")):
                key = (str(one.get("Metric_Type", "")), day)
                counts[key] = counts.get(key, 0.0) + float(one.get("Count") or 0)
        yield own, counts
        return
    for part in _list(item["Attribute_Performance"]):
        performance = part.get("Performance") or {}
        yield (
            {**own, **_cells({**part, "Performance": None})},
            {
                (metric, month_of(month)): float(count or 0)
                for metric, months in performance.items()
                for month, count in months.items()
            },
        )


def _cells(item: Mapping[str, Any]) -> Cells:
    """Return the plain parts of an item and its numbers, under squashed headings."""
    cells = {
        squash(name): " ".join(str(value).split())
        for name, value in item.items()
        if isinstance(value, str | int)
    }
    cells |= {f"{squash(name)}": text for name, text in _named(item.get("Item_Attributes"))}
    cells |= {squash(name): text for name, text in _named(item.get("Item_Dates"))}
    for name, text in _named(item.get("Item_ID")):
        cells[squash("Proprietary_ID" if name == "Proprietary" else name)] = text
    if "itemname" in cells:
        cells.setdefault("item", cells.pop("itemname"))
    return cells


def _named(value: Any) -> Iterator[tuple[str, str]]:
    """Yield names and values: release 5 has a list of types, release 5.1 a mapping."""
    if isinstance(value, dict):
        yield from ((name, str(one)) for name, one in value.items() if isinstance(one, str))
    for one in value if isinstance(value, list) else []:
        if isinstance(one, dict):
            yield str(one.get("Type", "")), str(one.get("Value") or "")


def as_table(report: Mapping[str, Any], header: Header) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of a report as a table has them, and the counts of each month.

    A table writes a nought where JSON leaves the month out. That is done here too for the months of
    the report, but not where the vendor says that some are missing: there only for months in which
    anything was counted.
    """
    rows: list[Cells] = []
    counted: list[dict[str, float]] = []
    for cells, counts in rows_of(report):
        for metric in dict.fromkeys(metric for metric, _ in counts):
            rows.append({**cells, "metrictype": metric})
            counted.append({day: n for (name, day), n in counts.items() if name == metric})
    index = pd.RangeIndex(1, len(rows) + 1, name="source")
    said = [] if header.exceptions else months_between(*header.period)
    days = sorted({*said}.union(*counted))
    table = pd.DataFrame(rows, index=index).fillna("").astype("str")
    if table.empty:
        table = pd.DataFrame(columns=["metrictype"], index=index, dtype="str")
    return table, pd.DataFrame(counted, index=index, columns=days, dtype="float64").fillna(0.0)
