"""A report of the sample: the same bytes from two runs, and whole on a machine without a browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engagekit.locale.analyst import ENGLISH

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
VARIANT = "quarterly_report-A4-en"
PASSED = ("PYTHON", "LC_", "ENGAGEKIT_CACHE")
"""Variables that a bare machine has as well, and the folders of this test."""

FILES = {".html", ".xlsx", ".pptx", ".docx", ".json"}


def _made(folder: Path) -> dict[str, bytes]:
    """Each file of a report, by its place in the folder of its period."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*.*"))
        if file.is_file() and file.suffix not in (".ipynb", ".lock")
    }


def test_two_runs_are_the_same_bytes(reports: Path, tmp_path: Path) -> None:
    """One among those of all notebooks, one alone without what these kept; each is the first that its
    project publishes."""
    command = [sys.executable, ROOT / "tests" / "report_runs.py", tmp_path, VARIANT]
    subprocess.run(command, check=True, env={**os.environ, "ENGAGEKIT_CACHE": ""})
    first, second = _made(reports / VARIANT), _made(tmp_path / VARIANT)
    assert {Path(name).suffix for name in first} == FILES | {".pdf"}
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_without_a_browser_everything_else_is_made_and_one_sentence_says_so(tmp_path: Path) -> None:
    """An empty PATH, a home in which none was installed, and none at the usual places."""
    environment = {
        **{name: value for name, value in os.environ.items() if name.startswith(PASSED)},
        "PATH": "", "HOME": str(tmp_path), "ENGAGEKIT_BROWSER": "none",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "engagekit", "report", "--data", ROOT / "data" / "sample",
         "--notebook", ROOT / "notebooks" / "03_love_and_funding.ipynb", "--out", tmp_path / "out",
         "--json"],
        capture_output=True, text=True, env=environment, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    told = json.loads(done.stdout)
    assert ENGLISH.say("made.no_browser") in json.dumps(told) + done.stderr
    made = _made(tmp_path / "out")
    assert {Path(name).suffix for name in made} == FILES
