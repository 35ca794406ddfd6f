"""Sections on how far the numbers can be trusted."""

from __future__ import annotations

import pandas as pd

from engagekit import measures
from engagekit.measures import data_grade
from engagekit.measures._frame import measure_frame, share
from engagekit.presentation.section import Section
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def trust(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The data grade, the part that decides it, and the rows behind it."""
    matches: list[data_grade.Grade] = []

    def measured(period: Period) -> pd.DataFrame:
        grade = data_grade.grade(tables, period)
        matches.append(grade)
        return measure_frame(
            [
                share("rows kept", grade.kept, grade.read),
                share("rows linked", grade.linked, grade.named),
            ],
            basis="rows",
        )

    result = make(
        "data", tables, during, measured, key="data_quality", language=language, sentence="data"
    )
    if not matches:
        return result
    grade = matches[0]
    return result.with_args(
        result.figure_args,
        {
            "grade": grade.letter,
            "reason": grade.reason,
            "share": grade.share,
            "read": grade.read,
            "kept": grade.kept,
            "aside": grade.read - grade.kept,
        },
    )


def identification(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """How many rows were linked to people, and by what."""
    return make(
        "identification",
        tables,
        during,
        lambda period: measures.identification(tables, during=period),
        language=language,
        sentence="identification",
    )


def sources(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The files, what they were taken for, rows read and kept, and their hash."""
    return make(
        "sources",
        tables,
        during,
        lambda period: tables.sources.rename(columns={"why": "seen_by"}),
        key="provenance",
        language=language,
        kind="listing",
        audience="private",
    )


def problems(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Faults found in the data, with their cell and the remedy (private)."""
    return make(
        "problems",
        tables,
        during,
        lambda period: tables.problems,
        language=language,
        kind="listing",
        audience="private",
    )


def set_aside(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Rows left out and why (private: file names may name people)."""
    return make(
        "set_aside",
        tables,
        during,
        lambda period: tables.set_aside,
        language=language,
        kind="listing",
        audience="private",
    )
