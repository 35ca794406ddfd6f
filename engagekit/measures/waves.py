"""The same survey again: which question was which, and where the overall one was worded anew."""

import pandas as pd

from engagekit.errors import DataError
from engagekit.facts import coverage
from engagekit.measures import _survey_waves
from engagekit.parsing.values import fold
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables


def same_questions(tables: Tables, earlier: str, later: str) -> dict[str, str]:
    """Return the id of each question of a survey, and of the one with equal words in another.

    Equal are words of one kind of question, whatever the case, accents and punctuation.
    """
    before, after = _asked(tables, earlier), _asked(tables, later)
    pairs: dict[int, int] = {}
    for column in ("words", "bare"):  # an item of a matrix may stand alone in another tool
        free: dict[str, list[int]] = {}
        for place in before.index.difference(list(pairs.values())):
            free.setdefault(before[column][place], []).append(place)
        for place in after.index.difference(list(pairs)):
            places = free.get(after[column][place], [])
            if places and after["kind"][place] == before["kind"][places[0]]:
                pairs[place] = places.pop(0)
    return {
        before["question_id"][pairs[place]]: after["question_id"][place] for place in sorted(pairs)
    }


def breaks(tables: Tables, *, during: During = None) -> list[str]:
    """Return periods from which the overall question has other words."""
    until = None if during is None else coverage.asked_period(tables, during)
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
