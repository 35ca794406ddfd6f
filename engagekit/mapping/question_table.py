"""The table of questions of a survey: proposed by plain rules, confirmed by a person, kept as TOML.

A proposal is shown and never counted. What is confirmed is a mapping with ``[questions]`` and
``[scales]``: of the export of a survey tool by the wordings, of any other sheet by the headers.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import tomlkit

from engagekit.errors import ExportError, UsageError, require_one_of
from engagekit.files.source_file import Export
from engagekit.mapping.mapping_file import Mapping as MappingFile
from engagekit.mapping.mapping_file import make_mapping
from engagekit.parsing import dates
from engagekit.readers.registry import all_readers
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Recognition
from engagekit.readers.survey._form import open_form, own_columns
from engagekit.readers.survey._personal_columns import is_personal
from engagekit.readers.survey._survey_builder import Answers, Field
from engagekit.readers.survey._words import folded, pattern, words_of
from engagekit.settings.question_bank import OVERALL, SATISFIED

KINDS = {
    "scale": "a rating, from the worst to the best answer",
    "net_promoter": "how likely people are to recommend, 0 to 10",
    "single": "one choice",
    "multi": "several choices",
    "rank": "an order of preference",
    "number": "a number",
    "date": "a day",
    "text": "words of one's own",
    "department": "the department of whoever answers",
    "role_level": "the level of whoever answers",
    "ignored": "nothing: who answered, or the tool's own",
}
"""What a question may be, each with its words."""
MOST_POINTS = 11
"""Points of a scale in numbers at most: more different numbers are counts, years or ages."""
MOST_CHOICES = 30
"""Different answers up to which one choice is proposed; more are words of one's own."""
SEPARATORS = (";", "\n", "|", ", ")
"""What may stand between two ticks of one cell, in the order in which they are tried."""
TIMES = 2
"""Times that each answer is given on the mean, from which one choice is proposed."""
SHOWN = 12
"""Answers of a text that are handed on to be shown."""


