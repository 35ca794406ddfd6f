"""The words of the brief: short titles, plain words, money with its period, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from engagekit.locale import LANGUAGES, Locale
from engagekit.locale.catalogue import read
from engagekit.measures import ends
from engagekit.reporting.document.document import TITLE_WORDS

pytestmark = pytest.mark.slow

METHOD = {
    "en": r"\b(Holm|Wilson|Feldt|AAPOR|RR2|p-value|Wald|medians?|bootstrap|confidence|intervals?|"
    r"estimate[sd]?|(un)?weighted|weights?|significan\w+|correlations?|R squared|alpha|probabilit\w+|"
    r"bias|random draw|variance|sample|base)\b|n = ",
    "fr": r"\b(Holm|Wilson|Feldt|AAPOR|RR2|valeur p|Wald|médianes?|bootstrap|intervalles?|fourchette|"
    r"plage|estim(e|é|er|ation)\w*|pondér\w+|significati\w+|corrélations?|R carré|alpha|probabilités?|"
    r"biais|tirage|variance|échantillon)\b|n = ",
}
"""Words of method: they stand under "Method" and "Choices", never in what is told."""
LONGEST_SENTENCE = 30
"""Words of a sentence of the brief at most: what is understood at one reading."""
LONG = 7
"""Letters from which a word counts as long, as the readability index LIX has it."""
LIX = {"en": 30, "fr": 38}
"""Up to 30 a text is very easy, newspapers stand near 45; French words are longer."""
LONGEST_FINDING = 25
"""Words of a sentence of a finding at most, each number one word."""
NUMBERS = 5
"""Numbers of a sentence at most: under the title "12 of 30, against 45%" with its two quarters."""


def _titles(language: str) -> dict[str, str]:
    """What stands in bold: the front part of each finding that has one, and the brief's own."""
    messages = read(language).messages
    found = {
        key: text.split("\n")[0]
        for key, text in messages.items()
        if key.startswith("finding.") and "\n" in text.lstrip("\n") and not text.startswith("\n")
    }
    own = ("brief.card_", "brief.headline_", "brief.love_")
    return found | {key: text for key, text in messages.items() if key.startswith(own)}


def _slots(text: str) -> list[str]:
    """Slots that hold a number: one that only agrees with a word holds none."""
    return [name for name, rest in re.findall(r"\{(\w+)(:[^}]*)?\}", text) if not rest]


