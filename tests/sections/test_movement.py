"""Sections on movement and presence, on the sample."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from engagekit import figures, sections
from engagekit.disclosure import is_public, protect
from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.tables.tables import Tables
from engagekit.wording import finding

BOARD = ("reach_moves", "retention", "rungs", "off_desk", "evenness", "meetings_held")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [*BOARD, "dinner_list", "event_scorecard"])
def test_a_section_says_something_and_draws(name: str, language: str, sample: Tables) -> None:
    made = getattr(sections, name)(sample.in_language(language))
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


def test_who_came_back_is_told_of_the_last_quarter_with_another_after_it(sample: Tables) -> None:
    made = sections.retention(sample)
    rows = made.frame[made.frame["answer"] == "1 quarter later"]
    last = rows.iloc[-1]
    assert last["period"] == "FY2026-27 Q1"
    assert f"{last['n']} of {last['base']} people first met in FY 2026-27 Q1 came back" in finding(
        made
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("n, base", [(1, 2), (19, 42), (0, 42)])
def test_few_people_who_came_back_are_counts_and_a_running_quarter_is_named(
    n: int, base: int, language: str
) -> None:
    found = measure_frame(
        [{"period": "FY2026-27 Q1", "answer": "1 quarter later", "measure": "came back",
          "unit": "share", "estimate": n / base, "low": 0.31, "high": 0.6, "n": n, "base": base}],
        ["period", "answer"],
    )  # fmt: skip
    args = {"open": "FY2026-27 Q3"}
    said = finding(
        Section("retention", "T", found, sentence="retention", sentence_args=args), language
    )
    assert ("%" in said) == (base >= 10)
    assert {"en": "FY 2026-27 Q3 is not over", "fr": "T3 2026-27 n’est pas"}[language] in said


def test_a_hidden_row_of_who_came_back_is_not_said(sample: Tables) -> None:
    made = sections.retention(sample)
    gone = made.frame.assign(n=pd.NA, estimate=float("nan"), suppressed=True)
    said = finding(replace(made, frame=gone))
    assert not any(letter.isdigit() for letter in said)


def test_the_board_copy_can_be_published(sample: Tables) -> None:
    assert protect([getattr(sections, name)(sample) for name in BOARD], sample.settings).ok
