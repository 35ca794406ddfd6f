"""What the shapes draw of a few numbers written out."""

from __future__ import annotations

import html
from functools import partial
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import UsageError
from engagekit.figures import draw
from engagekit.figures._rows import ordered, rows_of
from engagekit.figures.colour import ATTENTION, CONTEXT_FILL, LIKERT, MAIN, PAPER, TRACK
from engagekit.figures.options import FigureOptions
from engagekit.locale import Locale
from engagekit.measures import _frame
from tests.figures import frames as made

measure_frame = partial(_frame.measure_frame, own=True)
"""Frames of a test may hold measures of its own."""


share = made.share


def trace(figure: Any, name: str) -> Any:
    """The first trace of a name."""
    return next(one for one in figure.data if one.name == name)


def words(figure: Any, side: str = "") -> list[str]:
    """Every text as a reader sees it; those that begin at, end at or lie around their place."""
    return [
        html.unescape(text).replace("\u00a0", " ")
        for trace in figure.data
        if trace.text is not None
        for text, place in zip(trace.text, trace.textposition, strict=True)
        if place.endswith(side)
    ]


def values(figure: Any) -> list[str]:
    """The texts at the right edge."""
    return words(figure, "left")


def said(figure: Any) -> str:
    """Every text, one after another."""
    return " ".join(words(figure))


def departments(**shares: tuple[int, int]) -> pd.DataFrame:
    """Reach of named departments from n and base."""
    return measure_frame(
        [share({"department": name}, *pair) for name, pair in shares.items()], ["department"]
    )


def test_bars_stand_by_value_with_all_on_top_and_hidden_last() -> None:
    frame = departments(IT=(12, 60), Legal=(33, 40), HR=(3, 6), All=(262, 640))
    figure = draw("bars", made.hidden(frame, frame["department"] == "HR"), title="Reach", k=10)
    assert [text.split(" ·")[0] for text in words(figure, "right")[1:6]] == [
        "All", "Legal", "IT", "HR",
        "not shown: fewer than 10 people, or to protect a small group",
    ]  # fmt: skip
    assert list(trace(figure, "estimate").x) == pytest.approx([262 / 640, 33 / 40, 12 / 60])
    assert list(trace(figure, "estimate").y) == sorted(trace(figure, "estimate").y)


def test_a_bar_is_marked_only_when_its_whole_interval_misses_the_target() -> None:
    frame = departments(Legal=(28, 40), IT=(22, 40), HR=(10, 40))
    figure = draw("bars", frame, title="Reach", target=0.6)
    assert list(trace(figure, "estimate").marker.color) == [MAIN, MAIN, ATTENTION]
    assert [text.startswith("▼") for text in values(figure)[:3]] == [False, False, True]


@pytest.mark.parametrize("target", [0.02, 0.6, 0.99])
def test_the_target_crosses_bars_and_no_label_and_is_named_above_them(target: float) -> None:
    figure = draw("bars", departments(Legal=(28, 40), IT=(22, 40)), title="Reach", target=target)
    heights = [y for y in trace(figure, "target").y if y is not None]
    texts = trace(figure, "labels").y
    for low, high in zip(heights[::2], heights[1::2], strict=True):
        assert not any(low - 7 < text < high + 7 for text in texts)
    at = [text.startswith("target ") for text in trace(figure, "labels").text].index(True)
    assert trace(figure, "labels").x[at] == pytest.approx(target) and texts[at] < min(heights)


def test_a_whisker_runs_from_bound_to_bound_and_a_head_count_has_none() -> None:
    frame = departments(Legal=(20, 40))
    assert list(trace(draw("bars", frame, title="Reach"), "interval").x) == [0.4, 0.6]
    counted = draw("bars", frame.assign(low=float("nan"), high=float("nan")), title="Reach")
    assert not any(one.name == "interval" for one in counted.data)
    assert "range" not in said(counted)


def test_a_cost_on_too_few_people_is_not_ranked() -> None:
    figure = draw("bars", made.money(3), title="Cost", least=10, target_is_most=True)
    assert list(trace(figure, "estimate").x) == [78.25]
    assert words(figure).count("not ranked: fewer than 10 people") == 2


