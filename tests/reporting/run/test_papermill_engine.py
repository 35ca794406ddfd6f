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
KERNEL = {"name": "python3", "display_name": "P", "language": "python"}


def _write(place: Path, *sources: str, tags: dict[int, str] | None = None) -> Path:
    made = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL})
    for at, source in enumerate(sources):
        marks = {"tags": [tags[at]]} if tags and at in tags else {}
        made.cells.append(nbformat.v4.new_code_cell(source, metadata=marks))
    nbformat.write(made, str(place))
    return place


def _cells(place: Path, part: str) -> list[Any]:
    cells = nbformat.read(str(place), as_version=4)["cells"]
    return [cell[part] for cell in cells if cell["cell_type"] == "code"]


@pytest.fixture
def cells(tmp_path: Path) -> Cells:
    """Run cells, each of which may fail, and return the outputs of each."""

    def ran(*sources: str) -> list[Any]:
        tags = dict.fromkeys(range(len(sources)), FAILS)
        file = _write(tmp_path / "in.ipynb", *sources, tags=tags)
        return [cell["outputs"] for cell in run(file, {}).notebook["cells"]]

    return ran


def test_a_cell_sees_the_one_before_it_and_nothing_of_this_process(cells: Cells) -> None:
    found = cells("x = 41", "x + 1", "pytest", "1 / 0", "def (", "'on'")
    assert found[0] == [] and found[1][0]["data"]["text/plain"] == "42"
    assert [one[0].get("ename") for one in found[2:]] == [
        "NameError", "ZeroDivisionError", "SyntaxError", None,
    ]  # fmt: skip
    assert cells("x")[0][0]["ename"] == "NameError", "nor of the notebook before"


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
    stock = classmethod(lambda cls, nb_man, kernel_name, **rest: asked.append(kernel_name))
    monkeypatch.setattr(engines.NBClientEngine, "execute_managed_notebook", stock)
    run(_write(tmp_path / "plain.ipynb", "1"), {})
    assert asked == []
    run(_write(tmp_path / "widgets.ipynb", "from ipywidgets import interact"), {})
    assert asked == ["python3"]


def test_the_engine_and_a_stock_kernel_give_the_same_outputs(tmp_path: Path) -> None:
    file = _write(
        tmp_path / "in.ipynb",
        "n: int = 1",
        "import sys, pandas as pd\n"
        "from IPython.display import Markdown, display, publish_display_data\n"
        "print(n * 2)\ndisplay(Markdown('*three*'))\nprint('between')\n"
        "print('beside', file=sys.stderr)\npublish_display_data({'image/png': b'\\x89PNG'})",
        "pd.DataFrame({'a': [1, n]})",
        "_ = n; 'last'",
        tags={0: "parameters"},
    )
    ours, stock = tmp_path / "ours.ipynb", tmp_path / "stock.ipynb"
    for out, engine in ((ours, "engagekit"), (stock, None)):
        execute_notebook(str(file), str(out), {"n": 21}, engine_name=engine, progress_bar=False)
    for part in ("outputs", "execution_count"):
        assert _cells(ours, part) == _cells(stock, part)


def test_papermill_finds_the_engine_by_its_name_and_stops_at_an_error(tmp_path: Path) -> None:
    sources = ["n: int = 1", "print(n * 2)", "1 / 0", "'went on'", "1 / 0", "'never'"]
    _write(tmp_path / "in.ipynb", *sources, tags={0: "parameters", 2: FAILS})
    command = "-m papermill --engine engagekit in.ipynb out.ipynb -p n 21 --no-progress-bar"
    done = subprocess.run([sys.executable, *command.split()], cwd=tmp_path, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 1 and "ZeroDivisionError" in done.stderr
    _, _, printed, _, on, stopped, never = _cells(tmp_path / "out.ipynb", "outputs")
    assert printed[0]["text"] == "42\n"
    assert on[0]["data"]["text/plain"] == "'went on'"
    assert stopped[0]["ename"] == "ZeroDivisionError" and never == []
