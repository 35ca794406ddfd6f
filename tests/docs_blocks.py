"""The code blocks of a page: what runs, what is checked, and what the page says comes of it.

``console``: each line after ``$`` is run and what follows must be what it prints (``...`` for
anything). ``pycon``: a doctest. ``python``: run with ``ek`` and the sample's ``tables``, or compiled
where it needs a package that is not the kit's. ``toml``: settings, or a mapping file; in a page that
has made a project it is added to its settings. ``sh``: the commands of the kit are parsed, not run.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer

from engagekit.cli.app import app, main
from engagekit.settings.schema import FILE, Settings, make_settings

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
KINDS = ("console", "pycon", "python", "toml", "sh")
NOT_RUN = ("yaml", "text", "bat")
"""For others to run: a service elsewhere, another system."""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page that say their language."""
    text = page.read_text("utf-8")
    return [
        Block(match[1], match[2], text[: match.start()].count("\n") + 2)
        for match in FENCE.finditer(text)
    ]


def compare(expected: str, printed: str, where: str) -> None:
    """Fail where a block prints something else than the page says."""
    example = doctest.Example("", expected)
    checker = doctest.OutputChecker()
    assert checker.check_output(expected, printed, FLAGS), (
        f"{where}\n{checker.output_difference(example, printed, FLAGS)}"
    )


def console(block: Block, printed: Callable[[], str], where: str) -> None:
    """Run the commands of a block in this process, each with the output that follows it."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        line, _, expected = part.partition("\n")
        program, *words = shlex.split(line)
        if program == "cd":
            os.chdir(words[0])
            continue
        assert program == "engagekit", f"{where}: only commands of the kit are run"
        try:
            main(words)
        except SystemExit as error:
            is_asking = words[0] == "check" and error.code == 1  # it found what to look at
            assert not error.code or is_asking, (
                f"{where}: {line} ended with {error.code}\n{printed()}"
            )
        compare(expected, printed(), f"{where}: {line}")


def pycon(block: Block, names: dict[str, Any], where: str) -> None:
    """Run a block as a doctest, in the names of its page."""
    test = doctest.DocTestParser().get_doctest(block.text, {}, where, where, 0)
    test.globs = names
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    runner.run(test, out=told.append, clear_globs=False)
    assert not told, "".join(told)


def python(block: Block, names: dict[str, Any], where: str) -> bool:
    """Run a block; return False where it was only compiled, for want of a package."""
    code = compile(block.text, where, "exec")
    packages = re.findall(r"^(?:from|import) (\w+)", block.text, re.MULTILINE)
    if any(find_spec(name) is None for name in packages):
        return False
    exec(code, names)
    return True


def toml(block: Block, where: str) -> None:
    """Check a block of settings, or of a mapping, and add settings to the project that is there."""
    content = tomllib.loads(block.text)
    if set(content) <= set(Settings.model_fields):
        make_settings(content, where)
        if Path(FILE).exists():
            with Path(FILE).open("a", encoding="utf-8") as file:
                file.write(f"\n{block.text}")


def sh(block: Block, where: str) -> None:
    """Parse the commands of the kit; a command or an option that is none fails."""
    commands = typer.main.get_command(app)
    for line in block.text.replace("\\\n", "").splitlines():
        words = shlex.split(line, comments=True)
        if words and words[0].rpartition("/")[2].rpartition("\\")[2] == "engagekit":
            parse(commands, words[1:], f"{where}: {line}")


def parse(command: Any, words: list[str], where: str) -> None:
    """Parse the words of a command without running it."""
    inner = getattr(command, "commands", None)
    if not inner:
        command.make_context(where, list(words))
        return
    assert words and words[0] in inner, f"{where}: no such command"
    parse(inner[words[0]], words[1:], where)


def options(command: Any = None) -> set[str]:
    """Return every option of the kit, those of the commands of a group included."""
    command = command or typer.main.get_command(app)
    own = {name for part in command.params for name in (*part.opts, *part.secondary_opts)}
    inner = getattr(command, "commands", None) or {}
    return own.union(*map(options, inner.values()))
