"""Where service falls short of what people hold important."""

from typing import Any

import pandas as pd

from engagekit.errors import DataError, error_text
from engagekit.facts.answers import Asked, answer_sheet
from engagekit.facts.questions import Part, find
from engagekit.facts.surveys import Survey, survey_that_asks
from engagekit.locale.missing import require
from engagekit.measures._frame import ALL, ends, measure_frame
from engagekit.measures.engine import of_survey
from engagekit.parsing.values import fold_word, numbers
from engagekit.settings.periods import During
from engagekit.settings.survey import Gaps
from engagekit.statistics import scores
from engagekit.tables.tables import Tables

LEVELS = ("importance", "satisfaction")

Pairs = dict[str, dict[str, Part]]
"""Every item with the question of each level."""


def wave(tables: Tables, during: During, survey: str | None = None) -> Survey:
    """Return the survey asked for, else the last one that asked for both levels.

    Raises
    ------
    NotMeasuredError
        If the settings do not say where both were asked, or no survey did.
    """
    stated = tables.settings.survey.gaps
    named = [(own.importance, own.satisfaction) for own in stated.items]
    named.append((stated.importance, stated.satisfaction))
    require(any(all(pair) for pair in named), "unset_gaps")
    levels = ", ".join(LEVELS)
    return survey_that_asks(
        tables, during, survey, lambda rows: bool(pairs(rows, stated)), "gaps", levels=levels
    )


@of_survey(wave)
def gaps(one: Survey) -> pd.DataFrame:
    """Return how satisfied people are with each service, less how important they hold it.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses`` and ``[survey.gaps]`` of the settings.

    Returns
    -------
    DataFrame
        Measure frame with ``item, level`` in front, unit ``points``: ``item level`` of each level,
        then ``gap to importance`` (satisfaction less importance). ``n`` = ``base`` = people who
        answered both of the item; ``All``: each person's mean over their items, then over people.

    Raises
    ------
    NotMeasuredError
        If the settings do not say which questions, or no survey asked them.
    DataError
        If importance and satisfaction have scales of other lengths.
    """
    stated = one.tables.settings.survey.gaps
    sheet = answer_sheet(one.tables, one.id)
    found = pairs(one.questions, stated)
    items = {
        item: pd.DataFrame(
            {
                name: _points(sheet[part.question_id], stated.numbers_are_points)
                for name, part in parts.items()
            }
        )
        for item, parts in found.items()
    }
    if all(answers.isna().all(axis=None) for answers in items.values()):
        raise DataError(error_text("gaps.gaps"))
    if not stated.numbers_are_points:
        _same_scales(one, next(iter(found.values())))
    items = {ALL: pd.concat(items.values()), **items}
    rows = [row for item, answers in items.items() for row in _rows(item, answers.dropna())]
    return measure_frame(rows, ["item", "level"], basis="t_people")


def _points(asked: Asked, numbers_are_points: bool) -> pd.Series:
    """Return the points of each person who answered."""
    score = asked.given["score"]
    if numbers_are_points:
        score = score.fillna(numbers(asked.given["word"]).values)
    return pd.Series(score.to_numpy("float64"), asked.given["who"])


def pairs(questions: pd.DataFrame, stated: Gaps) -> Pairs:
    """Return the items for which both levels are found, and the question of each."""
    items: Pairs = {}
    for own in stated.items:
        parts = {name: find(questions, str(getattr(own, name) or "")) for name in LEVELS}
        if all(len(part) == 1 for part in parts.values()):
            items[own.name] = {name: part[0] for name, part in parts.items()}
    if stated.importance and stated.satisfaction:
        satisfied = {fold_word(part.item): part for part in find(questions, stated.satisfaction)}
        for part in find(questions, stated.importance):
            word = fold_word(part.item)
            if word in satisfied:
                both = {"importance": part, "satisfaction": satisfied[word]}
                items.setdefault(part.item, both)
    return items


def important(questions: pd.DataFrame, stated: Gaps) -> tuple[list[Part], dict[str, Part]]:
    """Return the questions on importance, and each by the key of the one on satisfaction."""
    texts = [stated.importance, *(own.importance for own in stated.items)]
    asked = [part for text in texts if text for part in find(questions, text)]
    both = pairs(questions, stated).values()
    return asked, {pair["satisfaction"].key: pair["importance"] for pair in both}


def _same_scales(asking: Survey, parts: dict[str, Part]) -> None:
    """Refuse to take points of scales of other lengths from one another."""
    points = {
        name: asking.points(asking.question(part.question_id)) for name, part in parts.items()
    }
    if len(set(points.values())) > 1:
        text = ", ".join(f"{name} has {length:g} points" for name, length in points.items())
        raise DataError(f"Gaps need scales of one length: {text}. Ask both on as many points.")


def _rows(item: str, answers: pd.DataFrame) -> list[dict[str, Any]]:
    """Return both levels of an item and the gap between them, over people who answered both."""
    size = answers.index.nunique()
    more = {"item": item, "n": size, "base": size, "population": size}
    gap = answers["satisfaction"] - answers["importance"]
    levels = [
        {**more, "level": name, "measure": "item level", **_over_people(answers[name])}
        for name in LEVELS
    ]
    return [*levels, {**more, "level": "gap", "measure": "gap to importance", **_over_people(gap)}]


def _over_people(points: pd.Series) -> dict[str, float]:
    """Return the mean over people of each person's mean, with its t interval."""
    each = points.groupby(level=0).mean()
    return ends(scores.mean_score(each)) if len(each) else {}
