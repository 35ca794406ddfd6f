"""Every count of people in the frames of a report as a cell, one for a number that stands twice."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.disclosure._cell_graph import Net, Spot
from engagekit.disclosure._coarse import is_coarse
from engagekit.measures import _frame, registry
from engagekit.sections import Section

ROSTER = "roster"
"""What a count of all staff is: no secret, and the same in every table."""
SPLITS = ("answer", "touch_number", "way", "theme", "word", "need")
"""Columns by which the people or acts of one base are told apart."""
WHOLE = 1e-6
"""Distance from a whole number that arithmetic leaves: sums of scores over a million answers have
lost six of the sixteen digits of a float."""


def cells_of(section: Section, net: Net) -> list[set[str]]:
    """Return the cells of each row of a section's frame, put into the net with their relations."""
    if section.kind == "listing" or not _frame.is_measure_frame(section.frame):
        counted = _cells_of_listing(section, net)
        net.of_section[id(section)] = set().union(*counted)
        return counted
    frame = section.frame.reset_index(drop=True)
    by = _frame.by_of(frame)
    same = ["measure", *(name for name in by if name not in SPLITS)]
    is_one_base = frame.groupby(same, dropna=False)["base"].transform("nunique") <= 1
    is_one_people = frame.groupby("measure")["population"].transform("nunique") <= 1
    rows = frame.to_dict("records")
    matches: dict[int, set[str]] = {}
    for at in sorted(range(len(rows)), key=lambda at: rows[at]["measure"] == "net promoter"):
        one, people = bool(is_one_base.iloc[at]), bool(is_one_people.iloc[at])
        matches[at] = _cells_of_row(
            rows[at], by, section, net, is_one_base=one, is_one_people=people, at=at
        )
        net.row_cells[id(section), at] = matches[at]
    return [matches[at] for at in range(len(rows))]


def outer_of(row: Mapping[Any, Any], section: Section) -> str:
    """Return the period of a row: its own, that of the survey it tells of, or the section's.

    Where a section tells of one group alone, its name follows: the same people counted in a report
    by groups are the same cell.
    """
    period = row.get("period")
    if period is None and registry.measure(str(row["measure"])).of == "survey":
        period = section.settings.get("survey_period")
    return f"{period if period is not None else section.period.get('label', '')}{_scope(section)}"


def _scope(section: Section) -> str:
    """Return the one group that a section tells of, as it stands in the name of a cell."""
    scope: Mapping[str, str] = section.settings.get("scope") or {}
    return "".join(f"|{column}={label}" for column, label in sorted(scope.items()))


def _cells_of_row(
    row: Mapping[Any, Any],
    by: list[str],
    section: Section,
    net: Net,
    *,
    is_one_base: bool,
    is_one_people: bool,
    at: int,
) -> set[str]:
    """Return the cells that a row of a measure frame publishes."""
    measure = str(row["measure"])
    if registry.measure(measure).of == "things":
        return set()
    n_is, base_is = registry.measure(measure).counts
    outer = outer_of(row, section)
    if "item" in by:
        outer = f"{outer}|item={row['item']}"
    groups = {
        (name, str(row[name]))
        for name in by
        if name not in ("period", "item")
        if str(row[name]) != _frame.ALL
    }
    here = frozenset(groups)
    whole = frozenset(group for group in groups if group[0] not in SPLITS or not is_one_base)
    n = base = None
    counted = row["estimate"] if row["unit"] == "count" and pd.isna(row["n"]) else row["n"]
    if n_is and pd.notna(counted):
        n = net.put(Spot(n_is, outer, here), int(counted))
        net.some |= {n} if registry.measure(measure).is_some and counted > 0 else set()
    if pd.notna(row["base"]):
        same = n_is == base_is and here == whole
        base = n if same and n else net.put(Spot(base_is, outer, whole), int(row["base"]))
    if n and base and here != whole:
        net.bases[n] = base
    matches = {name for name in (n, base) if name}
    if n and base and n != base and row["unit"] == "share":
        _rest(net, n, base, measure, is_group=bool(groups) or "item" in by)
        if registry.measure(measure).is_part and net.values[n] <= net.values[base]:
            net.shares[id(section), at] = (n, base)
    if (n and n == base and row["unit"] == "count") or (n and not base):
        net.shares[id(section), at] = (n, "")
    # the number itself may count people, as "3 of them did half of the acts" does
    is_count = row["unit"] == "count" and pd.notna(counted) and not n
    if is_count and registry.measure(measure).of in ("people", "acts"):
        net.bare.add((id(section), at))
        return set()
    net.of_section.setdefault(id(section), set()).update(filter(None, (n, base)))
    if n and (id(section) in net.rough or is_coarse(row, section)):
        at_roster = {base} if base and base_is == ROSTER else set()
        net.withhold(*{n, base or n} - at_roster)
        if (id(section), at) in net.shares:
            net.coarse[id(section), at] = net.shares.pop((id(section), at))
        elif row["unit"] == "count":
            net.coarse[id(section), at] = (n, "")
        net.bare.add((id(section), at))
        net.publish(at_roster)
        return at_roster
    if base and pd.notna(row["population"]) and int(row["population"]) > net.values[base]:
        of = Spot(f"population of {measure}", outer, frozenset() if is_one_people else whole)
        matches.add(net.put(of, int(row["population"])))
        net.within(net.spots[of], [base], f"out of the base of {n or measure}")
    if measure == "perception gap":
        two = ("sees the value", "base of sees the value")
        matches |= {
            name for spot, name in net.spots.items() if spot.kind in two and spot.outer == outer
        }
    if base and measure == "net promoter" and pd.notna(row["estimate"]):
        matches |= _promoters(row, outer, whole, base, net)
    net.publish(matches)
    return matches


