"""A report from beginning to end: run, read, protect, draw, write."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from engagekit import disclosure
from engagekit.errors import PeriodError, ReportError, UsageError
from engagekit.locale.words import say, span
from engagekit.reporting import output_folder, output_path
from engagekit.reporting.document import brand, document, period_coverage, results
from engagekit.reporting.document import outline as bundles
from engagekit.reporting.document.output_options import FORMATS, Choices
from engagekit.reporting.html import browser as drawing
from engagekit.reporting.html import svg
from engagekit.reporting.html.page import Drawn
from engagekit.reporting.run import execute
from engagekit.reporting.worker_processes import Clerk
from engagekit.sections import Section
from engagekit.settings.periods import LAST_COMPLETE, YEAR_SO_FAR, Period, last_complete
from engagekit.settings.schema import Settings, find_settings, read_settings
from engagekit.settings.shipped import is_shipped, sample_project

NOTEBOOK = "notebooks/quarterly_report.ipynb"
BRIEF = "notebooks/department_brief.ipynb"
LEDGER = "ledger.private.json"
"""Beside the periods: what was published before, so that two reports cannot be subtracted."""
LAST = ("", LAST_COMPLETE)


@dataclass(frozen=True)
class Made:
    """What a report came to.

    Attributes
    ----------
    paths : tuple of Path
        Files made.
    exit_code : int
        0 fine, 3 the board copy could not be published, 4 made with failing sections.
    messages : tuple of str
        Sentences for the person who ran it.
    """

    paths: tuple[Path, ...]
    exit_code: int
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """One report to be made, its questions answered.

    Attributes
    ----------
    notebook : Path
    parameters : mapping
    out : Path
    settings : Settings
    language : str
    choices : Choices
    subject : str
        The group a brief is on; empty for a report on everybody.
    place : str
        The folder of that brief below ``each``, when it is not the slug of its subject.
    """

    notebook: Path
    parameters: Mapping[str, Any]
    out: Path
    settings: Settings
    language: str
    choices: Choices
    subject: str = ""
    place: str = ""


def job_for(
    period: str | Period | None,
    data: str | os.PathLike[str] | None,
    out: str | os.PathLike[str],
    notebook: str | os.PathLike[str] | None,
    parameters: Mapping[str, Any],
    each: str | None,
    paper: str | None,
    language: str | None,
    interactive: bool,
    formats: Sequence[str],
    template: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None,
    day: date,
) -> Job:
    """The answers to everything that can be asked before a notebook runs; see `report`."""
    file = find_notebook(notebook or (BRIEF if each == "department" else None))
    settings = settings_for(data, file)
    tongue = language or settings.report.language
    given_templates = [template] if isinstance(template, str | os.PathLike) else template or ()
    choices = Choices(
        _formats(formats),
        _paper(paper or settings.report.paper),
        interactive,
        brand.templates(given_templates),
        brand.colours(settings),
        brand.logo(settings, *_starts(data), Path.cwd(), file.parent),
    )
    supplied = _parameters(file, period, data, tongue, settings, parameters, day)
    return Job(file, supplied, output_path.ready(out), settings, tongue, choices)


def finish(
    job: Job,
    done: execute.Run,
    browser: drawing.Session | None,
    day: date,
    beside: Sequence[Clerk] = (),
) -> Made:
    """Protect, word, draw and write what a notebook gave."""
    outline = bundles.in_language(bundles.outline(done.notebook, done.failures), job.language)
    if not outline.sections and not done.failures:
        raise ReportError(
            f"{job.notebook.name} shows no section. End a cell with one, e.g. "
            "ek.sections.reach(tables)."
        )
    period_coverage.must_cover(outline)
    if subject := job.subject or _scope(outline):
        title = outline.title or say("report.title", job.language)
        named = say("report.choice", job.language, name=title, value=subject)
        outline = replace(outline, title=named)
    result: dict[str, document.Content] = {}
    office = dict(zip(("private", "board"), (*beside, Clerk(), Clerk()), strict=False))

    def written(copy: str, sections: Sequence[Section]) -> document.Content:
        one = document.make(outline, sections, copy, job.language, result.get("private"))
        matches = results.results(one, outline, done.parameters, job.notebook.name)
        office[copy].give(output_folder.office, one, matches, job.choices)
        return one

    result["private"] = written("private", outline.sections)
    ledger = disclosure.read_ledger(job.out / LEDGER)
    safe = disclosure.protect(outline.sections, job.settings, ledger)
    if safe.ok:
        result["board"] = written("board", safe.sections)
    with ThreadPoolExecutor(1) as drawer:
        drawing_them = drawer.submit(draw, result, browser)
        parts = {copy: office[copy].take() for copy in result}
        drawn = drawing_them.result()
    for copy, one in result.items():
        parts[copy].update(output_folder.pages(one, drawn[copy], job.choices, browser))
    parts["private"][".ipynb"] = _as_notebook(done.notebook)
    private = result["private"]
    folder, name = _folder(job, private), output_folder.stem(private, job.notebook.name)
    paths = output_folder.put(folder, name, job.notebook.name, parts)
    if safe.ok:
        disclosure.write_ledger(job.out / LEDGER, ledger, _entry_name(job, folder), safe.entry)
    text = [
        *period_coverage.short(outline, job.language),
        *messages(job, private, browser, safe, day),
    ]
    code = 4 if done.failures or undrawn(result) else 3 if not safe.ok else 0
    return Made(tuple(paths), code, tuple(text))


def writers(choices: Choices) -> int:
    """How many processes write beside this one: one a copy, where there is an office file."""
    return 2 if {"xlsx", "pptx"} & set(choices.formats) else 0


def _scope(outline: bundles.Outline) -> str:
    """The one group that the first section of a report tells of; empty for everybody."""
    first = next(iter(outline.sections), None)
    scope: Mapping[str, str] = (first.settings.get("scope") or {}) if first else {}
    return ", ".join(scope.values())


def draw(
    made: Mapping[str, document.Content], browser: drawing.Session | None
) -> dict[str, dict[str, Drawn]]:
    """The figures of every copy in one call; a figure that both have is drawn once."""
    if browser is None:
        return {copy: {} for copy in made}
    wanted = dict.fromkeys(
        text
        for one in made.values()
        for item in one.items
        for text in (item.wide, item.narrow)
        if text
    )
    images = dict(zip(wanted, browser.draw(list(wanted)), strict=True)) if wanted else {}
    return {
        copy: {
            item.anchor: Drawn(svg.for_page(images[item.wide]), svg.for_page(images[item.narrow]))
            for item in one.items
            if item.wide and item.narrow and images[item.wide] and images[item.narrow]
        }
        for copy, one in made.items()
    }


def undrawn(made: Mapping[str, document.Content]) -> bool:
    """Whether some figure could not be made from its frame."""
    return any(item.is_malformed for one in made.values() for item in one.items)


def messages(
    job: Job,
    private: document.Content,
    browser: drawing.Session | None,
    safe: disclosure.Protected,
    day: date,
) -> list[str]:
    """What the person who ran it should know."""
    tongue = job.language
    text = [
        say("made.failed", tongue, title=failure.title, reason=failure.reason)
        for failure in private.failures
    ]
    if not safe.ok:
        text.append(say("made.no_board", tongue, reason=safe.message))
    if browser is None and "pdf" in job.choices.formats:
        text.append(say("made.no_browser", tongue))
    end = private.period.get("end")
    newest = last_complete(day, job.settings.organisation.fiscal_start)
    if not job.parameters.get("quarter") and end and end[:10] < newest.end.isoformat():
        text.append(say("made.stale", tongue, wanted=span(newest, tongue), made=private.span))
    return text


def find_notebook(notebook: str | os.PathLike[str] | None) -> Path:
    """The notebook: from the working directory, beside engagekit.toml, else the kit's own."""
    file = Path(notebook or NOTEBOOK)
    home = find_settings(Path.cwd())
    for folder in (Path(), *([home.parent] if home else []), sample_project()):
        if (folder / file).exists():
            return folder / file
    return file


