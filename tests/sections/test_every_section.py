"""Every section on the sample in both languages, on data that lack something, and what was planted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from engagekit import figures, sections
from engagekit.disclosure import is_public, protect
from engagekit.locale import Locale
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS, REQUIRED
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Q2 = "FY2026-27 Q2"
GIVEN: dict[str, tuple[str, dict[str, Any]]] = {
    "counts of one": ("counts", {"what": "Passers on the 14th floor", "every": "month"}),
    "counts of voice": ("counts", {"what": "share of voice"}),
    "audit": ("audit", {"what": "Signature audit"}),
    "audit of profiles": ("audit", {"what": "Profile audit"}),
}
"""A section and its arguments, by the name of a case."""
CASES = {name: (name, {}) for name, question in QUESTIONS.items()
         if all(one.default is not REQUIRED for one in question.options)} | GIVEN  # fmt: skip
SILENT = {"ask"}
"""Its settings say all of it."""
DATES = ["on", "by_on", "done_on", "answered_on", "due_on", "asked_on"]
NEEDS = {
    "counts": "counts", "counts_change": "counts", "audit": "counts", "posts": "counts",
    "newsletter": "counts", "newsletter_issues": "counts", "walks": "touches",
    "walk_zones": "contacts", "newsletter_reach": "contacts", "organisation_events": "events",
    "missed_events": "events", "plans": "plans", "plan_steps": "plans", "touch_ladder": "contacts",
    "stuck": "contacts", "reach": "contacts", "promises": "follow_ups", "champions": "support",
}  # fmt: skip
NAMED = {
    "champion_roster", "comments", "dinner_list",
    "missed_events", "newsletter_issues", "plan_steps", "problems", "promises_overdue", "prospects",
    "representativeness", "set_aside", "sources", "stuck", "succession", "support_kinds",
    "unidentified", "whom_to_see",
}  # fmt: skip
"""What names somebody, or would tell what is hidden elsewhere, is for the library alone."""


def made(case: str, tables: Tables, **more: Any) -> sections.Section:
    """Return the section of a case."""
    name, options = CASES[case]
    return function_of(QUESTIONS[name])(tables, **{**options, **more})


def drawn(section: sections.Section, language: str = "en", *, narrow: bool = False) -> int:
    """Return how many marks the figure of a section has; 1 for none."""
    if section.missing or not isinstance(section.figure, str) or section.frame.empty:
        return 1
    locale = Locale(language)
    arguments = dict(section.figure_args)
    assert figures.alternative(section.figure, section.frame, locale=locale, **arguments)
    return len(figures.draw(section.figure, section.frame, title="T", locale=locale,
                            narrow=narrow, **arguments).data)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_section_says_something_and_draws(case: str, sample: Tables) -> None:
    for language, narrow in (("en", False), ("fr", True)):
        section = made(case, sample.in_language(language))
        assert not section.missing
        is_silent = section.sentence is None or case in SILENT
        assert (finding(section) != section.title) or is_silent
        assert drawn(section, language, narrow=narrow)
    if CASES[case][0] in NAMED:
        assert not is_public(section)
    else:
        overlaps = case in ("crosstab", "banner", "presence_map")  # months and quarters do, too
        assert section.audience == "board" or overlaps


def _lacking(sample: Tables) -> Iterator[Tables]:
    """Yield the sample with one row a sheet, with half of its dates, and without settings."""
    yield Tables({name: sample.frames[name].iloc[:1] for name in sample}, sample.settings)
    frames = {}
    for name in sample:
        frame = sample.frames[name].copy()
        for column in frame.columns.intersection(DATES):
            frame[column] = frame[column].where(frame.index % 2 == 0)
        frames[name] = frame
    yield Tables(frames, sample.settings)
    yield Tables(sample.frames, make_settings({}))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_data_that_lack_something_stop_no_section(case: str, sample: Tables) -> None:
    for tables in _lacking(sample):
        section = made(case, tables, during=Q2)
        assert finding(section)
        drawn(section)


@pytest.mark.parametrize(("case", "sheet"), NEEDS.items())
def test_without_its_sheet_a_section_names_it(case: str, sheet: str, sample: Tables) -> None:
    frames = {name: sample.frames[name] for name in sample if name != sheet}
    section = made(case, Tables(frames, sample.settings))
    assert f"needs the sheet {sheet}" in section.missing
    assert finding(section) == section.missing


@pytest.mark.parametrize("sheet", ["responses", "questions", "respondents", "surveys"])
def test_sections_on_a_survey_say_why_they_are_not_measured(sheet: str, sample: Tables) -> None:
    tables = Tables(
        {name: sample.frames[name] for name in sample if name != sheet}, sample.settings
    )
    for case in ("gaps", "comment_themes", "attribute_profile", "aided_awareness", "useful",
                 "perception_gap", "comments"):  # fmt: skip
        assert made(case, tables).missing.startswith("Not measured: "), case


def test_the_board_copy_hides_few_people(sample: Tables) -> None:
    public = [made(case, sample) for case in CASES if CASES[case][0] not in NAMED]
    shown = {section.name: section for section in protect(public, sample.settings).sections}
    for name, column in (("comment_themes", "n"), ("newsletter", "n"), ("attribute_profile", "n")):
        frame = shown[name].frame
        assert not frame[column].between(1, sample.settings.disclosure.k - 1).any(), name
    words = shown["attribute_profile"].frame
    assert words.loc[words["answer"] == "library team", "n"].isna().all()  # seven people
    zones = shown["walk_zones"].frame
    hidden = set(zones.loc[zones["suppressed"].astype(bool), "site"])
    assert "Halifax" in hidden and len(hidden) >= 2
    comments = set(made("comments", sample).frame["comment"])
    told = " ".join(section.frame.astype(str).to_csv() for section in shown.values())
    assert not any(comment in told for comment in comments)
