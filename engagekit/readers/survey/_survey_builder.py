"""What survey readers hand on: questions with their answers, respondents, ids."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

import pandas as pd

from engagekit.readers.survey._words import folded
from engagekit.tables.problems import Problem, SetAside

TABLES = ("responses", "surveys", "respondents", "questions")
MAX_ID = 48
"""Letters of an id: wordings of one survey often differ only after 40, and a longer id is cut with
a hash of the whole wording."""
_INLINE = re.compile(
    r"</?(?:b|i|u|em|strong|span|font|a|sub|sup|small|big)(?:\s[^>]{0,200})?>", re.IGNORECASE
)


@dataclass(frozen=True, eq=False)
class Field:
    """One column of answers (or one option of a question), rows as kept.

    ``cells``: for an option of a multi-select: not empty where ticked. ``kind``: empty: the export
    does not say it, so that a person has to. ``block``, ``stem``: key and wording of the block that
    the question belongs to.
    ``option``: option of a multi-select or item of a ranking. ``shown``: rows in which the question
    was displayed; None: all. ``points``: where the code book of the export or a mapping says it.
    ``offered``: answers that could be chosen, where the export or its code book says them.
    ``header``: where a mapping names the question by it.
    """

    question_id: str
    wording: str
    cells: pd.Series
    kind: str = ""
    block: str = ""
    stem: str = ""
    option: str = ""
    shown: pd.Series | None = None
    scale_id: str = ""
    scores: Mapping[str, float] | None = None
    points: float | None = None
    offered: Sequence[str] = ()
    header: str = ""

    @property
    def key(self) -> str:
        """Return by what a question is known in later files: header, stem of its block, wording."""
        return self.header or self.stem or self.wording


@dataclass(frozen=True, eq=False)
class Answers:
    """What a reader read: everything that `_survey_tables.tables_of` needs.

    ``ids``: number the tool gave each respondent; index is the row number of the sheet. ``status``:
    ``complete``, ``partial`` or ``break_off``; None: derived from the answers, and from
    ``complete``: the rows that the tool calls so. ``department``, ``role_level``: where the tool
    carries them beside the answers; else a question may ask for them. ``sheet``, ``header_row``:
    where the questions stand. ``opened_on``, ``closed_on``: where they are stated.
    ``form``: the mapping that says what the questions are, where one reads the file.
    """

    fields: Sequence[Field]
    ids: pd.Series
    rows_read: int
    submitted: pd.Series | None = None
    status: pd.Series | None = None
    complete: pd.Series | None = None
    set_aside: Sequence[SetAside] = ()
    problems: Sequence[Problem] = ()
    dropped: Sequence[tuple[str, str]] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    zone: str | None = None
    date_order: str | None = None
    anonymous: bool | None = None
    title: str = ""
    department: pd.Series | None = None
    role_level: pd.Series | None = None
    weight: pd.Series | None = None
    opened_on: str = ""
    closed_on: str = ""
    sheet: str = ""
    header_row: int = 1
    form: Any = None


def slug(text: str) -> str:
    """Return a short id of a wording: the same for the same words, whatever case and accents.

    Examples
    --------
    >>> slug("How satisfied are you?"), slug("???")
    ('how-satisfied-are-you', 'q')
    """
    whole = folded(text).replace(" ", "-").replace("_", "-") or "q"
    if len(whole) <= MAX_ID:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:6]
    return f"{whole[: MAX_ID - 7].rstrip('-')}-{digest}"


def unique(names: Iterable[str]) -> list[str]:
    """Return names made unique in order: the second of a name gets ``-2``.

    Examples
    --------
    >>> unique(["a", "b", "a"])
    ['a', 'b', 'a-2']
    """
    again = Counter[str]()
    taken: dict[str, None] = {}
    for name in names:
        new = name
        while new in taken:
            again[name] += 1
            new = f"{name}-{again[name] + 1}"
        taken[new] = None
    return list(taken)


def slugs(wordings: Iterable[str]) -> list[str]:
    """Return a unique id of each wording, in order."""
    return unique(map(slug, wordings))


def plain(text: str) -> str:
    """Return a header without tags, entities and odd spaces.

    Examples
    --------
    >>> plain("How <strong>good</strong>&nbsp;is it?")
    'How good is it?'
    >>> plain("Are you <b>happy</b>?<br>Really")
    'Are you happy? Really'
    """
    joined = _INLINE.sub("", unescape(text))
    return " ".join(re.sub(r"</?[a-zA-Z][^>]{0,200}>", " ", joined).split())


def choice(
    key: str, stem: str, option: str, cells: pd.Series, shown: pd.Series | None = None
) -> Field:
    """Return one option of a question; its cells are filled where it was ticked."""
    return Field(key, stem, cells, "multi", key, stem, option, shown)


def block(
    key: str,
    stem: str,
    parts: Sequence[Field],
    texts: Sequence[Field] = (),
    *,
    ticked: bool = False,
) -> list[Field]:
    """Return one question by its columns, whose wordings are what they have beside the question's.

    ``parts``: its options where ``ticked``, else the rows of a grid, or the one column of answers.
    ``texts``: what was written beside them.
    """
    if ticked:
        rows = [choice(key, stem, part.wording, part.cells, part.shown) for part in parts]
    else:
        rows = [replace(part, wording=part.wording or stem, block=key, stem=stem) for part in parts]
    return rows + [replace(text, kind="text", block=key, stem=stem) for text in texts]


def named(parts: Sequence[Field], ids: Iterable[str]) -> list[Field]:
    """Return columns with an id each; the second of an id gets ``-2``."""
    return [replace(part, question_id=name) for part, name in zip(parts, unique(ids), strict=True)]
