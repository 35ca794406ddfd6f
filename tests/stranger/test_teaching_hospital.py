"""A teaching hospital in South Africa: a roll with last days, a desk diary with codes, bookings."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.mapping.row_states import usual_way, void_words
from engagekit.parsing.person_names import are_titles
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_answers import the_open
from tests.stranger.test_port_authority import LONE
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import accepted, said


def roll(joined: str, last: str, unit: str = "Component") -> Rows:
    """A staff list of 24 people, of whom three have a day below its last header."""
    titles = ("Dr", "Ms", "Prof", "Mr")
    return [
        ["Title", "Surname", "First name", "Rank", unit, *([joined] if joined else []), last,
         "E-mail"],
        *[[titles[at % 4], one[1].split()[1], one[1].split()[0], "Registrar" if at % 3 else "Intern",
           one[3], *(["2019/05/14"] if joined else []), "2025/06/28" if at in (3, 9, 15) else "", one[2]]
          for at, one in enumerate(PEOPLE[1:])],
    ]  # fmt: skip


@pytest.mark.parametrize(("joined", "last"), [
    ("Appointment", "Service ended"), ("Appointment", "Resigned on"), ("In post", "Datum uit dienst"),
    ("Appointment", "Vacated"),
])  # fmt: skip
def test_the_last_day_of_some_is_not_the_first_of_all(
    joined: str, last: str, tmp_path: Path
) -> None:
    people = accepted(tmp_path, **{**ALONE, "roll__csv": roll(joined, last)}).tables.contacts
    assert len(people) == 24 and people["left_on"].notna().sum() == 3
    assert people["joined_on"].notna().sum() in (0, 24)


@pytest.mark.parametrize(
    "last", ["Leave ended", "Maternity leave ends", "Probation ended", "Visa ends"]
)
def test_the_end_of_something_else_is_no_last_day(last: str, tmp_path: Path) -> None:
    people = accepted(tmp_path, **{**ALONE, "roll__csv": roll("Appointment", last)}).tables.contacts
    assert people["left_on"].isna().all()
    assert people["joined_on"].dropna().dt.year.eq(2019).all()


@pytest.mark.parametrize("unit", ["Department", "Component"])  # read as it is, and by a mapping
def test_how_people_are_addressed_is_no_level(unit: str, tmp_path: Path) -> None:
    rows = roll("Hire date", "Left", unit)
    people = accepted(tmp_path, **{**ALONE, "roll__csv": rows}).tables.contacts
    assert {*people["role_level"]} == {"Registrar", "Intern"}


@pytest.mark.parametrize(("cells", "said"), [
    (["Dr", "Ms.", "Prof"], True), (["Mnr", "Mev", "Me"], True), (["M.", "Mme"], True),
    (["Dr", "Nurse"], False), (["Sgt", "Maj"], False), (["Partner"], False), ([], False),
])  # fmt: skip
def test_titles_before_names_are_known(cells: list[str], said: bool) -> None:
    assert are_titles(cells) is said


def test_titles_that_are_posts_are_levels(tmp_path: Path) -> None:
    rows = [[*row[:3], *row[4:]] for row in roll("Hire date", "Left", "Department")]
    rows[1:] = [["Nurse" if at % 2 else "Clerk", *row[1:]] for at, row in enumerate(rows[1:])]
    people = accepted(tmp_path, **{**ALONE, "roll__csv": rows}).tables.contacts
    assert {*people["role_level"]} == {"Nurse", "Clerk"}


@pytest.mark.parametrize(("title", "way"), [
    ("W = walked in, T = phoned, E = e-mailed, WR = ward round", "reference"),
    ("Clé : T = téléphone ; C = courriel ; V = visite aux services", "reference"),
    ("Ward rounds of the clinical librarian", "walk"), ("Floor walks, July", "walk"),
])  # fmt: skip
def test_a_key_to_codes_names_no_way_of_all_rows(title: str, way: str) -> None:
    assert usual_way([title, "Day", "Client"], ["on", "display_name"]) == way


def diary(head: str) -> Rows:
    """A diary of enquiries, with who answered by initials."""
    names = ("TK", "LS", "MvdW")
    return [
        ["Day", "Client", "Came by", "Min.", head],
        *[[f"2026-02-{at:02}", one[1], "WTE"[at % 3], "10", names[at % 3]]
          for at, one in enumerate(PEOPLE[1:13], 1)],
    ]  # fmt: skip


@pytest.mark.parametrize("head", ["Init.", "Inis", "Ini"])
def test_a_short_header_is_no_department_by_chance(head: str, tmp_path: Path) -> None:
    offered = the_open(small.gate(tmp_path, **ALONE, diary__csv=diary(head))).choices[0]
    assert offered.table == "touches" and "department" not in dict(offered.said)


def booked(head: str, *fell: str) -> Rows:
    """Bookings of a room, some of them with a word for what they were for."""
    use = (*fell, "study group", "exam prep", "exam prep", "study group")
    return [
        ["Date", "Room", "Booked by", head, "Pax"],
        *[[f"2026-02-{at:02}", "Seminar 3", one[1], use[at % len(use)], "6"]
          for at, one in enumerate(PEOPLE[1:13], 1)],
    ]  # fmt: skip


@pytest.mark.parametrize(("head", "fell", "rows"), [
    ("For", "cancelled", 10), ("Purpose", "Annulée", 10), ("For", "cancelled subscriptions", 12),
    ("For", "exam prep", 12),
])  # fmt: skip
def test_a_booking_that_was_for_nothing_counts_nowhere(
    head: str, fell: str, rows: int, tmp_path: Path
) -> None:
    gate = accepted(tmp_path, **LONE, bookings__csv=booked(head, fell))
    assert gate.counts()["touches"] == rows


def test_a_column_of_one_word_says_nothing() -> None:
    cells = pd.Series(["cancelled", "cancelled", ""])
    assert not void_words("touches", "For", cells)
    assert void_words("touches", "For", pd.Series(["cancelled", "exam"])) == ["cancelled"]
    assert not void_words("budget", "For", pd.Series(["cancelled", "exam"]))


def licences(head: str, often: str, price: str = "Cost") -> Rows:
    """Three contracts, one of them with another word below a header than the others."""
    return [
        ["Resource", "Supplier", "Start", "Expiry", price, head],
        ["UpToDate", "WK", "2026-01-01", "2026-12-31", "41200", "annual"],
        ["EMG", "EMG", "2026-04-01", "2027-03-31", "3000", often],
        ["Data", "EBSCO", "2026-01-01", "2026-12-31", "8000", "annual"],
    ]


@pytest.mark.parametrize(("head", "often", "price", "asked"), [
    ("Billing", "monthly", "Cost", True), ("Invoiced", "Quarterly in advance", "Cost", True),
    ("Facturation", "mensuelle", "Price", True), ("Paid", "per month", "Annual cost", True),
    ("Billing", "monthly", "Monthly cost", False), ("Usage reports", "monthly", "Cost", False),
    ("Billing", "annual", "Cost", False),
    ("Notes", "They send us a monthly bulletin on new topics", "Cost", False),
])  # fmt: skip
def test_a_price_of_a_month_among_those_of_years_is_asked_about(
    head: str, often: str, price: str, asked: bool, tmp_path: Path
) -> None:
    gate = accepted(tmp_path, **LONE, licences__csv=licences(head, often, price))
    assert len(gate.tables.contracts) == 3
    assert bool(said(gate, "each price counts as that of a year")) is asked


def test_an_enquiry_that_was_not_answered_was_asked() -> None:
    assert not void_words("touches", "Answered", pd.Series(["Yes", "No", "cancelled"]))


WAYS = ("Walk-in", "Phone", "E-mail", "WhatsApp")


@pytest.mark.parametrize(("others", "kept"), [
    (("Hours",), ()), (("Visitors", "Mins"), ()), (("Heures",), ()), (("Loans", "Stunden"), ()),
    (("Fax",), ("Fax",)), (("After-hours phone",), ("After-hours phone",)), (("Visits to the desk",), ("Visits to the desk",)), ((), ()),
])  # fmt: skip
def test_hours_beside_tallies_of_enquiries_are_none(
    others: tuple[str, ...], kept: tuple[str, ...], tmp_path: Path
) -> None:
    rows = [["Reference statistics"], ["Week ending", *WAYS, "Total", *others]]
    rows += [[f"2026-02-{day}", "9", "6", "2", "2", "19", *["4"] * len(others)] for day in (13, 20)]
    counts = accepted(tmp_path, **LONE, desk__csv=rows).tables.counts
    assert {*counts["what"]} == {"enquiries"} and {*counts["place"]} == {*WAYS, *kept}


@pytest.mark.parametrize(
    ("last", "kept"), [("Hours", ()), ("Fax", ("Fax",)), ("Visitors", ()), ("Heures", ())]
)
def test_a_row_of_hours_is_no_way(last: str, kept: tuple[str, ...], tmp_path: Path) -> None:
    rows = [["Reference statistics 2026"], ["Way", "Jan-26", "Feb-26", "Mar-26"]]
    rows += [[way, "9", "6", "2"] for way in (*WAYS, last)]
    counts = accepted(tmp_path, **LONE, desk__csv=rows).tables.counts
    assert {*counts["what"]} == {"enquiries"} and {*counts["place"]} == {*WAYS, *kept}


def test_topics_may_be_called_as_anything(tmp_path: Path) -> None:
    topics = ("Opening hours", "Printing", "Loans", "Databases")
    rows = [["Reference questions by topic"], ["Month", *topics]]
    rows += [[f"2026-0{month}", "9", "6", "2", "2"] for month in (1, 2, 3)]
    counts = accepted(tmp_path, **LONE, desk__csv=rows).tables.counts
    assert {*counts["what"]} == {"enquiries by topic"} and {*counts["place"]} == {*topics}


@pytest.mark.parametrize(("head", "asked"), [
    ("Qs taken", True), ("No. of questions asked", True), ("Demandes reçues", True),
    ("Team size", False), ("Bed", False),
])  # fmt: skip
def test_several_questions_in_a_row_of_rounds_are_asked_about(
    head: str, asked: bool, tmp_path: Path
) -> None:
    rows = [["Ward rounds"], ["Date", "Ward", "With", head]]
    rows += [
        [f"2026-02-{at:02}", "Tax", one[1], str(at % 4)] for at, one in enumerate(PEOPLE[1:9], 1)
    ]
    gate = accepted(tmp_path, **LONE, rounds__csv=rows)
    assert bool(said(gate, "but each row counts once")) is asked


@pytest.mark.parametrize(("head", "joined"), [
    ("Date moved", 0), ("Date of transfer", 0), ("In current post since", 0), ("Date de mutation", 0),
    ("Date of birth", 0), ("Date of appt.", 24), ("Started", 24), ("Date d'arrivée", 24),
])  # fmt: skip
def test_a_change_of_post_is_no_first_day(head: str, joined: int, tmp_path: Path) -> None:
    rows = [["Emp no", "Name", "Current unit", head]]
    rows += [[*one[:2], one[3], f"2025-05-0{1 + at % 5}"] for at, one in enumerate(PEOPLE[1:])]
    people = accepted(tmp_path, **{**ALONE, "roll__csv": rows}).tables.contacts
    assert len(people) == 24
    assert ("joined_on" in people and people["joined_on"].notna().sum()) == joined
