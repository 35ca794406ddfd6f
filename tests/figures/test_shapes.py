"""What the shapes draw of a few numbers written out."""

from __future__ import annotations

import html
import importlib.util
import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import UsageError
from engagekit.figures import draw
from engagekit.figures._rows import Row, ordered, rows_of
from engagekit.figures.colour import ATTENTION, CONTEXT_FILL, LIKERT, MAIN
from engagekit.figures.options import FigureOptions
from engagekit.locale import Locale
from engagekit.measures import _frame

measure_frame = partial(_frame.measure_frame, own=True)
"""Frames of a test may hold measures of its own."""


def _load() -> Any:
    path = Path(__file__).with_name("frames.py")
    spec = importlib.util.spec_from_file_location("figures_frames", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


made = _load()
share = made.share


def trace(figure: Any, name: str) -> Any:
    """The first trace of a name."""
    return next(one for one in figure.data if one.name == name)


def unescape(text: str) -> str:
    """What a reader sees of an escaped text; breaks become spaces."""
    return html.unescape(re.sub("</?b>", "", text.replace("<br>", " ")))


def words(figure: Any, name: str) -> list[str]:
    """The texts of a trace."""
    return [unescape(text) for text in trace(figure, name).text]


def departments(**shares: tuple[int, int]) -> pd.DataFrame:
    """Reach of named departments from n and base."""
    return measure_frame(
        [share({"department": name}, *pair) for name, pair in shares.items()], ["department"]
    )


def test_a_survey_now_and_then_shows_the_interval_and_the_value_of_each_time() -> None:
    waves = made.over_time(1, over=["FY2025-26 Q1", "FY2025-26 Q3", "FY2026-27 Q1"])
    frame = waves.drop(columns="department")
    figure = draw("trend", frame, title="Satisfaction")
    lines = {trace.name: trace for trace in figure.data}
    assert "band" not in lines and len(lines["interval"].x) == 8
    assert list(lines["interval"].y[:2]) == list(frame.iloc[0][["low", "high"]])
    notes = {note.name: note.text for note in figure.layout.annotations}
    assert notes["value"].endswith("%") and " to " in notes["last value"]
    assert any(
        "thin line: likely range (95%)" in (note.text or "") for note in figure.layout.annotations
    )
    every = draw("trend", made.over_time(1).drop(columns="department"), title="Satisfaction")
    assert {trace.name for trace in every.data} == {"band", "estimate"}


def test_bars_stand_by_value_with_all_on_top_and_hidden_last() -> None:
    frame = departments(IT=(12, 60), Legal=(33, 40), HR=(3, 6), All=(262, 640))
    figure = draw("bars", made.hidden(frame, frame["department"] == "HR"), title="Reach", k=10)
    labels = words(figure, "labels")
    assert [text.split(" ·")[0] for text in labels[-5:]] == [
        "All", "Legal", "IT", "HR",
        "not shown: fewer than 10 people, or to protect a small group",
    ]  # fmt: skip
    assert list(trace(figure, "estimate").x) == [262 / 640, 33 / 40, 12 / 60]
    assert list(trace(figure, "estimate").y) == sorted(trace(figure, "estimate").y)


def test_a_bar_is_marked_only_when_its_whole_interval_misses_the_target() -> None:
    figure = draw(
        "bars", departments(Legal=(28, 40), IT=(22, 40), HR=(10, 40)), title="Reach", target=0.6
    )
    assert list(trace(figure, "estimate").marker.color) == [MAIN, MAIN, ATTENTION]
    assert [text.startswith("▼") for text in words(figure, "values")] == [False, False, True]


def test_the_target_crosses_bars_and_no_label() -> None:
    figure = draw("bars", departments(Legal=(28, 40), IT=(22, 40)), title="Reach", target=0.6)
    heights = [y for y in trace(figure, "target").y if y is not None]
    texts = trace(figure, "labels").y
    for low, high in zip(heights[::2], heights[1::2], strict=True):
        assert not any(low - 7 < text < high + 7 for text in texts)


def test_a_whisker_runs_from_bound_to_bound() -> None:
    figure = draw("bars", departments(Legal=(20, 40)), title="Reach")
    assert list(trace(figure, "interval").x) == [0.4, 0.6]


def test_a_head_count_has_no_whisker_and_no_words_on_one() -> None:
    frame = departments(Legal=(20, 40)).assign(low=float("nan"), high=float("nan"))
    figure = draw("bars", frame, title="Reach")
    assert not any(one.name == "interval" for one in figure.data)
    assert not any("interval" in text for text in words(figure, "labels"))


def test_a_cost_on_too_few_people_is_not_ranked() -> None:
    figure = draw("bars", made.money(3), title="Cost", least=10, target_is_most=True)
    assert list(trace(figure, "estimate").x) == [78.25]
    assert words(figure, "labels").count("not ranked: fewer than 10 people") == 2


def test_bars_keep_an_order_of_their_own_though_a_later_one_is_larger() -> None:
    frame = measure_frame(
        [
            {"stage": name, "measure": "people", "unit": "count", "estimate": n, "n": n}
            for name, n in (("user", 3.0), ("aware", 9.0), ("champion", 5.0))
        ],
        ["stage"],
    )
    order = ["aware", "user", "champion"]
    assert list(trace(draw("bars", frame, title="Rungs", order=order), "estimate").x) == [9, 3, 5]
    assert list(trace(draw("bars", frame, title="Rungs", order=[]), "estimate").x) == [3, 9, 5]


def test_answers_stand_in_the_order_of_the_scale_whatever_that_of_the_frame() -> None:
    frame = made.answers(1).iloc[[4, 2, 0, 1, 3]]
    figure = draw("likert", frame, title="Answers", **made.LIKERT_ARGS)
    bars = [one for one in figure.data if one.type == "bar"]
    assert [one.name for one in bars] == list(made.ANSWERS)
    assert [one.marker.color for one in bars] == list(LIKERT)
    ends = [one.base[0] + one.x[0] for one in bars]
    assert ends == pytest.approx([4 / 184, 14 / 184, 44 / 184, 124 / 184, 1])


def test_the_two_ends_are_added_up() -> None:
    figure = draw("likert", made.answers(1), title="Answers", **made.LIKERT_ARGS)
    assert {"8%", "76%"} <= set(words(figure, "key"))


def test_no_end_is_added_up_that_was_not_named() -> None:
    figure = draw("likert", made.answers(1), title="Answers", order=made.ANSWERS)
    assert not {"8%", "76%"} & set(words(figure, "key"))


def test_a_scale_that_begins_with_agreement_turns_the_colours() -> None:
    figure = draw(
        "likert",
        made.answers(1),
        title="Answers",
        order=made.ANSWERS[::-1],
        agree=made.ANSWERS[3:],
        disagree=made.ANSWERS[:2],
    )
    colours = {one.name: one.marker.color for one in figure.data if one.type == "bar"}
    assert colours["Strongly agree"] == LIKERT[4] and colours["Strongly disagree"] == LIKERT[0]


def test_an_answer_outside_the_order_is_refused() -> None:
    with pytest.raises(UsageError, match=r"order= lacks the answer 'Strongly agree'"):
        draw("likert", made.answers(1), title="Answers", order=made.ANSWERS[:4])


def test_items_on_two_scales_have_a_key_each() -> None:
    other = measure_frame(
        [
            share({"item": "Speed", "answer": name}, n, 40)
            for name, n in (("slow", 10), ("fast", 30))
        ],
        ["item", "answer"],
    )
    both = pd.concat([made.answers(1), other], ignore_index=True)
    key = words(draw("likert", both, title="Answers"), "key")
    assert {"Strongly agree", "slow", "fast"} <= set(key)


def test_nought_stands_apart_only_where_it_dwarfs_the_rest() -> None:
    apart = draw("histogram", made.counts(8), title="Touches")
    everybody, none = (shape for shape in apart.layout.shapes)
    assert everybody.x1 == 1 and none.x1 == pytest.approx(1400 / made.counts(8)["estimate"].sum())
    assert "Never" in [note.text for note in apart.layout.annotations]
    assert len(trace(apart, "estimate").y) == 7
    level = made.counts(8)
    level.loc[0, "estimate"] = 500.0
    together = draw("histogram", level, title="Touches")
    assert len(trace(together, "estimate").y) == 8
    assert trace(together, "estimate").marker.color[0] == CONTEXT_FILL


def test_overdue_promises_are_marked_in_words_at_both_widths() -> None:
    for narrow in (False, True):
        for count in (5, 12):
            figure = draw("histogram", made.counts(count, "age"), title="Open", zero="",
                          marked=["3"], marked_words="overdue", narrow=narrow)  # fmt: skip
            assert "▲ 87" in words(figure, "values")
            assert ATTENTION in trace(figure, "estimate").marker.color


def test_a_line_has_a_gap_where_a_quarter_is_missing_or_hidden() -> None:
    frame = made.over_time(1)
    without = frame[frame["period"] != made.QUARTERS[1]]
    hidden = made.hidden(frame, frame["period"] == made.QUARTERS[1])
    for one in (without, hidden):
        figure = draw("trend", one.drop(columns="department"), title="Reach")
        assert list(trace(figure, "estimate").x) == [0, None, 2, 3]


def test_a_line_is_cut_where_the_question_changed() -> None:
    figure = draw("trend", made.over_time(1), title="Reach", breaks=[made.QUARTERS[2]])
    assert list(trace(figure, "estimate").x) == [0, 1, None, 2, 3]
    assert any("the question changed" in unescape(note.text) for note in figure.layout.annotations)


def test_the_last_value_is_labelled_and_n_stands_under_each_period() -> None:
    frame = made.over_time(1).drop(columns="department")
    figure = draw("trend", frame, title="Reach")
    last = [unescape(note.text) for note in figure.layout.annotations if note.name == "last value"]
    assert last == ["35% 25% to 45%"]
    narrow = draw("trend", frame, title="Reach", narrow=True)
    assert [note.text for note in narrow.layout.annotations if note.name == "last value"] == ["35%"]
    assert [re.sub("\u00a0", " ", text).split("<br>")[-1] for text in figure.layout.xaxis.ticktext] == [
        "5 of 40", "8 of 40", "11 of 40", "14 of 40",
    ]  # fmt: skip


def test_a_line_carries_its_first_value_and_its_last_and_no_line_runs_through_them() -> None:
    quarters = [f"FY{2024 + at // 4}-{25 + at // 4} Q{at % 4 + 1}" for at in range(8)]
    frame = made.over_time(1, over=quarters).drop(columns="department")
    for slope in (0.04, -0.04):
        shares = [0.5 + slope * at for at in range(8)]
        frame = frame.assign(estimate=shares, low=None, high=None)
        for target in (None, 0.48, 0.52):
            figure = draw("trend", frame, title="Reach", target=target)
            (value,) = (note for note in figure.layout.annotations if note.name == "value")
            assert value.text == "50%"
            low, high = figure.layout.yaxis.range
            body = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
            top, foot = value.y, value.y - 18 / body
            start = (0.5 - low) / (high - low)
            if target is None:
                assert (top < start) == (slope > 0), "on the side from which the line goes away"
            else:
                assert not foot < (target - low) / (high - low) < top


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    frame = made.over_time(1).assign(unit="score", estimate=[6.1, 6.4, 6.2, 6.8], low=6.0, high=7.0)
    figure = draw("trend", frame, title="Score", from_zero=False)
    assert figure.layout.yaxis.range[0] > 0
    assert any("The axis starts at 5" in note.text for note in figure.layout.annotations)


def test_more_than_four_lines_become_panels_on_one_axis() -> None:
    figure = draw("trend", made.over_time(5), title="Reach")
    axes = [name for name in figure.layout.to_plotly_json() if name.startswith("yaxis")]
    assert len(axes) == 5
    assert len({tuple(figure.layout[name].range) for name in axes}) == 1


def test_a_panel_says_of_when_its_number_is_where_the_last_one_is_hidden() -> None:
    frame = made.over_time(5)
    last, names = frame["period"].iloc[-1], frame["department"].unique()
    hidden = (frame["department"] == names[0]) & (frame["period"] == last)
    assert hidden.any()
    frame.loc[hidden, ["estimate", "low", "high", "n"]] = None
    frame.loc[hidden, "suppressed"] = True
    over = [
        unescape(text)
        for part in draw("multiples", frame, title="Reach").data
        for text in part.text or ()
    ]
    told = {name: over[over.index(name) + 1] for name in names[:2]}
    # the number of an earlier quarter had stood there as if it were of the last one
    assert told[names[0]].count("·") == told[names[1]].count("·") + 1
    assert "Q" in told[names[0]] and "%" in told[names[0]]
    assert "Q" not in told[names[1]]


def test_panels_left_out_are_counted() -> None:
    figure = draw("multiples", made.over_time(15), title="Reach")
    assert any(
        "3 more groups are not drawn here" in note.text for note in figure.layout.annotations
    )


def test_a_group_whose_interval_crosses_a_line_is_undecided() -> None:
    figure = draw("quadrant", made.both(6), title="Love", y_line=0.65)
    undecided = trace(figure, "undecided").y
    frame = made.both(6)
    crossing = frame[(frame["low"] < 0.65) & (frame["high"] > 0.65)]["estimate"].tolist()
    assert sorted(undecided) == sorted(crossing)
    named = draw("quadrant", made.both(6), title="Love", y_line=0.65, undecided=["Legal"])
    assert len(trace(named, "undecided").y) == 1


@pytest.mark.parametrize("groups", [2, 9])
@pytest.mark.parametrize(("language", "said"), [("en", "few answers"), ("fr", "peu de réponses")])
def test_pooled_shares_say_why_they_differ(groups: int, language: str, said: str) -> None:
    frame = made.both(groups)
    pooled = frame.replace({"measure": {"satisfaction": "satisfaction among departments"}})
    locale = Locale(language)
    for one, y in ((frame, "satisfaction"), (pooled, "satisfaction among departments")):
        figure = draw("quadrant", one, title="Love", y=y, locale=locale)
        notes = " ".join(str(note.text) for note in figure.layout.annotations)
        assert (said in notes.replace("<br>", " ")) == (one is pooled)


def test_a_crowd_of_dots_is_numbered_and_listed_with_every_n() -> None:
    figure = draw("quadrant", made.both(40), title="Love", narrow=True, y_line=0.75)
    listed = next(note.text for note in figure.layout.annotations if note.name == "list")
    lines = [unescape(line) for line in listed.split("<br>")]
    named = [text for text in words(figure, "labels") if " · n 40" in text]
    assert len(lines) + len(named) == 40
    assert all(" · n 40 (" in line for line in lines)
    assert [line.split()[0] for line in lines] == [str(at) for at in range(1, len(lines) + 1)]


def test_too_few_dots_become_a_table_and_small_groups_are_named() -> None:
    figure = draw("quadrant", made.both(3), title="Love")
    assert "Legal · n 40" in words(figure, "labels")
    assert {"50%", "$100"} <= set(words(figure, "values"))
    frame = made.both(6)
    frame.loc[0, "base"] = 8
    few = draw("quadrant", frame, title="Love", least_base=10)
    assert any(
        "Not shown: Legal (fewer than 10 answers or people)." in unescape(note.text)
        for note in few.layout.annotations
    )


def test_the_difference_is_printed_with_its_interval() -> None:
    frame = made.over_time(1, over=made.QUARTERS[::3])
    change = measure_frame(
        [
            {
                "department": "Legal",
                "period": made.QUARTERS[3],
                "measure": "change",
                "unit": "share",
                "estimate": 0.09,
                "low": -0.02,
                "high": 0.2,
            }
        ],
        ["department", "period"],
    )
    figure = draw(
        "dumbbell",
        pd.concat([frame, change], ignore_index=True),
        title="No clear change",
        measure="reach",
        difference="change",
    )
    assert words(figure, "values") == ["13% → 20% (+9 points, −2 to +20 points)"]


def test_the_ladder_shows_who_is_at_risk_and_the_naive_chart_only_on_demand() -> None:
    alone = draw("ladder", made.hazards(3), title="Ladder", measure="hazard")
    assert words(alone, "labels") == ["1", "100", "2", "101", "3", "102"]
    both = draw("ladder", made.hazards(3), title="Ladder", measure="hazard", naive="naive")
    assert len([one for one in both.data if one.name == "estimate"]) == 2
    assert both.layout.yaxis.ticktext == both.layout.yaxis2.ticktext
    hidden = made.hazards(3)
    hidden["suppressed"] = hidden["measure"] == "naive"
    empty = draw("ladder", hidden, title="Ladder", measure="hazard", naive="naive")
    assert len([one for one in empty.data if one.name == "estimate"]) == 1, "no empty panel"


def test_a_share_of_which_the_low_end_is_told_stands_by_it() -> None:
    rows = [{"department": name, "measure": "reach", "unit": "share", "n": 30, "base": 40,
             "estimate": value} for name, value in (("A", 0.9), ("B", 0.8), ("C", 0.5), ("D", 0.7),
                                                    ("E", 0.6))]  # fmt: skip
    frame = _frame.measure_frame(rows, ["department"])
    frame["suppressed"] = frame["recoded"] = [False, False, False, True, True]
    frame.loc[3:, "estimate"] = float("nan")
    frame["at_least"], frame["at_most"] = (
        [float("nan")] * 3 + [0.8, 0.0],
        [float("nan")] * 3 + [1.0, 0.4],
    )
    drawn = ordered(rows_of(frame, FigureOptions()))
    assert [row.label for row in drawn] == ["A", "B", "D", "C", "E"]


def test_a_month_shows_the_best_of_its_meetings_by_shape() -> None:
    frame = pd.DataFrame({
        "series": ["Board", "Board", "Budget"], "on": ["2026-04-01", "2026-04-15", "2026-05-01"],
        "library_seat": ["yes", "yes", "no"], "attended": ["no", "yes", "no"],
        "spoke": ["no", "no", "no"],
    })  # fmt: skip
    figure = draw("grid", frame, title="Meetings")
    assert words(figure, "estimate") == ["◉", "–", "–", "×"]
    assert words(figure, "values") == ["1 of 2 attended", "0 of 1 attended"]


def test_a_grid_needs_its_columns() -> None:
    with pytest.raises(UsageError, match=r"series='serie': the frame has no such column"):
        draw("grid", made.meetings(2), title="Meetings", series="serie")


def test_empty_cells_stay_visible_and_asked_for_rows_too() -> None:
    figure = draw("matrix", made.tallies(1), title="Stories", rows=["Safety"])
    assert words(figure, "estimate") == [*["0"] * 4, "0", "1", "2", "0"]
    assert [shape.line.dash for shape in figure.layout.shapes].count("dot") == 6


def test_a_share_of_fewer_than_ten_has_a_count_and_no_bar() -> None:
    rows = [
        {"department": name, "measure": "satisfaction", "unit": "share", "estimate": n / base,
         "low": 0.3, "high": 0.95, "n": n, "base": base}
        for name, n, base in (("Tax", 6, 8), ("Law", 9, 12), ("IT", 30, 40))
    ]  # fmt: skip
    figure = draw("bars", measure_frame(rows, ["department"]), title="x")
    drawn = next(trace for trace in figure.data if trace.name == "estimate")
    assert list(drawn.x) == [0.75, 0.75]
    texts = re.sub(r"\s", " ", unescape(json.dumps(figure.to_plotly_json(), default=str)))
    assert "6 of 8: too few for a percentage" in texts
    assert "9 of 12, few people" in texts
    assert "30 of 40, few people" not in texts


def test_nothing_but_small_shares_is_told_in_words() -> None:
    rows = [{"department": "Tax", "measure": "reach", "unit": "share", "estimate": 0.75, "n": 6,
             "base": 8}]  # fmt: skip
    figure = draw("bars", measure_frame(rows, ["department"]), title="x")
    assert not [trace for trace in figure.data if trace.name == "estimate"]
    texts = re.sub(r"\s", " ", unescape(json.dumps(figure.to_plotly_json(), default=str)))
    assert "6 of 8: too few for a percentage" in texts


def test_a_sum_of_answers_that_holds_a_hidden_one_is_marked_and_its_mark_explained() -> None:
    frame = made.answers(2)
    first = frame.index[frame["answer"] == made.ANSWERS[0]][0]
    frame.loc[first, ["estimate", "n"]] = None
    frame.loc[first, "suppressed"] = True
    figure = draw("likert", frame, title="Answers", **made.LIKERT_ARGS)
    told = words(figure, "key")
    assert told.count("[c]") == 1 and "–" not in told
    assert "[c]: fewer than 5 people" in str(figure.to_json()).replace("\u00a0", " ").replace(
        "\\u00a0", " "
    )


def test_a_key_that_is_wider_than_a_phone_is_told_whole() -> None:
    frame = made.answers(3)
    gone = (frame["item"] == frame["item"].iloc[0]) & (frame["answer"] == made.ANSWERS[0])
    figure = draw("likert", made.hidden(frame, gone), title="T", locale=Locale("fr"), narrow=True,
                  **made.LIKERT_ARGS)  # fmt: skip
    told = unescape(" ".join(text for trace in figure.data for text in trace.text or ()))
    assert "pour protéger un petit groupe" in told.replace("\u00a0", " ") and "…" not in told


@pytest.mark.parametrize(("widest", "is_drawn"), [(0.05, True), (0.06, False)])
def test_answers_known_to_five_points_are_drawn_as_parts_of_a_whole_and_a_wider_band_is_not(
    widest: float, is_drawn: bool
) -> None:
    frame = made.answers(2).reset_index(drop=True)
    frame.loc[:4, ["estimate", "low", "high", "n"]] = float("nan")
    frame["suppressed"] = frame["recoded"] = frame.index <= 4
    frame["at_least"] = [*(float("nan"), 0.025, 0.1, 0.325, 0.475), *[float("nan")] * 5]
    frame["at_most"] = [*(0.05, 0.075, 0.1 + widest, 0.375, 0.525), *[float("nan")] * 5]
    figure = draw("likert", frame, title="Answers", **made.LIKERT_ARGS)
    lengths = [trace.x[0] for trace in figure.data if trace.type == "bar"]
    told = [text.replace("\u00a0", " ") for trace in figure.data for text in trace.text or ()]
    assert any("Shares are rounded to protect small groups" in text for text in told)
    if is_drawn:
        assert sum(lengths) == pytest.approx(1.0) and lengths[4] == pytest.approx(0.5 / 1.05)
        assert "80–90%" in told and "2–13%" in told, "each end added up"
    else:
        assert lengths[2] is None and lengths[4] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("base", "is_few", "is_small"),
    [(9, True, False), (10, False, True), (29, False, True), (30, False, False)],
)
def test_a_share_of_few_is_a_count_and_of_some_is_marked(
    base: int, is_few: bool, is_small: bool
) -> None:
    words = {"key": (), "label": "", "measure": "", "unit": "share", "basis": ""}
    row = Row(**words, estimate=0.5, low=0.4, high=0.6, n=4, base=base, suppressed=False)
    assert (row.is_few, row.is_small) == (is_few, is_small)


