"""Lists in cells and rankings: where they begin, from both sides of each threshold."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.readers.survey._multi_select import is_ranking, learn, learn_closed, ranks

SINGLES = {"Desk": 5, "Chat": 5}
WRITTEN = {"Desk, late at night": 1, "Desk, by post": 1, "Chat, on Mondays": 1, "Chat, alone": 1}


def test_options_that_make_up_six_of_ten_parts_are_a_list() -> None:
    choices = learn({**SINGLES, **WRITTEN, "Desk, Chat": 1}, ", ")
    assert choices is not None
    assert choices.options == ("Desk", "Chat")
    assert choices.written["Desk, by post"] == "by post"


def test_options_that_make_up_five_of_ten_parts_are_free_text() -> None:
    assert learn({**SINGLES, **WRITTEN, "Desk, in summer": 1}, ", ") is None


def test_among_nine_answers_an_option_may_stand_once() -> None:
    choices = learn({"Desk": 8, "Desk, Chat": 1}, ", ")
    assert choices is not None
    assert choices.options == ("Desk", "Chat")


def test_among_ten_answers_an_option_stands_twice() -> None:
    assert learn({"Desk": 9, "Desk, Chat": 1}, ", ") is None
    assert learn_closed({"Desk;": 9, "Desk;Chat;": 1}).options == ("Desk",)
    assert learn_closed({"Desk;": 8, "Desk;Chat;": 1}).options == ("Desk", "Chat")


def test_an_option_typed_in_another_case_is_that_option() -> None:
    choices = learn({"Excel, Stata": 60, "Excel": 40, "stata, Excel": 2, "STATA": 1}, ", ")
    assert choices is not None
    assert choices.options == ("Excel", "Stata")
    assert set(choices.ticked["stata, Excel"]) == {"Excel", "Stata"}
    assert choices.ticked["STATA"] == ("Stata",) and choices.written == {}
    beside = learn({"Excel, Stata": 60, "Excel": 40, "JMP, STATA": 1}, ", ")
    assert beside is not None and beside.ticked["JMP, STATA"] == ("Stata",)
    closed = learn_closed({"Desk;": 20, "Desk;desk;": 2, "C;C#;": 2})
    assert set(closed.options) == {"Desk", "C", "C#"}


def test_the_same_items_in_two_orders_are_a_ranking() -> None:
    assert ranks({"Desk;Chat;": 1, "Chat;Desk;": 3}) == ("Chat", "Desk")
    assert ranks({"Desk;Chat;": 4}) is None
    assert ranks({"Desk;Chat;": 1, "Chat;": 3}) is None


def _columns(*rows: str) -> list[pd.Series]:
    return [pd.Series([row.split()[at] for row in rows], dtype="str") for at in (0, 1)]


@pytest.mark.parametrize(
    ("rows", "wording", "ranking"),
    [
        (["1 2", "2 1", "1 2", "2 1", "1 2"], "", True),
        (["1 2", "2 1", "1 2", "2 1"], "", False),
        (["1 2"], "Please rank these", True),
        (["1 2", "2 1", "1 2", "2 1", "1 2", "N/A 1"], "", True),
        (["1 2", "2 1", "1 2", "2 1", "1 2", "3 1"], "", False),
        (["1 2"] * 19 + ["1 1"], "", True),
        (["1 2"] * 18 + ["1 1"], "", False),
    ],
)
def test_five_whole_rows_with_each_place_once_are_a_ranking(
    rows: list[str], wording: str, ranking: bool
) -> None:
    assert is_ranking(_columns(*rows), wording) is ranking


@pytest.mark.parametrize(("cells", "is_list"), [
    ({"Yes, definitely": 9, "Yes": 12, "Not really": 3, "No": 3}, False),
    ({"Yes, definitely": 2, "Yes": 12, "Not really": 3, "No": 3}, True),
    ({"Yes, definitely": 9, "Yes": 12, "definitely": 3, "No": 3}, True),
    ({"yes, for both": 9, "yes, just users": 4, "no": 3}, False),
    ({"yes, for both": 9, "yes, just users": 4, "yes": 5, "no": 3}, True),
    ({"Desk, Chat": 9, "Desk": 12, "Post": 3}, True),
    ({"desk, chat": 9, "desk": 12, "post": 3}, True),
])  # fmt: skip
def test_an_answer_with_a_comma_in_it_is_one_answer(cells: dict[str, int], is_list: bool) -> None:
    assert (learn(cells, ", ") is not None) is is_list
