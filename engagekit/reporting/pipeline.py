"""A report from beginning to end: run, read, protect, draw, write."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from engagekit import disclosure
from engagekit.errors import EngagekitError, ReportError, error_text
from engagekit.facts.coverage import DAYS_OF_GRACE
from engagekit.loading import load
from engagekit.locale import definitions
from engagekit.locale.analyst import ENGLISH
from engagekit.measures import ends
from engagekit.presentation.section import OWN, Section
from engagekit.reporting import board_gate, output_folder, run_alone, writers
from engagekit.reporting.brief import pages, stories
from engagekit.reporting.brief.source import Source
from engagekit.reporting.document import document, results
from engagekit.reporting.document import outline as bundles
from engagekit.reporting.document.output_options import Copy
from engagekit.reporting.html import notebook
from engagekit.reporting.request import Job
from engagekit.reporting.run import execute
from engagekit.settings.periods import last_complete
from engagekit.tables.screen import html_text

FIRST = ".".join(["", *writers.FORMATS, "ipynb", "json"])
"""The order in which files are offered to be opened."""
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


def run_one(job: Job, progress: execute.Progress | None = None) -> Outcome:
    """Run the notebook of a report, and write its two copies."""
    return finish(job, execute.run(job.notebook, job.parameters, progress))


def finish(job: Job, run: execute.Run) -> Outcome:
    """Protect, word, draw and write what a notebook gave."""
    with run_alone.writing(job.out, ENGLISH.say("made.waiting")):
        return _written(job, run)


def _written(job: Job, run: execute.Run) -> Outcome:
    """Write both copies of a report, beside the old ones and then in their place."""
    outline = _outline(job, run)
    private = _copy(job, run, outline, outline.sections, "private")
    names = _names(job, outline.sections)
    somebody = job.locale.say("disclosure.somebody")
    unnamed, changed = disclosure.without_names(outline.sections, names, somebody)
    safe = disclosure.protect(unnamed, job.settings)
    bare = replace(outline, sections=unnamed)
    board = _copy(job, run, bare, safe.sections, "board")
    files = {copy.content.audience: writers.written(copy, job.options) for copy in (private, board)}
    saved = json.dumps(run.notebook, ensure_ascii=False, indent=1, sort_keys=True)
    files["private"][job.notebook.name] = f"{saved}\n".encode()
    if "html" in job.options.formats:
        page = notebook.write(run.notebook, private.content.title, job.locale)
        files["private"][f"{job.notebook.stem}.html"] = page
    withheld = board_gate.named(files["board"], names)
    if withheld:
        files["board"] = {}
    folder = _folder(job, private.content)
    made = {name: parts for name, parts in files.items() if parts}
    paths, removed = output_folder.put(folder, job.notebook.name, made)
    faults = [text for copy in (private, board) for text in _faults(copy)]
    code = FAILED if run.failures or faults else 0 if files["board"] else UNPUBLISHED
    messages = [*_messages(job, outline, private.content, safe), *faults]
    messages += _named(changed, withheld, names)
    if removed:
        gone = ", ".join(f"{file.parent.name}/{file.name}" for file in removed)
        messages.append(ENGLISH.say("made.removed", n=len(removed), files=gone))
    return Outcome(tuple(paths), code, tuple(dict.fromkeys(messages)))


def _faults(copy: Copy) -> list[str]:
    """Return of which sections of a copy no sentence could be made, or no figure for the brief."""
    blocks = copy.brief.blocks if copy.brief else ()
    items = [*copy.content.items, *(block.item for block in blocks if block.item)]
    return [
        ENGLISH.say("made.failed", title=item.section.title, reason=item.fault)
        for item in items
        if item.fault
    ]


def _named(
    changed: Sequence[disclosure.Changed], withheld: Sequence[str], names: disclosure.Names
) -> list[str]:
    """Return which texts and files of the board copy named somebody, each for a look."""
    say = ENGLISH.say
    messages = []
    for one in changed:
        if one.row:
            where = {"section": one.section, "row": one.row, "column": one.column}
            messages.append(say("made.names_row", **where, text=one.text))
        else:
            messages.append(say("made.names_section", section=one.section, part=one.column))
    messages += [say("made.names_file", file=name) for name in withheld]
    return messages if names.is_whole else [*messages, say("made.names_unknown")]


def _outline(job: Job, run: execute.Run) -> bundles.Outline:
    """Return what a notebook gave, its title with the group that it is on."""
    outline = bundles.outline(run.notebook, run.failures, job.locale)
    if not outline.sections and not run.failures:
        raise ReportError(error_text("pipeline.outline", name=job.notebook.name))
    say = job.locale.say
    title = outline.title or say("report.title")
    if unread := (outline.metadata.get("load") or {}).get("unread"):
        title = say("report.partial", title=title, n=len(unread))
    first = outline.sections[0].settings if outline.sections else {}
    if subject := job.subject or ", ".join((first.get("scope") or {}).values()):
        title = say("report.choice", name=title, value=subject)
    return replace(outline, title=title)


def _copy(
    job: Job, run: execute.Run, outline: bundles.Outline, sections: Sequence[Section], audience: str
) -> Copy:
    """Return one copy, worded and with its results."""
    content = document.make(outline, sections, audience, job.locale)
    brief = pages.compose(content)
    found = brief.findings if brief else stories.findings(Source(content))
    made = results.results(content, outline, run.parameters, job.notebook.name, found)
    return Copy(content, made, brief=brief)


def _messages(
    job: Job, outline: bundles.Outline, private: document.Content, safe: disclosure.Protected
) -> list[str]:
    """Return what the person who ran it should know."""
    say, period, end = ENGLISH.say, private.period, private.period.get("end", "")
    days = (outline.metadata.get("load") or {}).get("days")
    messages: list[str] = []
    if days and end and is_short(days[-1], end):
        messages.append(say("made.short", last=ENGLISH.day(days[-1]), period=period["label"]))
    for failure in private.failures:
        messages.append(say("made.failed", title=failure.title, reason=failure.reason))
    for one in safe.bias:
        if one.is_large and one.carried:
            told = ENGLISH.number(one.low, "share")
            if one.high > one.low:
                told = ends.words({"at_least": one.low, "at_most": one.high}, "en")
            name, whole = definitions.name_of(one.measure, "en"), ENGLISH.number(one.whole, "share")
            messages.append(say("made.bias", measure=name, told=told, whole=whole))
    for section, protected in zip(outline.sections, safe.sections, strict=True):
        is_lost = protected.audience == "private" and (section.brief or section.audience == "board")
        if is_lost and section.kind == OWN:
            messages.append(say("made.own_private", title=section.title))
        elif is_lost and section.brief:
            messages.append(say("made.brief_private", title=section.title))
    if writers.lacking(job.options):
        messages.append(say("made.no_browser"))
    newest = last_complete(job.day, job.settings.organisation.fiscal_start)
    if not job.parameters.get("quarter") and end and end[:10] < newest.end.isoformat():
        made = {"wanted": ENGLISH.span(newest), "made": ENGLISH.span(period)}
        messages.append(say("made.stale", **made))
    return messages


def is_short(last: str, end: str) -> bool:
    """Return whether nobody recorded the last days of a period, a week-end aside.

    Examples
    --------
    >>> is_short("2026-09-23", "2026-09-30"), is_short("2026-09-24", "2026-09-30")
    (True, False)
    """
    return (date.fromisoformat(end[:10]) - date.fromisoformat(last[:10])).days > DAYS_OF_GRACE


def _folder(job: Job, private: document.Content) -> Path:
    """Return the folder of a report: that of its period, below it that of a brief."""
    folder = job.out / output_folder.file_name(private.period.get("label", ""))
    return folder / "each" / (job.place or document.slug(job.subject)) if job.subject else folder


def _names(job: Job, sections: Sequence[Section]) -> disclosure.Names:
    """Return the names of a report's staff list, and those that its own listings hold."""
    try:
        folder = job.data()
        tables = load.load(folder) if folder else None
    except (EngagekitError, OSError):
        tables = None  # the notebook may have brought tables of its own
    return disclosure.names_of(tables, sections, job.settings.disclosure.k)
