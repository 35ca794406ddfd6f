"""The slides of one copy: one finding each, native charts that can be edited, notes beneath."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from engagekit.errors import UsageError, shorten
from engagekit.locale.words import number, say
from engagekit.measures._frame import is_measure_frame
from engagekit.measures.basis import text_of
from engagekit.presentation import table
from engagekit.reporting.document.document import Content, Item
from engagekit.reporting.document.output_options import LOOK, Choices
from engagekit.reporting.document.results import PROVENANCE, SET_ASIDE
from engagekit.reporting.office import chart_limits, chart_model, slides_chart, slides_table
from engagekit.reporting.office.house_template import is_dark, layout
from engagekit.reporting.office.reproducible_zip import fixed
from engagekit.reporting.office.slides_text import (
    INCH,
    INK,
    PALE,
    QUIET,
    VERDICT,
    lines,
    text_size,
    write,
)

WIDTH, HEIGHT = 12_192_000, 6_858_000
"""16:9 in EMU."""
EDGE, INSET = 600_000, 91_440
"""The side margin, and that of a text in its box."""
_UNDER_TILE = 56
"""Points of type, without the space between lines, that a tile has under its number."""
LONGEST = 255
"""Characters that a property of an Office file may have."""


def slides(content: Content, on: date, look: Choices = LOOK) -> bytes:
    """The slides of a copy.

    Parameters
    ----------
    content : Content
        Gives the frames: those of the board are protected, and nothing else goes in.
    on : date
        The date that the file carries.
    look : Choices
        Colour, logo, and the house template; its layouts are taken by their names.

    Returns
    -------
    bytes

    Raises
    ------
    UsageError
        If the template is none, or has no layout of the names that we know.
    """
    template = look.templates.get(".pptx")
    show: Any = _opened(template)
    deck = Deck(show, look.colour, look.attention, template.name if template else "")
    _front(deck, content, look.logo)
    if content.tiles:
        _tiles(deck, content)
    for item in content.items:
        is_shown = item.section.name not in (PROVENANCE, SET_ASIDE) and item is not content.headline
        if is_shown and not item.section.missing and (item.finding or item.table):
            _item(deck, item, content)
    _not_measured(deck, content)
    properties = show.core_properties
    properties.title = shorten(f"{content.title}, {content.span}", LONGEST)
    properties.author = shorten(content.library, LONGEST)
    properties.subject = shorten(content.verdict, LONGEST)
    properties.last_modified_by = "engagekit"
    properties.created = properties.modified = datetime(on.year, on.month, on.day)
    out = io.BytesIO()
    show.save(out)
    return fixed(out.getvalue(), on)


@dataclass(frozen=True)
class Deck:
    """A presentation in the making, its colours, and the name of its house template."""

    show: Any
    colour: str
    attention: str
    template: str

    @property
    def width(self) -> int:
        """Between the side margins."""
        return int(self.show.slide_width) - 2 * EDGE

    @property
    def inch(self) -> int:
        """What an inch of our own slide is on one of the template's height."""
        return int(INCH * self.show.slide_height / HEIGHT)

    def box(self, top: float, height: float) -> tuple[int, int, int, int]:
        """Left, top, width and height of a box between the margins, from inches."""
        return EDGE, int(top * self.inch), self.width, int(height * self.inch)

    def size(self, points: int) -> int:
        """A type of our own slide on one of the template's height."""
        return max(8, round(points * self.inch / INCH))


def _opened(template: Path | None) -> Any:
    """An empty presentation: python-pptx's blank one at 16:9, or a house template."""
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    show: Any
    if template is None:
        show = Presentation()
        show.slide_width, show.slide_height = WIDTH, HEIGHT
        return show
    try:
        show = Presentation(str(template))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise UsageError(
            f"{template.name} is not a PowerPoint file. Save it from PowerPoint as .pptx."
        ) from error
    for existing in list(show.slides._sldIdLst):
        show.part.drop_rel(existing.rId)
        show.slides._sldIdLst.remove(existing)
    return show


