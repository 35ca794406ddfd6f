"""How a section comes about: measured, worded, and what stands there when it cannot be measured."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from engagekit.errors import DataError, EngagekitError, NotMeasuredError, StatisticsError
from engagekit.facts import coverage, facts_of
from engagekit.facts.surveys import survey_of
from engagekit.locale.missing import missing_words
from engagekit.measures import _frame, basis, registry
from engagekit.measures.engine import HEADS
from engagekit.presentation.section import Section
from engagekit.sections import choices
from engagekit.sections.registry import Question, Request, computed, is_fixed
from engagekit.settings.periods import During, Period, quarter_of
from engagekit.settings.question_bank import LIBRARY
from engagekit.tables.tables import Tables


def section(
    question: Question, tables: Tables, during: During, options: Mapping[str, Any]
) -> Section:
    """Return the section that answers a question; without its sheet the sentence that says so.

    ``options``: the arguments of the call beside those two; the others have their defaults.
    """
    own = [option for option in question.options if not option.chooses]
    options = {option.name: options.get(option.name, option.default) for option in own}
    request, missing = _answered(question, Request(tables, options=options), during)
    targets = _targets(request)
    figure = None if missing else computed(question.figure, request)
    figure_args = _fixed(question) if missing else computed(question.figure_args, request)
    if figure and question.kind == "measure":
        figure_args = {**figure_args, "k": request.k}
    measure, drawn = figure_args.get("measure"), request.frame
    drawn = drawn if measure is None else drawn[drawn["measure"] == measure]
    if figure == "bars" and len(drawn) == 1 and not targets:
        figure = None  # nothing stands beside that bar, and the sentence says as much
    if figure == "trend" and (events := _events(request)):
        figure_args = {**figure_args, "events": events}
    used = {} if missing else _choices(question, request)
    locale, frame = request.locale, request.frame
    for name, target in targets.items():
        unit = str(frame.loc[frame["measure"] == name, "unit"].iloc[0])
        label = locale.say("choice.target", measure=locale.name_of(name))
        used[label] = locale.number(target, unit)
    sentence = computed(question.sentence, request)
    return Section(
        name=question.name(request) if question.name else question.id,
        title=question.title(request) if question.title else locale.say(f"section.{question.id}"),
        frame=request.frame,
        kind=question.kind,
        figure=figure,
        figure_args=figure_args,
        sentence=question.id if sentence == "" else sentence,
        sentence_args={} if missing else computed(question.sentence_args, request),
        note=_note(question, request, missing),
        audience=computed(question.audience, request),
        choices=used,
        period=as_mapping(question.span(request) if question.span else request.period),
        settings={
            **for_display(tables),
            **_survey_period(question, request),
            **({"targets": targets} if targets else {}),
        },
        missing=missing,
    )


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


def _fixed(question: Question) -> dict[str, Any]:
    """The arguments of a figure that hang on nothing that was measured."""
    args = question.figure_args
    return {} if callable(args) else {name: arg for name, arg in args.items() if is_fixed(arg)}


def _answered(question: Question, request: Request, during: During) -> tuple[Request, str]:
    """The request with its period, frame and facts; or why it could not be measured."""
    try:
        request = replace(request, period=_period(request.tables, during))
        answer = _measured(question, request)
    except NotMeasuredError as error:
        return replace(request, frame=_frame.measure_frame([])), missing_words(
            error, request.locale.language
        )
    frame, facts = answer if isinstance(answer, tuple) else (answer, {})
    return replace(request, frame=frame, facts=facts), ""


def _period(tables: Tables, during: During) -> Period | None:
    """The period asked for; None where no record has a date, as in many a survey kept by hand."""
    try:
        return coverage.asked_period(tables, during)
    except NotMeasuredError as error:
        if error.key != "no_dates":
            raise
        return None


def _measured(question: Question, request: Request) -> Any:
    """The answer; what the survey of a question cannot carry is not measured."""
    options, tables, period = dict(request.options), request.tables, request.period
    try:
        if question.wave is not None:
            options["survey"] = question.wave(tables, period, options.get("survey")).id
        if question.answer:
            return question.answer(request)
        assert question.measure is not None
        return question.measure(tables, during=period, **options)
    except (DataError, StatisticsError) as error:
        if question.wave is None or isinstance(error, NotMeasuredError):
            raise
        text = str(error)
        raise NotMeasuredError(f"Not measured: {text[0].lower()}{text[1:]}") from error


def _choices(question: Question, request: Request) -> dict[str, str]:
    """The choices that the answer rests on, in words."""
    locale, frame, used = request.locale, request.frame, choices.together(request, question.choices)
    if locale.say("choice.library_out") in used and not facts_of(request.tables).library_is_known:
        used |= choices.choice(request, "library_out", "library_in_is")
    if "department" in frame.columns and len(frame):
        used |= choices.groups(request)
    if "period" in frame.columns and _frame.is_measure_frame(frame) and len(frame):
        used |= choices.stated(request, "year")
    return used


def _note(question: Question, request: Request, missing: str) -> str:
    """The caveat of a question, and that head counts stand in for the staff list where they do."""
    if missing and question.wave:
        return ""  # a caveat on a survey that is not there
    note, say, frame = question.note, request.locale.say, request.frame
    text = note(request) if callable(note) else say(f"note.{note}") if note else ""
    is_of_heads = bool(basis.have(frame, HEADS).any())
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


def _survey_period(question: Question, request: Request) -> dict[str, str]:
    """The quarter of the survey that a frame tells of: the same survey may be told again later."""
    frame, tables, survey = request.frame, request.tables, request.options.get("survey")
    if "measure" not in frame.columns or not (registry.kinds(frame) == "survey").any():
        return {}
    if question.wave:
        with suppress(EngagekitError):
            survey = question.wave(tables, request.period, survey).id
    return {"survey_period": survey_of(tables, request.period, survey).label}


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
