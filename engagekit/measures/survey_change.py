"""What changed over all surveys, by one model: the trend, the newest step, what would be seen."""

from dataclasses import asdict
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from engagekit.facts import reading
from engagekit.measures import _frame, _partials, _question_lookup, _survey_waves, waves, weighted
from engagekit.measures.satisfaction import scored
from engagekit.parsing.values import fold
from engagekit.settings.periods import During
from engagekit.statistics.change import Change, change
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
    surveys = _survey_waves.main_waves(tables, _survey_waves.until_of(tables, during))
    anew = waves.breaks(tables, during=during)
    labels = [_survey_waves.label_of(tables, survey) for survey in surveys]
    since = max((labels.index(label) for label in anew if label in labels), default=0)
    parts = [_answers(tables, survey) for survey in surveys[since:]]
    enough = [at for at, part in enumerate(parts) if len(part) >= _frame.FEW]
    if len(enough) < 2 or enough[-1] != len(parts) - 1:
        return None
    rows = pd.concat([parts[at].assign(wave=place) for place, at in enumerate(enough)])
    found = change(
        rows["value"],
        rows["wave"],
        times=_times(tables, [surveys[since:][at] for at in enough]),
        people=rows["person"] if tables.settings.survey.consent_to_link else None,
        weights=rows["weight"],
    )
    return facts(found, [labels[since:][at] for at in enough])


def of_counts(n: list[int], base: list[int], labels: list[str]) -> dict[str, Any]:
    """Return the same of counts alone: satisfied answers and answers of each survey.

    Examples
    --------
    >>> of_counts([90, 70], [100, 100], ["Q1", "Q2"])["kind"]
    'step'
    """
    sizes = np.asarray(base)
    value = np.concatenate([np.arange(all_) < yes for yes, all_ in zip(n, base, strict=True)])
    return facts(change(value.astype(float), np.repeat(np.arange(len(sizes)), sizes)), labels)


def facts(found: Change, labels: list[str]) -> dict[str, Any]:
    """Return a change as sentences take it.

    Returns
    -------
    dict
        ``kind`` (trend, step, none), ``trend`` and ``step`` (estimate, low, high), ``before`` (the
        share that the step is against), ``surveys`` with their ``periods``, ``is_against_all``,
        and ``smallest``, the smallest step that would have been seen.
    """
    shares, is_all = found.shares, found.is_against_all
    trend = {name: asdict(found.trend)[name] for name in ("estimate", "low", "high")}
    return {
        "kind": found.kind,
        # of two surveys there is none, and JSON has no NaN: JupyterLab opens no notebook with it
        "trend": {name: value if np.isfinite(value) else None for name, value in trend.items()},
        "step": {name: asdict(found.step)[name] for name in ("estimate", "low", "high")},
        "before": float(shares[-1] - found.step.estimate),
        "surveys": len(shares),
        "periods": list(labels),
        "is_against_all": bool(is_all and len(shares) > 2),
        "smallest": found.smallest_step,
    }


def _answers(tables: Tables, survey: str) -> pd.DataFrame:
    """Return ``value, person, weight`` of each answer with a score to the overall question."""
    question = _survey_waves.overall_question(tables, survey)
    least = _survey_waves.least_of(tables, survey, question)
    rows = scored(tables, survey, question).drop_duplicates("respondent_id")
    design = weighted.base_of(tables, survey, rows, None).design
    weights = np.ones(len(rows)) if design is None else design.weights
    people = _persons(tables, survey)
    return pd.DataFrame(
        {
            "value": (rows["score"] >= least).to_numpy(dtype="float64"),
            "person": rows["respondent_id"]
            .map(people)
            .fillna(survey + " " + rows["respondent_id"].astype("str"))
            .to_numpy(dtype=object),
            "weight": weights,
        }
    )


def _persons(tables: Tables, survey_id: str) -> pd.Series:
    """Return who stands behind each respondent: a contact, else the code."""
    used = _partials.used(tables, survey_id).select("respondent_id", "contact_id")
    people = reading.collected(used)
    people = people.drop_duplicates("respondent_id").set_index("respondent_id")
    existing = people["contact_id"].dropna().astype("str")
    matches = "contact " + existing[existing != ""]
    code = tables.settings.survey.panel_code_question
    requested = (
        _question_lookup.one(_survey_waves.questions_of(tables, survey_id), code) if code else None
    )
    if requested is None:
        return matches
    rows = reading.collected(_survey_waves.answers(tables, survey_id, [requested]))
    supplied = rows.drop_duplicates("respondent_id").set_index("respondent_id")["value"]
    plain = fold(supplied.astype("str").fillna("")).str.replace(" ", "", regex=False)
    plain = "code " + plain[(plain != "") & ~plain.index.isin(matches.index)]
    return pd.concat([matches, plain]).astype("str")


def _times(tables: Tables, surveys: list[str]) -> list[float]:
    """Return when each survey was, in days; equal steps where one has no day or two have one."""
    days = _survey_waves.waves(tables).set_index("survey_id")["last_at"].reindex(surveys)
    moments = pd.to_datetime(days, utc=True)
    if moments.isna().any():
        return list(map(float, range(len(surveys))))
    at = ((moments - moments.iloc[0]).dt.total_seconds() / 86_400).tolist()
    rising = all(later > earlier for earlier, later in pairwise(at))
    return at if rising else list(map(float, range(len(surveys))))
