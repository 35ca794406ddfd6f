"""Fields of answers to the four survey tables.

How questions are counted: a block (a matrix, a side by side, a question with its open part) is
one question of the survey. Its rows in `questions` share `item_of`, the wording of the block;
a question on its own has an empty `item_of`; a multi-select or a ranking is one `question_id`
with a row an option.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing import dates
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey._column import by_day, labels_of, recoded
from engagekit.readers.survey._personal_columns import EMAIL, PERSONAL
from engagekit.readers.survey._survey_builder import Answers, Field, slug
from engagekit.readers.survey._words import folded
from engagekit.tables.problems import FAULT, QUESTION, Problem, problem_of

CLOSING_QUESTIONS = 3
"""Questions at the end of which one is answered in a complete response: branches leave holes, and a
last "Any comments?" is mostly left empty."""
MOST_CHOICES = 40
"""Distinct answers up to which dates among ranges (``6-10``) are choices that were turned."""
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}(?: 00:00:00)?$")
_RANGE = re.compile(r"^\d{1,4}\s*[-–]\s*\d{1,4}\b(?!-)|^[<>]\s?\d|^\d+\s?\+$")
_GENERIC = re.compile(
    r"^(?:survey[ _-]?\d*|data|export|results?|responses?|answers?|sheet ?\d*|form ?\d*|untitled)$"
)
_PLAIN_SHEET = re.compile("|".join(vocabulary.words("wordings.form_titles")["sheets"]))
_TAIL = re.compile("|".join(vocabulary.words("wordings.form_titles")["tails"]), re.IGNORECASE)


def title_of(export: Export, sheet: Sheet) -> str:
    """Return the survey's title: the file's name without what tools add, else the sheet's."""
    stem = Path(export.file).stem
    bare = _TAIL.sub("", _TAIL.sub("", stem)).strip(" _-") or stem
    if _GENERIC.match(folded(bare)) and not _PLAIN_SHEET.match(folded(sheet.name)):
        return sheet.name
    return bare


def tables_of(answers: Answers, export: Export, sheet: Sheet, reading: Reading) -> Reading:
    """Return a reading with the four survey tables of answers whose kinds are all known."""
    title = answers.title or title_of(export, sheet)
    survey_id = slug(title)
    order = answers.date_order
    if order is None and answers.submitted is not None:
        order = dates.order_of_moments(answers.submitted)
    fields = [_with_days(item, order) for item in _unique_fields(answers.fields)]
    tables = {
        "surveys": _survey(title, survey_id, answers, order),
        "respondents": _respondents(answers, fields, survey_id),
        "questions": _questions(fields, survey_id, answers.header_row),
        "responses": _responses(fields, answers.ids, survey_id),
    }
    told = [*answers.problems, *_spoiled(fields, export), *_answered_again(answers, export, sheet)]
    return replace(
        reading,
        tables=tables,
        problems=told,
        dropped_columns=answers.dropped,
        origins={"respondents": dict(answers.columns)},
        date_order=order,
        zone=answers.zone,
    )


def _with_days(item: Field, order: str | None) -> Field:
    """Return a question with its answers trimmed, days as ISO has them."""
    cells = item.cells.fillna("").str.strip()
    if item.kind == "date":
        cells = recoded(cells, by_day(labels_of(cells), order))
    return replace(item, cells=cells)


def _spoiled(fields: Sequence[Field], export: Export) -> Iterator[Problem]:
    """Yield a problem for each question whose choices a spreadsheet made into dates."""
    for item in fields:
        odd = turned(labels_of(item.cells)) if item.kind == "single" else []
        if odd:
            slots = {"n": len(odd), "day": odd[0]}
            yield problem_of("survey_tables.spoiled", export.file, FAULT, item.wording, **slots)


def _answered_again(answers: Answers, export: Export, sheet: Sheet) -> Iterator[Problem]:
    """Yield a question where one address gave several answers: each counts as a person's."""
    personal = {name for name, why in answers.dropped if why == PERSONAL}
    for at, name in enumerate(sheet.row(answers.header_row - 1)):
        if name not in personal:
            continue
        who = sheet.body(answers.header_row)[at].reindex(answers.ids.index).fillna("")
        who = who.str.strip().str.casefold()
        again = who.index[who.duplicated() & who.str.fullmatch(EMAIL)]
        if len(again):
            texts, row = problem_texts("survey_tables.answered_again", n=len(again)), int(again[0])
            yield Problem(*texts, export.file, row=row, column=name, level=QUESTION)


def turned(labels: Sequence[str]) -> list[str]:
    """Return answers that look like dates among answers that are ranges; none if none are.

    Examples
    --------
    >>> turned(["01-May", "6-10", "0 hours"]), turned(["01-May", "02-May"])
    (['01-May'], [])
    """
    if len(labels) > MOST_CHOICES or not any(_RANGE.match(label) for label in labels):
        return []
    return [label for label in labels if _ISO.match(label) or dates.month_of_bare_day(label)]