NAMES = frozenset(
    {"department", "departments", "item", "high", "low", "theme", "names", "first", "second", "up",
     "down", "gap", "money", "initiative", "outcome", "option", "line", "group", "name", "when",
     "reason", "grade", "day", "more", "less", "previous", "agree", "what", "each"}
)  # fmt: skip
"""Slots that hold words."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_has_fifteen_words_and_two_numbers_at_most_and_no_word_of_method(
    language: str,
) -> None:
    titles = _titles(language)
    assert len(titles) > 60
    for key, text in titles.items():
        plain = re.sub(r"\{\w+:([^|}]*)[^}]*\}", r"\1", text)
        assert len(plain.split()) <= TITLE_WORDS, f"{key}: {plain}"
        share_beside_count = 1 if "({share})" in text else 0
        numbers = [name for name in _slots(text) if name not in NAMES]
        assert len(numbers) - share_beside_count <= 3, f"{key}: {plain}"
        words = re.sub(r"\{\w+\}", "", plain)
        assert not re.search(METHOD[language], words, re.I), f"{key}: {plain}"


def _lix(texts: list[str]) -> float:
    """How hard texts are to read: words a sentence, and long words of a hundred."""
    sentences = [one for text in texts for one in re.split(r"[.!?:;]\s|\n", text) if one.strip()]
    words = [word for one in sentences for word in re.findall(r"[^\W\d_]+", one)]
    return len(words) / len(sentences) + 100 * sum(len(w) >= LONG for w in words) / len(words)


def _sentences(text: str) -> list[str]:
    """The sentences of a text; an abbreviation or a number ends none."""
    return [one for one in re.split(r"(?<=[.!?])\s+|\n", text) if one.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_reads_easily(language: str) -> None:
    texts = [text for key, text in read(language).messages.items() if key.startswith("brief.")]
    assert max(len(one.split()) for text in texts for one in _sentences(text)) <= LONGEST_SENTENCE
    assert _lix(texts) <= LIX[language]


def _findings(language: str) -> dict[str, str]:
    """Every message of a finding, as it is said of one."""
    found = read(language).messages.items()
    one = re.compile(r"\{\w+:([^|}]*)[^}]*\}")
    return {key: one.sub(r"\1", text) for key, text in found if key.startswith("finding.")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_short_and_plain(language: str) -> None:
    findings = _findings(language)
    assert len(findings) > 300
    for key, text in findings.items():
        assert not re.search(METHOD[language], re.sub(r"\{\w+\}", "", text), re.I), f"{key}: {text}"
        for sentence in _sentences(text):
            assert len(sentence.split()) <= LONGEST_FINDING, f"{key}: {sentence}"
            numbers = [name for name in _slots(sentence) if name not in NAMES]
            assert len(numbers) <= NUMBERS, f"{key}: {sentence}"
    whole = [text for text in findings.values() if text.rstrip().endswith((".", "?"))]
    assert _lix([re.sub(r"\{\w+\}", "12", text) for text in whole]) <= LIX[language]


@pytest.mark.parametrize(
    ("variant", "language"),
    [("quarterly_report-A4-en", "en"), ("quarterly_report-Letter-fr", "fr")],
)
def test_what_the_sample_is_told_is_short_and_plain(
    reports: Path, variant: str, language: str
) -> None:
    results = json.loads(
        (reports / variant / "2026-27_Q2/board/data/results.json").read_text("utf-8")
    )
    told = [section["finding"] for section in results["sections"] if section.get("finding")]
    assert len(told) > 40
    for text in told:
        assert not re.search(METHOD[language], text, re.I), text
        # names of departments and services are longer than one word
        assert max(len(one.split()) for one in _sentences(text)) <= LONGEST_SENTENCE + 5, text
    assert _lix(told) <= LIX[language]


def test_a_hard_text_would_be_found() -> None:
    assert re.search(METHOD["en"], "Wilson interval")
    assert re.search(METHOD["fr"], "une estimation pondérée")
    assert not re.search(METHOD["en"], "We reached 12 of 30 colleagues.")
    assert _slots("{n} of {base} {base:promise|promises}") == ["n", "base"]
    hard = "Notwithstanding considerable methodological heterogeneity, representativeness deteriorates."
    assert _lix([hard]) > LIX["en"] > _lix(["We met six of ten people. They came back."])


UNSAID = {
    "en": r"was likely to show|\bThose whom\b|of those shown|the same days|change of money|"
    r"[Aa]s agreed|[Pp]rice of the year|, or more$|[Aa]bsence factor|joined by ;|[Aa]long the line|tells of these",
    "fr": r"bonnes chances de se voir|en (hausse|baisse) depuis|net depuis|trouvent? (moins|plus|de la)|"
    r"changement d.argent|Sièges à la table|prix de l.année|, ou plus$|[Ff]acteur d.absence|"
    r"ont tout répondu|échelons regardent|par;|[Ll]e long de la droite|"
    # "de 4 à 38 points" brings its own preposition
    r"\b(de|à|entre) \{(interval|within|straight|adequacy_interval|superiority_interval)\}",
}
"""What nobody says: words put for words of a table, or of the other language."""
NOT_BESIDE = re.compile(r"in the table|au tableau")
ASKS = {
    "en": r"(Do|Does|Did|Would|Is|Are|Was|Were|Can|Have|Has)\b",
    "fr": r".*-(nous|ils|elles|il|elle)\b",
}
"""How a title that asks begins, or what stands in it."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_that_nobody_says(language: str) -> None:
    catalogue = read(language)
    texts = dict(catalogue.messages)
    for group in catalogue.texts.values():
        texts |= group
    assert {key for key, text in texts.items() if re.search(UNSAID[language], text)} == set()
    figures = {key for key in catalogue.messages if key.startswith("figure.")}
    assert {key for key in figures if NOT_BESIDE.search(texts[key])} == set(), "no table is there"
    for key in ("finding.funding_over_time", "finding.funding_in_real_terms"):
        assert {"en": "per quarter", "fr": "par trimestre"}[language] in texts[key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_that_asks_ends_as_a_question(language: str) -> None:
    titles = {k: text for k, text in read(language).messages.items() if k.startswith("section.")}
    asked = {key: text for key, text in titles.items() if re.match(ASKS[language], text)}
    assert {"section.listening", "section.useful"} <= set(asked) or language == "fr"
    assert {key for key, text in asked.items() if not text.endswith("?")} == set()


def test_a_rounded_share_and_a_likely_range_read_differently() -> None:
    rounded = {"at_least": 0.525, "at_most": 0.575, "base": 194}
    for language, text in (("en", "between 52% and 58%"), ("fr", "entre 52\u00a0% et 58\u00a0%")):
        assert ends.words(rounded, language) == text
        assert ends.words(rounded, language) != Locale(language).interval(0.52, 0.58, "share")


@pytest.mark.parametrize(
    ("variant", "agreed"),
    [
        ("quarterly_report-A4-en", "US$55,000"),
        ("quarterly_report-Letter-fr", "55\u00a0000\u00a0$\u00a0US"),
    ],
)
def test_the_sample_writes_money_by_the_language(reports: Path, variant: str, agreed: str) -> None:
    brief = (reports / variant / "2026-27_Q2/board/brief.html").read_text("utf-8")
    assert agreed in brief and "USD</td>" not in brief
    contracts = brief[brief.index("LexDock") - 4000 :]
    assert '<span class="whole">2026-12-31</span>' in contracts
    assert 'class="stack"' in contracts and "data-label=" in contracts


@pytest.mark.parametrize(
    ("key", "slots", "said"),
    [
        ("brief.more_in_list", {"n": 1}, "1 autre dans"),
        ("brief.more_in_list", {"n": 9}, "9 autres dans"),
        ("finding.data_rows", {"read": 9, "kept": 7, "aside": 1}, "1 écartée, avec sa raison."),
        ("finding.data_rows", {"read": 9, "kept": 7, "aside": 2}, "2 écartées, chacune avec sa raison."),
    ],
)  # fmt: skip
def test_a_french_sentence_agrees_with_its_number(
    key: str, slots: dict[str, int], said: str
) -> None:
    assert said in Locale("fr").say(key, **slots)
