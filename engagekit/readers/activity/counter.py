"""COUNTER reports of releases 5 and 5.1: uses a month of what vendors deliver, nobody named.

Master reports and standard views, as TSV, CSV, XLSX or JSON. The layout is that of the Code of
Practice (cop5.projectcounter.org), whose sample reports were read and compared.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from engagekit.errors import ExportError, error_text, problem_texts, shorten
from engagekit.files.source_file import Export
from engagekit.parsing import values
from engagekit.parsing.file_days import day_in, days_in
from engagekit.readers.activity import _counter_json
from engagekit.readers.activity._counter_usage import (
    COLUMNS,
    DESCRIPTION,
    METRIC,
    NAMES,
    described,
    month_of,
    monthly,
)
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing, squash
from engagekit.readers.shared.contract import Reading, Recognition, merged
from engagekit.tables.problems import FAULT, Problem, problem_of

TOOL = "COUNTER"
TABLES = ("usage",)

JSON_HEAD = 5000
"""Letters at the start of a JSON file in which the header of the report stands."""
TOTAL = "reportingperiodtotal"
_PEOPLE = ("authors", "parentauthors")


@dataclass(frozen=True)
class _Header:
    """What stands above the rows of a report, of either format.

    ``report``: its number, e.g. ``TR_J1``. ``vendor``: who made it. ``months``: the first days of
    those of its period. ``stated``: squashed headings whose one value the filters of the report fix
    for every row. ``exceptions``: what the vendor says is missing or late. ``made_on``: the day on
    which the report was made, ISO. What is not written is empty.
    """

    report: str
    vendor: str
    months: list[str]
    stated: dict[str, str]
    exceptions: str
    made_on: str


def recognise(export: Export) -> Recognition | None:
    """Return why an export is a COUNTER report, or None."""
    if _is_json(export):
        head = export.text[:JSON_HEAD]
        if '"Report_Header"' in head and '"Report_ID"' in head:
            return Recognition("has the Report_Header of a COUNTER report", header_rows=0)
        return None
    for listed in _listings(export):
        return _table.seen(
            listed, f"has Report_ID and Release above Metric_Type in row {listed.header + 1}"
        )
    return None


def _is_json(export: Export) -> bool:
    return export.kind == "text" and export.text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[")


def _listings(export: Export) -> Iterator[Listing]:
    """Yield the visible sheets that hold a report, each from its heading."""
    wanted = getattr(export.choice, "sheet", None)
    for sheet in export.visible:
        if wanted and sheet.name != wanted:
            continue
        above: set[str] = set()
        for index, row in enumerate(sheet.head(_table.HEAD)):
            keys = {squash(cell) for cell in row}
            if METRIC in keys and len(keys) > 2 and {"reportid", "release"} <= above:
                yield _table.listing(export, sheet, index)
                break
            above.add(squash(row[0]) if row else "")


def read(export: Export) -> Reading:
    """Read the count of each row in each month; totals are compared with the months."""
    if _is_json(export):
        parts = [_of_json(export, one) for one in _counter_json.documents(export)]
    else:
        parts = [_of_table(listed) for listed in _listings(export)]
    if not parts:
        raise ExportError(error_text("counter.read", file=export.file))
    return merged(parts)


def _header(lines: Mapping[str, str]) -> _Header:
    """Return what the lines above a report say, by their squashed first cells."""
    days = sorted(days_in(lines.get("reportingperiod", "")))
    span = pd.period_range(days[0], days[-1], freq="M") if days else ()
    stated = {}
    for part in re.split(r"[;\n]", lines.get("reportfilters", "")):
        name, _, value = part.partition("=")
        is_one = "|" not in value and value.strip().casefold() not in ("all", "")
        if is_one and squash(name) in COLUMNS.values():
            stated[squash(name)] = value.strip()
    return _Header(
        lines.get("reportid", "").upper().replace(" ", ""),
        lines.get("createdby", ""),
        [f"{month.start_time:%Y-%m-%d}" for month in span],
        stated,
        lines.get("exceptions", ""),
        day_in(lines.get("created", "")),
    )


def _of_json(export: Export, document: dict[str, object]) -> Reading:
    """Return the uses of a report of a JSON file."""
    header = _header(_counter_json.lines_above(document))
    if document.get("Report_Items") is None:
        said = f": {header.exceptions}" if header.exceptions else ""
        raise ExportError(error_text("counter.read_json", file=export.file, said=said))
    stated = [] if header.exceptions else header.months
    cells, months = _counter_json.as_table(document, stated)
    problems = []
    if "" in months:
        text = "holds counts without a month, which are left out"
        problems.append(Problem(text, "Download it again.", export.file))
        months = months.drop(columns="")
    why = cells[METRIC].map({"": "no Metric_Type"}).fillna("")
    dropped = [("Authors", "personal data")] if '"Authors"' in export.text else []
    return _reading(export, header, cells, months, why, problems, dropped)


def _of_table(listed: Listing) -> Reading:
    """Return the uses of the report of one sheet."""
    lines = {}
    for index in range(listed.header):
        first, *others = [*listed.sheet.row(index), ""]
        lines[squash(first)] = "; ".join(filter(None, others))
    header = _header(lines)
    places = _months(listed, header)
    why = _table.reasons(listed)
    why = why.mask((why == "") & (listed.column([METRIC]) == ""), "no Metric_Type")
    rows = listed.body[why == ""]
    texts = pd.concat(
        {at: rows[at] for at in places}
    )  # all read at once: they have one decimal sign
    read = values.numbers(texts)
    problems = [
        listed.problem("not a number", "Correct the cell.", int(row), int(at), str(cell))
        for (at, row), cell in texts[read.bad].items()
    ]
    counts = read.values.unstack(level=0).reindex(index=rows.index, columns=[*places])
    if TOTAL in listed.keys and (at := listed.keys.index(TOTAL)) not in places:
        total, added = values.numbers(rows[at]).values, counts.sum(axis=1)
        for row in rows.index[total.notna() & (total != added)]:
            told = problem_texts("counter.totals", added=added[row])
            problems.append(listed.problem(*told, int(row), at, str(rows.loc[row, at])))
    if lacking := [day for day in header.months if day not in places.values()]:
        named = " to ".join(dict.fromkeys([lacking[0][:7], lacking[-1][:7]]))
        told = problem_texts("counter.span", n=len(lacking), months=named)
        problems.append(listed.problem(*told))
    months = counts.set_axis([*places.values()], axis=1)
    doubled = months.columns.duplicated()
    for column in counts.columns[doubled]:
        text = "stands over a second column of its month; the first is used"
        problems.append(listed.problem(text, "Download the report again.", column=int(column)))
    used = {*listed.positions((*DESCRIPTION, METRIC, TOTAL)), *places}
    dropped = [
        (name, "personal data" if squash(name) in _PEOPLE else reason)
        for name, reason in _table.dropped(listed, used)
    ]
    cells = rows.set_axis([*listed.keys], axis=1)
    cells = cells.loc[:, ~cells.columns.duplicated(keep="last")]
    months = months.loc[:, ~doubled]
    return _reading(listed.export, header, cells, months, why, problems, dropped, listed.sheet.name)


def _months(listed: Listing, header: _Header) -> dict[int, str]:
    """Return the columns of months; that of totals is the month of a report that covers one."""
    after = listed.keys.index(METRIC) + 1
    days = {at: month_of(name) for at, name in enumerate(listed.headers) if at >= after}
    if places := {at: day for at, day in days.items() if day}:
        return places
    if len(header.months) == 1 and TOTAL in listed.keys:
        return {listed.keys.index(TOTAL): header.months[0]}
    raise ExportError(error_text("counter.single_month", file=listed.export.file))


def _reading(
    export: Export,
    header: _Header,
    cells: pd.DataFrame,
    months: pd.DataFrame,
    why: pd.Series,
    problems: list[Problem],
    dropped: Sequence[tuple[str, str]],
    sheet: str = "",
) -> Reading:
    """Return the uses of a report, without what counts twice and months that were not over.

    ``cells``: under squashed headings, one row a metric. ``months``: counts of the same rows by
    first day of the month. ``why``: why a row counts nothing, empty where it does.
    """
    counted_rows = cells.index.intersection(why.index[why == ""])
    cells, months = cells.loc[counted_rows], months.loc[counted_rows]
    for name, value in header.stated.items():
        stated = cells.get(name, pd.Series("", index=cells.index))
        cells = cells.assign(**{name: stated.mask(stated == "", value)})
    sums = _sums(cells, months)
    late = unfinished(months, header.made_on)
    months = months.drop(columns=late)
    rows = described(cells, header.report, header.vendor)
    counted = rows[months.notna().any(axis=1)]
    alike = counted.index.to_series().groupby([counted["item_id"], counted["metric"]])
    first = alike.transform("first")
    again = first[first != first.index]
    why = why.mask(why.index.isin(sums), "the sum of the other rows")
    why = why.mask(why.index.isin(again.index), "counts what an earlier row counts")
    kept = why[why == ""].index
    place = (export.file, FAULT, "")
    told = []
    if header.exceptions:
        what = shorten(header.exceptions, 120)
        told.append(problem_of("counter.said", *place, None, sheet, what=what))
    if late:
        made, month = header.made_on, late[0][:7]
        told.append(problem_of("counter.too_early", *place, None, sheet, made=made, month=month))
    told += problems
    if not len(cells):
        told.append(problem_of("counter.no_usage", *place, None, sheet))
    if empty := int(months.isna().to_numpy().sum()):
        told.append(problem_of("counter.empty", *place, None, sheet, n=empty))
    for row, earlier in zip(again.index, again, strict=True):
        if not months.loc[row].equals(months.loc[earlier]):
            told.append(problem_of("counter.read_table", *place, row, sheet, first=earlier))
    frame = monthly(rows.loc[kept], months.loc[kept])
    rows_read = _table.rows_read(why)
    return Reading(
        {"usage": frame} if len(frame) else {},
        rows_read,
        len(kept),
        _table.set_aside(why, export.file),
        told,
        dropped,
        sheet_rows={sheet: (rows_read, len(kept))} if sheet else {},
        made_on=header.made_on,
    )


def _sums(cells: pd.DataFrame, months: pd.DataFrame) -> pd.Index:
    """Return the rows that name no title and hold, in each month, the sum of those that do."""
    if cells.empty:
        return cells.index
    nameless = (cells.reindex(columns=NAMES, fill_value="") == "").all(axis=1)
    keys = cells.reindex(columns=["platform", METRIC], fill_value="").agg("\x1f".join, axis=1)
    whole = months[~nameless].groupby(keys[~nameless]).sum()
    expected = whole.reindex(keys[nameless]).set_axis(keys.index[nameless])
    same = (months[nameless].fillna(0) == expected).all(axis=1) & (expected.sum(axis=1) > 0)
    return same.index[same]


def unfinished(months: pd.DataFrame, made_on: str) -> list[str]:
    """Return the months that were not over when a report was made.

    None where the day is wrong: no month was over by then, or one after it has uses.

    Examples
    --------
    >>> months = pd.DataFrame({"2026-06-01": [9], "2026-07-01": [4], "2026-08-01": [0]})
    >>> unfinished(months, "2026-07-31"), unfinished(months, "2026-06-12")
    (['2026-07-01', '2026-08-01'], [])
    """
    days = sorted({*months})
    late = [day for day in days if f"{pd.Period(day, 'M').end_time:%Y-%m-%d}" >= made_on != ""]
    is_wrong = len(late) == len(days) or months[[day for day in late if day > made_on]].gt(0).any(
        axis=None
    )
    return [] if is_wrong else late
