"""A matrix as office programs show it: a table whose cells are filled by their number."""

from dataclasses import dataclass

from engagekit.locale import Locale
from engagekit.measures._frame import by_of, is_measure_frame
from engagekit.presentation import table as printed
from engagekit.presentation.section import Section
from engagekit.reporting.office.chart_model import MOST, Values, category, in_order, numbers
from engagekit.reporting.office.number_formats import number_format

MOST_ACROSS = 12
"""Columns of a table with fills at most: three years of quarters, and what a slide has room for."""


@dataclass(frozen=True)
class Heat:
    """A table whose cells are filled by their number.

    Attributes
    ----------
    head : str
        What its rows are.
    rows, columns : tuple of str
    values : tuple of tuple of float or None
        A row each; None where there is no number to show.
    """

    head: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[Values, ...]
    number_format: str

    def share(self, value: float | None) -> float:
        """Return how far a number is from nothing to the largest, 0 to 1."""
        most = max((v for row in self.values for v in row if v is not None), default=0.0)
        return max(0.0, value) / most if value is not None and most > 0 else 0.0


def heat(section: Section, locale: Locale) -> Heat | None:
    """Return the matrix of a section as a table with fills; None for any other figure.

    Parameters
    ----------
    section : Section
        Protected or not. Hidden cells have no number.
    """
    frame = section.frame
    if section.figure != "matrix" or not is_measure_frame(frame) or frame.empty:
        return None
    across = str(section.figure_args.get("across", "period"))
    names = [name for name in by_of(frame) if name != across]
    if across not in frame.columns or len(names) != 1:
        return None
    if frame.duplicated([*names, across]).any():
        return None
    shown = frame.assign(estimate=frame["estimate"].mask(frame["suppressed"].fillna(False)))
    table = shown.pivot(index=names[0], columns=across, values="estimate")
    columns = in_order(frame[across].unique(), section, "columns")
    table = table.reindex(index=frame[names[0]].unique(), columns=columns)
    if len(table) > MOST or len(columns) > MOST_ACROSS:
        return None
    return Heat(
        printed.header(names[0], locale.language),
        tuple(category(name, names[0], section, locale) for name in table.index),
        tuple(category(name, across, section, locale) for name in columns),
        tuple(map(numbers, table.to_numpy())),
        number_format(str(frame["unit"].iloc[0]), locale),
    )
