"""LimeSurvey: headers as text, code, or both; `N/A` where a question was not displayed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._column import recoded
from engagekit.readers.survey._form import Form, open_form, own_columns, seen_below_titles
from engagekit.readers.survey._survey_builder import Field, choice, slug, unique
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
_SUB = re.compile(r"^(?P<stem>.*?)\s*(?P<sub>(?:\[[^\[\]]*\])+)$", re.DOTALL)
_CODE = re.compile(r"^(?P<code>[A-Za-z]\w*)(?:\[(?P<item>\w+)\])?\.\s+(?P<text>\S.*)$", re.DOTALL)
_NO_DATE = r"^(?:1980-0?1-0?1|0?1[-/.]0?1[-/.]1980)\b"
_BARE = re.compile(r"^[A-Za-z]\w*$")
_CODE_TIME = re.compile(r"^[a-z]\w*time$")
"""Seconds on one question, only where the tool took down those of the whole interview too."""


@dataclass(frozen=True)
class _Column:
    """One answer column: place, code (or empty), wording of the question, sub-question."""

    place: int
    code: str
    stem: str
    sub: str
    item: str


def recognise(export: Export) -> Recognition | None:
    """Recognise the tool's own columns; else its sub-questions in brackets, or its codes."""
    return seen_below_titles(export, _seen_in)


def _seen_in(sheet: Sheet) -> Recognition | None:
    words, header = words_of("limesurvey.columns"), _bare(sheet.row(0))
    names = {folded(cell) for cell in header}
    own = {role for role in words if names & words[role]} - {"metadata", "personal"}
    if {"submitted", "language"} <= own or ("last_page" in own and len(own) >= 3):
        why = "Last page, Start language, Date submitted are there"
        return Recognition(why, sheet=sheet.name)
    if len(header) < COLUMNS or folded(header[0]) not in words["id"] | {""}:
        return None
    later = [cell for cell in header[1:] if cell]
    subs = sum(_SUB.match(cell) is not None for cell in later) / max(len(later), 1)
    codes = sum(_CODE.match(cell) is not None for cell in later) / max(len(later), 1)
    if codes < CODED and not (subs >= BRACKETED and _has_hidden(sheet)):
        return None
    style = "code. question" if codes >= CODED else "question [sub-question]"
    sure = folded(header[0]) in words["id"] - {"id"} and subs >= BRACKETED
    return Recognition(f"headers are written as '{style}'", sure, sheet=sheet.name)


def _hidden(cells: pd.Series) -> pd.Series:
    """Return the rows in which a question was not displayed."""
    return cells.isin(vocabulary.words("limesurvey.answers")["not_shown"])


def _has_hidden(sheet: Sheet) -> bool:
    """Return whether `N/A` stands in many columns (questions that were not displayed)."""
    head = sheet.cells.iloc[1:200]
    marked = sum(bool(_hidden(head[column]).any()) for column in head.columns)
    return marked >= HIDDEN_COLUMNS * sheet.width


def read(export: Export) -> Reading:
    """Read one row a response; not displayed and not answered stay apart."""
    form = open_form(export, recognise(export))
    form = replace(form, names=_bare(form.names))
    own = _own(form)
    places, dropped = form.questions(own)
    fields = _fields(form, places)
    answers = form.answers(fields, own, dropped)
    submitted = answers.submitted
    if submitted is None:
        return form.reading(answers)
    answered = pd.Series(False, index=submitted.index)
    for item in fields:
        answered |= (item.cells != "") & (True if item.shown is None else item.shown)
    status = form.constant("break_off").mask(answered, "partial").mask(submitted != "", "complete")
    no_date = submitted.str.contains(_NO_DATE, regex=True)
    return form.reading(replace(answers, status=status, submitted=submitted.mask(no_date, "")))


def _bare(names: Sequence[str]) -> list[str]:
    """Return headers, of the tool's own columns one part alone: ``id. Response ID`` is ``id``."""
    own, result = set().union(*words_of("limesurvey.columns").values()), list(names)
    for at, code in enumerate(map(_CODE.match, names)):
        if code and folded(code["code"]) in own:
            result[at] = code["code"]
        elif code and pattern("limesurvey.wordings.time").match(folded(code["text"])):
            result[at] = code["text"]
    return result


def _own(form: Form) -> dict[int, str]:
    """Return the tool's own columns."""
    own = own_columns(form.names, words_of("limesurvey.columns"))
    names = [folded(name) for name in form.names]
    timed = "interviewtime" in names
    for at, name in enumerate(names):
        time = pattern("limesurvey.wordings.time").match(name)
        if at not in own and (time or (timed and _CODE_TIME.match(name))):
            own[at] = "metadata"
    if "id" not in own.values() and names and not names[0] and form.cells[0].is_unique:
        own[0] = "id"
    return own


