"""A first proposal for the table of questions of a survey: plain rules, shown and never counted."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export
from engagekit.importing.question_table import Asked, QuestionTable, Scale
from engagekit.parsing import dates
from engagekit.readers.registry import all_readers
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Recognition
from engagekit.readers.survey._form import open_form, own_columns
from engagekit.readers.survey._personal_columns import is_personal
from engagekit.readers.survey._scales import is_no_opinion, match
from engagekit.readers.survey._survey_builder import Answers, Field
from engagekit.readers.survey._words import folded, pattern, words_of
from engagekit.settings.question_bank import OVERALL, SATISFIED

MOST_POINTS = 11
"""Points of a scale in numbers at most: more different numbers are counts, years or ages."""
MOST_CHOICES = 30
"""Different answers up to which one choice is proposed; more are words of one's own."""
SEPARATORS = (";", "\n", "|", ", ")
"""What may stand between two ticks of one cell, in the order in which they are tried."""
FEW_ANSWERS, SHORT = 10, 40
"""With fewer answers that recur or not, letters up to which each is proposed as a choice."""
TIMES = 2
"""Times that each answer is given on the mean, from which one choice is proposed."""
_OF_QUIZ = re.compile(
    r"^(?:points|feedback|commentaires|punkte)\s+[-–]\s|\[(?:Score|Feedback)\]$", re.I
)
"""What a quiz writes beside a question."""
SHOWN = 12
"""Answers of a text that are handed on to be shown."""


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
    if not answers.fields:
        raise ExportError(f"{export.file} holds no question that anybody answered.")
    return replace(table_of(answers, tool), columns=columns)


def table_of(answers: Answers, tool: str) -> QuestionTable:
    """Return the proposal for the answers that a tool's reader has read."""
    blocks: dict[str, list[Field]] = {}
    for one in answers.fields:
        blocks.setdefault(one.key, []).append(one)
    scales: dict[str, Scale] = {}
    asked = tuple(asked_of(key, fields, scales) for key, fields in blocks.items())
    rated = (one.key for one in asked if one.kind == "scale")
    overall = next((key for key in rated if _is_overall(key)), "")
    return QuestionTable(tool, asked, scales, overall=overall)


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
    tools = (f"{tool}.columns" for tool in vocabulary.tables("survey_forms"))
    return any(folded(header) in words_of(tool)["submitted"] for tool in tools)


def asked_of(key: str, fields: Sequence[Field], scales: dict[str, Scale]) -> Asked:
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
    if is_personal(key) or folded(key) in _of_tools() or _OF_QUIZ.search(key):
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
    words = folded(key)
    is_counted = pattern("wordings.words.quantity").search(words)
    if is_counted and not pattern("wordings.words.points").search(words):
        points = ()
    listed = match([*opinions, *offered]) or (f"points_{len(points)}", points)
    if listed[1]:
        name = _named(listed[0], Scale(listed[1], apart), scales)
        return replace(asked, kind="scale", scale=name)
    if opinions and all(re.fullmatch(r"-?\d+(?:[.,]\d+)?", label) for label in opinions):
        return replace(asked, kind="number")
    if ticks := _ticks(answers, key):
        return replace(asked, kind="multi", separator=ticks[0], options=ticks[1])
    if opinions and dates.moments(pd.Series(opinions, dtype="str")).values.notna().all():
        return replace(asked, kind="date", counts=_few(answers))
    if pattern("wordings.words.open").search(folded(key)):
        return replace(asked, counts=_few(answers))
    given = sum(answers.values())
    few = given < FEW_ANSWERS and max(map(len, answers), default=0) <= SHORT
    if answers and (few or (len(answers) <= MOST_CHOICES and given >= TIMES * len(answers))):
        return replace(asked, kind="single")
    return replace(asked, counts=_few(answers))


def _few(answers: Mapping[str, int]) -> dict[str, int]:
    return dict(list(answers.items())[:SHOWN])


def _of_tools() -> frozenset[str]:
    return words_of("survey_tools")["sure"]


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


def _named(wanted: str, scale: Scale, scales: dict[str, Scale]) -> str:
    """Return the name of a scale, of one with the same answers if there is one."""
    for name, other in scales.items():
        if other.answers == scale.answers:
            scales[name] = replace(
                other, no_opinion=(*dict.fromkeys((*other.no_opinion, *scale.no_opinion)),)
            )
            return name
    name = wanted if wanted not in scales else f"{wanted}-{len(scales) + 1}"
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
            ticked = dict.fromkeys(one.strip() for one in label.split(separator))
            parts.update({one: count for one in ticked if one})
        is_list = any(separator in label.strip(separator) for label in answers)
        is_sure = all(label.endswith(separator) for label in answers)  # as a tool writes lists
        options = tuple(one for one, count in parts.items() if count > 1 or is_sure)
        if is_list and 1 < len(options) <= MOST_CHOICES and 2 * len(options) >= len(parts):
            return separator, options
    return None
