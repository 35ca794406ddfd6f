from __future__ import annotations

import re
from pathlib import Path

import pytest

import engagekit
from engagekit.definitions import PARTS, definition, definitions


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_definition_is_whole_in_both_languages(language: str) -> None:
    for name, parts in definitions(language).items():
        assert set(parts) == {"name", *PARTS}, name
        assert all(text.strip() for text in parts.values()), name


def test_the_measures_of_the_kit_that_have_plain_names_are_defined() -> None:
    folder = Path(engagekit.__file__).parent / "measures"
    text = "\n".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    names = set(re.findall(r'"?measure"?\s*[:=]\s*"([^"{]+)"', text))
    assert "reach" in names
    assert {name for name in names if definition(name, "en") is None} == set()
