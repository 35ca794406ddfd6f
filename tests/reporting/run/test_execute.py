from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engagekit.errors import DataError, ReportError, UsageError
from engagekit.reporting.run.execute import called_as, run

Notebook = Callable[..., Path]


def outputs(notebook: dict) -> str:
    return json.dumps(notebook["cells"])


def test_a_notebook_runs_with_the_values_it_was_given(notebook: Notebook) -> None:
    path = notebook("print(quarter, rows + 1)")
    done = run(path, {"quarter": "FY2026-27 Q1", "rows": "7"})
    last = done.notebook["cells"][-1]["outputs"][0]
    assert last["text"] == "FY2026-27 Q1 8\n"
    assert done.failures == ()


def test_an_unknown_parameter_stops_before_anything_runs(
    notebook: Notebook, tmp_path: Path
) -> None:
    mark = tmp_path / "ran"
    path = notebook(f"open({str(mark)!r}, 'w').close()")
    with pytest.raises(UsageError) as caught:
        run(path, {"quater": "FY2026-27 Q1"})
    assert str(caught.value) == (
        "quarterly_report.ipynb has no parameter 'quater'. Did you mean 'quarter'? "
        "It has: folder, quarter, language, rows."
    )
    assert not mark.exists()


def test_a_wrong_kind_of_value_stops_before_anything_runs(notebook: Notebook) -> None:
    with pytest.raises(UsageError, match="'rows' is 'many', which is not a whole number"):
        run(notebook("1"), {"rows": "many"})


def test_a_failing_section_leaves_the_rest_and_tells_no_value(notebook: Notebook) -> None:
    path = notebook("## Trust", "!broken()", "print('went on')")
    done = run(path, {})
    assert [(part.title, part.reason) for part in done.failures] == [("Broken", "KeyError")]
    assert "went on" in outputs(done.notebook)
    assert json.dumps(done.notebook["cells"][3:]).count("jane@example.org") == 0
    assert "papermill-error-cell" not in outputs(done.notebook)


def test_our_own_sentence_is_kept_for_a_failing_section(notebook: Notebook) -> None:
    done = run(notebook("!lacking()"), {})
    assert done.failures[0].reason == "Not measured: needs the sheet budget."


def test_an_error_outside_a_section_is_ours_or_told_by_its_kind_alone(notebook: Notebook) -> None:
    with pytest.raises(DataError, match="needs the sheet budget"):
        run(notebook("lacking()"), {})
    with pytest.raises(ReportError) as caught:
        run(notebook("# Load", "broken()"), {})
    assert "KeyError" in str(caught.value)
    assert "jane" not in str(caught.value)


def test_two_runs_give_the_same_notebook(notebook: Notebook) -> None:
    path = notebook("reach()", "!broken()")
    assert run(path, {"rows": 2}).notebook == run(path, {"rows": 2}).notebook


def test_progress_names_the_heading_above_each_cell(notebook: Notebook) -> None:
    seen: list[tuple[int, int, str]] = []
    run(notebook("## Reach", "1 + 1"), {}, lambda *step: seen.append(step))
    assert seen[-1] == (3, 4, "Reach")


def test_a_file_that_is_no_notebook_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text("hello")
    with pytest.raises(UsageError, match=r"a\.ipynb is not a Jupyter notebook"):
        run(path, {})
    with pytest.raises(UsageError, match=r"Did you mean 'a\.ipynb'"):
        run(tmp_path / "b.ipynb", {})


def test_a_cell_is_called_by_the_last_function_it_calls() -> None:
    assert called_as("x = 1\nek.sections.no_shows(tables)") == "No shows"
    assert called_as("x = 1") == ""
    assert called_as("if:") == ""