def _new(deck: Deck, kind: str, title: str) -> Any:
    """A slide by the name of its layout, with its title; other placeholders are taken away."""
    show = deck.show
    slide = show.slides.add_slide(layout(show, kind, deck.template))
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)
    head = slide.shapes.title
    if head is None:
        head = slide.shapes.add_textbox(EDGE, EDGE // 2, deck.width, deck.inch)
    head.left, head.top = EDGE, int(0.35 * deck.inch)
    head.width, head.height = deck.width, int(1.05 * deck.inch)
    large = text_size(title, (deck.width - 2 * INSET) * INCH // deck.inch)
    write(head, title, deck.size(large), bold=True, colour=_ink(slide))
    return slide


def _text(
    deck: Deck,
    slide: Any,
    place: tuple[int, int, int, int],
    text: str,
    size: int,
    *,
    bold: bool = False,
    quiet: bool = False,
    plain: bool = False,
) -> Any:
    """A box of text, light on a dark slide; ``plain`` stands on a fill of our own."""
    box = slide.shapes.add_textbox(*place)
    write(box, text, deck.size(size), bold=bold, colour=_ink(slide, quiet, plain))
    return box


def _ink(slide: Any, quiet: bool = False, plain: bool = False) -> str:
    """The colour of a text that can be read on what fills its slide."""
    if is_dark(slide.slide_layout) and not plain:
        return PALE if quiet else "FFFFFF"
    return QUIET if quiet else INK


def _front(deck: Deck, content: Content, logo: bytes | None) -> None:
    """The first slide: what, when, whose, and the verdict."""
    slide = _new(deck, "title", content.title)
    width = deck.width
    if logo:
        visible = slide.shapes.add_picture(
            io.BytesIO(logo), 0, deck.box(5.6, 0)[1], height=deck.inch * 3 // 4
        )
        visible.left = deck.show.slide_width - EDGE - visible.width
        slides_chart.describe(visible, content.organisation or content.library)
    lines = [part for part in (content.organisation, content.library) if part]
    _text(deck, slide, deck.box(1.2, 0.5), content.span, 20, quiet=True)
    large = text_size(content.verdict, (width - 2 * INSET) * INCH // deck.inch, VERDICT)
    _text(deck, slide, deck.box(2.3, 3), content.verdict, large, bold=True)
    _text(deck, slide, deck.box(5.6, 0.5), " · ".join(lines), 16, quiet=True)
    mark = say(f"report.{content.audience}", content.language)
    _text(deck, slide, deck.box(6.1, 0.5), mark, 14, quiet=True)


def _tiles(deck: Deck, content: Content) -> None:
    """The numbers of the first page, three in a row."""
    from pptx.enum.shapes import MSO_SHAPE

    language = content.language
    slide = _new(deck, "body", say("report.first_page", language))
    gap, top, height = 200_000, int(1.5 * deck.inch), int(2.3 * deck.inch)
    width = (deck.width - 2 * gap) // 3
    for at, tile in enumerate(content.tiles[:6]):
        left = EDGE + (at % 3) * (width + gap)
        place = (left, top + (at // 3) * (height + gap))
        box = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place, width, height)
        box.fill.solid()
        box.fill.fore_color.rgb = slides_chart.rgb(PALE)
        box.line.fill.background()
        box.shadow.inherit = False
        left, width_of = place[0] + 90_000, width - 180_000
        told = [part for part in (tile.interval, tile.change, tile.base) if part]
        small = _small(told, width_of * INCH // deck.inch)
        for down, tall, text, size, supplied in (
            (0.07, 0.5, tile.label, 16, {"bold": True}),
            (0.67, 0.5, tile.value, 36, {}),
            (1.32, 1.0, "\n".join(told), small, {"quiet": True}),
        ):
            spot = (left, place[1] + int(down * deck.inch), width_of, int(tall * deck.inch))
            _text(deck, slide, spot, text, size, plain=True, **supplied)
        box.name = tile.label
    facts = [
        say("report.choice", content.language, name=name, value=value)
        for name, value in content.facts
    ]
    _notes(slide, "\n".join(facts))


def _small(told: Sequence[str], width: int) -> int:
    """The type in which what stands under the number of a tile has room."""
    return next(
        (
            size
            for size in (14, 12, 11)
            if sum(lines(text, width - 2 * INSET, size) for text in told) * size <= _UNDER_TILE
        ),
        10,
    )


def _item(deck: Deck, item: Item, content: Content) -> None:
    """One section: its finding over a chart, or over a table."""
    section, language = item.section, content.language
    slide = _new(deck, "body", item.finding or section.title)
    body = deck.box(1.5, 4.75)
    result, matrix = chart_model.chart(section, language), chart_model.heat(section, language)
    is_cut = False
    if result is not None:
        look = (deck.colour, deck.attention, chart_limits.is_off(result, section))
        visible, _ = chart_limits.shortened(chart_limits.with_hidden(result, section, language))
        slides_chart.add(
            slide,
            visible,
            body,
            item.alternative or section.title,
            *look,
            on_dark=is_dark(slide.slide_layout),
        )
    elif matrix is not None and len(matrix.rows) <= slides_table.ROWS:
        slides_chart.add_heat(slide, matrix, body, item.alternative or section.title, deck.colour)
    elif item.table is not None:
        is_cut = slides_table.add(slide, item, body)
    under = deck.box(6.3, 0.5)
    _text(deck, slide, under, _under(item, content, result, is_cut), 12, quiet=True)
    _notes(slide, _spoken(item, language))


def _not_measured(deck: Deck, content: Content) -> None:
    """What could not be measured, together at the end; the notes say what each needs."""
    if not content.not_measured:
        return
    language = content.language
    slide = _new(deck, "body", say("report.not_measured", language))
    half = (deck.width - EDGE) // 2
    names = [title for title, _ in content.not_measured]
    rows = max(10, -(-len(names) // 2))
    for at, part in enumerate((names[:rows], names[rows:])):
        if part:
            place = (EDGE + at * (half + EDGE), int(1.5 * deck.inch), half, int(4.75 * deck.inch))
            _text(deck, slide, place, "\n".join(part), 16 if rows <= 14 else 12)
    text = [
        say("report.choice", language, name=name, value=reason)
        for name, reason in content.not_measured
    ]
    _notes(slide, "\n".join(text))


def _under(
    item: Item, content: Content, made: chart_model.Chart | None, is_cut: bool = False
) -> str:
    """The foot of a slide: what it shows and when, caveats, and what its marks mean."""
    section, language = item.section, content.language
    lines = [" · ".join(part for part in (section.title, content.span) if part), *item.notes]
    keys = []
    target = section.figure_args.get("target")
    if made is not None and made.kind == "bar" and target is not None:
        unit, money = str(section.frame["unit"].iloc[0]), table.money_of(section)
        aim = number(target, unit, language, money)
        keys.append(say("figure.target", language, value=aim))
        if any(chart_limits.is_off(made, section)):
            most = section.figure_args.get("target_is_most", False)
            keys.append(say(f"figure.{'above' if most else 'below'}_target", language))
    if made is not None:
        whole = chart_limits.with_hidden(made, section, language)
        left = chart_limits.shortened(whole)[1]
        keys += [chart_limits.rest(whole, left, language)] if left else []
        keys += [say("report.hidden_key", language)] if whole is not made else []
    keys += [say("slides.table_more", language)] if is_cut else []
    visible = " · ".join(keys)
    return "\n".join((lines[0], " ".join((visible, *lines[1:])).strip())).strip()


def _spoken(item: Item, language: str) -> str:
    """What the notes carry: n and source, caveat, the figure in words."""
    section = item.section
    parts = []
    basis = []
    if is_measure_frame(section.frame):
        bases = section.frame["base"].dropna()
        basis += [f"n = {int(bases.max())}"] if len(bases) else []
        notes = dict.fromkeys(text_of(row, language) for row in section.frame.to_dict("records"))
        basis += list(filter(None, notes))
    basis += [
        say("report.choice", language, name=name, value=value)
        for name, value in section.choices.items()
    ]
    if basis:
        parts.append(say("slides.source", language, text="; ".join(basis)))
    if item.notes:
        parts.append(say("slides.caveat", language, text=" ".join(item.notes)))
    if item.alternative:
        parts.append(say("slides.alternative", language, text=item.alternative))
    return "\n".join(parts)


def _notes(slide: Any, text: str) -> None:
    if text:
        slide.notes_slide.notes_text_frame.text = text
