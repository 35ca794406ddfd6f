"""docs/ideas.md against the package: no idea is said to be measured where it is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engagekit import measures, sections
from tests.notebook_cells import NOTEBOOKS, cells

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
IDEAS = LINE.findall((ROOT / "docs" / "ideas.md").read_text(encoding="utf-8"))
CALL = re.compile(r"`(\w+)(?:\((.*?)\))?`")


SOURCES = {
    file.stem[:2]: "".join(cell.source for cell in cells(file))
    for file in NOTEBOOKS
    if file.stem[0] == "0"
}
"""Notebooks by number; `test_notebooks` holds that each of their sections has a number."""


def shown_in(notebook: str, section: str, option: str) -> bool:
    """Return whether a cell of a notebook asks a section, with its option where it has one."""
    call = rf"ek\.sections\.{section}\(\w+{', ' + re.escape(option) if option else ''}[,)]"
    return re.search(call, SOURCES[notebook]) is not None


def test_there_are_thirty_five_ideas_each_once_and_answered() -> None:
    assert [int(number) for number, *_ in IDEAS] == list(range(1, 36))
    answered = [
        number
        for number, _, _, shown, notebooks, _ in IDEAS
        if any(
            shown_in(book, *call) for book in notebooks.split(", ") for call in CALL.findall(shown)
        )
    ]
    assert len(answered) == 35


@pytest.mark.parametrize("idea", IDEAS, ids=[idea[1] for idea in IDEAS])
def test_an_idea_is_measured_where_the_page_says(idea: tuple[str, ...]) -> None:
    _, _, functions, shown, notebooks, held_to = idea
    for name in re.findall(r"`(\w+)`", functions):
        assert callable(getattr(measures, name))
    named = CALL.findall(shown)
    numbers = notebooks.split(", ")
    assert named
    assert held_to.strip()
    for name, option in named:
        assert callable(getattr(sections, name))
        assert any(shown_in(number, name, option) for number in numbers), name
    for number in numbers:
        assert any(shown_in(number, *call) for call in named), number