def test_bars_keep_an_order_of_their_own_though_a_later_one_is_larger() -> None:
    frame = measure_frame(
        [{"stage": name, "measure": "people", "unit": "count", "estimate": n, "n": n}
         for name, n in (("user", 3.0), ("aware", 9.0), ("champion", 5.0))],
        ["stage"],
    )  # fmt: skip
    order = ["aware", "user", "champion"]
    assert list(trace(draw("bars", frame, title="Rungs", order=order), "estimate").x) == [9, 3, 5]
    assert list(trace(draw("bars", frame, title="Rungs", order=[]), "estimate").x) == [3, 9, 5]


def test_bars_of_a_count_keep_its_order_nought_in_grey_what_is_marked_in_words() -> None:
    frame = made.counts(5, "age")
    figure = draw("histogram", frame, title="Open", marked=["3"], marked_words="overdue")
    assert list(trace(figure, "estimate").x) == list(frame["estimate"])
    colours = list(trace(figure, "estimate").marker.color)
    assert (colours[0], colours[3]) == (CONTEXT_FILL, ATTENTION)
    assert "▲ 87" in values(figure) and "▲ overdue" in said(figure)


def test_a_share_of_fewer_than_ten_has_a_count_and_no_bar() -> None:
    counted = {"Tax": (6, 8), "Law": (9, 12), "IT": (30, 40)}
    figure = draw("bars", departments(**counted), title="x")
    assert list(trace(figure, "estimate").x) == [0.75, 0.75]
    assert "6 of 8: too few for a percentage" in said(figure)
    assert "9 of 12, few people" in said(figure) and "30 of 40, few people" not in said(figure)
    alone = draw("bars", departments(Tax=(6, 8)), title="x")
    assert not [one for one in alone.data if one.name == "estimate"]
    assert "6 of 8: too few for a percentage" in said(alone)


@pytest.mark.parametrize(
    ("base", "is_few", "is_small"),
    [(9, True, False), (10, False, True), (29, False, True), (30, False, False)],
)
def test_a_share_of_few_is_a_count_and_of_some_is_marked(
    base: int, is_few: bool, is_small: bool
) -> None:
    (row,) = rows_of(departments(Tax=(4, base)), FigureOptions())
    assert (row.is_few, row.is_small) == (is_few, is_small)


def told_by_ends() -> pd.DataFrame:
    """Five shares, of which the last two are told by an end."""
    frame = departments(A=(36, 40), B=(32, 40), C=(20, 40), D=(28, 40), E=(24, 40))
    frame = made.hidden(frame, frame["department"].isin(["D", "E"]))
    gone = [float("nan")] * 3
    ends = {"at_least": [*gone, 0.8, 0.0], "at_most": [*gone, 1.0, 0.4]}
    return frame.assign(low=None, high=None, recoded=frame["suppressed"], **ends)


def test_a_share_of_which_an_end_is_told_stands_by_it_as_a_line_to_the_other_end() -> None:
    drawn = ordered(rows_of(told_by_ends(), FigureOptions()))
    assert [row.label for row in drawn] == ["A", "B", "D", "C", "E"]
    figure = draw("bars", told_by_ends(), title="Reach")
    assert list(trace(figure, "at least").x) == [0.8, 0]
    assert [x for x in trace(figure, "ends").x if x is not None] == [0.8, 1, 0, 0.4]


# Answers


def likert(frame: pd.DataFrame, **more: Any) -> Any:
    return draw("likert", frame, title="Answers", **{**made.LIKERT_ARGS, **more})


def segments(figure: Any) -> list[Any]:
    return [one for one in figure.data if one.type == "bar" and one.name != "swatch"]


def test_answers_stand_in_the_order_of_the_scale_whatever_that_of_the_frame() -> None:
    bars = segments(likert(made.answers(1).iloc[[4, 2, 0, 1, 3]]))
    assert [one.name for one in bars] == list(made.ANSWERS)
    assert [one.marker.color for one in bars] == list(LIKERT)
    ends = [one.base[0] + one.x[0] for one in bars]
    assert ends == pytest.approx([4 / 184, 14 / 184, 44 / 184, 124 / 184, 1])


