"""SurveyMonkey: the two-row export, recognised by its shape in any language, and condensed ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._column import labels_of
from engagekit.readers.survey._form import (
    Form,
    open_form,
    own_columns,
    reading_of,
    seen_below_titles,
)  # fmt: skip
from engagekit.readers.survey._personal_columns import PERSONAL, is_personal
from engagekit.readers.survey._survey_builder import Field, block, named, plain, slug, slugs
from engagekit.readers.survey._words import folded, pattern, words_of

TOOL = "SurveyMonkey"
TABLES = _survey_builder.TABLES
MOSTLY = 0.8
"""Share of cells that are numbers of respondents: publishers blank or overwrite some."""
OWN_COLUMNS = 9
"""Columns in which the tool's own stand without a second row; later ones are questions."""
_NUMBER = r"\d{9,12}(?:\.0)?"


@dataclass(frozen=True)
class _Question:
    """A question and the labels of its columns in the second header row."""

    stem: str
    labels: dict[int, str]


def recognise(export: Export) -> Recognition | None:
    """Recognise Respondent ID and Collector ID, or numbers of 9 to 12 digits in their place."""
    return seen_below_titles(export, _seen_in)


def _seen_in(sheet: Sheet) -> Recognition | None:
    words, header = words_of("surveymonkey.columns"), [folded(cell) for cell in sheet.row(0)]
    ids = words["id"] - {"respondent"}
    at = next((place for place, name in enumerate(header[:3]) if name in ids), None)
    if at is None:
        return None
    second = _has_second_row(sheet)
    has_collector = bool(words["collector"] & {*header})
    if not has_collector and not are_numbers(sheet.cells.iloc[1 + second : 200, at]):
        return None
    what = "Collector ID" if has_collector else "numbers of 9 to 12 digits"
    why = f"the columns hold {sheet.row(0)[at]} and {what}"
    return Recognition(why, True, 1, 1 + second, sheet.name)


def are_numbers(cells: pd.Series) -> bool:
    """Return whether most cells that hold something are numbers of respondents."""
    filled = cells.str.strip()
    filled = filled[filled != ""]
    return len(filled) > 0 and float(filled.str.fullmatch(_NUMBER).mean()) > MOSTLY


def _has_second_row(sheet: Sheet) -> bool:
    """Return whether row 2 is a second header: the tool's words, or labels from the second on."""
    first, second = sheet.row(0), sheet.row(1)
    if len(second) < 2:
        return False
    if not _answers().isdisjoint(map(folded, second)):
        return not second[0] or folded(first[0]) not in words_of("surveymonkey.columns")["id"]
    return not second[0] and any(
        label and not question for question, label in zip(first, second, strict=True)
    )


def _answers() -> frozenset[str]:
    """Return what the second header row says over the one answer of a question."""
    words = words_of("surveymonkey.second_row")
    return words["one"] | words["open"]


def read(export: Export) -> Reading:
    """Read one row a respondent; a question stretches over its choices in the first row."""
    seen = recognise(export)
    form = open_form(export, seen)
    second = [""] * len(form.names)
    if seen is not None and seen.header_rows == 2:
        second = [plain(cell) for cell in form.sheet.row(form.header_row)]
    own = _own(form.names, second)
    fields, dropped = _fields(form, _questions(form, second, own))
    answers = form.answers(fields, own, dropped)
    ids = answers.ids.str.replace(r"\.0$", "", regex=True)
    return reading_of(replace(answers, ids=ids))


def _own(names: Sequence[str], second: Sequence[str]) -> dict[int, str]:
    """Return the tool's own columns: before the first question, under no second header."""
    own = own_columns(names, words_of("surveymonkey.columns"))
    asked = (at for at, name in enumerate(names) if at >= OWN_COLUMNS and name and at not in own)
    end = next(asked, len(names))
    leading = next((at for at, label in enumerate(second) if label), 0)
    unknown = {at: "personal" for at in range(leading) if names[at]}
    return unknown | {at: role for at, role in own.items() if at < end}


def _questions(form: Form, second: Sequence[str], own: dict[int, str]) -> list[_Question]:
    """Return each question with its columns: blanks after a question belong to it."""
    questions: list[_Question] = []
    for at, label in enumerate(second):
        if at in own:
            continue
        if label and not form.names[at] and questions:
            questions[-1].labels[at] = label
        elif label or form.is_used(at):
            questions.append(_Question(form.name(at), {at: label}))
    return questions


def _fields(
    form: Form, questions: Sequence[_Question]
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Return the columns of answers in order, and those that go nowhere."""
    # what stands over several questions of one column is this tool's word for an answer
    alone = Counter(folded(*one.labels.values()) for one in questions if len(one.labels) == 1)
    answer = _answers() | {""} | {label for label, times in alone.items() if times > 1}
    fields: list[Field] = []
    dropped: list[tuple[str, str]] = []
    for key, asked in zip(slugs(one.stem for one in questions), questions, strict=True):
        if is_personal(asked.stem):
            dropped.append((asked.stem, PERSONAL))
            continue
        several = len(asked.labels) > 1
        who = [label for label in asked.labels.values() if several and is_personal(label)]
        dropped += [(f"{asked.stem}: {label}", PERSONAL) for label in who]
        parts = [
            Field(key, label, form.cells[at])
            for at, label in asked.labels.items()
            if label not in who
        ]
        if parts:
            fields += _columns(key, asked.stem, parts, answer)
    return fields, dropped


def _columns(key: str, stem: str, parts: list[Field], answer: frozenset[str]) -> list[Field]:
    """Return one question: single, open, several choices, matrix, with its open part.

    ``answer``: labels of the one column of answers of a question.
    """
    written = pattern("wordings.wordings.written_choice")
    promoter = words_of("surveymonkey.promoter")["groups"]
    others = [part for part in parts[1:] if written.search(folded(part.wording))]
    groups = [part for part in parts[1:] if set() < _given(part) <= promoter]
    main = [part for part in parts if part not in others and part not in groups]
    texts = [replace(part, wording=part.wording or "Other") for part in others]
    if len(main) == 1 and folded(main[0].wording) in answer:
        rows = block(key, stem, [replace(main[0], wording=stem)])
    elif _is_ticked(main):
        rows = block(key, stem, [*main, *others], ticked=True)
        texts = [part for part in texts if not _given(part) <= {folded(part.wording)}]
    else:
        rows = block(key, stem, named(main, (f"{key}_{slug(part.wording)}" for part in main)))
    return rows + block(key, stem, [], named(texts, [f"{key}_text"] * len(texts)))


def _given(part: Field) -> set[str]:
    """Return the distinct answers, folded."""
    return {*map(folded, labels_of(part.cells))}


def _is_ticked(parts: Sequence[Field]) -> bool:
    """Return whether each column holds only its own choice (or a 1, where some are empty)."""
    given = {part: _given(part) for part in parts}
    ticked = [part for part, answers in given.items() if answers]
    if not ticked:
        return False
    if all(given[part] == {folded(part.wording)} for part in ticked):
        return True
    is_skipped = any((part.cells == "").any() for part in ticked)
    return len(parts) > 1 and is_skipped and all(given[part] <= {"0", "1"} for part in ticked)
