"""Questions on the data: what is there, how far it can be trusted, which notebooks can run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from engagekit.identity.review_list import unidentified as review
from engagekit.measures import _frames, data_grade
from engagekit.measures._frame import measure_frame, share
from engagekit.parsing.word_lists import words
from engagekit.sections.registry import Answer, Question, Request, register
from engagekit.tables.cache import count_rows
from engagekit.tables.schema import TABLES

NOTEBOOKS: tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...] = tuple(
    (name, question, tuple(tuple(group.split("/")) for group in needs))
    for name, (question, *needs) in words("notebooks", Path(__file__).parent).items()
)
"""Notebook, its question, and the sheets it needs: each group needs one of its sheets."""


def _contents(request: Request) -> Answer:
    """Every sheet with its rows and what one row is."""
    tables = request.tables
    return pd.DataFrame(
        [
            {
                "sheet": name,
                "there": "yes" if tables.has(name) else "no",
                "rows": count_rows(tables.frames[name]) if tables.has(name) else 0,
                "one_row_is": definition.meaning,
            }
            for name, definition in TABLES.items()
        ]
    )


def _notebooks(request: Request) -> Answer:
    """Every notebook with the sheets it lacks."""
    rows = []
    for name, question, needs in NOTEBOOKS:
        lacking = [" or ".join(group) for group in needs if not any(map(request.tables.has, group))]
        rows.append(
            {
                "notebook": name,
                "question": question,
                "can_run": "no" if lacking else "yes",
                "needs": "; ".join(lacking),
            }
        )
    return pd.DataFrame(rows)


def _trust(request: Request) -> Answer:
    """The rows kept and linked, and the grade they lead to."""
    grade = data_grade.grade(request.tables, request.when)
    rows = [
        share("rows kept", grade.kept, grade.read),
        share("rows linked", grade.linked, grade.named),
    ]
    facts = {
        "grade": grade.letter,
        "reason": grade.reason,
        "share": grade.share,
        "read": grade.read,
        "kept": grade.kept,
        "aside": grade.read - grade.kept,
        "again": sum(source.rows_repeated for source in request.tables.origins),
        "costs": grade.costs,
        "points": grade.points,
    }
    return measure_frame(rows, basis="rows"), facts


def _unidentified(request: Request) -> Answer:
    """Who the unidentified may be."""
    request.tables.need("contacts")
    return review(request.tables)


def _questions(request: Request) -> Answer:
    """Each question once, its options together."""
    found: pd.DataFrame = (
        _frames.rows(
            request.tables,
            "questions",
            *("survey_id", "question_id", "wording", "kind", "scale_id", "item_of"),
        )
        .drop_duplicates(["survey_id", "question_id"])
        .reset_index(drop=True)
    )
    return found


_PRIVATE_LISTING: dict[str, Any] = {"kind": "listing", "audience": "private", "sentence": None}
register(
    "00_start_here",
    Question(
        "contents",
        "Every sheet with its rows and what one row is.",
        answer=_contents,
        kind="listing",
    ),
    Question(
        "notebooks",
        "Which notebooks can run, and the sheet each other one lacks.",
        answer=_notebooks,
        kind="listing",
    ),
    Question(
        "sources",
        "The files, what they were taken for, rows read and kept, and their hash (private).",
        answer=lambda request: request.tables.sources.rename(columns={"why": "seen_by"}),
        name=lambda request: "provenance",
        **_PRIVATE_LISTING,
    ),
    Question(
        "trust",
        "The data grade, the part that decides it, and the rows behind it.",
        answer=_trust,
        name=lambda request: "data_quality",
        sentence="data",
        sentence_args=lambda request: request.facts,
    ),
)
register(
    "01_check_data",
    Question(
        "problems",
        "Faults found in the data, with their cell and the remedy (private).",
        answer=lambda request: request.tables.problems,
        **_PRIVATE_LISTING,
    ),
    Question(
        "set_aside",
        "Rows left out and why (private: file names may name people).",
        answer=lambda request: request.tables.set_aside,
        **_PRIVATE_LISTING,
    ),
    Question(
        "unidentified",
        "Who the unidentified may be: answer once, in the sheet aliases (private).",
        answer=_unidentified,
        **_PRIVATE_LISTING,
    ),
)
register(
    "05_survey",
    Question(
        "questions",
        "Which question of each survey was taken for which kind of answer.",
        answer=_questions,
        kind="listing",
        sentence=None,
    ),
)