def test_the_two_ends_are_added_up_where_they_are_named() -> None:
    assert {"8%", "76%"} <= set(words(likert(made.answers(1))))
    assert not {"8%", "76%"} & set(words(likert(made.answers(1), agree=(), disagree=())))


def test_a_scale_that_begins_with_agreement_turns_the_colours() -> None:
    bars = segments(likert(made.answers(1), order=made.ANSWERS[::-1]))
    colours = {one.name: one.marker.color for one in bars}
    assert colours["Strongly agree"] == LIKERT[4] and colours["Strongly disagree"] == LIKERT[0]


@pytest.mark.parametrize(
    ("gone", "colours"),
    [([0], LIKERT[1:]), ([3, 4], LIKERT[:3]), ([0, 1], LIKERT[2:]), ([0, 2], [LIKERT[1], *LIKERT[3:]])],
)  # fmt: skip
def test_an_answer_that_nobody_chose_takes_no_colour_from_the_others(
    gone: list[int], colours: list[str]
) -> None:
    order = [name for at, name in enumerate(made.ANSWERS) if at not in gone]
    frame = made.answers(1)
    bars = segments(likert(frame[frame["answer"].isin(order)], order=order))
    assert [one.marker.color for one in bars] == list(colours)


def test_an_answer_outside_the_order_is_refused_and_another_scale_has_a_key_of_its_own() -> None:
    with pytest.raises(UsageError, match=r"order= lacks the answer 'Strongly agree'"):
        likert(made.answers(1), order=made.ANSWERS[:4])
    rows = [share({"item": "Speed", "answer": name}, 20, 40) for name in ("slow", "fast")]
    both = pd.concat([made.answers(1), measure_frame(rows, ["item", "answer"])], ignore_index=True)
    assert {"Strongly agree", "slow", "fast"} <= set(words(draw("likert", both, title="Answers")))


def test_a_sum_of_answers_that_holds_a_hidden_one_is_marked_and_its_mark_explained() -> None:
    frame = made.answers(2)
    gone = (frame["item"] == frame["item"].iloc[0]) & (frame["answer"] == made.ANSWERS[0])
    figure = likert(made.hidden(frame, gone))
    assert words(figure).count("[c]") == 1
    assert "[c]: fewer than 5 people" in said(figure)
    phone = likert(made.hidden(frame, gone), locale=Locale("fr"), narrow=True)
    assert "pour protéger un petit groupe" in said(phone) and "…" not in said(phone)


@pytest.mark.parametrize(("widest", "is_drawn"), [(0.05, True), (0.06, False)])
def test_answers_known_to_five_points_are_drawn_as_parts_of_a_whole_and_a_wider_band_is_not(
    widest: float, is_drawn: bool
) -> None:
    frame = made.answers(2).reset_index(drop=True)
    frame = made.hidden(frame, frame.index <= 4)
    frame["recoded"] = frame["suppressed"]
    frame["at_least"] = [*(float("nan"), 0.025, 0.1, 0.325, 0.475), *[float("nan")] * 5]
    frame["at_most"] = [*(0.05, 0.075, 0.1 + widest, 0.375, 0.525), *[float("nan")] * 5]
    figure = likert(frame)
    first = segments(figure)[0].y[0]
    lengths = [
        x for one in segments(figure) for x, y in zip(one.x, one.y, strict=True) if y == first
    ]
    assert "Shares are rounded to protect small groups" in said(figure)
    if is_drawn:
        assert sum(lengths) == pytest.approx(1.0) and lengths[4] == pytest.approx(0.5 / 1.05)
        assert "80–90%" in words(figure) and "2–13%" in words(figure), "each end added up"
    else:
        assert len(lengths) == 4 and lengths[3] == pytest.approx(0.5)


# Lines


def line(count: int = 1, **more: Any) -> pd.DataFrame:
    frame = made.over_time(count, **more)
    return frame.drop(columns="department") if count == 1 else frame


