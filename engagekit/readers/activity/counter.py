"""COUNTER reports of releases 5 and 5.1: uses a month of what vendors deliver, nobody named.

Master reports and standard views, as TSV, CSV, XLSX or JSON. The layout is that of the Code of
Practice (cop5.projectcounter.org), whose sample reports were read and compared.
"""

import re
from collections.abc import Iterator

import pandas as pd

from engagekit.errors import ExportError, error_text, problem_texts, shorten
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing import values
from engagekit.parsing.file_days import day_in, days_in
from engagekit.readers.activity import _counter_json, _counter_usage
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing, squash
from engagekit.readers.shared.contract import Reading, Recognition, merged
from engagekit.tables.problems import FAULT, Problem, problem_of

TOOL = "COUNTER"
TABLES = ("usage",)

JSON_HEAD = 5000
"""Letters at the start of a JSON file in which the header of the report stands."""
TOTAL = "reportingperiodtotal"
METRIC = "metrictype"
_PEOPLE = ("authors", "parentauthors")


def recognise(export: Export) -> Recognition | None:
    """Return why an export is a COUNTER report, or None."""
    if export.kind == "text" and export.text.lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
        head = export.text[:JSON_HEAD]
        if '"Report_Header"' in head and '"Report_ID"' in head:
            return Recognition("has the Report_Header of a COUNTER report", header_rows=0)
        return None
    for listed in _reports(export):
        why = f"has Report_ID and Release above Metric_Type in row {listed.header + 1}"
        return Recognition(why, header_row=listed.header + 1, sheet=listed.sheet.name)
    return None


def _reports(export: Export) -> Iterator[Listing]:
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
    if export.kind == "text" and export.text.lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
        parts = _read_json(export)
    else:
        parts = [_read_table(listed) for listed in _reports(export)]
    if not parts:
        raise ExportError(error_text("counter.read", file=export.file))
    return merged(parts)


def _read_json(export: Export) -> list[Reading]:
    """Return the reports of a JSON file."""
    parts = []
    named = (("Authors", "personal data"),) if '"Authors"' in export.text else ()
    for report in _counter_json.documents(export):
        header = _counter_json.header_of(report)
        if report.get("Report_Items") is None:
            said = f": {header.exceptions}" if header.exceptions else ""
            raise ExportError(error_text("counter.read_json", file=export.file, said=said))
        rows, months = _counter_json.as_table(report, header)
        why = pd.Series("", index=rows.index, dtype="str")
        late = _counter_usage.unfinished(months.drop(columns="", errors="ignore"), header.made_on)
        problems = [*_said(header, export), *_too_early(late, header, export)]
        if "" in months:
            text = "holds counts without a month, which are left out"
            problems.append(Problem(text, "Download it again.", export.file))
        months = months.drop(columns=[*late, ""], errors="ignore")
        frame = _counter_usage.usage(rows, months, header)
        if not len(rows):
            problems.append(problem_of("counter.no_usage", export.file))
        if lacks := int((frame["metric"] == "").sum()):
            problems.append(problem_of("counter.no_metric", export.file, n=lacks))
        parts.append(_reading(frame, why, problems, named, header, export))
    return parts


def _too_early(
    late: list[str], header: _counter_usage.Header, export: Export, sheet: str = ""
) -> list[Problem]:
    """Return a problem where a report was made before its last months were over."""
    if not late:
        return []
    place, slots = ("", None, sheet), {"made": header.made_on, "month": late[0][:7]}
    return [problem_of("counter.too_early", export.file, FAULT, *place, **slots)]


def _said(header: _counter_usage.Header, export: Export, sheet: str = "") -> list[Problem]:
    """Return what the vendor itself says is missing from a report."""
    if not header.exceptions:
        return []
    what, place = shorten(header.exceptions, 120), ("", None, sheet)
    return [problem_of("counter.said", export.file, FAULT, *place, what=what)]


