"""The topline as one JSON document: a question, its rows, and who was asked."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from engagekit.measures import _frame, _survey_waves, basis
from engagekit.measures._answer_sheet import Asked
from engagekit.measures._skips import Shown
from engagekit.measures.crosstab import crosstab
from engagekit.measures.topline import sheet_of, topline
from engagekit.tables.tables import Tables

_SHARES = ("answers", "options picked", "ranked first", "comments on a theme")


def document(
    tables: Tables, *, survey: str | None = None, compare: str | None = None
) -> dict[str, Any]:
    """Return the topline of a survey as plain data.

    Parameters
    ----------
    tables : Tables
    survey, compare : str, optional
        As `engagekit.measures.topline`.

    Returns
    -------
    dict
        ``survey_id, title, opened, used`` and ``questions``, each with ``question_id, wording,
        kind, block, asked, answered, no_opinion, base, rows, mean`` and, where there is one,
        ``net_promoter``, ``asked_of`` (the answer that led to it) and ``changes``.
    """
    survey_id = _survey_waves.wave(tables, None, survey)
    frame = topline(tables, survey=survey_id, compare=compare)
    sheet, shown = sheet_of(tables, None, survey_id)
    titles = _survey_waves.waves(tables).set_index("survey_id")["title"]
    if "period" in frame.columns:
        frame = frame[frame["period"] == _survey_waves.label_of(tables, survey_id)]
    parts = dict(iter(frame.groupby("item", sort=False)))
    return {
        "version": 2,
        "survey_id": survey_id,
        "title": str(titles.get(survey_id, survey_id)),
        "opened": sheet.opened,
        "used": len(sheet.people),
        "questions": [
            _question(one, shown[one.question_id], parts[one.name]) for one in sheet.questions
        ],
    }


def cross_document(
    tables: Tables, rows: str, by: str, *, survey: str | None = None
) -> dict[str, Any]:
    """Return a cross-table as plain data.

    Returns
    -------
    dict
        ``rows`` and ``by``; ``columns``, each with ``group, base, weighted_base, effective_n,
        mean`` and ``cells`` (``option, n, share, low, high, mark``); ``test`` of the whole table.
    """
    frame = crosstab(tables, rows=rows, by=by, survey=survey)
    name = frame.columns[1]
    columns = []
    for group, part in frame.groupby(name, sort=False):
        answers = part[part["measure"] != "mean answer"].to_dict("records")
        first = (answers or part.to_dict("records"))[0]
        weighs, base = basis.notes_of(first).get("column_weighs", {}), int(first["base"])
        column = {"group": group, "base": base, "mean": _number(part, "mean answer")}
        for name, key in (("weighted_base", "weighs"), ("effective_n", "worth")):
            column[name] = float(weighs.get(key, base))
        columns.append({**column, "cells": [{**_row(row), "mark": _mark(row)} for row in answers]})
    notes = basis.notes_of(frame.iloc[0])
    tests = (
        {"name": key} | {name: float(text.lstrip("<")) for name, text in notes[key].items()}
        for key in basis.TESTS
        if key in notes
    )
    result = {"version": 2, "rows": frame["item"].iloc[0], "by": name, "columns": columns}
    return {**result, "test": next(tests, None)}


def _mark(row: Mapping[Any, Any]) -> str | None:
    found = basis.notes_of(row)
    return "higher" if "column_higher" in found else "lower" if "column_lower" in found else None


def _question(one: Asked, shown: Shown, frame: pd.DataFrame) -> dict[str, Any]:
    """Return one question of the document."""
    answered = one.answered & shown.who
    result: dict[str, Any] = {
        "question_id": one.question_id,
        "wording": one.wording,
        "kind": one.kind,
        "block": one.block or None,
        "asked": shown.n,
        "answered": int(answered.sum()),
        "no_opinion": int((one.answered & ~one.opinion).sum()),
        "rows": [_row(row) for row in frame.to_dict("records") if row["measure"] in _SHARES],
        "mean": _number(frame, "mean answer"),
        "base": int(one.opinion.sum()),
    }
    if one.kind == "rank":
        places = frame[frame["measure"] == "mean place"].set_index("answer")["estimate"]
        for row in result["rows"]:
            row["mean_place"] = float(places[row["option"]]) if row["option"] in places else None
    if one.kind == "net_promoter" and one.is_scored:
        result["rows"] = [
            _row(_frame.wilson("", int((who & one.opinion).sum()), result["base"], answer=name))
            for name, who in one.answers
        ]
        points = one.points[one.opinion]
        result["mean"] = float(np.mean(points)) if len(points) else None
        result["net_promoter"] = {
            name.replace(" ", "_"): _number(frame, name)
            for name in ("net promoter", "promoters", "detractors")
        }
    if shown.by is not None:
        result["asked_of"] = {"question_id": shown.by.question_id, "answers": list(shown.answers)}
    moved = frame[frame["measure"] == "change in answers"]
    if len(moved):
        result["changes"] = [_row(row) for row in moved.to_dict("records")]
    return result


def _row(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return one answer."""
    ends = {name: _plain(row[name]) for name in ("low", "high")}
    counts = {name: int(row[name]) for name in ("n", "base")}
    return {"option": row["answer"], "share": _plain(row["estimate"]), **ends, **counts}


def _number(frame: pd.DataFrame, measure: str) -> float | None:
    """Return a number that a question has once."""
    rows = frame[(frame["measure"] == measure) & (frame["answer"] == _frame.ALL)]
    return _plain(rows["estimate"].iloc[0]) if len(rows) else None


def _plain(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
