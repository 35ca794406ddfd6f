"""A power company in Québec: a plan beside what was spent so far, hand-kept use, contracts abroad."""

from __future__ import annotations

from pathlib import Path

from babel import Locale

from engagekit.parsing.word_lists import by_word
from tests.stranger import small


def test_use_in_the_workbook_of_the_kit_needs_no_number_of_its_own(tmp_path: Path) -> None:
    head = ["platform", "metric", "on", "n"]
    rows = [head, *[[name, "Searches", "2026-02-01", "4"] for name in ("Scopus", "Kompass")]]
    assert small.gate(tmp_path, usage__csv=rows).tables.usage["n"].sum() == 8


def test_the_months_of_every_language_are_known_as_its_standard_writes_them() -> None:
    known, kinds = by_word("cells.months"), ("wide", "abbreviated")
    for language in ("en_CA", "en_GB", "fr_CA", "fr", "de", "nl", "es", "it", "pt_BR"):
        months = Locale.parse(language).months["format"]
        for at, name in [pair for kind in kinds for pair in months[kind].items()]:
            assert known[name.rstrip(".").casefold()] == str(at), (language, name)
