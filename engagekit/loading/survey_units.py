"""The department of those who answered, where the question for it is known by its answers alone."""

from collections.abc import Mapping

import pandas as pd

from engagekit.errors import shorten
from engagekit.parsing.values import fold
from engagekit.tables.problems import NOTE, Problem, problem_of

Frames = dict[str, pd.DataFrame]
OURS = 0.8
"""Share of the different answers that are departments of the staff list from which a question asks
for the department: one or two may be written in another way, or be "Other"."""
LEAST = 2
"""Departments that must be among the answers: one word may be an answer to anything."""


def with_departments(
    frames: Frames, others: Mapping[str, str] | None = None
) -> tuple[Frames, list[Problem]]:
    """Return the tables with the department of surveys in which nobody has one yet.

    ``frames``: with a staff list; without one nothing is changed. ``others``: other names of
    departments, each with that of the report. ``frames``: the question is no question any more: it
    says who answered. ``notes``: which question was taken in which survey.
    """
    if not {"contacts", "respondents", "questions", "responses"} <= set(frames):
        return frames, []
    others = others or {}
    names = [*frames["contacts"]["department"].dropna().astype("str"), *others]
    units = set(fold(pd.Series(names, dtype="str"))) - {""}
    notes: list[Problem] = []
    taken: set[str] = set()
    surveys = [*frames["respondents"].groupby("survey_id", sort=False)] * 2  # waves know each other
    for survey, people in surveys:
        if frames["respondents"].loc[people.index, "department"].notna().any():
            continue
        asking = _asking(frames, str(survey), units, taken)
        if asking is None:
            continue
        question, wording = asking
        taken.add(wording)
        frames = _moved(frames, str(survey), question, others)
        told = {"wording": shorten(wording)}
        notes += [problem_of("survey_units.with_departments", str(survey), NOTE, **told)]
    return frames, notes


def _asking(
    frames: Frames, survey: str, units: set[str], taken: set[str]
) -> tuple[str, str] | None:
    """Return the one question of a survey whose answers are departments, with its wording."""
    questions, responses = frames["questions"], frames["responses"]
    single = questions[(questions["survey_id"] == survey) & (questions["kind"] == "single")]
    own = responses[responses["survey_id"] == survey]
    found = []
    for name, wording in single.drop_duplicates("question_id")[["question_id", "wording"]].values:
        answers = own.loc[own["question_id"] == name, "value"].dropna().astype("str")
        words = set(fold(pd.Series(answers.unique(), dtype="str"))) - {""}
        ours = words & units
        share = 0 if wording in taken else OURS
        if len(ours) >= LEAST and len(ours) >= share * len(words):
            found.append((str(name), str(wording)))
    return found[0] if len(found) == 1 else None


def _moved(frames: Frames, survey: str, question: str, others: Mapping[str, str]) -> Frames:
    """Return the tables with the answers to a question as the department of who gave them."""
    people, responses = frames["respondents"], frames["responses"]
    asked = (responses["survey_id"] == survey) & (responses["question_id"] == question)
    given = responses[asked].drop_duplicates("respondent_id").set_index("respondent_id")["value"]
    mine = people["survey_id"] == survey
    unit = people["respondent_id"].map(given).astype("str").replace({**others})
    questions = frames["questions"]
    gone = (questions["survey_id"] == survey) & (questions["question_id"] == question)
    return {
        **frames,
        "respondents": people.assign(department=people["department"].mask(mine, unit)),
        "responses": responses[~asked],
        "questions": questions[~gone],
    }
