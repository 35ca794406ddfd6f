"""Statistics kept by hand: events with numbers, use by platform, contracts, newsletters, visitors."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.months import months_of
from engagekit.parsing.person_names import each_of
from tests.stranger.small import PEOPLE
from tests.stranger.test_staff_college import ALONE

LONE = {**ALONE, "people__csv": PEOPLE}


def test_a_day_that_does_not_exist_is_no_month() -> None:
    row = ["Line", "2026-01-31", "2026-02-31"]
    assert months_of(row, [["Books", "100", "200"]]) == row


@pytest.mark.parametrize(("cell", "people"), [
    ("Dan\nReed", ["Dan Reed"]), ("Ann Moss\n(Tax)", ["Ann Moss (Tax)"]),
    ("Ann\nBob\nCat", ["Ann", "Bob", "Cat"]), ("Moss, Ann\nReed, Bob", ["Moss, Ann", "Reed, Bob"]),
    ("Ann Moss <a@f.example>, Bob Reed <b@f.example>", ["Ann Moss <a@f.example>", "Bob Reed <b@f.example>"]),
])  # fmt: skip
def test_lines_of_a_cell_are_people_unless_they_are_one_name(cell: str, people: list[str]) -> None:
    assert each_of(pd.Series([cell])).tolist() == people


def test_a_long_list_of_people_in_one_cell_is_no_sentence() -> None:
    names = [one[1] for one in PEOPLE[1:]]
    assert each_of(pd.Series(["; ".join(names)])).tolist() == names
    text = "I came because my manager told me to come here at once; we then stayed for hours on end"
    assert each_of(pd.Series([text])).tolist() == [text]


@pytest.mark.parametrize("name", [
    "Moss, Ann", "Ann Moss (Tax/Audit)", "Ann Moss, MLIS", "Anderson and Partners LLP", "Smith & Sons",
])  # fmt: skip
def test_one_name_with_a_comma_or_a_stroke_is_one_person(name: str) -> None:
    assert each_of(pd.Series([name, "Bob Reed"])).tolist() == [name, "Bob Reed"]


WAYS = ("E-mail", "Phone", "Walk-up")
