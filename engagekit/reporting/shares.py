"""A dozen rounded ratios of one library for others, and its place among theirs."""

import calendar
import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from engagekit.errors import DataError, UsageError, error_text

RECENT = np.timedelta64(12, "M")
"""Months between the ends of two periods, at most, in which libraries are compared."""
FEWEST = 5
"""Libraries that must have a ratio: among fewer, a quartile is the number of one of them."""
Sector = Literal["law", "health", "company", "government", "education", "other"]
SECTORS: tuple[str, ...] = get_args(Sector)
BANDS = ((100, "under 100"), (250, "100 to 249"), (1000, "250 to 999"), (5000, "1,000 to 4,999"))
"""People on the staff list: each band ends below its number."""
LARGEST = "5,000 or more"


@dataclass(frozen=True)
class Ratio:
    """One ratio: where its number stands in results.json, in which unit, whether it is turned.

    Attributes
    ----------
    measure, section : str
        Of the number; it is that of everybody.
    unit : str
        As `engagekit.locale.locale.Locale.number` takes it.
    of : {"value", "n per 100", "base per value"}
        How the ratio comes from the number.
    group : str
        Value of the row of everybody, where the section has groups.
    blur : float
        Distance up to which two may stand in any order: board copies round a mean on steps.
    """

    measure: str
    section: str
    unit: str = "share"
    of: str = "value"
    group: str = ""
    blur: float = 0.0


_RATIOS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
RATIOS: Mapping[str, Ratio] = {name: Ratio(**one) for name, one in _RATIOS.items()}


class Share(BaseModel):
    """What one library gives to others: no name, no count, no group; ratios and bands alone.

    Attributes
    ----------
    library : str
        A digest that tells two files of one library from those of two, and nothing else.
    sector, people : str
        Kind of organisation; band of its head count.
    months : int
        Length of the period, in whole months.
    until : str
        Month in which the period ends, e.g. ``2026-09``.
    currency : str
        Of the two amounts.
    ratios : dict
        Id of `RATIOS` to its rounded number; one that is not known or is protected is missing.
    digest : str
        SHA-256 of the rest: a number that was altered on its way shows.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    share: Literal["engagekit-share/1"] = "engagekit-share/1"
    library: str
    sector: Sector
    people: str
    months: int
    until: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    currency: str
    ratios: dict[str, float]
    digest: str = ""

    @field_validator("ratios")
    @classmethod
    def _are_known(cls, ratios: dict[str, float]) -> dict[str, float]:
        """Refuse a ratio that this version does not know."""
        unknown = sorted(set(ratios) - set(RATIOS))
        if unknown:
            raise ValueError(f"unknown ratios: {', '.join(unknown)}")
        return ratios

    def signed(self) -> "Share":
        """Return the same share with the digest of what it holds."""
        return self.model_copy(update={"digest": self.checksum()})

    def checksum(self) -> str:
        """Return the SHA-256 of everything but the digest."""
        parts = self.model_dump(exclude={"digest"})
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def share(results: Mapping[str, Any], library: str, sector: str, k: int) -> Share:
    """Return what a board copy lets others know.

    Every ratio is worked out from numbers that stand in the board copy and is then rounded: who
    has both learns nothing that the board copy does not say.

    Parameters
    ----------
    results : mapping
        The ``results.json`` of a board copy.
    library : str
        Its digest.
    sector : str
        One of `SECTORS`.
    k : int
        People or things on both sides of a share at least.

    Raises
    ------
    UsageError
        If the copy is not the board's, or the sector is not known.
    DataError
        If the period is not of whole months, or the report has none of the ratios.
    """
    if sector not in SECTORS:
        raise UsageError(f"There is no sector '{sector}'. Choose one of: {', '.join(SECTORS)}.")
    report = results["report"]
    if report.get("copy") != "board":
        raise UsageError(error_text("shares.share"))
    numbers = {name: _number(one, results["numbers"], report) for name, one in RATIOS.items()}
    people = int((numbers["reach"] or {}).get("base") or 0)
    ratios = {
        name: ratio
        for name, number in numbers.items()
        if number and (ratio := _ratio(RATIOS[name], number, people, k)) is not None
    }
    if not ratios or not people:
        raise DataError(error_text("shares.share_2"))
    start, end = (date.fromisoformat(report["period"][name]) for name in ("start", "end"))
    is_whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if not is_whole:
        raise DataError(error_text("shares.share_3", start=start, end=end))
    return Share(
        library=library,
        sector=sector,
        people=next((text for size, text in BANDS if people < size), LARGEST),
        months=12 * (end.year - start.year) + end.month - start.month + 1,
        until=f"{end:%Y-%m}",
        currency=str(report["currency"]),
        ratios=ratios,
    ).signed()


def _number(
    ratio: Ratio, numbers: Sequence[Mapping[str, Any]], report: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """Return the latest number of everybody; None where it is hidden: one before is no answer."""
    label = report["period"]["label"]
    rows = [
        one
        for one in numbers
        if one["section"] == ratio.section
        and one["measure"] == ratio.measure
        and not set(one["group"].values()) - {ratio.group}
        and (one["period"] == label or ratio.measure in _OF_SURVEY)
    ]
    return rows[-1] if rows and rows[-1]["value"] is not None else None


_OF_SURVEY = ("response rate (AAPOR RR2)", "satisfaction", "net promoter")
"""Measures that bear the period of their survey, the last one by the end of the report's."""


