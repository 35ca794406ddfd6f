"""The rows of a protected frame: ends of shares that are not told exactly, hidden groups as one."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from engagekit.disclosure._cell_graph import Net
from engagekit.disclosure._cells import ROSTER
from engagekit.disclosure._recode import GRID, GROUPS, Band, Told
from engagekit.locale.words import say
from engagekit.measures import registry
from engagekit.measures._frame import ALL, by_of, is_measure_frame
from engagekit.measures._grouping import NOT_STATED
from engagekit.measures.basis import COUNTING, TESTS, method, without
from engagekit.measures.ends import ENDS, hidden
from engagekit.sections import Section
from engagekit.statistics.proportions import wilson

FINE = 0.02 + 1e-9
"""Widest step at which a rounded share stands as one number: a reader takes 62% for 61% to 63%, and
30% for no more than that either. Wider ones are told by their ends."""
EDGE = 1e-9
"""What arithmetic leaves at the end of a band."""
_WORDED = ("measure", "unit", "method", "basis", "suppressed")
"""Columns of a row in which nobody is that hold something."""
PLAIN = "wilson_plain"
"""The note of an interval without weights."""


def _of_staff(measure: str) -> bool:
    return ROSTER in registry.measure(str(measure)).counts


def _of_survey(measure: str) -> bool:
    return registry.measure(str(measure)).of == "survey"


def groups_of(board: Iterable[Section]) -> dict[str, set[str]]:
    """Return the groups of the staff of which the sections tell, by their column.

    Where no section tells of the staff, those of the people who answered.
    """
    of_staff: dict[str, set[str]] = {}
    of_survey: dict[str, set[str]] = {}
    for frame in (one.frame for one in board if is_measure_frame(one.frame)):
        by = by_of(frame)
        if len(by) != 1 or by[0] not in GROUPS:
            continue
        for found, is_of in ((of_staff, _of_staff), (of_survey, _of_survey)):
            part = frame["measure"].map(is_of).astype(bool)
            found.setdefault(by[0], set()).update(frame.loc[part, by[0]].astype("str"))
    every = {column: of_staff.get(column) or labels for column, labels in of_survey.items()}
    return {column: labels - {ALL} for column, labels in every.items()}


def _lacking(frame: pd.DataFrame, groups: Mapping[str, set[str]]) -> list[dict[Any, Any]]:
    """Return hidden rows of the groups in which nobody answered.

    Without them a row of "fewer than 5" would mean that somebody did. A survey with other names for
    the groups has its own rows alone.
    """
    by = by_of(frame)
    columns = [name for name in GROUPS if name in by]
    if len(columns) != 1 or not {*by} <= {*columns, "period", "item", "answer"}:
        return []
    (column,) = columns
    rows = frame[frame[column].ne(ALL)]
    rows = rows[rows["measure"].map(_of_survey).astype(bool)]
    every = groups.get(column, set()) - {NOT_STATED}
    if not {*rows[column].astype("str")} <= {*every, NOT_STATED}:
        return []
    same = ["measure", *(name for name in by if name != column)]
    empty = [name for name in frame.columns if name not in {*by, *_WORDED}]
    each = (
        rows[column]
        .where(rows[column].ne(NOT_STATED))
        .groupby([rows[one] for one in same], dropna=False)
    )
    rows, result = rows[each.transform("nunique") < len(every)], []
    for _, part in rows.groupby(same, dropna=False, sort=False):
        like: dict[Any, Any] = part.sort_values("suppressed", kind="stable").iloc[-1].to_dict()
        basis = without(like.get("basis") or "", (*TESTS, *COUNTING))
        like |= dict.fromkeys(empty) | {"suppressed": True, "recoded": False}
        like |= {"basis": basis, "method": method(basis)} if like.get("basis") else {}
        missing = sorted(every - {*part[column].astype("str")})
        result += [like | {column: label} for label in missing]
    return result


def _in_order(rows: list[dict[Any, Any]], by: list[str]) -> list[dict[Any, Any]]:
    """Return rows in the order of their columns; of groups by their names, the hidden ones last."""
    frame = pd.DataFrame(rows)
    gone = frame.loc[hidden(frame), by]

    def rank(name: str) -> pd.Series:
        texts = frame[name].astype("str")
        if name not in GROUPS:
            return texts.map({label: at for at, label in enumerate(dict.fromkeys(texts))})
        last = sorted({*gone[name].astype("str")} - {ALL})
        first = [label for label in dict.fromkeys(texts) if label not in last]
        return texts.map({label: at for at, label in enumerate([*first, *last])})

    order = pd.DataFrame({name: rank(name) for name in ["measure", *by]})
    places = order.sort_values([*by, "measure"], kind="stable").index
    return [rows[at] for at in places]


def with_ends(
    result: pd.DataFrame, section: Section, net: Net, told: Told, groups: Mapping[str, set[str]]
) -> pd.DataFrame:
    """Return a frame, its hidden rows emptied, with the columns of ends; hidden groups as one.

    ``groups``: those of the staff, each of which has a row.
    """
    result = result.assign(**dict(zip(ENDS, (math.nan, math.nan, False), strict=True)))
    rows: list[dict[Any, Any]] = result.to_dict("records")
    for at, row in enumerate(rows):
        n, base = net.shares.get((id(section), at), ("", ""))
        if n in told.bands and row["suppressed"]:
            row.update(_ends(_around(told.bands[n], section.frame.iloc[at]), net.values.get(base)))
        if (id(section), at) in net.bare:
            row.update(_rounded(section, at, net, told))
    members, n, base = told.together.get(id(section), ((), "", ""))
    lacking = _lacking(result, groups)
    for at in members:
        rows[at] = rows[at] if at == members[-1] else {}
    if members:
        column = next(name for name in GROUPS if name in result.columns)
        language = str(section.settings.get("language", "en"))
        others = say(f"disclosure.others.{column}", language, n=len(members) + len(lacking))
        rows[members[-1]] |= {column: others, **_together(section, n, base, net, told)}
    rows = [row for row in rows if row]
    rows = rows if members or not lacking else _in_order([*rows, *lacking], by_of(result))
    frame = pd.DataFrame(rows, columns=result.columns)
    frame = frame.astype(result.dtypes.to_dict())
    first = frame.columns[0]  # in the order of size, which would tell of two hidden ones the larger
    if section.name.startswith(("usage", "enquiries")) or first in ("way", "need", "theme"):
        gone = frame["suppressed"].groupby(frame[first]).transform("any") & frame[first].ne(ALL)
        frame = pd.concat([frame[~gone], frame[gone].sort_values(first, kind="stable")])
    return frame.reset_index(drop=True)


def _together(section: Section, n: str, base: str, net: Net, told: Told) -> dict[str, Any]:
    """Return the numbers of hidden groups taken together."""
    count, size = net.values[n], net.values[base]
    if n in told.bands:
        return _ends(told.bands[n], size)
    row: dict[str, Any] = {"estimate": count / size, "n": count, "base": size, "suppressed": False}
    if section.frame["low"].notna().any():
        interval = wilson(count, size)
        row |= {"low": interval.low, "high": interval.high, "method": method(PLAIN)}
        row |= {"basis": PLAIN} if "basis" in section.frame.columns else {}
    return row


def _rounded(section: Section, at: int, net: Net, told: Told) -> dict[str, Any]:
    """Return a row that stands without its counts: rounded, or with its ends near none and all."""
    true = section.frame.iloc[at]
    n, base = net.coarse.get((id(section), at), ("", ""))
    size = {} if base in net.derived or not base else {"base": net.values[base]}
    ends = told.bands.get(n)
    if ends is None:
        return {} if n else _without_count(true, net.k)
    ends = _around(ends, true) if base else ends
    low, high = ends.at_least, ends.at_most
    if low is None or high is None or not base or high - low > FINE:  # would read as an exact share
        return _ends(ends, size.get("base"))
    return {
        "estimate": round((low + high) / 2, 4),
        "suppressed": False,
        **size,
        "method": method("rounded"),
        **({"basis": "rounded"} if "basis" in section.frame.columns else {}),
    }


def _around(band: Band, true: pd.Series) -> Band:
    """Return a band that holds the estimate of its row.

    Bands are of counts over their base. A weighted share, or one of a curve that counts people for
    as long as they were seen, is another number: it stands on the steps of the band, or an open end
    gives way to it.
    """
    estimate = float(true["estimate"]) if pd.notna(true["estimate"]) else math.nan
    low, high = band.at_least, band.at_most
    if math.isnan(estimate) or true["unit"] != "share":
        return band
    if (low is None or low - EDGE <= estimate) and (high is None or estimate <= high + EDGE):
        return band
    if low is not None and high is not None:
        step = high - low
        middle = round(estimate / step) * step
        ends = max(middle - step / 2, 0.0), min(middle + step / 2, 1.0)
        return Band(*(round(end, 4) for end in ends))
    if low is not None:
        return replace(band, at_least=round(math.floor(estimate / GRID) * GRID, 4))
    return replace(band, at_most=round(math.ceil(estimate / GRID) * GRID, 4))


def _without_count(true: pd.Series, k: int) -> dict[str, Any]:
    """Return a row that is no share: a count by its ends, a mean as it was rounded before."""
    if pd.isna(true["estimate"]):
        return {}
    if true["unit"] != "count":
        return {name: true[name] for name in ("estimate", "low", "high")} | {"suppressed": False}
    least = int(true["estimate"]) // k * k
    return {"at_least": least or math.nan, "at_most": least + k - 1, "recoded": True}


def _ends(band: Band, base: int | None) -> dict[str, Any]:
    """Return the ends of a share or a count as columns of its row."""
    low, high = (math.nan if end is None else end for end in (band.at_least, band.at_most))
    return {
        "at_least": low,
        "at_most": high,
        "recoded": True,
        "base": pd.NA if base is None else base,
    }
