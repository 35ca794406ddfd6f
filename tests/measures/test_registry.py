"""The registry knows every measure that the code can give, and all of each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

import engagekit
from engagekit.errors import UsageError
from engagekit.locale.definitions import PARTS, definition, definitions, name_of
from engagekit.measures._frame import measure_frame
from engagekit.measures.quadrant import BY_COST, BY_MONEY, OTHERS, names_of
from engagekit.measures.registry import MEASURES, Of, check, kinds, measure

CORNERS = [name for across in OTHERS for name in names_of(across)]
CORNERS += [BY_MONEY.among, BY_COST.among]


MODULES = [
    ast.parse(file.read_text("utf-8"))
    for room in ("measures", "sections")
    for file in (Path(engagekit.__file__).parent / room).glob("*.py")
]
NASTY = Path(__file__).parents[1] / "nasty" / "expected.csv"


def _named(module: ast.Module) -> Iterator[ast.expr]:
    """What stands where a row or a metric names its measure, if it is written out there."""
    for node in ast.walk(module):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "measure":
                    yield value
        elif isinstance(node, ast.keyword) and node.arg == "measure":
            yield node.value
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            name, number, *_ = node.value.elts
            if isinstance(number, ast.Call):
                yield name


def _texts(expression: ast.AST) -> set[str]:
    texts = (node.value for node in ast.walk(expression) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str)}


def test_every_measure_that_the_code_names_is_registered() -> None:
    """What is not written out where it is yielded is refused when it reaches a frame, see below."""
    named = [place for module in MODULES for place in _named(module)]
    plain = {text for place in named if isinstance(place, ast.Constant) for text in _texts(place)}
    assert {"reach", "promises kept", "no-show rate"} <= plain
    check(plain)
    check(CORNERS)


def test_no_measure_is_registered_that_the_code_does_not_name() -> None:
    written = {text for module in MODULES for text in _texts(module)}
    measured = set(pd.read_csv(NASTY, dtype="str")["measure"])
    plain = {name for name in MEASURES if "{" not in name}
    assert plain - written - measured - {*CORNERS} == set()


def test_every_measure_has_all_fields() -> None:
    for name, record in MEASURES.items():
        assert record.id == name
        assert record.unit, name
        assert record.of in set(get_args(Of)) - {"unknown"}, name
        assert len(record.counts) == 2, name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_measure_has_a_name_and_a_definition(language: str) -> None:
    missing = [
        name
        for name in MEASURES
        if not set(PARTS) < set(definition(name, language) or ())
        or not name_of(name.replace("{number}", "3"), language)
    ]
    assert missing == []


def test_every_definition_is_of_a_measure() -> None:
    assert {name for name in definitions("en") if measure(name).of == "unknown"} == {
        "response rate ({standard})"
    }


def test_a_pattern_takes_its_words_along() -> None:
    assert measure("reach 3+").counts == ("reached 3+", "roster")
    assert measure("touches per contact reached").counts == ("reached", "reached")


def test_a_number_stands_in_a_slot_of_numbers_alone() -> None:
    assert measure("reach often+").of == "unknown"
    assert measure("cost per seat").of == "unknown"


def test_a_frame_refuses_a_measure_that_is_not_registered() -> None:
    with pytest.raises(UsageError, match=r"'reech' is not registered\. Did you mean 'reach'"):
        measure_frame([{"measure": "reech", "n": 1}])
    frame = measure_frame([{"measure": "our own", "n": 1}], own=True)
    assert kinds(frame).tolist() == ["unknown"]


def test_numbers_of_a_measure_of_somebodys_own_are_tied_to_no_other() -> None:
    assert measure("our own").counts == ("our own", "base of our own")
