"""The six pages of a brief: what of a copy stands on which page, beside what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engagekit.reporting.brief import blocks as build
from engagekit.reporting.brief import first_page as front
from engagekit.reporting.brief.blocks import FULL, HALF, Block
from engagekit.reporting.brief.headline import headline, item_of, lead
from engagekit.reporting.brief.scorecard import SECTION, Scorecard, scorecard
from engagekit.reporting.brief.stories import DEPARTMENT, Finding, ask_of, findings
from engagekit.reporting.document.document import Content, claim

Layout = tuple[tuple[str, tuple[tuple[str, str, int, int], ...]], ...]
"""A page, and on it: the kind of block, its section, its columns of twelve, and how soon it gives
way where the pages do not hold everything (0: never)."""
LAYOUT: Layout = (
    (
        "reach",
        (
            ("figure", "reach_over_time", HALF, 0),
            ("movers", SECTION, HALF, 0),
            ("panels", SECTION, FULL, 0),
            ("figure", "off_desk", HALF, 2),
            ("figure", "touches", HALF, 2),
        ),
    ),
    (
        "value",
        (
            ("figure", "perception_gap", HALF, 0),
            ("figure", "satisfaction_over_time", HALF, 0),
            ("figure", "gaps", HALF, 1),
            ("figure", "items", FULL, 2),
            ("figure", "drivers", HALF, 2),
        ),
    ),
    (
        "money",
        (
            ("figure", "funding_over_time", HALF, 0),
            ("table", "spend_by_line", HALF, 1),
            ("figure", "love_and_funding", FULL, 2),
            ("ranges", "value", HALF, 1),
            ("case", "ask", HALF, 1),
        ),
    ),
    (
        "proof",
        (
            ("proof", "contributions", FULL, 0),
            ("quotes", "story", FULL, 1),
            ("seats", "meetings_held", HALF, 1),
            ("figure", "organisation_events", HALF, 2),
        ),
    ),
    (
        "next",
        (
            ("targets", "headline", HALF, 0),
            ("figure", "promises_open", HALF, 1),
            ("plans", "plans", HALF, 1),
            ("risk", "risk", HALF, 1),
            ("trust", "data_quality", FULL, 0),
        ),
    ),
)
OF_DEPARTMENT: Layout = (
    (
        "together",
        (
            ("next", DEPARTMENT, FULL, 0),
            ("table", "promises_overdue", HALF, 1),
            ("table", "stuck", HALF, 1),
            ("words", "promises", HALF, 1),
            ("words", "rungs", HALF, 1),
            ("table", "champion_roster", FULL, 2),
            ("figure", "reach", HALF, 2),
            ("figure", "beside_whole", HALF, 2),
            ("table", "events", FULL, 2),
            ("figure", "initiative_coverage", FULL, 2),
        ),
    ),
)
"""The second page of a brief on one department: the first sets it beside everybody else."""
PAGES_OF_DEPARTMENT = 2
"""Pages on paper of a brief on one department."""
OWN_ON, PAGES = ("proof", "together"), 6
"""Where the analyst's own sections stand; pages on paper at most."""
_OWN_RANK = 1


@dataclass(frozen=True, eq=False)
class Page:
    """One page: its message, and rows of blocks that stand beside each other."""

    anchor: str
    kicker: str
    title: str
    rows: tuple[tuple[Block, ...], ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block in reading order."""
        return tuple(block for row in self.rows for block in row)


@dataclass(frozen=True, eq=False)
class Brief:
    """What the page, the PDF and the slides of a brief draw.

    Attributes
    ----------
    title : str
        The headline.
    lead : tuple of str
    tiles : tuple of Number
    leading : tuple of str
        Findings that the brief leads with.
    unchanged : str
        One line on all that did not move.
    pages : tuple of Page
        From the second on.
    findings : tuple of Finding
        All of them, weightiest first.
    most : int
        Pages on paper at most.
    of : str
        The department that it is on; empty for a brief on all.
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
    most: int = PAGES
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
    unit, _ = ask_of(content)
    found = findings(content)
    section = item_of(content, SECTION)
    card = scorecard(section.section if section else None, content.locale)
    mine = item_of(content, DEPARTMENT)
    layout = OF_DEPARTMENT if mine else LAYOUT
    pages = tuple(page for page in _pages(content, layout, unit, card) if page.rows)
    tiles = front.numbers(content)
    if not (tiles or pages):
        return None
    language = content.locale.language
    return Brief(
        claim(mine)[0] if mine else headline(content, card, unit),
        lead(content, card, unit),
        tiles,
        front.ask(content, unit),
        card,
        tuple(one.message or one.text[language] for one in found if one.in_brief),
        front.unchanged(content, found),
        pages,
        found,
        PAGES_OF_DEPARTMENT if mine else PAGES,
        unit if mine else "",
    )


def _pages(content: Content, layout: Layout, unit: str, card: Scorecard | None) -> Iterable[Page]:
    """Yield every page with the blocks that its sections allow, and the analyst's own."""
    placed = {name for _, entries in layout for _, name, _, _ in entries}
    own = [
        build.figure_or_table(item, FULL, _OWN_RANK)
        for item in content.items
        if item.section.brief and item.section.name not in placed
    ]
    for key, entries in layout:
        made = [
            build.block(kind, content, name, span, rank, unit=unit, card=card)
            for kind, name, span, rank in entries
        ]
        blocks = [block for block in made if block is not None]
        if key in OWN_ON:
            blocks += own
        yield _page(content, key, blocks)


def _page(content: Content, key: str, blocks: Sequence[Block]) -> Page:
    """Return a page whose message is that of its first block that has one."""
    kicker = content.locale.say(f"brief.page_{key}")
    return Page(key, kicker, kicker, rows_of(blocks))


def rows_of(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], ...]:
    """Return blocks row by row: halves in pairs, one that is left alone over the whole width."""
    rows: list[tuple[Block, ...]] = []
    waiting: list[Block] = []
    for block in blocks:
        if block.span == FULL:
            rows.append((block,))
            continue
        waiting.append(block)
        if len(waiting) == 2:
            rows.append(tuple(waiting))
            waiting = []
    rows += [(replace(block, span=FULL),) for block in waiting]
    return tuple(rows)
