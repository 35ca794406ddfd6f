"""The board copy of a report: its sections, with every number told as the rules allow."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import compress
from typing import Any

import pandas as pd

from engagekit.disclosure import rules
from engagekit.disclosure._bias import GROUPS, Bias, biases, is_crossed
from engagekit.disclosure._quotes import without_quotes
from engagekit.locale.words import say
from engagekit.measures import registry
from engagekit.measures._frame import ALL, PREVIOUS, by_of, is_measure_frame
from engagekit.measures.basis import COUNTING, TESTS, method, without
from engagekit.measures.ends import BAND, ENDS
from engagekit.sections import Section
from engagekit.settings.schema import Settings

PERSON_COLUMNS = frozenset(
    {"contact_id", "display_name", "email", "alias", "candidate", "staff_id", "name", "person"}
)
"""Columns that make a listing private, whatever its audience says."""
PRIVATE_COLUMNS = frozenset({"registered", "no_show", "unidentified", "readers"})
"""Counts of people in a listing that, beside another count of its row, tell on those between."""
PEOPLE_COLUMNS = frozenset({"attended"})
"""Counts of people in a listing that are told, with an end where they are few."""
DECIMALS = {
    "share": 2,
    "difference": 2,
    "net": 0,
    "count": 0,
    "money": 2,
    "per_head": 2,
    "index": 2,
}
"""Digits after the point that a sentence shows of a small number, by unit; else one."""
LARGE = {"share": math.inf, "difference": math.inf, "money": 100, "per_head": 100}
"""Numbers from which a sentence shows whole ones alone, by unit; else ten."""
DIGITS = 2
"""Digits after the point that a list shows at most: those of cents and of whole per cents."""
TIMES = ("period", "when")
"""Columns of a frame that say when, and of whom nothing."""
Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Protected:
    """The sections of a board copy.

    Attributes
    ----------
    sections : tuple of Section
        In the same order; those of the board told as the rules allow, private ones as they were.
    bias : tuple of Bias
        Of every share by group: what is told beside all of it.
    """

    sections: tuple[Section, ...]
    bias: tuple[Bias, ...] = ()


def is_public(section: Section) -> bool:
    """Return whether a section may stand in the board copy at all (rule 6).

    Cross-tables, flows, curves over people and whatever lists people by name may not.
    """
    frame = section.frame
    if section.audience != "board":
        return False
    if not is_measure_frame(frame):
        return not PERSON_COLUMNS.intersection(map(str, frame.columns))
    is_flow = any(registry.measure(str(name)).is_flow for name in frame["measure"].unique())
    return not (is_flow or is_crossed(frame) or _is_unfounded(frame))


def _is_unfounded(frame: pd.DataFrame) -> bool:
    """Return whether an analyst's own numbers lack the counts by which they could be judged."""
    own = frame[registry.kinds(frame) == "unknown"]
    return bool(own["base"].isna().any())


def protect(sections: Sequence[Section], settings: Settings) -> Protected:
    """Tell each number of the board sections as the rules allow, from that section alone.

    Parameters
    ----------
    sections : sequence of Section
        All sections of a report, unprotected.
    settings : Settings
        ``disclosure.k``: people of whom a number must be.

    Returns
    -------
    Protected
        The sections in the same order, and how far what is told of groups stands from all of them.

    Notes
    -----
    Nothing is remembered from one report to the next: each number is coarse enough by itself. The
    rules and their sources stand in ``SECURITY.md`` and in `engagekit.disclosure.rules`.
    """
    k = settings.disclosure.k
    staff = _groups_of_staff(sections)
    result = []
    for section in sections:
        if not is_public(section):
            result.append(replace(section, audience="private"))
        elif is_measure_frame(section.frame):
            result.append(_Telling(section, staff, k).told())
        else:
            result.append(section.with_frame(_listing_told(section, k)))
    return Protected(tuple(result), tuple(biases(sections, result, k)))


