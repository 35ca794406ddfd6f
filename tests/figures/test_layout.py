"""Sizes, safe text, and texts that find their place."""

from __future__ import annotations

import html
import re

import pytest

from engagekit.figures.drawing import Drawing
from engagekit.figures.layout import periods_in_order, scale, thinned
from engagekit.figures.live import plotly_js
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import escape, fit, text_width, wrap


@pytest.mark.parametrize("text", ["<b>R&D</b>", "$5 to $8", "&lt;", "a < b > c", "{x} %{y}"])
def test_escaped_text_reads_as_it_was(text: str) -> None:
    assert html.unescape(escape(text)) == text
    assert not re.search(r"[<>$]", escape(text))


def test_wrapped_lines_hold_every_word_and_fit() -> None:
    text = "Satisfaction of those who answered, by department, in the second quarter"
    lines = wrap(text, 160)
    assert " ".join(lines) == text
    assert all(text_width(line) <= 160 for line in lines)


def test_too_many_lines_end_in_an_ellipsis() -> None:
    lines = wrap("one two three four five six seven", 60, most=2)
    assert len(lines) == 2 and lines[1].endswith("…")


def test_a_word_wider_than_the_line_is_cut() -> None:
    assert fit("Donaudampfschifffahrtsgesellschaft", 80).endswith("…")
    assert text_width(wrap("Donaudampfschifffahrtsgesellschaft", 80)[0]) <= 80


def test_a_longer_title_makes_a_taller_figure_and_none_leaves_no_empty_band() -> None:
    bare, short, long = (
        Drawing(FigureOptions(title, narrow=True), down=100).json()["layout"]
        for title in ("", "Short", "A title that takes more than one line on a phone")
    )
    assert bare["height"] < 130 < short["height"] < long["height"]
    assert {one["yaxis"]["range"][0] for one in (bare, short, long)} == {108}, "the same drawing"


def test_the_source_of_plotly_js_is_at_hand() -> None:
    assert "plotly.js v" in plotly_js()[:400]


@pytest.mark.parametrize(
    ("values", "unit", "low", "high"),
    [
        ([0.1, 0.4], "share", 0, 1),
        ([0.1, 1.3], "share", 0, 1.5),
        ([3, 7], "count", 0, 8),
        ([1], "count", 0, 1),
        ([0, 0], "count", 0, 1),
        ([-40, 60], "money", -50, 75),
        ([], "score", 0, 1),
        ([1e9], "money", 0, 1e9),
        ([0.3], "events", 0, 1),
    ],
)
def test_a_scale_holds_its_values_and_zero(
    values: list[float], unit: str, low: float, high: float
) -> None:
    made = scale(values, unit, FigureOptions())
    assert (made.low, made.high) == (low, high)
    assert made.low <= min([0, *values]) and made.high >= max([0, *values])
    assert len(set(made.texts)) == len(made.steps) <= 8


@pytest.mark.parametrize(("values", "low", "high"), [
    ([1573, 1585, 1610], 1300, 1800), ([606, 679, 760], 550, 800), ([4.0, 4.1], 3.0, 4.5),
    ([0.84, 0.86], 0.75, 0.95),
])  # fmt: skip
def test_a_fitted_scale_does_not_make_a_change_of_one_in_a_hundred_look_like_half(
    values: list[float], low: float, high: float
) -> None:
    made = scale(values, "share" if values[0] < 1 else "money", FigureOptions(), zero=False)
    assert (made.low, made.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "unit", ["count", "minutes", "score", "money", "index", "share", "difference"]
)
def test_the_label_of_a_step_is_the_step(unit: str) -> None:
    by = 100 if unit in ("share", "difference") else 1
    for high in (0.1, 0.13, 0.95, 1.0, 9.5, 10.0, 95.0, 100.0):
        values = [0.4, 0.4 + high] if unit == "share" else [high]
        made = scale(values, unit, FigureOptions(), zero=unit != "share")
        labels = [float(text.strip("$%").replace(",", "")) for text in made.texts]
        assert labels == pytest.approx([step * by for step in made.steps], abs=1e-9), high


@pytest.mark.parametrize(("high", "first"), [(4, "$1"), (2, "$0.50")])
def test_money_has_cents_where_its_steps_are_less_than_a_dollar(high: float, first: str) -> None:
    assert scale([high], "money", FigureOptions()).texts[1] == first


def test_missing_quarters_keep_their_place() -> None:
    assert periods_in_order(["FY2026-27 Q2", "FY2025-26 Q4"]) == [
        "FY2025-26 Q4", "FY2026-27 Q1", "FY2026-27 Q2",
    ]  # fmt: skip
    assert periods_in_order(["2026 Q1", "2025 Q3"]) == ["2025 Q3", "2025 Q4", "2026 Q1"]
    assert periods_in_order(["Spring", "Autumn"]) == ["Spring", "Autumn"]


def test_thinned_labels_keep_the_last() -> None:
    kept = thinned([["FY 2026-27 Q2"]] * 12, 40)
    assert kept[-1] == 11 and len(kept) < 12
