"""Which of the truths planted in the sample the first pages tell, and where the others stand.

The names are those of the table "What was planted" in data/sample/README.md: a truth that is added
there, or told no longer, fails here.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.published_numbers import seen

README = Path(__file__).parents[2] / "data" / "sample" / "README.md"
BRIEF = {
    "Reach by two-way touches rises": (
        "reach went from 50% to 64%",
        "la part des collègues joints est passée de 50 % à 64 %",
    ),
    "Two-way touches leave the desk": (
        "62% of [0-9,]+ conversations we could place were outside the library, by phone or online",
        "Sur [0-9 ]+ échanges situés, 62 % ont eu lieu hors de nos murs ou à distance",
    ),
    "Low reach, high funding": (
        "Civil Engineering costs more a head than Litigation, and we reach less.*Civil Engineering 92 34% .*(68%|60% and 79%).*\\$383",
        "Civil Engineering coûte plus par personne que Litigation, et nous en joignons moins.*Civil Engineering 92 34 % .*(68 %|60 % et 79 %).*383 \\$",
    ),
    "High love, little money": (
        "Labour & Employment 34 (94%|85% or more) .*(100%|60% or more).*\\$39",
        "Labour & Employment 34 (94 %|85 % ou plus) .*(100 %|60 % ou plus).*39 \\$",
    ),
    "A cut": ("\\$606 per head \\$679 a year ago", "606 \\$ par personne 679 \\$ un an plus tôt"),
    "One champion carries the case": (
        "14 of 33 acts on our behalf came from people who leave within a year"
        "|Édith Charlebois, Litigation Champion who leaves on",
        "14 des 33 gestes d’appui reçus viennent de personnes qui partent d’ici un an"
        "|Édith Charlebois.{0,80} (?:quitte|part) ",
    ),
    "Satisfied answers": (
        "Satisfaction held at 85%.*against 86%",
        "La satisfaction se maintient à 85 %.*contre 86 %",
    ),
    "What falls short of its importance": (
        "Speed of response falls furthest short of its importance",
        "Speed of response : l’écart le plus grand entre l’importance et la satisfaction",
    ),
    "Executives and partners see less value": (
        "Executives and partners see less value in us than Other staff",
        "Executives and partners accordent moins de valeur à nos services que Other staff",
    ),
    "A dear one that nobody opens": (
        "Meridian cost \\$12,300 in the period, with no recorded use",
        "Meridian : 12 300 \\$ pour la période, aucune utilisation enregistrée",
    ),
    "A price that jumps": (
        "Norma Standards costs 30% more than in the term before",
        "Norma Standards coûte 30 % de plus qu’au contrat précédent",
    ),
}
"""What the six pages say of a truth, in both copies and both languages."""
BOOK = {
    "The count of touches does not win trust, warmth does": ("touch_ladder", "touch 7.*9%"),
    "Champions lost": ("champions_over_time", "In FY 2025-26 Q2 there were 6"),
    "No champion": ("succession", "3 of 10 departments have nobody who stands up for us"),
    "A well liked service for little money": (
        "love_and_funding_by_service",
        "Well liked for little money: Training",
    ),
    "A use that costs little": ("usage", "one costs from \\$0.55 \\(Newsline\\)"),
}
"""What the data book says in the section of a name."""
NOTEBOOKS = {
    "A champion promoted",
    "People who answered twice",
    "The candy bowl",
    "A sign reworded",
    "Our profiles lag behind",
    "Questions on social media",
}
"""Truths of which notebooks of their own tell, and no report."""


PRIVATE = ["Executives and partners see less value"]
"""Truths that the board copy does not tell: of 35 answers it knows a band, and so of no gap."""


def _planted() -> set[str]:
    text = README.read_text("utf-8").split("## What was planted")[1].split("\n## ")[0]
    return {row.split(" | ")[0][2:] for row in text.splitlines() if row.startswith("| ")} - {
        "Truth"
    }


def test_every_planted_truth_has_a_place() -> None:
    assert not BRIEF.keys() & BOOK.keys()
    assert {*BRIEF, *BOOK, *NOTEBOOKS} == _planted()


@pytest.mark.browser
@pytest.mark.parametrize("audience", ["board", "private"])
@pytest.mark.parametrize(("variant", "language"), [("A4-en", 0), ("Letter-fr", 1)])
def test_the_first_pages_tell_the_truths_that_they_have_a_place_for(
    reports: Path, variant: str, language: int, audience: str
) -> None:
    folder = reports / f"quarterly_report-{variant}" / "2026-27_Q2" / audience
    text = " ".join(seen((folder / "brief.html").read_text("utf-8")).split())
    untold = [name for name, said in BRIEF.items() if not re.search(said[language], text)]
    assert untold == (PRIVATE if audience == "board" else [])
    marked = re.sub(r"<[^>]+>", " ", (folder / "brief.html").read_text("utf-8"))
    assert re.search(
        r"(April 1, |1er avril )2026.{0,5}: (the budget for staff|réduction du budget)", marked
    ), "the cut"


def test_the_data_book_tells_the_others(reports: Path) -> None:
    folder = reports / "quarterly_report-A4-en" / "2026-27_Q2" / "private"
    found = json.loads((folder / "data/results.json").read_text("utf-8"))["sections"]
    said = {one["name"]: one["finding"] for one in found}
    untold = [name for name, (at, text) in BOOK.items() if not re.search(text, said[at])]
    assert untold == []
    brief = seen((folder / "brief.html").read_text("utf-8"))
    assert "Édith Charlebois" in brief, "whoever carries the case is named to the team alone"
