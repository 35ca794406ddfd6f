"""Run a notebook with papermill: parameters checked first, nothing half made left behind."""

import contextlib
import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from engagekit.errors import DataError, EngagekitError, ReportError, UsageError, error_text, nearest
from engagekit.reporting.run.parameters import checked, declared
from engagekit.reporting.run.scrub import OURS, public_message, scrubbed

Progress = Callable[[int, int, str], None]
"""Called before each cell: its place, how many there are, the heading above it."""


@dataclass(frozen=True)
class Failure:
    """A section that could not be made.

    Attributes
    ----------
    cell : int
        Place of its cell in the executed notebook.
    title : str
        The heading it would have stood under.
    reason : str
        Our own sentence, or the kind of the error.
    """

    cell: int
    title: str
    reason: str


@dataclass(frozen=True, eq=False)
class Run:
    """An executed notebook, scrubbed, and what failed in it."""

    notebook: dict[str, Any]
    parameters: Mapping[str, Any]
    failures: tuple[Failure, ...]


def read_notebook(path: str | os.PathLike[str]) -> Any:
    """Read a notebook, with errors in words.

    Raises
    ------
    UsageError
        If it is not there, or not a notebook.
    """
    file = Path(path)
    if not file.is_file():
        guess = nearest(file.name, [place.name for place in file.parent.glob("*.ipynb")])
        hint = f"Did you mean '{guess}'?" if guess else "Say which with --notebook."
        raise UsageError(f"{file} is not there. {hint}")
    try:
        return nbformat.read(str(file), as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, KeyError) as error:
        raise UsageError(f"{file.name} is not a Jupyter notebook. Save it from Jupyter.") from error


def run(
    notebook: str | os.PathLike[str],
    parameters: Mapping[str, Any],
    progress: Progress | None = None,
) -> Run:
    """Run a notebook with parameters and hand back the result; no file is left.

    ``notebook``: notebook with a cell tagged ``parameters``. ``parameters``: name to value; text is
    turned into the declared kind. ``progress``: called before each cell.

    Returns
    -------
    Run
        With the failures of cells tagged ``raises-exception``, behind which the rest was run.

    Raises
    ------
    UsageError
        Unknown parameter, wrong kind of value, no such notebook.
    EngagekitError
        The error of a cell without that tag, when it is one of ours.
    ReportError
        Any other error of such a cell.
    """
    file = Path(notebook)
    values = checked(parameters, declared(read_notebook(file)), file.name)
    clean = scrubbed(_executed(file, values, progress))
    failures = []
    above = ""
    for place, cell in enumerate(clean["cells"]):
        if cell["cell_type"] == "markdown":
            above = heading(cell["source"]) or above
        for error in cell.get("outputs", ()):
            if error["output_type"] != "error":
                continue
            if "raises-exception" not in cell["metadata"].get("tags", []):
                raise _as_error(error, file.name, above)
            title = called_as(cell["source"]) or above
            failures.append(Failure(place, title, public_message(error["ename"], error["evalue"])))
    return Run(clean, values, tuple(failures))


def _executed(file: Path, values: Mapping[str, Any], progress: Progress | None) -> Any:
    """Return the notebook of a file with its parameters and outputs, up to what stopped it."""
    from papermill.engines import papermill_engines
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    from engagekit.reporting.run.papermill_engine import Engine

    papermill_engines.register("engagekit", Engine)  # where the package is not installed
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    with _quiet():
        notebook = load_notebook_node(str(file))
        notebook.metadata.setdefault("kernelspec", kernel)
        if values:
            notebook = parameterize_notebook(notebook, dict(values), engine_name="engagekit")
        announce = _headings(notebook, progress) if progress else None
        return papermill_engines.execute_notebook_with_engine(
            "engagekit",
            notebook,
            notebook.metadata.kernelspec.get("name", "python3"),
            output_path=None,
            progress_bar=False,
            progress=announce,
        )


def _headings(source: Any, progress: Progress) -> Callable[[int, Any], None]:
    """Return a function for the engine that says under which heading a cell stands."""
    total = len(source.cells)
    last = ""

    def announce(index: int, cell: Any) -> None:
        nonlocal last
        if cell.cell_type == "markdown":
            last = heading(cell.source) or last
        progress(index, total, last)

    return announce


def heading(markdown: str) -> str:
    """Return the first heading of a markdown cell, without its marks; empty without one."""
    lines = (line.strip() for line in markdown.splitlines())
    return next((line.lstrip("#").strip() for line in lines if line.startswith("#")), "")


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep log lines of papermill and warnings of kernels off the terminal until the block ends."""
    levels = {name: logging.getLogger(name).level for name in ("papermill", "traitlets", "asyncio")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for name in levels:
                logging.getLogger(name).setLevel(logging.CRITICAL)
            yield
        finally:
            for name, level in levels.items():
                logging.getLogger(name).setLevel(level)


def _as_error(error: Mapping[str, Any], name: str, above: str) -> EngagekitError:
    """Return the error of a cell that had to succeed, as one of ours."""
    kind = OURS.get(error["ename"])
    if kind is not None:
        return kind(error["evalue"])
    where = f" under '{above}'" if above else ""
    if error["ename"] == "ModuleNotFoundError":
        return DataError(f"{name} stopped{where}: a package is missing. Run 'engagekit doctor'.")
    return ReportError(error_text("execute.as_error", name=name, where=where, ename=error["ename"]))


def called_as(source: str) -> str:
    """Return the last function a cell calls as a heading, e.g. "No shows" of ``no_shows(t)``."""
    found = re.search(r"^(?:\w+\.)*(\w+)\([^\n]*\)\s*$", source.rpartition("\n")[2])
    return found[1].replace("_", " ").capitalize() if found else ""
