"""Columns of a Qualtrics export: questions, options, statements and open parts by their ids."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.files.source_file import Sheet
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Recognition
from engagekit.readers.survey._code_book import CodeBook, labelled
from engagekit.readers.survey._survey_builder import Field, block, choice, plain
from engagekit.readers.survey._words import folded, pattern, words_of
from engagekit.tables.problems import Problem

UNANSWERED = "-99"
"""What the tool writes for a question that was displayed and not answered."""
_IMPORT = re.compile(r"['\"]ImportId['\"]\s*:\s*['\"]([^'\"]+)['\"]")
_ID = re.compile(
    r"^(?P<base>(?:\d+_)?QID\d+)(?:#(?P<part>\d+))?(?P<path>(?:_x?\d+)*)(?P<text>_TEXT)?$"
)
_TAG = re.compile(
    r"^(?P<base>.+?)(?:#(?P<part>\d+))?(?P<path>(?:_-?\d+)*)(?:: ?(?P<side>\d+(?:_\d+)*))?"
    r"(?P<text>_TEXT)?$"
)
_NO_ANSWER = re.compile("|".join(vocabulary.words("qualtrics.columns_of_tool")["no_answer"]))


@dataclass(frozen=True)
class Column:
    """One column: its place, tag, text and name, and the parts of the id of its question.

    ``name``: its ImportId or tag for comparing. ``base``: the question; empty: it belongs to none.
    ``part``: of a side by side. ``path``: statement and option.
    """

    place: int
    tag: str
    text: str
    name: str
    key: str = ""
    base: str = ""
    part: str = ""
    path: tuple[str, ...] = ()
    is_text: bool = False
    offered: tuple[str, ...] = ()
    several: bool = False

    @property
    def words(self) -> str:
        """Return the question's text, its tag where the export carries none."""
        return self.text or self.tag or f"column {self.place + 1}"

    @property
    def has_words(self) -> bool:
        """Return whether the export carries the question's text, not its tag alone."""
        return self.words not in (self.key, self.tag)

    @property
    def wording(self) -> str:
        """Return the question's text without what Qualtrics adds for its parts."""
        return re.sub(r"\s*-\s*(?:Selected Choice|Text)$", "", self.words).strip()

    @property
    def question(self) -> str:
        """Return the question's key in a code book: without the turn of a loop."""
        return re.sub(r"^\d+_(?=QID)", "", self.base)


def columns_of(sheet: Sheet, seen: Recognition) -> list[Column]:
    """Return the columns of a sheet by tag, text and ImportId."""
    rows = [sheet.row(seen.header_row - 1 + at) for at in range(seen.header_rows)]
    imports, tags, texts = [""] * sheet.width, rows[0], rows[-1]
    if sum("ImportId" in cell for cell in rows[-1]) > 1:
        found = map(_IMPORT.search, rows[-1])
        imports = [match[1] if match else "" for match in found]
        tags, texts = (rows[0], rows[-2]) if len(rows) > 1 else (imports, imports)
    places = zip(range(sheet.width), imports, tags, map(plain, texts), strict=True)
    return [_column(*parts) for parts in places]


def _column(place: int, import_id: str, tag: str, text: str) -> Column:
    """Return one column; one of the tool's own, or without any header, is of no question."""
    words, column = words_of("qualtrics.columns"), Column(place, tag, text, bare(import_id or tag))
    key = import_id.replace("-", "_")
    is_own = column.name in words["metadata"] | words["personal"]
    match = _ID.match(key) if key else _TAG.match(tag or f"column {place + 1}")
    if match is None or is_own or is_technical(key) or is_technical(tag) or not (tag or text):
        return column
    parts = match.groupdict("")
    path = f"{parts['path']}_{parts.get('side', '')}".split("_")
    return replace(
        column,
        key=key or re.sub(r"\s+", "_", match[0]),
        base=parts["base"],
        part=parts["part"],
        path=tuple(filter(None, path)),
        is_text=bool(parts["text"]),
    )


def bare(name: str) -> str:
    """Return a column's name for comparing: `Location-LocationLatitude` as `locationlatitude`."""
    name = re.sub(r"^(?:panel|location)[-_](?=\w)", "", name.strip(), flags=re.IGNORECASE)
    return re.sub("[ _]", "", folded(name.strip("_")))


def is_technical(name: str) -> bool:
    """Return whether a column of a question holds no answer: timing, order, promoter group."""
    return _NO_ANSWER.search(name) is not None


def questions_in(columns: Iterable[Column]) -> dict[str, str]:
    """Return the questions by their key in a code book, with their wording where it is there."""
    questions: dict[str, str] = {}
    for column in columns:
        if column.base:
            questions.setdefault(column.question, column.wording if column.has_words else "")
    return questions


def with_words(
    rows: pd.DataFrame, columns: Iterable[Column], book: CodeBook, file: str
) -> tuple[pd.DataFrame, list[Column], list[Problem]]:
    """Return codes as labels, and wordings where the export carries none, from a code book."""
    cells, worded = rows.copy(deep=False), []
    problems: list[Problem] = []
    for column in columns:
        entry = None if column.is_text else book.entries.get(column.question)
        if entry is not None and not column.has_words:
            label = entry.items.get(column.path[-1] if column.path else "", "")
            words = f"{entry.wording} - {label}" if label else entry.wording
            column = replace(column, text=words)
        if entry is not None and not (column.path and entry.several):
            offered, at = tuple(entry.labels.values()), column.place
            column = replace(column, offered=offered, several=entry.several)
            answers = rows[at].mask(rows[at] == UNANSWERED, "")
            cells[at], more = labelled(answers, entry, column.tag, file)
            problems += more
        worded.append(column)
    return cells, worded, problems


