"""Rows that stand twice, in one file and in two: counted once where that is sure, told elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.sections.gate import Gate
from engagekit.tables.problems import NOTE, QUESTION
from tests.stranger import small
from tests.stranger.small import Rows
from tests.stranger.test_vendor_layouts import DAYS, LONE, STAFF, log
from tests.stranger.test_year_to_date import accepted

AGAIN = "cell for cell"
MONTHS = [f"2026-0{at}" for at in range(1, 7)]
USES: Rows = [
    ["Database", "Month", "Metric", "Count"],
    *[[name, month, metric, str(10 + 7 * nth + at)] for nth, name in enumerate(("Factiva", "Lexis"))
      for at, month in enumerate(MONTHS) for metric in ("Searches", "Downloads")],
]  # fmt: skip
OF_USERS: Rows = [
    ["Platform", "Month", "User", "Metric", "Count"],
    *[["Factiva", month, mail, metric, str(1 + at % 5)] for month in MONTHS[:3]
      for at, (_, mail, _) in enumerate(STAFF[:4]) for metric in ("Searches", "Downloads")],
]  # fmt: skip
NUMBERED = log("Ref no/Date/Name/Question/Minutes", "R{at}", "{day}", "{who}", "Why {third}", "10")
BILLS = log("Invoice No/Invoice date/Vendor/Amount", "I{at}", "{day}", "Firm {third}", "1{mark}.50")
DOOR: Rows = [["Date", "Visits"], *[[day, str(30 + 7 * at % 20)] for at, day in enumerate(DAYS)]]
MAILS = log("Campaign/Sent on/Recipients/Opens", "News {at}", "{day}", "25{third}", "12{third}")
FORM = log(
    "Timestamp/How satisfied are you?/How often do you come?/What should change?",
    *("2/1{third}/2026 10:0{third}:{mark}1", "Satisfied", "Weekly", "More books {third}"),
)


def figures(gate: Gate) -> dict[str, float]:
    """Return what a report counts: rows of people and work, uses, visits, money."""
    found: dict[str, float] = {**gate.counts()}
    for name in ("usage", "counts"):
        if gate.tables.has(name):
            found[name] = float(gate.tables.frames[name]["n"].sum())
    return found


def told(gate: Gate) -> list[str]:
    return [one.level for one in gate.tables.faults if AGAIN in one.problem]


@pytest.mark.parametrize(
    ("rows", "is_told"),
    [(USES, True), (OF_USERS, True), (DOOR, True), (NUMBERED, False), (BILLS, False)],
)
def test_a_figure_or_a_numbered_record_that_stands_twice_counts_once(
    rows: Rows, is_told: bool, tmp_path: Path
) -> None:
    alone = accepted(tmp_path / "a", **LONE, new__csv=rows)
    again = accepted(tmp_path / "b", **LONE, new__csv=[*rows[:9], rows[5], *rows[9:]])
    assert figures(again) == figures(alone) and bool(told(again)) == is_told
    aside = {(one.reason, one.rows) for one in again.tables.left_out}
    assert ("same row as an earlier one", 1) in aside


@pytest.mark.parametrize(("rows", "level"), [
    (log("Date/Name/Question/Minutes", "{day}", "{who}", "Why {third}", "10"), QUESTION),
    (log("Date/Vendor/Description/Amount", "2026-02-03", "Firm {third}", "Loan", "1{third}0"), QUESTION),
    (log("Date/Vendor/Description/Amount", "2026-02-03", "Firm {third}", "Loan", "1{third}"), NOTE),
    (log("Event/Date/Start time/Attendees", "Talk {third}", "{day}", "10:00", "1{third}"), QUESTION),
    (log("Date/Department/Type/Minutes", "2026-02-03", "{unit}", "Question", "10"), NOTE),
])  # fmt: skip
def test_what_may_have_happened_twice_counts_twice_and_is_told(
    rows: Rows, level: str, tmp_path: Path
) -> None:
    gate = accepted(tmp_path, **LONE, new__csv=[*rows, rows[2]])
    assert told(gate) == [level]


def test_entries_of_one_day_may_be_alike(tmp_path: Path) -> None:
    day: Rows = [["Date", "Visits"], *[["2026-02-03", str(at % 9)] for at in range(1, 20)]]
    gate = small.gate(tmp_path, **LONE, new__csv=day)
    assert figures(gate)["counts"] == sum(at % 9 for at in range(1, 20)) and told(gate) == [NOTE]


@pytest.mark.parametrize(("last", "faults"), [("-5", 1), ("0", 0)])
def test_visits_below_none_are_told_though_days_are_added_up(
    last: str, faults: int, tmp_path: Path
) -> None:
    gate = small.gate(tmp_path, **LONE, new__csv=[*DOOR, [DOOR[3][0], last]])
    assert sum("below 0" in one.problem for one in gate.tables.faults) == faults


@pytest.mark.parametrize("rows", [USES, OF_USERS, MAILS, NUMBERED, DOOR])
def test_a_file_saved_again_adds_nothing_or_is_asked_about(rows: Rows, tmp_path: Path) -> None:
    alone = figures(accepted(tmp_path / "a", **LONE, new__csv=rows))
    twin = accepted(tmp_path / "b", **LONE, new__csv=rows, new_again__xlsx=rows)
    is_asked = any("has too; both are counted" in one.problem for one in twin.questions)
    assert (figures(twin) == alone) is not is_asked


def test_answers_of_one_second_are_a_copy_and_of_one_minute_a_question(tmp_path: Path) -> None:
    rows: Rows = [FORM[0], *[[f"2/3/2026 10:{at:02}:{7 * at % 60:02}", *row[1:]]
                             for at, row in enumerate(FORM[1:])]]  # fmt: skip
    gate = small.gate(tmp_path / "a", **LONE, form__csv=[*rows, rows[4]])
    assert gate.counts()["respondents"] == 20 and not told(gate)
    assert [one.rows for one in gate.tables.left_out if "the same answers" in one.reason] == [1]
    minutes = [rows[0], *[[row[0][:-3], *row[1:]] for row in rows[1:]]]
    gate = accepted(tmp_path / "b", **LONE, form__csv=[*minutes, minutes[4]])
    assert gate.counts()["respondents"] == 21 and told(gate) == [QUESTION]
    one = [row[:2] for row in rows]
    gate = accepted(tmp_path / "c", **LONE, form__csv=[*one, one[4]])
    assert gate.counts()["respondents"] == 21 and told(gate) == [NOTE]


def test_answers_that_two_surveys_have_are_asked_about(tmp_path: Path) -> None:
    rows: Rows = [["Timestamp", "Which session did you come to?"],
                  *[[f"2/13/2026 10:0{at % 5}:{3 * at + 1:02}", "Talk"] for at in range(18)]]  # fmt: skip
    gate = small.gate(tmp_path, **LONE, a__csv=rows[:13], b__csv=[rows[0], *rows[7:]])
    assert gate.counts()["respondents"] == 24
    assert any(
        "has 6 rows of respondents that a.csv has too" in one.problem for one in gate.questions
    )


ANSWERS = log("ID/Started at/Name/How satisfied are you?/Why?", "{at}", "{day} 10:00:0{third}",
              "{who}", "Satisfied", "Fast {third}")  # fmt: skip


GOOGLE = [FORM[0], *[[f"2/{1 + at}/2026 10:00:11", *row[1:]] for at, row in enumerate(FORM[1:])]]


@pytest.mark.parametrize("rows", [GOOGLE, ANSWERS])
@pytest.mark.parametrize(("word", "times", "is_asked"), [
    ("Test", 1, True), ("TESTING!", 4, True), ("test", 5, False), ("Tests of blood", 1, False),
])  # fmt: skip
def test_answers_by_which_a_form_was_tried_are_asked_about(
    rows: Rows, word: str, times: int, is_asked: bool, tmp_path: Path
) -> None:
    tried = [[*row[:-1], word] if 0 < at <= times else row for at, row in enumerate(rows)]
    gate = accepted(tmp_path, **LONE, new__csv=tried)
    assert gate.counts()["respondents"] == 20
    assert ("a trial of the form" in str(gate.questions)) is is_asked


ITEMS = [
    ["ID", "How satisfied are you with", "", "", "Department"],
    ["", "Speed", "Quality", "Staff", ""],
    *[[str(at), *(("Satisfied", "Neutral", "Dissatisfied")[(at + nth) % 3] for nth in range(3)),
       "Tax"] for at in range(20)],
]  # fmt: skip


def test_items_below_their_question_are_questions_and_nobody_who_answered(tmp_path: Path) -> None:
    gate = accepted(tmp_path / "a", **LONE, new__csv=ITEMS)
    assert gate.counts()["respondents"] == 20
    assert [*gate.tables.questions["wording"]] == [
        f"How satisfied are you with / {item}" for item in ("Speed", "Quality", "Staff")
    ]
    answered = [ITEMS[0], ["1", "Satisfied", "Neutral", "Neutral", ""], *ITEMS[2:]]
    assert accepted(tmp_path / "b", **LONE, new__csv=answered).counts()["respondents"] == 21


COUNTED: Rows = [
    ["Month", "Enquiries"],
    *[[month, str(30 + 3 * at)] for at, month in enumerate(MONTHS)],
]
HELD: Rows = [
    ["Event", "Date", "Attendees"],
    *[[f"Training {at}", day, "5"] for at, day in enumerate(DAYS)],
]
SPENT: Rows = [
    ["Month", "Category", "Amount"],
    *[[month, line, str(500 + at)] for at, month in enumerate(MONTHS) for line in ("Books", "Pay")],
]  # fmt: skip
DIFFERENT = "with a different number"


@pytest.mark.parametrize("rows", [USES, OF_USERS, DOOR, COUNTED, HELD, SPENT])
def test_a_second_figure_of_one_thing_and_time_is_told_and_counts(
    rows: Rows, tmp_path: Path
) -> None:
    alone = accepted(tmp_path / "a", **LONE, new__csv=rows)
    again = accepted(
        tmp_path / "b", **LONE, new__csv=[*rows[:4], [*rows[2][:-1], "999"], *rows[4:]]
    )
    assert not [one for one in alone.tables.faults if DIFFERENT in one.problem]
    (one,) = (one for one in again.tables.faults if DIFFERENT in one.problem)
    assert (one.row, one.level) == (5, NOTE if rows is SPENT else QUESTION)
    assert "row 3" in one.remedy and figures(again) != figures(alone)


@pytest.mark.parametrize(("more", "is_told"), [(5, True), (6, False)])
def test_many_second_figures_are_entries_of_one_day(
    more: int, is_told: bool, tmp_path: Path
) -> None:
    days = DAYS[:20]  # then some of them again
    rows = [["Date", "Visits"], *[[day, str(20 + at % 9)] for at, day in enumerate(days)]]
    rows += [[day, str(70 + at)] for at, day in enumerate(days[:more])]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert bool([one for one in gate.tables.faults if DIFFERENT in one.problem]) == is_told


def test_events_at_other_hours_and_payments_of_one_day_are_no_corrections(tmp_path: Path) -> None:
    held = [["Event", "Date", "Start", "Attendees"]]
    held += [["Training", day, at, "9"] for day in DAYS for at in ("09:00",)]
    held.append(["Training", DAYS[0], "14:00", "4"])
    paid = [
        ["Date", "Supplier", "Amount"],
        *[[day, "Firm", f"{at}1"] for at, day in enumerate(DAYS)],
    ]
    paid.append([DAYS[0], "Firm", "500"])
    for name, rows in (("a", held), ("b", paid)):
        gate = accepted(tmp_path / name, **LONE, new__csv=rows)
        assert not [one for one in gate.tables.faults if DIFFERENT in one.problem]
