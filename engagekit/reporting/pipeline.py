"""A report from beginning to end: run, read, protect, draw, write."""

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from engagekit import disclosure, errors
from engagekit.errors import EngagekitError, ReportError, error_text
from engagekit.files.archive import file_of
from engagekit.loading import load
from engagekit.locale import definitions
from engagekit.locale.analyst import ENGLISH
from engagekit.measures import ends
from engagekit.presentation.section import Section
from engagekit.reporting import board_gate, output_folder, run_alone, state, writers
from engagekit.reporting.brief import actions, pages, stories
from engagekit.reporting.document import document, period_coverage, results
from engagekit.reporting.document import outline as bundles
from engagekit.reporting.document.output_options import Copy, Drawn, OutputOptions
from engagekit.reporting.html import browser as drawing
from engagekit.reporting.html import svg
from engagekit.reporting.request import Job
from engagekit.reporting.run import execute
from engagekit.reporting.worker_processes import Clerk, clerks
from engagekit.settings.periods import last_complete
from engagekit.tables.screen import html_text
from engagekit.tables.tables import Tables

COPIES = ("private", "board")
FIRST = ".html.pdf.pptx.xlsx.ipynb.json"
"""The order in which files are offered to be opened."""
FRAMES = ("mode.string_storage", "python")
"""Frames of a report are small: each step on an Arrow array costs several times more."""
FAILED, UNPUBLISHED = 4, 3
"""Exit codes: made with failing sections; the board copy could not be published."""


@dataclass(frozen=True)
class Outcome:
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

    def _repr_html_(self) -> str:
        """Return messages and links to the files as a notebook shows them."""
        said = "".join(f"<p>{html_text(one)}</p>" for one in self.messages)
        ordered = sorted(self.paths, key=lambda path: (path.parent, FIRST.find(path.suffix)))
        links = ""
        for path in ordered:
            name = os.path.relpath(path, Path.cwd())
            there = f'<a href="{quote(name)}" target="_blank">{html_text(name)}</a>'
            links += f"<li>{there if path.is_file() else html_text(name)}</li>"
        return f"{said}<ul>{links}</ul>"


@dataclass(frozen=True, eq=False)
class Worded:
    """What a notebook gave and its private copy, as one process hands them to another.

    ``files``: of that copy, those that need no drawing, where they are written already.
    """

    run: execute.Run
    outline: bundles.Outline
    private: Copy
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class WaitingBrowser:
    """A browser that starts when it is first asked for.

    Never before the notebook runs: a process with threads cannot be forked.
    """

    options: OutputOptions
    _is_started: bool = field(default=False, init=False)
    _session: drawing.Session | None = field(default=None, init=False)

    def start(self) -> drawing.Session | None:
        """Return the browser, None where there is none or no format takes a drawing."""
        if not self._is_started:
            self._is_started = True
            path = drawing.find_browser() if writers.waits(self.options) else None
            self._session = drawing.Session(path) if path else None
        return self._session

    def close(self) -> None:
        """End the browser, if it was started."""
        if self._session is not None:
            self._session.close()


@contextlib.contextmanager
def workshop(
    options: OutputOptions, copies: int = len(COPIES)
) -> Iterator[tuple[list[Clerk], WaitingBrowser]]:
    """Yield what reports are written with until the block ends: a clerk a copy, and a browser."""
    with clerks(copies if writers.beside(options) else 0) as beside:
        browser = WaitingBrowser(options)
        with contextlib.closing(browser):
            yield beside, browser


def run_one(job: Job, progress: execute.Progress | None) -> Outcome:
    """Run the notebook of a report and finish it, the browser started meanwhile."""
    with workshop(job.options) as (beside, browser):

        def step(place: int, total: int, heading: str) -> None:
            browser.start()
            if progress is not None:
                progress(place, total, heading)

        return finish(job, execute.run(job.notebook, job.parameters, step), browser.start(), beside)


def finish(
    job: Job, run: execute.Run, browser: drawing.Session | None, beside: Sequence[Clerk] = ()
) -> Outcome:
    """Protect, word, draw and write what a notebook gave.

    ``run``: its executed notebook. ``beside``: processes that write what needs no drawing; without
    them it is written here.
    """
    with alone(job):
        worded = word(job, run)
        office = [*beside, Clerk(), Clerk()]
        office[0].give(writers.write_beside, worded.private, job.options)
        return next(filter(None, [*finishing(job, worded, browser, office)]))


@contextlib.contextmanager
def alone(job: Job) -> Iterator[None]:
    """Let no other run of the project write until the block ends."""
    memory = state.folder_of(job.out, job.settings.home)
    with run_alone.writing(memory, ENGLISH.say("made.waiting")), pd.option_context(*FRAMES):
        yield


def word(job: Job, run: execute.Run) -> Worded:
    """Word the private copy of what a notebook gave."""
    with pd.option_context(*FRAMES):
        outline = _outline(job, run)
        return Worded(run, outline, _copy(job, run, outline, outline.sections, "private"))


