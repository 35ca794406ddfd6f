"""People are seen by the cells of a column, on both sides of every threshold."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading.read_file import read_file
from engagekit.readers.survey import _personal_columns as personal
from engagekit.readers.survey._personal_columns import is_personal
from engagekit.settings.schema import Settings
from engagekit.tables.problems import NOTE

NAMES = [
    f"{first} {last}"
    for first in ("Ada", "Élise", "J.-P.")
    for last in ("O'Neil", "de Vries", "Roy-Côté")
]


@pytest.mark.parametrize(
    ("count", "seen"), [(personal.LEAST_NAMES, True), (personal.LEAST_NAMES - 1, False)]
)
def test_enough_different_names_are_people(count: int, seen: bool) -> None:
    assert is_personal("Column", pd.Series(NAMES[:count])) is seen


def test_answers_to_a_question_are_no_people_by_their_look() -> None:
    assert not is_personal("Which of them did you use last?", pd.Series(NAMES))
    assert is_personal("Who", pd.Series(NAMES))


@pytest.mark.parametrize(("others", "seen"), [(2, True), (3, False)])
def test_a_few_other_words_among_names_change_nothing(others: int, seen: bool) -> None:
    cells = pd.Series(NAMES[:8] + ["not known"] * others)  # 8 of 10, 8 of 11
    assert is_personal("Column", cells) is seen


@pytest.mark.parametrize(
    ("cell", "seen"),
    [("+44 20 7946 0018", True), ("(613) 555-0100", True), ("613-555-0100", True),
     ("020 7946 0018", True), ("01/03/2026", False), ("01-03-2026", False), ("0.1234567", False),
     ("1 234 567", False), ("2026-03-01", False), ("00012345", False)],
)  # fmt: skip
def test_phone_numbers_are_people_and_days_and_amounts_are_not(cell: str, seen: bool) -> None:
    assert is_personal("Column", pd.Series([cell] * 6)) is seen


@pytest.mark.parametrize(
    ("header", "count", "seen"),
    [("Staff no", personal.LEAST_NUMBERS, True), ("Staff no", personal.LEAST_NUMBERS - 1, False),
     ("Amount", personal.LEAST_NUMBERS, False)],
)  # fmt: skip
def test_numbers_of_people_stand_once_each(header: str, count: int, seen: bool) -> None:
    assert is_personal(header, pd.Series([str(20417 + 7 * n) for n in range(count)])) is seen


def test_a_long_strange_cell_is_looked_at_quickly() -> None:
    assert personal.name_share(pd.Series(["A" * 5000 + "1", "A." * 3000 + "1"])) == 0


UNITS = [f"{one} Law" for one in ("Tax", "Family", "Labour", "Estate", "Private", "Public")]
UNITS += ["Corporate Finance", "Dispute Resolution", "Real Estate"]


@pytest.mark.parametrize(
    ("header", "seen"),
    [("Department", False), ("Job title", False), ("Most used database", False), ("Poste", False),
     ("Team member", True), ("Column 4", True), ("Staff", True)],
)  # fmt: skip
def test_units_posts_and_products_in_capitals_are_no_people(header: str, seen: bool) -> None:
    assert is_personal(header, pd.Series(UNITS)) is seen


def test_a_column_left_out_for_its_look_alone_is_named(tmp_path: Path) -> None:
    lines = ["Timestamp,Department,Favourite thing,Email,How happy are you?"]
    lines += [
        f"2026/03/{at:02d} 10:00:00 AM GMT,{one},{one},p{at}@firm.example,Happy"
        for at, one in enumerate(UNITS, 1)
    ]
    place = tmp_path / "form.csv"
    place.write_text("\n".join(lines), encoding="utf-8")
    part = read_file(place, "form.csv", Settings())
    notes = [one for one in part.problems if "look like names" in one.problem]
    assert [(one.column, one.level) for one in notes] == [("Favourite thing", NOTE)]
    assert "How happy are you?" in set(part.frames["questions"]["wording"])
    assert part.frames["respondents"]["department"].tolist() == UNITS
