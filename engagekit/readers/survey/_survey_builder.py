"""What survey exports share: columns of answers, respondents, titles, ids, lists in cells."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from engagekit.files.source_file import Export, Sheet
from engagekit.parsing import dates
from engagekit.readers.shared.contract import Recognition
from engagekit.readers.survey import _multi_select
from engagekit.readers.survey._categorical import Coded, arrow, encode
from engagekit.readers.survey._footer_rows import ends
from engagekit.readers.survey._scales import folded
from engagekit.tables.problems import Problem, SetAside

TABLES = ("responses", "surveys", "respondents", "questions")
MAX_ID = 48

_GENERIC = re.compile(
    r"^(?:survey[ _-]?\d*|data|export|results?|responses?|answers?|sheet ?\d*|form ?\d*|untitled)$"
)
_PLAIN_SHEET = re.compile(
    r"^(?:sheet|form|feuil|tabelle|hoja|blatt|planilha|foglio)\s?\d*$|^(?:form|reponses|respuestas"
    r"|formularantworten|antworten).*\d*$|^$"
)
_INLINE = re.compile(
    r"</?(?:b|i|u|em|strong|span|font|a|sub|sup|small|big)(?:\s[^>]{0,200})?>", re.IGNORECASE
)
_CLOCK = r"^(\S*\d{4}\S*|\d+[-/.]\d+[-/.]\d+)[ T,].*$"
_TAIL = re.compile(
    r"\s*\(\d+-\d+\)\s*$|\s*\((?:responses|réponses|respuestas|antworten)\)"
    r"|\s*[-–]\s*(?:form responses|réponses au formulaire|sheet)\s*\d+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Field:
    """One column of answers (or one option of a question), rows as kept.

    Attributes
    ----------
    question_id, wording : str
    cells : Series of str
        For an option of a multi-select: not empty where ticked.
    kind : str
        Empty: decided from the cells.
    block, stem : str
        Key and wording of the block the question belongs to.
    option : str
        Option of a multi-select or item of a ranking.
    shown : Series of bool, optional
        Rows in which the question was displayed; None: all.
    scores : mapping of answer to score, optional
        Where the code book of the export says it.
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


@dataclass(frozen=True, eq=False)
class Answers:
    """What a reader found: everything that `to_reading` needs.

    Attributes
    ----------
    fields : list of Field
    ids : Series of str
        Number the tool gave each respondent; index is the row number of the sheet.
    submitted : Series of str, optional
    status : Series of str, optional
        ``complete``, ``partial`` or ``break_off``; None: told from the answers.
    many_rows : bool
        One person may have several rows; `respondents` takes the first.
    department, role_level : Series of str, optional
        Where the tool carries them beside the answers; else a question may ask for them.
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
    """A short id from a wording: the same for the same words, whatever the case and accents.

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
    """Names made unique in order: the second of a name gets ``-2``.

    Examples
    --------
    >>> unique(["a", "b", "a"])
    ['a', 'b', 'a-2']
    """
    observed: dict[str, int] = {}
    used_names: set[str] = set()
    matches = []
    for name in names:
        observed[name] = observed.get(name, 0) + 1
        new = name if observed[name] == 1 else f"{name}-{observed[name]}"
        while new in used_names:
            observed[name] += 1
            new = f"{name}-{observed[name]}"
        used_names.add(new)
        matches.append(new)
    return matches


def plain(text: str) -> str:
    """A header without tags, entities and odd spaces.

    Examples
    --------
    >>> plain("How <strong>good</strong>&nbsp;is it?")
    'How good is it?'
    >>> plain("Are you <b>happy</b>?<br>Really")
    'Are you happy? Really'
    """
    from html import unescape

    joined = _INLINE.sub("", unescape(text))
    return " ".join(re.sub(r"</?[a-zA-Z][^>]{0,200}>", " ", joined).split())


def title_of(export: Export, sheet: Sheet) -> str:
    """The survey's title: the file's name without what tools add, else the sheet's."""
    stem = Path(export.file).stem
    bare = _TAIL.sub("", _TAIL.sub("", stem)).strip(" _-") or stem
    if _GENERIC.match(folded(bare)) and not _PLAIN_SHEET.match(folded(sheet.name)):
        return sheet.name
    return bare


def sheet_of(export: Export, seen: Recognition | None) -> Sheet:
    """The sheet that was recognised, else the first that holds a table."""
    wanted = seen.sheet if seen else None
    return next((sheet for sheet in export.visible if sheet.name == wanted), export.sheet)


def common_start(texts: Sequence[str]) -> str:
    """What all texts begin with.

    Examples
    --------
    >>> common_start(["ab c", "ab d"])
    'ab '
    """
    first, last = min(texts), max(texts)
    same = next((at for at, letter in enumerate(first) if last[at : at + 1] != letter), len(first))
    return first[:same]


def keep(
    body: pd.DataFrame, *reasons: tuple[str, pd.Series]
) -> tuple[pd.DataFrame, list[SetAside]]:
    """Rows of a body without blank ones and without those that a reason takes.

    Parameters
    ----------
    body : DataFrame
        Text, indexed by row number.
    *reasons : (reason, mask)
        In order; a row counts for the first.

    Returns
    -------
    kept : DataFrame
    set_aside : list of SetAside
    """
    present = pd.Series(False, index=body.index)
    for column in body.columns:
        present |= body[column].str.strip() != ""
    left = pd.Series(True, index=body.index)
    aside = []
    for reason, mask in (("blank row", ~present), *ends(body, present), *reasons):
        used_names = left & mask
        if used_names.any():
            aside.append(SetAside(reason, int(used_names.sum())))
            left &= ~mask
    return (body if left.all() else body[left]), aside


