"""Run every notebook through the engine, with and without some sheets, and print what came out.

A process of its own: the engine forks, and no other test's threads may be at work then. The sample
is loaded once; notebooks get it in place of loading it again, all but the first run.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import engagekit
from engagekit.reporting import run
from engagekit.sections import MIME
from engagekit.tables import Tables

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LACKING = ("", "contacts", "touches attendance", "budget", "responses", "surveys invitations")


def _outcome(notebook: Path, **given: str) -> dict[str, Any]:
    """What became of the sections of one run."""
    begun = time.perf_counter()
    done = run.run(notebook, given)
    bundles = [
        output["data"][MIME]
        for cell in done.notebook["cells"]
        for output in cell.get("outputs", ())
        if MIME in output.get("data", {})
    ]
    return {
        "seconds": time.perf_counter() - begun,
        "failures": [f"{failure.title}: {failure.reason}" for failure in done.failures],
        "sections": {bundle["name"]: bundle["missing"] for bundle in bundles},
    }


def main() -> None:
    tables = engagekit.load(ROOT / "data" / "sample")
    found: dict[str, dict[str, Any]] = {}
    for lacking in LACKING:
        frames = {name: tables.frames[name] for name in tables if name not in lacking.split()}
        left = Tables(frames, tables.settings, tables.faults, tables.left_out, tables.origins)
        engagekit.load = lambda folder, left=left: left  # type: ignore[attr-defined]
        for notebook in NOTEBOOKS:
            found[f"{notebook.stem} without {lacking}".strip()] = _outcome(notebook)
    found["02_reach in French"] = _outcome(ROOT / "notebooks" / "02_reach.ipynb", language="fr")
    del engagekit.load  # type: ignore[attr-defined]
    found["really loaded"] = _outcome(ROOT / "notebooks" / "05_survey.ipynb")
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
