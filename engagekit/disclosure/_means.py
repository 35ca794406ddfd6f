"""Means of the answers to a scale, told so widely that no score can be counted from them.

A mean of a base is a sum of scores, its range a sum of squares; with the boxes of the same answers
both give the answers away. Each mean is tried against somebody who knows all of these, its range on
wider and wider steps; what is still told then is hidden, for a mean without a range would mislead.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from engagekit.disclosure import _cells, _coarse, _ledger, _recode
from engagekit.disclosure._recode import Band
from engagekit.disclosure.solver.suppression import is_small
from engagekit.measures import registry
from engagekit.measures._frame import ALL, by_of, is_measure_frame
from engagekit.sections import Section

STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""Steps of a rounded mean; one decimal is what a reader needs of a scale of five points."""
WIDEST = 1.0
"""Widest step of the ends of a range: more of five points says nothing."""
SCALES = (5, 7, 10)
"""Points of scales: of a mean the shortest that holds its range is tried, for it tells most."""
TWO = 2
"""Points of the highest and of the lowest box."""
OVER_SCALE = frozenset({"mean score", "mean answer", "item level"})
OVER_GAPS = {
    "gap to importance": ("satisfaction", "importance"),
    "adequacy gap": ("perceived", "minimum"),
    "superiority gap": ("perceived", "desired"),
    "zone of tolerance": ("desired", "minimum"),
    "change within people": ("", ""),
}
"""Measures that are means of whole scores, and of differences of two: the second level less."""
_OF_ANSWERS = ("mean score", "mean answer")
"""Means of answers that are told as shares too. They stand of everybody, to one decimal, or not at
all: of a group totals, shares and mean together would count its scores."""
_NO_GROUPS = ("item", "answer", "period", "level")
_AVERAGES = ("points", "gap", "mean", "minutes", "index", "score")
_BOXES = ("top two box", "bottom two box")
_OF_BOXES = "opinions"
_EXACT = 1e-6
_SUM = 0.01
"""Distance of a sum of scores from that of its mean: whole but for what arithmetic leaves."""
SPARE = 1
"""Counts by which a bound of fractions may lie beyond that of whole people."""
Place = tuple[str, frozenset[tuple[str, str]]]
Boxes = Mapping[tuple[str, Place], int]


def rounded_means(
    sections: Sequence[Section], public: Iterable[int], ledger: Mapping[str, Any], k: int
) -> tuple[list[Section], set[tuple[int, int]]]:
    """Return sections whose means stand on steps, and the rows whose mean may not stand at all.

    ``public`` are the places of those that may stand on the board; the others come back as they
    are. The ledger knows what earlier copies told of the boxes of the same answers. Rows are named
    by the identity of their new section and their place in it.
    """
    result = list(sections)
    measured = [at for at in public if sections[at].kind != "listing"]
    measured = [at for at in measured if is_measure_frame(sections[at].frame)]
    told = [sections[at] for at in measured]
    published = {}
    for name, cell in ledger["cells"].items():
        kind, _, rest = name.partition("|")
        if kind in (*_BOXES, _OF_BOXES) and cell["state"] == "shown" and _ledger.AGAIN not in name:
            outer, *groups = rest.split("|")
            pairs = (group.split("=", 1) for group in groups)
            published[kind, (outer, frozenset((a, b) for a, b in pairs))] = int(cell["value"])
    boxes = {**published, **dict(_boxes(told))}
    everywhere = [one for section in told for one in _answers_of(section)]
    hidden: set[tuple[int, int]] = set()
    for at in measured:
        frame = sections[at].frame
        means = registry.kinds(frame).isin(["people", "survey", "acts", "unknown"])
        means &= frame["unit"].isin(_AVERAGES) & frame["estimate"].notna() & frame["base"].notna()
        if not means.any():
            continue
        rows: list[dict[Any, Any]] = frame.to_dict("records")
        by, gone = by_of(frame), []
        answers = _answers(rows, by)
        for number, row in enumerate(rows):
            if means.iloc[number]:
                place = _place(row, by, sections[at])
                beside = answers.get(_about(row, by)) or _alike(row, place, everywhere)
                is_of_group = any(str(row[name]) != ALL for name in by if name not in _NO_GROUPS)
                is_rough = STEPS[0] * int(row["base"]) < k
                found = (
                    dict.fromkeys(("estimate", "low", "high"), math.nan)
                    if row["measure"] in _OF_ANSWERS and (is_of_group or is_rough)
                    else _told(row, place, boxes, k, beside)
                )
                row.update(found)
                if math.isnan(found["estimate"]):
                    gone.append(number)
        for number, gap, level in _told_by_gaps(rows, by, gone):
            row = {**frame.iloc[level].to_dict(), "level": ""}
            place = _place(row, by, sections[at])
            if not _may_follow(row, gap, place, boxes, k, _alike(row, place, everywhere)):
                rows[number].update(dict.fromkeys(("estimate", "low", "high"), math.nan))
                gone.append(number)
        new = pd.DataFrame(rows, columns=frame.columns).astype(frame.dtypes.to_dict())
        result[at] = sections[at].with_frame(new)
        hidden |= {(id(result[at]), number) for number in gone}
    return result, hidden


