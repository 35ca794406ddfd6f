"""Questions on internal social media: how many were answered, and after how many days."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.measures import _coverage, _frames, _staff
from engagekit.measures._frame import measure_frame
from engagekit.measures.counts import ANSWERED, ASKED, all_counts
from engagekit.measures.newsletter import by_name
from engagekit.settings.periods import Period, quarters_between
from engagekit.statistics.survival import kaplan_meier, survival_at, survival_quantile
from engagekit.tables.tables import Tables

CHANNEL = "social"
MONTHS = 12
NONE = (
    "Not measured: needs the sheet touches with questions of contacts on the channel social "
    "(begun by the contact, answered_on empty while open), or counts of 'questions asked'."
)
UNDATED = (
    "Not measured: no question on the channel social has the day of its answer. Fill answered_on "
    "in the sheet touches; it stays empty only while a question is open."
)
COUNT = "count of questions; no interval"


def social_questions(tables: Tables, until: Period) -> pd.DataFrame:
    """Every question of a contact up to the end of a period, as it stood that day.

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
    result = _staff.dated(_frames.collected(rows.select("contact_id", "on", "answered_on")))
    end = pd.Timestamp(until.end)
    own = _staff.library_ids(tables) if tables.has("contacts") else []
    retained = result[(result["on"] <= end) & ~result["contact_id"].isin(own)]
    done = retained["answered_on"].where(retained["answered_on"] <= end)
    days = (done.fillna(end) - retained["on"]).dt.days.clip(lower=0)
    text = retained.assign(answered_on=done, days=days)
    return text[["on", "answered_on", "days"]].reset_index(drop=True)


def social_people(
    tables: Tables, *, during: str | Period | None = None, by: str = "department"
) -> pd.DataFrame:
    """Whom of each group the library met on internal social media in twelve months, by name.

    Who only reads stands in no export.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``touches`` of the channel ``social`` with who took part.
    during : str or Period, optional
    by : str
        Column of ``contacts``.

    Returns
    -------
    DataFrame
        Measure frame with the group in front, ``All`` first: ``people on social media``.

    Raises
    ------
    NotMeasuredError
        When nobody is known by name.
    """
    return by_name(
        tables,
        during,
        by,
        CHANNEL,
        "people on social media",
        "Not measured: needs the sheet touches with who took part on the channel social.",
        MONTHS,
    )


def social_answers(
    tables: Tables, *, during: str | Period | None = None, quarters: int = 8
) -> pd.DataFrame:
    """Share of the questions of each of the last quarters that were answered.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` (channel ``social``); where it has no question, ``counts`` of ``questions
        asked`` and ``questions answered``.
    during : str or Period, optional
    quarters : int

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front: ``questions answered``; and in the row of the last
        period ``days to a first answer`` (Kaplan-Meier median over every question so far, open ones
        still counted), where single questions are at hand.

    Raises
    ------
    NotMeasuredError
        When no question was noted.
    """
    last = _coverage.asked_period(tables, during)
    single = social_questions(tables, last)
    if len(single):
        if not single["answered_on"].notna().any():
            raise NotMeasuredError(UNDATED)
        used_names = single.assign(
            asked=1.0, answered=single["answered_on"].notna().astype("float64")
        )
    else:
        used_names = _counted(tables, last)
    first = used_names["on"].min().date()
    spans = quarters_between(first, last.end, tables.settings.organisation.fiscal_start)
    rows: list[dict[str, Any]] = []
    for span in ([one for one in spans if one.end <= last.end] or [last])[-quarters:]:
        part = used_names[
            used_names["on"].between(pd.Timestamp(span.start), pd.Timestamp(span.end))
        ]
        n, base = int(part["answered"].sum()), int(part["asked"].sum())
        rows.append(
            {
                "period": span.label,
                "measure": "questions answered",
                "unit": "share",
                "n": n,
                "base": base,
                "estimate": n / base if base else float("nan"),
                "method": COUNT,
            }
        )
    if len(single):
        rows.append({"period": rows[-1]["period"], **_median(single)})
    return measure_frame(rows, ["period"])


def _counted(tables: Tables, until: Period) -> pd.DataFrame:
    """Questions asked and answered of each day, from the sheet counts."""
    if not tables.has("counts"):
        if not tables.has("touches"):
            tables.need("touches")
        raise NotMeasuredError(NONE)
    rows = all_counts(tables, pd.Timestamp(until.end))
    wide = rows.pivot_table(index="on", columns="word", values="n", aggfunc="sum")
    if ASKED not in wide.columns:
        raise NotMeasuredError(NONE)
    if ANSWERED not in wide.columns:
        raise NotMeasuredError(NONE)
    result = pd.DataFrame({"asked": wide[ASKED], "answered": wide[ANSWERED]}).fillna(0.0)
    return result.rename_axis("on").reset_index()


def _median(rows: pd.DataFrame) -> dict[str, Any]:
    """The days in which half of the questions have an answer."""
    existing = rows["answered_on"].notna()
    curve = kaplan_meier(rows["days"].to_numpy(dtype="float64"), existing.to_numpy())
    half = survival_quantile(curve, 0.5)
    return {
        "measure": "days to a first answer",
        "unit": "days",
        "estimate": half.estimate,
        "low": half.low,
        "high": half.high,
        "n": int(existing.sum()),
        "base": len(rows),
        "method": "Kaplan-Meier median, open ones censored, log-log 95% interval",
    }


def answer_time(
    tables: Tables, *, during: str | Period | None = None, most: int = 14
) -> pd.DataFrame:
    """Share of all questions so far that had an answer within so many days, open ones counted.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` (channel ``social``, ``answered_on``).
    during : str or Period, optional
    most : int
        Days at most.

    Returns
    -------
    DataFrame
        Measure frame with ``days`` in front: ``questions answered within``; ``base`` questions
        still open then.

    Raises
    ------
    NotMeasuredError
        When no single question was noted.
    """
    period = _coverage.asked_period(tables, during)
    tables.need("touches")
    rows = social_questions(tables, period)
    if rows.empty:
        raise NotMeasuredError(NONE)
    if not rows["answered_on"].notna().any():
        raise NotMeasuredError(UNDATED)
    time = rows["days"].to_numpy(dtype="float64")
    existing = rows["answered_on"].notna().to_numpy()
    curve = kaplan_meier(time, existing)
    days = np.arange(0, int(min(most, max(time.max(), 1))) + 1)
    at = survival_at(curve, days.astype("float64"))
    result = pd.DataFrame(
        {
            "days": days,
            "measure": "questions answered within",
            "unit": "share",
            "estimate": 1 - at.estimate,
            "low": 1 - at.high,
            "high": 1 - at.low,
            "n": at.cumulative_events,
            "base": at.at_risk,
            "method": "one minus Kaplan-Meier, open ones censored, log-log 95% interval",
        }
    )
    return measure_frame(result, ["days"])
