"""The tiles of page one say what they count."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from engagekit.locale import Locale
from engagekit.reporting.brief.first_page import _means


@pytest.mark.parametrize(("args", "english", "french"), [
    ({"points": 10.0, "least": 9.0, "scale": "<NA>", "words": []},
     "satisfied means 9 or 10 of 10", "satisfait signifie 9 ou 10 sur 10"),
    ({"points": 3.0, "least": 3.0, "scale": "<NA>", "words": []},
     "satisfied means 3 of 3", "satisfait signifie 3 sur 3"),
    ({"points": 5.0, "least": 4.0, "scale": "quality-5-en", "words": ["Good", "Excellent"]},
     "satisfied means “Good” or “Excellent”", "satisfait signifie «\u00a0Good\u00a0» ou «\u00a0Excellent\u00a0»"),
    ({"points": 5.0, "least": 4.0, "scale": "satisfaction-5-en", "words": ["Satisfied", "Very"]}, "", ""),
    ({}, "", ""),
])  # fmt: skip
def test_the_tile_says_which_answers_are_satisfied(
    args: dict[str, Any], english: str, french: str
) -> None:
    section = SimpleNamespace(name="satisfaction", missing="", sentence_args=args)
    items = (SimpleNamespace(section=section),)
    for language, text in (("en", english), ("fr", french)):
        content: Any = SimpleNamespace(items=items, locale=Locale(language))
        assert _means(content) == text
    nothing: Any = SimpleNamespace(items=(), locale=Locale("en"))
    assert _means(nothing) == ""
