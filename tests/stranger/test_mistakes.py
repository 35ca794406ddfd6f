"""Mistakes of files made by hand: each is read right, or told with its file and a remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.confirming import map_file
from tests.stranger import small
from tests.stranger.small import (
    ANSWERS,
    EVENTS,
    GUESTS,
    LOG,
    MONEY,
    PEOPLE,
    SETTINGS,
    TRUTH,
    each,
    renamed,
    without,
)  # fmt: skip


def set_to(rows: small.Rows, every: int = 1, **cells: str) -> small.Rows:
    return each(rows, lambda at, _: cells if at % every == 0 else {})


def units(**names: str) -> small.Rows:
    """The staff list with some departments written otherwise for every second person."""
    swapped = {
        "Tax": names.get("tax"),
        "Audit": names.get("audit"),
        "Legal & Risk": names.get("law"),
    }

    def change(at: int, one: dict[str, str]) -> dict[str, str]:
        other = swapped.get(one["Department"]) if at % 2 else None
        return {"Department": other} if other else {}

    return each(PEOPLE, change)


DAYS = [f"{at + 1:02d}/{1 + at % 3:02d}/2026" for at in range(12)]
PERSON = ["999", "Ann Moss", "ann.moss@firm.example", "Tax", "2020-01-15", ""]
MORE = ["2026 Q1", "", "", "E-books", "actual", "10", "GBP"]
LEVELS = {"ask": "question", "cell": "fault", "stop": "unread"}
MISTAKES: dict[str, tuple[dict[str, Any], str, str, tuple[str, ...]]] = {
    # people
    "departments differ by case": ({"people__csv": units(tax="TAX")}, "ask", "people.csv", ("'Tax', 'TAX'", "[groups]")),
    "departments differ by and": ({"people__csv": units(law="Legal and Risk")}, "ask", "people.csv", ("Legal and Risk",)),
    "departments differ by Team": ({"people__csv": units(tax="Tax Team")}, "ask", "people.csv", ("Tax Team",)),
    "departments differ by brackets": ({"people__csv": units(audit="Audit (London)")}, "ask", "people.csv", ("Audit (London)",)),
    "departments differ by the": ({"people__csv": units(tax="The Tax Department")}, "ask", "people.csv", ("The Tax Department",)),
    "departments differ by accents": ({"people__csv": units(audit="Àudit")}, "ask", "people.csv", ("Àudit",)),
    "a survey's units are not on the list": ({"respondents__csv": set_to(ANSWERS, 3, department="Taxes")}, "ask", "respondents.csv", ("'Taxes' (3 rows", "[survey.values.department]")),
    "a budget's unit is not on the list": ({"budget__csv": [*MONEY, [*MORE[:1], "Taxation", *MORE[2:]]]}, "ask", "budget.csv", ("'Taxation'",)),
    "one person under two numbers": ({"people__csv": [*PEOPLE, PERSON]}, "ask", "people.csv", ("same e-mail address", "999")),
    "two people with one address": ({"people__csv": [*PEOPLE, ["998", "Zoe Park", *PERSON[2:]]]}, "ask", "people.csv", ("same e-mail address", "Zoe Park")),
    "one name twice in a department": ({"people__csv": [*PEOPLE, ["997", "Ann Moss", "", *PERSON[3:]]]}, "ask", "people.csv", ("same name", "997")),
    "a staff list of an earlier quarter": ({"people__csv": None, "Staff list 31 December 2024__csv": PEOPLE}, "ask", "Staff list", ("2024-12-31", "newer list")),
    "a staff list with an old day in its name": ({"people__csv": None, "hr-2025-06-30__csv": PEOPLE}, "ask", "hr-2025", ("2025-06-30",)),
    "Start for Hire Date": ({"people__csv": renamed(PEOPLE, "Hire Date", "Begin")}, "ask", "people.csv", ("start and leaving date", "'Begin'")),
    "no department column": ({"people__csv": without(PEOPLE, "Department")}, "ask", "people.csv", ("no department for anybody", "engagekit import")),
    "some without a department": ({"people__csv": set_to(PEOPLE, 5, Department="")}, "ask", "people.csv", ("without a department",)),
    "left before they came": ({"people__csv": each(PEOPLE, lambda at, _: {"Termination Date": "2019-01-01"} if at == 3 else {})}, "ask", "people.csv", ("left before they came", "Bob Moss")),
    "the library's department misspelt": ({"settings": SETTINGS.replace('"Library"', '"Libary"')}, "ask", "engagekit.toml", ("Libary", "Did you mean 'Library'")),
    "nobody is the library": ({"settings": SETTINGS.replace('departments = ["Library"]', "").replace('emails = ["library@firm.example"]', "")}, "ask", "engagekit.toml", ("who is the library",)),
    # enquiries
    "day and month could be either": ({"touches__csv": each(LOG, lambda at, _: {"on": DAYS[at]})}, "ask", "touches.csv", ("day first or month first", "date_order")),
    "an impossible day": ({"touches__csv": each(LOG, lambda at, _: {"on": "31/02/2026" if at == 3 else f"{13 + at}/01/2026"})}, "cell", "touches.csv, cell B5", ("31/02/2026",)),
    "both orders in one column": ({"touches__csv": each(LOG, lambda at, _: {"on": f"{13 + at}/01/2026" if at % 2 else f"01/{13 + at}/2026"})}, "stop", "touches.csv", ("none of its 12 rows",)),
    "a day far ahead": ({"touches__csv": each(LOG, lambda at, _: {"on": "2062-01-05"} if at == 1 else {})}, "ask", "touches.csv", ("still to come", "2062-01-05")),
    "a day long ago": ({"touches__csv": each(LOG, lambda at, _: {"on": "1926-01-05"} if at == 1 else {})}, "ask", "touches.csv", ("five years", "1926-01-05")),
    "hours for minutes": ({"touches__csv": set_to(LOG, minutes="0.25")}, "ask", "touches.csv", ("hours",)),
    "a day's length of minutes": ({"touches__csv": each(LOG, lambda at, _: {"minutes": "1440"} if at == 2 else {})}, "ask", "touches.csv", ("600 minutes", "1440")),
    "words for minutes": ({"touches__csv": set_to(LOG, 4, minutes="a while")}, "cell", "touches.csv, cell F2", ("a while",)),
    "an unknown way": ({"touches__csv": set_to(LOG, 4, channel="pigeon")}, "cell", "touches.csv, cell C2", ("pigeon",)),
    "nobody in the log is on the list": ({"touches__csv": each(LOG, lambda at, _: {"display_name": f"Xa Yb{at}"})}, "ask", "touches.csv", ("linked to nobody", "Xa Yb0")),
    "a log without names": ({"touches__csv": set_to(LOG, display_name="")}, "ask", "touches.csv", ("names nobody in 12 rows",)),
    "a log with a header alone": ({"touches__csv": LOG[:1]}, "stop", "touches.csv", ("has no rows",)),
    "a log that nothing knows": ({"touches__csv": None, "desk__csv": [["Tag", "Wer", "Wie"], *[row[1:4] for row in LOG[1:]]]}, "stop", "desk.csv", ("not counted yet", "engagekit import")),
    "a column whose header almost fits": ({"touches__csv": renamed(LOG, "channel", "chanel")}, "stop", "touches.csv", ("chanel",)),
    "a column that is renamed": ({"touches__csv": renamed(LOG, "minutes", "mins")}, "cell", "touches.csv, cell F1", ("mins", "'minutes'")),
    "an empty file": ({"notes__csv": []}, "stop", "notes.csv", ("empty",)),
    # events
    "people at an event without a day": ({"events__csv": None}, "ask", "attendance.csv", ("without a day",)),
    "one event in two files": ({"events__csv": [*EVENTS, ["e2", "Talk (Teams)", "2026-02-03 12:05"]], "attendance__csv": [*GUESTS, *[["e2", *row[1:]] for row in GUESTS[1:]]]}, "ask", "events.csv", ("4 people in common",)),
    "an event years away": ({"events__csv": [["event_id", "title", "started_at"], *[[f"x{at}", "Talk", f"2026-02-{at + 10} 12:00"] for at in range(10)], ["e1", "Talk", "2016-02-03 12:00"]]}, "ask", "events.csv", ("2016-02-03",)),
    # surveys
    "nobody says how many were asked": ({"settings": SETTINGS.replace("asked = 40", "")}, "ask", "engagekit.toml", ("how many people were asked",)),
    # money
    "a total that is not the sum": ({"budget__csv": [*MONEY, [*MORE[:3], "Total", "actual", "1400", "GBP"]]}, "ask", "budget.csv, cell D4", ("not the sum of its lines",)),
    "a letter in an amount": ({"budget__csv": [*MONEY, [*MORE[:5], "12O0", "GBP"]]}, "cell", "budget.csv, cell F4", ("12O0",)),
    "another currency": ({"budget__csv": [*MONEY, [*MORE[:6], "USD"]]}, "ask", "budget.csv", ("USD", "GBP")),
    "no currency in the settings": ({"settings": SETTINGS.replace('currency = "GBP"', "")}, "ask", "engagekit.toml", ("in which currency",)),
    "a line that stands twice": ({"budget__csv": [*MONEY, MONEY[1]]}, "ask", "budget.csv", ("twice", "Staff")),
    "the same money in two files": ({"copy of budget__csv": [*MONEY, MORE]}, "ask", "budget.csv", ("twice", "Books")),
    "money of another year": ({"budget__csv": set_to(MONEY, period="2024 Q1")}, "ask", "budget.csv", ("2024-01-01", "no money for that quarter")),
    "postings whose day and month could be either": ({"budget__csv": each(MONEY, lambda at, _: {"period": f"0{at + 2}/03/2026"})}, "ask", "budget.csv", ("02/03/2026", "dates=day first")),
    "a season for a period": ({"budget__csv": [*MONEY, ["spring", *MORE[1:]]]}, "cell", "budget.csv, cell A4", ("spring",)),
    # settings
    "no name of the organisation": ({"settings": SETTINGS.replace('name = "Firm"', "")}, "ask", "engagekit.toml", ("name of the organisation",)),
    "no fiscal year": ({"settings": SETTINGS.replace("fiscal_start = 1", "")}, "ask", "engagekit.toml", ("fiscal year",)),
    "no mail domains": ({"settings": SETTINGS.replace('domains = ["firm.example"]', "")}, "ask", "engagekit.toml", ("e-mail addresses",)),
}  # fmt: skip


def test_the_project_without_a_mistake_has_no_question_and_the_numbers_are_true(
    tmp_path: Path,
) -> None:
    gate = small.gate(tmp_path)
    assert [str(one) for one in gate.tables.faults] == []
    assert gate.counts() == TRUTH
    assert (gate.exit_code, gate.grade and gate.grade.letter) == (0, "A")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_a_remedy_and_lowers_the_grade(
    mistake: str, tmp_path: Path
) -> None:
    changed, kind, where, words = MISTAKES[mistake]
    gate = small.gate(tmp_path, **changed)
    said = [one for one in gate.tables.faults if one.level == LEVELS[kind] and where in one.where]
    matching = [one for one in said if all(word in str(one) for word in words)]
    assert matching, [f"{one.level} {one}" for one in gate.tables.faults]
    assert all(one.remedy for one in matching)
    assert gate.exit_code == (3 if kind == "stop" else 1)
    if kind != "cell" and gate.grade is not None:
        assert gate.grade.letter > "A"


def test_an_import_that_says_the_department_answers_the_only_question(tmp_path: Path) -> None:
    branches = renamed(PEOPLE, "Department", "Cluster")
    found = small.gate(tmp_path, people__csv=branches).tables.faults
    (asked,) = [one for one in found if "department" in str(one) and "people.csv" in one.where]
    assert "engagekit import" in asked.remedy
    map_file(tmp_path / "data" / "people.csv", table="contacts", given={"department": "Cluster"})
    again = small.gate(tmp_path, people__csv=branches)
    assert again.tables.contacts["department"].notna().all()
    assert again.counts() == TRUTH


RIGHT: dict[str, dict[str, Any]] = {
    "blanks around departments": {"people__csv": units(tax="  Tax ", law="Legal  & Risk")},
    "a blank row and a note below": {"people__csv": [*PEOPLE, [""] * 6]},
    "days first, as one day proves": {"touches__csv": each(LOG, lambda at, _: {"on": f"{10 + at}/0{1 + at % 3}/2026"})},
    "months first, as one day proves": {"touches__csv": each(LOG, lambda at, _: {"on": f"0{1 + at % 3}/{10 + at}/2026"})},
    "a true total": {"budget__csv": [*MONEY, [*MORE[:3], "Total", "actual", "1500", "GBP"]]},
    "thousands and signs": {"budget__csv": each(MONEY, lambda _, one: {"amount": f"£{float(one['amount']):,.2f}"})},
    "ways in capitals": {"touches__csv": each(LOG, lambda at, _: {"channel": ("Email", "Phone", "Chat", "Walk-up")[at % 4]})},
    "the same file twice": {"people again__csv": PEOPLE},
    "the shared mailbox at an event": {"attendance__csv": [*GUESTS, ["e1", "Library Desk", "library@firm.example", "attended"]]},
    "the librarian at her own event": {"attendance__csv": [*GUESTS, ["e1", "Hal Moss", "hal.moss@firm.example", "attended"]]},
    "a workbook for a text": {"touches__csv": None, "touches__xlsx": LOG},
    "names turned round": {"touches__csv": each(LOG, lambda _, one: {"display_name": ", ".join(reversed(one["display_name"].split()))})},
    "names in capitals": {"touches__csv": each(LOG, lambda _, one: {"display_name": one["display_name"].upper()})},
}  # fmt: skip


@pytest.mark.parametrize("twist", RIGHT)
def test_a_twist_is_read_right(twist: str, tmp_path: Path) -> None:
    gate = small.gate(tmp_path, **RIGHT[twist])
    assert gate.counts() == TRUTH, [str(one) for one in gate.tables.faults]
    linked = gate.tables.touches["contact_id"].notna().sum()
    assert linked == 12


def test_an_enquiry_by_e_mail_is_somebody_met(tmp_path: Path) -> None:
    from engagekit.measures.people import reach

    mail = small.gate(tmp_path, touches__csv=set_to(LOG, channel="email"))
    out = small.gate(
        tmp_path / "b", touches__csv=set_to(LOG, channel="email", begun_by="library", two_way="no")
    )
    found = [int(reach(one.tables, during="2026 Q1")["n"].iloc[-1]) for one in (mail, out)]
    assert found == [12, 4]


@pytest.mark.parametrize(
    "lost",
    [
        {"touches__csv": set_to(LOG, display_name="")},
        {"touches__csv": LOG[:1]},
        {"touches__csv": renamed(LOG, "channel", "tag")},
        {"touches__csv": each(LOG, lambda at, _: {"display_name": ""} if at < 4 else {})},
        {"respondents__csv": ANSWERS[:1], "responses__csv": None},
        {"people__csv": without(PEOPLE, "Hire Date")},
    ],
)
def test_no_loss_of_data_makes_the_grade_better(lost: dict[str, Any], tmp_path: Path) -> None:
    weak = {"touches__csv": each(LOG, lambda at, _: {"display_name": "Xa Yb"} if at < 1 else {})}
    before = small.gate(tmp_path / "a", **weak).grade
    after = small.gate(tmp_path / "b", **{**weak, **lost}).grade
    assert before is not None
    assert after is None or after.letter >= before.letter


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("[targets]\nsatisfaction = 85", "[targets]\nsatisfaction = 0.85"),
        ('[files."tuoches.csv"]\nheader_row = 1', '[files."touches3.csv"]\nheader_row = 1'),
        ('[services.A]\nlines = ["Stafff"]', '[services.A]\nlines = ["Other"]'),
        ('[services.A]\nlines = ["Bok*", "Bokos"]', '[services.A]\nlines = ["Bok*", "books"]'),
    ],
)
def test_a_setting_that_names_nothing_is_asked_about(
    wrong: str, right: str, tmp_path: Path
) -> None:
    gates = [
        small.gate(tmp_path / str(at), f"{small.SETTINGS}{one}\n")
        for at, one in enumerate((wrong, right))
    ]
    assert [len(one.questions) for one in gates] == [1, 0]
    assert all(one.remedy for one in gates[0].questions)


@pytest.mark.parametrize(
    ("stated", "told"),
    [('comment_questions = ["Whyy?"]', 1), ('comment_questions = ["Love it?"]', 1),
     ('comment_questions = ["why"]', 0),
     ('panel_code_question = "Your code"', 0)],  # it is in no table, for it tells people apart
)  # fmt: skip
def test_a_question_of_the_settings_is_in_a_survey(stated: str, told: int, tmp_path: Path) -> None:
    settings = small.SETTINGS.replace("asked = 40", f"asked = 40\n{stated}")
    assert len(small.gate(tmp_path, settings).questions) == told
