"""Fields of answers to the four survey tables.

How questions are counted: a block (a matrix, a side by side, a question with its open part) is
one question of the survey. Its rows in `questions` share `item_of`, the wording of the block;
a question on its own has an empty `item_of`; a multi-select or a ranking is one `question_id`
with a row an option. So the survey has as many questions as `count_questions` says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from engagekit.files.source_file import Export, Sheet
from engagekit.parsing import dates as days
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey._categorical import Coded, Kind, arrow, encode, kind_of, repeated
from engagekit.readers.survey._scales import folded
from engagekit.readers.survey._survey_builder import (
    Answers,
    Field,
    date_order,
    days_of,
    slug,
    title_of,
)
from engagekit.tables.problems import Problem

_DEPARTMENT = re.compile(
    r"^(?:your )?(?:department|practice group|business unit|division|directorate|team)(?: name)?$"
    r"|^(?:(?:in )?(?:which|what)|please (?:select|choose|state)) (?:is )?(?:\w+ ){0,4}?"
    r"(?:department|practice group|business unit|division|directorate)\b"
    r"(?=.*\b(?:you|your)\b|$)"
    r"|^(?:votre )?(?:departement|direction|service|groupe de pratique|unite d affaires)$"
    r"|^(?:dans )?quel(?:le)? (?:est votre )?(?:departement|direction|service|groupe de pratique)"
    r"(?: (?:travaillez|etes) vous\b.*)?$"
)
_ROLE = re.compile(
    r"^(?:your )?(?:role|role level|job level|level|seniority|grade|position|job role)$"
    r"|^what is your (?:current )?(?:role|job level|level|seniority|position|grade)\b"
    r"|^what is the (?:level|grade|seniority) of your (?:role|job|position)\b"
    r"|^which (?:of the following )?best describes your (?:role|position|level)\b"
    r"|^(?:votre )?(?:role|poste|fonction|niveau hierarchique|echelon)$"
    r"|^quel(?:le)? est votre (?:role|poste|fonction|niveau hierarchique|niveau|echelon)\b"
    r"|^quel(?:le)? est (?:le niveau|l echelon) de votre (?:role|poste|fonction)\b"
)


_TURNED = re.compile(
    r"^\d{1,2}[-. ][^\W\d]{3,5}\.?$|^[^\W\d]{3}-\d{2}$|^\d{4}-\d{2}-\d{2}(?: 00:00:00)?$"
)
_RANGE = re.compile(r"^\d{1,4}\s*[-–]\s*\d{1,4}\b(?!-)|^[<>]\s?\d|^\d+\s?\+$")


_RESPONSES = ("respondent_id", "survey_id", "question_id", "option", "value")


def count_questions(questions: pd.DataFrame) -> int:
    """How many questions the survey has: blocks counted once (see the top of this module)."""
    block = questions["item_of"].where(questions["item_of"] != "", questions["question_id"])
    return int(block.nunique())


def to_reading(answers: Answers, export: Export, sheet: Sheet, header_row: int = 1) -> Reading:
    """The four survey tables of one export.

    Parameters
    ----------
    answers : Answers
    export : Export
    sheet : Sheet
    header_row : int
        Row number of the header, the source of `questions` and `surveys`.

    Returns
    -------
    Reading
    """
    title = answers.title or title_of(export, sheet)
    survey_id = slug(title)
    fields = _without_repeated_options(answers.fields)
    columns = [encode(item.cells) for item in fields]
    typed = _typed(fields, columns)
    stems = _stems(fields)
    questions = _questions(fields, typed, stems, survey_id, header_row)
    responses = _responses(fields, columns, typed, answers.ids, survey_id)
    people = _respondents(answers, fields, typed, columns, survey_id)
    order = answers.date_order
    if order is None and answers.submitted is not None:
        order = date_order(answers.submitted)
    surveys = _survey(title, survey_id, answers, order, header_row)
    return Reading(
        {"surveys": surveys, "respondents": people, "questions": questions, "responses": responses},
        answers.rows_read,
        len(answers.ids),
        answers.set_aside,
        [*answers.problems, *turned_to_dates(fields, typed, columns, export)],
        answers.dropped,
        {"respondents": dict(answers.columns)},
        order,
        answers.zone,
    )


def turned_to_dates(
    fields: Sequence[Field], typed: Sequence[Kind], columns: Sequence[Coded], export: Export
) -> list[Problem]:
    """Choices such as `1-5` that a spreadsheet turned into dates (`01-May`)."""
    matches = []
    for item, kind, column in zip(fields, typed, columns, strict=True):
        dates = turned(column.labels) if kind.kind == "single" else []
        if dates:
            matches.append(
                Problem(
                    f"holds {len(dates)} choices that look like ranges turned into dates",
                    "Export again without opening the file in a spreadsheet.",
                    export.file,
                    column=item.wording,
                    value=dates[0],
                )
            )
    return matches


def turned(labels: Sequence[str]) -> list[str]:
    """Answers that look like dates among answers that are ranges; none if there are none.

    Examples
    --------
    >>> turned(["01-May", "6-10", "11-15"]), turned(["01-May", "02-May"])
    (['01-May'], [])
    """
    if len(labels) > 40 or not any(_RANGE.match(label) for label in labels):
        return []
    return [label for label in labels if _TURNED.match(label)]


def _without_repeated_options(fields: Sequence[Field]) -> list[Field]:
    """Options of one question told apart where a tool uses the same words twice."""
    names: dict[str, list[int]] = {}
    for place, item in enumerate(fields):
        names.setdefault(f"{item.question_id}\n{item.option}", []).append(place)
    matches = list(fields)
    for places in names.values():
        for count, place in enumerate(places[1:], start=2):
            item = matches[place]
            matches[place] = (
                replace(item, option=f"{item.option} ({count})")
                if item.option
                else replace(item, question_id=f"{item.question_id}-{count}")
            )
    return matches


def _typed(fields: Sequence[Field], columns: Sequence[Coded]) -> list[Kind]:
    """Kind and scores of each field; the items of a block share a scale."""
    labels: dict[str, list[str]] = {}
    for item, column in zip(fields, columns, strict=True):
        if item.block and not item.option and item.kind in ("", "scale", "single"):
            pool = labels.setdefault(item.block, [])
            pool += [label for label in column.labels[:80] if label not in pool]
    matches = []
    for item, column in zip(fields, columns, strict=True):
        if item.scores is not None:
            matches.append(Kind(item.kind or "scale", item.scale_id, dict(item.scores)))
        elif item.kind:
            matches.append(Kind(item.kind, item.scale_id))
        else:
            matches.append(kind_of(column, _asked(item), labels.get(item.block)))
    scales = frozenset(kind.scale_id for kind in matches if kind.kind == "scale" and kind.scale_id)
    if not scales:
        return matches
    return [
        kind_of(column, _asked(item), labels.get(item.block), scales)
        if kind.kind == "text" and not item.kind and len(column.labels) <= 12
        else kind
        for item, column, kind in zip(fields, columns, matches, strict=True)
    ]


def _asked(item: Field) -> str:
    """The whole wording of a question, its block's first."""
    return item.wording if item.stem in ("", item.wording) else f"{item.stem} {item.wording}"


