"""The page that leads to the reports on each group, with the numbers of their board copies.

Its links are relative: the folder can be sent as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engagekit.disclosure import replace_file
from engagekit.locale import Locale
from engagekit.presentation import table
from engagekit.reporting.brief.scorecard import known
from engagekit.reporting.brief.stories import DEPARTMENT
from engagekit.reporting.html.page import environment
from engagekit.reporting.output_folder import EVERYBODY
from engagekit.reporting.writers import RESULTS

COPIES = ("board", "private")


def write_index(
    folders: Mapping[str, Path], failed: Mapping[str, str], column: str, locale: Locale
) -> Path:
    """Write the page beside the folders of the reports.

    ``folders``: a group to the folder of its copies. ``failed``: a group whose report could not be
    made, and why. ``column``: what the groups are.
    """
    home = next(iter(folders.values())).parent
    reports = {name: _read(folder / "board" / RESULTS) for name, folder in folders.items()}
    shown = {name: _numbers(results) for name, results in reports.items()}
    measures = list(dict.fromkeys(measure for numbers in shown.values() for measure in numbers))
    rows = [
        (
            name,
            [known(shown[name].get(measure), locale)[1] for measure in measures],
            [_links(folders[name] / copy, home) for copy in COPIES],
            results.get("report", {}).get("verdict") or "",
        )
        for name, results in reports.items()
    ]
    rows += [(name, [""] * len(measures), [[], []], reason) for name, reason in failed.items()]
    about = [results["report"] for results in reports.values() if results]
    periods = [one["period"] for one in about if one.get("period")]
    text = (
        environment()
        .get_template("briefs.html.j2")
        .render(
            locale=locale,
            group=table.header(column, locale.language),
            measures=[locale.name_of(measure) for measure in measures],
            copies=[locale.say(f"report.copy_{copy}") for copy in COPIES],
            when=locale.span(periods[-1]) if periods else "",
            rows=rows,
        )
    )
    place = home / "index.html"
    replace_file(place, f"{text}\n".encode(), EVERYBODY)
    return place


def _links(folder: Path, home: Path) -> list[str]:
    """Return the addresses of the pages in the folder of a copy."""
    brief = folder / "brief.html"
    found = [brief] if brief.is_file() else sorted(folder.glob("*.html"))
    return [page.relative_to(home).as_posix() for page in found]


def _read(results: Path) -> dict[str, Any]:
    """Return a results.json; nothing for a board copy that is not there."""
    try:
        found: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if "report" in found else {}


def _numbers(results: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the numbers of the first section, as rows of a frame."""
    numbers = results.get("numbers") or []
    return {
        one["measure"]: {**one, "estimate": one["value"], "suppressed": one["hidden"]}
        for one in numbers
        if one["section"] == DEPARTMENT
    }
