"""A justice department in Australia: fiscal years from July, periods P1 to P12, tickets, alerts, contracts."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from engagekit.files.source_file import open_export
from engagekit.loading.open_files import Choice
from engagekit.mapping.drafting import map_file
from engagekit.measures.logging_volume import upper_end
from engagekit.measures.usage import PAID, USES, used
from engagekit.parsing import dates
from engagekit.sections.gate import Gate
from engagekit.settings.periods import month
from engagekit.tables.problems import QUESTION
from tests.reading import read, tools_of, written
from tests.stranger import small
from tests.stranger.small import PEOPLE, SETTINGS, Rows, loaded
from tests.stranger.test_answers import the_open

NAMES = [one[1] for one in PEOPLE[1:]]
MAILS = [one[2] for one in PEOPLE[1:]]
JULY = SETTINGS.replace("fiscal_start = 1", "fiscal_start = 7").replace("GBP", "AUD")


def alone(home: Path, rows: Rows, *files: str, settings: str = JULY) -> tuple[Path, Choice]:
    """A file in a project with nothing but it and ``files``, and the first offer for it."""
    others = {one.replace(".", "__"): None for one in small.FILES if one not in files}
    gate = small.gate(home, settings, **{**others, "new__csv": rows})
    return home / "data" / "new.csv", the_open(gate).choices[0]


def taken(home: Path, rows: Rows, *files: str) -> pd.DataFrame:
    """What a file gives, read alone, once its first offer is accepted."""
    path, choice = alone(home, rows, *files)
    map_file(path, table=choice.table, given=dict(choice.said))
    return read(open_export(path)).tables[choice.table]


@pytest.mark.parametrize(("text", "moment"), [
    ("14/Jan/26 11:00 AM", "2026-01-14 11:00"), ("14-Jan-26 23:15", "2026-01-14 23:15"), ("14 Jan 26 10h30", "2026-01-14 10:30"),
    ("14 Jan 2026 1430", "2026-01-14"), ("Wed Jan 14 11:00:00 2026", "2026-01-14 11:00"), ("12:30 Jan 14, 2026", "2026-01-14 12:30"),
    ("Jan 14, 26 11:00", "2026-01-14 11:00"), ("Jan 14 11:00", None), ("1er févr. 26 10:15", "2026-02-01 10:15"),
])  # fmt: skip
def test_the_hour_is_no_year(text: str, moment: str | None) -> None:
    found = dates.moments(pd.Series([text])).values.iloc[0]
    assert pd.isna(found) if moment is None else found.tz_localize(None) == pd.Timestamp(moment)


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


def test_the_unit_of_an_organisation_is_the_department(tmp_path: Path) -> None:
    rows = small.renamed(PEOPLE, "Department", "Organisation Unit")
    assert small.gate(tmp_path, people__csv=rows).tables.contacts["department"].nunique() == 4


@pytest.mark.parametrize(("last", "offered"), [(9, True), (12, True), (5, False)])
def test_numbered_periods_are_months_of_the_fiscal_year(
    last: int, offered: bool, tmp_path: Path
) -> None:
    head = ["Account", "Description", *[f"P{at}" for at in range(1, last + 1)], "YTD Actual"]
    rows = [[f"6{at}00", name, *["100"] * last, str(100 * last)]
            for at, name in enumerate(("Salaries", "Print", "Online"))]  # fmt: skip
    title: Rows = [["Financial Year FY25/26 Actuals by Period"], []]
    _, choice = alone(tmp_path, [*title, head, *rows])
    assert (choice.amount == 300 * last and "period" not in dict(choice.said)) == offered
    if offered:
        money = taken(tmp_path, [*title, head, *rows])
        last_month = {9: "Mar 2026", 12: "Jun 2026"}[last]
        assert money["period"].iloc[[0, -1]].tolist() == ["Jul 2025", last_month]


@pytest.mark.parametrize(("head", "title", "period"), [
    ("FY25/26 Budget", "Library", "FY2025-26"), ("FY25/26 Budget", "Library 2025-26", "FY2025-26"),
    ("FY25/26 Budget", "Library 2026-27", "..."), ("FY26 Budget", "Library", "..."), ("Budget", "Library FY25/26", "FY2025-26"),
])  # fmt: skip
def test_two_short_years_are_a_fiscal_year(
    head: str, title: str, period: str, tmp_path: Path
) -> None:
    rows: Rows = [[title], [], ["Category", head], ["Salaries", "560"], ["Collections", "384"]]
    assert dict(alone(tmp_path, rows)[1].said)["period"] == period


def test_a_plan_on_two_sheets_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "engagekit.toml").write_text(JULY, encoding="utf-8")
    quarters = ["Q1 (Jul-Sep)", "Q2 (Oct-Dec)", "Q3 (Jan-Mar)", "Q4 (Apr-Jun)"]
    sheets = {
        "Summary": [["Category", "FY25/26 Budget"], ["Pay", 560], ["Collections", 384]],
        "Salaries": [["Item", *quarters], ["Salaries", *[125] * 4], ["Super", *[15] * 4]],
    }
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in ([f"{name} FY25/26"], [], *rows):
            sheet.append(row)
    book.save(tmp_path / "data" / "plan.xlsx")
    for _ in sheets:
        for one in Gate(loaded(tmp_path / "data")).open_files[:1]:
            more = {"sheet": one.sheet} if one.sheet else {}
            map_file(one.path, table="budget", given=dict(one.choices[0].said), **more)
    tables = loaded(tmp_path / "data")
    asked = [one for one in tables.faults if "adds up to the same" in one.problem]
    assert [one.level for one in asked] == [QUESTION]


def test_a_column_of_searches_and_views_says_what_was_counted(tmp_path: Path) -> None:
    months = ["Jan 2026", "Feb 2026", "Mar 2026", "Total"]
    rows: Rows = [["Westlaw AU - Usage statistics"], [], ["Product", "Activity", *months],
                  *[[name, kind, "1", "2", "3", "6"] for name in ("Westlaw AU", "FirstPoint")
                    for kind in ("Searches", "Documents viewed")]]  # fmt: skip
    usage = taken(tmp_path, rows)
    assert (len(usage), set(usage["metric"])) == (12, {"Searches", "Documents viewed"})


@pytest.mark.parametrize(("header", "unit"), [("Location", ""), ("For", "For")])
def test_the_place_of_a_desk_is_no_department(header: str, unit: str, tmp_path: Path) -> None:
    rows: Rows = [["Date", "Asked by", header, "Topic"],
                  *[[f"2026-02-{3 + at:02}", name, ("Tax", "Tower desk")[at % 2], "Case law"]
                    for at, name in enumerate(NAMES[:18])]]  # fmt: skip
    said = dict(alone(tmp_path, rows, "people.csv")[1].said)
    assert said.get("department", "") == unit


@pytest.mark.parametrize(("title", "began"), [("Outreach log", ["library"]), ("Desk log", [])])
def test_what_the_library_began_is_no_enquiry(title: str, began: list[str], tmp_path: Path) -> None:
    rows: Rows = [[title], [], ["Date", "Who", "How", "What"],
                  *[[f"2026-02-{3 + at:02}", name, ("Email", "Visit to chambers")[at % 2], "Alerts"]
                    for at, name in enumerate(NAMES[:18])]]  # fmt: skip
    touches = taken(tmp_path, rows, "people.csv")
    assert touches["channel"].value_counts().to_dict() == {"Email": 9, "walk": 9}
    assert list(touches.get("begun_by", pd.Series()).unique()) == began


@pytest.mark.parametrize("notice", [
    ("31/03/2026", "1/03/2026"), ("1/04/2026", "2/03/2026"), ("31 Mar 26", "1 Mar 26"), ("31/03/26", "1/03/26"),
])  # fmt: skip
def test_the_day_by_which_notice_is_due_is_read(notice: tuple[str, ...], tmp_path: Path) -> None:
    rows: Rows = [["Product", "Supplier", "Start", "End", "Price ex GST", "Price inc GST", "Notice by"],
                  ["Westlaw", "TR", "1/07/2025", "30/06/2026", "96000", "105600", notice[0]],
                  ["Lexis", "LN", "1/07/2025", "30/06/2026", "118000", "129800", notice[1]]]  # fmt: skip
    path, choice = alone(tmp_path, rows)
    map_file(path, table=choice.table, given=dict(choice.said))
    contracts = loaded(path.parent).contracts
    due = contracts["ends_on"] - pd.to_timedelta(contracts["notice_days"].astype("int64"), unit="D")
    assert due.tolist() == [
        dates.dates(pd.Series([one]), order="day first").values[0] for one in notice
    ]
    assert contracts["price"].tolist() == [96000, 118000]


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
