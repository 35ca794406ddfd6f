"""Google Forms: responses through Sheets (CSV, XLSX) and the form's own CSV download."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.parsing import dates
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _scales, _survey_builder
from engagekit.readers.survey._form import Form, open_form
from engagekit.readers.survey._personal_columns import PERSONAL
from engagekit.readers.survey._survey_builder import Field
from engagekit.readers.survey._words import folded, pattern, words_of

TOOL = "Google Forms"
TABLES = _survey_builder.TABLES
MOSTLY_DATES = 0.8
"""Share of dates in the first column: a person who adds a line by hand writes "last week"."""
WHOLE_CLOCKS = 0.9
"""Share of times with seconds, which the tool always writes and people hardly ever do."""
LOGGED_SHARE = 0.5
"""Share of columns that a machine writes down; a form that asks for one "Device" or "Level" asks
more beside it."""
WORK_SHARE = 0.4
"""Share of columns of staff's own work: log books add others, forms have one or two of them."""
LONG_QUESTION = 5
"""Words from which a header is a question in any language."""
_QUESTION = re.compile(r"[?？]|\[[^\[\]]+\]$")
_CLOCK = r"\d{1,2}[:.]\d{2}[:.]\d{2}"
_MACHINE = r"\dZ$|\d\.\d{3,}"
_OWN_CSV = r"^\d{4}/\d{1,2}/\d{1,2} .*(?:GMT|UTC)"
_GRID = re.compile(r"^(?P<stem>.*\S)\s*\[(?P<item>[^\[\]]+)\]$", re.DOTALL)


def recognise(export: Export) -> Recognition | None:
    """Recognise a timestamp in the first column, dates in its cells, and others that ask."""
    best: Recognition | None = None
    columns, lists = words_of("google_forms.columns"), words_of("google_forms.other_lists")
    for sheet in export.visible:
        header = sheet.row(0)
        others = [folded(cell) for cell in header[1:] if cell]
        if not others or not header[0] or folded(header[0]) not in columns["timestamp"]:
            continue
        logged = sum(name in lists["machine"] for name in others)
        if logged >= LOGGED_SHARE * len(others) or _is_work(header, sheet):
            continue
        cells = sheet.cells.iloc[1:, 0].str.strip()
        present = cells[cells != ""]
        if present.empty or float(present.str.match(dates.DAY).mean()) < MOSTLY_DATES:
            continue
        clocks = float(present.str.contains(_CLOCK).mean()) > WHOLE_CLOCKS
        certain = header[0][:1].isupper() and clocks and not present.str.contains(_MACHINE).any()
        why = f"the first column is {header[0]} and holds dates"
        match = Recognition(why, certain, sheet=sheet.name)
        if certain:
            return match
        best = best or match
    return best


def _is_work(header: Sequence[str], sheet: Sheet) -> bool:
    """Return whether staff wrote down their own work there, and nobody is asked anything."""
    others = [(place, cell) for place, cell in enumerate(header) if place and cell]
    asks = sum(
        _QUESTION.search(cell) is not None
        or pattern("wordings.wordings.asks").search(cell.casefold()) is not None
        or len(folded(cell).split()) >= LONG_QUESTION
        for _, cell in others
    )
    work = words_of("google_forms.other_lists")["work"]
    own = sum(folded(cell) in work for _, cell in others)
    if own < 2 or own < WORK_SHARE * len(others) or asks >= 2:
        return False
    return not any(_is_scale(sheet, place, cell) for place, cell in others[:60])


def _is_scale(sheet: Sheet, place: int, name: str) -> bool:
    """Return whether the first answers of a column are words of one scale, three at least."""
    cells = sheet.cells.iloc[1:201, place].str.strip()
    labels = [label for label in dict.fromkeys(cells) if label]
    scale = _scales.match(labels, name) if 3 <= len(labels) <= 12 else None
    return scale is not None and len(set(scale[1].values())) >= 3


def read(export: Export) -> Reading:
    """Read one row a response; several choices in one cell, grids as ``Question [Row]``."""
    form = open_form(export, recognise(export))
    own = {0: "submitted"}
    for at, name in enumerate(form.names):
        points = form.cells[at][form.cells[at] != ""] if 0 < at <= 3 else form.cells[at][:0]
        is_score = len(points) > 0 and bool(points.str.match(r"^[\d.,]+ / \d+$").all())
        is_score |= 0 < at <= 3 and folded(name) in words_of("google_forms.columns")["score"]
        if at and (is_score or _is_of_quiz(name, form.names)):
            own[at] = "metadata"
    places, dropped = form.questions(own)
    separators = (";",) if form.cells[0].str.match(_OWN_CSV).mean() > 0.5 else (";", ", ")
    answers = form.answers(fields(form, places, separators), own, dropped)
    personal = any(reason == PERSONAL for _, reason in dropped)
    return form.reading(replace(answers, status=form.constant("complete"), anonymous=not personal))


def _is_of_quiz(name: str, names: Sequence[str]) -> bool:
    """Return whether a column is ``Question [Score]`` or ``[Feedback]`` beside ``Question``."""
    match = _GRID.match(name)
    return match is not None and match["stem"] in names


def fields(form: Form, places: Sequence[int], separators: Sequence[str]) -> list[Field]:
    """Return the columns of answers: grids as blocks, lists as options."""
    names = [form.name(at) for at in places]
    grids = [_GRID.match(name) for name in names]
    stems = pd.Series([match["stem"] for match in grids if match], dtype="str").value_counts()
    result: list[Field] = []
    rounds: dict[str, list[set[str]]] = {}
    for at, name, match, key in zip(
        places, names, grids, _survey_builder.slugs(names), strict=True
    ):
        main = Field(key, name, form.cells[at])
        if match:  # the same question asked again in another section is another grid
            stem, item = match["stem"], match["item"].strip()
            grid = rounds.setdefault(stem, [set()])
            if item in grid[-1]:
                grid.append(set())
            grid[-1].add(item)
            if stems[stem] > 1:
                block = _survey_builder.slug(f"grid {stem} {len(grid)}")
                main = replace(main, wording=item, block=block, stem=stem)
        result += _survey_builder.split(main, separators)
    return result
