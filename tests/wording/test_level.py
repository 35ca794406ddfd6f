"""Where several are level at an end, a sentence names them all, or none where all are level."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.locale.words import LANGUAGES
from engagekit.measures import _frame
from engagekit.presentation.section import Section
from engagekit.wording import finding

AND = {"en": " and ", "fr": " et "}


def _told(rule: str, language: str, frame: pd.DataFrame, **args: Any) -> str:
    rows = frame.assign(suppressed=False) if "suppressed" in frame.columns else frame
    section = Section("x", "Title", rows, sentence=rule, sentence_args=args)
    return finding(section, language).replace("\xa0", " ").replace("\u202f", " ")


def _shares(measure: str, name: str, **of: tuple[int, int]) -> pd.DataFrame:
    whole = tuple(sum(one) for one in zip(*of.values(), strict=True))
    rows = [_frame.share(measure, n, base, **{name: at}) for at, (n, base) in
            {"All": whole, **of}.items()]  # fmt: skip
    return _frame.measure_frame(rows, [name], own=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_that_are_level_are_named_together(language: str) -> None:
    def told(**of: tuple[int, int]) -> str:
        return _told("walk_zones", language, _shares("people met", "site", **of), zone="site")

    both = told(North=(3, 6), South=(2, 4), East=(1, 9))
    assert f"North{AND[language]}South" in both
    assert {"en": "South (50%).", "fr": "South (50 %)."}[language] in both
    assert {"en": "East (1 of 9)", "fr": "East (1 sur 9)"}[language] in both
    alike = told(North=(3, 6), South=(3, 6), East=(6, 9))
    assert {"en": "North and South (3 of 6)", "fr": "North et South (3 sur 6)"}[language] in alike
    assert "North" not in told(North=(3, 6), South=(2, 4))


@pytest.mark.parametrize("language", LANGUAGES)
def test_points_of_a_list_that_are_level_are_named_together(language: str) -> None:
    def told(**of: tuple[int, int]) -> str:
        rows = _shares("share of a counter", "place", **of).assign(whose="ours")
        return _told("audit", language, rows, what="audit")

    both = told(Photo=(2, 4), Phone=(2, 4), Role=(4, 4))
    end = {
        "en": "The fewest: Photo and Phone, 2 of 4.",
        "fr": "Le moins : Photo et Phone, 2 sur 4.",
    }
    assert end[language] in both
    assert "Photo" not in told(Photo=(2, 4), Phone=(2, 4))


@pytest.mark.parametrize("language", LANGUAGES)
def test_initiatives_with_as_many_hours_are_named_together(language: str) -> None:
    def told(**hours: int) -> str:
        rows = [_frame.share("time for initiatives", n, 100, initiative=name) for name, n in
                {"All": sum(hours.values()), **hours}.items()]  # fmt: skip
        frame = _frame.measure_frame(rows, ["initiative"], own=True)
        return _told("initiative_hours", language, frame)

    ends = {
        "en": ("Bridge and Merger (20% each).", "Bridge (20%)."),
        "fr": ("Bridge et Merger (20 % chacune).", "Bridge (20 %)."),
    }
    both, one = ends[language]
    assert both in told(Bridge=20, Merger=20, Port=5)
    assert one in told(Bridge=20, Merger=10)
    assert "Bridge" in told(Bridge=20)
    assert "Bridge" not in told(Bridge=0, Merger=0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_posts_and_issues_that_are_level_are_named_together(language: str) -> None:
    posts = pd.DataFrame({"post": ["Alpha", "Beta", "Gamma"], "views": 9, "readers": [7, 7, 2]})
    assert f"Alpha{AND[language]}Beta" in _told("posts", language, posts)
    issues = pd.DataFrame({"title": ["May", "June", "July"], "action_rate": [0.2, 0.2, 0.1]})
    assert f"May{AND[language]}June" in _told("newsletter_issues", language, issues)


@pytest.mark.parametrize("language", LANGUAGES)
def test_needs_that_are_as_frequent_are_named_together(language: str) -> None:
    def told(**of: int) -> str:
        rows = [_frame.share("needs by theme", n, 20, need=need) for need, n in of.items()]
        return _told("needs", language, _frame.measure_frame(rows, ["need"]))

    both = told(Training=9, Access=9, Space=3)
    said = {
        "en": "needs are Training and Access.\n9 and 9 of 20 conversations",
        "fr": "Les besoins les plus fréquents : Training et Access.\n9 et 9 sur 20 échanges",
    }
    assert said[language] in both
    alone = {"en": "need is Training.\n9 of 20", "fr": "Le besoin le plus fréquent : Training.\n9"}
    assert alone[language] in told(Training=9, Access=4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_platforms_that_are_used_as_often_are_named_together(language: str) -> None:
    def told(**of: float) -> str:
        rows = [_frame.number("uses", n, platform=name) for name, n in of.items()]
        args = {"by": "platform", "unused": [], "alike": [], "untold": [], "mixed": []}
        frame = _frame.measure_frame(rows, ["platform"])
        return _told("usage", language, frame, **args, renamed=[], without=[])

    both = {
        "en": "Most used: Juris and Lex (40 each).",
        "fr": "utilisés : Juris et Lex (40 chacun).",
    }
    assert both[language] in told(Lex=40, Juris=40, Data=3)
    one = {"en": "Most used: Lex (41).", "fr": "Le plus utilisé : Lex (41)."}
    assert one[language] in told(Lex=41, Juris=40)


@pytest.mark.parametrize(
    ("second", "said"),
    [(9, ["Alpha"]), (10, ["Alpha and Beta", "14 and 10"]), (13, ["Alpha and Beta", "14 and 13"])],
)
def test_a_lead_that_chance_may_have_made_is_shared(second: int, said: list[str]) -> None:
    counts = {"Alpha": 14, "Beta": second, "Gamma": 1}
    posts = pd.DataFrame({"post": list(counts), "views": 99, "readers": counts.values()})
    rows = [_frame.number("enquiries", n, department=name) for name, n in counts.items()]
    asked = _frame.measure_frame(rows, ["department"])
    for text in (_told("posts", "en", posts), _told("enquiries_by", "en", asked)):
        assert all(words in text for words in said) and ("Beta" in text) == (len(said) == 2)
    roster = pd.DataFrame({"display_name": list(counts), "acts": list(counts.values())})
    told = _told("champion_roster", "en", roster)
    assert ("Alpha did most" in told) == (len(said) == 1) and "14." in told


def test_three_that_are_about_level_make_no_first() -> None:
    posts = pd.DataFrame({"post": ["A", "B", "C"], "views": 99, "readers": [14, 13, 12]})
    assert _told("posts", "en", posts).endswith("Readers were counted for 3 of 3.")


@pytest.mark.parametrize(
    ("low", "said"),
    [(-0.5, "Speed and Price fall short of"), (-0.3, "Speed falls furthest short of")],
)
def test_two_gaps_that_may_change_places_are_both_short(low: float, said: str) -> None:
    short = [("Speed", -0.6, -0.8, -0.4), ("Price", low + 0.1, low, low + 0.2)]
    rows = [_frame.number("gap to importance", mid, item=name, level="gap", n=90, low=down, high=up)
            for name, mid, down, up in short]  # fmt: skip
    rows += [_frame.number("item level", 4.0, item=name, level=part, n=90)
             for name, *_ in short for part in ("satisfaction", "importance")]  # fmt: skip
    assert _told("gaps", "en", _frame.measure_frame(rows, ["item", "level"])).startswith(said)


def test_a_group_that_the_kit_names_has_a_french_name_in_a_french_sentence() -> None:
    rows = [_frame.share("reach", 60, 100, department="All"),
            _frame.share("reach", 45, 50, department="Tax"),
            _frame.share("reach", 15, 50, department="Not stated")]  # fmt: skip
    frame = _frame.measure_frame(rows, ["department"])
    section = Section("reach", "Reach", frame, sentence="reach")
    assert "From Not stated (30%) to Tax (90%)" in finding(section)
    french = finding(section, "fr")
    assert "Non indiqué" in french and "Not stated" not in french
