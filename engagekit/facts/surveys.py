"""Surveys: which one is meant, which of its questions, and the answers of people who count."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import narwhals as nw
import pandas as pd

from engagekit.errors import DataError, NotMeasuredError, require_one_of, shorten
from engagekit.facts import coverage, reading
from engagekit.facts.questions import find, points_in
from engagekit.locale.missing import not_measured, require
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import During, Period, quarter_of
from engagekit.settings.question_bank import NAMED, OVERALL, SATISFIED
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

COMPLETE, PARTIAL = "complete", "partial"
NOT_STATED = "Not stated"
GROUPS = ("department", "role_level")
"""What answers are compared by: as people answered it."""
TWO_BOXES = 4
"""Points of a scale from which on two at an end are taken together: of three the second is the
middle, so it belongs to neither end."""


@dataclass(frozen=True, eq=False)
class Survey:
    """One survey: its questions, who answered enough of it, and what they answered."""

    tables: Tables
    id: str

    @cached_property
    def row(self) -> pd.Series:
        """Its row of `surveys`."""
        every = surveys(self.tables)
        return every[every["survey_id"] == self.id].iloc[0]

    @cached_property
    def label(self) -> str:
        """The quarter of its last answer, that of anybody, else its title."""
        if self.tables.whole is not None:
            return survey(self.tables.whole, self.id).label
        if pd.isna(self.row["last_at"]):
            return str(self.row["title"])
        return self.quarter.label

    @property
    def quarter(self) -> Period:
        """The quarter of its last answer; its end is the day of the staff list it stands beside."""
        last = self.row["last_at"]
        day = coverage.last_day(self.tables) if pd.isna(last) else last.date()
        return quarter_of(day, self.tables.settings.organisation.fiscal_start)

    @cached_property
    def questions(self) -> pd.DataFrame:
        """Its questions in their order, of a list to tick or to place a row for each option."""
        return reading.rows(self.tables, "questions", where=nw.col("survey_id") == self.id)

    @cached_property
    def opened(self) -> pd.DataFrame:
        """Everybody who opened it."""
        rows = reading.rows(self.tables, "respondents", where=nw.col("survey_id") == self.id)
        return rows.drop_duplicates("respondent_id").reset_index(drop=True)

    @cached_property
    def respondents(self) -> pd.DataFrame:
        """Who answered: finished, or went on to `partial_from` of the questions shown.

        AAPOR Standard Definitions: under half of the questions is a break-off. Where an export
        marks everybody as broken off, its mark tells nobody apart and the answers alone decide.
        """
        people, status = self.opened, self.opened["status"]
        present = set(status.dropna())
        unfinished = {PARTIAL} if present & {COMPLETE, PARTIAL} else present
        is_far = status.isin(unfinished)
        if is_far.any() and self.tables.has("questions", "responses"):
            # an open question is left empty by many who answer all others: it breaks nobody off
            closed = self.questions[~self.questions["kind"].isin(["text", "date"])]
            asked = closed if len(closed) else self.questions
            rows = self.given
            rows = rows[rows["question_id"].isin(asked["question_id"])]
            each = (rows["value"].fillna("") != "").groupby(
                [rows["respondent_id"], rows["question_id"]]
            )
            share = each.max().groupby("respondent_id").mean()
            far = share.index[share >= self.tables.settings.survey.partial_from]
            is_far &= people["respondent_id"].isin(far)
        elif not present & {COMPLETE, PARTIAL}:
            is_far = pd.Series(False, people.index)
        return people[(status == COMPLETE) | is_far].reset_index(drop=True)

    @cached_property
    def people(self) -> pd.DataFrame:
        """Those of them who are colleagues: the library does not rate itself."""
        return self.respondents[~self._is_team].reset_index(drop=True)

    @property
    def team(self) -> pd.DataFrame:
        """Those of them who are the library's own."""
        return self.respondents[self._is_team].reset_index(drop=True)

    @property
    def _is_team(self) -> pd.Series:
        return self.respondents["department"].isin(list(self.tables.settings.library.departments))

    @cached_property
    def given(self) -> pd.DataFrame:
        """Every answer, whoever gave it."""
        columns = ("respondent_id", "question_id", "option", "value", "score")
        where = nw.col("survey_id") == self.id
        return reading.rows(self.tables, "responses", *columns, where=where)

    def answers(self, ids: Iterable[str]) -> pd.DataFrame:
        """Return the answers of colleagues to some questions, as `given`, with who gave them."""
        rows = self.given[self.given["question_id"].isin(list(ids))]
        return rows.merge(self.people, on="respondent_id")

    def question(self, question_id: str) -> pd.Series:
        """Return a question by its id."""
        return self.questions[self.questions["question_id"] == question_id].iloc[0]

    def asked(self, wanted: str) -> pd.DataFrame:
        """Return the questions that a text of the settings means; see `find`."""
        ids = [part.question_id for part in find(self.questions, wanted)]
        return self.questions[self.questions["question_id"].isin(ids)]

    @cached_property
    def overall(self) -> pd.Series:
        """The question of overall satisfaction: the settings', else the likeliest by its words.

        That which says both 'overall' and 'satisfied' comes first; outside a block then the first
        that says 'satisfied' and names the library, then the only one that says 'satisfied'.
        Sections say which was taken where the settings name none; `NotMeasuredError` if none or
        several could be it.
        """
        stated = self.tables.settings.survey.satisfaction_question
        if stated:
            return self._only(self.asked(stated))
        scales = self.questions[self.questions["kind"] == "scale"]
        text = scales["wording"].astype("str").str.casefold()
        library = self.tables.settings.organisation.library.casefold()
        alone = scales["item_of"].isna() | (scales["item_of"] == scales["wording"])
        overall, about = text.str.contains(OVERALL), text.str.contains(SATISFIED)
        named = text.str.contains(NAMED) | text.str.contains(library, regex=False)
        for likely in (overall & about & alone, overall & about, about & alone & named):
            if likely.any():
                return scales[likely].iloc[0]
        return self._only(scales[about & alone])  # of several services none is the whole

    def _only(self, fitting: pd.DataFrame) -> pd.Series:
        """Return the one question that fits, or say that none or several do."""
        require(len(fitting), "no_overall", survey=self.id)
        if len(fitting) > 1:
            which = ", ".join(f"'{shorten(word, 40)}'" for word in fitting["wording"].head(3))
            raise not_measured("many_overall", survey=self.id, n=len(fitting), which=which)
        return fitting.iloc[0]

    @cached_property
    def recommend(self) -> pd.Series:
        """The 0 to 10 question on recommending; `NotMeasuredError` if there is none."""
        stated, questions = self.tables.settings.survey.recommend_question, self.questions
        fitting = self.asked(stated) if stated else questions[questions["kind"] == "net_promoter"]
        require(len(fitting), "no_recommend", survey=self.id)
        return fitting.iloc[0]

    def points(self, question: pd.Series) -> float:
        """Return the highest score of a scale: its points, else the highest that was given.

        An id tells the points only where no answer has more: any name may end in a number.
        """
        if pd.notna(stored := question.get("points")):
            return float(stored)
        same = self.questions[self.questions["scale_id"] == question["scale_id"]]
        if pd.isna(question["scale_id"]):  # not the 0 to 10 of recommending beside other ratings
            unnamed = self.questions[self.questions["scale_id"].isna()]
            same = unnamed[unnamed["kind"] == question["kind"]]
        stated = points_in(str(question["scale_id"])) or 0.0
        top = self.answers(same["question_id"].tolist())["score"].max()
        require(stated or pd.notna(top), "no_points", question=shorten(question["wording"]))
        return stated if pd.isna(top) else max(float(top), stated)

    def least(self, question: pd.Series) -> float:
        """Return the lowest score of the top two boxes, or of the top one under four points."""
        points = self.points(question)
        return points - 1 if points >= TWO_BOXES else points


