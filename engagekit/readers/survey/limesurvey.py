"""LimeSurvey: headers as text, code, or both; `N/A` where a question was not displayed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._column import labels_of
from engagekit.readers.survey._form import (
    Form,
    open_form,
    own_columns,
    reading_of,
    seen_below_titles,
)  # fmt: skip
from engagekit.readers.survey._survey_builder import Field, block, choice, named, slug, unique
from engagekit.readers.survey._words import folded, pattern, words_of

TOOL = "LimeSurvey"
TABLES = _survey_builder.TABLES
COLUMNS = 6
"""Columns from which the manner of writing shows the tool: brackets may stand in a small table."""
CODED = 0.8
"""Share of headers as ``code. question``; the tool writes every question so, but not its own."""
BRACKETED = 0.3
"""Share of headers as ``question [part]``: a survey of single questions has few of them."""
HIDDEN_COLUMNS = 0.1
"""Share of columns with ``N/A``, which the tool writes under conditions and other tools do not."""
_HEADER = re.compile(
    r"^(?:(?P<code>[A-Za-z]\w*)(?:\[(?P<item>\w+)\])?\.\s+(?=\S))?"
    r"(?P<stem>.*?)\s*(?P<sub>(?:\[[^\[\]]*\])*)$",
    re.DOTALL,
)
"""``code[item]. question [part]``: code and part are there or not."""
_NO_DATE = r"^(?:1980-0?1-0?1|0?1[-/.]0?1[-/.]1980)\b"
_BARE = re.compile(r"^[A-Za-z]\w*$")
_CODE_TIME = re.compile(r"^[a-z]\w*time$")
"""Seconds on one question, only where the tool took down those of the whole interview too."""


@dataclass
class _Question:
    """A question and its columns by what stands in brackets behind it."""

    code: str
    stem: str
    parts: dict[str, Field] = field(default_factory=dict)


def recognise(export: Export) -> Recognition | None:
    """Recognise the tool's own columns; else its sub-questions in brackets, or its codes."""
    return seen_below_titles(export, _seen_in)


def _seen_in(sheet: Sheet) -> Recognition | None:
    names = sheet.row(0)
    roles = {*own_columns(_codes(names), words_of("limesurvey.columns")).values()}
    own = roles - {"metadata", "personal"}
    if {"submitted", "language"} <= own or ("last_page" in own and len(own) >= 3):
        why = "Last page, Start language, Date submitted are there"
        return Recognition(why, sheet=sheet.name)
    ids = words_of("limesurvey.columns")["id"]
    if len(names) < COLUMNS or folded(names[0]) not in ids | {""}:
        return None
    later = [_parsed(name) for name in names[1:] if name]
    subs = sum(sub != "" for *_, sub in later) / max(len(later), 1)
    codes = sum(code != "" for code, *_ in later) / max(len(later), 1)
    if codes < CODED and not (subs >= BRACKETED and _has_hidden(sheet)):
        return None
    style = "code. question" if codes >= CODED else "question [sub-question]"
    sure = folded(names[0]) in ids - {"id"} and subs >= BRACKETED
    return Recognition(f"headers are written as '{style}'", sure, sheet=sheet.name)


def _parsed(header: str) -> tuple[str, str, str, str]:
    """Return code, item, question, and what stands in brackets behind it.

    Examples
    --------
    >>> _parsed("Q2[SQ1]. Rate [Desk]"), _parsed("Why?"), _parsed("[Desk]")
    (('Q2', 'SQ1', 'Rate', 'Desk'), ('', '', 'Why?', ''), ('', '', '[Desk]', ''))
    """
    code, item, stem, sub = _HEADER.findall(header)[0]
    if not stem:
        return code, item, sub, ""
    return code, item, stem, re.sub(r"\]\s*\[", " ", sub)[1:-1].strip()


def _codes(names: Sequence[str]) -> list[str]:
    """Return the code of each header, the header itself where it has none."""
    return [_parsed(name)[0] or name for name in names]


def _hidden(cells: pd.Series) -> pd.Series:
    """Return the rows in which a question was not displayed."""
    return cells.isin(vocabulary.words("limesurvey.answers")["not_shown"])


def _has_hidden(sheet: Sheet) -> bool:
    """Return whether `N/A` stands in many columns (questions that were not displayed)."""
    hidden = sheet.cells.iloc[1:200].apply(_hidden).any()
    return int(hidden.sum()) >= HIDDEN_COLUMNS * sheet.width


