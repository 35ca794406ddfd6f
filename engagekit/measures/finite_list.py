"""What the answers say of the very list that was asked, which they are no small part of."""

from dataclasses import replace
from typing import Any

from engagekit.errors import DataError, NotMeasuredError
from engagekit.measures import _frames, _roster, _survey_waves, weighted
from engagekit.measures.response import response_rate
from engagekit.settings.periods import During
from engagekit.statistics import design_shares, designs
from engagekit.tables.tables import Tables

FRONT = 0.2
"""Part of a list that answered from which what is said of the list stands first: the range of a
random draw is then more than a tenth too wide, 1 - sqrt(1 - 0.2), for the people on it."""


def on_list(tables: Tables, survey_id: str) -> int | None:
    """Return how many people a survey could have been answered by; None where nobody knows.

    Those invited, without the ones who were not eligible; else the staff list of the day.
    """
    row = response_rate(tables, survey=survey_id).iloc[0]
    if row["measure"] != "participation":
        return int(row["base"])
    if tables.scope or not tables.has("contacts"):
        return None
    return _frames.size(_roster.roster(tables, weighted.day_of(tables, survey_id)))


def known(tables: Tables, survey_id: str) -> int | None:
    """Return how many people are on the list, as `on_list`; None where it cannot be told."""
    try:
        return on_list(tables, survey_id)
    except (DataError, NotMeasuredError):
        return None


def satisfaction_of_list(
    tables: Tables, *, during: During = None, survey: str | None = None
) -> dict[str, Any]:
    """Return the satisfied share of everybody on the list, with the range of a finite population.

    Parameters
    ----------
    tables : Tables
        Uses the survey tables, and ``invitations`` or ``contacts``.
    survey : str, optional

    Returns
    -------
    dict
        ``staff`` on the list, ``low`` and ``high`` of its satisfied share if those who answered are
        like the others, ``least`` and ``most`` whatever the others think, and ``is_front``: whether
        a fifth of the list answered. Empty where no list is known, or more answered than are on it.

    Notes
    -----
    `engagekit.statistics.survey_design` with ``population``, the number of people on the list.
    """
    survey_id = _survey_waves.wave(tables, during, survey)
    staff = known(tables, survey_id)
    question = _survey_waves.overall_question(tables, survey_id)
    least = _survey_waves.least_of(tables, survey_id, question)
    tried = weighted.tried(tables, survey_id, str(question["question_id"]), None)
    if isinstance(tried, str):
        ids = [question["question_id"]]
        rows = _frames.collected(_survey_waves.answers(tables, survey_id, ids))
        scores = rows.drop_duplicates("respondent_id")["score"].dropna()
    else:
        scores = tried.people["score"]
    n = len(scores)
    if staff is None or not 1 < n <= staff:
        return {}
    whole = designs.survey_design(n, population=staff)
    if not isinstance(tried, str):
        whole = replace(tried.design, population=staff)
    satisfied = (scores >= least).to_numpy(dtype="float64")
    found = design_shares.share(whole, satisfied)
    yes = float(satisfied.sum())
    return {
        "staff": staff,
        "low": found.estimate if n == staff else found.low,
        "high": found.estimate if n == staff else found.high,
        "least": yes / staff,
        "most": (yes + staff - n) / staff,
        "is_front": n >= FRONT * staff,
        "is_everybody": n == staff,
    }
