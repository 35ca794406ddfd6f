"""Fields of answers to the four survey tables.

How questions are counted: a block (a matrix, a side by side, a question with its open part) is
one question of the survey. Its rows in `questions` share `item_of`, the wording of the block;
a question on its own has an empty `item_of`; a multi-select or a ranking is one `question_id`
with a row an option.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from engagekit.errors import problem_texts
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing import dates
from engagekit.parsing.values import in_languages
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey import _categorical
from engagekit.readers.survey._categorical import (
    Coded,
    Kind,
    arrow,
    by_day,
    encode,
    kind_of,
    repeated,
)
from engagekit.readers.survey._multi_select import is_ranking
from engagekit.readers.survey._personal_columns import EMAIL, PERSONAL, asks
from engagekit.readers.survey._survey_builder import Answers, Field, choice, slug
from engagekit.readers.survey._words import folded, pattern
from engagekit.tables.problems import FAULT, QUESTION, Problem, problem_of

CLOSING_QUESTIONS = 3
"""Questions at the end of which one is answered in a complete response: branches leave holes, and a
last "Any comments?" is mostly left empty."""
MOST_CHOICES = 40
"""Distinct answers up to which dates among ranges (``6-10``) are choices that were turned."""
TYPED_WORDS = 12
"""Distinct answers of a text that may be a scale of the survey after all: the longest scale has
eleven points and "no opinion"."""
GROUPS = ("department", "role_level")
_PLACE = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th|re|er|ère|e|ème|º|ª|\.)(?: (?:choice|place|choix|rang))?$", re.I
)
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


def to_reading(answers: Answers, export: Export, sheet: Sheet, header_row: int = 1) -> Reading:
    """Return the four survey tables of one export.

    ``header_row``: row number of the header, the source of `questions` and `surveys`.
    """
    title = answers.title or title_of(export, sheet)
    survey_id = slug(title)
    fields = _unique_fields(_ranked(answers.fields))
    columns = [encode(item.cells) for item in fields]
    kinds = _kinds(fields, columns)
    order = answers.date_order
    if order is None and answers.submitted is not None:
        order = dates.order_of_moments(answers.submitted)
    for at, item in enumerate(fields):
        if kinds[at].kind == "date" and columns[at].labels:
            days = by_day(columns[at].labels, order)
            texts = [days.get(one, one) for one in columns[at].labels]
            columns[at] = encode(_categorical.decoded(columns[at], texts, item.cells.index))
    spoiled = [
        problem_of(
            "survey_tables.to_reading", export.file, FAULT, item.wording, n=len(odd), day=odd[0]
        )
        for item, kind, column in zip(fields, kinds, columns, strict=True)
        if kind.kind == "single" and (odd := turned(column.labels))
    ]
    return Reading(
        {
            "surveys": _survey(title, survey_id, answers, order, header_row),
            "respondents": _respondents(answers, fields, kinds, columns, survey_id),
            "questions": _questions(fields, kinds, survey_id, header_row),
            "responses": _responses(fields, columns, kinds, answers.ids, survey_id),
        },
        answers.rows_read,
        len(answers.ids),
        answers.set_aside,
        [*answers.problems, *spoiled, *_answered_again(answers, export, sheet, header_row)],
        answers.dropped,
        {"respondents": dict(answers.columns)},
        order,
        answers.zone,
        answers=answers,
    )


def _answered_again(
    answers: Answers, export: Export, sheet: Sheet, header_row: int
) -> Iterator[Problem]:
    """Yield a question where one address gave several answers: each counts as a person's."""
    personal = {name for name, why in answers.dropped if why == PERSONAL and not asks(name)}
    for at, name in enumerate(sheet.row(header_row - 1)):
        if name not in personal or answers.many_rows:
            continue
        who = sheet.body(header_row)[at].reindex(answers.ids.index).fillna("")
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


def _ranked(fields: Sequence[Field]) -> list[Field]:
    """Return fields with each block of places (``1`` or ``1st choice``) as one ranking."""
    blocks: dict[str, dict[int, pd.Series]] = {}
    for at, item in enumerate(fields):
        if item.block and not item.kind and not item.option:
            cells = _categorical.recoded(item.cells, lambda label: _PLACE.sub(r"\1", label))
            blocks.setdefault(item.block, {})[at] = cells
    result = list(fields)
    for block, members in blocks.items():
        if len(members) > 1 and is_ranking(list(members.values()), fields[min(members)].stem):
            for at, cells in members.items():
                item = fields[at]
                result[at] = choice(block, item.stem, item.wording, cells, item.shown, "rank")
    return result


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


def _kinds(fields: Sequence[Field], columns: Sequence[Coded]) -> list[Kind]:
    """Return kind and scores of each field; the items of a block share a scale."""
    labels: dict[str, dict[str, None]] = {}
    for item, column in zip(fields, columns, strict=True):
        if item.block and not item.option and item.kind in ("", "scale", "single"):
            labels.setdefault(item.block, {}).update(dict.fromkeys(column.labels))

    def one(item: Field, column: Coded, scales: frozenset[str] = frozenset()) -> Kind:
        siblings = list(labels[item.block]) if item.block in labels else None
        wording = item.wording if item.stem in ("", item.wording) else f"{item.stem} {item.wording}"
        return kind_of(column, wording, siblings, scales, item.offered)

    pairs = list(zip(fields, columns, strict=True))
    kinds = [
        Kind(item.kind or "scale", item.scale_id, dict(item.scores), item.points)
        if item.scores is not None
        else Kind(item.kind, item.scale_id)
        if item.kind and not (item.kind == "text" and any(_asks_for(each, item) for each in GROUPS))
        else one(item, column)
        for item, column in pairs
    ]
    scales = frozenset(kind.scale_id for kind in kinds if kind.kind == "scale" and kind.scale_id)
    if not scales:
        return kinds
    return [
        one(item, column, scales)
        if kind.kind == "text" and not item.kind and len(column.labels) <= TYPED_WORDS
        else kind
        for (item, column), kind in zip(pairs, kinds, strict=True)
    ]


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


