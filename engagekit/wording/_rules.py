"""How a finding is said: the voice, the rules by their names, and the rows they speak of."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import pandas as pd
from babel.lists import format_list

from engagekit.errors import EngagekitError
from engagekit.locale import Locale
from engagekit.locale._messages import Written
from engagekit.locale.catalogue import slots
from engagekit.measures import _frame, basis, ends
from engagekit.measures.engine import HEADS
from engagekit.statistics import change, pooling

SURELY = 0.8
"""Probability from which one of several shares is named as the highest or the lowest: that of the
quadrant, where nobody chose another."""
LEAD = 2
"""A lead of one or two, which a few people more would turn, makes nobody the first."""
_ERRORS = NormalDist().inv_cdf(SURELY)
NAMED, PAIR = 4, 2
"""Names of a list that a sentence tells; the figure tells all."""
TWO_SIDED = 1.959964
"""Standard errors from the middle of a 95 per cent range to its end."""
GROUPS = ("department", "role_level", "site", "cost_centre")
"""Columns of people: a number of everybody is the row of all of them, or it is not there."""
Row = pd.Series | Mapping[Any, Any]


class NotShownError(EngagekitError):
    """A sentence needs a number that its row does not show."""


@dataclass(frozen=True)
class Voice:
    """The language in which a finding is said."""

    locale: Locale

    def say(self, key: str, /, **slots: object) -> str:
        """Return a message of the findings."""
        return self.locale.say(f"finding.{key}", **slots)

    def number(self, value: object, unit: str, digits: int | None = None) -> str:
        """Return a number in its unit."""
        return self.locale.number(value, unit, digits)

    def range_of(self, row: Row, unit: str) -> str:
        """Return the range of a row."""
        return self.locale.interval(row["low"], row["high"], unit)

    def size(self, value: float, unit: str) -> str:
        """Return how large a difference is, without its sign."""
        return self.number(abs(value), unit).lstrip("+")

    def tell(self, key: str, row: Row | None = None, /, **given: Any) -> str:
        """Return a message whose slots are given, or numbers of rows that are.

        ``{n}, {base}, {of}, {share}, {in_share}, {interval}, {period}, {value}`` are those of
        ``row``; ``{first_n}`` is that of the row ``first``, ``{first}`` its number.
        """
        wanted = slots(self.locale.catalogue.messages[f"finding.{key}"])
        return self.say(key, **{name: self._slot(name, row, given) for name in wanted})

    def _slot(self, name: str, row: Row | None, given: Mapping[str, Any]) -> object:
        """Return what stands in a slot; NotShownError where the row does not show it."""
        if name in given:
            value = given[name]
            if value is None:
                raise NotShownError(f"A sentence needs {name}, which is not shown.")
            return self._number_of(value) if isinstance(value, pd.Series | dict) else value
        whose = next((part for part in given if name.startswith(f"{part}_")), "")
        if whose:
            row, name = given[whose], name.removeprefix(f"{whose}_")
        if row is None:
            raise NotShownError(f"A sentence needs a row for {name} that is not shown.")
        if name in ("n", "base"):
            return as_count(row[name])
        return _SLOTS[name](self, row)

    def _number_of(self, row: Row) -> object:
        """Return the number of a row, with which words agree."""
        unit, value = str(row["unit"]), row["estimate"]
        if unit == "share" and pd.notna(base := row.get("base")) and base < _frame.FEW:
            return self.n_of_base(row)
        is_whole = unit == "count" and float(value).is_integer()
        return int(value) if is_whole else Written(self.number(value, unit), abs(float(value)))

    def n_of_base(self, row: Row) -> str:
        """Return a share as a count: "12 of 30"."""
        return self.locale.say("figure.n_of_base", n=as_count(row["n"]), base=as_count(row["base"]))

    def in_share(self, row: Row) -> str:
        """Return a share in brackets; nothing where its base is few."""
        return "" if is_few(row) else f" ({self.number(row['estimate'], 'share')})"

    def share(self, row: Row) -> str:
        """Return a share in per cent, or as a count where its base is few."""
        return self.n_of_base(row) if is_few(row) else self.number(row["estimate"], "share")

    def share_with_counts(self, row: Row) -> str:
        """Return a share with its numbers: "43% (15 of 35)", or "7 of 9" where the base is few."""
        share = self.share(row)
        return share if is_few(row) else f"{share} ({self.n_of_base(row)})"

    def period(self, label: object) -> str:
        """Return the label of a quarter as it is read."""
        return self.locale.label(str(label))

    def day(self, value: object) -> str:
        """Return a day in long form."""
        return self.locale.day(str(value)[:10])

    def listed(self, parts: Iterable[object]) -> str:
        """Return a few parts as one text: "Legal and Tax"."""
        names = [self.locale.value(str(part)) for part in parts]
        return format_list(names, locale=self.locale.code)

    def names(self, parts: Iterable[object], most: int = NAMED) -> str:
        """Return the first names of a list, and how many more there are."""
        names = [self.locale.value(str(part)) for part in parts]
        if len(names) <= PAIR:
            return self.listed(names)
        more = self.say("names_more", n=len(names) - most) if len(names) > most else ""
        return ", ".join(names[:most]) + more


_SLOTS: Mapping[str, Callable[[Voice, Row], object]] = {
    "of": Voice.n_of_base,
    "in_share": Voice.in_share,
    "share": lambda voice, row: voice.number(row["estimate"], "share"),
    "interval": lambda voice, row: voice.range_of(row, str(row["unit"])),
    "period": lambda voice, row: voice.period(row["period"]),
    "value": Voice._number_of,
}


@dataclass(frozen=True)
class Telling(Voice):
    """What a rule makes a sentence of: a voice, a frame, and what else is known of it.

    Attributes
    ----------
    merged : bool
        Whether rows are left out that stand for several of the whole.
    """

    frame: pd.DataFrame
    args: Mapping[str, Any]
    merged: bool = False

    def more(self, key: str, row: Row | None, /, **given: Any) -> str:
        """Return a message on a row; nothing where the row is not there."""
        return "" if row is None else self.tell(key, row, **given)

    def rows(self, measure: str, *filled: str) -> pd.DataFrame:
        """Return the rows of a measure that may be spoken of: none that lacks a number."""
        rows = self.frame[self.frame["measure"] == measure]
        return rows[rows[["estimate", *filled]].notna().all(axis=1)]

    def row(self, measure: str | None = None, **where: str) -> pd.Series | None:
        """Return the row of a measure over all groups; None where it is not shown."""
        return row_of(self.frame, measure, **where)

    def need(self, measure: str | None = None, **where: str) -> pd.Series:
        """Return the same row; NotShownError where it is not shown."""
        found = self.row(measure, **where)
        if found is None:
            raise NotShownError("A sentence needs a number that is not shown.")
        return found

    def compared(self, text: str, measure: str | None = None) -> str:
        """Return a text that compares the rows of a measure, with what it leaves out.

        Of rows that are hidden or merged it is said that the others alone are compared. A row that
        stands beside it with its ends, as 90% or more, may be the first of all: then nothing is.
        """
        rows = self.frame
        if measure is not None:
            rows = rows[rows["measure"] == measure]
        if "recoded" in rows.columns:
            is_recoded = rows["recoded"].fillna(False).astype(bool)
            if (is_recoded & rows["estimate"].isna()).any():
                return ""
        is_hidden = "suppressed" in rows.columns and bool(ends.hidden(rows).any())
        if not text or not (is_hidden or self.merged):
            return text
        groups = "department" if "department" in rows.columns else "rows"
        return text + self.say(f"shown_{groups}")

    def ends(self, rows: pd.DataFrame, by: str) -> dict[str, str]:
        """Return who is lowest and highest, all that are level, and their shares."""
        told = {}
        for end, is_low in (("low", True), ("high", False)):
            ranked = rows.sort_values(
                ["estimate", "base"], ascending=[is_low, False], kind="stable"
            )
            level = ranked[ranked["estimate"] == ranked["estimate"].iloc[0]]
            told[end] = self.names(level[by])
            told[f"{end}_share"] = self._share_of_level(level)
        return told

    def _share_of_level(self, level: pd.DataFrame) -> str:
        """Return the share of the largest of those level; the counts of each where it has few."""
        if not is_few(level.iloc[0]):
            return self.share(level.iloc[0])
        shares = [self.share(row) for _, row in level.iterrows()]
        return ", ".join([*dict.fromkeys(shares)][:NAMED])

    def leading(self, rows: pd.DataFrame, by: str, column: str = "n") -> tuple[str, str, int]:
        """Return names and counts of the first and those not clearly behind, and how many.

        Where they are more than a pair, those of the very first alone.
        """
        ranked = rows.sort_values(column, ascending=False, kind="stable")
        counts = [as_count(n) for n in ranked[column]]
        front = sum(not is_ahead(counts[0], n) for n in counts)
        told = counts.count(counts[0]) if front > PAIR else front
        numbers = [self.number(n, "count") for n in counts[: 1 if front > PAIR else front]]
        return self.names(ranked[by][:told]), self.listed(numbers), front

    def by_records(self, text: str) -> str:
        """Return a text that says whether the records alone could account for a change."""
        head, _, rest = text.partition("\n")
        way = self.args.get("logged")
        said = self.locale.say(f"brief.lead_logged_{way}") if way else ""
        return f"{head}\n{said} {rest}" if way else text

    def least_seen(
        self, low: float, high: float, unit: str, tests: float = 1, key: str = "change_least"
    ) -> str:
        """Return the smallest change that was likely to show, from a 95 per cent range."""
        seen = change.smallest_seen((high - low) / (2 * TWO_SIDED), int(tests))
        return self.tell(key, least=self.size(seen, unit))


Rule = Callable[[Telling], str | None]
RULES: dict[str, Rule] = {}


def telling(function: Rule) -> Rule:
    """Enter a rule under its name."""
    RULES[function.__name__.lstrip("_")] = function
    return function


def needed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows without which nothing can be said; NotShownError for none."""
    if rows.empty:
        raise NotShownError("A sentence needs a number that is not shown.")
    return rows


