"""Fields of answers to the four survey tables.

How questions are counted: a block (a matrix, a side by side, a question with its open part) is
one question of the survey. Its rows in `questions` share `item_of`, the wording of the block;
a question on its own has an empty `item_of`; a multi-select or a ranking is one `question_id`
with a row an option.
"""

import re
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
from engagekit.readers.survey._column import Coded, by_day, decoded, encode
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


def tables_of(answers: Answers, export: Export, sheet: Sheet) -> Reading:
    """Return the four survey tables of answers whose kinds are all known."""
    title = answers.title or title_of(export, sheet)
    survey_id, header_row = slug(title), answers.header_row
    fields = _unique_fields(answers.fields)
    order = answers.date_order
    if order is None and answers.submitted is not None:
        order = dates.order_of_moments(answers.submitted)
    columns = [_column(item, order) for item in fields]
    spoiled = [
        _spoiled(export, item, odd)
        for item, column in zip(fields, columns, strict=True)
        if item.kind == "single" and (odd := turned(column.labels))
    ]
    return Reading(
        {
            "surveys": _survey(title, survey_id, answers, order),
            "respondents": _respondents(answers, fields, columns, survey_id),
            "questions": _questions(fields, survey_id, header_row),
            "responses": _responses(fields, columns, answers.ids, survey_id),
        },
        answers.rows_read,
        len(answers.ids),
        answers.set_aside,
        [*answers.problems, *spoiled, *_answered_again(answers, export, sheet)],
        answers.dropped,
        {"respondents": dict(answers.columns)},
        order,
        answers.zone,
    )


def _spoiled(export: Export, item: Field, odd: Sequence[str]) -> Problem:
    slots = {"n": len(odd), "day": odd[0]}
    return problem_of("survey_tables.spoiled", export.file, FAULT, item.wording, **slots)


def _column(item: Field, order: str | None) -> Coded:
    """Return a question by its distinct answers, days as ISO has them."""
    column = encode(item.cells)
    if item.kind != "date" or not column.labels:
        return column
    days = by_day(column.labels, order)
    return encode(decoded(column, [days.get(one, one) for one in column.labels], item.cells.index))


def _answered_again(answers: Answers, export: Export, sheet: Sheet) -> Iterator[Problem]:
    """Yield a question where one address gave several answers: each counts as a person's."""
    personal = {name for name, why in answers.dropped if why == PERSONAL}
    for at, name in enumerate(sheet.row(answers.header_row - 1)):
        if name not in personal or answers.many_rows:
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
    counts: dict[tuple[str, str], int] = {}
    result = []
    for item in fields:
        key = (item.question_id, item.option)
        count = counts[key] = counts.get(key, 0) + 1
        if count > 1 and item.option:
            item = replace(item, option=f"{item.option} ({count})")
        elif count > 1:
            item = replace(item, question_id=f"{item.question_id}-{count}")
        result.append(item)
    return result


def _stems(fields: Sequence[Field]) -> dict[str, str]:
    """Return the wording of each block of two questions and more, unique in the survey."""
    parts: dict[str, set[str]] = {}
    words: dict[str, str] = {}
    for item in fields:
        if item.block:
            parts.setdefault(item.block, set()).add(item.question_id)
            words.setdefault(item.block, item.stem or item.wording)
    counts: dict[str, int] = {}
    stems = {}
    for block in (block for block, members in parts.items() if len(members) > 1):
        count = counts[words[block]] = counts.get(words[block], 0) + 1
        stems[block] = words[block] if count == 1 else f"{words[block]} ({count})"
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


def _responses(
    fields: Sequence[Field], columns: Sequence[Coded], ids: pd.Series, survey_id: str
) -> pd.DataFrame:
    """Return a row for each answer, where the question was displayed."""
    parts = []
    for item, column in zip(fields, columns, strict=True):
        value = column.text
        if item.kind == "multi":  # the option where it was ticked, else the empty text
            value = value.mask(value != "", item.option or "1")
        part = pd.DataFrame(
            {
                "respondent_id": ids,
                "survey_id": pd.Series(survey_id, ids.index, dtype="str"),
                "question_id": pd.Series(item.question_id, ids.index, dtype="str"),
                "option": pd.Series(item.option, ids.index, dtype="str"),
                "value": value,
                "score": column.mapped(item.scores or {}),
            }
        )
        parts.append(part if item.shown is None else part[item.shown])
    return pd.concat(parts).rename_axis("source") if parts else _no_response()


def _no_response() -> pd.DataFrame:
    names = ("respondent_id", "survey_id", "question_id", "option", "value")
    columns = {name: pd.Series(dtype="str") for name in names}
    return pd.DataFrame({**columns, "score": pd.Series(dtype="float64")})


def _respondents(
    answers: Answers, fields: Sequence[Field], columns: Sequence[Coded], survey_id: str
) -> pd.DataFrame:
    """Return one row a person; a person with several rows stands at the first."""
    index = answers.ids.index
    blank = pd.Series("", index=index, dtype="str")

    def group(column: pd.Series | None) -> pd.Series:
        """Return a group of each person; which of several rows has it is chance."""
        if column is None:
            return blank
        if answers.many_rows:
            column = column.mask(column == "").groupby(answers.ids).transform("first").fillna("")
        return column.str.strip()

    status = answers.status
    people = pd.DataFrame(
        {
            "respondent_id": answers.ids,
            "survey_id": pd.Series(survey_id, index=index, dtype="str"),
            "submitted_at": blank if answers.submitted is None else answers.submitted,
            "status": _status_by_answers(fields, columns, index) if status is None else status,
            "department": group(answers.department),
            "role_level": group(answers.role_level),
        }
    )
    people = people if answers.weight is None else people.assign(weight=answers.weight)
    return people[~answers.ids.duplicated()] if answers.many_rows else people


def _status_by_answers(
    fields: Sequence[Field], columns: Sequence[Coded], index: pd.Index
) -> pd.Series:
    """Return complete, partial or broken off, where the tool does not say."""
    # complete: answered one of the last questions (branches leave holes before them). Partial:
    # answered something. Broken off: answered nothing
    blocks = [item.block or item.question_id for item in fields]
    last = set(list(dict.fromkeys(blocks))[-CLOSING_QUESTIONS:])
    some, late = (np.zeros(len(index), dtype=bool) for _ in range(2))
    for block, column in zip(blocks, columns, strict=True):
        some |= column.codes >= 0
        if block in last:
            late |= column.codes >= 0
    words = np.where(late, "complete", np.where(some, "partial", "break_off"))
    return pd.Series(words, index=index, dtype="str")


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
