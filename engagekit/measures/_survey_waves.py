"""Which survey, which questions, which answers: what every survey measure starts from."""

import re
from collections.abc import Sequence
from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.errors import NotMeasuredError, require_one_of, shorten
from engagekit.facts import coverage, reading
from engagekit.locale.missing import not_measured, require
from engagekit.measures import _partials
from engagekit.measures.engine import NOT_STATED
from engagekit.settings.periods import During, Period, quarter_of
from engagekit.settings.question_bank import NAMED, OVERALL, SATISFIED
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

TWO_BOXES = 4
"""Points of a scale from which on two at an end are taken together: of three the second is the
middle, so it belongs to neither end."""
_RATE = r"\brat(?:e|ing)\b|\bévalue|\bnote\b|bewert|valora|\bvalut"
"""Words of a question that asks people to rate something, whatever its scale is."""
_RATING_SCALES = frozenset({"satisfaction", "quality", "happiness", "liking", "impression"})


@once
def waves(tables: Tables, until: Period | None = None) -> pd.DataFrame:
    """Return surveys in order of time: ``survey_id, title, first_at, last_at, respondents``.

    Only those that had an answer by the end of the period; those without dates come first.
    """
    if tables.has("surveys") and not tables.has("respondents"):
        raise not_measured("no_answers")
    people = reading.lazy(tables.need("respondents"))
    spans = reading.collected(
        people.group_by("survey_id").agg(
            nw.col("submitted_at").min().alias("first_at"),
            nw.col("submitted_at").max().alias("last_at"),
            nw.len().alias("respondents"),
        )
    )
    titles = reading.rows(tables, "surveys", "survey_id", "title")
    matches = spans.merge(titles.drop_duplicates("survey_id"), on="survey_id", how="left")
    if until is not None:
        end = pd.Timestamp(until.end) + pd.Timedelta(days=1)
        zone = getattr(matches["first_at"].dtype, "tz", None)
        end = end.tz_localize(zone) if zone is not None else end
        matches = matches[matches["first_at"].isna() | (matches["first_at"] < end)]
    return matches.sort_values(["last_at", "survey_id"], na_position="first").reset_index(drop=True)


@once
def wave(tables: Tables, during: During, survey: str | None = None) -> str:
    """Return the survey asked for, else the last one that had answers by the end of the period.

    Where the settings name the overall question, a poll without it is passed over. A part of the
    organisation has that of everybody, so that an older survey never stands beside a newer one:
    `NotMeasuredError` if nobody of it answered, or none was asked; `UsageError` for an unknown id.
    """
    if survey is not None:
        existing = waves(tables)["survey_id"].tolist()
        require_one_of(survey, existing, f"survey='{survey}' is not there.")
        return survey
    period = until_of(tables, during)
    matches = main_waves(tables, period)
    require(matches, "no_answers")
    if tables.whole is not None and matches[-1] != wave(tables.whole, period):
        raise not_measured("no_answers_of_part")
    return matches[-1]


def until_of(tables: Tables, during: During) -> Period | None:
    """Return the period up to whose end surveys count; None where all do."""
    return None if during is None else coverage.asked_period(tables, during)


@once
def main_waves(tables: Tables, until: Period | None = None) -> list[str]:
    """Return surveys in order of time, without polls that lack the overall question.

    All of them where none of them asks it. Where the settings name none, a quarter has the survey
    with the most answers of those that ask for satisfaction or to recommend, and those that ask
    the same: two surveys side by side are not one before the other.
    """
    every = waves(tables, until)
    matches = [str(survey) for survey in every["survey_id"]]
    stated = tables.settings.survey.satisfaction_question
    if len(matches) < 2:
        return matches
    if stated:
        asking = [survey for survey in matches if len(wanted(questions_of(tables, survey), stated))]
        return asking or matches
    if tables.whole is not None:
        return [one for one in matches if one in main_waves(tables.whole, until)] or matches
    words = pd.Series([_overall_words(tables, one) for one in matches], every.index)
    sizes = every["respondents"].where(words != "", 0)
    first = sizes.groupby([label_of(tables, one) for one in matches]).transform("idxmax")
    return every.loc[words == words.loc[first].to_numpy(), "survey_id"].astype("str").tolist()


def _overall_words(tables: Tables, survey_id: str) -> str:
    """Return how a survey asks for satisfaction, or else to recommend; empty where it does not."""
    for question, told in ((overall_question, SATISFIED), (recommend_question, "")):
        try:
            words = str(question(tables, survey_id)["wording"]).casefold()
        except NotMeasuredError:
            continue
        if re.search(told, words):
            return words
    return ""


