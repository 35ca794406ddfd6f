"""An empty project to its own report in JupyterLab: cells edited and run in the browser alone."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from engagekit.cli.start import start
from tests.browser.test_jupyterlab import PATIENCE, SETTINGS, Lab, lab
from tests.stranger.test_true_reports import FROZEN, TRUTH

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOTEBOOK = "00_start_here.ipynb"
__all__ = ["lab"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project without a fact or a file, with JupyterLab's settings beside it."""
    folder = tmp_path_factory.mktemp("lab")
    before = os.environ.copy()
    start(folder / "project", language="en")
    os.environ.clear()
    os.environ.update(before)
    for name, given in SETTINGS.items():
        file = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(given), encoding="utf-8")
    return folder


class Hand:
    """Somebody at the keyboard: clicks into a cell, changes it, runs it."""

    def __init__(self, lab: Lab, project: Path) -> None:
        self.tab, self.pictures = lab.tab, os.environ.get("ENGAGEKIT_PICTURES", "")
        read = nbformat.read(project / "project" / "notebooks" / NOTEBOOK, as_version=4)
        self.sources = [one.source for one in read.cells if one.cell_type == "code"]
        lab.open(NOTEBOOK)

    def run(self, text: str, change: Callable[[str], str] | None = None) -> str:
        """Run the cell with a text, perhaps changed; return the words under it."""
        at = next(at for at, source in enumerate(self.sources) if text in source)
        cell = self.tab.locator(".jp-CodeCell").nth(at)
        cell.locator(".cm-content").click()
        if change is not None:
            self.sources[at] = change(self.sources[at])
            self.tab.keyboard.press("Control+A")
            self.tab.keyboard.insert_text(self.sources[at])
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.tab.keyboard.press("Control+Enter")
        done = re.compile(r"\[\d+\]")
        for _ in range(PATIENCE * 5):
            now = prompt.inner_text()
            if now != before and done.search(now):
                break
            self.tab.wait_for_timeout(200)
        else:
            raise AssertionError(f"{text} did not end: {now}")
        self.tab.wait_for_timeout(300)
        if self.pictures:
            cell.scroll_into_view_if_needed()
            self.tab.screenshot(path=f"{self.pictures}/step-{at}.png")
        output = cell.locator(".jp-OutputArea-output")
        return "\n".join(output.all_inner_texts())

    def answers(self, text: str) -> list[str]:
        """Return the first line under each file of a cell's output."""
        at = next(at for at, source in enumerate(self.sources) if text in source)
        parts = self.tab.locator(".jp-CodeCell").nth(at).locator("details:has(code)")
        return [part.locator("code").first.inner_text() for part in parts.all()]


def test_an_analyst_comes_to_her_report_in_the_browser(lab: Lab, project: Path) -> None:
    hand, home = Hand(lab, project), project / "project"
    truth = TRUTH["hospital"]
    hand.run("quarter: str")

    def facts(source: str) -> str:
        for key, value in truth["facts"].items():
            source = source.replace(f'{key}=""', f"{key}={value!r}")
        return source

    shown = hand.run("ek.start(", facts)
    assert "St Cuthbert's NHS Trust" in shown
    assert "STILL NEEDED" not in shown
    (place,) = (home / "data").iterdir()
    shutil.copytree(
        FROZEN / "hospital" / "data", place, dirs_exist_ok=True
    )  # dragged into the file browser
    assert "say what the files above are" in hand.run("ek.check(")
    shutil.copytree(FROZEN / "hospital" / "mappings", home / "mappings", dirs_exist_ok=True)
    assert "Everything is read" in hand.run("ek.check(")
    hand.run("tables = ek.load(")
    assert "Next" in hand.run("ek.accept(")

    def own(source: str) -> str:
        for key in ("people", "enquiries", "events", "seats", "spent"):
            source = source.replace(f"{key}=None", f"{key}={truth['counts'][key]}")
        return source

    assert "No difference in 5 totals" in hand.run("ek.compare(", own)
    for text in ("contents", "sources", "trust"):
        assert hand.run(f"ek.sections.{text}(")
    hand.run("ek.report(", lambda source: source.replace("dry_run=True", 'formats=["html"]'))
    pages = sorted((home / "reports").rglob("brief.html"))
    assert {page.parent.name for page in pages} == {"board", "private"}
    assert lab.tab.locator(".jp-Dialog").count() == 0
    assert lab.outside() == []
