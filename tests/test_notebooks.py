"""Every notebook: its outputs are those of the sample; it runs with and without some sheets."""

from __future__ import annotations

import ast
import json
import os
import pickle
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engagekit.notebook_display import PLOTLY

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [file.stem for file in FILES]
KINDS = {"str", "int", "list"}


def _cells(file: Path, kind: str = "code") -> list[dict[str, Any]]:
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [
        {**cell, "source": "".join(cell["source"])} for cell in cells if cell["cell_type"] == kind
    ]


def _tags(cell: dict[str, Any]) -> list[str]:
    found: list[str] = cell["metadata"].get("tags", [])
    return found


def _words(cell: dict[str, Any]) -> str:
    """What a reader reads of the outputs of a cell: no picture, no mark, no day and folder of a run."""
    texts = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        # plotly sends a page that only loads it; where a figure stands no words are kept
        if PLOTLY in data and "<img" not in data.get("text/html", ""):
            continue
        texts += [output.get("text", ""), data.get("text/html", data.get("text/plain", ""))]
    page = "".join("".join(text) for text in texts if "<script" not in text)
    page = re.sub(r"<style.*?</style>|<img[^>]*>|<[^>]+>", " ", page, flags=re.DOTALL)
    page = re.sub(r"\S*/(?=data/sample|reports/20)", "", page)
    page = page.replace(str(ROOT), "/home/you/engagekit").replace(str(date.today()), "2026-10-15")
    return " ".join(page.split())


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_the_outputs_kept_are_those_of_a_run(file: Path, reports: Path) -> None:
    run = pickle.loads((reports / f"{file.stem}-en.pickle").read_bytes())
    done = {cell["id"]: cell for cell in run.notebook["cells"]}
    for cell in _cells(file):
        if "published" in cell["source"]:  # whether a report stands here already
            continue
        kept = {**cell, "outputs": [one for one in cell["outputs"] if not _is_photograph(one)]}
        assert _words(kept) == _words(done[cell["id"]]), cell["source"]


def _is_photograph(output: dict[str, Any]) -> bool:
    return "image/png" in output.get("data", {})


def test_outputs_are_kept_without_what_a_page_cannot_show() -> None:
    assert sum(file.stat().st_size for file in FILES) < 3_000_000
    for file in FILES:
        for cell in _cells(file):
            if "ek.sections." in cell["source"]:
                assert cell["outputs"], (file.stem, cell["source"])
            for output in cell["outputs"]:
                assert output["output_type"] != "error"
                assert set(output.get("data", {})) <= {"text/html", "text/plain", "image/png"}
                assert "<script" not in json.dumps(output)


def test_reach_by_hand_is_the_number_of_the_kit() -> None:
    (file,) = (file for file in FILES if file.stem == "01_reach")
    (cell,) = (cell for cell in _cells(file) if "by the kit" in cell["source"])
    by_hand, by_kit = re.findall(
        r"by (?:hand|the kit)\s+(\d+)", "".join(cell["outputs"][0]["data"]["text/plain"])
    )
    assert by_hand == by_kit


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_one_cell_holds_plain_annotated_parameters_with_a_comment_each(file: Path) -> None:
    tagged = [cell for cell in _cells(file) if "parameters" in _tags(cell)]
    assert len(tagged) == 1
    lines = tagged[0]["source"].splitlines()
    assert all(re.fullmatch(r"\w+: [^=#]+ = .+  # .+", line) for line in lines), lines
    statements = ast.parse(tagged[0]["source"]).body
    names = []
    for statement in statements:
        assert isinstance(statement, ast.AnnAssign)
        assert isinstance(statement.target, ast.Name)
        assert ast.unparse(statement.annotation).split("[")[0] in KINDS
        names.append(statement.target.id)
    assert {"folder", "quarter", "language"} <= set(names)


