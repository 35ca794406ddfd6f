"""The page that leads to the reports on each group, with what their board copies say first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engagekit.locale import Locale
from engagekit.presentation import table
from engagekit.reporting.html.page import environment
from engagekit.reporting.writers import RESULTS

COPIES = ("board", "private")


def write_index(
    folders: Mapping[str, Path], failed: Mapping[str, str], column: str, locale: Locale
) -> Path:
    """Write the page beside the folders of the reports.

    Parameters
    ----------
    folders : mapping of str to Path
        A group to the folder of its copies.
    failed : mapping of str to str
        A group whose report could not be made, and why.
    column : str
        What the groups are.
    """
    home = next(iter(folders.values())).parent
    reports = {name: _about(folder / "board" / RESULTS) for name, folder in folders.items()}
    rows = [
        (name, [_links(folders[name] / copy, home) for copy in COPIES], about.get("verdict") or "")
        for name, about in reports.items()
    ]
    rows += [(name, [[], []], reason) for name, reason in failed.items()]
    periods = [about["period"] for about in reports.values() if about.get("period")]
    text = (
        environment()
        .get_template("briefs.html.j2")
        .render(
            locale=locale,
            group=table.header(column, locale.language),
            copies=[locale.say(f"report.copy_{copy}") for copy in COPIES],
            when=locale.span(periods[-1]) if periods else "",
            rows=rows,
        )
    )
    partial = home / ".index.partial"
    partial.write_text(text + "\n", encoding="utf-8")
    return partial.replace(home / "index.html")


def _links(folder: Path, home: Path) -> list[str]:
    """Return the addresses of the pages in the folder of a copy."""
    brief = folder / "brief.html"
    found = [brief] if brief.is_file() else sorted(folder.glob("*.html"))
    return [page.relative_to(home).as_posix() for page in found]


def _about(results: Path) -> dict[str, Any]:
    """Return what a results.json says of its report; nothing for a board copy that is not there."""
    try:
        about: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))["report"]
    except (OSError, ValueError, KeyError):
        return {}
    return about