def read(export: Export) -> Reading:
    """Read one row a response; not displayed and not answered stay apart."""
    form = open_form(export, recognise(export))
    own = _own(form)
    places, dropped = form.questions(own)
    fields = _fields(form, places)
    answers = form.answers(fields, own, dropped)
    if answers.submitted is None:
        return reading_of(answers)
    complete = answers.submitted != ""
    no_date = answers.submitted.str.contains(_NO_DATE, regex=True)
    submitted = answers.submitted.mask(no_date, "")
    return reading_of(replace(answers, complete=complete, submitted=submitted))


def _own(form: Form) -> dict[int, str]:
    """Return the tool's own columns."""
    codes = _codes(form.names)
    own = own_columns(codes, words_of("limesurvey.columns"))
    is_timed = "interviewtime" in map(folded, codes)
    for at, name in enumerate(form.names):
        code, _, text, _ = _parsed(name)
        is_time = pattern("limesurvey.wordings.time").match(folded(text))
        if is_time or (is_timed and _CODE_TIME.match(folded(code or name))):
            own.setdefault(at, "metadata")
    if "id" not in own.values() and not form.names[0] and form.cells[0].is_unique:
        own[0] = "id"
    return own


def _fields(form: Form, places: Sequence[int]) -> list[Field]:
    """Return questions in order: neighbours of one code and stem are parts of one question."""
    questions: list[_Question] = []
    for at in places:
        code, item, stem, sub = _parsed(form.name(at))
        last = questions[-1] if questions else _Question("", "")
        if (last.code, last.stem) != (code, stem) or sub in ("", *last.parts):
            questions.append(_Question(code, stem))
        hidden = _hidden(form.cells[at])
        questions[-1].parts[sub] = Field(
            item or (sub if _BARE.match(stem) else ""),
            sub,
            form.cells[at].mask(hidden, ""),
            shown=~hidden if hidden.any() else None,
        )
    stems = [one.stem if _BARE.match(one.stem) else slug(one.stem) for one in questions]
    keys = unique(one.code or stem for one, stem in zip(questions, stems, strict=True))
    return [
        part
        for key, one in zip(keys, questions, strict=True)
        for part in _columns(key, one.stem, [*one.parts.values()])
    ]


def _columns(key: str, stem: str, parts: list[Field]) -> list[Field]:
    """Return one question: single, open, several choices, ranking or matrix, with its open part."""
    other, comment, rank = (
        pattern(f"limesurvey.wordings.{name}") for name in ("other", "comment", "rank")
    )
    others = [part for part in parts if other.match(folded(part.wording))]
    written = [part for part in parts if part in others or comment.search(folded(part.wording))]
    main = [part for part in parts if part not in written]
    words, shown = words_of("limesurvey.answers"), _any_shown(main)
    is_ticked = all(_answers(part) <= words["yes"] | words["no"] for part in main)
    if main and all(rank.match(folded(part.wording)) for part in main):
        fields = _ranking(key, stem, [part.cells for part in main])
    elif main and main[0].wording and is_ticked:
        ticked = [*map(_ticked, main)]
        ticked += [replace(part, shown=shown) for part in others]
        fields = block(key, stem, ticked, ticked=True)
    else:
        codes = [part.question_id for part in main]
        if not all(codes) or len({*codes}) < len(codes):
            codes = [slug(part.wording) if part.wording else "" for part in main]
        ids = (f"{key}_{code}".rstrip("_") for code in codes)
        fields = block(key, stem, named(main, ids))
    texts = named(written, (f"{key}_{slug(part.wording)}_text" for part in written))
    return fields + block(key, stem, [], [replace(part, shown=shown) for part in texts])


def _answers(part: Field) -> set[str]:
    return {*map(folded, labels_of(part.cells))}


def _ticked(part: Field) -> Field:
    yes = part.cells.map(folded).isin(words_of("limesurvey.answers")["yes"])
    return replace(part, cells=part.cells.where(yes, ""))


def _any_shown(fields: list[Field]) -> pd.Series | None:
    """Return the rows in which any part of a question was displayed; None: all rows."""
    shown = [part.shown for part in fields if part.shown is not None]
    return pd.concat(shown, axis=1).any(axis=1) if 0 < len(fields) == len(shown) else None


def _ranking(key: str, stem: str, places: list[pd.Series]) -> list[Field]:
    """Return a field an item from a column a place; the answer is its place."""
    fields = []
    for item in labels_of(pd.concat(places)):
        rank = pd.Series("", index=places[0].index, dtype="str")
        for place, cells in enumerate(places, start=1):
            rank = rank.mask(cells == item, str(place))
        fields.append(replace(choice(key, stem, item, rank), kind="rank"))
    return fields or [Field(key, stem, places[0], "text", key, stem)]
