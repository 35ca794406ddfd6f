"""What header rows above one another say of each other."""

from collections.abc import Sequence

from engagekit.mapping.units import is_unit
from engagekit.readers.shared._stacked import is_typed

MOST_ANSWERS = 11
"""Answers to the items of one question: 0 to 10 are the most that scales have."""


def in_corner(row: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether a row ends with the unit of all below: `Rs. in lakhs`, at the right edge."""
    filled = [at for at, cell in enumerate(row) if cell]
    is_right = not any(below[filled[-1] + 1 :]) and all(below[at] for at in filled)
    return is_right and is_unit(row[filled[-1]])


def are_parts(row: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether two header rows share the columns: the lower one names parts of groups."""
    each = list(zip(row, below, [*row[1:], "end"], strict=True))
    return all(over or under for over, under, _ in each) and not any(
        over and under and after for over, under, after in each
    )


def splits(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the second row has nothing but words for parts of a few headers above it.

    Each part is over numbers or dates, and the first of each header over one without its own.
    """
    row, below, *body = rows
    parts = [at for at, cell in enumerate(below) if cell]
    starts = [at for at in parts if row[at]]
    are_words = all(
        not is_typed(below[at]) and any(is_typed(each[at]) for each in body) for at in parts
    )
    apart = any(not row[at] and at - 1 not in parts for at in parts)
    apart |= any(at + 1 not in parts or row[at + 1] for at in starts)
    return bool(starts) and are_words and not apart


def names_items(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the second row names items of questions above it: below are their answers.

    Each item is named once, over a few answers that come again and are those of its question.
    """
    row, below, *body = rows
    parts = [at for at, cell in enumerate(below) if cell]
    begun = [at for at in parts if row[at] and at + 1 in parts and not row[at + 1]]
    hangs = all(row[at] or at - 1 in parts for at in parts)
    single = [at for at, cell in enumerate(row) if cell and not below[at]]
    if not (begun and hangs and single and begun[0] == parts[0]):
        return False
    answers = [[each[at] for each in body if each[at]] for at in parts]
    asked = [len(one) >= 2 * len({*one}) and below[at] not in one
             for at, one in zip(parts, answers, strict=True)]  # fmt: skip
    shared = len({cell for one in answers for cell in one})
    return all(asked) and 0 < shared <= MOST_ANSWERS * len(begun)
