"""Questions of the question bank, known by their exact words, whatever the library is called."""

import re
from functools import cache

from engagekit.readers.survey._column import labels_of
from engagekit.readers.survey._survey_builder import Field
from engagekit.readers.survey._words import folded
from engagekit.settings.question_bank import LIBRARY, Item, items

TYPED = ("text", "number", "net_promoter")
"""Kinds whose answers stand in no list."""


def item_of(field: Field) -> Item | None:
    """Return the item whose words a question has, answered in its words alone; else None."""
    stem, row = field.stem or field.wording, field.wording if field.stem else ""
    row = "" if row == stem else row
    for item in items().values():
        for language in LIBRARY:
            if not _pattern(item.wording[language]).fullmatch(folded(stem)):
                continue
            if (item.kind == "matrix") == (row in item.rows[language]) and _fit(item, field):
                return item
    return None


def _fit(item: Item, field: Field) -> bool:
    """Return whether all answers are the item's own, in either language."""
    offered = {folded(one) for options in item.options.values() for one in options}
    if not offered or item.kind in (*TYPED, "multi", "rank"):
        return True
    return {folded(label) for label in labels_of(field.cells)} <= offered


def options_in(item: Item, field: Field) -> tuple[str, ...]:
    """Return the options of several choices in the language in which they were ticked."""
    cells = " ".join(labels_of(field.cells))
    counts = {
        language: sum(option in cells for option in options)
        for language, options in item.options.items()
    }
    return item.options[max(counts, key=counts.__getitem__)]


def is_asked(header: str) -> bool:
    """Return whether a header is a wording of the bank, or a row of one of its grids.

    Examples
    --------
    >>> is_asked("Overall, how satisfied are you with the Info Centre?"), is_asked("Overall")
    (True, False)
    """
    if any(header in rows for item in items().values() for rows in item.rows.values()):
        return True
    stem = header.partition(" [")[0]
    wordings = (text for item in items().values() for text in item.wording.values())
    return any(_pattern(text).fullmatch(folded(stem)) for text in wordings)


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    """Return a wording of the bank, in which the library may be called anything."""
    before, slot, after = wording.partition("{library}")
    name = r" ?\S.{0,50}? ?" if slot else ""
    return re.compile(re.escape(folded(before)) + name + re.escape(folded(after)))