def settings_for(data: str | os.PathLike[str] | None, notebook: Path) -> Settings:
    """The engagekit.toml upwards from the data, the working directory, then the notebook.

    Beside a notebook of the kit's own stand the choices of the sample: they are nobody else's.
    """
    beside = [] if is_shipped(notebook) else [notebook.parent]
    matches = find_settings(*_starts(data), Path.cwd(), *beside)
    return read_settings(matches) if matches else Settings()


def _starts(data: str | os.PathLike[str] | None) -> list[Path]:
    """Where the settings are looked for first."""
    return [Path(data)] if data is not None else []


def _parameters(
    notebook: Path,
    period: str | Period | None,
    data: str | os.PathLike[str] | None,
    language: str,
    settings: Settings,
    given: Mapping[str, Any],
    day: date,
) -> dict[str, Any]:
    """The parameters of the notebook: those asked for by name, and folder, quarter, language."""
    from engagekit.reporting.run.parameters import declared

    has = declared(execute.read_notebook(notebook))
    result: dict[str, Any] = {}
    if data is not None:
        result["folder"] = str(data)
    label = given.get("quarter", period)
    if str(label).strip().casefold() == YEAR_SO_FAR:
        result["quarter"] = YEAR_SO_FAR
    elif label is not None and str(label) not in LAST:
        result["quarter"] = complete(settings.period(label), day, settings).label
    if "language" in has:
        result["language"] = language
    extra = {name: value for name, value in given.items() if name != "quarter"}
    for name in set(extra) & set(result):
        if name != "language" and str(extra[name]) != str(result[name]):
            raise UsageError(
                f"'{name}' is given twice: {result[name]} and {extra[name]}. Keep one."
            )
    return {**result, **extra}