def _rest(net: Net, n: str, base: str, measure: str, *, is_group: bool) -> None:
    """Add those of a base without the property: told by subtraction, so a cell as well."""
    left = net.values[base] - net.values[n]
    if left < 0:
        return
    rest = net.derive(f"not {n}", left)
    net.relate(base, [n, rest])
    if net.complements:
        net.protect_small(rest)
    if registry.measure(measure).is_opinion and is_group and net.values[base] > 0:
        if left == 0:
            net.primary.add(rest)
        if measure == "satisfaction" and net.values[n] == 0:
            net.primary.add(n)
    # under twice k, a word that all or none picked leaves fewer than k for any other choice
    if measure == "words picked" and 0 < net.values[base] < 2 * net.k:
        net.primary.update({name for name in (n, rest) if net.values[name] == 0})


def _promoters(
    row: Mapping[Any, Any], outer: str, whole: frozenset[tuple[str, str]], base: str, net: Net
) -> set[str]:
    """Return promoters, passives and detractors: score and range together give each away."""
    from engagekit.statistics.scores import net_promoter_counts

    size = net.values[base]
    ahead = round(float(row["estimate"]) * size / 100)
    fitting = []
    for detractors in range(max(0, -ahead), size + 1):
        promoters = detractors + ahead
        if promoters + detractors > size:
            break
        matches = net_promoter_counts(promoters, size - promoters - detractors, detractors)
        if pd.isna(row["low"]) or (
            abs(matches.low - row["low"]) < WHOLE and abs(matches.high - row["high"]) < WHOLE
        ):
            fitting.append((promoters, size - promoters - detractors, detractors))
    kinds = ("promoters", "passives", "detractors")
    stated = [net.spots.get(Spot(kind, outer, whole)) for kind in kinds]
    existing = [None if name is None else net.values[name] for name in stated]
    if existing[0] is not None and existing[2] is not None:
        fitting = [(existing[0], size - existing[0] - existing[2], existing[2])]
    if not fitting:
        return set()
    names = set()
    for index, kind in enumerate(kinds):
        name = net.add(Spot(kind, outer, whole).name(), fitting[0][index])
        if stated[index] is None:
            net.cheap.add(name)
        names.add(name)
        if net.complements or index != 1:  # passives are the rest of the two that are told
            net.protect_small(name)
        span = [counts[index] for counts in fitting]
        if len(span) > 1 and max(span) < net.k:  # whichever it is, it is fewer than k
            net.primary.add(name)
    net.relate(base, names)
    return names


def _cells_of_listing(section: Section, net: Net) -> list[set[str]]:
    """Return the cells of a listing: whole numbers count people, each by the words of its row."""
    frame = section.frame.reset_index(drop=True)
    cells: list[set[str]] = [set() for _ in range(len(frame))]
    counts = count_columns(frame)
    if not counts:
        return cells
    words = list(frame.select_dtypes(exclude="number").columns)
    period = f"{section.period.get('label', '')}{_scope(section)}"
    texts = pd.Series(
        ["/".join(map(str, row)) for row in frame[words].itertuples(index=False)], dtype="str"
    )
    again = texts.groupby(texts).cumcount()
    for column in counts:
        for index, value in enumerate(frame[column]):
            if pd.isna(value) or int(value) < 0:
                continue
            label = f"{section.name}/{texts[index]}/{again[index]}"
            spot = Spot(f"listed {column}", period, frozenset({("row", label)}))
            name = net.put(spot, int(value))
            net.listed[id(section), str(column), index] = name
            cells[index].add(name)
    return cells


def count_columns(frame: pd.DataFrame) -> list[str]:
    """Return the columns of a listing that hold whole numbers."""
    return [name for name in frame.columns if str(frame[name].dtype) in ("Int64", "int64")]
