"""What survey readers hand on: fields of answers, respondents, ids and lists in cells."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

import pandas as pd

from engagekit.readers.survey import _multi_select
from engagekit.readers.survey._categorical import decoded, encode, holds
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

    ``cells``: for an option of a multi-select: not empty where ticked. ``kind``: empty: decided
    from the cells. ``block``, ``stem``: key and wording of the block the question belongs to.
    ``option``: option of a multi-select or item of a ranking. ``shown``: rows in which the question
    was displayed; None: all. ``points``: where the code book of the export or a mapping says it.
    ``offered``: answers that could be chosen, where the export or its code book says them.
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


@dataclass(frozen=True, eq=False)
class Answers:
    """What a reader read: everything that `to_reading` needs.

    ``ids``: number the tool gave each respondent; index is the row number of the sheet. ``status``:
    ``complete``, ``partial`` or ``break_off``; None: derived from the answers. ``many_rows``: one
    person may have several rows; `respondents` takes the first. ``department``, ``role_level``:
    where the tool carries them beside the answers; else a question may ask for them.
    """

    fields: Sequence[Field]
    ids: pd.Series
    rows_read: int
    submitted: pd.Series | None = None
    status: pd.Series | None = None
    set_aside: Sequence[SetAside] = ()
    problems: Sequence[Problem] = ()
    dropped: Sequence[tuple[str, str]] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    zone: str | None = None
    date_order: str | None = None
    anonymous: bool | None = None
    title: str = ""
    many_rows: bool = False
    department: pd.Series | None = None
    role_level: pd.Series | None = None


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
    counts: dict[str, int] = {}
    taken: dict[str, None] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        new = name if counts[name] == 1 else f"{name}-{counts[name]}"
        while new in taken:
            counts[name] += 1
            new = f"{name}-{counts[name]}"
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


def common_start(texts: Sequence[str]) -> str:
    """Return what all texts begin with.

    Examples
    --------
    >>> common_start(["ab c", "ab d"])
    'ab '
    """
    first, last = min(texts), max(texts)
    same = next((at for at, letter in enumerate(first) if last[at : at + 1] != letter), len(first))
    return first[:same]


def choice(
    key: str,
    stem: str,
    option: str,
    cells: pd.Series,
    shown: pd.Series | None = None,
    kind: str = "multi",
) -> Field:
    """Return one option of a question (or one item of a ranking)."""
    return Field(key, stem, cells, kind, key, stem, option, shown)


SEPARATORS = (";#", ";", "|", "\n", ", ", ",", " / ")
SURE = 4
"""What may stand between the ticks of one cell, and how many of these stand in few answers else."""


def split(main: Field, separators: Iterable[str]) -> list[Field]:
    """Return a column of lists as one field an option, else the column alone.

    ``separators``: tried in order.
    """
    for separator in separators:
        if holds(main.cells, separator):
            choices = _multi_select.learn(encode(main.cells).tally, separator, main.wording)
            if choices is not None:
                return spread(main, choices)
    return [main]


def spread(main: Field, choices: _multi_select.Choices) -> list[Field]:
    """Return a column of lists as one field an option, and a text field for what was written."""
    column = encode(main.cells)
    main = replace(main, block=main.block or main.question_id, stem=main.stem or main.wording)
    options = list(choices.options)
    if choices.written and "Other" not in options:
        options.append("Other")
    fields = []
    for option in options:
        ticks = [
            option
            if option in choices.ticked.get(label, ())
            or (option == "Other" and label in choices.written)
            else ""
            for label in column.labels
        ]
        cells = decoded(column, ticks, main.cells.index)
        fields.append(replace(main, kind="multi", option=option, cells=cells))
    if choices.written:
        texts = [choices.written.get(label, "") for label in column.labels]
        cells = decoded(column, texts, main.cells.index)
        fields.append(
            Field(f"{main.question_id}_text", "Other", cells, "text", main.block, main.stem)
        )
    return fields


def spread_ranks(main: Field, items: Sequence[str]) -> list[Field]:
    """Return a column of ordered lists as one field an item; the answer is its place."""
    column = encode(main.cells)
    rows = [[part.strip() for part in label.split(";")] for label in column.labels]
    return [
        replace(
            main,
            kind="rank",
            option=item,
            cells=decoded(column, [str(row.index(item) + 1) for row in rows], main.cells.index),
        )
        for item in items
    ]
