"""The same survey again: which question was which, and where the overall one was worded anew."""

from itertools import pairwise
from typing import Any

import pandas as pd

from engagekit.errors import DataError
from engagekit.measures import _coverage, _survey_waves
from engagekit.parsing.values import fold
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables

ALIKE = 70.0
"""Likeness of two wordings (0 to 100) from which one may be the other worded anew."""
COLUMNS = ["survey_id", "question_id", "wording", "matched"]
COLUMNS += ["earlier_survey", "earlier_question", "earlier_wording", "likeness"]


def question_waves(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return each question of a survey beside the one it was in the survey before.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions``.
    during : str or Period, optional
        Surveys that had answers by the end of it; default all.

    Returns
    -------
    DataFrame
        A listing, ``survey_id, question_id, wording, matched, earlier_survey, earlier_question,
        earlier_wording, likeness``. ``matched`` is ``same`` (equal words, whatever the case,
        accents and punctuation), ``reworded`` (a suggestion: alike and of the same kind, which a
        person confirms) or ``new``.

    Notes
    -----
    Likeness: rapidfuzz ``token_sort_ratio``. A question is matched once, the most alike first.
    """
    until = None if during is None else _coverage.asked_period(tables, during)
    order = _survey_waves.waves(tables, until)["survey_id"].tolist()
    rows: list[dict[str, Any]] = []
    for earlier, later in pairwise(order):
        rows += _matched(_asked(tables, earlier), _asked(tables, later))
    return pd.DataFrame(rows, columns=COLUMNS)


def same_questions(tables: Tables, earlier: str, later: str) -> dict[str, str]:
    """Return the id of each question of a survey, and of the one with equal words in another."""
    rows = pd.DataFrame(_matched(_asked(tables, earlier), _asked(tables, later)), columns=COLUMNS)
    same = rows[rows["matched"] == "same"]
    return dict(zip(same["earlier_question"], same["question_id"], strict=True))


def breaks(tables: Tables, *, during: During = None) -> list[str]:
    """Return periods from which the overall question has other words."""
    until = None if during is None else _coverage.asked_period(tables, during)
    matches, before = [], None
    for survey in _survey_waves.waves(tables, until)["survey_id"]:
        try:
            question = _survey_waves.overall_question(tables, survey)
        except DataError:
            continue
        words = fold(pd.Series([question["wording"]], dtype="str")).iloc[0]
        if before is not None and words != before:
            matches.append(_survey_waves.label_of(tables, survey))
        before = words
    return matches


def _asked(tables: Tables, survey_id: str) -> pd.DataFrame:
    """Return the questions of one survey, one row each, with their words for comparing."""
    matches = _survey_waves.questions_of(tables, survey_id).drop_duplicates("question_id")
    stem = matches["item_of"].astype("str").fillna("").astype("str")
    wording = matches["wording"].astype("str").fillna("").astype("str")
    words = fold(stem.where(stem != wording, "") + " " + wording)
    return matches.assign(words=words, bare=fold(wording)).reset_index(drop=True)


def _matched(earlier: pd.DataFrame, later: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows of the listing for two surveys, equal words first, then the most alike."""
    pairs: dict[int, tuple[int, str, float]] = {}
    used_names: set[int] = set()
    for column in ("words", "bare"):  # an item of a matrix may stand alone in another tool
        free: dict[str, list[int]] = {}
        for before in earlier.index.difference(list(used_names)):
            free.setdefault(earlier[column][before], []).append(before)
        for at in later.index.difference(list(pairs)):
            places = free.get(later[column][at], [])
            if places and later["kind"][at] == earlier["kind"][places[0]]:
                pairs[at] = (places.pop(0), "same", 100.0)
                used_names.add(pairs[at][0])
    left = [before for before in earlier.index if before not in used_names]
    new = set(range(len(later))) - set(pairs)
    from rapidfuzz import fuzz

    matches = [
        (fuzz.token_sort_ratio(later["words"][at], earlier["words"][before]), at, before)
        for at in sorted(new)
        for before in left
        if later["kind"][at] == earlier["kind"][before]
    ]
    for score, at, before in sorted(
        (part for part in matches if part[0] >= ALIKE), key=lambda part: -part[0]
    ):
        if at not in pairs and before in left:
            pairs[at] = (before, "reworded", score)
            left.remove(before)
    return [_row(earlier, later, at, pairs.get(at)) for at in range(len(later))]


def _row(
    earlier: pd.DataFrame, later: pd.DataFrame, at: int, pair: tuple[int, str, float] | None
) -> dict[str, Any]:
    """Return one question with the one it was, if any."""
    row = {name: later[name][at] for name in ("survey_id", "question_id", "wording")}
    if pair is None:
        return {**row, "matched": "new"}
    before, matched, score = pair
    return {
        **row,
        "matched": matched,
        "earlier_survey": earlier["survey_id"][before],
        "earlier_question": earlier["question_id"][before],
        "earlier_wording": earlier["wording"][before],
        "likeness": round(score),
    }
