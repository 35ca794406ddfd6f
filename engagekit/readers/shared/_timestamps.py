"""Moments of an event export: one order of day and month a file, text as the tool wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing.dates import moments
from engagekit.parsing.values import clean_word, mapped
from engagekit.tables.problems import Problem

_NUMERIC = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})[-/.](?:\d{4}|\d{2})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_ZONE_WORDS = {
    "EST": "-05:00",
    "EDT": "-04:00",
    "CST": "-06:00",
    "CDT": "-05:00",
    "MST": "-07:00",
    "MDT": "-06:00",
    "PST": "-08:00",
    "PDT": "-07:00",
    "BST": "+01:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "EET": "+02:00",
    "EEST": "+03:00",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "JST": "+09:00",
    "NZST": "+12:00",
    "NZDT": "+13:00",
    "WEST": "+01:00",
    "WET": "+00:00",
}
_ZONE = re.compile(rf"\s*\(?\b({'|'.join(_ZONE_WORDS)})\)?$")
_EASTERN_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_CLOCK_ONLY = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?\s*m\.?)?$", re.IGNORECASE)


@dataclass(frozen=True)
class DateOrder:
    """The order of day and month of a file.

    Attributes
    ----------
    order : str or None
        ``day first``, ``month first``, or None where no date needs it or nothing tells it.
    certain : bool
        False where only the manner of writing leans to it.
    needed : bool
        Some date could be read both ways.
    """

    order: str | None
    certain: bool = True
    needed: bool = True


def tidied(text: pd.Series) -> pd.Series:
    """Cells that hold moments, ready to be read: zones as offsets, ``--`` as nothing.

    Examples
    --------
    >>> tidied(pd.Series(['="2026-01-29 15:00"', "Mar 17, 2026 02:00 PM EDT", "--"])).tolist()
    ['2026-01-29 15:00', 'Mar 17, 2026 02:00 PM -04:00', '']
    """
    return mapped(text, _tidied_word)


@lru_cache(maxsize=65_536)
def _tidied_word(text: str) -> str:
    """One cell as `tidied` makes it."""
    bare = clean_word(text)
    if bare.startswith("="):
        bare = re.sub(r'^="?(.*?)"?$', r"\1", bare)
    bare = bare.strip("'\"")
    if not any(letter.isdigit() for letter in bare):
        return ""
    bare = _EASTERN_DAY.sub(r"\1-\2-\3 ", bare)
    bare = re.sub(r"午後\s*([\d:]+)", r"\1 PM", bare)
    bare = re.sub(r"午前\s*([\d:]+)", r"\1 AM", bare)
    bare = _ZONE.sub(lambda found: f" {_ZONE_WORDS[found[1]]}", bare)
    return clean_word(bare)


def decide(
    cells: Sequence[pd.Series],
    *,
    export: Export,
    title: str = "",
    within: Sequence[pd.Series] = (),
    not_after: Sequence[tuple[pd.Series, pd.Series]] = (),
) -> DateOrder:
    """Decide one order of day and month from all dates of a file.

    Parameters
    ----------
    cells : sequence of Series of str
        Every column of dates in the file.
    export : Export
        Its settings, then a date in its name, count as evidence.
    title : str
        Title of the event; a date in it is evidence.
    within : sequence of Series of str
        Columns of dates that lie close together (joins and leaves of one event).
    not_after : sequence of pairs of Series of str
        Dates of the first lie before those of the second (registered, joined).

    Returns
    -------
    DateOrder

    Notes
    -----
    A choice in the settings goes first, then a part over 12, a date in title or file name, the
    order of registering and joining, the closeness of joins. Only then the manner of writing: dots
    and a 24-hour clock or small "pm" lean to day first, "PM" and bare US dates to month first.
    """
    every = tidied(
        pd.concat([pd.Series(column, dtype="str") for column in cells], ignore_index=True)
    )
    dates = every[every.str.match(_NUMERIC.pattern)]
    stated = getattr(export.choice, "date_order", None)
    if stated:
        return DateOrder(stated)
    parts = [match for value in dates.unique() if (match := _NUMERIC.match(value))]
    over = (any(int(part[1]) > 12 for part in parts), any(int(part[3]) > 12 for part in parts))
    if over[0] != over[1]:
        return DateOrder("day first" if over[0] else "month first")
    if over[0] or all(part[1].lstrip("0") == part[3].lstrip("0") for part in parts):
        return DateOrder(None, certain=not over[0], needed=over[0])
    evidence = (
        _by_known_day(dates, f"{export.path.stem} {title}")
        or _by_sequence(not_after)
        or _by_closeness(within)
    )
    if evidence:
        return DateOrder(evidence)
    if all("." in part[2] for part in parts):
        return DateOrder("day first")
    return DateOrder(_by_manner(dates), certain=False)


def _by_known_day(dates: pd.Series, text: str) -> str | None:
    """The order under which some date of the file is a day named in a text."""
    existing = {date(*map(int, match.groups())) for match in _valid_days(text)}
    if not existing:
        return None
    fits = [
        order
        for order in ("day first", "month first")
        if set(moments(dates, order=order).values.dropna().dt.date) & existing
    ]
    return fits[0] if len(fits) == 1 else None


def _valid_days(text: str) -> Iterable[re.Match[str]]:
    """The whole dates written in a text."""
    for match in _ISO_DAY.finditer(text):
        try:
            date(*map(int, match.groups()))
        except ValueError:
            continue
        yield match


def day_in(text: str) -> str:
    """The date written in a text as ISO, or nothing; two dates are none.

    Examples
    --------
    >>> day_in("2026-02-24 Copyright clinic"), day_in("report 20260230"), day_in("list (2)")
    ('2026-02-24', '', '')
    """
    matches = {"-".join(match.groups()) for match in _valid_days(text)}
    return matches.pop() if len(matches) == 1 else ""


def _by_sequence(pairs: Sequence[tuple[pd.Series, pd.Series]]) -> str | None:
    """The only order under which what comes first does come first."""
    fits = []
    for order in ("day first", "month first"):
        holds = observed = 0
        for earlier, later in pairs:
            first = moments(tidied(earlier), order=order).values.dropna()
            last = moments(tidied(later), order=order).values.dropna()
            if len(first) and len(last):
                observed += 1
                holds += bool(first.max() <= last.max() + pd.Timedelta(days=1))
        if observed and holds == observed:
            fits.append(order)
    return fits[0] if len(fits) == 1 else None


def _by_closeness(columns: Sequence[pd.Series]) -> str | None:
    """The order under which dates lie within days of each other, where the other has weeks."""
    if not columns:
        return None
    every = tidied(pd.concat(columns, ignore_index=True))
    spans = {}
    for order in ("day first", "month first"):
        values = moments(every, order=order).values.dropna()
        if not len(values):
            return None
        spans[order] = values.max() - values.min()
    close, far = sorted(spans, key=lambda order: spans[order])
    apart = spans[close] <= pd.Timedelta(days=3) and spans[far] >= pd.Timedelta(days=20)
    return close if apart else None


def _by_manner(dates: pd.Series) -> str | None:
    """The order to which the manner of writing leans."""
    if dates.str.contains(r"\d\s*[ap]\.?\s?m\b", regex=True).any():
        return "day first"
    if dates.str.contains(r"\d\s*[AP]\.?\s?M\b", regex=True).any():
        return "month first"
    clocks = dates[dates.str.contains(r"\d{1,2}:\d{2}", regex=True)]
    if not len(clocks):
        return None
    spreadsheet = clocks.str.match(r"^[1-9]/[1-9]/\d{4} \d{1,2}:\d{2}$")
    return "month first" if spreadsheet.any() else "day first"


def lean_problem(decided: DateOrder, export: Export, row: int, example: str) -> list[Problem]:
    """What to tell a person where the order is not certain."""
    if decided.certain or not decided.needed:
        return []
    if decided.order is None:
        return [
            Problem(
                "a date whose day and month cannot be told apart",
                "Say date_order for this file under [files] in engagekit.toml.",
                export.file,
                export.sheet.name,
                row,
                "date",
                "",
                example,
            )
        ]
    return [
        Problem(
            f"read {decided.order}, which no date of the file proves",
            "If that is wrong, say date_order for this file under [files] in engagekit.toml.",
            export.file,
            export.sheet.name,
            row,
            "date",
            "",
            example,
        )
    ]


def read_moments(text: pd.Series, order: str | None) -> tuple[pd.Series, pd.Series]:
    """Cells to moments.

    Returns
    -------
    values : Series of datetime64
        Without zone: local as written, or UTC where ``zoned``.
    zoned : Series of bool
        The cell names its zone (so that it is the same moment wherever it is read).

    Examples
    --------
    >>> values, zoned = read_moments(pd.Series(["2026-10-06 14:00", "Oct 6, 2026 2 PM"]), None)
    >>> zoned.tolist(), read_moments(pd.Series(["Oct 6, 2026 02:00 PM EDT"]), None)[1].tolist()
    ([False, False], [True])
    """
    read = moments(tidied(text), zone="UTC", order=order)
    return read.values.dt.tz_localize(None), read.zoned


def leaves(joins: pd.Series, text: pd.Series, order: str | None) -> tuple[pd.Series, pd.Series]:
    """Moments of leaving; a clock without a date takes the day of the join (or the next)."""
    column = tidied(text)
    bare = column.map(lambda cell: _CLOCK_ONLY.match(cell) is not None).astype(bool) & joins.notna()
    dated = column.where(~bare, joins.dt.strftime("%Y-%m-%d ").fillna("") + column)
    values, zoned = read_moments(dated, order)
    early = bare & (values < joins)
    return values.where(~early, values + pd.Timedelta(days=1)), zoned


def iso(values: pd.Series, zoned: pd.Series | bool = False) -> pd.Series:
    """Moments as ISO text, with ``+00:00`` where the zone is known.

    Examples
    --------
    >>> iso(pd.Series(pd.to_datetime(["2026-01-20 08:30", None])), True).tolist()
    ['2026-01-20T08:30:00+00:00', '']
    """
    text = values.dt.strftime("%Y-%m-%dT%H:%M:%S")
    marked = pd.Series(zoned, index=values.index)
    written: pd.Series = text.where(~marked, text + "+00:00").fillna("").astype("str")
    return written
