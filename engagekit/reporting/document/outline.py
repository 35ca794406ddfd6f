"""The report that an executed notebook holds: its title, and its sections in their order."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engagekit.locale import Locale
from engagekit.measures import load_manifest
from engagekit.presentation.section import MIME, Section, from_bundle
from engagekit.reporting.run.execute import Failure

_HEADING = re.compile(r"^(#{1,2})\s+(.+?)\s*#*\s*$")
LEFT_OUT = "no-report"
"""Tag of markdown cells that are kept from a report."""


@dataclass(frozen=True)
class Outline:
    """A whole report before it is protected, worded and drawn.

    Attributes
    ----------
    title : str
        The notebook's heading of the first level; empty without one.
    parts : tuple of Section or Failure
        What its cells show, or could not.
    metadata : mapping
        What the notebook notes under ``engagekit``, e.g. provenance.
    """

    title: str
    parts: tuple[Section | Failure, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section in its order."""
        return tuple(part for part in self.parts if isinstance(part, Section))


def outline(notebook: Mapping[str, Any], failures: Iterable[Failure] = ()) -> Outline:
    """Read the title and the sections of an executed notebook.

    Parameters
    ----------
    notebook : mapping
        Executed notebook.
    failures : iterable of Failure
        Sections that could not be made, by the place of their cell.
    """
    failed = {failure.cell: failure for failure in failures}
    title = ""
    parts: list[Section | Failure] = []
    for place, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "markdown":
            heads = (head for level, head, _ in split(cell) if level == 1)
            title = title or next(heads, "")
        elif cell["cell_type"] == "code":
            parts.extend(map(from_bundle, _shown(cell, MIME)))
            if place in failed:
                parts.append(failed[place])
    noted = notebook["metadata"].get("engagekit", {})
    return Outline(title, tuple(parts), {**_load(notebook), **noted})


def in_language(report: Outline, locale: Locale) -> Outline:
    """Return a report with the title of a notebook of the kit, and its failures, in a language."""
    parts = tuple(_translated(part, locale) for part in report.parts)
    return replace(report, title=locale.value(report.title, "notebook"), parts=parts)


def _translated(part: Section | Failure, locale: Locale) -> Section | Failure:
    """Return the title of a section that could not be made in a language."""
    if isinstance(part, Section):
        return part
    key = f"section.{part.title.lower().replace(' ', '_')}"
    has = locale.language != "en" and locale.has(key)
    return replace(part, title=locale.say(key) if has else locale.value(part.title, "notebook"))


def prose(cell: Mapping[str, Any], locale: Locale) -> str:
    """Return the text of a markdown cell of the kit's notebooks in a language.

    What somebody wrote into a notebook of their own stays as it is.
    """
    pieces = []
    for level, head, text in split(cell):
        pieces += [f"{'#' * level} {locale.value(head, 'notebook')}"] if level else []
        pieces += [locale.prose(text)] if text else []
    return "\n\n".join(pieces)


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


def split(cell: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Yield the text of a markdown cell by its headings: level (0 for none), heading, text."""
    if LEFT_OUT in cell["metadata"].get("tags", []):
        return
    level, head, is_fenced = 0, "", False
    text: list[str] = []
    for line in "".join(cell["source"]).splitlines():
        is_fenced ^= line.lstrip().startswith(("```", "~~~"))
        match = None if is_fenced else _HEADING.match(line)
        if match is None:
            text.append(line)
            continue
        yield level, head, "\n".join(text).strip()
        level, head, text = len(match[1]), match[2], []
    yield level, head, "\n".join(text).strip()


def with_sections(outline: Outline, sections: Sequence[Section]) -> Outline:
    """Return an outline with other sections in their places, as many as it has."""
    waiting = iter(sections)
    parts = [next(waiting) if isinstance(part, Section) else part for part in outline.parts]
    return replace(outline, parts=tuple(parts))