def _stems(fields: Sequence[Field]) -> dict[str, str]:
    """Block key to its wording, unique in the survey; only blocks of two questions and more."""
    parts: dict[str, set[str]] = {}
    words: dict[str, str] = {}
    for item in fields:
        if item.block:
            parts.setdefault(item.block, set()).add(item.question_id)
            words.setdefault(item.block, item.stem or item.wording)
    blocks = [block for block, members in parts.items() if len(members) > 1]
    observed: dict[str, int] = {}
    matches = {}
    for block in blocks:
        observed[words[block]] = observed.get(words[block], 0) + 1
        count = observed[words[block]]
        matches[block] = words[block] if count == 1 else f"{words[block]} ({count})"
    return matches


def _questions(
    fields: Sequence[Field],
    typed: Sequence[Kind],
    stems: Mapping[str, str],
    survey_id: str,
    header_row: int,
) -> pd.DataFrame:
    rows: dict[str, list[str]] = {
        "question_id": [item.question_id for item in fields],
        "survey_id": [survey_id] * len(fields),
        "wording": [item.wording or item.stem or item.question_id for item in fields],
        "kind": [kind.kind for kind in typed],
        "scale_id": [kind.scale_id for kind in typed],
        "item_of": [stems.get(item.block, "") for item in fields],
        "option": [item.option for item in fields],
    }
    index = pd.Index([header_row] * len(fields), name="source")
    return pd.DataFrame(rows, index=index, dtype="str")


def _responses(
    fields: Sequence[Field],
    columns: Sequence[Coded],
    typed: Sequence[Kind],
    ids: pd.Series,
    survey_id: str,
) -> pd.DataFrame:
    """Answers of all fields under each other; texts are shared with the sheet, not copied."""
    people = arrow(ids)
    source = ids.index.to_numpy()
    parts: dict[str, list[Any]] = {name: [] for name in _RESPONSES}
    scores, sources = [], []
    for item, column, kind in zip(fields, columns, typed, strict=True):
        value = _ticks(column, item.option) if kind.kind == "multi" else column.text
        score = column.mapped(kind.scores) if kind.scores else np.full(len(ids), np.nan)
        who, rows = people, source
        if item.shown is not None:
            mask = item.shown.to_numpy(dtype=bool)
            value, who = value.filter(pa.array(mask)), people.filter(pa.array(mask))
            score, rows = score[mask], source[mask]
        constant = (survey_id, item.question_id, item.option)
        for name, text in zip(_RESPONSES[1:4], constant, strict=True):
            parts[name].append(_constant(text, len(who)))
        parts["respondent_id"].append(who)
        parts["value"].append(value)
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


