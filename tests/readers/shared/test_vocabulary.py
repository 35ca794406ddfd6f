from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engagekit.parsing import word_lists
from engagekit.questionnaires.text_files import HERE
from engagekit.readers.shared import vocabulary

FILES = sorted(
    [*vocabulary.FOLDER.glob("*.toml"), *word_lists.CELLS.glob("*.toml"), *HERE.glob("*.toml")]
)


def lists_of(part: dict[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    for key, value in part.items():
        if isinstance(value, dict):
            yield from lists_of(value, f"{name}.{key}")
        else:
            yield f"{name}.{key}", value


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_list_holds_different_words(file: Path) -> None:
    for name, listed in lists_of(tomllib.loads(file.read_text("utf-8")), file.stem):
        assert isinstance(listed, list) and listed, name
        assert all(isinstance(word, str) and word.strip() for word in listed), name
        assert len({*listed}) == len(listed), name


@pytest.mark.parametrize("name", ["months", "zones", "halves", "flags"])
def test_a_word_of_a_cell_has_one_meaning(name: str) -> None:
    listed = [word for words in word_lists.words(f"cells.{name}").values() for word in words]
    assert len({*listed}) == len(listed)


def test_lists_are_read_only_and_in_the_order_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    (tmp_path / "tool.toml").write_text('[head]\nb = ["Name", "Nom"]\na = ["Mail"]\n', "utf-8")
    words = vocabulary.words("tool.head")
    assert list(words.items()) == [("b", ("Name", "Nom")), ("a", ("Mail",))]
    assert vocabulary.by_word("tool.head")["Nom"] == "b"
    with pytest.raises(TypeError):
        words["a"] = ()  # type: ignore[index]
