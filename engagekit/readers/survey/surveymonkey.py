"""SurveyMonkey: the two-row export, recognised by its shape in any language, and condensed ones."""

from collections import Counter
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.parsing import dates
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._form import Form, at_of, open_form, own_columns, seen_below_titles
from engagekit.readers.survey._personal_columns import PERSONAL, is_personal
from engagekit.readers.survey._survey_builder import Field, choice, plain, slug, slugs, unique
from engagekit.readers.survey._words import folded, pattern, words_of

TOOL = "SurveyMonkey"
TABLES = _survey_builder.TABLES
MOSTLY = 0.8
"""Share of cells of a kind that make a column of it: publishers blank or overwrite some."""
OWN_COLUMNS = 9
"""Columns in which the tool's own stand without a second row; later ones are questions."""
_NUMBER = r"^\d{9,12}(?:\.0)?$"


@dataclass(frozen=True, eq=False)
class _Question:
    """A question, its columns, and their labels in the second header row."""

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
    two = _has_second_row(sheet)
    has_collector = bool(words["collector"] & set(header))
    if not has_collector and not _mostly(sheet.cells.iloc[1 + two : 200, at], _NUMBER):
        return None
    what = "Collector ID" if has_collector else "numbers of 9 to 12 digits"
    why = f"the columns hold {sheet.row(0)[at]} and {what}"
    return Recognition(why, True, 1, 1 + two, sheet.name)


def _answers() -> frozenset[str]:
    """Return what the second header row says over the one answer of a question."""
    words = words_of("surveymonkey.second_row")
    return words["one"] | words["open"]


def _mostly(cells: pd.Series, kind: str) -> bool:
    """Return whether most cells that hold something match a pattern."""
    present = cells[cells.str.strip() != ""].str.strip()
    return len(present) > 0 and float(present.str.match(kind).mean()) > MOSTLY


def _has_second_row(sheet: Sheet) -> bool:
    """Return whether row 2 is a second header: the tool's words, or labels from the second on."""
    first, second = sheet.row(0), sheet.row(1)
    if len(second) < 2 or not any(second):
        return False
    names = [folded(cell) for cell in second]
    if any(name in _answers() for name in names):
        return not names[0] or folded(first[0]) not in words_of("surveymonkey.columns")["id"]
    return not names[0] and any(not first[at] and second[at] for at in range(1, len(first)))


def read(export: Export) -> Reading:
    """Read one row a respondent; a question stretches over its choices in the first row."""
    seen = recognise(export)
    form = open_form(export, seen)
    has_second = seen is not None and seen.header_rows == 2
    second = [plain(cell) for cell in form.sheet.row(form.header_row)] if has_second else []
    own = _own(form, second)
    ended, started = at_of(own, "submitted"), at_of(own, "started")
    if ended is None and started is not None:
        own[started] = "submitted"
    id_at = at_of(own, "id")
    if id_at is not None:
        cells = form.cells.copy(deep=False)
        cells[id_at] = cells[id_at].str.replace(r"\.0$", "", regex=True)
        form = replace(form, cells=cells)
    fields, dropped = _fields(form, second, own)
    answers = form.answers(fields, own, dropped)
    moments = [form.cells[at] for at in (started, ended) if at is not None]
    order = dates.order_of_moments(*moments) if moments else None
    return form.reading(replace(answers, date_order=order))


def _own(form: Form, second: list[str]) -> dict[int, str]:
    """Return the tool's own columns: before the first question, under no second header."""
    names = form.names
    own = own_columns(names, words_of("surveymonkey.columns"))
    end = next(
        (at for at, cell in enumerate(names) if at >= OWN_COLUMNS and cell and at not in own),
        len(names),
    )
    own = {at: role for at, role in own.items() if at < end}
    leading = next((at for at, cell in enumerate(second) if cell), 0)
    for at in range(leading):  # the tool's own, in a word that we do not know
        if names[at]:
            own.setdefault(at, "personal")
    return own


