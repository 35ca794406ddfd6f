"""A few rows of a tidy table, checked as a load checks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.parsing.validate import Checked, Place, check


def checked(
    table: str, rows: Sequence[Mapping[str, str]], file: str = "list.csv", **place: Any
) -> Checked:
    """Check rows that begin in the second row of a file, its columns in their order."""
    frame = pd.DataFrame(rows, dtype="str").set_axis(pd.RangeIndex(2, len(rows) + 2, name="source"))
    origins = {column: number for number, column in enumerate(frame.columns)}
    return check(table, frame, Place(file, "", origins, **place))
