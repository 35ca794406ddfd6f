"""Messages, numbers, money and dates in both languages."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources

import pytest

from engagekit.errors import UsageError
from engagekit.locale import LANGUAGES, Locale
from engagekit.locale.catalogue import _form, agreeing, read, slots
from engagekit.settings.periods import period, quarter

NBSP = "\u00a0"
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


def test_braces_in_a_value_are_text() -> None:
    assert Locale("en").say("figure.alternative.only", label="{n}", value="3") == "{n}: 3."


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_are_said_in_the_plural(language: str) -> None:
    one, two = (Locale(language).say("finding.events", count=n) for n in (1, 2))
    assert one.replace("1", "") != two.replace("2", "")


def test_a_word_goes_with_its_number_as_the_language_has_it() -> None:
    assert Locale("en").say("finding.events", count=0) == "0 events were held in the period."
    assert Locale("fr").say("finding.events", count=0) == "0 activité a eu lieu pendant la période."


def test_whole_numbers_in_slots_are_grouped() -> None:
    assert Locale("fr").say("figure.n", n=1234567) == f"n 1{NBSP}234{NBSP}567"


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
    assert Locale("en").number(value, unit) == english
    assert Locale("fr").number(value, unit) == french


def test_digits_are_the_callers_when_given() -> None:
    assert Locale("en").number(0.4123, "share", digits=1) == "41.2%"
    assert Locale("en").number(1234.5, "money", digits=2) == "$1,234.50"
    assert Locale("fr").number(1234.5, "money", digits=2) == f"1{NBSP}234,50{NBSP}$"


def test_another_currency_is_named() -> None:
    assert Locale("en", currency="USD").number(1234.5, "money") == "US$1,235"


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), "n/a"])
def test_a_missing_number_is_a_dash(value: object) -> None:
    assert Locale("en").number(value, "share") == "–"
    assert Locale("fr").interval(value, 0.5, "share") == "–"


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'shares'. Did you mean 'share'"):
        Locale("en").number(0.5, "shares")


def test_an_interval_reads_as_words() -> None:
    assert Locale("en").interval(0.83, 0.95, "share") == "83% to 95%"
    assert Locale("en").interval(-0.03, 0.3, "difference") == "−3 to +30 points"
    assert Locale("fr").interval(0.03, 0.3, "difference") == "de +3 à +30 points"
    assert Locale("en").interval(4.1, 35, "net") == "+4 to +35"
    assert Locale("en").interval(-0.3, 0.2, "index") == "−0.30 to +0.20"
    assert Locale("en").interval(0, 0.2, "index") == "0.00 to 0.20"  # around nothing alone
    assert Locale("fr").interval(2.5, 12, "days") == "de 2,5 à 12 jours"
    assert Locale("fr").interval(0.83, 0.95, "share") == f"de 83{NBSP}% à 95{NBSP}%"


def test_a_quarter_always_carries_its_months() -> None:
    assert Locale("en").span(quarter("FY2026-27 Q2")) == "FY 2026-27 Q2 (July to September 2026)"
    assert Locale("fr").span(quarter("FY2026-27 Q2")) == "T2 2026-27 (juillet à septembre 2026)"


def test_a_year_that_spans_two_names_both() -> None:
    assert Locale("en").span(period("FY2026-27")) == "FY 2026-27 (April 2026 to March 2027)"


def test_a_calendar_year_has_no_fiscal_mark() -> None:
    assert Locale("fr").span(quarter("2026 Q2", 1)) == "T2 2026 (avril à juin 2026)"


def test_a_range_is_named_by_its_days_or_whole_months() -> None:
    bundle = {"label": "2026-01-05..2026-06-30", "start": "2026-01-05", "end": "2026-06-30"}
    assert Locale("en").span(bundle) == "January 5, 2026 to June 30, 2026"
    assert Locale("en").span(period("2026-01-01..2026-06-30")) == "January to June 2026"
    assert Locale("fr").span(period("2026-01-01..2026-01-31")) == "janvier 2026"


def test_a_day_is_written_long() -> None:
    assert Locale("en").day(date(2026, 8, 21)) == "August 21, 2026"
    assert Locale("fr").day("2026-08-01T09:00") == "1er août 2026"
    assert Locale("fr").day(date(2026, 8, 11)) == "11 août 2026"


def test_a_label_that_is_no_period_stays_as_it_is() -> None:
    assert Locale("fr").label("Spring survey") == "Spring survey"


def test_a_month_is_told_by_its_name_and_a_fiscal_year_stays_one() -> None:
    assert Locale("fr").label("2026-06") == "juin 2026"
    assert Locale("en").label("2026-27") == "FY 2026-27"
    assert Locale("en").label("2011-12") == "FY 2011-12"


def test_plurals_follow_the_language() -> None:
    assert Locale("en").say("figure.groups", n=0) == "0 groups"
    assert Locale("fr").say("figure.groups", n=0) == "0 groupe"
    assert Locale("fr").say("figure.groups", n=1.5) == "1,5 groupe"
    assert Locale("en").say("figure.groups", n=1200) == "1,200 groups"


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
