"""What a person has confirmed of the questions of a survey, put on its answers.

Nothing is read from the answers that happen to occur: a question is what a mapping, the settings or
the question bank says, or what the export itself holds (a column an option). Where nobody has said
it, the survey does not count.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

import pandas as pd

from engagekit.errors import ExportError, error_text, pasted, shorten, some
from engagekit.files.source_file import Export
from engagekit.mapping.mapping_file import Mapping as MappingFile
from engagekit.mapping.mapping_file import Question, Scale, read_mapping
from engagekit.mapping.mapping_files import all_files, candidates, refuse_several
from engagekit.mapping.scale_levels import answer_key, levels_of, scale_of, twice
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey import _question_bank
from engagekit.readers.survey._column import labels_of, recoded
from engagekit.readers.survey._scales import TOP_POINT, is_no_opinion
from engagekit.readers.survey._survey_builder import Answers, Field, slug
from engagekit.readers.survey._survey_tables import tables_of
from engagekit.readers.survey._words import folded
from engagekit.settings.survey import Survey
from engagekit.tables.problems import QUESTION, Problem, problem_of

COVERED = 0.5
"""Share of the questions that must be confirmed for the rest to be left out with a word: a new wave
asks some more, another survey shares the questions on who answers."""
GROUPS = ("department", "role_level")
SIGNS = (";#", ";", r"\|", "\n", ",", " / ")
"""What stands between two ticks of one cell where nobody has said it."""
_PLACE = re.compile(r"^(\d{1,2})(?:\D.*)?$", re.DOTALL)
_OTHER = re.compile(r"(?:other|autre|andere|sonstige|otr[oa])")


class UnconfirmedError(ExportError):
    """A survey of whose questions nobody has said what they are: it is listed, not counted."""


@dataclass
class _Said:
    """The fields as confirmed, who answered, and what is to be told."""

    fields: list[Field] = field(default_factory=list)
    groups: dict[str, pd.Series] = field(default_factory=dict)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def survey_tables(reading: Reading, export: Export, survey: Survey | None = None) -> Reading:
    """Return a reading of answers as the four survey tables.

    ``survey``: of the settings, whose scales and kinds are said by a person too.

    Raises
    ------
    UnconfirmedError
        If nobody has said what most of the questions are.
    """
    answers: Answers = reading.answers
    form = answers.form or _form_of(answers, export)
    answers = with_said(answers, export, form, survey or Survey())
    sheet = next(one for one in export.sheets if one.name == answers.sheet)
    return tables_of(answers, export, sheet, reading)


def _form_of(answers: Answers, export: Export) -> MappingFile | None:
    """Return the confirmed form that knows most of the questions; None where none knows any."""
    forms = [mapping for mapping in candidates(export) if mapping.layout]
    _, best = knowing([one.key for one in answers.fields if not one.kind], forms)
    if len({repr((one.questions, one.scales)) for one in best}) > 1:
        refuse_several(export, best)
    return best[0] if best else None


def knowing(keys: Iterable[str], forms: Sequence[MappingFile]) -> tuple[int, list[MappingFile]]:
    """Return how many of some questions a confirmed form knows at most, and the forms that do."""
    wanted = {*map(folded, keys)}
    known = [len(wanted & {*map(folded, form.questions)}) for form in forms]
    most = max(known, default=0)
    return most, [form for form, n in zip(forms, known, strict=True) if n == most > 0]


def overall(place: Path) -> list[str]:
    """Return what is confirmed as the question on satisfaction all in all, each form's."""
    texts = [read_mapping(file).overall for file in all_files(place)]
    return [text for text in texts if text]