def _told_by_gaps(
    rows: Sequence[Mapping[Any, Any]], by: Sequence[str], gone: Sequence[int]
) -> Iterator[tuple[int, float, int]]:
    """Yield gaps of which one level stands, what the other follows to be, and where that is."""
    levels = {
        (*(str(row[name]) for name in by),): at
        for at, row in enumerate(rows)
        if row["measure"] == "item level"
    }
    for number, row in enumerate(rows):
        of, less = OVER_GAPS.get(row["measure"], ("", ""))
        about = {name: str(row[name]) for name in by}
        first, second = (levels.get((*{**about, "level": one}.values(),)) for one in (of, less))
        if first is None or second is None or number in gone or (first in gone) == (second in gone):
            continue
        if first in gone:
            yield number, rows[second]["estimate"] + row["estimate"], first
        else:
            yield number, rows[first]["estimate"] - row["estimate"], second


def _place(row: Mapping[Any, Any], by: Sequence[str], section: Section) -> Place:
    """Return whose answers a row tells of: their survey and their groups."""
    groups = {(name, str(row[name])) for name in by if name not in _NO_GROUPS}
    return _cells.outer_of(row, section), frozenset(one for one in groups if one[1] != ALL)


def _about(row: Mapping[Any, Any], by: Sequence[str]) -> tuple[str, ...]:
    """Return which item and which group a row tells of."""
    return tuple(str(row[name]) for name in by if name != "answer")


def _answers(
    rows: Iterable[Mapping[Any, Any]], by: Sequence[str]
) -> dict[tuple[str, ...], tuple[int, ...]]:
    """Return how many gave each answer to the items whose answers stand beside their means."""
    found: dict[tuple[str, ...], tuple[int, ...]] = {}
    for row in rows:
        if row["measure"] == "answers" and pd.notna(row["n"]):
            about = _about(row, by)
            found[about] = (*found.get(about, ()), int(row["n"]))
    return found


def _answers_of(section: Section) -> Iterator[tuple[Place, tuple[int, ...]]]:
    """Yield whose answers a section counts, and how many gave each, item by item."""
    by, rows = by_of(section.frame), section.frame.to_dict("records")
    found = _answers(rows, by)
    places = {_about(row, by): _place(row, by, section) for row in rows}
    for about, counts in found.items():
        yield places[about], counts


def _alike(
    row: Mapping[Any, Any], place: Place, answers: Iterable[tuple[Place, tuple[int, ...]]]
) -> tuple[int, ...]:
    """Return the answers of another section of which a mean is the mean, none where there are none.

    They are known by the people, their number and the sum of their scores.
    """
    total = float(row["estimate"]) * int(row["base"])
    for where, counts in answers:
        scores = sum(score * n for score, n in enumerate(counts, 1))
        if where == place and sum(counts) == row["base"] and abs(scores - total) < _SUM:
            return counts
    return ()


def _boxes(sections: Iterable[Section]) -> Iterator[tuple[tuple[str, Place], int]]:
    """Yield the boxes that the sections count, hidden later or not, and their base."""
    for section in sections:
        by = by_of(section.frame)
        for row in section.frame.to_dict("records"):
            for kind, name in zip(
                registry.measure(str(row["measure"])).counts, ("n", "base"), strict=True
            ):
                if kind in (*_BOXES, _OF_BOXES) and pd.notna(row[name]):
                    yield (kind, _place(row, by, section)), int(row[name])


def _told(
    row: Mapping[Any, Any], place: Place, boxes: Boxes, k: int, answers: tuple[int, ...]
) -> dict[str, float]:
    """Return a mean and its range on the finest steps that tell no score; none where all do.

    ``answers`` are told beside it, each between its ends.
    """
    base = max(int(row["base"]), 1)
    steps = [step for step in STEPS if step * base >= k] or [STEPS[-1]]
    measure = str(row["measure"])
    if measure not in OVER_SCALE | OVER_GAPS.keys() or str(row.get("item")) == ALL:
        return _on_step(row, steps[0], steps[0])
    points, top, low, answers = _known(row, place, boxes, answers)
    first = steps[0]
    for step in (one for one in steps if one <= max(WIDEST, first) + _EXACT):
        found = {"low": math.nan, "high": math.nan, **_on_step(row, first, step)}
        numbers = (found[name] for name in ("estimate", "low", "high"))
        if _is_safe(
            points, measure in OVER_GAPS, base, k, first, step, *numbers, top, low, answers
        ):
            return found
    return dict.fromkeys(("estimate", "low", "high"), math.nan)


def _known(
    row: Mapping[Any, Any], place: Place, boxes: Boxes, answers: tuple[int, ...]
) -> tuple[int, int | None, int | None, tuple[int, ...]]:
    """Return the points of the scale of a mean, and the boxes and answers told beside it."""
    furthest = max(abs(row[name]) for name in ("estimate", "low", "high") if pd.notna(row[name]))
    points = next((size for size in SCALES if size >= furthest), math.ceil(furthest))
    # the item that the boxes were taken from is told in cross-tables too, under its own name
    is_theirs = row["measure"] in OVER_SCALE and boxes.get((_OF_BOXES, place)) == row["base"]
    top, low = (boxes.get((kind, place)) if is_theirs else None for kind in _BOXES)
    return points, top, low, answers if len(answers) == points else ()


