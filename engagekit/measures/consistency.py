"""Do the items of a block hang together, so that they may be read as one."""

from typing import Any

import pandas as pd

from engagekit.errors import StatisticsError
from engagekit.locale.missing import not_measured
from engagekit.measures import _frame, _question_lookup, _survey_waves
from engagekit.measures._question_lookup import Asked
from engagekit.settings.periods import During
from engagekit.statistics.reliability import cronbach_alpha
from engagekit.tables.tables import Tables

LEAST_ITEMS, LEAST = 3, 50
"""Items of a block, and people who answered all of them, from which on alpha is worked out."""
NAMED = "items under drivers"


def consistency(
    tables: Tables, *, during: During = None, survey: str | None = None
) -> pd.DataFrame:
    """Return Cronbach's alpha of every block of three items or more on one scale.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``; of the settings ``reversed_items``
        (items worded the other way) and ``drivers`` (items that stand in no block) under
        ``[survey]``.

    Returns
    -------
    DataFrame
        Measure frame with ``block, item`` in front, unit ``index``: ``consistency of items`` of
        ``All`` with Feldt's interval, then of each item ``consistency without the item`` and
        ``correlation with the other items``. ``base``: people who answered every item,
        ``population`` those who answered any. Under 50 the numbers are missing.

    Raises
    ------
    NotMeasuredError
        If no survey asked such a block.

    Notes
    -----
    Feldt (1965). Consistency, not validity. No item is turned round by itself.
    """
    survey_id = wave(tables, during, survey)
    rows = [
        row
        for name, items in blocks(tables, survey_id).items()
        for row in _rows(tables, survey_id, name, items)
    ]
    return _frame.measure_frame(rows, ["block", "item"])


def wave(tables: Tables, during: During, survey: str | None = None) -> str:
    """Return the survey asked for, else the last one that asked a block of three items or more."""
    last = _survey_waves.wave(tables, during, survey)
    earlier = (
        [] if survey else _survey_waves.main_waves(tables, _survey_waves.until_of(tables, during))
    )
    for one in dict.fromkeys([last, *reversed(earlier)]):
        if blocks(tables, one):
            return one
    raise not_measured("no_block")


def blocks(tables: Tables, survey_id: str) -> dict[str, list[Asked]]:
    """Return the items of each block that share a scale, and those that ``drivers`` names."""
    questions = _survey_waves.questions_of(tables, survey_id)
    scales = questions[(questions["kind"] == "scale") & questions["scale_id"].notna()]
    matches: dict[str, list[Asked]] = {}
    inside = scales[scales["item_of"].notna()]
    for (name, scale), part in inside.groupby(["item_of", "scale_id"], sort=False):
        items = [Asked(str(row.question_id), "", str(row.wording)) for row in part.itertuples()]
        if len(items) >= LEAST_ITEMS:
            matches[str(name) if str(name) not in matches else f"{name} ({scale})"] = items
    existing = {item.question_id for items in matches.values() for item in items}
    named = [
        part
        for wanted in tables.settings.survey.drivers
        for part in _question_lookup.find(scales, wanted)
    ]
    rest = [part for part in dict.fromkeys(named) if part.question_id not in existing]
    ids = scales["question_id"].isin([part.question_id for part in rest])
    if len(rest) >= LEAST_ITEMS and len(set(scales.loc[ids, "scale_id"])) == 1:
        matches[NAMED] = rest
    return matches


def _rows(tables: Tables, survey_id: str, name: str, items: list[Asked]) -> list[dict[str, Any]]:
    """Return alpha of a block, and what each of its items adds."""
    table = _question_lookup.wide(tables, survey_id, items)
    complete = table.dropna()
    shared = {"block": name, "base": len(complete), "population": len(table)}
    whole = {**shared, "item": _frame.ALL, "measure": "consistency of items", "basis": "feldt"}
    if len(complete) < LEAST:
        return [whole]
    try:
        frame = pd.DataFrame(
            {
                "question_id": [part.question_id for part in items],
                "wording": [part.item for part in items],
                "item_of": "",
                "option": "",
            }
        )
        turned = {
            part.question_id
            for wanted in tables.settings.survey.reversed_items
            for part in _question_lookup.find(frame, wanted)
        }
        matches = cronbach_alpha(
            complete.to_numpy(dtype="float64"),
            reverse=[at for at, part in enumerate(items) if part.question_id in turned],
        )
    except StatisticsError:  # an item that everybody answered alike
        return [whole]
    rows = [{**whole, **_frame.ends(matches.raw)}]
    for measure, values in (
        ("consistency without the item", matches.if_dropped),
        ("correlation with the other items", matches.item_rest),
    ):
        rows += [
            _frame.number(measure, float(value), item=item.item, **shared, basis="over_complete")
            for item, value in zip(items, values, strict=True)
        ]
    return rows
