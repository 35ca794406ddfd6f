"""One report for each value of a column: run side by side, drawn by one browser."""

import json
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from engagekit.disclosure import replace_file
from engagekit.errors import DataError, EngagekitError, UsageError, did_you_mean, error_text
from engagekit.files.child_process import die_with
from engagekit.locale import Locale
from engagekit.presentation import table
from engagekit.reporting import output_folder, writers
from engagekit.reporting.brief import scorecard, stories
from engagekit.reporting.document.document import slug, unique
from engagekit.reporting.html.page import environment
from engagekit.reporting.loaded_once import loaded_once
from engagekit.reporting.pipeline import FAILED, Outcome, finish, workshop
from engagekit.reporting.request import Job
from engagekit.reporting.run import execute, parameters
from engagekit.reporting.worker_processes import may_fork
from engagekit.tables.cache import as_pandas
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

AT_ONCE = 2
"""Notebooks that run side by side: each holds the tables and an IPython shell of its own."""


def report_each(job: Job, column: str, progress: execute.Progress | None) -> Outcome:
    """Make one report for each value of a column of contacts.

    ``job``: its notebook has a parameter named like the column, else a UsageError is raised.
    ``column``: e.g. ``department``. ``progress``: called with each value that is done. A value
    whose report could not be made is named in the outcome, and the others are made.
    """
    has = parameters.declared(execute.read_notebook(job.notebook))
    if column not in has:
        slots = {"notebook": job.notebook.name, "hint": did_you_mean(column, has)}
        raise UsageError(error_text("briefs.parameter", column=column, **slots))
    with loaded_once(job.data() or "") as tables:
        return _finished(job, column, values_of(tables, column), progress)


def _finished(
    job: Job, column: str, names: Sequence[str], progress: execute.Progress | None
) -> Outcome:
    """Return a report for each name, finished in their order as their notebooks are done."""
    paths: list[Path] = []
    messages: list[str] = []
    codes = [0]
    folders: dict[str, Path] = {}
    failed: dict[str, str] = {}
    places = places_of(names)
    with workshop(job.options) as (beside, browser):
        for at, (name, run) in enumerate(_runs(job, column, names)):
            if progress is not None:
                progress(at, len(names), name)
            try:
                if isinstance(run, EngagekitError):
                    raise run
                one = replace(job, subject=name, place=places[name])
                outcome = finish(one, run, browser.start(), beside)
            except EngagekitError as error:
                messages.append(job.locale.say("made.failed", title=name, reason=error))
                failed[name] = str(error)
                codes.append(FAILED)
                continue
            messages += [f"{name}: {text}" for text in outcome.messages]
            codes.append(outcome.exit_code)
            paths += outcome.paths
            folders[name] = outcome.paths[0].parent.parent
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


def _runs(
    job: Job, column: str, names: Sequence[str]
) -> Iterator[tuple[str, execute.Run | EngagekitError]]:
    """Yield every notebook run, in the order of the names; two at a time where processes fork."""
    wanted = [(str(job.notebook), {**job.parameters, column: name}) for name in names]
    if not may_fork():
        yield from zip(names, map(_run, wanted), strict=True)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(AT_ONCE, context, die_with, (os.getpid(),)) as pool:
        futures: list[Future[execute.Run | EngagekitError]] = [
            pool.submit(_run, one) for one in wanted
        ]
        for name, future in zip(names, futures, strict=True):
            yield name, future.result()


def _run(wanted: tuple[str, Mapping[str, Any]]) -> execute.Run | EngagekitError:
    """Run one notebook; an error is handed back, so that the others go on."""
    try:
        return execute.run(*wanted)
    except EngagekitError as error:
        return error


COPIES = ("board", "private")


def write_index(
    folders: Mapping[str, Path], failed: Mapping[str, str], column: str, locale: Locale
) -> Path:
    """Write the page beside the folders of the reports.

    ``folders``: a group to the folder of its copies. ``failed``: a group whose report could not be
    made, and why. ``column``: what the groups are.
    """
    home = next(iter(folders.values())).parent
    reports = {name: _read(folder / "board" / writers.RESULTS) for name, folder in folders.items()}
    shown = {name: _numbers(results) for name, results in reports.items()}
    measures = list(dict.fromkeys(measure for numbers in shown.values() for measure in numbers))
    rows = [
        (
            name,
            [scorecard.known(shown[name].get(measure), locale)[1] for measure in measures],
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
    replace_file(place, f"{text}\n".encode(), output_folder.EVERYBODY)
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
        if one["section"] == stories.DEPARTMENT
    }
