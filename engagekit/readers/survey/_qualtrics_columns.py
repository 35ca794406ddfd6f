"""Columns of a Qualtrics export: questions, options, statements and open parts by their ids."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.readers.shared import vocabulary
from engagekit.readers.survey._code_book import CodeBook, labelled
from engagekit.readers.survey._survey_builder import Field, choice, common_start
from engagekit.readers.survey._words import folded, pattern
from engagekit.tables.problems import Problem

UNANSWERED = "-99"
"""What the tool writes for a question that was displayed and not answered."""
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
    """One column: its place, tag, question text (empty for none), and the parts of its id."""

    place: int
    key: str
    words: str
    base: str
    part: str
    path: tuple[str, ...]
    is_text: bool
    tag: str
    offered: tuple[str, ...] = ()
    several: bool = False

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


def is_technical(import_id: str, tag: str) -> bool:
    """Return whether a column of a question holds no answer: timing, order, promoter group."""
    return bool(_NO_ANSWER.search(import_id.replace("-", "_")) or _NO_ANSWER.search(tag))


def column(place: int, import_id: str, tag: str, words: str) -> Column | None:
    """Return the parts of one column's id; None where it belongs to no question."""
    key = import_id.replace("-", "_") or re.sub(r"\s+", "_", tag.strip())
    match = _ID.match(key) if import_id else _TAG.match(tag.strip())
    if match is None:
        return None
    part = match.groupdict("")
    path = [one for name in ("path", "side") for one in part.get(name, "").split("_") if one]
    return Column(
        place, key, words, part["base"], part["part"], tuple(path), bool(part["text"]), tag
    )


def questions_of(columns: Iterable[Column]) -> dict[str, str]:
    """Return the questions of some columns by their key in a code book, with their wording."""
    questions: dict[str, str] = {}
    for item in columns:
        questions.setdefault(item.question, item.wording if item.has_words else "")
    return questions


def with_words(
    rows: pd.DataFrame, columns: Mapping[int, Column], book: CodeBook, file: str
) -> tuple[pd.DataFrame, dict[int, Column], list[Problem]]:
    """Return codes as labels, and wordings where the export carries none, from a code book."""
    cells, worded = rows.copy(deep=False), dict(columns)
    problems: list[Problem] = []
    for place, item in columns.items():
        entry = book.entries.get(item.question)
        if entry is None or item.is_text:
            continue
        if not item.has_words:
            label = entry.items.get(item.path[-1] if item.path else "", "")
            words = f"{entry.wording} - {label}" if label else entry.wording
            worded[place] = replace(item, words=words or item.words)
        if not (item.path and entry.several):
            offered = tuple(entry.labels.values())
            worded[place] = replace(worded[place], offered=offered, several=entry.several)
            answers = rows[place].mask(rows[place] == UNANSWERED, "")
            cells[place], more = labelled(answers, entry, item.tag, file)
            problems += more
    return cells, worded, problems


def fields(columns: Sequence[Column], rows: pd.DataFrame) -> list[Field]:
    """Return every question of an export, in order."""
    groups: dict[str, list[Column]] = {}
    for item in columns:
        groups.setdefault(item.base, []).append(item)
    cells = {
        item.place: rows[item.place].mask(rows[item.place] == UNANSWERED, "") for item in columns
    }
    return [field for base, group in groups.items() for field in _group(base, group, cells)]


def _group(base: str, group: list[Column], cells: Mapping[int, pd.Series]) -> list[Field]:
    """Return one question: its answers, options or statements, then its open parts."""
    main = [item for item in group if not item.is_text]
    texts = [item for item in group if item.is_text]
    if not main and len(texts) == 1 and len(texts[0].path) < 2:
        text = texts[0]
        return [Field(base, text.wording, cells[text.place])]
    if len(main) == 1 and not main[0].path:
        stem = main[0].wording
        cells_of, kind = cells[main[0].place], "multi" if main[0].several else ""
        fields = [Field(base, stem, cells_of, kind, base, stem, offered=main[0].offered)]
    else:
        worded = any(item.has_words for item in main or texts)
        stem = stem_of([item.wording for item in main or texts]) if worded else base
        fields = _parts(base, main, stem, cells)
    for item in texts:
        label = _rest(item.wording, stem) or item.wording
        wording = label if label != stem else "Other"
        fields.append(Field(item.key, wording, cells[item.place], "text", base, stem))
    return fields


