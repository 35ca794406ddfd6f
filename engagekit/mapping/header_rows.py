"""What header rows above one another say of each other."""

from collections.abc import Sequence

from engagekit.mapping.units import is_unit
from engagekit.readers.shared._stacked import is_typed


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
