"""The palette holds its contrasts and distances, and a brand palette is held to them too."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engagekit.errors import SettingsError
from engagekit.figures.colour import (
    ATTENTION,
    CATEGORICAL,
    CONTEXT,
    CONTEXT_FILL,
    DARK,
    DARK_PAPER,
    INK,
    LIKERT,
    MAIN,
    PAPER,
    answer_colours,
    check_brand,
    colour_distance,
    contrast_ratio,
    smallest_distance,
    text_on,
)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#ffffff", "#777777") == contrast_ratio("#777777", "#ffffff")


def test_distance_is_cie76() -> None:
    assert colour_distance("#ff0000", "#ff0000") == 0
    assert colour_distance("#ff0000", "#00ff00") == pytest.approx(170.6, abs=0.5)


def test_red_and_green_draw_near_for_a_deutan_reader_only() -> None:
    red, green = "#c23b22", "#6f8f1f"
    assert colour_distance(red, green, "deutan") < colour_distance(red, green) / 3
    assert colour_distance(red, green, "tritan") > 50


@pytest.mark.parametrize("colour", [MAIN, ATTENTION, CONTEXT, INK])
def test_text_colours_read_on_paper_light_and_dark(colour: str) -> None:
    assert contrast_ratio(colour, PAPER) >= 4.5
    assert contrast_ratio(DARK[colour], DARK_PAPER) >= 4.5


@pytest.mark.parametrize("colour", CATEGORICAL)
def test_line_colours_stand_out_from_paper_light_and_dark(colour: str) -> None:
    assert contrast_ratio(colour, PAPER) >= 2.99
    assert contrast_ratio(DARK[colour.lower()], DARK_PAPER) >= 3


@pytest.mark.parametrize(
    ("palette", "least"),
    [
        (CATEGORICAL, 11),
        ((MAIN, ATTENTION, CONTEXT_FILL), 33),
        ([DARK[colour] for colour in (MAIN, ATTENTION, CONTEXT_FILL)], 27),
        ([DARK[colour.lower()] for colour in CATEGORICAL], 11),
        (LIKERT, 24),
        ([DARK.get(colour, colour) for colour in LIKERT], 20),
        *((answer_colours(count), 10) for count in (2, 3, 4, 6, 7)),
    ],
)
def test_a_palette_stays_apart_under_every_simulation(palette: list[str], least: float) -> None:
    assert smallest_distance(palette)[0] >= least


def test_the_measure_of_distance_finds_a_bad_palette() -> None:
    distance, vision, *pair = smallest_distance(["#636EFA", "#EF553B", "#00CC96", "#AB63FA"])
    assert distance < 2 and vision == "protan" and pair == ["#636EFA", "#AB63FA"]


@pytest.mark.parametrize("count", range(2, 12))
def test_answers_have_a_colour_each_and_neighbours_differ(count: int) -> None:
    colours = answer_colours(count)
    assert len(set(colours)) == count
    assert all(colour_distance(one, other) > 4 for one, other in pairwise(colours))
    assert all(contrast_ratio(text_on(colour), colour) >= 4.5 for colour in colours)


@pytest.mark.parametrize("count", range(2, 10))
def test_every_answer_stands_out_from_the_dark_page_and_its_text_from_it(count: int) -> None:
    light = answer_colours(count)
    colours = [DARK.get(colour, colour) for colour in light]
    assert all(contrast_ratio(colour, DARK_PAPER) >= 3 for colour in colours)
    pairs = zip(light, colours, strict=True)
    assert all(contrast_ratio(text_on(light), colour) >= 4.5 for light, colour in pairs)
    assert all(colour_distance(one, other) > 4 for one, other in pairwise(colours))


def test_a_pale_brand_colour_is_refused_with_its_contrast() -> None:
    with pytest.raises(SettingsError, match=r"colour #f46a25 has a contrast of 3\.0"):
        check_brand("#f46a25")


def test_brand_colours_that_run_together_are_refused_with_the_distance() -> None:
    with pytest.raises(SettingsError, match=r"are \d+\.\d apart for a (protan|deutan|tritan)"):
        check_brand("#1f5a94", "#1f5ea0")


def test_what_is_no_colour_is_refused() -> None:
    with pytest.raises(SettingsError, match="'navy' is not a colour"):
        check_brand("navy")
