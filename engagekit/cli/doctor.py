"""Whether this machine has what a report needs: Python, packages, browser, disk, settings."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from engagekit.errors import EngagekitError
from engagekit.settings import project, schema

LEAST_PYTHON = (3, 11)
LEAST_DISK = 500_000_000


class Finding(NamedTuple):
    """One thing that was looked at; ``state``: ok, note (works with less) or missing."""

    what: str
    found: str
    state: str = "ok"
    remedy: str = ""

    def __str__(self) -> str:
        more = f" {self.remedy}" if self.remedy else ""
        return f"{self.state:<8}{self.what}: {self.found}.{more}"


def checkup(folder: Path) -> Iterator[Finding]:
    """Yield everything that is looked at, in order."""
    from engagekit.locale import LANGUAGES, Locale
    from engagekit.reporting.html.browser import find_browser

    version = ".".join(map(str, sys.version_info[:3]))
    is_new = sys.version_info[:2] >= LEAST_PYTHON
    yield _looked_at("Python", version, is_new, "Install Python 3.11 or later.")
    yield _packages()
    browser = find_browser()
    found, remedy = browser or "no Chrome, Edge or Chromium", "Reports come without PDF."
    yield _looked_at("Browser", found, browser is not None, remedy, "note")
    is_open = os.access(folder, os.W_OK)
    found = f"{'allowed' if is_open else 'not allowed'} in {folder}"
    yield _looked_at("Writing", found, is_open, "Use another folder.")
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB free"
    yield _looked_at("Disk", found, free >= LEAST_DISK, "Make room for reports.", "note")
    yield Finding("Languages", " / ".join(Locale(one).day("2026-08-01") for one in LANGUAGES))
    yield _settings(folder)
    yield from _killed(folder)


def _looked_at(
    what: str, found: str, is_right: bool, remedy: str, otherwise: str = "missing"
) -> Finding:
    return Finding(what, found) if is_right else Finding(what, found, otherwise, remedy)


def _packages() -> Finding:
    declared = [one for one in metadata.requires("engagekit") or () if "extra ==" not in one]
    names = [re.split(r"[^\w.-]", one)[0] for one in declared]
    removed = [name for name in names if not any(metadata.Distribution.discover(name=name))]
    if removed:
        remedy = f"Install them: pip install {' '.join(removed)}"
        return Finding("Packages", f"without {', '.join(removed)}", "missing", remedy)
    text = ", ".join(f"{name} {metadata.version(name)}" for name in ("pandas", "plotly"))
    return Finding("Packages", f"all {len(names)} are there ({text})")


def _settings(folder: Path) -> Finding:
    place = project.find_project(folder).settings
    if place is None:
        return Finding("Settings", "none", "note", "Make a project: engagekit start my-library")
    try:
        name = schema.read_settings(place).organisation.name
    except EngagekitError as error:
        return Finding("Settings", str(error).rstrip("."), "missing")
    exports = project.find_project(folder).data
    return Finding("Settings", f"{place} ({name}), exports in {exports}")


def _killed(folder: Path) -> Iterator[Finding]:
    """Name what runs that were killed left behind, and take it away."""
    from engagekit.reporting import run_alone

    removed = run_alone.swept(reports_of(folder))
    if removed:
        names = ", ".join(place.name for place in removed)
        yield Finding("Killed runs", f"had left {names}, which is removed now", "note")


def reports_of(folder: Path) -> Path:
    """Return where the reports of the project of a folder lie."""
    return (project.find_project(folder).home or folder) / "reports"
