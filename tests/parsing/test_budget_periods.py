"""Periods of a budget as finance writes them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from engagekit.errors import DataError
from engagekit.loading.load import load
from engagekit.measures import funding
from engagekit.parsing.budget_periods import spans, unreadable
from engagekit.settings.schema import Organisation, make_settings

DAY = dt.date


@pytest.mark.parametrize(
    ("label", "start", "first", "last"),
    [
        ("FY2026-27 Q1", 4, DAY(2026, 4, 1), DAY(2026, 6, 30)),
        ("Q1 FY2026-27", 4, DAY(2026, 4, 1), DAY(2026, 6, 30)),
        ("Q4 2026", 1, DAY(2026, 10, 1), DAY(2026, 12, 31)),
        ("IV. Quartal 2026", 1, DAY(2026, 10, 1), DAY(2026, 12, 31)),
        ("2e trimestre 2026", 1, DAY(2026, 4, 1), DAY(2026, 6, 30)),
        ("FY26-27", 7, DAY(2026, 7, 1), DAY(2027, 6, 30)),
        ("FY26", 1, DAY(2026, 1, 1), DAY(2026, 12, 31)),
        ("2026-04", 4, DAY(2026, 4, 1), DAY(2026, 4, 30)),
        ("02/2028", 4, DAY(2028, 2, 1), DAY(2028, 2, 29)),
        ("2026.11", 10, DAY(2026, 11, 1), DAY(2026, 11, 30)),
        ("Apr-26", 4, DAY(2026, 4, 1), DAY(2026, 4, 30)),
        ("février 2026", 4, DAY(2026, 2, 1), DAY(2026, 2, 28)),
        ("2026 Dezember", 1, DAY(2026, 12, 1), DAY(2026, 12, 31)),
        ("15.04.2026", 4, DAY(2026, 4, 15), DAY(2026, 4, 15)),
        ("2026-04-15", 4, DAY(2026, 4, 15), DAY(2026, 4, 15)),
        ("2011-12", 4, DAY(2011, 4, 1), DAY(2012, 3, 31)),  # two years in a row go before a month
        ("2011-12", 1, DAY(2011, 12, 1), DAY(2011, 12, 31)),
    ],
)
def test_quarters_years_months_and_days_are_read(
    label: str, start: int, first: dt.date, last: dt.date
) -> None:
    settings = make_settings({"organisation": {"fiscal_start": start}})
    found = spans([label], settings)[label]
    assert (found.start, found.end) == (first, last)


def test_days_of_postings_have_one_order() -> None:
    settings = make_settings({})
    found = spans(["03/04/2026", "25/04/2026"], settings)
    assert found["03/04/2026"].start == DAY(2026, 4, 3)
    with pytest.raises(DataError, match="day first or month first"):
        spans(["03/04/2026"], settings)


def test_a_year_that_names_no_fiscal_year_says_which_two_it_could_be() -> None:
    with pytest.raises(DataError, match=r"'FY2027-28 Q1' or 'FY2026-27 Q1'.*month"):
        spans(["FY27 Q1"], make_settings({}))


def test_every_label_that_is_none_is_told() -> None:
    with pytest.raises(DataError, match=r"'sometime'.*'2026-13'"):
        spans(["sometime", "FY2026-27 Q1", "2026-13"], make_settings({}))


def test_only_what_is_no_period_is_called_unreadable() -> None:
    good = ["FY2026-27 Q1", "Q1 FY2026-27", "Apr-26", "2026-04-15", "03/04/2026", "15/04/2026"]
    april, january = Organisation(), Organisation(fiscal_start=1)
    assert list(unreadable([*good, "FY27", "soon"], april)) == ["FY27", "soon"]
    assert list(unreadable(["FY27", "2026-27"], january)) == ["2026-27"]


@pytest.mark.parametrize(("label", "year"), [("start", 2026), ("end", 2025)])
def test_one_year_names_its_start_or_its_end_as_the_settings_say(label: str, year: int) -> None:
    settings = make_settings({"organisation": {"fiscal_start": 7, "fiscal_label": label}})
    found = spans(["FY2026", "FY26 Q1", "Q2 2026", "FY2026-27"], settings)
    starts = [one.start for one in found.values()]
    assert starts == [DAY(year, 7, 1), DAY(year, 7, 1), DAY(year, 10, 1), DAY(2026, 7, 1)]


def test_a_budget_cell_that_is_no_period_is_told_with_its_place_and_its_row_is_kept(
    tmp_path: Path,
) -> None:
    (tmp_path / "budget.csv").write_text(
        "period,department,line,kind,amount,currency\n"
        "FY2026-27 Q1,Tax,staff,actual,100,CAD\nsoon,Tax,staff,actual,200,CAD\n",
        encoding="utf-8",
    )
    made = load(tmp_path, settings=make_settings({}))
    fault = next(one for one in made.faults if one.column == "period")
    assert (fault.cell, fault.value, fault.row) == ("A3", "soon", 3)
    assert "Write it like" in fault.remedy
    assert len(made.budget) == 2
    with pytest.raises(DataError, match="'soon' is not a quarter"):
        funding(made, during="FY2026-27 Q1")
    assert made._repr_mimebundle_()