def _groups_of_staff(sections: Sequence[Section]) -> dict[str, set[str]]:
    """Return the groups of the staff list that a report speaks of, by their column."""
    found: dict[str, set[str]] = {}
    for section in sections:
        frame = section.frame
        if not is_measure_frame(frame):
            continue
        for column in set(GROUPS) & set(frame.columns):
            is_roster = [_counts_staff(str(name)) for name in frame["measure"]]
            labels = frame.loc[is_roster, column].dropna().astype("str")
            found.setdefault(column, set()).update(set(labels) - {ALL})
    return found


def _counts_staff(measure: str) -> bool:
    return registry.measure(measure).counts[1] == "roster"


def _listing_told(section: Section, k: int) -> pd.DataFrame:
    """Return a listing whose counts of people are told with an end where they are few."""
    frame = section.frame.drop(columns=PRIVATE_COLUMNS.intersection(section.frame.columns))
    language = str(section.settings.get("language", "en"))
    few = say("ends.at_most_count", language, most=k - 1)
    numbers = frame.select_dtypes("float").columns
    frame[numbers] = frame[numbers].round(DIGITS)
    for column in PEOPLE_COLUMNS.intersection(frame.columns):
        counts = frame[column]
        if not pd.api.types.is_integer_dtype(counts):  # whether we attended a meeting
            continue
        is_small = (counts < k).fillna(False).astype(bool)
        if is_small.any():
            frame[column] = counts.astype("str").mask(is_small, few).mask(counts.isna())
            for beside in frame.select_dtypes("float64").columns:
                frame[beside] = frame[beside].mask(is_small)
    return frame


