"""Sections on promises and stories, on the sample."""

from __future__ import annotations

import pytest

from engagekit import figures, sections
from engagekit.disclosure import is_public, protect
from engagekit.locale import Locale
from engagekit.tables.tables import Tables
from engagekit.wording import finding

BOARD = ("promises", "promises_open", "story_bank", "story_facts", "initiative_coverage",
         "contributions")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [*BOARD, "promises_overdue"])
def test_a_section_says_something_and_draws(name: str, language: str, sample: Tables) -> None:
    made = getattr(sections, name)(sample.in_language(language))
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


def test_the_board_copy_can_be_published(sample: Tables) -> None:
    assert protect([getattr(sections, name)(sample) for name in BOARD], sample.settings).ok
