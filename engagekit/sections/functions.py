"""The functions of `engagekit.sections`, made from the records of the registry.

Each measures, words and returns a `Section`; what cannot be measured is the sentence that says so.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engagekit.errors import (
    DataError,
    NotMeasuredError,
    StatisticsError,
    UsageError,
    error_text,
    require_one_of,
)
from engagekit.facts import coverage, facts_of
from engagekit.facts.surveys import survey_of
from engagekit.locale.missing import missing_words
from engagekit.measures import _frame, basis, registry
from engagekit.measures.engine import HEADS
from engagekit.measures.named_questions import WAVES
from engagekit.presentation.section import Section
from engagekit.sections import choices
from engagekit.sections.registry import (
    ANY,
    QUESTIONS,
    REQUIRED,
    Option,
    Question,
    Request,
    call_of,
    computed,
)
from engagekit.settings.periods import During, Period, quarter_of
from engagekit.settings.question_bank import LIBRARY
from engagekit.tables.tables import Tables

DURING = Option(
    "during",
    "str | Period | None",
    "A quarter, a fiscal year or a range; default: the last complete quarter that the data cover.",
)
BRIEF = Option("brief", "bool", "Whether it stands in the brief as well.", False)
_POSITION, _KEYWORD = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY


def section(
    question: Question, tables: Tables, during: During, options: Mapping[str, Any]
) -> Section:
    """Return the section that answers a question; without its sheet the sentence that says so.

    ``options``: the arguments of the call beside those two; the others have their defaults.
    """
    own = [option for option in question.options if not option.chooses]
    options = {option.name: options.get(option.name, option.default) for option in own}
    request, missing = _answered(question, Request(tables, options=options), during)
    locale, targets = request.locale, _targets(request)
    figure, figure_args = _figure(question, request, missing, has_target=bool(targets))
    sentence = computed(question.sentence, request)
    settings = {**for_display(tables), **_survey_period(request)}
    if targets:
        settings["targets"] = targets
    return Section(
        name=computed(question.name, request) or question.id,
        title=computed(question.title, request) or locale.say(f"section.{question.id}"),
        frame=request.frame,
        kind=question.kind,
        figure=figure,
        figure_args=figure_args,
        sentence=question.id if sentence == "" else sentence or None,
        sentence_args={} if missing else computed(question.sentence_args, request),
        note=_note(question, request, missing),
        audience=computed(question.audience, request),
        choices={} if missing else _choices(question, request, targets),
        period=as_mapping(question.span(request) if question.span else request.period),
        settings=settings,
        missing=missing,
    )


def _answered(question: Question, request: Request, during: During) -> tuple[Request, str]:
    """The request with its period, frame and facts; or why it could not be measured."""
    try:
        request = replace(request, period=_period(request.tables, during))
        return _measured(question, request), ""
    except NotMeasuredError as error:
        missing = missing_words(error, request.locale.language)
        return replace(request, frame=_frame.measure_frame([])), missing


def _period(tables: Tables, during: During) -> Period | None:
    """The period asked for; None where no record has a date, as in many a survey kept by hand."""
    try:
        return coverage.asked_period(tables, during)
    except NotMeasuredError as error:
        if error.key != "no_dates":
            raise
        return None


def _measured(question: Question, request: Request) -> Request:
    """The request with its answer; what the survey of a question cannot carry is not measured."""
    tables, period = request.tables, request.period
    try:
        if question.wave:
            survey = WAVES[question.wave](tables, period, request.options["survey"])
            request = replace(request, options={**request.options, "survey": survey.id})
        if question.answer:
            answer = question.answer(request)
        else:
            assert question.measure is not None
            answer = question.measure(tables, during=period, **request.options)
    except (DataError, StatisticsError) as error:
        if not question.wave or isinstance(error, NotMeasuredError):
            raise
        text = str(error)
        raise NotMeasuredError(f"Not measured: {text[0].lower()}{text[1:]}") from error
    frame, facts = answer if isinstance(answer, tuple) else (answer, {})
    return replace(request, frame=frame, facts=facts)


def _figure(
    question: Question, request: Request, missing: str, *, has_target: bool
) -> tuple[str | None, dict[str, Any]]:
    """The figure of a section with its arguments; without an answer what hangs on none of it."""
    stated = question.figure_args
    if missing:
        parts = stated.items() if isinstance(stated, Mapping) else ()
        return None, {
            name: part
            for name, part in parts
            if not callable(part) and not isinstance(part, Mapping)
        }
    figure, args = computed(question.figure, request), computed(stated, request)
    if figure and question.kind == "measure":
        args = {**args, "k": request.k}
    drawn = request.frame
    if args.get("measure") is not None:
        drawn = drawn[drawn["measure"] == args["measure"]]
    if figure == "bars" and len(drawn) == 1 and not has_target:
        figure = None  # nothing stands beside that bar, and the sentence says as much
    if figure == "trend" and (events := _events(request)):
        args = {**args, "events": events}
    return figure, args


def _events(request: Request) -> list[list[str]]:
    """The changes of money of everybody that lie on the time axis, by the quarter they begin."""
    start = request.settings.organisation.fiscal_start
    say, day, language = request.locale.say, request.locale.day, request.locale.language
    changes = (change for change in request.settings.money.changes if not change.department)
    return [
        [
            quarter_of(one.on, start).label,
            say("report.choice", name=day(one.on), value=one.words(language)),
        ]
        for one in changes
    ]


def _choices(question: Question, request: Request, targets: Mapping[str, float]) -> dict[str, str]:
    """The choices that the answer rests on, in words; last the targets."""
    locale, frame, used = request.locale, request.frame, choices.together(request, question.choices)
    if locale.say("choice.library_out") in used and not facts_of(request.tables).library_is_known:
        used |= choices.choice(request, "library_out", "library_in_is")
    if "department" in frame.columns and len(frame):
        used |= choices.stated(request, "groups")
    if "period" in frame.columns and _frame.is_measure_frame(frame) and len(frame):
        used |= choices.stated(request, "year")
    for name, target in targets.items():
        unit = str(frame.loc[frame["measure"] == name, "unit"].iloc[0])
        label = locale.say("choice.target", measure=locale.name_of(name))
        used[label] = locale.number(target, unit)
    return used


def _note(question: Question, request: Request, missing: str) -> str:
    """The caveat of a question, and that head counts stand in for the staff list where they do."""
    if missing and question.wave:
        return ""  # a caveat on a survey that is not there
    note, say = question.note, request.locale.say
    text = note(request) if callable(note) else say(f"note.{note}") if note else ""
    is_of_heads = bool(basis.have(request.frame, HEADS).any())
    return " ".join(filter(None, (text, say("note.heads") if is_of_heads else "")))


def _targets(request: Request) -> dict[str, float]:
    """The targets of the settings for the measures of a frame, by their names in it.

    ``response rate`` stands for ``response rate (AAPOR RR2)`` as well.
    """
    supplied, frame = request.settings.targets, request.frame
    if not supplied or not _frame.is_measure_frame(frame):
        return {}
    names = {str(name): str(name).partition(" (")[0] for name in frame["measure"].unique()}
    present = {name: supplied.get(name, supplied.get(short)) for name, short in names.items()}
    return {name: value for name, value in present.items() if value is not None}


def _survey_period(request: Request) -> dict[str, str]:
    """The quarter of the survey that a frame tells of: the same survey may be told again later."""
    frame = request.frame
    if "measure" not in frame.columns or not (registry.kinds(frame) == "survey").any():
        return {}
    survey = survey_of(request.tables, request.period, request.options.get("survey"))
    return {"survey_period": survey.label}


def as_mapping(period: Period | None) -> dict[str, str]:
    """Return a period as a bundle carries it."""
    if period is None:
        return {}
    return {"label": period.label, "start": period.start.isoformat(), "end": period.end.isoformat()}


def for_display(tables: Tables) -> dict[str, Any]:
    """Return what the display and the report need of the settings."""
    settings = tables.settings
    called, language = settings.organisation.library, settings.report.language
    return {
        "k": settings.disclosure.k,
        "language": language,
        "territory": settings.report.country,
        "currency": settings.organisation.currency,
        "fiscal_start": settings.organisation.fiscal_start,
        "organisation": settings.organisation.name,
        "library": tables.locale.value(LIBRARY["en"]) if called in LIBRARY.values() else called,
        "paper": settings.report.paper,
        "colour": settings.report.colour,
        "attention_colour": settings.report.attention_colour,
        **({"scope": dict(tables.scope)} if tables.scope else {}),
    }


def function_of(question: Question) -> Callable[..., Section]:
    """Return the function of a question, with its signature and its documentation.

    Returns
    -------
    callable
        Of tables, ``during`` and the options of the question; returns a `Section`.
    """
    signature = signature_of(question)

    def ask(*args: Any, **kwargs: Any) -> Section:
        if "language" in kwargs:
            raise UsageError(error_text("functions.language", name=question.id))
        bound = signature.bind(*args, **kwargs)
        tables: Tables = bound.arguments.pop("tables")
        during = bound.arguments.pop("during", None)
        brief = bool(bound.arguments.pop("brief", False))
        asked, options = chosen(question, bound.arguments)
        return replace(section(asked, tables, during, options), brief=brief)

    ask.__name__ = ask.__qualname__ = question.id
    ask.__module__ = "engagekit.sections"
    ask.__doc__ = documentation(question)
    ask.__signature__ = signature  # type: ignore[attr-defined]
    return ask


def chosen(question: Question, options: Mapping[str, Any]) -> tuple[Question, dict[str, Any]]:
    """Return the question that the arguments of a function choose, and its own options.

    Raises
    ------
    UsageError
        If an argument chooses no question, or one that does not take all of the others.
    """
    given = {name: value for name, value in options.items() if value is not None}
    others = [other for other in QUESTIONS.values() if other.of == question.id]
    for other in others:
        if all(_fits(given.get(name), value) for name, value in other.given.items()):
            return other, _rest(other, given)
    for option in question.options:
        if option.chooses and option.name in given:
            word = str(given[option.name])
            known = [str(other.given.get(option.name, "")) for other in others]
            text = f"sections.{question.id} has no {option.name}='{word}'."
            require_one_of(word, [*filter(None, known)], text)
    return question, dict(options)


def _rest(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that a question takes itself; it may lack or refuse one."""
    rest = {name: value for name, value in given.items() if question.given.get(name, ANY) == ANY}
    try:
        signature_of(question).bind(None, **rest)
    except TypeError as error:
        raise UsageError(f"{call_of(question)}: {error}.") from error
    return rest