def test_every_number_with_a_range_has_a_thin_line_and_the_last_one_its_words() -> None:
    frame = line(over=["FY2025-26 Q1", "FY2025-26 Q3", "FY2026-27 Q1"])
    figure = draw("trend", frame, title="Satisfaction")
    ranges = [y for y in trace(figure, "interval").y if y is not None]
    assert ranges[:2] == pytest.approx(list(frame.iloc[0][["low", "high"]])) and len(ranges) == 6
    assert "thin line: likely range (95%)" in said(figure)
    assert {"35%", "25% to 45%"} <= set(words(draw("trend", line(), title="Reach"), "right"))


def test_a_line_has_a_gap_where_a_quarter_is_missing_or_hidden_and_where_the_question_changed() -> (
    None
):
    frame = line()
    second = frame["period"] == made.QUARTERS[1]
    for one in (frame[~second], made.hidden(frame, second)):
        drawn = trace(draw("trend", one, title="Reach"), "estimate")
        assert list(drawn.x) == [0, None, 2, 3]
    cut = draw("trend", frame, title="Reach", breaks=[made.QUARTERS[2]])
    assert list(trace(cut, "estimate").x) == [0, 1, None, 2, 3]
    assert "the question changed" in said(cut)


def test_n_stands_under_each_period_and_the_target_is_named_at_its_line() -> None:
    figure = draw("trend", line(), title="Reach", target=0.3)
    assert [text for text in words(figure, "center") if " of " in text] == [
        "5 of 40", "8 of 40", "11 of 40", "14 of 40",
    ]  # fmt: skip
    assert "target 30%" in words(figure)


@pytest.mark.parametrize("slope", [0.04, -0.04])
@pytest.mark.parametrize("target", [None, 0.46, 0.54])
def test_a_line_carries_its_first_value_where_neither_it_nor_the_target_runs_through(
    slope: float, target: float | None
) -> None:
    quarters = [f"FY{2024 + at // 4}-{25 + at // 4} Q{at % 4 + 1}" for at in range(8)]
    shares = [0.5 + slope * at for at in range(8)]
    frame = line(over=quarters).assign(estimate=shares, low=None, high=None)
    labels = trace(draw("trend", frame, title="Reach", target=target), "labels")
    heights = [y for x, y, text in zip(labels.x, labels.y, labels.text, strict=True)
               if text == "50%" and 0 < x < 1]  # fmt: skip
    assert all((height < 0.5) == (slope > 0) for height in heights)
    away_from_it = target is None or (target < 0.5) != (slope > 0)
    assert len(heights) == away_from_it


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    frame = made.over_time(1).assign(unit="score", estimate=[6.1, 6.4, 6.2, 6.8], low=6.0, high=7.0)
    assert "The axis starts at 5" in said(draw("trend", frame, title="Score"))
    assert "The axis starts" not in said(draw("trend", frame, title="Score", from_zero=True))


def test_the_names_of_four_lines_stand_apart() -> None:
    figure = draw("trend", line(4).assign(estimate=0.5, low=None, high=None), title="Reach")
    labels = trace(figure, "labels")
    right = max(labels.x)
    heights = sorted(y for x, y in zip(labels.x, labels.y, strict=True) if x == right)
    low, high = figure.layout.yaxis.range
    pixel = (high - low) / figure.layout.height
    assert len(heights) == 8
    assert all(above - below > 16 * pixel for below, above in pairwise(heights))


def test_more_than_four_lines_become_panels_and_those_left_out_are_counted() -> None:
    assert "on the same axis, 0% to 100%" in said(draw("trend", line(5), title="Reach"))
    figure = draw("multiples", line(15), title="Reach")
    assert "3 more groups are not drawn here" in said(figure)
    assert len([one for one in figure.data if one.name == "estimate"]) == 12


def test_a_panel_says_of_when_its_number_is_where_the_last_one_is_hidden() -> None:
    frame = line(5)
    is_last = frame["period"] == frame["period"].iloc[-1]
    first, second = frame["department"].unique()[:2]
    over = words(draw("multiples", made.hidden(frame, is_last & (frame["department"] == first)),
                      title="Reach"))  # fmt: skip
    # the number of an earlier quarter had stood there as if it were of the last one
    earlier, last = (over[over.index(name) + 1] for name in (first, second))
    assert "Q" in earlier and "%" in earlier and "Q" not in last