def _unique_fields(fields: Sequence[Field]) -> list[Field]:
    """Return fields with a number behind an option or id that a tool uses twice."""
    counts = Counter[tuple[str, str]]()
    result = []
    for item in fields:
        key = (item.question_id, item.option)
        counts[key] += 1
        if counts[key] > 1 and item.option:
            item = replace(item, option=f"{item.option} ({counts[key]})")
        elif counts[key] > 1:
            item = replace(item, question_id=f"{item.question_id}-{counts[key]}")
        result.append(item)
    return result


def _stems(fields: Sequence[Field]) -> dict[str, str]:
    """Return the wording of each block of two questions and more, unique in the survey."""
    blocks: dict[str, list[Field]] = {}
    for item in fields:
        if item.block:
            blocks.setdefault(item.block, []).append(item)
    counts = Counter[str]()
    stems = {}
    for block, items in blocks.items():
        if len({item.question_id for item in items}) == 1:
            continue
        words = items[0].stem or items[0].wording
        counts[words] += 1
        stems[block] = words if counts[words] == 1 else f"{words} ({counts[words]})"
    return stems


def _questions(fields: Sequence[Field], survey_id: str, header_row: int) -> pd.DataFrame:
    stems = _stems(fields)
    rows: dict[str, list[str]] = {
        "question_id": [item.question_id for item in fields],
        "survey_id": [survey_id] * len(fields),
        "wording": [item.wording or item.stem or item.question_id for item in fields],
        "kind": [item.kind for item in fields],
        "scale_id": [item.scale_id for item in fields],
        "points": ["" if item.points is None else f"{item.points:g}" for item in fields],
        "item_of": [stems.get(item.block, "") for item in fields],
        "option": [item.option for item in fields],
    }
    return pd.DataFrame(rows, pd.Index([header_row] * len(fields), name="source"), dtype="str")


def _responses(fields: Sequence[Field], ids: pd.Series, survey_id: str) -> pd.DataFrame:
    """Return a row for each answer, where the question was displayed."""
    names = ("respondent_id", "survey_id", "question_id", "option", "value")
    none = {name: pd.Series(dtype="str") for name in names}
    parts = [pd.DataFrame(none | {"score": pd.Series(dtype="float64")})]
    for item in fields:
        scores = item.cells.map(item.scores or {}).astype("float64")
        cells = (ids, survey_id, item.question_id, item.option, _value(item))
        part = pd.DataFrame(dict(zip(names, cells, strict=True)) | {"score": scores})
        parts.append(part if item.shown is None else part[item.shown])
    return pd.concat(parts).rename_axis("source")


def _value(item: Field) -> pd.Series:
    """Return the answers to a question; of an option its name where it was ticked."""
    ticked = item.kind == "multi"
    return item.cells.mask(item.cells != "", item.option or "1") if ticked else item.cells


def _respondents(answers: Answers, fields: Sequence[Field], survey_id: str) -> pd.DataFrame:
    """Return one row a person."""
    columns = {
        "submitted_at": answers.submitted,
        "status": _status(answers, fields),
        "department": answers.department,
        "role_level": answers.role_level,
    }
    people = pd.DataFrame({"respondent_id": answers.ids, "survey_id": survey_id})
    for name, cells in columns.items():
        people[name] = pd.Series("", people.index, dtype="str") if cells is None else cells
    for name in ("department", "role_level"):
        people[name] = people[name].str.strip()
    return people if answers.weight is None else people.assign(weight=answers.weight)


def _status(answers: Answers, fields: Sequence[Field]) -> pd.Series:
    """Return complete, partial or broken off, where the tool does not say.

    Complete: as the tool says, else one of the last questions is answered. Partial: any. Broken
    off: none.
    """
    if answers.status is not None:
        return answers.status
    blocks = [item.block or item.question_id for item in fields]
    closing = [*dict.fromkeys(blocks)][-CLOSING_QUESTIONS:]
    given = {at: item.cells != "" for at, item in enumerate(fields)}
    answered = pd.DataFrame(given, index=answers.ids.index, dtype=bool)
    complete = answers.complete
    if complete is None:
        complete = answered[[at for at in given if blocks[at] in closing]].any(axis=1)
    words = np.select([complete, answered.any(axis=1)], ["complete", "partial"], "break_off")
    return pd.Series(words, index=answers.ids.index, dtype="str")


def _survey(title: str, survey_id: str, answers: Answers, order: str | None) -> pd.DataFrame:
    opened = closed = ""
    if answers.submitted is not None:
        opened, closed = dates.first_and_last(answers.submitted, order, answers.zone)
    row = {
        "survey_id": survey_id,
        "title": title,
        "opened_on": answers.opened_on or opened,
        "closed_on": answers.closed_on or closed,
        "anonymous": "" if answers.anonymous is None else str(answers.anonymous).lower(),
    }
    return pd.DataFrame([row], index=pd.Index([answers.header_row], name="source"), dtype="str")
