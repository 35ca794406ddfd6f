"""The worked example on public files: love, reach and money of one real library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from engagekit.measures.relation import BETWEEN, MOVED, RANK, STRAIGHT
from engagekit.presentation.section import MIME, from_bundle
from engagekit.wording import finding

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "real"
NOTEBOOK = ROOT / "notebooks" / "examples" / "public_library.ipynb"

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[pd.DataFrame, str]]:
    """Frame and finding of each section of the notebook, run by stock papermill."""
    out = tmp_path_factory.mktemp("example") / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(NOTEBOOK), str(out), "--no-progress-bar",
               "-p", "folder", str(REAL.resolve())]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    cells = json.loads(out.read_text("utf-8"))["cells"]
    bundles = [output["data"][MIME] for cell in cells for output in cell.get("outputs", ())
               if MIME in output.get("data", {})]  # fmt: skip
    sections = [from_bundle(bundle) for bundle in bundles]
    return {made.name: (made.frame, finding(made)) for made in sections}


def test_three_in_four_residents_are_satisfied_with_the_library(
    told: dict[str, tuple[pd.DataFrame, str]],
) -> None:
    row = told["satisfaction"][0].iloc[0]
    assert (row["n"], row["base"]) == (1770, 2328)
    assert row["estimate"] == pytest.approx(0.7603, abs=5e-5)


@pytest.mark.parametrize(
    ("measure", "library", "nation"),
    [
        ("program attendance per 1,000", 369.9, 341.3),
        ("registered borrowers per 100", 49.7, 55.4),
        ("visits per head", 4.85, 4.485),
        ("money per head", 34.71, 39.94),
    ],
)
def test_reach_and_money_of_the_library_stand_beside_the_nation(
    told: dict[str, tuple[pd.DataFrame, str]], measure: str, library: float, nation: float
) -> None:
    found = told["per_head"][0]
    mine = found[found["measure"] == measure].set_index("place")["estimate"]
    assert mine["CA0113"] == pytest.approx(library, rel=2e-3)
    assert mine["All"] == pytest.approx(nation, rel=2e-3)


def test_use_and_money_go_together_between_libraries_and_hardly_from_year_to_year(
    told: dict[str, tuple[pd.DataFrame, str]],
) -> None:
    frame, said = told["unit_relation"]
    rows = frame.set_index(["level", "measure"])
    assert rows.loc[(BETWEEN, RANK), "n"] == 9065
    assert rows.loc[(BETWEEN, RANK), "estimate"] == pytest.approx(0.603, abs=5e-4)
    assert rows.loc[(BETWEEN, STRAIGHT), "estimate"] == pytest.approx(0.119, abs=5e-4)
    assert rows.loc[(MOVED, RANK), "n"] > 9000
    assert 0 < rows.loc[(MOVED, RANK), "estimate"] < 0.1
    assert "is +0.60 (likely" in said and "it is +0.12 (likely" in said
    assert "hardly go together" in said
