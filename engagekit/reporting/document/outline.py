"""The report that an executed notebook holds: chapters, texts and sections, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engagekit import sections
from engagekit.locale.translate import markdown, told
from engagekit.locale.words import catalogue
from engagekit.measures import load_manifest
from engagekit.reporting.run.execute import Failure
from engagekit.sections import Section

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
        return tuple(
            part for chapter in self.chapters for part in chapter.parts if isinstance(part, Section)
        )


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
            for head, text in _split(cell):
                if head and head[0] == 1 and not title:
                    title = head[1]
                elif head:
                    chapters.append((head[1], []))
                if text:
                    chapters[-1][1].append(Text(text, _audience(cell)))
        elif cell["cell_type"] == "code":
            chapters[-1][1].extend(_sections(cell))
            if place in failed:
                chapters[-1][1].append(failed[place])
    result = tuple(Chapter(name, tuple(parts)) for name, parts in chapters if name or parts)
    return Outline(title, result, {**_load(notebook), **notebook["metadata"].get("engagekit", {})})


def in_language(given: Outline, language: str) -> Outline:
    """The same report with the headings and texts of the kit's notebooks in a language.

    What somebody wrote into a notebook of their own stays as it is.
    """
    if language == "en":
        return given
    chapters = tuple(
        Chapter(
            told(chapter.title, language, "notebook"),
            tuple(_spoken(part, language) for part in chapter.parts),
        )
        for chapter in given.chapters
    )
    return replace(given, title=told(given.title, language, "notebook"), chapters=chapters)


def _spoken(part: Text | Section | Failure, language: str) -> Text | Section | Failure:
    """A text, or the title of a section that could not be made, in a language."""
    if isinstance(part, Text):
        return replace(part, markdown=markdown(part.markdown, language))
    if isinstance(part, Failure):
        key = f"section.{part.title.lower().replace(' ', '_')}"
        words = catalogue(language).get(key) or told(part.title, language, "notebook")
        return replace(part, title=words)
    return part


def _load(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """What the notebook's tables held, where a cell shows them."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            matches = output.get("data", {}).get(load_manifest.MIME)
            if matches is not None:
                return {"load": matches, "provenance": matches["inputs"]}
    return {}


def _audience(cell: Mapping[str, Any]) -> str:
    return PRIVATE if PRIVATE in cell["metadata"].get("tags", []) else "board"


def _split(cell: Mapping[str, Any]) -> list[tuple[tuple[int, str] | None, str]]:
    """The text of a markdown cell by its headings of the first two levels."""
    if LEFT_OUT in cell["metadata"].get("tags", []):
        return []
    matches: list[tuple[tuple[int, str] | None, list[str]]] = [(None, [])]
    fenced = False
    for line in "".join(cell["source"]).splitlines():
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        match = None if fenced else _HEADING.match(line)
        if match:
            matches.append(((len(match[1]), match[2]), []))
        else:
            matches[-1][1].append(line)
    return [(head, "\n".join(lines).strip()) for head, lines in matches]


def _sections(cell: Mapping[str, Any]) -> list[Section]:
    """The sections that a cell displayed."""
    return [
        sections.from_bundle(output["data"][sections.MIME])
        for output in cell.get("outputs", ())
        if sections.MIME in output.get("data", {})
    ]
