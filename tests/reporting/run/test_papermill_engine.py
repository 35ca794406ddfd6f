from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from engagekit.reporting.run._fast_imports import nbformat

from engagekit.reporting.run import papermill_child as child

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="not on this system: needs a system that forks"
)


@pytest.fixture
def cells():
    started = child.start()
    yield lambda source: child.run(started, source)
    child.stop(started)


def test_outputs_come_in_the_order_in_which_they_were_made(cells) -> None:
    done = cells(
        "import sys\nfrom IPython.display import display, HTML\nprint('a')\ndisplay(HTML('<i>b</i>'))\n"
        "print('c'); print('d', file=sys.stderr)\n1 + 1"
    )
    kinds = [(o["output_type"], o.get("name"), o.get("text")) for o in done["outputs"]]
    assert kinds == [
        ("stream", "stdout", "a\n"), ("display_data", None, None), ("stream", "stdout", "c\n"),
        ("stream", "stderr", "d\n"), ("execute_result", None, None),
    ]  # fmt: skip
    assert done["outputs"][-1]["data"] == {"text/plain": "2"}
    assert (done["count"], done["failed"]) == (1, False)


def test_a_cell_sees_what_the_one_before_it_made_and_nothing_of_this_process(cells) -> None:
    cells("x = 41")
    assert cells("x + 1")["outputs"][0]["data"]["text/plain"] == "42"
    assert cells("pytest")["outputs"][0]["ename"] == "NameError"


def test_an_error_is_an_output_and_the_next_cell_runs(cells) -> None:
    done = cells("1 / 0")
    assert done["failed"] and done["outputs"][0]["ename"] == "ZeroDivisionError"
    assert cells("'on'")["failed"] is False
    assert cells("def (")["outputs"][0]["ename"] == "SyntaxError"


def test_pictures_are_base64_as_notebooks_hold_them(cells) -> None:
    done = cells(
        "from IPython.display import publish_display_data\n"
        "publish_display_data({'image/png': b'\\x89PNG'})"
    )
    assert done["outputs"][0]["data"]["image/png"] == "iVBORw=="


def test_a_display_can_be_updated_in_its_place(cells) -> None:
    done = cells(
        "from IPython.display import display, update_display\n"
        "display('a', display_id='one'); print('x'); update_display('b', display_id='one')"
    )
    assert done["outputs"][0]["data"]["text/plain"] == "'b'"
    assert len(done["outputs"]) == 2


def test_a_process_that_ends_is_told_as_a_failed_cell(cells) -> None:
    done = cells("import os\nos._exit(3)")
    assert done["failed"] and done["outputs"][0]["ename"] == "DeadKernelError"


def test_stock_papermill_finds_the_engine_by_its_name(tmp_path: Path) -> None:
    made = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}}
    )
    tags = {"tags": ["parameters"]}
    made.cells = [
        nbformat.v4.new_code_cell("n: int = 1", metadata=tags),
        nbformat.v4.new_code_cell("print(n * 2)"),
        nbformat.v4.new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]}),
        nbformat.v4.new_code_cell("'went on'"),
        nbformat.v4.new_code_cell("1 / 0"),
        nbformat.v4.new_code_cell("'never'"),
    ]
    nbformat.write(made, str(tmp_path / "in.ipynb"))
    run = subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "engagekit", "in.ipynb", "out.ipynb",
         "-p", "n", "21", "--no-progress-bar"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1 and "ZeroDivisionError" in run.stderr
    cells = nbformat.read(str(tmp_path / "out.ipynb"), as_version=4)["cells"]
    told = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]
    assert told[2][0]["text"] == "42\n"
    assert told[4][0]["data"]["text/plain"] == "'went on'"
    assert told[5][0]["ename"] == "ZeroDivisionError"
    assert told[6] == []
