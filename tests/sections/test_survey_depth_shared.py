"""Every survey export there is, whatever its shape: each section says something and never fails."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit import figures
from engagekit.errors import DataError
from engagekit.loading.load import load
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports" / "surveys"
FILES = sorted(path for path in SHARED.rglob("*") if path.is_file()) if SHARED.is_dir() else []
NAMES = ("gaps", "comment_themes", "comments", "attribute_profile", "aided_awareness",
         "useful", "perception_gap")  # fmt: skip
THEMES = {"Time": {"en": ["time", "hour*", "late"], "fr": ["temps", "heure*"]},
          "People": {"en": ["staff", "people", "help*"]}}  # fmt: skip


def _first(questions: pd.DataFrame, column: str = "question_id") -> str | None:
    """The first of them, None where there is none."""
    found = questions[column].dropna()
    return None if found.empty else str(found.iloc[0])


def _settings(tables: Tables, survey: str) -> Settings:
    """Settings that point at what this survey has, whatever it means."""
    questions = tables.questions[tables.questions["survey_id"] == survey]
    by_kind = dict(list(questions.groupby("kind")))
    none = questions.iloc[:0]
    scale, multi = by_kind.get("scale", none), by_kind.get("multi", none)
    blocks = scale["item_of"].dropna().unique().tolist() or ["nothing"]
    texts, single = by_kind.get("text", none), by_kind.get("single", none)
    levels = single["question_id"].drop_duplicates().tolist()
    group = levels[-1] if levels else "nothing"
    rows = tables.responses
    answers = rows.loc[rows["question_id"] == group, "value"].dropna().unique().tolist()
    groups = {"a": answers[:1] or ["x"], "b": answers[1:] or ["y"]}
    chosen: dict[str, Any] = {
        "satisfaction_question": _first(scale) or "nothing",
        "awareness_question": _first(multi) or "nothing",
        "useful_question": _first(scale) or _first(single) or "nothing",
        "comment_questions": [_first(texts) or "nothing"],
        "themes": THEMES,
        "consent_to_link": True,
        "panel_code_question": _first(texts) or "nothing",
        "gaps": {"importance": blocks[0], "satisfaction": blocks[-1]},
        "profile": {"question": _first(multi) or "nothing"},
        "perception": {"question": _first(scale) or _first(single) or "nothing",
                       "group_question": group, "groups": groups},
    }  # fmt: skip
    return make_settings({"survey": chosen})


def _roster(tidy: Any) -> pd.DataFrame:
    people: pd.DataFrame = tidy(
        "contacts", *({"contact_id": str(at), "display_name": f"Person {at}", "department": "Legal"}
                      for at in range(40)))  # fmt: skip
    return people


@pytest.mark.shared
@pytest.mark.usefixtures("said", "proposals_taken")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_shape_of_survey_makes_a_section_fail(path: Path, tidy: Any) -> None:
    try:
        tables = load(path, make_settings({}))
    except DataError as error:
        assert re.search(r"engagekit import|no longer reads|Save|Export|password", str(error)), str(
            error
        )
        return  # refused in words: nothing to tell, and nothing told
    if not tables.has("surveys", "respondents", "questions", "responses"):
        assert {"missing"} == {"missing" if function_of(QUESTIONS[name])(tables).missing else name
                               for name in NAMES}  # fmt: skip
        return  # a code book: every section says what it lacks
    tables = tables.replace(contacts=_roster(tidy))
    survey = str(tables.questions["survey_id"].iloc[0])
    for settings in (make_settings({}), _settings(tables, survey)):
        given = Tables(tables.frames, settings)
        for name in NAMES:
            made = function_of(QUESTIONS[name])(given)
            assert finding(made)
            if made.figure and not made.missing:
                figures.draw(made.figure, made.frame, title="T", **dict(made.figure_args))
