"""The project in force: found from where one works or from the exports; the sample is nobody's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engagekit.errors import UsageError
from engagekit.settings.project import VARIABLE, data_of, find_project, in_force, is_project
from engagekit.settings.schema import make_settings
from engagekit.settings.shipped import sample_project

ROOT = Path(__file__).parents[2]


def project(folder: Path, text: str = "") -> Path:
    (folder / "data" / "q1").mkdir(parents=True)
    (folder / "engagekit.toml").write_text(text, encoding="utf-8")
    return folder.resolve()


def test_a_project_is_found_upwards_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = project(tmp_path / "own")
    (own / "notebooks").mkdir()
    monkeypatch.chdir(own / "notebooks")
    assert find_project().home == own
    assert find_project().data == own / "data"
    monkeypatch.chdir(tmp_path)
    assert find_project().home is None


def test_settings_among_the_exports_of_a_project_are_not_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = project(tmp_path / "own")
    stray = own / "data" / "q1" / "engagekit.toml"
    stray.write_text("", encoding="utf-8")
    for place in (own, own / "data" / "q1", tmp_path):
        monkeypatch.chdir(place)
        found = find_project(own / "data" / "q1")
        assert (found.home, found.ignored) == (own, (stray,)), place


def test_settings_beside_exports_elsewhere_give_way_to_the_project_one_works_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = project(tmp_path / "own")
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "engagekit.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert find_project(exports).home == exports.resolve()
    monkeypatch.chdir(own)
    found = find_project(exports)
    assert (found.home, found.ignored) == (own, (exports.resolve() / "engagekit.toml",))


def test_exports_of_another_project_are_read_by_its_choices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, other = project(tmp_path / "own"), project(tmp_path / "other")
    monkeypatch.chdir(own)
    for place in (other, other / "data", other / "data" / "q1"):
        assert find_project(place).home == other


def test_the_sample_is_in_force_for_its_own_exports_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    sample = sample_project().resolve()
    assert find_project().home == sample
    assert find_project(ROOT / "data" / "sample").home == sample
    for strange in (tmp_path, ROOT / "tests", ROOT / "data"):
        assert find_project(strange).home is None


def test_a_project_can_be_named_and_is_then_in_force_for_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, other = project(tmp_path / "own"), project(tmp_path / "other")
    monkeypatch.delenv(VARIABLE, raising=False)
    with in_force(own):
        assert find_project(other).home == own
        with in_force(other), in_force(None):
            assert find_project().home == other
        assert os.environ[VARIABLE] == str(own)
    assert VARIABLE not in os.environ
    with in_force(tmp_path), pytest.raises(UsageError, match="is no project"):
        find_project()


def test_the_exports_may_lie_in_another_folder_of_the_project(tmp_path: Path) -> None:
    own = project(tmp_path / "own", '[project]\ndata = "raw"\n')
    assert data_of(own) == own / "raw"
    assert not is_project(own)
    (own / "raw").mkdir()
    assert is_project(own)


def test_files_can_be_left_alone_by_a_list_of_names() -> None:
    chosen = make_settings({"files": {"ignore": ["a.csv", "old/*"], "b.csv": {"sheet": "x"}}})
    assert [name for name, one in chosen.files.items() if one.ignore] == ["a.csv", "old/*"]
    assert chosen.files["b.csv"].sheet == "x"
    with pytest.raises(ValueError, match=r"not a list; write \[\"a.csv\"\]"):
        make_settings({"files": {"ignore": "a.csv"}})
