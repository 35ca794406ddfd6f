"""A county law library in California: voids in remarks, sums by another name, a roster of positions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import accepted

LONE = {**ALONE, "people__csv": PEOPLE}
NUMBERS = [[12, 30, 7], [5, 0, 40], [9, 21, 3], [2, 8, 16]]
SUMS = [28, 59, 66]


def across(*last: str, numbers: list[list[int]] = NUMBERS) -> Rows:
    """Searches by database and month, with a row under them."""
    rows = [["Searches by database"], ["Database", "2026-01", "2026-02", "2026-03"]]
    names = ("Westlaw", "HeinOnline", "CEB", "Lexis")
    rows += [[name, *map(str, each)] for name, each in zip(names, numbers, strict=False)]
    return [*rows, [*last]]


@pytest.mark.parametrize("word", ["All databases", "Everything", "Toutes les bases", "Alle", ""])
def test_a_last_row_of_sums_is_none_of_the_rows_whatever_it_is_called(
    word: str, tmp_path: Path
) -> None:
    rows = across(word, *map(str, SUMS))
    assert accepted(tmp_path, **LONE, new__csv=rows).tables.usage["n"].sum() == sum(SUMS)


@pytest.mark.parametrize(
    ("last", "numbers", "total"),
    [
        (["Bloomberg", "28", "59", "65"], NUMBERS, 2 * sum(SUMS) - 1),  # one is no sum
        (["Bloomberg", "17", "30", "47"], NUMBERS[:2], 2 * 94),  # two rows may add up by chance
        (["Bloomberg", "2", "1", "3"], [[1, 0, 1], [0, 1, 1], [1, 0, 1]], 12),  # so may small ones
    ],
)
def test_a_last_row_that_adds_up_to_nothing_is_one(
    last: list[str], numbers: list[list[int]], total: int, tmp_path: Path
) -> None:
    rows = across(*last, numbers=numbers)
    assert accepted(tmp_path, **LONE, new__csv=rows).tables.usage["n"].sum() == total


def paid(head: str, *remarks: str) -> Rows:
    rows = [["Invoice date", "Supplier", "Amount", head]]
    names = ("West", "CEB", "Lexis", "Hein")
    return [
        *rows,
        *[
            [f"2026-0{1 + at % 3}-1{at}", names[at], str(100 * 2**at), one]
            for at, one in enumerate(remarks)
        ],
    ]


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        (paid("Rmk", "", "VOID", "", ""), 1300),
        (paid("Remarks", "Void - paid twice", "", "", "rush"), 1400),
        (paid("Remarques", "Contrepassée", "", "", "à suivre"), 1400),
        (paid("Bemerkung", "storniert", "", "", ""), 1400),
        # what a sentence says is no state, and what somebody no longer takes was paid all the same
        (paid("Notes", "Cancelled", "avoid late fee", "Cancelled subscription", "final"), 1500),
        (paid("Comments", "Not void", "paid by card", "", ""), 1500),
    ],
)
def test_a_remark_that_an_invoice_is_void_is_believed(
    rows: Rows, total: int, tmp_path: Path
) -> None:
    money = accepted(tmp_path, **LONE, new__csv=rows).tables.budget
    assert money["amount"].sum() == total


@pytest.mark.parametrize(
    ("note", "held"),
    [
        ("CANCELLED - AC out", 3), ("Annulée faute d'inscriptions", 3), ("Cancelled due to snow", 3),
        ("2 cancelled", 4), ("Cancelled: 2", 4), ("Speaker late", 4), ("Cancellations likely", 4),
    ],
)  # fmt: skip
def test_a_class_of_which_a_note_says_that_it_fell_through_was_not_held(
    note: str, held: int, tmp_path: Path
) -> None:
    rows = [["Date", "Class", "Attended", "Notes"]]
    rows += [[f"2026-02-0{at}", f"Class {at}", str(4 + at), ""] for at in range(1, 5)]
    rows[3][2:] = ["", note]
    assert len(accepted(tmp_path, **LONE, new__csv=rows).tables.events) == held


def roster(states: str, column: str = "Stat") -> Rows:
    rows = [["Pos #", "Emp #", "Last", "First", "Agency / Div", column, "Hire Dt", "Wk E-mail"]]
    return [
        *rows,
        *[
            [f"P{at}", str(100 + at), f"Moss{at}", "Ann", "Courts" if at % 2 else "Counsel", state,
             f"20{at:02}-03-0{1 + at}", f"a.moss{at}@firm.example"]
            for at, state in enumerate(states.split())
        ],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        (roster("A A LOA TERM A A A TERM"), 6),
        (roster("Actif Actif Actif Partie Congé Actif Actif Retraité", "Situation"), 6),
        (roster("Active Active Active Resigned Active Active Active Active", "Emp. state"), 7),
        # a shift, a hand, a grade are no states
        (roster("R T R D R D T R", "Shift"), 8),
        (roster("Left Right Right Right Left Right Right Right", "Wing"), 8),
    ],
)
def test_who_has_left_by_a_column_of_states_is_not_on_the_staff(
    rows: Rows, people: int, tmp_path: Path
) -> None:
    tables = accepted(tmp_path, **{**LONE, "people__csv": None}, new__csv=rows).tables
    assert len(tables.contacts) == people


@pytest.mark.parametrize(
    "head", ["Hrs to fill", "Days to supply", "Hours until answered", "Lead time (h)"]
)
def test_how_long_somebody_waited_is_no_work(head: str, tmp_path: Path) -> None:
    rows = [["Rec'd", "Requester", "Citation", head]]
    rows += [[f"2026-02-0{at}", PEOPLE[at][1], f"9 Cal. {at}", str(at * 7)] for at in range(1, 8)]
    touches = accepted(tmp_path, **LONE, new__csv=rows).tables.touches
    assert len(touches) == 7 and ("minutes" not in touches or touches["minutes"].isna().all())