@once
def label_of(tables: Tables, survey_id: str) -> str:
    """Return the quarter of a survey's last answer, that of anybody, else its title."""
    if tables.whole is not None:
        return label_of(tables.whole, survey_id)
    matches = waves(tables)
    mine = matches[matches["survey_id"] == survey_id]
    last = pd.to_datetime(mine["last_at"]).iloc[0]
    if pd.isna(last):
        return str(mine["title"].iloc[0])
    return quarter_of(last.date(), tables.settings.organisation.fiscal_start).label


@once
def questions_of(tables: Tables, survey_id: str) -> pd.DataFrame:
    """Return the questions of a survey, in their order."""
    return reading.rows(tables, "questions", where=nw.col("survey_id") == survey_id)


def wanted(questions: pd.DataFrame, wanted: str) -> pd.DataFrame:
    """Return questions whose id is, or whose wording holds, what the settings say."""
    same = questions["question_id"].str.casefold() == wanted.casefold()
    if same.any():
        return questions[same]
    return questions[
        questions["wording"]
        .astype("str")
        .str.casefold()
        .str.contains(wanted.casefold(), regex=False)
    ]


@once
def overall_question(tables: Tables, survey_id: str) -> pd.Series:
    """Return the question of overall satisfaction: the settings', else the likeliest by its words.

    That which says both 'overall' and 'satisfied' comes first; outside a block then the first that
    says 'satisfied' and names the library, then the only one that says 'satisfied', then the only
    scale, where it rates something and no question on satisfaction has answers without a score:
    agreement with a statement, or how often people come, is no satisfaction. Sections say which
    was taken where the settings name none; `NotMeasuredError` if none or several could be it.
    """
    questions = questions_of(tables, survey_id)
    stated = tables.settings.survey.satisfaction_question
    if stated:
        matches = wanted(questions, stated)
    else:
        scales = questions[questions["kind"] == "scale"]
        text = scales["wording"].astype("str").str.casefold()
        own = tables.settings.organisation.library.casefold()
        alone = scales["item_of"].isna() | (scales["item_of"] == scales["wording"])
        overall, about = text.str.contains(OVERALL), text.str.contains(SATISFIED)
        named = text.str.contains(NAMED) | text.str.contains(own, regex=False)
        for likely in (overall & about & alone, overall & about, about & alone & named):
            if likely.any():
                return scales[likely].iloc[0]
        if (about & alone).any():  # of several services the first is no satisfaction with all
            return _only(scales[about & alone], survey_id)
        family = scales["scale_id"].astype("str").str.extract(r"^([a-z]+)-", expand=False)
        rates = family.isin(_RATING_SCALES) | text.str.contains(_RATE, regex=True)
        words = questions["wording"].astype("str").str.casefold()
        # one on satisfaction without a score: another rating does not stand for it
        asked = questions["kind"].isin(["single", "number"]) & words.str.contains(SATISFIED)
        matches = scales[alone & rates] if alone.sum() == 1 and not asked.any() else scales.iloc[:0]
    require(not matches.empty, "no_overall", survey=survey_id)
    return _only(matches, survey_id) if stated else matches.iloc[0]


def _only(matches: pd.DataFrame, survey_id: str) -> pd.Series:
    """Return the one question that fits, or say that several do."""
    if len(matches) > 1:
        which = ", ".join(f"'{shorten(word, 40)}'" for word in matches["wording"].head(3))
        raise not_measured("many_overall", survey=survey_id, n=len(matches), which=which)
    return matches.iloc[0]


def recommend_question(tables: Tables, survey_id: str) -> pd.Series:
    """Return the 0 to 10 question on recommending; `NotMeasuredError` if the survey has none."""
    questions = questions_of(tables, survey_id)
    stated = tables.settings.survey.recommend_question
    matches = (
        wanted(questions, stated) if stated else questions[questions["kind"] == "net_promoter"]
    )
    require(not matches.empty, "no_recommend", survey=survey_id)
    return matches.iloc[0]


