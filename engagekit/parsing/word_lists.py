"""Lists of words as data: TOML files of a folder, loaded once.

A file holds lists of words, ``key = ["word", "mot"]``, at its top or in tables (``[status]``).
A name is that of the file, or of a table of it: ``"zoom"``, ``"zoom.status"``.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

CELLS = Path(__file__).parent / "vocabulary"
"""Words of cells that every source may hold: months, yes and no, totals."""


@cache
def words(name: str, folder: Path = CELLS) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of words of a file, or of one table of it, as they are written.

    ``name``: name of the file without its ending; for a table a dot and its name. Returned:
    read-only; keys and words in the order of the file.

    Examples
    --------
    >>> words("cells.flags")["no"][:2]
    ('no', 'n')
    """
    file, *tables = name.split(".")
    part = _read(folder, file)
    for table in tables:
        part = part[table]
    return MappingProxyType({key: tuple(listed) for key, listed in part.items()})


@cache
def by_word(name: str, folder: Path = CELLS) -> Mapping[str, str]:
    """Return the key of each word, for tables whose words have one meaning.

    Examples
    --------
    >>> by_word("cells.months")["février"]
    '2'
    """
    listed = words(name, folder).items()
    return MappingProxyType({word: key for key, each in listed for word in each})


@cache
def tables(name: str, folder: Path = CELLS) -> tuple[str, ...]:
    """Return the tables of a file, in its order.

    Examples
    --------
    >>> from engagekit.parsing import word_lists
    >>> "totals" in word_lists.tables("cells")
    True
    """
    return tuple(key for key, value in _read(folder, name).items() if isinstance(value, Mapping))


@cache
def _read(folder: Path, file: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{file}.toml").read_text(encoding="utf-8"))
