"""The last gate: each fault of a typed table is found in its column and row, and no other."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing import schema_gate
from engagekit.parsing.validate import check
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
def test_a_right_table_passes(name: str) -> None:
    assert schema_gate.faults(table(name), right(name), "", "", ZONE) == ()


@pytest.mark.parametrize("name", TABLES)
def test_every_fault_is_found_in_its_column_and_row(name: str) -> None:
    for what, frame in faulty(name):
        found = schema_gate.faults(table(name), frame, "a.csv", "Sheet", ZONE)
        assert {(one.column, one.row) for one in found} == expected(name, what), what
        assert all((one.file, one.sheet) == ("a.csv", "Sheet") for one in found)


def expected(name: str, what: str) -> set[tuple[str, int | None]]:
    """Where a case of `faulty` has its fault, by the definition of the table alone."""
    column, _, case = what.partition(" ")
    if column == "a":
        return {("", None)}
    kind = table(name)[column]
    spared = f"{name}.{column}" in ("responses.value", "questions.wording", "contracts.price")
    where: dict[str, int | None] = {
        "as another kind": None,
        "missing": 2 if kind.required and not spared else 0,
        "with an unknown word": 2,
        "below 0": 2 if kind.unit in ("minutes", "people", "posts", "count") else 0,
    }
    return set() if where[case] == 0 else {(column, where[case])}


def test_zero_may_stand_where_less_may_not() -> None:
    frame = right("counts")
    for value, count in ((0, 0), (-1, 1)):
        changed = frame.assign(n=frame["n"].mask([True, False], value))
        assert len(schema_gate.faults(table("counts"), changed, "", "", ZONE)) == count


def test_a_fault_is_a_sentence_that_names_the_cell() -> None:
    frame = right("headcounts")
    frame["people"] = frame["people"].mask([True, False], -3)
    (found,) = schema_gate.faults(table("headcounts"), frame, "hr.csv", "", ZONE)
    assert str(found) == (
        "hr.csv, row 2: people is '-3', which is below 0, so it fails the check. Correct the cell."
    )


@pytest.mark.parametrize("cell", ["", "on request"])
def test_a_contract_without_a_price_is_read_and_said(cell: str) -> None:
    days = {"starts_on": ["2026-01-01"] * 2, "ends_on": ["2026-12-31"] * 2}
    frame = pd.DataFrame(
        {"product": ["A", "B"], "price": ["5", cell], "currency": ["CAD"] * 2, **days}, dtype="str"
    )
    done = check("contracts", frame.set_axis(pd.Index([2, 3], name="source")))
    assert done.frame["price"].isna().tolist() == [False, True]
    said = "not a number" if cell else "is empty in some rows, which are left out of the sums: 1"
    assert [(one.column, one.problem) for one in done.problems] == [("price", said)]
