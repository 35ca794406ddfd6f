"""Budgets as finance exports them: months across, ledgers with debit and credit, two columns."""

import pandas as pd
import pytest

from engagekit import sections
from engagekit.errors import SettingsError
from engagekit.loading import load as loading
from engagekit.mapping.columns import is_money
from engagekit.mapping.drafting import map_file
from engagekit.mapping.mapping_file import make_mapping
from engagekit.mapping.row_states import HEADS, usual_way, void_words
from engagekit.measures.funding import funding, outside, spend
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

PEOPLE = "contact_id,display_name,email,department,joined_on\n" + "".join(
    f"C{n},Person {n},p{n}@x.example,{department},2020-01-01\n"
    for n, department in enumerate(["Legal"] * 4 + ["Tax"] * 6)
)


def load(tmp_path, text: str, mapping: str, **settings) -> Tables:
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "money.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / "contacts.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "money.csv").write_text(text, encoding="utf-8")
    home = {"fiscal_start": 4, "currency": "CAD", **settings.pop("organisation", {})}
    return loading.load(tmp_path, make_settings({"organisation": home, **settings}))


def amount(tables: Tables, quarter: str, department: str = "All", kind: str | None = None) -> float:
    frame = funding(tables, during=quarter, by="department", kind=kind)
    rows = frame[(frame["measure"] == "funding") & (frame["department"] == department)]
    return float(rows["estimate"].iloc[0])


def test_months_across_add_up_to_quarters_and_subtotals_are_not_counted_again(tmp_path):
    tables = load(
        tmp_path,
        "Library budget FY2026-27\n\nCentre,Account,Apr-26,May-26,Jun-26,Jul-26,Total\n"
        "CC1,Staff,100,100,100,110,410\nCC1,Databases,50,,0,50,100\n"
        "CC1,Subtotal CC1,150,100,100,160,510\nCC2,Staff,10,10,10,10,40\n"
        "All,Grand total,160,110,110,170,550\n",
        """name = "budget"
table = "budget"
ignored = ["Total"]
columns = { cost_centre = "Centre", line = "Account" }
constants = { kind = "budget", currency = "CAD" }
[wide]
names = "period"
[wide.columns]
"2026-04" = "Apr-26"
"2026-05" = "May-26"
"2026-06" = "Jun-26"
"2026-07" = "Jul-26"
""",
        money={"cost_centres": {"CC1": "Legal", "CC2": "Tax"}},
    )
    assert amount(tables, "FY2026-27 Q1") == 380
    assert amount(tables, "FY2026-27 Q1", "Legal") == 350
    assert amount(tables, "FY2026-27 Q2", "Tax") == 10
    aside = tables.set_aside[tables.set_aside["file"] == "money.csv"]
    assert aside["reason"].tolist() == ["totals row"]
    assert aside["rows"].tolist() == [2]


LEDGER = (
    "Kostenstelle;Kontobezeichnung;Buchungsdatum;Soll;Haben;Währung\n"
    "100;Personal;15.04.2026;1.234,56;;EUR\n100;Personal;05.05.2026;1.234,56;;EUR\n"
    "100;Datenbanken;02.07.2026;10.000,00;;EUR\n100;Datenbanken;20.07.2026;;500,00;EUR\n"
    "Summe 100;;;12.469,12;500,00;EUR\n200;Personal;30.06.2026;2.000,00;100,00;EUR\n"
    "Gesamtsumme;;;14.469,12;600,00;EUR\n"
)
SAID = """name = "ledger"
table = "budget"
date_order = "day first"
decimal = ","
columns = { cost_centre = "Kostenstelle", line = "Kontobezeichnung", period = "Buchungsdatum", \
amount = "Soll", currency = "Währung" }
less = { amount = "Haben" }
constants = { kind = "actual" }
"""


def test_a_ledger_gives_debit_less_credit_on_the_day_of_posting(tmp_path):
    centres = {"100": "Legal", "200": "Tax"}
    tables = load(tmp_path, LEDGER, SAID, money={"rates": {"EUR": 1.5}, "cost_centres": centres})
    rows = pd.DataFrame(
        [("100", "2026-04", 1234.56), ("100", "2026-05", 1234.56), ("100", "2026-07", 9500.0),
         ("200", "2026-06", 1900.0)],
        columns=["centre", "month", "euro"],
    )  # fmt: skip
    first = rows[rows["month"] < "2026-07"]
    assert amount(tables, "FY2026-27 Q1") == pytest.approx(1.5 * first["euro"].sum())
    assert amount(tables, "FY2026-27 Q1", "Legal") == pytest.approx(1.5 * 2 * 1234.56)
    assert amount(tables, "FY2026-27 Q2", "Legal") == pytest.approx(1.5 * 9500)
    lines = spend(tables, during="FY2026-27").set_index("line")["estimate"]
    assert lines["All"] == pytest.approx(1.5 * rows["euro"].sum())
    aside = tables.set_aside[tables.set_aside["file"] == "money.csv"]
    assert aside["rows"].sum() == 2