def finishing(
    job: Job, worded: Worded, browser: drawing.Session | None, office: Sequence[Clerk]
) -> Iterator[Outcome | None]:
    """Finish a report in three steps: protected, then written, which any thread may, then noted.

    The first and the last follow those of the reports before, no other run of the project writing.
    ``office``: a clerk for each copy, that of the private one at work.
    """
    run, outline, private = worded.run, worded.outline, worded.private
    memory = state.folder_of(job.out, job.settings.home)
    told = state.read_ledger(memory, job.out)
    folder = _folder(job, private.content)
    entry = f"{state.name_of(folder, memory)}/{job.notebook.stem}"
    is_over = output_folder.is_over(folder, job.notebook.name, writers.asked(job.options))
    ledger = disclosure.without(told, entry) if is_over else told
    names = of(job, outline.sections)
    unnamed, taken = disclosure.without_names(outline.sections, names)
    bare = bundles.with_sections(outline, unnamed, lambda text: bool(names.found(text)))
    safe = _protected(job, unnamed, ledger)
    if safe.ok:  # before anything is written: a run that is killed has told what it wrote
        disclosure.write_ledger(memory / state.LEDGER, told, entry, safe.entry, state.ABOUT_TO)
    yield None
    copies = [private]
    if safe.ok:
        key = state.key_of(memory)  # after the ledger: a key alone says that one was lost
        copies.append(_copy(job, run, bare, safe.sections, "board", private.content))
        for given in copies[1].results["inputs"]:  # a plain digest of a short list can be guessed
            given["sha256"] = state.digest(str(given.get("sha256")), key)
        office[1].give(writers.write_beside, copies[1], job.options)
    with ThreadPoolExecutor(1) as drawer:
        drawings = drawer.submit(draw, [copy.content for copy in copies], browser)
        files = [clerk.take() for _, clerk in zip(copies, office, strict=False)]
    for copy, parts, drawn in zip(copies, files, drawings.result(), strict=True):
        parts.update(writers.write_drawn(replace(copy, drawn=drawn, browser=browser), job.options))
    saved = json.dumps(run.notebook, ensure_ascii=False, indent=1, sort_keys=True)
    files[0][job.notebook.name] = f"{saved}\n".encode()
    withheld: tuple[str, ...] = ()
    if safe.ok:
        files[1], withheld = board_gate.without_hits(files[1], names)
    made = {copy: parts for copy, parts in zip(COPIES, files, strict=False) if parts}
    paths = output_folder.put(folder, job.notebook.name, made, writers.asked(job.options))
    is_failed = bool(run.failures) or any(
        item.is_malformed for copy in copies for item in copy.content.items
    )
    is_apart = memory == job.out / state.FOLDER and (job.settings.home or job.out) != job.out
    text = [
        *period_coverage.shortfall(outline),
        *_messages(job, private.content, browser, safe),
        *([ENGLISH.say("made.ledger_lost")] if ledger.get("lost") and safe.ok else []),
        *([ENGLISH.say("made.ledger_apart", folder=memory)] if safe.ok and is_apart else []),
        *_named(job, taken, withheld, names),
    ]
    code = FAILED if is_failed else 0 if safe.ok and bool(files[1]) else UNPUBLISHED
    yield Outcome(tuple(paths), code, tuple(dict.fromkeys(text)))
    if safe.ok:
        told = state.read_ledger(memory, job.out)  # the next report may be in it by now
        ledger = disclosure.without(told, entry) if is_over else told
        disclosure.write_ledger(memory / state.LEDGER, ledger, entry, safe.entry)


def _named(
    job: Job, taken: Sequence[disclosure.Removed], withheld: Sequence[str], names: disclosure.Names
) -> list[str]:
    """Return which rows and files the board copy lacks because they name somebody."""
    say = ENGLISH.say
    text = [
        say("made.names_row", section=one.section, row=one.row, column=one.what)
        if one.row
        else say("made.names_section", section=one.section, part=one.what)
        for one in taken[: errors.SHOWN]
    ]
    if len(taken) > errors.SHOWN:
        text.append(say("made.names_more", n=len(taken) - errors.SHOWN))
    text += [say("made.names_file", file=name) for name in withheld]
    return text if names.is_whole else [*text, say("made.names_unknown")]


def _protected(
    job: Job, sections: Sequence[Section], ledger: Mapping[str, Any]
) -> disclosure.Protected:
    """Return what the board copy may tell; nothing where the ledger is lost and is asked for."""
    if ledger.get("lost") and job.settings.disclosure.without_ledger == "refuse":
        return disclosure.Protected(tuple(sections), False, ENGLISH.say("made.ledger_refused"))
    return disclosure.protect(sections, job.settings, ledger)