def as_count(value: Any) -> int:
    """Return a count of a row.

    Raises
    ------
    NotShownError
        Where it is not shown: the number stands on the board without its counts.
    """
    if pd.isna(value):
        raise NotShownError("A sentence needs a count that is not shown.")
    return int(value)


def is_few(row: Row) -> bool:
    """Return whether a row rests on too few for a percentage."""
    return as_count(row["base"]) < _frame.FEW


def is_of_heads(row: Row) -> bool:
    """Return whether a number is of head counts, as there is no staff list."""
    return HEADS in basis.notes_of(row)


def row_of(frame: pd.DataFrame, measure: str | None = None, **where: str) -> pd.Series | None:
    """Return the last row of a measure, by default the one over all groups."""
    wanted = where if measure is None else {"measure": measure, **where}
    is_meant = pd.Series(True, frame.index)
    for name, value in wanted.items():
        is_meant &= frame[name] == value
    for name in set(_frame.by_of(frame)).difference(where):
        is_all = is_meant & (frame[name].astype("str") == _frame.ALL)
        if name in GROUPS or is_all.any():
            is_meant = is_all
    rows = frame[is_meant & frame["estimate"].notna()]
    return rows.iloc[-1] if len(rows) else None


def groups_of(frame: pd.DataFrame) -> tuple[str | None, pd.DataFrame]:
    """Return the column of groups and their rows, highest first."""
    for name in GROUPS:
        if name in frame.columns:
            rows = frame[(frame[name] != _frame.ALL) & frame["estimate"].notna()]
            return name, rows.sort_values("estimate", ascending=False, kind="stable")
    return None, frame.iloc[:0]


