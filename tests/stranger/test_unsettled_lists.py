"""Lists whose rows may not be what they look like: courses, loans from elsewhere, ditto marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.parsing.budget_periods import DOTS
from tests.stranger.small import Rows
from tests.stranger.test_vendor_layouts import LONE, STAFF, log, offers
from tests.stranger.test_year_to_date import accepted


def turned(rows: Rows, at: int, *cells: str) -> Rows:
    """Return rows with other cells in one column, in turn."""
    for nth, row in enumerate(rows[1:]):
        row[at] = cells[nth % len(cells)]
    return rows


def course(head: str, *cells: str) -> Rows:
    rows = log(f"Name/Email/Course/Date/{head}", "{who}", "{mail}", "Basics", "2026-02-03", "")
    return turned(rows, 4, *cells)


@pytest.mark.parametrize(
    ("head", "cells", "asked"),
    [
        ("Result", ("Passed", "Failed", "Incomplete"), True),
        ("Completed", ("Yes", "No"), True),
        ("Résultat", ("Réussi", "Échec"), True),
        ("Hours attended", ("1.5", "0"), True),
        ("Completed", ("Yes",), False),
        ("Hours attended", ("1.5", "0.5"), False),
        ("Score", ("80", "0"), False),
    ],
)
def test_who_may_not_have_come_is_asked(
    head: str, cells: tuple[str, ...], asked: bool, tmp_path: Path
) -> None:
    first = offers(tmp_path, course(head, *cells))[0]
    assert first.table == "attendance"
    assert dict(first.said).get("status") == (DOTS if asked else "attended")


@pytest.mark.parametrize(
    ("head", "way"),
    [
        ("Date/Referred by/Department/Topic", DOTS),
        ("Date/Client/Referred to/Reason", DOTS),
        ("Request date/Requester/Journal title/Status", DOTS),
        ("ILL no/Date requested/Requester/Item", DOTS),
        ("Date/Requester/Purchase request/Format", DOTS),
        ("Week ending/Librarian/Department/Activity/Hours", DOTS),
        ("Date/Client/Topic/Referred to", "reference"),
        ("Date/Client/Topic/Referred by", "reference"),
        ("Request date/Requester/Topic/Status", "reference"),
    ],
)
def test_what_may_be_no_enquiry_is_asked(head: str, way: str, tmp_path: Path) -> None:
    of = {"Department": "{unit}", "Topic": "Topic {third}", "Reason": "Reason {third}"}
    of |= dict.fromkeys(("Referred by", "Client", "Requester"), "{who}")
    of |= dict.fromkeys(("Date", "Request date", "Date requested", "Week ending"), "{day}")
    of |= {"Librarian": "J Brown", "Status": "Done", "Hours": "2"}
    said = dict(
        offers(tmp_path, log(head, *(of.get(one, f"{one} {{at}}") for one in head.split("/"))))[
            0
        ].said
    )
    assert said["channel"] == way


@pytest.mark.parametrize(
    ("head", "states", "kept"),
    [
        ("Date/Requester/Question/Status", ("Closed", "Merged with another", "Planned"), 7),
        ("Date de la demande/Demandeur/Question/État", ("Fermée", "Doublon"), 10),
        ("Datum/Anfragender/Frage/Status", ("Erledigt", "Dublette"), 10),
        ("Fecha/Solicitante/Consulta/Estado", ("Cerrada", "Duplicada", "Anulada"), 7),
        ("Datum/Requester/Vraag/Status", ("Afgehandeld", "Dubbel"), 10),
        ("Date/Requester/Question/Duplicate?", ("No", "Yes"), 10),
        ("Date/Requester/Question/Status", ("Closed", "Double checked"), 20),
    ],
)
def test_what_was_asked_twice_counts_once(
    head: str, states: tuple[str, ...], kept: int, tmp_path: Path
) -> None:
    rows = turned(log(head, "{day}", "{who}", "Case {at}", ""), 3, *states)
    counts = accepted(tmp_path, **LONE, new__csv=rows).counts()
    assert counts["enquiries"] == kept and not counts["respondents"]


@pytest.mark.parametrize("mark", ['"', "''", "idem", "Ditto"])
def test_ditto_marks_are_the_cell_above(mark: str, tmp_path: Path) -> None:
    rows = log("Date/Name/Topic/Minutes", "{day}", "{who}", "Topic {third}", "15")
    for at in (4, 5, 9):
        rows[at][0] = rows[at][1] = mark
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    touches = gate.tables.touches
    assert len(touches) == 20 and touches["on"].notna().all()
    assert touches["display_name"].value_counts()[STAFF[2][0]] == 3
    assert [one for one in gate.tables.faults if "6 ditto marks" in one.problem]


def test_the_same_in_a_survey_may_be_the_answer_beside_it(tmp_path: Path) -> None:
    rows = log(
        "ID/How useful is it?/What is good?/What is bad?",
        "{at}",
        "Useful",
        "The lists, {at} times a year",
        "idem",
    )
    for row in rows[1:11]:
        row[3] = f"The room is cold, {row[0]} days a month"
    turned(rows, 1, "Very useful", "Useful", "Not useful")
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.tables.responses["value"].eq("idem").sum() == 10


@pytest.mark.parametrize(
    ("first", "is_list"), [("Name/Department", False), ("Employee ID/Name/Department", True)]
)
def test_ticks_below_sessions_make_no_staff_list(first: str, is_list: bool, tmp_path: Path) -> None:
    cells = ("E{at}", "{who}", "{unit}")[-len(first.split("/")) :]
    rows = log(f"{first}/Session 1 (Feb 3)/Session 2 (Feb 10)", *cells, "X", "")
    turned(rows, len(cells) + 1, "", "X")
    assert (offers(tmp_path, rows)[0].table == "contacts") == is_list


@pytest.mark.parametrize(
    "head", ["Fecha/Departamento/Consultas", "Data/Ufficio/Richieste", "Datum/Afdeling/Vragen"]
)
def test_tallies_of_enquiries_in_other_languages(head: str, tmp_path: Path) -> None:
    rows = log(head, "{day}", "{unit}", "{mark}")
    assert accepted(tmp_path, **LONE, new__csv=rows).counts()["enquiries"] == sum(
        int(row[2]) for row in rows[1:]
    )


def test_what_was_done_for_newcomers_and_who_borrowed_is_no_survey_and_no_staff_list(
    tmp_path: Path,
) -> None:
    rows = log("New starter/Start date/Department/Induction done?", "{who}", "{day}", "{unit}", "")
    first = offers(tmp_path / "a", turned(rows, 3, "Yes", "No"))[:1]
    assert not first or first[0].table != "responses"
    rows = log("Borrower/Department/Loans/Renewals", "{who}", "{unit}", "{mark}", "2")
    assert "contacts" not in {one.table for one in offers(tmp_path / "b", rows)}


@pytest.mark.parametrize(("state", "held"), [("Planned", 10), ("Well planned", 20)])
def test_an_event_that_is_planned_was_not_held(state: str, held: int, tmp_path: Path) -> None:
    rows = log("Date/Event/Attendance/Status", "{day}", "Event {at}", "14", "")
    gate = accepted(tmp_path, **LONE, new__csv=turned(rows, 3, "Held", state))
    assert gate.counts()["events"] == held


def test_a_ditto_is_of_the_row_above_although_that_row_is_left_out(tmp_path: Path) -> None:
    """A question under a cancelled one was given to the person of the row before."""
    rows = log("Date/Name/Question/Status", "{day}", "{who}", "Case {at}", "Answered")
    rows[4][3], rows[5][1] = "Cancelled", '"'
    rows[8][3], rows[9][3] = "Cancelled", '"'
    touches = accepted(tmp_path, **LONE, new__csv=rows).tables.touches
    assert len(touches) == 17
    assert touches["display_name"].tolist()[3] == rows[4][1]


@pytest.mark.parametrize(("state", "planned"), [("Planned", 4000), ("Cancelled", 2000)])
def test_planned_lines_are_in_a_plan(state: str, planned: float, tmp_path: Path) -> None:
    rows = [["Budget 2026", "", ""], ["Item", "Amount", "Status"]]
    rows += [[f"Line {at}", "1000", ("Approved", state)[at % 2]] for at in range(4)]
    budget = accepted(tmp_path, **LONE, new__csv=rows).tables.budget
    assert budget.loc[budget["kind"] == "budget", "amount"].sum() == planned


@pytest.mark.parametrize(("state", "held"), [("Planned", 10), ("Held", 20)])
def test_what_is_only_planned_did_not_take_place(state: str, held: int, tmp_path: Path) -> None:
    rows = turned(log("Workshop/Date/Status", "Lexis {at}", "{day}", ""), 2, "Held", state)
    assert len(accepted(tmp_path, **LONE, new__csv=rows).tables.events) == held
