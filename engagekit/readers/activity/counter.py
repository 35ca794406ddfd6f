"""COUNTER reports of releases 5 and 5.1: uses a month of what vendors deliver, nobody named.

Master reports and standard views, as TSV, CSV, XLSX or JSON. The layout is that of the Code of
Practice (cop5.projectcounter.org), whose sample reports were read and compared.
"""

import re
from collections.abc import Iterator
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
    Header,
    filters,
    month_of,
    months_between,
    repeats,
    unfinished,
    usage,
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


@dataclass(frozen=True, eq=False)
class _Report:
    """A report of either format.

    ``cells``: under squashed headings, one row a metric. ``months``: counts of the same rows by
    first day of the month. ``why``: why a row counts nothing, empty where it does.
    """

    export: Export
    header: Header
    cells: pd.DataFrame
    months: pd.DataFrame
    why: pd.Series
    problems: list[Problem]
    dropped: tuple[tuple[str, str], ...]
    sheet: str = ""

    def place(self, row: int | None = None) -> tuple[str, str, str, int | None, str]:
        """Return where a problem of this report is, as `problem_of` takes it."""
        return self.export.file, FAULT, "", row, self.sheet


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
        reports = [_of_json(export, one) for one in _counter_json.documents(export)]
    else:
        reports = [_of_table(listed) for listed in _listings(export)]
    if not reports:
        raise ExportError(error_text("counter.read", file=export.file))
    return merged([_reading(report) for report in reports])


def _reading(report: _Report) -> Reading:
    """Return the uses of a report, without what counts twice and months that were not over."""
    header, months, why = report.header, report.months, report.why
    late = unfinished(months, header.made_on)
    sums = _sums(report.cells, months)
    months = months.drop(columns=late)
    frame = usage(report.cells, months, header)
    again = repeats(frame)
    frame = frame[~frame.index.isin([*again, *sums])]
    why = why.mask(why.index.isin(sums), "the sum of the other rows")
    why = why.mask(why.index.isin(again), "counts what an earlier row counts")
    problems, place = [], report.place()
    if header.exceptions:
        problems.append(problem_of("counter.said", *place, what=shorten(header.exceptions, 120)))
    if late:
        problems.append(
            problem_of("counter.too_early", *place, made=header.made_on, month=late[0][:7])
        )
    problems += report.problems
    if not len(report.cells):
        problems.append(problem_of("counter.no_usage", *place))
    if empty := int(months.isna().to_numpy().sum()):
        problems.append(problem_of("counter.empty", *place, n=empty))
    for row, (first, agrees) in again.items():
        if not agrees:
            problems.append(problem_of("counter.read_table", *report.place(row), first=first))
    rows_read, rows_kept = _table.rows_read(why), int((why == "").sum())
    return Reading(
        {"usage": frame} if len(frame) else {},
        rows_read,
        rows_kept,
        _table.set_aside(why, report.export.file),
        problems,
        report.dropped,
        sheet_rows={report.sheet: (rows_read, rows_kept)} if report.sheet else {},
        made_on=header.made_on,
    )


def _sums(cells: pd.DataFrame, months: pd.DataFrame) -> pd.Index:
    """Return the rows that name no title and hold, in each month, the sum of those that do."""
    names = [name for name in NAMES if name in cells]
    if cells.empty or not names:
        return cells.index[:0]
    nameless = (cells[names] == "").all(axis=1)
    keys = cells.reindex(columns=["platform", METRIC], fill_value="").agg("\x1f".join, axis=1)
    whole = months[~nameless].groupby(keys[~nameless]).sum()
    expected = whole.reindex(keys[nameless]).set_axis(keys.index[nameless])
    same = (months[nameless].fillna(0) == expected).all(axis=1) & (expected.sum(axis=1) > 0)
    return same.index[same]


def _of_json(export: Export, document: dict[str, object]) -> _Report:
    """Return a report of a JSON file."""
    header = _counter_json.header_of(document)
    if document.get("Report_Items") is None:
        said = f": {header.exceptions}" if header.exceptions else ""
        raise ExportError(error_text("counter.read_json", file=export.file, said=said))
    cells, months = _counter_json.as_table(document, header)
    problems = []
    if "" in months:
        text = "holds counts without a month, which are left out"
        problems.append(Problem(text, "Download it again.", export.file))
        months = months.drop(columns="")
    why = cells[METRIC].map(lambda metric: "" if metric else "no Metric_Type").astype("str")
    dropped = (("Authors", "personal data"),) if '"Authors"' in export.text else ()
    retained = why == ""
    return _Report(export, header, cells[retained], months[retained], why, problems, dropped)


