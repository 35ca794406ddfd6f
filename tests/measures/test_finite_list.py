"""The range of the people on the list: narrower, and it holds the truth as often as it says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engagekit.measures.finite_list import FRONT, on_list, satisfaction_of_list
from engagekit.measures.topline import topline
from engagekit.sections import satisfaction
from engagekit.settings.schema import make_settings
from engagekit.statistics.design_shares import share
from engagekit.statistics.designs import survey_design
from engagekit.statistics.proportions import wilson
from engagekit.statistics.scores import mean_score
from engagekit.tables.tables import Tables
from engagekit.wording import finding


def _survey(tidy: Any, yes: int, n: int, staff: int) -> Tables:
    """A survey to which n of the people invited gave an answer, of whom some are satisfied."""
    ids = [f"p{at}" for at in range(staff)]
    key = {"survey_id": "s"}
    moment = "2026-05-01 10:00"
    return Tables(
        {
            "surveys": tidy("surveys", {**key, "title": "Survey"}),
            "questions": tidy("questions", {**key, "question_id": "q", "kind": "scale",
                              "wording": "Overall, how satisfied are you?",
                              "scale_id": "satisfaction-5-en"}),
            "respondents": tidy("respondents", *({**key, "respondent_id": one, "status": "complete",
                                "submitted_at": moment} for one in ids[:n])),
            "responses": tidy("responses", *({**key, "respondent_id": one, "question_id": "q",
                              "value": "yes" if at < yes else "no", "score": 5.0 if at < yes else 2.0}
                              for at, one in enumerate(ids[:n]))),
            "invitations": tidy("invitations", *({**key, "contact_id": one,
                                "outcome": "I" if at < n else "NC"}
                                for at, one in enumerate(ids))),
        },
        make_settings({}),
    )  # fmt: skip


def test_forty_of_sixty_on_the_list(tidy: Any) -> None:
    tables = _survey(tidy, 32, 40, 60)
    found = satisfaction_of_list(tables)
    by_hand = share(survey_design(40, population=60), [1.0] * 32 + [0.0] * 8)
    assert on_list(tables, "s") == 60
    assert (found["low"], found["high"]) == pytest.approx((by_hand.low, by_hand.high))
    assert found["high"] - found["low"] < 0.17 < 0.25
    assert (found["least"], found["most"]) == pytest.approx((32 / 60, 52 / 60))
    said = finding(satisfaction(tables))
    assert "Of all 60 people, likely 71% to 86%" in said
    assert "beyond this survey, likely 65% to 90%" in said


@pytest.mark.parametrize(("n", "is_front"), [(20, True), (19, False)])
def test_a_fifth_of_the_list_puts_it_in_front(tidy: Any, n: int, is_front: bool) -> None:
    found = satisfaction_of_list(_survey(tidy, n - 4, n, round(20 / FRONT)))
    assert found["is_front"] is is_front


def test_where_everybody_answered_the_list_has_no_range(tidy: Any) -> None:
    tables = _survey(tidy, 47, 60, 60)
    found = satisfaction_of_list(tables)
    assert found["low"] == found["high"] == pytest.approx(47 / 60)
    assert "Everybody answered" in finding(satisfaction(tables))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "if none of them were satisfied, 50% of everybody would be; if all of them were, 83%"),
     ("fr", "n’était satisfaite, ce serait 50\u00a0% de l’ensemble; si toutes l’étaient, 83\u00a0%")],
)  # fmt: skip
def test_what_those_think_who_did_not_answer_is_bounded(
    tidy: Any, language: str, said: str
) -> None:
    """Thirty of forty are satisfied, twenty of sixty say nothing: 30 to 50 of 60."""
    assert said in finding(satisfaction(_survey(tidy, 30, 40, 60)), language).replace("'", "’")
    whole = finding(satisfaction(_survey(tidy, 45, 60, 60)), language)
    assert "if none of them" not in whole and "Si aucune" not in whole


def test_without_a_list_nothing_is_said_of_it(tidy: Any) -> None:
    tables = _survey(tidy, 32, 40, 60)
    alone = Tables({n: f for n, f in tables.frames.items() if n != "invitations"}, tables.settings)
    assert satisfaction_of_list(alone) == {}
    assert "if they are like everybody else" in finding(satisfaction(alone))


@pytest.mark.parametrize(("staff", "n"), [(60, 40), (200, 60)])
def test_the_range_of_the_list_holds_the_truth_as_often_as_it_says(staff: int, n: int) -> None:
    random = np.random.default_rng(staff)
    hits = 0
    for _ in range(300):
        satisfied = round(staff * random.uniform(0.6, 0.9))
        yes = int(random.hypergeometric(satisfied, staff - satisfied, n))
        found = share(survey_design(n, population=staff), [1.0] * yes + [0.0] * (n - yes))
        hits += found.low <= satisfied / staff <= found.high
    assert 0.925 <= hits / 300 <= 0.98


@pytest.mark.parametrize(("n", "of_list"), [(20, True), (19, False), (100, True)])
def test_ranges_of_a_topline_are_of_the_list_from_a_fifth_on(
    tidy: Any, n: int, of_list: bool
) -> None:
    """Wilson with the answers that are worth as many, 1 / (1 - n/N) times; the census has none."""
    frame = topline(_survey(tidy, n - 4, n, 100)).set_index("measure")
    share, mean = frame[frame["n"] == n - 4].iloc[0], frame.loc["mean answer"]
    left = 1 - n / 100 if of_list else 1.0
    found = wilson((n - 4) / left, n / left) if left else wilson((n - 4) * 1e9, n * 1e9)
    assert (share["low"], share["high"]) == pytest.approx((found.low, found.high), abs=1e-4)
    whole = mean_score([5.0] * (n - 4) + [2.0] * 4)  # with the range beside it scores are counted
    assert (mean["low"], mean["high"]) == pytest.approx((whole.low, whole.high))
    assert ("people on the list" in share["method"]) is of_list