def _ticks(column: Coded, option: str) -> pa.Array:
    """The option where it was ticked, else the empty text."""
    pool = pa.array([option or "1", ""], type=pa.large_string())
    return pool.take(pa.array((column.codes < 0).astype("int8")))


def _respondents(
    answers: Answers,
    fields: Sequence[Field],
    typed: Sequence[Kind],
    columns: Sequence[Coded],
    survey_id: str,
) -> pd.DataFrame:
    """One row a person; a person with several rows stands at the first."""
    index = answers.ids.index
    blank = pd.Series("", index=index, dtype="str")
    groups = {
        name: _asked_of(pattern, fields, typed, blank) if supplied is None else supplied.str.strip()
        for name, pattern, supplied in (
            ("department", _DEPARTMENT, answers.department),
            ("role_level", _ROLE, answers.role_level),
        )
    }
    status = answers.status
    if status is None:
        status = status_by_answers(fields, columns, index)
    people = pd.DataFrame(
        {
            "respondent_id": answers.ids,
            "survey_id": pd.Series(survey_id, index=index, dtype="str"),
            "submitted_at": blank if answers.submitted is None else answers.submitted,
            "status": status,
            **groups,
        }
    )
    return people[~answers.ids.duplicated()] if answers.many_rows else people


def _asked_of(
    pattern: re.Pattern[str], fields: Sequence[Field], typed: Sequence[Kind], blank: pd.Series
) -> pd.Series:
    """Answers of the one closed question that asks for a group; else empty."""
    matches = [
        item
        for item, kind in zip(fields, typed, strict=True)
        if kind.kind == "single" and not item.option and pattern.match(folded(item.wording))
    ]
    return matches[0].cells.str.strip() if len(matches) == 1 else blank


def status_by_answers(
    fields: Sequence[Field], columns: Sequence[Coded], index: pd.Index
) -> pd.Series:
    """Complete, partial or broken off, where the tool does not say.

    Complete: answered one of the last three questions (branches leave holes before them).
    Partial: answered something. Broken off: answered nothing.
    """
    blocks = list(dict.fromkeys(item.block or item.question_id for item in fields))
    last = set(blocks[-3:])
    any_answer = np.zeros(len(index), dtype=bool)
    late_answer = np.zeros(len(index), dtype=bool)
    for item, column in zip(fields, columns, strict=True):
        supplied = column.codes >= 0
        any_answer |= supplied
        if (item.block or item.question_id) in last:
            late_answer |= supplied
    words = np.where(late_answer, "complete", np.where(any_answer, "partial", "break_off"))
    return pd.Series(words, index=index, dtype="str")


def _survey(
    title: str, survey_id: str, answers: Answers, order: str | None, header_row: int
) -> pd.DataFrame:
    opened = closed = ""
    if answers.submitted is not None:
        opened, closed = _first_and_last(answers.submitted, order, answers.zone)
    anonymous = {True: "true", False: "false", None: ""}[answers.anonymous]
    row = {
        "survey_id": survey_id,
        "title": title,
        "opened_on": opened,
        "closed_on": closed,
        "anonymous": anonymous,
    }
    return pd.DataFrame([row], index=pd.Index([header_row], name="source"), dtype="str")


def _first_and_last(moments: pd.Series, order: str | None, zone: str | None) -> tuple[str, str]:
    """First and last day; with clock and zone where these are known, so that home's day is told.

    Only the cells of the two days are read whole: a column of moments has few days, many clocks.
    """
    written = pd.Series(days_of(moments), dtype="str")
    read = days.dates(written, order=order).values
    if not read.notna().any():
        return "", ""
    matches: list[str] = []
    for day in (read.min(), read.max()):
        texts = written[read == day].str.replace(r" 1:00 PM$", "", regex=True)
        cells = moments[moments.str.startswith(tuple(texts))]
        at = days.moments(cells, zone=zone or "UTC", order=order)
        wanted = at.values.min() if not matches else at.values.max()
        stated = zone is not None or bool(at.zoned.any())
        matches.append(
            str(wanted.isoformat()) if stated and pd.notna(wanted) else f"{day:%Y-%m-%d}"
        )
    return matches[0], matches[1]
