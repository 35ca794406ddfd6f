"""The functions of `engagekit.sections`, made from the records of the registry."""

import inspect
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from engagekit.measures.documentation import PARAMETERS
from engagekit.presentation.section import Section
from engagekit.sections._build import section
from engagekit.sections.registry import REQUIRED, Option, Question, Request
from engagekit.tables.tables import Tables

DURING = Option("during", "str | Period | None", PARAMETERS["during"])
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
        language = kwargs.pop("language", None)
        bound = signature.bind(*args, **kwargs)
        tables: Tables = bound.arguments.pop("tables")
        if language is not None:
            _warn(question.id)
            tables = tables.in_language(language)
        during = bound.arguments.pop("during", None)
        brief = bool(bound.arguments.pop("brief", False))
        return replace(section(question, tables, during, bound.arguments), brief=brief)

    ask.__name__ = ask.__qualname__ = question.id
    ask.__module__ = "engagekit.sections"
    ask.__doc__ = documentation(question)
    ask.__signature__ = signature  # type: ignore[attr-defined]
    ask.__annotations__ = {one.name: one.annotation for one in signature.parameters.values()}
    ask.__annotations__["return"] = "Section"
    return ask


def _warn(name: str) -> None:
    """Say how the language is set."""
    warnings.warn(
        f"ek.sections.{name}(..., language=...) goes with the next release. Set the language once, "
        "where the tables are loaded: ek.load(folder, language=language).",
        FutureWarning,
        stacklevel=3,
    )


def signature_of(question: Question) -> inspect.Signature:
    """Return the signature of a question's function."""
    tables = inspect.Parameter("tables", _POSITION, annotation="Tables")
    parameters = [
        inspect.Parameter(
            option.name,
            _POSITION if option.is_positional else _KEYWORD,
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
    parts = [question.summary]
    if question.details:
        parts.append(question.details)
    lines = ["tables : Tables", "    As `engagekit.load` gives them."]
    for option in arguments(question):
        kind = option.kind.removesuffix(" | None").replace(" | ", " or ")
        ending = "" if option.default is REQUIRED else ", optional"
        lines += [f"{option.name} : {kind}{ending}", f"    {option.text}"]
    parts.append("\n".join(["Parameters", "----------", *lines]))
    what = "A listing" if question.kind == "listing" else "A measure frame"
    drawn = f", drawn as ``{question.figure}``" if isinstance(question.figure, str) else ""
    seen = ", for the library alone" if question.audience == "private" else ""
    parts.append(
        "\n".join(
            [
                "Returns",
                "-------",
                "Section",
                f"    {what}{drawn}{seen}; where it cannot be measured, the sentence that says so.",
            ]
        )
    )
    parts.append(_raises(question))
    needed = "".join(
        f", {one.example}" if one.is_positional else f", {one.name}={one.example}"
        for one in arguments(question)
        if one.default is REQUIRED
    )
    call = f'>>> ek.sections.{question.id}(tables{needed}, during="FY2026-27 Q2").name'
    name = question.name(_defaults(question)) if question.name else question.id
    parts.append("\n".join(["Examples", "--------", call, repr(name)]))
    return "\n\n".join(parts) + "\n"


def _raises(question: Question) -> str:
    """Return the errors of a question's function: what its arguments may get wrong."""
    lines = ["PeriodError", "    If ``during`` is no period."]
    names = [f"``{one.name}``" for one in question.options if one.name in CHECKED]
    if names:
        lines += ["UsageError", f"    If {' or '.join(names)} names what is not there."]
    return "\n".join(["Raises", "------", *lines])
