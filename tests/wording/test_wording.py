"""The sentence that a frame allows: with hidden rows, one row, no rows, in both languages."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from engagekit.errors import UsageError
from engagekit.locale import LANGUAGES
from engagekit.locale.catalogue import read
from engagekit.sections import Section
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.wording.conftest import told

CAUSAL = {
    "en": r"\b(driv(e|es|en|ing)|leads? to|led to|causes?|caused|because of|results? in|resulted in"
    r"|due to|thanks to|impact(s|ed)?|makes? people|effect of|boost(s|ed)?)\b",
    "fr": r"(\b(entraîne(nt)?|cause(nt)?|causée?s?|provoque(nt)?|grâce à|en raison de|à cause d"
    r"|conduit à|mène à|suscite|favorise|engendre|permet d.augmenter))",
}
DENIED = re.compile(
    r"\b(cannot|does not|not show|not caused|non causé|ne (peut|montre|prouve|dit)|n.est pas|aucun lien|pas )",
    re.I,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_says_that_one_thing_caused_another(language: str) -> None:
    claims = []
    for key, text in read(language).messages.items():
        for sentence in re.split(r"(?<=[.!?:;])\s", text):
            if re.search(CAUSAL[language], sentence, re.I) and not DENIED.search(sentence):
                claims.append((key, sentence))
    assert claims == []


def test_a_causal_claim_would_be_found() -> None:
    assert re.search(CAUSAL["en"], "Money drives satisfaction.")
    assert re.search(CAUSAL["fr"], "L’argent entraîne la satisfaction.")
    assert not DENIED.search("Money drives satisfaction.")


RULED = (
    "headline", "love_and_funding", "funding", "funding_over_time", "over_time", "reach",
    "reach_over_time", "touches", "frequency", "response", "satisfaction", "items",
    "satisfaction_over_time", "net_promoter", "attendance", "events", "trust",
)  # fmt: skip


@pytest.fixture(scope="module")
def ruled(sample: Tables) -> list[Section]:
    return [function_of(QUESTIONS[name])(sample, during="FY2026-27 Q2") for name in RULED]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_stands_hidden_single_and_empty_frames(
    ruled: list[Section], language: str
) -> None:
    for section in ruled:
        frame = section.frame
        assert finding(section.with_frame(frame.iloc[:0]), language) == section.title
        for place in range(min(len(frame), 4)):
            said = finding(section.with_frame(frame.iloc[[place]].reset_index(drop=True)), language)
            assert said and not re.search(r"\bnan\b|<NA>|\{", said), (section.name, said)
        if "suppressed" in frame.columns:
            gone = frame.copy()
            for name in ("estimate", "low", "high", "n", "base"):
                gone[name] = gone[name].mask([True] * len(gone))
            gone["suppressed"] = pd.array([True] * len(gone), dtype="boolean")
            said = finding(section.with_frame(gone), language)
            assert not re.search(r"\bnan\b|<NA>|\{", said), (section.name, said)


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean 'satisfaction'"):
        told("satisfacton", [{"measure": "reach", "n": 3, "base": 4}])
