"""Which answers satisfaction counts."""

import numpy as np
import pandas as pd

from engagekit.explaining._explanation import BASE, IN, OUT, Told
from engagekit.explaining._people import ABOUT, numbered
from engagekit.facts import reading
from engagekit.measures import _grouping, _partials, _survey_waves
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def satisfaction(tables: Tables, period: Period) -> Told:
    """Return everybody who opened the survey, and the answer to the overall question."""
    survey = _survey_waves.wave(tables, period)
    question = _survey_waves.overall_question(tables, survey)
    least = _survey_waves.least_of(tables, survey, question)
    supplied = numbered(tables, "responses")
    supplied = supplied[
        (supplied["survey_id"] == survey) & (supplied["question_id"] == question["question_id"])
    ]
    people = reading.collected(
        reading.lazy(tables.need("respondents")).select(
            "respondent_id",
            "survey_id",
            "status",
            "department",
            "role_level",
            "submitted_at",
            "contact_id",
        )
    )
    if not tables.settings.survey.consent_to_link:
        people["contact_id"] = pd.Series(pd.NA, people.index, dtype="str")
    people = people[people["survey_id"] == survey].drop(columns="survey_id")
    rows = supplied.merge(people, on="respondent_id", how="left")
    own = rows["department"].isin(tables.settings.library.departments)
    used = reading.collected(_partials.used(tables, survey).select("respondent_id"))
    conditions = [
        ~rows["respondent_id"].isin(used["respondent_id"]),
        own,
        rows["score"].isna(),
        rows["score"] >= least,
    ]
    status = rows["status"].astype("str").str.replace("_", " ").fillna("no respondent")
    stands = np.select(conditions, [OUT, OUT, OUT, IN], BASE)
    answer = "'" + rows["value"].astype("str").fillna("") + "'"
    why = np.select(
        conditions,
        [
            "not used: " + status,
            "the library's own department",
            "no opinion or no answer",
            answer + ", counted as satisfied",
        ],
        answer + ", not counted as satisfied",
    )
    blank = pd.Series(pd.NA, rows.index, dtype="str")
    day = pd.to_datetime(rows["submitted_at"], utc=True).dt.tz_localize(None)
    rows = rows.assign(
        id=rows["respondent_id"],
        display_name=blank,
        cost_centre=blank,
        site=blank,
        on=day,
        what="answer, " + answer,
        department=rows["department"].fillna(_grouping.NOT_STATED),
    )
    rows = rows.assign(stands=stands, why=why)
    units = rows[["id", *ABOUT, "stands", "why"]].reset_index(drop=True)
    behind = rows[["id", "table", "at", "on", "what", "why"]].assign(counts=rows["stands"] != OUT)
    asked = {"Survey": survey, "Question": str(question["wording"])}
    return Told(units, behind.reset_index(drop=True), asked)
