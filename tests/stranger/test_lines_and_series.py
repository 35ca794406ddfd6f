"""Lines of invoices, sums of the year so far, series of sessions, recordings, and newsletters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger.small import Rows
from tests.stranger.test_vendor_layouts import DAYS, LONE, STAFF, log, offers
from tests.stranger.test_year_to_date import accepted

PARTS = (41, 23, 87, 19)


def invoices(head: str, off: int = 0, same_day: bool = True) -> Rows:
    """Return three invoices of four lines, each with the total of its invoice."""
    rows = [["Invoice no", "Supplier", "Date", "Invoice total", head]]
    for nth in range(3):
        parts = [part * (nth + 2) for part in PARTS]
        rows += [
            [
                f"I{73 + 19 * nth}",
                f"S{nth}",
                DAYS[at * (not same_day)],
                str(sum(parts) + off),
                str(one),
            ]
            for at, one in enumerate(parts)
        ]
    return rows


@pytest.mark.parametrize(
    ("head", "off", "same_day", "amount"),
    [
        ("Line amount", 0, True, "Line amount"),
        ("Allocated", 0, True, "Allocated"),  # whatever it is called
        ("Line amount", 40, True, "..."),  # with tax or postage
        ("Pages", 40, True, "Invoice total"),  # no money
        ("Line amount", 0, False, "Invoice total"),  # paid in rates
    ],
)
def test_the_total_of_an_invoice_in_each_of_its_lines_counts_once(
    head: str, off: int, same_day: bool, amount: str, tmp_path: Path
) -> None:
    first = offers(tmp_path, invoices(head, off, same_day))[0]
    assert (first.table, dict(first.said).get("amount")) == ("budget", amount)


def test_one_invoice_of_two_lines_proves_nothing(tmp_path: Path) -> None:
    rows = [["Invoice no", "Supplier", "Date", "Amount", "Freight cost"]]
    rows += [
        [f"I{at}", f"S{at}", DAYS[at], str(90 + 31 * at), str(3 + 7 * at % 5)] for at in range(6)
    ]
    rows[2] = rows[1]
    assert "amount" not in dict(offers(tmp_path, rows)[0].said)


def grid(*lines: tuple[int, ...]) -> Rows:
    rows = [["Line", "Jan-26", "Feb-26", "Mar-26", "Apr-26"][: len(lines[0]) + 1]]
    return rows + [[f"Line {at}", *map(str, one)] for at, one in enumerate(lines)]


UP = ((100, 210, 333), (90, 90, 170), (41, 87, 120))


@pytest.mark.parametrize(
    ("lines", "asked"),
    [
        (UP, True),
        ((*UP, (70, 70, 70)), True),  # the same each month
        (UP[:2], False),
        (tuple(one[:2] for one in UP), False),
        ((*UP[:2], (41, 87, 86)), False),
    ],
)
def test_lines_of_which_none_falls_from_month_to_month_may_be_sums(
    lines: tuple[tuple[int, ...], ...], asked: bool, tmp_path: Path
) -> None:
    gate = accepted(tmp_path, **LONE, new__csv=[["Library spend - cumulative"], *grid(*lines)])
    told = [str(one) for one in gate.questions if "from month to month" in str(one)]
    assert bool(told) == asked
    assert not told or ("3 lines" in told[0] and '"to 2026-03"' in told[0])


@pytest.mark.parametrize("word", ["Income", "Revenue", "Invoice", "Receipt"])
def test_what_came_in_is_not_spent(word: str, tmp_path: Path) -> None:
    rows = [["Date", "Category", "Type", "Amount"]]
    rows += [[DAYS[at], "Books", ("Expense", word)[at % 2], str(80 + 11 * at)] for at in range(9)]
    total = sum(80 + 11 * at for at in range(9))
    rest = sum(80 + 11 * at for at in range(0, 9, 2))
    counted = accepted(tmp_path, **LONE, new__csv=rows).counts()["spent"]
    assert counted == (rest if word in ("Income", "Revenue") else total)


def test_a_column_of_both_sides_is_their_difference(tmp_path: Path) -> None:
    head = [
        "Accounting date",
        "Spend category",
        "Debit amount",
        "Credit amount",
        "Debit minus credit",
    ]
    rows = [
        head,
        *[[DAYS[at], "Books", str(70 + 13 * at), "0", str(70 + 13 * at)] for at in range(8)],
    ]
    rows[3][2:] = ["0", "25", "-25"]
    total = sum(float(row[4]) for row in rows[1:])
    assert accepted(tmp_path, **LONE, new__csv=rows).counts()["spent"] == total


@pytest.mark.parametrize(
    ("units", "asked"),
    [
        (("Library", "HR", "IT"), True),
        (("Library", "Tax", "Library serials"), False),
        (("HR", "IT"), False),
    ],
)
def test_money_of_units_that_the_library_does_not_serve_is_asked_about(
    units: tuple[str, ...], asked: bool, tmp_path: Path
) -> None:
    rows = [["Cost centre", "Posting date", "Supplier", "Amount"]]
    rows += [[units[at % len(units)], DAYS[at], f"S{at}", str(80 + 17 * at)] for at in range(12)]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert (
        any("cost centres other than the library's: HR; IT" in str(one) for one in gate.questions)
        == asked
    )


@pytest.mark.parametrize("head", ["Series", "Course", "Programme"])
def test_how_many_came_to_each_session_of_a_series_is_no_survey(head: str, tmp_path: Path) -> None:
    rows = [[head, "Session date", "Registered", "Attended", "No-show"]]
    rows += [
        ["Orientation", DAYS[at], str(9 + at % 4), str(6 + at % 3), str(3)] for at in range(10)
    ]
    counts = accepted(tmp_path, **LONE, new__csv=rows).counts()
    heads = sum(6 + at % 3 for at in range(10))
    assert (counts["events"], counts["heads"], counts["respondents"]) == (10, heads, None)


def test_marks_on_a_day_stay_a_survey(tmp_path: Path) -> None:
    rows = [["Date", "Content", "Speed", "Handouts", "Overall"]]
    words = ("Satisfied", "Very satisfied", "Dissatisfied")
    rows += [[DAYS[at], *(words[(at + nth) % 3] for nth in range(4))] for at in range(20)]
    assert offers(tmp_path, rows)[0].table == "responses"


@pytest.mark.parametrize(("day", "table"), [("Viewed on", "touches"), ("Held on", "attendance")])
def test_nobody_came_to_a_recording(day: str, table: str, tmp_path: Path) -> None:
    rows = log(f"Webinar/Name/Email/{day}", "Lexis tips", "{who}", "{mail}", "{day}")
    first = offers(tmp_path, rows)[0]
    assert (first.table, dict(first.said).get("channel", "")) == (
        table, "self-service" if table == "touches" else ""
    )  # fmt: skip


@pytest.mark.parametrize(("head", "read"), [("Completed at", 10), ("Date", 20)])
def test_who_did_not_complete_a_course_has_no_day_of_the_row_above(
    head: str, read: int, tmp_path: Path
) -> None:
    rows = [["Name", "Email", "Topic", head]]
    rows += [[*STAFF[at][:2], f"Course {at}", DAYS[at] if at % 2 == 0 else ""] for at in range(20)]
    assert accepted(tmp_path, **LONE, new__csv=rows).counts()["touches"] == read


@pytest.mark.parametrize(
    ("head", "asked"), [("Opened/Clicked", False), ("Topic/Newsletter", True), ("Newsletter", True)]
)
def test_who_opened_a_newsletter_asked_nothing(head: str, asked: bool, tmp_path: Path) -> None:
    cells = ["No"] * len(head.split("/"))
    rows = log(f"Issue/Date/Email/{head}", "N {third}", "{day}", "{mail}", *cells)
    tables = {one.table for one in offers(tmp_path, rows) if not one.fault}
    assert ("touches" in tables) == asked and ("attendance" not in tables or asked)


@pytest.mark.parametrize(
    ("wording", "asked"),
    [
        ("I waste time finding what I need", True),
        ("I waste less time", False),
        ("The library saves me time", False),
    ],
)
def test_to_waste_time_is_a_complaint(wording: str, asked: bool, tmp_path: Path) -> None:
    words = ("Agree", "Strongly agree", "Neutral", "Disagree")
    rows = [["ID", wording], *[[str(3 * at + 2), words[at % 4]] for at in range(24)]]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert any("may be a complaint" in str(one) for one in gate.questions) == asked


@pytest.mark.parametrize(
    ("bill", "credit", "taken_off"),
    [("PI", "PC", True), ("Bill", "Vendor Credit", True), ("KR", "KG", True), ("PA", "PC", False)],
)
def test_a_credit_of_a_supplier_is_taken_off(
    bill: str, credit: str, taken_off: bool, tmp_path: Path
) -> None:
    rows = [["Date", "Type", "Supplier", "Amount"]]
    rows += [[DAYS[at], credit if at % 5 == 4 else bill, f"S{at}", "90"] for at in range(10)]
    counted = accepted(tmp_path, **LONE, new__csv=rows).counts()["spent"]
    assert counted == (540 if taken_off else 900)


AUDIT = ["No", "Type", "A/C", "Details", "Date", "Ref", "Net", "Tax", "Gross"]


@pytest.mark.parametrize(("last", "is_money"), [("Gross", True), ("Advisory", False)])
def test_postings_with_their_tax_are_no_enquiries(
    last: str, is_money: bool, tmp_path: Path
) -> None:
    rows = [[*AUDIT[:-3], "Net" if is_money else "Audit", "Tax", last]]
    rows += [
        [
            str(300 + 7 * at),
            "PI",
            "WIL1",
            f"Books {at}",
            DAYS[at],
            f"I{at}",
            str(41 + at),
            "2",
            "43",
        ]
        for at in range(12)
    ]
    tables = {one.table for one in offers(tmp_path, rows)}
    assert ("budget" in tables) == is_money and ("touches" in tables) != is_money


@pytest.mark.parametrize("head", ["Value type", "Wertart", "Type"])
def test_a_column_of_kinds_says_what_was_planned(head: str, tmp_path: Path) -> None:
    rows = [["Posting date", "Cost element", head, "Amount"]]
    kinds = ("Actual", "Plan", "Actual", "Commitment")
    rows += [[DAYS[at], f"E{at}", kinds[at % 4], str(50 + at)] for at in range(16)]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    budget = gate.tables.budget.groupby("kind")["amount"].sum().to_dict()
    actual, plan = (
        sum(50 + at for at in range(first, 16, step)) for first, step in ((0, 2), (1, 4))
    )
    assert budget == {"actual": actual, "budget": plan}


def test_types_of_which_few_are_kinds_are_of_something_else(tmp_path: Path) -> None:
    rows = [["Posting date", "Cost element", "Type", "Amount"]]
    kinds = ("Books", "Plan", "Journals")
    rows += [[DAYS[at], f"E{at}", kinds[at % 3], str(50 + at)] for at in range(15)]
    (first, *_) = offers(tmp_path, rows)
    assert (first.table, dict(first.said).get("kind")) == ("budget", "actual")


@pytest.mark.parametrize(
    ("wordings", "asked"),
    [
        (("Which sessions will you attend?", "Your city"), True),
        (("Preferred date for the workshop", "In person or online?"), True),
        (("Which sessions did you like?", "Your city"), False),
        (("Will you attend again?", "How satisfied are you with the library?"), False),
    ],
)
def test_a_form_to_sign_up_for_an_event_is_asked_about(
    wordings: tuple[str, str], asked: bool, tmp_path: Path
) -> None:
    words = ("Satisfied", "Very satisfied", "Dissatisfied")
    cells = [words if "satisfied" in one else ("One", "Two", "Three") for one in wordings]
    rows = [["ID", "Start time", "Completion time", "Email", "Name", *wordings]]
    rows += [
        [str(at + 1), f"{DAYS[at]} 10:00", f"{DAYS[at]} 10:03", STAFF[at][1], STAFF[at][0],
         *(each[at % 3] for each in cells)]
        for at in range(15)
    ]  # fmt: skip
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    told = [str(one) for one in gate.questions if "may be a sign-up" in str(one)]
    assert bool(told) == asked
    assert not told or "its 15 people" in told[0]
