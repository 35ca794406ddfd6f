"""The story and the risk of the first page: which is told, and what is never told."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import pytest

from engagekit.measures import _frame
from engagekit.measures.risk import worst
from engagekit.measures.stories import told_story
from engagekit.sections import risk, story
from engagekit.tables.tables import Tables
from engagekit.wording import finding

measure_frame = partial(_frame.measure_frame, own=True)
"""Frames of a test may hold measures of its own."""

Q2 = "FY2026-27 Q2"


def with_quote(sample: Tables, text: str, **fields: str) -> Tables:
    """The sample with one testimonial alone, on the initiative of the story."""
    row = sample.testimonials.head(1).assign(
        text=text, initiative_id="I-01", permission="anonymous", told_by="client", **fields
    )
    return replace(sample, frames={**sample.frames, "testimonials": row})


def test_without_a_wish_the_initiative_that_ended_last_is_told(sample: Tables) -> None:
    report = sample.settings.report.model_copy(update={"story": None})
    free = replace(sample, settings=sample.settings.model_copy(update={"report": report}))
    done = free.initiatives[free.initiatives["confirmed_by"].notna()]
    last = done.sort_values("ended_on").dropna(subset="ended_on").iloc[-1]["title"]
    assert told_story(free, during=Q2)["initiative"].item() == last


def test_a_quote_that_names_somebody_of_the_staff_list_is_not_told(sample: Tables) -> None:
    name = str(sample.contacts["display_name"].iloc[40]).split()[-1]
    assert told_story(with_quote(sample, "It saved our bid."))["quote"].item() != ""
    named = with_quote(sample, f"Without {name} we would have lost.")
    assert told_story(named, during=Q2)["quote"].item() == ""


@pytest.mark.parametrize("fields", [{"permission": "none"}, {"told_by": "library"}])
def test_a_quote_without_permission_or_of_our_own_is_not_told(
    sample: Tables, fields: dict[str, str]
) -> None:
    row = with_quote(sample, "It saved our bid.").testimonials.assign(**fields)
    left = replace(sample, frames={**sample.frames, "testimonials": row})
    assert told_story(left, during=Q2)["quote"].item() == ""


def test_unconfirmed_contributions_are_no_story(sample: Tables) -> None:
    rows = sample.initiatives.assign(confirmed_by=pd.Series(pd.NA, dtype="str"))
    bare = replace(sample, frames={**sample.frames, "initiatives": rows})
    assert "confirmed_by in the sheet initiatives" in story(bare, during=Q2).missing


def considered(**estimates: float) -> pd.DataFrame:
    return measure_frame(
        [{"measure": name.replace("_", " "), "estimate": value, "n": 1, "base": 10}
         for name, value in estimates.items()]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("estimates", "expected"),
    [
        ({"absence_factor": 3, "promises_overdue": 9, "promises_open": 10}, "few"),
        ({"promises_overdue": 0, "promises_open": 0}, "none"),
        ({"absence_factor": 0}, "none"),
    ],
)
def test_the_first_risk_that_holds_is_told(estimates: dict[str, float], expected: str) -> None:
    assert worst(considered(**estimates)) == expected


@pytest.mark.parametrize(("share", "expected"), [(0.25, "leaving"), (0.24, "few")])
def test_what_goes_on_a_known_day_comes_before_what_may_go(share: float, expected: str) -> None:
    rows = considered(absence_factor=3, acts_by_people_who_leave_within_a_year=share)
    assert worst(rows) == expected


@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_are_sentences_without_a_name(sample: Tables, language: str) -> None:
    for made in (story(sample, during=Q2), risk(sample, during=Q2)):
        said = finding(made, language)
        assert said
        assert not any(name in said for name in sample.contacts["display_name"])
