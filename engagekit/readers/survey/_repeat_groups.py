"""Repeat groups of a form: several rows a respondent, whose answers belong to that respondent."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey import _odk_family, _survey_tables
from engagekit.readers.survey._survey_builder import Answers
from engagekit.tables.problems import SetAside

ORPHAN = "a row of a repeat group whose submission is not there"


def answered(
    export: Export,
    sheet: Sheet,
    owners: pd.Series,
    places: Sequence[int],
    joints: str,
    *,
    repeat: str,
    title: str,
    header_row: int = 1,
    aside: Sequence[SetAside] = (),
    dropped: Sequence[tuple[str, str]] = (),
) -> Reading:
    """The questions of a repeat group, and what each respondent answered each time.

    Parameters
    ----------
    export : Export
    sheet : Sheet
        The table of the repeat, its header in the first row.
    owners : Series of str
        For each row that is kept, the number of its respondent.
    places : sequence of int
        Columns that are no metadata.
    joints : str
        Signs that join groups and questions in a header.
    repeat : str
        The name of the repeat: its questions' numbers begin with it.
    title : str
        Of the survey that it belongs to.
    header_row, aside, dropped
        As in `Answers`.

    Returns
    -------
    Reading
        ``questions`` and ``responses``; a respondent has as many answers to a question as rows.
    """
    body = sheet.body(1)
    retained = body.loc[owners.index]
    fields, more = _odk_family.fields(sheet.row(0), retained, places, joints, before=f"{repeat} ")
    answers = Answers(
        fields,
        owners,
        len(body),
        None,
        None,
        aside,
        (),
        [*dropped, *more],
        title=title,
        many_rows=True,
    )
    whole = _survey_tables.to_reading(answers, export, sheet, header_row)
    return Reading(
        {name: whole.tables[name] for name in ("responses", "questions")},
        len(body),
        len(retained),
        aside,
        whole.problems,
        whole.dropped_columns,
    )


def together(whole: Reading, parts: Sequence[Reading]) -> dict[str, pd.DataFrame]:
    """The tables of a survey with those of its repeats below them."""
    return {
        name: pd.concat([table, *(part.tables[name] for part in parts if name in part.tables)])
        for name, table in whole.tables.items()
    }
