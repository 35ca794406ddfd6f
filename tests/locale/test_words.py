"""Messages, numbers, money and dates in both languages."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from engagekit.errors import UsageError
from engagekit.locale import LANGUAGES, Locale
from engagekit.locale.catalogue import _form, agreeing, read, slots
from engagekit.settings.periods import period, quarter

CHOICE = re.compile(r"{\w+:[^|{}]*\|[^|{}]*}")
"""``{n:person|people}``: the words that go with a number."""


def test_both_languages_have_every_key() -> None:
    of_each = []
    for language in LANGUAGES:
        file = resources.files("engagekit.locale").joinpath(language, "LC_MESSAGES", "engagekit.po")
        heads = re.findall(r'(?m)^(?:msgctxt "(.*)"\n)?msgid "(.+)"', file.read_text("utf-8"))
        of_each.append({key for context, key in heads if not context})
    assert of_each[0] == of_each[1] == set(read("en").messages)


def test_a_message_has_the_same_slots_in_both_languages() -> None:
    french = read("fr").messages
    wrong = [key for key, text in read("en").messages.items() if slots(text) != slots(french[key])]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_has_named_slots_without_format_codes(language: str) -> None:
    for key, text in read(language).messages.items():
        assert text.strip(), key
        assert all(re.fullmatch(r"[a-z_]+", name) for name in slots(text)), key
        assert not re.search(r"{[^}]*[:!]", CHOICE.sub("", text)), key


def test_french_puts_a_no_break_space_before_a_colon_and_a_per_cent_sign() -> None:
    for key, text in read("fr").messages.items():
        assert not re.search(r" [%:»]|« |[^\s]%", text), key
    assert ":" in read("fr").messages["figure.alternative.only"]


def test_france_alone_has_a_narrow_space_before_a_question_mark() -> None:
    key = next(key for key, text in read("fr").messages.items() if re.match(r"[^{}]+ \w+\?$", text))
    for territory, end in (("FR", "\u202f?"), ("CA", "?"), ("BE", "?")):
        assert Locale("fr", territory).say(key).endswith(end)
        assert Locale("fr", territory).say(key).count("\u202f") == (territory == "FR")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_goes_with_a_number_has_every_plural_form_of_its_language(
    language: str,
) -> None:
    known = read(language)
    assert known.forms == 2
    for key, text in known.messages.items():
        for found in CHOICE.findall(text):
            assert found.count("|") == known.forms - 1, key


def test_every_text_of_the_kit_has_words_in_every_other_language() -> None:
    # English is the language they stand in, but for names of columns
    assert read("en").texts == {"value": {"id": "staff number", "upn": "sign-in name"}}
    french = read("fr").texts
    assert {"value", "notebook"} <= set(french)
    for texts in french.values():
        for text, words in texts.items():
            assert slots(text) == slots(words), text


def test_a_language_of_three_plural_forms_takes_the_one_of_its_own_rule() -> None:
    polish = "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
    form = _form(polish, "pl")
    text = "{n} {n:dzień|dni (few)|dni}"
    said = [agreeing(text, {"n": n}, form).format(n=n) for n in (1, 2, 5, 12, 22)]
    assert said == ["1 dzień", "2 dni (few)", "5 dni", "12 dni", "22 dni (few)"]
    assert agreeing("{n:day|days}", {"n": 5}, form) == "days", "what is not translated is English"


def test_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"'figure.n_of_bass'.*Did you mean 'figure.n_of_base'"):
        Locale("en").say("figure.n_of_bass", n=1, base=2)


def test_a_missing_or_extra_slot_is_refused() -> None:
    with pytest.raises(UsageError, match="has the slots base, n; given were n"):
        Locale("en").say("figure.n_of_base", n=1)
    with pytest.raises(UsageError, match="given were base, k, n"):
        Locale("en").say("figure.n_of_base", n=1, base=2, k=3)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="language 'de'"):
        Locale("de").say("figure.n", n=1)


COUNTS = frozenset(
    re.findall(
        r"\w+",
        """
        n count acts told aside read kept late still fresh others drafted usable people events
        attended seats months views met found new lapsed regained never seven up down joined
        lost champions known by_name unknown higher lower asked changed cells none same written
        touched confirmed kinds bare oldest value new_n lapsed_n up_n ready there
        """,
    )
)
ALWAYS_SEVERAL = ("items_none", "over_time", "quadrant_placed", "quadrant_unclear")
"""Sentences that are said of two or more only."""
PLURAL = {
    "en": r"people|persons|departments|champions|acts|promises|stories|initiatives|touches|steps|"
    r"meetings|events|seats|colleagues|rows|answers|questions|needs|kinds|services|comments|months|"
    r"quarters|points|lines|assumptions|numbers|counters|relations|cells|views|are|were|have|stay|"
    r"stand|rest|do|say|know|wait",
    "fr": r"personnes|services|alliés|gestes|promesses|récits|initiatives|contacts|étapes|réunions|"
    r"activités|places|collègues|lignes|réponses|questions|besoins|sortes|commentaires|trimestres|"
    r"points|postes|hypothèses|nombres|compteurs|relations|cases|vues|sont|étaient|ont|n['’]ont|"
    r"restent|disent|peuvent|connaissent|attendent|reposent",
}
"""What does not go with a 1 before it."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_of_one_is_said_in_the_singular(language: str) -> None:
    wrong = []
    for key, text in read(language).messages.items():
        if key.startswith("finding.") and key.split(".")[1] not in ALWAYS_SEVERAL:
            given = {name: 1 if name in COUNTS else 12 for name in slots(text)}
            said = re.sub(r"\([^)]*\)", "", Locale(language).say(key, **given)).replace("  ", " ")
            if re.search(rf"\b1 ({PLURAL[language]})\b", said):
                wrong.append(f"{key}: {said}")
    assert wrong == []


