"""Contracts: years of a term, the decision calendar, the bill under stated increases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import pytest

from benchmarks._firms import tidy
from engagekit.errors import NotMeasuredError
from engagekit.facts.contracts import paid, years
from engagekit.locale import Locale
from engagekit.measures import contract_calendar
from engagekit.measures._frame import measure_frame
from engagekit.measures.contracts import bill_ahead, renewed
from engagekit.sections import contract_calendar as calendar_section
from engagekit.settings.periods import quarter
from engagekit.settings.schema import make_settings
from engagekit.tables.problems import SetAside
from engagekit.tables.tables import Tables
from engagekit.wording import RULES, finding
from engagekit.wording._rules import Telling

QUARTER = "FY2026-27 Q2"
Term = dict[str, Any]


def firm(*terms: Term, **money: Any) -> Tables:
    rows = [{"vendor": "Press", "currency": "CAD", "product": "Journals", **row} for row in terms]
    return Tables({"contracts": tidy("contracts", rows)}, make_settings({"money": money}))


def term(start: str, end: str, price: float | None, **more: Any) -> Term:
    return {"starts_on": start, "ends_on": end, "price": price, **more}


now = partial(term, "2026-01-01", "2026-12-31")
before = partial(term, "2025-01-01", "2025-12-31")


def calendar_of(tables: Tables, during: str = QUARTER) -> pd.DataFrame:
    return contract_calendar(tables, during=during)


def said(tables: Tables) -> str:
    return finding(calendar_section(tables, during=QUARTER))


def bill(tables: Tables) -> dict[str, Any]:
    return bill_ahead(tables, quarter(QUARTER))


def between(tables: Tables, first: str, last: str) -> float:
    return float(paid(years(tables), pd.Timestamp(first), pd.Timestamp(last)).sum())


def test_a_long_term_rises_each_year_and_a_short_one_is_paid_with_its_price() -> None:
    tables = firm(term("2025-01-01", "2026-06-30", 365.0, increase=0.1))
    assert years(tables)["daily"].tolist() == pytest.approx([1.0, 1.1])
    assert between(tables, "2025-12-31", "2026-01-01") == pytest.approx(2.1)
    assert between(tables, "2025-01-01", "2030-01-01") == pytest.approx(365 + 181 * 1.1)
    short = firm(term("2026-07-01", "2026-09-30", 920.0))
    assert between(short, "2026-08-01", "2026-08-31") == pytest.approx(310)


def test_the_calendar_says_by_when_and_which_price_jumped() -> None:
    tables = firm(
        before(1000.0),
        now(1250.0, notice_days=60),
        term("2026-01-01", "2026-10-05", 80.0, product="Late", notice_days=30),
        before(70.0, product="Gone"),
    )
    frame = calendar_of(tables)
    assert frame["product"].tolist() == ["Late", "Journals"]
    assert frame["notice_by"].dt.date.tolist() == [dt.date(2026, 9, 5), dt.date(2026, 11, 1)]
    assert "auto_renews" not in frame  # where no row says of any that it does
    long = firm(term("2025-01-01", "2027-12-31", 100.0, increase=0.1))
    assert calendar_of(long)["price"].tolist() == [pytest.approx(110)]
    text = said(tables)
    assert text.startswith("1 contract comes up for decision by September 30, 2027.")
    assert "The first is Journals, by November 1, 2026." in text
    for part in ("passed for Late", "sheet: Gone", "Journals costs 25% more"):
        assert part in text
    french = said(firm(now(365.0)).in_language("fr"))
    assert "renouvellement" in french and "demande une décision" in french


CHANGES: dict[str, tuple[list[Term], str, list[float | None]]] = {
    "from the last year of the term before, risen": (
        [term("2023-01-01", "2025-12-31", 100.0, increase=0.1), now(121.0)], QUARTER, [0]),
    "months of different lengths have one price": (
        [term("2026-01-01", "2026-01-31", 100.0), term("2026-02-01", "2026-02-28", 100.0)],
        "FY2025-26 Q3", [0]),
    "in another currency it has not jumped": (
        [before(1000.0, currency="USD"), now(1300.0)], QUARTER, [None]),
    "a term that ends on the day of its renewal is of a year": (
        [term("2025-01-01", "2026-01-01", 1000.0, increase=0.05),
         term("2026-01-01", "2027-01-01", 1300.0)], QUARTER, [0.3]),
    "a product in other letters and without its vendor is the same": (
        [before(1000.0, product="JOURNALS", vendor=None), now(1300.0), now(50.0, vendor="Other")],
        QUARTER, [None, 0.3]),
    "31 days of overlap are the dates of two invoices": (
        [now(365.0), term("2026-11-30", "2027-12-31", 365.0)], QUARTER, [0]),
    "32 a second licence": (
        [now(365.0), term("2026-11-29", "2027-12-31", 395.0)], QUARTER, [None, None]),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_changes_of_a_price_by_hand(case: str) -> None:
    terms, during, expected = CHANGES[case]
    tables = firm(*terms, rates={"USD": 1.5})
    found = calendar_of(tables, during).sort_values("vendor")["change_share"]
    assert [None if pd.isna(one) else round(one, 2) for one in found] == expected
    assert "no later term" not in said(tables)


@pytest.mark.parametrize(
    ("start", "is_one"),
    [
        ("2026-01-01", True),
        ("2026-01-31", True),  # a month after the last day
        ("2026-02-01", False),
        ("2025-11-30", True),
        ("2025-06-01", False),  # both at once
    ],
)
def test_a_product_goes_on_under_another_vendor_where_one_comes_as_the_other_goes(
    start: str, is_one: bool
) -> None:
    end = str((pd.Timestamp(start) + pd.DateOffset(years=1, days=-1)).date())
    tables = firm(before(1000.0, vendor="Old Press"), term(start, end, 1300.0, vendor="New Press"))
    frame = calendar_of(tables, "FY2025-26 Q2")
    assert frame["vendor"].tolist() == (["New Press"] if is_one else ["Old Press", "New Press"])
    assert frame["change_share"].notna().tolist() == ([True] if is_one else [False, False])


@pytest.mark.parametrize(("price", "is_told"), [(1099.0, False), (1101.0, True)])
def test_a_rise_is_told_from_a_tenth_on(price: float, is_told: bool) -> None:
    assert ("more than in the term" in said(firm(before(1000.0), now(price)))) is is_told


@pytest.mark.parametrize("end", ["2026-12-31", "2027-01-01"])
def test_the_bill_by_hand(end: str) -> None:
    tables = firm(
        term("2026-01-01", end, 365.0, increase=0.05),
        term("2026-10-01", "2029-09-30", 730.0, product="Books"),
        increases=[0.1],
    )
    rest, year = 273, 730  # days of 2027 to 30 September; the second year of Books is not reached
    sums = bill(tables)
    raised = sums.pop("raised")
    assert sums == pytest.approx(
        {"committed": 92 + year, "now": 92 + year + rest, "agreed": 92 + year + rest * 1.05}
    )
    assert raised == [(0.1, pytest.approx(92 + year + rest * 1.1))]
    text = said(tables)
    assert "$1,095 in the 12 months" in text
    assert "$822 of it is already agreed" in text
    assert "If prices rise by 10% at each renewal, it would be $1,122." in text


def test_a_currency_without_a_rate_is_said_and_in_no_sum() -> None:
    rows = (now(365.0), now(3650.0, product="Abroad", currency="USD"))
    without = firm(*rows)
    assert "no exchange rate: contracts in USD" in said(without)
    assert bill(without)["now"] == pytest.approx(365)
    calendar = calendar_of(without).set_index("product")
    assert calendar.loc["Abroad", "price_in"] == "3650.00 USD"
    assert pd.isna(calendar.loc["Abroad", "price"])
    with_rate = firm(*rows, rates={"USD": 1.5})
    assert bill(with_rate)["now"] == pytest.approx(365 * 16)
    assert "USD" not in said(with_rate)


def test_a_contract_without_a_price_stands_in_the_calendar_and_in_no_sum() -> None:
    prices = {"A": None, "B": 365.0, "C": None, "D": None}
    tables = firm(*(now(price, product=name, currency="USD" if name == "C" else "CAD")
                    for name, price in prices.items()), rates={"USD": 1.5})  # fmt: skip
    calendar = calendar_of(tables).set_index("product")
    assert calendar["price"].notna().to_dict() == {name: name == "B" for name in prices}
    assert calendar["price_in"].tolist() == [""] * 4
    assert bill(tables)["now"] == pytest.approx(365)
    text = "3 contracts have no price on the sheet and are left out of the sums: A, C, D."
    assert text in said(tables)
    alone = firm(now(None))
    assert bill(alone) == {}
    assert "12 months" not in said(alone)


def test_a_row_without_a_day_of_its_term_is_left_out_and_said() -> None:
    aside = (SetAside("no ends_on", 2, "contracts.csv"), SetAside("no name", 5, "staff.csv"))
    tables = replace(firm(now(365.0)), left_out=aside)
    text = "2 rows of the sheet contracts have no first or last day and are left out."
    assert text in said(tables)


@pytest.mark.parametrize(("end", "renews"), [("2026-12-27", False), ("2026-12-28", True)])
def test_a_term_of_some_days_is_a_purchase_that_does_not_renew(end: str, renews: bool) -> None:
    """A day of December at 500 would be a bill of 150,000 in the year ahead."""
    tables = firm(
        term("2025-12-01", "2026-11-30", 365.0), term("2026-12-01", end, 28.0)
    )  # 28 days are a month
    rest = (dt.date(2027, 9, 30) - dt.date(2026, 12, 28)).days if renews else 0
    assert bill(tables)["now"] == pytest.approx(61 + 28 + rest)
    assert pd.notna(calendar_of(tables)["change_share"].iloc[0]) is renews


def test_no_contract_in_force_is_not_measured() -> None:
    with pytest.raises(NotMeasuredError, match="no contract"):
        calendar_of(firm())
    with pytest.raises(NotMeasuredError, match="2024-12-31"):
        calendar_of(firm(term("2024-01-01", "2024-12-31", 365.0)))


@pytest.mark.parametrize(("days", "is_told"), [(0, False), (None, True)])
def test_a_contract_without_a_notice_is_named(days: int | None, is_told: bool) -> None:
    text = said(firm(now(365.0, notice_days=days)))
    assert ("No notice is stated for Journals" in text) is is_told


@pytest.mark.parametrize(
    ("notice", "renews", "words"),
    [
        (0, True, "unless notice is given: Journals (December 31, 2026)."),
        (92, True, "has passed, and these renew by themselves: Journals (its term ends on "
                   "December 31, 2026; notice was due by September 30, 2026)."),
        (91, True, "unless notice is given: Journals (October 1, 2026)."),
        (0, False, ""),
    ],
)  # fmt: skip
def test_a_contract_that_renews_by_itself_is_said(notice: int, renews: bool, words: str) -> None:
    tables = firm(
        now(1.0, notice_days=notice, auto_renews=renews),
        term("2026-01-01", "2027-01-01", 1.0, notice_days=0, auto_renews=True, product="Later"),
    )
    text = said(tables)
    assert words in text
    assert ("themselves" in text) is bool(words)
    assert "has passed for" not in text  # it is said once
    assert "Later (" not in text
    assert calendar_of(tables)["auto_renews"].tolist() == [renews, True]


@pytest.mark.parametrize(
    ("notice", "renews", "is_risk"),
    [(91, True, False), (92, True, True), (92, False, False), (92, None, False),
     (183, True, True), (184, True, False)],
)  # fmt: skip
def test_what_renewed_in_the_quarter_is_a_risk(
    notice: int, renews: bool | None, is_risk: bool
) -> None:
    # October 1, September 30, July 1 and June 30 are the days of notice
    tables = firm(now(1.0, notice_days=notice, auto_renews=renews))
    again = renewed(tables, quarter(QUARTER))
    assert [row["product"] for row in again] == ["Journals"] * is_risk
    row, facts = {"measure": "absence factor", "n": 8}, {"renewed": again}
    locale = Locale("en")
    few, none = (
        str(RULES["risk"](Telling(locale, measure_frame([{**row, "estimate": many}]), facts)))
        for many in (2.0, 9.0)
    )
    assert few.startswith("Half of our support comes from 2 people.")
    assert ("renew by themselves: Journals (its term ends" in few) is is_risk
    assert none.startswith("The day to give notice" if is_risk else "No risk stands out in what")
    assert not renewed(Tables({}), quarter(QUARTER))


@pytest.mark.parametrize(("renews", "words"), [
    (True, "Renewed by itself, with no new term on the sheet, and so in no sum of the year ahead: "),
    (False, "Ended, with no later term on the sheet: "), (None, "Ended, with no later term on "),
])  # fmt: skip
def test_what_renews_by_itself_has_not_ended(renews: bool | None, words: str) -> None:
    text = said(
        firm(
            term("2025-10-01", "2026-09-30", 1.0, auto_renews=renews),
            term("2026-01-01", "2027-01-01", 1.0, notice_days=0, product="Later"),
        )
    )
    assert words in text and text.count("Journals") == 1


@pytest.mark.parametrize(
    ("asked", "start", "words"),
    [
        (
            [1200.0, 640.0],
            "2025-10-01",
            "We negotiated $140 off what vendors asked for 2 contracts",
        ),
        ([1200.0, None], "2026-09-30", "We negotiated $100 off what vendors asked for 1 contract"),
        ([1200.0, None], "2025-09-30", ""),  # begun more than 12 months before the last day
        ([1050.0, 640.0], "2026-01-01", ""),  # dearer than asked, and by more than the other saved
        ([None, None], "2026-01-01", ""),
    ],
)
def test_what_was_negotiated_is_told_in_money(
    asked: list[float | None], start: str, words: str
) -> None:
    prices, products = (1100.0, 600.0), ("Journals", "News")
    tables = firm(
        *[
            term(start, "2027-12-31", price, asked_price=price_asked, product=product)
            for price, price_asked, product in zip(prices, asked, products, strict=True)
        ]
    )
    text = said(tables)
    assert words in text if words else "negotiated" not in text
