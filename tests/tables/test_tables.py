"""The tidy tables: one definition, and how a load is asked for its parts."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError, UsageError
from engagekit.tables.problems import Problem
from engagekit.tables.schema import TABLES, empty, table
from engagekit.tables.tables import Tables


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_a_key_of_its_own_columns_and_meanings(name: str) -> None:
    definition = table(name)
    assert set(definition.key) <= set(definition.names)
    assert len(definition.names) == len(set(definition.names))
    assert all(column.meaning for column in definition.columns)
    assert list(empty(name).columns) == definition.names
    assert "'" not in "".join(column.name for column in definition.columns)


def test_a_missing_sheet_is_named_and_a_mistyped_one_is_guessed(few: Tables) -> None:
    with pytest.raises(NotMeasuredError, match="needs the sheet budget"):
        few.budget  # noqa: B018
    with pytest.raises(AttributeError, match="Did you mean 'touches'"):
        few.touchs  # noqa: B018
    with pytest.raises(UsageError, match="Did you mean 'contacts'"):
        few.need("contact")
    with pytest.raises(UsageError, match="Did you mean 'department'"):
        table("contacts")["dept"]


def test_replacing_a_frame_leaves_the_others_and_the_old_tables_as_they_were(few: Tables) -> None:
    made = few.replace(touches=few.touches.iloc[:1])
    assert len(made.touches) == 1
    assert len(few.touches) == 7
    assert made.contacts.equals(few.contacts)


def test_a_problem_reads_as_a_sentence() -> None:
    fault = Problem("not a date", "Correct it.", "a.xlsx", "Log", 14, "on", "F14", "soon")
    assert (
        str(fault) == "a.xlsx, sheet Log, cell F14: on is 'soon', which is not a date. Correct it."
    )
    tables = Tables({}, faults=(fault,))
    assert tables.problems[["file", "cell", "value"]].values.tolist() == [["a.xlsx", "F14", "soon"]]
    assert isinstance(tables.set_aside, pd.DataFrame)
