"""Words that one group uses more than the others: by hand, and both sides of each limit."""

from __future__ import annotations

from math import log, sqrt

import pytest

from engagekit import measures, sections
from engagekit.errors import NotMeasuredError
from engagekit.measures.standing_out import log_odds
from tests.measures.test_topline import of


def words(a: list[str], b: list[str]) -> list[tuple[str, str, int]]:
    tables = of(("team", "single", ["a"] * len(a) + ["b"] * len(b)), ("q", "text", a + b))
    found = measures.standing_out(tables, by="team")
    return [(row.group, row.word, row.people) for row in found.itertuples()]


def test_the_log_odds_by_hand() -> None:
    # 10 of 100 words against 5 of 300, a prior of 100 words of which 3.75 are this one
    mine, theirs = 13.75, 8.75
    gap = log(mine / (200 - mine)) - log(theirs / (400 - theirs))
    assert log_odds(10, 100, 5, 300, 0.0375) == pytest.approx(gap / sqrt(1 / mine + 1 / theirs))


def test_a_word_of_one_group_stands_out_and_one_of_all_does_not() -> None:
    a, b = ["Slow alerts, service"] * 12, ["Good training service"] * 12
    found = words(a, b)
    assert ("a", "alerts", 12) in found
    assert ("b", "training", 12) in found
    assert "service" not in {word for _, word, _ in found}


def test_two_people_are_no_group_and_short_words_are_none() -> None:
    some = ["fine work here"] * 18
    assert "alerts" not in {word for _, word, _ in words(["alerts"] * 2 + some[:10], some)}
    assert words(["map map"] * 12 + ["fine"] * 8, ["fine"] * 20) == []


def test_groups_of_fewer_than_ten_comments_are_not_compared() -> None:
    with pytest.raises(NotMeasuredError):
        words(["alerts"] * 9, ["training"] * 12)
    assert words(["alerts"] * 10, ["training"] * 12)


def test_the_section_is_for_the_library_alone() -> None:
    tables = of(("team", "single", ["a"] * 12 + ["b"] * 12),
                ("q", "text", ["alerts"] * 12 + ["training"] * 12))  # fmt: skip
    section = sections.standing_out(tables, by="team")
    assert section.audience == "private"
    assert (
        section.text == "“alerts” stands out in the comments of a: 12 of 12 who wrote one use it."
    )


def test_where_no_word_stands_out_it_is_said() -> None:
    tables = of(("team", "single", ["a"] * 12 + ["b"] * 12), ("q", "text", ["alike"] * 24))
    text = sections.standing_out(tables, by="team").text
    assert text == "No word stands out in the comments of any group."
