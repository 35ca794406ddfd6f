"""JupyterLab as an analyst uses it: open a notebook, run all, change the quarter, run again."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from engagekit.reporting.html import browser as drawing

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
NOTEBOOK = "01_reach.ipynb"
PATIENCE = 120
FIRST, SECOND = "FY 2026-27 Q2 (July to September 2026)", "FY 2026-27 Q1 (April to June 2026)"
FEWEST = 6
"""Figures of the notebook at least."""
SETTINGS = {
    "apputils-extension/notification": {"checkForUpdates": False},
    "apputils-extension/themes": {"theme": "JupyterLab Light"},
    # Every cell is in the page, also where it is not in view.
    "notebook-extension/tracker": {"windowingMode": "none"},
}
TEXTS = """() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => ({
  title: plot.querySelector('.g-gtitle text, .gtitle')?.textContent ?? '',
  texts: [...plot.querySelectorAll('svg.main-svg text')].map(text => text.textContent),
}))"""
CUT = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
  const edge = plot.getBoundingClientRect();
  return [...plot.querySelectorAll('svg.main-svg text')].filter(text => {
    const at = text.getBoundingClientRect();
    return at.width && (at.left < edge.left - 1 || at.right > edge.right + 1
      || at.top < edge.top - 1 || at.bottom > edge.bottom + 1);
  }).map(text => text.textContent);
})"""
OWN = "Touches logged per librarian, by month"
"""The figure that the analyst draws: of every month of the log, in plotly's own colours."""
COLOURS = """own => [...document.querySelectorAll('.js-plotly-plot .main-svg, .js-plotly-plot text')]
  .filter(thing => !thing.closest('.js-plotly-plot').textContent.includes(own))
  .map(thing => thing.tagName === 'text' ? getComputedStyle(thing).fill
    : getComputedStyle(thing).backgroundColor)"""