def _parts(base: str, main: list[Column], stem: str, cells: Mapping[int, pd.Series]) -> list[Field]:
    """Return options or statements of a question with several columns."""
    depth = max((len(item.path) for item in main), default=0)
    rest = {item.place: _rest(item.wording, stem) for item in main}
    if not any(item.has_words for item in main):
        rest = _labels_as_options(main, cells)
    labels = {item.place: rest[item.place] or "_".join(item.path) or item.key for item in main}
    flat = depth == 1 and len(main) > 1 and not any(item.part for item in main)
    ticked = (flat or depth >= 2) and _is_ticked(main, cells, rest, stem)
    if flat and ticked:
        return [choice(base, stem, labels[item.place], cells[item.place]) for item in main]
    if ticked:
        return _answer_matrix(base, main, stem, cells, rest)
    return [
        Field(
            item.key,
            labels[item.place] if rest[item.place] else item.wording,
            cells[item.place],
            "",
            base,
            stem,
            offered=item.offered,
        )
        for item in main
    ]


def _answer_matrix(
    base: str, main: list[Column], stem: str, cells: Mapping[int, pd.Series], rest: dict[int, str]
) -> list[Field]:
    """Return a matrix in which each statement takes several scale points."""
    rows: dict[tuple[str, tuple[str, ...]], list[Column]] = {}
    for item in main:
        rows.setdefault((item.part, item.path[:-1]), []).append(item)
    fields = []
    for (part, path), members in rows.items():
        statement = stem_of([rest[item.place] for item in members])
        key = "_".join([f"{base}#{part}" if part else base, *path])
        for item in members:
            option = _rest(rest[item.place], statement) or item.path[-1]
            fields.append(
                Field(key, statement or key, cells[item.place], "multi", base, stem, option)
            )
    return fields


def _labels_as_options(main: list[Column], cells: Mapping[int, pd.Series]) -> dict[int, str]:
    """Return the one answer of each column, if they all differ: its text was taken off."""
    labels = {item.place: set(cells[item.place].unique()[:3]) - {""} for item in main}
    only = [label for answers in labels.values() for label in answers]
    if len(set(only)) < len(only) or any(len(answers) > 1 for answers in labels.values()):
        return dict.fromkeys(labels, "")
    return {place: next(iter(answers), "") for place, answers in labels.items()}


def _is_ticked(
    main: list[Column], cells: Mapping[int, pd.Series], rest: dict[int, str], stem: str
) -> bool:
    """Return whether each column holds only a tick (1, or its own option's words)."""
    answers = {item.place: set(cells[item.place].unique()) for item in main}
    folds = {place: {folded(one) for one in labels - {""}} for place, labels in answers.items()}
    chosen = all("Selected Choice" in item.words for item in main)
    for place, words in folds.items():
        others = {one for at, each in folds.items() if at != place for one in each}
        own = {"1"} if words <= {"1"} else {folded(rest[place])}
        # beside the option stands its translation, which is in no other column
        translated = chosen and len(words - own) <= 1 and not words & others
        if not (words <= own or translated):
            return False
    if not any(labels - {""} for labels in answers.values()):
        return False
    several = pattern("wordings.words.several").search(folded(stem))
    return any("" in labels for labels in answers.values()) or several is not None


def stem_of(texts: Sequence[str]) -> str:
    """Return what the texts of a question's columns begin with, up to the last dash.

    Examples
    --------
    >>> stem_of(["Which do you use? - Desk", "Which do you use? - Chat"])
    'Which do you use?'
    >>> stem_of(["Agree?-Staff are kind", "Agree?-Staff are quick"])
    'Agree?'
    """
    if not texts:
        return ""
    if len(set(texts)) == 1:
        return texts[0]
    common = common_start(texts)
    for dash in (" - ", " – ", "-", " : "):
        if dash in common:
            return common.rpartition(dash)[0].strip()
    return common.strip() if common.strip() in texts else ""


def _rest(text: str, stem: str) -> str:
    """Return a text without its stem and the dash."""
    if stem and text.startswith(stem):
        return re.sub(r"^\s*[-–:]\s*", "", text[len(stem) :]).strip()
    return text if not stem else ""
