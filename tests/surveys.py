"""Surveys written down in a test: a question is its id, its kind, and the answer of each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.settings.schema import make_settings
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

Question = tuple[str, str, Sequence[Any]]
DAY = pd.Timestamp("2026-08-10", tz="UTC")


def tidy(name: str, rows: list[dict[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """Return rows as a tidy table, each column in its kind."""
    blank = empty(name)
    frame = pd.DataFrame(rows).reindex(columns=blank.columns)
    return frame.astype(blank.dtypes.to_dict())


def made_survey(
    *questions: Question,
    survey: str = "s",
    day: pd.Timestamp = DAY,
    scores: Mapping[str, float] | None = None,
    asked: Mapping[str, Mapping[str, Any]] | None = None,
    people: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Tables:
    """Tables of one survey.

    ``questions``: of a list to tick or to place the answers are tuples of options. ``scores``: the
    points of answers; by default numbers of scales are points. ``asked``: more of each question,
    e.g. its wording. ``people``: more of those who answered, a value or one each.
    """
    rows, given = [], []
    for name, kind, answers in questions:
        more = {"wording": f"About {name}?", "scale_id": "own" if kind == "scale" else None}
        more |= (asked or {}).get(name, {})
        has_many = kind in ("multi", "rank")
        options = list(dict.fromkeys(part for one in answers for part in one or ()))
        for option in options if has_many else [None]:
            question = {"survey_id": survey, "question_id": name, "option": option}
            rows.append({**question, "kind": kind, **more})
            for who, answer in enumerate(answers):
                value, points = answer, None
                if has_many:
                    place = str(answer.index(option) + 1) if option in (answer or ()) else None
                    value = option if kind == "multi" and place else place
                elif kind in ("scale", "net_promoter"):
                    points = _points(answer) if scores is None else scores.get(str(answer))
                given.append({**question, "respondent_id": f"{survey}{who}", "value": value,
                              "score": points})  # fmt: skip
    size = len(questions[0][2])
    who = pd.DataFrame({"respondent_id": [f"{survey}{at}" for at in range(size)]})
    who = who.assign(survey_id=survey, submitted_at=day, **{"status": "complete", **(people or {})})
    days = {"opened_on": day.tz_localize(None), "closed_on": day.tz_localize(None)}
    frames = {
        "surveys": tidy("surveys", [{"survey_id": survey, "title": "Survey", **days}]),
        "questions": tidy("questions", rows),
        "responses": tidy("responses", given),
        "respondents": tidy("respondents", who),
    }
    return Tables(frames, make_settings(dict(settings or {})))


def together(*surveys: Tables, settings: Mapping[str, Any] | None = None) -> Tables:
    """Return the tables of several surveys as those of one project."""
    names = surveys[0].frames
    frames = {
        name: pd.concat([one.frames[name] for one in surveys], ignore_index=True) for name in names
    }
    return Tables(frames, make_settings(dict(settings or {})))


def _points(answer: Any) -> float | None:
    return float(answer) if str(answer).replace(".", "").isdigit() else None
