"""Cells run in this process as a kernel would run them, and leave nothing of themselves behind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from papermill import engines
from papermill.execute import execute_notebook

from engagekit.reporting.run.execute import run

Cells = Callable[..., list[Any]]
FAILS = "raises-exception"


def _write(place: Path, *sources: str, tags: dict[int, str] | None = None) -> Path:
    kernel = {"name": "python3", "display_name": "P", "language": "python"}
    made = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    for at, source in enumerate(sources):
        marks = {"tags": [tags[at]]} if tags and at in tags else {}
        made.cells.append(nbformat.v4.new_code_cell(source, metadata=marks))
    nbformat.write(made, str(place))
    return place


def _outputs(place: Path) -> list[Any]:
    cells = nbformat.read(str(place), as_version=4)["cells"]
    return [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]


@pytest.fixture
def cells(tmp_path: Path) -> Cells:
    """Run cells, each of which may fail, and return the outputs of each."""

    def ran(*sources: str) -> list[Any]:
        tags = dict.fromkeys(range(len(sources)), FAILS)
        file = _write(tmp_path / "in.ipynb", *sources, tags=tags)
        return [cell["outputs"] for cell in run(file, {}).notebook["cells"]]

    return ran


def test_outputs_come_in_the_order_in_which_they_were_made(cells: Cells) -> None:
    (outputs,) = cells(
        "import sys\nfrom IPython.display import display, HTML\nprint('a')\ndisplay(HTML('<i>b</i>'))\n"
        "print('c'); print('d', file=sys.stderr)\n1 + 1"
    )
    kinds = [(one["output_type"], one.get("name"), one.get("text")) for one in outputs]
    assert kinds == [
        ("stream", "stdout", "a\n"), ("display_data", None, None), ("stream", "stdout", "c\n"),
        ("stream", "stderr", "d\n"), ("execute_result", None, None),
    ]  # fmt: skip
    assert outputs[-1]["data"] == {"text/plain": "2"}


def test_a_cell_sees_the_one_before_it_and_nothing_of_this_process(cells: Cells) -> None:
    first, second, third = cells("x = 41", "x + 1", "pytest")
    assert first == [] and second[0]["data"]["text/plain"] == "42"
    assert third[0]["ename"] == "NameError"
    assert cells("x")[0][0]["ename"] == "NameError", "nor of the notebook before"


def test_an_error_is_an_output_and_the_next_cell_runs(cells: Cells) -> None:
    found = cells("1 / 0", "'on'", "def (")
    assert [one[0].get("ename") for one in found] == ["ZeroDivisionError", None, "SyntaxError"]


def test_pictures_are_base64_as_notebooks_hold_them(cells: Cells) -> None:
    (outputs,) = cells(
        "from IPython.display import publish_display_data\n"
        "publish_display_data({'image/png': b'\\x89PNG'})"
    )
    assert outputs[0]["data"]["image/png"] == "iVBORw=="


def test_what_a_notebook_changes_of_this_process_is_as_before(cells: Cells) -> None:
    def state() -> tuple[Any, ...]:
        main, path = sys.modules["__main__"], [*sys.path]
        return main, path, sys.displayhook, sys.excepthook, sys.stdout, sys.stderr

    before = state()
    cells(
        "import sys\nsys.path.insert(0, '/nowhere')\nmade_here = 1",
        "import __main__\n__main__.made_here",
        "1 / 0",
    )
    assert state() == before
    assert not hasattr(sys.modules["__main__"], "made_here")


def test_a_notebook_that_asks_for_widgets_gets_a_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        engines.NBClientEngine,
        "execute_managed_notebook",
        classmethod(lambda cls, nb_man, kernel_name, **rest: asked.append(kernel_name)),
    )
    run(_write(tmp_path / "plain.ipynb", "1"), {})
    assert asked == []
    run(_write(tmp_path / "widgets.ipynb", "from ipywidgets import interact"), {})
    assert asked == ["python3"]


def test_the_engine_and_a_stock_kernel_give_the_same_outputs(tmp_path: Path) -> None:
    file = _write(
        tmp_path / "in.ipynb",
        "n: int = 1",
        "import sys, pandas as pd\nfrom IPython.display import Markdown, display\n"
        "print(n * 2)\nprint('beside', file=sys.stderr)\ndisplay(Markdown('*three*'))",
        "pd.DataFrame({'a': [1, n]})",
        "_ = n; 'last'",
        tags={0: "parameters"},
    )
    for engine in ("engagekit", None):
        out = tmp_path / f"{engine}.ipynb"
        execute_notebook(str(file), str(out), {"n": 21}, engine_name=engine, progress_bar=False)
    ours, stock = (nbformat.read(str(tmp_path / f"{one}.ipynb"), 4) for one in ("engagekit", None))
    assert [cell["outputs"] for cell in ours.cells] == [cell["outputs"] for cell in stock.cells]
    counts = [[cell["execution_count"] for cell in one.cells] for one in (ours, stock)]
    assert counts[0] == counts[1]


def test_papermill_finds_the_engine_by_its_name_and_stops_at_an_error(tmp_path: Path) -> None:
    sources = ["n: int = 1", "print(n * 2)", "1 / 0", "'went on'", "1 / 0", "'never'"]
    _write(tmp_path / "in.ipynb", *sources, tags={0: "parameters", 2: FAILS})
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "engagekit", "in.ipynb", "out.ipynb",
         "-p", "n", "21", "--no-progress-bar"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "ZeroDivisionError" in done.stderr
    told = _outputs(tmp_path / "out.ipynb")
    assert told[2][0]["text"] == "42\n"
    assert told[4][0]["data"]["text/plain"] == "'went on'"
    assert told[5][0]["ename"] == "ZeroDivisionError"
    assert told[6] == []
