"""The last gate of a typed table: its columns, their types, and what no cell may hold."""

from collections.abc import Iterator

import pandas as pd

from engagekit.errors import shorten
from engagekit.parsing import repeated_problems
from engagekit.tables.problems import Problem
from engagekit.tables.schema import Column, Table, dtype_of

NOT_NEGATIVE = ("minutes", "people", "posts", "count")
"""Units in which nothing can be below 0; money can be, where it was paid back."""
REMEDY = "Correct the cell."


def faults(
    definition: Table, frame: pd.DataFrame, file: str, sheet: str, zone: str
) -> tuple[Problem, ...]:
    """Return what a typed frame has against its definition; empty as a rule.

    ``frame``: its index holds the rows of the sheet. ``file``, ``sheet``: where the rows stand.
    ``zone``: in which moments are stored.

    Examples
    --------
    >>> from engagekit.tables.schema import table
    >>> frame = pd.DataFrame({"what": ["a"]}, dtype="str")
    >>> faults(table("counts"), frame, "", "", "UTC")[0].problem
    'the column on is missing, so the table fails the check'
    """
    if frame.empty:
        return ()
    strange = {name: "missing" for name in definition.names if name not in frame.columns}
    strange |= {name: "not of it" for name in frame.columns if name not in definition.names}
    result = [
        Problem(f"the column {name} is {fault}, so the table fails the check", REMEDY, file, sheet)
        for name, fault in strange.items()
    ]
    for column in definition.columns:
        if column.name not in frame.columns:
            continue
        values = frame[column.name]
        for fault, bad in _faults_of(definition, column, values, zone):
            text = f"{fault}, so it fails the check"
            cells = values[bad.to_numpy()] if bad is not None else pd.Series([None], [None])
            quoted = cells.map(shorten, na_action="ignore").astype("object").fillna("")
            result += [
                Problem(text, REMEDY, file, sheet, row, column.name, "", value)
                for row, value in zip(cells.index.tolist(), quoted, strict=True)
            ]
    return repeated_problems.condensed(result)


def may_be_empty(name: str, column: str) -> bool:
    """Return whether an empty cell tells something: a question shown and not answered, a price."""
    return f"{name}.{column}" in ("responses.value", "questions.wording", "contracts.price")


def _faults_of(
    definition: Table, column: Column, values: pd.Series, zone: str
) -> Iterator[tuple[str, pd.Series | None]]:
    """Yield each fault of a column with a mask of its cells, None where it is of the whole."""
    wanted = dtype_of(column.kind, zone)
    if str(values.dtype) != wanted:
        yield f"is of type {values.dtype} and not {wanted}", None
        return
    if column.required and values.hasnans and not may_be_empty(definition.name, column.name):
        yield "is empty", values.isna()
    if column.allowed:
        strange = values.notna() & ~values.isin(column.allowed)
        if strange.any():
            yield f"none of {', '.join(column.allowed)}", strange
    if column.unit in NOT_NEGATIVE and (values < 0).any():
        yield "below 0", (values < 0).fillna(False)
