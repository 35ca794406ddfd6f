"""One load for many notebooks: what was loaded once, handed to processes forked meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from engagekit.tables.tables import Tables

_HELD: dict[Path, Tables] = {}


@contextlib.contextmanager
def keeping(place: Path, tables: Tables) -> Iterator[None]:
    """Until the block ends, loading a folder gives these tables instead of reading it again.

    For one command that runs a notebook for each department: its files do not change meanwhile.
    """
    key = place.resolve()
    before = _HELD.get(key)
    _HELD[key] = tables
    try:
        yield
    finally:
        del _HELD[key]
        if before is not None:
            _HELD[key] = before


def held(place: Path) -> Tables | None:
    """What is kept of a folder; None where it must be read."""
    return _HELD.get(place.resolve()) if _HELD else None
