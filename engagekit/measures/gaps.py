"""Where service falls short: of what people hold important, or of what they accept and wish."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.errors import DataError, error_text
from engagekit.facts.answers import Asked, answer_sheet
from engagekit.facts.questions import Part, find
from engagekit.facts.surveys import Survey, survey_that_asks
from engagekit.locale.missing import not_measured
from engagekit.measures._frame import ALL, ends, measure_frame
from engagekit.parsing.values import fold_word, numbers
from engagekit.settings.periods import During
from engagekit.settings.survey import Gaps
from engagekit.statistics import scores
from engagekit.tables.tables import Tables

IMPORTANCE = ("importance", "satisfaction")
SERVICE = ("perceived", "minimum", "desired")
"""The levels of the two ways to ask, in the order in which they are told."""


@dataclass(frozen=True, eq=False)
class Levels:
    """Every item with the question of each level."""

    names: tuple[str, ...]
    items: Mapping[str, Mapping[str, Part]]


def gaps(tables: Tables, *, during: During = None, survey: str | None = None) -> pd.DataFrame:
    """Return how good each service is, and how far it is from what people want of it.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses`` and ``[survey.gaps]`` of the settings.

    Returns
    -------
    DataFrame
        Measure frame with ``item, level`` in front, unit ``points``: ``item level`` of each level,
        then ``gap to importance`` (satisfaction less importance), or ``adequacy gap`` (perceived
        less minimum), ``superiority gap`` (perceived less desired) and ``zone of tolerance``
        (desired less minimum). ``n`` = ``base`` = people who answered every level of the item;
        ``All``: each person's mean over their items, then over people.

    Raises
    ------
    NotMeasuredError
        If the settings do not say which questions, or no survey asked them.
    DataError
        If importance and satisfaction have scales of other lengths.

    Notes
    -----
    Perceived service comes first: it goes with satisfaction more closely than the superiority gap
    (Roszkowski, Baky and Jones 2005). Answers whose minimum is above the desired level are left out
    and counted in ``population`` less ``base``.
    """
    stated = tables.settings.survey.gaps
    one = wave(tables, during, survey)
    found = levels(one.questions, stated)
    sheet = answer_sheet(tables, one.id)
    items = {
        item: pd.DataFrame(
            {
                name: _points(sheet[part.question_id], stated.numbers_are_points)
                for name, part in parts.items()
            }
        )
        for item, parts in found.items.items()
    }
    if all(answers.isna().all(axis=None) for answers in items.values()):
        raise DataError(error_text("gaps.gaps"))
    if found.names == IMPORTANCE and not stated.numbers_are_points:
        _same_scales(one, found)
    items = {ALL: pd.concat(items.values()), **items}
    rows = [row for item, answers in items.items() for row in _rows(item, answers, found.names)]
    return measure_frame(rows, ["item", "level"], basis="t_people")


def _points(asked: Asked, numbers_are_points: bool) -> pd.Series:
    """Return the points of each person who answered."""
    score = asked.given["score"]
    if numbers_are_points:
        score = score.fillna(numbers(asked.given["word"]).values)
    return pd.Series(score.to_numpy("float64"), asked.given["who"])


def wave(tables: Tables, during: During, survey: str | None = None) -> Survey:
    """Return the survey asked for, else the last one that asked for the levels."""
    stated = tables.settings.survey.gaps
    names = ", ".join(way_of(stated))
    return survey_that_asks(
        tables, during, survey, lambda rows: bool(levels(rows, stated).items), "gaps", levels=names
    )


def levels(questions: pd.DataFrame, stated: Gaps) -> Levels:
    """Return the items for which every level is found, and the question of each.

    Raises
    ------
    NotMeasuredError
        If the settings name no levels.
    """
    names = way_of(stated)
    items: dict[str, dict[str, Part]] = {}
    for own in stated.items:
        parts = {name: find(questions, str(getattr(own, name) or "")) for name in names}
        if all(len(part) == 1 for part in parts.values()):
            items[own.name] = {name: part[0] for name, part in parts.items()}
    wanted = {name: getattr(stated, name) for name in names}
    if all(wanted.values()):
        by_word = {
            name: {fold_word(part.item): part for part in find(questions, text)}
            for name, text in wanted.items()
        }
        for word, part in by_word[names[0]].items():
            if all(word in by_word[name] for name in names):
                items.setdefault(part.item, {name: by_word[name][word] for name in names})
    return Levels(names, items)


def important(questions: pd.DataFrame, stated: Gaps) -> tuple[list[Part], dict[str, Part]]:
    """Return the questions on importance, and each by the key of the one on satisfaction."""
    texts = [stated.importance, *(own.importance for own in stated.items)]
    asked = [part for text in texts if text for part in find(questions, text)]
    if not asked or way_of(stated) != IMPORTANCE:
        return asked, {}
    pairs = levels(questions, stated).items.values()
    return asked, {pair["satisfaction"].key: pair["importance"] for pair in pairs}


def way_of(stated: Gaps) -> tuple[str, ...]:
    """Return which of the two ways to ask the settings name.

    Raises
    ------
    NotMeasuredError
        If neither.
    """
    for names in (SERVICE, IMPORTANCE):
        if any(all(getattr(own, name) for name in names) for own in (stated, *stated.items)):
            return names
    raise not_measured("unset_gaps")


def _same_scales(one: Survey, found: Levels) -> None:
    """Refuse to take points of scales of other lengths from one another."""
    first = next(iter(found.items.values()))
    points = {name: one.points(one.question(part.question_id)) for name, part in first.items()}
    if len(set(points.values())) > 1:
        text = ", ".join(f"{name} has {length:g} points" for name, length in points.items())
        raise DataError(f"Gaps need scales of one length: {text}. Ask both on as many points.")


def _rows(item: str, answers: pd.DataFrame, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the levels of an item and the gaps between them, over people."""
    whole = answers.dropna()
    sound = whole
    if names == SERVICE:
        sound = whole[whole["minimum"] <= whole["desired"]]
    size = sound.index.nunique()
    more = {"item": item, "n": size, "base": size, "population": whole.index.nunique()}
    levels = [
        {**more, "level": name, "measure": "item level", **_over_people(sound[name])}
        for name in names
    ]
    pairs = (
        {"gap to importance": ("satisfaction", "importance")}
        if names == IMPORTANCE
        else {
            "adequacy gap": ("perceived", "minimum"),
            "superiority gap": ("perceived", "desired"),
            "zone of tolerance": ("desired", "minimum"),
        }
    )
    return levels + [
        {**more, "level": "gap", "measure": gap, **_over_people(sound[a] - sound[b])}
        for gap, (a, b) in pairs.items()
    ]


def _over_people(points: pd.Series) -> dict[str, float]:
    """Return the mean over people of each person's mean, with its t interval."""
    each = points.groupby(level=0).mean()
    return ends(scores.mean_score(each)) if len(each) else {}
