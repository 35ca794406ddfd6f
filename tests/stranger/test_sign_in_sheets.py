"""Sign-in sheets with a day in each row, notes below lists, one quarter of spending, many dates."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.mapping.columns import kind_of
from engagekit.mapping.drafting import map_file
from engagekit.parsing import dates
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, Rows
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import accepted

GUESTS = [(row[1], row[2], row[3]) for row in PEOPLE[1:9]]
DAY = "2026-02-19"


def came(home: Path, rows: Rows, **more: Rows | None) -> Gate:
    return accepted(home, events__csv=None, attendance__csv=None, signin__csv=rows, **more)


def outcome(gate: Gate) -> tuple[object, object]:
    counts = gate.counts()
    return counts["events"], counts["seats"]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (["Full name", "Present", "Session date"], ["{0}", "Y", DAY]),
        (["Attendees", "Date"], ["{0}", "19.02.2026"]),
        (["Participant name", "Department", "Event date"], ["{0}", "{2}", "02/19/2026"]),
        (["Attendee", "Event date", "Course"], ["{0}", f"{DAY}T12:00:00Z", "Patents"]),
        (["Attendees", "Event date", "Session"], ["{1}", f"{DAY} 12:00", "Patents"]),
        (["Participant", "Unit", "Event date", "Title"], ["{0} ({2})", "{2}", "19-Feb-26", "Law"]),
        (["Attendee", "Session date", "Training"], ["{0} <{1}>", "2026/02/19", "Patents"]),
        (["Name", "Date", "Time in session"], ["{0}", "19 February 2026", "35"]),
    ],
)
def test_a_day_in_each_row_is_that_of_the_event(
    head: list[str], cells: list[str], tmp_path: Path
) -> None:
    rows = [head, *[[cell.format(*one) for cell in cells] for one in GUESTS]]
    gate = came(tmp_path, rows)
    assert outcome(gate) == (1, 8)
    assert f"{gate.tables.events['started_at'].iloc[0]:%Y-%m-%d}" == DAY
    assert gate.tables.attendance["contact_id"].notna().all()


def test_two_sheets_of_one_day_are_two_events_and_a_sheet_of_two_days_as_well(
    tmp_path: Path,
) -> None:
    head = ["Attendee", "Session date"]
    morning = [head, *[[name, DAY] for name, *_ in GUESTS]]
    evening = [head, *[[name, DAY] for name, *_ in GUESTS[:5]]]
    assert outcome(came(tmp_path / "a", morning, evening__csv=evening)) == (2, 13)
    both = [*morning, *[[name, "2026-02-26"] for name, *_ in GUESTS[:3]]]
    assert outcome(came(tmp_path / "b", both)) == (2, 11)


@pytest.mark.parametrize(("header", "last"), [("Asked by", "Topic"), ("Client", "Attended?")])
def test_a_log_of_a_busy_desk_is_no_list_of_who_came(
    header: str, last: str, tmp_path: Path
) -> None:
    days = ["2026-02-19"] * 6 + ["2026-02-20"] * 6
    rows = [["Date", header, last], *[[day, row[3], "Yes"] for day, row in zip(days, LOG[1:], strict=True)]]  # fmt: skip
    gate = accepted(tmp_path, touches__csv=None, desk__csv=rows)
    assert gate.counts()["enquiries"] == 12
    assert gate.counts()["seats"] == 4


@pytest.mark.parametrize(
    ("note", "read"),
    [
        ("* figures provisional", 8), ("Note: includes walk-ins", 8), ("Prepared by A. Lee", 8),
        ("Last updated 02/04/2026", 8), ("Mis à jour le 2 avril 2026", 8), ("*Zoe Zed", 9),
        ("Noted Ann", 9),
    ],
)  # fmt: skip
def test_a_note_below_a_list_is_nobody_who_came(note: str, read: int, tmp_path: Path) -> None:
    rows = [["Attendee", "Minutes"], *[[name, "30"] for name, *_ in GUESTS], [note, ""]]
    gate = came(tmp_path, [["Patents - 19 February 2026", ""], *rows])
    assert outcome(gate) == (1, read)
    inside = [rows[0], [note, "30"], *rows[1:-1]]  # above others it is a row
    gate = came(tmp_path / "b", [["Patents - 19 February 2026", ""], *inside])
    assert outcome(gate) == (1, 9)


def test_the_title_of_a_list_of_names_alone_is_no_header(tmp_path: Path) -> None:
    rows = [["Lunch and learn: AI - 16 February 2026"], ["Participant"], *[[name] for name, *_ in GUESTS]]  # fmt: skip
    assert outcome(came(tmp_path, rows)) == (1, 8)


def test_a_header_again_in_a_list_of_two_columns_begins_no_other_event(tmp_path: Path) -> None:
    lines = [[name, "left early"] for name, *_ in GUESTS]
    head = ["Attendees", "Notes"]
    rows = [["Patents - 15 February 2026", ""], head, *lines[:5], head, *lines[5:]]
    assert outcome(came(tmp_path, rows)) == (1, 8)


@pytest.mark.parametrize(
    ("gap", "title"),
    [
        ([], ["Trademarks", "10 February 2026"]),
        ([], ["Trademarks, 10 Feb 2026", ""]),
        ([["", ""]], ["Trademarks", "10 February 2026"]),
        ([["", ""]], ["Trademarks, 10 Feb 2026", ""]),
    ],
)
def test_a_title_above_the_same_header_begins_another_event(
    gap: Rows, title: list[str], tmp_path: Path
) -> None:
    lines = [[name, "Tax"] for name, *_ in GUESTS]
    head = ["Attendee", "Team"]
    rows = [["Patents, 3 February 2026", ""], head, *lines[:5], *gap, title, head, *lines[5:]]
    small.gate(tmp_path, events__csv=None, attendance__csv=None, signin__csv=rows)
    given = {
        "display_name": "Attendee",
        "own_log": "yes",
        "status": "attended",
        "ignored": "others",
    }
    map_file(tmp_path / "data" / "signin.csv", table="attendance", header_row=2, given=given)
    gate = Gate(small.loaded(tmp_path / "data"))
    assert outcome(gate) == (2, 8) and not gate.questions


def test_a_header_again_below_a_day_of_a_row_begins_no_other_event(tmp_path: Path) -> None:
    lines = [[name, DAY] for name, *_ in GUESTS]
    head = ["Attendee", "Session date"]
    assert outcome(came(tmp_path, [head, *lines[:5], head, *lines[5:]])) == (1, 8)


@pytest.mark.parametrize(
    ("heads", "amounts", "total"),
    [
        (["Q1 2026"], ["100", "40"], 140), (["Jan-Mar 2026"], ["100", "40"], 140),
        (["Q4 2025", "Q1 2026", "Total"], ["60", "100", "160"], 320),
        (["Q4 2025", "Q1 2026", "YTD"], ["60", "100", "160"], 320),
        (["01/2026", "02/2026", "03/2026"], ["1.5", "2", "3"], 13),
        (["Q1 2026 Budget", "Q1 2026 Actual"], ["90", "100"], 200),
    ],
)  # fmt: skip
def test_few_periods_across_are_a_grid_of_spending(
    heads: list[str], amounts: list[str], total: float, tmp_path: Path
) -> None:
    cells = [amounts] * 2 if len(amounts) == len(heads) and len(heads) > 1 else [[one] for one in amounts]  # fmt: skip
    rows = [["Actual expenditure", *[""] * len(heads)], ["Item", *heads],
            *[[name, *row] for name, row in zip(("Books", "Travel"), cells, strict=True)]]  # fmt: skip
    gate = accepted(tmp_path, budget__csv=None, spend__csv=rows)
    assert gate.counts()["spent"] == total


@pytest.mark.parametrize(
    ("header", "amount"), [("Amount", "100"), ("Debit", "100"), ("Total", "£100.00")]
)
def test_a_ledger_that_names_its_budget_lines_is_money_spent(
    header: str, amount: str, tmp_path: Path
) -> None:
    rows = [["Paid on", "Supplier", header, "Budget line"],
            *[[f"2026-02-{10 + at}", "Wiley", amount, ("Books", "Training")[at % 2]] for at in range(8)]]  # fmt: skip
    assert accepted(tmp_path, budget__csv=None, ledger__csv=rows).counts()["spent"] == 800


def test_a_sum_beside_an_invoice_is_no_count(tmp_path: Path) -> None:
    rows = [["Invoice date", "Fournisseur", "Total"],
            *[[f"2026-02-{10 + at}", "Wiley", "1,100"] for at in range(8)]]  # fmt: skip
    assert accepted(tmp_path, budget__csv=None, ledger__csv=rows).counts()["spent"] == 8800


def test_one_rated_statement_is_a_survey_and_beside_names_a_log(tmp_path: Path) -> None:
    rated = ["Strongly agree", "Agree", "Disagree", "Agree"] * 3
    days = [f"2026-03-{1 + at:02d} 10:00" for at in range(12)]
    none = dict.fromkeys(("respondents__csv", "surveys__csv", "questions__csv", "responses__csv"))
    head = ["Submitted", "The library meets my needs"]
    rows = [head, *map(list, zip(days, rated, strict=True))]
    gate = small.gate(tmp_path / "a", **none, feedback__csv=rows)
    assert gate.open_files[0].choices[0].table == "responses"
    head = ["Date", "Client", "Request", "How did we do"]
    rows = [head, *[[day, row[3], "Law", one] for day, row, one in zip(days, LOG[1:], rated, strict=True)]]  # fmt: skip
    gate = small.gate(tmp_path / "b", touches__csv=None, **none, desk__csv=rows)
    assert gate.open_files[0].choices[0].table == "touches"


def test_first_and_last_are_halves_of_a_name(tmp_path: Path) -> None:
    rows = [["First", "Last", "Service", "UPN"], *[[*row[1].split(), row[3], row[2]] for row in PEOPLE[1:]]]  # fmt: skip
    gate = small.gate(tmp_path, people__csv=None, staff__csv=rows)
    assert gate.open_files[0].choices[0].table == "contacts"


def test_minutes_of_enquiries_are_no_counts_and_names_no_samples(tmp_path: Path) -> None:
    rows = [["Query", "Time (min)", "Date asked", "Type of enquiry", "Customer", "#"],
            *[[f"Law {at}", str(5 + at % 3), row[1], "Reference", LOG[1 + at % 4][3], str(1000 + at)]
              for at, row in enumerate(LOG[1:])]]  # fmt: skip
    gate = small.gate(tmp_path, touches__csv=None, log__csv=rows)
    assert [one.table for one in gate.open_files[0].choices][:1] == ["touches"]
    assert all("n" not in dict(one.said) for one in gate.open_files[0].choices)


@pytest.mark.parametrize(
    "day",
    [
        "2026/02/13", "2026.02.13", "2026-02-13T10:00:00+01:00", "2026-02-13T10:00:00Z",
        "Feb-13-2026", "13Feb2026", "le 13 février 2026", "13. Februar 2026", "13/Feb/2026",
        "February 13th, 2026", "13 de febrero de 2026", "Fri, Feb 13, 2026", "13 févr. 2026",
        "Friday, 13 February 2026", "13/Feb/2026 10:30 AM", "13th Feb 2026", "Fri 13/02/2026",
    ],
)  # fmt: skip
def test_what_is_read_as_a_day_makes_a_column_of_days(day: str) -> None:
    cells = pd.Series([day] * 3 + [day.replace("13", "14")] * 3, dtype="str")
    assert dates.dates(cells).values.notna().all()
    assert kind_of(cells, cells.value_counts())[0] in ("date", "moment")


@pytest.mark.parametrize("text", ["Meeting 13 March 2026", "13min30", "13 GB 2026", "13 mars"])
def test_other_words_beside_numbers_are_no_whole_days(text: str) -> None:
    cells = pd.Series([text] * 6, dtype="str")
    assert dates.dates(cells).values.isna().all()


def test_minutes_that_are_no_codes_of_a_scale_make_a_draft_as_well(tmp_path: Path) -> None:
    minutes = map(str, (35, 41, 28, 34, 48, 22, 34, 23, 36, 39, 36, 42, 48, 51, 28, 33))
    rows = [["Nom", "Session date", "Course", "Time in session"],
            *[[row[2], DAY, "Patents", time] for row, time in zip(PEOPLE[1:17], minutes, strict=True)]]  # fmt: skip
    assert outcome(came(tmp_path, rows)) == (1, 16)
    draft = map_file(tmp_path / "data" / "signin.csv", table="responses", anew=True, dry_run=True)
    assert "[scales." in draft.text


@pytest.mark.parametrize(("file", "above", "title"), [
    ("Attendance List - Zotero clinic 17 Feb 2026.csv", "ATTENDANCE LIST", "Zotero clinic"),
    ("Zotero_clinic_sign-in_sheet_2026-02-17.csv", "Sign in sheet", "Zotero clinic"),
    ("Feuille de présence - Atelier Zotero 2026-02-17.csv", "FEUILLE DE PRÉSENCE", "Atelier Zotero"),
    ("scan0001.csv", "ATTENDANCE LIST", "ATTENDANCE LIST"),
    ("Attendance List.csv", "ATTENDANCE LIST", "ATTENDANCE LIST"),
    ("Attendance List - 17 Feb 2026.csv", "Zotero clinic", "Zotero clinic"),
])  # fmt: skip
def test_where_the_title_is_only_of_a_list_the_file_says_of_what(
    file: str, above: str, title: str, tmp_path: Path
) -> None:
    rows = [[above, ""], ["Date: 17 February 2026", ""], ["Name", "Signature"]]
    rows += [[person[1], "x"] for person in PEOPLE[1:6]]
    gate = accepted(
        tmp_path, **{**ALONE, "people__csv": PEOPLE, file.replace(".csv", "__csv"): rows}
    )
    assert gate.tables.events["title"].tolist() == [title]
    assert len(gate.tables.attendance) == 5
