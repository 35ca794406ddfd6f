"""Lists of words as data: TOML files of a folder, loaded once and validated.

A file holds lists of words, ``key = ["word", "mot"]``, at its top or in tables (``[status]``).
A name is that of the file, or of a table of it: ``"zoom"``, ``"zoom.status"``.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engagekit.errors import SettingsError, did_you_mean

CELLS = Path(__file__).parent / "vocabulary"
"""Words of cells that every source may hold: months, yes and no, totals."""


@cache
def words(name: str, folder: Path = CELLS) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of words of a file, or of one table of it, as they are written.

    ``name``: name of the file without its ending; for a table a dot and its name. Returned:
    read-only; keys and words in the order of the file.

    Raises
    ------
    SettingsError
        The file or table does not exist, or a key holds something other than a list of different,
        non-empty texts; the message names file and key.

    Examples
    --------
    >>> words("cells.flags")["no"][:2]
    ('no', 'n')
    """
    file, *tables = name.split(".")
    part = _read(folder, file)
    for table in tables:
        if not isinstance(part.get(table), Mapping):
            names = [key for key, value in part.items() if isinstance(value, Mapping)]
            raise SettingsError(f"{file}.toml has no table [{table}]. {did_you_mean(table, names)}")
        part = part[table]
    nested = [key for key, value in part.items() if isinstance(value, Mapping)]
    if nested:
        raise SettingsError(
            f"{file}.toml: {name!r} holds tables, not words. {did_you_mean('', nested)}"
        )
    return MappingProxyType(dict(part))


@cache
def by_word(name: str, folder: Path = CELLS) -> Mapping[str, str]:
    """Return the key of each word, for tables whose words have one meaning.

    Raises
    ------
    SettingsError
        As for `words`, or a word stands under two keys.

    Examples
    --------
    >>> by_word("cells.months")["février"]
    '2'
    """
    keys: dict[str, str] = {}
    for key, values in words(name, folder).items():
        for word in values:
            if keys.setdefault(word, key) != key:
                raise SettingsError(
                    f"{name.split('.')[0]}.toml, key {key!r}: {word!r} stands under "
                    f"{keys[word]!r} too. Leave it under one of them."
                )
    return MappingProxyType(keys)


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
    """Return a whole file, its lists as tuples."""
    place = folder / f"{file}.toml"
    if not place.is_file():
        names = sorted(one.stem for one in folder.glob("*.toml"))
        raise SettingsError(f"No vocabulary {place.name}. {did_you_mean(file, names)}")
    try:
        raw = tomllib.loads(place.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{place.name} is not valid TOML: {error}.") from error
    return {key: _checked(value, place.name, key) for key, value in raw.items()}


def _checked(value: Any, file: str, key: str) -> Any:
    """Return a list of words as a tuple, a table with its lists so."""
    if isinstance(value, dict):
        return {name: _checked(part, file, f"{key}.{name}") for name, part in value.items()}
    texts = value if isinstance(value, list) else []
    if not texts or not all(isinstance(word, str) and word.strip() for word in texts):
        raise SettingsError(f"{file}, key {key!r}: expected a list of words, found {value!r}.")
    twice = sorted({word for word in texts if texts.count(word) > 1})
    if twice:
        raise SettingsError(f"{file}, key {key!r}: {twice[0]!r} stands twice. Leave one out.")
    return tuple(texts)
