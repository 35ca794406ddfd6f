from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from engagekit.errors import ReportError
from engagekit.reporting.exporter import EngagekitExporter
from engagekit.reporting.run._fast_imports import nbformat
from engagekit.reporting.run.execute import run

Notebook = Callable[..., Path]


def executed(path: Path) -> object:
    return nbformat.from_dict(run(path, {}).notebook)


def test_the_exporter_gives_the_board_copy_unless_asked(notebook: Notebook) -> None:
    nb = executed(notebook("# The quarter", "reach()", "!people()", "!broken()"))
    board, resources = EngagekitExporter().from_notebook_node(nb)
    private, _ = EngagekitExporter(audience="private").from_notebook_node(nb)
    assert resources["output_extension"] == ".html"
    assert "jane@example.org" not in board and "jane@example.org" in private
    assert board.count("<h1>") == 1 and "could not be made: KeyError" in board


def test_the_environment_escapes_what_is_not_marked_safe() -> None:
    made = EngagekitExporter().environment.from_string("{{ text }}")
    assert made.render(text="<b>") == "&lt;b&gt;"


def test_a_notebook_that_was_not_run_is_told_how(notebook: Notebook) -> None:
    nb = nbformat.read(str(notebook("reach()")), as_version=4)
    with pytest.raises(ReportError, match="Run it first"):
        EngagekitExporter().from_notebook_node(nb)


def test_nbconvert_knows_it_by_name(notebook: Notebook, tmp_path: Path) -> None:
    if "engagekit" not in {point.name for point in entry_points(group="nbconvert.exporters")}:
        pytest.skip("engagekit is not installed, so nbconvert cannot find its entry points")
    path = tmp_path / "done.ipynb"
    nbformat.write(executed(notebook("# The quarter", "reach()")), str(path))
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "engagekit", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "<h1>The quarter</h1>" in (tmp_path / "done.html").read_text("utf-8")
