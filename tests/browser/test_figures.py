"""Every shape in a browser: no text is cut, none lies on another, wide and narrow."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from engagekit.figures import NAMES, FigureOptions, draw, from_json, plotly_json
from engagekit.figures.live import plotly_js
from engagekit.locale import Locale
from engagekit.reporting.html.browser import find_browser

pytestmark = pytest.mark.browser
CASES = [
    (name, count, narrow, language)
    for name in NAMES
    for count, language in ((6, "en"), (40, "fr"))
    for narrow in (False, True)
]
MEASURE = """async text => {
  const given = JSON.parse(text), box = document.getElementById('figure');
  Plotly.purge(box);
  box.style.width = given.layout.width + 'px';
  box.style.height = given.layout.height + 'px';
  await Plotly.newPlot(box, given.data, given.layout, {staticPlot: true});
  const edge = box.getBoundingClientRect();
  return [...box.querySelectorAll('svg.main-svg text')].filter(one => one.textContent.trim())
    .map(one => { const at = one.getBoundingClientRect();
      return [one.textContent, at.left - edge.left, at.top - edge.top,
              at.right - edge.left, at.bottom - edge.top]; })
    .filter(one => one[3] > one[1]);
}"""


def _frames() -> Any:
    path = Path(__file__).parents[1] / "figures" / "frames.py"
    spec = importlib.util.spec_from_file_location("figures_frames", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


made = _frames()


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """A page with plotly.js in the browser of this machine."""
    found = find_browser()
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=arguments)
        sheet = browser.new_page(viewport={"width": 800, "height": 1200})
        sheet.set_content("<body style='margin:0'><div id='figure'></div></body>")
        sheet.add_script_tag(content=plotly_js())
        yield sheet
        browser.close()


@pytest.mark.parametrize(("name", "count", "narrow", "language"), CASES)
def test_no_text_is_cut_or_lies_on_another(
    page: Any, name: str, count: int, narrow: bool, language: str
) -> None:
    build, args = made.SHAPES[name]
    frame = build(count)
    if name != "grid":
        frame = made.hidden(frame, frame[frame.columns[0]] == frame[frame.columns[0]].iloc[-1])
    figure = draw(name, frame, **made.WORDS, **args, narrow=narrow, locale=Locale(language))
    assert_legible(page, figure)


LONG = "Direction des affaires réglementaires, environnement et énergie"
"""A name of more than 60 letters, as French departments have."""
EIGHTY = "Direction générale adjointe de la recherche clinique, de l’éthique et de la qualité"
UNBROKEN = "Rechtsschutzversicherungsgesellschaftenverwaltungsabteilungen"
"""A word that no line can break, as German and a code of a system are."""
STATES = {
    "none": lambda build: build(0),
    "one": lambda build: build(1),
    "hidden": lambda build: made.hidden(build(6)),
    "without a number": lambda build: made.empty(build(6)),
    "long": lambda build: _lengthened(build(6)),
    "many and long": lambda build: _lengthened(build(40)),
    "eighty letters": lambda build: _lengthened(build(6), EIGHTY),
    "one long word": lambda build: _lengthened(build(6), UNBROKEN),
    "many long words": lambda build: _lengthened(build(40), UNBROKEN),
    "long and hidden": lambda build: made.hidden(_lengthened(build(6), UNBROKEN)),
}


def _lengthened(frame: Any, name: str = LONG) -> Any:
    """The same frame with long names of its groups; numbers along an axis stay."""
    column = frame.columns[0]
    texts = [str(name) for name in frame[column].unique()]
    if all(text.isdigit() for text in texts):
        return frame
    names = {
        text: f"{name}{at}" if name == UNBROKEN else f"{name} {at}"
        for at, text in enumerate(texts)
        if text != "All"
    }
    return frame.assign(**{column: frame[column].astype("str").replace(names)})


LISTED = {("grid", "hidden"), ("grid", "without a number"), ("grid", "long and hidden")}
"""A listing has no number to hide."""


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(
    ("name", "state"),
    [(name, state) for name in NAMES for state in STATES if (name, state) not in LISTED],
)
def test_a_figure_of_any_frame_is_legible(page: Any, name: str, state: str, narrow: bool) -> None:
    build, args = made.SHAPES[name]
    frame = STATES[state](build)
    assert len(LONG) >= 60 and len(EIGHTY) >= 80 and len(UNBROKEN) >= 60
    figure = draw(name, frame, **made.WORDS, **args, narrow=narrow, locale=Locale("fr"))
    assert_legible(page, figure)


def assert_legible(page: Any, figure: Any) -> None:
    """Every text lies within the figure and on no other."""
    width, height = figure.layout.width, figure.layout.height
    boxes = page.evaluate(MEASURE, figure.to_json())
    assert len(boxes) >= 4
    cut = [
        box
        for box in boxes
        if box[1] < -0.5 or box[2] < -0.5 or box[3] > width + 0.5 or box[4] > height + 0.5
    ]
    assert not cut
    touching = [
        (one[0], other[0]) for one, other in combinations(boxes, 2)
        if one[1] + 1 < other[3] and other[1] + 1 < one[3]
        and one[2] + 2 < other[4] and other[2] + 2 < one[4]
    ]  # fmt: skip
    assert not touching


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [8, 12])
def test_a_histogram_of_shares_is_legible(page: Any, count: int, narrow: bool) -> None:
    assert_legible(page, draw("histogram", made.spread(count), **made.WORDS, narrow=narrow))


@pytest.mark.parametrize("narrow", [False, True])
def test_a_line_with_many_periods_and_gaps_is_legible(page: Any, narrow: bool) -> None:
    quarters = [f"FY20{at}-{at + 1} Q{quarter}" for at in range(20, 26) for quarter in range(1, 5)]
    frame = made.over_time(1, over=quarters[::3]).drop(columns="department")
    assert_legible(page, draw("trend", frame, **made.WORDS, narrow=narrow))


@pytest.mark.parametrize("narrow", [False, True])
def test_a_figure_without_words_around_it_is_legible(page: Any, narrow: bool) -> None:
    for name in NAMES:
        build, args = made.SHAPES[name]
        bare = plotly_json(name, build(5), FigureOptions(narrow=narrow), **args)
        assert_legible(page, from_json(bare))


@pytest.mark.parametrize("narrow", [False, True])
def test_a_table_of_dots_is_legible(page: Any, narrow: bool) -> None:
    assert_legible(page, draw("quadrant", made.both(3), **made.WORDS, narrow=narrow))


def test_plain_text_with_markup_and_money_is_shown_as_it_is(page: Any) -> None:
    frame = made.by_department(6)
    frame["department"] = frame["department"].replace({"IT": "$5 to <i>$8</i> & more"})
    figure = draw("bars", frame, title="A <b>title</b> of $1 to $2")
    shown = [box[0] for box in page.evaluate(MEASURE, figure.to_json())]
    assert "A <b>title</b> of $1 to $2" in shown
    assert any(text.startswith("$5 to <i>$8</i> & more · ") for text in shown)
