"""How a finding is said: the voice, the rules by their names, and the rows they speak of."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, TypeVar

import pandas as pd
from babel.lists import format_list

from engagekit.errors import EngagekitError
from engagekit.locale import Locale
from engagekit.locale.catalogue import slots
from engagekit.measures import _frame, basis
from engagekit.measures.basis import PLANNED
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
Row = pd.Series | Mapping[Any, Any]
HELD = 0.05 - 1e-9
"""Difference from which two shares of which no change is clear are no more "held": five points."""


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

    def interval(self, low: object, high: object, unit: str) -> str:
        """Return two ends of a range."""
        return self.locale.interval(low, high, unit)

    def range_of(self, row: Row, unit: str) -> str:
        """Return the range of a row."""
        return self.interval(row["low"], row["high"], unit)

    def size(self, value: float, unit: str) -> str:
        """Return how large a difference is, without its sign."""
        return self.number(abs(value), unit).lstrip("+")

    def tell(self, key: str, row: Row | None = None, /, **given: Any) -> str:
        """Return a message whose slots are given, or numbers of rows that are.

        ``{n}, {base}, {of}, {share}, {in_share}, {interval}, {period}`` are those of ``row``;
        ``{first_n}`` is that of the row ``first``, ``{first}`` its number.
        """
        wanted = slots(self.locale.catalogue.messages[f"finding.{key}"])
        return self.say(key, **{name: self._slot(name, row, given) for name in wanted})

    def _slot(self, name: str, row: Row | None, given: Mapping[str, Any]) -> object:
        """Return what stands in a slot; NotShownError where the row does not show it."""
        if name in given and not isinstance(given[name], pd.Series | dict):
            return given[name]
        if name in given:
            return self._number_of(given[name])
        whose = next((part for part in given if name.startswith(f"{part}_")), "")
        row, name = (given[whose], name.removeprefix(f"{whose}_")) if whose else (row, name)
        if row is None:
            raise KeyError(name)
        if name in ("n", "base"):
            return as_count(row[name])
        if name == "of":
            return self.n_of_base(row)
        if name == "in_share":
            return self.in_share(row)
        if name == "share":
            return self.number(row["estimate"], "share")
        if name == "interval":
            return self.range_of(row, str(row["unit"]))
        if name == "period":
            return self.period(row["period"])
        return self._number_of(row)

    def _number_of(self, row: Row) -> object:
        """Return the number of a row; a whole count as such, so that words agree with it."""
        unit, value = str(row["unit"]), row["estimate"]
        is_whole = unit == "count" and float(value).is_integer()
        return int(value) if is_whole else self.number(value, unit)

    def n_of_base(self, row: Row) -> str:
        """Return a share as a count: "12 of 30"."""
        return self.locale.say("figure.n_of_base", n=as_count(row["n"]), base=as_count(row["base"]))

    def in_share(self, row: Row) -> str:
        """Return a share in brackets; nothing where its base is few."""
        if is_few(row):
            return ""
        return f" ({self.number(row['estimate'], 'share')})"

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


UNIT_STEP = 0.05
"""What counts as one step of a share without a range, and of any other number as part of it."""


class NotShownError(EngagekitError):
    """A sentence needs a number that its row does not show."""


Rows = TypeVar("Rows", pd.DataFrame, pd.Series)
Rule = Callable[[pd.DataFrame, Mapping[str, Any], Voice], str | None]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Enter a rule under its name."""
    RULES[function.__name__.lstrip("_")] = function
    return function


@dataclass(frozen=True)
class Telling:
    """What a rule makes a sentence of: a frame, what else is known of it, and the voice."""

    frame: pd.DataFrame
    args: Mapping[str, Any]
    voice: Voice

    def tell(self, key: str, row: Row | None = None, /, **given: Any) -> str:
        """Return a message, see `Voice.tell`."""
        return self.voice.tell(key, row, **given)

    def more(self, key: str, row: Row | None, /, **given: Any) -> str:
        """Return a message on a row; nothing where the row is not there."""
        return "" if row is None else self.voice.tell(key, row, **given)

    def number(self, value: object, unit: str, digits: int | None = None) -> str:
        """Return a number in its unit."""
        return self.voice.number(value, unit, digits)

    def rows(self, measure: str, *filled: str) -> pd.DataFrame:
        """Return the rows of a measure that may be spoken of."""
        return rows_of(self.frame, measure, *filled)

    def row(self, measure: str, *filled: str) -> pd.Series | None:
        """Return the row of a measure over all groups; None where it is not shown."""
        return row_of(self.rows(measure, *filled))

    def need(self, measure: str, *filled: str) -> pd.Series:
        """Return the same row; NotShownError where it is not shown."""
        return needed(self.row(measure, *filled))


