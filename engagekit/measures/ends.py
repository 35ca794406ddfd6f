"""A share of which only the ends are told: columns of a protected frame, and their words."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.locale import Locale

ENDS = ("at_least", "at_most", "recoded")
"""Columns of a protected frame: the ends of a share that is not told exactly (missing where it is
open), and whether a row is told so. Such a row is ``suppressed``, and keeps its ``base``."""
FEW = 10
"""Bases under which ends are given as counts, as shares are (`engagekit.measures._frame.few`)."""
BAND = 0.05
"""The widest band that stands for one share: the board copy rounds to twenty steps."""
_ROUNDING = 1e-9


def is_recoded(row: Mapping[Any, Any] | pd.Series) -> bool:
    """Return whether a row tells the ends of its share instead of the share.

    Examples
    --------
    >>> is_recoded({"recoded": True}), is_recoded({"estimate": 0.5})
    (True, False)
    """
    value = row.get("recoded", False)
    return bool(pd.notna(value) and value)


def hidden(frame: pd.DataFrame) -> pd.Series:
    """Return which rows of a protected frame tell neither their number nor its ends.

    Examples
    --------
    >>> hidden(pd.DataFrame({"suppressed": [True, True], "recoded": [True, False]})).tolist()
    [False, True]
    """
    suppressed = frame["suppressed"].fillna(False).astype(bool)
    if "recoded" not in frame.columns:
        return suppressed
    return suppressed & ~frame["recoded"].fillna(False).astype(bool)


def span(row: Mapping[Any, Any] | pd.Series) -> tuple[float, float]:
    """Return the ends of a recoded share, none and all where they are open.

    Examples
    --------
    >>> span({"at_least": 0.8, "at_most": float("nan")})
    (0.8, 1.0)
    """
    low, high = row["at_least"], row["at_most"]
    return (0.0 if pd.isna(low) else float(low), 1.0 if pd.isna(high) else float(high))


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a protected frame with the middle of each narrow band as its estimate.

    A share that is known to within `BAND` can be drawn; its ends stay beside it, and nothing is
    added to what they say.

    Examples
    --------
    >>> band = {"estimate": float("nan"), "suppressed": True, "recoded": True}
    >>> frame = pd.DataFrame([{**band, "at_least": 0.525, "at_most": 0.575}])
    >>> round(float(rounded(frame)["estimate"].iloc[0]), 2)
    0.55
    """
    if "recoded" not in frame.columns:
        return frame
    low, high = frame["at_least"].fillna(0.0), frame["at_most"].fillna(1.0)
    is_narrow = frame["recoded"].fillna(False).astype(bool) & (high - low <= BAND + _ROUNDING)
    estimate = frame["estimate"].mask(is_narrow, (low + high) / 2)
    return frame.assign(estimate=estimate, suppressed=frame["suppressed"].mask(is_narrow, False))


def words(row: Mapping[Any, Any] | pd.Series, language: str, *, large: bool = False) -> str:
    r"""Return the ends of a recoded share as a reader reads them; ``large``: in a few letters.

    Examples
    --------
    >>> words({"at_least": 0.8, "at_most": float("nan"), "base": 23}, "en")
    '80% or more'
    >>> words({"at_least": float("nan"), "at_most": 0.5, "base": 8}, "en")
    '4 or fewer of 8'
    >>> words({"at_least": 0.525, "at_most": 0.575, "base": 194}, "en")
    'between 52% and 58%'
    >>> words({"at_least": 0.6, "at_most": 0.85, "base": 19}, "fr")
    'entre 60\xa0% et 85\xa0%'
    >>> words({"at_least": 0.6, "at_most": 0.85, "base": 56}, "fr", large=True)
    '60\xa0% à 85\xa0%'
    >>> words({"at_least": float("nan"), "at_most": 4, "unit": "count"}, "en")
    '4 or fewer'
    """
    low, high = span(row)
    kind = "between" if low > 0 and high < 1 else "at_least" if low > 0 else "at_most"
    if row.get("unit") == "count":
        return _count(row, language)
    base = row.get("base")
    given: dict[str, object] = {}
    if base is not None and pd.notna(base) and 0 < base < FEW:
        least: object = math.ceil(low * base - _ROUNDING)
        most: object = math.floor(high * base + _ROUNDING)
        kind, given = f"{kind}_of", {"base": int(base)}
    else:
        # outward: of 52.5% to 57.5% what lies between is not between 53% and 58%
        whole = math.floor(100 * low + _ROUNDING) / 100, math.ceil(100 * high - _ROUNDING) / 100
        least, most = (Locale(language).number(end, "share") for end in whole)
    if low > 0:
        given["least"] = least
    if low <= 0 or high < 1:
        given["most"] = most
    if large and kind == "between":
        kind = "from_to"
    return Locale(language).say(f"ends.{kind}", **given)


def _count(row: Mapping[Any, Any] | pd.Series, language: str) -> str:
    """Return the ends of a count."""
    locale, least, most = Locale(language), row["at_least"], row["at_most"]
    if pd.isna(least):
        return locale.say("ends.at_most_count", most=locale.number(most, "count"))
    low, high = (locale.number(end, "count") for end in (least, most))
    return locale.say("ends.between", least=low, most=high)
