"""Every command says what it does, shows an example that can be pasted, and answers -h."""

from __future__ import annotations

import re
import shlex

import pytest
import typer.main

from engagekit import __version__
from engagekit.cli.app import GONE, GROUPS, app, main
from tests.command_runs import run

GROUP = typer.main.get_command(app)
COMMANDS = sorted(GROUP.commands)  # type: ignore[attr-defined]


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code, page, _ = run(capsys, *words)
    assert code == 0
    return page


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal on which no line of an example is broken."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_has_an_example_of_itself(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = shown(capsys, command, "--help")
    assert page == shown(capsys, command, "-h")
    example = re.search(r"Example: (engagekit [^│\n]*?)\s*(?:│|\n)", page)
    assert example, page
    words = shlex.split(example[1].partition(" > ")[0])
    assert words[:2] == ["engagekit", "start" if command == "init" else command]
    options = {word for word in words[2:] if word.startswith("-")}
    assert options <= set(re.findall(r"(?<![\w-])-[-\w]+", page.replace(example[0], "")))


@pytest.mark.parametrize("before", [(), *((command,) for command in COMMANDS)])
def test_the_version_is_said_anywhere(
    before: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(capsys, *before, "--version") == f"engagekit {__version__}\n"


def test_the_first_page_lists_the_commands_and_how_to_complete_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = shown(capsys, "-h")
    assert page == shown(capsys, "--help")
    for word in ("demo", "report", "--version", "--install-completion", "--show-completion"):
        assert word in page
    assert "dictionary" not in page
    panels = [page.index(f"─ {name} ─") for name in GROUPS]
    assert panels == sorted(panels)
    assert sum(not command.hidden for command in GROUP.commands.values()) <= 14  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", GONE)
def test_a_command_that_is_gone_says_what_to_use_instead(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command not in COMMANDS
    code, _, err = run(capsys, *command.split(), "--json")
    assert code == 2
    assert err.split(" is gone")[0].endswith(f"{command}'")


def test_a_shell_completes_the_names_of_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_ENGAGEKIT_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "engagekit im")
    monkeypatch.setenv("COMP_CWORD", "1")
    monkeypatch.setattr("sys.argv", ["engagekit"])
    with pytest.raises(SystemExit):
        main([])
    assert {"import"} <= set(capsys.readouterr().out.split())
