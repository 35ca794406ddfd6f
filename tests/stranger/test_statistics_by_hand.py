"""Statistics kept by hand: events with numbers, use by platform, contracts, newsletters, visitors."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from engagekit.parsing.months_and_weeks import months_of
from engagekit.parsing.person_names import each_of
from engagekit.tables.tables import Tables
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_answers import the_open
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import accepted

LONE = {**ALONE, "people__csv": PEOPLE}
HELD: Rows = [
    ["2026-01-14", "Westlaw basics", "12", "Ann Moss"],
    ["2026-02-11", "Company research", "0", "Bob Reed"],
    ["2026-03-04", "Muffin breakfast", "31", "Ann Moss"],
]
USED = {"Westlaw": (310, 275, 402), "HeinOnline": (41, 0, 57)}
MONTHS = (["2026-01", "2026-02", "2026-03"], ["01/2026", "02/2026", "03/2026"],
          ["Jan-26", "Feb-26", "Mar-26"], ["January 2026", "February 2026", "March 2026"])  # fmt: skip


@pytest.mark.parametrize("head", [
    "Date held/Activity/People/Room", "Day/Workshop/Number attending/Trainer",
    "Session date/Topic/Audience/Led by", "Date/Class/Count/Presenter",
])  # fmt: skip
def test_a_list_of_events_with_how_many_came_is_no_log_and_no_list_of_people(
    head: str, tmp_path: Path
) -> None:
    tables = accepted(tmp_path, **LONE, new__csv=[head.split("/"), *HELD]).tables
    assert tables.events["head_count"].tolist() == [12, 0, 31]
    assert not tables.has("touches") and not tables.has("attendance")


@pytest.mark.parametrize("head", [
    "Tenue le/Événement/Nb présents/Animateur", "Jour/Thème/Personnes/Formatrice",
    "Date de la séance/Atelier/Nombre/Lieu",
])  # fmt: skip
def test_events_with_how_many_came_in_french(head: str, tmp_path: Path) -> None:
    tables = accepted(tmp_path, **LONE, new__csv=[head.split("/"), *HELD]).tables
    assert tables.events["head_count"].tolist() == [12, 0, 31] and not tables.has("touches")


@pytest.mark.parametrize(("question", "words"), [
    ("Satisfaction générale envers la bibliothèque", ("Très satisfait", "Satisfait", "Neutre")),
    ("La bibliothèque répond à mes besoins",
     ("Plutôt d'accord", "Tout à fait d'accord", "Ni en accord ni en désaccord")),
])  # fmt: skip
def test_one_rated_question_beside_a_day_is_a_survey(
    question: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    rows = [["Soumis le", question]]
    rows += [[f"2026-03-{at:02} 10:00:00", words[at % 3]] for at in range(1, 16)]
    assert len(accepted(tmp_path, **LONE, new__csv=rows).tables.respondents) == 15


def test_a_log_by_topic_stays_one_without_a_number_of_people(tmp_path: Path) -> None:
    rows = [["Date", "Topic", "Name", "Minutes"]]
    rows += [[f"2026-02-0{at}", "Tax law", PEOPLE[at][1], "12"] for at in range(1, 8)]
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert len(tables.touches) == 7 and not tables.has("events")


@pytest.mark.parametrize("months", MONTHS)
def test_use_by_platform_and_month_is_no_money(months: list[str], tmp_path: Path) -> None:
    rows = [["Searches by database", "", "", ""], ["Database", *months]]
    rows += [[name, *map(str, used)] for name, used in USED.items()]
    assert _used(accepted(tmp_path, **LONE, new__csv=rows).tables) == USED


def _used(tables: Tables) -> dict[str, tuple[int, ...]]:
    assert not tables.has("budget")
    used = tables.usage.sort_values("on")
    assert used["on"].dt.month.unique().tolist() == [1, 2, 3]
    return {str(name): tuple(map(int, part["n"])) for name, part in used.groupby("platform")}


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("kind", ["usage", "budget"])
def test_months_that_a_workbook_holds_as_days_are_months(
    kind: str, last: bool, tmp_path: Path
) -> None:
    days = [datetime(2026, at, (31, 28, 31)[at - 1] if last else 1) for at in (1, 2, 3)]
    (tmp_path / "data").mkdir()
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([{"usage": "Database", "budget": "Budget line"}[kind], *days])
    for name, used in USED.items():
        sheet.append([name, *used])
    book.save(tmp_path / "data" / {"usage": "use.xlsx", "budget": "spend.xlsx"}[kind])
    tables = accepted(tmp_path, **LONE).tables
    if kind == "usage":
        assert _used(tables) == USED
    else:
        assert set(tables.budget["period"]) == {"2026-01", "2026-02", "2026-03"}
        assert tables.budget["amount"].sum() == sum(map(sum, USED.values()))


def test_days_of_a_list_are_no_months(tmp_path: Path) -> None:
    rows = [["Product", "Annual fee", "Start", "End"]]
    rows += [
        ["Westlaw", "1200", "2026-01-01", "2026-02-01"],
        ["Hein", "90", "2026-02-01", "2026-03-01"],
    ]
    contracts = accepted(tmp_path, **LONE, new__csv=rows).tables.contracts
    assert contracts["ends_on"].dt.month.tolist() == [2, 3]


@pytest.mark.parametrize("title", ["Full text downloads 2026", "Searches"])
def test_platforms_across_below_a_title_of_use_are_platforms(title: str, tmp_path: Path) -> None:
    rows = [[title, "", ""], ["Month", *USED]]
    cells = zip(MONTHS[0], *USED.values(), strict=True)
    rows += [[str(cell) for cell in row] for row in cells]
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert _used(tables) == USED
    assert set(tables.usage["metric"].str.casefold()) == {title.removesuffix(" 2026").casefold()}


def test_places_across_without_one_are_counts(tmp_path: Path) -> None:
    rows = [["Visitors 2026", "", ""], ["Month", "Leeds", "York"], ["2026-01", "5", "7"]]
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert not tables.has("usage") and tables.counts["n"].tolist() == [5, 7]


def test_a_total_below_one_platform_is_no_platform(tmp_path: Path) -> None:
    rows = [["Database", *MONTHS[0]], ["Westlaw", "1", "2", "3"], ["TOTAL", "1", "2", "3"]]
    assert accepted(tmp_path, **LONE, new__csv=rows).tables.usage["n"].sum() == 6
    rows[-1][1:] = ["4", "5", "6"]
    assert accepted(tmp_path, **LONE, new__csv=rows).tables.usage["n"].sum() == 21


@pytest.mark.parametrize("head", [
    "Name/Cost per year/Begins/Next renewal", "Service/Subscription cost/From/To",
    "Title/Cost (GBP)/Subscription start/Expiry date", "Subscription/Annual fee/Start/Ends",
])  # fmt: skip
def test_what_is_paid_by_the_year_is_a_contract(head: str, tmp_path: Path) -> None:
    rows = [head.split("/"), ["Westlaw UK", "62,856", "2025-07-01", "2026-06-30"],
            ["Lexis+", "18,521", "2025-10-01", "2026-09-30"]]  # fmt: skip
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert tables.contracts["price"].tolist() == [62856, 18521]
    assert not tables.has("touches") and not tables.has("usage")


def test_a_count_is_no_price(tmp_path: Path) -> None:
    rows = [["Date", "Title", "Count"], *[[row[0], row[1], row[2]] for row in HELD]]
    gate = small.gate(tmp_path, **{**LONE, "new__csv": rows})
    assert "contracts" not in {one.table for one in the_open(gate).choices}


def test_a_price_from_a_day_on_is_no_event(tmp_path: Path) -> None:
    rows = [["Title", "Subscription cost", "Term start"], ["Westlaw UK", "62,856", "2025-07-01"],
            ["Lexis+", "18,521", "2025-10-01"]]  # fmt: skip
    gate = small.gate(tmp_path, **{**LONE, "new__csv": rows})
    assert the_open(gate).choices[0].table == "contracts"


@pytest.mark.parametrize("unit", ["Team", "Service"])
def test_a_staff_list_with_what_each_post_costs_stays_one(unit: str, tmp_path: Path) -> None:
    people = [["Name", unit, "Start date", "End date", "Annual cost"]]
    people += [
        [*row[1:4:2], f"20{at:02}-01-01", "2027-12-31", "900"]
        for at, row in enumerate(PEOPLE[1:], 1)
    ]
    gate = accepted(tmp_path, **{**ALONE, "touches__csv": small.LOG, "people__csv": people})
    assert gate.tables.has("contacts") and not gate.tables.has("contracts")


@pytest.mark.parametrize("head", [
    "Issue/Sent on/Recipients/Opens", "Newsletter/Date/Emails sent/Opened",
    "Title/Delivery date/Total recipients/Total opens", "Subject/Sent/Delivered/Unique opens",
])  # fmt: skip
def test_a_list_of_newsletters_is_one_without_clicks(head: str, tmp_path: Path) -> None:
    rows = [head.split("/"), ["News 1", "2026-01-08", "210", "99"],
            ["News 2", "2026-02-08", "212", "101"]]  # fmt: skip
    touches = accepted(tmp_path, **LONE, new__csv=rows).tables.touches
    assert touches["channel"].unique().tolist() == ["newsletter"]
    assert touches["head_count"].tolist() == [210, 212]


def test_a_log_of_mails_to_people_is_no_list_of_newsletters(tmp_path: Path) -> None:
    rows = [["Date", "Subject", "Sent to", "Opened"]]
    rows += [[f"2026-02-0{at}", "Your article", PEOPLE[at][1], "yes"] for at in range(1, 8)]
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert not tables.has("touches") or "newsletter" not in set(tables.touches["channel"])


@pytest.mark.parametrize("head", ["Period/Visits", "Month/Visitors"])
def test_visitors_by_month_are_counted(head: str, tmp_path: Path) -> None:
    rows = [head.split("/"), *zip(MONTHS[3], ["510", "498", "602"], strict=True)]
    counts = accepted(tmp_path, **LONE, visits__csv=[[*row] for row in rows]).tables.counts
    assert counts["n"].tolist() == [510, 498, 602]
    assert len(set(counts["what"])) == 1


@pytest.mark.parametrize(
    "note", ["Note: includes walk-ins", "Last updated 02/04/2026", "* left early"]
)
def test_a_note_below_names_alone_is_nobody(note: str, tmp_path: Path) -> None:
    rows = [["Muffin breakfast - 2026-02-25"], ["Full name"], *[[one[1]] for one in PEOPLE[1:9]]]
    gate = accepted(tmp_path, **LONE, new__csv=[*rows, [note]])
    assert gate.counts()["seats"] == 8


@pytest.mark.parametrize("title", ["Formation", "Atelier", "Séance", "Activité"])
def test_a_french_list_of_who_came_to_one_event(title: str, tmp_path: Path) -> None:
    rows = [["Nom du participant", "Direction", "Date de la séance", title]]
    rows += [[one[1], one[3], "19 février 2026", "Petit-déjeuner muffins"] for one in PEOPLE[1:9]]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert (gate.counts()["seats"], gate.counts()["events"]) == (8, 1)


def test_what_was_done_on_several_days_stays_a_log(tmp_path: Path) -> None:
    rows = [["Nom", "Date", "Activité"]]
    ways = ["Café", "Téléphone", "Rencontre", "Courriel"]
    rows += [
        [one[1], f"2026-02-0{1 + at // 4}", ways[at % 4]] for at, one in enumerate(PEOPLE[1:17])
    ]
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert len(tables.touches) == 16 and not tables.has("attendance")


@pytest.mark.parametrize("head", [
    "Given name/Last/Function/Hire date/Title", "Prénom/Nom/Team/Date d'entrée/Grade",
    "Forename/Surname/Department/Employment start/Site",
])  # fmt: skip
def test_a_staff_list_without_addresses_is_one_by_its_years_of_joining(
    head: str, tmp_path: Path
) -> None:
    rows = [head.split("/")]
    rows += [[*one[1].split(), one[3], f"20{10 + at % 9}-03-0{1 + at % 9}", "Clerk"]
             for at, one in enumerate(PEOPLE[1:])]  # fmt: skip
    gate = accepted(tmp_path, **{**ALONE, "touches__csv": small.LOG, "staff__csv": rows})
    assert gate.counts(whole=False)["people"] == 21


def test_names_with_a_unit_and_days_of_one_year_are_no_staff_list(tmp_path: Path) -> None:
    rows = [["Forename", "Surname", "Department", "Start date"]]
    rows += [[*one[1].split(), one[3], f"2026-02-{10 + at}"] for at, one in enumerate(PEOPLE[1:9])]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert len(gate.tables.contacts) == len(PEOPLE) - 1


@pytest.mark.parametrize("head", ["Date/Service/Count", "Date/Type/Count", "Day/Category/Number"])
def test_tallies_of_each_day_are_no_events(head: str, tmp_path: Path) -> None:
    rows = [head.split("/")]
    for day in range(1, 6):
        rows += [
            [f"2026-02-0{day}", kind, "3"] for kind in ("Reference", "Directional", "Printing")
        ]
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert not tables.has("events") and tables.counts["n"].sum() == 45


def test_a_question_beside_minutes_is_no_remark(tmp_path: Path) -> None:
    rows = [
        ["Date", "Question", "Minutes"],
        *[[f"2026-02-0{at}", f"Case {at}", "12"] for at in range(1, 8)],
    ]
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert not tables.has("counts")


def test_events_with_an_end_and_what_they_cost_are_no_contracts(tmp_path: Path) -> None:
    rows = [["Title", "Start", "End", "Cost", "Attendees"]]
    rows += [[row[1], f"{row[0]} 12:00", f"{row[0]} 13:00", "40", row[2]] for row in HELD]
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert tables.events["head_count"].tolist() == [12, 0, 31] and not tables.has("contracts")


def test_contracts_with_plain_words_are_no_events(tmp_path: Path) -> None:
    rows = [["Title", "Cost", "Start", "End"], ["Westlaw UK", "62,856", "2025-07-01", "2026-06-30"],
            ["Lexis+", "18,521", "2025-10-01", "2026-09-30"]]  # fmt: skip
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert tables.contracts["price"].sum() == 81377 and not tables.has("events")


def test_use_with_its_cost_is_use(tmp_path: Path) -> None:
    rows = [["Database", "Month", "Searches", "Cost"]]
    rows += [
        [name, month, str(n), "9"]
        for name, used in USED.items()
        for month, n in zip(MONTHS[0], used, strict=True)
    ]
    assert _used(accepted(tmp_path, **LONE, new__csv=rows).tables) == USED


def test_a_day_that_does_not_exist_is_no_month() -> None:
    row = ["Line", "2026-01-31", "2026-02-31"]
    assert months_of(row, [["Books", "100", "200"]]) == row


@pytest.mark.parametrize(("people", "came"), [(5, True), (4, False)])
def test_several_people_on_one_day_came_to_something(
    people: int, came: bool, tmp_path: Path
) -> None:
    rows = [["Name", "Team", "Date", "Comments"]]
    rows += [[one[1], one[3], "2026-02-19", ""] for one in PEOPLE[1 : 1 + people]]
    (one,) = small.gate(tmp_path, **LONE, sheet__csv=rows).open_files
    assert one.choices[0].table == ("attendance" if came else "touches")


@pytest.mark.parametrize("head", ["Name/Topic/Date", "Name/How/Date", "Requester/Team/Date"])
def test_several_questions_on_one_day_stay_a_log(head: str, tmp_path: Path) -> None:
    cell = {"Name/Topic/Date": "Tax law", "Name/How/Date": "Phone"}.get(head, "Tax")
    rows = [head.split("/"), *[[one[1], cell, "2026-02-19"] for one in PEOPLE[1:9]]]
    tables = accepted(tmp_path, **LONE, sheet__csv=rows).tables
    assert tables.has("touches") and not tables.has("attendance")


BETWEEN = ["; ", ", ", " / ", " & ", " and ", " et ", "\n", ",\n", "\n- ", "\n2. "]
IN_A_CELL = [*((1, one) for one in BETWEEN), *((2, one) for one in ("; ", ", ", "\n", ","))]


@pytest.mark.parametrize(("field", "between"), IN_A_CELL)
def test_each_of_several_people_in_a_cell_came(field: int, between: str, tmp_path: Path) -> None:
    people = [one[field] for one in PEOPLE[1:]]
    rows = [["Date", "Event", "Attendees"], ["2026-02-03", "Talk", between.join(people[:4])],
            ["2026-02-10", "Lunch", between.join(people[3:6])], ["2026-02-17", "Clinic", people[8]]]  # fmt: skip
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert (gate.counts()["seats"], gate.counts()["events"]) == (8, 3)
    assert gate.tables.attendance["contact_id"].notna().all()


@pytest.mark.parametrize(("mails", "linked"), [(4, 8), (3, 4)])
def test_addresses_beside_names_are_theirs_where_there_are_as_many(
    mails: int, linked: int, tmp_path: Path
) -> None:
    names, own = ([one[at] for one in PEOPLE[1:]] for at in (1, 2))
    rows = [["Date", "Event", "Attendees", "Emails"], ["2026-02-17", "Clinic", names[8], own[8]],
            ["2026-02-03", "Talk", "\n".join(names[:4]), "\n".join(own[:mails])],
            ["2026-02-10", "Lunch", "\n".join(names[3:6]), "\n".join(own[3:6])]]  # fmt: skip
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    people = gate.tables.attendance
    assert gate.counts()["seats"] == 8 and people["email"].notna().sum() == linked
    assert people["contact_id"].notna().sum() == linked
    assert any("linked to nobody" in one.problem for one in gate.questions) == (linked < 8)


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


@pytest.mark.parametrize("between", ["; ", ", ", " and "])
def test_a_log_with_two_names_in_a_cell_is_asked_about(between: str, tmp_path: Path) -> None:
    names = [one[1] for one in PEOPLE[1:]]
    rows = [["Date", "Name", "Topic", "Minutes"]]
    rows += [[f"2026-02-0{at}", between.join(names[at : at + 1 + at % 2]), "Case law", "15"]
             for at in range(1, 8)]  # fmt: skip
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.counts()["enquiries"] == 7
    assert any("several people in one cell" in one.problem for one in gate.questions)


@pytest.mark.parametrize("name", [
    "Moss, Ann", "Ann Moss (Tax/Audit)", "Ann Moss, MLIS", "Anderson and Partners LLP", "Smith & Sons",
])  # fmt: skip
def test_one_name_with_a_comma_or_a_stroke_is_one_person(name: str) -> None:
    assert each_of(pd.Series([name, "Bob Reed"])).tolist() == [name, "Bob Reed"]


@pytest.mark.parametrize(("heads", "platforms"), [
    ("Loans/Gate count", False), ("Footfall/Wi-Fi sessions", False), ("Print/E-books", False),
    ("Prêts/Entrées", False), ("Westlaw/Lexis", True), ("Bloomberg Law/Factiva", True),
])  # fmt: skip
def test_what_is_counted_in_the_library_is_no_platform(
    heads: str, platforms: bool, tmp_path: Path
) -> None:
    rows = [["Month", *heads.split("/")], *[[one, "10", "20"] for one in MONTHS[3]]]
    tables = accepted(tmp_path, **LONE, **{"Library usage 2026__csv": rows}).tables
    assert tables.has("usage") == platforms != tables.has("counts")


@pytest.mark.parametrize("who", ["Organiser", "Hosted by", "Speakers", "Moderator", "Organisateur"])
def test_who_held_an_event_did_not_come_to_it(who: str, tmp_path: Path) -> None:
    names = [one[1] for one in PEOPLE[1:]]
    rows = [["Date", "Event", who], ["2026-02-03", "Talk", "; ".join(names[:2])],
            ["2026-02-10", "Lunch", names[3]], ["2026-02-17", "Clinic", "\n".join(names[4:6])]]  # fmt: skip
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert len(tables.events) == 3 and not tables.has("attendance")


WAYS = ("E-mail", "Phone", "Walk-up")
UNITS = ("Tax", "Audit", "Advisory")


@pytest.mark.parametrize("head", ["Enquiries", "Questions", "Queries answered", "Nb de questions"])
@pytest.mark.parametrize(
    ("over", "cells", "what"),
    [("Channel", WAYS, "enquiries"), ("Department", UNITS, "enquiries by department")],
)
def test_enquiries_of_each_month_and_way_or_department_are_added_up(
    over: str, cells: tuple[str, ...], what: str, head: str, tmp_path: Path
) -> None:
    rows = [["Month", over, head]]
    rows += [
        [month, cell, str(3 + at * 7 % 11)] for at, month in enumerate(MONTHS[0]) for cell in cells
    ]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.counts()["enquiries"] == sum(int(row[2]) for row in rows[1:])
    assert set(gate.tables.counts["what"]) == {what}
    assert set(gate.tables.counts["place"]) == {*cells}


@pytest.mark.parametrize(
    ("names", "is_asked"),
    [
        (WAYS, True),
        (("Desk", "Kiosk", "Lobby"), False),
        (("Talk: by phone", "Sale, walk-in", "Chat, online"), False),
    ],
)
def test_counts_by_way_are_asked_about(
    names: tuple[str, ...], is_asked: bool, tmp_path: Path
) -> None:
    rows = [["Month", "Category", "Count"]]
    rows += [
        [month, cell, str(3 + at * 7 % 11)] for at, month in enumerate(MONTHS[0]) for cell in names
    ]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    asked = [one for one in gate.tables.faults if "and no enquiry" in one.problem]
    assert bool(asked) == is_asked and not gate.counts()["enquiries"]


BY_BOTH: Rows = [
    ["Month", "Department", "Channel", "Enquiries"],
    *[[month, unit, way, str(1 + at)] for at, month in enumerate(MONTHS[0]) for unit in UNITS for way in WAYS],
]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "total"), [("Department", 54), ("Answered by", 54), ("Status", None)]
)
def test_enquiries_split_twice_are_those_of_all_unless_a_split_is_not_known(
    head: str, total: int | None, tmp_path: Path
) -> None:
    rows = [["Month", head, "Channel", "Enquiries", "Notes"]]
    rows += [[*row, f"Note {at}"] for at, row in enumerate(BY_BOTH[1:])]
    if total is None:  # what came in and what was answered: they do not add up
        rows = [rows[0], *[[*row[:1], f"State {row[1]}", *row[2:]] for row in rows[1:]]]
    (one,) = small.gate(tmp_path / "a", **{**LONE, "new__csv": rows}).open_files
    if total is None:
        assert not [choice for choice in one.choices if choice.table == "counts" and choice.read]
        return
    gate = accepted(tmp_path / "b", **LONE, new__csv=rows)
    assert gate.counts()["enquiries"] == total
    assert set(gate.tables.counts["place"]) == {*WAYS}


@pytest.mark.parametrize("numbers", ["5/5/5", "5/6/7"])
def test_numbers_of_each_hour_or_grade_are_added_where_the_column_is_not_used(
    numbers: str, tmp_path: Path
) -> None:
    each = numbers.split("/")
    kinds = ("Loans", "Renewals")
    rows = [["Date", "Location", "Category", "Count", "Desk"]]
    rows += [
        [f"2026-01-{day:02}", "Leeds", kind, n, f"Desk {at}"]
        for day in range(5, 15) for kind in kinds for at, n in enumerate(each)
    ]  # fmt: skip
    gate = accepted(tmp_path / "a", **LONE, new__csv=rows)
    assert gate.tables.counts["n"].sum() == 20 * sum(map(int, each))
    heads = [["Department", "Grade", "Headcount", "As at"]]
    heads += [[unit, f"G{at}", n, "2026-01-01"] for unit in UNITS for at, n in enumerate(each)]
    gate = accepted(tmp_path / "b", people__csv=None, new__csv=heads)
    frame = gate.tables.frames["headcounts"].set_index("department")["people"]
    assert frame.to_dict() == dict.fromkeys(UNITS, sum(map(int, each)))


@pytest.mark.parametrize(("n", "is_told"), [("7", True), ("5", False)])
def test_a_second_number_in_the_sheet_of_counts_is_told(
    n: str, is_told: bool, tmp_path: Path
) -> None:
    rows = [["what", "on", "place", "n"], ["visits", "2026-01-01", "Leeds", "5"],
            ["visits", "2026-01-02", "Leeds", "6"], ["visits", "2026-01-01", "Leeds", n]]  # fmt: skip
    gate = small.gate(tmp_path, **{**LONE, "new__csv": rows})
    assert gate.tables.counts["n"].sum() == 11
    told = [one.row for one in gate.tables.faults if "different number" in one.problem]
    assert told == ([4] if is_told else [])


@pytest.mark.parametrize(("over", "number", "is_asked"), [
    ("Branch", "Enquiries", True), ("Status", "Questions answered", True),
    ("Session", "Queries", True), ("Branch", "Count", False), ("Channel", "Enquiries", False),
])  # fmt: skip
def test_enquiries_by_what_is_not_known_are_asked_about(
    over: str, number: str, is_asked: bool, tmp_path: Path
) -> None:
    names = ("Phone", "E-mail") if over == "Channel" else ("North", "South")
    rows = [["Month", over, number]]
    rows += [[month, name, str(3 + at)] for at, month in enumerate(MONTHS[0]) for name in names]
    (one,) = small.gate(tmp_path, **{**LONE, "new__csv": rows}).open_files
    said = [dict(choice.said).get("what") for choice in one.choices if choice.table == "counts"]
    assert ("..." in said) == is_asked
