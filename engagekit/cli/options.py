"""What is typed on the command line, turned into what the library takes."""

import inspect
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from engagekit.errors import UsageError, error_text

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
Command = Callable[..., None]


def described(command: Command, facts: Mapping[str, Mapping[str, Any]] | None = None) -> Command:
    """Return a command whose parameters have the words of ``options.toml``, as typer reads them.

    ``facts``: further options that it takes as keywords, with their words.
    """
    facts = facts or {}
    name = command.__name__.strip("_").replace("_", "-")
    words = {**_WORDS["every"], **_WORDS.get(name, {}), **facts}
    stated = inspect.signature(command).parameters.values()
    parameters = [one for one in stated if one.kind is not one.VAR_KEYWORD]
    for fact in facts:
        keyword = inspect.Parameter(
            fact, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=str | None
        )
        parameters.append(keyword)
    for place, one in enumerate(parameters):
        more = dict(words[one.name])
        names = more.pop("names", ["--" + one.name.replace("_", "-").strip("-")])
        if more.pop("is_argument", False):
            shown: Any = typer.Argument(**more)
        else:
            shown = typer.Option(*names, **more)
        parameters[place] = one.replace(annotation=Annotated[one.annotation, shown])
    command.__dict__["__signature__"] = inspect.Signature(parameters)
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command


def without(option: str, arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """Return arguments without an option and its value, and that value.

    Raises
    ------
    UsageError
        If it has no value.

    Examples
    --------
    >>> without("--project", ["check", "--project", "my-library", "--json"])
    (['check', '--json'], 'my-library')
    """
    rest, value = [], None
    words = iter(arguments)
    for word in words:
        if word == option or word.startswith(f"{option}="):
            value = word.partition("=")[2] or next(words, None)
            if value is None:
                raise UsageError(f"{option} has no value. Write {option} FOLDER.")
        else:
            rest.append(word)
    return rest, value


def folder_of(folder: Path | None, data: Path | None) -> Path | None:
    """Return the folder that is named, as an argument or with ``--data``.

    Raises
    ------
    UsageError
        If both are, and differ.
    """
    if folder is not None and data is not None and folder != data:
        raise UsageError(f"Two folders are named: {folder} and {data}. Give one of them.")
    return folder if folder is not None else data


def asked(
    quarter: str | None, period: str | None, start: str | None, end: str | None
) -> str | None:
    """The one period that the options name.

    Raises
    ------
    UsageError
        If a range has one end, or two options name different periods.

    Examples
    --------
    >>> asked(None, None, "2026-04-01", "2026-09-30")
    '2026-04-01..2026-09-30'
    """
    if bool(start) != bool(end):
        raise UsageError("A range has two ends: --from 2026-04-01 --to 2026-09-30.")
    named = {label for label in (quarter, period, start and f"{start}..{end}") if label}
    if len(named) > 1:
        raise UsageError(error_text("cli_options.asked"))
    return named.pop() if named else None


def pairs(given: Sequence[str], option: str) -> dict[str, str]:
    """NAME=VALUE texts as a dict.

    Raises
    ------
    UsageError
        If one has no value.

    Examples
    --------
    >>> pairs(["quarter=FY2026-27 Q2"], "-p")
    {'quarter': 'FY2026-27 Q2'}
    """
    matches = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f"{option} {text} has no value. Write {option} {text}=VALUE.")
        matches[name] = value
    return matches