@dataclass(frozen=True)
class Scale:
    """One scale: its answers from the worst to the best, and those that are no opinion."""

    answers: tuple[str, ...]
    no_opinion: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One question of a survey, as it is proposed or as a person has said it.

    Attributes
    ----------
    key : str
        Header, wording, or stem of a block: by it the question is known in later files.
    kind : str
        One of `KINDS`.
    counts : dict of str to int
        Answers (cells, or ticked options) and how often each was given, the commonest first; of a
        text the first dozen.
    items : tuple of str
        Rows of a block that share kind and scale.
    scale : str
        Name of its scale in `QuestionTable.scales`; empty where it is no rating.
    options : tuple of str
        Of several choices in one cell: what could be ticked.
    separator : str
        What stands between two ticks of one cell.
    is_fixed : bool
        The export itself says the kind (a column an option); nothing is to be asked.
    """

    key: str
    kind: str
    counts: Mapping[str, int]
    items: tuple[str, ...] = ()
    scale: str = ""
    options: tuple[str, ...] = ()
    separator: str = ""
    is_fixed: bool = False


@dataclass(frozen=True)
class QuestionTable:
    """The questions of one survey, to be shown, changed and written.

    Attributes
    ----------
    tool : str
        Survey tool whose export it is; empty for any other sheet.
    columns : dict of str to str
        Of a sheet of no tool: ``respondent_id`` and ``submitted_at`` with their headers.
    questions : tuple of Asked
        In their order.
    scales : dict of str to Scale
        Each once, however many questions are answered on it.
    overall : str
        Key of the question on satisfaction all in all; empty for none.
    """

    tool: str
    questions: tuple[Asked, ...]
    scales: Mapping[str, Scale]
    columns: Mapping[str, str] = field(default_factory=dict)
    overall: str = ""

    def question(self, key: str) -> Asked:
        """Return a question by its key."""
        found = {one.key: one for one in self.questions}
        require_one_of(key, found, f"The survey has no question '{key}'.")
        return found[key]

    def with_question(self, key: str, kind: str, **said: Any) -> "QuestionTable":
        """Return the table with one question of another kind.

        Parameters
        ----------
        key : str
        kind : str
            One of `KINDS`.
        **said
            ``scale``, ``options`` or ``separator``, as `Asked` has them.
        """
        require_one_of(kind, KINDS, f"No question is a '{kind}'.")
        new = replace(self.question(key), kind=kind, **said)
        if kind != "scale":
            new = replace(new, scale="")
        elif not new.scale:
            raise UsageError(f"'{key}' is a rating: say its scale. There are {[*self.scales]}.")
        asked = tuple(new if one.key == key else one for one in self.questions)
        return replace(self, questions=asked)

    def with_scale(
        self, name: str, answers: Sequence[str], no_opinion: Sequence[str] = ()
    ) -> "QuestionTable":
        """Return the table with a scale: its answers from the worst to the best, all of them.

        Also those that nobody gave. ``name``: one that is there, or a new one.
        """
        scale = Scale(tuple(answers), tuple(no_opinion))
        return replace(self, scales={**self.scales, name: scale})

    def turned(self, name: str) -> "QuestionTable":
        """Return the table with the other end of a scale as the best."""
        scale = self.scales[name]
        return self.with_scale(name, scale.answers[::-1], scale.no_opinion)

    def record(self, name: str) -> dict[str, Any]:
        """Return what is confirmed as the nested dict of a mapping, called ``name``.

        Of a sheet of no tool ``columns``, ``questions`` and ``scales`` are all that it holds: where
        the table stands and the fingerprint of its headers are for whoever imports it.
        """
        used = {one.scale for one in self.questions}
        raw: dict[str, Any] = {"name": name, "table": "responses"}
        raw |= {"layout": self.tool} if self.tool else {}
        raw |= {"overall": self.overall} if self.overall else {}
        raw |= {"columns": dict(self.columns)} if self.columns else {}
        raw["questions"] = {one.key: _said(one) for one in self.questions if not one.is_fixed}
        raw["scales"] = {
            key: _listed(answers=scale.answers, no_opinion=scale.no_opinion)
            for key, scale in self.scales.items()
            if key in used
        }
        return raw

    def mapping(self, name: str = "survey") -> MappingFile:
        """Return what is confirmed as a mapping, for a preview with `mapping_files.trying`."""
        return make_mapping(self.record(name), name)


def _said(asked: Asked) -> dict[str, Any]:
    return _listed(
        kind=asked.kind, scale=asked.scale, options=asked.options, separator=asked.separator
    )


def _listed(**said: Any) -> dict[str, Any]:
    """Return what is not empty, tuples as lists."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in said.items()
        if value
    }


