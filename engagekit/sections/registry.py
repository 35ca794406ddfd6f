"""The registry of questions: one record each, which sections, reports and documentation read.

What of a record is a text, a number or a name stands in questions.toml; what there was once, in
gone.toml.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from engagekit import measures
from engagekit.errors import UsageError, nearest
from engagekit.locale import Locale, missing
from engagekit.settings.periods import Period
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables
from engagekit.wording import RULES
from engagekit.wording.shapes import of_record

Answer = pd.DataFrame | tuple[pd.DataFrame, Mapping[str, Any]]
"""A frame; with facts beside it where its figure or sentence needs more than the frame says."""


@dataclass(frozen=True)
class Request:
    """What a question is asked of; once measured, with the frame and the facts beside it.

    Attributes
    ----------
    period : Period or None
        None until it is known, and where nothing in the data has a date.
    options : mapping
        The arguments of the call beside tables and period.
    frame : DataFrame
        What was measured; empty before, and where it could not be.
    facts : mapping
        What the measure found beside the frame.
    """

    tables: Tables
    period: Period | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The settings of the tables."""
        return self.tables.settings

    @property
    def locale(self) -> Locale:
        """The language and the currency of the tables."""
        return self.tables.locale

    @property
    def k(self) -> int:
        """The fewest people that a number may tell of."""
        return self.settings.disclosure.k

    @property
    def when(self) -> Period:
        """The period, once it is known; NotMeasuredError where nothing in the data has a date."""
        if self.period is None:
            raise missing.not_measured("no_dates")
        return self.period


Choice = str | Callable[[Request], Mapping[str, str]]
"""Choices used, name to value in words; a text names a function of `sections.choices`, or is one of
``choice.<text>`` that nothing moves."""
Computed = Callable[[Request], Any]


@dataclass(frozen=True)
class Option:
    """An argument of a section beside tables and period.

    Attributes
    ----------
    name, kind, text : str
        As the documentation has them; ``kind`` is the annotation.
    default : object
        ``REQUIRED`` where there is none.
    example : str
        What the documentation passes for one that has no default.
    chooses : bool
        It has no other use than to choose another question: see ``Question.of``.
    """

    name: str
    kind: str
    text: str
    default: Any = None
    example: str = ""
    chooses: bool = False


REQUIRED = object()
ANY = "*"


@dataclass(frozen=True)
class Question:
    """One question that a section answers.

    Attributes
    ----------
    id : str
        The name of its function and, unless ``name`` says otherwise, of its section; its title is
        the message ``section.<id>``.
    summary : str
        The first line of its documentation.
    measure : callable
        Of tables, ``during`` and the options; its frame is the answer, unless ``answer`` is given.
        Default: the one of `engagekit.measures` that bears the name ``id``.
    answer : callable, optional
        Frame, or frame and facts, of a `Request`.
    figure : str or None
        A shape of `engagekit.figures`.
    figure_args, sentence_args : mapping
        Arguments of the figure and the sentence; a callable is worked out from the `Request`, and
        so is what names one of `SOURCES`, as ``{setting = "walks.zone"}``; ``facts``: those that
        were found beside the frame.
    sentence : str or False
        A rule of `engagekit.wording`; default: the one of the id. False: none.
    kind : {"measure", "listing"}
    audience : {"board", "private"}
        Private: names people, or would tell what is hidden elsewhere.
    note : str or callable
        Message below ``note`` that stands under the figure, or its text.
    choices : tuple of Choice
        The choices printed with it.
    options : tuple of Option
    notebook : str
        Where the kit shows it.
    details : str
        More of its documentation.
    name, title : callable, optional
        Of a section whose name or title hangs on its options.
    wave : str
        Of a question to the last survey that asked something, a name of
        `measures.named_questions.WAVES`: what that survey cannot answer is not measured.
    span : callable, optional
        The period of a section whose numbers are of other days than those asked for.
    of, given : str, mapping
        The question whose function asks this one too, and with which arguments; ``ANY`` stands for
        whatever is given. The section keeps its own name.
    """

    id: str
    summary: str
    measure: Callable[..., pd.DataFrame] | None = None
    answer: Callable[[Request], Answer] | None = None
    figure: str | Computed | None = None
    figure_args: Mapping[str, Any] | Computed = field(default_factory=dict)
    sentence: str | bool | Computed | None = ""
    sentence_args: Mapping[str, Any] | str | Computed = field(default_factory=dict)
    kind: Literal["measure", "listing"] = "measure"
    audience: str | Computed = "board"
    note: str | Computed = ""
    choices: tuple[Choice, ...] = ()
    options: tuple[Option, ...] = ()
    notebook: str = ""
    details: str = ""
    name: str | Computed = ""
    title: str | Computed = ""
    wave: str = ""
    span: Computed | None = None
    of: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


