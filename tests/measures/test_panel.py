"""People who answered twice: by hand, and against taking them as two samples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError
from engagekit.measures import panel_change
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

LINKED = {"consent_to_link": True, "panel_code_question": "Your code?"}
Wave = list[tuple[str, float | None]]


def _made(
    tidy: Any, before: Wave, after: Wave, survey: dict[str, Any] | None = None, *,
    by: str = "code", words: str = "Overall, how satisfied are you?", scale: str = "s-5-en",
) -> Tables:  # fmt: skip
    """Code (or contact) and score of each person in two waves."""
    people, rows, questions = [], [], []
    for name, day, wave in (("w1", "2025-08-10", before), ("w2", "2026-08-10", after)):
        for at, (who, score) in enumerate(wave):
            person = {"respondent_id": f"{name}{at}", "survey_id": name, "status": "complete",
                      "submitted_at": f"{day} 10:00"}  # fmt: skip
            people.append({**person, "contact_id": who} if by == "contact" else person)
            given = {"respondent_id": f"{name}{at}", "survey_id": name}
            rows.append({**given, "question_id": "q", "value": str(score), "score": score})
            rows.append({**given, "question_id": "c", "value": who if by == "code" else ""})
        last = name == "w2"
        questions += [
            {"question_id": "q", "survey_id": name, "kind": "scale",
             "scale_id": scale if last else "s-5-en",
             "wording": words if last else "Overall, how satisfied are you?"},
            {"question_id": "c", "survey_id": name, "kind": "text", "wording": "Your code?"},
        ]  # fmt: skip
    surveys = [{"survey_id": name, "title": name} for name in ("w1", "w2")]
    return Tables(
        {"surveys": tidy("surveys", *surveys), "respondents": tidy("respondents", *people),
         "questions": tidy("questions", *questions), "responses": tidy("responses", *rows)},
        make_settings({"survey": LINKED if survey is None else survey}),
    )  # fmt: skip


BEFORE: Wave = [
    ("Ab01", 3),
    ("Cd02", 4),
    ("Ef03", 4),
    ("Gh04", 2),
    ("Ij05", 5),
    ("Xx09", 1),
    ("", 5),
]
AFTER: Wave = [
    ("ab 01", 5), ("CD02", 4), ("ef-03", 5), ("Gh04", None), ("Ij05", 4), ("Zz10", 1), ("", 1),
]  # fmt: skip


def test_change_of_those_with_an_opinion_both_times_codes_read_leniently(tidy: Any) -> None:
    found = panel_change(_made(tidy, BEFORE, AFTER)).set_index("answer")
    # Ab01 +2, Cd02 0, Ef03 +1, Ij05 -1; Gh04 has no opinion after; blanks are nobody
    assert found.loc["All", ["n", "base"]].tolist() == [4, 4]
    assert found.loc["All", "estimate"] == pytest.approx(0.5)
    # sd of 2 0 1 -1 is 1.290994; t(3) at 97.5 % is 3.182446
    assert found.loc["All", "high"] == pytest.approx(0.5 + 3.182446 * 1.290994 / 2, abs=1e-5)
    moved = found.loc[["higher", "the same", "lower"]]
    assert moved["n"].tolist() == [2, 1, 1]
    assert moved["base"].unique().tolist() == [4]


def test_a_code_that_stands_twice_in_a_survey_is_nobody(tidy: Any) -> None:
    found = panel_change(_made(tidy, [*BEFORE, ("AB01", 1)], AFTER)).set_index("answer")
    assert found.loc["All", "base"] == 3


def test_contacts_link_too(tidy: Any) -> None:
    same: Wave = [("7", 2), ("8", 3)]
    later: Wave = [("8", 4), ("7", 4)]
    found = panel_change(_made(tidy, same, later, {"consent_to_link": True}, by="contact"))
    assert found["estimate"].iloc[0] == pytest.approx(1.5)


def test_nothing_is_joined_without_consent(tidy: Any) -> None:
    with pytest.raises(NotMeasuredError, match="consent_to_link = true"):
        panel_change(_made(tidy, BEFORE, AFTER, {"panel_code_question": "Your code?"}))


def test_one_survey_or_nobody_in_both_is_no_panel(tidy: Any) -> None:
    tables = _made(tidy, BEFORE, AFTER)
    with pytest.raises(NotMeasuredError, match="a panel needs two"):
        panel_change(tables, during="FY2025-26 Q2")
    with pytest.raises(NotMeasuredError, match="panel_code_question"):
        panel_change(_made(tidy, BEFORE, [("Qq31", 5)]))
    with pytest.raises(NotMeasuredError, match="panel_code_question"):
        panel_change(_made(tidy, BEFORE, AFTER, {"consent_to_link": True}))


def test_another_question_is_no_change_within_people(tidy: Any) -> None:
    with pytest.raises(NotMeasuredError, match="other words or another scale"):
        panel_change(_made(tidy, BEFORE, AFTER, words="Overall, are you satisfied with us?"))
    with pytest.raises(NotMeasuredError, match="other words or another scale"):
        panel_change(_made(tidy, BEFORE, AFTER, scale="s-7-en"))


def test_one_pair_has_a_change_and_no_interval(tidy: Any) -> None:
    row = panel_change(_made(tidy, [("Ab01", 3)], [("Ab01", 4)])).iloc[0]
    assert (row["estimate"], row["n"]) == (1, 1)
    assert pd.isna(row["low"])


def test_the_range_within_people_is_narrower_than_of_two_samples_and_holds(tidy: Any) -> None:
    from engagekit.statistics.scores import mean_score

    random = np.random.default_rng(4)
    held, widths, apart = 0, [], []
    for _ in range(300):
        own = random.normal(3.8, 0.8, 60)
        before, after = own + random.normal(0, 0.3, 60), own + 0.2 + random.normal(0, 0.3, 60)
        found = mean_score(after - before)
        held += found.low <= 0.2 <= found.high
        widths.append(found.high - found.low)
        apart.append(2 * 1.96 * ((before.var(ddof=1) + after.var(ddof=1)) / 60) ** 0.5)
    assert 0.92 <= held / 300 <= 0.98
    assert np.mean(widths) < 0.5 * np.mean(apart)


@pytest.mark.filterwarnings("ignore:.*[Dd]ask")
def test_every_engine_gives_the_same_change(tidy: Any, engine: Any) -> None:
    tables = _made(tidy, BEFORE, AFTER)
    pd.testing.assert_frame_equal(panel_change(engine(tables)), panel_change(tables))
