"""The report that an executed notebook holds: chapters, texts and sections, in their order."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engagekit.locale import Locale
from engagekit.measures import load_manifest
from engagekit.presentation.section import MIME, Section, from_bundle
from engagekit.reporting.run.execute import Failure

_HEADING = re.compile(r"^(#{1,2})\s+(.+?)\s*#*\s*$")
PRIVATE = "private"
LEFT_OUT = "no-report"
"""Tags of markdown cells: kept from the board, or from the report altogether."""


@dataclass(frozen=True)
class Text:
    """Markdown between sections."""

    markdown: str
    audience: str = "board"


@dataclass(frozen=True)
class Chapter:
    """What stands under one heading of the second level; the first chapter may have no title."""

    title: str
    parts: tuple[Text | Section | Failure, ...] = ()


@dataclass(frozen=True)
class Outline:
    """A whole report before it is protected, worded and drawn.

    Attributes
    ----------
    title : str
        The notebook's heading of the first level; empty without one.
    chapters : tuple of Chapter
    metadata : mapping
        What the notebook notes under ``engagekit``, e.g. provenance.
    """

    title: str
    chapters: tuple[Chapter, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section in its order."""
        parts = (part for chapter in self.chapters for part in chapter.parts)
        return tuple(part for part in parts if isinstance(part, Section))


def outline(notebook: Mapping[str, Any], failures: Iterable[Failure] = ()) -> Outline:
    """Read the chapters and sections of an executed notebook.

    Parameters
    ----------
    notebook : mapping
        Executed notebook.
    failures : iterable of Failure
        Sections that could not be made, by the place of their cell.

    Returns
    -------
    Outline
        Everything before the first ``## heading`` is the first page.
    """
    failed = {failure.cell: failure for failure in failures}
    title = ""
    chapters: list[tuple[str, list[Text | Section | Failure]]] = [("", [])]
    for place, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "markdown":
            for level, head, text in _split(cell):
                if level == 1 and not title:
                    title = head
                elif level:
                    chapters.append((head, []))
                if text:
                    is_private = PRIVATE in cell["metadata"].get("tags", [])
                    chapters[-1][1].append(Text(text, PRIVATE if is_private else "board"))
        elif cell["cell_type"] == "code":
            chapters[-1][1].extend(map(from_bundle, _shown(cell, MIME)))
            if place in failed:
                chapters[-1][1].append(failed[place])
    result = tuple(Chapter(name, tuple(parts)) for name, parts in chapters if name or parts)
    return Outline(title, result, {**_load(notebook), **notebook["metadata"].get("engagekit", {})})


def in_language(report: Outline, locale: Locale) -> Outline:
    """Return a report with the headings and texts of the kit's notebooks in a language.

    What somebody wrote into a notebook of their own stays as it is.
    """
    chapters = tuple(
        Chapter(
            locale.value(chapter.title, "notebook"),
            tuple(_translated(part, locale) for part in chapter.parts),
        )
        for chapter in report.chapters
    )
    return replace(report, title=locale.value(report.title, "notebook"), chapters=chapters)


def _translated(part: Text | Section | Failure, locale: Locale) -> Text | Section | Failure:
    """Return a text, or the title of a section that could not be made, in a language."""
    if isinstance(part, Text):
        return replace(part, markdown=locale.prose(part.markdown))
    if isinstance(part, Failure):
        key = f"section.{part.title.lower().replace(' ', '_')}"
        has = locale.language != "en" and locale.has(key)
        return replace(part, title=locale.say(key) if has else locale.value(part.title, "notebook"))
    return part


def _load(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the notebook's tables held, where a cell shows them."""
    for cell in notebook["cells"]:
        for record in _shown(cell, load_manifest.MIME):
            return {"load": record, "provenance": record["inputs"]}
    return {}


def _shown(cell: Mapping[str, Any], mime: str) -> list[Any]:
    """Return what a cell displayed of one kind."""
    outputs = (output.get("data", {}) for output in cell.get("outputs", ()))
    return [data[mime] for data in outputs if mime in data]


def _split(cell: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    """Return the text of a markdown cell by its headings: level (0 for none), heading, text."""
    if LEFT_OUT in cell["metadata"].get("tags", []):
        return []
    parts: list[tuple[int, str, list[str]]] = [(0, "", [])]
    is_fenced = False
    for line in "".join(cell["source"]).splitlines():
        is_fenced ^= line.lstrip().startswith(("```", "~~~"))
        match = None if is_fenced else _HEADING.match(line)
        if match:
            parts.append((len(match[1]), match[2], []))
        else:
            parts[-1][2].append(line)
    return [(level, head, "\n".join(lines).strip()) for level, head, lines in parts]


def with_sections(
    outline: Outline, sections: Sequence[Section], is_named: Callable[[str], bool]
) -> Outline:
    """Return an outline with other sections in their places, and texts that name somebody private.

    Parameters
    ----------
    sections : sequence of Section
        As many as it has, in their order.
    is_named : callable
        Of a text.
    """
    waiting = iter(sections)
    chapters = []
    for chapter in outline.chapters:
        parts = [
            next(waiting)
            if isinstance(part, Section)
            else replace(part, audience="private")
            if isinstance(part, Text) and is_named(part.markdown)
            else part
            for part in chapter.parts
        ]
        chapters.append(replace(chapter, parts=tuple(parts)))
    return replace(outline, chapters=tuple(chapters))
