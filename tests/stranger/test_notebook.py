"""`00_start_here` with cells only: from an empty project to the report, without a terminal."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from engagekit.cli.start import start
from tests.stranger.test_true_reports import FROZEN, TRUTH

NEXT = ("Next", "No difference in 6")


class Analyst:
    """One who changes cells and runs them, in the order in which they stand."""

    def __init__(self, home: Path) -> None:
        self.place = home / "notebooks" / "00_start_here.ipynb"
        self.notebook = nbformat.read(self.place, as_version=4)
        self.client = NotebookClient(
            self.notebook, timeout=300, kernel_name="python3",
            resources={"metadata": {"path": str(self.place.parent)}},
        )  # fmt: skip
        self.edits = 0

    def cell(self, text: str) -> int:
        """Return where the code cell with a text stands."""
        cells = enumerate(self.notebook.cells)
        return next(at for at, one in cells if one.cell_type == "code" and text in one.source)

    def run(self, text: str, change: Callable[[str], str] | None = None) -> str:
        """Run the cell with a text, changed before; return what it shows."""
        at = self.cell(text)
        if change is not None:
            self.notebook.cells[at].source = change(self.notebook.cells[at].source)
            self.edits += 1
        self.client.execute_cell(self.notebook.cells[at], at)
        shown: list[str] = []
        for output in self.notebook.cells[at].get("outputs", []):
            data: dict[str, Any] = output.get("data", {})
            shown += [str(data.get("text/html", data.get("text/plain", output.get("text", ""))))]
        return "\n".join(shown)


@pytest.mark.slow
@pytest.mark.parametrize("name", TRUTH)
def test_cells_alone_lead_from_an_empty_project_to_the_report(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = TRUTH[name]
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    monkeypatch.delenv("ENGAGEKIT_PROJECT", raising=False)
    home = tmp_path / "own"
    start(home, language=truth["language"])  # what `engagekit start` makes where nobody answers
    monkeypatch.delenv("ENGAGEKIT_PROJECT", raising=False)
    analyst = Analyst(home)
    with analyst.client.setup_kernel():
        analyst.run("quarter: str")

        def facts(source: str) -> str:
            for key, value in truth["facts"].items():
                source = source.replace(f'{key}=""', f"{key}={value!r}")
            return source

        shown = analyst.run("ek.start(", facts)
        assert NEXT[0] in shown
        assert "STILL NEEDED" not in shown
        assert str(home / "data") in analyst.run("ek.check(")  # nothing there yet: where files go
        (place,) = (home / "data").iterdir()
        shutil.copytree(FROZEN / name / "data", place, dirs_exist_ok=True)
        checked = analyst.run("ek.check(")
        assert "engagekit import" not in html.unescape(checked)
        assert "ek.import_file(" in html.unescape(checked)
        shutil.copytree(FROZEN / name / "mappings", home / "mappings", dirs_exist_ok=True)
        assert "not counted yet" not in analyst.run("ek.check(")
        assert analyst.run("tables = ek.load(")
        assert analyst.run("ek.accept(")

        def own(source: str) -> str:
            for key, count in truth["counts"].items():
                source = source.replace(f"{key}=None", f"{key}={count}")
            return source

        assert NEXT[1] in analyst.run("ek.compare(", own)
        for text in ("contents", "sources", "trust"):
            assert analyst.run(f"ek.sections.{text}(")
        page = analyst.run(
            "ek.report(", lambda source: source.replace("dry_run=True", 'formats=["html"]')
        )
    links = re.findall(r'href="([^"]+)"', page)
    assert any(link.endswith("board/brief.html") for link in links)
    assert all((analyst.place.parent / link).is_file() for link in links if "%" not in link)
    assert analyst.edits == 3  # facts, totals, the report