@once
def answers(
    tables: Tables,
    survey_id: str,
    question_ids: Sequence[str],
    by: Sequence[str] = (),
    *,
    team: bool = False,
) -> nw.LazyFrame[Any]:
    """Return answers of people whose answers are used, with what they are compared by.

    Answers of the library's own departments (settings) are left out: it does not rate itself.
    ``team``: those alone.

    Returned: ``respondent_id, question_id, option, value, score`` and the columns asked for ("Not
    stated" where empty).
    """
    rows = reading.lazy(tables.need("responses")).filter(
        (nw.col("survey_id") == survey_id) & nw.col("question_id").is_in(list(question_ids))
    )
    people = _partials.used(tables, survey_id).select(
        "respondent_id", "weight", *dict.fromkeys(["department", *by])
    )
    drop = [] if "department" in by else ["department"]
    own = list(tables.settings.library.departments)
    if own or team:
        of_team = nw.col("department").fill_null("").is_in(own)
        people = people.filter(of_team if team else ~of_team)
    joined = rows.join(people.drop(drop), on="respondent_id", how="inner")
    stated = [nw.col(name).fill_null(NOT_STATED) for name in by]
    return joined.with_columns(*stated) if stated else joined


def survey_grouping(by: str | Sequence[str] | None) -> list[str]:
    """Return the columns of respondents to compare; `UsageError` where there is no such one."""
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    existing = ["department", "role_level"]
    for name in names:
        require_one_of(
            name, existing, f"by='{name}': answers are compared by what people answered."
        )
    return names


def points_in(scale_id: str) -> float | None:
    """Return the points that the id of a scale tells.

    Examples
    --------
    >>> points_in("satisfaction-5-en"), points_in("own scale")
    (5.0, None)
    """
    stated = re.search(r"-(\d+)(?:-[a-z]{2})?$", scale_id)
    return float(stated[1]) if stated else None


def points_of(tables: Tables, survey_id: str, question: pd.Series) -> float:
    """Return the highest score of a scale: its points, else the highest that was given.

    An id tells the points only where no answer has more: any name may end in a number.
    """
    if pd.notna(stored := question.get("points")):
        return float(stored)
    questions = questions_of(tables, survey_id)
    if pd.notna(question["scale_id"]):
        same = questions[questions["scale_id"] == question["scale_id"]]
    else:  # ratings without a name, not the 0 to 10 of recommending beside them
        same = questions[questions["scale_id"].isna() & (questions["kind"] == question["kind"])]
    rows = answers(tables, survey_id, same["question_id"].tolist())
    top = reading.collected(rows.select(nw.col("score").max().alias("top")))["top"].iloc[0]
    stated = points_in(str(question["scale_id"])) or 0.0
    if pd.isna(top) and not stated:
        raise not_measured("no_points", question=shorten(question["wording"]))
    return stated if pd.isna(top) else max(float(top), stated)


def favourable(tables: Tables, survey_id: str, question: pd.Series) -> dict[str, Any]:
    """Return what counts as favourable in a question, as sentences take it.

    Returned: ``points`` of the scale, ``least`` that counts, ``scale`` (its id), and ``words``: the
    most frequent words of each score that counts, lowest first; empty where they are the points.
    """
    least = least_of(tables, survey_id, question)
    points = points_of(tables, survey_id, question)
    same = questions_of(tables, survey_id)
    same = same[(same["scale_id"] == question["scale_id"]).fillna(False).astype("bool")]
    rows = reading.collected(answers(tables, survey_id, same["question_id"].tolist()))
    own = rows[(rows["question_id"] == question["question_id"]) & rows["score"].notna()]
    points_there = rows["value"].map(own.drop_duplicates("value").set_index("value")["score"])
    if (points_there.notna() & (points_there != rows["score"])).any():  # "1" is its best answer
        rows = own
    rows = rows[rows["score"].fillna(0) >= least]
    counted = rows.groupby(["score", "value"]).size().reset_index(name="n")
    counted = counted.sort_values(["score", "n", "value"], ascending=[True, False, True])
    words = counted.drop_duplicates("score").set_index("score")["value"].astype("str")
    wanted = sorted({least, points})
    text = [str(words.get(score, "")).strip() for score in wanted]
    is_told = all(text) and text != [f"{score:g}" for score in wanted]
    return {
        "points": points,
        "least": least,
        "scale": str(question["scale_id"]),
        "words": text if is_told else [],
    }


def least_of(tables: Tables, survey_id: str, question: pd.Series) -> float:
    """Return the lowest score of the top two boxes, or of the top one under four points.

    Of three points the second is the middle: it is no favourable answer.
    """
    points = points_of(tables, survey_id, question)
    return points - 1 if points >= TWO_BOXES else points
