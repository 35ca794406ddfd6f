"""In which order the blocks of a page stand."""

from __future__ import annotations

import pytest

from engagekit.reporting.brief.blocks import Block
from engagekit.reporting.brief.pages import FULL, rows_of


@pytest.mark.parametrize(
    ("spans", "rows"),
    [
        ("aB", "a B"),  # what a page is about stands before how far to trust it
        ("aBc", "B ac"),
        ("abCdE", "ab C d E"),
        ("AbcD", "A bc D"),
        ("", ""),
    ],
)
def test_a_half_that_is_left_alone_keeps_its_place(spans: str, rows: str) -> None:
    blocks = [Block("lines", one, span=FULL if one.isupper() else FULL // 2) for one in spans]
    made = rows_of(blocks)
    assert " ".join("".join(block.title for block in row) for row in made) == rows
    assert all(sum(block.span for block in row) == FULL for row in made)
