"""One report for each value of a column: run side by side, drawn by one browser."""

from __future__ import annotations

import contextlib
import html
import json
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from engagekit.errors import DataError, EngagekitError, UsageError, did_you_mean
from engagekit.locale.words import say, span
from engagekit.presentation import table
from engagekit.reporting import pipeline
from engagekit.reporting.document.document import slug
from engagekit.reporting.pipeline import Job, Made
from engagekit.reporting.run import execute
from engagekit.reporting.run.parameters import declared
from engagekit.reporting.worker_processes import clerks, may_fork, preload
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

AT_ONCE = 2
"""Notebooks that run side by side."""


def report_each(job: Job, column: str, progress: execute.Progress | None, day: date) -> Made:
    """Make one report for each value of a column of contacts.

    Parameters
    ----------
    job : Job
        Its notebook has a parameter named like the column.
    column : str
        E.g. ``department``.
    progress : callable, optional
        Called with each value that is done.
    day : date
        Until when a period must be over.

    Returns
    -------
    Made
        A value whose report could not be made is named, and the others are made.

    Raises
    ------
    UsageError
        If the notebook has no such parameter, or contacts no such column.
    """
    has = declared(execute.read_notebook(job.notebook))
    if column not in has:
        raise UsageError(
            f"{job.notebook.name} has no parameter '{column}', so it cannot be made for each. "
            f"{did_you_mean(column, has)}"
        )
    folder = job.parameters.get("folder") or getattr(has.get("folder"), "default", None)
    with _kept(folder or "data/sample"):
        names = values(job, has, column)
        return _made(job, column, names, progress, day)


@contextlib.contextmanager
def _kept(folder: str) -> Iterator[None]:
    """The folder loaded once as each notebook would load it, for the notebooks forked meanwhile."""
    if not may_fork():
        yield
        return
    preload()
    from engagekit.loading import load, preloaded, settings_for_folder

    with preloaded.use(settings_for_folder.resolve(folder), load.load(folder)):
        yield


def _made(
    job: Job, column: str, names: Sequence[str], progress: execute.Progress | None, day: date
) -> Made:
    """A report for each name, finished in their order as their notebooks are done."""
    paths: list[Path] = []
    message: list[str] = []
    codes = []
    links: list[tuple[str, Path]] = []
    failed: dict[str, str] = {}
    places = places_of(names)
    waiting = clerks(pipeline.writers(job.choices))
    with waiting as beside, pipeline.waiting_browser(job.choices) as start:
        for at, (name, done) in enumerate(_runs(job, column, names), start=1):
            if progress is not None:
                progress(at - 1, len(names), name)
            try:
                if isinstance(done, EngagekitError):
                    raise done
                one = replace(job, subject=name, place=places[name])
                result = pipeline.finish(one, done, start(), day, beside)
            except EngagekitError as error:
                message.append(say("made.failed", job.language, title=name, reason=error))
                failed[name] = str(error)
                codes.append(4)
                continue
            message += [f"{name}: {text}" for text in result.messages]
            codes.append(result.exit_code)
            paths += result.paths
            links.append((name, result.paths[0].parent.parent))
    if links:
        paths.append(_index(links, failed, job, column))
    return Made(tuple(paths), max(codes, default=0), tuple(dict.fromkeys(message)))


def places_of(names: Sequence[str]) -> dict[str, str]:
    """A folder for each name, no two the same: "R&D" and "R D" have the same slug."""
    result: dict[str, str] = {}
    for name in names:
        base = slug(name)
        place, number = base, 2
        while place in result.values():
            place, number = f"{base}-{number}", number + 1
        result[name] = place
    return result


def values(job: Job, has: Mapping[str, Any], column: str) -> list[str]:
    """The values of a column of contacts, in order."""
    from engagekit.loading import load

    folder = job.parameters.get("folder") or getattr(has.get("folder"), "default", None)
    return values_of(load.load(folder or "data/sample"), column)


