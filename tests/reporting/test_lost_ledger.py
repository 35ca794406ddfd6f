"""A project that lost its ledger rounds every count; its board copy is made all the same."""

from __future__ import annotations

import json
import pickle
import re
from datetime import date
from pathlib import Path

import pytest

from engagekit.reporting.report import report
from engagekit.reporting.run import execute

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_brief_of_the_sample_stands_without_counts(
    language: str, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its notebook ran among all of them: the ledger is asked afterwards."""
    ran = pickle.loads((reports / f"quarterly_report-{language}.pickle").read_bytes())
    monkeypatch.setattr(execute, "run", lambda *_: ran)
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "key").write_bytes(
        b"k" * 32
    )  # it published before, and nobody knows what
    monkeypatch.setenv("ENGAGEKIT_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    made = report(
        notebook=ROOT / "notebooks" / "quarterly_report.ipynb", data=ROOT / "data" / "sample",
        out=tmp_path / "out", formats=["html"], only="brief", language=language,
        today=date(2026, 10, 15),
    )  # fmt: skip
    assert made.exit_code == 0
    (page,) = [path for path in made.paths if path.match("board/brief.html")]
    text = re.sub(r"<[^>]*>", "", page.read_text("utf-8").partition("<main")[2])
    assert not re.search(r"\b(None|nan|<NA>)\b", text)
    results = json.loads((page.parent / "results.json").read_text("utf-8"))
    (reach,) = [one for one in results["numbers"] if one["id"].startswith("headline/reach/")]
    assert reach["n"] is None and reach["base"] is None
    claim = {"en": "We reached", "fr": "Nous avons rejoint"}[language]
    assert reach["value"] is None and claim not in text, "no older quarter stands for this one"
