"""A third language is one catalogue and one line: with them it makes pages."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from types import SimpleNamespace

import pytest

from engagekit.locale import Locale, catalogue
from engagekit.sections.functions import for_display, function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding

PLACE = Path("LC_MESSAGES") / "engagekit.po"


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """German, of which two messages are translated."""
    for language in catalogue.LANGUAGES:
        catalogue.read(language)  # from their own place
    text = resources.files("engagekit.locale").joinpath("en", PLACE).read_text("utf-8")
    text = text.replace("Language: en_CA", "Language: de").replace('"Enquiries"', '"Anfragen"')
    text = text.replace("{value}%", "{value}\u00a0%")
    text += '\nmsgctxt "value"\nmsgid "the library"\nmsgstr "die Bibliothek"\n'
    file = tmp_path / "de" / PLACE
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
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


def test_the_library_is_called_as_a_third_language_calls_it(german: str) -> None:
    names = [for_display(Tables({}).in_language(one))["library"] for one in ("en", "fr", german)]
    assert names == ["the library", "la bibliothèque", "die Bibliothek"]
