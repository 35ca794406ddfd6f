"""Change within the people who answered twice; only where consent covers joining their answers."""

import pandas as pd

from engagekit.locale.missing import not_measured, require
from engagekit.measures import _frame, _frames, _partials, _question_lookup, _survey_waves
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import During
from engagekit.statistics.scores import mean_score
from engagekit.tables.tables import Tables

WAYS = ("higher", "the same", "lower")


def panel_change(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return how the overall answer moved among those who answered this survey and the one before.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``; ``consent_to_link`` and
        ``panel_code_question`` under ``[survey]``.
    during : str or Period, optional
        The last survey by the end of it, against the nearest earlier one.

    Returns
    -------
    DataFrame
        Measure frame with ``answer`` in front: ``change within people`` (``All``, points, paired
        t) and ``answers that moved`` (share ``higher``, ``the same``, ``lower``). ``base``: people
        in both with an opinion both times. A code that stands twice in a survey is left out.

    Raises
    ------
    NotMeasuredError
        Without consent, a second survey, anybody in both, or the same question in both.
    """
    first, last = waves(tables, during)
    pairs = _pairs(tables, first, last)
    change = (pairs["after"] - pairs["before"]).to_numpy(dtype="float64")
    n = len(change)
    row = {
        "answer": _frame.ALL,
        "measure": "change within people",
        "n": n,
        "base": n,
        "basis": "paired_t",
        **(_frame.ends(mean_score(change)) if n else {}),
    }
    sizes = (int((change > 0).sum()), int((change == 0).sum()), int((change < 0).sum()))
    moved = [
        _frame.share("answers that moved", size, n, answer=way)
        for way, size in zip(WAYS, sizes, strict=True)
    ]
    return _frame.measure_frame([row, *moved], ["answer"], basis="count_of_pairs")


def waves(tables: Tables, during: During) -> tuple[str, str]:
    """Return the survey before and the last one, if their answers may be compared within people."""
    require(tables.settings.survey.consent_to_link, "no_consent")
    last = _survey_waves.wave(tables, during)
    order = _survey_waves.main_waves(tables)
    at = order.index(last)
    if at == 0:
        raise not_measured("one_survey")
    first = str(order[at - 1])
    two = [_survey_waves.overall_question(tables, survey) for survey in (first, last)]
    same_words = len({fold_word(str(question["wording"])) for question in two}) == 1
    points = {
        _survey_waves.points_of(tables, survey, question)
        for survey, question in zip((first, last), two, strict=True)
    }
    if not same_words or len(points) > 1:
        raise not_measured("reworded")
    return first, last


def _pairs(tables: Tables, first: str, last: str) -> pd.DataFrame:
    """Return ``before`` and ``after`` of everybody found in both surveys."""
    before, after = (_by_person(tables, survey) for survey in (first, last))
    if not set(before.index) & set(after.index):
        raise not_measured("not_linked")
    pairs = pd.DataFrame({"before": before}).join(pd.DataFrame({"after": after}), how="inner")
    return pairs.dropna().sort_index()


def _by_person(tables: Tables, survey_id: str) -> pd.Series:
    """Return overall scores by contact or made-up code; what stands twice is left out."""
    question = str(_survey_waves.overall_question(tables, survey_id)["question_id"])
    rows = _frames.collected(_survey_waves.answers(tables, survey_id, [question]))
    scores = rows.drop_duplicates("respondent_id").set_index("respondent_id")["score"]
    who = persons(tables, survey_id)
    who = who[who.index.isin(scores.index)]
    who = who[~who.duplicated(keep=False)]
    matches: pd.Series = scores.reindex(who.index).set_axis(who.to_numpy())
    return matches.astype("float64")


def persons(tables: Tables, survey_id: str) -> pd.Series:
    """Return who stands behind each respondent: a contact, else the code."""
    used = _partials.used(tables, survey_id).select("respondent_id", "contact_id")
    people = _frames.collected(used)
    people = people.drop_duplicates("respondent_id").set_index("respondent_id")
    existing = people["contact_id"].dropna().astype("str")
    matches = "contact " + existing[existing != ""]
    code = tables.settings.survey.panel_code_question
    requested = (
        _question_lookup.one(_survey_waves.questions_of(tables, survey_id), code) if code else None
    )
    if requested is None:
        return matches
    rows = _frames.collected(_survey_waves.answers(tables, survey_id, [requested]))
    supplied = rows.drop_duplicates("respondent_id").set_index("respondent_id")["value"]
    plain = fold(supplied.astype("str").fillna("")).str.replace(" ", "", regex=False)
    plain = "code " + plain[(plain != "") & ~plain.index.isin(matches.index)]
    return pd.concat([matches, plain]).astype("str")