def telling(function: Callable[[Telling], str | None]) -> Callable[[Telling], str | None]:
    """Enter a rule that is a function of a `Telling` under its name."""
    RULES[function.__name__.lstrip("_")] = lambda frame, args, voice: function(
        Telling(frame, args, voice)
    )
    return function


def is_of_heads(row: Row) -> bool:
    """Return whether a number is of head counts, as there is no staff list."""
    return HEADS in basis.notes_of(row)


def needed(rows: Rows | None) -> Rows:
    """Return rows, or a row, without which nothing can be said; NotShownError for none."""
    if rows is None or rows.empty:
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


def rows_of(frame: pd.DataFrame, measure: str, *filled: str) -> pd.DataFrame:
    """Return the rows of a measure that may be spoken of: none that lacks a number."""
    rows = frame[frame["measure"] == measure]
    return rows[rows[["estimate", *filled]].notna().all(axis=1)]


def first_of(frame: pd.DataFrame, measure: str, *filled: str) -> pd.Series | None:
    """Return the first of these rows."""
    rows = rows_of(frame, measure, *filled)
    return rows.iloc[0] if len(rows) else None


def row_of(frame: pd.DataFrame, measure: str | None = None, **where: str) -> pd.Series | None:
    """Return the one row of a measure, by default the one over all groups."""
    rows = frame if measure is None else frame[frame["measure"] == measure]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    for name in ("department", "role_level", "site", "cost_centre"):
        if name in rows.columns and name not in where:
            rows = rows[rows[name] == _frame.ALL]
    rows = rows[rows["estimate"].notna()]
    return rows.iloc[0] if len(rows) else None


def groups_of(frame: pd.DataFrame, least: int = 0) -> tuple[str | None, pd.DataFrame]:
    """Return the column of groups and their rows, highest first, over a base."""
    for name in ("department", "role_level", "site", "cost_centre"):
        if name in frame.columns:
            rows = frame[(frame[name] != _frame.ALL) & frame["estimate"].notna()]
            rows = rows[rows["base"].fillna(0) >= least]
            return name, rows.sort_values("estimate", ascending=False, kind="stable")
    return None, frame.iloc[:0]


def when(args: Mapping[str, Any], voice: Voice) -> str:
    """Return the period of a headline in words: this quarter, or a year or range with its days."""
    period = args.get("period") or {}
    label = str(period.get("label", ""))
    if not label or re.search(r"Q[1-4]$", label):
        return voice.say("when_quarter")
    return voice.say("when_range" if ".." in label else "when_year", span=voice.locale.span(period))


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


def least_seen(
    row: Row, voice: Voice, unit: str, tests: float = 1, key: str = "change_least"
) -> str:
    """Return the smallest change that was likely to show, from a 95 per cent range without one."""
    error = (float(row["high"]) - float(row["low"])) / (2 * TWO_SIDED)
    return voice.say(key, least=voice.size(change.smallest_seen(error, int(tests)), unit))


def by_records(text: str, args: Mapping[str, Any], voice: Voice) -> str:
    """Return a text that says whether the records alone could account for a change."""
    head, _, rest = text.partition("\n")
    way = args.get("logged")
    return f"{head}\n{voice.locale.say(f'brief.lead_logged_{way}')} {rest}" if way else text


def named(names: Sequence[str], voice: Voice, most: int = NAMED) -> str:
    """Return the first names of a list, and how many more there are."""
    more = voice.say("names_more", n=len(names) - most) if len(names) > most else ""
    return ", ".join(map(voice.locale.value, names[:most])) + more


