"""The board copy of a report: its sections, with every number told as the rules allow."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

import pandas as pd

from engagekit.disclosure import rules
from engagekit.disclosure._bias import GROUPS, Bias, biases
from engagekit.disclosure._public import is_public
from engagekit.disclosure._quotes import without_quotes
from engagekit.locale import Locale
from engagekit.measures import registry
from engagekit.measures._frame import ALL, PREVIOUS, by_of, is_measure_frame
from engagekit.measures.basis import COUNTING, method, without
from engagekit.measures.ends import BAND, ENDS
from engagekit.sections import Section
from engagekit.settings.schema import Settings

PRIVATE_COLUMNS = frozenset(
    {"registered", "no_show", "unidentified", "readers"}
    | {"new_people", "cost", "uses", "cost_per_use"}
)
"""Counts of people in a listing that, beside another count of its row, tell on those between; and
what is for the library alone, as a vendor should not read it before a price is agreed."""
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
TOLD = "told"
"""Under which a row holds what is told of it until it is written."""
Row = dict[Any, Any]
Partners = dict[tuple[Any, ...], tuple[str, str, rules.Told]]
"""By measure and counts: the column and the name of a group, and what is told of it."""


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
    partners: Partners = {}
    result = []
    for section in sections:
        if not is_public(section):
            result.append(replace(section, audience="private"))
        elif is_measure_frame(section.frame):
            result.append(_told(section, staff, k, partners))
        else:
            result.append(section.with_frame(_listing_told(section, k)))
    for at, section in enumerate(result):
        # a group told by an end in one table is told by it in all, those before it too
        if section.audience == "board" and is_measure_frame(section.frame):
            whole = sections[at]
            if any(_as_partner(row, partners) for row in whole.frame.to_dict("records")):
                result[at] = _told(whole, staff, k, partners)
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
    few = Locale(language).say("ends.at_most_count", most=k - 1)
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


def _told(section: Section, staff: Mapping[str, set[str]], k: int, partners: Partners) -> Section:
    """Return a section of numbers told row by row, then group by group.

    ``partners``: what is told by an end though it is not small; that of this section is added.
    """
    by, frame, note = by_of(section.frame), section.frame, section.note
    language = str(section.settings.get("language", "en"))
    rows: list[Row] = frame.to_dict("records")
    if {"item", "answer"} <= set(by):
        rows = without_quotes(rows, by, k, language, section.figure_args.get("order") or ())
    rows = [{**row, TOLD: _as_partner(row, partners) or _told_alone(row, k)} for row in rows]
    is_one_table = len(by) == 1 and len(set(frame["measure"])) == 1
    if is_one_table and by[0] in GROUPS:
        column = by[0]
        total = [row for row in rows if row[column] == ALL]
        groups = [row for row in rows if row[column] != ALL]
        missing = staff.get(column, set()) - {str(row[column]) for row in groups}
        label = partial(Locale(language).say, f"disclosure.others.{column}")
        shown, together = _together(groups, column, len(missing), label, k)
        _hide_partners([*shown, *total], [], by, k, partners)
        _hide_what_follows(shown, by)
        rows = [*shown, *together, *total]
    else:
        _hide_partners(rows, by[:-1], by, k, partners)
        _hide_what_follows(rows, by)
    in_groups = [
        _is_answers(row) and any(row[name] != ALL for name in by if name not in TIMES)
        for row in rows
    ]
    if any(in_groups):
        note = f"{note} {Locale(language).say('disclosure.rounded')}".strip()
    written = [_written(row, is_group) for row, is_group in zip(rows, in_groups, strict=True)]
    result = pd.DataFrame(written, columns=[*frame.columns, *ENDS])
    result = result.astype({name: frame[name].dtype for name in frame.columns if name in result})
    result["recoded"] = result["recoded"].astype(bool)
    result["suppressed"] = result["suppressed"].astype("boolean")
    return replace(section, note=note, frame=_without_counts(result))


def _told_alone(row: Row, k: int) -> rules.Told | None:
    """Return what is told of a number by itself; None tells it as it is."""
    record, n, base = registry.measure(row["measure"]), _count(row["n"]), _count(row["base"])
    if record.of == "things" or not record.is_part:
        return None
    if base == 0:
        return rules.HIDDEN
    if math.isnan(row["estimate"]):
        return None
    if row["unit"] == "share" and base > 0 and not math.isnan(n):
        tell = rules.answers_told if _is_answers(row) else rules.records_told
        return tell(n, base, k, row["estimate"])
    if _is_answers(row):
        return None if base >= rules.LEAST_ANSWERS else rules.HIDDEN
    if row["unit"] == "count" and row["estimate"] < k:
        return rules.Told(at_most=k - 1)
    return rules.HIDDEN if 0 < n < k or 0 < base < k else None


def _together(
    groups: list[Row], column: str, missing: int, label: Callable[..., str], k: int
) -> tuple[list[Row], list[Row]]:
    """Return the groups that are told alone, and the small ones as one row (rule 3).

    ``missing``: groups of the staff nobody answered for: no row may tell which.
    """
    is_share = all(row["unit"] == "share" and _is_part(row) for row in groups)
    small = [row for row in groups if _is_hidden(row)]
    missing = missing if groups and _is_answers(groups[0]) else 0
    if not is_share or not (small or missing):
        return groups, []
    rest = [row for row in groups if not _is_hidden(row)]
    rest.sort(key=lambda row: (not _is_open(row), _size(row)))
    while True:
        n, base = (sum(_count(row[name]) for row in small) for name in ("n", "base"))
        row = {**groups[0], column: label(n=len(small) + missing), "n": n, "base": base}
        row |= {"estimate": n / base if base else math.nan, "low": math.nan, "high": math.nan}
        row[TOLD] = _told_alone(row, k)
        is_safe = len(small) + missing > 1 and not _is_hidden(row)
        # one end alone would need a partner that other tables tell
        if not rest or (is_safe and sum(map(_is_open, rest)) != 1):
            return [row for row in groups if row not in small], [row]
        small.append(rest.pop(0))


def _hide_partners(
    rows: list[Row], across: Sequence[str], by: Sequence[str], k: int, partners: Partners
) -> None:
    """Tell no row alone of a table by an end, but the next smallest group as well.

    The total less all others would give it, and all of them the total.
    """
    parts: dict[Any, list[Row]] = {}
    for row in rows if by else ():
        parts.setdefault((row["measure"], *(row[name] for name in across)), []).append(row)
    for part in parts.values():
        groups = [row for row in part if row[by[-1]] != ALL]
        has_sum = len(groups) < len(part)
        is_partition = part[0]["unit"] == "share" or (part[0]["unit"] == "count" and has_sum)
        exact = [row for row in groups if not _is_open(row) and _counts_people(row)]
        if sum(map(_is_open, part)) == 1 and exact and is_partition and by[-1] != "period":
            partner = min(exact, key=_size)
            n, base = _count(partner["n"]), _count(partner["base"])
            if partner["unit"] == "count":
                partner[TOLD] = rules.count_band(partner["estimate"], k)
            else:
                partner[TOLD] = rules.end_of(n, base, k, partner["estimate"])
            partners[_counts(partner)] = (by[-1], partner[by[-1]], partner[TOLD])


def _hide_what_follows(rows: list[Row], by: Sequence[str]) -> None:
    """Hide what follows from shares of answers that are not told: models, scores and gaps.

    A gap stands where both shares are told as one number, what a model says of a group and a
    score where their shares are told to within `ends.BAND`: else these could be had from them.
    """
    answers = [row for row in rows if _is_answers(row)]
    shares = [row for row in answers if row["unit"] == "share" and _is_part(row)]
    for row in answers:
        sources, widest = shares, 0.0
        if row["unit"] == "net" or not _is_part(row):
            sources = [one for one in shares if all(one[name] == row[name] for name in by)]
            widest = BAND
        elif row["unit"] != "difference" or pd.notna(row["base"]):
            continue
        is_told = all(_width(one) <= widest for one in sources)
        is_told &= bool(sources) or row["unit"] == "net"
        is_few = _count(row["base"]) < rules.LEAST_ANSWERS
        row[TOLD] = None if is_told and not is_few else rules.HIDDEN


def _written(row: Row, is_group: bool) -> Row:
    """Return a row as the board copy holds it.

    ``is_group``: of answers in a group or to an item, whose counts are rounded (rule 5).
    """
    told: rules.Told | None = row[TOLD]
    numbers = [name for name in ("estimate", "low", "high", PREVIOUS) if name in row]
    result = {**row, "recoded": False, "suppressed": False, "population": pd.NA}
    if told is None or told.is_exact:
        for name in numbers:
            if pd.notna(row[name]):
                result[name] = _as_shown(float(row[name]), row["unit"])
        if told is not None:
            result["estimate"] = told.share
    else:
        result |= {**dict.fromkeys(numbers, math.nan), "suppressed": True, "n": pd.NA}
        result |= {"recoded": not told.is_hidden, "at_least": told.at_least}
        result["at_most"] = told.at_most
        # beside another count of the same things a base would tell the rest
        if told.is_hidden or not (_is_answers(row) or _counts_staff(row["measure"])):
            result["base"] = pd.NA
    for name in ("n", "base") if is_group else ():
        if pd.notna(result[name]):
            result[name] = rules.rounded_count(result[name])
    return result


def _without_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose notes tell of no counting where no number stands."""
    gone = frame["suppressed"].fillna(False).astype(bool)
    if "basis" not in frame.columns or not gone.any():
        return frame
    notes = [
        without(basis, COUNTING) if is_gone else basis
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


def _counts(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Return by what a number is the same in two tables: its measure and its counts."""
    return (row["measure"], row["n"], row["base"], row["estimate"])


def _as_partner(row: Mapping[Any, Any], partners: Partners) -> rules.Told | None:
    """Return what another table tells of the same number, of that group or of nobody named."""
    column, group, told = partners.get(_counts(row), ("", "", None))
    return told if row.get(column, group) == group else None


def _count(value: Any) -> float:
    return math.nan if pd.isna(value) else float(value)


def _size(row: Row) -> float:
    """Return by how many people a row is small."""
    base = _count(row["base"])
    return _count(row["estimate"]) if math.isnan(base) else base


def _is_answers(row: Row) -> bool:
    return registry.measure(row["measure"]).of in ("survey", "unknown")


def _is_part(row: Row) -> bool:
    return registry.measure(row["measure"]).is_part


def _counts_people(row: Row) -> bool:
    is_count = _is_part(row) and row["unit"] in ("share", "count")
    is_of_people = registry.measure(row["measure"]).of != "things"
    return is_count and is_of_people and bool(pd.notna(row["estimate"]))


def _is_hidden(row: Row) -> bool:
    return row[TOLD] is not None and row[TOLD].is_hidden


def _is_open(row: Row) -> bool:
    """Return whether a row is hidden or told by one end alone, so that few may stand behind it."""
    told = row[TOLD]
    return told is not None and not told.is_exact and None in (told.at_least, told.at_most)


def _width(row: Row) -> float:
    """Return how far apart the ends of what is told are."""
    told = row[TOLD]
    if told is None or told.is_exact:
        return 0.0
    return math.inf if _is_open(row) else round(told.at_most - told.at_least, 9)
