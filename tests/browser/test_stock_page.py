"""The page of an executed notebook, opened offline: every chart is seen, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from engagekit.locale import Locale
from engagekit.notebook_display import PLOTLY
from engagekit.reporting.html.browser import find_browser
from engagekit.reporting.html.notebook import write

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOTEBOOKS = sorted(path.stem for path in (Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
CHARTS = 26
"""Of the quarterly report on the sample, at least."""
SEEN = """() => [...document.images].filter(one => one.src.startsWith('data:image/svg+xml;base64')
  && one.complete && one.naturalWidth >= 300 && one.getBoundingClientRect().height > 100
  && one.alt.length > 20).length"""

LIVE = "() => document.querySelectorAll('.js-plotly-plot .main-svg:first-child').length"
"""Figures of an analyst's own, which have no picture beside them."""


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """A page of a browser that has no network."""
    found = find_browser()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        made = browser.new_context(offline=True, viewport={"width": 1100, "height": 900}).new_page()
        made.asked = []
        made.on("request", lambda request: made.asked.append(request.url))
        yield made
        browser.close()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_stock_page_shows_every_chart_of_a_notebook(
    name: str, reports: Path, page: Any
) -> None:
    (file,) = (reports / f"{name}-Letter-en").glob("*/private/*.ipynb")
    notebook = nbformat.read(file, as_version=4)
    outputs = [part for cell in notebook.cells for part in cell.get("outputs", ())]
    charts = sum(PLOTLY in part.get("data", {}) for part in outputs)
    page.asked.clear()
    page.goto(file.with_suffix(".html").as_uri())
    page.wait_for_timeout(300)
    assert page.evaluate(SEEN) + page.evaluate(LIVE) == charts
    assert [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))] == []
    if name == "quarterly_report":
        assert charts >= CHARTS


def test_an_own_figure_draws_itself_on_the_stock_page(page: Any, tmp_path: Path) -> None:
    import plotly.graph_objects as go

    from engagekit.figures import live

    html = live.html(go.Figure(go.Pie(values=[1, 2], labels=["a", "b"])).to_plotly_json())
    cell = nbformat.v4.new_code_cell(
        outputs=[nbformat.v4.new_output("display_data", data={"text/html": html})] * 2
    )
    (tmp_path / "own.html").write_bytes(
        write(nbformat.v4.new_notebook(cells=[cell]), "Own", Locale("en"))
    )
    page.goto((tmp_path / "own.html").as_uri())
    page.wait_for_function("document.querySelectorAll('.slice').length >= 4", timeout=60_000)
    assert page.locator(".js-plotly-plot").count() == 2, "the same figure twice is drawn twice"
