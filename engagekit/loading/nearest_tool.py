"""The one tool that would know a file if it had a column more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from engagekit.errors import EngagekitError
from engagekit.files.source_file import Export, Sheet
from engagekit.mapping.shipped import all_tools
from engagekit.mapping.table_detection import DetectedTable
from engagekit.mapping.tool_reading import ToolMapping
from engagekit.mapping.tool_signs import keys_of, several
from engagekit.readers.shared._table import squash
from engagekit.readers.shared.vocabulary import words

LEAST = 3
"""Columns of a tool that a file must have: a name and an address are in every list."""
SHARE = 0.6
"""Share of a file's columns that are the tool's: less is another file with some of its words."""
ROWS = 12
"""Rows below the header that a tool may look at."""


@dataclass(frozen=True)
class Nearest:
    """A tool that would know a file.

    Attributes
    ----------
    lacks : str
        The column without which it does not.
    """

    tool: str
    table: str
    lacks: str


def nearest(export: Export, detected: DetectedTable) -> Nearest | None:
    """Return the one tool that would know a file if it had a column more.

    ``export``: known to nobody.
    """
    headers = {squash(header) for header in detected.headers}
    found = []
    for tool in all_tools():
        if tool.TABLES[0] == "contacts":
            continue  # every list of people has some of their columns
        listed = _listed(tool)
        shared = len({key for key, names in listed.items() if names & headers})
        if shared < LEAST or shared < SHARE * len(headers):
            continue
        for word in _lacking(tool, headers):
            if _knows(tool, export, detected, word):
                found.append((shared, Nearest(tool.TOOL, tool.TABLES[0], word)))
                break
    best = max((shared for shared, _ in found), default=0)
    first = [one for shared, one in found if shared == best]
    return first[0] if len(first) == 1 else None


def _listed(tool: Any) -> dict[str, set[str]]:
    """Return the columns of a tool, each with its squashed headers."""
    if isinstance(tool, ToolMapping):
        mapping = tool.mapping
        return {
            field: set(keys_of([*several(header), *mapping.aliases.get(field, ())], ()))
            for field, header in mapping.columns.items()
        }
    return {key: {squash(one) for one in names} for key, names in _vocabulary(tool).items()}


@cache
def _vocabulary(tool: Any) -> dict[str, tuple[str, ...]]:
    """Return the headers that a reader module has in its vocabulary."""
    name = getattr(tool, "name", "") or tool.__name__.rpartition(".")[2]
    try:
        return {key: tuple(names) for key, names in words(f"{name}.columns").items()}
    except EngagekitError:
        return {}


def _lacking(tool: Any, headers: set[str]) -> Iterator[str]:
    """Yield the columns that may make a file one of a tool, as its exports call them."""
    if isinstance(tool, ToolMapping):
        groups: list[tuple[str, ...]] = []
        for signs in tool.mapping.recognise:
            groups += [(name,) for name in signs.all] + list(signs.any)
    else:
        groups = list(_vocabulary(tool).values())
    for names in groups:
        plain = [name for name in names if not name.startswith("@") and "*" not in name]
        if plain and not headers & {squash(name) for name in plain}:
            yield plain[0]


def _knows(tool: Any, export: Export, detected: DetectedTable, word: str) -> bool:
    """Return whether a tool knows a file to which a column is put."""
    sheet = detected.listing.sheet
    at = detected.listing.header
    cells = sheet.cells.iloc[: at + ROWS].copy()
    cells[sheet.width] = ""
    cells.iloc[at, -1] = word
    fuller = Sheet(sheet.name, cells)
    try:
        return tool.recognise(replace(export, sheets=(fuller,))) is not None
    except EngagekitError:
        return False
