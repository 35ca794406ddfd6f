"""A third language is one catalogue and one line: with them it makes pages, the rest in English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from engagekit.locale import Locale, catalogue
from engagekit.sections.functions import for_display, function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding

PLACE = Path("LC_MESSAGES") / "engagekit.po"
CATALOGUE = r"""
msgid ""
msgstr ""
"Language: de\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "section.enquiries"
msgstr "Anfragen"

msgid "number.per_cent"
msgstr "{value} %"

msgctxt "value"
msgid "the library"
msgstr "die Bibliothek"
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """German, of which three messages are translated."""
    for language in catalogue.LANGUAGES:
        catalogue.read(language)  # from their own place
    file = tmp_path / "de" / PLACE
    file.parent.mkdir(parents=True)
    file.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(catalogue, "LANGUAGES", (*catalogue.LANGUAGES, "de"))
    monkeypatch.setattr(catalogue, "resources", SimpleNamespace(files=lambda _: tmp_path))
    yield "de"
    catalogue.read.cache_clear()


@pytest.mark.parametrize("name", ["enquiries", "contract_calendar", "ask"])
def test_a_section_speaks_a_third_language(name: str, german: str, sample: Tables) -> None:
    made = function_of(QUESTIONS[name])(sample.in_language(german))
    assert not made.missing
    assert made.title == {"enquiries": "Anfragen"}.get(name, Locale("en").say(f"section.{name}"))
    assert made._repr_mimebundle_()
    assert finding(made)


def test_what_is_not_translated_stays_english(german: str, sample: Tables) -> None:
    tables = sample.in_language(german)
    made = function_of(QUESTIONS["reach"])(tables, during="FY2026-27 Q2")
    assert finding(made).startswith("We reached at least 384 of 598 colleagues (64 %).")
    assert tables.locale.day("2027-01-15") == "15. Januar 2027"
    assert tables.locale.value("upn") == "sign-in name"


def test_the_library_is_called_as_a_third_language_calls_it(german: str) -> None:
    names = [for_display(Tables({}).in_language(one))["library"] for one in ("en", "fr", german)]
    assert names == ["the library", "la bibliothèque", "die Bibliothek"]