def complete(period: Period, day: date, settings: Settings) -> Period:
    """A period that is over by the end of a day.

    Raises
    ------
    PeriodError
        With the last complete quarter.
    """
    if period.end <= day:
        return period
    last = last_complete(day, settings.organisation.fiscal_start)
    raise PeriodError(
        f"{period.label} is not over: it ends on {period.end}. The last complete quarter is "
        f"'{last.label}'."
    )


def _formats(formats: Sequence[str]) -> tuple[str, ...]:
    from engagekit.errors import did_you_mean

    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"There is no format '{name}'. {did_you_mean(name, FORMATS)}")
    return tuple(formats)


def _paper(paper: str) -> str:
    for existing in drawing.PAPERS:
        if existing.casefold() == paper.casefold():
            return existing
    raise UsageError(f"There is no paper '{paper}'. There are: {', '.join(drawing.PAPERS)}.")


def _folder(job: Job, private: document.Content) -> Path:
    folder = job.out / output_folder.period_name(private)
    return folder / "each" / (job.place or document.slug(job.subject)) if job.subject else folder


def _entry_name(job: Job, folder: Path) -> str:
    """What a report is called in the ledger."""
    return f"{folder.relative_to(job.out).as_posix()}/{job.notebook.stem}"


def _as_notebook(notebook: Mapping[str, Any]) -> bytes:
    """An executed notebook as it is saved."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8")


@contextlib.contextmanager
def waiting_browser(choices: Choices) -> Iterator[Any]:
    """A function that starts the browser when it is first called; the end of the block ends it.

    It is called when the notebook runs, never before: a process with threads cannot be forked.
    """
    started: list[drawing.Session | None] = []

    def start() -> drawing.Session | None:
        if not started:
            path = drawing.find_browser() if {"html", "pdf"} & set(choices.formats) else None
            started.append(drawing.Session(path) if path else None)
        return started[0]

    try:
        yield start
    finally:
        for browser in started:
            if browser is not None:
                browser.close()


def _starting(start: Any, progress: execute.Progress | None) -> execute.Progress:
    """Start the browser beside the notebook, and tell how far it is."""

    def step(place: int, total: int, heading: str) -> None:
        start()
        if progress is not None:
            progress(place, total, heading)

    return step
