"""Messages, numbers, money and dates in both languages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from engagekit.errors import UsageError
from engagekit.locale import Locale
from engagekit.locale.catalogue import _form, agreeing, read
from engagekit.locale.words import (
    LANGUAGES,
    catalogue,
    day,
    interval,
    label,
    number,
    plural,
    say,
    slots,
    span,
)
from engagekit.settings.periods import period, quarter

NBSP = "\u00a0"
CHOICE = re.compile(r"{\w+:[^|{}]*\|[^|{}]*}")
"""``{n:person|people}``: the words that go with a number."""


def test_both_languages_have_every_key() -> None:
    assert set(catalogue("en")) == set(catalogue("fr"))


def test_a_message_has_the_same_slots_in_both_languages() -> None:
    french = catalogue("fr")
    wrong = [key for key, text in catalogue("en").items() if slots(text) != slots(french[key])]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_has_named_slots_without_format_codes(language: str) -> None:
    for key, text in catalogue(language).items():
        assert text.strip(), key
        assert all(re.fullmatch(r"[a-z_]+", name) for name in slots(text)), key
        assert not re.search(r"{[^}]*[:!]", CHOICE.sub("", text)), key


def test_french_puts_a_no_break_space_before_a_colon_and_a_per_cent_sign() -> None:
    for key, text in catalogue("fr").items():
        assert not re.search(r" [%:»]|« |[^\s]%", text), key
    assert ":" in catalogue("fr")["figure.alternative.only"]


def test_france_alone_has_a_narrow_space_before_a_question_mark() -> None:
    key = next(key for key, text in catalogue("fr").items() if re.match(r"[^{}]+ \w+\?$", text))
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


def test_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"'figure.n_of_bass'.*Did you mean 'figure.n_of_base'"):
        say("figure.n_of_bass", "en", n=1, base=2)


def test_a_missing_or_extra_slot_is_refused() -> None:
    with pytest.raises(UsageError, match="has the slots base, n; given were n"):
        say("figure.n_of_base", "en", n=1)
    with pytest.raises(UsageError, match="given were base, k, n"):
        say("figure.n_of_base", "en", n=1, base=2, k=3)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="language 'de'"):
        say("figure.n", "de", n=1)


def test_braces_in_a_value_are_text() -> None:
    assert say("figure.alternative.only", "en", label="{n}", value="3") == "{n}: 3."


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
    for key, text in catalogue(language).items():
        if key.startswith("finding.") and key.split(".")[1] not in ALWAYS_SEVERAL:
            given = {name: 1 if name in COUNTS else 12 for name in slots(text)}
            said = re.sub(r"\([^)]*\)", "", say(key, language, **given)).replace("  ", " ")
            if re.search(rf"\b1 ({PLURAL[language]})\b", said):
                wrong.append(f"{key}: {said}")
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_are_said_in_the_plural(language: str) -> None:
    one, two = (say("finding.events", language, count=n) for n in (1, 2))
    assert one.replace("1", "") != two.replace("2", "")


def test_a_word_goes_with_its_number_as_the_language_has_it() -> None:
    assert say("finding.events", "en", count=0) == "0 events were held in the period."
    assert say("finding.events", "fr", count=0) == "0 activité a eu lieu pendant la période."


def test_whole_numbers_in_slots_are_grouped() -> None:
    assert say("figure.n", "fr", n=1234567) == f"n 1{NBSP}234{NBSP}567"


@pytest.mark.parametrize(
    ("value", "unit", "english", "french"),
    [
        (0.412, "share", "41%", f"41{NBSP}%"),
        (0.0, "share", "0%", f"0{NBSP}%"),
        (0.004, "share", "under 1%", f"moins de 1{NBSP}%"),
        (0.005, "share", "1%", f"1{NBSP}%"),
        (0.996, "share", "over 99%", f"plus de 99{NBSP}%"),
        (1.2, "share", "120%", f"120{NBSP}%"),
        (0.285, "share", "29%", f"29{NBSP}%"),
        (-0.001, "difference", "0 points", "0 point"),
        (0.06, "difference", "+6 points", "+6 points"),
        (4.14, "gap", "+4.1", "+4,1"),
        (-0.04, "gap", "0.0", "0,0"),
        (19.6, "net", "+20", "+20"),
        (-20.4, "net", "−20", "−20"),
        (4.14, "score", "4.1", "4,1"),
        (4.14, "points", "4.1", "4,1"),
        (31.0, "score", "31", "31"),
        (7.0, "events", "7", "7"),
        (2.5, "posts", "2.5", "2,5"),
        (3.0, "posts", "3", "3"),
        (-0.04, "score", "0.0", "0,0"),
        (12345, "count", "12,345", f"12{NBSP}345"),
        (1234.5, "money", "$1,235", f"1{NBSP}235{NBSP}$"),
        (99.5, "money", "$99.50", f"99,50{NBSP}$"),
        (40.0, "money", "$40", f"40{NBSP}$"),
        (-12.25, "money", "−$12.25", f"−12,25{NBSP}$"),
        (12.5, "per_head", "$12.50", f"12,50{NBSP}$"),
        (1, "days", "1 day", "1 jour"),
        (1.5, "days", "1.5 days", "1,5 jour"),
        (12.4, "days", "12 days", "12 jours"),
        (0.384, "index", "0.38", "0,38"),
    ],
)
def test_a_number_is_written_by_its_unit(
    value: float, unit: str, english: str, french: str
) -> None:
    assert number(value, unit, "en") == english
    assert number(value, unit, "fr") == french


def test_digits_are_the_callers_when_given() -> None:
    assert number(0.4123, "share", "en", digits=1) == "41.2%"
    assert number(1234.5, "money", "en", digits=2) == "$1,234.50"
    assert number(1234.5, "money", "fr", digits=2) == f"1{NBSP}234,50{NBSP}$"


def test_another_currency_is_named() -> None:
    assert number(1234.5, "money", "en", currency="USD") == "US$1,235"


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), "n/a"])
def test_a_missing_number_is_a_dash(value: object) -> None:
    assert number(value, "share", "en") == "–"
    assert interval(value, 0.5, "share", "fr") == "–"


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'shares'. Did you mean 'share'"):
        number(0.5, "shares", "en")


def test_an_interval_reads_as_words() -> None:
    assert interval(0.83, 0.95, "share", "en") == "83% to 95%"
    assert interval(-0.03, 0.3, "difference", "en") == "−3 to +30 points"
    assert interval(0.03, 0.3, "difference", "fr") == "de +3 à +30 points"
    assert interval(4.1, 35, "net", "en") == "+4 to +35"
    assert interval(-0.3, 0.2, "index", "en") == "−0.30 to +0.20"
    assert interval(0, 0.2, "index", "en") == "0.00 to 0.20"  # around nothing alone
    assert interval(2.5, 12, "days", "fr") == "de 2,5 à 12 jours"
    assert interval(0.83, 0.95, "share", "fr") == f"de 83{NBSP}% à 95{NBSP}%"


def test_a_quarter_always_carries_its_months() -> None:
    assert span(quarter("FY2026-27 Q2"), "en") == "FY 2026-27 Q2 (July to September 2026)"
    assert span(quarter("FY2026-27 Q2"), "fr") == "T2 2026-27 (juillet à septembre 2026)"


def test_a_year_that_spans_two_names_both() -> None:
    assert span(period("FY2026-27"), "en") == "FY 2026-27 (April 2026 to March 2027)"


def test_a_calendar_year_has_no_fiscal_mark() -> None:
    assert span(quarter("2026 Q2", 1), "fr") == "T2 2026 (avril à juin 2026)"


def test_a_range_is_named_by_its_days_or_whole_months() -> None:
    bundle = {"label": "2026-01-05..2026-06-30", "start": "2026-01-05", "end": "2026-06-30"}
    assert span(bundle, "en") == "January 5, 2026 to June 30, 2026"
    assert span(period("2026-01-01..2026-06-30"), "en") == "January to June 2026"
    assert span(period("2026-01-01..2026-01-31"), "fr") == "janvier 2026"


def test_a_day_is_written_long() -> None:
    assert day(date(2026, 8, 21), "en") == "August 21, 2026"
    assert day("2026-08-01T09:00", "fr") == "1er août 2026"
    assert day(date(2026, 8, 11), "fr") == "11 août 2026"


def test_a_label_that_is_no_period_stays_as_it_is() -> None:
    assert label("Spring survey", "fr") == "Spring survey"


def test_a_month_is_told_by_its_name_and_a_fiscal_year_stays_one() -> None:
    assert label("2026-06", "fr") == "juin 2026"
    assert label("2026-27", "en") == "FY 2026-27"
    assert label("2011-12", "en") == "FY 2011-12"


def test_plurals_follow_the_language() -> None:
    assert plural("figure.groups", 0, "en") == "0 groups"
    assert plural("figure.groups", 0, "fr") == "0 groupe"
    assert plural("figure.groups", 1.5, "fr") == "1,5 groupe"
    assert plural("figure.groups", 1200, "en") == "1,200 groups"


def test_french_is_set_as_a_printer_sets_it() -> None:
    straight = [key for key, text in catalogue("fr").items() if re.search(r"\w'\w", text)]
    assert straight == []
    spaced = [
        key for key, text in catalogue("fr").items() if re.search(r" [:?!%»]|« | ;(?!$)", text)
    ]
    assert [key for key in spaced if not re.search(r"[`{]", catalogue("fr")[key])] == []


def test_a_french_period_takes_its_article() -> None:
    first, last = label("FY2025-26 Q1", "fr"), label("FY2026-27 Q2", "fr")
    said = say("number.interval", "fr", low=first, high=last)
    assert said == "du T1 2025-26 au T2 2026-27"
    years = {"low": label("2025-26", "fr"), "high": label("2026-27", "fr")}
    assert say("number.interval", "fr", **years) == "de l’exercice 2025-26 à l’exercice 2026-27"
    assert "Au T2 2026-27" in say("finding.reach_over_time_one", "fr", last="64", last_period=last)


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