_RECORDS = tomllib.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))
CHOICES: Mapping[str, Mapping[str, str]] = _RECORDS.pop("choices")
"""Choices whose words tell settings: the setting that stands in each slot; under ``is``, alone."""


def _option(key: str, is_required: bool = False, default: Any = None, **parts: Any) -> Option:
    default = REQUIRED if is_required else default
    return Option(parts.pop("name", key), default=() if default == [] else default, **parts)


def _question(id: str, notebook: str, known: Mapping[str, Option], **parts: Any) -> Question:
    """Return a record without what is computed."""
    options = tuple(known[key] for key in parts.pop("options", ()))
    if "says" in parts:
        RULES[id] = partial(of_record, parts=parts.pop("says"))
    measure = getattr(measures, parts.pop("metric", id), None)
    # or the module of that name
    measure = partial(measure, **parts.pop("asked", {})) if callable(measure) else None
    return Question(id, measure=measure, notebook=notebook, options=options, **parts)


OPTIONS = {name: _option(name, **parts) for name, parts in _RECORDS.pop("options").items()}
QUESTIONS = {
    id: _question(id, notebook, OPTIONS, **parts)
    for notebook, questions in _RECORDS.items()
    for id, parts in questions.items()
}
"""Every question by its id, in the order of the notebooks."""


def complete(name: str, /, **parts: Any) -> None:
    """Give a question what its record in questions.toml cannot hold: functions, and what they name.

    Parameters
    ----------
    name : str
        The id of the question.
    **parts
        Of `Question`. Arguments of its figure and its sentence come to those of the record.
    """
    question = QUESTIONS[name]
    for part in ("figure_args", "sentence_args"):
        stated = getattr(question, part)
        if isinstance(parts.get(part), Mapping) and isinstance(stated, Mapping):
            parts[part] = {**stated, **parts[part]}
    QUESTIONS[name] = replace(question, **parts)


SOURCES: Mapping[str, Callable[[Request, Any], Any]] = {
    "column": lambda request, path: [attrgetter(path)(request.settings)],
    "fact": lambda request, name: request.facts[name],
    "message": lambda request, key: request.locale.say(key),
    "option": lambda request, name: [request.options[name]],
    "setting": lambda request, path: attrgetter(path)(request.settings),
    "target": lambda request, measure: request.settings.targets.get(measure),
}


def computed(value: Any, request: Request) -> Any:
    """Return a part of a record; a callable is worked out, and what names a source is taken."""
    if value == "facts":
        return request.facts
    if isinstance(value, Mapping):
        return {name: _taken(part, request) for name, part in value.items()}
    return value(request) if callable(value) else value


def _taken(part: Any, request: Request) -> Any:
    if not isinstance(part, Mapping) or len(part) != 1 or not SOURCES.keys() >= part.keys():
        return computed(part, request)
    ((source, of),) = part.items()
    return SOURCES[source](request, of)


def functions() -> dict[str, Question]:
    """Return the questions that have a function of their own."""
    return {name: question for name, question in QUESTIONS.items() if not question.of}


def call_of(question: Question) -> str:
    """Return the call that asks a question, as documentation writes it.

    Examples
    --------
    >>> call_of(QUESTIONS["reach_over_time"])
    'sections.reach(tables, every="quarter")'
    """
    options = {option.name: option for option in question.options}
    needed = {name: one.example for name, one in options.items() if one.default is REQUIRED}
    given = {
        name: f'"{options[name].default if value == ANY else value}"'
        for name, value in question.given.items()
    }
    arguments = [f"{name}={value}" for name, value in {**given, **needed}.items()]
    return f"sections.{question.of or question.id}({', '.join(['tables', *arguments])})"


def no_section(name: str) -> Exception:
    """Return the error for a name that is no section; of one that is gone it says what to use.

    Parameters
    ----------
    name : str
        What was asked of `engagekit.sections`.
    """
    gone = tomllib.loads(Path(__file__).with_name("gone.toml").read_text("utf-8"))
    if name in QUESTIONS:
        return UsageError(gone["option"].format(name=name, call=call_of(QUESTIONS[name])))
    if name in gone:
        return UsageError(gone[name])
    guess = nearest(name, functions())
    hint = f" Did you mean '{guess}'?" if guess else ""
    return AttributeError(f"engagekit.sections has no '{name}'.{hint}")
