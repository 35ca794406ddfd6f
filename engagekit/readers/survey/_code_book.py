"""Code books: what the codes of an export stand for, from a definition that lies beside it.

A book is used only where it is the book of that survey: the same questions by name and, where the
export carries wordings, by wording. Where two books fit and say different things, neither is used.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from engagekit.errors import ExportError, problem_texts, some
from engagekit.files.source_file import Export, beside
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey._column import encode, recoded
from engagekit.readers.survey._words import folded
from engagekit.tables.problems import Problem, problem_of

ENOUGH = 0.8
"""Share of an export's questions that a book must know, and of known ones that must read alike:
surveys are changed while they run, and another survey of the same author shares a few."""
COMPARED = 60
"""Letters of a wording that are compared: exports cut long ones."""


@dataclass(frozen=True)
class Entry:
    """One question of a code book.

    ``labels``: empty for an open question. ``items``: statements of a matrix, or options of a
    question with a column each. ``kind``: ``text``, ``number``, ``open`` (a number or text, as its
    answers are) or ``file`` where the book says so; empty: derived from the answers. ``several``:
    several choices may be given. ``block``, ``stem``: key and wording of the matrix it belongs to.
    ``personal``: marked as a name, address or number of a person.
    """

    wording: str
    labels: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    several: bool = False
    block: str = ""
    stem: str = ""
    personal: bool = False


@dataclass(frozen=True)
class CodeBook:
    """The questions of one survey by name, its file and title, and how many it defines."""

    file: str
    title: str
    entries: Mapping[str, Entry]
    questions: int = 0

    @property
    def why(self) -> str:
        """Return how the answers of an export got their words."""
        return f"its codes have their words from the code book {self.file}"


def fit(book: CodeBook, questions: Mapping[str, str], title: str) -> float:
    """Return the share of an export's questions that a book knows, 0 where it is of another survey.

    ``questions``: the export's questions; an empty wording where it carries none. ``title``: the
    export's title: it decides where questions are numbered alike in every survey and no wording
    tells them apart.
    """
    there = [name for name in questions if name in book.entries]
    if not questions or len(there) < ENOUGH * len(questions):
        return 0.0
    worded = [name for name in there if questions[name]]
    same = sum(_same(questions[name], book.entries[name].wording) for name in worded)
    right = same >= ENOUGH * len(worded) if worded else not book.title or _same(title, book.title)
    return len(there) / len(questions) if right else 0.0


def _same(left: str, right: str) -> bool:
    """Return whether two wordings begin alike."""
    one, other = folded(left)[:COMPARED], folded(right)[:COMPARED]
    return bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))


def chosen(
    books: Iterator[CodeBook | None], questions: Mapping[str, str], title: str, file: str
) -> tuple[CodeBook | None, list[Problem]]:
    """Return the one book of an export, and the problem where two of them disagree."""
    shares = [(fit(book, questions, title), book) for book in books if book is not None]
    best = max((share for share, _ in shares), default=0.0)
    matches = [book for share, book in shares if share == best > 0]
    if not matches:
        return None, []
    first, *others = matches
    differ = [
        name
        for book in others
        for name in questions
        if _meaning(book, name) != _meaning(first, name)
    ]
    if not differ:
        return first, []
    names = ", ".join(book.file for book in matches)
    slots = {"n": len(matches), "questions": some(differ), "names": names}
    return None, [problem_of("code_book.differ", file, **slots)]


def _meaning(book: CodeBook, name: str) -> object:
    entry = book.entries.get(name)
    return None if entry is None else (dict(entry.labels), dict(entry.items))


def labelled(
    cells: pd.Series, entry: Entry, name: str, file: str
) -> tuple[pd.Series, list[Problem]]:
    """Return the codes of a column as labels; as they are if the book lacks one of them.

    ``name``, ``file``: for messages.
    """
    if not entry.labels:
        return cells, []
    parts = {
        label: [part.strip() for part in label.split(",")] if entry.several else [label]
        for label in encode(cells).labels
    }
    words = set(entry.labels.values())
    if all(part in words for some_parts in parts.values() for part in some_parts):
        return cells, []
    texts, strange = {}, []
    for label, codes in parts.items():  # a code as the book writes it: `1` for `1.0`
        codes = [re.sub(r"^(-?\d+)\.0+$", r"\1", code) for code in codes]
        if all(code in entry.labels for code in codes):
            texts[label] = ",".join(entry.labels[code] for code in codes)
        elif label not in words:
            strange.append(label)
    if any(re.fullmatch(r"-?\d+(?:\.0+)?", label) for label in strange):
        return cells, [
            Problem(*problem_texts("code_book.labelled", strange=some(strange)), file, column=name)
        ]
    return recoded(cells, lambda label: texts.get(label, label)), []


def read_alone(
    export: Export,
    book: CodeBook | None,
    count: int,
    suffixes: Collection[str],
    mark: str,
    questions: Callable[[Export], tuple[Mapping[str, str], str]],
    refusal: str,
) -> Reading:
    """Read a code book that was handed over as an export, where its answers lie beside it.

    ``count``: questions that it defines. ``suffixes``, ``mark``: of the answers, see
    `engagekit.files.source_file.beside`. ``questions``: the questions of another export, and its
    title. ``refusal``: the sentence where no answers lie beside it.

    Raises
    ------
    ExportError
        If there are no answers beside it.
    """
    others = beside(export, suffixes, mark) if book else ()
    used = [one.path.name for one in others if book and fit(book, *questions(one))]
    if not used:
        raise ExportError(refusal)
    return Reading({}, count, count, why=f"it gives {some(used)} the words of codes")
