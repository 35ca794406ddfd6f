"""Sections on movement and presence, on the sample."""

from __future__ import annotations

import pytest

from engagekit import figures, sections
from engagekit.disclosure import is_public
from engagekit.locale import Locale
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding

BOARD = ("reach_moves", "rungs", "off_desk", "meetings_held")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [*BOARD, "dinner_list", "event_scorecard"])
def test_a_section_says_something_and_draws(name: str, language: str, sample: Tables) -> None:
    made = function_of(QUESTIONS[name])(sample.in_language(language))
    assert not made.missing
    assert finding(made) != made.title
    if made.figure:
        drawn = figures.draw(
            made.figure, made.frame, title="T", locale=Locale(language), **dict(made.figure_args)
        )
        assert len(drawn.data) > 0


def test_the_planted_seats_are_missing_and_the_chairs_are_private(sample: Tables) -> None:
    made = sections.dinner_list(sample)
    assert set(made.frame["series"]) == {
        "Engineering leads", "Finance committee", "IT steering committee",
    }  # fmt: skip
    assert not is_public(made)


def test_touches_leave_the_desk_as_planted(sample: Tables) -> None:
    frame = sections.off_desk(sample).frame
    shares = frame[frame["measure"] == "touches off the desk"]["estimate"].tolist()
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(0.62, abs=0.01)
