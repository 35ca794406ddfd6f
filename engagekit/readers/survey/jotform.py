"""Jotform: submissions as CSV or XLSX; several choices stand in one cell, a line each.

The layout is that of "Download submissions" in Jotform Tables: Submission Date first, the
questions, then the columns of the tool. Rows of an input table are columns ``Question >> Row``.
"""

import re
from collections import Counter
from dataclasses import replace

from engagekit.files.source_file import Export
from engagekit.parsing import dates
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._form import Form, open_form, own_columns
from engagekit.readers.survey._survey_builder import Field
from engagekit.readers.survey._words import folded, words_of

TOOL = "Jotform"
TABLES = _survey_builder.TABLES
MOSTLY_DATES = 0.8
"""Share of dates below Submission Date: a line added by hand may hold words."""
_TABLE = re.compile(r"^(?P<stem>.*\S)\s*>>\s*(?P<item>\S.*)$", re.DOTALL)


def recognise(export: Export) -> Recognition | None:
    """Recognise Submission Date over dates, and Submission ID or IP."""
    words = words_of("jotform.columns")
    for sheet in export.visible:
        header = [folded(cell) for cell in sheet.row(0)]
        at = next((at for at, name in enumerate(header) if name in words["submitted"]), None)
        if at is None or not (words["id"] | words["personal"]) & set(header):
            continue
        cells = sheet.cells.iloc[1:, at].str.strip()
        present = cells[cells != ""]
        if not len(present) or dates.moments(present).values.notna().mean() < MOSTLY_DATES:
            continue
        return Recognition("Submission Date and Submission ID or IP are there", sheet=sheet.name)
    return None


def read(export: Export) -> Reading:
    """Read one row a response."""
    form = open_form(export, recognise(export))
    own = own_columns(form.names, words_of("jotform.columns"))
    places, dropped = form.questions(own)
    answers = form.answers(_fields(form, places), own, dropped)
    return form.reading(replace(answers, status=form.constant("complete")))


def _fields(form: Form, places: list[int]) -> list[Field]:
    """Return the columns of answers: input tables as blocks, lines of a cell as options."""
    names = [form.name(at) for at in places]
    rows = [_TABLE.match(name) for name in names]
    sizes = Counter(row["stem"] for row in rows if row)
    fields: list[Field] = []
    for at, name, row, key in zip(places, names, rows, _survey_builder.slugs(names), strict=True):
        field = Field(key, name, form.cells[at])
        if row and sizes[row["stem"]] > 1:
            block = _survey_builder.slug(f"table {row['stem']}")
            field = replace(field, wording=row["item"], block=block, stem=row["stem"])
        fields += _survey_builder.split(field, ("\n",))
    return fields
