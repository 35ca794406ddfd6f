"""The slides of a brief: one message each, native charts that can be edited, notes beneath."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE

from engagekit.errors import shorten
from engagekit.locale import Locale
from engagekit.measures import _frame, ends
from engagekit.measures.basis import text_of
from engagekit.presentation.table import Table
from engagekit.reporting.brief.blocks import Block, card_table
from engagekit.reporting.brief.first_page import Ask
from engagekit.reporting.brief.headline import item_of
from engagekit.reporting.brief.pages import Brief
from engagekit.reporting.brief.scorecard import SECTION, card_note, card_title
from engagekit.reporting.document.document import Content, Item, claim
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.office import chart_limits, chart_model, slides_chart, slides_table
from engagekit.reporting.office.look import INK, PALE, QUIET
from engagekit.reporting.office.reproducible_zip import fixed
from engagekit.reporting.office.slides_text import INCH, describe, fill, flatten, lines, text_size
from engagekit.reporting.office.slides_text import write as write_text

WIDTH, HEIGHT = 12_192_000, 6_858_000
"""16:9 in EMU."""
LAYOUTS = {"title": "Title Slide", "body": "Title Only"}
"""Names of the layouts of python-pptx's own presentation."""
EDGE, INSET = 600_000, 91_440
"""The side margin, and that of a text in its box."""
_UNDER_TILE = 56
"""Points of type, without the space between lines, that a tile has under its number."""
LONGEST = 255
"""Characters that a property of an Office file may have."""
MOST = 10
"""Slides at most: what is presented in a quarter of an hour."""
_SHORT, _HALF = 4, 0.6
"""Rows of a table, and part of the height, that leave room for a few lines of words."""
_TOLD = ("figure", "table")
"""Kinds of blocks that stand on slides."""


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the slides of a copy's brief.

    Parameters
    ----------
    options : OutputOptions
        Colour and logo.
    """
    content, brief = copy.content, copy.brief
    show: Any = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    deck = Deck(show, options.colour, options.attention)
    _front(deck, content, brief, options.logo)
    if brief.ask:
        _decision(deck, brief.ask, content.locale)
    if brief.tiles:
        _tiles(deck, content, brief)
    _scorecard(deck, content, brief)
    told = chosen(brief, MOST - len(show.slides))
    for block in told:
        page = next(page.blocks for page in brief.pages if block in page.blocks)
        words = [one.title for one in page if one not in told and len(one.lines) < 2]
        _block(deck, block, content, words)
    for number, slide in enumerate(show.slides, start=1):
        left, top, width, height = deck.box(7.0, 0.35)
        box = (left + width - INCH, top, INCH, height)
        _text(deck, slide, box, str(number), 12, quiet=True)
    properties = show.core_properties
    properties.title = shorten(f"{content.title}, {content.span}", LONGEST)
    properties.author = shorten(content.library, LONGEST)
    properties.subject = shorten(brief.title, LONGEST)
    properties.last_modified_by = "engagekit"
    properties.created = properties.modified = datetime(copy.on.year, copy.on.month, copy.on.day)
    out = io.BytesIO()
    show.save(out)
    return fixed(out.getvalue(), copy.on)


def chosen(brief: Brief, room: int) -> list[Block]:
    """Return the blocks that are told on slides: the first of each page, then what has room.

    The analyst's own are always told; blocks of words alone never are.
    """
    told = [(one, one.item.section) for one in brief.blocks if one.item and one.kind in _TOLD]
    shown = [block for block, section in told if section.name != SECTION]
    own = [block for block, section in told if section.brief and section.name != SECTION]
    first = [
        block
        for page in brief.pages
        for block in [one for one in page.blocks if one in shown and one not in own][:1]
    ]
    rest = [block for block in shown if block not in own and block not in first]
    rest.sort(key=lambda block: block.rank)
    return [block for block in shown if block in [*own, *first, *rest][: max(room, len(own))]]


@dataclass(frozen=True)
class Deck:
    """A presentation in the making, and its colours."""

    show: Any
    colour: str
    attention: str

    @property
    def width(self) -> int:
        """Between the side margins."""
        return WIDTH - 2 * EDGE

    def box(self, top: float, height: float) -> tuple[int, int, int, int]:
        """Return left, top, width and height of a box between the margins, from inches."""
        return EDGE, int(top * INCH), self.width, int(height * INCH)


def _new(deck: Deck, kind: str, title: str) -> Any:
    """Add a slide of a layout, with its title and no other placeholder."""
    layout = deck.show.slide_layouts.get_by_name(LAYOUTS[kind])
    slide = deck.show.slides.add_slide(layout)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = deck.box(0.35, 1.05)
    large = text_size(title, deck.width - 2 * INSET)
    write_text(head, title, large, bold=True, colour=INK)
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
    off: bool = False,
) -> None:
    """Add a box of text."""
    box = slide.shapes.add_textbox(*place)
    colour = QUIET if quiet else INK
    write_text(box, text, size, bold=bold, colour=deck.attention if off else colour)


def _front(deck: Deck, content: Content, brief: Brief, logo: bytes | None) -> None:
    """Add the first slide: the headline, what stands under it, whose and when."""
    slide = _new(deck, "title", brief.title)
    if logo:
        top = deck.box(5.6, 0)[1]
        picture = slide.shapes.add_picture(io.BytesIO(logo), 0, top, height=INCH * 3 // 4)
        picture.left = WIDTH - EDGE - picture.width
        describe(picture, content.organisation or content.library)
    _text(deck, slide, deck.box(1.5, 0.5), content.span, 18, quiet=True)
    _text(deck, slide, deck.box(2.3, 2.8), " ".join(brief.lead), 24)
    owner = " · ".join(filter(None, (content.organisation, content.library)))
    _text(deck, slide, deck.box(5.6, 0.5), owner, 16, quiet=True)
    mark = content.locale.say(f"report.{content.audience}")
    _text(deck, slide, deck.box(6.1, 0.5), mark, 14, quiet=True)


def _decision(deck: Deck, ask: Ask, locale: Locale) -> None:
    """Add the decision with its three options and what speaks for it and against it."""
    slide = _new(deck, "body", ask.title)
    heads = tuple(locale.say(f"brief.option_{name}") for name in ("name", "amount", "buys"))
    rows = tuple((name, amount, what) for name, amount, what, _ in ask.options)
    made = Table(locale.say("brief.options"), heads, (False, True, False), rows)
    bold = [at for at, option in enumerate(ask.options) if option[3]]
    slides_table.add(slide, made, made.caption, deck.box(1.5, 3.2), bold)
    bears = "\n".join(ask.argument)
    if bears:
        _text(deck, slide, deck.box(4.9, 1.6), bears, 16)
    _notes(slide, bears)


def _tiles(deck: Deck, content: Content, brief: Brief) -> None:
    """Add the four numbers, two in a row."""
    slide = _new(deck, "body", content.locale.say("brief.four", n=len(brief.tiles)))
    gap, top, height = 200_000, int(1.5 * INCH), int(2.3 * INCH)
    width = (deck.width - gap) // 2
    room = width - 180_000
    named = 18 if all(lines(one.label, 0.85 * room, 18) < 2 for one in brief.tiles) else 14
    for at, tile in enumerate(brief.tiles):
        left, down = EDGE + (at % 2) * (width + gap), top + (at // 2) * (height + gap)
        box = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, down, width, height)
        fill(box, PALE)
        box.line.fill.background()
        flatten(box)
        box.name = tile.label
        small = _small(tile.under, room)
        for below, tall, text, size, look in (
            (0.07, 0.6, tile.value, 36, {"bold": True, "off": tile.is_off}),
            (0.75, 0.5, tile.label, named, {"bold": True}),
            (1.25, 1.0, "\n".join(tile.under), small, {"quiet": True}),
        ):
            spot = (left + 90_000, down + int(below * INCH), room, int(tall * INCH))
            _text(deck, slide, spot, text, size, **look)
    say = content.locale.say
    facts = [say("report.choice", name=name, value=value) for name, value in content.facts]
    _notes(slide, "\n".join(facts))


def _scorecard(deck: Deck, content: Content, brief: Brief) -> None:
    """Add the departments as bars with their target; as a table where no bars can be drawn."""
    card = brief.card
    if card is None:
        return
    bare = replace(card, has_money=False)  # the bars show none
    title, note = card_title(card, content.locale), card_note(bare, content.locale)
    item = item_of(content, "reach" if card.has_reach else "satisfaction")
    if item is not None and chart_model.chart(item.section, content.locale) is not None:
        _shown(deck, item, content, title, note)
        return
    slide = _new(deck, "body", title)
    slides_table.add(slide, card_table(card, content.locale), title, deck.box(1.5, 4.75))
    _text(deck, slide, deck.box(6.3, 0.5), note, 12, quiet=True)


def _small(texts: Sequence[str], width: int) -> int:
    """Return the type in which what stands under the number of a tile has room."""

    def tall(size: int) -> int:
        """Return the points that the texts take in a type."""
        return sum(lines(text, width - 2 * INSET, size) for text in texts) * size

    return next((size for size in (14, 12, 11) if tall(size) <= _UNDER_TILE), 10)


def _block(deck: Deck, block: Block, content: Content, words: Sequence[str]) -> None:
    """Add a block over its chart or small table; under a short one the ``words`` of its page."""
    item, locale = block.item, content.locale
    if item is None:
        return
    if block.kind == "figure":
        _shown(deck, item, content, block.title, "")
        return
    slide = _new(deck, "body", block.title)
    keys, body = [block.note], deck.box(1.5, 4.75)
    if block.table and slides_table.add(slide, block.table, item.section.title, body):
        keys.append(locale.say("slides.table_more"))
    if block.table and len(block.table.rows) <= _SHORT:
        _under(deck, slide, body, body[3] // 2, words)
    _foot(deck, slide, item, content, keys)
    _notes(slide, _beneath(item, locale))


def _shown(deck: Deck, item: Item, content: Content, title: str, note: str) -> None:
    """Add one section: a message over its chart, or over its table."""
    section, locale = item.section, content.locale
    slide = _new(deck, "body", title)
    body, words = deck.box(1.5, 4.75), item.alternative or section.title
    chart, matrix = chart_model.chart(section, locale), slides_table.heat(section, locale)
    keys: list[str] = []
    if chart is not None:
        off = chart_limits.is_off(chart, section, locale)
        target = section.figure_args.get("target")
        args = section.figure_args.get("events") or () if chart.kind == "line" else ()
        happened = {locale.label(when): text for when, text in args}
        events = [at for at, when in enumerate(chart.categories) if at and when in happened]
        look = slides_chart.ChartLook(deck.colour, deck.attention, off, target, events)
        whole = chart_limits.with_hidden(chart, section, locale)
        short, left = chart_limits.shortened(whole)
        slides_chart.add(slide, short, body, words, look)
        _under(deck, slide, body, slides_chart.tall(short, body[3]), [claim(item)[1]])
        keys += chart_limits.target_words(section, chart, any(off), locale)
        keys += [f"| {happened[chart.categories[at]]}" for at in events]
        if chart.bottom:
            begins = locale.number(chart.bottom, str(section.frame["unit"].iloc[0]))
            keys.append(locale.say("figure.axis_starts", value=begins))
        keys += [chart_limits.rest(whole, left, locale)] if left else []
        keys += [locale.say("report.hidden_key")] if ends.hidden(section.frame).any() else []
    elif matrix is not None and len(matrix.rows) <= slides_table.ROWS:
        slides_table.add_heat(slide, matrix, body, words, deck.colour)
    elif item.table is not None and slides_table.add(slide, item.table, section.title, body):
        keys.append(locale.say("slides.table_more"))
    _foot(deck, slide, item, content, [*keys, note])
    _notes(slide, _beneath(item, locale))


def _under(
    deck: Deck, slide: Any, body: tuple[int, int, int, int], used: int, texts: Sequence[str]
) -> None:
    """Write words under what fills no more than half of a slide."""
    left, top, width, height = body
    if used <= height * _HALF:
        _text(deck, slide, (left, top + used, width, height - used), "\n".join(texts), 20)


def _foot(deck: Deck, slide: Any, item: Item, content: Content, keys: Sequence[str]) -> None:
    """Write the small print of a slide: what it measures and when, and the key of its marks."""
    span = " · ".join(part for part in (item.section.title, content.span) if part)
    words = [item.subtitle if item.wide else span, " · ".join(key for key in keys if key)]
    _text(deck, slide, deck.box(6.3, 0.5), "\n".join(words).strip(), 12, quiet=True)


def _beneath(item: Item, locale: Locale) -> str:
    """Return what the notes carry: n and source, caveat, the figure in words."""
    section = item.section
    basis = []
    if _frame.is_measure_frame(section.frame):
        bases = section.frame["base"].dropna()
        basis += [f"n = {int(bases.max())}"] if len(bases) else []
        rows = section.frame.to_dict("records")
        basis += filter(None, dict.fromkeys(text_of(row, locale.language) for row in rows))
    basis += [
        locale.say("report.choice", name=name, value=value)
        for name, value in section.choices.items()
    ]
    texts = ("; ".join(basis), " ".join(item.notes), item.alternative)
    parts = zip(("source", "caveat", "alternative"), texts, strict=True)
    return "\n".join(locale.say(f"slides.{key}", text=text) for key, text in parts if text)


def _notes(slide: Any, text: str) -> None:
    """Write the notes of a slide, if there are any."""
    if text:
        slide.notes_slide.notes_text_frame.text = text
