"""The tiles of page one say what they count."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame, share
from engagekit.reporting.brief.first_page import _loved, _means, _reached


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


NAN = float("nan")


@pytest.mark.parametrize(
    ("least", "most", "value"),
    [
        (0.9, NAN, "90% or more"),
        (NAN, 0.4, "40% or less"),
        (0.6, 0.85, "between 60% and 85%"),
        (NAN, NAN, ""),
    ],
)
def test_of_a_protected_number_its_ends_are_on_page_one(
    least: float, most: float, value: str
) -> None:
    """The satisfaction of a library that nearly all love was nowhere in its brief."""
    frame = measure_frame([share("satisfaction", 54, 56)])
    frame = frame.assign(suppressed=True, at_least=least, at_most=most, recoded=bool(value))
    frame.loc[:, ["estimate", "low", "high", "n"]] = NAN
    section = SimpleNamespace(frame=frame, settings={"targets": {"satisfaction": 0.95}}, missing="")
    headline = SimpleNamespace(section=section)
    content: Any = SimpleNamespace(headline=headline, items=(), locale=Locale("en"), period={})
    number = _loved(content)
    assert (number.value if number else "") == value
    if number:
        assert number.label == "of the 56 who gave a rating are satisfied" and not number.is_off
        assert number.under == ("target 95%",)


def test_nothing_empty_stands_under_a_number() -> None:
    frame = measure_frame([share("reach", 66, 126)]).assign(suppressed=False)
    section = SimpleNamespace(frame=frame, settings={}, missing="")
    headline = SimpleNamespace(section=section)
    content: Any = SimpleNamespace(headline=headline, items=(), locale=Locale("en"), period={})
    number = _reached(content)
    assert number is not None and number.under == ()