@pytest.mark.parametrize(("name", "across"), [("Environmental Engineering", 1), ("Tax", 2)])
def test_a_panel_never_cuts_the_name_of_its_group_on_a_phone(name: str, across: int) -> None:
    frame = line(6)
    names = dict(zip(frame["department"].unique(), [name, *"BCDEF"], strict=True))
    frame["department"] = frame["department"].map(names)
    figure = draw("multiples", frame, title="Reach", narrow=True)
    assert name in words(figure)
    labels = trace(figure, "labels")
    lefts = {x for x, text in zip(labels.x, labels.text, strict=True) if text in (name, *"BCDEF")}
    assert len(lefts) == across


# Dots


@pytest.mark.parametrize("groups", [2, 9])
@pytest.mark.parametrize(("language", "why"), [("en", "few answers"), ("fr", "peu de réponses")])
def test_pooled_shares_say_why_they_differ(groups: int, language: str, why: str) -> None:
    frame = made.both(groups)
    pooled = frame.replace({"measure": {"satisfaction": "satisfaction among departments"}})
    for one, y in ((frame, "satisfaction"), (pooled, "satisfaction among departments")):
        figure = draw("quadrant", one, title="Love", y=y, locale=Locale(language))
        assert (why in said(figure)) == (one is pooled)


@pytest.mark.parametrize("count", [6, 40])
def test_every_dot_is_named_or_numbered_and_listed_and_no_name_meets_another(count: int) -> None:
    figure = draw("quadrant", made.both(count), title="Love", narrow=True, undecided=["Legal"])
    assert len(trace(figure, "undecided").x) == 1
    entries = [text for text in words(figure) if " · n 40" in text]
    listed = [text for text in entries if " · n 40 (" in text]
    assert len(entries) == count
    assert [text.split()[0] for text in listed] == [str(at + 1) for at in range(len(listed))]
    names = [one.name for one in figure.data]
    assert names.index("interval") < names.index("paper") < names.index("labels")


def test_groups_too_small_for_a_dot_are_named_and_fewer_than_four_dots_become_lines() -> None:
    frame = made.both(6)
    frame.loc[0, "base"] = 8
    few = draw("quadrant", frame, title="Love", least_base=10)
    assert "Not shown: Legal (fewer than 10 answers or people)." in said(few)
    assert {"Legal", "50%", "$100"} <= set(words(draw("quadrant", made.both(3), title="Love")))


def test_a_line_a_group_has_a_dot_or_its_ends_for_each_measure_and_stands_by_the_first() -> None:
    cost = made.both(6).query("measure == 'funding per head'")
    cost["department"] = cost["department"].map(dict(zip(made.groups(6), "ABCDEF", strict=True)))
    few = departments(F=(3, 5)).assign(measure="satisfaction")
    gone = made.hidden(departments(E=(3, 5)).assign(measure="satisfaction"))
    frame = pd.concat([cost, told_by_ends(), few, gone], ignore_index=True)
    frame["suppressed"] = frame["suppressed"].fillna(False).astype(bool)
    figure = draw(
        "rows", frame, title="Love", measures=["funding per head", "reach", "satisfaction"]
    )
    ranked = cost.sort_values("estimate", ascending=False)["department"].tolist()
    assert [text for text in words(figure, "right") if text in ranked] == ranked
    assert len([one for one in figure.data if one.name == "ends"]) == 1
    assert {"80% or more", "3 of 5", "90%", "small group"} <= set(words(figure))
    assert [len(one.x) for one in figure.data if one.name == "estimate"] == [6, 3]


def test_between_two_ends_is_said_in_few_letters() -> None:
    nan = float("nan")
    frame = told_by_ends().assign(
        at_least=[nan, nan, nan, 0.8, 0.6], at_most=[nan, nan, nan, 1.0, 0.79]
    )
    wide, narrow = (
        words(draw("rows", frame, title="Reach", measures=["reach"], narrow=narrow))
        for narrow in (False, True)
    )
    for texts in (wide, narrow):
        assert {"60% to 79%", "80% or more"} <= {*texts}


