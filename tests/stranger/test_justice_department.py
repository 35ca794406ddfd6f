"""A justice department in Australia: fiscal years from July, periods P1 to P12, tickets, alerts, contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.measures.logging_volume import upper_end
from engagekit.measures.usage import PAID, USES, used
from engagekit.settings.periods import month
from tests.reading import read, tools_of, written
from tests.stranger import small
from tests.stranger.small import Rows

TICKET = "Order ID,Order status,First name,Last name,Email,Ticket type,Checked in,Event name,Event date\n"


@pytest.mark.parametrize(("scanned", "found"), [
    (("Yes", "No", "No"), ["attended", "no_show", "cancelled"]),
    (("No", "No", "No"), ["registered", "registered", "cancelled"]),  # nobody stood at the door
])  # fmt: skip
def test_a_ticket_that_was_scanned_came(
    scanned: tuple[str, ...], found: list[str], tmp_path: Path
) -> None:
    states = ("Complete", "Complete", "Cancelled")
    rows = [
        f"HX{at},{state},Ann,M{at},a{at}@firm.example,General,{came},Lecture,18/03/2026 17:30\n"
        for at, (state, came) in enumerate(zip(states, scanned, strict=True))
    ]
    reading = read(written(tmp_path, TICKET + "".join(rows)))
    assert reading.tables["attendance"]["status"].tolist() == found
    assert not reading.problems


ALERT = "Alert Name,Recipient,Email,Date Sent,Delivered,Opened,Clicks\n"


def test_a_mail_of_an_alert_has_one_recipient(tmp_path: Path) -> None:
    rows = "Bulletin,Ann Moss,a@firm.example,12/01/2026,Yes,No,0\nBulletin,Bob,b@firm.example,26/01/2026,No,No,0\n"
    reading = read(written(tmp_path, ALERT + rows))
    touches = reading.tables["touches"]
    assert touches[["display_name", "on"]].to_numpy().tolist() == [["Ann Moss", "12/01/2026"]]
    assert "head_count" not in touches and reading.set_aside[0].reason == "not delivered"
    campaigns = ALERT.replace("Recipient,Email,", "")
    assert tools_of(written(tmp_path, campaigns + "B,12/01/2026,90,40,3\n")) == [
        "newsletter statistics"
    ]


def test_spam_is_no_question(tmp_path: Path) -> None:
    head = "Ticket ID,Asked On,Status,Queue,Source,Asker Name,Asker Email\n"
    rows = "1,2026-02-03,Closed,Law,Email,Ann Moss,a@x.example\n2,2026-02-04,Spam,Law,Email,Toner,t@y.example\n"
    assert len(read(written(tmp_path, head + rows)).tables["touches"]) == 1


def test_free_texts_are_used_and_not_paid_for(tmp_path: Path) -> None:
    usage: Rows = [["platform", "report", "access_type", "metric", "on", "n", "title"],
                   *[["Hein", "TR_J3", kind, "Unique_Item_Requests", "2026-01-01", n, "Review"]
                     for kind, n in (("Controlled", "60"), ("Open", "40"))]]  # fmt: skip
    contracts: Rows = [["product", "vendor", "starts_on", "ends_on", "price", "currency"],
                       ["Hein", "Hein", "2026-01-01", "2026-12-31", "3650", "GBP"]]  # fmt: skip
    none = {one.replace(".", "__"): None for one in small.FILES}
    tables = small.gate(
        tmp_path, **{**none, "usage__csv": usage, "contracts__csv": contracts}
    ).tables
    (use,) = used(tables, month(2026, 1, 1))
    assert (use.numbers[USES], use.numbers[PAID]) == (100, 60)
    assert use.numbers["cost per use"] == pytest.approx(310 / 60)


@pytest.mark.parametrize(("mail", "left"), [("b@bar.example", 0), ("b@firm.example", 1)])
def test_people_from_outside_are_no_colleagues_who_could_not_be_linked(
    mail: str, left: int, tmp_path: Path
) -> None:
    log = [*small.LOG, ["x", "2026-02-03", "reference", "Barrister B", mail, "5", "yes", "contact"]]
    tables = small.gate(tmp_path, touches__csv=log).tables
    assert upper_end(tables, during="2026 Q1").get("unlinked", 0) == left
