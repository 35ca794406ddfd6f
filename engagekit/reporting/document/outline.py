"""The report that an executed notebook holds: its title, and its sections in their order."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engagekit.locale import Locale
from engagekit.measures import published_report
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
    sections : tuple of Section
        What its cells show, in order.
    failures : tuple of Failure
        What they could not.
    metadata : mapping
        What the notebook notes under ``engagekit``, and what its tables held.
    """

    title: str
    sections: tuple[Section, ...]
    failures: tuple[Failure, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)


def outline(notebook: Mapping[str, Any], failures: Iterable[Failure], locale: Locale) -> Outline:
    """Read an executed notebook.

    Parameters
    ----------
    notebook : mapping
        Executed notebook.
    failures : iterable of Failure
        Sections that could not be made.
    locale : Locale
        The title of a notebook of the kit, and of what failed, is said in its language.
    """
    texts = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    heads = [head for cell in texts for level, head, _ in split(cell) if level == 1]
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    shown = [output.get("data", {}) for output in outputs]
    loads = [data[published_report.MIME] for data in shown if published_report.MIME in data]
    load = loads[0] if loads else None
    noted = {"load": load, "provenance": load["inputs"]} if load else {}
    return Outline(
        locale.value("".join(heads[:1]), "notebook"),
        tuple(from_bundle(data[MIME]) for data in shown if MIME in data),
        tuple(replace(one, title=_title_of(one, locale)) for one in failures),
        {**noted, **notebook["metadata"].get("engagekit", {})},
    )


def _title_of(failure: Failure, locale: Locale) -> str:
    """Return the title of a section that could not be made in a language."""
    key = f"section.{failure.title.lower().replace(' ', '_')}"
    has = locale.language != "en" and locale.has(key)
    return locale.say(key) if has else locale.value(failure.title, "notebook")


def prose(cell: Mapping[str, Any], locale: Locale) -> str:
    """Return the text of a markdown cell of the kit's notebooks in a language.

    What somebody wrote into a notebook of their own stays as it is.
    """
    pieces = []
    for level, head, text in split(cell):
        pieces += [f"{'#' * level} {locale.value(head, 'notebook')}"] if level else []
        pieces += [locale.prose(text)] if text else []
    return "\n\n".join(pieces)


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