def with_said(
    answers: Answers, export: Export, form: MappingFile | None, survey: Survey
) -> Answers:
    """Return answers with kind and scale of each question, those that nobody has said left out."""
    said, unknown = _Said(), dict[str, None]()
    known = dict[str, None]()
    for item in answers.fields:
        item = replace(item, cells=recoded(item.cells, _words_of(item, survey)))
        question, scale = _question_of(item, form, survey)
        if question is None or not question.kind:
            unknown[item.key] = None
            continue
        known[item.key] = None
        _put(said, item, question, scale, export)
    _refuse(export, answers, [*known], [*unknown])
    said.dropped += [(key, "a question that nobody has confirmed") for key in unknown]
    if unknown:
        listed = some([f"'{shorten(key)}'" for key in unknown], 5)
        slots = {"questions": listed, "path": pasted(export.path)}
        problem = problem_of("confirmed_questions.new", export.file, QUESTION, **slots)
        said.problems.append(problem)
    return replace(
        answers,
        fields=_together(said.fields, survey),
        dropped=[*answers.dropped, *said.dropped],
        problems=[*answers.problems, *said.problems],
        **{name: said.groups.get(name, getattr(answers, name)) for name in GROUPS},
    )


def _refuse(export: Export, answers: Answers, known: Sequence[str], unknown: Sequence[str]) -> None:
    """Raise where most of the questions are not confirmed."""
    n = len(known) + len(unknown)
    if unknown and len(known) < COVERED * n:
        slots = {
            "file": export.file,
            "n": len(unknown),
            "path": pasted(export.path),
            "rows": len(answers.ids),
        }
        listed = some([f"'{shorten(one, 40)}'" for one in unknown], 3)
        raise UnconfirmedError(error_text("confirmed_questions.waiting", questions=listed, **slots))


def _question_of(
    item: Field, form: MappingFile | None, survey: Survey
) -> tuple[Question | None, Scale]:
    """Return what is said of a question, and its scale: by the export, a person, or the bank."""
    for name, declared in survey.scales.items() if not item.option else ():
        if any(_fits(item, pattern) for pattern in declared.questions):
            stated = Scale(answers=declared.answers, no_opinion=declared.no_opinion)
            return Question(kind="scale", scale=name), stated
    for pattern, kind in survey.kinds.items():
        if _fits(item, pattern):
            return Question(kind=kind, option=item.option), Scale()
    if item.kind:
        return Question(kind=item.kind, option=item.option), Scale()
    if form is not None:
        by_key = {folded(key): question for key, question in form.questions.items()}
        if found := next((by_key[one] for one in _names(item) if one in by_key), None):
            answers = scale_of(found, form.scales)
            if not found.kind and levels_of(answers):
                found = found.model_copy(update={"kind": "scale"})
            return found, answers
    return _of_the_bank(item)


def _of_the_bank(item: Field) -> tuple[Question | None, Scale]:
    """Return what the question bank says of a question in its words, answered in its words."""
    asked = _question_bank.item_of(item)
    if asked is None:
        return None, Scale()
    kind = "scale" if asked.kind == "matrix" else asked.kind
    if asked.id in GROUPS:
        return Question(kind=asked.id), Scale()
    levels = tuple(" / ".join(each) for each in zip(*asked.options.values(), strict=True))
    if kind == "scale":
        return Question(kind=kind, scale=asked.scale), Scale(answers=levels)
    options = _question_bank.options_in(asked, item) if kind == "multi" else ()
    return Question(kind=kind, options=options), Scale()


def folded_pattern(pattern: str) -> str:
    """Return a pattern for comparing with folded texts; its stars stay.

    Examples
    --------
    >>> folded_pattern("How satisfied*?"), folded_pattern("rate-the-desk")
    ('how satisfied*', 'rate the desk')
    """
    return "*".join(folded(part) for part in pattern.split("*"))


def _names(item: Field) -> list[str]:
    """Return by what a question may be named, for comparing."""
    names = (item.header, item.stem, item.wording, item.question_id)
    return [folded(name) for name in names if name]


def _fits(item: Field, pattern: str) -> bool:
    return any(fnmatchcase(name, folded_pattern(pattern)) for name in _names(item))


