"""Code books: what the codes of an export stand for, from a definition that lies beside it.

A book is used only where it is the book of that survey: the same questions by name and, where the
export carries wordings, by wording. Where two books fit and say different things, neither is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from engagekit.errors import some
from engagekit.files.source_file import Export
from engagekit.readers.survey._categorical import encode, recoded
from engagekit.readers.survey._scales import folded
from engagekit.tables.problems import Problem

ENOUGH = 0.8
"""Share of an export's questions that a book must know."""
COMPARED = 60
"""Letters of a wording that are compared: exports cut long ones."""


@dataclass(frozen=True)
class Entry:
    """One question of a code book.

    Attributes
    ----------
    wording : str
    labels : mapping of code to label
        Empty for an open question.
    items : mapping of code to wording
        Statements of a matrix, or options of a question with a column each.
    kind : str
        ``text``, ``number``, ``open`` (a number or text, as its answers are) or ``file`` where the
        book says so; empty: told by the answers.
    several : bool
        Several choices may be given.
    block, stem : str
        Key and wording of the matrix it belongs to.
    personal : bool
        Marked as a name, address or number of a person.
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
    """The questions of one survey by name, the file they stand in, and the survey's title."""

    file: str
    title: str
    entries: Mapping[str, Entry]


def fit(book: CodeBook, asked: Mapping[str, str], title: str) -> float:
    """The share of an export's questions that a book knows, 0 where it is of another survey.

    Parameters
    ----------
    book : CodeBook
    asked : mapping of name to wording
        The export's questions; an empty wording where it carries none.
    title : str
        The export's title: it decides where questions are numbered alike in every survey and no
        wording tells them apart.
    """
    existing = [name for name in asked if name in book.entries]
    if not asked or len(existing) < ENOUGH * len(asked):
        return 0.0
    worded = [name for name in existing if asked[name]]
    same = sum(_same(asked[name], book.entries[name].wording) for name in worded)
    right = same >= ENOUGH * len(worded) if worded else not book.title or _same(title, book.title)
    return len(existing) / len(asked) if right else 0.0


def _same(left: str, right: str) -> bool:
    """Whether two wordings begin alike."""
    one, other = folded(left)[:COMPARED], folded(right)[:COMPARED]
    return bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))


def chosen(
    books: Iterator[CodeBook], asked: Mapping[str, str], title: str, file: str
) -> tuple[CodeBook | None, list[Problem]]:
    """The one book of an export, and what to tell where two of them disagree.

    Returns
    -------
    book : CodeBook or None
    problems : list of Problem
    """
    shares = [(fit(book, asked, title), book) for book in books]
    best = max((share for share, _ in shares), default=0.0)
    matches = [book for share, book in shares if share == best > 0]
    if not matches:
        return None, []
    first, *others = matches
    apart = [
        name for book in others for name in asked if _meaning(book, name) != _meaning(first, name)
    ]
    if not apart:
        return first, []
    names = ", ".join(book.file for book in matches)
    return None, [
        Problem(
            f"has {len(matches)} code books that say different things of {some(apart)}: {names}; "
            "neither is used, so codes stay codes",
            "Take the ones that are not of this survey out of the folder.",
            file,
        )
    ]


def _meaning(book: CodeBook, name: str) -> object:
    entry = book.entries.get(name)
    return None if entry is None else (dict(entry.labels), dict(entry.items))


def labelled(
    cells: pd.Series, entry: Entry, name: str, file: str
) -> tuple[pd.Series, list[Problem]]:
    """Codes of a column as labels; a column with a code that the book lacks stays as it is.

    Parameters
    ----------
    cells : Series of str
    entry : Entry
    name, file : str
        For messages.

    Returns
    -------
    cells : Series of str
    problems : list of Problem
    """
    if not entry.labels:
        return cells, []
    supplied = encode(cells).labels
    words = set(entry.labels.values())
    if all(part in words for label in supplied for part in _parts(label, entry.several)):
        return cells, []
    codes = {label: [_code(part) for part in _parts(label, entry.several)] for label in supplied}
    unknown = [
        label for label in supplied if not all(code in entry.labels for code in codes[label])
    ]
    strange = [label for label in unknown if label not in words]
    if any(re.fullmatch(r"-?\d+(?:\.0+)?", label) for label in strange):
        return cells, [
            Problem(
                f"holds codes that the code book does not explain ({some(strange)}); its answers "
                "stay codes",
                "Export the answers with their words, or the code book of this version.",
                file,
                column=name,
                value=strange[0],
            )
        ]
    words_of = {
        label: ",".join(entry.labels[code] for code in codes[label])
        for label in supplied
        if label not in unknown
    }
    return recoded(cells, lambda label: words_of.get(label, label)), []


def _parts(label: str, several: bool) -> list[str]:
    """The codes in a cell."""
    return [part.strip() for part in label.split(",")] if several else [label]


def _code(text: str) -> str:
    """A code as the book writes it: `1` for `1.0`."""
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text)


def told(book: CodeBook) -> str:
    """How the answers of an export got their words."""
    return f"its codes have their words from the code book {book.file}"


def used_by(
    book: CodeBook,
    others: Iterator[Export],
    asked: Callable[[Export], tuple[Mapping[str, str], str]],
) -> list[str]:
    """The exports beside a book whose questions are in it."""
    return [export.path.name for export in others if fit(book, *asked(export))]
