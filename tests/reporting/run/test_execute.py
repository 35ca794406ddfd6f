from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engagekit.errors import DataError, EngagekitError, ReportError, UsageError
from engagekit.reporting.run.execute import called_as, run

Notebook = Callable[..., Path]


def test_a_notebook_runs_with_the_values_it_was_given(notebook: Notebook) -> None:
    done = run(notebook("print(quarter, rows + 1)"), {"quarter": "FY2026-27 Q1", "rows": "7"})
    assert done.notebook["cells"][-1]["outputs"][0]["text"] == "FY2026-27 Q1 8\n"
    assert done.failures == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"quater": "FY2026-27 Q1"}, "quarterly_report.ipynb has no parameter 'quater'. Did you "
         "mean 'quarter'? It has: folder, quarter, language, rows."),
        ({"rows": "many"}, "'rows' is 'many', which is not a whole number"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_stops_before_anything_runs(
    notebook: Notebook, tmp_path: Path, given: dict[str, str], said: str
) -> None:
    mark = tmp_path / "ran"
    with pytest.raises(UsageError) as caught:
        run(notebook(f"open({str(mark)!r}, 'w').close()"), given)
    assert said in str(caught.value)
    assert not mark.exists()


def test_a_failing_section_leaves_the_rest_and_tells_no_value_and_two_runs_are_alike(
    notebook: Notebook,
) -> None:
    path = notebook("## Trust", "!broken()", "print('went on')", "!lacking()")
    done = run(path, {"rows": 2})
    assert [(part.title, part.reason) for part in done.failures] == [
        ("Broken", "KeyError"),
        ("Lacking", "Not measured: needs the sheet budget."),
    ]
    told = json.dumps(done.notebook["cells"][4:])
    assert "went on" in told and "papermill-error-cell" not in told
    assert "jane@example.org" not in told
    assert run(path, {"rows": 2}).notebook == done.notebook


@pytest.mark.parametrize(
    ("cell", "error", "said"),
    [("lacking()", DataError, "needs the sheet budget"), ("broken()", ReportError, "KeyError")],
)
def test_an_error_outside_a_section_is_ours_or_told_by_its_kind_alone(
    notebook: Notebook, cell: str, error: type[EngagekitError], said: str
) -> None:
    with pytest.raises(error, match=said) as caught:
        run(notebook("# Load", cell), {})
    assert "jane" not in str(caught.value)


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


@pytest.mark.parametrize(
    ("source", "title"),
    [("x = 1\nek.sections.no_shows(tables)", "No shows"), ("x = 1", ""), ("if:", "")],
)
def test_a_cell_is_called_by_the_last_function_it_calls(source: str, title: str) -> None:
    assert called_as(source) == title
