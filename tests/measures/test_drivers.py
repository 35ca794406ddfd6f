"""What goes with satisfaction: shares where they can be told, and when nothing is ranked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError
from engagekit.measures import drivers
from engagekit.measures.drivers import chance_of, ranks
from engagekit.settings.schema import make_settings
from engagekit.statistics.drivers import shapley_shares
from engagekit.tables.tables import Tables


def _made(
    tidy: Any, overall: Any, items: dict[str, Any], stated: list[str] | None = None
) -> Tables:
    questions = [{"question_id": "q", "survey_id": "w", "wording": "Overall satisfied?",
                  "kind": "scale", "scale_id": "s-5"}]  # fmt: skip
    questions += [{"question_id": name, "survey_id": "w", "wording": name, "kind": "scale",
                   "scale_id": "s-5", "item_of": "Each service?"} for name in items]  # fmt: skip
    rows = [
        {"respondent_id": f"r{number:03}", "survey_id": "w", "question_id": question,
         "value": str(points), "score": points}
        for question, column in {"q": overall, **items}.items()
        for number, points in enumerate(column)
    ]  # fmt: skip
    people = [{"respondent_id": f"r{number:03}", "survey_id": "w", "status": "complete",
               "submitted_at": "2026-08-10 10:00"} for number in range(len(overall))]  # fmt: skip
    return Tables(
        {
            "surveys": tidy("surveys", {"survey_id": "w", "title": "Wave"}),
            "respondents": tidy("respondents", *people),
            "questions": tidy("questions", *questions),
            "responses": tidy("responses", *rows),
        },
        make_settings({"survey": {"drivers": stated or ["Each service?"]}}),
    )


def _points(values: Any) -> Any:
    return np.clip(np.round(3.4 + values), 1, 5)


def _simulated(tidy: Any, seed: int, n: int, weight: float) -> Tables:
    """Three items; overall satisfaction is the first of them and noise, by a weight."""
    random = np.random.default_rng(seed)
    items = random.normal(0, 1, (n, 3))
    overall = weight * items[:, 0] + (1 - weight**2) ** 0.5 * random.normal(0, 1, n)
    columns = {name: _points(items[:, at]) for at, name in enumerate(("speed", "depth", "place"))}
    return _made(tidy, _points(overall), columns)


def test_a_planted_item_comes_first_and_is_ranked_with_enough_answers(tidy: Any) -> None:
    found = drivers(_simulated(tidy, 3, 300, 0.8))
    share = found[found["measure"] == "share of what goes with satisfaction"].set_index("item")
    assert share["estimate"].sum() == pytest.approx(1)
    assert share["estimate"].idxmax() == "speed"
    assert share.loc["speed", "estimate"] > 0.9
    assert ranks(found) == "yes"


def test_shares_are_those_of_the_statistics_on_complete_answers(tidy: Any) -> None:
    tables = _simulated(tidy, 3, 40, 0.6)
    holes = tables.responses.assign(
        score=tables.responses["score"].mask(
            (tables.responses["question_id"] == "depth")
            & tables.responses["respondent_id"].isin(["r000", "r001"])
        )
    )
    found = drivers(tables.replace(responses=holes), draws=50)
    wide = holes.pivot(index="respondent_id", columns="question_id", values="score").dropna()
    known = shapley_shares(wide["q"], wide[["speed", "depth", "place"]])
    share = found[found["measure"] == "share of what goes with satisfaction"]
    assert share["estimate"].tolist() == pytest.approx(known.share.tolist())
    assert found.iloc[0][["base", "population"]].tolist() == [38, 40]
    assert found.iloc[0]["estimate"] == pytest.approx(known.r2)


def test_items_that_have_nothing_to_do_with_satisfaction_are_not_ranked(tidy: Any) -> None:
    verdicts = [ranks(drivers(_simulated(tidy, seed, 80, 0.0), draws=200)) for seed in range(12)]
    assert "yes" not in verdicts
    assert verdicts.count("chance") >= 9


def test_few_answers_have_no_shares(tidy: Any) -> None:
    found = drivers(_simulated(tidy, 1, 29, 0.8))
    assert found["estimate"].isna().all()
    assert found["base"].unique().tolist() == [29]
    assert ranks(found) == "few"


def test_two_items_that_matter_alike_are_too_close_to_rank(tidy: Any) -> None:
    random = np.random.default_rng(5)
    items = random.normal(0, 1, (300, 2))
    overall = _points(items.sum(axis=1) / 2**0.5)
    both = {"a": _points(items[:, 0]), "b": _points(items[:, 1])}
    assert ranks(drivers(_made(tidy, overall, both), draws=200)) == "close"


@pytest.mark.parametrize("size", [0, 1])
def test_nobody_or_one_person_is_said_and_does_not_fail(tidy: Any, size: int) -> None:
    tables = _made(tidy, [4] * 3, {"a": [4, 5, 3], "b": [1, 2, 3]})
    rows = tables.responses[tables.responses["respondent_id"] < f"r{size:03}"]
    found = drivers(tables.replace(responses=rows))
    assert found["base"].unique().tolist() == [size]
    assert ranks(found) == "few"


def test_items_that_follow_from_each_other_have_no_shares(tidy: Any) -> None:
    values = np.tile([1.0, 2, 3, 4, 5], 8)
    found = drivers(_made(tidy, values[::-1], {"a": values, "b": values}))
    assert found["estimate"].isna().all()


def test_the_chance_of_an_r_squared_is_that_of_the_f_test() -> None:
    from scipy.stats import linregress

    x, y = [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 7, 5]
    line = linregress(x, y)
    assert chance_of(line.rvalue**2, 6, 1) == pytest.approx(line.pvalue)


def test_without_settings_it_says_what_to_set(tidy: Any) -> None:
    tables = Tables(_simulated(tidy, 1, 40, 0.5).frames, make_settings({}))
    with pytest.raises(NotMeasuredError, match="drivers = "):
        drivers(tables)
    with pytest.raises(NotMeasuredError, match="asked two of the questions"):
        drivers(_made(tidy, [4, 5], {"a": [4, 5]}, ["another block"]))


@pytest.mark.filterwarnings("ignore:.*[Dd]ask")
def test_every_engine_gives_the_same_shares(tidy: Any, engine: Any) -> None:
    tables = _simulated(tidy, 3, 40, 0.8)
    pd.testing.assert_frame_equal(drivers(engine(tables), draws=20), drivers(tables, draws=20))


def test_the_range_of_a_share_holds_it_also_where_there_is_nothing_to_tell(tidy: Any) -> None:
    for seed in range(6):
        found = drivers(_simulated(tidy, seed, 120, 0.0), draws=60)
        share = found[found["measure"] == "share of what goes with satisfaction"]
        assert (share["low"] <= share["estimate"]).all()
        assert (share["estimate"] <= share["high"]).all()
