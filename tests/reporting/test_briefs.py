from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engagekit.errors import DataError, UsageError
from engagekit.loading import preloaded
from engagekit.loading.load import load
from engagekit.reporting import pipeline
from engagekit.reporting.report import places_of, report, values_of
from engagekit.reporting.request import prepare
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.slow

Notebook = Callable[..., Path]
BRIEF = """
if rows == 0:
    lacking()
reach()
""".strip()


@pytest.fixture
def brief(notebook: Notebook, monkeypatch: pytest.MonkeyPatch, preloaded: Tables) -> Path:
    path = notebook("# Brief", BRIEF, name="department_brief.ipynb")
    monkeypatch.setattr(
        "engagekit.reporting.report.values_of", lambda tables, column: ["0", "2", "3"]
    )
    return path


def each(notebook: Path, out: Path, **given: Any) -> pipeline.Outcome:
    given = {"formats": ["html"], "today": date(2026, 11, 25), **given}
    return report(notebook=notebook, out=out, each="rows", **given)


def test_each_value_has_its_own_folder_and_a_bad_one_is_named(brief: Path, tmp_path: Path) -> None:
    made = each(brief, tmp_path / "out")
    assert made.exit_code == 4
    assert made.messages[:2] == (
        "0 could not be made: Not measured: needs the sheet budget.",
        f"Made with the notebook {brief}.",
    )
    assert len(made.messages) == 2
    folder = tmp_path / "out/2026-27_Q2/each"
    assert sorted(place.name for place in folder.iterdir()) == ["2", "3"]
    for value in ("2", "3"):
        text = (folder / value / "private/data/results.json").read_text("utf-8")
        found = json.loads(text)
        assert found["parameters"]["rows"] == int(value)
        assert found["report"]["title"] == f"Brief: {value}"


def test_a_notebook_without_the_parameter_cannot_be_made_for_each(
    notebook: Notebook, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="has no parameter 'department', so it cannot be made"):
        report(notebook=notebook("reach()"), out=tmp_path, each="department")


def test_two_names_of_one_slug_have_folders_of_their_own() -> None:
    assert places_of(["R&D", "R D", "r-d", "Tax"]) == {
        "R&D": "r-d", "R D": "r-d-2", "r-d": "r-d-3", "Tax": "tax",
    }  # fmt: skip


@pytest.mark.parametrize("step", ["_copy", "_folder"])
def test_a_brief_that_cannot_be_finished_does_not_stop_the_others(
    brief: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    work, calls = getattr(pipeline, step), iter(range(3))

    def fails_once(*given: object) -> object:
        if next(calls) == 0:
            raise DataError("The disk is full.")
        return work(*given)

    monkeypatch.setattr(pipeline, step, fails_once)
    made = each(brief, tmp_path / "out")
    assert made.exit_code == 4
    assert [text.partition(":")[0] for text in made.messages] == [
        "0 could not be made", "2 could not be made", *["3"] * (len(made.messages) - 2)
    ]  # fmt: skip
    assert "2 could not be made: The disk is full." in made.messages
    folder = tmp_path / "out/2026-27_Q2/each"
    assert sorted(place.name for place in folder.iterdir()) == ["3"]


def test_people_of_several_departments_are_in_each_and_the_library_in_none(
    notebook: Notebook, tmp_path: Path
) -> None:
    (tmp_path / "contacts.csv").write_text(
        "contact_id,display_name,department,is_library\n1,Ana,Law; Tax,no\n2,Bo,Law,no\n"
        "3,Cy,,no\n4,Di,Library,yes\n", encoding="utf-8"
    )  # fmt: skip
    job = prepare(data=tmp_path, notebook=notebook("reach()"), out=tmp_path)
    assert values_of(load(job.data()), "department") == ["Law", "Tax"]


def test_what_is_loaded_already_is_returned_until_the_block_ends(tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text("contact_id,display_name\n1,Ana Gil\n", encoding="utf-8")
    tables = load(tmp_path)
    with preloaded.use(tmp_path, tables):
        assert load(tmp_path) is tables
        with preloaded.use(tmp_path, Tables({})):
            assert load(tmp_path) is not tables
        assert load(tmp_path) is tables
        assert load(tmp_path, make_settings({})) is not tables
    again = load(tmp_path)
    assert again is not tables
    assert len(again.contacts) == 1
