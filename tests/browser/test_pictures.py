"""A picture drawn without a browser is what plotly draws in one: texts and marks in their places."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter

from engagekit import figures
from engagekit.figures import picture
from engagekit.figures.live import plotly_js
from engagekit.reporting.html.browser import find_browser
from tests.figures.frames import SHAPES, WORDS

pytestmark = pytest.mark.browser
TEXTS = """box => { const edge = box.getBoundingClientRect();
  return [...box.querySelectorAll('text')].filter(one => one.textContent.trim())
    .map(one => { const at = one.getBoundingClientRect();
      return [one.textContent.replace(/\\u200b/g, ''), at.left - edge.left, at.top - edge.top,
              at.width]; }).filter(one => one[3]);
}"""
PLOTLY = """async text => { const box = document.getElementById('figure');
  const figure = JSON.parse(text); Plotly.purge(box); box.innerHTML = '';
  await Plotly.newPlot(box, figure.data, figure.layout, {staticPlot: true});
}"""
OURS = (
    "text => { const b = document.getElementById('figure'); Plotly.purge(b); b.innerHTML = text }"
)
PIXELS = 1.2
"""How far a text may stand from where plotly sets it: plotly rounds some boxes to whole pixels."""
GREY = 60
"""Difference of two greys, each the mean of 5 by 5 pixels: of one pixel's shift it stays below."""


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """A page with plotly.js in the browser of this machine."""
    found = find_browser()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        sheet = browser.new_page(viewport={"width": 800, "height": 1400})
        sheet.set_content("<body style='margin:0'><div id='figure'></div></body>")
        sheet.add_script_tag(content=plotly_js())
        yield sheet
        browser.close()


def look(page: Any, layout: dict[str, Any]) -> tuple[list[Any], Any]:
    """The texts with their places, and a blurred grey picture."""
    texts = page.locator("#figure").evaluate(TEXTS)
    clip = {"x": 0, "y": 0, "width": layout["width"], "height": layout["height"]}
    image = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L")
    grey = np.asarray(image.filter(ImageFilter.BoxBlur(2)), dtype=int)
    return sorted(texts, key=lambda one: (one[0], round(one[2] / 3), one[1])), grey


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(("count", "narrow"), [(0, False), (3, False), (6, True), (12, False)])
def test_texts_and_marks_stand_where_plotly_sets_them(
    page: Any, name: str, count: int, narrow: bool
) -> None:
    make, args = SHAPES[name]
    text = figures.draw(name, make(count), narrow=narrow, **WORDS, **args).to_json()
    figure = json.loads(text)
    page.evaluate(PLOTLY, text)
    theirs, live = look(page, figure["layout"])
    page.evaluate(OURS, picture.svg(figure))
    ours, still = look(page, figure["layout"])
    assert [one[0] for one in ours] == [one[0] for one in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert abs(mine[1] - other[1]) <= PIXELS and abs(mine[2] - other[2]) <= PIXELS, mine[0]
    assert np.abs(still - live).max() < GREY


def test_a_mark_that_is_left_out_would_be_seen(page: Any) -> None:
    make, args = SHAPES["dumbbell"]
    text = figures.draw("dumbbell", make(3), **WORDS, **args).to_json()
    page.evaluate(PLOTLY, text)
    figure = json.loads(text)
    _, live = look(page, figure["layout"])
    page.evaluate(OURS, re.sub("<circle [^>]*/>", "", picture.svg(figure), count=1))
    _, still = look(page, figure["layout"])
    assert np.abs(still - live).max() >= GREY