def _outline(job: Job, run: execute.Run) -> bundles.Outline:
    """Return what a notebook gave, its title with the group that it is on."""
    outline = bundles.in_language(bundles.outline(run.notebook, run.failures), job.locale)
    if not outline.sections and not run.failures:
        raise ReportError(error_text("pipeline.outline", name=job.notebook.name))
    period_coverage.must_cover(outline)
    unread = (outline.metadata.get("load") or {}).get("unread") or ()
    if unread:
        title = outline.title or job.locale.say("report.title")
        outline = replace(
            outline, title=job.locale.say("report.partial", title=title, n=len(unread))
        )
    first = outline.sections[0].settings if outline.sections else {}
    subject = job.subject or ", ".join((first.get("scope") or {}).values())
    if not subject:
        return outline
    title = outline.title or job.locale.say("report.title")
    return replace(outline, title=job.locale.say("report.choice", name=title, value=subject))


def _copy(
    job: Job,
    run: execute.Run,
    outline: bundles.Outline,
    sections: Sequence[Section],
    audience: str,
    other: document.Content | None = None,
) -> Copy:
    """Return one copy, worded and with its results."""
    content = document.make(outline, sections, audience, job.locale, other)
    brief = pages.compose(content)
    found = brief.findings if brief else stories.findings(content)
    made = results.results(content, outline, run.parameters, job.notebook.name, found)
    return Copy(content, made, brief=brief, actions=actions.actions(content))


def draw(
    contents: Sequence[document.Content], browser: drawing.Session | None
) -> list[dict[str, Drawn]]:
    """Return the figures of every copy, drawn in one call; a figure that both have only once."""
    if browser is None:
        return [{} for _ in contents]
    wanted = dict.fromkeys(
        text
        for content in contents
        for item in content.items
        for text in (item.wide, item.narrow)
        if text
    )
    images = dict(zip(wanted, browser.draw(list(wanted)), strict=True)) if wanted else {}
    return [
        {
            item.anchor: Drawn(svg.for_page(images[item.wide]), svg.for_page(images[item.narrow]))
            for item in content.items
            if item.wide and item.narrow and images[item.wide] and images[item.narrow]
        }
        for content in contents
    ]


def _messages(
    job: Job, private: document.Content, browser: drawing.Session | None, safe: disclosure.Protected
) -> list[str]:
    """Return what the person who ran it should know."""
    say = ENGLISH.say
    text = [
        say("made.failed", title=failure.title, reason=failure.reason)
        for failure in private.failures
    ]
    text += [say("made.no_board", reason=safe.message)] if safe.message else []
    text += exposed(safe.left_out)
    text += [
        say(
            "made.bias",
            measure=definitions.name_of(one.measure, "en"),
            told=ends.words({"at_least": one.low, "at_most": one.high}, "en")
            if one.high > one.low
            else ENGLISH.number(one.low, "share"),
            whole=ENGLISH.number(one.whole, "share"),
        )
        for one in safe.bias
        if one.is_large and one.carried
    ]
    if browser is None and writers.lacking(job.options):
        text.append(say("made.no_browser"))
    end = private.period.get("end")
    newest = last_complete(job.day, job.settings.organisation.fiscal_start)
    if not job.parameters.get("quarter") and end and end[:10] < newest.end.isoformat():
        text.append(
            say("made.stale", wanted=ENGLISH.span(newest), made=ENGLISH.span(private.period))
        )
    return text


def exposed(titles: Iterable[str]) -> list[str]:
    """Return the sentence that says which sections were left out of the board copy, if any were."""
    names = list(dict.fromkeys(titles))
    where = "; ".join(names[: errors.SHOWN])
    if len(names) > errors.SHOWN:
        where = ENGLISH.say("made.exposed_more", where=where, n=len(names) - errors.SHOWN)
    return [ENGLISH.say("made.exposed", where=where)] if names else []


def _folder(job: Job, private: document.Content) -> Path:
    """Return the folder of a report: that of its period, below it that of a brief."""
    folder = job.out / output_folder.file_name(private.period.get("label", ""))
    return folder / "each" / (job.place or document.slug(job.subject)) if job.subject else folder


def of(job: Job, sections: Sequence[Section]) -> disclosure.Names:
    """Return the names of a report's staff list, and those that its own listings hold."""
    try:
        folder = job.data()
        files = load.files_under(folder) if folder else ()
        stamp = tuple((name, file_of(place).stat().st_mtime_ns) for place, name in files)
        tables: Tables | None = _loaded(folder, stamp) if folder and stamp else None
    except (EngagekitError, OSError):
        tables = None  # the notebook may have brought tables of its own
    return disclosure.names_of(tables, sections, job.settings.disclosure.k)


@lru_cache(maxsize=1)
def _loaded(folder: str, stamp: tuple[tuple[str, int], ...]) -> Tables:
    """Load a folder once for all reports that are made of it, unless its files change."""
    return load.load(folder)
