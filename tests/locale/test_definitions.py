from __future__ import annotations

import pytest

from engagekit.locale.definitions import PARTS, definitions
from tests.measure_names import names, source


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


TEXT = """
ONE = "set at the top"


def rows(tables):
    for name, n in (("in a loop", 1), ("in a loop too", 2)):
        yield {"measure": name, "n": n}
    counts = {"a key": 1}
    counts["a key set later"] = 2
    yield from [{"measure": name, "n": n} for name, n in counts.items()]
    yield share("handed on", 3)
    yield {"measure": f"number {tables}+"}
    yield dict(measure=ONE if tables else "else")
    yield {"measure": tables.pick()}


def share(measure, n):
    return {"measure": measure, "n": n}
"""


def test_names_are_found_however_they_are_handed_to_a_frame() -> None:
    found, untold = names([source(TEXT, "")])
    assert set(found) == {
        "in a loop", "in a loop too", "a key", "a key set later", "handed on", "number {}+", "else",
        "set at the top",
    }  # fmt: skip
    assert len(untold) == 1
    assert "tables.pick()" in untold.pop()


def test_a_language_without_definitions_yet_has_the_english_ones() -> None:
    assert definitions("de") == definitions("en")
