"""Questions on the data: what is there, how far it can be trusted, which notebooks can run."""

from pathlib import Path

import pandas as pd

from engagekit.facts import reading
from engagekit.identity.review_list import unidentified as review
from engagekit.measures import data_grade
from engagekit.measures._frame import measure_frame, share
from engagekit.parsing.word_lists import words
from engagekit.sections.registry import Answer, Request, complete
from engagekit.tables import cache, schema

NOTEBOOKS: tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...] = tuple(
    (name, question, tuple(tuple(group.split("/")) for group in needs))
    for name, (question, *needs) in words("notebooks", Path(__file__).parent).items()
)
"""Notebook, its question, and the sheets it needs: each group needs one of its sheets."""


def _contents(request: Request) -> Answer:
    """Every sheet with its rows and what one row is."""
    tables, rows = request.tables, []
    for name, definition in schema.TABLES.items():
        is_there = tables.has(name)
        count = cache.count_rows(tables.frames[name]) if is_there else 0
        rows.append((name, "yes" if is_there else "no", count, definition.meaning))
    return pd.DataFrame(rows, columns=["sheet", "there", "rows", "one_row_is"])


def _notebooks(request: Request) -> Answer:
    """Every notebook with the sheets it lacks."""
    rows = []
    for name, question, needs in NOTEBOOKS:
        lacking = [" or ".join(group) for group in needs if not any(map(request.tables.has, group))]
        rows.append((name, question, "no" if lacking else "yes", "; ".join(lacking)))
    return pd.DataFrame(rows, columns=["notebook", "question", "can_run", "needs"])


def _trust(request: Request) -> Answer:
    """The rows kept and linked, and the grade they lead to."""
    grade = data_grade.grade(request.tables, request.when)
    rows = [
        share("rows kept", grade.kept, grade.read),
        share("rows linked", grade.linked, grade.named),
        share("rows linked by a name alone", grade.by_name, grade.linked),
    ]
    facts = {name: getattr(grade, name) for name in ("reason", "share", "read", "kept", "points")}
    facts |= {
        "grade": grade.letter,
        "aside": grade.read - grade.kept,
        "again": sum(source.rows_repeated for source in request.tables.origins),
        "costs": [list(one) for one in grade.costs],
        "by_name": grade.by_name,
    }
    return measure_frame(rows, basis="rows"), facts


def _unidentified(request: Request) -> Answer:
    """Who the unidentified may be."""
    request.tables.need("contacts")
    return review(request.tables)


def _questions(request: Request) -> Answer:
    """Each question once, its options together."""
    columns = ["survey_id", "question_id", "wording", "kind", "scale_id", "item_of"]
    rows = reading.rows(request.tables, "questions", *columns)
    return rows.drop_duplicates(columns[:2]).reset_index(drop=True)


complete("contents", answer=_contents)
complete("notebooks", answer=_notebooks)
complete(
    "sources", answer=lambda request: request.tables.sources.rename(columns={"why": "seen_by"})
)
complete("trust", answer=_trust)
complete("problems", answer=lambda request: request.tables.problems)
complete("set_aside", answer=lambda request: request.tables.set_aside)
complete("unidentified", answer=_unidentified)
complete("questions", answer=_questions)
