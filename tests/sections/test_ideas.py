"""docs/ideas.md against the package: no idea is said to be measured where it is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engagekit import measures, sections

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
IDEAS = LINE.findall((ROOT / "docs" / "ideas.md").read_text(encoding="utf-8"))
SOURCES = {
    file.stem[:2]: file.read_text(encoding="utf-8")
    for file in sorted((ROOT / "notebooks").glob("0*.ipynb"))
}
"""Notebooks by number; `test_notebooks` holds that each of their sections has a number."""


def test_there_are_thirty_five_ideas_each_once() -> None:
    assert [int(number) for number, *_ in IDEAS] == list(range(1, 36))


@pytest.mark.parametrize("idea", IDEAS, ids=[idea[1] for idea in IDEAS])
def test_an_idea_is_measured_where_the_page_says(idea: tuple[str, ...]) -> None:
    _, _, functions, shown, notebooks, held_to = idea
    for name in re.findall(r"`(\w+)`", functions):
        assert callable(getattr(measures, name))
    named = re.findall(r"`(\w+)`", shown)
    numbers = notebooks.split(", ")
    assert named
    assert held_to.strip()
    for name in named:
        assert callable(getattr(sections, name))
        assert any(f"ek.sections.{name}(" in SOURCES[number] for number in numbers), name
    for number in numbers:
        assert any(f"ek.sections.{name}(" in SOURCES[number] for name in named), number
