"""Statements of the year to date, bookings for several sessions, logs that say who did not come."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading import open_files
from engagekit.mapping.drafting import map_file
from engagekit.measures.funding import funding
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded

LINES = ("Staff", "Books", "Data")


def statement(month: str, *spent: int) -> Rows:
    """A statement of the cost centre: lines cumulated from January, and their total."""
    lines = [[name, "9000", "400", str(one)] for name, one in zip(LINES, spent, strict=False)]
    total = ["Total", str(9000 * len(lines)), str(400 * len(lines)), str(sum(spent))]
    head = ["Description", "Annual Budget", "Budget YTD", "Actual YTD"]
    return [[f"Cost centre 310455, period ({month})", "", "", ""], head, *lines, total]


def accepted(
    home: Path, settings: str = small.SETTINGS, kind: str = "budget", **files: Rows | None
) -> Gate:
    """The gate once the first offer for each file that nobody knows is accepted, one by one.

    ``kind`` is the answer where it is asked whether money was planned or spent.
    """
    gate = small.gate(home, settings, **files)
    for _ in files:
        for one in gate.open_files[:1]:
            given = dict(one.choices[0].said)
            given |= {"kind": kind} if given.get("kind") == "..." else {}
            map_file(one.path, table=one.choices[0].table, given=given)
            gate = Gate(loaded(home / "data"))
    return gate


def said(gate: Gate, about: str) -> list[str]:
    return [one.problem for one in gate.tables.faults if about in one.problem]


def spent(gate: Gate, quarter: str) -> float:
    frame = funding(gate.tables, during=quarter, kind="actual")
    return float(frame.loc[frame["measure"] == "funding", "estimate"].iloc[0])


SECOND = small.SETTINGS + '[files."m6.csv".constants]\nperiod = "to Jun 2026"\n'


def test_a_later_statement_adds_what_came_since_the_one_before(tmp_path: Path) -> None:
    first, second = statement("Mar-26", 1000, 200, 300), statement("Jun-26", 2500, 250, 900)
    gate = accepted(tmp_path, SECOND, budget__csv=None, m3__csv=first, m6__csv=second)
    assert not gate.open_files
    # a quarter of the half-year and all of the first had been counted, and 5,150 in all
    assert (spent(gate, "2026 Q1"), spent(gate, "2026 Q2")) == (1500, 2150)
    assert gate.counts()["spent"] == 3650
    assert said(gate, "year to date") == ["has money of the year to date: to Jun 2026"]
    planned = gate.tables.budget[gate.tables.budget["kind"] == "budget"]
    assert planned["amount"].tolist() == [400, 400, 400, 0, 0, 0]


def test_a_line_that_is_new_is_of_the_time_since(tmp_path: Path) -> None:
    first, second = statement("Mar-26", 1000, 200), statement("Jun-26", 1500, 200, 900)
    gate = accepted(tmp_path, SECOND, budget__csv=None, m3__csv=first, m6__csv=second)
    assert (spent(gate, "2026 Q1"), spent(gate, "2026 Q2")) == (1200, 1400)


def test_statements_without_a_line_in_common_are_of_two_offices(tmp_path: Path) -> None:
    first = statement("Mar-26", 1000, 200)
    other = [[one.replace("Staff", "Loans").replace("Books", "Maps") for one in row]
             for row in statement("Jun-26", 2000, 1620)]  # fmt: skip
    gate = accepted(tmp_path, SECOND, budget__csv=None, m3__csv=first, m6__csv=other)
    assert spent(gate, "2026 Q1") == pytest.approx(1200 + 3620 * 90 / 181)
    assert not said(gate, "year to date")


def test_statements_of_two_years_are_two(tmp_path: Path) -> None:
    first, second = statement("Dec-25", 4000, 800), statement("Mar-26", 1000, 200)
    settings = SECOND.replace("Jun", "Mar")
    gate = accepted(tmp_path, settings, budget__csv=None, m3__csv=first, m6__csv=second)
    assert (spent(gate, "2026 Q1"), gate.counts()["spent"]) == (1200, 6000)
    assert not said(gate, "year to date")


@pytest.mark.parametrize(
    ("head", "want"),
    [
        (["Month", "Line", "YTD Actual"], [(1000, 500, 700)]),  # the year so far, month by month
        (["Month", "Line", "YTD Actual", "Actual"], [(1000, 500, 700)]),  # the month's own goes first
        (["Month", "Line", "Budget", "Actual", "Budget YTD", "Actual YTD"], [(1000, 500, 700)]),
        (["Month", "Line", "Spent"], [(1000, 1500, 2200)]),  # nothing says that it is so far
    ],
)  # fmt: skip
def test_money_so_far_is_not_that_of_the_month(
    head: list[str], want: list[tuple[int, ...]], tmp_path: Path
) -> None:
    rows = []
    for month, own, so_far in (("Jan", 1000, 1000), ("Feb", 500, 1500), ("Mar", 700, 2200)):
        cells = {"Month": f"{month} 2026", "Line": "Staff", "Budget": "1", "Actual": str(own)}
        cells |= {"Budget YTD": "1", "Spent": str(so_far)}
        rows.append([cells.get(one, str(so_far)) for one in head])
    gate = accepted(tmp_path, budget__csv=None, ledger__csv=[head, *rows])
    lines = gate.tables.budget
    assert [tuple(lines[lines["kind"] == "actual"]["amount"].astype(int))] == want


def test_times_of_a_line_that_overlap_are_asked_about(tmp_path: Path) -> None:
    both = [["2026 Q1", "", "", "Staff", "actual", "1000", "GBP"]]
    beside = [["2026-01..2026-06", "", "", "Staff", "actual", "2500", "GBP"]]
    after = [["2026 Q2", "", "", "Staff", "actual", "2500", "GBP"]]
    other = [["2026-01..2026-06", "", "", "Data", "actual", "2500", "GBP"]]
    for more, asked in ((beside, 1), (after, 0), (other, 0)):
        gate = small.gate(tmp_path, budget__csv=[small.MONEY[0], *both, *more])
        assert len(said(gate, "times that overlap")) == asked


BOOKED: Rows = [
    ["Session title", "Session date", "Start time", "Trainer", "Attendee", "Attendee email", "Attendance"],
    *[
        [title, day, "14:00", "Mo Kay", person[1], person[2], came]
        for title, day, those in (
            ("Finding the evidence", "08/02/2026", ("Attended", "DNA", "Attended", "Cancelled")),
            ("Finding the evidence", "21/03/2026", ("Attended", "Attended", "DNA", "DNA")),
        )
        for person, came in zip(PEOPLE[1:5], those, strict=True)
    ],
]  # fmt: skip


def test_bookings_of_several_sessions_are_events_and_who_came(tmp_path: Path) -> None:
    gate = accepted(tmp_path, events__csv=None, attendance__csv=None, bookings__csv=BOOKED)
    counts = gate.counts()
    assert (counts["events"], counts["seats"]) == (2, 4)
    assert gate.tables.attendance["status"].value_counts()["no_show"] == 3


def test_a_log_leaves_out_who_did_not_come(tmp_path: Path) -> None:
    log = [["Date", "Client", "Topic", "Attendance"]]
    log += [["2026-02-03", person[1], "Search", came]
            for person, came in zip(PEOPLE[1:6], ("Attended", "DNA", "Yes", "Cancelled", ""), strict=True)]  # fmt: skip
    gate = accepted(tmp_path, touches__csv=None, log__csv=log)
    assert gate.counts()["touches"] == 3
    log[0][-1] = "Answered"  # what was not answered was asked all the same
    log[2][-1] = "No"
    (tmp_path / "mappings" / "log.toml").unlink()
    assert accepted(tmp_path, touches__csv=None, log__csv=log).counts()["touches"] == 5


def test_visits_to_wards_are_walks_with_heads(tmp_path: Path) -> None:
    log = [["Date", "Ward / team visited", "Librarian", "No. of staff spoken to"]]
    log += [[f"2026-02-0{at}", "Ward 7", "Mo Kay", str(at)] for at in range(3, 8)]
    gate = accepted(tmp_path, touches__csv=None, **{"Ward visits log__csv": log})
    touches = gate.tables.touches
    assert set(touches["channel"]) == {"walk"}
    assert touches["head_count"].sum() == 3 + 4 + 5 + 6 + 7


def test_requests_with_a_cost_are_a_log_first_and_bills_money(tmp_path: Path) -> None:
    requests = [["Date", "Name", "Department", "Article", "Cost"]]
    requests += [["2026-02-03", person[1], "Tax", "Title", "14.35"] for person in PEOPLE[1:9]]
    bills = [["Date", "Vendor", "Requested by", "Amount"]]
    bills += [
        ["2026-02-03", f"Vendor {at}", person[1], "100"] for at, person in enumerate(PEOPLE[1:9])
    ]
    small.gate(tmp_path, touches__csv=None, requests__csv=requests, bills__csv=bills)
    found = {one.file: one.choices[0].table for one in open_files.of(loaded(tmp_path / "data"))}
    assert found == {"requests.csv": "touches", "bills.csv": "budget"}


def test_a_group_of_the_log_is_no_department_unless_the_staff_list_has_it(tmp_path: Path) -> None:
    for cells, given in (("Nurses", False), ("Tax", True)):
        log = [["Date", "Client", "Topic", "Staff group"]]
        log += [[f"2026-02-{at:02}", person[1], "Search", cells if at % 2 else "Audit" if given else "Doctors"]
                for at, person in enumerate(PEOPLE[1:13], 1)]  # fmt: skip
        small.gate(tmp_path, touches__csv=None, log__csv=log)
        (one,) = open_files.of(loaded(tmp_path / "data"))
        assert ("department" in dict(one.choices[0].said)) is given


def test_uses_by_resource_are_of_the_resource(tmp_path: Path) -> None:
    head = ["Resource", "Organisation", "Jan-26", "Feb-26", "Mar-26", "Total"]
    rows = [["ClinicalKey", "Trust", "1", "2", "3", "6"], ["BMJ", "Trust", "4", "5", "6", "15"]]
    gate = accepted(tmp_path, accesses__csv=[head, *rows])
    uses = gate.tables.usage.groupby(["platform", "metric"], observed=True)["n"].sum()
    assert uses.to_dict() == {("ClinicalKey", "accesses"): 6, ("BMJ", "accesses"): 15}


def test_settings_of_a_file_may_name_its_folder(tmp_path: Path) -> None:
    (tmp_path / "data" / "2026 Q2").mkdir(parents=True)
    small.save(tmp_path / "data" / "2026 Q2" / "budget.csv", small.MONEY)
    for name, wrong in (("2026 Q2/budget.csv", 0), ("budget.csv", 0), ("2026 Q2/budgets.csv", 1)):
        settings = f'{small.SETTINGS}[files."{name}"]\ndate_order = "day first"\n'
        assert len(said(small.gate(tmp_path, settings), "which no file has")) == wrong


def test_departments_of_linked_rows_are_those_of_the_staff_list(tmp_path: Path) -> None:
    log = [["touch_id", "on", "channel", "display_name", "department"]]
    log += [[f"t{at}", "2026-02-03", "reference", PEOPLE[at][1], "Ward 7"] for at in (1, 2, 3)]
    assert not said(small.gate(tmp_path, touches__csv=log), "does not have")
    log += [["t9", "2026-02-03", "reference", "", "Ward 7"]]
    (problem,) = said(small.gate(tmp_path, touches__csv=log), "does not have")
    assert "(1 row" in problem


def test_departments_of_answers_are_asked_about_though_the_person_is_on_the_list(
    tmp_path: Path,
) -> None:
    rows = [[*row[:-1], "Nowhere", PEOPLE[at][0]] for at, row in enumerate(small.ANSWERS[1:], 1)]
    answers = [[*small.ANSWERS[0], "contact_id"], *rows]
    assert said(small.gate(tmp_path, respondents__csv=answers), "does not have")
