"""Sections on counters and channels, on the sample and on what lacks something."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit import figures, sections
from engagekit.disclosure import is_public, protect
from engagekit.locale import Locale
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

BOARD: dict[str, dict[str, Any]] = {
    "counts": {},
    "counts of one": {"what": "Passers on the 14th floor", "every": "month"},
    "counts of voice": {"what": "share of voice"},
    "counts_change": {},
    "audit": {"what": "Signature audit"},
    "audit of profiles": {"what": "Profile audit"},
    "posts": {},
    "walks": {},
    "walk_zones": {},
    "organisation_events": {},
    "newsletter": {},
    "newsletter_reach": {},
    "social_answers": {},
    "plans": {},
}
PRIVATE = ("missed_events", "newsletter_issues", "plan_steps")
ALL = {**BOARD, **{name: {} for name in PRIVATE}}
NEEDS = {
    "counts": ("counts",), "counts_change": ("counts",), "audit": ("counts",), "posts": ("counts",),
    "newsletter": ("counts",), "newsletter_issues": ("counts",), "walks": ("touches",),
    "walk_zones": ("touches", "contacts"),
    "newsletter_reach": ("touches", "contacts"),
    "organisation_events": ("events",), "missed_events": ("events",), "plans": ("plans",),
    "plan_steps": ("plans",),
}  # fmt: skip


def _section(name: str, tables: Tables, **more: Any) -> sections.Section:
    return function_of(QUESTIONS[name.split(" of ")[0]])(tables, **{**ALL[name], **more})


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ALL)
def test_a_section_says_something_and_draws(name: str, language: str, sample: Tables) -> None:
    made = _section(name, sample.in_language(language))
    assert not made.missing
    assert finding(made) != made.title
    assert is_public(made) == (name not in PRIVATE)
    for narrow in (False, True):
        if made.figure:
            drawn = figures.draw(made.figure, made.frame, title="T", locale=Locale(language),
                                 narrow=narrow, **dict(made.figure_args))  # fmt: skip
            assert len(drawn.data) > 0


def test_the_board_copy_can_be_published_and_hides_few_people(sample: Tables) -> None:
    made = protect([_section(name, sample) for name in BOARD], sample.settings)
    zones = next(section for section in made.sections if section.name == "walk_zones").frame
    hidden = zones[zones["suppressed"].astype(bool)]
    assert "Halifax" in set(hidden["site"])
    assert len(hidden) >= 2
    left = next(section for section in made.sections if section.name == "newsletter").frame
    few = left[left["n"].fillna(99) < sample.settings.disclosure.k]
    assert few.empty


@pytest.mark.parametrize("name", NEEDS)
def test_without_its_sheet_a_section_names_it(name: str, sample: Tables) -> None:
    for lacking in NEEDS[name]:
        frames = {table: sample.frames[table] for table in sample if table != lacking}
        made = _section(name, Tables(frames, sample.settings))
        assert f"needs the sheet {lacking}" in made.missing
        assert finding(made) == made.missing


@pytest.mark.parametrize("name", ALL)
def test_one_row_or_none_of_each_sheet_is_no_reason_to_stop(name: str, sample: Tables) -> None:
    for rows in (0, 1):
        frames = {table: sample.frames[table].iloc[:rows] for table in sample}
        made = _section(name, Tables(frames, sample.settings), during="FY2026-27 Q2")
        assert finding(made)
        if made.figure and not made.missing:
            figures.draw(made.figure, made.frame, title="T", **dict(made.figure_args))


@pytest.mark.parametrize("name", ALL)
def test_missing_dates_are_no_reason_to_stop(name: str, sample: Tables) -> None:
    frames = {}
    for table in sample:
        frame = sample.frames[table].copy()
        for column in frame.columns.intersection(["on", "by_on", "done_on", "answered_on"]):
            frame[column] = frame[column].where(frame.index % 2 == 0)
        frames[table] = frame
    made = _section(name, Tables(frames, sample.settings), during="FY2026-27 Q2")
    assert finding(made)


def _weeks(tidy: Any, lift: float) -> Tables:
    """Eight weeks of passers that go up and down, with a lift after the fourth."""
    ups = [3, -2, 1, 4, -3, 2, -4, 0, 5, -1]
    days = pd.bdate_range("2026-06-08", "2026-07-31")
    rows = [{"what": "passers", "on": str(day.date()), "n": 40 + ups[at % 10] + lift * (at >= 20)}
            for at, day in enumerate(days)]  # fmt: skip
    chosen = make_settings({"counts": {"passers": {"changed_on": "2026-07-06"}}})
    return Tables({"counts": tidy("counts", *rows)}, chosen)


@pytest.mark.parametrize(("lift", "word"), [(0, "no clear change"), (15, "+"), (-15, "−")])
def test_a_change_is_told_only_where_its_range_leaves_out_zero(
    lift: float, word: str, tidy: Any
) -> None:
    said = finding(sections.counts_change(_weeks(tidy, lift), during="FY2026-27 Q2"))
    assert word in said
    assert ("no clear change" in said) == (lift == 0) == ("would probably have seen" in said)
    assert "July 6, 2026" in said


def test_a_small_share_is_told_without_a_per_cent(tidy: Any) -> None:
    rows = [{"what": what, "on": "2026-07-31", "n": n} for what, n in (("ours", 3), ("all", 8))]
    chosen = make_settings({"counts": {"voice": {"what": "ours", "of": "all"}}})
    tables = Tables({"counts": tidy("counts", *rows)}, chosen)
    said = finding(sections.counts(tables, what="voice", during="FY2026-27 Q2"))
    assert "3 of 8" in said
    assert "%" not in said


def test_a_word_of_the_sheet_needs_no_settings_and_an_unknown_one_says_so(sample: Tables) -> None:
    assert "3,830" in finding(sections.counts(sample, what="page views"))
    assert "no rows of 'doughnuts'" in sections.counts(sample, what="doughnuts").missing
    assert sections.counts(sample, what="doughnuts").name == "counts_doughnuts"


def test_the_choices_say_what_a_counter_is_and_how_many_holidays_there_are(sample: Tables) -> None:
    used = sections.counts(sample, what="Share of voice").choices
    assert used == {
        "Share of voice": "'library posts' as a share of 'all posts' in the sheet counts",
        "fiscal year": "begins in April",
    }
    assert "21 holidays" in sections.walks(sample).choices["working days"]


def test_one_bar_with_nothing_beside_it_is_not_drawn(sample: Tables) -> None:
    alone, several = sections.enquiries(sample), sections.enquiries(sample, by="department")
    ways = alone.frame[alone.frame["measure"] == "enquiries by way"]
    assert len(ways) == 1, "no log of the sample says the way"
    assert alone.figure is None and several.figure == "bars"
