"""A table that a file may be, as the rules that speak against it see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from engagekit.mapping.columns import ColumnProfile
from engagekit.mapping.suggesting import Across


@dataclass(frozen=True)
class Candidate:
    """A table that a file may be, with what its columns would give.

    Attributes
    ----------
    sure, fields : dict of field to column
        Fields by their very words, and these with those that are only like a field.
    together : Across
        Columns that no field has alone.
    above : sequence of str
        Titles, and the names of the sheet and the file.
    signed : bool
        People sign on this sheet.
    every : sequence of ColumnProfile
        Columns that were left out too: the days of a first and a last use.
    """

    table: str
    columns: Sequence[ColumnProfile]
    sure: dict[str, int]
    fields: dict[str, int]
    together: Across
    above: Sequence[str]
    signed: bool
    every: Sequence[ColumnProfile]

    @property
    def headers(self) -> list[str]:
        """Return the headers of the columns."""
        return [part.header for part in self.columns]

    @property
    def people(self) -> list[ColumnProfile]:
        """Return the columns of names and addresses."""
        return [part for part in self.columns if part.is_name or part.kind == "email"]

    @property
    def numbers(self) -> list[ColumnProfile]:
        """Return the columns of numbers."""
        return [part for part in self.columns if part.kind == "number"]

    @property
    def is_of_one_event(self) -> bool:
        """Return whether nothing says which of several events a row is of."""
        return self.table == "attendance" and "event_id" not in self.together.fields

    @property
    def is_nameless(self) -> bool:
        """Return whether a list of people has neither numbers nor addresses of them."""
        return self.table == "contacts" and not {"contact_id", "email"} & self.fields.keys()

    def samples(self, field: str) -> list[str]:
        """Return the cells that are shown of the column of a field."""
        at = self.fields.get(field)
        return [part.samples for part in self.columns if part.column == at]
