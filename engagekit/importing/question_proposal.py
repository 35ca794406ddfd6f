"""The table of questions of a survey: proposed by plain rules, corrected by a person.

Nothing of it counts by itself. What is confirmed is a record with ``[questions]`` and ``[scales]``:
of the export of a survey tool by the wordings, of any other sheet by the headers.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from engagekit.errors import ExportError, UsageError, require_one_of
from engagekit.files.source_file import Export
from engagekit.importing.kinds import NONE
from engagekit.mapping.mapping_file import Mapping as MappingFile
from engagekit.parsing import dates
from engagekit.readers.registry import all_readers
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Recognition
from engagekit.readers.survey._form import open_form, own_columns
from engagekit.readers.survey._personal_columns import is_personal
from engagekit.readers.survey._scales import is_no_opinion, match
from engagekit.readers.survey._survey_builder import Answers, Field
from engagekit.readers.survey._words import folded, pattern, words_of
from engagekit.settings.money import Part
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
FEW_ANSWERS, SHORT = 10, 40
"""With fewer answers that recur or not, letters up to which each is proposed as a choice."""
TIMES = 2
"""Times that each answer is given on the mean, from which one choice is proposed."""
_OF_QUIZ = re.compile(
    r"^(?:points|feedback|commentaires|punkte)\s+[-–]\s|\[(?:Score|Feedback)\]$", re.I
)
"""What a quiz writes beside a question."""


@dataclass(frozen=True)
class Proposal:
    """The questions of a survey, as they are proposed or as a person has corrected them.

    Attributes
    ----------
    record : dict
        What would be confirmed: ``layout`` (the survey tool; none of any other sheet), ``columns``,
        ``questions``, ``scales``, ``overall``.
    counts : dict of str to dict
        Of each question its answers and how often each was given, the commonest first.
    kinds : dict of str to str
        The kind of each question; also of those whose kind the export itself says (a column an
        option), which are not in the record.
    """

    record: Mapping[str, Any]
    counts: Mapping[str, Mapping[str, int]]
    kinds: Mapping[str, str]

    def as_before(self, form: MappingFile) -> "Proposal":
        """Return the proposal with what was confirmed of the same questions before."""
        raw, kinds = deepcopy(dict(self.record)), {**self.kinds}
        for name in raw["scales"].keys() & form.scales.keys():
            if tuple(raw["scales"][name]["answers"]) != form.scales[name].answers:
                other = raw["scales"].pop(name)
                raw["scales"][f"{name}-{len(raw['scales']) + 2}"] = other
                for question in raw["questions"].values():
                    if question.get("scale") == name:
                        question["scale"] = [*raw["scales"]][-1]
        known = {folded(key): one for key, one in form.questions.items() if one.kind}
        for key in raw["questions"].keys() & self.kinds.keys():
            if one := known.get(folded(key)):
                raw["questions"][key] = _as_written(one)
                kinds[key] = str(one.kind)
        raw["scales"] |= {name: _as_written(scale) for name, scale in form.scales.items()}
        same = [key for key in raw["questions"] if folded(key) == folded(form.overall)]
        raw["overall"] = same[0] if same else "" if not form.overall else raw["overall"]
        return replace(self, record=raw, kinds=kinds)

    def corrected(self, said: Mapping[str, Any]) -> "Proposal":
        """Return the proposal with what a person says of scales, questions and satisfaction.

        Raises
        ------
        UsageError
            If there is no such question or kind, or a rating has no scale.
        """
        raw, kinds = deepcopy(dict(self.record)), {**self.kinds}
        for name, answers in said.get("scales", {}).items():
            raw["scales"].setdefault(name, {})["answers"] = list(answers)
        for key, kind in said.get("questions", {}).items():
            require_one_of(kind, KINDS, f"No question is a '{kind}'.")
            require_one_of(key, raw["questions"], f"The survey has no question '{key}'.")
            question = raw["questions"][key]
            if kind == "scale" and "scale" not in question:
                raise UsageError(
                    f"'{key}' is a rating: say its scale. There are {[*raw['scales']]}."
                )
            if kind != "scale":
                question.pop("scale", None)
            question["kind"] = kinds[key] = kind
        used = {question.get("scale") for question in raw["questions"].values()}
        raw["scales"] = {name: one for name, one in raw["scales"].items() if name in used}
        overall = said.get("overall", raw["overall"])
        raw["overall"] = "" if overall == NONE else overall
        return replace(self, record=raw, kinds=kinds)


def _as_written(part: Part) -> dict[str, Any]:
    return part.model_dump(mode="json", exclude_defaults=True)


def beside(raw: Mapping[str, Any], form: MappingFile) -> dict[str, Any]:
    """Return what is confirmed of a survey with the questions of an earlier one that it lacks."""
    theirs = {folded(key) for key in raw["questions"]}
    others = {key: one for key, one in form.questions.items() if folded(key) not in theirs}
    used = {one.scale for one in others.values()}
    scales = {name: _as_written(one) for name, one in form.scales.items() if name in used}
    overall = form.overall if form.overall in others else ""
    return {
        **raw,
        "questions": {**{key: _as_written(one) for key, one in others.items()}, **raw["questions"]},
        "scales": {**scales, **raw["scales"]},
        "overall": raw["overall"] or overall,
    }


def propose(export: Export, *, sheet: str = "", header_row: int = 1) -> Proposal:
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
    return table_of(answers, tool, columns)


def table_of(answers: Answers, tool: str, columns: Mapping[str, str] | None = None) -> Proposal:
    """Return the proposal for the answers that a tool's reader has read."""
    blocks: dict[str, list[Field]] = {}
    for one in answers.fields:
        blocks.setdefault(one.key, []).append(one)
    scales: dict[str, Any] = {}
    counts = {key: _counts(_main(fields)) for key, fields in blocks.items()}
    said = {
        key: _question(key, _main(fields), counts[key], scales) for key, fields in blocks.items()
    }
    record = {
        "layout": tool,
        "overall": _overall([key for key, one in said.items() if one["kind"] == "scale"]),
        "columns": dict(columns or {}),
        "questions": {key: one for key, one in said.items() if not _main(blocks[key])[0].kind},
        "scales": scales,
    }
    return Proposal(record, counts, {key: one["kind"] for key, one in said.items()})


