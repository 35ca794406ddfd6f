"""Periods other than a quarter: every section tells a range and a fiscal year, in both languages."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit import measures, sections
from engagekit.cli.app import main
from engagekit.errors import NotMeasuredError
from engagekit.facts import facts_of
from engagekit.facts.coverage import asked_period
from engagekit.facts.quarters import covered
from engagekit.reporting.report import report
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables
from engagekit.wording import finding

pytestmark = pytest.mark.slow

HALF, YEAR = "2026-04-01..2026-09-30", "FY2025-26"
MADE = sorted(
    name
    for name in QUESTIONS
    if list(inspect.signature(function_of(QUESTIONS[name])).parameters)[:2] == ["tables", "during"]
)


@pytest.mark.parametrize("label", [HALF, YEAR])
def test_every_section_tells_a_range_and_a_year_without_calling_it_a_quarter(
    label: str, sample: Tables
) -> None:
    in_french = sample.in_language("fr")
    for name in MADE:
        section = function_of(QUESTIONS[name])(sample, during=label)
        assert section.period["label"] == label
        said = f"{section.title} {finding(section, 'en')} {finding(section, 'fr')}"
        assert "this quarter" not in said.casefold(), name
        assert "ce trimestre" not in said.casefold(), name
        french = function_of(QUESTIONS[name])(in_french, during=label)
        assert "trimestre en un" not in french.title, name


def test_the_headline_says_the_days_of_a_range_and_of_a_year(sample: Tables) -> None:
    half = sections.headline(sample, during="year so far")
    assert half.period["label"] == HALF
    assert "in the period (April to September 2026)" in finding(half)
    assert "pendant la période (avril à septembre 2026)" in finding(half, "fr")
    year = sections.headline(sample, during=YEAR)
    assert "in FY 2025-26 (April 2025 to March 2026)" in finding(year)
    assert year.title == "The period in one view"
    assert "this quarter" in finding(sections.headline(sample, during="FY2026-27 Q2"))


def test_reach_of_a_half_year_counts_each_person_of_both_quarters_once(sample: Tables) -> None:
    ids = [set(_met(sample, label)) for label in ("FY2026-27 Q1", "FY2026-27 Q2", HALF)]
    on_list = set(_roster(sample, HALF))
    assert ids[2] == ids[0] | ids[1]
    half = measures.reach(sample, during=HALF).iloc[0]
    assert (half["n"], half["base"]) == (len((ids[0] | ids[1]) & on_list), len(on_list))


def _met(tables: Tables, label: str) -> list[str]:
    """Contacts with a touch that is no broadcast, by plain pandas."""
    period = tables.settings.period(label)
    touches = tables.touches[~tables.touches["channel"].isin(["newsletter", "email", "social"])]
    events = tables.events.drop_duplicates("event_id").set_index("event_id")["started_at"]
    came = tables.attendance[tables.attendance["status"] == "attended"]
    days = came["event_id"].map(events).dt.tz_localize(None).dt.normalize()
    rows = pd.concat([touches[["contact_id", "on"]], came[["contact_id"]].assign(on=days)])
    inside = rows["on"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    return list(rows.loc[inside, "contact_id"].dropna().unique())


def _roster(tables: Tables, label: str) -> list[str]:
    """Contacts on the staff list on the last day, library staff left out, by plain pandas."""
    end = pd.Timestamp(tables.settings.period(label).end)
    people = tables.contacts[~tables.contacts["is_library"].fillna(False).astype(bool)]
    here = ~(people["joined_on"] > end) & ~(people["left_on"] <= end)
    return list(people.loc[here, "contact_id"])


def test_a_quarter_that_a_range_cuts_is_not_told_over_time(sample: Tables) -> None:
    until = sample.settings.period("2026-05-03..2026-08-14")
    assert covered(facts_of(sample, until))[-1].label == "FY2026-27 Q1"
    stories = measures.story_bank(sample, during=until)
    assert stories["period"].iloc[-1] == "FY2026-27 Q1"


def test_the_words_that_ask_the_data_are_read_by_every_measure(sample: Tables) -> None:
    assert asked_period(sample, "last-complete").label == "FY2026-27 Q2"
    assert asked_period(sample, "Year so far").label == HALF
    love = measures.satisfaction(sample, during="year so far")
    pd.testing.assert_frame_equal(love, measures.satisfaction(sample, during="FY2026-27 Q2"))


def test_a_post_held_through_two_quarters_is_one_post_and_money_adds_up(few: Tables) -> None:
    blank = empty("budget")
    lines = [
        {"period": f"FY2026-27 Q{at}", "kind": "actual", "line": "staff", "amount": 100.0,
         "full_time_posts": 2.0}
        for at in (1, 2)
    ]  # fmt: skip
    budget = pd.DataFrame(lines).reindex(columns=blank.columns).astype(blank.dtypes.to_dict())
    tables = few.replace(budget=budget)
    told = measures.funding(tables, during=HALF).set_index("measure")["estimate"]
    assert told["funding"] == 200.0
    assert told["full-time posts"] == pytest.approx(2.0)
    quarter = measures.funding(tables, during="FY2026-27 Q2").set_index("measure")["estimate"]
    assert quarter["full-time posts"] == pytest.approx(2.0)


def test_a_question_that_only_another_survey_asks_is_not_measured(sample: Tables) -> None:
    with pytest.raises(NotMeasuredError, match="does not ask 'did you handle"):
        _value_of(sample, "FY2025-26 Q4")


def _value_of(tables: Tables, label: str) -> Any:
    """The value page of a period whose survey asked nothing of decisions."""
    from engagekit.measures.value import value

    asked = {"decision_question": "did you handle any part of it differently"}
    raw = {**tables.settings.model_dump(), "value": asked}
    return value(Tables(tables.frames, make_settings(raw)), during=label)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--from", "2026-04-01"], "two ends"),
        (["--from", "2026-04-01", "--to", "2026-09-30", "--quarter", "2026-27 Q2"], "different"),
        (["--from", "2026-09-30", "--to", "2026-04-01"], "Swap the two"),
        (["--from", "soon", "--to", "2026-09-30"], "'soon' is no day"),
        (["--from", "2026-04-01", "--to", "2096-09-30"], "is not over"),
    ],
)
def test_a_range_that_cannot_be_is_exit_2(
    given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["report", *given])
    assert left.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("preloaded")
def test_a_report_on_a_range_is_kept_under_its_days(tmp_path: Path) -> None:
    notebook = Path(__file__).parents[2] / "notebooks" / "00_start_here.ipynb"
    made = report("2026-04..2026-09", out=tmp_path, notebook=notebook, formats=["xlsx"])
    assert made.exit_code == 0
    assert made.paths[0].parent.parent.name == "2026-04-01_to_2026-09-30"
    told = report("year so far", out=tmp_path, notebook=notebook, formats=["xlsx"])
    assert told.paths == made.paths
