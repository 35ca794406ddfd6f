"""The action list: names for the library's own team, never for the board."""

from engagekit.presentation.table import table
from engagekit.reporting.brief.blocks import FULL, Block
from engagekit.reporting.brief.headline import item_of
from engagekit.reporting.brief.pages import Brief, Page
from engagekit.reporting.document.document import Content

MOST = 10
"""People of a list at most: more are not seen in a quarter. The data book has the others."""
LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("promises_overdue", ("display_name", "department", "what", "days_late")),
    ("prospects", ("display_name", "department", "role_level", "next_step", "by_on")),
    ("cooling", ("display_name", "department", "role_level", "last_on")),
    ("succession", ("department", "champions", "leaving", "chance_of_none")),
    ("dinner_list", ("series", "chair", "meetings", "last_on")),
    ("champion_roster", ("display_name", "department", "role_level", "last_on")),
    ("stuck", ("display_name", "department", "role_level", "touches")),
)
"""What is asked of the team, and the columns that it needs for it."""


def actions(content: Content) -> Brief | None:
    """Return the lists of a private copy that name whom to see; None where there is none.

    Parameters
    ----------
    content : Content
        Of the private copy.
    """
    locale = content.locale
    rows = [
        (block,) for name, wanted in LISTS if (block := _listed(content, name, wanted)) is not None
    ]
    if not rows or content.audience != "private":
        return None
    title = locale.say("brief.actions")
    page = Page("actions", title, locale.say("brief.actions_lists"), tuple(rows))
    lead = (locale.say("brief.actions_lead"),)
    return Brief(title, lead, (), None, None, (), "", (page,))


def _listed(content: Content, name: str, wanted: tuple[str, ...]) -> Block | None:
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
    return Block("table", title, note=note, item=item, table=made, span=FULL)