IMPORTS = {
    "import engagekit as ek",
    "import numpy as np",
    "import pandas as pd",
    "import plotly.express as px",
}


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_cells_are_short_and_plain(file: Path) -> None:
    for cell in _cells(file):
        assert len(cell["source"].splitlines()) <= 12
        for node in ast.walk(ast.parse(cell["source"])):
            assert not isinstance(
                node,
                (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While, ast.If, ast.IfExp,
                 ast.Try, ast.comprehension, ast.ImportFrom),
            ), ast.unparse(node)  # fmt: skip
            if isinstance(node, ast.Import):
                assert ast.unparse(node) in IMPORTS


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_a_cell_that_makes_a_section_may_fail_alone(file: Path) -> None:
    cells = _cells(file)
    made = [cell for cell in cells if "ek.sections." in cell["source"]]
    assert made
    for cell in cells:
        may_fail = "ek.sections." in cell["source"] or "by-hand" in _tags(cell)
        assert ("raises-exception" in _tags(cell)) == may_fail


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_a_heading_and_the_need_come_first(file: Path) -> None:
    first = _cells(file, "markdown")[0]["source"]
    assert first.startswith("# ")
    assert file.stem == "quarterly_report" or "**Needs**" in first


@pytest.fixture(scope="session")
def whole(reports: Path) -> dict[str, Any]:
    """What became of each notebook when it was run for its report."""
    runs: dict[str, Any] = json.loads((reports / "runs.json").read_text("utf-8"))
    return runs


@pytest.fixture(scope="session")
def runs() -> dict[str, Any]:
    """What `notebook_runs` found, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.notebook_runs"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        timeout=1700,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_on_the_sample_and_every_section_is_measured(name: str, whole: Any) -> None:
    done = whole[f"{name}-en"]
    assert done["failures"] == []
    assert done["sections"]
    if name != "05_your_own_question":  # it needs a report made before, and says so
        assert set(done["sections"].values()) == {""}
    else:
        said = done["sections"].pop("compared")
        assert set(done["sections"].values()) == {""}
        assert "engagekit report" in said or "holds no report before" in said


LOST = {
    "contacts": {
        "01_reach": {"reach", "reach_over_time", "touches", "frequency"},
        "03_love_and_funding": {"love_and_funding", "funding"},
        "04_people": {"champions", "champion_roster"},
        "quarterly_report": {"reach", "funding"},
    },
    "touches attendance": {
        "01_reach": {"reach", "reach_over_time", "touches", "frequency"},
        "04_people": {"touch_ladder"},
        "department_brief": {"reach", "rungs"},
        "quarterly_report": {"reach", "touches", "attendance"},
    },
    "budget": {
        "03_love_and_funding": {"funding", "funding_by_department", "funding_over_time"},
        "quarterly_report": {"funding"},
    },
    "responses": {
        "02_survey": {"satisfaction", "satisfaction_over_time", "items", "net_promoter"},
        "quarterly_report": {"satisfaction"},
    },
    "surveys invitations": {"02_survey": {"satisfaction"}},
    "support": {"04_people": {"champions", "champion_roster"}},
    "follow_ups": {"04_people": {"promises"}},
    "testimonials": {"04_people": {"story_bank"}},
    "meetings": {"01_reach": {"meetings_held", "dinner_list"}},
}
"""Sections that cannot do without a sheet."""
STOPS = {"department_brief without contacts"}
"""Notebooks that have nothing to tell without a sheet, and stop with the sentence that names it."""


@pytest.mark.slow
def test_without_any_one_sheet_each_notebook_runs_on_and_says_what_is_missing(runs: Any) -> None:
    scripts = runs["scripts"]
    of_reports = {"05_your_own_question"}  # it reads what was published, and no sheet
    assert {name.partition(" without ")[0] for name in scripts} == set(NAMES) - of_reports
    assert len(scripts) > 6 * len(NAMES)
    for run, done in scripts.items():
        lacking = run.partition(" without ")[2].split()
        if run in STOPS:
            assert f"needs the sheet {lacking[0]}" in done["stopped"]
            continue
        assert done["stopped"] == "", run
        for section, said in done["sections"].items():
            assert not said or said.startswith(("Not measured", "Non mesuré")), (run, section, said)


@pytest.mark.slow
@pytest.mark.parametrize("lacking", LOST)
def test_a_section_that_needs_a_sheet_names_it(lacking: str, runs: Any) -> None:
    for name, needed in LOST[lacking].items():
        told = runs["scripts"][f"{name} without {lacking}"]["sections"]
        for section in needed:
            assert any(f"needs the sheet {sheet}" in told[section] for sheet in lacking.split()), (
                name,
                section,
                told[section],
            )


@pytest.mark.slow
def test_a_notebook_loads_its_own_folder(runs: Any) -> None:
    done = runs["really loaded"]
    assert done["failures"] == []
    assert set(done["sections"].values()) == {""}
