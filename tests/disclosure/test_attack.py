"""The board copy of the sample against an attacker who reads all its numbers together."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import engagekit
from benchmarks._copies import copy_of
from benchmarks.attack import outcome
from engagekit import sections
from engagekit.disclosure import Protected, is_public, protect
from engagekit.measures import registry
from engagekit.measures._frame import primary
from engagekit.sections import Section
from engagekit.tables.tables import Tables

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


def sections_of(name: str, tables: Tables) -> Iterator[Section]:
    """The sections that the cells of a notebook end in."""
    file = Path(__file__).parents[2] / "notebooks" / f"{name}.ipynb"
    space: dict[str, Any] = {"ek": engagekit, "tables": tables}
    for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        if "parameters" in cell["metadata"].get("tags", []):
            exec(compile(ast.Module(body, []), name, "exec"), space)
            space["quarter"] = "FY2026-27 Q2"
            continue
        last = body[-1]
        if isinstance(last, ast.Expr) and "ek.sections." in ast.unparse(last):
            made = eval(compile(ast.Expression(last.value), name, "eval"), space)
            yield from made if isinstance(made, list | tuple) else [made]


@pytest.fixture(scope="module")
def everything(sample: Tables) -> list[Section]:
    """Every section of the notebooks that may stand in a board copy, each once."""
    found = {
        (section.name, section.title, section.frame.to_csv()): section
        for name in NOTEBOOKS
        for section in sections_of(name, sample)
        if is_public(section) and not section.name.startswith("banner")  # test_sharp_attacker
    }
    return list(found.values())


def test_all_notebooks_read_together_tell_no_hidden_number(
    everything: list[Section], sample: Tables
) -> None:
    whole = protect(everything, sample.settings)
    assert whole.ok
    names = {section.name for section in everything}
    assert {"rungs", "reach_moves", "champions_over_time", "touch_ladder", "panel_change"} <= names
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