def unique_ids(ids: pd.Series, export: Export, column: str) -> tuple[pd.Series, list[Problem]]:
    """Numbers of respondents, made unique with the row where a publisher overwrote them."""
    ids = ids.str.strip()
    doubled = ids.duplicated(keep=False) | (ids == "")
    if not doubled.any():
        return ids, []
    rows = "row " + ids.index.astype("str").to_series(index=ids.index)
    ids = ids.where(~doubled, (ids + " " + rows).str.strip())
    if not column:
        return ids, []
    first = int(doubled[doubled].index[0])
    return ids, [
        Problem(
            f"is missing or not unique in {int(doubled.sum())} rows; the row number was added",
            "Export again with the tool's own numbers if answers are to be joined.",
            export.file,
            row=first,
            column=column,
        )
    ]


def moment_cells(cells: pd.Series, export: Export, column: str) -> tuple[pd.Series, list[Problem]]:
    """Dates as text; words in their place (a publisher's ``redacted``) become empty, said once."""
    cells = cells.str.strip()
    words = (cells != "") & ~cells.str.contains(r"\d", regex=True)
    if not words.any():
        return cells, []
    first = words[words].index[0]
    return cells.where(~words, ""), [
        Problem(
            f"holds words in place of a date in {int(words.sum())} rows; taken as unknown",
            "Nothing to do if the dates were taken out on purpose.",
            export.file,
            row=int(first),
            column=column,
        )
    ]


@dataclass(frozen=True, eq=False)
class People:
    """Who answered and when, with the faults found on the way and where the cells stand."""

    ids: pd.Series
    submitted: pd.Series | None
    problems: Sequence[Problem]
    columns: Mapping[str, int]


def people(
    kept: pd.DataFrame,
    export: Export,
    names: Sequence[str],
    id_at: int | None,
    moment_at: int | None,
) -> People:
    """Numbers of respondents and moments of handing in, from their columns (None: no such one)."""
    raw = pd.Series("", index=kept.index, dtype="str") if id_at is None else kept[id_at]
    ids, problems = unique_ids(raw, export, "" if id_at is None else names[id_at])
    submitted = None
    if moment_at is not None:
        submitted, more = moment_cells(kept[moment_at], export, names[moment_at])
        problems = [*problems, *more]
    places = {"respondent_id": id_at, "submitted_at": moment_at}
    columns = {name: at for name, at in places.items() if at is not None}
    return People(ids, submitted, problems, columns)


def without_blank(names: Sequence[str], kept: pd.DataFrame, taken: Iterable[int]) -> list[int]:
    """Columns that are not taken and have a header or any cell."""
    others = set(taken)
    return [
        at
        for at, name in enumerate(names)
        if at not in others and (name or bool((kept[at].str.strip() != "").any()))
    ]


def days_of(*columns: pd.Series) -> list[str]:
    """Distinct days of columns of moments, the clock cut off (AM and PM stay, as a hint).

    Examples
    --------
    >>> days_of(pd.Series(["1/2/2026 3:04:05 PM", "1/2/2026 9:00:00 AM"]))
    ['1/2/2026 1:00 PM']
    """
    matches: set[str] = set()
    for cells in columns:
        text = arrow(cells)
        dates = pc.replace_substring_regex(
            text, r"^(\S*\d{4}\S*|\d+[-/.]\d+[-/.]\d+)[ T,].*$", r"\1"
        )
        half = pc.any(pc.match_substring_regex(text, r"(?i)\d\s?[ap]\.?m")).as_py()
        matches |= {
            f"{day} 1:00 PM" if half else day for day in pc.unique(dates).to_pylist() if day
        }
    return sorted(matches)


def date_order(*columns: pd.Series) -> str | None:
    """The one order of day and month in all moments of an export."""
    return dates.date_order(days_of(*columns))[0]


def text_part(main: Field, wording: str, cells: pd.Series) -> Field:
    """The open part (``Other``) of a question, as a text question of the same block."""
    return Field(
        f"{main.question_id}_text",
        wording,
        cells,
        "text",
        main.block or main.question_id,
        main.stem or main.wording,
    )


def spread(main: Field, choices: _multi_select.Choices) -> list[Field]:
    """A column of lists as one field an option, and a text field for what was written."""
    column = encode(main.cells)
    block, stem = main.block or main.question_id, main.stem or main.wording
    options = list(choices.options)
    if choices.written and "Other" not in options:
        options.append("Other")
    matches = []
    for option in options:
        ticks = [
            option
            if option in choices.ticked.get(label, ())
            or (option == "Other" and label in choices.written)
            else ""
            for label in column.labels
        ]
        matches.append(
            replace(
                main,
                kind="multi",
                option=option,
                block=block,
                stem=stem,
                cells=_decoded(column, ticks, main.cells.index),
            )
        )
    if choices.written:
        texts = [choices.written.get(label, "") for label in column.labels]
        matches.append(text_part(main, "Other", _decoded(column, texts, main.cells.index)))
    return matches


def spread_ranks(main: Field, items: Sequence[str], separator: str = ";") -> list[Field]:
    """A column of ordered lists as one field an item; the answer is its place."""
    column = encode(main.cells)
    rows = [[part.strip() for part in label.split(separator)] for label in column.labels]
    return [
        replace(
            main,
            kind="rank",
            option=item,
            cells=_decoded(column, [str(row.index(item) + 1) for row in rows], main.cells.index),
        )
        for item in items
    ]


def _decoded(column: Coded, texts: Sequence[str], index: pd.Index) -> pd.Series:
    """A column whose distinct answers were replaced."""
    pool = pa.array([*texts, ""], type=pa.large_string())
    places = np.where(column.codes < 0, len(texts), column.codes)
    return pd.Series(pd.array(pool.take(pa.array(places)), dtype="str"), index=index)
