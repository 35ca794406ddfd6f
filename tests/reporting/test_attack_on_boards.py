"""Somebody with the board copies of every notebook, and nothing else, learns no count of few."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from engagekit.disclosure._names import QUOTED, words_of
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.slow
_FILE = Path(__file__).parents[2] / "benchmarks" / "attack.py"
_spec = importlib.util.spec_from_file_location("attack", _FILE)
assert _spec is not None and _spec.loader is not None
attack = importlib.util.module_from_spec(_spec)
sys.modules["attack"] = attack
_spec.loader.exec_module(attack)


@pytest.fixture(scope="module")
def copies(reports: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        audience: [
            json.loads(file.read_text("utf-8"))
            for file in sorted(reports.glob(f"*/*/{audience}/*results.json"))
        ]
        for audience in ("board", "private")
    }


def test_no_count_of_few_is_told_by_all_board_copies_together(
    copies: dict[str, list[dict[str, Any]]],
) -> None:
    assert len(copies["board"]) > 8
    result = attack.outcome(copies["board"], copies["private"])
    assert result["what"] == []
    assert result["odd"] == []  # what contradicts itself proves nothing


def test_the_same_attack_finds_them_in_the_private_copies(
    copies: dict[str, list[dict[str, Any]]],
) -> None:
    mind = attack.read(copies["private"])
    assert len(attack.told(mind, mind)) > 20


def test_few_acts_tell_of_no_champion_and_few_asks_of_no_act(sample: Tables) -> None:
    early = ("FY2025-26 Q1", "FY2025-26 Q2")  # three champions did three acts; one of twelve asks
    made = attack.straight(sample, [attack.Run(one, "04_champions") for one in early])
    assert attack.outcome(made.boards, made.privates)["what"] == []
    assert len(attack.outcome(made.privates, made.privates)["what"]) > 2


def test_a_board_copy_says_of_no_file_how_many_rows_it_has(
    copies: dict[str, list[dict[str, Any]]],
) -> None:
    """Those of a survey are who answered, those of an attendance list who came."""
    for copy in copies["board"]:
        assert all(one.keys() == {"tool", "sha256"} for one in copy["inputs"])
        assert copy["rows"]["set_aside"] == []
    assert {"rows_read", "rows_kept"} < copies["private"][0]["inputs"][0].keys()


def test_the_board_copy_of_the_quarter_shows_every_department(
    copies: dict[str, list[dict[str, Any]]],
) -> None:
    board, private = (
        next(one for one in copies[name] if one["report"]["notebook"] == "quarterly_report.ipynb")
        for name in ("board", "private")
    )
    shown = attack.shown(board, private)
    assert shown["departments"] == "8/8"
    assert abs(shown["bias"]) < 3


def test_no_comment_of_a_survey_stands_in_a_file_of_the_board(
    reports: Path, sample: Tables
) -> None:
    """Of an answer in words six words in a row tell who wrote it."""
    asked = sample.need("questions")
    keys = ["survey_id", "question_id"]
    texts = sample.need("responses").merge(asked.loc[asked["kind"] == "text", keys], on=keys)
    comments = {tuple(words_of(text)[:QUOTED]) for text in texts["value"].dropna().astype(str)}
    comments = {words for words in comments if len(words) == QUOTED}
    found: dict[str, set[tuple[str, ...]]] = {"board": set(), "private": set()}
    for audience, hits in found.items():
        for file in sorted(reports.glob(f"*/*/{audience}/*")):
            if file.suffix in (".html", ".json"):
                words = words_of(file.read_text("utf-8"))
                hits |= comments.intersection(
                    zip(*(words[at:] for at in range(QUOTED)), strict=False)
                )
    assert found["private"]
    assert not found["board"]
