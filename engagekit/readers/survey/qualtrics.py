"""Qualtrics: CSV, TSV and XLSX exports with their row of ImportIds."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from os.path import commonprefix

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export
from engagekit.parsing import values
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._column import labels_of
from engagekit.readers.survey._form import Form, at_of, open_form, own_columns, reading_of
from engagekit.readers.survey._personal_columns import PERSONAL, is_personal
from engagekit.readers.survey._survey_builder import Field, block, choice, plain
from engagekit.readers.survey._words import folded, pattern, words_of
from engagekit.tables.problems import FAULT, Problem, SetAside, problem_of

TOOL = "Qualtrics"
TABLES = _survey_builder.TABLES
HEAD = 8
"""Rows in which the ImportIds are looked for."""
UNANSWERED = "-99"
"""What the tool writes for a question that was displayed and not answered."""
_ZONE = re.compile(r"['\"]timeZone['\"]\s*:\s*['\"]([^'\"]+)['\"]")
_IMPORT = re.compile(r"['\"]ImportId['\"]\s*:\s*['\"]([^'\"]+)['\"]")
_ID = re.compile(r"^(?P<base>(?:\d+_)?QID\d+)(?P<part>#\d+)?(?P<path>(?:_x?\d+)*)(?P<text>_TEXT)?$")
_NO_ANSWER = re.compile("|".join(vocabulary.words("qualtrics.columns_of_tool")["no_answer"]))


@dataclass(frozen=True)
class _Column:
    """One column of a question by its ImportId.

    ``answers``: under its ImportId and its wording. ``base``: the question. ``part``: of a side by
    side. ``path``: statement and option. ``is_text``: what was written beside a choice.
    """

    answers: Field
    base: str
    part: str
    path: tuple[str, ...]
    is_text: bool


def recognise(export: Export) -> Recognition | None:
    """Recognise the row of ImportIds below tags and texts."""
    for sheet in export.visible:
        for row, cells in enumerate(sheet.head(HEAD)):
            present = [cell for cell in cells if cell]
            if row and len(present) > 1 and 2 * _ids_in(present) >= len(present):
                first = max(row - 2, 0)
                why = f"row {row + 1} holds ImportId cells"
                return Recognition(why, True, first + 1, row - first + 1, sheet.name)
    return None


def _ids_in(cells: Sequence[str]) -> int:
    return sum("ImportId" in cell for cell in cells)


def read(export: Export) -> Reading:
    """Read one row a response; previews and tests set aside, unless nothing else is there.

    Raises
    ------
    ExportError
        If a person says that a file without ImportIds is of this tool.
    """
    seen = recognise(export)
    if seen is None:
        raise ExportError(error_text("qualtrics.read", file=export.file))
    form = open_form(export, seen, clean=str)
    last = seen.header_row + seen.header_rows - 2
    texts, import_cells = form.sheet.row(last - 1), form.sheet.row(last)
    found = [_IMPORT.search(cell) for cell in import_cells]
    import_ids = [match[1] if match else "" for match in found]
    own = own_columns([*map(_bare, import_ids)], words_of("qualtrics.columns"))
    form, problems = _without_tests(form, own)
    fields, dropped = _fields(form, import_ids, [*map(plain, texts)], own)
    answers = form.answers(fields, own, dropped, problems)
    finished = at_of(own, "finished")
    if finished is not None:
        complete = values.flags(form.cells[finished]).values.fillna(False).astype(bool)
        answers = replace(answers, complete=complete)
    zone = _ZONE.search(" ".join(import_cells))
    return reading_of(replace(answers, zone=zone[1] if zone else None))


def _fields(
    form: Form, import_ids: Sequence[str], texts: Sequence[str], own: dict[int, str]
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Return every question in order, and columns that go nowhere; some more are the tool's own."""
    groups: dict[str, list[_Column]] = {}
    dropped: list[tuple[str, str]] = []
    for place, (tag, text) in enumerate(zip(form.names, texts, strict=True)):
        key = import_ids[place].replace("-", "_")
        parts = _ID.match(key)
        if place in own or not (tag or text):
            continue
        if _NO_ANSWER.search(key) or _NO_ANSWER.search(tag):
            own[place] = "metadata"
        elif is_personal(tag) or (parts and is_personal(text)):
            dropped.append((tag or text, PERSONAL))
        elif parts is None:
            dropped.append((tag or text, "embedded data, not a question"))
        else:
            cells = form.cells[place]
            # the tool adds these to the wording where a choice may be written
            wording = re.sub(r"\s*-\s*(?:Selected Choice|Text)$", "", text or tag).strip()
            asked = Field(key, wording, cells.mask(cells == UNANSWERED, ""))
            path = tuple(filter(None, parts["path"].split("_")))
            column = _Column(asked, parts["base"], parts["part"] or "", path, bool(parts["text"]))
            groups.setdefault(column.base, []).append(column)
    return [field for columns in groups.values() for field in _question(columns)], dropped


def _bare(name: str) -> str:
    """Return an ImportId for comparing: `Location-LocationLatitude` as `locationlatitude`."""
    name = re.sub(r"^(?:panel|location)[-_](?=\w)", "", name.strip(), flags=re.IGNORECASE)
    return re.sub("[ _]", "", folded(name.strip("_")))


