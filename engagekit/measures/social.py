"""Questions on internal social media: how many were answered, and after how many days."""

from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.locale.missing import not_measured
from engagekit.measures import _coverage, _frames, _quarters, _staff
from engagekit.measures._frame import measure_frame, median_days, share
from engagekit.measures.counts import ANSWERED, ASKED, all_counts
from engagekit.measures.newsletter import by_name
from engagekit.settings.periods import During, Period
from engagekit.tables.tables import Tables

CHANNEL = "social"
MONTHS = 12
COUNT = "count_of_questions"


def social_questions(tables: Tables, until: Period) -> pd.DataFrame:
    """Return every question of a contact up to the end of a period, as it stood that day.

    Returns
    -------
    DataFrame
        ``on, answered_on, days`` (until the answer, or the last day), library staff left out.

    Notes
    -----
    A question is a touch of the channel social that a contact began and that was answered, or that
    nobody took up; a message within a thread is none.
    """
    if not tables.has("touches"):
        return pd.DataFrame(columns=["on", "answered_on", "days"])
    present = _frames.lazy(tables.need("touches"))
    if "answered_on" not in present.columns:
        present = present.with_columns(nw.lit(None).cast(nw.Datetime("us")).alias("answered_on"))
    requested = (nw.col("channel") == CHANNEL) & (nw.col("begun_by") == "contact")
    alone = (~nw.col("two_way")).fill_null(False)
    rows = present.filter(requested & (alone | ~nw.col("answered_on").is_null()))
    result = _frames.dated(_frames.collected(rows.select("contact_id", "on", "answered_on")))
    end = pd.Timestamp(until.end)
    own = result["contact_id"].isin(_staff.library_ids(tables))
    retained = result[(result["on"] <= end) & ~own]
    done = retained["answered_on"].where(retained["answered_on"] <= end)
    days = (done.fillna(end) - retained["on"]).dt.days.clip(lower=0)
    text = retained.assign(answered_on=done, days=days)
    return text[["on", "answered_on", "days"]].reset_index(drop=True)


def social_people(tables: Tables, *, during: During = None, by: str = "department") -> pd.DataFrame:
    """Return whom of each group the library met on internal social media in twelve months, by name.

    Who only reads stands in no export.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``touches`` of the channel ``social`` with who took part.
    by : str
        Column of ``contacts``.

    Returns
    -------
    DataFrame
        Measure frame with the group in front, ``All`` first: ``people on social media``.
    """
    measure = "people on social media"
    return by_name(tables, during, by, CHANNEL, measure, "no_social_people", MONTHS)


def social_answers(tables: Tables, *, during: During = None, quarters: int = 8) -> pd.DataFrame:
    """Return the share of the questions of each of the last quarters that were answered.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` (channel ``social``); where it has no question, ``counts`` of ``questions
        asked`` and ``questions answered``.

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front: ``questions answered``; and in the row of the last
        period ``days to a first answer`` (Kaplan-Meier median over every question so far, open ones
        still counted), where single questions are at hand.
    """
    last = _coverage.asked_period(tables, during)
    single = social_questions(tables, last)
    if len(single):
        if not single["answered_on"].notna().any():
            raise not_measured("no_social_days")
        answered = single["answered_on"].notna().astype("float64")
        questions = single.assign(asked=1.0, answered=answered)
    else:
        questions = _counted(tables, last)
    rows: list[dict[str, Any]] = []
    for span in _quarters.since(tables, questions["on"].min(), last)[-quarters:]:
        part = questions[_frames.inside(questions["on"], span)]
        n, base = int(part["answered"].sum()), int(part["asked"].sum())
        rows.append(share("questions answered", n, base, period=span.label))
    if len(single):
        half = median_days("days to a first answer", single["days"], single["answered_on"].notna())
        rows.append({**half, "period": rows[-1]["period"], "basis": "median_questions"})
    return measure_frame(rows, ["period"], basis=COUNT)


def _counted(tables: Tables, until: Period) -> pd.DataFrame:
    """Return questions asked and answered of each day, from the sheet counts."""
    if not tables.has("counts"):
        if not tables.has("touches"):
            tables.need("touches")
        raise not_measured("no_social")
    rows = all_counts(tables, pd.Timestamp(until.end))
    wide = rows.pivot_table(index="on", columns="word", values="n", aggfunc="sum")
    if not {ASKED, ANSWERED} <= set(wide.columns):
        raise not_measured("no_social")
    result = pd.DataFrame({"asked": wide[ASKED], "answered": wide[ANSWERED]}).fillna(0.0)
    return result.rename_axis("on").reset_index()
