"""The pages of a brief: what of a copy stands on which page, beside what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engagekit.reporting.brief import first_page as front
from engagekit.reporting.brief.argument import asked_title
from engagekit.reporting.brief.blocks import FULL, PAGES, Block, block_of, figure_or_table
from engagekit.reporting.brief.headline import headline, lead
from engagekit.reporting.brief.runs import SCORECARD
from engagekit.reporting.brief.scorecard import Scorecard, scorecard
from engagekit.reporting.brief.source import Source
from engagekit.reporting.brief.stories import DEPARTMENT, Finding, ask_of, findings
from engagekit.reporting.document.document import Content, claim, completed

Layout = Mapping[str, Sequence[tuple[str, str, int]]]
"""The blocks of each page: kind, section, columns of twelve."""
TALL = 220
"""Pixels of a figure beside which a few lines of words would leave most of a column empty."""
OWN_ON = ("money", "together")
"""Where the analyst's own sections stand."""
OF_SUBJECT = 3
"""So many blocks in front are what a page is about."""


@dataclass(frozen=True, eq=False)
class Page:
    """One page: its message, and rows of blocks that stand beside each other."""

    anchor: str
    title: str
    rows: tuple[tuple[Block, ...], ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block in reading order."""
        return tuple(block for row in self.rows for block in row)


@dataclass(frozen=True, eq=False)
class Brief:
    """What the page, the PDF and the slides of a brief draw.

    ``title``: the headline. ``leading``: findings that the brief leads with. ``unchanged``: one
    line on all that did not move. ``pages``: from the second on. ``findings``: all of them,
    weightiest first. ``of``: the department that it is on; empty for a brief on all.
    """

    title: str
    lead: tuple[str, ...]
    tiles: tuple[front.Number, ...]
    ask: front.Ask | None
    card: Scorecard | None
    leading: tuple[str, ...]
    unchanged: str
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()
    of: str = ""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block behind the first page."""
        return tuple(block for page in self.pages for block in page.blocks)


def compose(content: Content) -> Brief | None:
    """Return the brief of a copy; None where it holds nothing that belongs into one.

    Parameters
    ----------
    content : Content
        Protected for the board: nothing else goes in.
    """
    bare = Source(content)
    unit, _ = ask_of(bare)
    card = scorecard(bare.section(SCORECARD), bare.locale, bare.section("satisfaction"))
    source, mine = Source(content, unit, card), content.item(DEPARTMENT)
    found, tiles = findings(bare), front.numbers(source)
    made = [*_pages(source, PAGES["department" if mine else "whole"])]
    pages = tuple(page for page in made if page.rows)
    if not (tiles or pages):
        return None
    title = claim(mine)[0] if mine else asked_title(source) or headline(source)
    if content.audience == "private" and not mine:
        ((key, entries),) = PAGES["team"].items()
        whom = [one for entry in entries if (one := block_of(source, *entry))]
        pages += (Page(key, source.say(f"brief.{key}"), rows_of(whom)),) if whom else ()
    return Brief(
        title,
        lead(source if mine else bare),  # of a department asked for the ask says it
        tiles,
        front.ask(source),
        card,
        tuple(one.message or one.text for one in found if one.in_brief),
        front.unchanged(source, found),
        pages,
        found,
        unit if mine else "",
    )


def page_one(content: Content, brief: Brief, reader: str) -> Brief:
    """Return the first page of a brief alone, led by what a reader decides on."""
    source = Source(content, ask_of(Source(content))[0], brief.card)
    tiles, asked = front.numbers(source, reader), front.ask(source, reader)
    return replace(brief, tiles=tiles, ask=asked, pages=())


def _pages(source: Source, layout: Layout) -> Iterable[Page]:
    """Yield every page with the blocks that its sections allow, and the analyst's own."""
    placed = {name for entries in layout.values() for _, name, _ in entries}
    items = [item for item in source.content.items if item.section.name not in placed]
    own = [
        replace(figure_or_table(completed(item, source.content)), span=FULL)
        for item in items
        if item.section.brief
    ]
    carried: list[Block] = []
    last = [*layout][-1]
    for key, entries in layout.items():
        made = [block_of(source, *entry) for entry in entries]
        blocks = [*carried, *(one for one in made if one is not None)]
        if not carried and key != last and not any(made[:OF_SUBJECT]):
            carried = blocks  # what only stands beside a subject goes to the next page without it
            continue
        carried = []
        if key in OWN_ON:
            blocks += own
        names = {one.item.section.name for one in made if one is not None and one.item}
        name = "trust" if names == {"data_quality"} else key  # nothing is planned on such a page
        if name == "money" and "promises_open" not in names:
            name = "money_alone"  # no promise was ever written down
        yield Page(key, source.say(f"brief.page_{name}"), rows_of(blocks))


def rows_of(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], ...]:
    """Return blocks row by row: halves in pairs, one left alone whole and in its place.

    Words stand beside words, and what is drawn beside what is drawn; one of each may share a row
    only where the drawing is about as short as the words.
    """
    rows: list[tuple[Block, ...]] = []
    waiting: dict[bool, Block] = {}
    for block in blocks:
        is_words = block.kind == "lines"
        if block.span == FULL:
            rows.append((block,))
        elif is_words in waiting:
            rows.append((waiting.pop(is_words), block))
        else:
            waiting[is_words] = block
    place = {id(block): at for at, block in enumerate(blocks)}
    left = tuple(sorted(waiting.values(), key=lambda block: place[id(block)]))
    is_pair = len(left) == 2 and not any(_is_tall(block) for block in left)
    for row in [left] if is_pair else [(block,) for block in left]:
        at = sum(place[id(other[0])] < place[id(row[-1])] for other in rows)
        rows.insert(at, row if is_pair else (replace(row[0], span=FULL),))
        place |= {id(rows[at][0]): place[id(row[0])]}
    return tuple(rows)


def _is_tall(block: Block) -> bool:
    """Return whether a drawing is taller than a few lines of words beside it."""
    drawn = block.item.narrow if block.kind == "figure" and block.item else None
    return drawn is not None and drawn["layout"].get("height", TALL) >= TALL
