"""Questions of the question bank, known by their exact words, whatever the library is called."""

import re
from functools import cache

from engagekit.readers.survey._column import labels_of
from engagekit.readers.survey._survey_builder import Field
from engagekit.readers.survey._words import folded
from engagekit.settings.question_bank import Item, items

TYPED = ("text", "number", "net_promoter")
"""Kinds whose answers stand in no list."""


@cache
def item_worded(text: str) -> Item | None:
    """Return the item whose words a text has, in either language; None where none has.

    Examples
    --------
    >>> item_worded("Overall, how satisfied are you with the Info Centre?").id
    'overall'
    """
    return next(
        (
            item
            for item in items().values()
            if any(_pattern(wording).fullmatch(folded(text)) for wording in item.wording.values())
        ),
        None,
    )


def item_of(field: Field) -> Item | None:
    """Return the item whose words a question has, answered in its words alone; else None."""
    stem, row = field.stem or field.wording, field.wording if field.stem else ""
    item = item_worded(stem)
    if item is None or not _fit(item, field):
        return None
    rows = {one for of_language in item.rows.values() for one in of_language}
    is_row = row in rows and row != stem
    return item if is_row == (item.kind == "matrix") else None


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


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    """Return a wording of the bank, in which the library may be called anything."""
    before, slot, after = wording.partition("{library}")
    name = r" ?\S.{0,50}? ?" if slot else ""
    return re.compile(re.escape(folded(before)) + name + re.escape(folded(after)))
