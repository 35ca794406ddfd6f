from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from engagekit.errors import UsageError
from engagekit.reporting import each, report

Notebook = Callable[..., Path]
BRIEF = """
if rows == 0:
    lacking()
reach()
""".strip()


@pytest.fixture
def brief(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = notebook("# Brief", BRIEF, name="department_brief.ipynb")
    monkeypatch.setattr(each, "values", lambda job, has, column: ["0", "2", "3"])
    return path


def test_each_value_has_its_own_folder_and_a_bad_one_is_named(brief: Path, tmp_path: Path) -> None:
    made = report(
        notebook=brief, out=tmp_path / "out", each="rows", formats=["html"],
        today=date(2026, 11, 25),
    )  # fmt: skip
    assert made.exit_code == 4
    assert made.messages == ("0 could not be made: Not measured: needs the sheet budget.",)
    folder = tmp_path / "out/2026-27_Q2/each"
    assert sorted(place.name for place in folder.iterdir()) == ["2", "3", "index.html"]
    for value in ("2", "3"):
        text = (folder / value / "private/results.json").read_text("utf-8")
        found = json.loads(text)
        assert found["parameters"]["rows"] == int(value)
        assert found["report"]["title"] == f"Brief: {value}"
    index = (folder / "index.html").read_text("utf-8")
    assert 'href="2/board/2026-27_Q2_department-brief.html"' in index


def test_a_notebook_without_the_parameter_cannot_be_made_for_each(
    notebook: Notebook, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="has no parameter 'department', so it cannot be made"):
        report(notebook=notebook("reach()"), out=tmp_path, each="department")
