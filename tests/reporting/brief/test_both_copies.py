"""The brief of the board says nothing that the private one does not say, if more finely."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks._briefs import alone, asking, pairs
from engagekit import sections
from engagekit.errors import EngagekitError
from engagekit.sections import Section
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.slow

NAMES = ("headline", "ask", "scorecard", "funding", "funding_over_time", "reach_over_time",
         "reach_moves", "satisfaction_over_time", "response", "love_and_funding")  # fmt: skip
FIRMS = ((5, 281, 11), (9, 191, 12))
"""Seed, people, departments: of both some department has a quarter of which the ends are told."""


def _sections(tables: Tables, during: str) -> list[Section]:
    """What a brief speaks of."""
    whole: list[Section] = []
    for name in NAMES:
        try:
            whole.append(function_of(QUESTIONS[name])(tables, during=during))
        except EngagekitError:
            continue
    return [*whole, sections.reach(tables, during=during, by="department")]


def _claims(tables: Tables, during: str, language: str) -> tuple[int, list[str]]:
    """How much the brief of the board says, and what of it the private one does not."""
    made = list(pairs(tables, _sections(tables, during), [language]))
    return sum(len(one.board) for one in made), [text for one in made for text in alone(one)]


@pytest.mark.parametrize(
    ("firm", "during", "language"),
    [(FIRMS[0], "FY2026-27 Q2", "en"), (FIRMS[1], "FY2026-27 Q1", "fr"),
     (FIRMS[1], "FY2026-27 Q2", "en")],
)  # fmt: skip
def test_the_brief_of_the_board_claims_nothing_alone(
    firm: tuple[int, int, int], during: str, language: str
) -> None:
    said, claims = _claims(asking(*firm), during, language)
    assert said > 80
    assert claims == []


def test_a_claim_of_the_board_alone_would_be_seen() -> None:
    tables = asking(*FIRMS[0])
    (pair,) = pairs(tables, _sections(tables, "FY2026-27 Q2"), ["en"])
    planted = {**pair.board, ("finding", "reach"): "Department Ab fell most, to 12%."}
    assert any("Department Ab fell" in claim for claim in alone(replace(pair, board=planted)))