def _without_tests(form: Form, own: Mapping[int, str]) -> tuple[Form, list[Problem]]:
    """Return answers without previews, spam and tests; all of them if nothing is left."""
    place = at_of(own, "status")
    if place is None or form.cells.empty:
        return form, []
    listed = words_of("qualtrics.set_aside").items()
    reasons = {word: reason for reason, words in listed for word in words}
    why = form.cells[place].map(folded).map(reasons)
    rows = why.value_counts()
    if rows.sum() < len(why):
        aside = [*form.aside, *(SetAside(str(reason), int(n)) for reason, n in rows.items())]
        return replace(form, cells=form.cells[why.isna()], aside=aside), []
    what, row = " and ".join(map(str, rows.index)), int(form.cells.index[0])
    file = form.export.file
    return form, [problem_of("qualtrics.without_tests", file, FAULT, "Status", row, what=what)]


def _question(columns: list[_Column]) -> list[Field]:
    """Return one question: its answers, options or statements, then its open parts."""
    base = columns[0].base
    main = [column for column in columns if not column.is_text]
    texts = [column for column in columns if column.is_text]
    if not main and len(texts) == 1 and len(texts[0].path) < 2:
        return [replace(texts[0].answers, question_id=base)]
    stem = stem_of([column.answers.wording for column in main or texts])
    if len(main) == 1 and not main[0].path:
        rows = block(base, stem, [replace(main[0].answers, question_id=base, wording=stem)])
    else:
        rows = _rows(main, stem)
    written = []
    for column in texts:
        label = _rest(column.answers.wording, stem) or column.answers.wording
        written.append(replace(column.answers, wording=label if label != stem else "Other"))
    return rows + block(base, stem, [], written)


def _rows(main: list[_Column], stem: str) -> list[Field]:
    """Return options or statements of a question with several columns."""
    if not main:
        return []
    parts = [
        replace(column.answers, wording=_rest(column.answers.wording, stem)) for column in main
    ]
    depth = max(len(column.path) for column in main)
    is_flat = depth == 1 and len(main) > 1 and not any(column.part for column in main)
    # beside the option stands its translation, which is in no other column
    may_be_translated = all("Selected Choice" in column.answers.wording for column in main)
    is_ticked = (is_flat or depth > 1) and _is_ticked(parts, stem, may_be_translated)
    if is_ticked and not is_flat:
        return _answer_matrix(main, stem, parts)
    for at, column in enumerate(main):
        if not parts[at].wording:
            wording = "_".join(column.path) if is_ticked else column.answers.wording
            parts[at] = replace(parts[at], wording=wording)
    return block(main[0].base, stem, parts, ticked=is_ticked)


def _answer_matrix(main: list[_Column], stem: str, parts: list[Field]) -> list[Field]:
    """Return a matrix in which each statement takes several scale points."""
    statements: dict[str, list[tuple[Field, str]]] = {}
    for column, part in zip(main, parts, strict=True):
        key = "_".join([column.base + column.part, *column.path[:-1]])
        statements.setdefault(key, []).append((part, column.path[-1]))
    fields = []
    for key, options in statements.items():
        statement = stem_of([part.wording for part, _ in options])
        for part, code in options:
            option = _rest(part.wording, statement) or code
            field = choice(key, statement or key, option, part.cells)
            fields.append(replace(field, block=main[0].base, stem=stem))
    return fields


def _is_ticked(parts: list[Field], stem: str, may_be_translated: bool) -> bool:
    """Return whether each column holds only a tick (1, or its own option's words)."""
    answers = [{*map(folded, labels_of(part.cells))} for part in parts]
    columns_with = Counter(word for column in answers for word in column)
    for part, column in zip(parts, answers, strict=True):
        others = column - {folded(part.wording)}
        alone = len(others) < 2 and all(columns_with[word] == 1 for word in column)
        if others and column != {"1"} and not (may_be_translated and alone):
            return False
    several = pattern("wordings.words.several").search(folded(stem))
    is_skipped = any((part.cells == "").any() for part in parts)
    return bool(columns_with) and (is_skipped or several is not None)


def stem_of(texts: Sequence[str]) -> str:
    """Return what the texts of a question's columns begin with, up to the last dash.

    Examples
    --------
    >>> stem_of(["Which do you use? - Desk", "Which do you use? - Chat"])
    'Which do you use?'
    >>> stem_of(["Agree?-Staff are kind", "Agree?-Staff are quick"])
    'Agree?'
    """
    if len({*texts}) == 1:
        return texts[0]
    common = commonprefix(texts)  # noqa: RUF071 - letters are meant
    for dash in (" - ", " – ", "-", " : "):
        if dash in common:
            return common.rpartition(dash)[0].strip()
    return common.strip() if common.strip() in texts else ""


def _rest(text: str, stem: str) -> str:
    """Return a text without its stem and the dash."""
    if stem and text.startswith(stem):
        return re.sub(r"^\s*[-–:]\s*", "", text[len(stem) :]).strip()
    return text if not stem else ""
