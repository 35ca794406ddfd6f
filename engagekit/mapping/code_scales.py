"""The points of scales of which a survey holds the codes alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_CODES = 12
"""Different numbers up to which a column holds codes of answers: scales have up to 11 points and a
code for no opinion."""


def scales_of(
    codes: dict[int, frozenset[str]], headers: Sequence[str]
) -> dict[str, tuple[list[str], list[int]]]:
    """Return every point of a scale that is drafted, and its columns: items of one question.

    Codes that happen to be alike make no common scale: 1 to 5 may be good and bad, or often and
    never. Points that nobody chose are points too.
    """
    scales: dict[str, tuple[set[int], list[int]]] = {}
    for column, labels in sorted(codes.items()):
        points, members = scales.setdefault(_family(headers[column]) or str(column), (set(), []))
        points.update(map(int, labels))
        members.append(column)
    return {
        f"scale_{place}": ([str(one) for one in _whole(points)], members)
        for place, (points, members) in enumerate(scales.values(), start=1)
    }


def _whole(codes: set[int]) -> list[int]:
    """Return codes with those between that nobody gave; 9 and 99 beside a shorter scale stay apart.

    Examples
    --------
    >>> _whole({2, 5}), _whole({0, 3}), _whole({1, 4, 99})
    ([1, 2, 3, 4, 5], [0, 1, 2, 3], [1, 2, 3, 4, 99])
    """
    apart = {code for code in codes if code > MOST_CODES}
    inside = codes - apart
    return sorted({*(range(min(1, *inside), max(inside) + 1) if inside else range(0)), *apart})


def _family(header: str) -> str:
    """Return what the headers of items of one question have in common; empty for none.

    Examples
    --------
    >>> _family("How satisfied are you? [Desk]"), _family("Q3_2"), _family("Would you come again?")
    ('How satisfied are you?', 'Q3', '')
    """
    if match := re.match(r"^(.*\S)\s*\[[^\]]+\]$", header):
        return match[1]
    match = re.match(r"^([A-Za-z]+\d*)[_.-]\d{1,3}$", header)
    return match[1] if match else ""
