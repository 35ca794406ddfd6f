"""How long something took, as people and tools write it, to minutes."""

import re
from functools import lru_cache

import pandas as pd

from engagekit.parsing.values import (
    NOT_RECORDED,
    NOTHING,
    TOO_LARGE,
    Parsed,
    mapped,
    numbers,
    without_about,
)
from engagekit.parsing.word_lists import words

_WORDS = zip("hms", words("cells.durations").values(), strict=True)
_UNITS = [rf"(?:(?P<{sign}>\d+(?:[.,]\d+)?)\s*(?:{'|'.join(units)})\.?)?" for sign, units in _WORDS]
_NUMBER = r"\d+(?:\.\d+)?"
_WRITTEN = [
    re.compile(f"^{pattern}$", re.IGNORECASE)
    for pattern in (
        rf"(?P<h>{_NUMBER})\s*:\s*(?P<m>{_NUMBER})(?:\s*:\s*(?P<s>{_NUMBER}))?",
        r"(?P<h>\d+)\s?h(?:(?:ou)?rs?|eures?)?\s?(?P<m>[0-5]\d)",
        r"\s*".join(_UNITS),
        r"P(?:(?P<d>\d+)D)?T?(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?",
    )
]
"""Durations by a clock, as `1h30`, in words and as ISO has them: days, hours, minutes, seconds."""
_OF_A_DAY = re.compile(r"0?[.,]\d{6,}(?:[eE]-\d+)?$")
"""A time of a spreadsheet whose cell has lost its format: a part of a day."""
DAY, HOUR, HALF = 1440, 60, 0.5
_WORDED_HOURS = {
    length: re.compile(rf"(?:{'|'.join(listed)})$", re.IGNORECASE)
    for length, listed in words("cells.hours").items()
}


@lru_cache(maxsize=65_536)
def _minutes(value: str) -> float:
    """Return minutes of one duration, NaN when it is none."""
    for length, worded in _WORDED_HOURS.items():
        if worded.match(value):
            return float(length)
    for pattern in _WRITTEN:
        match = pattern.match(value)
        if match and any(match.groups()):
            parts = {sign: part or "0" for sign, part in match.groupdict().items()}
            day, hour, minute, second = (
                float(parts.get(sign, "0").replace(",", ".")) for sign in "dhms"
            )
            return day * DAY + hour * HOUR + minute + second / 60
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return float("nan")


def durations(text: pd.Series) -> Parsed:
    """Read a column of durations into minutes; a bare number is minutes, ``n/a`` is none.

    Examples
    --------
    >>> durations(pd.Series(["1h 5m 3s", "1h30", "01:02:10", "n/a"])).values.round(2).tolist()
    [65.05, 90.0, 62.17, nan]
    >>> durations(pd.Series(["0.0104166667", "0.0625"])).values.tolist()
    [15.0, 90.0]
    """
    column = mapped(text, lambda cell: NOT_RECORDED.sub("", without_about(cell)))
    cells = [_minutes(cell) for cell in column.tolist()]
    values = pd.Series(cells, column.index, dtype="float64", name=column.name)
    if column.str.match(_OF_A_DAY).mean() >= HALF and values.median() < HOUR / DAY:
        values = (values * DAY).round(2)  # as hours, most would be under three minutes
    values = values.where(values.abs() < TOO_LARGE)
    return Parsed(values, ~column.isin(["", *NOTHING]) & values.isna())


def hours(text: pd.Series) -> Parsed:
    """Read answers in hours: a bare number is hours, "30 min" is half of one.

    Examples
    --------
    >>> hours(pd.Series(["3", "about 2", "1h30", "30 min", "half a day"])).values.tolist()
    [3.0, 2.0, 1.5, 0.5, nan]
    """
    plain = numbers(text)
    worded = durations(text[plain.bad])
    return Parsed(plain.values.fillna(worded.values / HOUR), plain.bad & worded.values.isna())