@pytest.mark.parametrize(("name", "across"), [("Environmental Engineering", 1), ("Tax", 2)])
def test_a_panel_never_cuts_the_name_of_its_group_on_a_phone(name: str, across: int) -> None:
    frame = made.over_time(6)
    names = dict(zip(frame["department"].unique(), [name, *"BCDEF"], strict=True))
    frame["department"] = frame["department"].map(names)
    figure = draw("multiples", frame, title="Reach", narrow=True)
    told = [unescape(text) for trace in figure.data for text in trace.text or ()]
    assert name in told
    starts = {axis.domain[0] for axis in figure.select_xaxes()}
    assert len(starts) == across


@pytest.mark.parametrize(
    ("gone", "colours"),
    [([0], LIKERT[1:]), ([3, 4], LIKERT[:3]), ([0, 1], LIKERT[2:]), ([0, 2], [LIKERT[1], *LIKERT[3:]])],
)  # fmt: skip
def test_an_answer_that_nobody_chose_takes_no_colour_from_the_others(
    gone: list[int], colours: list[str]
) -> None:
    frame = made.answers(1)
    frame = frame[~frame["answer"].isin([made.ANSWERS[at] for at in gone])]
    args = {
        **made.LIKERT_ARGS,
        "order": [name for at, name in enumerate(made.ANSWERS) if at not in gone],
    }
    figure = draw("likert", frame, title="Answers", **args)
    assert [one.marker.color for one in figure.data if one.type == "bar"] == list(colours)


def test_the_two_dots_of_a_row_stand_on_one_height_and_their_intervals_beside_it() -> None:
    figure = draw(
        "dumbbell", made.over_time(1, over=made.QUARTERS[::3]), title="Two", measure="reach"
    )
    first, second = ([*one.y] for one in figure.data if one.name == "estimate")
    assert first == second
    (low, *_), (high, *_) = ([*one.y] for one in figure.data if one.name == "interval")
    assert low < first[0] < high or high < first[0] < low, "two intervals on one line are one"


def test_no_interval_of_a_quadrant_runs_through_a_label() -> None:
    figure = draw("quadrant", made.both(6), title="Love", y_line=0.65)
    names = [one.name for one in figure.data]
    assert names.index("interval") < names.index("paper") < names.index("labels")
    paper, labels = (figure.data[names.index(name)] for name in ("paper", "labels"))
    middles = [(low + high) / 2 for low, high in zip(paper.x[::3], paper.x[1::3], strict=True)]
    assert [(x, y) for x, y in zip(middles, paper.y[::3], strict=True)] == [
        *zip(labels.x, labels.y, strict=True)
    ]