@once
def survey(tables: Tables, survey_id: str) -> Survey:
    """Return a survey by its id."""
    return Survey(tables, survey_id)


@once
def surveys(tables: Tables, until: Period | None = None) -> pd.DataFrame:
    """Return surveys in order of time: ``survey_id, title, first_at, last_at, respondents``.

    Only those that had an answer by the end of the period; those without dates come first.
    """
    if tables.has("surveys") and not tables.has("respondents"):
        raise not_measured("no_answers")
    people = reading.rows(tables, "respondents", "survey_id", "submitted_at")
    spans = people.groupby("survey_id", as_index=False).agg(
        first_at=("submitted_at", "min"),
        last_at=("submitted_at", "max"),
        respondents=("survey_id", "size"),
    )
    titles = reading.rows(tables, "surveys", "survey_id", "title")
    every = spans.merge(titles.drop_duplicates("survey_id"), on="survey_id", how="left")
    if until is not None:
        end = pd.Timestamp(until.end) + pd.Timedelta(days=1)
        first = every["first_at"]
        zone = getattr(first.dtype, "tz", None)
        end = end if zone is None else end.tz_localize(zone)
        every = every[first.isna() | (first < end)]
    return every.sort_values(["last_at", "survey_id"], na_position="first").reset_index(drop=True)


@once
def survey_of(tables: Tables, during: During = None, wanted: str | None = None) -> Survey:
    """Return the survey asked for, else the last one that had answers by the end of the period.

    Where the settings name the overall question, a poll without it is passed over. A part of the
    organisation has that of everybody, so that an older survey never stands beside a newer one:
    `NotMeasuredError` if nobody of it answered, or none was asked; `UsageError` for an unknown id.
    """
    if wanted is not None:
        there = surveys(tables)["survey_id"].tolist()
        require_one_of(wanted, there, f"survey='{wanted}' is not there.")
        return survey(tables, wanted)
    period = until_of(tables, during)
    main = main_surveys(tables, period)
    require(main, "no_answers")
    if tables.whole is not None and main[-1].id != survey_of(tables.whole, period).id:
        raise not_measured("no_answers_of_part")
    return main[-1]


