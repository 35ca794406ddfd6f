"""Why something could not be measured: each reason of the code is worded in both languages."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import engagekit
from engagekit.errors import NotMeasuredError
from engagekit.locale.catalogue import read, slots
from engagekit.locale.missing import missing_words, not_measured

HOME = Path(engagekit.__file__).parent
LANGUAGES = ("en", "fr")
FAMILIES = {
    "not_asked_{}": "not_asked_",
    "unset_{}": "unset_",
    "no_usage_{}": "no_usage_",
    "none_{}_{}": "none_",
    "no_relation_{}": "no_relation_",
    "<name>": "no_",
}
"""Keys that are put together, with what all of them begin with."""


def _calls() -> Iterator[tuple[str, set[str]]]:
    """The key and the arguments of every reason in the code."""
    for file in sorted(HOME.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            at = {"not_measured": 0, "require": 1}
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in at:
                first = node.args[at[node.func.id]]
                key = first.value if isinstance(first, ast.Constant) else _pattern(first)
                yield str(key), {str(word.arg) for word in node.keywords if word.arg}


def _pattern(node: ast.expr) -> str:
    """A key that is put together, with ``{}`` for each part that is not written out."""
    if not isinstance(node, ast.JoinedStr):
        return "<name>"
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
    )


CALLS = sorted({(key, tuple(sorted(given))) for key, given in _calls()})


def _reasons(language: str) -> dict[str, str]:
    head = "missing."
    texts = read(language).messages.items()
    return {key.removeprefix(head): text for key, text in texts if key.startswith(head)}


def test_there_are_reasons() -> None:
    assert len(CALLS) > 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_of_the_code_has_a_message_with_its_slots(language: str) -> None:
    reasons = _reasons(language)
    calls = [call for call in CALLS if call[0] not in FAMILIES]
    assert [key for key, given in calls if slots(reasons[key]) != set(given)] == []


def test_a_reason_that_is_put_together_has_messages() -> None:
    for key in {key for key, _ in CALLS} & set(FAMILIES):
        assert any(name.startswith(FAMILIES[key]) for name in _reasons("en")), key


def test_no_message_is_without_a_reason() -> None:
    plain = {key for key, _ in CALLS}
    source = "\n".join(file.read_text("utf-8") for file in HOME.rglob("*.py"))
    left = {key for key in _reasons("en") if key not in plain and f'"{key}"' not in source}
    families = tuple(start for start in FAMILIES.values() if start != "no_")
    assert {key for key in left if not key.startswith(families)} == set()


def test_both_languages_have_the_same_reasons_and_slots() -> None:
    english, french = (_reasons(language) for language in LANGUAGES)
    assert set(english) == set(french)
    for key, text in english.items():
        assert slots(text) == slots(french[key]), key
        assert text.startswith("Not measured: "), key
        assert french[key].startswith("Non mesuré\u00a0: "), key


def test_a_reason_is_worded_in_english_and_keeps_its_facts() -> None:
    error = not_measured("sheet", name="budget")
    assert str(error) == "Not measured: needs the sheet budget."
    assert (error.key, error.arguments) == ("sheet", {"name": "budget"})
    assert missing_words(error, "fr") == "Non mesuré\u00a0: il manque la feuille budget."


def test_a_reason_goes_to_another_process_with_its_facts() -> None:
    error = pickle.loads(pickle.dumps(not_measured("sheet", name="budget")))
    assert missing_words(error, "fr") == "Non mesuré\u00a0: il manque la feuille budget."


def test_an_error_without_a_key_is_said_as_it_is() -> None:
    assert missing_words(NotMeasuredError("Not measured: our own."), "fr") == (
        "Not measured: our own."
    )
