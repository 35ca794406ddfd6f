"""A list that nobody knows yet, and the table that it would be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from engagekit.mapping.columns import ColumnProfile, names_period
from engagekit.mapping.mapping_file import normal
from engagekit.mapping.proposing import Proposal
from engagekit.mapping.row_states import UNTITLED
from engagekit.mapping.suggesting import Across
from engagekit.mapping.table_detection import DetectedTable
from engagekit.mapping.titles import title_in, titles
from engagekit.tables.tables import Tables


@dataclass(frozen=True)
class UnknownList:
    """A list and the table that it would be, with what its headers say by themselves.

    ``called``: headers by column, or its letter without one. ``plain``: fields by their very words.
    """

    one: Proposal
    columns: Sequence[ColumnProfile]
    body: pd.DataFrame
    detected: DetectedTable
    tables: Tables
    plain: Mapping[str, int]
    together: Across
    called: Mapping[int, str]

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the headers of the list."""
        return self.detected.listing.headers

    @property
    def titles(self) -> list[str]:
        """Return the titles above the list."""
        return titles(self.detected.listing)

    @property
    def stem(self) -> str:
        """Return the name of the file without its ending."""
        return self.detected.listing.export.path.stem

    @property
    def given(self) -> set[str]:
        """Return the fields that a column gives, or several together."""
        return {*self.one.fields, *self.together.fields}

    @property
    def departments(self) -> set[str]:
        """Return the departments of the staff list, as `normal` writes them."""
        return departments_of(self.tables)

    @property
    def title(self) -> str:
        """Return the title above a list, or the name of its sheet or file, without a time."""
        listing = self.detected.listing
        above = self.titles  # `Report:` and what stands beside it are no title
        above = [one for last, one in pairwise(["", *above]) if ":" not in (last[-1:], one[-1:])]
        names = (*above, listing.sheet.name, listing.export.path.stem)
        named = (one for one in names if one and not (names_period(one) or UNTITLED.match(one)))
        return next((title_in(one) or one for one in named), names[-1])


def departments_of(tables: Tables) -> set[str]:
    """Return the departments of the staff list, as `normal` writes them."""
    units = tables.contacts["department"].dropna().unique() if tables.has("contacts") else ()
    return {*map(normal, units)}
