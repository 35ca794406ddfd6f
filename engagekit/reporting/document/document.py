"""One copy of a report in words: findings, tiles, tables and figures, ready for any format."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any

import pandas as pd

from engagekit.disclosure import is_public
from engagekit.errors import EngagekitError
from engagekit.locale import Locale
from engagekit.locale.words import LANGUAGES, say, span
from engagekit.presentation import table as printed
from engagekit.presentation.tiles import Tile, is_headline, tiles
from engagekit.reporting.document import captions
from engagekit.reporting.document.outline import Outline, Text, in_language
from engagekit.reporting.run.execute import Failure
from engagekit.sections import Section

MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError)
"""What a figure or a sentence raises on a frame it cannot take."""
GRADE = "data_quality"
"""The section whose finding stands on the first page, beside the tiles."""


@dataclass(frozen=True, eq=False)
class Item:
    """A section in words.

    Attributes
    ----------
    anchor : str
        Unique within the report.
    section : Section
        With the frame of this copy.
    finding : str
        The sentence that the frame allows; empty without one.
    alternative : str
        The figure in one or two sentences.
    table : Table or None
    wide, narrow : str or None
        The figure as plotly JSON in both widths.
    is_own : bool
        Whether the figure is the analyst's own.
    notes : tuple of str
        Caveats and what was left out.
    is_malformed : bool
        Whether the figure or its sentence could not be made from the frame.
    hidden : DataFrame or None
        True in the cells of the frame that were hidden.
    subtitle, source : str
        What a figure measures and when, over it; where it comes from, under it.
    """

    anchor: str
    section: Section
    finding: str = ""
    alternative: str = ""
    table: printed.Table | None = None
    wide: str | None = None
    narrow: str | None = None
    is_own: bool = False
    notes: tuple[str, ...] = ()
    is_malformed: bool = False
    hidden: pd.DataFrame | None = None
    subtitle: str = ""
    source: str = ""


@dataclass(frozen=True, eq=False)
class Part:
    """A chapter in words; the first one has no title of its own."""

    anchor: str
    title: str
    items: tuple[Text | Item | Failure, ...]


@dataclass(frozen=True, eq=False)
class Content:
    """A copy of a report, before it takes a format."""

    audience: str
    language: str
    title: str
    span: str
    organisation: str
    library: str
    verdict: str
    tiles: tuple[Tile, ...]
    facts: tuple[tuple[str, str], ...]
    not_measured: tuple[tuple[str, str], ...]
    first: Part
    chapters: tuple[Part, ...]
    failures: tuple[Failure, ...]
    period: Mapping[str, str] = field(default_factory=dict)
    headline: Item | None = None

    @property
    def gaps(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What was not measured by its reason, so that each reason is read once."""
        matches: dict[str, list[str]] = {}
        mark = say("missing.reason", self.language, reason="").strip()
        for title, reason in self.not_measured:
            bare = reason.removeprefix(mark).strip() or reason
            matches.setdefault(bare[:1].upper() + bare[1:], []).append(title)
        return tuple((reason, tuple(dict.fromkeys(titles))) for reason, titles in matches.items())

    @property
    def items(self) -> tuple[Item, ...]:
        """Every section in its order, those of the first page in front."""
        parts = (self.first, *self.chapters)
        matches = tuple(item for part in parts for item in part.items if isinstance(item, Item))
        return (self.headline, *matches) if self.headline else matches


def make(
    outline: Outline,
    sections: Sequence[Section],
    audience: str,
    language: str,
    other: Content | None = None,
) -> Content:
    """Word a report for one audience.

    Parameters
    ----------
    outline : Outline
        What the notebook holds.
    sections : sequence of Section
        Every section in the order of the outline: for the board the protected ones.
    audience : str
        ``board`` leaves out what is private.
    language : str
        ``en`` or ``fr``.
    other : Content, optional
        The other copy of the same report: a section of which nothing was hidden is worded and drawn
        as it is there.

    Returns
    -------
    Content
    """
    supplied, outline = iter(sections), in_language(outline, language)
    text = _by_name(other) if other and other.language == language else {}
    anchors: set[str] = set()
    parts = []
    for chapter in outline.chapters:
        items: list[Text | Item | Failure] = []
        for part in chapter.parts:
            visible = next(supplied) if isinstance(part, Section) else part
            if _is_kept_back(part, audience):
                continue
            if isinstance(visible, Section) and isinstance(part, Section):
                same = next(filter(partial(_is_told, visible), text.get(visible.name, ())), None)
                items.append(
                    replace(same, anchor=_anchor(visible.name or visible.title, anchors))
                    if same
                    else _item(visible, part, audience, language, anchors)
                )
            elif not isinstance(visible, Section):
                items.append(visible)
        parts.append(Part(_anchor(chapter.title or "first", anchors), chapter.title, tuple(items)))
    first = parts.pop(0) if parts and not parts[0].title else Part("first", "", ())
    filled = tuple(part for part in parts if part.items)
    return _assembled(outline, first, filled, audience, language)


def _by_name(other: Content) -> dict[str, list[Item]]:
    """The items of a copy by the name of their section."""
    matches: dict[str, list[Item]] = {}
    for item in other.items:
        matches.setdefault(item.section.name, []).append(item)
    return matches


def _is_told(section: Section, item: Item) -> bool:
    """Whether an item is a section to the last cell."""
    own = item.section
    return section.frame.equals(own.frame) and all(
        getattr(section, part.name) == getattr(own, part.name)
        for part in fields(Section)
        if part.name != "frame"
    )


def _is_kept_back(part: Text | Section | Failure, audience: str) -> bool:
    """Whether a part is not for this audience."""
    if audience != "board" or isinstance(part, Failure):
        return False
    return part.audience == "private" if isinstance(part, Text) else not is_public(part)


