"""The kind of a column whose export does not say it, from both sides of each threshold."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.readers.survey._categorical import encode, kind_of, open_kind


def _kind(cells: list[str], wording: str = "Something") -> str:
    return kind_of(encode(pd.Series(cells, dtype="str")), wording).kind


@pytest.mark.parametrize(("top", "kind"), [(10, "scale"), (11, "number")])
def test_points_end_at_ten(top: int, kind: str) -> None:
    assert _kind([str(point) for point in range(1, top + 1)], "Rate the desk") == kind


@pytest.mark.parametrize(("cells", "kind"), [(["1", "2", "3"], "scale"), (["1", "2"], "number")])
def test_points_need_three_answers(cells: list[str], kind: str) -> None:
    assert _kind(cells, "Rate the desk") == kind


@pytest.mark.parametrize(("cells", "wording", "kind"), [
    (["1", "3", "5"], "Would you recommend us?", "scale"),
    (["1", "3", "7"], "Would you recommend us?", "scale"),
    (["1", "3", "8"], "Would you recommend us?", "net_promoter"),
    (["0", "3", "5"], "Would you recommend us?", "scale"),
    (["0", "3", "6"], "Would you recommend us?", "net_promoter"),
    (["1", "3", "9"], "NPS", "net_promoter"),
    (["1", "3", "7"], "Would you recommend us (1 = not at all likely, 7 = extremely likely)?",
     "scale"),
    (["1", "3", "7"], "Would you recommend us, from 1 to 7?", "scale"),
    (["1", "3", "7"], "Would you recommend us, from 1 to 10?", "net_promoter"),
    (["1", "3", "10"], "Would you recommend us (1 = very likely, 10 = not at all likely)?",
     "scale"),
    (["1", "3", "9"], "How many colleagues did you recommend us to?", "number"),
    (["1", "3", "5"], "Would you recommend us? 0 to 10", "net_promoter"),
    (["1", "3", "11"], "Would you recommend us?", "number"),
])  # fmt: skip
def test_a_recommendation_is_on_zero_to_ten(cells: list[str], wording: str, kind: str) -> None:
    assert _kind(cells, wording) == kind


def _words(count: int, length: int) -> list[str]:
    """Different answers, all of one length."""
    return [chr(97 + at) * length for at in range(count)]


@pytest.mark.parametrize(("cells", "kind"), [
    (_words(9, 40), "single"),
    (_words(9, 41), "text"),
    (_words(10, 40), "text"),
])  # fmt: skip
def test_few_answers_are_options_while_they_are_short(cells: list[str], kind: str) -> None:
    assert _kind(cells) == kind


@pytest.mark.parametrize(("cells", "wording", "kind"), [
    (["a"] * 3 + ["b"] * 3 + ["c", "d", "e", "f"], "Something", "single"),
    (["a"] * 3 + ["b"] * 2 + ["c", "d", "e", "f", "g"], "Something", "text"),
    (["a"] * 3 + ["b"] * 3 + ["c", "d", "e", "f"], "Why do you come?", "text"),
    (["a"] * 4 + ["b"] * 3 + ["c", "d", "e"], "Why do you come?", "single"),
])  # fmt: skip
def test_options_are_given_more_than_once(cells: list[str], wording: str, kind: str) -> None:
    assert _kind(cells, wording) == kind


@pytest.mark.parametrize(("length", "repeats", "kind"), [
    (120, 3, "single"),
    (121, 3, "text"),
    (121, 6, "single"),
])  # fmt: skip
def test_long_answers_are_options_where_nearly_all_are_repeated(
    length: int, repeats: int, kind: str
) -> None:
    first, second, *others = _words(12, length)
    cells = [first] * repeats + [second] * 3
    assert _kind(cells + others[: 10 - len(cells)]) == kind


@pytest.mark.parametrize(("cell", "kind"), [
    ("123456789012", "number"), ("1234567890123", "text"), ("0123", "text"),
])  # fmt: skip
def test_a_long_number_is_an_id(cell: str, kind: str) -> None:
    assert open_kind(pd.Series([cell])) == kind
