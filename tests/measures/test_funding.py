"""Real terms, one-off items, several currencies, cost centres and spend by line."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import pytest

from benchmarks._firms import tidy
from engagekit import sections
from engagekit.errors import NotMeasuredError, SettingsError
from engagekit.measures import funding
from engagekit.measures.funding import SPEND_BEFORE, real_terms, spend
from engagekit.sections import funding as funding_section
from engagekit.sections import headline, spend_by_line
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

funding_over_time = partial(sections.funding, every="quarter")

QUARTER = "FY2026-27 Q2"


def firm(few: Tables, *rows: dict[str, Any], **money: Any) -> Tables:
    """The handful of people (4 on the staff list) with a budget."""
    lines = [{"period": QUARTER, "kind": "actual", "currency": "CAD", **row} for row in rows]
    return Tables({**few.frames, "budget": tidy("budget", lines)}, make_settings({"money": money}))


def amount(frame: pd.DataFrame, measure: str = "funding", **where: str) -> float:
    rows = frame[frame["measure"] == measure]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    return float(rows["estimate"].iloc[0])


def test_a_year_takes_the_mean_of_its_quarters(few: Tables) -> None:
    index = {f"FY2026-27 Q{at}": value for at, value in enumerate((100.0, 104.0, 108.0, 112.0), 1)}
    tables = firm(few, {"line": "staff", "amount": 1.0}, price_index=index)
    days = (91, 92, 92, 90)
    mean = sum(d * v for d, v in zip(days, index.values(), strict=True)) / sum(days)
    factor, base = real_terms(tables, tables.settings.period("FY2026-27"))
    assert factor == pytest.approx(112 / mean)
    assert base == "FY2026-27 Q4"


def test_one_off_items_are_left_out_by_choice_and_said_so(few: Tables) -> None:
    portal = {"line": "portal", "amount": 500.0, "one_off": True}
    tables = firm(few, {"line": "staff", "amount": 1000.0}, portal, count_one_off=False)
    without = funding(tables, during=QUARTER, one_off=False)
    assert "one-off items left out (500)" in without["method"].iloc[0]
    section = funding_over_time(tables, during=QUARTER)
    assert section.frame["estimate"].iloc[-1] == pytest.approx(
        1000 / section.frame["base"].iloc[-1]
    )
    assert section.choices["one-off items"] == "left out"


def test_a_currency_without_a_rate_is_an_error(few: Tables) -> None:
    dollars = {"line": "databases", "amount": 100.0, "currency": "USD"}
    with pytest.raises(SettingsError, match="amounts in USD"):
        funding(firm(few, dollars), during=QUARTER)


def test_cost_centres_are_mapped_to_departments(few: Tables) -> None:
    line = {"line": "databases", "amount": 300.0, "cost_centre": "CC-9"}
    tables = firm(few, line, cost_centres={"CC-9": "Legal"})
    frame = funding(tables, during=QUARTER, by="department")
    assert amount(frame, department="Legal") == 300
    assert pd.isna(amount(frame, department="Tax"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sections_on_the_sample_have_a_sentence(sample: Tables, language: str) -> None:
    made = spend_by_line(sample.in_language(language))
    assert "staff" in finding(made)
    index = {"FY2025-26": 100.0, "FY2026-27": 103.0}
    settings = sample.settings.model_copy(
        update={"money": sample.settings.money.model_copy(update={"price_index": index})}
    )
    real = funding_over_time(Tables(sample.frames, settings).in_language(language))
    without_prices = {"en": "fter inflation", "fr": "après inflation"}[language]
    assert without_prices in finding(real)
    plain = funding_over_time(sample.in_language(language))
    assert without_prices not in finding(plain)
    assert real.frame["estimate"].iloc[0] == pytest.approx(plain.frame["estimate"].iloc[0] * 1.03)


MONTHS = ("2026-07", "Aug-26", "2026-09-15")
PLAN = {"line": "staff", "amount": 900.0, "kind": "budget"}


def booked(count: int) -> list[dict[str, Any]]:
    return [{"line": "staff", "amount": 100.0, "period": label} for label in MONTHS[:count]]


def test_a_quarter_of_which_one_month_is_booked_is_no_quarter(few: Tables) -> None:
    found = funding(firm(few, *booked(1)), during=QUARTER)
    assert amount(found) == 100
    assert pd.isna(amount(found, "funding per head"))
    assert pd.isna(amount(found, "funding per contact reached"))
    assert found["method"].iloc[0].startswith("actual of 1 of 3 months, ")
    whole = funding(firm(few, *booked(3)), during=QUARTER)
    assert (amount(whole), amount(whole, "funding per head")) == (300, 75)
    assert whole["method"].iloc[0].startswith("actual, ")


def test_the_budget_stands_in_for_a_quarter_that_is_booked_in_part(few: Tables) -> None:
    tables = firm(few, PLAN, *booked(2))
    found = funding(tables, during=QUARTER)
    assert amount(found) == 900
    assert "budget (actual of 2 of 3 months not used)" in found["method"].iloc[0]
    asked = funding(tables, during=QUARTER, kind="actual")
    assert amount(asked) == 200
    assert pd.isna(amount(asked, "funding per head"))
    assert amount(funding(firm(few, PLAN, *booked(3)), during=QUARTER)) == 300


@pytest.mark.parametrize(
    ("language", "so_far", "planned"),
    [("en", "Only 1 of 3 months", "This is the budget: only 1 of 3 months"),
     ("fr", "Seulement 1 des 3 mois", "C’est le budget\u00a0: seulement 1 des 3 mois")],
)  # fmt: skip
def test_months_that_lack_are_said(few: Tables, language: str, so_far: str, planned: str) -> None:
    for rows, said in ((booked(1), so_far), ([PLAN, *booked(1)], planned)):
        tables = firm(few, *rows)
        for section in (funding_section, spend_by_line):
            assert said in finding(section(tables.in_language(language), during=QUARTER))


def test_a_budget_with_no_amount_of_the_period_is_not_nothing_spent(few: Tables) -> None:
    tables = firm(few, {"line": "staff", "amount": 1000.0})
    with pytest.raises(NotMeasuredError, match="budget has no amount in FY2025-26 Q2"):
        spend(tables, during="FY2025-26 Q2")
    assert amount(spend(tables, during=QUARTER), "spend by line") == 1000


@pytest.mark.parametrize(("kind", "before"), [("actual", [500.0, 500.0]), ("budget", [])])
def test_a_line_stands_beside_a_year_before_where_both_were_spent(
    few: Tables, kind: str, before: list[float]
) -> None:
    now, then = {"line": "staff", "amount": 900.0}, {"period": "FY2025-26 Q2", "kind": kind}
    frame = spend(firm(few, now, {**now, **then, "amount": 500.0}), during=QUARTER)
    assert [*frame[frame["measure"] == SPEND_BEFORE]["estimate"]] == before
    assert amount(frame, "spend by line", line="staff") == 900


def test_what_was_spent_is_not_set_beside_what_was_planned(few: Tables) -> None:
    before = {"line": "staff", "amount": 400.0, "period": "FY2026-27 Q1"}
    touch = few.frames["touches"].iloc[[0]].assign(touch_id="z", on=pd.Timestamp("2026-05-01"))
    touches = pd.concat([few.frames["touches"], touch], ignore_index=True)
    yearly = {"line": "staff", "amount": 9000.0, "period": "FY2026-27"}
    cases = ([before, PLAN, *booked(1)], False), ([before, *booked(3)], True), ([yearly], False)
    for rows, is_told in cases:
        tables = firm(few, *rows).replace(touches=touches)
        tile = headline(tables, during=QUARTER).frame.set_index("measure").loc["funding per head"]
        assert pd.notna(tile["previous"]) == is_told
        said = finding(funding_over_time(tables, during=QUARTER)) or ""
        assert ("per quarter, against" in said) == is_told


@pytest.mark.parametrize(("label", "is_split"), [(QUARTER, False), ("FY2026-27", True)])
def test_a_plan_of_a_longer_time_does_not_divide_what_was_spent(
    label: str, is_split: bool, few: Tables
) -> None:
    plan = {"line": "staff", "amount": 9000.0, "period": "FY2026-27", "kind": "budget"}
    tables = firm(few, plan, {"line": "staff", "amount": 1000.0, "period": label})
    for frame in (funding(tables, during=QUARTER), spend(tables, during=QUARTER)):
        assert frame["basis"].str.contains("share_of_days").any() == is_split
