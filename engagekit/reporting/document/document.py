"""One copy of a report in words: its findings, and the figures and tables of what a brief shows."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engagekit import figures, wording
from engagekit.disclosure import is_public
from engagekit.errors import EngagekitError
from engagekit.figures import FigureOptions
from engagekit.locale import Locale
from engagekit.presentation import table as printed
from engagekit.presentation.section import Section
from engagekit.reporting.document import captions
from engagekit.reporting.document.outline import Outline
from engagekit.reporting.run.execute import Failure

MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError)
"""What a figure or a sentence raises on a frame it cannot take."""
TITLE_WORDS = 15
"""Words of a title at most: what is read at one look."""
Figure = Mapping[str, Any]
"""Plotly's own JSON."""
_LONGEST = 40
"""Letters of a name in a path at most: several stand in one path, which Windows ends at 260."""


@dataclass(frozen=True, eq=False)
class Item:
    """A section in words.

    ``anchor``: unique within the report. ``section``: with the frame of this copy.
    ``finding``: the sentence that the frame allows; empty without one. ``message``: the part of it
    that stands in bold, up to its break. ``fault``: why its sentence or its figure could not be
    made from the frame.

    The others are of what stands in a brief alone, see `completed`. ``wide``, ``narrow``: the
    figure as plotly JSON in both widths. ``alternative``: the figure in one or two sentences.
    ``subtitle``: what a figure measures and when.
    """

    anchor: str
    section: Section
    finding: str = ""
    message: str = ""
    fault: str = ""
    wide: Figure | None = None
    narrow: Figure | None = None
    alternative: str = ""
    subtitle: str = ""
    table: printed.Table | None = None


@dataclass(frozen=True, eq=False)
class Content:
    """A copy of a report, before it takes a format."""

    audience: str
    locale: Locale
    title: str
    span: str
    organisation: str
    library: str
    verdict: str
    items: tuple[Item, ...]
    failures: tuple[Failure, ...]
    period: Mapping[str, str] = field(default_factory=dict)
    headline: Item | None = None
    fiscal_start: int | None = None

    def item(self, name: str) -> Item | None:
        """Return an item by the name of its section, where it could be measured."""
        named = (item for item in self.items if item.section.name == name)
        return next((item for item in named if not item.section.missing), None)

    def section(self, name: str) -> Section | None:
        """Return a section by its name, where it could be measured."""
        item = self.item(name)
        return item.section if item else None

    @property
    def not_measured(self) -> tuple[tuple[str, str], ...]:
        """Title and reason of what could not be measured."""
        lacking = (item.section for item in self.items if item.section.missing)
        return tuple((section.title, section.missing) for section in lacking)


def make(outline: Outline, sections: Sequence[Section], audience: str, locale: Locale) -> Content:
    """Word a report for one audience.

    ``outline``: what the notebook holds. ``sections``: every section in the order of the outline:
    for the board the protected ones. ``audience``: ``board`` leaves out what is private.
    """
    anchors: list[str] = []
    items = []
    for section, whole in zip(sections, outline.sections, strict=True):
        if audience == "board" and (section.missing or not is_public(section)):
            continue  # nor is what must be set up the board's
        anchors.append(unique(slug(section.name or section.title), anchors))
        items.append(_item(section, whole, locale, anchors[-1]))
    return _assembled(outline, items, audience, locale)


def _assembled(outline: Outline, items: Sequence[Item], audience: str, locale: Locale) -> Content:
    """Return the whole copy around its items, the headline in front."""
    period = next((i.section.period for i in items if i.section.period.get("label")), {})
    settings = next((i.section.settings for i in items if i.section.settings), {})
    head = next((item for item in items if item.section.figure_args.get("tiles")), None)
    first = [head] if head else []
    return Content(
        audience,
        locale,
        outline.title or locale.say("report.title"),
        locale.span(period) if period else "",
        str(settings.get("organisation", "")),
        str(settings.get("library", "")),
        head.finding if head else next((i.finding for i in items if i.finding), ""),
        (*first, *(item for item in items if item is not head)),
        outline.failures,
        period,
        head,
        settings.get("fiscal_start"),
    )


def _item(section: Section, whole: Section, locale: Locale, anchor: str) -> Item:
    """Return one section in words."""
    if section.missing:
        return Item(anchor, section)
    said = fault = ""
    try:
        said = wording.finding(section, locale.language, whole=whole.frame)
    except MALFORMED as error:
        fault = _reason(error)
    said = "" if said == section.title else said  # which it would only repeat
    return Item(anchor, section, wording.one_line(said), said.partition("\n")[0], fault)


def completed(item: Item, content: Content) -> Item:
    """Return an item of a copy with its figure, what stands under it, and its table.

    A figure that cannot be drawn, or an analyst's own, which may hold anything, is left out: the
    table stands in its place.
    """
    section, locale = item.section, content.locale
    numbers = printed.table(section, locale.language)
    item = replace(item, table=numbers, subtitle=captions.subtitle(section, locale))
    try:
        return with_drawing(item, locale)
    except MALFORMED as error:
        return replace(item, fault=_reason(error))


def with_drawing(item: Item, locale: Locale) -> Item:
    """Return an item with its figure, wide and narrow, without its words; and in words alone."""
    section = item.section
    if section.own_figure or section.figure is None or section.frame.empty:
        return item
    name, frame, more = section.figure, section.frame, section.figure_args
    options = FigureOptions(locale=locale)
    wide, words = figures.with_words(name, frame, options, **more)
    narrow = figures.plotly_json(name, frame, replace(options, narrow=True), **more)
    return replace(item, wide=wide, narrow=narrow, alternative=words)


def _reason(error: Exception) -> str:
    """Return why something could not be made: our own sentence, or the kind of the error."""
    return str(error) if isinstance(error, EngagekitError) else type(error).__name__


def claim(item: Item) -> tuple[str, str]:
    """Return the message of an item as a title, without a full stop, and the rest of what it says.

    A finding that is longer than a title may be stands whole under the title of its section.
    """
    is_title = item.message.startswith(item.section.title)  # nothing but that it is protected
    if item.message and not is_title and len(item.message.split(" ")) <= TITLE_WORDS:
        return item.message.rstrip().removesuffix("."), item.finding[len(item.message) :].strip()
    return item.section.title, item.finding


def slug(text: str) -> str:
    """Return a text as it stands in the name of a file or a place.

    Examples
    --------
    >>> slug("Santé & sécurité")
    'sante-securite'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST] or "part"


def unique(base: str, taken: Iterable[str]) -> str:
    """Return a name that is not taken: the base itself, or with a number behind it.

    Examples
    --------
    >>> unique("tax", []), unique("tax", ["tax", "tax-2"])
    ('tax', 'tax-3')
    """
    names, name, number = set(taken), base, 1
    while name in names:
        number += 1
        name = f"{base}-{number}"
    return name
