"""Who belongs where: a cell may name several departments (needs, initiatives), joined by ';'."""

import narwhals as nw
import pandas as pd

from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

SEPARATOR = ";"


def several(cells: pd.Series, most: int | None = None) -> pd.Series:
    """Return each name of cells that may hold several, under the index of its cell.

    Parameters
    ----------
    cells : Series of str
        Missing ones hold none.
    most : int, optional
        Names taken of a cell, the first ones.

    Returns
    -------
    Series of str
        Blank names are left out.

    Examples
    --------
    >>> several(pd.Series(["Tax; Legal", None, "IT;"])).tolist()
    ['Tax', 'Legal', 'IT']
    """
    parts = cells.dropna().astype("str").str.split(SEPARATOR).map(lambda names: names[:most])
    names = parts.explode().astype("str").str.strip()
    return names[names != ""]


def first_of(cells: pd.Series) -> pd.Series:
    """Return the first name of each cell: in a whole that is divided each is in one part.

    Examples
    --------
    >>> first_of(pd.Series(["Tax; Legal", "Legal", None])).tolist()
    ['Tax', 'Legal', nan]
    >>> first_of(pd.Series([None])).tolist()
    [nan]
    """
    return cells.astype("str").str.replace(f"(?s){SEPARATOR}.*", "", regex=True).str.strip()


@once
def memberships(tables: Tables) -> pd.DataFrame:
    """Return everybody of the contacts with each of their departments.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts``.

    Returns
    -------
    DataFrame
        ``contact_id, department``, a row for each department of a person; who has none has no row.
    """
    contacts = nw.from_native(tables.need("contacts")).lazy().select("contact_id", "department")
    people = contacts.collect().to_pandas().reset_index(drop=True)
    names = several(people["department"])
    ids = people["contact_id"].reindex(names.index)
    return pd.DataFrame({"contact_id": ids, "department": names}).reset_index(drop=True)
