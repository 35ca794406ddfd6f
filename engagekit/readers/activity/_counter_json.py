"""COUNTER reports in JSON, as SUSHI gives them: release 5 by month, release 5.1 by metric."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from engagekit.errors import ExportError, error_text, shorten
from engagekit.files.source_file import Export
from engagekit.readers.activity._counter_usage import METRIC, month_of
from engagekit.readers.shared._table import squash


def documents(export: Export) -> list[dict[str, Any]]:
    """Return every report of a JSON file, however deep an exporter wrapped it."""
    try:
        return list(_reports(json.loads(export.text)))
    except ValueError:  # a number of more than 4,300 digits is one too
        raise ExportError(error_text("counter_json.documents", file=export.file)) from None


def _reports(value: Any) -> Iterator[dict[str, Any]]:
    """Yield dictionaries that hold a header of a report."""
    if isinstance(value, dict) and "Report_Header" in value:
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _reports(inner)


def lines_above(report: Mapping[str, Any]) -> dict[str, str]:
    """Return what the header of a report says, as the lines above a table say it."""
    head = report.get("Report_Header") or {}
    stated = head.get("Report_Filters")
    if isinstance(stated, dict):  # release 5.1; release 5 lists names and values
        filters = {name: "|".join(map(str, _several(each))) for name, each in stated.items()}
    else:
        filters = {_text(one, "Name"): _text(one, "Value") for one in _records(stated)}
    faults = [head.get("Exceptions"), report.get("Exceptions"), report.get("Exception")]
    told = [_exception(fault) for listed in faults for fault in _several(listed)]
    return {
        "reportid": _text(head, "Report_ID"),
        "createdby": _text(head, "Created_By"),
        "created": _text(head, "Created"),
        "reportingperiod": f"{filters.get('Begin_Date')} {filters.get('End_Date')}",
        "reportfilters": "; ".join(f"{name}={value}" for name, value in filters.items()),
        "exceptions": "; ".join(filter(None, told)),
    }


def _exception(fault: Any) -> str:
    """Return one exception as a text."""
    if not isinstance(fault, dict):
        return shorten(fault, 80)
    parts = [fault.get(name) for name in ("Code", "Message", "Data")]
    return ": ".join(shorten(part, 80) for part in parts if part)


def _several(value: Any) -> list[Any]:
    """Return a value that may be missing, one or several, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _records(value: Any) -> list[dict[str, Any]]:
    """Return the mappings among such values."""
    return [one for one in _several(value) if isinstance(one, dict)]


def _text(record: Mapping[str, Any], name: str) -> str:
    """Return a part of a record as text, empty where it has none."""
    return str(record.get(name) or "").strip()


def as_table(report: Mapping[str, Any], stated: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of a report as a table has them, and the counts of each month.

    A table writes a nought where JSON leaves the month out; that is done here too. ``stated``: the
    months of the report. Where the vendor says that some are missing it has none: there only for
    months in which anything was counted.
    """
    rows = list(_rows(report))
    index = pd.RangeIndex(1, len(rows) + 1, name="source")
    cells = pd.DataFrame([row for row, _ in rows], index=index, dtype="str").fillna("")
    cells = cells.reindex(columns=[*dict.fromkeys([*cells, METRIC])])
    counted = [counts for _, counts in rows]
    days = sorted({*stated}.union(*counted))
    return cells, pd.DataFrame(counted, index=index, columns=days, dtype="float64").fillna(0.0)


def _rows(report: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], dict[str, float]]]:
    """Yield the cells of each row that a table would have, and its counts by month."""
    for item in _records(report.get("Report_Items")):
        if "Items" in item:  # release 5.1: items below what they are parts of
            parent, items = item, _records(item["Items"])
        else:
            parent, items = next(iter(_records(item.get("Item_Parent"))), {}), [item]
        inherited = {
            f"parent{'title' if name == 'item' else name}": text
            for name, text in _cells(parent).items()
            if name not in ("platform", "publisher")
        }
        for each in items:
            own = {**inherited, **_cells(each)}
            # release 5.1 has one performance for each set of attributes
            for part in _records(each.get("Attribute_Performance", each)):
                for metric, counts in _performance(part.get("Performance")).items():
                    yield {**own, **_cells(part), METRIC: metric}, counts


def _performance(value: Any) -> dict[str, dict[str, float]]:
    """Return counts by metric and first day of the month."""
    if isinstance(value, dict):
        stated = [(metric, *one) for metric, months in value.items() for one in months.items()]
    else:
        stated = [
            (
                _text(one, "Metric_Type"),
                _text(period.get("Period") or {}, "Begin_Date")[:10],
                one.get("Count"),
            )
            for period in _records(value)
            for one in _records(period.get("Instance"))
        ]
    result: dict[str, dict[str, float]] = {}
    for metric, month, count in stated:
        counts = result.setdefault(metric, {})
        counts[month_of(month)] = counts.get(month_of(month), 0.0) + float(count or 0)
    return result


def _cells(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the plain parts of an item and its numbers, under squashed headings."""
    plain = {name: value for name, value in item.items() if isinstance(value, str | int)}
    for part in ("Item_Attributes", "Item_Dates", "Item_ID"):
        named = item.get(part)
        if isinstance(named, dict):  # release 5 has a list of types, release 5.1 a mapping
            plain |= {name: one for name, one in named.items() if isinstance(one, str)}
        else:
            plain |= {_text(one, "Type"): _text(one, "Value") for one in _records(named)}
    cells = {squash(name): " ".join(str(value).split()) for name, value in plain.items()}
    for heading, name in (("item", "itemname"), ("proprietaryid", "proprietary")):
        if name in cells:
            cells.setdefault(heading, cells.pop(name))
    return cells
