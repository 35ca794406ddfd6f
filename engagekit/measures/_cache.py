"""What several sections ask of the same tables is worked out once.

Held for a `Tables` and for as long as it lives, by function and arguments. Nothing is held of
frames that are not pandas (a database may change behind them), and all is forgotten when a frame
was exchanged or changed in place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

import narwhals as nw
import pandas as pd

from engagekit.tables.tables import Tables

ROOM = 5_000_000
"""Cells of results held for one `Tables` at most; what would need more is worked out again."""
_NAME = "_worked_out"

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(eq=False)
class _Held:
    """Results of one `Tables`, and its frames as they were when they were worked out."""

    frames: dict[str, tuple[Any, Any]]
    results: dict[Hashable, Any] = field(default_factory=dict)
    cells: int = 0
    inside: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        """Tables that go to another process begin there with nothing held."""
        return _Held, ({"": (None, None)},)


def once(function: Function) -> Function:
    """A function of tables that answers the same question once.

    Parameters
    ----------
    function : callable
        Tables first. It reads frames, settings and scope of the tables and nothing else, and what
        it returns is a frame, a list, or cannot be changed.

    Returns
    -------
    callable
        The same function; a frame or a list is handed out as a copy of its own.
    """

    @wraps(function)
    def ask(tables: Tables, *args: Any, **given: Any) -> Any:
        present, key = _held(tables), _key(function, args, given)
        if present is None or key is None:
            return function(tables, *args, **given)
        if key in present.results:
            return _own(present.results[key])
        outer, present.inside = present.inside, True
        try:
            result = function(tables, *args, **given)
        finally:
            present.inside = outer
        size = _size(result)
        if present.cells + size <= ROOM:
            present.cells += size
            present.results[key] = _own(result)
        return result

    return cast("Function", ask)


def _held(tables: Tables) -> _Held | None:
    """What is held of these tables, None where nothing may be."""
    present: _Held | None = tables.__dict__.get(_NAME)
    if present is not None and (present.inside or _are_unchanged(tables, present)):
        return present
    if any(type(frame) is not pd.DataFrame for frame in tables.frames.values()):
        return None
    frames = {name: (frame, frame.copy(deep=False)) for name, frame in tables.frames.items()}
    result = tables.__dict__[_NAME] = _Held(frames)
    return result


def _are_unchanged(tables: Tables, held: _Held) -> bool:
    """Whether the frames of the tables are those of then, cell by cell."""
    if len(tables.frames) != len(held.frames):
        return False
    for name, frame in tables.frames.items():
        then, copy = held.frames.get(name, (None, None))
        if frame is not then or not _shares_all(frame, copy):
            return False
    return True


def _shares_all(frame: Any, copy: Any) -> bool:
    """Whether a frame still is what its copy is, told without looking at the cells.

    The copy took nothing but a reference. pandas copies on write: whoever changes a cell of the
    frame gets memory of its own for it, and the two no longer refer to the same.
    """
    if not (frame.index.is_(copy.index) and frame.columns.is_(copy.columns)):
        return False
    try:
        own, other = frame._mgr.blocks, copy._mgr.blocks
        return len(own) == len(other) and all(
            one.refs is two.refs and one.mgr_locs == two.mgr_locs
            for one, two in zip(own, other, strict=True)
        )
    except AttributeError:  # a pandas that keeps its cells in another way: work it out again
        return False


def _key(function: Any, args: tuple[Any, ...], given: dict[str, Any]) -> Hashable | None:
    """What is asked, None where it cannot be told apart from another question."""
    parts = [
        tuple(value) if isinstance(value, list) else value for value in (*args, *given.values())
    ]
    key = (function, *given, *((type(part), part) for part in parts))
    try:
        hash(key)
    except TypeError:
        return None
    return key


def _own(made: Any) -> Any:
    """A result that its taker may change."""
    if isinstance(made, pd.DataFrame | pd.Series):
        return made.copy(deep=False)
    return list(made) if isinstance(made, list) else made


def _size(made: Any) -> int:
    """Cells of a result."""
    native = nw.to_native(made, pass_through=True)
    return int(getattr(native, "size", 1))
