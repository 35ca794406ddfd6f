"""The words of a page: those it uses, in both languages, told once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from engagekit.locale import Locale
from engagekit.reporting.html.page import TERMS, glossary


def _content(language: str, *findings: str) -> Any:
    items = [
        SimpleNamespace(section=SimpleNamespace(title=""), finding=text, notes=())
        for text in findings
    ]
    return SimpleNamespace(locale=Locale(language), items=items)


def test_only_words_of_the_page_are_told_in_the_order_of_the_alphabet() -> None:
    said = glossary(_content("en", "We reached 12 of 30 colleagues.", "3 champions did 9 acts of support."))  # fmt: skip
    assert [word for word, _ in said] == ["Act of support", "Champion", "Reach"]
    assert glossary(_content("en", "Nothing.")) == ()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_word_is_told_in_one_or_two_short_sentences(language: str) -> None:
    messages = Locale(language).catalogue.messages
    assert {key for key in messages if key.startswith("glossary.")} == {
        f"glossary.{term}" for term in TERMS
    }
    everything = glossary(_content(language, *(messages[f"glossary.{term}"] for term in TERMS)))
    assert len(everything) == len(TERMS)
    for word, meaning in everything:
        assert meaning.endswith(".") and len(meaning.split()) <= 25, word
        assert "|" not in word + meaning


def test_the_same_word_is_found_in_french_with_its_typeset_apostrophe() -> None:
    said = dict(glossary(_content("fr", "14 de nos 33 gestes d’appui viennent de deux personnes.")))
    assert "Geste d’appui" in said