def _of_table(listed: Listing) -> _Report:
    """Return the report of one sheet."""
    header = _header(listed)
    places = _months(listed, header)
    why = _table.reasons(listed)
    why = why.mask((why == "") & (listed.column([METRIC]) == ""), "no Metric_Type")
    rows = listed.body[why == ""]
    described = {key: at for at, key in enumerate(listed.keys) if key in (*DESCRIPTION, METRIC)}
    counts, problems = _counts(listed, rows, places)
    problems += _totals(listed, rows, counts)
    lacking = [day for day in months_between(*header.period) if day not in places.values()]
    if lacking:
        named = " to ".join(dict.fromkeys([lacking[0][:7], lacking[-1][:7]]))
        problems.append(
            listed.problem(*problem_texts("counter.span", n=len(lacking), months=named))
        )
    months = counts.set_axis([*places.values()], axis=1)
    doubled = months.columns.duplicated()
    for at in counts.columns[doubled]:
        text = "stands over a second column of its month; the first is used"
        problems.append(listed.problem(text, "Download the report again.", column=int(at)))
    read = {*listed.positions((*DESCRIPTION, METRIC, TOTAL, *COLUMNS.values())), *places}
    return _Report(
        listed.export,
        header,
        rows[[*described.values()]].set_axis([*described], axis=1),
        months.loc[:, ~doubled],
        why,
        problems,
        tuple(
            (name, "personal data" if squash(name) in _PEOPLE else reason)
            for name, reason in _table.dropped(listed, read)
        ),
        listed.sheet.name,
    )


def _header(listed: Listing) -> Header:
    """Return what stands above the heading of a table."""
    said = {}
    for index in range(listed.header):
        row = [*listed.sheet.row(index), "", ""]
        said[squash(row[0])] = "; ".join(filter(None, row[1:]))
    days = sorted(f"{day:%Y-%m-%d}" for day in days_in(said.get("reportingperiod", "")))
    pairs = [part.partition("=") for part in re.split(r"[;\n]", said.get("reportfilters", ""))]
    return Header(
        said.get("reportid", "").upper().replace(" ", ""),
        said.get("createdby", ""),
        (days[0], days[-1]) if days else ("", ""),
        filters({name.strip(): value.strip().split("|") for name, _, value in pairs}),
        said.get("exceptions", ""),
        day_in(said.get("created", "")),
    )


def _months(listed: Listing, header: Header) -> dict[int, str]:
    """Return the columns of months; that of totals is the month of a report that covers one."""
    after = listed.keys.index(METRIC) + 1
    days = {at: month_of(name) for at, name in enumerate(listed.headers) if at >= after}
    if places := {at: day for at, day in days.items() if day}:
        return places
    whole = months_between(*header.period)
    if len(whole) == 1 and TOTAL in listed.keys:
        return {listed.keys.index(TOTAL): whole[0]}
    raise ExportError(error_text("counter.single_month", file=listed.export.file))


def _counts(
    listed: Listing, rows: pd.DataFrame, places: dict[int, str]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the counts of the columns of months, all read at once, and the cells that are none."""
    cells = pd.concat({at: rows[at] for at in places})
    read = values.numbers(cells)
    problems = [
        listed.problem("not a number", "Correct the cell.", int(row), int(at), str(cell))
        for (at, row), cell in cells[read.bad].items()
    ]
    return read.values.unstack(level=0).reindex(index=rows.index, columns=[*places]), problems


def _totals(listed: Listing, rows: pd.DataFrame, counts: pd.DataFrame) -> list[Problem]:
    """Return the rows whose total is not the sum of their months."""
    if TOTAL not in listed.keys or listed.keys.index(TOTAL) in counts:
        return []
    at = listed.keys.index(TOTAL)
    total = values.numbers(rows[at]).values
    added = counts.sum(axis=1)
    return [
        listed.problem(
            *problem_texts("counter.totals", added=added[row]), int(row), at, str(rows.loc[row, at])
        )
        for row in rows.index[total.notna() & (total != added)]
    ]
