"""What is typed on the command line, turned into what the library takes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from engagekit.errors import UsageError, error_text

NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Read and measure everything again, keep nothing.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show it, write nothing.")]
Folder = Annotated[Path | None, typer.Argument(help="Project or folder with the exports.")]
Data = Annotated[Path | None, typer.Option("--data", help="Folder with the exports.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Paths only.")]
Quarter = Annotated[str | None, typer.Option("--quarter", help='E.g. "FY2026-27 Q2".')]


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


def pairs(given: Sequence[str], option: str = "-p") -> dict[str, str]:
    """NAME=VALUE texts as a dict.

    Raises
    ------
    UsageError
        If one has no value.

    Examples
    --------
    >>> pairs(["quarter=FY2026-27 Q2"])
    {'quarter': 'FY2026-27 Q2'}
    """
    matches = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            like = f"{option} {text} VALUE" if option == "-p" else f"{option} {text}=VALUE"
            raise UsageError(f"{option} {text} has no value. Write {like}.")
        matches[name] = value
    return matches


def joined(arguments: Sequence[str]) -> list[str]:
    """``-p NAME VALUE`` as ``-p NAME=VALUE``, the one form that the parser takes.

    Examples
    --------
    >>> joined(["report", "-p", "folder", "data/raw"])
    ['report', '-p', 'folder=data/raw']
    """
    result: list[str] = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        result.append(word)
        if word in ("-p", "--parameter") and rest and "=" not in rest[0]:
            name = rest.pop(0)
            has_value = bool(rest) and not (rest[0].startswith("--") or rest[0] == "-p")
            result.append(f"{name}={rest.pop(0)}" if has_value else name)
    return result
