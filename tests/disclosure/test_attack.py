"""The board copy of the sample against an attacker who reads all its numbers together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from benchmarks._copies import copy_of, sections_of
from benchmarks._firms import tidy
from benchmarks.attack import outcome
from engagekit import sections
from engagekit.disclosure import Protected, is_public, protect
from engagekit.measures import registry
from engagekit.measures._frame import primary
from engagekit.sections import Section
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.slow

NAMES = (
    "headline", "love_and_funding", "funding", "funding_by_department", "funding_over_time",
    "over_time", "reach", "reach_over_time", "touches", "frequency", "response", "satisfaction",
    "satisfaction_over_time", "items", "net_promoter", "attendance", "events", "trust",
)  # fmt: skip
NOTEBOOKS = (
    "02_reach", "03_touches_and_trust", "04_champions", "05_survey", "06_events_and_channels",
    "07_followup_and_stories", "08_love_and_funding", "quarterly_report",
)  # fmt: skip
BY_DEPARTMENT = {name: {"by": "department"} for name in ("reach", "satisfaction")}
K = 5


@pytest.fixture(scope="module")
def report(sample: Tables) -> list[Section]:
    return [
        getattr(sections, name)(sample, during="FY2026-27 Q2", **BY_DEPARTMENT.get(name, {}))
        for name in NAMES
    ]


@pytest.fixture(scope="module")
def safe(report: list[Section], sample: Tables) -> Protected:
    return protect(report, sample.settings)


def told(shown: Sequence[Section], true: Sequence[Section]) -> list[Any]:
    """What the attacker bounds within less than K values."""
    copies = [copy_of(one, kind, "quarterly", "FY2026-27 Q2")
              for one, kind in ((shown, "board"), (true, "private"))]  # fmt: skip
    result = outcome(copies[:1], copies[1:])
    assert not result["odd"]
    return result["what"]


def test_nobody_can_work_out_a_hidden_number_of_the_sample(
    safe: Protected, report: list[Section]
) -> None:
    assert safe.ok
    assert safe.hidden > 20
    assert told(safe.sections, report) == []


def test_the_attacker_sees_through_hiding_the_small_rows_alone(report: list[Section]) -> None:
    naive = []
    for section in report:
        if "measure" in section.frame.columns:
            gone = primary(section.frame, K)
            frame = section.frame.copy()
            for name in ("estimate", "low", "high", "n", "base", "population"):
                frame[name] = frame[name].mask(gone)
            section = section.with_frame(frame.assign(suppressed=gone.astype("boolean")))
        naive.append(section)
    assert len(told(naive, report)) >= 5


@pytest.fixture(scope="module")
def everything(sample: Tables) -> list[Section]:
    """Every section of the notebooks that may stand in a board copy, each once."""
    found = {
        (section.name, section.title, section.frame.to_csv()): section
        for name in NOTEBOOKS
        for section in sections_of(name, sample, quarter="FY2026-27 Q2")
        if is_public(section) and not section.name.startswith("banner")  # test_sharp_attacker
    }
    return list(found.values())


def test_all_notebooks_read_together_tell_no_hidden_number(
    everything: list[Section], sample: Tables
) -> None:
    whole = protect(everything, sample.settings)
    assert whole.ok
    names = {section.name for section in everything}
    assert {"rungs", "reach_moves", "champions_over_time", "touch_ladder"} <= names
    assert told(whole.sections, everything) == []
    for section in whole.sections:
        if "measure" in section.frame.columns:
            people = section.frame[~section.frame["suppressed"].astype("bool")]
            assert not primary(people, K).any(), section.name


def test_no_small_count_of_people_is_shown(safe: Protected) -> None:
    for section in safe.sections:
        if "measure" in section.frame.columns:
            frame = section.frame
            people = frame[(registry.kinds(frame) != "things") & ~frame["suppressed"]]
            assert not primary(people, K).any(), section.name


def test_no_show_counts_of_an_event_cannot_be_subtracted(
    safe: Protected, report: list[Section]
) -> None:
    shown = next(section for section in safe.sections if section.name == "events").frame
    true = next(section for section in report if section.name == "events").frame
    small = true["no_show"].between(1, K - 1)
    assert small.any()
    events = [[one for one in copy if one.name in ("events", "attendance")]
              for copy in (safe.sections, report)]  # fmt: skip
    assert told(*events) == []
    assert told(events[1], events[1])
    assert shown.loc[small, "minutes"].isna().all()


def test_no_word_of_a_hidden_row_is_said(safe: Protected) -> None:
    from engagekit.wording import finding

    hidden = [section for section in safe.sections if section.name in ("reach", "satisfaction")]
    for section in hidden:
        said = finding(section)
        gone = section.frame.loc[section.frame["suppressed"], "department"]
        assert len(gone)
        assert not [name for name in gone if str(name) in said], said


def test_the_report_of_the_next_quarter_keeps_the_secret_of_this_one(
    safe: Protected, report: list[Section], sample: Tables
) -> None:
    ledger = {"version": 2, "reports": [{"report": "Q2", **safe.entry}]}
    again = protect(report, sample.settings, ledger)
    assert again.ok
    for first, second in zip(safe.sections, again.sections, strict=True):
        pd.testing.assert_frame_equal(first.frame, second.frame)
    assert again.entry == safe.entry


def of_needs(*needs: str | None) -> list[Section]:
    """What is told of conversations, each with its needs or none."""
    contacts = [{"contact_id": "1", "display_name": "Ana Gil", "is_library": False}]
    touches = [
        {"touch_id": f"t{at}", "contact_id": "1", "on": "2026-07-10", "channel": "walk",
         "two_way": True, "need": need}
        for at, need in enumerate(needs)
    ]  # fmt: skip
    made = {"contacts": tidy("contacts", contacts), "touches": tidy("touches", touches)}
    tables = Tables(made, make_settings({}))
    return [one(tables, during="FY2026-27 Q2") for one in (sections.listening, sections.needs)]


@pytest.mark.parametrize("many", range(1, 8))
def test_needs_of_few_conversations_stand_in_no_section(many: int) -> None:
    true = of_needs(*["patents"] * many, *[None] * 20)
    safe = protect(true, make_settings({})).sections
    assert [bool(one.frame["suppressed"].iloc[0]) for one in safe] == [many < K] * 2
    assert told(safe, true) == []


@pytest.mark.parametrize(("a", "b", "both", "few"), [(9, 10, 1, 3), (8, 8, 2, 4), (20, 30, 1, 3)])
def test_what_some_needed_besides_tells_of_no_rare_need(
    a: int, b: int, both: int, few: int
) -> None:
    """Every conversation has one need or more: the frequent ones leave at least so many."""
    true = of_needs(*"A" * a, *"B" * b, *["A;B"] * both, *"C" * few, *[None] * 20)
    assert told(protect(true, make_settings({})).sections, true) == []
    assert told(true, true)


@pytest.mark.parametrize("few", range(1, K))
@pytest.mark.parametrize("base", [12, 40, 44, 80, 96])
def test_what_is_listed_only_where_there_is_any_is_not_none(base: int, few: int) -> None:
    """Of "10% or less" of 40 none is left out by the row itself: 1 to 4 are too few."""
    true = of_needs(*"A" * (base - few), *"C" * few, *[None] * 20)
    assert told(protect(true, make_settings({})).sections, true) == []