@dataclass
class Lab:
    """A JupyterLab that runs, and what its page asked for."""

    tab: Any
    home: str
    asked: list[str] = field(default_factory=list)

    def outside(self) -> list[str]:
        """Requests that left this machine."""
        near = ("127.0.0.1", "localhost")
        return [
            url
            for url in self.asked
            if not url.startswith(("data:", "blob:", "about:"))
            and re.sub(r"^\w+://([^/:]+).*", r"\1", url) not in near
        ]

    def open(self, name: str) -> None:
        """Open a notebook and wait until its kernel is ready."""
        self.tab.goto(f"{self.home}/lab/tree/notebooks/{name}?reset")
        self.tab.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=PATIENCE * 1000)
        self._idle()

    def run_all(self) -> None:
        """Run every cell from the menu and wait for the last one."""
        before = self._runs()
        self.tab.click(".lm-MenuBar-itemLabel:text-is('Run')")
        self.tab.click(".lm-Menu-itemLabel:text-is('Run All Cells')")
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            now = self._runs()
            if len(now) and all(now) and min(now) > max(before, default=0):
                break
            time.sleep(0.2)
        else:
            raise AssertionError(f"The cells did not end: {self._runs()}")
        self._idle()
        self.tab.wait_for_timeout(500)

    def _idle(self) -> None:
        self.tab.wait_for_selector(".jp-StatusBar-Widget :text('Idle')", timeout=PATIENCE * 1000)

    def _runs(self) -> list[int]:
        """The number of each code cell's last run, 0 while it runs or before."""
        marks = self.tab.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()
        return [int(found[0]) if (found := re.findall(r"\d+", mark)) else 0 for mark in marks]


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def _answers(home: str) -> bool:
    try:
        with urllib.request.urlopen(f"{home}/api", timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project as an analyst has it, with JupyterLab's settings beside it."""
    folder = tmp_path_factory.mktemp("lab")
    for part in ("notebooks", "data/sample"):
        shutil.copytree(ROOT / part, folder / "project" / part)
    shutil.copy(ROOT / "engagekit.toml", folder / "project")
    notebook = folder / "project" / "notebooks" / NOTEBOOK
    cells = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in cells["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": None, "outputs": []}
    notebook.write_text(json.dumps(cells), encoding="utf-8")
    for name, given in SETTINGS.items():
        file = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(given), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def lab(project: Path) -> Iterator[Lab]:
    """JupyterLab over the copy, with no token and on its own port, in the browser."""
    from playwright import sync_api as playwright

    found = drawing.find_browser()
    home = f"http://127.0.0.1:{_free_port()}"
    own = {f"JUPYTER_{name}_DIR": str(project / name.lower()) for name in ("CONFIG", "DATA")}
    shutil.copytree(
        ROOT / "engagekit" / "labextension", project / "share" / "labextensions" / "engagekit"
    )
    own["JUPYTER_PATH"] = str(project / "share")
    own["JUPYTERLAB_SETTINGS_DIR"] = str(project / "settings")
    own["JUPYTERLAB_WORKSPACES_DIR"] = str(project / "workspaces")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={home.rsplit(':', 1)[1]}",
         "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password=",
         "--allow-root", f"--ServerApp.root_dir={project / 'project'}"],
        env={**os.environ, **own}, cwd=project / "project",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(home):
            assert server.poll() is None, "JupyterLab ended"
            assert time.monotonic() < until, "JupyterLab did not answer"
            time.sleep(0.3)
        with playwright.sync_playwright() as api:
            browser = api.chromium.launch(
                executable_path=found,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            made = Lab(tab, home)
            tab.on("request", lambda request: made.asked.append(request.url))
            tab.on("websocket", lambda socket: made.asked.append(socket.url))
            yield made
            browser.close()
    finally:
        server.terminate()
        server.wait(PATIENCE)


@pytest.fixture(scope="module")
def ran(lab: Lab) -> Lab:
    """The notebook, opened and run once."""
    lab.open(NOTEBOOK)
    lab.run_all()
    return lab


def _subtitles_state(lab: Lab, period: str) -> None:
    drawn = [figure for figure in lab.tab.evaluate(TEXTS) if figure["title"] != OWN]
    assert len(drawn) >= FEWEST
    for figure in drawn:
        assert any(period in text for text in figure["texts"]), figure


def test_a_notebook_runs_and_every_figure_states_its_period(ran: Lab, project: Path) -> None:
    _subtitles_state(ran, FIRST)
    assert ran.tab.evaluate(CUT) == []
    assert ran.tab.locator(".jp-Dialog").count() == 0
    _picture(ran, project, "first")


def test_no_warning_and_no_bare_name_stands_under_a_cell(ran: Lab) -> None:
    outputs = ran.tab.locator(".jp-OutputArea-output")
    kinds = outputs.evaluate_all(
        "all => all.map(one => one.matches('.js-plotly-plot') ? 'figure'"
        " : one.querySelector('[data-mime-type]')?.dataset.mimeType ?? one.dataset.mimeType)"
    )
    assert set(kinds) == {"text/html", "figure"}
    words = " ".join(outputs.all_inner_texts())
    assert "Traceback" not in words and "Warning" not in words


def test_tables_are_in_words_and_those_without_a_figure_are_open(ran: Lab) -> None:
    heads = ran.tab.locator(".jp-OutputArea-output th[scope=col]").all_text_contents()
    assert ("Department" in heads and "Likely range (95%)" in heads) or "Share" in heads
    assert not [head for head in heads if "_" in head or head in ("measure", "estimate", "n")]
    shown = ran.tab.locator(".jp-OutputArea-output details[open] table").count()
    assert shown >= 2, "frequency and trust have no figure"


def test_nothing_is_shared_and_nothing_left_the_machine(ran: Lab) -> None:
    _hover(ran)
    assert (
        ran.tab.locator(".modebar-btn, [data-title*='Cloud'], [data-title*='Share']").count() == 0
    )
    assert ran.tab.locator(".js-plotly-plot a[href*='plot']").count() == 0
    assert ran.asked and ran.outside() == []


def test_a_figure_takes_the_dark_theme_of_jupyterlab(ran: Lab, project: Path) -> None:
    bright = ("rgb(255, 255, 255)", "rgb(31, 41, 51)", "rgb(82, 96, 109)")
    ran.tab.evaluate("document.body.dataset.jpThemeLight = 'false'")
    colours = set(ran.tab.evaluate(COLOURS, OWN))
    _picture(ran, project, "dark")
    ran.tab.evaluate("document.body.dataset.jpThemeLight = 'true'")
    assert "rgb(230, 234, 238)" in colours and not colours & set(bright)
    assert set(ran.tab.evaluate(COLOURS, OWN)) & set(bright)


def test_another_quarter_in_the_parameters_is_another_period_in_every_figure(
    ran: Lab, project: Path
) -> None:
    cell = ran.tab.locator(".jp-CodeCell", has_text="quarter: str").first
    cell.locator(".cm-line", has_text="quarter: str").click()
    ran.tab.keyboard.press("Home")
    ran.tab.keyboard.press("Shift+End")
    ran.tab.keyboard.type('quarter: str = "FY2026-27 Q1"')
    ran.run_all()
    _subtitles_state(ran, SECOND)
    assert not any(FIRST in text for one in ran.tab.evaluate(TEXTS) for text in one["texts"])
    assert ran.tab.evaluate(CUT) == []
    assert ran.outside() == []
    _picture(ran, project, "second")


def test_no_amount_is_set_as_a_formula(lab: Lab, project: Path) -> None:
    _notebook(project, "money.ipynb", *MONEY, "HTML('<p>from $362,560 to $606</p>')")
    lab.open("money.ipynb")
    lab.run_all()
    lab.tab.wait_for_selector("mjx-container", timeout=PATIENCE * 1000)
    outputs = lab.tab.locator(".jp-OutputArea-output")
    words = " ".join(outputs.all_inner_texts())
    assert len(re.findall(r"\$\d", words)) > 2
    formulas = lab.tab.locator(".jp-OutputArea-output mjx-container")
    assert formulas.count() == 1, "only the plain HTML of the last cell is"


def test_a_notebook_that_ran_elsewhere_shows_its_figures_untrusted(lab: Lab, project: Path) -> None:
    from engagekit.reporting.run import execute

    file = _notebook(project, "elsewhere.ipynb", *MONEY)
    done = execute.run(file, {})
    file.write_text(json.dumps(done.notebook), encoding="utf-8")
    lab.open("elsewhere.ipynb")
    shown = ".jp-OutputArea-output.js-plotly-plot, .jp-OutputArea-output img[alt]"
    lab.tab.wait_for_selector(shown, timeout=PATIENCE * 1000)
    drawn = lab.tab.locator(shown).evaluate_all(
        "all => all.map(one => [one.tagName, one.getBoundingClientRect().height])"
    )
    assert len(drawn) == 1 and drawn[0][1] > 100


def test_a_card_of_the_launcher_opens_the_first_notebook_and_no_news_pops_up(lab: Lab) -> None:
    card = ".jp-LauncherCard:has-text('engagekit')"
    lab.tab.goto(f"{lab.home}/lab?reset")
    lab.tab.click(card, timeout=PATIENCE * 1000)
    lab.tab.wait_for_selector(".jp-Notebook h1:has-text('Start here')", timeout=PATIENCE * 1000)
    assert lab.tab.locator(".Toastify__toast").count() == 0
    assert lab.outside() == []


def test_the_card_says_what_to_do_where_no_project_is(lab: Lab) -> None:
    lab.tab.route("**/api/contents/**00_start_here**", lambda route: route.fulfill(status=404))
    lab.tab.goto(f"{lab.home}/lab?reset")
    lab.tab.click(".jp-LauncherCard:has-text('engagekit')", timeout=PATIENCE * 1000)
    words = lab.tab.locator(".jp-Dialog-body").inner_text()
    assert "engagekit start my-library" in words
    lab.tab.unroute("**/api/contents/**00_start_here**")


MONEY = (
    "import engagekit as ek\nfrom IPython.display import HTML\ntables = ek.load('data/sample')",
    "ek.sections.funding(tables, during='FY2026-27 Q2')",
    "ek.sections.funding(tables, by='department', during='FY2026-27 Q2')",
)
"""Cells that show amounts, the last one with a figure."""


def _notebook(project: Path, name: str, *sources: str) -> Path:
    """Write a notebook into the project."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [
        {"cell_type": "code", "execution_count": None, "id": f"cell-{at}", "metadata": {},
         "outputs": [], "source": source}
        for at, source in enumerate(sources)
    ]  # fmt: skip
    content = {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    file = project / "project" / "notebooks" / name
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def _hover(lab: Lab) -> None:
    """Move over a figure: a mode bar would come out now."""
    figure = lab.tab.locator(".js-plotly-plot").first
    figure.scroll_into_view_if_needed()
    figure.hover()
    lab.tab.wait_for_timeout(300)


def _picture(lab: Lab, project: Path, name: str) -> None:
    """A picture of a figure and what stands around it, kept where ENGAGEKIT_PICTURES says."""
    folder = Path(os.environ.get("ENGAGEKIT_PICTURES", project))
    for at in range(lab.tab.locator(".js-plotly-plot").count()):
        figure = lab.tab.locator(".js-plotly-plot").nth(at)
        figure.scroll_into_view_if_needed()
        lab.tab.screenshot(path=folder / f"lab-{name}-{at}.png")
        assert (folder / f"lab-{name}-{at}.png").stat().st_size > 20_000