def test_the_same_ledger_in_a_fiscal_year_that_starts_in_july(tmp_path):
    tables = load(tmp_path, LEDGER, SAID, organisation={"fiscal_start": 7, "currency": "EUR"})
    assert amount(tables, "FY2025-26 Q4") == pytest.approx(2 * 1234.56 + 1900)
    assert amount(tables, "FY2026-27 Q1") == pytest.approx(9500)


def test_budget_and_actual_side_by_side_for_each_quarter_are_both_kept(tmp_path):
    tables = load(
        tmp_path,
        "Dept,Line,Q1 budget,Q1 actual,Q2 budget,Q2 actual\nLegal,Staff,100,90,100,95\n"
        "Tax,Staff,50,60,50,0\n",
        """name = "both"
table = "budget"
columns = { department = "Dept", line = "Line" }
constants = { currency = "CAD", kind = "budget" }
[wide]
names = "period"
columns = { "FY2026-27 Q1" = "Q1 budget", "FY2026-27 Q2" = "Q2 budget" }
[also.budget]
columns = { department = "Dept", line = "Line" }
constants = { currency = "CAD", kind = "actual" }
[also.budget.wide]
names = "period"
columns = { "FY2026-27 Q1" = "Q1 actual", "FY2026-27 Q2" = "Q2 actual" }
""",
    )
    assert amount(tables, "FY2026-27 Q1", kind="budget") == 150
    assert amount(tables, "FY2026-27 Q1") == 150
    assert amount(tables, "FY2026-27 Q2", kind="budget") == 150
    assert amount(tables, "FY2026-27 Q2") == 95


def test_a_column_is_only_taken_off_a_number_that_has_a_column():
    given = {"name": "x", "table": "budget", "columns": {"line": "L"}, "less": {"line": "M"}}
    with pytest.raises(SettingsError, match=r"\[less\] takes a second column off a number"):
        make_mapping(given)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Centre,Account,Posting Date,Debit,Credit\n1,Staff,2026-04-15,5,\n1,Staff,2026-05-15,,2\n",
         ['period = "Posting Date"', '\namount = "Debit"', "\n[less]", '\namount = "Credit"']),
        ("Centre,Account,Apr-26,May-26,Jun-26\nA,Staff,5,6,7\nB,Books,1,2,3\n",
         ['names = "period"', '\n"Apr-26" = "Apr-26"', '\n"Jun-26" = "Jun-26"']),
        ("Centre,Account,Q1,Q2,Q3\nA,Staff,5,6,7\nB,Books,1,2,3\n", ['# "Q1" = "Q1"']),
        ("Account (₹ crore),Apr-26,May-26,Jun-26\nStaff,5,6,7\n", ['amount = "crores"']),
        ("Account,2026 Budget,2025 Actual,YTD Actual\nStaff,5,6,7\nBooks,1,2,3\n",
         ['"budget, 2026" = "2026 Budget"', '"actual, 2025"', '"actual, to ... 2026" = "YTD Actual"']),
    ],
)  # fmt: skip
def test_a_draft_shows_how_a_ledger_or_months_across_are_said(tmp_path, text, said):
    (tmp_path / "export.csv").write_text(text, encoding="utf-8")
    draft = map_file(tmp_path / "export.csv", table="budget", dry_run=True)
    assert [line for line in said if line not in draft.text] == []


