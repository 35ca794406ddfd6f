"""The unit of a column of numbers: which one a text may name, and numbers in that of the field."""

import re
from typing import Literal, get_args

import pandas as pd

from engagekit.parsing import contract_terms, values
from engagekit.readers.activity._activity_log import band_minutes
from engagekit.readers.shared.vocabulary import words

Time = Literal["hours", "minutes", "seconds", "percent", "bands"]
Charged = Literal["5 minutes", "6 minutes", "10 minutes", "12 minutes", "15 minutes", "30 minutes"]
"""Units in which time is charged: a tenth or a quarter of an hour."""
Notice = Literal["weeks", "months", "years"]
Sum = Literal["units", "thousands", "lakhs", "millions", "crores", "monthly", "quarterly", "term"]
SUMS = {"crores": 1e7, "lakhs": 1e5, "millions": 1e6, "thousands": 1e3}
RATES = {"monthly": 12.0, "quarterly": 4.0}
"""Times by which a price is paid in a year."""
FACTORS = {"hours": 60.0, "minutes": 1.0, "seconds": 1 / 60, "percent": 0.01, "units": 1.0}
FACTORS |= {**SUMS, **RATES, **{one: float(one.split()[0]) for one in get_args(Charged)}}
CHARGED = re.compile("|".join(words("money.charged")["units"]), re.IGNORECASE)
"""Time in units of so many minutes, or of a length that the text does not say."""
MONEY = ("amount", "cost", "n")
"""Fields of money and counts, which may be in thousands of which only a title speaks."""
_TIMES, _PRICES = ("hours", "seconds"), (*SUMS, "term", *RATES)
UNITS_OF = {"minutes": _TIMES, "staff_minutes": _TIMES, "price": _PRICES}
UNITS_OF |= dict.fromkeys(MONEY, (*SUMS,))
_SAID = {unit: re.compile("|".join(said)) for unit, said in words("money.units").items()}


def unit_in(text: str, field: str) -> str:
    """Return the unit that a text may name for a field, other than the field's own.

    Examples
    --------
    >>> unit_in("Time (hrs)", "minutes"), unit_in("All in £'000", "amount"), unit_in("h", "n")
    ('hours', 'thousands', '')
    >>> unit_in("Monthly fee", "price"), unit_in("Time (6 min units)", "minutes")
    ('monthly', '6 minutes')
    """
    if field.endswith("minutes") and (charged := CHARGED.search(text)):
        size = f"{next(filter(None, charged.groups()), '0')} minutes"
        return size if size in FACTORS else ""
    if field == "notice_days":
        return contract_terms.unit_in(text)
    folded = text.casefold().replace("_", " ")
    return next((unit for unit in UNITS_OF.get(field, ()) if _SAID[unit].search(folded)), "")


def without_unit(header: str) -> str:
    """Return the header of a month without its unit.

    Examples
    --------
    >>> without_unit("Apr-26 (£000)"), without_unit("Apr 2000")
    ('Apr-26', 'Apr 2000')
    """
    said = "|".join(_SAID[unit].pattern for unit in SUMS)
    return re.sub(rf"(?i)[\s(\[£$€]+(?:{said})[\s)\]]*$", "", header)


def in_unit(cells: pd.Series, unit: str) -> pd.Series:
    """Return numbers in the unit of the field; a cell that is none stays as it is."""
    if unit == "bands":
        return values.mapped(cells, band_minutes)
    if unit in ("", "term"):  # a price of a term is divided by its years, once they are known
        return cells
    if unit in get_args(Notice):
        return contract_terms.with_unit(cells, unit)
    read = values.numbers(cells)
    is_full = cells.str.contains(r"(?i)\dk$")  # `12k` below `£000`
    in_full = (read.values * FACTORS[unit]).where(~is_full, read.values)
    return cells.where(read.values.isna(), in_full.round(9).astype("str"))
