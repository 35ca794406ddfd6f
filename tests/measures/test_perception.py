"""Two groups on one question: shares and their difference, by hand and in simulation."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engagekit import sections
from engagekit.errors import NotMeasuredError, SettingsError, UsageError
from engagekit.measures import perception_gap
from engagekit.settings.schema import make_settings
from engagekit.statistics.proportions import newcombe
from engagekit.tables.tables import Tables
from engagekit.wording import finding

perception_section = partial(sections.topline, of="perception")

STAFF, CHIEFS = ("Staff", "Chiefs")
GROUPS = {STAFF: ["Professional", "Support"], CHIEFS: ["Partner"]}
ASKED = {"question": "How much value?", "answers": ["A lot"], "groups": GROUPS}


def _made(
    tidy: Any, people: list[tuple[str, str]], perception: dict[str, Any], survey_id: str = "w"
) -> Tables:
    """Level and answer of each person; a level ``Library`` is its department."""
    respondents = [
        {"respondent_id": f"{survey_id}{at}", "survey_id": survey_id, "status": "complete",
         "department": "Library" if level == "Library" else "Legal", "role_level": level or None,
         "submitted_at": "2026-08-10 10:00"}
        for at, (level, _) in enumerate(people)
    ]  # fmt: skip
    rows = [
        {"respondent_id": f"{survey_id}{at}", "survey_id": survey_id, "question_id": question,
         "value": value}
        for at, (level, answer) in enumerate(people)
        for question, value in (("v", answer), ("l", level))
    ]  # fmt: skip
    questions = [
        {"question_id": name, "survey_id": survey_id, "kind": "single", "wording": wording}
        for name, wording in (("v", "How much value?"), ("l", "Your level?"))
    ]
    settings = {"survey": {"perception": perception}, "library": {"departments": ["Library"]}}
    return Tables(
        {"surveys": tidy("surveys", {"survey_id": survey_id, "title": "Wave"}),
         "respondents": tidy("respondents", *respondents),
         "questions": tidy("questions", *questions), "responses": tidy("responses", *rows)},
        make_settings(settings),
    )  # fmt: skip


PEOPLE = [
    ("Professional", "A lot"), ("Support", "a LOT "), ("Support", "Some"), ("Professional", ""),
    ("Partner", "Some"), ("Partner", "A lot"), ("Partner", "None"), ("Library", "A lot"),
    ("", "A lot"),
]  # fmt: skip


def test_shares_of_two_groups_and_newcombes_range_of_the_difference(tidy: Any) -> None:
    found = perception_gap(_made(tidy, PEOPLE, ASKED))
    assert found["group"].tolist() == [STAFF, CHIEFS, "gap"]
    # staff: two of three who answered; chiefs: one of three; the library and no level are out
    assert found[["n", "base"]].head(2).values.tolist() == [[2, 3], [1, 3]]
    known = newcombe(2, 3, 1, 3)
    gap = found.iloc[2]
    assert gap["estimate"] == pytest.approx(1 / 3)
    assert (gap["low"], gap["high"]) == (pytest.approx(known.low), pytest.approx(known.high))
    assert pd.isna(gap["n"])


def test_the_difference_of_a_published_case_has_newcombes_range(tidy: Any) -> None:
    # Newcombe (1998), case a, method 10: 56 of 70 against 48 of 80
    people = [("Support", "A lot" if at < 56 else "Some") for at in range(70)]
    people += [("Partner", "A lot" if at < 48 else "Some") for at in range(80)]
    gap = perception_gap(_made(tidy, people, ASKED)).iloc[2]
    assert gap["estimate"] == pytest.approx(0.2)
    assert (round(gap["low"], 4), round(gap["high"], 4)) == (0.0524, 0.3339)


def test_no_clear_difference_is_not_told_as_seeing_alike_and_says_what_would_have_shown(
    tidy: Any,
) -> None:
    people = [("Support", "A lot" if at < 6 else "Some") for at in range(10)]
    people += [("Partner", "A lot" if at < 4 else "Some") for at in range(10)]
    text = finding(perception_section(_made(tidy, people, ASKED), during="FY2026-27 Q2"))
    assert text.startswith("No clear difference in how")
    assert "alike" not in text
    assert "a difference of 5" in text  # from -20 to 54 points: an error of 19 points


def test_the_library_may_be_a_group_and_levels_may_stand_in_a_question(tidy: Any) -> None:
    groups = {"Library": ["library"], CHIEFS: ["partner"]}
    stated = {**ASKED, "groups": groups, "group_question": "Your level?"}
    tables = _made(tidy, PEOPLE, stated)
    bare = tables.replace(respondents=tables.respondents.assign(role_level=None))
    found = perception_gap(bare)
    assert found[["n", "base"]].head(2).values.tolist() == [[1, 1], [1, 3]]


def test_each_group_may_have_a_survey_of_its_own(tidy: Any) -> None:
    stated = {**ASKED, "groups": {}, "surveys": {STAFF: "s", CHIEFS: "c"}}
    one = _made(tidy, PEOPLE[:4], stated, "s")
    other = _made(tidy, PEOPLE[4:7], stated, "c")
    frames = {name: pd.concat([frame, other.frames[name]], ignore_index=True)
              for name, frame in one.frames.items()}  # fmt: skip
    found = perception_gap(Tables(frames, one.settings))
    assert found[["n", "base"]].head(2).values.tolist() == [[2, 3], [1, 3]]
    wrong = {**stated, "surveys": {STAFF: "s", CHIEFS: "cc"}}
    with pytest.raises(UsageError, match="'cc', which is not there"):
        perception_gap(Tables(frames, make_settings({"survey": {"perception": wrong}})))


def test_a_group_of_nobody_is_told_with_the_levels_there_are(tidy: Any) -> None:
    stated = {**ASKED, "groups": {STAFF: ["Support"], CHIEFS: ["Director"]}}
    with pytest.raises(NotMeasuredError, match=r"nobody answered as Director.*'Partner'"):
        perception_gap(_made(tidy, PEOPLE, stated))


def test_what_is_not_set_is_asked_for(tidy: Any) -> None:
    with pytest.raises(NotMeasuredError, match=r"survey\.perception"):
        perception_gap(_made(tidy, PEOPLE, {}))
    one = {**ASKED, "groups": {STAFF: ["Support"]}}
    with pytest.raises(SettingsError, match="names 1 groups"):
        perception_gap(_made(tidy, PEOPLE, one))


def test_one_answer_in_each_group_has_a_wide_range(tidy: Any) -> None:
    gap = perception_gap(_made(tidy, [PEOPLE[0], PEOPLE[4]], ASKED)).iloc[2]
    assert gap["estimate"] == 1
    assert gap["low"] < 0


def test_the_range_holds_the_true_difference_about_95_times_in_100() -> None:
    random = np.random.default_rng(11)
    held = 0
    for a, b in zip(random.binomial(150, 0.55, 600), random.binomial(30, 0.34, 600), strict=True):
        found = newcombe(int(a), 150, int(b), 30)
        held += found.low <= 0.21 <= found.high
    assert 0.93 <= held / 600 <= 0.98


@pytest.mark.filterwarnings("ignore:.*[Dd]ask")
def test_every_engine_gives_the_same_gap(tidy: Any, engine: Any) -> None:
    tables = _made(tidy, PEOPLE, ASKED)
    pd.testing.assert_frame_equal(perception_gap(engine(tables)), perception_gap(tables))
