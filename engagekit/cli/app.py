"""The command ``engagekit``: its commands, and an error as a sentence with an exit code."""

import gc
import logging
import signal
import sys
import threading
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from engagekit._version import __version__
from engagekit.cli import data, importing, project, questionnaire, report
from engagekit.cli.doctor import reports_of
from engagekit.cli.options import without
from engagekit.cli.terminal import as_called, echo
from engagekit.errors import DataError, EngagekitError, UsageError
from engagekit.reporting import output_path, run_alone
from engagekit.settings.project import in_force

VERSION, DEBUG, PROJECT = "--version", "--debug", "--project"
"""Options that may stand anywhere, so that each command has them."""
GONE = tomllib.loads(Path(__file__).with_name("gone.toml").read_text("utf-8"))
"""Commands that were there once, and what to use instead."""
app = typer.Typer(
    name="engagekit",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
GROUPS: dict[str, dict[str, Callable[..., None]]] = {
    "Begin": {
        "start": project.start,
        "demo": project.demo,
        "import": importing.import_,
        "template": data.template,
    },
    "Each quarter": {
        "check": data.check,
        "report": report.report,
        "new-quarter": project.new_quarter,
    },
    "When asked": {"why": report.why, "prep": report.prep, "accept": data.accept},
    "The rest": {"doctor": project.doctor, "tables": data.tables},
}
"""The commands as the first page of help lists them."""
UNLISTED: dict[str, Callable[..., None]] = {
    "init": project.start,
    "inspect": data.inspect,
    "dictionary": data.dictionary,
}
"""Commands that a message names, or that have another name now."""
for panel, commands in GROUPS.items():
    for name, command in commands.items():
        app.command(name, rich_help_panel=panel)(command)
app.add_typer(questionnaire.survey, rich_help_panel="When asked")
for name, command in UNLISTED.items():
    app.command(name, hidden=True)(command)


@app.callback()
def options(
    version: Annotated[bool, typer.Option(VERSION, help="Say the version and exit.")] = False,
    debug: Annotated[
        bool, typer.Option(DEBUG, help="Show the traceback of an internal fault.")
    ] = False,
    project: Annotated[
        str | None, typer.Option(PROJECT, help="The project, where it is not found from here.")
    ] = None,
) -> None:
    """Engagement, reach and satisfaction beside funding, from the exports you already have.

    Example: engagekit demo
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; an error becomes a sentence and an exit code (2 usage, 3 data, 1 other).

    Parameters
    ----------
    arguments : sequence of str, optional
        Default: those of the process. ``--version``, ``--debug`` and ``--project FOLDER`` may
        stand anywhere among them.
    """
    words, stated = without(PROJECT, sys.argv[1:] if arguments is None else arguments)
    if VERSION in words:
        echo(f"engagekit {__version__}")
        sys.exit(0)
    options = [word.partition("=")[0] for word in words if word.startswith("--")]
    for name in (*words[:1], " ".join(words[:2]), *options):
        if name in GONE:
            echo(GONE[name], err=True)
            sys.exit(2)
    if DEBUG in words:
        logging.basicConfig(format="%(message)s", stream=sys.stderr)
        logging.getLogger("engagekit").setLevel(logging.DEBUG)
    # a run that is asked to end closes its browser and removes its temporary folder
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and threading.current_thread() is threading.main_thread():
            signal.signal(number, lambda which, _: sys.exit(128 + which))
    gc.set_threshold(100_000)  # a command holds nearly all that it makes: less looking for the rest
    try:
        with in_force(Path(stated).absolute() if stated else None):
            if not {"doctor", "--dry-run"}.intersection(words):  # doctor names what it removes
                run_alone.swept(reports_of(Path.cwd()))
            app(args=[word for word in words if word != DEBUG])
    except EngagekitError as error:
        echo(as_called(str(error)), err=True)
        sys.exit(exit_code(error))
    except OSError as error:
        text = output_path.sentence(error)
        if text is None:
            raise
        echo(text, err=True)
        sys.exit(2)


def exit_code(error: EngagekitError) -> int:
    """Return the exit code of an error: 2 usage or settings, 3 data, 1 anything else."""
    return 2 if isinstance(error, UsageError) else 3 if isinstance(error, DataError) else 1
