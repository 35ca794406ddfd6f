"""What changed over all surveys, by one model: the trend, the newest step, what would be seen."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from engagekit.facts.answers import asked_in
from engagekit.facts.surveys import Survey, breaks, main_surveys, until_of
from engagekit.measures._frame import FEW, ends
from engagekit.measures.satisfaction import points_of
from engagekit.measures.weighted import Bases
from engagekit.parsing.values import fold
from engagekit.settings.periods import During
from engagekit.statistics.change import Change, change, change_of_counts
from engagekit.tables.tables import Tables


def satisfaction_change(tables: Tables, *, during: During = None) -> dict[str, Any] | None:
    """Return what may be said of satisfaction over all surveys with the same overall question.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``; people with a code are one cluster
        where consent covers joining their answers.
    during : str or Period, optional
        Surveys that had answers by the end of it; default all.

    Returns
    -------
    dict or None
        As `facts`; None with fewer than two surveys of ten answers since the question was worded.
    """
    every = main_surveys(tables, until_of(tables, during))
    anew = set(breaks(tables, during=during))
    since = max((at for at, one in enumerate(every) if one.label in anew), default=0)
    parts = [(one, _answers(one)) for one in every[since:]]
    enough = [(one, part) for one, part in parts if len(part) >= FEW]
    if len(enough) < 2 or len(parts[-1][1]) < FEW:
        return None
    rows = pd.concat([part.assign(wave=at) for at, (_, part) in enumerate(enough)])
    found = change(
        rows["value"],
        rows["wave"],
        times=_times([one for one, _ in enough]),
        people=rows["person"] if tables.settings.survey.consent_to_link else None,
        weights=rows["weight"],
    )
    return facts(found, [one.label for one, _ in enough])


def of_counts(n: list[int], base: list[int], labels: list[str]) -> dict[str, Any]:
    """Return the same of counts alone: satisfied answers and answers of each survey.

    Examples
    --------
    >>> of_counts([90, 70], [100, 100], ["Q1", "Q2"])["kind"]
    'step'
    """
    return facts(change_of_counts(n, base), labels)


def facts(found: Change, labels: list[str]) -> dict[str, Any]:
    """Return a change as sentences take it.

    Returns
    -------
    dict
        ``kind`` (trend, step, none), ``trend`` and ``step`` (estimate, low, high), ``before`` (the
        share that the step is against), ``surveys`` with their ``periods``, ``is_against_all``,
        and ``smallest``, the smallest step that would have been seen.
    """
    # of two surveys there is no trend, and JSON has no NaN: JupyterLab opens no notebook with it
    trend = {name: None if np.isnan(end) else end for name, end in ends(found.trend).items()}
    return {
        "kind": found.kind,
        "trend": trend,
        "step": ends(found.step),
        "before": float(found.shares[-1] - found.step.estimate),
        "surveys": len(labels),
        "periods": labels,
        "is_against_all": bool(found.is_against_all and len(labels) > 2),
        "smallest": found.smallest_step,
    }


def _answers(one: Survey) -> pd.DataFrame:
    """Return ``value, person, weight`` of each answer with a score to the overall question."""
    points, least = points_of(one, one.overall), one.least(one.overall)
    who = ~np.isnan(points)
    design = Bases(one).of(who).design
    return pd.DataFrame(
        {
            "value": (points[who] >= least).astype("float64"),
            "person": _persons(one)[who].to_numpy(),
            "weight": 1.0 if design is None else design.weights,
        }
    )


def _persons(one: Survey) -> pd.Series:
    """Return who stands behind each respondent: a contact, else the code, else nobody known."""
    people = one.people
    person = one.id + " " + people["respondent_id"].astype("str")
    asked = asked_in(one, one.tables.settings.survey.panel_code_question)
    if asked is not None:
        codes = fold(asked.words).str.replace(" ", "", regex=False).reindex(people.index)
        person = ("code " + codes.where(codes != "")).fillna(person)
    return ("contact " + people["contact_id"].astype("str")).fillna(person)


def _times(every: list[Survey]) -> list[float]:
    """Return when each survey was, in days; equal steps where one has no day or two have one."""
    moments = pd.to_datetime(pd.Series([one.row["last_at"] for one in every]), utc=True)
    at = ((moments - moments.iloc[0]).dt.total_seconds() / 86_400).tolist()
    rising = moments.notna().all() and all(later > earlier for earlier, later in pairwise(at))
    return at if rising else list(map(float, range(len(every))))
