"""A survey's sheet: rows that are no answers, and the columns of the tool."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.readers.shared._repeats import in_list
from engagekit.readers.survey._form import _emptied, keep, own_columns


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


def _export(word: str, *, texts: int = 10, ticks: int = 1, blank: int = 0) -> pd.DataFrame:
    """Four columns: an open question, a scale, ticks, and one that nobody left empty."""
    open_answers = [f"because {n}" for n in range(texts)] + [word] * 190
    size = len(open_answers)
    columns = {
        0: open_answers,
        1: ["1", "2", word, word] * (size // 4) + [word] * (size % 4),
        2: ["x"] * ticks + [word] * (size - ticks),
        3: [""] * blank + ["Yes", "No"] * (size // 2) + ["No"] * (size % 2 - blank),
    }
    return pd.DataFrame({at: cells[:size] for at, cells in columns.items()}, dtype="str")


@pytest.mark.parametrize("word", ["NA", "n/a", "NULL"])
def test_a_word_in_every_empty_cell_is_no_answer(word: str) -> None:
    cells, empty = _emptied(_export(word))
    assert empty == word
    assert (cells[0] != "").sum() == 10
    assert set(cells[1]) == {"1", "2", ""}
    assert set(cells[2]) == {"x", word}  # ticks keep their base


def test_other_spellings_of_the_word_are_no_answers_either() -> None:
    cells = _export("n/a")
    cells.loc[12, 0] = "N/A"
    left, _ = _emptied(cells)
    assert (left[0] != "").sum() == 10


@pytest.mark.parametrize(("texts", "empty"), [(10, "NA"), (9, "")])
def test_a_word_is_an_answer_where_no_open_question_has_it(texts: int, empty: str) -> None:
    assert _emptied(_export("NA", texts=texts))[1] == empty


@pytest.mark.parametrize(("others", "empty"), [(3, "NA"), (4, "")])
def test_a_word_in_under_half_of_the_columns_is_an_answer(others: int, empty: str) -> None:
    cells = _export("NA")
    for at in range(4, 3 + others):
        cells[at] = "Yes"
    assert _emptied(cells)[1] == empty


@pytest.mark.parametrize(("blank", "empty"), [(6, "NA"), (7, "")])
def test_a_word_beside_empty_cells_is_an_answer(blank: int, empty: str) -> None:
    cells = _export("NA")
    cells.loc[cells.index[-blank:], 0] = ""
    assert _emptied(cells)[1] == empty


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