def _assembled(
    outline: Outline, first: Part, chapters: tuple[Part, ...], audience: str, language: str
) -> Content:
    """The whole copy around its parts."""
    items = [i for part in (first, *chapters) for i in part.items if isinstance(i, Item)]
    period: Mapping[str, str] = next(
        (i.section.period for i in items if i.section.period.get("label")), {}
    )
    settings: Mapping[str, Any] = next(
        (i.section.settings for i in items if i.section.settings), {}
    )
    head = next((item for item in items if is_headline(item.section)), None)
    failures = [f for part in (first, *chapters) for f in part.items if isinstance(f, Failure)]
    return Content(
        audience,
        language,
        outline.title or say("report.title", language),
        span(period, language) if period else "",
        str(settings.get("organisation", "")),
        str(settings.get("library", "")),
        head.finding if head else next((i.finding for i in items if i.finding), ""),
        tuple(tiles(head.section, language, head.hidden)) if head else (),
        _facts(head, items),
        tuple((i.section.title, i.section.missing) for i in items if i.section.missing),
        Part(first.anchor, first.title, tuple(p for p in first.items if p is not head)),
        tuple(
            Part(c.anchor, c.title, tuple(p for p in c.items if p is not head)) for c in chapters
        ),
        tuple(failures),
        period,
        head,
    )


def _facts(head: Item | None, items: Iterable[Item]) -> tuple[tuple[str, str], ...]:
    """What the first page says of the data: who answered, and the data grade.

    The other choices behind its numbers stand with the section of each of them.
    """
    chosen = head.section.choices if head else {}
    text = [say("choice.answered", language) for language in LANGUAGES]
    matches = [
        (f"{name[:1].upper()}{name[1:]}", str(chosen[name])) for name in text if name in chosen
    ]
    matches += [
        (i.section.title, i.finding) for i in items if i.section.name == GRADE and i.finding
    ]
    return tuple(matches)


def _item(
    section: Section, whole: Section, audience: str, language: str, anchors: set[str]
) -> Item:
    """One section in words, a malformed figure as a sentence."""
    anchor = _anchor(section.name or section.title, anchors)
    notes = [section.note] if section.note else []
    if section.missing:
        return Item(anchor, section, notes=tuple(notes))
    finding, alternative, wide, narrow, malformed = "", "", None, None, False
    try:
        finding = _finding(section, language)
        wide, narrow = _figures(section, finding, language)
        alternative = _alternative(section, language) if wide else ""
    except MALFORMED as error:
        reason = str(error) if isinstance(error, EngagekitError) else type(error).__name__
        notes.append(say("report.table_only", language, reason=reason.rstrip(".")))
        wide, narrow, malformed = None, None, True
    hidden = gone(section.frame, whole.frame)
    if section.own_figure and audience == "board" and hidden.to_numpy().any():
        wide, narrow = None, None
        notes.append(say("report.own_hidden", language))
    table = printed.table(section, language, hidden)
    is_own = wide is not None and section.own_figure is not None
    if is_own and not alternative:
        alternative = finding or section.title
    return Item(
        anchor,
        section,
        finding,
        alternative,
        table,
        wide,
        narrow,
        is_own,
        tuple(notes),
        malformed,
        hidden,
        captions.subtitle(section, language),
        captions.source(section, language),
    )


def _finding(section: Section, language: str) -> str:
    from engagekit import wording

    text = wording.finding(section, language)
    return "" if text == section.title else text


def _figures(section: Section, finding: str, language: str) -> tuple[str | None, str | None]:
    """The figure in both widths, its words left to the page around it."""
    if section.own_figure:
        return _own(section.own_figure, 720), _own(section.own_figure, 340)
    if section.figure is None or section.frame.empty:
        return None, None
    from engagekit import figures

    options = figures.FigureOptions(locale=_locale(section, language))
    wide, narrow = (
        figures.draw_bare(
            section.figure, section.frame, options, narrow=is_narrow, **section.figure_args
        )
        for is_narrow in (False, True)
    )
    return str(wide.to_json()), str(narrow.to_json())


def _locale(section: Section, language: str) -> Locale:
    """Return the locale of a section in the language of a copy."""
    return replace(Locale.of(section.settings), language=language)


def _own(figure: Mapping[str, Any], width: int) -> str:
    """An analyst's own figure at a width, without pictures from elsewhere."""
    layout = {**figure.get("layout", {}), "width": width, "images": []}
    layout.setdefault("height", 400)
    return json.dumps({"data": list(figure["data"]), "layout": layout})


def _alternative(section: Section, language: str) -> str:
    if section.figure is None:
        return ""
    from engagekit import figures

    options = figures.FigureOptions(locale=_locale(section, language))
    return figures.alternative(section.figure, section.frame, options, **section.figure_args)


def is_said(title: str, above: str) -> bool:
    """Whether a heading says nothing that the one above it does not say.

    Examples
    --------
    >>> is_said("Who stands up for us", "Who stands up for us?"), is_said("Reach", "")
    (True, False)
    """
    plain, over = (re.sub(r"\W+", " ", text).strip().casefold() for text in (title, above))
    return plain == over


def gone(shown: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Which cells of a frame were hidden: True where the whole frame has a value."""
    return shown.isna().reset_index(drop=True) & whole.notna().reset_index(drop=True)


def slug(text: str) -> str:
    """A text as it stands in the name of a file or a place.

    Examples
    --------
    >>> slug("Santé & sécurité")
    'sante-securite'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40] or "part"


def _anchor(text: str, taken: set[str]) -> str:
    """A short unique name for a place in the page."""
    base = slug(text)
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name
