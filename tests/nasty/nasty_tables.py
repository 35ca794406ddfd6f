"""The nasty project as tidy tables: every sheet of ``tables/`` and the answers of two surveys."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from engagekit.settings.schema import make_settings
from engagekit.tables.schema import TABLES, dtype_of
from engagekit.tables.tables import Tables

HERE = Path(__file__).parent
ZONE = "America/Toronto"
WORDS = {"sat": "satisfaction", "sa": "satisfaction", "sb": "satisfaction"}
SCALES = {
    "satisfaction": ["Very dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Very satisfied"],
    "importance": ["Not important", "Slightly", "Moderately", "Important", "Very important"],
}
"""The words of the points 1 to 5; ``x`` in answers.csv is "No opinion", which has no point."""
OPTIONS = {"aware": ["Databases", "Training", "Alerts"], "words": ["fast", "kind"]}


def tidy(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as the tidy table of a name, each column in its kind, what is lacking empty."""
    columns = {}
    for column in TABLES[name].columns:
        given = rows.get(column.name, pd.Series(None, index=rows.index, dtype="object"))
        kind = dtype_of(column.kind, ZONE)
        if column.kind == "moment":
            given = pd.to_datetime(given).dt.tz_localize(ZONE)
        elif column.kind == "date":
            given = pd.to_datetime(given)
        elif column.kind in ("number", "count"):
            given = pd.to_numeric(given)
        elif column.kind == "flag":
            given = given.map({"True": True, "False": False}).astype("object")
        columns[column.name] = given.astype(kind)
    return pd.DataFrame(columns)


def responses(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers of the wide sheet, one row a respondent and question (and option)."""
    rows: list[dict[str, Any]] = []
    asked = {"s1": ["sat", "rec"], "s2": list(answers.columns[7:])}
    for person in answers.to_dict("records"):
        who = {key: person[key] for key in ("respondent_id", "survey_id")}
        for question in asked[person["survey_id"]]:
            rows += [{**who, "question_id": question, **one} for one in cells(question, person)]
    return pd.DataFrame(rows)


def cells(question: str, person: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the values of one cell of the wide sheet: one, or one an option."""
    text = person[question]
    if question in OPTIONS:
        ticked = [] if pd.isna(text) else text.split("|")
        return [
            {"option": one, "value": one if one in ticked else None} for one in OPTIONS[question]
        ]
    if pd.isna(text) or text == "x":
        return [{"value": None if pd.isna(text) else "No opinion"}]
    if question in ("sat", "sa", "sb", "ia", "ib"):
        scale = SCALES["importance" if question in ("ia", "ib") else "satisfaction"]
        return [{"value": scale[int(text) - 1], "score": text}]
    return [{"value": text, "score": text if question == "rec" else None}]


def project(**survey: Any) -> Tables:
    """Return the project, with other choices under ``[survey]`` where they are given."""
    chosen = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))
    chosen["survey"] |= survey
    frames = {
        file.stem: tidy(file.stem, pd.read_csv(file, dtype=str))
        for file in sorted((HERE / "tables").glob("*.csv"))
    }
    answers = pd.read_csv(HERE / "answers.csv", dtype=str)
    frames["respondents"] = tidy("respondents", answers)
    frames["responses"] = tidy("responses", responses(answers))
    return Tables(frames, make_settings(chosen))
