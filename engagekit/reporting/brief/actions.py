"""The last page of a private brief: whom to see, and what is overdue. Never for the board."""

from engagekit.presentation.table import table
from engagekit.reporting.brief.blocks import FULL, HALF, Block
from engagekit.reporting.brief.runs import item_of
from engagekit.reporting.document.document import Content

PAGE = "actions"
"""Its name on the page: it begins a page of its own and never gives way."""
LISTS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("whom_to_see", FULL, 10, ("display_name", "reason", "last_need", "opening")),
    ("promises_overdue", FULL, 3, ("display_name", "department", "what", "days_late")),
    ("succession", HALF, 5, ("department", "champions", "leaving")),
    ("dinner_list", HALF, 5, ("series", "chair", "last_on")),
)
"""What is asked of the team, its columns of twelve on the page, its rows at most (the lists share
one page, and the notebook's page has the others), and the columns of its table."""


def lists(content: Content) -> list[Block]:
    """Return the lists of a private copy that name whom to see; none for the board."""
    if content.audience != "private":
        return []
    made = [_listed(content, *one) for one in LISTS]
    return [block for block in made if block is not None]


def _listed(
    content: Content, name: str, span: int, most: int, wanted: tuple[str, ...]
) -> Block | None:
    """Return one list, with the columns that are there."""
    item = item_of(content, name)
    if item is None or item.section.frame.empty:
        return None
    frame = item.section.frame
    if "department" not in wanted and "display_name" in wanted:  # one column holds both
        names = frame["display_name"] + ", " + frame["department"].fillna("")
        frame = frame.assign(display_name=names.str.removesuffix(", "))
    columns = [column for column in wanted if column in frame.columns]
    made = table(item.section.with_frame(frame[columns].head(most)), content.locale.language)
    if made is None:
        return None
    left = len(frame) - len(made.rows)
    note = content.locale.say("brief.more_in_list", n=left) if left > 0 else ""
    title = content.locale.say(f"brief.do_{name}")
    return Block("table", title, note=note, item=item, table=made, span=span)