def is_earlier(quarter: str, period: Mapping[str, str]) -> bool:
    """Return whether the quarter of a survey lies outside the period of a report."""
    label = str(period.get("label", ""))
    known = ".." not in label and re.search(r"Q[1-4]$", quarter)
    return bool(label and known) and not quarter.startswith(label)


def sure_ends(n: Sequence[float], base: Sequence[float]) -> tuple[bool, bool]:
    """Return whether the highest and the lowest of some shares are likely enough to be named.

    ``n``, ``base``: highest share first, lowest last.
    """
    first, last = pooling.pooled_shares(n, base, alike=pooling.ALIKE).first_and_last()
    return bool(first[0] >= SURELY), bool(last[-1] >= SURELY)


def is_ahead(n: float, other: float) -> bool:
    """Return whether a count leads another by more than a few and than chance leaves likely.

    Of two that are as frequent the difference varies by the root of their sum.

    Examples
    --------
    >>> is_ahead(8, 7), is_ahead(3, 1), is_ahead(12, 7), is_ahead(10, 7)
    (False, False, True, False)
    """
    lead = n - other
    return lead > LEAD and lead >= _ERRORS * math.sqrt(n + other)


def before(voice: Voice, first: Row, last: Row) -> str:
    """Return the quarter of the survey before, told apart where it is the same quarter."""
    period = voice.period(first["period"])
    same = first["period"] == last["period"]
    return voice.say("survey_before", period=period) if same else period
