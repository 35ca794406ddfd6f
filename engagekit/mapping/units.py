"""The unit of a column of numbers: as its header says it, and in that of the field."""

import re
from typing import Literal, get_args

import pandas as pd

from engagekit.parsing import contract_terms, values, word_lists
from engagekit.readers.activity._activity_log import band_minutes
from engagekit.readers.shared.vocabulary import words

Time = Literal["hours", "minutes", "seconds", "percent", "bands", "clock"]
Charged = Literal["5 minutes", "6 minutes", "10 minutes", "12 minutes", "15 minutes", "30 minutes"]
"""Units in which time is charged: a tenth or a quarter of an hour."""
Notice = Literal["weeks", "months", "years"]
Sum = Literal["units", "thousands", "lakhs", "millions", "crores", "monthly", "quarterly", "term"]
MONEY = ("amount", "price", "cost")
"""Fields of money, which finance writes in thousands or lakhs."""
_SUMS = {"units": 1.0, "thousands": 1e3, "lakhs": 1e5, "millions": 1e6, "crores": 1e7}
RATES = {"monthly": 12.0, "quarterly": 4.0}
"""Times by which a price is paid in a year."""
FACTORS = {"hours": 60.0, "minutes": 1.0, "seconds": 1 / 60, "percent": 0.01, **_SUMS, **RATES}
FACTORS |= {one: float(one.split()[0]) for one in get_args(Charged)}
CHARGED = re.compile("|".join(words("money.charged")["units"]), re.IGNORECASE)
"""Headers of time in units of so many minutes, or of a length that they do not say."""
_SAID = {unit: re.compile("|".join(said)) for unit, said in words("money.units").items()}
_CLOCK = r"(?i)(?<!\d)(\d{1,2})(?:[:.h]([0-5]\d))?(?::\d\d(?:\.0+)?)?\s*(?:([ap])\.?m\.?)?$"
_OF_COUNTS = re.compile(r"\((?:in )?(['’]?\w+)\)|\bin (['’]?\w+)$")
_OF_MONEY = ("crores", "lakhs", "millions", "thousands")
_AN_AMOUNT = re.compile(  # `sanctioned: Rs. 250 lakh` is a sum, and `2026-27 lakhs` a unit
    r"(?<![\w/-])(?<!\d[.,])(?!(?:19|20)\d\d\b)\d[\d.,]* ?"
    rf"(?:{'|'.join(_SAID[one].pattern for one in _OF_MONEY)})"
)

_CODES = "|".join(word_lists.words("cells.money")["codes"])
_BESIDE = re.compile(rf"(?i)\b(?:all|fig(?:ure)?s?|amounts?|values?|in|rs|{_CODES})\b|[\W_]")


def unit_of(header: str, field: str) -> str:
    """Return the unit of a field's column that is not the field's own, as its header says it.

    Examples
    --------
    >>> unit_of("Time (hrs)", "minutes"), unit_of("Amount (£'000)", "amount"), unit_of("h", "n")
    ('hours', 'thousands', '')
    >>> unit_of("Value (Rs. lakh)", "price"), unit_of("Budget (M$)", "amount")
    ('lakhs', 'millions')
    >>> unit_of("Grant of $250,000", "amount"), unit_of("Sanctioned: 2.5 lakh", "amount")
    ('', '')
    >>> unit_of("Downloads (in thousands)", "n"), unit_of("Thousand Oaks", "n")
    ('thousands', '')
    >>> unit_of("Monthly fee", "price"), unit_of("Monthly fee", "amount")
    ('monthly', '')
    >>> unit_of("Time (6 min units)", "minutes"), unit_of("Time (7 min units)", "minutes")
    ('6 minutes', '')
    """
    spans = ("hours", "seconds")
    if field.endswith("minutes") and (charged := CHARGED.search(header)):
        size = f"{next(filter(None, charged.groups()), '0')} minutes"
        return size if size in FACTORS else ""
    listed = {"minutes": spans, "staff_minutes": spans, **dict.fromkeys(MONEY, _OF_MONEY)}
    listed["price"] = (*_OF_MONEY, "term", *RATES)
    if field == "notice_days":
        return contract_terms.unit_in(header)
    listed["n"] = _OF_MONEY
    text = _AN_AMOUNT.sub(" ", header.casefold().replace("_", " "))
    if field == "n":  # a place may be called `Thousand Oaks`
        text = " ".join(one or two for one, two in _OF_COUNTS.findall(text))
    return next((one for one in listed.get(field, ()) if _SAID[one].search(text)), "")


def is_unit(text: str) -> bool:
    """Return whether a text says the unit of money and nothing else.

    Examples
    --------
    >>> is_unit("(Rs. in lakhs)"), is_unit("INR Lakh"), is_unit("Budget in lakhs")
    (True, True, False)
    """
    unit = unit_of(text, "amount")
    rest = _SAID[unit].sub(" ", text.casefold()) if unit else text
    return bool(unit) and not _BESIDE.sub("", rest)


def without_unit(header: str) -> str:
    """Return the header of a month without its unit.

    Examples
    --------
    >>> without_unit("Apr-26 (£000)"), without_unit("Apr 2000")
    ('Apr-26', 'Apr 2000')
    """
    said = "|".join(_SAID[one].pattern for one in _OF_MONEY)
    return re.sub(rf"(?i)[\s(\[£$€]+(?:{said})[\s)\]]*$", "", header)


def in_unit(cells: pd.Series, unit: str) -> pd.Series:
    """Return numbers in the unit of the field; a cell that is none stays as it is."""
    if unit == "bands":
        return values.mapped(cells, band_minutes)
    if unit in ("", "term"):  # a price of a term is divided by its years, once they are known
        return cells
    if unit in get_args(Notice):
        return contract_terms.with_unit(cells, unit)
    if unit == "clock":
        parts = cells.str.strip().str.extract(_CLOCK)
        hours, minutes, half = pd.to_numeric(parts[0]), pd.to_numeric(parts[1]), parts[2]
        is_clock = (minutes.notna() | half.notna()) & (hours < 24)
        late = half.str.lower().eq("p") * 12  # 12:05 a.m. is five past midnight
        hours = hours.where(half.isna(), hours % 12 + late)
        return cells.where(~is_clock, (60 * hours + minutes.fillna(0)).astype("str"))
    read = values.numbers(cells)
    is_full = cells.str.contains(r"(?i)\dk$")  # `12k` below `£000`
    in_full = (read.values * FACTORS[unit]).where(~is_full, read.values)
    return cells.where(read.values.isna(), in_full.round(9).astype("str"))
