"""The brief of a small report, as a browser shows it and as it prints."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame
from engagekit.reporting import writers
from engagekit.reporting.brief import pages
from engagekit.reporting.document import document
from engagekit.reporting.document.outline import Outline
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.html import browser as drawing
from engagekit.sections import Section

pytestmark = pytest.mark.browser
PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
SETTINGS = {"k": 5, "language": "en", "currency": "CAD", "organisation": "Harbour Bank",
            "library": "the library"}  # fmt: skip
DEPARTMENTS = [f"Department of long names and numbers {n}" for n in range(1, 13)]


def outline() -> Outline:
    reach = measure_frame(
        [{"department": name, "measure": "reach", "unit": "share", "estimate": n / 13,
          "low": n / 14, "high": n / 12.5, "n": 10 * n, "base": 130}
         for n, name in enumerate(DEPARTMENTS, start=1)], ["department"],
    )  # fmt: skip
    given: dict[str, Any] = {"period": PERIOD, "settings": SETTINGS, "brief": True}
    wide = pd.DataFrame([{f"column {n}": "a long text in a column" for n in range(10)}] * 3)
    bars = Section("reach", "Whom we reached", reach, figure="bars", sentence="reach",
                   note="A caveat.", choices={"staff list": "2026-09-30"}, **given)  # fmt: skip
    listing = Section("many", "Many columns", wide, kind="listing", **given)
    return Outline("The quarter", (bars, listing))


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    report = outline()
    copy = document.make(report, report.sections, "private", Locale("en"))
    whole = Copy(copy, brief=pages.compose(copy))
    return writers.written(whole, OutputOptions(("html", "pdf")))


@pytest.fixture(scope="module")
def path(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("page") / "page.html"
    place.write_bytes(made["brief.html"])
    return place


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright import sync_api as playwright

    found = drawing.find_browser()
    with playwright.sync_playwright() as api:
        browser = api.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def opened(chromium: Any, path: Path, width: int, scheme: str = "light") -> tuple[Any, list[str]]:
    tab = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: asked.append(str(error)))
    tab.on("console", lambda message: asked.append(message.text))
    tab.goto(path.as_uri())
    return tab, asked


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_asks_the_network_nothing_and_fits_its_width(
    chromium: Any, path: Path, width: int, scheme: str
) -> None:
    tab, asked = opened(chromium, path, width, scheme)
    assert asked == [path.as_uri()]
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    shown = tab.evaluate(
        "[...document.querySelectorAll('.drawing svg')].filter(s => s.checkVisibility())"
        ".map(s => s.getBoundingClientRect().right)"
    )
    assert len(shown) == 1 and shown[0] <= width
    tab.close()


def test_a_page_has_one_heading_landmarks_and_a_figure_in_words(chromium: Any, path: Path) -> None:
    tab, _ = opened(chromium, path, 1280)
    count = "(s) => document.querySelectorAll(s).length"
    assert [tab.evaluate(count, s) for s in ("h1", "main", "header", "footer")] == [1] * 4
    assert tab.evaluate("document.documentElement.lang") == "en-CA"
    figures = tab.evaluate("[...document.querySelectorAll('[role=img]')].map(f => f.ariaLabel)")
    assert len(figures) == 1 and "Highest" in figures[0]
    assert tab.evaluate(count, "script, link, iframe") == 0
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Any, path: Path, scheme: str) -> None:
    from axe_playwright_python import sync_playwright as axe

    tab, _ = opened(chromium, path, 1280, scheme)
    found = axe.Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    tab.close()


def test_a_drawing_takes_the_colours_of_the_dark_theme(chromium: Any, path: Path) -> None:
    tab, _ = opened(chromium, path, 1280, "dark")
    fills = tab.evaluate(
        "[...document.querySelectorAll('.wide svg path, .wide svg rect')]"
        ".map(e => getComputedStyle(e).fill)"
    )
    assert "rgb(106, 169, 224)" in fills and "rgb(31, 90, 148)" not in fills
    tab.close()


def test_the_pdf_is_tagged_and_holds_every_label(made: dict[str, bytes], tmp_path: Path) -> None:
    place = tmp_path / "page.pdf"
    place.write_bytes(made["brief.pdf"])
    text = subprocess.run(
        ["pdftotext", "-layout", str(place), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.split("\f")
    assert all(name in text for name in DEPARTMENTS)
    info = subprocess.run(
        ["pdfinfo", str(place)], capture_output=True, text=True, check=True
    ).stdout
    assert "Tagged:          yes" in info and "The quarter" in info and "Letter" not in pages[0]


def test_a_report_is_small_enough_to_mail(made: dict[str, bytes]) -> None:
    assert len(made["brief.html"]) < 300_000
