"""The demo: the sample project copied whole, nothing written over, its report made there."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from engagekit.cli.project import copy_sample
from engagekit.errors import UsageError, pasted
from engagekit.loading.load import load
from engagekit.reporting import request
from engagekit.settings import shipped
from engagekit.settings.schema import Settings
from tests.command_runs import run


def test_the_sample_is_copied_and_can_be_loaded_there(tmp_path: Path) -> None:
    copied = copy_sample(tmp_path / "new" / "folder")
    assert all(path.is_file() for path in copied)
    names = {path.relative_to(tmp_path / "new" / "folder").as_posix() for path in copied}
    assert {"engagekit.toml", "notebooks/quarterly_report.ipynb"} <= names
    assert not any(part.startswith(".") for name in names for part in name.split("/"))
    tables = load(tmp_path / "new" / "folder" / "data" / "sample")
    assert tables.settings.organisation.name == "Tamarack & Voss"


def test_what_is_there_stays_and_another_file_of_that_name_stops_it(tmp_path: Path) -> None:
    first = copy_sample(tmp_path)
    first[3].unlink()
    assert copy_sample(tmp_path, dry_run=True) == [first[3]]
    assert not first[3].exists()
    assert copy_sample(tmp_path) == [first[3]]
    (tmp_path / "engagekit.toml").write_text("[organisation]\n", encoding="utf-8")
    with pytest.raises(UsageError, match="exists already"):
        copy_sample(tmp_path)
    assert (tmp_path / "engagekit.toml").read_text(encoding="utf-8") == "[organisation]\n"


def test_a_dry_demo_writes_nothing_and_says_what_it_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "demo", "try it", "--dry-run")
    assert code == 0
    assert "would be copied into try it" in err
    assert {Path(line).parts[:2] for line in out.splitlines()} == {("try it", "reports")}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_demo_makes_its_report_in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    code, out, _ = run(capsys, "demo")
    made = [Path(line) for line in out.splitlines()]
    assert code == 0
    assert all(path.is_file() and path.parts[0] == "reports" for path in made)
    assert {path.suffix for path in made} >= {".html", ".xlsx", ".pptx", ".json"}


def test_the_folder_of_an_installed_wheel_comes_before_what_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "engagekit"
    monkeypatch.setattr(shipped, "_PACKAGE", package)
    with pytest.raises(UsageError, match="came without"):
        shipped.sample_project()
    monkeypatch.undo()
    copy_sample(tmp_path)
    copy_sample(package / "_share")
    monkeypatch.setattr(shipped, "_PACKAGE", package)
    assert shipped.sample_project() == package / "_share"
    assert shipped.is_shipped(package / "_share" / "notebooks" / "01_reach.ipynb")
    assert not shipped.is_shipped(tmp_path / "notebooks" / "01_reach.ipynb")


def test_the_choices_of_the_sample_are_nobody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = request.find_notebook()
    assert shipped.is_shipped(own)
    assert request.settings_for(None, own) == Settings()
    assert request.settings_for(tmp_path, own) == Settings()
    copy_sample(tmp_path)
    mine = request.find_notebook()
    assert not shipped.is_shipped(mine)
    assert request.settings_for(None, mine).organisation.name == "Tamarack & Voss"


@pytest.mark.parametrize(
    "word", ["a.csv", "Library survey(1-6).csv", 'say "x".csv', "5$ a`b.csv", "it's.csv", "back\\s"]
)
def test_a_suggested_word_comes_out_of_a_shell_as_it_went_in(word: str) -> None:
    assert shlex.split(pasted(word)) == [word]
