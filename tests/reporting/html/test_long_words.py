"""A word as long as no language has breaks, so that no table grows wider than the page."""

from __future__ import annotations

import pytest

from engagekit.reporting.html import page


@pytest.mark.parametrize(("letters", "breaks"), [(59, 0), (60, 3), (5_000, 250)])
def test_a_long_word_breaks_in_cells_alone(letters: int, breaks: int) -> None:
    word = "W" * letters
    cell = page.unbroken(f'<td title="{word}">{word}</td><script>{word}</script>')
    assert cell.count("<wbr>") == breaks
    assert f'title="{word}"' in cell and f"<script>{word}</script>" in cell
    assert cell.replace("<wbr>", "").count(word) == 3


def test_no_entity_is_cut() -> None:
    word = "&lt;" * 80
    assert page.unbroken(word).replace("<wbr>", "") == word
    assert {len(one) for one in page.unbroken(word).split("<wbr>") if one} == {80}