def _questions(
    fields: Sequence[Field], kinds: Sequence[Kind], survey_id: str, header_row: int
) -> pd.DataFrame:
    stems = _stems(fields)
    rows: dict[str, list[str]] = {
        "question_id": [item.question_id for item in fields],
        "survey_id": [survey_id] * len(fields),
        "wording": [item.wording or item.stem or item.question_id for item in fields],
        "kind": [kind.kind for kind in kinds],
        "scale_id": [kind.scale_id for kind in kinds],
        "points": ["" if kind.points is None else f"{kind.points:g}" for kind in kinds],
        "item_of": [stems.get(item.block, "") for item in fields],
        "option": [item.option for item in fields],
    }
    return pd.DataFrame(rows, pd.Index([header_row] * len(fields), name="source"), dtype="str")


def _responses(
    fields: Sequence[Field],
    columns: Sequence[Coded],
    kinds: Sequence[Kind],
    ids: pd.Series,
    survey_id: str,
) -> pd.DataFrame:
    """Return the answers of all fields; texts are shared with the sheet, not copied."""
    people, source = arrow(ids), ids.index.to_numpy()
    names = ("respondent_id", "survey_id", "question_id", "option", "value")
    parts: dict[str, list[Any]] = {name: [] for name in names}
    scores, sources = [], []
    for item, column, kind in zip(fields, columns, kinds, strict=True):
        value, who, rows = column.text, people, source
        if kind.kind == "multi":  # the option where it was ticked, else the empty text
            pool = pa.array([item.option or "1", ""], type=pa.large_string())
            value = pool.take(pa.array((column.codes < 0).astype("int8")))
        score = column.mapped(kind.scores) if kind.scores else np.full(len(ids), np.nan)
        if item.shown is not None:
            mask = item.shown.to_numpy(dtype=bool)
            value, who = value.filter(pa.array(mask)), people.filter(pa.array(mask))
            score, rows = score[mask], source[mask]
        constants = (_constant(one, len(who)) for one in (survey_id, item.question_id, item.option))
        for name, part in zip(names, (who, *constants, value), strict=True):
            parts[name].append(part)
        scores.append(score)
        sources.append(rows)
    _constant.cache_clear()
    index = np.concatenate(sources) if sources else np.array([], "int64")
    stacked: dict[str, Any] = {
        name: pd.array(pa.chunked_array(part, type=pa.large_string()), dtype="str")
        for name, part in parts.items()
    }
    stacked["score"] = np.concatenate(scores) if scores else np.array([], "float64")
    return pd.DataFrame(stacked, index=pd.Index(index, name="source", copy=False), copy=False)


@lru_cache(maxsize=8)
def _constant(text: str, times: int) -> pa.Array:
    return repeated(text, times)


def _respondents(
    answers: Answers,
    fields: Sequence[Field],
    kinds: Sequence[Kind],
    columns: Sequence[Coded],
    survey_id: str,
) -> pd.DataFrame:
    """Return one row a person; a person with several rows stands at the first."""
    index = answers.ids.index
    blank = pd.Series("", index=index, dtype="str")

    def group(name: str, column: pd.Series | None) -> pd.Series:
        """Return the tool's column, else the answers of the one closed question that asks so."""
        cells = [
            item.cells
            for item, kind in zip(fields, kinds, strict=True)
            if kind.kind == "single" and not item.option and _asks_for(name, item)
        ]
        chosen = cells[0] if column is None and len(cells) == 1 else column
        if chosen is not None and answers.many_rows:  # which of a person's rows has it is chance
            chosen = chosen.mask(chosen == "").groupby(answers.ids).transform("first").fillna("")
        return blank if chosen is None else chosen.str.strip()

    status = answers.status
    people = pd.DataFrame(
        {
            "respondent_id": answers.ids,
            "survey_id": pd.Series(survey_id, index=index, dtype="str"),
            "submitted_at": blank if answers.submitted is None else answers.submitted,
            "status": _status_by_answers(fields, columns, index) if status is None else status,
            **{name: group(name, getattr(answers, name)) for name in GROUPS},
        }
    )
    return people[~answers.ids.duplicated()] if answers.many_rows else people


def _asks_for(group: str, item: Field) -> bool:
    """Return whether a question asks for a column of `respondents`; it may be typed, not chosen."""
    asking = pattern(f"wordings.wordings.{group}")
    return any(asking.match(folded(part)) for part in in_languages(item.wording))


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


def _survey(
    title: str, survey_id: str, answers: Answers, order: str | None, header_row: int
) -> pd.DataFrame:
    opened = closed = ""
    if answers.submitted is not None:
        opened, closed = dates.first_and_last(answers.submitted, order, answers.zone)
    row = {
        "survey_id": survey_id,
        "title": title,
        "opened_on": opened,
        "closed_on": closed,
        "anonymous": "" if answers.anonymous is None else str(answers.anonymous).lower(),
    }
    return pd.DataFrame([row], index=pd.Index([header_row], name="source"), dtype="str")