def write(table: QuestionTable, place: Path) -> Path:
    """Write what is confirmed of the export of a survey tool as TOML; return the file.

    ``place``: ``mappings/NAME.toml`` of the project. Of a sheet of no tool, `record` goes into the
    mapping of its columns.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    text = tomlkit.dumps(table.record(place.stem))
    head = "# What the questions of a survey are, as a person has confirmed it. Correct it here.\n"
    place.write_text(head + text, encoding="utf-8")
    return place


def propose(export: Export, *, sheet: str = "", header_row: int = 1) -> QuestionTable:
    """Propose the table of questions of a survey's export; nothing of it counts.

    Parameters
    ----------
    export : Export
        Of a survey tool, or any sheet with a row a respondent.
    sheet, header_row
        Where the table of a sheet of no tool stands.

    Raises
    ------
    ExportError
        If the export holds no answers.
    """
    tool, answers, columns = _answers(export, sheet, header_row)
    blocks: dict[str, list[Field]] = {}
    for one in answers.fields:
        blocks.setdefault(key_of(one), []).append(one)
    if not blocks:
        raise ExportError(f"{export.file} holds no question that anybody answered.")
    scales: dict[str, Scale] = {}
    asked = tuple(_asked(key, fields, scales) for key, fields in blocks.items())
    rated = (one.key for one in asked if one.kind == "scale")
    overall = next((key for key in rated if _is_overall(key)), "")
    return QuestionTable(tool, asked, scales, columns, overall)


def key_of(one: Field) -> str:
    """Return by what a question is known: the stem of its block, else its wording."""
    return one.stem or one.wording


def _is_overall(wording: str) -> bool:
    text = wording.casefold()
    return bool(re.search(OVERALL, text) and re.search(SATISFIED, text))


def _answers(export: Export, sheet: str, header_row: int) -> tuple[str, Answers, dict[str, str]]:
    """Return the tool of a survey, its questions, and headers that say who answered and when."""
    readers = [one for one in all_readers().values() if "responses" in one.TABLES]
    seen = [(one, match) for one in readers if (match := one.recognise(export))]
    for reader, _ in sorted(seen, key=lambda pair: not pair[1].certain):
        answers = reader.read(export).answers
        if answers is not None:
            return reader.TOOL, answers, {}
    form = open_form(export, Recognition("", header_row=header_row, sheet=sheet))
    roles = own_columns(form.names, words_of("paper.columns"))
    roles |= {at: "submitted" for at, name in enumerate(form.names) if _is_moment(name)}
    places = [at for at in range(len(form.names)) if at not in roles]
    fields = [Field(form.name(at), form.name(at), form.cells[at]) for at in places]
    fields = [one for one in fields if (one.cells != "").any()]
    field_of = {"id": "respondent_id", "submitted": "submitted_at"}
    columns = {field_of[role]: form.name(at) for at, role in roles.items()}
    return "", form.answers(fields, roles), columns


def _is_moment(header: str) -> bool:
    tools = ("google_forms.columns", "microsoft_forms.columns", "jotform.columns")
    names = [words_of(tool) for tool in tools]
    return any(folded(header) in one.get(role, ()) for one in names for role in _MOMENTS)


_MOMENTS = ("timestamp", "submitted")


def _asked(key: str, fields: Sequence[Field], scales: dict[str, Scale]) -> Asked:
    """Return the proposal for one question or block; its scale is put among ``scales``."""
    main = [one for one in fields if one.kind != "text"] or list(fields)
    cells = pd.concat([one.cells for one in main], ignore_index=True).str.strip()
    counts = cells[cells != ""].value_counts()
    answers = {str(label): int(count) for label, count in counts.items()}
    items = tuple(one.wording for one in main) if len(main) > 1 else ()
    if main[0].kind:
        options = {one.option: int((one.cells != "").sum()) for one in main if one.option}
        return Asked(key, main[0].kind, options or _few(answers), items, is_fixed=True)
    asked = Asked(key, "text", answers, items)
    if is_personal(key) or folded(key) in _of_tools():
        return replace(asked, kind="ignored", counts=_few(answers))
    for group in ("department", "role_level"):
        if pattern(f"wordings.wordings.{group}").match(folded(key)):
            return replace(asked, kind=group)
    opinions = [label for label in answers if not is_no_opinion(label)]
    apart = tuple(label for label in answers if label not in opinions)
    offered = [label for one in main for label in one.offered]
    points = _points(opinions)
    if points and pattern("wordings.words.recommend").search(folded(key)):
        return replace(asked, kind="net_promoter")
    order = _in_words([*opinions, *offered]) or points
    if order:
        return replace(asked, kind="scale", scale=_named(Scale(order, apart), scales))
    if opinions and all(re.fullmatch(r"-?\d+(?:[.,]\d+)?", label) for label in opinions):
        return replace(asked, kind="number")
    if ticks := _ticks(answers, key):
        return replace(asked, kind="multi", separator=ticks[0], options=ticks[1])
    if opinions and dates.moments(pd.Series(opinions, dtype="str")).values.notna().all():
        return replace(asked, kind="date", counts=_few(answers))
    if len(answers) <= MOST_CHOICES and sum(answers.values()) >= TIMES * len(answers):
        return replace(asked, kind="single")
    return replace(asked, counts=_few(answers))


def _few(answers: Mapping[str, int]) -> dict[str, int]:
    return dict(list(answers.items())[:SHOWN])


def _of_tools() -> frozenset[str]:
    return words_of("survey_tools")["sure"]


def is_no_opinion(answer: str) -> bool:
    """Return whether each part of an answer stands for no opinion, not applicable or unknown.

    Examples
    --------
    >>> is_no_opinion("No opinion / did not use"), is_no_opinion("N/A"), is_no_opinion("No")
    (True, True, False)
    """
    return {folded(answer)} <= no_opinion() or {*map(folded, answer.split("/"))} <= no_opinion()


@cache
def no_opinion() -> frozenset[str]:
    """Return answers (folded) that stand for no opinion, not applicable or unknown."""
    return frozenset(word for words in words_of("no_opinion").values() for word in words)


def _points(answers: Sequence[str]) -> tuple[str, ...]:
    """Return every point from 0 or 1 up to the highest that was given; none but of numbers.

    Examples
    --------
    >>> _points(["5", "2", "4"]), _points(["Good"]), _points(["12", "3"])
    (('1', '2', '3', '4', '5'), (), ())
    """
    if not answers or not all(re.fullmatch(r"\d{1,2}", label) for label in answers):
        return ()
    codes = sorted(map(int, answers))
    points = range(min(1, codes[0]), codes[-1] + 1)
    return tuple(map(str, points)) if 2 <= len(points) <= MOST_POINTS else ()


def _in_words(answers: Iterable[str]) -> tuple[str, ...]:
    """Return the answers of the first listed scale that has them all, from the worst to the best.

    As people chose them; of a level that nobody chose the scale's own words.

    Examples
    --------
    >>> _in_words(["Good", "Fair", "Excellent", "Poor"])
    ('Poor', 'Fair', 'Good', 'Very good', 'Excellent')
    """
    given = {folded(label): label for label in answers}
    for levels in vocabulary.words("scales").values():
        spellings = [[folded(one) for one in level.split(" / ")] for level in levels]
        if given.keys() <= {one for level in spellings for one in level} and len(given) > 1:
            seen = [[given[one] for one in level if one in given] for level in spellings]
            return tuple(
                " / ".join(chosen) or level[0].capitalize()
                for chosen, level in zip(seen, spellings, strict=True)
            )
    return ()


def _named(scale: Scale, scales: dict[str, Scale]) -> str:
    """Return the name of a scale, of one with the same answers if there is one."""
    for name, other in scales.items():
        if other.answers == scale.answers:
            scales[name] = replace(
                other, no_opinion=(*dict.fromkeys((*other.no_opinion, *scale.no_opinion)),)
            )
            return name
    name = f"scale_{len(scales) + 1}"
    scales[name] = scale
    return name


def _ticks(answers: Mapping[str, int], wording: str) -> tuple[str, tuple[str, ...]] | None:
    """Return separator and options of cells that may hold several ticks: parts that recur.

    A comma stands inside many an answer: it parts them where the question says that several may be.
    """
    several = pattern("wordings.words.several").search(folded(wording))
    for separator in SEPARATORS if several else SEPARATORS[:-1]:
        parts: Counter[str] = Counter()
        for label, count in answers.items():
            ticked = {one.strip() for one in label.split(separator)} - {""}
            parts.update(dict.fromkeys(ticked, count))
        is_list = any(separator in label.strip(separator) for label in answers)
        options = tuple(one for one, count in parts.most_common() if count > 1)
        if is_list and 1 < len(options) <= MOST_CHOICES and 2 * len(options) >= len(parts):
            return separator, options
    return None
