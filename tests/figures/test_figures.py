"""Every shape, drawn from frames of every kind."""

from __future__ import annotations

import html
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import UsageError
from engagekit.figures import NAMES, alternative, arguments, draw
from engagekit.figures._rows import ordered, rows_of
from engagekit.figures.options import NARROW, WIDE, FigureOptions
from engagekit.figures.text import SIZE
from engagekit.figures.theme import TITLE_SIZE
from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame, share, wilson


def _load() -> Any:
    path = Path(__file__).with_name("frames.py")
    spec = importlib.util.spec_from_file_location("figures_frames", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


made = _load()


def texts_of(figure: Any) -> list[str]:
    """Every text of a figure as a reader sees it."""
    layout = figure.layout
    found = [layout.title.text or "", *(note.text for note in layout.annotations)]
    for trace in figure.data:
        if trace.text is not None:
            found += [trace.text] if isinstance(trace.text, str) else list(trace.text)
    for name in layout:
        if name.startswith(("xaxis", "yaxis")):
            found += list(layout[name].ticktext or ())
            found.append(layout[name].title.text or "")
    return [html.unescape(re.sub("<br>", " ", text)).replace("\u00a0", " ") for text in found]


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
    assert not figure.data


@pytest.mark.parametrize("name", [name for name in NAMES if name != "grid"])
def test_a_frame_without_numbers_gives_a_sentence(name: str) -> None:
    figure = drawn(name, made.empty(made.SHAPES[name][0](3)))
    assert "no group has a number" in " ".join(texts_of(figure))


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", [name for name in NAMES if name != "grid"])
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
        joined = joined.replace("<b>", "").replace("</b>", "")
        assert all(word in joined for word in made.WORDS.values())


@pytest.mark.parametrize("name", NAMES)
def test_text_has_one_size_wide_and_narrow_and_lies_level(name: str) -> None:
    for narrow in (False, True):
        figure = drawn(name, made.SHAPES[name][0](6), narrow=narrow)
        found = figure.to_plotly_json()
        sizes = set(re.findall(r"'size': (\d+), 'color'", str(found["layout"])))
        assert sizes <= {str(SIZE), str(TITLE_SIZE)}
        assert figure.layout.font.size == SIZE
        assert {note.textangle for note in figure.layout.annotations} == {None}
        axes = [figure.layout[key] for key in found["layout"] if re.match("[xy]axis", key)]
        assert all(axis.tickangle == 0 for axis in axes)


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
    assert bars and all(trace.base is None for trace in bars)
    for trace in bars:
        letter = "x" if trace.orientation == "h" else "y"
        axis = figure.layout[f"{letter}axis{(trace[f'{letter}axis'] or letter)[1:]}"]
        assert min(axis.range) <= 0


@pytest.mark.parametrize(("name", "axis"), [("bars", "xaxis"), ("trend", "yaxis")])
def test_shares_run_from_zero_to_a_hundred_per_cent(name: str, axis: str) -> None:
    figure = drawn(name, made.SHAPES[name][0](3))
    assert tuple(figure.layout[axis].range) == (0, 1)


def test_a_share_above_one_is_shown_not_cut() -> None:
    frame = made.measure_frame(
        [{"department": "IT", "measure": "reach", "unit": "share", "estimate": 1.2, "n": 12,
          "base": 10}], ["department"])  # fmt: skip
    figure = draw("bars", frame, title="More people than the head count")
    assert figure.layout.xaxis.range[1] >= 1.2
    assert "120%" in texts_of(figure)


@pytest.mark.parametrize("name", ["bars", "likert", "quadrant", "dumbbell"])
def test_n_stands_on_every_group_label(name: str) -> None:
    frame = made.SHAPES[name][0](5)
    for narrow in (False, True):
        figure = drawn(name, frame, narrow=narrow)
        texts = texts_of(figure)
        for at, group in enumerate(made.groups(5)):
            start = group[:4]
            mine = [
                text
                for text in texts
                if re.search(rf"(^|\d ){re.escape(start)}.*( of |n )\d", text)
                or (narrow and name == "quadrant" and f"{at + 1} {start}" in text)
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
    few = alternative("bars", frame.assign(n=1, base=4, estimate=0.25))
    assert few.startswith("Overall: 1 of 4. "), "a count stands once"


def test_the_alternative_of_answers_adds_up_those_that_agree() -> None:
    text = alternative("likert", made.answers(1), **made.LIKERT_ARGS, agree_label="agree")
    assert "76% (agree)" in text


def test_an_unknown_shape_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no figure 'bar'. Did you mean 'bars'"):
        draw("bar", made.by_department(2), title="Reach")


def test_a_shape_of_an_earlier_version_says_what_draws_the_same() -> None:
    with pytest.raises(
        UsageError, match=r"no figure 'stages' any more. Use bars, which takes order="
    ):
        draw("stages", made.by_department(2), title="Stages")


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


def test_shares_with_a_range_stand_in_pooled_order_counts_of_everybody_by_value() -> None:
    """Two of two satisfied answers are no first place; two of two people reached are one."""
    rows = [("A", 2, 2), ("B", 57, 60), ("C", 30, 50)]
    sample_rows = rows_of(
        measure_frame(
            [wilson("satisfaction", n, base, department=name) for name, n, base in rows],
            ["department"],
        ),
        FigureOptions(),
        ["department"],
    )
    assert [row.key[0] for row in ordered(sample_rows)] == ["B", "A", "C"]
    everybody = rows_of(
        measure_frame(
            [share("reach", n, base, department=name) for name, n, base in rows], ["department"]
        ),
        FigureOptions(),
        ["department"],
    )
    assert [row.key[0] for row in ordered(everybody)] == ["A", "B", "C"]
