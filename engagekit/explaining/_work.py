"""Which rows a number about things counts: promises, seats, answers."""

from typing import Any

import numpy as np
import pandas as pd

from engagekit.explaining._explanation import BASE, IN, OUT, Told
from engagekit.explaining._people import ABOUT, COUNTS, at_events, everybody, numbered
from engagekit.measures import _frames, _grouping, _partials, _survey_waves
from engagekit.measures.attendance import from_outside
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

FROM_OUTSIDE = "from outside: a presenter or a guest"


def _named_rows(rows: pd.DataFrame, tables: Tables, period: Period) -> pd.DataFrame:
    """Return rows with the person behind them, if any, and whether it is the library's own."""
    if not tables.has("contacts"):
        blank = {name: pd.Series(pd.NA, rows.index, dtype="str") for name in ABOUT[1:]}
        return rows.assign(**blank, own=False)
    people = everybody(tables, period).set_index("id")
    people["own"] = people["out"] == "works for the library"
    existing = people.reindex(rows["contact_id"])
    result = {name: existing[name].to_numpy() for name in [*ABOUT[1:], "own"]}
    rows = rows.drop(columns=[name for name in ABOUT[1:] if name in rows.columns])
    rows = rows.assign(
        **{**result, "own": pd.Series(result["own"]).fillna(False).to_numpy(dtype=bool)}
    )
    return rows


def _units(
    rows: pd.DataFrame, stands: np.ndarray[Any, Any], why: np.ndarray[Any, Any], **choices: str
) -> Told:
    """Return an explanation whose units are the rows themselves."""
    rows = rows.assign(stands=stands, why=why)
    units = rows[["id", *ABOUT, "stands", "why"]].reset_index(drop=True)
    behind = rows[["id", "table", "at", "on", "what", "why"]].assign(counts=rows["stands"] != OUT)
    return Told(units, behind.reset_index(drop=True), choices)


def kept_on_time(tables: Tables, period: Period) -> Told:
    """Return promises due in the period, kept by the day promised."""
    return _promises(tables, period, in_time=True)


def kept(tables: Tables, period: Period) -> Told:
    """Return promises due in the period, kept by its end."""
    return _promises(tables, period, in_time=False)


def _promises(tables: Tables, period: Period, *, in_time: bool) -> Told:
    rows = _named_rows(numbered(tables, "follow_ups"), tables, period)
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    due, done = rows["due_on"], rows["done_on"].where(rows["done_on"] <= end)
    kept = (done <= due) if in_time else done.notna()
    late = "kept on " + done.dt.strftime("%Y-%m-%d").fillna("") + ", after the day promised"
    conditions = [
        rows["own"],
        ~(rows["promised_on"] <= end),
        due.isna(),
        ~due.between(start, end),
        kept,
        done.notna(),
    ]
    reasons = [
        "made to library staff",
        f"made after {period.end}",
        "no day promised",
        "due on " + due.dt.strftime("%Y-%m-%d").fillna("") + ", outside the period",
        "kept on " + done.dt.strftime("%Y-%m-%d").fillna(""),
        late,
    ]
    stands = np.select(conditions, [OUT, OUT, OUT, OUT, IN, BASE], BASE)
    why = np.select(conditions, reasons, f"not kept by {period.end}")
    text = rows.assign(id=rows["follow_up_id"], on=due, what="promise, " + rows["what"].fillna(""))
    return _units(text, stands, why, Counted="promises whose day fell in the period")


def seats(tables: Tables, period: Period) -> Told:
    """Return seats taken at the events of the period, recognised or not, no library staff."""
    rows = _seats(tables, period)
    status = rows["status"].fillna("no status")
    conditions = [rows["own"], rows["outside"], status == "attended"]
    stands = np.select(conditions, [OUT, OUT, IN], OUT)
    why = np.select(conditions, ["library staff", FROM_OUTSIDE, COUNTS], status)
    return _units(rows, stands, why)


def no_shows(tables: Tables, period: Period) -> Told:
    """Return people expected at events that note who stayed away, and those who did."""
    rows = _seats(tables, period)
    status = rows["status"].fillna("no status")
    away = (status == "no_show") & ~rows["own"] & ~rows["outside"]
    listed = rows["event_id"].isin(rows.loc[away, "event_id"])
    conditions = [rows["own"], rows["outside"], ~listed, away, status == "attended"]
    stands = np.select(conditions, [OUT, OUT, OUT, IN, BASE], OUT)
    why = np.select(
        conditions,
        [
            "library staff",
            FROM_OUTSIDE,
            "the list of this event notes no no-show",
            "did not come",
            "came",
        ],
        status,
    )
    return _units(rows, stands, why)


def _seats(tables: Tables, period: Period) -> pd.DataFrame:
    """Return rows of attendance of the period, each with an id of its own."""
    rows = at_events(tables, period)
    supplied = rows["display_name"].astype("str")
    rows = _named_rows(rows, tables, period)
    who = rows["contact_id"].astype("str").fillna("not recognised: " + supplied.fillna("no name"))
    names = rows["display_name"].astype("str").fillna(supplied)
    outside = rows["email"].isin(from_outside(tables)).to_numpy(dtype=bool)
    return rows.assign(id=who, display_name=names, outside=outside)


def satisfaction(tables: Tables, period: Period) -> Told:
    """Return everybody who opened the survey, and the answer to the overall question."""
    survey = _survey_waves.wave(tables, period)
    question = _survey_waves.overall_question(tables, survey)
    least = _survey_waves.least_of(tables, survey, question)
    supplied = numbered(tables, "responses")
    supplied = supplied[
        (supplied["survey_id"] == survey) & (supplied["question_id"] == question["question_id"])
    ]
    people = _frames.collected(
        _frames.lazy(tables.need("respondents")).select(
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
    used = _frames.collected(_partials.used(tables, survey).select("respondent_id"))
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
    return _units(rows, stands, why, **{"Survey": survey, "Question": str(question["wording"])})
