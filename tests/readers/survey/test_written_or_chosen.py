"""An open question is never a multi-select: what people wrote is told from what they chose."""

from __future__ import annotations

import pytest

from engagekit.readers.survey._multi_select import learn

WHY = "Why do you use the library?"


def _cells(whole: int) -> dict[str, int]:
    """Ten longer cells, some of which hold choices and nothing else."""
    alone = {"Desk": 3, "Chat": 3, "Loans": 3}
    chosen = {"Desk, Chat": whole - 2, "Chat, Loans": 1, "Loans, Desk": 1}
    return alone | chosen | {f"Desk, Loans, my own remark {n}": 1 for n in range(10 - whole)}


def test_comments_with_commas_are_no_choices() -> None:
    comments = {
        f"Good staff, but the room was cold on day {n}, and nobody came": 1 for n in range(20)
    }
    short = {"Yes, always": 6, "Good, thanks": 5, "Yes": 4, "Good": 4, "thanks": 2, "always": 2}
    assert learn(comments | short, ", ") is None


def test_words_in_two_spellings_were_typed() -> None:
    cells = {"Pascal, Basic": 6, "pascal": 3, "Basic, Fortran": 5, "fortran": 2, "Pascal": 4}
    assert learn(cells, ", ") is None
    chosen = {cell.replace("pascal", "Pascal").replace("fortran", "Fortran"): count
              for cell, count in cells.items()}  # fmt: skip
    assert learn(chosen, ", ") is not None


@pytest.mark.parametrize(("count", "is_list"), [(60, True), (61, False)])
def test_nobody_makes_a_list_of_more_choices_than_sixty(count: int, is_list: bool) -> None:
    names = [f"Choice {n}" for n in range(count)]
    cells = {f"{one}, {names[(at + 7) % count]}": 2 for at, one in enumerate(names)}
    assert (learn(cells, ", ") is not None) == is_list


@pytest.mark.parametrize(("whole", "is_list"), [(5, True), (4, False)])
def test_half_of_the_longer_cells_hold_choices_alone(whole: int, is_list: bool) -> None:
    cells = _cells(whole)
    assert (learn(cells, ", ") is not None) == is_list


@pytest.mark.parametrize(("whole", "is_list"), [(6, True), (5, False)])
def test_an_open_question_needs_more_of_them(whole: int, is_list: bool) -> None:
    cells = _cells(whole)
    assert (learn(cells, ", ", WHY) is not None) == is_list
