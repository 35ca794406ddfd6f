"""A power company in Québec: a plan beside what was spent so far, hand-kept use, contracts abroad."""

from __future__ import annotations

from babel import Locale

from engagekit.parsing.word_lists import by_word


def test_the_months_of_every_language_are_known_as_its_standard_writes_them() -> None:
    known, kinds = by_word("cells.months"), ("wide", "abbreviated")
    for language in ("en_CA", "en_GB", "fr_CA", "fr", "de", "nl", "es", "it", "pt_BR"):
        months = Locale.parse(language).months["format"]
        for at, name in [pair for kind in kinds for pair in months[kind].items()]:
            assert known[name.rstrip(".").casefold()] == str(at), (language, name)
