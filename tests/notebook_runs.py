"""Run every notebook on the sample with each sheet it uses taken away; print the outcome.

A process of its own: the engine forks, and no other test's threads may be at work then. The cells run
here as a plain script: only those that asked for that sheet, and a cell that stands in several
notebooks once. Whole notebooks run in `report_runs`; here one does that really loads its folder.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

import engagekit
from engagekit import wording
from engagekit.errors import EngagekitError
from engagekit.reporting.report import report as run_report
from engagekit.reporting.run import execute
from engagekit.sections import Section
from engagekit.tables.tables import Tables
from tests.notebook_cells import NOTEBOOKS, cells, shown
from tests.report_runs import outcome

ROOT = Path(__file__).parents[1]
TOGETHER = ("touches attendance", "surveys invitations")
"""Sheets that are taken away together: either of them alone can stand in for the other."""
BEFORE, QUARTER = "FY2026-27 Q1", "FY2026-27 Q2"
"""Named, so that no section asks every sheet for its last day."""
Script = tuple[list[str], list[str]]
"""The cells before the sections, and the cells that end in a section."""


def _script(notebook: Path) -> Script:
    """A notebook as two lists of sources."""
    made: Script = ([], [])
    for cell in cells(notebook):
        gives_no_name = cell.source.startswith("ek.") and not cell.is_section
        if "by-hand" not in cell.tags and not gives_no_name:
            made[cell.is_section].append(cell.source)
    return made


def _names(before: list[str], tables: Tables, results: Path) -> dict[str, Any]:
    """The names that the first cells of a notebook give, on these tables."""
    engagekit.load = lambda folder, language: tables.in_language(language)  # type: ignore[attr-defined]
    names: dict[str, Any] = {"display": lambda *sections: sections}
    for source in before:
        shown(source, names)
        names |= {"quarter": QUARTER, "reports": str(results)}
    return names


def _told(source: str, names: dict[str, Any]) -> dict[str, str]:
    """The sections of a cell by name and what each says is missing; an error of any kind as one."""
    try:
        value = shown(source, names)
        sections = value if isinstance(value, tuple) else (value,)
        for section in sections:
            assert isinstance(section, Section)
            for language in ("en", "fr"):
                wording.finding(section, language)
    except Exception as error:  # any error of a cell is what the test is about
        return {source: f"{type(error).__name__}: {error}"}
    return {section.name: section.missing for section in sections}


ASKED: set[str] = set()
"""The sheets that were asked of tables."""


def _watch(patched: pytest.MonkeyPatch) -> None:
    """Note whatever sheets are asked of tables from now on."""

    def watch(method: str) -> None:
        plain = getattr(Tables, method)

        def watched(self: Any, *names: str) -> Any:
            ASKED.update(names)
            return plain(self, *names)

        patched.setattr(Tables, method, watched)

    watch("need")
    watch("has")


def _without(tables: Tables, lacking: str) -> Tables:
    """The tables less some sheets, with nothing worked out yet."""
    frames = {name: tables.frames[name] for name in tables if name not in lacking.split()}
    return Tables(frames, tables.settings, tables.faults, tables.left_out, tables.origins)


def _scripts(tables: Tables, results: Path) -> dict[str, dict[str, Any]]:
    """Each notebook without each sheet it asks for: what its sections say, and what went wrong."""
    uses: dict[tuple[str, str], set[str]] = {}
    scripts = {notebook.stem: _script(notebook) for notebook in NOTEBOOKS}
    for before, endings in scripts.values():
        for source in endings:
            key = ("\n".join(before), source)
            if key not in uses:
                ASKED.clear()
                _told(source, _names(before, _without(tables, ""), results))
                uses[key] = set(ASKED)
    done: dict[tuple[str, str, str], dict[str, str]] = {}
    found: dict[str, dict[str, Any]] = {}
    for lacking in [*(name for name in tables if name != "aliases"), *TOGETHER]:
        left = _without(tables, lacking)
        for name, (before, endings) in scripts.items():
            head = "\n".join(before)
            asking = [one for one in endings if uses[head, one] & set(lacking.split())]
            if not asking:
                continue
            try:
                names = _names(before, left, results)
            except EngagekitError as error:
                found[f"{name} without {lacking}"] = {"stopped": str(error), "sections": {}}
                continue
            told: dict[str, str] = {}
            for source in asking:
                key = (head if "mine" in head or "last" in head else "", source, lacking)
                if key not in done:
                    done[key] = _told(source, names)
                told |= done[key]
            found[f"{name} without {lacking}"] = {"stopped": "", "sections": told}
    return found


def main() -> None:
    """Print what was found as one JSON document."""
    tables = engagekit.load(ROOT / "data" / "sample")
    with tempfile.TemporaryDirectory() as published:
        run_report(
            BEFORE,
            notebook=ROOT
            / "notebooks"
            / "03_love_and_funding.ipynb",  # a few numbers of each kind: each is measured again
            data=ROOT / "data" / "sample",
            out=published,
            formats=["xlsx"],
        )
        [results] = Path(published).glob("*/private/data/*results.json")
        with pytest.MonkeyPatch.context() as patched:
            _watch(patched)
            found: dict[str, Any] = {"scripts": _scripts(tables, results)}
    del engagekit.load  # type: ignore[attr-defined]
    survey = ROOT / "notebooks" / "02_survey.ipynb"
    found["really loaded"] = outcome(execute.run(survey, {}))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