WRITTEN = [
    pytest.param(call, *case, id=f"{call} {case[1]}")
    for call, cases in tomllib.loads(
        Path(__file__).with_name("written.toml").read_text("utf-8")
    ).items()
    for case in cases
]


@pytest.mark.parametrize(("call", "given", "english", "french"), WRITTEN)
def test_it_is_written_as_each_language_writes_it(
    call: str, given: list[Any], english: str, french: str
) -> None:
    *places, slots = given if call == "say" else [*given, {}]
    said = [getattr(Locale(language), call)(*places, **slots) for language in ("en", "fr")]
    assert said == [english, french]


def test_a_period_is_written_with_its_months_and_no_number_as_a_dash() -> None:
    assert Locale("en").span(period("FY2026-27")) == "FY 2026-27 (April 2026 to March 2027)"
    assert Locale("fr").span(quarter("2026 Q2", 1)) == "T2 2026 (avril à juin 2026)"
    assert Locale("en").number(None, "share") == "–"


def test_another_currency_is_named() -> None:
    assert Locale("en", currency="USD").number(1234.5, "money") == "US$1,235"


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'shares'. Did you mean 'share'"):
        Locale("en").number(0.5, "shares")


def test_french_is_set_as_a_printer_sets_it() -> None:
    straight = [key for key, text in read("fr").messages.items() if re.search(r"\w'\w", text)]
    assert straight == []
    spaced = [
        key for key, text in read("fr").messages.items() if re.search(r" [:?!%»]|« | ;(?!$)", text)
    ]
    assert [key for key in spaced if not re.search(r"[`{]", read("fr").messages[key])] == []


def test_a_french_period_takes_its_article() -> None:
    first, last = Locale("fr").label("FY2025-26 Q1"), Locale("fr").label("FY2026-27 Q2")
    said = Locale("fr").say("number.interval", low=first, high=last)
    assert said == "du T1 2025-26 au T2 2026-27"
    years = {"low": Locale("fr").label("2025-26"), "high": Locale("fr").label("2026-27")}
    assert (
        Locale("fr").say("number.interval", **years) == "de l’exercice 2025-26 à l’exercice 2026-27"
    )
    assert "Au T2 2026-27" in Locale("fr").say(
        "finding.reach_over_time_one", last="64", last_period=last
    )


@pytest.mark.parametrize(
    ("language", "country", "day_", "money"),
    [("en", "CA", "January 15, 2027", "$1,235"), ("en", "US", "January 15, 2027", "CA$1,235"),
     ("en", "GB", "15 January 2027", "CA$1,235"), ("fr", "CA", "15 janvier 2027", "1 235 $"),
     ("fr", "FR", "15 janvier 2027", "1 235 $CA")],
)  # fmt: skip
def test_a_country_writes_days_and_money_in_its_own_way(
    language: str, country: str, day_: str, money: str
) -> None:
    locale = Locale(language, country)
    assert locale.code == f"{language}_{country}"
    assert locale.day("2027-01-15") == day_
    assert re.sub(r"\s", " ", locale.number(1234.5, "money")) == money
    assert re.sub(r"\s", " ", locale.number(0.41, "share")) == (
        "41%" if language == "en" else "41 %"
    )
    settings = {"language": language, "territory": country, "currency": "CAD"}
    assert Locale.of(settings) == locale