def _read_table(listed: Listing) -> Reading:
    """Return the report of one sheet."""
    header = _header(listed.sheet, listed.header)
    days = {at: _counter_usage.month_of(name) for at, name in enumerate(listed.headers)}
    places = {at: day for at, day in days.items() if day and at > listed.keys.index(METRIC)}
    if not places:
        places = _single_month(listed, header)
    why = _table.reasons(listed)
    why = why.mask((why == "") & (listed.column([METRIC]) == ""), "no Metric_Type")
    retained = listed.body[why == ""]
    rows = pd.DataFrame(
        {
            key: retained[at]
            for at, key in enumerate(listed.keys)
            if key in (*_counter_usage.DESCRIPTION, METRIC) and key
        }
    )
    counts, problems = _counts(listed, retained, places)
    months = counts.set_axis([*places.values()], axis=1)
    late = _counter_usage.unfinished(months, header.made_on)
    told = _said(header, listed.export, listed.sheet.name)
    told += _too_early(late, header, listed.export, listed.sheet.name)
    problems = [*told, *problems]
    doubled = months.columns.duplicated()
    for at in counts.columns[doubled]:
        text = "stands over a second column of its month; the first is used"
        problems.append(listed.problem(text, "Download the report again.", column=int(at)))
    months = months.loc[:, ~doubled].drop(columns=late)
    if empty := int(months.isna().to_numpy().sum()):
        problems.append(listed.problem(*problem_texts("counter.empty", n=empty)))
    problems += [*_totals(listed, retained, counts), *_span(listed, header, [*places.values()])]
    frame = _counter_usage.usage(rows, months, header)
    again = _counter_usage.repeats(frame)
    sums = _sums(rows, counts)
    frame = frame[~frame.index.isin([*again, *sums])]
    why = why.mask(why.index.isin(sums), "the sum of the other rows")
    why = why.mask(why.index.isin(again), "counts what an earlier row counts")
    problems += [
        listed.problem(*problem_texts("counter.read_table", first=first), row)
        for row, (first, alike) in again.items()
        if not alike
    ]
    used = {
        at
        for at, key in enumerate(listed.keys)
        if key in (*_counter_usage.DESCRIPTION, METRIC, TOTAL, *_counter_usage.COLUMNS.values())
        or at in places
    }
    left = tuple(
        (name, "personal data" if squash(name) in _PEOPLE else reason)
        for name, reason in _table.dropped(listed, used)
    )
    return _reading(frame, why, problems, left, header, listed.export, listed.sheet.name)


def _reading(
    usage: pd.DataFrame,
    why: pd.Series,
    problems: list[Problem],
    dropped: tuple[tuple[str, str], ...],
    header: _counter_usage.Header,
    export: Export,
    sheet: str = "",
) -> Reading:
    rows_read, rows_kept = _table.rows_read(why), int((why == "").sum())
    return Reading(
        {"usage": usage} if len(usage) else {},
        rows_read,
        rows_kept,
        _table.set_aside(why, export.file),
        problems,
        dropped,
        sheet_rows={sheet: (rows_read, rows_kept)} if sheet else {},
        made_on=header.made_on,
    )


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


def _sums(rows: pd.DataFrame, counts: pd.DataFrame) -> pd.Index:
    """Return the rows that name no title and hold, in each month, the sum of those that do."""
    if rows.empty:
        return rows.index
    names = [name for name in _counter_usage.NAMES if name in rows]
    nameless = (rows[names] == "").all(axis=1) & bool(names)
    keys = rows.reindex(columns=["platform", METRIC], fill_value="").agg("\x1f".join, axis=1)
    whole = counts[~nameless].groupby(keys[~nameless]).sum()
    expected = whole.reindex(keys[nameless]).set_axis(keys.index[nameless])
    same = (counts[nameless].fillna(0) == expected).all(axis=1) & (expected.sum(axis=1) > 0)
    return same.index[same]


def _header(sheet: Sheet, heading: int) -> _counter_usage.Header:
    """Return what stands above the heading of a table."""
    said = {}
    for index in range(heading):
        row = [*sheet.row(index), "", ""]
        said[squash(row[0])] = "; ".join(filter(None, row[1:]))
    days = sorted(f"{day:%Y-%m-%d}" for day in days_in(said.get("reportingperiod", "")))
    pairs = [part.partition("=") for part in re.split(r"[;\n]", said.get("reportfilters", ""))]
    stated = {name.strip(): value.strip().split("|") for name, _, value in pairs}
    return _counter_usage.Header(
        said.get("reportid", "").upper().replace(" ", ""),
        said.get("createdby", ""),
        (days[0], days[-1]) if days else ("", ""),
        _counter_usage.filters(stated),
        said.get("exceptions", ""),
        day_in(said.get("created", "")),
    )


def _single_month(listed: Listing, header: _counter_usage.Header) -> dict[int, str]:
    """Return the column of totals as the month of a report that covers one."""
    whole = _counter_usage.months_between(*header.period)
    if len(whole) == 1 and TOTAL in listed.keys:
        return {listed.keys.index(TOTAL): whole[0]}
    raise ExportError(error_text("counter.single_month", file=listed.export.file))


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


def _span(listed: Listing, header: _counter_usage.Header, days: list[str]) -> list[Problem]:
    """Return a problem where the months are not those of the reporting period."""
    lacking = [day[:7] for day in _counter_usage.months_between(*header.period) if day not in days]
    if not lacking:
        return []
    named = f"{lacking[0]} to {lacking[-1]}" if len(lacking) > 1 else lacking[0]
    return [listed.problem(*problem_texts("counter.span", n=len(lacking), months=named))]
