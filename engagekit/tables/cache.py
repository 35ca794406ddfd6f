"""What is worked out of tables once, and frames that nobody can change meanwhile."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

import narwhals as nw
import numpy as np
import pandas as pd

ROOM = 5_000_000
"""Cells of results kept for one `Tables` at most, some 40 MB as numbers; what would need more is
worked out again."""

Function = TypeVar("Function", bound=Callable[..., Any])


class Frames(Mapping[str, Any]):
    """Tables by name that stay as they are.

    Whoever takes a pandas frame gets one of their own over the same memory: pandas copies what is
    written to (copy on write), so a cell changed there, or in the frame that was handed in, is not
    changed here. Frames of other engines are handed out as they are; ``is_snapshot`` says that
    nothing changes behind them, as it may in a database.

    Examples
    --------
    >>> frames = Frames({"counts": pd.DataFrame({"n": [1]})})
    >>> taken = frames["counts"]
    >>> taken.loc[0, "n"] = 2
    >>> int(frames["counts"]["n"].iloc[0])
    1
    """

    def __init__(self, frames: Mapping[str, Any], *, is_snapshot: bool = False) -> None:
        self._is_snapshot = is_snapshot or getattr(frames, "_is_snapshot", False)
        self._frames = {name: _own(frame) for name, frame in frames.items()}

    def __getitem__(self, name: str) -> Any:
        return _own(self._frames[name])

    def __contains__(self, name: object) -> bool:
        return name in self._frames  # a Mapping would take, and so copy, the frame

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def are_fixed(self) -> bool:
        """Whether nothing can change behind them, as a database may."""
        every = self._frames.values()
        return self._is_snapshot or all(type(frame) is pd.DataFrame for frame in every)


@dataclass(eq=False)
class Cache:
    """Results of functions of one `Tables`, by function and arguments."""

    results: dict[Hashable, Any] = field(default_factory=dict)
    cells: int = 0

    def __reduce__(self) -> tuple[Any, ...]:
        """Tables that go to another process begin there with an empty cache."""
        return Cache, ()

    def keep(self, key: Hashable, result: Any) -> None:
        """Keep a result where there is room for it."""
        cells = getattr(nw.to_native(result, pass_through=True), "size", 1)
        size = int(cells) if isinstance(cells, int | np.integer) else 1  # not worked out yet: one
        if self.cells + size <= ROOM:
            self.cells += size
            self.results[key] = _own(result)


def once(function: Function) -> Function:
    """Make a function of tables answer the same question once.

    Parameters
    ----------
    function : callable
        Tables first. It reads frames, settings and scope of the tables and nothing else, and what
        it returns is a frame, a list, or cannot be changed.

    Returns
    -------
    callable
        The same function; a frame or a list is handed out as a copy of its own. What cannot be
        compared, and tables behind which something may change, are worked out each time.
    """

    @wraps(function)
    def remembered(tables: Any, *args: Any, **given: Any) -> Any:
        key = _key(function, args, given)
        frames = tables.frames
        if key is None or not (isinstance(frames, Frames) and frames.are_fixed):
            return function(tables, *args, **given)
        if key not in tables.cache.results:
            result = function(tables, *args, **given)
            tables.cache.keep(key, result)
            return result
        return _own(tables.cache.results[key])

    return cast("Function", remembered)


def _key(function: Any, args: tuple[Any, ...], given: dict[str, Any]) -> Hashable | None:
    """Return what is asked, None where it cannot be told apart from another question."""
    parts = [
        tuple(value) if isinstance(value, list) else value for value in (*args, *given.values())
    ]
    key = (function, *given, *((type(part), part) for part in parts))
    try:
        hash(key)
    except TypeError:
        return None
    return key


def _own(value: Any) -> Any:
    """Return a frame or a list that its taker may change; anything else as it is."""
    if isinstance(value, pd.DataFrame | pd.Series):
        return value.copy(deep=False)
    return list(value) if isinstance(value, list) else value


def as_pandas(frame: Any) -> pd.DataFrame:
    """Return a frame of any engine as one of pandas."""
    if isinstance(frame, pd.DataFrame):
        return frame
    result: pd.DataFrame = nw.from_native(frame).lazy().collect().to_pandas()
    return result


def count_rows(frame: Any) -> int:
    """Return the rows of a frame of any engine."""
    if isinstance(frame, pd.DataFrame):
        return len(frame)
    return int(as_pandas(nw.from_native(frame).lazy().select(nw.len().alias("n")))["n"].iloc[0])
