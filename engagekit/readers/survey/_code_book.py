"""Code books: what the codes of an export stand for, from a definition that lies beside it.

A book is used only where it is the book of that survey: the same questions by name and, where the
export carries wordings, by wording. Where two books fit and say different things, neither is used.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from engagekit.errors import ExportError, problem_texts, some
from engagekit.files.source_file import Export
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey._column import labels_of, recoded
from engagekit.readers.survey._words import folded
from engagekit.tables.problems import Problem, problem_of

ENOUGH = 0.8
"""Share of an export's questions that a book must know, and of known ones that must read alike:
surveys are changed while they run, and another survey of the same author shares a few."""
COMPARED = 60
"""Letters of a wording that are compared: exports cut long ones."""
_WHOLE = re.compile(r"^(-?\d+)(?:\.0+)?$")


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
    known = {name: wording for name, wording in questions.items() if name in book.entries}
    if not known or len(known) < ENOUGH * len(questions):
        return 0.0
    alike = [_same(words, book.entries[name].wording) for name, words in known.items() if words]
    if not alike:
        alike = [not book.title or _same(title, book.title)]
    return len(known) / len(questions) if sum(alike) >= ENOUGH * len(alike) else 0.0


def _same(left: str, right: str) -> bool:
    """Return whether two wordings begin alike."""
    shorter, longer = sorted((folded(left)[:COMPARED], folded(right)[:COMPARED]), key=len)
    return shorter != "" and longer.startswith(shorter)


def chosen(
    books: Iterable[CodeBook | None], questions: Mapping[str, str], title: str, file: str
) -> tuple[CodeBook | None, list[Problem]]:
    """Return the one book of an export, and the problem where two of them disagree."""
    shares = [(fit(book, questions, title), book) for book in books if book is not None]
    best = max((share for share, _ in shares), default=0.0)
    fitting = [book for share, book in shares if share == best > 0]
    if not fitting:
        return None, []
    meanings = [{name: _meaning(book, name) for name in questions} for book in fitting]
    differ = [name for name in questions if any(one[name] != meanings[0][name] for one in meanings)]
    if not differ:
        return fitting[0], []
    names = ", ".join(book.file for book in fitting)
    slots = {"n": len(fitting), "questions": some(differ), "names": names}
    return None, [problem_of("code_book.differ", file, **slots)]


def _meaning(book: CodeBook, name: str) -> object:
    entry = book.entries.get(name)
    return entry and (dict(entry.labels), dict(entry.items))


def labelled(
    cells: pd.Series, entry: Entry, name: str, file: str
) -> tuple[pd.Series, list[Problem]]:
    """Return the codes of a column as labels; as they are if the book lacks one of them.

    ``name``, ``file``: for messages.
    """
    words = {*entry.labels.values()}
    codes_of = {
        answer: answer.split(",") if entry.several else [answer] for answer in labels_of(cells)
    }
    if all(code.strip() in words for codes in codes_of.values() for code in codes):
        return cells, []
    texts, strange = {}, []
    for answer, codes in codes_of.items():
        # a code as the book writes it: `1` for `1.0`
        labels = [entry.labels.get(_WHOLE.sub(r"\1", code.strip()), "") for code in codes]
        if all(labels):
            texts[answer] = ",".join(labels)
        elif answer not in words:
            strange.append(answer)
    if entry.labels and any(map(_WHOLE.fullmatch, strange)):
        said = problem_texts("code_book.labelled", strange=some(strange))
        return cells, [Problem(*said, file, column=name)]
    return recoded(cells, texts), []


def read_alone(
    export: Export,
    book: CodeBook | None,
    answers: Iterable[Export],
    questions: Callable[[Export], tuple[Mapping[str, str], str]],
    refusal: str,
) -> Reading:
    """Read a code book that was handed over as an export, where its answers lie beside it.

    ``answers``: exports that lie beside it. ``questions``: the questions of an export, and its
    title. ``refusal``: what it is, and how its answers are exported.

    Raises
    ------
    ExportError
        If there are no answers beside it.
    """
    used = [one.path.name for one in answers if book and fit(book, *questions(one))]
    if not (book and used):
        raise ExportError(
            f"{export.file} is {refusal} into the same folder, or set ignore = true for it under "
            "[files] in engagekit.toml."
        )
    count = book.questions
    return Reading({}, count, count, why=f"it gives {some(used)} the words of codes")
