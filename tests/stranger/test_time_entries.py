"""A law firm with time entries, monthly fees, use by person and sheets of who came."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from engagekit.mapping.columns import kind_and_rest
from engagekit.mapping.drafting import map_file
from engagekit.mapping.units import unit_of
from engagekit.measures.usage import usage
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded
from tests.stranger.test_year_to_date import accepted

NAMES = [one[1] for one in PEOPLE[1:]]
HEAD = ["Request No.", "Date Received", "Date Worked", "Requester", "Hours", "Status"]


def entries(hours: tuple[str, ...], *, of: int = 3) -> Rows:
    """Thirty requests, each with so many entries; one request more is cancelled."""
    rows = [
        [f"RR-{260 + at}", "2026-02-03", f"2026-02-{3 + nth:02d}", NAMES[at % 20],
         hours[(at + nth) % len(hours)], "Completed"]
        for at in range(30) for nth in range(of)
    ]  # fmt: skip
    return [HEAD, *rows, ["RR-999", "2026-02-03", "2026-02-03", NAMES[0], "9", "Cancelled"]]


def test_entries_of_one_request_are_one_enquiry_and_their_time_is_added(tmp_path: Path) -> None:
    small.gate(tmp_path, touches__csv=None, entries__csv=entries(("0.5", "1.0", "1.5")))
    (one,) = Gate(loaded(tmp_path / "data")).open_files
    assert (one.choices[0].read, one.choices[0].several) == (90, 30)
    gate = accepted(tmp_path, touches__csv=None, entries__csv=entries(("0.5", "1.0", "1.5")))
    touches = gate.tables.touches
    assert (len(touches), touches["minutes"].sum()) == (30, 30 * 180)
    assert touches["touch_id"].is_unique
    assert "90 rows about 30 enquiries; their minutes are added" in str(gate.tables.faults)


def test_the_same_time_in_each_row_of_a_request_is_that_of_the_request(tmp_path: Path) -> None:
    gate = accepted(tmp_path, touches__csv=None, entries__csv=entries(("0.5",)))
    assert (len(gate.tables.touches), gate.tables.touches["minutes"].sum()) == (30, 30 * 30)


def test_two_people_of_one_request_are_both_reached(tmp_path: Path) -> None:
    rows = entries(("0.5",))
    for at, row in enumerate(rows[1:-1]):
        row[3] = NAMES[(at // 3 + at % 2) % 20]
    touches = accepted(tmp_path, touches__csv=None, entries__csv=rows).tables.touches
    assert (len(touches), touches["minutes"].sum()) == (60, 60 * 30)
    assert touches["touch_id"].is_unique
    assert touches["contact_id"].nunique() == 20


@pytest.mark.parametrize("header", ["Request", "Topic"])
def test_words_that_come_again_are_no_number_of_a_request(header: str, tmp_path: Path) -> None:
    rows = [["Date", "Requester", header],
            *[["2026-02-03", NAMES[at], ("Password", "Case law")[at % 2]] for at in range(20)]]  # fmt: skip
    gate = accepted(tmp_path, touches__csv=None, log__csv=rows)
    assert len(gate.tables.touches) == 20


def test_use_by_person_is_use_of_its_quarter_and_no_list_of_who_came(tmp_path: Path) -> None:
    use: Rows = [["User / Resource Summary"], ["Period", "01/01/2026 - 03/31/2026"], [],
                 ["User ID", "Full Name", "Cost Center", "Resource", "Number of Sessions",
                  "Average Session Time"],
                 *[[PEOPLE[1 + at % 20][0], NAMES[at % 20], "Tax", ("Lexis", "CourtLink")[at % 3 == 0],
                    str(at), "0:10:00"] for at in range(30)]]  # fmt: skip
    terms = [["product", "vendor", "price", "currency", "starts_on", "ends_on"],
             ["Lexis", "RX", "109500", "GBP", "2026-01-01", "2026-12-31"]]  # fmt: skip
    gate = accepted(tmp_path, use__csv=use, contracts__csv=terms)
    total = gate.tables.usage.groupby(["platform", "on"])["n"].sum()
    months = ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert {(one, f"{on:%Y-%m-%d}") for one, on in total.index} == {
        (one, month) for one in ("Lexis", "CourtLink") for month in months
    }
    assert {*gate.tables.usage["metric"]} == {"Number of Sessions"}
    assert dict(total.groupby("platform").sum()) == {"CourtLink": 135, "Lexis": 300}
    assert (gate.tables.usage["n"] % 1 == 0).all()  # thirds of a use had ended the section
    uses = usage(gate.tables, during="2026 Q1").set_index(["platform", "measure"])
    assert uses.loc[("Lexis", "cost per use"), "base"] == 300
    assert len(gate.tables.attendance) == 4
    assert "uses of 3 months in one number" in str(gate.tables.faults)
    assert "uses of 3 months" not in str(gate.questions)


@pytest.mark.parametrize(("above", "on"), [("01/01/2025 - 12/31/2025", "2025"), ("Usage", "...")])
def test_use_of_a_whole_year_is_asked_about(above: str, on: str, tmp_path: Path) -> None:
    use: Rows = [["Period", above], [], ["Resource", "Sessions"],
                 ["Lexis", "40"], ["Westlaw", "55"], ["CourtLink", "6"]]  # fmt: skip
    (one,) = small.gate(tmp_path, use__csv=use).open_files
    assert dict(one.choices[0].said)["on"] == on
    if on != "...":
        gate = accepted(tmp_path, use__csv=use)
        assert (len(gate.tables.usage), gate.tables.usage["n"].sum()) == (36, 101)
        assert "uses of 12 months in one number" in str(gate.questions)


@pytest.mark.parametrize(("product", "cost"), [("lexis", 90.0), ("Lexis Advance", None)])
def test_a_contract_pays_for_the_platform_of_its_name(
    product: str, cost: float | None, tmp_path: Path
) -> None:
    use = [["platform", "metric", "on", "n"], *[["Lexis", "Searches", f"2026-0{at}-01", "100"] for at in (1, 2, 3)]]  # fmt: skip
    terms = [["product", "vendor", "price", "currency", "starts_on", "ends_on"],
             [product, "RX", "109500", "GBP", "2026-01-01", "2026-12-31"]]  # fmt: skip
    tables = small.gate(tmp_path, usage__csv=use, contracts__csv=terms).tables
    frame = usage(tables, during="2026 Q1")
    costs = frame.loc[frame["measure"] == "cost per use", "estimate"].dropna()
    assert [*costs] == ([] if cost is None else [pytest.approx(cost)])


def test_a_monthly_fee_is_twelve_times_a_year_and_an_increase_no_price(tmp_path: Path) -> None:
    terms: Rows = [["Vendor", "Product", "Monthly Fee", "Commencement", "Expiration", "Escalator"],
                   ["TR", "Westlaw", "£1,750.00", "1/1/2026", "12/31/2026", "3.5%"],
                   ["RX", "Lexis", "£900.00", "7/1/2025", "6/30/2026", "4%"]]  # fmt: skip
    terms = accepted(tmp_path, terms__csv=terms).tables.contracts
    assert dict(zip(terms["product"], terms["price"], strict=True)) == {
        "Westlaw": 21000.0, "Lexis": 10800.0}  # fmt: skip
    assert sorted(terms["increase"]) == [0.035, 0.04]


def test_a_share_is_no_price(tmp_path: Path) -> None:
    terms: Rows = [["Product", "Start date", "End date", "Annual rise"],
                   ["Westlaw", "2026-01-01", "2026-12-31", "3.5%"],
                   ["Lexis", "2026-01-01", "2026-12-31", "4%"]]  # fmt: skip
    for one in small.gate(tmp_path, terms__csv=terms).open_files:
        assert all(dict(choice.said).get("price") != "Annual rise" for choice in one.choices)


@pytest.mark.parametrize(("above", "price"), [("Monthly list of contracts", 100.0), ("", 100.0)])
def test_a_monthly_report_has_prices_of_a_year(above: str, price: float, tmp_path: Path) -> None:
    terms: Rows = [[above], ["Product", "Vendor", "Price", "Start date", "End date"],
                   *[[f"P{at}", "V", "100", "2026-01-01", "2026-12-31"] for at in range(3)]]  # fmt: skip
    gate = accepted(tmp_path, terms__csv=terms)
    assert {*gate.tables.contracts["price"]} == {price}
    assert "monthly" not in str(gate.questions)
    assert (unit_of("Price per quarter", "price"), unit_of("Quarter", "price")) == ("quarterly", "")


def test_bud_and_act_are_planned_and_spent(tmp_path: Path) -> None:
    money: Rows = [["Budget vs Actual 2026"], [], ["GL Acct", "Description", "Jan Bud", "Jan Act",
                   "Feb Bud", "Feb Act", "Mar Bud", "Mar Act", "Annual Bud"],
                   ["6510-10", "Westlaw", *["100", "90"] * 3, "1200"],
                   ["6010-00", "Staff", *["500", "510"] * 3, "6000"]]  # fmt: skip
    gate = accepted(tmp_path, budget__csv=None, bva__csv=money)
    sums = gate.tables.budget.groupby("kind")["amount"].sum()
    assert dict(sums) == {"actual": 1800.0, "budget": 1800.0}


def sheets(path: Path, days: tuple[str, ...]) -> Path:
    book = openpyxl.Workbook()
    for at, day in enumerate(days):
        sheet = book.create_sheet(f"S{at}")
        for row in [["Course:", f"Course {at}"], ["Date:", day], [],
                    ["Last Name", "First Name", "Attended (Y/N)"],
                    *[[*reversed(name.split()), "YN"[nth == 3]] for nth, name in enumerate(NAMES[:6])]]:  # fmt: skip
            sheet.append(row)
    del book["Sheet"]
    book.save(path)
    return path


@pytest.mark.parametrize(("days", "placed"), [(("2/11/2026", "3/15/2026"), 2), (("2/11/2026", "3/5/2026"), 0)])  # fmt: skip
def test_days_above_the_sheets_of_one_workbook_have_one_order(
    days: tuple[str, ...], placed: int, tmp_path: Path
) -> None:
    small.gate(tmp_path, events__csv=None, attendance__csv=None)
    path = sheets(tmp_path / "data" / "sign in.xlsx", days)
    (one,) = Gate(loaded(tmp_path / "data")).open_files
    if not placed:
        assert one.choices[0].order in ("day first", "month first")
        return
    map_file(path, table="attendance", given=dict(one.choices[0].said))
    events = Gate(loaded(tmp_path / "data")).tables.events
    assert {*events["title"]} == {"Course 0", "Course 1"}
    assert {f"{day:%m-%d}" for day in events["started_at"]} == {"02-11", "03-15"}


def test_whom_the_library_met_and_how_is_a_log_with_its_ways(tmp_path: Path) -> None:
    log: Rows = [["Date", "What", "With whom", "Librarian", "# people"],
                 *[[f"2026-02-{3 + at:02d}", ("Practice group meeting", "Office drop-in",
                    "Lunch & learn", "New hire orientation")[at % 4], NAMES[at], "Kim", "4"]
                   for at in range(12)]]  # fmt: skip
    touches = accepted(tmp_path, touches__csv=None, log__csv=log).tables.touches
    assert dict(touches["channel"].value_counts()) == {"training": 6, "meeting": 3, "walk-up": 3}
    assert touches["contact_id"].notna().all()


def test_the_number_of_a_job_comes_again_and_is_no_enquiry(tmp_path: Path) -> None:
    rows = [["Date", "Requester", "Job number"],
            *[[f"2026-02-{1 + at % 28:02d}", NAMES[at % 20], f"J-{at // 3:04d}"] for at in range(90)]]  # fmt: skip
    assert len(accepted(tmp_path, touches__csv=None, log__csv=rows).tables.touches) == 90


@pytest.mark.parametrize(("header", "kind"), [
    ("Jan Act", "actual"), ("YTD Bud", "budget"), ("Planned for the Privacy Act", "budget"),
    ("Privacy Act unit costs", ""),
])  # fmt: skip
def test_act_is_spent_money_in_a_short_header_alone(header: str, kind: str) -> None:
    assert kind_and_rest(header)[0] == kind


def test_resources_with_what_they_cost_are_money(tmp_path: Path) -> None:
    rows = [["Resource", "Number", "Cost"], ["Lexis", "3", "1000"], ["Westlaw", "4", "2000"], ["Jane's", "1", "50"]]  # fmt: skip
    (one,) = small.gate(tmp_path, budget__csv=None, list__csv=rows).open_files
    assert "usage" not in {choice.table for choice in one.choices[:1]}
