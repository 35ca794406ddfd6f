"""How rows are grouped: by columns of contacts, with a row over all of them."""

from collections.abc import Sequence

import pandas as pd

from engagekit.errors import require_one_of
from engagekit.measures._frame import ALL
from engagekit.tables.memberships import SEPARATOR, several
from engagekit.tables.schema import table

NOT_STATED = "Not stated"


def grouping(by: str | Sequence[str] | None) -> list[str]:
    """Return the columns to compare as a list, each a column of contacts.

    Raises
    ------
    UsageError
        If contacts has no such column.
    """
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    existing = [column.name for column in table("contacts").columns]
    for name in names:
        require_one_of(name, existing, f"by='{name}': contacts has no such column.")
    return names


def each_department(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return grouped counts with people of several departments counted in each of them.

    The row over all is counted apart, so there everybody is one.
    """
    if "department" not in names or not frame["department"].str.contains(SEPARATOR).any():
        return frame
    parts = several(frame["department"])
    split = frame.loc[parts.index].assign(department=parts.to_numpy())
    return split.groupby(names, sort=True, as_index=False).sum()


def with_all(frame: pd.DataFrame, by: list[str], total: pd.DataFrame) -> pd.DataFrame:
    """Return groups in order of their name with the row over all of them in front."""
    if not by:
        return total
    groups = frame.sort_values(by, kind="stable").reset_index(drop=True)
    return pd.concat([total.assign(**dict.fromkeys(by, ALL)), groups], ignore_index=True)