def _fields(
    form: Form, second: list[str], own: dict[int, str]
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Return questions in order, and columns that go nowhere."""
    questions = _questions(form, second, own)
    single = (one.labels for one in questions if len(one.labels) == 1)
    alone = Counter(folded(label) for labels in single for label in labels.values())
    ones = _answers() | {""} | {name for name, times in alone.items() if times > 1}
    fields: list[Field] = []
    dropped: list[tuple[str, str]] = []
    for key, one in zip(slugs(one.stem for one in questions), questions, strict=True):
        stem, cells = one.stem, {at: form.cells[at] for at in one.labels}
        if is_personal(stem):
            dropped.append((stem, PERSONAL))
            continue
        who = [at for at in cells if len(cells) > 1 and is_personal(one.labels[at])]
        dropped += [(f"{stem}: {one.labels[at]}", PERSONAL) for at in who]
        labels = {at: label for at, label in one.labels.items() if at not in who}
        if labels:
            fields += _parts(key, _Question(stem, labels), form, ones)
    return fields, dropped


def _questions(form: Form, second: list[str], own: dict[int, str]) -> list[_Question]:
    """Return each question with its columns: blanks after a question belong to it."""
    questions: list[_Question] = []
    for at, cell in enumerate(form.names):
        if at in own:
            continue
        label = second[at] if at < len(second) else ""
        if not cell and label and questions:
            questions[-1].labels[at] = label
        elif cell or label or (form.cells[at] != "").any():
            questions.append(_Question(form.name(at), {at: label}))
    return questions


def _parts(key: str, question: _Question, form: Form, ones: frozenset[str]) -> list[Field]:
    """Return one question: single, open, several choices, matrix, with its open part."""
    stem, labels = question.stem, question.labels
    cells = {at: form.cells[at] for at in labels}
    written = pattern("wordings.wordings.written_choice")
    first = next(iter(labels))
    others = [at for at in labels if at != first and written.search(folded(labels[at]))]
    promoter = words_of("surveymonkey.promoter")["groups"]
    groups = [at for at in labels if at != first and set() < _labels(cells[at]) <= promoter]
    main = [at for at in labels if at not in others and at not in groups]
    label = folded(labels[main[0]])
    if len(main) == 1 and label in ones:
        fields = [Field(key, stem, cells[main[0]], "", key, stem)]
    elif _is_ticked(main, labels, cells):
        fields = [choice(key, stem, labels[at], cells[at]) for at in (*main, *others)]
        others = [at for at in others if not _labels(cells[at]) <= {folded(labels[at])}]
    else:
        ids = unique(f"{key}_{slug(labels[at] or str(at))}" for at in main)
        fields = [
            Field(name, labels[at] or stem, cells[at], "", key, stem)
            for name, at in zip(ids, main, strict=True)
        ]
    texts = unique([f"{key}_text"] * len(others))
    return fields + [
        Field(name, labels[at] or "Other", cells[at], "text", key, stem)
        for name, at in zip(texts, others, strict=True)
    ]


def _labels(cells: pd.Series) -> set[str]:
    """Return the distinct answers, folded; without the empty one. Many are cut off."""
    return {folded(label) for label in cells.unique()[:50] if label}


def _is_ticked(main: list[int], labels: dict[int, str], cells: dict[int, pd.Series]) -> bool:
    """Return whether each column holds only its own choice (or a 1, where some are empty)."""
    answers = {at: _labels(cells[at]) for at in main}
    if len(main) < 2 and not (main and answers[main[0]] == {folded(labels[main[0]])}):
        return False
    present = {at: words for at, words in answers.items() if words}
    if not present:
        return False
    if all(words == {folded(labels[at])} for at, words in present.items()):
        return True
    ones = all(words <= {"1", "0"} for words in present.values())
    return ones and any((cells[at] == "").any() for at in present)
