"""A county law library in California: voids in remarks, sums by another name, a roster of positions."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit import measures
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import accepted, said

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


def foot(amounts: list[str], total: str, *, word: str = "TOTAL", void: str = "") -> Rows:
    """Invoices with the sum of some of them below."""
    rows = [["Invoice date", "Supplier", "Amount", "Batch"]]
    rows += [
        [f"2026-01-1{at}", f"Firm {at}", one, void if at == 1 else "ok"]
        for at, one in enumerate(amounts)
    ]
    return [*rows, [word, "", total, ""]]


@pytest.mark.parametrize(
    ("rows", "is_told"),
    [
        (foot(["100", "250", "70"], "170", void="disallowed"), True),  # a row that does not count
        (foot(["100", "25O", "70"], "420"), True),  # a cell that is no number
        (foot(["100", "250", "70"], "420"), False),
        (foot(["100.004", "250.003", "70"], "420"), False),  # cents that were rounded away
        (foot(["100", "250", "70"], "140", word="Average"), False),
        (foot(["100", "250", "70"], "3", word="Record count"), False),
    ],
)
def test_a_total_that_is_not_the_sum_of_what_is_read_is_told(
    rows: Rows, is_told: bool, tmp_path: Path
) -> None:
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert bool(said(gate, "and the rows that are read add up to")) == is_told


def test_a_total_is_compared_with_lines_and_not_with_their_subtotals(tmp_path: Path) -> None:
    lines = [
        ("Books", 80),
        ("Data", 1100),
        ("Total collections", 1180),
        ("Pay", 5000),
        ("Travel", 20),
    ]
    lines += [("Total operations", 5020), ("TOTAL", 6200)]
    rows = [["Period", "Line", "Actual"], *[["2026 Q1", name, str(n)] for name, n in lines]]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.counts()["spent"] == 6200 and not said(gate, "add up to")


@pytest.mark.parametrize(
    ("title", "is_money"),
    [
        ("Revenue status - Fund 2740", False), ("Income received 2026", False), ("Recettes", False),
        ("Revenue budget 2026", True), ("Income statement", True), ("Income and expenditure", True),
        ("Inland Revenue library", True),
    ],
)  # fmt: skip
def test_money_that_comes_in_is_not_offered_as_spending(
    title: str, is_money: bool, tmp_path: Path
) -> None:
    rows = [[title], ["Acct", "Description", "YTD 2026-03"], ["4410", "Filing fees", "7000"]]
    rows += [["4520", "Photocopies", "1811"], ["4610", "Interest", "40"]]
    first = small.gate(tmp_path, **LONE, new__csv=rows)
    (one,) = first.open_files
    assert ("budget" in {each.table for each in one.choices}) == is_money


@pytest.mark.parametrize("head", ["Reading", "Gate reading", "Relevé", "Zählerstand"])
def test_where_a_meter_stands_is_not_how_many_came(head: str, tmp_path: Path) -> None:
    rows = [["Month", head, "Visitors", "Of them new"], ["2026-01", "88120", "1712", "20"]]
    rows += [["2026-02", "89503", "1383", "31"], ["2026-03", "91459", "1956", "9"]]
    counts = accepted(tmp_path, **LONE, new__csv=rows).tables.counts
    assert counts.groupby("what")["n"].sum().to_dict() == {"Visitors": 5051, "Of them new": 60}


def test_the_statistics_of_a_mail_tool_that_says_time_sent_are_known(tmp_path: Path) -> None:
    rows = [["Campaign Name", "Time Sent", "Sends", "Opens", "Clicks"]]
    rows += [[f"Brief {at}", f"2026-0{at}-02", "200", "90", "30"] for at in (1, 2, 3)]
    gate = small.gate(tmp_path, **LONE, new__csv=rows)
    assert not gate.open_files and gate.tables.touches["head_count"].tolist() == [200] * 3


WHOM = ["Ann Moss", "Reed, Ann", "Hon. Bob Moss", "ann.stone@firm.example", PEOPLE[6][0]]


def acts(who: list[str], kind: str) -> Rows:
    return [
        ["contact_id", "asked_on", "on", "kind", "witness"],
        *[[one, "", f"2026-02-0{1 + at}", kind, ""] for at, one in enumerate(who)],
    ]


@pytest.mark.parametrize(
    ("rows", "champions", "told"),
    [
        (acts(WHOM, "defended"), 5, ""),
        (acts([*WHOM, "Zoe Nobody"], "defended"), 5, "whom the staff list does not have"),
        (acts(WHOM, "Spoke for us at the budget hearing"), 0, "of kinds that make no champion"),
    ],
)  # fmt: skip
def test_who_stood_up_for_us_is_known_by_name_and_what_does_not_count_is_told(
    rows: Rows, champions: int, told: str, tmp_path: Path
) -> None:
    gate = small.gate(tmp_path, support__csv=rows)
    frame = measures.champions(gate.tables, during="2026 Q1")
    assert frame.loc[frame["measure"] == "champions", "n"].iloc[0] == champions
    found = [*said(gate, "staff list does not have"), *said(gate, "make no champion")]
    assert bool(found) == bool(told) and all(told in one for one in found)


@pytest.mark.parametrize(
    "heads",
    [
        ["Adopted", "Adjusted", "YTD Expended", "Encumbered", "Avail Bal"],
        ["Approved", "Revised", "Spent to date", "Committed", "Remaining"],
        ["Voté", "Révisé", "Dépensé à ce jour", "Engagé", "Solde"],
    ],
)
def test_a_version_of_the_plan_beside_what_was_spent_needs_no_word_for_budget(
    heads: list[str], tmp_path: Path
) -> None:
    rows = [["Status - FY 2026, Period 03 (closed 3/31/26)"], [], ["Obj", "Description", *heads]]
    rows += [["5110", "Salaries", "4620", "4620", "1034", "0", "3586"]]
    rows += [["6310", "Books", "920", "880", "165", "142", "573"]]
    money = accepted(tmp_path, **LONE, new__xlsx=rows).tables.budget
    sums = money.groupby(["kind", "period"])["amount"].sum().to_dict()
    assert sums == {("actual", "to 2026-03"): 1199, ("budget", "2026"): 5500}
