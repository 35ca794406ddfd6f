"""A consulting company in India: rupees in lakh, tickets, threads, use by person, a ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.mapping.headers import ways
from tests.reading import tools_of, written
from tests.stranger import small
from tests.stranger.small import PEOPLE, SETTINGS, Rows

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


def _used(month: str, *headers: str) -> Rows:
    return [["User Name", "Email", "Licence Type", "Month", "Logins", *headers, "Inquiries"],
            *[[name, mail, ("Lead", "Basic")[at % 2], month, str(at % 3), *["0"] * len(headers), "0"]
              for at, (name, mail) in enumerate(zip(NAMES[:18], MAILS, strict=False))]]  # fmt: skip


@pytest.mark.parametrize(("cells", "known"), [
    (["P", "A"], {"P": "attended", "A": "no_show"}), (["A", ""], {}), (["p", "a"], {"p": "attended", "a": "no_show"}),
])  # fmt: skip
def test_a_beside_p_is_absent(cells: list[str], known: dict[str, str]) -> None:
    assert dict(ways(cells, "status")) == known
    assert not ways(["A"], "channel")


QUARTERS = ("FY26 Q1", "FY26 Q2", "FY26 Q3", "FY26 Q4")


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
