"""Reports of vendors without a name, marks out of ten, codes of cost, and lists of registrants."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.open_files import Choice
from engagekit.mapping.drafting import map_file
from engagekit.measures.usage import usage
from engagekit.sections.gate import Gate
from engagekit.sections.open_questions import meaning
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded
from tests.stranger.test_year_to_date import accepted

NAMES, MAIL = [one[1] for one in PEOPLE[1:]], [one[2] for one in PEOPLE[1:]]
DAYS = [f"2026-02-{day:02d}" for day in range(3, 21)]
CONTRACT = [
    ["Product", "Vendor", "Price", "Start date", "End date"],
    ["UpToDate", "Wolters Kluwer", "12000", "2026-01-01", "2026-12-31"],
]
TOPICS = [
    ["Month", "Topic Views", "Searches", "Unique Users"],
    ["Jan-26", "1200", "900", "40"], ["Feb-26", "1150", "850", "38"], ["Mar-26", "1300", "990", "44"],
]  # fmt: skip


def first_offer(home: Path, **files: Rows | None) -> Choice:
    (one,) = small.gate(home, **files).open_files
    return one.choices[0]


def test_use_of_one_platform_is_that_of_the_contract_which_its_title_names(tmp_path: Path) -> None:
    report = [["UpToDate Usage Report"], ["Account: General Hospital"], [], *TOPICS]
    gate = accepted(tmp_path, contracts__csv=CONTRACT, monthly__csv=report)
    frame = usage(gate.tables, during="2026 Q1")
    uses = frame[(frame["measure"] == "uses") & (frame["platform"] == "UpToDate")]
    assert uses["estimate"].tolist() == [900 + 850 + 990]


def test_a_report_that_names_no_platform_asks_which_it_is(tmp_path: Path) -> None:
    gate = small.gate(tmp_path, monthly__csv=TOPICS)
    choice = gate.open_files[0].choices[0]
    assert (choice.table, dict(choice.said)["platform"]) == ("usage", "...")
    assert "does not name the platform" in meaning(gate.tables, choice)


@pytest.mark.parametrize(
    "header",
    [["Visits", "Sessions", "Attendees"], ["Literature searches", "Training sessions", "Guests"]],
)
def test_what_the_library_counts_itself_is_of_no_platform(
    tmp_path: Path, header: list[str]
) -> None:
    rows = [["Month", *header], ["2026-01", "120", "9", "40"], ["2026-02", "115", "8", "38"]]
    assert first_offer(tmp_path, monthly__csv=rows).table == "counts"


def test_time_that_people_were_connected_is_their_own_use(tmp_path: Path) -> None:
    head = ["User", "Client ID", "Day", "Transactions", "Docs/Lines", "Connect Time", "Charge"]
    rows = [
        [NAMES[at].upper(), "10234", day, "4", "12", "00:14:05", "50.00"]
        for at, day in enumerate(DAYS)
    ]
    choice = first_offer(tmp_path, sessions__csv=[head, *rows])
    assert (choice.table, dict(choice.said)["channel"]) == ("touches", "self-service")


def test_a_code_of_cost_is_no_money(tmp_path: Path) -> None:
    head = ["Cost Center", "Cost Element", "Cost element name", "Posting Date", "Val/COArea Crcy"]
    lines = [
        ["4410", "654000", "Subscriptions", day, f"{1000 + at}.00"] for at, day in enumerate(DAYS)
    ]
    total = sum(1000 + at for at in range(len(DAYS)))
    ledger = [head, *lines, ["*4410", "", "", "", f"{total}.00"]]
    assert first_offer(tmp_path, budget__csv=None, ksb1__csv=ledger).amount == total


def test_what_courts_were_paid_is_money_and_its_dollars_are_asked_about(tmp_path: Path) -> None:
    head = ["Login ID", "Client Code", "Date", "Court", "Pages", "Cost"]
    rows = [[f"user{at}", f"10-{at}", day, "NYSDC", "10", "$1.00"] for at, day in enumerate(DAYS)]
    choice = first_offer(tmp_path, bills__csv=[head, *rows])
    assert (choice.table, choice.amount) == ("budget", 18.0)
    assert dict(choice.said)["currency"] == "..."


def registrants(day: str) -> Rows:
    """Eighteen registrants: who was cancelled or declined did not fail to come."""
    head = [
        "Event Title",
        "Event Start Date",
        "Name",
        "Email",
        "Registration Status",
        "Participant",
    ]
    states = [("Accepted", "Yes"), ("Accepted", "No"), ("Cancelled", "No"), ("Waitlisted", "No")]
    rows = [["Day", day, NAMES[at], MAIL[at], *states[at % 4]] for at in range(16)]
    return [head, *rows]


def test_who_cancelled_is_no_no_show_where_another_column_says_who_came(tmp_path: Path) -> None:
    people = accepted(tmp_path, attendance__csv=None, cvent__csv=registrants("2026-02-12"))
    counts = people.tables.attendance["status"].value_counts().to_dict()
    assert counts == {"attended": 4, "no_show": 4}


def test_the_day_of_an_event_beside_its_title_is_asked_about_in_both_orders(tmp_path: Path) -> None:
    gate = small.gate(tmp_path, cvent__csv=registrants("02/12/2026"))
    orders = [dict(one.said).get("date_order") for one in gate.open_files[0].choices[:2]]
    assert orders == ["day first", "month first"]


@pytest.mark.parametrize(
    ("above", "day"),
    [("Generated", ""), ("Exported on:", ""), ("Held on", "2026-02-20"),
     ("Export controls workshop", "2026-02-20"), ("Run a meeting", "2026-02-20")],
)  # fmt: skip
def test_the_day_of_an_export_is_not_that_of_the_event(
    tmp_path: Path, above: str, day: str
) -> None:
    rows = [[above, "20 February 2026"], [], ["Name", "Email", "Attended"]]
    rows += [[NAMES[at], MAIL[at], "Yes"] for at in range(12)]
    gate = small.gate(tmp_path, came__csv=rows)
    choice = gate.open_files[0].choices[0]
    assert (choice.table, choice.title[-len(day) :] if day else choice.title) == ("attendance", day)


def survey(cells: list[str], head: str = "Completion time") -> Rows:
    rows = [[str(at), day, cells[at % len(cells)]] for at, day in enumerate(DAYS)]
    return [["ID", head, "Rate our service"], *rows]


@pytest.mark.parametrize(
    ("cells", "scores", "points"),
    [
        (["6/10", "9/10", "10/10"], {6.0, 9.0, 10.0}, 10),
        (["★★★☆☆", "★★★★★"], {3.0, 5.0}, 5),
        (["SA", "A", "N", "D"], {5.0, 4.0, 3.0, 2.0}, 5),
    ],
)
def test_marks_and_letters_have_scores(
    tmp_path: Path, cells: list[str], scores: set[float], points: int
) -> None:
    files = {"responses__csv": None, "rated__csv": survey(cells)}
    tables = accepted(tmp_path, **files).tables
    assert {*tables.responses["score"].dropna()} == scores
    assert tables.questions["points"].dropna().tolist() == [points]


def test_letters_that_may_be_of_anything_have_none(tmp_path: Path) -> None:
    rows = survey(["A", "N", "D"])
    rows[0][2] = "How satisfied are you with the library?"
    small.gate(tmp_path, responses__csv=None, rated__csv=rows)
    map_file(tmp_path / "data" / "rated.csv", table="responses")
    assert loaded(tmp_path / "data").responses["score"].isna().all()


def test_the_day_of_a_submission_is_no_question(tmp_path: Path) -> None:
    rows = survey(["6/10", "9/10"], head="Submission Date")
    tables = accepted(tmp_path, responses__csv=None, rated__csv=rows).tables
    assert "submission-date" not in {*tables.questions["question_id"]}
    assert tables.respondents["submitted_at"].notna().all()


def test_one_value_in_every_row_is_no_sign_of_a_survey(tmp_path: Path) -> None:
    head = ["User", "Client ID", "Day", "Alpha", "Beta", "Gamma"]
    rows = [[NAMES[at], "10234", day, "4", "12", "9"] for at, day in enumerate(DAYS)]
    assert first_offer(tmp_path, some__csv=[head, *rows]).table != "responses"


def test_both_orders_are_read_as_they_are_chosen(tmp_path: Path) -> None:
    small.gate(tmp_path, attendance__csv=None, cvent__csv=registrants("02/12/2026"))
    given = {"date_order": "month first", "ignored": "others"}
    map_file(tmp_path / "data" / "cvent.csv", table="attendance", given=given)
    gate = Gate(loaded(tmp_path / "data"))
    days = gate.tables.events["started_at"].dt.strftime("%Y-%m-%d")
    assert "2026-02-12" in {*days}
