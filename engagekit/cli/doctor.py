"""Whether this machine has what a report needs: Python, packages, browser, disk, settings."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from engagekit.errors import EngagekitError
from engagekit.settings import project, schema

LEAST_PYTHON = (3, 11)
LEAST_DISK = 500_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    state : str
        ``ok``, ``note`` (works with less) or ``missing``.
    """

    what: str
    found: str
    state: str = "ok"
    remedy: str = ""

    def __str__(self) -> str:
        more = f" {self.remedy}" if self.remedy else ""
        return f"{self.state:<8}{self.what}: {self.found}.{more}"


def checkup(folder: Path) -> list[Finding]:
    """Everything that is looked at, in order."""
    steps: list[Callable[[], Iterator[Finding]]] = [
        _python,
        _packages,
        _browser,
        lambda: _writing(folder),
        _languages,
        lambda: _settings(folder),
        lambda: _killed(folder),
    ]
    return [matches for step in steps for matches in step()]


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= LEAST_PYTHON:
        yield Finding("Python", version)
    else:
        yield Finding("Python", version, "missing", "Install Python 3.11 or later.")


def _packages() -> Iterator[Finding]:
    declared = [one for one in metadata.requires("engagekit") or () if "extra ==" not in one]
    names = [re.split(r"[^\w.-]", one)[0] for one in declared]
    removed = ", ".join(
        name for name in names if not any(metadata.Distribution.discover(name=name))
    )
    if removed:
        remedy = f"Install them: pip install {removed.replace(',', '')}"
        yield Finding("Packages", f"without {removed}", "missing", remedy)
    else:
        text = ", ".join(f"{name} {metadata.version(name)}" for name in ("pandas", "plotly"))
        yield Finding("Packages", f"all {len(names)} are there ({text})")


def _browser() -> Iterator[Finding]:
    from engagekit.reporting.html.browser import find_browser

    path = find_browser()
    if path:
        yield Finding("Browser", str(path))
    else:
        yield Finding(
            "Browser",
            "no Chrome, Edge or Chromium",
            "note",
            "Reports come without PDF; everything else is made.",
        )


def _writing(folder: Path) -> Iterator[Finding]:
    if os.access(folder, os.W_OK):
        yield Finding("Writing", f"allowed in {folder}")
    else:
        yield Finding("Writing", f"not allowed in {folder}", "missing", "Use another folder.")
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free"
    few = free < LEAST_DISK
    yield Finding("Disk", text, "note" if few else "ok", "Make room for reports." if few else "")


def _languages() -> Iterator[Finding]:
    from engagekit.locale.words import LANGUAGES, day

    yield Finding("Languages", " / ".join(day("2026-08-01", language) for language in LANGUAGES))


def _settings(folder: Path) -> Iterator[Finding]:
    place = project.find_project(folder).settings
    if place is None:
        yield Finding("Settings", "none", "note", "Make a project: engagekit start my-library")
        return
    try:
        chosen = schema.read_settings(place)
    except EngagekitError as error:
        yield Finding("Settings", str(error).rstrip("."), "missing")
        return
    yield Finding("Settings", f"{place} ({chosen.organisation.name})")


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
