"""The frame of a section as the columns of a sheet: numbers stay numbers, hidden ones a mark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.locale import Locale
from engagekit.measures import ends
from engagekit.measures._frame import bare, few
from engagekit.measures.basis import text_of
from engagekit.presentation import table
from engagekit.reporting.document.document import Item
from engagekit.reporting.office.number_formats import exact, in_points, number_format

Column = tuple[str, str, list[Any]]
"""Header, number format (several joined by ``|``: one a row), values."""
_COUNTS = ("n", "base", "population")
_FORMS = {"text": "@", "day": "yyyy-mm-dd", "bool": "General"}


def estimate_header(frame: pd.DataFrame, locale: Locale) -> str:
    """Return the header over the numbers: their unit where they have one in common."""
    units = list(frame["unit"].unique())
    return table.header(str(units[0]) if len(units) == 1 else "estimate", locale.language)


def measured(item: Item, frame: pd.DataFrame, locale: Locale) -> list[Column]:
    """Return the columns of a measure frame as numbers, ``[c]`` where a row is hidden."""
    language = locale.language
    columns: list[Column] = []
    for name in table.groups(frame):
        texts = [table.group(value, name, language) for value in frame[name]]
        columns.append((table.header(name, language), "@", texts))
    if len(frame["measure"].unique()) > 1 or not columns:
        names = [locale.name_of(str(value)) for value in frame["measure"]]
        columns.append((locale.say("workbook.measure"), "@", names))
    for name in ("estimate", "low", "high", "previous", *_COUNTS):
        if name in frame.columns and frame[name].notna().any():
            columns.append(_numbers(frame, name, locale))
    if any(methods := [text_of(row, language) for row in frame.to_dict("records")]):
        columns.append((table.header("method", language), "@", methods))
    return columns


def _numbers(frame: pd.DataFrame, name: str, locale: Locale) -> Column:
    """Return one column of numbers of a measure frame."""
    hidden = ends.hidden(frame)
    is_count = name in _COUNTS
    numbers = frame[name] if is_count else in_points(frame[name], frame["unit"])
    values = [
        table.HIDDEN if is_hidden else _plain(value)
        for value, is_hidden in zip(numbers, hidden, strict=True)
    ]
    if name == "estimate":
        rows = zip(values, frame.to_dict("records"), strict=True)
        values = [
            ends.words(row, locale.language) if ends.is_recoded(row) else value
            for value, row in rows
        ]
    if name in _COUNTS:
        return table.count_header(frame, name, locale.language), "#,##0", values
    if name != "previous":
        counted = (few(frame) | bare(frame)) & ~hidden
        rows = zip(values, counted, frame.to_dict("records"), strict=True)
        values = [
            _count(row, name, locale) if is_counted else value for value, is_counted, row in rows
        ]
    titles = {
        "estimate": estimate_header(frame, locale),
        "low": locale.say("workbook.low"),
        "high": locale.say("workbook.high"),
    }
    title = titles.get(name) or table.count_header(frame, name, locale.language)
    forms = [
        exact(value, number_format(str(unit), locale))
        for value, unit in zip(values, frame["unit"], strict=True)
    ]
    return title, forms[0] if len(set(forms)) == 1 else "|".join(forms), values


def _count(row: Mapping[Any, Any], name: str, locale: Locale) -> str | None:
    """Return what stands for a share on too few people: the count, and no interval."""
    if name != "estimate" or pd.isna(row["estimate"]) or row["unit"] != "share":
        return None
    return locale.say("figure.n_of_base", n=int(row["n"]), base=int(row["base"]))


def listed(item: Item, frame: pd.DataFrame, locale: Locale) -> list[Column]:
    """Return the columns of a listing as values of their kind."""
    columns: list[Column] = []
    for name in map(str, frame.columns):
        kind = table.unit_of_column(name, frame[name])
        form = _FORMS.get(kind) or number_format(kind, locale)
        values = [_plain(table.cell_text(value, name, locale.language)) for value in frame[name]]
        if item.hidden is not None:
            hidden = item.hidden[name].loc[frame.index].tolist()
            values = [
                table.HIDDEN if is_hidden else value
                for is_hidden, value in zip(hidden, values, strict=True)
            ]
        columns.append((table.header(name, locale.language), form, values))
    return columns


def _plain(value: Any) -> Any:
    """Return a value as a cell holds it."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime().replace(tzinfo=None)
    return value.item() if hasattr(value, "item") else value
