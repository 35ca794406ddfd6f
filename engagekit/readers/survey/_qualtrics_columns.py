"""Columns of a Qualtrics export: questions, options, statements and open parts by their ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.readers.survey import _multi_select, _survey_builder
from engagekit.readers.survey._categorical import encode, holds, open_kind
from engagekit.readers.survey._code_book import CodeBook, labelled
from engagekit.readers.survey._scales import folded
from engagekit.readers.survey._survey_builder import Field
from engagekit.tables.problems import Problem

UNANSWERED = "-99"
_ID = re.compile(
    r"^(?P<base>(?:\d+_)?QID\d+)(?:#(?P<part>\d+))?(?P<path>(?:_x?\d+)*)(?P<text>_TEXT)?$"
)
_TAG = re.compile(
    r"^(?P<base>.+?)(?:#(?P<part>\d+))?(?P<path>(?:_-?\d+)*)(?:: ?(?P<side>\d+(?:_\d+)*))?"
    r"(?P<text>_TEXT)?$"
)
_NO_ANSWER = re.compile(
    r"_NPS_GROUP$|_DO(?:_\w+)?$|_(?:FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT)$"
    r"|_(?:First Click|Last Click|Page Submit|Click Count)$|_TEXT_[0-9a-f]{8,}\w*$"
    r"| - (?:Parent )?Topics$| - Sentiment(?: .*)?$|^SC\d+$"
)
_SEVERAL = re.compile(
    r"\b(?:all that apply|select all|check all|choose all|mark all|tick all|toutes les reponses"
    r"|plusieurs reponses|mehrfach|alle zutreffenden|todas las que)\b"
)
_RANK = re.compile(r"\b(?:rank|ranking|order of|classez|ordonnez|rangfolge|reihenfolge|ordene)\b")


@dataclass(frozen=True)
class Column:
    """One column: its place, tag, question text, and the parts of its id."""

    place: int
    key: str
    words: str
    base: str
    part: str
    path: tuple[str, ...]
    is_text: bool
    tag: str


def is_technical(import_id: str, tag: str) -> bool:
    """Whether a column of a question holds no answer: timing, display order, promoter group."""
    return bool(_NO_ANSWER.search(import_id.replace("-", "_")) or _NO_ANSWER.search(tag))


def column(place: int, import_id: str, tag: str, words: str) -> Column | None:
    """The parts of one column's id; None where it belongs to no question."""
    key = import_id.replace("-", "_")
    match = _ID.match(key)
    if import_id and match is None:
        return None
    if match is None:
        key = re.sub(r"\s+", "_", tag.strip())
        match = _TAG.match(tag.strip())
    if match is None:
        return None
    side = match.groupdict().get("side") or ""
    path = [part for part in (match["path"] or "").split("_") if part]
    path += [part for part in side.split("_") if part]
    return Column(
        place,
        key,
        words,
        match["base"],
        match["part"] or "",
        tuple(path),
        match["text"] is not None,
        tag,
    )


def _book_key(base: str) -> str:
    """A question's key in a code book: without the turn of a loop."""
    return re.sub(r"^\d+_(?=QID)", "", base)


def asked(columns: Iterable[Column]) -> dict[str, str]:
    """The questions of some columns by their key in a code book, each with its wording."""
    matches: dict[str, str] = {}
    for item in columns:
        text = "" if item.words in (item.key, item.tag) else item.words
        matches.setdefault(_book_key(item.base), _bare(text))
    return matches


def with_words(
    kept: pd.DataFrame, columns: Mapping[int, Column], book: CodeBook, file: str
) -> tuple[pd.DataFrame, dict[int, Column], list[Problem]]:
    """Codes as labels, and wordings where the export carries none, from a code book."""
    worded, matches = kept.copy(), dict(columns)
    problems: list[Problem] = []
    for place, item in columns.items():
        entry = book.entries.get(_book_key(item.base))
        if entry is None or item.is_text:
            continue
        own = item.path[-1] if item.path else ""
        if item.words in (item.key, item.tag):
            label = entry.items.get(own, "")
            words = f"{entry.wording} - {label}" if label else entry.wording
            matches[place] = replace(item, words=words or item.words)
        if item.path and entry.several:
            continue
        cells, text = labelled(_cells(kept, place), entry, item.tag, file)
        worded[place] = cells
        problems += text
    return worded, matches, problems


def fields(columns: Sequence[Column], kept: pd.DataFrame) -> list[Field]:
    """Every question of an export, in order."""
    groups: dict[str, list[Column]] = {}
    for item in columns:
        groups.setdefault(item.base, []).append(item)
    matches: list[Field] = []
    for base, group in groups.items():
        matches += _group(base, group, kept)
    return matches


def _cells(kept: pd.DataFrame, place: int) -> pd.Series:
    """A column with `seen, unanswered` as empty."""
    cells = kept[place].str.strip()
    return cells.where(cells != UNANSWERED, "")


def _bare(words: str) -> str:
    """A question's text without what Qualtrics adds for its parts."""
    return re.sub(r"\s*-\s*(?:Selected Choice|Text)$", "", words).strip()


def _group(base: str, group: list[Column], kept: pd.DataFrame) -> list[Field]:
    """One question: its answers, options or statements, then its open parts."""
    main = [item for item in group if not item.is_text]
    texts = [item for item in group if item.is_text]
    if not main and len(texts) == 1 and len(texts[0].path) < 2:
        only = texts[0]
        cells = _cells(kept, only.place)
        return [Field(base, _bare(only.words), cells, open_kind(cells))]
    text = any(item.words not in (item.key, item.tag) for item in main or texts)
    stem = stem_of([item.words for item in main or texts]) if text else base
    if len(main) == 1 and not main[0].path:
        matches = _whole(base, main[0], kept)
        stem = _bare(main[0].words)
    else:
        matches = _parts(base, main, stem, kept)
    for item in texts:
        label = _bare(item.words)
        label = _rest(label, stem) or label
        wording = label if label != stem else "Other"
        matches.append(Field(item.key, wording, _cells(kept, item.place), "text", base, stem))
    return matches


