"""Where service falls short: of what people hold important, or of what they accept and wish."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import DataError, NotMeasuredError, error_text
from engagekit.locale.missing import not_measured
from engagekit.measures import _question_lookup, _survey_waves
from engagekit.measures._frame import ALL, ends, measure_frame
from engagekit.measures._question_lookup import Asked
from engagekit.parsing.values import fold_word
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
    items: Mapping[str, Mapping[str, Asked]]


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
    survey_id = wave(tables, during, survey)
    matches = levels(_survey_waves.questions_of(tables, survey_id), stated)
    requested = [part for item in matches.items.values() for part in item.values()]
    table = _question_lookup.wide(tables, survey_id, requested, numbers=stated.numbers_are_points)
    if table.empty:
        raise DataError(error_text("gaps.gaps"))
    if matches.names == IMPORTANCE and not stated.numbers_are_points:
        _same_scales(tables, survey_id, matches)
    stacked = pd.concat(
        [_of_item(table, item, parts) for item, parts in matches.items.items()], ignore_index=True
    )
    rows = [
        row
        for item in (ALL, *matches.items)
        for row in _rows(
            item, stacked if item == ALL else stacked[stacked["item"] == item], matches
        )
    ]
    return measure_frame(rows, ["item", "level"], basis="t_people")


def wave(tables: Tables, during: During, survey: str | None = None) -> str:
    """Return the survey asked for, else the last one that asked for the levels."""
    stated = tables.settings.survey.gaps
    return _question_lookup.wave_with(
        tables,
        during,
        survey,
        lambda questions: bool(levels(questions, stated).items),
        "gaps",
        levels=", ".join(way_of(stated)),
    )


def levels(questions: pd.DataFrame, stated: Gaps) -> Levels:
    """Return the items for which every level is found, and the question of each.

    Raises
    ------
    NotMeasuredError
        If the settings name no levels.
    """
    names = way_of(stated)
    items: dict[str, dict[str, Asked]] = {}
    for own in stated.items:
        parts = {name: getattr(own, name) for name in names}
        existing = {
            name: _question_lookup.find(questions, text) for name, text in parts.items() if text
        }
        if len(existing) == len(names) and all(len(part) == 1 for part in existing.values()):
            items[own.name] = {name: part[0] for name, part in existing.items()}
    wanted = {name: getattr(stated, name) for name in names}
    if all(wanted.values()):
        by_word = {
            name: {fold_word(part.item): part for part in _question_lookup.find(questions, text)}
            for name, text in wanted.items()
        }
        for word, part in by_word[names[0]].items():
            if all(word in by_word[name] for name in names):
                items.setdefault(part.item, {name: by_word[name][word] for name in names})
    return Levels(names, items)


def important(questions: pd.DataFrame, stated: Gaps) -> tuple[list[Asked], dict[str, Asked]]:
    """Return the questions on importance, and each by the key of the one on satisfaction."""
    texts = [stated.importance, *(own.importance for own in stated.items)]
    asked = [one for text in texts if text for one in _question_lookup.find(questions, text)]
    with suppress(NotMeasuredError):
        if asked and way_of(stated) == IMPORTANCE:
            pairs = levels(questions, stated).items.values()
            return asked, {pair["satisfaction"].key: pair["importance"] for pair in pairs}
    return asked, {}


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


def _same_scales(tables: Tables, survey_id: str, found: Levels) -> None:
    """Refuse to take points of scales of other lengths from one another."""
    questions = _survey_waves.questions_of(tables, survey_id)
    ids, first = questions["question_id"], next(iter(found.items.values()))
    ends = {
        name: _survey_waves.points_of(tables, survey_id, questions[ids == part.question_id].iloc[0])
        for name, part in first.items()
    }
    if len(set(ends.values())) > 1:
        text = ", ".join(f"{name} has {points:g} points" for name, points in ends.items())
        raise DataError(f"Gaps need scales of one length: {text}. Ask both on as many points.")


def _of_item(table: pd.DataFrame, item: str, parts: Mapping[str, Asked]) -> pd.DataFrame:
    """Return the levels of one item, one row a person who answered any of them."""
    result = pd.DataFrame({name: table[part.key] for name, part in parts.items()})
    result = result.dropna(how="all").reset_index(names="person")
    return result.assign(item=item)


def _rows(item: str, rows: pd.DataFrame, found: Levels) -> list[dict[str, Any]]:
    """Return the levels of an item and the gaps between them, over people."""
    whole = rows[rows[list(found.names)].notna().all(axis=1)]
    sound = whole
    if found.names == SERVICE:
        sound = whole[whole["minimum"] <= whole["desired"]]
    size = sound["person"].nunique()
    shared = {"item": item, "n": size, "base": size, "population": whole["person"].nunique()}
    pairs = (
        {"gap to importance": ("satisfaction", "importance")}
        if found.names == IMPORTANCE
        else {
            "adequacy gap": ("perceived", "minimum"),
            "superiority gap": ("perceived", "desired"),
            "zone of tolerance": ("desired", "minimum"),
        }
    )
    text = [
        {**shared, "level": name, "measure": "item level", **_over_people(sound, sound[name])}
        for name in found.names
    ]
    return text + [
        {**shared, "level": "gap", "measure": name, **_over_people(sound, sound[a] - sound[b])}
        for name, (a, b) in pairs.items()
    ]


def _over_people(rows: pd.DataFrame, values: pd.Series) -> dict[str, float]:
    """Return the mean over people of each person's mean, with its t interval."""
    if rows.empty:
        return {}
    each = values.astype("float64").groupby(rows["person"]).mean().to_numpy()
    return ends(scores.mean_score(np.asarray(each, dtype=np.float64)))
