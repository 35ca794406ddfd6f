"""What comments are about: coded by a list of themes and words that the analyst keeps."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from engagekit.facts.answers import answer_sheet
from engagekit.facts.questions import find
from engagekit.facts.surveys import Survey, survey_that_asks
from engagekit.locale.missing import require
from engagekit.measures import _frame
from engagekit.measures.engine import of_survey
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables

NO_THEME = "No theme"
Themes = Mapping[str, Mapping[str, Sequence[str]]]


def wave(tables: Tables, during: During, survey: str | None = None) -> Survey:
    """Return the survey asked for, else the last one that asked for comments.

    Raises
    ------
    NotMeasuredError
        If there are no themes, or no survey asked.
    """
    require(tables.settings.survey.themes, "unset_themes")
    return survey_that_asks(
        tables, during, survey, lambda questions: bool(_open(tables, questions)), "comments"
    )


@of_survey(wave)
def comments(one: Survey) -> pd.DataFrame:
    """Return each comment with its themes and the words that were found (private).

    Returns
    -------
    DataFrame
        Listing ``comment, themes, words``, comments without a theme first: the list to go through
        when themes.toml is edited. Comments can carry names.
    """
    text = _said(one)
    matches = themes_found(text, one.tables.settings.survey.themes)
    matches = matches.rename(columns={"theme": "themes", "word": "words"})
    joined = matches.groupby("at").agg(_listed)
    rows = pd.DataFrame({"comment": text.to_numpy()}).join(joined)
    rows = rows.fillna({"themes": "", "words": ""})
    return rows.sort_values(["themes", "comment"], kind="stable", ignore_index=True)


def _listed(names: pd.Series) -> str:
    return ", ".join(dict.fromkeys(names))


@of_survey(wave)
def comment_themes(one: Survey) -> pd.DataFrame:
    """Return how many of those who commented speak of each theme.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``; themes of themes.toml or
        ``[survey.themes]``, questions of ``comment_questions`` under ``[survey]``.

    Returns
    -------
    DataFrame
        Measure frame with ``theme`` in front, unit ``share``: ``comments on a theme``, the most
        frequent first, then ``comments without a theme``. ``base``: people who wrote something
        that says something. A comment can have several themes, so rows do not add up.
    """
    said, listed = _said(one), one.tables.settings.survey.themes
    rows = [
        _frame.share("comments on a theme", n, len(said), theme=name)
        for name, n in count(said, listed).items()
    ]
    bare = len(said) - themes_found(said, listed)["at"].nunique()
    rows.append(_frame.share("comments without a theme", bare, len(said), theme=NO_THEME))
    return _frame.measure_frame(rows, ["theme"], basis="count_of_comments")


def count(said: pd.Series, listed: Themes) -> pd.Series:
    """Return how many texts speak of each theme, the most frequent first."""
    found = themes_found(said, listed).drop_duplicates(["at", "theme"])["theme"].value_counts()
    found = found.reindex(list(listed), fill_value=0)
    return found.sort_values(ascending=False, kind="stable")


def _open(tables: Tables, questions: pd.DataFrame) -> list[str]:
    """Return the questions that ask for comments: those of the settings, else the only open one."""
    stated = tables.settings.survey.comment_questions
    if stated:
        matches = [part.question_id for text in stated for part in find(questions, text)]
        return list(dict.fromkeys(matches))
    texts = questions.loc[questions["kind"] == "text", "question_id"].unique()
    return list(texts) if len(texts) == 1 else []


def _said(one: Survey) -> pd.Series:
    """Return what each person wrote, several answers joined; what says nothing is left out."""
    sheet = answer_sheet(one.tables, one.id)
    rows = pd.concat([sheet[name].given for name in sorted(_open(one.tables, one.questions))])
    rows = rows.assign(word=saying(one.tables, rows["word"])).dropna(subset="word")
    return rows.groupby("who", sort=True)["word"].agg(" / ".join).astype("str")


def saying(tables: Tables, texts: pd.Series) -> pd.Series:
    """Return texts without those that say nothing."""
    texts = texts.astype("str").fillna("").str.strip()
    nothing = {fold_word(word) for word in tables.settings.survey.nothing_said} | {""}
    return texts[~fold(texts).isin(nothing)]


def themes_found(said: pd.Series, themes: Themes) -> pd.DataFrame:
    """Return the themes of texts, one row a text, theme and word found.

    Parameters
    ----------
    said : Series of str
    themes : mapping
        Theme to language to words. Whole words and phrases, whatever the case and accents; ``*``
        at the end stands for any ending. Every language is looked for in every text.

    Returns
    -------
    DataFrame
        ``at`` (place of the text, from 0), ``theme``, ``word`` (as it stands in the list).

    Examples
    --------
    >>> found = themes_found(pd.Series(["Trop lent !", "Fast"]), {"Speed": {"fr": ["lent*"]}})
    >>> found.values.tolist()
    [[0, 'Speed', 'lent*']]
    """
    plain = fold(said.reset_index(drop=True).astype("str"))
    rows = []
    for theme, languages in themes.items():
        for word in dict.fromkeys(word for words in languages.values() for word in words):
            if pattern := _pattern(word):
                found = np.flatnonzero(plain.str.contains(pattern, regex=True).to_numpy(dtype=bool))
                rows += [(at, theme, word) for at in found]
    kinds = {"at": "int64", "theme": "str", "word": "str"}
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def _pattern(word: str) -> str:
    """Return a word or phrase as a pattern over folded texts; empty without a letter."""
    plain = fold_word(word)
    if not plain:
        return ""
    return rf"\b{re.escape(plain)}" + ("" if word.rstrip().endswith("*") else r"\b")
