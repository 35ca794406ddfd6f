"""How long something took, as people and tools write it, to minutes."""

import re
from functools import lru_cache

import pandas as pd

from engagekit.parsing.values import NOT_RECORDED, NOTHING, TOO_LARGE, Parsed, mapped, without_about
from engagekit.parsing.word_lists import words

_UNITS = re.compile(
    "^"
    + r"\s*".join(
        rf"(?:(\d+(?:[.,]\d+)?)\s*(?:{'|'.join(units)})\.?)?"
        for units in words("cells.durations").values()
    )
    + "$",
    re.IGNORECASE,
)
_OF_A_DAY = re.compile(r"0?[.,]\d{6,}(?:[eE]-\d+)?$")
"""A time of a spreadsheet whose cell has lost its format: a part of a day."""
DAY, HOUR, HALF = 1440, 60, 0.5
_WORDED_HOURS = {
    length: re.compile(rf"(?:{'|'.join(listed)})$", re.IGNORECASE)
    for length, listed in words("cells.hours").items()
}
_HOURS = re.compile(r"^(\d+)\s?h(?:(?:ou)?rs?|eures?)?\s?([0-5]\d)$", re.IGNORECASE)
_DURATION_ISO = re.compile(r"^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$")


@lru_cache(maxsize=65_536)
def _minutes(value: str) -> float:
    """Return minutes of one duration, NaN when it is none."""
    for length, worded in _WORDED_HOURS.items():
        if worded.match(value):
            return float(length)
    if value.count(":") in (1, 2):
        parts = value.split(":")
        if all(part.strip().replace(".", "", 1).isdigit() for part in parts):
            clock = [float(part) for part in [*parts, "0"][:3]]
            return clock[0] * 60 + clock[1] + clock[2] / 60
    match = _HOURS.match(value)
    if match:
        return int(match[1]) * 60 + int(match[2])
    match = _UNITS.match(value)
    if match and any(match.groups()):
        hours, minutes, seconds = (
            float((part or "0").replace(",", ".")) for part in match.groups()
        )
        return hours * 60 + minutes + seconds / 60
    match = _DURATION_ISO.match(value)
    if match and any(match.groups()):
        day, hour, minute, second = (float(part or 0) for part in match.groups())
        return day * 1440 + hour * 60 + minute + second / 60
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
