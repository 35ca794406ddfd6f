"""A survey's sheet: rows that are no answers, and the columns of the tool."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.readers.shared._repeats import in_list
from engagekit.readers.survey._form import keep, own_columns


def _body(*rows: str) -> pd.DataFrame:
    cells = [[*row.split("|"), "", ""][:3] for row in rows]
    index = pd.Index(range(2, len(rows) + 2), name="source")
    return pd.DataFrame(cells, index=index, columns=range(3), dtype="str")


def _aside(body: pd.DataFrame) -> dict[str, int]:
    return {part.reason: part.rows for part in keep(body)[1]}


@pytest.mark.parametrize(("lines", "footer"), [(8, 8), (9, 0)])
def test_a_footer_has_eight_rows_at_most(lines: int, footer: int) -> None:
    body = _body("a|Yes|1", "", *["Exported by the library"] * lines)
    assert _aside(body).get("footer of the report", 0) == footer


def test_totals_need_three_columns() -> None:
    body = _body("a|Yes|1", "Total|2|3")
    assert _aside(body) == {"totals row": 1}
    assert _aside(body[[0, 1]]) == {}


def test_a_row_counts_for_the_first_reason() -> None:
    body = _body("a|Yes|1", "", "b|No|2")
    none = pd.Series(False, index=body.index)
    left, aside = keep(body, ("rejected", ~none), ("test", ~none))
    assert left.empty
    assert [(part.reason, part.rows) for part in aside] == [("blank row", 1), ("rejected", 2)]


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
