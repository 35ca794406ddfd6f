"""Five checks on the numbers of a file itself, before they count."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from engagekit.errors import DataError, EngagekitError, shorten
from engagekit.importing.draft import Draft
from engagekit.importing.profile import rows_of
from engagekit.loading import load
from engagekit.parsing import dates, values
from engagekit.parsing.budget_periods import spans
from engagekit.settings.schema import Settings

LEAST_LINES = 3
"""Lines above a sum: of two, one is the other now and then."""
LEAST_GROWING = 4
"""Columns that never fall from which they may be of the year so far."""
ALIKE = 0.5
"""Share of rows that another file has too, from which it is said."""
CLOSE = 0.006
SUMMED = ("amount", "price", "n", "people", "head_count")
"""Fields that are added up; minutes are too, but hardly ever with a line of their sum."""
KEYS = (
    "display_name", "email", "on", "channel", "line", "period", "amount", "n", "title", "event_id",
)  # fmt: skip
"""Fields of which two at least say that a row stands in another file too."""
PAST = ("touches", "events", "usage", "counts")
"""Tables whose days lie behind us: terms of contracts and budgets are of days to come."""


def of_table(wanted: Draft, record: Mapping[str, Any], frame: pd.DataFrame) -> Iterator[str]:
    """Yield what the numbers of one table show.

    ``record``: which columns count. ``frame``: what would count.
    """
    body = rows_of(wanted.table)
    columns = zip(wanted.table.names, wanted.table.columns, strict=True)
    cells = {header: body[column] for header, column in columns}
    across = [*record.get("wide", {}).get("columns", {}).values()]
    summed = [*across, *(record.get("columns", {}).get(field) for field in SUMMED)]
    numbers = {head: values.numbers(cells[head]).values for head in summed if head in cells}
    yield from _sums_of_others(numbers)
    yield from _never_falling({head: numbers[head] for head in across if head in numbers})
    yield from _twice(body)
    if wanted.kind.table in PAST and wanted.kind.day in frame and len(frame):
        days = pd.to_datetime(frame[wanted.kind.day])
        ahead = int((days.dt.date > dt.date.today()).sum())
        if ahead:
            yield f"{ahead} rows are of days to come, up to {days.max():%Y-%m-%d}."
    for field, header in record.get("columns", {}).items():
        if field in ("on", "started_at", "period", "starts_on", "ends_on") and header in cells:
            yield from _two_orders(header, cells[header])
    yield from _long_periods(record, wanted.settings)


def _long_periods(record: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    """Yield that a whole year would stand on one day, and so in one quarter."""
    wide = record.get("wide", {})
    if wide.get("names") != "on":
        return
    for day, header in wide["columns"].items():
        try:
            is_year = spans([header], settings)[header].kind == "year"
        except DataError:
            continue
        if is_year:
            yield (
                f"All of '{header}' stands on {day}: a report on one quarter takes it for that "
                "quarter's. Import months or quarters where you have them."
            )


def _sums_of_others(numbers: Mapping[str, pd.Series]) -> Iterator[str]:
    """Yield the lines that are the sum of the lines above them, since the last such line."""
    for header, cells in numbers.items():
        since = 0.0
        lines = 0
        for row, value in cells.dropna().items():
            if lines >= LEAST_LINES and value and abs(since - value) < CLOSE:
                yield (
                    f"Row {row} is the sum of the {lines} lines above it under "
                    f"'{shorten(header, 30)}' ({value:,.15g}): it would count twice."
                )
                since, lines = 0.0, 0
                continue
            since += value
            lines += 1


def _never_falling(periods: Mapping[str, pd.Series]) -> Iterator[str]:
    """Yield that periods across the headings grow from one to the next in every line."""
    if len(periods) < LEAST_GROWING:
        return
    steps = pd.DataFrame(periods).dropna(how="all").diff(axis=1).iloc[:, 1:]
    grows = (steps.fillna(0) >= 0).all(axis=None) and (steps > 0).any(axis=1).mean() > ALIKE
    if grows:
        first, *_, last = periods
        yield (
            f"No line falls from '{first}' to '{last}'. If each column is of the year "
            "so far, its months must not be added up: keep the last column alone."
        )


def _twice(body: pd.DataFrame) -> Iterator[str]:
    """Yield that rows stand twice."""
    again = body[body.duplicated() & (body != "").any(axis=1)]
    if len(again):
        first = body[(body == again.iloc[0]).all(axis=1)].index[:2].tolist()
        rows = "1 row stands" if len(again) == 1 else f"{len(again)} rows stand"
        yield f"{rows} twice, e.g. rows {first[0]} and {first[1]}."


def _two_orders(header: str, cells: pd.Series) -> Iterator[str]:
    """Yield days written in two orders."""
    first, second = dates.one_way(cells.unique())
    if first and second:
        yield (
            f"'{shorten(header, 30)}' holds '{first}', which can only be day first, and "
            f"'{second}', which can only be month first."
        )


def beside(wanted: Draft, frame: pd.DataFrame) -> Iterator[str]:
    """Yield that rows, or the total, of a file stand in files that count already."""
    settings, name = wanted.settings, wanted.kind.tidy_table.name
    if settings.home is None or frame.empty:
        return
    try:
        tables = load.everything(settings.home, settings)
    except EngagekitError:
        return
    is_there = any(Path(one.file).name == wanted.path.name for one in tables.origins)
    if is_there or not tables.has(name):
        return
    there = getattr(tables, name)
    keys = [key for key in KEYS if key in frame and key in there and frame[key].notna().any()]
    if len(keys) < 2:
        return
    known = {tuple(map(str, row)) for row in there[keys].to_numpy().tolist()}
    again = sum(tuple(map(str, row)) in known for row in frame[keys].to_numpy().tolist())
    if again >= ALIKE * len(frame):
        yield (
            f"{again} of {len(frame)} rows stand in files that count already: "
            "they would count twice."
        )
    for field in {"amount", "n"} & {*frame}:
        total = frame[field].sum()
        if total and abs(total - there[field].sum()) < CLOSE:
            yield f"The total, {total:,.15g}, is that of the files that count already."