def _may_follow(
    row: Mapping[Any, Any],
    mean: float,
    place: Place,
    boxes: Boxes,
    k: int,
    answers: tuple[int, ...],
) -> bool:
    """Return whether a mean may follow from a level and a gap, which are rounded each."""
    points, *beside = _known(row, place, boxes, answers)
    base = max(int(row["base"]), 1)
    step = 2 * next((step for step in STEPS if step * base >= k), STEPS[-1])
    return _is_safe(points, False, base, k, step, step, mean, math.nan, math.nan, *beside)


def _on_step(row: Mapping[Any, Any], step: float, ends: float) -> dict[str, float]:
    """Return a mean on a step, and its range moved outward to steps."""
    result = {"estimate": round(round(row["estimate"] / step) * step, 6)}
    for name, outward in (("low", math.floor), ("high", math.ceil)):
        if pd.notna(row[name]):
            result[name] = round(outward(row[name] / ends) * ends, 6)
    return result


@lru_cache(maxsize=4096)
def _is_safe(
    points: int,
    are_gaps: bool,
    base: int,
    k: int,
    step: float,
    ends_step: float,
    mean: float,
    low: float,
    high: float,
    top: int | None,
    bottom: int | None,
    answers: tuple[int, ...],
) -> bool:
    """Return whether at least ``k`` counts of each score and each box stay possible."""
    values = np.arange(1 - points if are_gaps else 1, points if are_gaps else points + 1)
    rows = [np.ones(values.size), values.astype(float)]
    ends = [(base, base), (base * (mean - step / 2 - _EXACT), base * (mean + step / 2 + _EXACT))]
    if base > 1 and not math.isnan(low):
        from scipy.special import stdtrit

        half = (high - low) / 2
        scale = base * (base - 1) / float(stdtrit(base - 1, 0.975)) ** 2
        rows.append((values - mean) ** 2)
        ends.append((scale * max(half - ends_step, 0) ** 2 - _EXACT * base,
                     scale * half**2 + base * (step / 2) ** 2 + _EXACT * base))  # fmt: skip
    aims = list(np.eye(values.size))
    alone = _leaves_room(rows, ends, aims, base, k)
    if are_gaps or not alone:  # answers with weights are no sum of scores
        return alone is not False
    for box, n in ((values > points - TWO, top), (values <= TWO, bottom)):
        row = box.astype(float)
        least, most = _of_box(n, base, k)
        if least < most:
            aims.append(row)
        rows.append(row)
        ends.append((least, most))
    # in a cross-table of few people the answers stand in bands
    in_bands = bool(answers) and _recode.GRID * base < k
    for way in (_coarse.rounded, _recode.band) if in_bands else (_coarse.rounded,):
        each = [_counts(way(n, base, k), base) for n in answers]
        all_rows = [*rows, *np.eye(values.size)[: len(each)]]
        if _leaves_room(all_rows, [*ends, *each], aims, base, k) is False:
            return False
    return True


def _of_box(n: int | None, base: int, k: int) -> tuple[int, int]:
    """Return between what the count of a box is told: exactly, or between the ends of its share."""
    if n is None:
        return 0, base
    if not (is_small(n, k) or is_small(base - n, k)):
        return n, n
    return _counts(_recode.band(n, base, k), base)


def _counts(ends: Band | None, base: int) -> tuple[int, int]:
    """Return the least and the largest count that fit what is told, all where nothing is."""
    return ends.counts(base) if ends else (0, base)


def _leaves_room(
    rows: Sequence[Any], ends: Sequence[tuple[float, float]], aims: Iterable[Any], base: int, k: int
) -> bool | None:
    """Return whether no aim is bounded within fewer than ``k`` counts, some of 1 to ``k`` - 1.

    Those of the base that are not of the aim are counted as well. None where no counts fit.
    """
    from scipy.optimize import linprog

    solve: Any = linprog  # its stubs know no list of ends
    both = [(row, most) for row, (_, most) in zip(rows, ends, strict=True)]
    both += [(-row, -least) for row, (least, _) in zip(rows, ends, strict=True)]
    matrix, limits = np.array([row for row, _ in both]), [end for _, end in both]

    def furthest(aim: Any) -> float | None:
        solved = solve(-aim, A_ub=matrix, b_ub=limits, bounds=(0, base), method="highs-ds")
        return None if solved.status != 0 else -float(solved.fun)

    for aim in aims:
        most = furthest(aim)
        if most is None:
            return None
        high = math.floor(most + _EXACT) - (SPARE if most < base else 0)
        if high >= 2 * k and base - high >= k:  # wide, or so many at least that they are not few
            continue
        low = math.ceil(-(furthest(-aim) or 0.0) - _EXACT)
        is_few = most > 1 - _EXACT and low < k
        if high - low + 1 < k and (is_few or base - high < k):
            return False
    return True