def level(rows: pd.DataFrame, name: str, voice: Voice, column: str = "estimate") -> str:
    """Return the name of the first row with those that are level with it."""
    names = [str(one) for one in rows.loc[rows[column] == rows[column].iloc[0], name]]
    return named(names, voice) if len(names) > PAIR else list_of(names, voice)


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


def leading(rows: pd.DataFrame, name: str, voice: Voice, column: str = "n") -> tuple[str, str, int]:
    """Return the names and counts of the first and those not clearly behind, and how many they are.

    Where they are more than a pair, those of the very first alone.
    """
    ranked = rows.sort_values(column, ascending=False, kind="stable")
    counts = [as_count(n) for n in ranked[column]]
    front = sum(not is_ahead(counts[0], n) for n in counts)
    if front > PAIR:
        return level(ranked, name, voice, column), voice.number(counts[0], "count"), front
    told = [voice.number(n, "count") for n in counts[:front]]
    return list_of(ranked[name][:front], voice), list_of(told, voice), front


def list_of(parts: Iterable[object], voice: Voice) -> str:
    """Return a few parts as one text: "Legal and Tax"."""
    names = [voice.locale.value(str(part)) for part in parts]
    return format_list(names, locale=voice.locale.code)


def share_of_level(rows: pd.DataFrame, row: Row, voice: Voice) -> str:
    """Return the share of a row; where a count says it, those of all rows level with it."""
    if not is_few(row):
        return voice.share(row)
    alike = rows[rows["estimate"] == row["estimate"]].sort_values("base", ascending=False)
    return ", ".join(list(dict.fromkeys(voice.share(one) for _, one in alike.iterrows()))[:NAMED])


def both_ends(
    rows: pd.DataFrame, name: str, voice: Voice, column: str = "estimate"
) -> tuple[tuple[str, pd.Series], ...]:
    """Return the lowest and the highest: all names that are level, and the largest's row."""
    by = [column, "base"] if "base" in rows.columns else [column]
    ranked = [
        rows.sort_values(by, ascending=[is_low, False][: len(by)], kind="stable")
        for is_low in (True, False)
    ]
    return tuple((level(one, name, voice, column), one.iloc[0]) for one in ranked)


def before(first: Any, last: Any, voice: Voice) -> str:
    """Return the quarter of the survey before, told apart where it is the same quarter."""
    period = voice.period(first["period"])
    same = first["period"] == last["period"]
    return voice.say("survey_before", period=period) if same else period


def not_in_sum(frame: pd.DataFrame, voice: Voice) -> str:
    """Return what a sum of money lacks by its notes: months not booked, amounts not read."""
    unread = unread_amounts(basis.notes_of(frame.iloc[0]), voice.locale)
    return months_booked(frame, voice) + (f" {unread}" if unread else "")


def months_booked(frame: pd.DataFrame, voice: Voice) -> str:
    """Return that some months of a period are booked alone, where the notes of its money say so."""
    notes = basis.notes_of(frame.iloc[0])
    booked = notes.get("actual_of_months") or notes.get("budget_for_months")
    return voice.say(f"some_months_{used_of(frame)}", **booked) if booked else ""


def unread_amounts(notes: basis.Notes, locale: Locale) -> str:
    """Return that some amounts could not be read, where the notes of a sum of money say so."""
    told = notes.get("unread_amounts")
    return f"{locale.say('method.unread_amounts', n=int(told['n']))}." if told else ""


def alike(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of money that may be set beside the last one: planned or spent as it is."""
    # money of a year that is split by days is the same in each quarter, whenever it was spent
    if rows.empty:
        return rows
    planned, split = basis.have(rows, *PLANNED), basis.have(rows, "share_of_days")
    return rows.tail(1) if split.iloc[-1] else rows[(planned == planned.iloc[-1]) & ~split]


def used_of(frame: pd.DataFrame) -> str:
    """Return whether the money of a frame was ``spent`` or ``planned``."""
    return "planned" if basis.have(frame.head(1), *PLANNED).any() else "spent"


def step(now: float, low: Any, high: Any, unit: str) -> float:
    """Return the change of a number that counts as one: half its range, else a step of the unit."""
    if pd.notna(low) and pd.notna(high) and high > low:
        return float(high - low) / 2
    return UNIT_STEP if unit in ("share", "difference") else UNIT_STEP * abs(now or 1.0)
