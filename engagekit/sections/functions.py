"""The functions of `engagekit.sections`, made from the records of the registry."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engagekit.errors import UsageError, error_text, require_one_of
from engagekit.presentation.section import Section
from engagekit.sections._build import section
from engagekit.sections.registry import ANY, QUESTIONS, REQUIRED, Option, Question, Request, call_of
from engagekit.tables.tables import Tables

DURING = Option(
    "during",
    "str | Period | None",
    "A quarter, a fiscal year or a range; default: the last complete quarter that the data cover.",
)
BRIEF = Option("brief", "bool", "Whether it stands in the brief as well.", False)
CHECKED = ("by", "survey")
"""Options that name something of the data; a name that is not there is refused."""
_POSITION, _KEYWORD = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY


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
    ask.__annotations__ = {one.name: one.annotation for one in signature.parameters.values()}
    ask.__annotations__["return"] = "Section"
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


def _defaults(question: Question) -> Request:
    """A request of nothing but the defaults, and the example of what has none."""
    options = {
        one.name: one.example.strip('"') if one.default is REQUIRED else one.default
        for one in question.options
    }
    return Request(Tables({}), options=options)


def documentation(question: Question) -> str:
    """Return the docstring of a question's function, as numpydoc has it."""
    lines = ["tables : Tables", "    As `engagekit.load` gives them."]
    for option in arguments(question):
        kind = option.kind.removesuffix(" | None").replace(" | ", " or ")
        ending = "" if option.default is REQUIRED else ", optional"
        lines += [f"{option.name} : {kind}{ending}", f"    {option.text}"]
    what = "A listing" if question.kind == "listing" else "A measure frame"
    drawn = f", drawn as ``{question.figure}``" if isinstance(question.figure, str) else ""
    seen = ", for the library alone" if question.audience == "private" else ""
    told = f"    {what}{drawn}{seen}; where it cannot be measured, the sentence that says so."
    call = f'>>> ek.{call_of(question)[:-1]}, during="FY2026-27 Q2").name'
    name = question.name(_defaults(question)) if question.name else question.id
    parts = [
        question.summary,
        question.details,
        _part("Parameters", *lines),
        _part("Returns", "Section", told),
        _part("Raises", *_errors(question)),
        _part("Examples", call, repr(name)),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _part(heading: str, *lines: str) -> str:
    return "\n".join([heading, "-" * len(heading), *lines])


def _errors(question: Question) -> list[str]:
    """Return the errors of a question's function: what its arguments may get wrong."""
    lines = ["PeriodError", "    If ``during`` is no period."]
    names = [f"``{one.name}``" for one in question.options if one.name in CHECKED]
    if names:
        lines += ["UsageError", f"    If {' or '.join(names)} names what is not there."]
    return lines
