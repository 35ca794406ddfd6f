"""Do items hang together: alpha of a block, when it is not told, and items worded the other way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import f

from engagekit import sections
from engagekit.errors import NotMeasuredError
from engagekit.measures import consistency
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

NAMES = ("Trust", "Care", "Skill", "Speed")


def _made(
    tidy: Any, scores: Any, stated: dict[str, Any] | None = None, block: str | None = "Our team"
) -> Tables:
    """One survey with a column of scores an item (NaN: not answered)."""
    names = NAMES[: scores.shape[1]]
    questions = [
        {"question_id": f"q{at}", "survey_id": "w", "wording": name, "kind": "scale",
         "scale_id": "agreement-5-en", "item_of": block}
        for at, name in enumerate(names)
    ]  # fmt: skip
    rows = [
        {"respondent_id": f"r{who}", "survey_id": "w", "question_id": f"q{at}",
         "value": str(value), "score": None if np.isnan(value) else float(value)}
        for who, line in enumerate(scores)
        for at, value in enumerate(line)
    ]  # fmt: skip
    people = [
        {"respondent_id": f"r{who}", "survey_id": "w", "submitted_at": "2026-08-10 10:00",
         "status": "complete"}
        for who in range(len(scores))
    ]  # fmt: skip
    frames = {
        "surveys": tidy("surveys", {"survey_id": "w", "title": "W"}),
        "respondents": tidy("respondents", *people),
        "questions": tidy("questions", *questions),
        "responses": tidy("responses", *rows),
    }
    return Tables(frames, make_settings({"survey": stated or {}}))


def _scores(n: int, k: int, shared: float = 1.2, seed: int = 5) -> Any:
    """Items that have one thing in common, on five points."""
    random = np.random.default_rng(seed)
    common = random.normal(0, shared, (n, 1))
    return np.clip(np.round(3 + common + random.normal(0, 0.7, (n, k))), 1, 5)


def test_alpha_and_feldts_interval_by_hand(tidy: Any) -> None:
    scores = _scores(80, 4)
    scores[3, 1] = np.nan
    found = consistency(_made(tidy, scores))
    whole = scores[~np.isnan(scores).any(axis=1)]
    alpha = 4 / 3 * (1 - whole.var(axis=0, ddof=1).sum() / whole.sum(axis=1).var(ddof=1))
    row = found.iloc[0]
    assert (row["block"], row["item"], row["base"], row["population"]) == (
        "Our team",
        "All",
        79,
        80,
    )
    assert row["estimate"] == pytest.approx(alpha, rel=1e-12)
    assert row["low"] == pytest.approx(1 - (1 - alpha) * f.ppf(0.975, 78, 78 * 3), rel=1e-12)
    assert row["high"] == pytest.approx(1 - (1 - alpha) * f.ppf(0.025, 78, 78 * 3), rel=1e-12)
    rest = found[found["measure"] == "correlation with the other items"].set_index("item")
    by_hand = np.corrcoef(whole[:, 0], whole[:, 1:].sum(axis=1))[0, 1]
    assert rest.loc["Trust", "estimate"] == pytest.approx(by_hand)
    assert rest["low"].isna().all()


@pytest.mark.parametrize("language, words", [
    ("en", "The 4 questions on “Our team” can be read as one. They agree at 0."),
    ("fr", "peuvent se lire comme une seule. Elles s’accordent à 0,"),
])  # fmt: skip
def test_items_that_hang_together_are_said_to_and_not_what_they_measure(
    language: str, words: str, tidy: Any
) -> None:
    said = finding(sections.consistency(_made(tidy, _scores(80, 4))), language)
    assert words in said
    assert ("does not show what" in said) or ("ne montre pas ce qu" in said)


def test_under_fifty_people_no_alpha_is_given_and_the_sentence_says_why(tidy: Any) -> None:
    made = sections.consistency(_made(tidy, _scores(49, 4)))
    assert made.frame["estimate"].isna().all()
    assert finding(made) == (
        "“Our team”: 49 people answered every question. We need 50 to say whether the questions "
        "agree."
    )


def test_an_item_that_everybody_answered_alike_and_one_the_other_way_round(tidy: Any) -> None:
    flat = _scores(60, 3)
    flat[:, 1] = 4
    assert "gave one question the same answer" in finding(sections.consistency(_made(tidy, flat)))
    turned = _scores(60, 4)
    turned[:, 2] = 6 - turned[:, 2]
    said = finding(sections.consistency(_made(tidy, turned)))
    assert "Skill runs against the others" in said
    assert "can be read as one. They" not in said
    told = finding(sections.consistency(_made(tidy, turned, {"reversed_items": ["Skill"]})))
    assert told.startswith("The 4 questions on “Our team” can be read as one")


def test_two_items_are_no_block_and_items_without_a_block_are_named_in_the_settings(
    tidy: Any,
) -> None:
    with pytest.raises(NotMeasuredError, match="three items or more"):
        consistency(_made(tidy, _scores(60, 2)))
    with pytest.raises(NotMeasuredError):
        consistency(_made(tidy, _scores(60, 3), block=None))
    named = _made(tidy, _scores(60, 3), {"drivers": list(NAMES[:3])}, block=None)
    assert consistency(named)["block"].unique().tolist() == ["items under drivers"]
    assert "« éléments nommés sous drivers »" in finding(sections.consistency(named), "fr").replace(
        "\u00a0", " "
    )
