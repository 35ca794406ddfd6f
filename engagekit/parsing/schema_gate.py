"""The last gate of a typed table: pandera's model of it, and the quick look that spares it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from engagekit.errors import shorten
from engagekit.tables.problems import Problem
from engagekit.tables.schema import Table, dtype_of, table

_FROM_ZERO = ("minutes", "people", "posts", "count")
"""Units below 0 of which nothing can be."""


def faults(
    definition: Table, frame: pd.DataFrame, file: str, sheet: str, zone: str
) -> tuple[Problem, ...]:
    """Return what the model still finds in the typed frame; empty as a rule.

    Parameters
    ----------
    definition : Table
    frame : DataFrame
        Its index holds the rows of the sheet.
    file, sheet : str
        Where the rows stand.
    zone : str
        In which moments are kept.
    """
    if frame.empty or _is_plain(definition, frame, zone):
        return ()
    import pandera.errors

    try:
        _schema(definition.name, zone).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        return tuple(
            Problem(
                f"fails the check {case.check}",
                "Correct the cell.",
                file,
                sheet,
                int(case.index) if pd.notna(case.index) else None,
                str(case.column or ""),
                "",
                shorten(case.failure_case),
            )
            for case in cases.itertuples()
        )
    return ()


def may_be_empty(name: str, column: str) -> bool:
    """Return whether an empty text is a value (a question shown and not answered)."""
    return (name, column) in {("responses", "value"), ("questions", "wording")}


def _is_plain(definition: Table, frame: pd.DataFrame, zone: str) -> bool:
    """Return whether a frame is as the model wants it, without the model: importing it is slow.

    Where this says no, the model has the word.
    """
    if list(frame.columns) != list(definition.names):
        return False
    for column in definition.columns:
        values = frame[column.name]
        if values.dtype != pd.api.types.pandas_dtype(dtype_of(column.kind, zone)):
            return False
        may_miss = not column.required or may_be_empty(definition.name, column.name)
        if not may_miss and values.hasnans:
            return False
        if column.allowed and not values.dropna().isin(column.allowed).all():
            return False
        if column.unit in _FROM_ZERO and bool((values < 0).any()):
            return False
    return True


@cache
def _schema(name: str, zone: str) -> Any:
    """Return the pandera model of one tidy table."""
    import pandera.pandas as pa

    definition = table(name)
    columns = {}
    for column in definition.columns:
        tests = []
        if column.allowed:
            tests.append(pa.Check.isin(column.allowed))
        if column.unit in _FROM_ZERO:
            tests.append(pa.Check.ge(0))
        columns[column.name] = pa.Column(
            dtype_of(column.kind, zone),
            tests,
            nullable=not column.required or may_be_empty(name, column.name),
        )
    return pa.DataFrameSchema(columns, strict=True, coerce=False)
