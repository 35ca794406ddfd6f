"""Questions on the data: what is there, how far it can be trusted, which notebooks can run."""

import pandas as pd

from engagekit.identity.review_list import unidentified as review
from engagekit.measures import data_grade
from engagekit.measures._frame import measure_frame, share
from engagekit.sections.registry import Answer, Request, complete
from engagekit.tables import cache, schema


def _contents(request: Request) -> Answer:
    """Every sheet with its rows and what one row is."""
    tables, rows = request.tables, []
    for name, definition in schema.TABLES.items():
        is_there = tables.has(name)
        count = cache.count_rows(tables.frames[name]) if is_there else 0
        rows.append((name, "yes" if is_there else "no", count, definition.meaning))
    return pd.DataFrame(rows, columns=["sheet", "there", "rows", "one_row_is"])


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


complete("contents", answer=_contents)
complete(
    "sources", answer=lambda request: request.tables.sources.rename(columns={"why": "seen_by"})
)
complete("trust", answer=_trust)
complete("problems", answer=lambda request: request.tables.problems)
complete("set_aside", answer=lambda request: request.tables.set_aside)
complete("unidentified", answer=_unidentified)
