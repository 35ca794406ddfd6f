"""Words picked by colleagues and by the team, services known, and what was useful: by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from scipy.stats import binomtest

from engagekit.errors import DataError, NotMeasuredError, UsageError
from engagekit.measures import aided_awareness, attribute_profile, useful
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

WORDS = ("Helpful", "Smart", "Slow")
OWN = {"library": {"departments": ["Library"]}}


def _ticked(
    tidy: Any,
    picks: list[tuple[str, tuple[str, ...]]],
    survey: dict[str, Any],
    status: list[str] | None = None,
    **more: Any,
) -> Tables:
    """Departments with the words that each person ticked."""
    people = [{"respondent_id": f"r{at}", "survey_id": "w", "department": department,
               "status": status[at] if status else "complete", "submitted_at": "2026-08-10 10:00"}
              for at, (department, _) in enumerate(picks)]  # fmt: skip
    rows = [{"respondent_id": f"r{at}", "survey_id": "w", "question_id": "m", "option": word,
             "value": word if word in mine else ""}
            for at, (_, mine) in enumerate(picks) for word in WORDS]  # fmt: skip
    questions = [{"question_id": "m", "survey_id": "w", "kind": "multi", "option": word,
                  "wording": "Which words?"} for word in WORDS]  # fmt: skip
    return Tables(
        {"surveys": tidy("surveys", {"survey_id": "w", "title": "Wave"}),
         "respondents": tidy("respondents", *people), "questions": tidy("questions", *questions),
         "responses": tidy("responses", *rows)},
        make_settings({"survey": survey, **OWN, **more}),
    )  # fmt: skip


PROFILE = {"profile": {"question": "Which words?"}}
COLLEAGUES = [
    ("Legal", ("Helpful", "Smart")), ("Legal", ("Helpful",)), ("Tax", ("Slow",)), ("Tax", ()),
]  # fmt: skip


def _team(count: int) -> list[tuple[str, tuple[str, ...]]]:
    return [("Library", ("Smart",))] * count


def test_shares_of_those_who_picked_anything_colleagues_beside_the_team(tidy: Any) -> None:
    found = attribute_profile(_ticked(tidy, COLLEAGUES + _team(5), PROFILE))
    theirs = found[found["answer"] == "colleagues"].set_index("word")
    assert theirs["n"].to_dict() == {"Helpful": 2, "Smart": 1, "Slow": 1}
    assert theirs["base"].unique().tolist() == [3]
    known = binomtest(2, 3).proportion_ci(method="wilson")
    assert theirs.loc["Helpful", ["low", "high"]].tolist() == pytest.approx([known.low, known.high])
    ours = found[found["answer"] == "library team"].set_index("word")
    assert ours["n"].to_dict() == {"Helpful": 0, "Smart": 5, "Slow": 0}
    assert ours["low"].isna().all()


def test_a_team_under_the_threshold_is_not_shown_at_all(tidy: Any) -> None:
    found = attribute_profile(_ticked(tidy, COLLEAGUES + _team(4), PROFILE))
    assert found["answer"].unique().tolist() == ["colleagues"]
    ten = _ticked(tidy, COLLEAGUES + _team(9), PROFILE, disclosure={"k": 10})
    assert attribute_profile(ten)["answer"].unique().tolist() == ["colleagues"]


def test_the_team_may_have_a_survey_of_its_own(tidy: Any) -> None:
    first = _ticked(tidy, COLLEAGUES, PROFILE)
    second = _ticked(tidy, [("", ("Slow",))] * 6, PROFILE)
    frames = {}
    for name, frame in first.frames.items():
        own = second.frames[name].assign(survey_id="own")
        if name == "respondents":
            own = own.assign(submitted_at=own["submitted_at"] - pd.Timedelta(days=30))
        frames[name] = pd.concat([frame, own], ignore_index=True)
    survey = {"profile": {"question": "Which words?", "own_survey": "own"}}
    found = attribute_profile(Tables(frames, make_settings({"survey": survey, **OWN})))
    ours = found[found["answer"] == "library team"].set_index("word")
    assert ours["n"].to_dict() == {"Helpful": 0, "Smart": 0, "Slow": 6}
    survey["profile"]["own_survey"] = "owm"
    with pytest.raises(UsageError, match="Did you mean 'own'"):
        attribute_profile(Tables(frames, make_settings({"survey": survey, **OWN})))


def test_services_known_by_those_who_answered_the_whole_or_ticked(tidy: Any) -> None:
    status = ["complete", "partial", "complete", "partial", "break_off", "complete"]
    picks = [*COLLEAGUES, ("Tax", ("Slow",)), ("Library", ("Slow",))]
    # the second partial ticked nothing: not asked; the break-off and the library are out
    tables = _ticked(tidy, picks, {"awareness_question": "Which words?"}, status)
    found = aided_awareness(tables).set_index("service")
    assert found[["n", "base"]].to_dict("index") == {
        "All": {"n": 3, "base": 3}, "Helpful": {"n": 2, "base": 3},
        "Smart": {"n": 1, "base": 3}, "Slow": {"n": 1, "base": 3},
    }  # fmt: skip
    whole = _ticked(tidy, COLLEAGUES, {"awareness_question": "m"})
    assert aided_awareness(whole).iloc[0][["n", "base"]].tolist() == [3, 4]


def _poll(tidy: Any, values: list[str], scores: list[float | None], **survey: Any) -> Tables:
    kind = "scale" if any(score is not None for score in scores) else "single"
    people = [{"respondent_id": f"r{at}", "survey_id": "w", "status": "complete",
               "submitted_at": "2026-08-10 10:00"} for at in range(len(values))]  # fmt: skip
    rows = [{"respondent_id": f"r{at}", "survey_id": "w", "question_id": "u", "value": value,
             "score": scores[at]} for at, value in enumerate(values)]  # fmt: skip
    question = {"question_id": "u", "survey_id": "w", "kind": kind, "wording": "Useful to you?",
                "scale_id": "usefulness-5-en" if kind == "scale" else None}  # fmt: skip
    return Tables(
        {"surveys": tidy("surveys", {"survey_id": "w", "title": "Poll"}),
         "respondents": tidy("respondents", *people), "questions": tidy("questions", question),
         "responses": tidy("responses", *rows)},
        make_settings({"survey": {"useful_question": "Useful to you?", **survey}}),
    )  # fmt: skip


def test_a_poll_counts_yes_among_those_who_answered(tidy: Any) -> None:
    tables = _poll(tidy, ["Yes", "OUI", "No", "", "Not sure"], [None] * 5)
    assert useful(tables).iloc[0][["n", "base"]].tolist() == [2, 4]


def test_a_poll_on_a_scale_counts_the_top_two_boxes(tidy: Any) -> None:
    tables = _poll(tidy, ["Very", "Quite", "So so", "Not at all", "n/a"], [5, 4, 3, 1, None])
    assert useful(tables).iloc[0][["n", "base"]].tolist() == [2, 4]


def test_which_answers_count_is_asked_back_where_nothing_tells(tidy: Any) -> None:
    with pytest.raises(DataError, match="do not say which of them count"):
        useful(_poll(tidy, ["A", "B"], [None, None], useful_answers=[]))


def test_nobody_who_answered_gives_no_share(tidy: Any) -> None:
    row = useful(_poll(tidy, ["", ""], [None, None])).iloc[0]
    assert row["base"] == 0
    assert pd.isna(row["estimate"])


@pytest.mark.parametrize(
    ("measure", "key"),
    [(attribute_profile, "survey.profile"), (aided_awareness, "awareness_question"),
     (useful, "useful_question")],
)  # fmt: skip
def test_without_settings_each_says_what_to_set(measure: Any, key: str, tidy: Any) -> None:
    bare = Tables(_ticked(tidy, COLLEAGUES, {}).frames, make_settings({}))
    with pytest.raises(NotMeasuredError, match=key):
        measure(bare)


@pytest.mark.filterwarnings("ignore:.*[Dd]ask")
def test_every_engine_gives_the_same_words(tidy: Any, engine: Any) -> None:
    tables = _ticked(tidy, COLLEAGUES + _team(5), {**PROFILE, "awareness_question": "m"})
    for measure in (attribute_profile, aided_awareness):
        pd.testing.assert_frame_equal(measure(engine(tables)), measure(tables))
