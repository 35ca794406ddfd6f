"""The tiles of page one say what they count."""

from __future__ import annotations

from typing import Any

import pytest

from engagekit.measures._frame import share
from engagekit.measures.basis import join, note
from engagekit.presentation.section import Section
from engagekit.reporting.brief.first_page import numbers
from engagekit.reporting.brief.headline import headline, lead
from engagekit.reporting.brief.source import Source
from tests.reporting.copies import NAN, SETTINGS, content, hidden, over_time, section


def _front(*rows: dict[str, Any], target: float | None = None) -> Section:
    targets = {row["measure"]: target for row in rows} if target else {}
    settings = SETTINGS | {"targets": targets}
    return section("headline", rows, settings=settings, figure_args={"tiles": True})


def _told(*sections: Section, **more: Any) -> list[tuple[Any, ...]]:
    made = numbers(Source(content(*sections, **more)))
    return [(one.value, one.label, one.under, one.is_off) for one in made]


@pytest.mark.parametrize(("args", "english", "french"), [
    ({"points": 10.0, "least": 9.0, "scale": "<NA>", "words": []},
     "satisfied means 9 or 10 of 10", "satisfait signifie 9 ou 10 sur 10"),
    ({"points": 3.0, "least": 3.0, "scale": "<NA>", "words": []},
     "satisfied means 3 of 3", "satisfait signifie 3 sur 3"),
    ({"points": 5.0, "least": 4.0, "scale": "quality-5-en", "words": ["Good", "Excellent"]},
     "satisfied means “Good” or “Excellent”", "satisfait signifie «\u00a0Good\u00a0» ou «\u00a0Excellent\u00a0»"),
    ({"points": 5.0, "least": 4.0, "scale": "satisfaction-5-en", "words": ["Satisfied", "Very"]}, "", ""),
    ({}, "", ""),
])  # fmt: skip
def test_the_tile_says_which_answers_are_satisfied(
    args: dict[str, Any], english: str, french: str
) -> None:
    row = share("satisfaction", 70, 80)
    love = section("satisfaction", [{**row, "department": "All"}], sentence_args=args)
    for language, text in (("en", english), ("fr", french)):
        (tile,) = _told(_front(row), love, language=language)
        assert tile[2] == ((text,) if text else ())


@pytest.mark.parametrize(
    ("least", "most", "value"),
    [
        (0.9, NAN, "90% or more"),
        (NAN, 0.4, "40% or less"),
        (0.6, 0.85, "60% to 85%"),
        (NAN, NAN, ""),
    ],
)
def test_of_a_protected_number_its_ends_are_on_page_one(
    least: float, most: float, value: str
) -> None:
    """The satisfaction of a library that nearly all love was nowhere in its brief."""
    front = _front(share("satisfaction", 54, 56), target=0.95)
    made = front.with_frame(hidden(front.frame, 0, least=least, most=most))
    label = "of the 56 who gave a rating are satisfied"
    assert _told(made) == ([(value, label, ("target 95%",), False)] if value else [])


@pytest.mark.parametrize(
    ("change", "under"), [({}, ("11 of 22",)), ({"base": NAN}, ()), ({"n": NAN}, ())]
)
def test_a_share_stands_with_its_count_and_base_where_both_are_told(
    change: dict[str, float], under: tuple[str, ...]
) -> None:
    made = _front({**share("promises kept on time", 11, 22), **change})
    assert [tile[2] for tile in _told(made)] == [under]


@pytest.mark.parametrize(
    ("target", "under", "is_off"), [(None, (), False), (0.6, ("target 60%",), True)]
)
def test_nothing_empty_stands_under_a_number(
    target: float | None, under: tuple[str, ...], is_off: bool
) -> None:
    (tile,) = _told(_front(share("reach", 66, 126), target=target))
    assert tile == ("52%", "of 126 colleagues reached (at least)", under, is_off)


@pytest.mark.parametrize(
    ("counts", "was"),
    [((27, 24, 45), "27% in FY 2026-27 Q1"), ((20, 76, 45), "76% in FY 2026-27 Q2")],
)
def test_reach_is_set_beside_the_quarter_that_the_sentence_under_the_headline_names(
    counts: tuple[int, ...], was: str
) -> None:
    run = section("reach_over_time", over_time("reach", counts))
    made = content(_front(share("reach", 45, 100)), run)
    assert numbers(Source(made))[0].under == (was,)
    assert was in lead(Source(made))[0]


@pytest.mark.parametrize(("n", "is_few"), [(1, True), (9, True), (10, False)])
def test_page_one_of_a_few_answers_tells_counts_and_no_score(n: int, is_few: bool) -> None:
    love = share("satisfaction", n, n, low=0.6, high=1.0)
    score = {"measure": "net promoter", "base": n, "estimate": 41.3}
    parts = (
        section("satisfaction", [{**love, "department": "All"}]),
        section("net_promoter", [score]),
        _front(love),
    )
    made = content(*parts)
    assert (headline(Source(made)) == made.title) is is_few
    tiles = [one.value for one in numbers(Source(made))]
    assert tiles == ([f"{n} of {n}"] if is_few else ["100%", "+41"])


@pytest.mark.parametrize("audience", ["private", "board"])
@pytest.mark.parametrize(
    ("basis", "used", "under"),
    [
        ("actual", "spent", ()),
        ("budget", "planned", ()),
        (join("actual", note("unread_amounts", n=3)), "spent",
         ("3 amounts could not be read and are in no sum.",)),
    ],
)  # fmt: skip
def test_the_tile_of_money_says_whether_it_is_spent_and_what_it_lacks(
    basis: str, used: str, under: tuple[str, ...], audience: str
) -> None:
    row = {"measure": "funding", "n": 9, "base": 9, "estimate": 5.0, "basis": basis}
    told = _told(section("funding", [row]), audience=audience)
    assert told == [("$5", f"{used} in the quarter", under, False)]


def test_a_survey_alone_has_a_tile_for_its_answers_and_its_net_promoter_score() -> None:
    answered = {"measure": "participation", "n": 201, "base": 201, "estimate": 201.0}
    score = {"measure": "net promoter", "n": 201, "base": 201, "estimate": 41.3,
             "low": 30.4, "high": 51.0}  # fmt: skip
    assert _told(section("response", [answered]), section("net_promoter", [score])) == [
        ("201", "people answered", (), False),
        ("+41", "net promoter score", ("likely +30 to +51",), False),
    ]
