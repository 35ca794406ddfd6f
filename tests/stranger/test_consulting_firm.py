"""A consulting company in India: rupees in lakh, tickets, threads, use by person, a ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.mapping.headers import ways
from engagekit.tables.problems import NOTE, QUESTION
from tests.reading import tools_of, written
from tests.stranger import small
from tests.stranger.small import PEOPLE, SETTINGS, Rows
from tests.stranger.test_answers import the_open
from tests.stranger.test_year_to_date import accepted

NAMES = [one[1] for one in PEOPLE[1:]]
MAILS = [one[2] for one in PEOPLE[1:]]
INDIA = SETTINGS.replace("fiscal_start = 1", "fiscal_start = 4").replace("GBP", "INR")
BY_END = INDIA.replace("fiscal_start", 'fiscal_label = "end"\nfiscal_start')
TICKET = "ID,Ticket Id,Account Name,Contact Name,Email,Subject,Ticket Owner,Channel,Created Time\n"


@pytest.mark.parametrize(("head", "tools"), [
    (TICKET, ["Zoho Desk"]),
    (TICKET.replace("Ticket Owner", "Phone").replace("Ticket Id", "Case Number"), []),
    ("Contact ID,Contact Name,Account Name,Email,Phone,Created Date\n", ["Salesforce"]),
])  # fmt: skip
def test_tickets_of_contacts_are_no_list_of_contacts(
    head: str, tools: list[str], tmp_path: Path
) -> None:
    row = ",".join(["1"] * head.count(",")) + ",03 Jan 2026 10:32 AM\n"
    assert tools_of(written(tmp_path, head + row)) == tools


def test_how_a_question_came_in_is_known_by_its_words_whatever_the_header(tmp_path: Path) -> None:
    rows: Rows = [["Requester", "Created time", "Source", "Kind of case"],
                  *[[name, f"2026-02-{3 + at:02d}", ("Portal", "WhatsApp", "Phone")[at % 3], "Bug"]
                    for at, name in enumerate(NAMES[:18])]]  # fmt: skip
    touches = accepted(tmp_path, touches__csv=None, cases__csv=rows).tables.touches
    assert touches["channel"].value_counts().to_dict() == {"email": 6, "chat": 6, "phone": 6}


def _used(month: str, *headers: str) -> Rows:
    return [["User Name", "Email", "Licence Type", "Month", "Logins", *headers, "Inquiries"],
            *[[name, mail, ("Lead", "Basic")[at % 2], month, str(at % 3), *["0"] * len(headers), "0"]
              for at, (name, mail) in enumerate(zip(NAMES[:18], MAILS, strict=False))]]  # fmt: skip


@pytest.mark.parametrize(
    ("month", "channel"), [("Jan-2026", "self-service"), ("2026-01-05", "reference")]
)
def test_how_often_somebody_used_a_tool_in_a_month_is_no_enquiry(
    month: str, channel: str, tmp_path: Path
) -> None:
    gate = accepted(tmp_path, touches__csv=None, gartner__csv=_used(month, "Documents Read"))
    assert set(gate.tables.touches["channel"]) == {channel}
    # whoever used nothing in a month stands in the list of licences alone
    assert len(gate.tables.touches) == (12 if channel == "self-service" else 18)


@pytest.mark.parametrize("off", [0, 1])
def test_the_total_of_each_measure_is_no_database(off: int, tmp_path: Path) -> None:
    uses = {"Sessions": (5, 7), "Searches": (20, 40)}
    rows: Rows = [["Database", "Metric", "Jan-26", "Feb-26", "Mar-26"],
                  *[[name, metric, *[str(n + at) for at in range(3)]]
                    for name, nth in (("Factiva", 0), ("Statista", 1))
                    for metric, n in ((one, each[nth]) for one, each in uses.items())],
                  *[["Total", metric, *[str(sum(each) + 2 * at + off) for at in range(3)]]
                    for metric, each in uses.items()]]  # fmt: skip
    usage = accepted(tmp_path, ebsco__csv=rows).tables.usage
    assert set(usage["platform"]) == {"Factiva", "Statista"} | ({"Total"} if off else set())


@pytest.mark.parametrize(("header", "enquiries"), [("ThreadID", 26), ("Room", 78)])
def test_answers_in_a_thread_are_no_questions(header: str, enquiries: int, tmp_path: Path) -> None:
    rows: Rows = [["MsgID", header, "Date", "User", "User Email", "Message"]]
    for at in range(26):
        asker, helper = 1 + at % 18, PEOPLE[-1]
        for nth, one in enumerate((PEOPLE[asker], helper, PEOPLE[asker])):
            rows.append([f"17{at:02}{nth}", f"17{at:02}0", f"2026-02-{1 + at:02}", *one[1:3], "Hi"])
    gate = accepted(tmp_path, touches__csv=None, slack__csv=rows)
    # of the three messages of a thread two are of the asker, one of the library
    assert gate.counts()["enquiries"] == (enquiries if header == "ThreadID" else 52)


@pytest.mark.parametrize(("cells", "known"), [
    (["P", "A"], {"P": "attended", "A": "no_show"}), (["A", ""], {}), (["p", "a"], {"p": "attended", "a": "no_show"}),
])  # fmt: skip
def test_a_beside_p_is_absent(cells: list[str], known: dict[str, str]) -> None:
    assert dict(ways(cells, "status")) == known
    assert not ways(["A"], "channel")


QUARTERS = ("FY26 Q1", "FY26 Q2", "FY26 Q3", "FY26 Q4")


@pytest.mark.parametrize(("year", "spent"), [
    ("FY2025-26", 10e5), ("FY26", 10e5), ("FY2026", 10e5), ("2025-2026", 10e5), ("FY2024-25", 20e5),
])  # fmt: skip
def test_the_year_beside_its_quarters_is_their_sum(year: str, spent: float, tmp_path: Path) -> None:
    rows: Rows = [["Head (Rs. lakh)", *[f"{one} Actual" for one in (*QUARTERS, year)]],
                  ["Salaries", "1", "2", "1", "2", "6"], ["Books", "1", "1", "1", "1", "4"]]  # fmt: skip
    gate = accepted(tmp_path, BY_END, budget__csv=None, kc__csv=rows)
    assert gate.tables.budget["amount"].sum() == pytest.approx(spent)


TALLY: Rows = [
    ["Subscriptions", "", "", "", "", "", ""], ["1-Apr-2025 to 31-Mar-2026", "", "", "", "", "", ""], [],
    ["Date", "Particulars", "", "Vch Type", "Vch No.", "Debit", "Credit"],
    ["5-Apr-25", "To", "Gartner India", "Purchase", "P/1", "12,34,567.00", ""],
    ["7-Jul-25", "To", "EBSCO", "Purchase", "P/2", "1,00,000.00", ""],
    ["9-Jul-25", "By", "EBSCO", "Debit Note", "D/1", "", "34,567.00"],
    ["10-Jan-26", "To", "IEEE", "Purchase", "P/3", "2,00,000.00", ""],
    ["", "", "", "", "", "15,34,567.00", "34,567.00"],
    ["", "By", "Closing Balance", "", "", "", "15,00,000.00"],
    ["", "", "", "", "", "15,34,567.00", "15,34,567.00"],
]  # fmt: skip


def test_a_header_over_two_columns_is_of_the_words_and_not_of_to_and_by(tmp_path: Path) -> None:
    one = the_open(small.gate(tmp_path, INDIA, budget__csv=None, tally__csv=TALLY))
    assert (one.choices[0].table, one.choices[0].amount) == ("budget", 15e5)
    budget = accepted(tmp_path, INDIA, budget__csv=None, tally__csv=TALLY).tables.budget
    assert set(budget["line"]) == {"Gartner India", "EBSCO", "IEEE"}


@pytest.mark.parametrize(("kinds", "level"), [(("Plan", "Actual"), QUESTION), (("Actual",), NOTE)])
def test_postings_beside_a_statement_of_the_budget_may_stand_in_it(
    kinds: tuple[str, ...], level: str, tmp_path: Path
) -> None:
    rows: Rows = [["Head", *[f"{one} {kind}" for one in QUARTERS for kind in kinds]],
                  ["Salaries", *["500000"] * 4 * len(kinds)], ["Databases", *["400001"] * 4 * len(kinds)]]  # fmt: skip
    gate = accepted(tmp_path, BY_END, budget__csv=None, kc__csv=rows, tally__csv=TALLY)
    assert [
        one.level for one in gate.tables.faults if "lines of the same time as" in one.problem
    ] == [level]


@pytest.mark.parametrize("header", ["Date of Exit", "Relieving Date"])
def test_the_day_of_exit(header: str, tmp_path: Path) -> None:
    rows = [[*row[:5], "31-01-2026" if at == 3 else ""] for at, row in enumerate(PEOPLE)]
    rows[0][5] = header
    gate = small.gate(tmp_path, people__csv=rows)
    assert gate.tables.contacts["left_on"].notna().sum() == 1


def test_a_room_owns_no_calendar(tmp_path: Path) -> None:
    from engagekit.readers.events._meetings import ACCEPTED, Invited, Meeting, owner_of

    room = Invited("Nandi (8)", "c1@resource.calendar.google.com", ACCEPTED, several=True)
    own = [Invited(name, mail, ACCEPTED) for name, mail in zip(NAMES, MAILS, strict=True)]
    meetings = [
        Meeting(at, "2026-01-05T10:00", people=(own[at], own[at + 5], room)) for at in range(4)
    ]
    assert owner_of(meetings) == ""
    of_one = [Meeting(at, "2026-01-05T10:00", people=(own[0], own[at + 5])) for at in range(4)]
    assert owner_of(of_one) == MAILS[0]


@pytest.mark.parametrize(("before", "first"), [("FY26 Q1", "FY2025-26 Q1"), ("FY25 Q4", "")])
def test_quarters_of_two_years_are_not_all_of_the_year_of_the_title(
    before: str, first: str, tmp_path: Path
) -> None:
    heads = (before, *QUARTERS[1:])
    rows: Rows = [["Budget FY2025-26"], [], ["Head", *[f"{one} Actual" for one in heads]],
                  ["Salaries", "100", "200", "300", "400"], ["Books", "1", "1", "1", "1"]]  # fmt: skip
    gate = small.gate(tmp_path, INDIA, budget__csv=None, kc__csv=rows)
    choice = the_open(gate).choices[0]
    assert (choice.amount or 0) == (1004 if first else 0)
    assert bool(choice.fault) is not bool(first)
