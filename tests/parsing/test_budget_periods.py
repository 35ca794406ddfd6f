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


def test_every_month_is_read_by_its_whole_name() -> None:
    """``August`` begins with the French for ``to``: ``au 31 mars 2026``."""
    names = [DAY(2026, month, 1).strftime("%B 2026") for month in range(1, 13)]
    found = spans(names, make_settings({}))
    assert [found[name].start for name in names] == [DAY(2026, one, 1) for one in range(1, 13)]


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