def values_of(tables: Tables, column: str) -> list[str]:
    """The values of a column of contacts, in order, library staff left out."""
    contacts = tables.contacts
    if column not in contacts.columns:
        raise UsageError(
            f"contacts has no column '{column}'. {did_you_mean(column, map(str, contacts.columns))}"
        )
    matches = contacts
    if "is_library" in contacts.columns:
        matches = contacts[~contacts["is_library"].fillna(False).astype(bool)]
    # a contact of several departments is in each of them
    names = sorted(several(matches[column]).unique())
    if not names:
        raise DataError(f"contacts holds no {column}, so there is nothing to report on.")
    return names


def _runs(
    job: Job, column: str, names: Sequence[str]
) -> Iterator[tuple[str, execute.Run | EngagekitError]]:
    """Every notebook run, in the order of the names; two at a time where processes can fork."""
    requested = [(str(job.notebook), {**job.parameters, column: name}) for name in names]
    if not may_fork():
        yield from zip(names, map(_one, requested), strict=True)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(AT_ONCE, mp_context=context) as pool:
        futures: list[Future[execute.Run | EngagekitError]] = [
            pool.submit(_one, one) for one in requested
        ]
        for name, future in zip(names, futures, strict=True):
            yield name, future.result()


def _one(asked: tuple[str, Mapping[str, Any]]) -> execute.Run | EngagekitError:
    """One notebook; an error is handed back, so that the others go on."""
    notebook, parameters = asked
    try:
        return execute.run(notebook, parameters)
    except EngagekitError as error:
        return error


def _index(
    links: Sequence[tuple[str, Path]], failed: Mapping[str, str], job: Job, column: str
) -> Path:
    """A page that leads to every report, each with what its board copy says first."""
    folder = links[0][1].parent
    rows, when = [], ""
    for name, place in links:
        sentence, message = _said(place / "board" / "results.json", job.language)
        when = message or when
        cells = [_link(place / copy, folder, job.language, copy) for copy in ("board", "private")]
        rows.append(_row(name, *cells, html.escape(sentence)))
    for name, reason in failed.items():
        rows.append(_row(name, "", "", html.escape(reason)))
    title = html.escape(say("report.title", job.language))
    head = say(
        "report.choice",
        job.language,
        name=say("report.title", job.language),
        value=table.header(column, job.language),
    )
    heads = [
        table.header(column, job.language),
        *(say(f"report.copy_{copy}", job.language) for copy in ("board", "private")),
        say("report.first_page", job.language),
    ]
    top = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in heads)
    tongue = "fr-CA" if job.language == "fr" else "en-CA"
    text = (
        f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_LOOK}</style></head><body><main>"
        f"<h1>{html.escape(head)}</h1><p>{html.escape(when)}</p>"
        f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table></main>"
        "</body></html>\n"
    )
    place = folder / "index.html"
    partial = folder / ".index.partial"
    partial.write_text(text, encoding="utf-8")
    partial.replace(place)
    return place


_LOOK = (
    "body{font:15px/1.5 Verdana,sans-serif;max-width:60em;margin:2em auto;padding:0 16px;"
    "color:#1f2933;background:#fff}a{color:#1f5a94}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;"
    "border-bottom:1px solid #d5dae0}tbody th{font-weight:400}"
)


def _row(name: str, *cells: str) -> str:
    """A line of the page, its cells as they are."""
    text = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{html.escape(name)}</th>{text}</tr>'


def _link(place: Path, folder: Path, language: str, copy: str) -> str:
    """The link to the page of a copy."""
    words = html.escape(say(f"report.copy_{copy}", language))
    return " · ".join(
        f'<a href="{html.escape(page.relative_to(folder).as_posix())}">{words}</a>'
        for page in sorted(place.glob("*.html"))
    )


def _said(results: Path, language: str) -> tuple[str, str]:
    """What a board copy says first, and the period it tells of."""
    try:
        about = json.loads(results.read_text(encoding="utf-8"))["report"]
    except (OSError, ValueError, KeyError):
        return "", ""
    when = span(about["period"], language) if about.get("period") else ""
    return str(about.get("verdict") or ""), when