def fields(columns: Sequence[Column], rows: pd.DataFrame) -> list[Field]:
    """Return every question of an export, in order."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        groups.setdefault(column.base, []).append(column)
    cells = rows.mask(rows == UNANSWERED, "")
    return [field for group in groups.values() for field in _question(group, cells)]


def _question(columns: list[Column], cells: pd.DataFrame) -> list[Field]:
    """Return one question: its answers, options or statements, then its open parts."""
    base = columns[0].base
    main = [column for column in columns if not column.is_text]
    texts = [column for column in columns if column.is_text]
    if not main and len(texts) == 1 and len(texts[0].path) < 2:
        return [Field(base, texts[0].wording, cells[texts[0].place])]
    asked = main or texts
    stem = stem_of([column.wording for column in asked])
    if len(main) == 1 and not main[0].path:
        answers = Field(base, stem, cells[main[0].place], offered=main[0].offered)
        rows = block(base, stem, [replace(answers, kind="multi" if main[0].several else "")])
    else:
        stem = stem if any(column.has_words for column in asked) else base
        rows = _rows(main, stem, cells)
    written = []
    for column in texts:
        label = _rest(column.wording, stem) or column.wording
        wording = label if label != stem else "Other"
        written.append(Field(column.key, wording, cells[column.place]))
    return rows + block(base, stem, [], written)


def _rows(main: list[Column], stem: str, cells: pd.DataFrame) -> list[Field]:
    """Return options or statements of a question with several columns."""
    if not main:
        return []
    labels = {column.place: _rest(column.wording, stem) for column in main}
    if not any(column.has_words for column in main):
        labels = _only_answers(main, cells)
    depth = max(len(column.path) for column in main)
    is_flat = depth == 1 and len(main) > 1 and not any(column.part for column in main)
    is_ticked = (is_flat or depth > 1) and _is_ticked(main, cells, labels, stem)
    if is_ticked and not is_flat:
        return _answer_matrix(main, stem, cells, labels)
    rows = []
    for column in main:
        code = "_".join(column.path) or column.key
        wording = labels[column.place] or (code if is_ticked else column.wording)
        cells_of = cells[column.place]
        rows.append(Field(column.key, wording, cells_of, offered=column.offered))
    return block(main[0].base, stem, rows, ticked=is_ticked)


def _answer_matrix(
    main: list[Column], stem: str, cells: pd.DataFrame, rest: Mapping[int, str]
) -> list[Field]:
    """Return a matrix in which each statement takes several scale points."""
    statements: dict[str, list[Column]] = {}
    for column in main:
        base = f"{column.base}#{column.part}" if column.part else column.base
        statements.setdefault("_".join([base, *column.path[:-1]]), []).append(column)
    fields = []
    for key, columns in statements.items():
        statement = stem_of([rest[column.place] for column in columns])
        for column in columns:
            option = _rest(rest[column.place], statement) or column.path[-1]
            field = choice(key, statement or key, option, cells[column.place])
            fields.append(replace(field, block=column.base, stem=stem))
    return fields


def _only_answers(main: list[Column], cells: pd.DataFrame) -> dict[int, str]:
    """Return the one answer of each column, if they all differ: its text was taken off."""
    answers = {column.place: {*cells[column.place]} - {""} for column in main}
    given = [answer for column in answers.values() for answer in column]
    is_option = len({*given}) == len(given) and all(len(one) < 2 for one in answers.values())
    return {at: "".join(column) if is_option else "" for at, column in answers.items()}


def _is_ticked(main: list[Column], cells: pd.DataFrame, rest: Mapping[int, str], stem: str) -> bool:
    """Return whether each column holds only a tick (1, or its own option's words)."""
    answers = {column.place: {*cells[column.place]} for column in main}
    words = {at: {*map(folded, column - {""})} for at, column in answers.items()}
    columns_with = Counter(word for column in words.values() for word in column)
    # beside the option stands its translation, which is in no other column
    may_be_translated = all("Selected Choice" in column.words for column in main)
    for at, column in words.items():
        others = column - {folded(rest[at])}
        alone = len(others) < 2 and all(columns_with[word] == 1 for word in column)
        if others and column != {"1"} and not (may_be_translated and alone):
            return False
    several = pattern("wordings.words.several").search(folded(stem))
    is_skipped = any("" in column for column in answers.values())
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
    first, last = min(texts, default=""), max(texts, default="")
    same = (at for at in range(len(first) + 1) if not last.startswith(first[: at + 1]))
    common = first[: next(same, len(first))]
    for dash in (" - ", " – ", "-", " : "):
        if dash in common:
            return common.rpartition(dash)[0].strip()
    return common.strip() if common.strip() in texts else ""


def _rest(text: str, stem: str) -> str:
    """Return a text without its stem and the dash."""
    if stem and text.startswith(stem):
        return re.sub(r"^\s*[-–:]\s*", "", text[len(stem) :]).strip()
    return text if not stem else ""
