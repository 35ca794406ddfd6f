"""Five checks on the numbers of a file itself, before they count."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from engagekit.errors import DataError, EngagekitError, shorten
from engagekit.loading import load
from engagekit.parsing import dates, values
from engagekit.parsing.budget_periods import spans
from engagekit.readers.shared._table import Listing
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
DAYS = {"touches": "on", "events": "started_at", "usage": "on", "counts": "on"}


def of_table(
    table: Listing,
    body: pd.DataFrame,
    record: Mapping[str, Any],
    frame: pd.DataFrame,
    name: str,
    settings: Settings,
) -> Iterator[str]:
    """Yield what the numbers of one table show.

    ``body``: its rows as text. ``record``: which columns count. ``frame``: what would count.
    """
    numbers = _numbers(table, body, record)
    yield from _sums_of_others(numbers)
    yield from _never_falling(numbers, record)
    yield from _twice(body)
    yield from _days(table, body, record, frame, name)
    yield from _long_periods(record, settings)


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


def _numbers(table: Listing, body: pd.DataFrame, record: Mapping[str, Any]) -> dict[str, pd.Series]:
    """Return the columns of numbers that count, by their headers."""
    across = [*record.get("wide", {}).get("columns", {}).values()]
    across += [record.get("columns", {}).get(field) for field in SUMMED]
    places = dict(zip(table.names, table.columns, strict=True))
    found = [header for header in across if header in places]
    return {header: values.numbers(body[places[header]]).values for header in found}


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


def _never_falling(numbers: Mapping[str, pd.Series], record: Mapping[str, Any]) -> Iterator[str]:
    """Yield that periods across the headings grow from one to the next in every line."""
    headers = [one for one in record.get("wide", {}).get("columns", {}).values() if one in numbers]
    if len(headers) < LEAST_GROWING:
        return
    grid = pd.DataFrame({header: numbers[header] for header in headers}).dropna(how="all")
    steps = grid.diff(axis=1).iloc[:, 1:]
    grows = (steps.fillna(0) >= 0).all(axis=None) and (steps > 0).any(axis=1).mean() > ALIKE
    if grows:
        yield (
            f"No line falls from '{headers[0]}' to '{headers[-1]}'. If each column is of the year "
            "so far, its months must not be added up: keep the last column alone."
        )


def _twice(body: pd.DataFrame) -> Iterator[str]:
    """Yield that rows stand twice."""
    again = body[body.duplicated() & (body != "").any(axis=1)]
    if len(again):
        first = body[(body == again.iloc[0]).all(axis=1)].index[:2].tolist()
        rows = "1 row stands" if len(again) == 1 else f"{len(again)} rows stand"
        yield f"{rows} twice, e.g. rows {first[0]} and {first[1]}."


def _days(
    table: Listing, body: pd.DataFrame, record: Mapping[str, Any], frame: pd.DataFrame, name: str
) -> Iterator[str]:
    """Yield days to come, and days written in two orders."""
    day = DAYS.get(name, "")
    if day in frame and len(frame):
        ahead = pd.to_datetime(frame[day]).dt.date > dt.date.today()
        if ahead.any():
            latest = pd.to_datetime(frame[day]).max()
            yield f"{int(ahead.sum())} rows are of days to come, up to {latest:%Y-%m-%d}."
    places = dict(zip(table.names, table.columns, strict=True))
    for field, header in record.get("columns", {}).items():
        if field in ("on", "started_at", "period", "starts_on", "ends_on") and header in places:
            first, second = dates.one_way(body[places[header]].unique())
            if first and second:
                yield (
                    f"'{shorten(header, 30)}' holds '{first}', which can only be day first, and "
                    f"'{second}', which can only be month first."
                )


def beside(path: Path, name: str, frame: pd.DataFrame, settings: Settings) -> Iterator[str]:
    """Yield that rows, or the total, of a file stand in files that count already."""
    if settings.home is None or frame.empty:
        return
    try:
        tables = load.everything(settings.home, settings)
    except EngagekitError:
        return
    if any(Path(one.file).name == path.name for one in tables.origins) or not tables.has(name):
        return
    there = getattr(tables, name)
    wanted = (
        "display_name",
        "email",
        "on",
        "channel",
        "line",
        "period",
        "amount",
        "n",
        "title",
        "event_id",
    )
    keys = [key for key in wanted if key in frame and key in there and frame[key].notna().any()]
    if len(keys) < 2:
        return
    known = {tuple(map(str, row)) for row in there[keys].to_numpy().tolist()}
    again = sum(tuple(map(str, row)) in known for row in frame[keys].to_numpy().tolist())
    if again >= ALIKE * len(frame):
        yield (
            f"{again} of {len(frame)} rows stand in files that count already: "
            "they would count twice."
        )
    for field in ("amount", "n"):
        if (
            field in frame
            and frame[field].sum()
            and abs(frame[field].sum() - there[field].sum()) < CLOSE
        ):
            yield f"The total, {frame[field].sum():,.15g}, is that of the files that count already."
