from __future__ import annotations

import pytest

from engagekit.locale.definitions import PARTS, definitions


def test_a_standard_is_named_in_both_languages() -> None:
    english, french = (
        {n for n, p in definitions(one).items() if "standard" in p} for one in ("en", "fr")
    )
    assert english == french
    assert english


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_definition_is_whole_in_both_languages(language: str) -> None:
    for name, parts in definitions(language).items():
        assert set(parts) - {"label", "standard"} == {"name", *PARTS}, name
        assert all(text.strip() for text in parts.values()), name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_two_measures_have_one_name(language: str) -> None:
    """Of two the sheet of definitions would lose one, and a reader could not tell them apart."""
    told = [parts["name"].casefold() for parts in definitions(language).values()]
    assert sorted(told) == sorted(set(told))


def test_a_language_without_definitions_yet_has_the_english_ones() -> None:
    assert definitions("de") == definitions("en")
