"""Every message of the catalogues and of the analyst's texts is used: nothing is kept for nobody."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from engagekit.locale.analyst import ENGLISH
from engagekit.locale.catalogue import read
from engagekit.measures import registry
from engagekit.reporting.output_folder import OWN
from engagekit.sections.registry import QUESTIONS
from tests import house
from tests.notebook_cells import cells

NO_USERS = {"errors.toml", "analyst.toml"}
ROOMS = {
    "finding": ("wording", "sections", "reporting"),
    "report": ("reporting", "presentation", "sections", "measures", "identity", "tables"),
    "brief": ("reporting",),
    "workbook": ("reporting", "locale"),
    "slides": ("reporting",),
    "choice": ("sections",),
    "label": ("sections", "measures"),
    "note": ("sections",),
    "quadrant": ("sections",),
    "compare": ("sections",),
    "figure": ("figures", "presentation", "sections", "reporting", "locale"),
    "method": ("measures", "statistics", "disclosure"),
    "ends": ("measures",),
    "data": ("measures",),
    "missing": ("facts", "measures", "tables", "sections"),
    "disclosure": ("disclosure",),
    "gate": ("sections", "measures"),
    "open": ("sections", "loading", "mapping", "tables"),
    "accept": ("identity",),
    "totals": ("sections",),
    "start": ("cli",),
}
"""Where the rest of an id may stand alone, as ``voice.say("reach")`` for ``finding.reach``. Ids of
other groups stand whole."""
PARTS = 2
"""So many letters of an f-string must be fixed for it to make an id."""


@cache
def _words(room: str) -> tuple[frozenset[str], frozenset[str]]:
    """The texts of a room, and patterns of those that it puts together."""
    texts: set[str] = set()
    patterns: set[str] = set()
    for file in (house.PACKAGE / room).rglob("*"):
        if file.name in NO_USERS:
            continue
        if file.suffix == ".toml":
            texts.update(_of_settings(tomllib.loads(file.read_text("utf-8"))))
        elif file.suffix == ".j2":
            texts.update(re.findall(r"""['"]([\w.]+)['"]""", file.read_text("utf-8")))
        elif file.suffix == ".py":
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    texts.add(node.value)
                elif isinstance(node, ast.keyword) and node.arg:  # a column that is assigned
                    texts.add(node.arg)
                elif isinstance(node, ast.JoinedStr):
                    patterns.add(_pattern(node))
    return frozenset(texts), frozenset(patterns - {""})


def _of_settings(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from part
        part = list(part.values())
    if isinstance(part, list):
        for value in part:
            yield from _of_settings(value)
    elif isinstance(part, str):
        yield part


def _pattern(joined: ast.JoinedStr) -> str:
    """An f-string as a pattern; empty where hardly anything of it is fixed."""
    fixed = [part.value for part in joined.values if isinstance(part, ast.Constant)]
    rest = "".join(map(str, fixed)).removeprefix(next(iter(fixed), "").partition(".")[0] + ".")
    if len(re.findall("[a-z]", rest)) < PARTS or " " in rest:
        return ""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"([\w.]*)"
        for part in joined.values
    )


def _stands(text: str, room: str) -> bool:
    """Whether a text stands in a room, or is put together there of texts of the package."""
    texts, patterns = _words(room)
    filled = [found.groups() for pattern in patterns if (found := re.fullmatch(pattern, text))]
    return text in texts or any(all(map(_fills_a_slot, slots)) for slots in filled)


def _fills_a_slot(part: str) -> bool:
    """Whether a part of an id is a text of the package, or two of them one after the other."""
    known = _words("")[0] | QUESTIONS.keys()
    return (
        not part
        or part.isdigit()
        or not known.isdisjoint({part, part.replace("_", " "), part.replace("_", "-")})
        or any(part[:at] in known and part[at:] in known for at in range(1, len(part)))
    )


def _is_used(key: str) -> bool:
    """Whether an id stands in the package, or is made by a pattern of its group."""
    group, _, rest = key.partition(".")
    everywhere = _words("")[0]
    if key in everywhere:
        return True
    if key.startswith("report.column."):
        return rest.removeprefix("column.") in everywhere
    if key.startswith("figure.measure."):
        measure = key.removeprefix("figure.measure.").replace("_", " ")
        return measure in {name.replace("_", " ") for name in registry.MEASURES}
    if group == "section" and rest in QUESTIONS:
        return True
    if group == "choice" and rest.endswith("_is"):
        return rest in _words("sections")[0] or _is_used(key.removesuffix("_is"))
    if rest.endswith("_a_day") and _is_used(key.removesuffix("_a_day")):
        return True
    rooms = ROOMS.get(group, ())
    if group == "label" and any(_stands(rest.replace("_", " "), room) for room in rooms):
        return True
    if group == "finding" and any(_stands(f"{rest}_", room) for room in rooms):
        return True
    tail = rest.rpartition(".")[2]
    return _stands(key, "") or any(_stands(rest, room) or _stands(tail, room) for room in rooms)


def test_every_message_is_used() -> None:
    assert [key for key in ENGLISH.catalogue.messages if not _is_used(key)] == []
    assert not _is_used("finding.nobody_says_this")


@pytest.mark.parametrize("group", ["value", "cell", "list"])
def test_every_text_of_frames_that_has_words_is_written_by_the_package(group: str) -> None:
    written = "\n".join(
        file.read_text("utf-8")
        for file in house.PACKAGE.rglob("*")
        if file.suffix in {".py", ".toml"} and file.name not in NO_USERS
    )
    assert [
        text
        for text in read("fr").texts[group]
        if not all(part in written for part in re.split(r"{\w+}", text))
    ] == []


def test_every_text_of_notebooks_that_has_words_goes_into_a_report() -> None:
    lines: set[str] = set()
    for name in OWN:
        for cell in cells(house.ROOT / "notebooks" / f"{name}.ipynb", "markdown"):
            if "no-report" not in cell.tags:
                lines.update(line.strip("#-* ") for line in cell.source.split("\n"))
    assert [
        text
        for text in read("fr").texts["notebook"]
        if text.strip("#-* ") not in lines and "{" not in text
    ] == []
