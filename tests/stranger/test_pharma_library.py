"""The library of a drug maker in India: money in lakh, GST beside it, registers kept by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from engagekit.mapping.units import in_unit, unit_of
from engagekit.parsing.subtotals import foreign, stated_currencies
from engagekit.parsing.values import numbers
from tests.reading import tools_of, written
from tests.stranger import small
from tests.stranger.small import PEOPLE, SETTINGS, Rows
from tests.stranger.test_answers import the_open
from tests.stranger.test_year_to_date import accepted, said

INDIA = SETTINGS.replace("fiscal_start = 1", "fiscal_start = 4").replace("GBP", "INR")
HEAD = ["Head", "Apr-26", "May-26", "Jun-26"]
LINES: Rows = [["Salaries", "4.5", "4.5", "4.75"], ["Databases", "12.5", "3.25", "0.75"]]
GAP: Rows = [[]]
WITH_UNIT: Rows = [[row[0], "Rs. lakh", *row[1:]] for row in LINES]


@pytest.mark.parametrize("rows", [
    [["(Rs. in lakhs)"], HEAD, *LINES],
    [["Rs. in L"], HEAD, *LINES],
    [["(Rs. in Lkhs)"], HEAD, *LINES],
    [["Heads", "", "", "Rs. in lacs"], HEAD, *LINES],
    [HEAD, *LINES, *GAP, ["All figures in Rs. lakhs"]],
    [HEAD, *LINES, ["Note: amounts are in INR Lakh"], ["Subject to approval"]],
    [["Head", "Unit", *HEAD[1:]], *WITH_UNIT],
])  # fmt: skip
def test_lakhs_are_said_anywhere_around_a_list(rows: Rows, tmp_path: Path) -> None:
    budget = accepted(tmp_path, INDIA, budget__csv=None, kc__xlsx=rows).tables.budget
    assert budget["amount"].sum() == pytest.approx(30.25e5)
    assert len(budget) == 6  # no month is left out


@pytest.mark.parametrize("title", [
    "Grant of Rs. 2,50,000", "Budget du Lac-Beauport", "Budget (sanctioned Rs. 250 lakh)",
    "Cap: 2.4 crore", "Bureau des Grands Lacs",
])  # fmt: skip
def test_an_amount_or_a_lake_in_a_title_is_no_unit(title: str, tmp_path: Path) -> None:
    rows: Rows = [[title], HEAD, *LINES]
    budget = accepted(tmp_path, INDIA, budget__csv=None, kc__csv=rows).tables.budget
    assert budget["amount"].sum() == pytest.approx(30.25)


@pytest.mark.parametrize(("header", "unit"), [
    ("Amount_INR_Lakhs", "lakhs"), ("AmountInLakhs", "lakhs"), ("Cost (Lacs)", "lakhs"),
    ("BE 2026-27 lakhs", "lakhs"), ("Rs. in Cr.", "crores"), ("Up to $250,000", ""),
    ("2026 '000", "thousands"), ("£ 000", "thousands"), ("CHF 5'000", ""), ("Prof. Lakhani", ""),
])  # fmt: skip
def test_units_of_money_in_a_header(header: str, unit: str) -> None:
    assert unit_of(header, "amount") == unit


@pytest.mark.parametrize(("cells", "read"), [
    (["Rs. 12,50,000/-", "Rs.850/-"], [1250000, 850]),
    (["4.5 lakh", "Rs. 9.5 lakhs", "1.2 Cr", "12,50,000"], [450000, 950000, 12e6, 1250000]),
    (["₹ 1.2 Cr", "₹3.5L"], [12e6, 350000]),
    (["12,345.50 Dr", "300.00 Cr"], [12345.5, -300]),
    (["₹ 5,000.00 Cr", "₹ 250.00 Cr"], [-5000, -250]),
    (["300 CR"], [-300]),
    (["1.2 Cr"], [None]),  # of crores and of credits, nobody can say which
    (["1,25,000", "12,500"], [125000, 12500]),
    (["Nil", "5"], [None, 5]),
])  # fmt: skip
def test_numbers_as_people_in_india_write_them(cells: list[str], read: list[float | None]) -> None:
    assert [None if pd.isna(one) else one for one in numbers(pd.Series(cells)).values] == read


def test_a_cell_that_says_its_unit_is_not_multiplied_again() -> None:
    for given, unit, read in (
        (["4.5 lakh", "12.5", "1.2 Cr"], "lakhs", [450000, 1250000, 12e6]),
        (["12.00", "3.00 Cr"], "lakhs", [1200000, -300000]),
        (["12k", "3"], "thousands", [12000, 3000]),
    ):
        assert in_unit(pd.Series(given), unit).astype("float").tolist() == read


def test_rs_is_a_sign_of_rupees() -> None:
    cells, home = pd.Series(["Rs. 500/-", "rs 5", "Rs.4", "5"]), ["CAD", "INR", "PKR", "CAD"]
    assert foreign(cells, pd.Series(home)).tolist() == [True, False, False, False]
    assert stated_currencies(["Amount (Rs.)"], "GBP") == {"INR"}
    assert not stated_currencies(["Users (PRs)"], "GBP")


PAID: Rows = [["P/45007", "SciFinder", "07-07-2026", "4,12,500.00", "74,250.00", "4,86,750.00"],
              ["P/45008", "Reaxys", "13-07-2026", "2,87,000.00", "51,660.00", "3,38,660.00"],
              ["P/45009", "Books", "20-08-2026", "3,65,000.00", "65,700.00", "4,30,700.00"]]  # fmt: skip


@pytest.mark.parametrize("heads", [
    ("PO Value (INR)", "GST (INR)", "Gross Value (INR)"),
    ("Taxable Value", "GST @18%", "Invoice Value"), ("Amount (Rs.)", "IGST", "Amount in all (Rs.)"),
])  # fmt: skip
def test_money_with_and_without_tax_is_offered_both_ways(
    heads: tuple[str, ...], tmp_path: Path
) -> None:
    rows: Rows = [["PO Number", "Item Description", "PO Date", *heads], *PAID]
    one = the_open(small.gate(tmp_path, INDIA, budget__csv=None, po__csv=rows))
    offered = [each.amount for each in one.choices if each.table == "budget"]
    assert offered == [1064500, 1256110]


def test_days_of_the_week_beside_a_tally_are_no_things_counted(tmp_path: Path) -> None:
    rows: Rows = [["Date", "Day", "Morning", "Afternoon", "Total"],
                  *[[f"2026-02-{at:02d}", f"{dt.date(2026, 2, at):%a}", str(5 * at % 7), "3", str(5 * at % 7 + 3)]
                    for at in range(2, 21)]]  # fmt: skip
    gate = accepted(tmp_path, INDIA, footfall__csv=rows)
    counts = gate.tables.counts
    assert counts["n"].sum() == sum(5 * at % 7 + 3 for at in range(2, 21))
    assert not {"Mon", "Tue"} & {*counts["what"]}


def test_campaigns_of_another_tool_are_not_of_mailchimp_too(tmp_path: Path) -> None:
    head = "Campaign Name,Subject,Sent Date,Total Recipients,Delivered,Unique Opens,Unique Clicks\n"
    row = 'Bulletin 7,New,"06 Jul 2026, 10:00 AM",258,257,154,32\n'
    assert tools_of(written(tmp_path, head + row)) == ["newsletter statistics"]


def test_sanctioned_is_planned_and_utilised_is_spent(tmp_path: Path) -> None:
    rows: Rows = [["Rs. in lakhs"], ["Head of Account", "Sanctioned", "Utilised", "Balance"],
                  ["Databases", "150", "40", "110"], ["Staff", "48", "12", "36"]]  # fmt: skip
    one = the_open(small.gate(tmp_path, INDIA, budget__csv=None, kc__csv=rows))
    assert (one.choices[0].table, one.choices[0].amount) == ("budget", 52e5)


def test_what_people_asked_for_is_no_contract(tmp_path: Path) -> None:
    rows: Rows = [["Req. No.", "Date of request", "Requested by", "Emp Code", "Source",
                   "Date supplied", "Charges (Rs.)"],
                  *[[f"DD/{at}", f"2026-02-{at:02d}", one[1], one[0], ("DELNET", "BL")[at % 2],
                     f"2026-02-{at + 3:02d}", ("50", "1,850")[at % 2]]
                    for at, one in enumerate(PEOPLE[1:17], 1)]]  # fmt: skip
    one = the_open(small.gate(tmp_path, INDIA, delnet__csv=rows))
    assert one.choices[0].table == "touches"
    assert "contracts" not in {each.table for each in one.choices}


def test_invoices_with_tax_are_no_events(tmp_path: Path) -> None:
    head = ["Sl. No.", "Title", "Publisher", "Invoice No.", "Invoice Date", "Base Amount (Rs.)",
            "GST 18% (Rs.)", "Total (Rs.)", "Payment Date"]  # fmt: skip
    rows: Rows = [head, *[[str(at), one[1], f"P{at}", f"INV/{at}", *one[2:], "30-08-2026"]
                          for at, one in enumerate(PAID, 1)]]  # fmt: skip
    one = the_open(small.gate(tmp_path, INDIA, ledger__csv=rows))
    assert "events" not in {each.table for each in one.choices if not each.fault}


@pytest.mark.parametrize("rows", [
    [["Month", "Page views (in thousands)"],
     *[[f"2026-0{at}", "12.5"] for at in (1, 2, 3)]],
    [["Downloads (in thousands)"], ["Platform", "Jan-26", "Feb-26", "Mar-26"],
     ["Embase", "12.5", "5", "7.5"], ["Ovid", "5", "2.5", "5"]],
])  # fmt: skip
def test_counts_in_thousands_are_asked_about(rows: Rows, tmp_path: Path) -> None:
    gate = accepted(tmp_path, INDIA, kc__csv=rows)
    assert said(gate, "n is in thousands")
    (place,) = (tmp_path / "mappings").glob("kc.toml")
    text = place.read_text("utf-8").replace(
        "[fingerprint]", '[units]\nn = "thousands"\n[fingerprint]'
    )
    place.write_text(text, "utf-8")
    tables = small.loaded(tmp_path / "data")
    frame = tables.usage if len(rows) == 4 and len(rows[0]) == 1 else tables.counts
    assert frame["n"].sum() == pytest.approx(37500)
    assert not [one for one in tables.faults if "n is in thousands" in one.problem]