class _Telling:
    """One section of numbers, told row by row and then group by group."""

    def __init__(self, section: Section, staff: Mapping[str, set[str]], k: int) -> None:
        self.section, self.staff, self.k = section, staff, k
        self.by = by_of(section.frame)
        self.language = str(section.settings.get("language", "en"))
        self.is_rounded = False
        is_one_table = len(self.by) == 1 and len(set(section.frame["measure"])) == 1
        self.column = self.by[0] if is_one_table and self.by[0] in GROUPS else ""

    def told(self) -> Section:
        """Return the section as the board copy holds it."""
        frame = self.section.frame
        rows: Any = frame.to_dict("records")
        if {"item", "answer"} <= set(self.by):
            levels = self.section.figure_args.get("order") or ()
            rows = without_quotes(rows, self.by, self.k, self.language, levels)
        rows = self._group_rows(rows) if self.column else self._partners_hidden(rows)
        result = pd.DataFrame(rows, columns=[*frame.columns, *ENDS])
        result = result.astype(
            {name: frame[name].dtype for name in frame.columns if name in result}
        )
        result["recoded"] = result["recoded"].astype(bool)
        result["suppressed"] = result["suppressed"].astype("boolean")
        note = self.section.note
        if self.is_rounded:
            note = f"{note} {say('disclosure.rounded', self.language)}".strip()
        return replace(self.section, note=note, frame=self._without_tests(result))

    def _group_rows(self, rows: list[Row]) -> list[Row]:
        """Return the rows of one measure by group, small groups told as one (rule 3)."""
        whole = [self._row_told(row) for row in rows if row[self.column] == ALL]
        groups = [row for row in rows if row[self.column] != ALL]
        is_share = all(row["unit"] == "share" and registry.measure(row["measure"]).is_part
                       for row in groups)  # fmt: skip
        told = {id(row): self._row_told(row) for row in groups}
        small = [row for row in groups if _is_hidden(told[id(row)])]
        missing = self._missing_groups(groups) if groups and self._is_answers(groups[0]) else 0
        if not is_share or not (small or missing):
            return [*self._partners_hidden(groups, told), *whole]
        rest = sorted((row for row in groups if row not in small), key=lambda row: _size(row))
        together = self._together(groups[0], small, missing)
        while rest and (len(small) + missing < 2 or _is_hidden(together)):
            small.append(rest.pop(0))
            together = self._together(groups[0], small, missing)
        shown = [row for row in groups if row not in small]
        return [*self._partners_hidden(shown, told), together, *whole]

    def _together(self, like: Row, small: Sequence[Row], missing: int) -> Row:
        """Return groups as one row, told by the same rules."""
        n, base = (sum(_count(row[name]) for row in small) for name in ("n", "base"))
        label = say(f"disclosure.others.{self.column}", self.language, n=len(small) + missing)
        share = n / base if base else math.nan
        numbers = {"n": n, "base": base, "estimate": share, "low": math.nan, "high": math.nan}
        return self._row_told({**like, self.column: label, **numbers})

    def _missing_groups(self, rows: Sequence[Row]) -> int:
        """Return how many groups of the staff nobody answered for: no row may tell which."""
        return len(self.staff.get(self.column, set()) - {str(row[self.column]) for row in rows})

    def _partners_hidden(
        self, rows: Sequence[Row], told: Mapping[int, Row] | None = None
    ) -> list[Row]:
        """Return rows as told; no row alone beside a total is told by an end.

        The total less all others would give it, so the next smallest is told by an end too.
        """
        told = dict(told or {id(row): self._row_told(row) for row in rows})
        names = [name for name in self.by if name != (self.column or self.by[-1])]
        parts: dict[Any, list[Row]] = {}
        for row in rows:
            key = (row["measure"], *(row[name] for name in names)) if self.by else id(row)
            parts.setdefault(key, []).append(row)
        for part in parts.values():
            groups = [row for row in part if not self.by or row[self.by[-1]] != ALL]
            coarse = [row for row in groups if _is_open(told[id(row)])]
            exact = [row for row in groups if not _is_open(told[id(row)]) and _counts_people(row)]
            if self.by and len(coarse) == 1 and exact and self._is_partition(part):
                partner = min(exact, key=_size)
                told[id(partner)] = self._with(partner, self._end(partner))
        told |= self._that_follow(rows, told)
        return [told[id(row)] for row in rows]

    def _that_follow(self, rows: Sequence[Row], told: Mapping[int, Row]) -> dict[int, Row]:
        """Return what follows from shares of answers: models, net promoter scores and gaps.

        A gap stands where both shares are told as one number, what a model says of a group and a
        score where their shares are told to within `ends.BAND`: else these could be had from them.
        """
        found = {}
        answers = [row for row in rows if self._is_answers(row)]
        shares = [
            row
            for row in answers
            if row["unit"] == "share" and registry.measure(row["measure"]).is_part
        ]
        for row in answers:
            sources, widest = shares, 0.0
            if row["unit"] == "net" or not registry.measure(row["measure"]).is_part:
                same = [all(one[name] == row[name] for name in self.by) for one in shares]
                sources, widest = [*compress(shares, same)], BAND
            elif row["unit"] != "difference" or pd.notna(row["base"]):
                continue
            is_told = all(_width(told[id(one)]) <= widest for one in sources)
            is_told &= bool(sources) or row["unit"] == "net"
            is_few = _count(row["base"]) < rules.LEAST_ANSWERS
            found[id(row)] = self._with(row, None if is_told and not is_few else rules.HIDDEN)
        return found

    def _is_partition(self, part: Sequence[Row]) -> bool:
        """Return whether the rows of a part are shares of one whole, or counts beside their sum."""
        if self.by[-1] == "period":
            return False
        has_sum = any(row[self.by[-1]] == ALL for row in part)
        return part[0]["unit"] == "share" or (part[0]["unit"] == "count" and has_sum)

    def _end(self, row: Row) -> rules.Told:
        """Return a number that could stand by itself as an end."""
        if row["unit"] == "count":
            return rules.count_band(row["estimate"], self.k)
        return rules.end_of(_count(row["n"]), _count(row["base"]), self.k, row["estimate"])

    def _is_answers(self, row: Row) -> bool:
        return registry.measure(row["measure"]).of in ("survey", "unknown")

    def _row_told(self, row: Row) -> Row:
        """Return one row as it is told."""
        record = registry.measure(row["measure"])
        n, base = _count(row["n"]), _count(row["base"])
        if record.of == "things" or not record.is_part:
            return self._with(row, None)
        if base == 0:
            return self._with(row, rules.HIDDEN)
        if math.isnan(row["estimate"]):
            return self._with(row, None)
        if row["unit"] == "share" and base > 0 and not math.isnan(n):
            tell: Callable[..., rules.Told] = rules.records_told
            if self._is_answers(row):
                tell = rules.answers_told
            return self._with(row, tell(n, base, self.k, row["estimate"]))
        if self._is_answers(row):
            is_enough = base >= rules.LEAST_ANSWERS
            return self._with(row, None if is_enough else rules.HIDDEN)
        if row["unit"] == "count" and row["estimate"] < self.k:
            return self._with(row, rules.Told(at_most=self.k - 1))
        is_small = 0 < n < self.k or 0 < base < self.k
        return self._with(row, rules.HIDDEN if is_small else None)

    def _with(self, row: Row, told: rules.Told | None) -> Row:
        """Return a row with what is told of it; None leaves its number as it is."""
        result = {**row, **dict.fromkeys(ENDS, math.nan), "recoded": False, "suppressed": False}
        result["population"] = pd.NA
        if told is None or told.share is not None:
            for name in ("estimate", "low", "high", PREVIOUS):
                if pd.notna(row.get(name)):
                    result[name] = _as_shown(float(row[name]), row["unit"])
            if told is not None:
                result["estimate"] = told.share
            return self._counts_rounded(result)
        result |= {name: math.nan for name in ("estimate", "low", "high", PREVIOUS) if name in row}
        result |= {"suppressed": True, "n": pd.NA}
        if told.is_hidden:
            return {**result, "base": pd.NA}
        result |= {"recoded": True}
        result["at_least"] = math.nan if told.at_least is None else told.at_least
        result["at_most"] = math.nan if told.at_most is None else told.at_most
        if not (self._is_answers(row) or _counts_staff(row["measure"])):
            result["base"] = pd.NA  # beside another count of the same things it would tell the rest
        return self._counts_rounded(result)

    def _counts_rounded(self, row: Row) -> Row:
        """Return a row whose counts of answers in a group or to an item are rounded (rule 5)."""
        is_whole = all(name in TIMES or row[name] == ALL for name in self.by)
        if is_whole or not self._is_answers(row):
            return row
        for name in ("n", "base"):
            if pd.notna(row[name]):
                self.is_rounded = True
                row = {**row, name: rules.rounded_count(row[name])}
        return row

    def _without_tests(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a frame whose notes tell of no test, and of no counting where no number stands."""
        gone = frame["suppressed"].fillna(False).astype(bool)
        if "basis" not in frame.columns or not gone.any():
            return frame
        notes = [
            without(basis, (*TESTS, *COUNTING)) if is_gone else without(basis, TESTS)
            for basis, is_gone in zip(frame["basis"], gone, strict=True)
        ]
        basis = pd.Series(notes, index=frame.index, dtype="str")
        worded = basis.map(method).where(basis != "", frame["method"])
        unchanged = basis == frame["basis"]
        return frame.assign(basis=basis, method=frame["method"].where(unchanged, worded))


def _as_shown(value: float, unit: str) -> float:
    """Return a number with no more digits than a sentence shows."""
    digits = 0 if abs(value) >= LARGE.get(unit, 10) else DECIMALS.get(unit, 1)
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _count(value: Any) -> float:
    return math.nan if pd.isna(value) else float(value)


def _size(row: Row) -> float:
    """Return by how many people a row is small."""
    base = _count(row["base"])
    return _count(row["estimate"]) if math.isnan(base) else base


def _is_hidden(row: Row) -> bool:
    return bool(row["suppressed"]) and not row["recoded"]


def _is_open(row: Row) -> bool:
    """Return whether a row is hidden or told by one end alone, so that few may stand behind it."""
    return bool(row["suppressed"]) and bool(pd.isna(row["at_least"]) or pd.isna(row["at_most"]))


def _width(row: Row) -> float:
    """Return how far apart the ends of what is told are."""
    if not row["suppressed"]:
        return 0.0
    return math.inf if _is_open(row) else round(row["at_most"] - row["at_least"], 9)


def _counts_people(row: Row) -> bool:
    record = registry.measure(row["measure"])
    is_count = record.is_part and row["unit"] in ("share", "count")
    return is_count and record.of != "things" and bool(pd.notna(row["estimate"]))
