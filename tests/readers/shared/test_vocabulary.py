from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import SettingsError
from engagekit.parsing import word_lists
from engagekit.readers.shared import vocabulary


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    return tmp_path


FILES = sorted([*vocabulary.FOLDER.glob("*.toml"), *word_lists.CELLS.glob("*.toml")])


def test_every_vocabulary_of_the_package_loads() -> None:
    for file in FILES:
        assert word_lists._read(file.parent, file.stem), file.name


def test_lists_and_tables_are_returned_in_the_order_of_the_file(folder: Path) -> None:
    (folder / "tool.toml").write_text('[head]\nb = ["Name", "Nom"]\na = ["Mail"]\n', "utf-8")
    assert dict(vocabulary.words("tool.head")) == {"b": ("Name", "Nom"), "a": ("Mail",)}
    assert list(vocabulary.words("tool.head")) == ["b", "a"]
    assert vocabulary.by_word("tool.head")["Nom"] == "b"


def test_a_vocabulary_cannot_be_changed_and_is_read_once(folder: Path) -> None:
    (folder / "tool.toml").write_text('a = ["Mail"]\n', "utf-8")
    first = vocabulary.words("tool")
    with pytest.raises(TypeError):
        first["a"] = ()  # type: ignore[index]
    (folder / "tool.toml").unlink()
    assert vocabulary.words("tool") is first


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('a = "Mail"', r"tool\.toml, key 'a': expected a list of words, found 'Mail'"),
        ("a = [1]", r"tool\.toml, key 'a'"),
        ('a = ["ok", " "]', r"tool\.toml, key 'a'"),
        ('[head]\na = [""]', r"tool\.toml, key 'head\.a'"),
        ('a = ["Mail", "Mail"]', r"tool\.toml, key 'a': 'Mail' stands twice"),
        ("a = [", r"tool\.toml is not valid TOML"),
    ],
)
def test_a_fault_names_file_and_key(folder: Path, text: str, says: str) -> None:
    (folder / "tool.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=says):
        vocabulary.words("tool")


def test_a_word_of_two_meanings_has_no_key(folder: Path) -> None:
    (folder / "tool.toml").write_text('a = ["x"]\nb = ["x"]\n', "utf-8")
    with pytest.raises(SettingsError, match=r"tool\.toml, key 'b': 'x' stands under 'a' too"):
        vocabulary.by_word("tool")


def test_names_that_do_not_exist_are_errors_with_the_nearest(folder: Path) -> None:
    (folder / "tool.toml").write_text('[head]\na = ["x"]\n', "utf-8")
    with pytest.raises(SettingsError, match="Did you mean 'tool'"):
        vocabulary.words("tol")
    with pytest.raises(SettingsError, match=r"no table \[haed\]. Did you mean 'head'"):
        vocabulary.words("tool.haed")
    with pytest.raises(SettingsError, match="holds tables, not words"):
        vocabulary.words("tool")
