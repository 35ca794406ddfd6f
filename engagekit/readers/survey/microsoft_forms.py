"""Microsoft Forms: the workbook behind "Open in Excel" or "Download a copy"."""

import re
from dataclasses import replace

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing import dates
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _multi_select, _survey_builder
from engagekit.readers.survey._categorical import encode, holds
from engagekit.readers.survey._form import Form, at_of, open_form
from engagekit.readers.survey._survey_builder import Field
from engagekit.readers.survey._words import folded, words_of

TOOL = "Microsoft Forms"
TABLES = _survey_builder.TABLES
HEADER_ROWS = 10
"""Rows in which the header is looked for, below a title that a person wrote above it."""
_QUIZ = re.compile(r"^(?:points|feedback|commentaires|punkte)\s+[-–]\s+", re.IGNORECASE)
_MARK = re.compile(r"^[^\W\d]+(?: [^\W\d]+)?\s*[-–—:]\s+$")
"""What a quiz writes before a question for its points and its feedback, in any language."""
_MOMENT = re.compile(dates.DAY + r"[ T].*\d:\d\d")


def recognise(export: Export) -> Recognition | None:
    """Recognise ID, Start time, Completion time as first columns, in any language of the tool."""
    words = words_of("microsoft_forms.columns")
    for sheet in export.visible:
        for row, cells in enumerate(sheet.head(HEADER_ROWS)):
            names = [folded(cell) for cell in cells[:3]]
            if len(names) < 3:
                continue
            if all(
                name in words[key]
                for name, key in zip(names, ("id", "started", "submitted"), strict=True)
            ):
                why = f"row {row + 1} starts with {', '.join(cells[:3])}"
                return Recognition(why, True, row + 1, 1, sheet.name)
            if names[0] == "id" and _looks_similar(sheet, row):
                why = "an ID, two moments, and addresses or 'anonymous' come first"
                return Recognition(why, False, row + 1, 1, sheet.name)
    return None


def _looks_similar(sheet: Sheet, row: int) -> bool:
    """Return whether the same shape stands under headers in another language."""
    rows = [cells for cells in sheet.cells.iloc[row + 1 : row + 21].to_numpy().tolist() if cells[0]]
    if not rows or sheet.width < 6:
        return False
    anonymous = words_of("microsoft_forms.answers")["anonymous"]
    return all(
        _MOMENT.match(cells[1])
        and _MOMENT.match(cells[2])
        and ("@" in cells[3] or folded(cells[3]) in anonymous)
        for cells in rows
    )


def read(export: Export) -> Reading:
    """Read one row a response; lists and rankings in one cell, each ending in a semicolon."""
    form = open_form(export, recognise(export))
    if form.sheet.width < 3:
        raise ExportError(
            error_text("microsoft_forms.read", file=export.file, width=form.sheet.width)
        )
    own = _own(form)
    places, dropped = form.questions(own)
    keys = _survey_builder.slugs(form.name(at) for at in places)
    fields = [
        field
        for key, at in zip(keys, places, strict=True)
        for field in _split(Field(key, form.name(at), form.cells[at]))
    ]
    email = at_of(own, "email")
    answers = replace(
        form.answers(fields, own, dropped),
        status=form.constant("complete"),
        date_order=dates.order_of_moments(form.cells[1], form.cells[2]),
        anonymous=email is None or bool(_is_nobody(form.cells[email]).all()),
    )
    return form.reading(answers)


def _own(form: Form) -> dict[int, str]:
    """Return the tool's own columns: they come first; a quiz has more beside each question."""
    words, names = words_of("microsoft_forms.columns"), form.names
    own = {0: "id", 1: "started", 2: "submitted"}
    leading = True
    for at in range(3, len(names)):
        name, taken = folded(names[at]), own.values()
        who = name in words["email"] or (
            at == 3
            and (form.cells[at] != "").any()
            and bool(
                (form.cells[at].str.contains("@", regex=False) | _is_nobody(form.cells[at])).all()
            )
        )
        if leading and who and "email" not in taken:
            own[at] = "email"
        elif leading and name in words["name"] and "name" not in taken and at <= 4:
            own[at] = "name"
        elif name in words["metadata"] or _is_of_quiz(names, at):
            own[at] = "metadata"
        else:
            leading = False
    return own


def _is_nobody(cells: pd.Series) -> pd.Series:
    """Return which cells are empty or say 'anonymous'."""
    return cells.map(folded).isin(words_of("microsoft_forms.answers")["anonymous"] | {""})


def _is_of_quiz(names: list[str], at: int) -> bool:
    """Return whether a header is that of a column before it behind a word and a dash."""
    name = names[at]
    return bool(_QUIZ.match(name)) or any(
        before and name.endswith(before) and _MARK.match(name[: -len(before)])
        for before in names[max(0, at - 2) : at]
    )


def _split(main: Field) -> list[Field]:
    """Split a column whose every answer ends in a semicolon: a list or a ranking."""
    if not holds(main.cells, ";"):
        return [main]
    column = encode(main.cells)
    if not all(label.endswith(";") for label in column.labels):
        return [main]
    items = _multi_select.ranks(column.tally)
    if items:
        return _survey_builder.spread_ranks(main, items)
    return _survey_builder.spread(main, _multi_select.learn_closed(column.tally))
