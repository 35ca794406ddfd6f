"""Sections on champions, on the sample."""

from __future__ import annotations

import pytest

from engagekit import figures, sections
from engagekit.disclosure import is_public, protect
from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding

BOARD = ("champions", "champions_over_time")
PRIVATE = ("champion_roster", "succession", "prospects", "cooling")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [*BOARD, *PRIVATE])
def test_a_section_says_something_and_draws(name: str, language: str, sample: Tables) -> None:
    made = function_of(QUESTIONS[name])(sample.in_language(language))
    assert not made.missing
    assert finding(made) != made.title
    if made.figure:
        drawn = figures.draw(
            made.figure, made.frame, title="T", locale=Locale(language), **dict(made.figure_args)
        )
        assert len(drawn.data) > 0


@pytest.mark.parametrize("name", PRIVATE)
def test_what_names_somebody_is_private(name: str, sample: Tables) -> None:
    assert not is_public(function_of(QUESTIONS[name])(sample))


def test_the_planted_champion_who_retires_is_told_in_the_private_copy(sample: Tables) -> None:
    assert "Édith Charlebois" in set(sections.champion_roster(sample).frame["display_name"])
    rows = sections.succession(sample).frame.set_index("department")
    assert rows.loc["Litigation", "leaving"] == "Édith Charlebois"
    assert rows.loc["Civil Engineering", "champions"] == 0


def test_who_joined_and_retired_within_a_quarter_is_lost_to_retirement(sample: Tables) -> None:
    frame = sections.champions(sample, every="quarter").frame
    assert ((frame["measure"] == "champions lost: retirement") & (frame["n"] == 1)).any()


def test_the_board_copy_can_be_published(sample: Tables) -> None:
    done = protect([function_of(QUESTIONS[name])(sample) for name in BOARD], sample.settings)
    for section in done.sections:
        if section.audience != "board":  # flows
            continue
        told = section.frame[section.frame["measure"].str.contains("lost")]
        assert told["n"].isna().all() or (told["n"].dropna() >= 5).all()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("half", [0, 1, 3])
def test_half_of_the_acts_by_any_number_of_people_is_told(language: str, half: int) -> None:
    rows = [{"measure": "champions", "unit": "count", "estimate": 4, "n": 4, "base": 20},
            {"measure": "absence factor", "unit": "count", "estimate": half}]  # fmt: skip
    section = Section("champions", "Champions", measure_frame(rows), sentence="champions")
    said = finding(section, language)
    assert "20" in said
    assert ("3" in said) == (half == 3) and said.count(".") == (2 if half else 1)
