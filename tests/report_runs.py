"""Make the sample's reports as ``<out>/<variant>/<period>/{private,board}``, and print what was said.

The sample is loaded once, every notebook runs, then all are written. Names of
variants after the folder make these alone.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from datetime import date
from pathlib import Path
from typing import Any

import engagekit
from engagekit.loading.preloaded import use
from engagekit.locale import Locale
from engagekit.presentation.section import MIME
from engagekit.reporting import pipeline
from engagekit.reporting.document import brand
from engagekit.reporting.document.output_options import OutputOptions
from engagekit.reporting.request import Job, settings_for
from engagekit.reporting.run import execute
from engagekit.reporting.writers import FORMATS
from engagekit.settings.project import VARIABLE

ROOT = Path(__file__).parents[1]
QUARTERLY = "quarterly_report"
VARIANTS = [("A4", "en", FORMATS), ("Letter", "fr", FORMATS), ("Letter", "en", FORMATS)]
"""The quarterly report in both papers and both languages; the other notebooks as pages."""
DAY = date(2026, 10, 15)


def _jobs(out: Path) -> list[tuple[str, Job]]:
    """What to make: a name of the variant and the report."""
    settings = settings_for(ROOT / "data" / "sample", ROOT)
    made = []
    others: list[tuple[str, str, Any]] = [("Letter", "en", ("html",))]
    files = sorted((ROOT / "notebooks").glob("*.ipynb"))
    for file in sorted(files, key=lambda file: file.stem != QUARTERLY):
        for paper, language, formats in VARIANTS if file.stem == QUARTERLY else others:
            name = f"{file.stem}-{paper}-{language}"
            options = OutputOptions(formats, paper, brand=brand.colours(settings))
            made.append((name, Job(file, {"language": language}, out / name, settings,
                                   Locale(language), options, DAY)))  # fmt: skip
    return made


def outcome(run: execute.Run) -> dict[str, Any]:
    """What became of the sections of a run: those that failed, and what each says is missing."""
    bundles = [
        output["data"][MIME]
        for cell in run.notebook["cells"]
        for output in cell.get("outputs", ())
        if MIME in output.get("data", {})
    ]
    return {
        "failures": [f"{failure.title}: {failure.reason}" for failure in run.failures],
        "sections": {bundle["name"]: bundle["missing"] for bundle in bundles},
    }


def main(out: Path, *wanted: str) -> None:
    folder = ROOT / "data" / "sample"
    tables = engagekit.load(folder)
    engagekit.load = lambda folder, language: tables.in_language(language)  # type: ignore[attr-defined]
    jobs = [(name, job) for name, job in _jobs(out) if not wanted or name in wanted]
    ran: dict[tuple[Path, str], execute.Run] = {}
    for _, job in jobs:
        key = (job.notebook, job.locale.language)
        if key not in ran:
            ran[key] = execute.run(job.notebook, dict(job.parameters))
    for (file, language), run in ran.items():
        (out / f"{file.stem}-{language}.pickle").write_bytes(pickle.dumps(run))
    said = {}
    with use(folder, tables):
        for name, job in jobs:
            made = pipeline.finish(job, ran[job.notebook, job.locale.language])
            said[name] = {"exit_code": made.exit_code, "messages": made.messages,
                          "paths": [str(path) for path in made.paths]}  # fmt: skip
    runs = {f"{file.stem}-{language}": outcome(run) for (file, language), run in ran.items()}
    (out / "runs.json").write_text(json.dumps(runs), encoding="utf-8")
    (out / "said.json").write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    os.environ[VARIABLE] = str(ROOT)  # as in JupyterLab, where a notebook lies in its project
    main(Path(sys.argv[1]), *sys.argv[2:])
