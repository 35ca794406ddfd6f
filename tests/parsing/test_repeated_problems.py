"""Many faults of one kind in one column are told once, with how many and the first cells."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.repeated_problems import MOST, condensed, first_of
from engagekit.parsing.validate import Place, check
from engagekit.tables.problems import Problem


def _fault(row: int, problem: str = "no status that we know", column: str = "status") -> Problem:
    return Problem(problem, "Mend it.", "a.csv", "", row, column)


def test_as_many_as_a_person_can_act_on_are_told_each() -> None:
    few = [_fault(row) for row in range(2, 2 + MOST)]
    assert list(condensed(few)) == few


def test_more_are_told_once_and_other_columns_and_problems_stay() -> None:
    many = [_fault(row) for row in range(2, 3 + MOST)]
    other = [_fault(2, column="on"), _fault(3, "another")]
    found = condensed([*many, *other])
    assert [one.problem for one in found] == [
        f"no status that we know (the first of {MOST + 1}: row 2, row 3, row 4, ...)",
        "no status that we know",
        "another",
    ]


def test_problems_that_differ_in_a_name_or_a_number_only_are_of_one_kind() -> None:
    many = [_fault(row, f"written like 'Tax {row}' in {row} rows") for row in range(2, 3 + MOST)]
    assert len(condensed(many)) == 1


def test_nine_thousand_bad_cells_of_a_table_are_one_problem_and_all_rows_are_set_aside() -> None:
    rows = 9_000
    lines = pd.DataFrame(
        {
            "period": "2026 Q1", "line": [f"Total {n}" for n in range(rows)], "kind": "actual",
            "amount": ["abc"] * 4_000 + ["€5"] * 1_000 + ["7"] * 4_000, "currency": "CAD",
        },
        dtype="str", index=pd.RangeIndex(2, rows + 2),
    )  # fmt: skip
    lines.loc[2, "line"] = "staff"
    found = check("budget", lines, Place("b.csv", "", {"line": 1, "amount": 3}))
    assert [str(one)[:70] for one in found.problems if one.column == "amount"] == [
        "b.csv, cell D2: amount is 'abc', which is not a number (the first of 4",
        "b.csv, cell D4002: amount is '€5', which is in another currency than t",
    ]
    assert len(found.problems) <= 3
    assert sum(part.rows for part in found.set_aside) == 5_000


@pytest.mark.parametrize(("faults", "problems"), [(20, 20), (21, 1)])
def test_twenty_faults_stand_each_and_one_more_only_once(faults: int, problems: int) -> None:
    assert len(condensed(_fault(row) for row in range(faults))) == problems


@pytest.mark.parametrize(("count", "places"), [(2, 2), (3, 3), (4, 3)])
def test_three_places_stand_for_the_rest(count: int, places: int) -> None:
    text = first_of([_fault(row) for row in range(2, 2 + count)], count).problem
    assert text.count("row ") == places
    assert text.endswith("...)") is (count > 3)
