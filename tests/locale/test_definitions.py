from __future__ import annotations

import pytest

from engagekit.disclosure._cells import MEANINGS
from engagekit.locale.definitions import PARTS, definition, definitions, name_of
from engagekit.measures._frame import OF_THINGS, SURVEYED
from engagekit.measures.quadrant import MONEY, USE, names_of
from tests.measure_names import names, source, sources


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_definition_is_whole_in_both_languages(language: str) -> None:
    for name, parts in definitions(language).items():
        assert set(parts) == {"name", *PARTS}, name
        assert all(text.strip() for text in parts.values()), name


def test_every_measure_that_the_code_names_is_defined() -> None:
    named, untold = names(sources())
    assert {"reach", "rank correlation", "promises kept", "newsletter action rate"} <= set(named)
    lacking = {
        name: place
        for name, place in named.items()
        if definition(name.replace("{}", "3"), "en") is None
    }
    assert lacking == {}
    beside = {place for place in untold if place.startswith("engagekit.measures.")}
    assert {place.split(",")[0] for place in beside} <= {"engagekit.measures.quadrant"}


def test_every_measure_that_the_rules_of_disclosure_know_is_defined() -> None:
    known = {*OF_THINGS, *SURVEYED, *MEANINGS, *names_of(MONEY), *names_of(USE)}
    assert {name for name in known if definition(name, "en") is None} == set()


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


def test_a_count_of_any_name_per_head_is_defined_and_named_in_both_languages() -> None:
    assert definition("visits per 1,000", "en") == definition("visits per head", "en")
    assert name_of("visits per 1,000", "fr") == "Visits par 1\u00a0000 personnes"
    assert name_of("funding per head", "fr") == definitions("fr")["funding per head"]["name"]
