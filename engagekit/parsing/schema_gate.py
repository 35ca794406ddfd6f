"""The last gate of a typed table: what typing let through and a tidy table must not hold."""

from __future__ import annotations

import pandas as pd

from engagekit.errors import shorten
from engagekit.tables.problems import Problem
from engagekit.tables.schema import Column, Table, dtype_of

FROM_ZERO = ("minutes", "people", "posts", "count")
"""Units below 0 of which nothing can be."""


def faults(
    definition: Table, frame: pd.DataFrame, file: str, sheet: str, zone: str
) -> tuple[Problem, ...]:
    """Return what is wrong in a typed frame; empty as a rule.

    Parameters
    ----------
    frame : DataFrame
        Its index holds the rows of the sheet.
    file, sheet : str
        Where the rows stand.
    zone : str
        In which moments are kept.
    """
    problems = [
        Problem(
            f"fails the check: is {'no' if name in frame else 'a missing'} column of "
            f"{definition.name}",
            "Report it.",
            file,
            sheet,
            None,
            str(name),
        )
        for name in [*frame.columns.difference(definition.names), *definition.names]
        if (name in frame) != (name in definition.names)
    ]
    for column in definition.columns:
        if column.name in frame:
            for what, bad in _checks(definition, column, frame[column.name], zone).items():
                problems += [
                    Problem(
                        f"fails the check: {what}",
                        "Correct the cell.",
                        file,
                        sheet,
                        int(row),
                        column.name,
                        "",
                        shorten(value),
                    )
                    for row, value in frame.loc[bad.to_numpy(), column.name].items()
                ]
    return tuple(problems)


def _checks(
    definition: Table, column: Column, values: pd.Series, zone: str
) -> dict[str, pd.Series]:
    """Return the cells that fail each check of a column."""
    every = pd.Series(True, index=values.index)
    if values.dtype != pd.api.types.pandas_dtype(dtype_of(column.kind, zone)):
        return {f"is no {column.kind}": every}
    checks = {}
    if column.required and not may_be_empty(definition.name, column.name):
        checks["is missing"] = values.isna()
    if column.allowed:
        checks["is none of the words for it"] = values.notna() & ~values.isin(column.allowed)
    if column.unit in FROM_ZERO:
        checks["is below 0"] = (values < 0).fillna(False).astype(bool)
    return checks


def may_be_empty(name: str, column: str) -> bool:
    """Return whether an empty text is a value (a question shown and not answered)."""
    return (name, column) in {("responses", "value"), ("questions", "wording")}
