"""The last page of a private brief: whom to see, and what is overdue. Never for the board."""

from engagekit.presentation.table import table
from engagekit.reporting.brief.blocks import FULL, HALF, Block
from engagekit.reporting.brief.headline import item_of
from engagekit.reporting.document.document import Content

PAGE = "actions"
"""Its name on the page: it begins a page of its own and never gives way."""
MOST = 5
"""People of a list at most: the lists share one page, and the notebook's page has the others."""
LISTS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("promises_overdue", FULL, ("display_name", "department", "what", "days_late")),
    ("prospects", FULL, ("display_name", "department", "role_level", "next_step", "by_on")),
    ("cooling", HALF, ("display_name", "department", "last_on")),
    ("succession", HALF, ("department", "champions", "leaving")),
    ("dinner_list", HALF, ("series", "chair", "last_on")),
)
"""What is asked of the team, its columns of twelve on the page, and the columns of its table."""


def lists(content: Content) -> list[Block]:
    """Return the lists of a private copy that name whom to see; none for the board."""
    if content.audience != "private":
        return []
    made = [_listed(content, name, span, wanted) for name, span, wanted in LISTS]
    return [block for block in made if block is not None]


def _listed(content: Content, name: str, span: int, wanted: tuple[str, ...]) -> Block | None:
    """Return one list, with the columns that are there."""
    item = item_of(content, name)
    if item is None or item.section.frame.empty:
        return None
    frame = item.section.frame
    columns = [column for column in wanted if column in frame.columns]
    made = table(item.section.with_frame(frame[columns].head(MOST)), content.locale.language)
    if made is None:
        return None
    left = len(frame) - len(made.rows)
    note = content.locale.say("brief.more_in_list", n=left) if left > 0 else ""
    title = content.locale.say(f"brief.do_{name}")
    return Block("table", title, note=note, item=item, table=made, span=span)
