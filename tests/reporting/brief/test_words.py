"""The words of the brief: short titles, plain words, money with its period, in both languages."""

from __future__ import annotations

import re

import pytest

from engagekit.locale.catalogue import read
from engagekit.locale.words import LANGUAGES
from engagekit.reporting.document.document import TITLE_WORDS

METHOD = r"\b(Holm|Wilson|AAPOR|RR2|p-value|Wald|median|bootstrap|confidence interval)\b"
"""Words of method: they stand in the data book, never in a title."""
LONGEST_SENTENCE = 30
"""Words of a sentence of the brief at most: what is understood at one reading."""
LONG = 7
"""Letters from which a word counts as long, as the readability index LIX has it."""
LIX = {"en": 50, "fr": 55}
"""From 55 on a text counts as hard to read; French words are longer."""


def _titles(language: str) -> dict[str, str]:
    """What stands in bold: the front part of each finding that has one, and the brief's own."""
    messages = read(language).messages
    found = {
        key: text.split("\n")[0]
        for key, text in messages.items()
        if key.startswith("finding.") and "\n" in text.lstrip("\n") and not text.startswith("\n")
    }
    own = ("brief.card_", "brief.moved_", "brief.headline_", "brief.love_")
    return found | {key: text for key, text in messages.items() if key.startswith(own)}


def _slots(text: str) -> list[str]:
    """Slots that hold a number: one that only agrees with a word holds none."""
    return [name for name, rest in re.findall(r"\{(\w+)(:[^}]*)?\}", text) if not rest]


NAMES = frozenset(
    {"department", "departments", "item", "high", "low", "theme", "names", "first", "second", "up",
     "down", "gap", "money", "initiative", "outcome", "option", "line", "group", "name", "when",
     "reason", "grade", "day", "more", "less", "previous"}
)  # fmt: skip
"""Slots that hold words."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_has_fifteen_words_and_two_numbers_at_most_and_no_word_of_method(
    language: str,
) -> None:
    titles = _titles(language)
    assert len(titles) > 60
    for key, text in titles.items():
        plain = re.sub(r"\{\w+:([^|}]*)[^}]*\}", r"\1", text)
        assert len(plain.split()) <= TITLE_WORDS, f"{key}: {plain}"
        share_beside_count = 1 if "({share})" in text else 0
        numbers = [name for name in _slots(text) if name not in NAMES]
        assert len(numbers) - share_beside_count <= 3, f"{key}: {plain}"
        words = re.sub(r"\{\w+\}", "", plain)
        assert not re.search(METHOD, words, re.I), f"{key}: {plain}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_reads_easily(language: str) -> None:
    texts = [text for key, text in read(language).messages.items() if key.startswith("brief.")]
    sentences = [one for text in texts for one in re.split(r"[.!?:;]\s|\n", text) if one.strip()]
    words = [word for one in sentences for word in re.findall(r"[^\W\d_]+", one)]
    assert max(len(one.split()) for one in sentences) <= LONGEST_SENTENCE
    lix = len(words) / len(sentences) + 100 * sum(len(w) >= LONG for w in words) / len(words)
    assert lix <= LIX[language]


def test_a_hard_text_would_be_found() -> None:
    assert re.search(METHOD, "Wilson interval")
    assert _slots("{n} of {base} {base:promise|promises}") == ["n", "base"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_money_over_time_says_per_what(language: str) -> None:
    messages = read(language).messages
    for key in ("finding.funding_over_time", "finding.funding_in_real_terms"):
        assert {"en": "per quarter", "fr": "par trimestre"}[language] in messages[key]