def _fields(form: Form, places: Sequence[int]) -> list[Field]:
    """Return questions in order: neighbours of one code and stem are parts of one question."""
    groups: list[list[_Column]] = []
    for item in (_column(at, form.name(at)) for at in places):
        last = groups[-1] if groups else []
        same = bool(last) and (last[-1].code, last[-1].stem) == (item.code, item.stem)
        if same and item.sub and item.sub not in {part.sub for part in last}:
            last.append(item)
        else:
            groups.append([item])
    first = [group[0] for group in groups]
    keys = unique(
        item.code or (item.stem if _BARE.match(item.stem) else slug(item.stem)) for item in first
    )
    return [
        field
        for key, group in zip(keys, groups, strict=True)
        for field in _question(key, group, form)
    ]


def _column(place: int, name: str) -> _Column:
    """Return code, question and sub-question of one header."""
    code = _CODE.match(name)
    text = code["text"] if code else name
    sub = _SUB.match(text)
    stem = (sub["stem"] if sub else text).strip()
    part = re.sub(r"\]\s*\[", " ", sub["sub"])[1:-1].strip() if sub else ""
    if not stem and sub:
        stem, part = text, ""
    item = (code["item"] or "") if code else ""
    return _Column(place, code["code"] if code else "", stem, part, item)


def _question(key: str, group: list[_Column], form: Form) -> list[Field]:
    """Return one question: single, open, several choices, ranking or matrix, with its open part."""
    stem, cells = group[0].stem, form.cells
    other, comment = (pattern(f"limesurvey.wordings.{name}") for name in ("other", "comment"))
    others = [item for item in group if other.match(folded(item.sub))]
    open_parts = [item for item in group if item in others or comment.search(folded(item.sub))]
    main = [item for item in group if item not in open_parts]
    rank = pattern("limesurvey.wordings.rank")
    if main and all(rank.match(folded(item.sub)) for item in main):
        fields = _ranking(key, stem, [cells[item.place] for item in main])
    elif main and main[0].sub and all(_is_yes_no(cells[item.place]) for item in main):
        fields = [_tick(key, stem, item.sub, cells[item.place]) for item in main]
        shown = _any_shown(fields)
        fields += [choice(key, stem, item.sub, cells[item.place], shown) for item in others]
    else:
        fields = [
            _shown(Field(name, item.sub or stem, cells[item.place], "", key, stem))
            for name, item in zip(_item_ids(key, main), main, strict=True)
        ]
    ids, shown = unique(f"{key}_{slug(item.sub)}_text" for item in open_parts), _any_shown(fields)
    return fields + [
        Field(name, item.sub, cells[item.place], "text", key, stem, shown=shown)
        for name, item in zip(ids, open_parts, strict=True)
    ]


def _item_ids(key: str, main: list[_Column]) -> list[str]:
    """Return ids of the items of a question: their codes where those differ, else their words."""
    codes = [item.item or (item.sub if _BARE.match(item.stem) else "") for item in main]
    if all(codes) and len(set(codes)) == len(codes):
        return [f"{key}_{code}" for code in codes]
    return unique(f"{key}_{slug(item.sub)}" if item.sub else key for item in main)


def _is_yes_no(cells: pd.Series) -> bool:
    """Return whether a column says yes and no (or was never displayed)."""
    words = words_of("limesurvey.answers")
    labels = pd.Series(cells.unique()[:20], dtype="str")
    labels = labels[(labels != "") & ~_hidden(labels)]
    return set(labels.map(folded)) <= words["yes"] | words["no"]


def _tick(key: str, stem: str, option: str, cells: pd.Series) -> Field:
    """Return one option: not empty where it was chosen."""
    yes, hidden = words_of("limesurvey.answers")["yes"], _hidden(cells)
    ticked = recoded(cells, lambda label: label if folded(label) in yes else "")
    return choice(key, stem, option, ticked, ~hidden if bool(hidden.any()) else None)


def _any_shown(fields: list[Field]) -> pd.Series | None:
    """Return the rows in which any part of a question was displayed; None: all rows."""
    shown = [item.shown for item in fields if item.shown is not None]
    return pd.concat(shown, axis=1).any(axis=1) if 0 < len(fields) == len(shown) else None


def _shown(item: Field) -> Field:
    """Return a question without the rows in which it was not displayed."""
    hidden = _hidden(item.cells)
    if not hidden.any():
        return item
    return replace(item, cells=item.cells.mask(hidden, ""), shown=~hidden)


def _ranking(key: str, stem: str, places: list[pd.Series]) -> list[Field]:
    """Return a field an item from a column a place; the answer is its place."""
    items = pd.concat(places, ignore_index=True)
    fields = []
    for item in items[(items != "") & ~_hidden(items)].unique():
        rank = pd.Series("", index=places[0].index, dtype="str")
        for place, cells in enumerate(places, start=1):
            rank = rank.mask(cells == item, str(place))
        fields.append(choice(key, stem, item, rank, kind="rank"))
    return fields or [Field(key, stem, places[0], "text", key, stem)]
