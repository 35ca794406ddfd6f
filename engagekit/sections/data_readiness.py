"""What is there, and which notebooks can run on it."""

from __future__ import annotations

import pandas as pd

from engagekit.presentation.section import Section
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.schema import TABLES
from engagekit.tables.tables import Tables

HEADS = ("contacts", "headcounts")
"""Either tells how many people there are."""
NOTEBOOKS: tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...] = (
    ("01_check_data", "What was wrong with the files, and who is still unidentified?", ()),
    (
        "02_reach",
        "Whom does the library meet, how often, and whom never?",
        (("contacts", "headcounts"), ("touches", "attendance")),
    ),
    (
        "03_touches_and_trust",
        "Do people come to trust the library, and who gets the next touch?",
        (("contacts",), ("touches", "attendance")),
    ),
    (
        "04_champions",
        "Who stands up for the library, and who would in a year?",
        (("contacts",), ("support",), ("touches", "attendance")),
    ),
    (
        "05_survey",
        "Who answered, are they satisfied, and what lies behind it?",
        (("surveys",), ("respondents",), ("questions",), ("responses",)),
    ),
    (
        "06_events_and_channels",
        "Where did the library show up, through which channels, and which seat is missing?",
        (("events", "meetings", "touches", "counts", "plans"),),
    ),
    (
        "07_followup_and_stories",
        "Were promises kept, and what did the library contribute to?",
        (("follow_ups",), ("testimonials",), ("initiatives",)),
    ),
    (
        "08_love_and_funding",
        "Do satisfaction, reach and money stand together?",
        (HEADS, ("budget",), ("touches", "attendance")),
    ),
    (
        "09_compare_quarters",
        "What changed since the last published report, and why?",
        (HEADS, ("touches", "attendance")),
    ),
    (
        "department_brief",
        "How does one department stand, beside the whole?",
        (("contacts",), ("touches", "attendance")),
    ),
    ("quarterly_report", "The report for the quarter", (HEADS, ("touches", "attendance"))),
)
"""Notebook, its question, and the sheets it needs: each group needs one of its sheets."""


def notebooks(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Which notebooks can run, and the sheet each other one lacks."""
    rows = []
    for name, question, needs in NOTEBOOKS:
        lacking = [" or ".join(group) for group in needs if not any(map(tables.has, group))]
        rows.append(
            {
                "notebook": name,
                "question": question,
                "can_run": "no" if lacking else "yes",
                "needs": "; ".join(lacking),
            }
        )
    return make(
        "notebooks",
        tables,
        during,
        lambda period: pd.DataFrame(rows),
        language=language,
        kind="listing",
        sentence="notebooks",
    )


def contents(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Every sheet with its rows and what one row is."""
    frame = pd.DataFrame(
        [
            {
                "sheet": name,
                "there": "yes" if tables.has(name) else "no",
                "rows": len(tables.frames[name]) if tables.has(name) else 0,
                "one_row_is": definition.meaning,
            }
            for name, definition in TABLES.items()
        ]
    )
    return make(
        "contents",
        tables,
        during,
        lambda period: frame,
        language=language,
        kind="listing",
        sentence="contents",
    )


def questions(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Which question of each survey was taken for which kind of answer."""

    def measured(period: Period) -> pd.DataFrame:
        matches = tables.need("questions")
        rows: pd.DataFrame = (
            matches[["survey_id", "question_id", "wording", "kind", "scale_id", "item_of"]]
            .drop_duplicates(["survey_id", "question_id"])
            .reset_index(drop=True)
        )
        return rows

    return make("questions", tables, during, measured, language=language, kind="listing")


def unidentified(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Who the unidentified may be: answer once, in the sheet aliases (private)."""
    from engagekit.identity.review_list import unidentified as review

    def measured(period: Period) -> pd.DataFrame:
        tables.need("contacts")
        return review(tables)

    return make(
        "unidentified",
        tables,
        during,
        measured,
        language=language,
        kind="listing",
        audience="private",
    )
