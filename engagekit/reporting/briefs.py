"""One report for each value of a column, one after the other."""

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engagekit.errors import DataError, EngagekitError, UsageError, did_you_mean, error_text
from engagekit.loading import load
from engagekit.locale import Locale
from engagekit.locale.analyst import ENGLISH
from engagekit.presentation import table
from engagekit.reporting import output_folder, writers
from engagekit.reporting.document.document import slug, unique
from engagekit.reporting.html.page import environment
from engagekit.reporting.output_folder import replace_file
from engagekit.reporting.pipeline import FAILED, Outcome, run_one
from engagekit.reporting.request import Job
from engagekit.reporting.run import execute, parameters
from engagekit.reporting.writers import COPIES
from engagekit.tables.cache import as_pandas
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

BOARD_FIRST = COPIES[::-1]


def report_each(job: Job, column: str, progress: execute.Progress | None) -> Outcome:
    """Make one report for each value of a column of contacts, over tables loaded once.

    ``job``: its notebook has a parameter named like the column, else a UsageError is raised.
    ``column``: e.g. ``department``. ``progress``: called with each value that is done. A value
    whose report could not be made is named in the outcome, and the others are made.
    """
    has = parameters.declared(execute.read_notebook(job.notebook))
    if column not in has:
        slots = {"notebook": job.notebook.name, "hint": did_you_mean(column, has)}
        raise UsageError(error_text("briefs.parameter", column=column, **slots))
    names = values_of(load.load(job.data() or ""), column)
    places = places_of(names)
    paths: list[Path] = []
    messages: list[str] = []
    codes = [0]
    folders: dict[str, Path] = {}
    failed: dict[str, str] = {}
    for number, name in enumerate(names):
        values = {**job.parameters, column: name}
        one = replace(job, subject=name, place=places[name], parameters=values)
        try:
            made = run_one(one)
        except EngagekitError as error:
            messages.append(ENGLISH.say("made.failed", title=name, reason=error))
            failed[name] = str(error)
            codes.append(FAILED)
        else:
            messages += [f"{name}: {text}" for text in made.messages]
            codes.append(made.exit_code)
            paths += made.paths
            folders[name] = output_folder.of(made.paths[0])
        if progress is not None:
            progress(number, len(names), name)
    if folders:
        paths.append(write_index(folders, failed, column, job.locale))
    return Outcome(tuple(paths), max(codes), tuple(dict.fromkeys(messages)))


def places_of(names: Sequence[str]) -> dict[str, str]:
    """Return a folder for each name, no two the same: "R&D" and "R D" have the same slug."""
    places: dict[str, str] = {}
    for name in names:
        places[name] = unique(slug(name), places.values())
    return places


def values_of(tables: Tables, column: str) -> list[str]:
    """Return the values of a column of contacts, in order, library staff left out."""
    contacts = as_pandas(tables.contacts)
    if column not in contacts.columns:
        raise UsageError(
            f"contacts has no column '{column}'. {did_you_mean(column, map(str, contacts.columns))}"
        )
    if "is_library" in contacts.columns:
        contacts = contacts[~contacts["is_library"].fillna(False).astype(bool)]
    # a contact of several departments is in each of them
    names = sorted(several(contacts[column]).unique())
    if not names:
        raise DataError(f"contacts holds no {column}, so there is nothing to report on.")
    return names


def write_index(
    folders: Mapping[str, Path], failed: Mapping[str, str], column: str, locale: Locale
) -> Path:
    """Write the page beside the folders of the reports.

    ``folders``: a group to the folder of its copies. ``failed``: a group whose report could not be
    made, and why. ``column``: what the groups are.
    """
    parents = Counter(folder.parent for folder in folders.values())
    home = parents.most_common(1)[0][0]  # a brief without any number has no period
    reports = {name: _about(folder / "board" / writers.RESULTS) for name, folder in folders.items()}
    rows = [
        (
            name,
            [_links(folders[name] / copy, home) for copy in BOARD_FIRST],
            about.get("verdict") or "",
        )
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
            copies=[locale.say(f"report.copy_{copy}") for copy in BOARD_FIRST],
            when=locale.span(periods[-1]) if periods else "",
            rows=rows,
        )
    )
    place = home / "index.html"
    replace_file(place, f"{text}\n".encode(), output_folder.EVERYBODY)
    return place


def _links(folder: Path, home: Path) -> list[str]:
    """Return the addresses of the pages in the folder of a copy."""
    page = folder / "brief.html"
    return [Path(os.path.relpath(page, home)).as_posix()] if page.is_file() else []


def _about(results: Path) -> dict[str, Any]:
    """Return what a results.json is on; nothing for a board copy that is not there."""
    try:
        about: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))["report"]
    except (OSError, ValueError, KeyError):
        return {}
    return about
