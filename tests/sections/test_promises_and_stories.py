"""Sections on promises and stories, on the sample."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engagekit import figures, sections
from engagekit.disclosure import is_public
from engagekit.locale import Locale
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding

BOARD = ("promises", "promises_open", "story_bank", "story_facts", "initiative_coverage",
         "contributions")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [*BOARD, "promises_overdue"])
def test_a_section_says_something_and_draws(name: str, language: str, sample: Tables) -> None:
    made = function_of(QUESTIONS[name])(sample.in_language(language))
    assert not made.missing
    assert finding(made) != made.title
    if made.figure:
        drawn = figures.draw(
            made.figure, made.frame, title="T", locale=Locale(language), **dict(made.figure_args)
        )
        assert len(drawn.data) > 0


def test_the_planted_promises_and_stories_are_found(sample: Tables) -> None:
    assert "22 are open, 19 of them overdue" in finding(sections.promises(sample))
    assert finding(sections.story_facts(sample)).startswith("19 of 25 stories may be published")


def test_overdue_promises_are_private(sample: Tables) -> None:
    assert not is_public(sections.promises_overdue(sample))


@pytest.mark.parametrize(
    ("still", "late", "english", "french"),
    [
        (3, 1, "3 are open, 1 of them overdue.", "3 restent à tenir, dont 1 en retard."),
        (3, 0, "3 are open, 0 of them overdue.", "3 restent à tenir, dont 0 en retard."),
        (0, 0, "None is open now.", "Aucune ne reste à tenir."),
    ],
)
def test_promises_open_and_overdue_are_told(
    still: int, late: int, english: str, french: str, sample: Tables
) -> None:
    made = sections.promises(sample)
    counts = made.frame["measure"].map({"promises open": still, "promises overdue": late})
    frame = made.frame.assign(estimate=counts.fillna(made.frame["estimate"]))
    for language, text in (("en", english), ("fr", french)):
        said = finding(replace(made, frame=frame), language)
        assert text in said


@pytest.mark.parametrize(("late", "said"), [(0, "0 of 3 open promises are"), (2, "2 of 3 open")])
def test_open_promises_of_which_none_is_late(late: int, said: str, sample: Tables) -> None:
    made = sections.promises_open(sample)
    counts = {"1 to 7": late, "not due yet": 3 - late}
    frame = made.frame.assign(estimate=made.frame["overdue"].map(counts).fillna(0.0))
    assert finding(replace(made, frame=frame)).startswith(said)


def test_what_is_not_due_yet_is_not_marked_as_overdue(sample: Tables) -> None:
    marked = sections.promises_open(sample).figure_args["marked"]
    assert marked == ["1 to 7", "8 to 30", "31 to 90", "over 90"]