def until_of(tables: Tables, during: During) -> Period | None:
    """Return the period up to whose end surveys count; None where all do."""
    return None if during is None else coverage.asked_period(tables, during)


@once
def main_surveys(
    tables: Tables, until: Period | None = None, named: str = "satisfaction_question"
) -> list[Survey]:
    """Return surveys in order of time, without polls that lack the overall question.

    ``named``: the setting that may name it. All of them where none of them asks it. Where the
    settings name none, a quarter has the survey with the most answers of those that ask for
    satisfaction or to recommend, and those that ask the same: two surveys side by side are not one
    before the other. A form that follows each request is among them where there is nothing else.
    """
    sizes = surveys(tables, until)
    number = tables.settings.value.request_number
    asked_after = [
        bool(number and len(survey(tables, str(name)).asked(number))) for name in sizes["survey_id"]
    ]
    if not all(asked_after):
        sizes = sizes[~pd.Series(asked_after, sizes.index, dtype="bool")]
    every = [survey(tables, str(name)) for name in sizes["survey_id"]]
    stated = getattr(tables.settings.survey, named)
    if len(every) < 2:
        return every
    if stated:
        return [one for one in every if len(one.asked(stated))] or every
    if tables.whole is not None:
        names = [one.id for one in main_surveys(tables.whole, until, named)]
        return [one for one in every if one.id in names] or every
    words = pd.Series([_overall_words(one) for one in every], sizes.index)
    counted = sizes["respondents"].where(words != "", 0)
    first = counted.groupby([one.label for one in every]).transform("idxmax")
    is_main = words == words.loc[first].to_numpy()
    return [one for one, is_kept in zip(every, is_main, strict=True) if is_kept]


def _overall_words(one: Survey) -> str:
    """Return how a survey asks for satisfaction, or else to recommend; empty where it does not."""
    for name, about in (("overall", SATISFIED), ("recommend", "")):
        try:
            words = str(getattr(one, name)["wording"]).casefold()
        except NotMeasuredError:
            continue
        if re.search(about, words):
            return words
    return ""


def survey_that_asks(
    tables: Tables,
    during: During,
    wanted: str | None,
    has: Callable[[pd.DataFrame], bool],
    missing: str,
    **arguments: object,
) -> Survey:
    """Return the survey asked for, else the last one by the end of the period that asked something.

    Raises
    ------
    NotMeasuredError
        If none did: the message ``missing.not_asked_<missing>`` with its arguments.
    """
    names = surveys(tables, until_of(tables, during))["survey_id"].tolist()
    earlier = names[::-1] if wanted is None else []
    tries = [survey_of(tables, during, wanted), *(survey(tables, name) for name in earlier)]
    for one in tries:
        if has(one.questions):
            return one
    raise not_measured(f"not_asked_{missing}", **arguments)


def groups_of(by: str | Sequence[str] | None) -> list[str]:
    """Return the columns of respondents to compare; `UsageError` where there is no such one."""
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    for name in names:
        text = f"by='{name}': answers are compared by what people answered."
        require_one_of(name, list(GROUPS), text)
    return names


def same_questions(earlier: Survey, later: Survey) -> dict[str, str]:
    """Return the id of each question of a survey, and of the one with equal words in another.

    Equal are words of one kind of question, whatever the case, accents and punctuation.
    """
    before, after = _words(earlier), _words(later)
    pairs: dict[str, str] = {}
    for words in ("words", "bare"):  # an item of a matrix may stand alone in another tool
        first, then = (
            rows.assign(turn=rows.groupby([words, "kind"]).cumcount()) for rows in (before, after)
        )
        found = then.merge(first, on=[words, "kind", "turn"], suffixes=("", "_before"))
        pairs |= dict(zip(found["question_id_before"], found["question_id"], strict=True))
        before = before[~before["question_id"].isin(list(pairs))]
        after = after[~after["question_id"].isin(list(pairs.values()))]
    return pairs


def _words(one: Survey) -> pd.DataFrame:
    """Return the questions of one survey, one row each, with their words for comparing."""
    asked = one.questions.drop_duplicates("question_id")
    stem = asked["item_of"].astype("str").fillna("").astype("str")
    wording = asked["wording"].astype("str").fillna("").astype("str")
    words = fold(stem.where(stem != wording, "") + " " + wording)
    return asked[["question_id", "kind"]].assign(words=words, bare=fold(wording))


def breaks(tables: Tables, *, during: During = None) -> list[str]:
    """Return periods from which the overall question has other words."""
    labels, before = [], None
    for name in surveys(tables, until_of(tables, during))["survey_id"]:
        one = survey(tables, name)
        try:
            words = fold_word(str(one.overall["wording"]))
        except DataError:
            continue
        if before not in (None, words):
            labels.append(one.label)
        before = words
    return labels