def test_the_whole_is_a_dotted_line_with_its_number_in_the_head_of_the_column() -> None:
    whole = departments(All=(30, 40)).assign(measure="reach")
    frame = pd.concat([departments(A=(20, 40), B=(36, 40)).assign(measure="reach"), whole])
    figure = draw("rows", frame, title="Reach", measures=["reach"])
    assert "Reach · All 75%" in words(figure) and "All" not in words(figure, "right")
    across, _ = trace(figure, "all").x
    low, high = sorted(trace(figure, "estimate").x)
    assert low < across < high


def test_the_difference_is_printed_with_its_interval_and_an_arrow_is_for_time_alone() -> None:
    frame = made.over_time(1, over=made.QUARTERS[::3])
    row = {"department": "Legal", "period": made.QUARTERS[3], "measure": "change",
           "unit": "share", "estimate": 0.09, "low": -0.02, "high": 0.2}  # fmt: skip
    both = pd.concat([frame, measure_frame([row], ["department", "period"])], ignore_index=True)
    figure = draw("dumbbell", both, title="Change", measure="reach", difference="change")
    assert values(figure)[0] == "13% → 20% (+9 points, −2 to +20 points)"
    of_groups = draw(
        "dumbbell", frame.rename(columns={"period": "group"}), title="Two", pair="group"
    )
    assert values(of_groups)[0] == "13% | 20%"


def test_a_group_without_its_second_number_stands_below_those_that_have_it() -> None:
    frame = made.over_time(3, over=made.QUARTERS[::3])
    most = "Policy, Research and Outreach (East and West)"
    is_lacking = (frame["department"] == most) & (frame["period"] != made.QUARTERS[0])
    for rows, is_last in ((frame, False), (frame[~is_lacking], True)):
        told = said(draw("dumbbell", rows, title="Two", measure="reach"))
        others = [told.index(name) for name in frame["department"].unique() if name != most]
        assert (told.index(most) > max(others)) is is_last


def test_the_two_dots_of_a_row_stand_on_one_height_and_their_intervals_beside_it() -> None:
    frame = made.over_time(1, over=made.QUARTERS[::3])
    figure = draw("dumbbell", frame, title="Two", measure="reach")
    first, second = ([*one.y] for one in figure.data if one.name == "estimate")
    assert first == second
    low, high = (one.y[0] for one in figure.data if one.name == "interval")
    assert low < first[0] < high, "two intervals on one line are one"


def test_the_ladder_shows_who_is_at_risk_and_the_naive_share_only_on_demand() -> None:
    alone = draw("ladder", made.hazards(3), title="Ladder", measure="hazard")
    assert {"1 · n 100", "2 · n 101", "3 · n 102"} <= set(words(alone))
    assert "Touch number; n: people still counted" in words(alone)
    both = draw("ladder", made.hazards(3), title="Ladder", measure="hazard", naive="naive")
    assert [len(one.x) for one in both.data if one.name == "estimate"] == [3, 3]
    assert "Misleading: trust by touches so far" in said(both)


# Cells


def test_a_month_shows_the_best_of_its_meetings_by_shape() -> None:
    frame = pd.DataFrame({
        "series": ["Board", "Board", "Budget"], "on": ["2026-04-01", "2026-04-15", "2026-05-01"],
        "library_seat": [True, True, False], "attended": [False, True, pd.NA],
        "spoke": [False, False, False],
    })  # fmt: skip
    figure = draw("grid", frame, title="Meetings")
    assert [text for text in words(figure, "center") if len(text) == 1] == ["◉", "–", "–", "×"]
    assert values(figure) == ["1 of 2 attended", "0 of 1 attended"]
    with pytest.raises(UsageError, match=r"column='series': the frame has no such column"):
        draw("grid", frame.rename(columns={"series": "serie"}), title="Meetings")


def test_empty_cells_stay_visible_and_asked_for_rows_too() -> None:
    figure = draw("matrix", made.tallies(1), title="Stories", rows=["Safety"])
    assert words(figure, "center") == [*["0"] * 4, "0", "1", "2", "0"]
    cells = {one.marker.color: len(one.x) for one in figure.data if one.name == "cell"}
    assert cells == {PAPER: 6, TRACK: 2}
