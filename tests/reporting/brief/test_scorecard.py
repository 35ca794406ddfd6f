"""The line of a department: an end that is not known draws no bar and misses no target."""

from __future__ import annotations

import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import share
from engagekit.presentation.section import Section
from engagekit.reporting.brief.blocks import card_table
from engagekit.reporting.brief.scorecard import Line, Scorecard, card_note, card_title, scorecard
from tests.reporting.copies import NAN, hidden, over_time, section

ENGLISH = Locale("en")


def _section(*quarters: tuple[float, ...], names: str = "LT") -> Section:
    """Reach of a few departments, quarter by quarter."""
    rows = [row for name, counts in zip(names, zip(*quarters, strict=True), strict=False)
            for row in over_time("reach", counts, department=name)]  # fmt: skip
    return section("scorecard", rows)


def _card(made: Section, love: Section | None = None) -> Scorecard:
    card = scorecard(made, ENGLISH, love)
    assert card is not None
    return card


def _of_ends(least: float, most: float, name: str = "Tax") -> Line:
    """The line of a department whose share is told by its ends, beside one that is told."""
    rows = [row for one in (name, "Legal") for row in over_time("reach", (75,), department=one)]
    made = section("scorecard", rows)
    line = _card(made.with_frame(hidden(made.frame, 0, least=least, most=most))).line_of(name)
    assert line is not None
    return line


def test_a_scorecard_has_a_line_a_department_highest_first_with_its_change() -> None:
    made = _section((50, 70), (40, 80))
    card = _card(made)
    assert [(one.name, one.reach_text, one.change, one.is_off) for one in card.lines] == [
        ("T", "80%", "+10", False),
        ("L", "40%", "−10", True),
    ]
    assert card.below == ("L",) and card.quarters == 2
    line = _card(made.with_frame(hidden(made.frame, 1))).lines[-1]
    assert (line.name, line.reach, line.change, line.spark[-1]) == ("L", None, "", None)


@pytest.mark.parametrize(
    ("least", "most", "bar", "is_off"),
    [(0.8, NAN, 0.8, False), (NAN, 0.7, None, False), (NAN, 0.5, None, True)],
)
def test_a_bar_ends_where_a_recoded_share_is_at_least(
    least: float, most: float, bar: float | None, is_off: bool
) -> None:
    line = _of_ends(least, most)
    assert (line.is_open, line.reach, line.is_off) == (True, bar, is_off)


@pytest.mark.parametrize(("is_hidden", "text"), [(True, "small group"), (False, "–")])
def test_money_that_is_not_split_by_department_is_no_small_group(
    is_hidden: bool, text: str
) -> None:
    rows = [row for name in ("reach", "funding per head")
            for row in over_time(name, (75,), department="Tax")]  # fmt: skip
    made = section("scorecard", rows)
    frame = hidden(made.frame, 1).assign(suppressed=[False, is_hidden])
    card = _card(made.with_frame(frame))
    heads = card_table(card, ENGLISH).headers
    assert card.lines[0].money == text
    assert not card.has_money and ENGLISH.say("brief.money") not in heads
    assert ("spending per head" in card_note(card, ENGLISH)) == is_hidden
    assert not any("Points since" in head for head in heads)


@pytest.mark.parametrize(
    ("reached", "answered", "is_staff", "lines", "has_love"),
    [
        ((), ("Legal", "Tax"), False, ["Legal", "Tax"], True),  # those who answered are counted
        ((), ("Not stated",), None, [], False),
        (("Tax",), ("Finance Division",), True, ["Tax"], False),  # no empty column
        (("Tax",), ("Tax",), True, ["Tax"], True),
    ],
)
def test_a_survey_names_departments_where_no_list_does(
    reached: tuple[str, ...],
    answered: tuple[str, ...],
    is_staff: bool | None,
    lines: list[str],
    has_love: bool,
) -> None:
    rows = [
        row
        for measure, names in (("reach", reached), ("satisfaction", answered))
        for name in names
        for row in over_time(measure, (60,), department=name)
    ]
    card = scorecard(section("scorecard", rows), ENGLISH)
    if card is None:
        assert not lines
        return
    assert [line.name for line in card.lines] == lines
    assert (card.has_reach, card.has_love) == (is_staff, has_love)
    if not is_staff:
        assert [(line.people, line.love_text) for line in card.lines] == [(100, "60%")] * 2
        heads = ("Department", "Answered", "Satisfied, with likely range")
        assert card_table(card, ENGLISH).headers == heads


def test_a_column_in_which_no_department_has_a_number_goes_with_a_note() -> None:
    rows = [row for name in ("reach", "satisfaction") for at in range(3)
            for row in over_time(name, (40, 60), department=f"D{at}")]  # fmt: skip
    made = section("scorecard", rows)
    love = made.frame["measure"] == "satisfaction"
    gone = made.frame.index[love | (made.frame["period"] == made.frame["period"].iloc[0])]
    card = _card(made.with_frame(hidden(made.frame, *gone)))
    assert card_table(card, ENGLISH).headers == ("Department", "Staff", "Reached this quarter")
    assert (card.has_love, card.has_change, card.quarters) == (False, False, 0)
    assert "Too few people in each department to tell: satisfaction." in card_note(card, ENGLISH)
    assert scorecard(made.with_frame(hidden(made.frame, *made.frame.index)), ENGLISH) is None


@pytest.mark.parametrize(
    ("ends", "title"),
    [
        ([(NAN, 0.5)], "D0 is below the reach target"),
        ([(NAN, 0.5), (0.6, NAN)], "D0 is below the reach target"),  # it is on it, wherever it ends
        ([(NAN, 0.5), (0.55, NAN)], "D0 is below the reach target"),
        ([(NAN, 0.5), (NAN, NAN)], "D0 is below the reach target"),
        ([(NAN, 0.5)] * 3, "All 3 departments are below the reach target"),
        ([(0.6, NAN)], "Every department meets the reach target"),
        ([(0.55, NAN)], "Department scorecard"),
        ([(NAN, 0.5)] * 12 + [(NAN, NAN)], "At least 12 departments are below the reach target"),
    ],
)
def test_the_title_claims_nothing_of_departments_that_may_lie_on_either_side(
    ends: list[tuple[float, float]], title: str
) -> None:
    lines = [_of_ends(*one, name=f"D{at}") for at, one in enumerate(ends)]
    assert card_title(Scorecard(tuple(lines), reach_target=0.6), ENGLISH) == title


@pytest.mark.parametrize(
    ("least", "base", "said"),
    [
        (0.85, 36, "Satisfied, other departments (6) together: 85% or more, of about 36 answers."),
        (0.85, 9, ""),  # of so few nothing is said together either
        (NAN, 36, ""),
    ],
)
def test_departments_that_stand_together_are_said_under_the_scorecard(
    least: float, base: int, said: str
) -> None:
    names = ("All", "Tax", "other departments (6)", "Not stated")
    rows = [share("satisfaction", base - 1, base, department=name) for name in names]
    love = section("satisfaction", rows)
    love = love.with_frame(
        hidden(love.frame, *range(4), least=least).assign(recoded=True, at_most=NAN)
    )
    made = section("scorecard", over_time("reach", (75,), department="Tax"))
    card = _card(made, love)
    assert card.rest == said and card_note(card, ENGLISH).endswith(said)
    assert _card(made).rest == ""
