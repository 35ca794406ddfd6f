"""Where the rows of a tidy table stand: file, sheet and row number, kept without copying them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

Rows = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, eq=False)
class Places:
    """The places of the rows of one table, in their order.

    Attributes
    ----------
    pieces : tuple of (file, sheet, row numbers)
        One a file, laid end to end.
    kept : array of int, optional
        Which of those rows the table has, in its order; default all of them.
    """

    pieces: tuple[tuple[str, str, Rows], ...] = ()
    kept: Rows | None = None

    def __len__(self) -> int:
        return sum(len(rows) for _, _, rows in self.pieces) if self.kept is None else len(self.kept)

    def only(self, kept: Rows) -> "Places":
        """Return the places of some of the rows, by their positions."""
        return Places(self.pieces, kept if self.kept is None else self.kept[kept])

    def at(self, positions: Sequence[int] | Rows) -> pd.DataFrame:
        """Return the file, sheet and row of the rows at some positions of the table.

        Examples
        --------
        >>> places = Places((("a.csv", "", np.array([2, 3])), ("b.xlsx", "People", np.array([5]))))
        >>> places.at([2, 0]).values.tolist()
        [['b.xlsx', 'People', 5], ['a.csv', '', 2]]
        """
        requested = np.asarray(positions, dtype="int64")
        where = requested if self.kept is None else self.kept[requested]
        ends = np.cumsum([len(rows) for _, _, rows in self.pieces])
        piece = np.searchsorted(ends, where, side="right")
        starts = np.concatenate([[0], ends[:-1]]) if len(ends) else np.zeros(0, dtype="int64")
        rows = [
            int(self.pieces[at][2][to - starts[at]]) for at, to in zip(piece, where, strict=True)
        ]
        return pd.DataFrame(
            {
                "file": pd.Series([self.pieces[at][0] for at in piece], dtype="str"),
                "sheet": pd.Series([self.pieces[at][1] for at in piece], dtype="str"),
                "row": pd.Series(rows, dtype="Int64"),
            }
        )