def _words_of(item: Field, survey: Survey) -> dict[str, str]:
    """Return the answers to a question that the settings let count as another."""
    chosen = [words for pattern, words in survey.answers.items() if _fits(item, pattern)]
    return {answer: word for words in chosen for answer, word in words.items()}


def _together(fields: Sequence[Field], survey: Survey) -> list[Field]:
    """Return fields with each option in the word that it counts as; a tick in either is one."""
    result: dict[tuple[str, str] | int, Field] = {}
    for at, item in enumerate(fields):
        words = _words_of(item, survey) if item.option else {}
        option = words.get(item.option, item.option)
        key: tuple[str, str] | int = (item.question_id, option) if words else at
        if first := result.get(key):
            item = replace(item, cells=first.cells.where(first.cells != "", item.cells))
        result[key] = replace(item, option=option)
    return [*result.values()]


def _put(said: _Said, item: Field, question: Question, scale: Scale, export: Export) -> None:
    """Add one question as it is said."""
    kind = question.kind
    if kind in GROUPS:
        said.groups[str(kind)] = item.cells
        said.fields.append(replace(item, kind="single"))
    elif kind == "ignored":
        said.dropped.append((item.wording, "left out, as a person has said"))
    elif kind == "multi" and not item.option and not question.option:
        said.fields += _ticked(item, question, export, said.problems)
    elif kind == "rank" and not item.option:
        said.fields += _ranked(item, question)
    elif kind in ("scale", "net_promoter") and item.scores is None:
        said.fields.append(_scored(item, question, scale, export, said.problems))
    else:
        said.fields.append(replace(_worded(item, scale), kind=str(kind)))


def _worded(item: Field, scale: Scale) -> Field:
    """Return a question with what its codes stand for."""
    if not scale.labels:
        return item
    words = {answer_key(code): label for code, label in scale.labels.items()}
    texts = {label: words.get(answer_key(label), label) for label in labels_of(item.cells)}
    return replace(item, cells=recoded(item.cells, texts))


def _scored(
    item: Field, question: Question, scale: Scale, export: Export, problems: list[Problem]
) -> Field:
    """Return a rating with the score of each answer; answers that are not on its scale are told."""
    labels = labels_of(item.cells)
    if doubled := twice(scale):
        at, slots = (export.file, QUESTION), {"name": question.scale, "one": shorten(doubled, 20)}
        problems.append(problem_of("confirmed_questions.twice", *at, **slots))
        scale = Scale()
    if question.kind == "net_promoter" and not scale.answers and not scale.scores:
        scale = Scale(scores={str(point): point for point in range(TOP_POINT + 1)})
        points, scale_id = float(TOP_POINT), "recommend-0-10"
    else:
        points = max(levels_of(scale).values(), default=0.0)
        name = slug(question.scale or item.question_id)
        says = re.search(rf"-{points:g}(?:-|$)", name)  # the name says its points already
        scale_id = (name if says else f"{name}-{points:g}") if points else ""
    levels, none = levels_of(scale), {*map(answer_key, scale.no_opinion)}
    scores = {one: levels[answer_key(one)] for one in labels if answer_key(one) in levels}
    strange = [
        one
        for one in labels
        if one not in scores and answer_key(one) not in none and not is_no_opinion(one)
    ]
    if strange and points:
        count = int(item.cells.isin(strange).sum())
        listed = some([f"'{shorten(one, 20)}'" for one in strange])
        where = (export.file, QUESTION, shorten(item.wording))
        problem = problem_of("confirmed_questions.strange", *where, count=count, listed=listed)
        problems.append(problem)
    item = replace(
        item,
        kind=str(question.kind),
        scale_id=scale_id,
        scores=scores if points else None,
        points=points or None,
    )
    words = {answer_key(code): label for code, label in scale.labels.items()}
    if not words:
        return item
    named = {label: words.get(answer_key(label), label) for label in labels}
    return replace(
        _worded(item, scale), scores={named[label]: score for label, score in scores.items()}
    )