@pytest.mark.parametrize(
    ("header", "total"),
    [
        ("Account,Apr-26,May-26,Jun-26,Q1", '= "Q1"'),
        ("Account,Budget 2026,Actual Q1,Actual Q2,Actual 2026", '= "Actual 2026"'),
        ("Account,Actual 2024,Actual 2025,Actual 2026", ""),  # three years are no sums
        ("Account,Budget 2025,Comptes 2025,Budget 2026,Dépensé au 31.03.2026", ""),
        ("Account,Budget 2025,Actual 2026,Actual to 31.03.2026", '= "Actual 2026"'),
    ],
)
def test_the_sum_of_a_quarter_or_a_year_beside_its_parts_is_no_further_money(
    tmp_path, header, total
):
    rows = "".join(f"{name}{',9' * header.count(',')}\n" for name in ("Staff", "Books"))
    (tmp_path / "export.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
    draft = map_file(tmp_path / "export.csv", table="budget", dry_run=True).text
    wide = draft[draft.index("[wide.columns]") : draft.index("[fingerprint]")]
    used = {one for one in header.split(",")[1:] if f'= "{one}"' in wide}
    left = {one for one in header.split(",")[1:] if f'= "{one}"' == total}
    assert used | left == set(header.split(",")[1:]) and not used & left


@pytest.mark.parametrize(
    ("header", "units", "price"),
    [
        ("Price (Rs. lakh)", "", "asked"),
        ("Price (Rs. lakh)", 'price = "lakhs"', 12_850_000),
        ("Price (Rs. lakh)", 'price = "units"', 128.5),
        ("Price (Rs.)", "", 128.5),
    ],
)
def test_money_in_lakhs_is_multiplied_or_asked_about(tmp_path, header, units, price):
    columns = f'product = "Product"\nprice = "{header}"'
    said = 'currency = "INR"\nstarts_on = "2026-04-01"\nends_on = "2027-03-31"'
    mapping = f'name = "c"\ntable = "contracts"\n[columns]\n{columns}\n[constants]\n{said}\n'
    tables = load(tmp_path, f"Product,{header}\nTerminal,128.5\n", f"{mapping}[units]\n{units}\n")
    asked = [one for one in tables.problems["problem"] if "is in lakhs" in one]
    assert (["asked"] if asked else tables.contracts["price"].tolist()) == [price]


def test_money_under_no_department_or_a_strange_name_is_said(tmp_path):
    tables = load(
        tmp_path,
        "When,Dept,Centre,Line,Amount\nFY2026-27 Q1,Legal,,Staff,50\n"
        "FY2026-27 Q1,Law & Compliance,,Staff,40\nFY2026-27 Q1,,CC9,Staff,30\n"
        "FY2026-27 Q1,,,Staff,20\n",
        """name = "money"
table = "budget"
columns = { period = "When", department = "Dept", cost_centre = "Centre", line = "Line", \
amount = "Amount" }
constants = { kind = "budget", currency = "CAD" }
""",
    )
    left = outside(tables, during="FY2026-27 Q1")
    assert left.to_numpy().tolist() == [["Law & Compliance", 40], ["CC9", 30], ["", 20]]
    made = sections.funding(tables, by="department", during="FY2026-27 Q1")
    assert finding(made).startswith("$90 cannot be split by department.\nShared costs, ")
    assert finding(made).endswith(" does not have: Law & Compliance, CC9.")
    assert finding(sections.funding(tables, during="FY2026-27 Q1")).startswith("$140 planned")
    lines = finding(sections.spend_by_line(tables, during="FY2026-27 Q1"))
    assert lines.endswith("\n$140 in the period, on 1 line.")
    french = sections.funding(tables.in_language("fr"), by="department", during="FY2026-27 Q1")
    assert "ne peuvent être répartis par service" in finding(french)


@pytest.mark.parametrize(
    ("header", "word", "is_asked"),
    [("Status", "Cancelled", True), ("Invoice status", "Voided", True), ("Status", "Paid", False),
     ("Remark", "Cancelled", False)],
)  # fmt: skip
def test_rows_that_a_status_calls_void_are_left_out_or_asked_about(
    header, word, is_asked, tmp_path
):
    text = f"Date,Supplier,Amount,{header}\n2026-07-03,JSTOR,100,Paid\n2026-07-04,Ovid,50,{word}\n"
    mapping = (
        'name = "money"\ntable = "budget"\n'
        'columns = { period = "Date", line = "Supplier", amount = "Amount" }\n'
        'constants = { kind = "actual", currency = "CAD" }\n'
    )
    tables = load(tmp_path, text, f'{mapping}ignored = ["{header}"]\n')
    told = tables.problems["problem"].str.contains("in 1 rows, and they are counted", regex=False)
    assert told.sum() == is_asked and tables.budget["amount"].sum() == 150
    (tmp_path / "mappings" / "money.toml").unlink()
    map_file(tmp_path / "money.csv", table="budget", given={"kind": "actual", "currency": "CAD"})
    tables = loading.load(tmp_path, make_settings({}))
    assert tables.budget["amount"].sum() == (100 if is_asked else 150)


@pytest.mark.parametrize(("table", "header", "cells", "void"), [
    ("budget", "Type", ["Invoice", "Pro forma", "Quote"], ["Pro forma", "Quote"]),
    ("budget", "Type", ["Invoice", "Credit note"], []), ("budget", "Type", ["Quote"], []),
    ("contracts", "Status", ["Active", "Proposed", "Draft", "Trial"], ["Proposed", "Draft"]),
])  # fmt: skip
def test_what_was_only_quoted_or_proposed_is_not_spent(
    table: str, header: str, cells: list[str], void: list[str]
) -> None:
    assert void_words(table, header, pd.Series(cells, dtype="str")) == void


@pytest.mark.parametrize(("header", "money"), [("Net", True), ("VAT", True), ("TTC", True),
                                               ("Net promoter score", False), ("Internet", False)])  # fmt: skip
def test_an_amount_with_or_without_its_tax_is_money(header: str, money: bool) -> None:
    assert is_money(header) is money


@pytest.mark.parametrize(("header", "is_walk"), [("People spoken to", True), ("People", False)])
def test_people_spoken_to_on_a_floor_are_heads_of_a_walk(header: str, is_walk: bool) -> None:
    assert (HEADS.match(header.casefold()) is not None) is is_walk
    assert usual_way(["Floor", header], ["on"]) == ("walk" if is_walk else "")
