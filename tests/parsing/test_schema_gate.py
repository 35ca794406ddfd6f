"""The last gate: one fault of each kind in each column of each table is found in its row."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.schema_gate import FROM_ZERO, faults, may_be_empty
from engagekit.tables.schema import TABLES, dtype_of, table

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


def found(name: str, frame: pd.DataFrame) -> list[tuple[str, int | None, str]]:
    problems = faults(table(name), frame, "a.csv", "", ZONE)
    return [
        (one.column, one.row, one.problem.removeprefix("fails the check: ")) for one in problems
    ]


@pytest.mark.parametrize("name", TABLES)
def test_a_right_table_has_no_faults(name: str) -> None:
    assert found(name, right(name)) == []


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_those_of_the_table(name: str) -> None:
    frame = right(name)
    last = str(frame.columns[-1])
    assert found(name, frame.assign(more=1)) == [("more", None, f"is no column of {name}")]
    assert found(name, frame.drop(columns=last)) == [(last, None, f"is a missing column of {name}")]


@pytest.mark.parametrize("name", TABLES)
def test_each_fault_of_a_cell_is_found_in_its_row(name: str) -> None:
    frame = right(name)
    for column in table(name).columns:
        key, values = column.name, frame[column.name]
        other = pd.Series([b"x", b"y"], index=values.index, dtype=object)
        kind = f"is no {column.kind}"
        assert found(name, frame.assign(**{key: other})) == [(key, 2, kind), (key, 3, kind)]
        must = column.required and not may_be_empty(name, key)
        missing = frame.assign(**{key: values.where([False, True])})
        assert found(name, missing) == ([(key, 2, "is missing")] if must else [])
        if column.allowed:
            strange = frame.assign(**{key: values.mask([True, False], "zzz")})
            assert found(name, strange) == [(key, 2, "is none of the words for it")]
        if column.unit in FROM_ZERO:
            for number, below in ((-1, [(key, 2, "is below 0")]), (0, [])):
                assert (
                    found(name, frame.assign(**{key: values.mask([True, False], number)})) == below
                )