def _fits(value: Any, needed: Any) -> bool:
    return value is not None if needed == ANY else value == needed


def signature_of(question: Question) -> inspect.Signature:
    """Return the signature of a question's function."""
    tables = inspect.Parameter("tables", _POSITION, annotation="Tables")
    parameters = [
        inspect.Parameter(
            option.name,
            _KEYWORD,
            default=inspect.Parameter.empty if option.default is REQUIRED else option.default,
            annotation=option.kind,
        )
        for option in arguments(question)
    ]
    return inspect.Signature([tables, *parameters], return_annotation="Section")


def arguments(question: Question) -> list[Option]:
    """Return the arguments of a function behind the tables: needed ones first."""
    options = sorted(question.options, key=lambda one: one.default is not REQUIRED)
    needed = [one for one in options if one.default is REQUIRED]
    return [*needed, DURING, *options[len(needed) :], BRIEF]


DOCUMENTATION = """{question.summary}
{details}
Parameters
----------
tables : Tables
    As `engagekit.load` gives them.
{parameters}

Returns
-------
Section
    {kind}{drawn}{seen}; where it cannot be measured, the sentence that says so.

Raises
------
PeriodError
    If ``during`` is no period.
UsageError
    If another option names what is not there.

Examples
--------
>>> type(ek.{call}, during="FY2026-27 Q2"))
<class 'engagekit.presentation.section.Section'>
"""


def documentation(question: Question) -> str:
    """Return the docstring of a question's function, as numpydoc has it."""
    parameters = []
    for option in arguments(question):
        kind = option.kind.removesuffix(" | None").replace(" | ", " or ")
        ending = "" if option.default is REQUIRED else ", optional"
        parameters.append(f"{option.name} : {kind}{ending}\n    {option.text}")
    return DOCUMENTATION.format(
        question=question,
        details=f"\n{question.details}\n" if question.details else "",
        parameters="\n".join(parameters),
        kind="A listing" if question.kind == "listing" else "A measure frame",
        drawn=f", drawn as ``{question.figure}``" if isinstance(question.figure, str) else "",
        seen=", for the library alone" if question.audience == "private" else "",
        call=call_of(question)[:-1],
    )