def ticks_in(cell: str, options: Sequence[str], sign: str) -> tuple[tuple[str, ...], str]:
    """Return the options that a cell holds, and what else was written there.

    An option may hold the sign between two ticks itself: the longest is looked for first.

    Examples
    --------
    >>> ticks_in("MA, MS or PhD, Desk, by post", ["Desk", "MA, MS or PhD"], ",")
    (('Desk', 'MA, MS or PhD'), 'by post')
    """
    rest, ticked = cell, set()
    for option in sorted(options, key=len, reverse=True):
        alone = rf"(?:^|(?<={sign}))\s*{re.escape(option)}\s*(?={sign}|$)"
        if re.search(alone, rest):
            rest = re.sub(alone, "", rest)
            ticked.add(option)
    written = "; ".join(part.strip() for part in re.split(sign, rest) if part.strip())
    return tuple(one for one in options if one in ticked), written


def _ticked(
    item: Field, question: Question, export: Export, problems: list[Problem]
) -> list[Field]:
    """Return a column of lists as a field an option, and one of text for what was written."""
    labels = labels_of(item.cells)
    sign = re.escape(question.separator.strip(" ")) if question.separator else ""
    options = list(question.options or item.offered)
    options = options or _parts(labels, sign or "|".join(SIGNS))
    found = {label: _ticks(label, options, sign) for label in labels}
    written = {label: text for label, (_, text) in found.items()}
    if any(written.values()) and "Other" not in options:
        options.append("Other")
        if question.options and not any(_OTHER.match(folded(one)) for one in question.options):
            strange = [one for one in dict.fromkeys(written.values()) if one]
            slots = {
                "n": len(strange),
                "listed": some([f"'{shorten(one, 20)}'" for one in strange]),
            }
            where = (export.file, QUESTION, shorten(item.wording))
            problems.append(problem_of("confirmed_questions.options", *where, **slots))
    main = replace(
        item, kind="multi", block=item.block or item.question_id, stem=item.stem or item.wording
    )
    fields = []
    for option in options:
        texts = {
            label: option if option in ticked or (option == "Other" and text) else ""
            for label, (ticked, text) in found.items()
        }
        fields.append(replace(main, option=option, cells=recoded(item.cells, texts)))
    if any(written.values()):
        cells, name = recoded(item.cells, written), f"{item.question_id}_text"
        fields.append(Field(name, "Other", cells, "text", main.block, main.stem))
    return fields


def _ticks(label: str, options: Sequence[str], sign: str) -> tuple[tuple[str, ...], str]:
    """Return the ticks of a cell by the sign that is said, else by that which leaves least."""
    tried = [ticks_in(label, options, one) for one in ([sign] if sign else SIGNS)]
    return min(tried, key=lambda one: len(one[1]))


def _parts(labels: Sequence[str], sign: str) -> list[str]:
    """Return every part of some cells, in the order in which they first stand."""
    parts = (part.strip() for label in labels for part in re.split(sign, label))
    return [*dict.fromkeys(part for part in parts if part)]


def _ranked(item: Field, question: Question) -> list[Field]:
    """Return the place of each option, where one cell holds them all in their order; or of one."""
    if not question.options:
        cells = item.cells.str.strip().str.replace(_PLACE, r"\1", regex=True)
        block, stem = item.block or item.question_id, item.stem or item.wording
        return [
            replace(
                item, question_id=block, wording=stem, option=item.wording, kind="rank",
                block=block, cells=cells,
            )
        ]  # fmt: skip
    sign = re.escape(question.separator.strip(" ") or ";")
    ranked = {
        label: [part.strip() for part in re.split(sign, label)] for label in labels_of(item.cells)
    }
    block, stem = item.question_id, item.wording
    fields = []
    for option in question.options:
        places = {
            label: str(row.index(option) + 1) if option in row else ""
            for label, row in ranked.items()
        }
        cells = recoded(item.cells, places)
        fields.append(
            replace(item, kind="rank", option=option, cells=cells, block=block, stem=stem)
        )
    return fields
