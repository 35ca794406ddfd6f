"""The last gate: the quick look and the model say the same of a table."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pandera.errors
import pytest

from engagekit.parsing import schema_gate
from engagekit.tables.schema import TABLES, Column, dtype_of, table

ZONE = "America/Toronto"
PLAIN = {
    "id": "a", "text": "b", "date": "2026-07-13", "moment": "2026-07-13 09:00", "number": 1.5,
    "count": 2, "flag": True,
}  # fmt: skip


def right(name: str) -> pd.DataFrame:
    """Two rows of a table, the second with every optional cell empty."""
    made = {}
    for column in table(name).columns:
        value = column.allowed[0] if column.allowed else PLAIN[column.kind]
        second = value if column.required else None
        values = pd.Series([value, second], dtype=object)
        if column.kind == "moment":
            values = pd.to_datetime(values).dt.tz_localize(ZONE)
        elif column.kind == "date":
            values = pd.to_datetime(values)
        made[column.name] = values.astype(dtype_of(column.kind, ZONE))
    return pd.DataFrame(made).set_axis(pd.Index([2, 3], name="source"))


def model_passes(name: str, frame: pd.DataFrame) -> bool:
    try:
        schema_gate._schema(name, ZONE).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors:
        return False
    return True


def faulty(name: str) -> list[tuple[str, pd.DataFrame]]:
    """The table with one fault each."""
    frame = right(name)
    found = [("a column more", frame.assign(more=1)), ("a column less", frame[frame.columns[:-1]])]
    for column in table(name).columns:
        found += [(f"{column.name} {what}", frame.assign(**{column.name: values}))
                  for what, values in spoilt(column, frame[column.name])]  # fmt: skip
    return found


def spoilt(column: Column, values: pd.Series) -> list[tuple[str, pd.Series]]:
    found = [("as another kind", pd.Series([b"x", b"y"], index=values.index, dtype=object))]
    found.append(("missing", values.where([False, True])))
    if column.allowed:
        found.append(("with an unknown word", values.mask([True, False], "zzz")))
    if column.kind in ("number", "count"):
        found.append(("below 0", values.mask([True, False], -1)))
    return found


@pytest.mark.parametrize("name", TABLES)
def test_a_right_table_passes_both(name: str) -> None:
    frame = right(name)
    assert schema_gate._is_plain(table(name), frame, ZONE)
    assert model_passes(name, frame)


@pytest.mark.parametrize("name", TABLES)
def test_the_quick_look_lets_nothing_through_that_the_model_would_not(name: str) -> None:
    cases = faulty(name)
    passed = {what for what, frame in cases if schema_gate._is_plain(table(name), frame, ZONE)}
    assert passed == {what for what, frame in cases if model_passes(name, frame)}
    assert len(passed) < len(cases)


def test_a_right_table_is_told_without_the_model() -> None:
    code = (
        "import sys, pandas as pd; from engagekit.parsing.validate import check;"
        "check('counts', pd.DataFrame({'what': ['a'], 'on': ['2026-07-13'], 'n': ['3']}));"
        "sys.exit('pandera' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