def _main(fields: Sequence[Field]) -> Sequence[Field]:
    """Return the fields of a question without the words written beside its options."""
    return [one for one in fields if one.kind != "text"] or fields


def _counts(fields: Sequence[Field]) -> dict[str, int]:
    """Return the answers to a question and how often each was given, the commonest first."""
    cells = pd.concat([one.cells for one in fields], ignore_index=True).str.strip()
    counts = cells[cells != ""].value_counts()
    return {str(label): int(count) for label, count in counts.items()}


def _overall(rated: Sequence[str]) -> str:
    """Return the likeliest question on satisfaction all in all; empty where several could be it."""
    satisfied = [key for key in rated if re.search(SATISFIED, key.casefold())]
    whole = [key for key in rated if re.search(OVERALL, key.casefold())]
    both = [key for key in satisfied if key in whole][:1]
    likely = both or [*satisfied, *whole]
    return likely[0] if len(likely) == 1 else ""


def _answers(export: Export, sheet: str, header_row: int) -> tuple[str, Answers, dict[str, str]]:
    """Return the tool of a survey, its questions, and headers that say who answered and when."""
    readers = [one for one in all_readers().values() if "responses" in one.TABLES]
    seen = [(one, match) for one in readers if (match := one.recognise(export))]
    for reader, _ in sorted(seen, key=lambda pair: not pair[1].certain):
        answers = reader.read(export).answers
        if answers is not None:
            return reader.TOOL, answers, {}
    form = open_form(export, Recognition("", header_row=header_row, sheet=sheet))
    roles = own_columns(form.names, words_of("survey_forms.paper.columns"))
    roles |= {at: "submitted" for at, name in enumerate(form.names) if _is_moment(name)}
    places = [at for at in range(len(form.names)) if at not in roles]
    fields = [Field(form.name(at), form.name(at), form.cells[at]) for at in places]
    fields = [one for one in fields if (one.cells != "").any()]
    field_of = {"id": "respondent_id", "submitted": "submitted_at"}
    columns = {field_of[role]: form.name(at) for at, role in roles.items()}
    return "", form.answers(fields, roles), columns


def _is_moment(header: str) -> bool:
    tools = (f"survey_forms.{tool}.columns" for tool in vocabulary.tables("survey_forms"))
    return any(folded(header) in words_of(tool)["submitted"] for tool in tools)


def _question(
    key: str, fields: Sequence[Field], answers: Mapping[str, int], scales: dict[str, Any]
) -> dict[str, Any]:
    """Return the proposal for one question or block; its scale is put among ``scales``."""
    words = folded(key)

    def says(*names: str) -> bool:
        return any(pattern(f"wordings.{name}").search(words) for name in names)

    if fields[0].kind:
        return {"kind": fields[0].kind}
    if is_personal(key) or words in words_of("survey_tools")["sure"] or _OF_QUIZ.search(key):
        return {"kind": "ignored"}
    for group in ("department", "role_level"):
        if pattern(f"wordings.wordings.{group}").match(words):
            return {"kind": group}
    opinions = [label for label in answers if not is_no_opinion(label)]
    points = _points(opinions)
    if points and says("words.recommend"):
        return {"kind": "net_promoter"}
    if says("words.quantity") and not says("words.points"):
        points = ()
    offered = [label for one in fields for label in one.offered]
    name, levels = match([*opinions, *offered]) or (f"points_{len(points)}", points)
    if levels:
        apart = [label for label in answers if label not in opinions]
        return {"kind": "scale", "scale": _named(name, levels, apart, scales)}
    if opinions and all(re.fullmatch(r"-?\d+(?:[.,]\d+)?", label) for label in opinions):
        return {"kind": "number"}
    if ticks := _ticks(answers, several=says("words.several")):
        return {"kind": "multi", "options": list(ticks[1]), "separator": ticks[0]}
    if opinions and dates.moments(pd.Series(opinions, dtype="str")).values.notna().all():
        return {"kind": "date"}
    given = sum(answers.values())
    few = given < FEW_ANSWERS and max(map(len, answers), default=0) <= SHORT
    recurs = len(answers) <= MOST_CHOICES and given >= TIMES * len(answers)
    is_choice = answers and (few or recurs) and not says("words.open")
    return {"kind": "single" if is_choice else "text"}


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


def _named(
    wanted: str, levels: Sequence[str], no_opinion: Iterable[str], scales: dict[str, Any]
) -> str:
    """Return the name of a scale, of one with the same answers if there is one."""
    same = [name for name, other in scales.items() if other["answers"] == [*levels]]
    name = wanted if wanted not in scales else f"{wanted}-{len(scales) + 1}"
    name = same[0] if same else name
    scale = scales.setdefault(name, {"answers": [*levels]})
    if apart := [*dict.fromkeys([*scale.get("no_opinion", ()), *no_opinion])]:
        scale["no_opinion"] = apart
    return name


def _ticks(answers: Mapping[str, int], *, several: bool) -> tuple[str, tuple[str, ...]] | None:
    """Return separator and options of cells that may hold several ticks: parts that recur.

    A comma stands inside many an answer: it parts them where the question allows ``several``.
    """
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