def _ratio(ratio: Ratio, number: Mapping[str, Any], people: int, k: int) -> float | None:
    """Return a number as it is shared, None where fewer than k stand on one side of it."""
    n, base, value = number["n"], number["base"], float(number["value"])
    if ratio.of == "n per 100":
        return _rounded(100 * n / people) if people and n >= k else None
    if ratio.of == "base per value":
        return _rounded(base / value) if base and value else None
    if base is not None and base < k:
        return None
    if ratio.unit == "share":
        return None if any(0 < side < k for side in (n, base - n)) else round(value, 2)
    return float(round(value)) if ratio.unit == "net" else _rounded(value)


def _rounded(value: float) -> float:
    """Return a number with two significant figures."""
    return float(f"{value:.2g}")


def read(path: Path) -> Share:
    """Return the share that a file holds.

    Raises
    ------
    DataError
        If the file is no share, or was altered after it was written.
    """
    try:
        result = Share.model_validate_json(path.read_bytes())
    except (ValidationError, UnicodeDecodeError) as error:
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else "it is no text"
        raise DataError(error_text("shares.read_2", name=path.name, why=why)) from error
    if result.digest != result.checksum():
        raise DataError(error_text("shares.read", name=path.name))
    return result


@dataclass(frozen=True)
class Place:
    """Where we stand with one ratio.

    Attributes
    ----------
    ratio : str
        Id of `RATIOS`.
    libraries : int
        How many have it, ours included.
    lower, median, upper : float or None
        Quartiles; None among fewer than `FEWEST`.
    rank : int or None
        1 for the largest number; equal ones share a rank.
    last : int or None
        The last rank that it may have: those that are rounded alike stand in any order.
    """

    ratio: str
    libraries: int
    ours: float | None
    lower: float | None = None
    median: float | None = None
    upper: float | None = None
    rank: int | None = None
    last: int | None = None


def comparable(ours: Share, others: Iterable[Share]) -> tuple[list[Share], int, int]:
    """Return each other library once, with its latest period of as many months as ours.

    Second and third: how many have none of that length, and none that ends within a year of ours.

    Examples
    --------
    >>> ours = Share(library="a", sector="law", people="under 100", months=3, until="2026-09",
    ...              currency="CAD", ratios={"reach": 0.5})
    >>> theirs = [ours.model_copy(update={"library": "b", "until": f"2026-{month}"})
    ...           for month in ("06", "03")]
    >>> yearly = ours.model_copy(update={"library": "c", "months": 12})
    >>> [one.until for one in comparable(ours, [ours, *theirs, yearly])[0]]
    ['2026-06']
    >>> comparable(ours, [yearly, ours.model_copy(update={"library": "d", "until": "2025-08"})])
    ([], 1, 1)
    """
    end = np.datetime64(ours.until)
    theirs = [one for one in others if one.library != ours.library]
    near = [one for one in theirs if abs(np.datetime64(one.until) - end) <= RECENT]
    same = [one for one in near if one.months == ours.months]
    latest = {one.library: one for one in sorted(same, key=lambda one: one.until)}
    every, recent = ({one.library for one in some} for some in (theirs, near))
    return list(latest.values()), len(recent - set(latest)), len(every - recent)


def compare(ours: Share, others: Sequence[Share]) -> list[Place]:
    """Return our place among other libraries, a row for each ratio.

    Parameters
    ----------
    ours : Share
    others : sequence of Share
        Of periods as long as ours, see `comparable`.

    Examples
    --------
    >>> ours = Share(library="a", sector="law", people="under 100", months=3, until="2026-09",
    ...              currency="CAD", ratios={"reach": 0.5})
    >>> theirs = [ours.model_copy(update={"ratios": {"reach": one}})
    ...           for one in (0.3, 0.4, 0.6, 0.7)]
    >>> place = compare(ours, theirs)[0]
    >>> place.libraries, place.lower, place.median, place.upper, place.rank
    (5, 0.4, 0.5, 0.6, 3)
    """
    return [_place(name, ours, others) for name in RATIOS]


def _place(name: str, ours: Share, others: Sequence[Share]) -> Place:
    """Return our place with one ratio; amounts stand beside those in the same currency alone."""
    is_money = RATIOS[name].unit == "per_head"
    peers = [one for one in others if not is_money or one.currency == ours.currency]
    own = ours.ratios.get(name)
    values = [one.ratios[name] for one in peers if name in one.ratios]
    everybody = values if own is None else [*values, own]
    if len(everybody) < FEWEST:
        return Place(name, len(everybody), own)
    lower, median, upper = (float(one) for one in np.quantile(everybody, (0.25, 0.5, 0.75)))
    blur = RATIOS[name].blur
    rank = None if own is None else 1 + sum(value > own + blur for value in values)
    last = None if own is None else 1 + sum(value >= own - blur for value in values)
    return Place(name, len(everybody), own, lower, median, upper, rank, last)
