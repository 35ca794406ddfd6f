"""One load for many notebooks: what was loaded once, for processes forked meanwhile.

A notebook calls `load` by itself, in a process that can be handed nothing but what it inherits; so
the tables stand in a context variable while the block that forks them lasts, and nowhere after it.
"""

import contextlib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType

from engagekit.tables.tables import Tables

_LOADED: ContextVar[Mapping[Path, Tables]] = ContextVar("loaded", default=MappingProxyType({}))


@contextlib.contextmanager
def use(place: Path, tables: Tables) -> Iterator[None]:
    """Let `load` of a folder return these tables, until the block ends, instead of reading it.

    For one command that runs a notebook for each department: its files do not change meanwhile.
    """
    token = _LOADED.set({**_LOADED.get(), place.resolve(): tables})
    try:
        yield
    finally:
        _LOADED.reset(token)


def find(place: Path) -> Tables | None:
    """Return the tables of a folder that was loaded already; None where it must be read."""
    loaded = _LOADED.get()
    return loaded.get(place.resolve()) if loaded else None
