"""The command `import`: a file asked about, shown as it would be counted, confirmed."""

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from engagekit.cli.options import described, pairs
from engagekit.cli.terminal import echo, prompted
from engagekit.errors import UsageError

if TYPE_CHECKING:
    from engagekit.importing.questions import Question
    from engagekit.importing.session import Import

UNFINISHED = 3
Pairs = list[str] | None


@described
def import_(
    file: Path,
    row: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    given: Pairs = None,
    always: Pairs = None,
    only: Pairs = None,
    word: Pairs = None,
    across: Pairs = None,
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Say what a file holds, see what would be counted, confirm it once.

    Example: engagekit import visits.xlsx
    """
    from engagekit.importing.session import import_file

    stated = {
        "row": row,
        "sheet": sheet,
        "header_row": header_row,
        "always": pairs(always or (), "--always"),
        "only": _ticks(only or ()),
        "words": _words(word or ()),
        "across": _headings(across or ()),
    }
    said: dict[str, Any] = dict(pairs(given or (), "--set"))
    said |= {name: answer for name, answer in stated.items() if answer not in (None, {})}
    wanted = import_file(file, **_as_typed(said))
    if sys.stdin.isatty() and not yes:
        finished = _prompted(wanted)
        if finished is None:
            raise typer.Exit(UNFINISHED)
        wanted = finished
    else:
        echo(_screen(wanted))
        if wanted.open or not yes:
            lacking = [f"{one.text} ({one.name})" for one in wanted.open]
            lacking = lacking or ["Is the preview right? (--yes)"]
            echo("\n  ".join(["Not confirmed yet. Still to be answered:", *lacking]), err=True)
            raise typer.Exit(UNFINISHED)
    echo(str(wanted.confirm(dry_run=dry_run)))


def _as_typed(said: dict[str, Any]) -> dict[str, Any]:
    """Return answers with the numbers that an option gives as text, and joined columns apart."""
    done = dict(said)
    for name in ("header_row", "header_rows"):
        if isinstance(done.get(name), str):
            if not done[name].isdecimal():
                raise UsageError(f"{name} = '{done[name]}' is no row number.")
            done[name] = int(done[name])
    for name, answer in said.items():
        of, _, part = name.partition(" ")
        if part and of in ("units", "questions", "scales"):  # as the screen names them
            del done[name]
            done[of] = {**done.get(of, {}), part: answer.split(" < ") if of == "scales" else answer}
        elif isinstance(answer, str) and " + " in answer:
            done[name] = answer.split(" + ")
    return done


def _ticks(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return the values of the rows that count, by column."""
    ticks: dict[str, list[str]] = {}
    for text in texts:
        header, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f"--only '{text}': write COLUMN=VALUE.")
        ticks.setdefault(header, []).append(value)
    return ticks


def _words(texts: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return what words of the file mean, by field."""
    words: dict[str, dict[str, str]] = {}
    for text in texts:
        field, dot, rest = text.partition(".")
        word, sign, ours = rest.rpartition("=")
        if not (dot and sign):
            raise UsageError(f"--word '{text}': write FIELD.WORD=OURS.")
        words.setdefault(field, {})[word] = ours
    return words


def _headings(texts: Iterable[str]) -> dict[str, str] | list[str]:
    """Return the headings that hold a period each, with their first days where these are said."""
    pairs = [text.partition("=") for text in texts]
    if all(day for _, _, day in pairs):
        return {heading: day for heading, _, day in pairs}
    return [heading for heading, _, _ in pairs]


def _screen(wanted: "Import") -> str:
    """Return the import without its last line, the call by which a notebook goes on."""
    return repr(wanted).rpartition("\n\n")[0]


def _prompted(wanted: "Import") -> "Import | None":
    """Return the import with the answers typed on a terminal; None where it is left for later."""
    from engagekit.importing import screen

    echo("\n".join(screen.first_rows(wanted)))
    asked: set[str] = set()
    while True:
        todo = [one for one in wanted.questions if one.name not in asked and not one.said]
        if todo:
            wanted = _answered(wanted, todo[0])
            asked.add(todo[0].name)
            continue
        echo("\n" + _screen(wanted))
        typed = typer.prompt(
            "Is this right? yes, later, or the number of the answer to change", "yes"
        )
        if typed == "later":
            return None
        if typed == "yes" and not wanted.open:
            return wanted
        if typed.isdecimal() and 0 < int(typed) <= len(wanted.questions):
            wanted = _answered(wanted, wanted.questions[int(typed) - 1])


def _answered(wanted: "Import", question: "Question") -> "Import":
    """Return the import with one more answer; what fits nothing in the file is asked again."""
    for name, meaning in question.options.items():
        echo(f"    {name}" + (f": {meaning}" if meaning else ""))
    if question.cells:
        echo(f"    cells: {'; '.join(question.cells)}")
    answered = partial(_set, wanted, question)
    return prompted(question.text, answered, question.marked)


def _set(wanted: "Import", question: "Question", typed: str) -> "Import":
    """Return the import with a typed answer."""
    typed = typed.strip()
    if not typed:
        raise UsageError("Nothing is suggested here: please type an answer.")
    if len(question.key) > 1:
        is_scale = question.key[0] == "scales"
        return wanted.set(**question.answered(typed.split(" < ") if is_scale else typed))
    if question.name == "only" and typed != question.marked:
        return wanted.set(only=_ticks(typed.split("; ")))
    if question.name == "across":
        return wanted if typed == question.marked else wanted.set(across=typed)
    name, sign, text = typed.partition("always ")
    if sign and not name:
        return wanted.set(always={question.name: text})
    return wanted.set(**_as_typed({question.name: typed}))
