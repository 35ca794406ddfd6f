"""What is said over all surveys, from the answers themselves."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from engagekit import sections
from engagekit.measures.survey_change import of_counts, satisfaction_change
from engagekit.tables.tables import Tables
from engagekit.wording import finding

satisfaction_over_time = partial(sections.satisfaction, every="survey")


def test_the_sample_is_judged_over_all_its_surveys(sample: Tables) -> None:
    found = satisfaction_change(sample)
    made = satisfaction_over_time(sample)
    assert found is not None and found["surveys"] == len(made.frame) == 2
    assert found["periods"] == made.frame["period"].tolist()
    assert found["before"] + found["step"]["estimate"] == pytest.approx(
        made.frame["estimate"].iloc[-1]
    )
    assert ("no clear change" in finding(made)) == (found["kind"] == "none")


def test_counts_alone_give_the_same_as_answers_of_different_people(sample: Tables) -> None:
    apart = sample.settings.survey.model_copy(update={"consent_to_link": False, "weights": "none"})
    alone = Tables(sample.frames, sample.settings.model_copy(update={"survey": apart}))
    found, frame = satisfaction_change(alone), satisfaction_over_time(alone).frame
    counts = of_counts(frame["n"].tolist(), frame["base"].tolist(), frame["period"].tolist())
    assert found is not None and found["step"] == pytest.approx(counts["step"])


def _surveys(shares: list[float], n: int, random: Any) -> dict[str, Any]:
    yes = [int(one) for one in random.binomial(n, shares)]
    return of_counts(yes, [n] * len(shares), [str(at) for at in range(len(shares))])


def test_a_slow_fall_is_told_and_no_change_is_not() -> None:
    random = np.random.default_rng(5)
    fall = [_surveys(list(np.linspace(0.86, 0.65, 8)), 100, random)["kind"] for _ in range(100)]
    still = [_surveys([0.8] * 8, 100, random)["kind"] for _ in range(200)]
    assert fall.count("trend") >= 90
    assert len(still) - still.count("none") <= 16
