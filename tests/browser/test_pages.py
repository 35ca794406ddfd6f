"""The brief of every notebook as a browser shows it: whole on each width, readable by everybody."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engagekit.reporting.html import browser as drawing

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(file.stem for file in (ROOT / "notebooks").glob("*.ipynb"))
PAGES = [f"{name}-Letter-en" for name in NOTEBOOKS] + ["quarterly_report-Letter-fr"]
COPIES = ("board", "private")
"""Of the quarterly report; the private page of another notebook holds all of its board page."""
WIDTHS = (390, 768, 1280)
HEAVIEST, HEAVIEST_ZIPPED, HEAVIEST_FIGURE = 1_100_000, 200_000, 60_000
"""Bytes; zipped is what travels."""
DRAWN = "[...document.querySelectorAll('.drawing svg')].filter(s => s.checkVisibility())"
FIGURES = f"""() => {DRAWN}.flatMap(svg => {{
  const edge = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim())
    .map(t => [t.textContent, t.getBoundingClientRect()]).filter(([, at]) => at.width);
  const found = boxes.filter(([, at]) => at.left < edge.left - 1 || at.right > edge.right + 1
    || at.top < edge.top - 1 || at.bottom > edge.bottom + 1).map(([text]) => 'cut: ' + text);
  boxes.forEach(([one, a], n) => boxes.slice(n + 1).forEach(([other, b]) => {{
    if (a.left + 1 < b.right && b.left + 1 < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)
      found.push(one + ' on ' + other);
  }}));
  return found;
}})"""
WORDS = """() => {
  const found = [], seen = [], range = document.createRange();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest('svg, script, style, .unseen, .skip')) continue;
    if (!parent.checkVisibility() || parent.closest('thead')?.checkVisibility() === false) continue;
    range.selectNodeContents(node);
    const scroll = parent.closest('.scroll, .prose table');
    const clip = scroll?.getBoundingClientRect();
    for (const box of range.getClientRects()) {
      if (box.width < 2 || (clip && (box.bottom > clip.bottom || box.top < clip.top))) continue;
      if (!scroll && box.right > innerWidth + 1) found.push('cut: ' + node.textContent);
      if (!parent.closest('thead')) seen.push([node, box]);
    }
  }
  seen.sort((one, other) => one[1].top - other[1].top);
  seen.forEach(([node, a], n) => {
    for (let at = n + 1; at < seen.length && seen[at][1].top < a.bottom - 3; at += 1) {
      const b = seen[at][1];
      if (seen[at][0] !== node && a.left + 1 < b.right && b.left + 1 < a.right
          && a.bottom - b.top > 3 && b.bottom - a.top > 3)
        found.push(node.textContent + ' on ' + seen[at][0].textContent);
    }
  });
  return found;
}"""
SIDEWAYS = """() => [...document.querySelectorAll('.scroll')]
  .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.ariaLabel)"""


def _pages(reports: Path, name: str) -> list[Path]:
    copies = COPIES if "quarterly" in name else COPIES[-1:]
    folders = [folder for copy in copies for folder in (reports / name).glob(f"*/{copy}")]
    found = [file for folder in folders for file in folder.glob("brief.html")]
    assert len(found) == len(copies) or "quarterly" not in name
    assert all(file.stat().st_size > 10_000 for file in found)
    return found


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


@pytest.fixture(scope="module")
def tabs(chromium: Any) -> Iterator[dict[str, Any]]:
    """A tab with scripts and one without, and every address they asked for."""
    made: dict[str, Any] = {"asked": []}
    for name, scripts in (("with", True), ("without", False)):
        context = chromium.new_context(java_script_enabled=scripts)
        tab = context.new_page()
        tab.on("request", lambda request: made["asked"].append(request.url))
        tab.on("pageerror", lambda error: made["asked"].append(str(error)))
        made[name] = tab
    yield made


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_or_lies_on_another_at_any_width(
    reports: Path, tabs: dict[str, Any], name: str
) -> None:
    for page in _pages(reports, name):
        tab = tabs["with"]
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            tabs["asked"].clear()
            tab.goto(page.as_uri())
            where = f"{page.parent.name} of {name} at {width}"
            assert tabs["asked"] == [page.as_uri()], where
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, where
            assert tab.evaluate(FIGURES) == [], where
            assert tab.evaluate(WORDS) == [], where
            assert tab.evaluate(SIDEWAYS) == [], where


TOUCHING = """() => [...document.querySelectorAll('.card .n + :not(.n), .block .n + :not(.n)')]
  .filter(cell => cell.checkVisibility() && cell.textContent.trim())
  .filter(cell => parseFloat(getComputedStyle(cell).paddingLeft) < 12)
  .map(cell => cell.parentElement.textContent)"""


def test_a_number_keeps_clear_of_the_words_to_its_right(
    reports: Path, tabs: dict[str, Any]
) -> None:
    tab = tabs["with"]
    tab.set_viewport_size({"width": 1280, "height": 900})
    for page in _pages(reports, PAGES[-1]):
        tab.goto(page.as_uri())
        assert tab.evaluate(TOUCHING) == [], page.name


VIOLATIONS = {"resultTypes": ["violations"], "preload": False}
"""What passes needs no path to each of its elements, and no style sheet lies elsewhere. Colours are
those of the English page in every language."""
OF_EACH_LOOK = """() => {
  const seen = {};
  const visit = (node, above) => {
    const look = getComputedStyle(node), see = [look.backgroundColor, look.backgroundImage,
      look.opacity, look.filter, look.mixBlendMode].join();
    const under = see === above[0] ? above : [see, ...above];
    for (const child of node.children) visit(child, under);
    if (![...node.childNodes].some(child => child.nodeType === 3 && child.data.trim())) return;
    if (!node.checkVisibility({visibilityProperty: true, opacityProperty: true})) return;
    const key = [node.tagName, look.color, look.fontSize, look.fontWeight, look.textShadow,
      look.position, look.clip, look.clipPath, look.overflow, ...under].join('|');
    seen[key] = (seen[key] ?? 0) + 1;
    if (seen[key] <= 5) node.dataset.own = '';
  };
  visit(document.body, []);
}"""
"""Contrast takes four fifths of the time of axe. It is that of a text on what lies under it: marks five
texts of all that have the same of everything that it is worked out from."""
CONTRAST = "color-contrast"
SCREEN = """() => ['h1', '.ask', '.tiles', '.card h2']
  .map(name => document.querySelector(name).getBoundingClientRect().bottom)"""


@pytest.mark.parametrize("name", [name for name in PAGES if "quarterly" in name])
def test_one_desktop_screen_holds_what_an_executive_reads(
    reports: Path, tabs: dict[str, Any], name: str
) -> None:
    for page in _pages(reports, name):
        tab = tabs["with"]
        tab.set_viewport_size({"width": 1280, "height": 900})
        tab.goto(page.as_uri())
        ends = tab.evaluate(SCREEN)
        assert ends == sorted(ends) and ends[-1] <= 900
        assert tab.locator("h1").count() == 1 and tab.locator(".tiles li").count() == 4
        assert tab.locator("[class*='\"']").count() == 0
        tab.set_viewport_size({"width": 390, "height": 844})
        tab.goto(page.as_uri())
        assert tab.evaluate("document.querySelector('h1').getBoundingClientRect().top") < 400


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_light_and_in_dark(
    reports: Path, tabs: dict[str, Any], name: str
) -> None:
    from axe_playwright_python import sync_playwright as axe

    tab = tabs["with"]
    for page in _pages(reports, name):
        for scheme, width in (("light", 390), ("dark", 1280)):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.emulate_media(color_scheme=scheme)
            tab.goto(page.as_uri())
            options = {**VIOLATIONS, "rules": {CONTRAST: {"enabled": False}}}
            found = axe.Axe().run(tab, options=options)
            assert found.violations_count == 0, found.generate_report()
            if name.endswith("en"):
                found = _contrast(tab)
                assert found.violations_count == 0, found.generate_report()
    tab.emulate_media(color_scheme="light")


def _contrast(tab: Any) -> Any:
    from axe_playwright_python import sync_playwright as axe

    tab.evaluate(OF_EACH_LOOK)
    return axe.Axe().run(tab, {"include": [["[data-own]"]]}, {**VIOLATIONS, "runOnly": [CONTRAST]})


@pytest.mark.parametrize("style", ["color: #bbb", "background: #333", "opacity: 0.3"])
def test_a_pale_text_would_be_found_in_any_row(tabs: dict[str, Any], style: str) -> None:
    row = "<tr><td>Words</td><td><b>12</b> of 30</td></tr>"
    pale = row.replace("<td><b>", f'<td style="{style}"><b>')
    tab = tabs["with"]
    for rows in (40 * row, 39 * row + pale):
        tab.set_content(f'<html lang="en"><title>T</title><main><table>{rows}</table></main>')
        found = _contrast(tab)
        assert found.violations_count == int("style" in rows)
        assert tab.locator("[data-own]").count() < 20


@pytest.mark.parametrize("name", PAGES)
def test_every_section_with_a_figure_is_drawn_also_with_scripts_off(
    reports: Path, tabs: dict[str, Any], name: str
) -> None:
    for page in _pages(reports, name):
        shown = json.loads((page.parent / "data/results.json").read_text(encoding="utf-8"))
        tab = tabs["without"]
        tab.goto(page.as_uri())
        assert tab.locator("h1").count() == 1
        drawn = tab.locator(".drawing[role=img]").count()
        assert drawn == tab.locator("figure").count() > 0 or not drawn
        assert drawn <= len(shown["sections"])
        assert tab.locator("a[href='#main']").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_and_each_of_its_figures_too(reports: Path, name: str) -> None:
    for page in _pages(reports, name):
        data = page.read_bytes()
        assert len(data) <= HEAVIEST
        assert len(gzip.compress(data)) <= HEAVIEST_ZIPPED
        figures = data.decode("utf-8").split('<div class="drawing')[1:]
        weights = [len(part.split("</figure>")[0].encode()) for part in figures]
        assert max(weights, default=0) <= HEAVIEST_FIGURE


def test_the_sample_was_made_without_a_failing_section(reports: Path) -> None:
    said = json.loads((reports / "said.json").read_text(encoding="utf-8"))
    assert {name: one["exit_code"] for name, one in said.items()} == dict.fromkeys(said, 0)