def _whole(base: str, item: Column, kept: pd.DataFrame) -> list[Field]:
    """A question in one column; its labels may be a list with commas."""
    words = _bare(item.words)
    main = Field(base, words, _cells(kept, item.place), "", base, words)
    if not holds(main.cells, ","):
        return [main]
    counts = encode(main.cells)
    choices = _multi_select.learn(dict(zip(counts.labels, counts.counts, strict=True)), ",")
    return [main] if choices is None else _survey_builder.spread(main, choices)


def _parts(base: str, main: list[Column], stem: str, kept: pd.DataFrame) -> list[Field]:
    """Options, ranks, or statements of a question with several columns."""
    cells = {item.place: _cells(kept, item.place) for item in main}
    depth = max((len(item.path) for item in main), default=0)
    rest = {item.place: _rest(_bare(item.words), stem) for item in main}
    flat = depth == 1 and not any(item.part for item in main)
    if all(item.words in (item.key, item.tag) for item in main):
        rest = _labels_as_options(main, cells)
    if flat and len(main) > 1 and _ticked(main, cells, rest, stem):
        return [
            Field(base, stem, cells[item.place], "multi", base, stem, _label(item, rest))
            for item in main
        ]
    if flat and len(main) > 1 and _ranked(list(cells.values()), stem):
        return [
            Field(base, stem, cells[item.place], "rank", base, stem, _label(item, rest))
            for item in main
        ]
    if depth >= 2 and _ticked(main, cells, rest, stem):
        return _answer_matrix(base, main, stem, cells, rest)
    return [
        Field(
            item.key,
            _label(item, rest) if rest[item.place] else _bare(item.words),
            cells[item.place],
            "",
            base,
            stem,
        )
        for item in main
    ]


def _answer_matrix(
    base: str, main: list[Column], stem: str, cells: dict[int, pd.Series], rest: dict[int, str]
) -> list[Field]:
    """A matrix in which each statement takes several scale points."""
    rows: dict[tuple[str, tuple[str, ...]], list[Column]] = {}
    for item in main:
        rows.setdefault((item.part, item.path[:-1]), []).append(item)
    matches = []
    for (part, path), members in rows.items():
        statement = stem_of([rest[item.place] for item in members])
        key = "_".join([f"{base}#{part}" if part else base, *path])
        for item in members:
            option = _rest(rest[item.place], statement) or item.path[-1]
            matches.append(
                Field(key, statement or key, cells[item.place], "multi", base, stem, option)
            )
    return matches


def _labels_as_options(main: list[Column], cells: dict[int, pd.Series]) -> dict[int, str]:
    """Where question texts were taken off: the one answer of each column, if they all differ."""
    labels = {item.place: set(cells[item.place].unique()[:3]) - {""} for item in main}
    only = [next(iter(matches)) for matches in labels.values() if len(matches) == 1]
    if len(set(only)) < len(only) or any(len(matches) > 1 for matches in labels.values()):
        return dict.fromkeys(labels, "")
    return {place: next(iter(matches), "") for place, matches in labels.items()}


def _label(item: Column, rest: dict[int, str]) -> str:
    return rest[item.place] or "_".join(item.path) or item.key


def _ticked(
    main: list[Column], cells: dict[int, pd.Series], rest: dict[int, str], stem: str
) -> bool:
    """Whether each column holds nothing but a tick (1, or its own option's words)."""
    any_tick = any_blank = False
    for item in main:
        labels = set(cells[item.place].unique())
        any_blank |= "" in labels
        labels -= {""}
        any_tick |= bool(labels)
        if not (
            labels <= {"1"} or {folded(label) for label in labels} <= {folded(rest[item.place])}
        ):
            return False
    return any_tick and (any_blank or _SEVERAL.search(folded(stem)) is not None)


def _ranked(columns: list[pd.Series], stem: str) -> bool:
    """Whether the columns of a row hold 1, 2, ... each once."""
    frame = pd.concat(columns, axis=1, ignore_index=True)
    present = frame[(frame != "").all(axis=1)]
    if (
        present.empty
        or not present.apply(lambda cells: cells.str.fullmatch(r"\d{1,2}")).all().all()
    ):
        return False
    wanted = {str(place) for place in range(1, len(columns) + 1)}
    right = present.apply(lambda row: set(row) == wanted, axis=1)
    return bool(right.mean() >= 0.95) and (len(present) >= 5 or bool(_RANK.search(folded(stem))))


def stem_of(texts: Sequence[str]) -> str:
    """What the texts of a question's columns begin with, up to the last dash.

    Examples
    --------
    >>> stem_of(["Which do you use? - Desk", "Which do you use? - Chat"])
    'Which do you use?'
    >>> stem_of(["Agree?-Staff are kind", "Agree?-Staff are quick"])
    'Agree?'
    """
    whole = [_bare(text) for text in texts]
    if not whole:
        return ""
    if len(set(whole)) == 1:
        return whole[0]
    common = _survey_builder.common_start(whole)
    for dash in (" - ", " – ", "-", " : "):
        if dash in common:
            return common.rpartition(dash)[0].strip()
    return common.strip() if common.strip() in whole else ""


def _rest(text: str, stem: str) -> str:
    """A text without its stem and the dash."""
    if stem and text.startswith(stem):
        return re.sub(r"^\s*[-–:]\s*", "", text[len(stem) :]).strip()
    return text if not stem else ""
