"""Three slides of a brief: the decision, the departments, and the contracts or what else leads."""

import io
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pptx import Presentation

from engagekit.errors import shorten
from engagekit.figures.layout import periods_in_order
from engagekit.presentation.section import Section
from engagekit.presentation.table import Table
from engagekit.reporting.brief.blocks import Block, card_table
from engagekit.reporting.brief.pages import Brief
from engagekit.reporting.brief.runs import REACH, SCORECARD
from engagekit.reporting.brief.scorecard import card_note, card_title
from engagekit.reporting.document.document import Content, Item, claim, completed
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.office import native
from engagekit.reporting.office.look import INK, QUIET
from engagekit.reporting.office.reproducible_zip import fixed

WIDTH, HEIGHT, INCH, EDGE = 12_192_000, 6_858_000, 914_400, 600_000
"""16:9 in EMU, an inch, and the side margin."""
LONGEST = 255
"""Characters that a property of an Office file may have."""
MOST = 3
CONTRACTS = "contract_calendar"


@dataclass(frozen=True)
class Deck:
    """A presentation in the making."""

    show: Any
    content: Content
    brief: Brief
    colours: tuple[str, str]

    def new(self, title: str) -> Any:
        """Add a slide with its title, as large as it has room."""
        slide = self.show.slides.add_slide(self.show.slide_layouts.get_by_name("Title Only"))
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = box(0.3, 1.1)
        size = next((size for most, size in ((75, 26), (150, 22)) if len(title) <= most), 16)
        native.write(head, title, size, bold=True)
        return slide

    def text(
        self, slide: Any, text: str, top: float, height: float, size: int, colour: str = INK
    ) -> None:
        """Add a text between the margins, ``top`` and ``height`` in inches."""
        native.write(slide.shapes.add_textbox(*box(top, height)), text, size, colour=colour)

    def foot(self, slide: Any, *texts: str) -> None:
        """Add the small print."""
        self.text(slide, " ".join(text for text in texts if text), 6.55, 0.6, 12, QUIET)


def box(top: float, height: float) -> native.Place:
    """Return left, top, width and height of a box between the margins, from inches."""
    return EDGE, int(top * INCH), WIDTH - 2 * EDGE, int(height * INCH)


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the slides of a copy's brief, in the colours and with the logo of the options."""
    content, brief = copy.content, copy.brief
    show: Any = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    deck = Deck(show, content, brief, (options.colour, options.attention))
    _decision(deck, options.logo)
    _departments(deck)
    for block, item in leading(brief)[: MOST - len(show.slides)]:
        _section(deck, block, item)
    properties = show.core_properties
    properties.title = shorten(f"{content.title}, {content.span}", LONGEST)
    properties.author = shorten(content.library, LONGEST)
    properties.subject = shorten(brief.title, LONGEST)
    properties.last_modified_by = "engagekit"
    properties.created = properties.modified = datetime(copy.on.year, copy.on.month, copy.on.day)
    out = io.BytesIO()
    show.save(out)
    return fixed(out.getvalue(), copy.on)


def leading(brief: Brief) -> list[tuple[Block, Item]]:
    """Return the blocks that may stand on a slide: contracts first, then in the order of pages."""
    told = [
        (block, block.item)
        for block in brief.blocks
        if block.item and block.kind in ("figure", "table") and block.item.section.name != SCORECARD
    ]
    return sorted(told, key=lambda one: one[1].section.name != CONTRACTS)


def _decision(deck: Deck, logo: bytes | None) -> None:
    """Add the headline, the ask with its options, whose report it is and of when."""
    brief, content = deck.brief, deck.content
    say = content.locale.say
    slide = deck.new(brief.title)
    deck.text(slide, content.span, 1.3, 0.4, 16, QUIET)
    ask = brief.ask
    if ask is None:
        deck.text(slide, "\n".join(brief.lead), 1.9, 3.5, 20)
    else:
        deck.text(slide, ask.title, 1.8, 0.8, 20)
        heads = tuple(say(f"brief.option_{name}") for name in ("name", "amount", "buys"))
        rows = tuple((name, amount, what) for name, amount, what, _ in ask.options)
        bold = [at for at, option in enumerate(ask.options) if option[3]]
        options = Table(say("brief.options"), heads, (False, True, False), rows)
        native.add_table(slide, options, box(2.6, 1.95), bold)
        deck.text(slide, "\n".join(ask.argument), 4.5, 2.0, 14)
    owner = " · ".join(filter(None, (content.organisation, content.library)))
    deck.foot(slide, f"{owner}.", say(f"report.{content.audience}"))
    if logo:
        picture = slide.shapes.add_picture(io.BytesIO(logo), 0, int(6.4 * INCH), height=INCH // 2)
        picture.left = WIDTH - EDGE - picture.width
        picture._element._nvXxPr.cNvPr.set("descr", content.organisation or content.library)


def _departments(deck: Deck) -> None:
    """Add the departments as bars, those below the target marked; as a table without bars."""
    card, content = deck.brief.card, deck.content
    if card is None:
        return
    locale, aim = content.locale, ""
    item = content.item(SCORECARD if card.has_reach else "satisfaction")
    if item is not None and card.has_reach:
        item = replace(item, section=_reach_now(item.section))
    elif item is not None:
        item = completed(item, content)
    slide, place = deck.new(card_title(card, locale)), box(1.4, 5.1)
    if item is None or native.chart_of(item.section, locale) is None:
        left = native.add_table(slide, card_table(card, locale), place)
    else:
        left = native.add(slide, item.section, None, place, locale, deck.colours, card.below)
        _describe(slide, item)
        if card.has_reach and card.reach_target is not None:
            value = locale.number(card.reach_target, "share")
            aim = f"{locale.say('report.choice', name=locale.say('brief.target'), value=value)}."
    deck.foot(slide, aim, _rest(deck, left), card_note(card, locale))


def _reach_now(section: Section) -> Section:
    """Return the reach of each department in the newest quarter: the bars of page one's card."""
    rows = section.frame[section.frame["measure"] == REACH]
    if rows.empty:  # money alone is known: a table tells it
        return replace(section, frame=rows, figure=None)
    newest = rows["period"] == periods_in_order(list(rows["period"].astype("str").unique()))[-1]
    frame = rows[newest].drop(columns="period")
    return replace(section, frame=frame, figure="bars", figure_args={})


def _section(deck: Deck, block: Block, item: Item) -> None:
    """Add one block of the brief under its message."""
    slide, place = deck.new(block.title or claim(item)[0]), box(1.4, 5.1)
    locale = deck.content.locale
    if block.kind == "table" and block.table is not None:
        left = native.add_table(slide, block.table, place)
    else:
        left = native.add(slide, item.section, item.table, place, locale, deck.colours)
        _describe(slide, item)
    has_hidden = bool(item.table and item.table.has_hidden)
    key = locale.say("report.hidden_key") if has_hidden else ""
    small = block.note if block.kind == "table" else item.subtitle
    deck.foot(slide, small, _rest(deck, left), key)


def _describe(slide: Any, item: Item) -> None:
    """Give what was added last its text alternative."""
    added = list(slide.shapes)[-1]
    added._element._nvXxPr.cNvPr.set("descr", item.alternative or item.section.title)


def _rest(deck: Deck, left: int) -> str:
    """Return what is said of rows that a slide has no room for."""
    return deck.content.locale.say("slides.more", n=left) if left > 0 else ""
