"""Budgets as finance exports them: months across, ledgers with debit and credit, two columns."""

import pandas as pd
import pytest

from engagekit import sections
from engagekit.loading import load as loading
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
    "Kostenstelle;Kontobezeichnung;Buchungsdatum;Betrag;Währung\n"
    "100;Personal;15.04.2026;1.234,56;EUR\n100;Personal;05.05.2026;1.234,56;EUR\n"
    "100;Datenbanken;02.07.2026;10.000,00;EUR\n100;Datenbanken;20.07.2026;-500,00;EUR\n"
    "Summe 100;;;11.969,12;EUR\n200;Personal;30.06.2026;1.900,00;EUR\n"
    "Gesamtsumme;;;13.869,12;EUR\n"
)
SAID = """name = "ledger"
table = "budget"
date_order = "day first"
decimal = ","
columns = { cost_centre = "Kostenstelle", line = "Kontobezeichnung", period = "Buchungsdatum", \
amount = "Betrag", currency = "Währung" }
constants = { kind = "actual" }
"""


def test_a_ledger_counts_on_the_day_of_posting(tmp_path):
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
    assert finding(made).endswith(" does not have: Law & Compliance and CC9.")
    assert finding(sections.funding(tables, during="FY2026-27 Q1")).startswith("$140 planned")
    lines = finding(sections.spend_by_line(tables, during="FY2026-27 Q1"))
    assert lines.endswith("\n$140 in the period, on 1 line.")
    french = sections.funding(tables.in_language("fr"), by="department", during="FY2026-27 Q1")
    assert "ne peuvent être répartis par service" in finding(french)
