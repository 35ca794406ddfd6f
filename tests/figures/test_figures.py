"""Every shape, drawn from frames of every kind."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import UsageError
from engagekit.figures import NAMES, alternative, arguments, draw
from engagekit.figures._rows import ordered, rows_of
from engagekit.figures.drawing import TITLE_SIZE
from engagekit.figures.options import NARROW, WIDE, FigureOptions
from engagekit.figures.text import SIZE
from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame, share, wilson
from tests.figures import frames as made


def texts_of(figure: Any) -> list[str]:
    """Every text of a figure as a reader sees it, the lines of a paragraph after one another."""
    found = [text for trace in figure.data for text in trace.text or ()]
    plain = (re.sub("</?b>", "", text) for text in found)
    return [html.unescape(text).replace("\u00a0", " ") for text in plain]


def drawn(name: str, frame: pd.DataFrame, **more: Any) -> Any:
    """A shape with its usual arguments."""
    return draw(name, frame, **{**made.WORDS, **made.SHAPES[name][1], **more})


def test_every_shape_has_a_frame_in_these_tests() -> None:
    assert set(made.SHAPES) == set(NAMES)


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("count", [0, 1, 2, 6, 40])
@pytest.mark.parametrize("name", NAMES)
def test_a_shape_draws_any_number_of_groups(name: str, count: int, narrow: bool) -> None:
    figure = drawn(name, made.SHAPES[name][0](count), narrow=narrow)
    assert figure.layout.width == (NARROW if narrow else WIDE)
    joined = " ".join(texts_of(figure))
    assert ("No chart:" in joined) == (count == 0)
    json.loads(figure.to_json())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [name for name in NAMES if name != "grid"])
def test_a_frame_hidden_wholly_gives_a_sentence_and_no_number(name: str, language: str) -> None:
    figure = drawn(name, made.hidden(made.SHAPES[name][0](6)), locale=Locale(language))
    joined = " ".join(texts_of(figure))
    wanted = {
        "en": "every group is too small to show",
        "fr": "chaque groupe est trop petit pour être affiché",
    }[language]
    assert wanted in joined
    assert {trace.mode for trace in figure.data} == {"text"}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "grid"])
def test_a_frame_without_numbers_gives_a_sentence(name: str) -> None:
    figure = drawn(name, made.empty(made.SHAPES[name][0](3)))
    assert "no group has a number" in " ".join(texts_of(figure))


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("grid", "rows")])
def test_a_frame_hidden_in_part_says_why(name: str, narrow: bool) -> None:
    frame = made.SHAPES[name][0](6)
    key = frame.columns[0]
    rows = frame[key] == frame[key].iloc[-1]
    figure = drawn(name, made.hidden(frame, rows), narrow=narrow, k=7)
    why = r"fewer than 7 people, or (hidden )?to protect a small group"
    assert re.search(why, " ".join(texts_of(figure)))


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_empty_in_part_is_drawn(name: str) -> None:
    frame = made.SHAPES[name][0](6)
    if name != "grid":
        frame.loc[frame.index[::3], ["estimate", "low", "high"]] = float("nan")
    assert drawn(name, frame).data


@pytest.mark.parametrize("name", NAMES)
def test_the_finding_the_subtitle_and_the_footer_are_shown_whole(name: str) -> None:
    for narrow in (False, True):
        joined = " ".join(texts_of(drawn(name, made.SHAPES[name][0](4), narrow=narrow)))
        assert all(word in joined for word in made.WORDS.values())


@pytest.mark.parametrize("name", NAMES)
def test_text_has_one_size_wide_and_narrow(name: str) -> None:
    for narrow in (False, True):
        figure = drawn(name, made.SHAPES[name][0](6), narrow=narrow)
        sizes = {trace.textfont.size for trace in figure.data if trace.text is not None}
        assert sizes == {SIZE, TITLE_SIZE}
        assert figure.layout.font.size == SIZE


@pytest.mark.parametrize("name", NAMES)
def test_no_axis_carries_a_bare_column_or_measure_name(name: str) -> None:
    for language in ("en", "fr"):
        figure = drawn(name, made.SHAPES[name][0](4), locale=Locale(language))
        bare = {"estimate", "period", "touch_number", "months", "answer", "share", "per_head",
                "count", "department", "x", "y"}  # fmt: skip
        assert not bare & set(texts_of(figure))
        assert not any(re.search(r"[a-z]_[a-z]", text) for text in texts_of(figure))


@pytest.mark.parametrize("name", ["bars", "histogram"])
def test_bars_start_at_zero(name: str) -> None:
    figure = drawn(name, made.SHAPES[name][0](5))
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert bars and {start for trace in bars for start in trace.base} == {0}


@pytest.mark.parametrize("name", ["bars", "multiples"])
def test_shares_run_from_zero_to_a_hundred_per_cent(name: str) -> None:
    shown = " ".join(texts_of(drawn(name, made.SHAPES[name][0](3))))
    assert "0%" in shown.split() or "0% to 100%" in shown
    assert "100%" in shown


def test_a_share_above_one_is_shown_not_cut() -> None:
    frame = made.measure_frame(
        [{"department": "IT", "measure": "reach", "unit": "share", "estimate": 1.2, "n": 12,
          "base": 10}], ["department"])  # fmt: skip
    figure = draw("bars", frame, title="More people than the head count")
    assert figure.layout.xaxis.range[1] >= 1.2 and "150%" in texts_of(figure)
    assert "120%" in texts_of(figure)


@pytest.mark.parametrize("name", ["bars", "likert", "quadrant", "dumbbell"])
def test_n_stands_on_every_group_label(name: str) -> None:
    frame = made.SHAPES[name][0](5)
    for narrow in (False, True):
        figure = drawn(name, frame, narrow=narrow)
        texts = texts_of(figure)
        for group in made.groups(5):
            start = group[:4]
            mine = [
                text
                for text in texts
                if re.search(rf"(^|\d ){re.escape(start)}.*( of |n )\d", text)
            ]
            mine += [text for text in texts if text.startswith("library") or "work · n 184" in text]
            assert mine, (group, texts)


@pytest.mark.parametrize("name", NAMES)
def test_a_label_with_markup_is_text(name: str) -> None:
    figure = drawn(name, made.SHAPES[name][0](6))
    raw = json.dumps(figure.to_plotly_json(), default=str)
    assert "<b>Bold" not in raw


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_small_and_carries_no_template_of_plotly(name: str) -> None:
    figure = drawn(name, made.SHAPES[name][0](4))
    assert len(figure.to_json()) < 15_000
    assert len(json.dumps(figure.layout.template.to_plotly_json())) < 300


@pytest.mark.parametrize("name", NAMES)
def test_the_same_frame_gives_the_same_figure(name: str) -> None:
    frame = made.SHAPES[name][0](6)
    before = frame.copy(deep=True)
    assert drawn(name, frame).to_json() == drawn(name, frame).to_json()
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_the_alternative_is_a_sentence_for_any_frame(name: str, language: str) -> None:
    build, args = made.SHAPES[name]
    frames = [build(count) for count in (0, 1, 6)]
    if name != "grid":
        frames += [made.hidden(build(6)), made.empty(build(6))]
    for frame in frames:
        text = alternative(name, frame, locale=Locale(language), **args)
        assert text.endswith(".") and "nan" not in text.lower().split()


def test_the_alternative_names_highest_lowest_and_what_is_missing() -> None:
    frame = made.by_department(4)
    text = alternative("bars", made.hidden(frame, frame["department"] == "Legal"))
    assert text == (
        "Overall: 41% (262 of 640). Highest: IT, 65% (26 of 40). "
        "Lowest: Finance & Administration, 30% (12 of 40). "
        "1 group is not shown, to protect privacy."
    )
    known = made.hidden(frame, frame["department"] == "Legal").assign(recoded=False, at_least=None)
    known.loc[known["department"] == "Legal", ["recoded", "at_least"]] = [True, 0.99]
    assert "Highest" not in alternative("bars", known.assign(at_most=None)), "99% or more is"
    frame.loc[0, ["n", "base", "estimate"]] = [1, 4, 0.25]
    few = alternative("bars", frame)
    assert few.startswith("Overall: 1 of 4. "), "a count stands once"


def test_the_alternative_of_answers_adds_up_those_that_agree() -> None:
    text = alternative("likert", made.answers(1), **made.LIKERT_ARGS, agree_label="agree")
    assert "76% (agree)" in text


def test_an_unknown_shape_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no figure 'bar'. Did you mean 'bars'"):
        draw("bar", made.by_department(2), title="Reach")


def test_an_unknown_argument_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no argument 'targt'. Did you mean 'target'"):
        draw("bars", made.by_department(2), title="Reach", targt=0.5)
    assert "target" in arguments("bars")


def test_a_figure_without_a_title_is_refused() -> None:
    with pytest.raises(UsageError, match="has no title"):
        draw("bars", made.by_department(2), title=" ")


def test_two_units_in_one_figure_are_refused() -> None:
    with pytest.raises(UsageError, match="per_head, share"):
        draw("bars", made.both(3), title="Both")


def test_an_unknown_measure_names_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"measure='love'.*funding per head, satisfaction"):
        draw("bars", made.both(3), title="Love", measure="love")


@pytest.mark.parametrize("row_of", [wilson, share])
def test_a_share_on_few_stands_behind_the_others(row_of: Any) -> None:
    """Two of two satisfied answers are no first place."""
    cases = [("A", 2, 2), ("B", 57, 60), ("C", 30, 50), ("D", 10, 10), ("E", 9, 9)]
    frame = measure_frame([row_of("reach", n, base, department=name) for name, n, base in cases],
                          ["department"])  # fmt: skip
    found = ordered(rows_of(frame, FigureOptions(), ["department"]))
    assert [row.key[0] for row in found] == ["D", "B", "C", "A", "E"]
