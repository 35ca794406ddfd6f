"""A survey's sheet: rows that are no answers, and the columns of the tool."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.readers.shared._repeats import in_list
from engagekit.readers.survey._form import own_columns


def test_a_role_is_that_of_its_first_column_unless_many_have_it() -> None:
    words = {"id": ["id"], "metadata": ["tag"], "personal": ["ip"]}
    own = own_columns(["ID", "Tag", "Id", "IP", "tag", "Desk?"], words)
    assert own == {0: "id", 1: "metadata", 3: "personal", 4: "metadata"}


@pytest.mark.parametrize(
    ("number", "people", "copies"), [("R_{}", 10, 2), ("R_{}", 9, 0), ("6/1/2026 10:00:{}", 10, 0)]
)
def test_a_row_again_with_its_number_is_the_same_answer(
    number: str, people: int, copies: int
) -> None:
    rows = [[number.format(10 + at), "Yes", "No" if at % 2 else "Yes"] for at in range(people)]
    cells = pd.DataFrame([*rows, *rows[:2]], dtype="str")
    again = in_list(cells, "responses", {}, "", "").copies
    assert len(again) == copies
    assert not again & {*range(people)}
    cells.iloc[-1, 1] = "No"  # other answers under the same number: the column numbers no rows
    assert len(in_list(cells, "responses", {}, "", "").copies) < 2
