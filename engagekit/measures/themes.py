"""What comments are about: coded by a list of themes and words that the analyst keeps."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from engagekit.facts import reading
from engagekit.locale.missing import require
from engagekit.measures import _frame, _question_lookup, _survey_waves
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables

NO_THEME = "No theme"
Themes = Mapping[str, Mapping[str, Sequence[str]]]


def comments(tables: Tables, *, during: During = None, survey: str | None = None) -> pd.DataFrame:
    """Return each comment with its themes and the words that were found (private).

    Returns
    -------
    DataFrame
        Listing ``comment, themes, words``, comments without a theme first: the list to go through
        when themes.toml is edited. Comments can carry names.
    """
    text = _said(tables, wave(tables, during, survey))
    matches = coded(text, tables.settings.survey.themes)
    joined = matches.groupby("at", sort=True).agg(
        themes=("theme", lambda names: ", ".join(dict.fromkeys(names))),
        words=("word", lambda words: ", ".join(dict.fromkeys(words))),
    )
    rows = pd.DataFrame({"comment": text.to_numpy()}).join(joined)
    rows = rows.assign(**{name: rows[name].fillna("") for name in ("themes", "words")})
    order = rows.assign(later=rows["themes"] != "").sort_values(
        ["later", "themes", "comment"], kind="stable"
    )
    return order.drop(columns="later").reset_index(drop=True)


def comment_themes(
    tables: Tables, *, during: During = None, survey: str | None = None
) -> pd.DataFrame:
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
    message = _said(tables, wave(tables, during, survey))
    themes = tables.settings.survey.themes
    matches = coded(message, themes).drop_duplicates(["at", "theme"])
    count = matches["theme"].value_counts().reindex(list(themes), fill_value=0)
    count = count.sort_values(ascending=False, kind="stable")
    bare = len(message) - int(matches["at"].nunique())
    text = [("comments on a theme", name, int(n)) for name, n in count.items()]
    text.append(("comments without a theme", NO_THEME, bare))
    rows = [_frame.share(measure, n, len(message), theme=name) for measure, name, n in text]
    return _frame.measure_frame(rows, ["theme"], basis="count_of_comments")


def wave(tables: Tables, during: During, survey: str | None = None) -> str:
    """Return the survey asked for, else the last one that asked for comments.

    Raises
    ------
    NotMeasuredError
        If there are no themes, or no survey asked.
    """
    require(tables.settings.survey.themes, "unset_themes")
    return _question_lookup.wave_with(
        tables, during, survey, lambda questions: bool(_open(tables, questions)), "comments"
    )


def _open(tables: Tables, questions: pd.DataFrame) -> list[str]:
    """Return the questions that ask for comments: those of the settings, else the only open one."""
    stated = tables.settings.survey.comment_questions
    if stated:
        matches = [
            part.question_id for text in stated for part in _question_lookup.find(questions, text)
        ]
        return list(dict.fromkeys(matches))
    texts = questions.loc[questions["kind"] == "text", "question_id"].unique()
    return list(texts) if len(texts) == 1 else []


def _said(tables: Tables, survey_id: str) -> pd.Series:
    """Return what each person wrote, several answers joined; what says nothing is left out."""
    ids = _open(tables, _survey_waves.questions_of(tables, survey_id))
    rows = reading.collected(_survey_waves.answers(tables, survey_id, ids))
    text = rows["value"].astype("str").fillna("").str.strip()
    plain = fold(text)
    nothing = {fold_word(word) for word in tables.settings.survey.nothing_said}
    retained = rows.assign(text=text)[~plain.isin(nothing) & (plain != "")]
    retained = retained.sort_values(["respondent_id", "question_id"], kind="stable")
    joined: pd.Series = retained.groupby("respondent_id", sort=True)["text"].agg(" / ".join)
    return joined.astype("str")


def coded(said: pd.Series, themes: Themes) -> pd.DataFrame:
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
    >>> found = coded(pd.Series(["Trop lent !", "Fast"]), {"Speed": {"fr": ["lent*"]}})
    >>> found.values.tolist()
    [[0, 'Speed', 'lent*']]
    """
    plain = fold(said.reset_index(drop=True).astype("str"))
    parts = []
    for theme, languages in themes.items():
        for word in dict.fromkeys(word for words in languages.values() for word in words):
            pattern = _pattern(word)
            if pattern:
                at = np.flatnonzero(plain.str.contains(pattern, regex=True).to_numpy(dtype=bool))
                parts.append(pd.DataFrame({"at": at, "theme": theme, "word": word}))
    if not parts:
        return pd.DataFrame(
            {
                "at": pd.Series(dtype="int64"),
                "theme": pd.Series(dtype="str"),
                "word": pd.Series(dtype="str"),
            }
        )
    return pd.concat(parts, ignore_index=True)


def _pattern(word: str) -> str:
    """Return a word or phrase as a pattern over folded texts; empty without a letter."""
    plain = fold_word(word)
    if not plain:
        return ""
    return rf"\b{re.escape(plain)}" + ("" if word.rstrip().endswith("*") else r"\b")
