"""Somebody who holds board copies and nothing else, and what can be worked out from them.

Written apart from the protector. Each count of people is an unknown whole number; each printed
number, with its rounding, is a range of it; what words mean are equations. An integer programme
bounds every count, every rest of a base, every part of a whole and every step of what only grows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import pandas as pd
from scipy.stats import norm
from scipy.stats import t as student

from benchmarks._mind import BIG, Aim, Mind, Unknown

K = 5
PARTITIONS = ("people by rung", "people by movement", "people by how contact stands",
              "people by number of touches", "answers", "enquiries by way")  # fmt: skip
SEVERAL = ("needs by theme", "options picked", "words picked")
"""Of these everybody of the base has one or more."""
LEVELS = ("item level", "gap to importance", "adequacy gap", "superiority gap",
          "zone of tolerance")  # fmt: skip
SPLITS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(PARTITIONS, ("answer", "touch_number", "way")),
    **dict.fromkeys(LEVELS, ("level",)),
    "options picked": ("answer",), "words picked": ("word",),
    "comments on a theme": ("answer", "theme"), "needs by theme": ("need",),
    "people with so many touches": ("months",),
}  # fmt: skip
"""Columns that split the people of a base."""
OF_THINGS = ("promises", "stories", "initiatives", "departments", "events", "rows kept",
             "days",
             "organisation", "planned", "questions", "share of", "time for", "counted",
             "open promises", "work", "spend", "kinds", "replacement", "parity", "points", "rank",
             "straight", "slope", "chance", "difference before", "after to", "touches off",
             "touches begun", "cost of", "contract",
             "satisfaction told by")  # fmt: skip
NOT_PARTS = ("satisfaction among", "high satisfaction", "low satisfaction")
"""Shares that are estimates: of their count and base, which stand beside them, they say nothing."""
COUNTED: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        ["funding", "funding per head", "full-time posts"], ("", "staff")),
    **{name: (name, "staff") for name in [
        "reach", "champions", "people by number of touches", "staff met on walks",
        "people sent the newsletter", "people on social media"]},
    **dict.fromkeys(["touches per contact reached", "median touches per contact reached",
                     "funding per contact reached"], ("", "reach")),
    **dict.fromkeys(["mean score", "median score"], ("", "opinions")),
    **dict.fromkeys(["satisfaction", "satisfaction among departments"],
                    ("satisfaction", "opinions")),
    "lowest answers": ("lowest answers", "opinions"),
    "net promoter": ("", "recommendations"),
    **{name: (name, "recommendations") for name in ["promoters", "detractors"]},
    "response rate (AAPOR RR2)": ("answered", "invited"),
    "response rate (AAPOR RR1)": ("answered in full", "invited"),
    **dict.fromkeys(["satisfaction with the service", "satisfaction among services"],
                    ("satisfaction with the service", "opinions on the service")),
    "satisfaction in the survey before": ("satisfied with the service before",
                                          "opinions on the service before"),
    "no opinion": ("no opinion", "gave an answer"),
    "mean answer": ("", "base of answers"),
    **dict.fromkeys(LEVELS, ("", "every level answered")),
    **dict.fromkeys(["hours saved, mean of an answer", "value of hours saved"],
                    ("", "hours stated")),
    "cost per person served": ("", "people served"),
    "uses": ("uses", "uses"), "cost per use": ("", "uses paid for"),
    "active users": ("active users", "active users"),
    "cost per active user": ("", "active users"),
    "people served": ("people served", "people served"),
    "enquiries": ("enquiries", "enquiries"),
    "enquiries by way": ("enquiries by way", "enquiries"),
    "minutes on enquiries": ("", "enquiries with minutes"),
    "minutes per attendance": ("", "attended with minutes"),
    "attended": ("attended", "attended"),
    "people counted without names": ("heads", "heads"),
    **{f"asks {word}": ("asks done", "asks") for word in ("kept", "done")},
    "acts of support": ("acts of support", "acts of support"),
    "needs recorded": ("touches with a need", "two-way touches"),
    "needs with a promise": ("needs with a promise", "touches with a need"),
    "needs acted on": ("needs acted on", "needs with a promise"),
    "needs by theme": ("needs by theme", "touches with a need"),
    "acts by people who leave within a year": ("acts of leavers", "acts of support"),
    "rows linked": ("rows linked", "rows on which somebody was met"),
    "people found on walks": ("people found on walks", "people met on walks"),
    "people met on walks": ("people met on walks", "people met on walks"),
}  # fmt: skip
"""What the count and the base of a measure are called where other measures count the same people;
of any other they are its own."""
PER_HEAD = {"cost per person served": "cost of the service", "funding per head": "funding",
            "cost per use": "cost of the use", "cost per active user": "cost of the use",
            "funding per contact reached": "funding"}  # fmt: skip
"""Money for each of a base, and the money: one by the other is the base."""
OF_ANYBODY = ("funding", "touches", "two-way", "needs", "acts", "enquiries", "attended", "rows")
"""Money and acts that belong to no department too: guests ask, and people leave."""
SUMMED = ("enquiries", "enquiries by way", "attended", "heads", "two-way touches",
          "touches with a need", "needs by theme")  # fmt: skip
"""Acts of which those of days that do not overlap come to those of all of these days."""
LISTED = ("enquiries", "enquiries by way", "heads", "needs by theme", "comments on a theme",
          "no opinion", "people served")  # fmt: skip
"""What is listed only where there is any, as reasons are for which champions were lost."""
CENT = 0.005
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
OF_MEANS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
OF_SCORES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
CUMULATIVE = ("trust at this touch", "trust by touches so far")
SCALE, GAPS = range(1, 6), range(-4, 5)
SCORED = {"mean score": SCALE, "item level": SCALE, "gap to importance": GAPS,
          "adequacy gap": GAPS, "superiority gap": GAPS}  # fmt: skip
LESS = {"gap to importance": ("satisfaction", "importance"),
        "adequacy gap": ("perceived", "minimum"),
        "superiority gap": ("perceived", "desired"),
        "zone of tolerance": ("desired", "minimum")}  # fmt: skip
"""Levels of which one less the other is a gap."""
COLUMNS = ("department", "role_level", "site", "group")
OF_ANSWERED = ("opinions", "recommendations", "base of sees the value", "gave an answer",
               "opinions on the service", "answered in full")  # fmt: skip
UNIDENTIFIED = (("answer", "unidentified"),)
OVERALL = ("overall", "dans l'ensemble", "globalement")


def names(number: Mapping[str, Any]) -> tuple[Unknown, Unknown] | None:
    """Return what a reader calls the count and the base of a printed number."""
    measure = str(number["measure"])
    if measure.startswith(OF_THINGS):
        return None
    about = {k: v for k, v in number["group"].items() if v != "All"}
    corner = measure.startswith(("high satisfaction, ", "low satisfaction, "))
    of = f"satisfaction among {'services' if measure.endswith('cost') else 'departments'}"
    n, base = COUNTED.get(of if corner else measure, (measure, f"base of {measure}"))
    if base == "recommendations":
        about.pop("item", None)  # one question is asked so, by whatever name
    if measure == "change from before to after":
        n, base = (f"{one} of {number['section']}" for one in (n, base))
    whole = {k: v for k, v in about.items() if k not in SPLITS.get(measure, ())}
    group, of_base = (tuple(sorted(part.items())) for part in (about, whole))
    return (n or f"n of {measure}", number["period"], group), (base, number["period"], of_base)


def printed(
    number: Mapping[str, Any], base: tuple[float, float], *, finest: bool = True
) -> tuple[float, float]:
    """Return the range of the count behind a share, given that of its base."""
    if number["n"] is not None:
        return number["n"], number["n"]
    if number["unit"] == "count" and number["value"] is not None:
        return number["value"], number["value"]
    is_told = not str(number["measure"]).startswith(NOT_PARTS)
    if is_told and (number["at_least"] is not None or number["at_most"] is not None):
        low, high = number["at_least"] or 0.0, number["at_most"]
        if number["unit"] == "count":
            return low, BIG if high is None else high
        return math.ceil(low * base[0] - 1e-9), math.floor(
            (1 if high is None else high) * base[1] + 1e-9
        )
    if number["value"] is None or number["unit"] != "share" or not is_told:
        return 0, BIG
    step = step_of(number["value"], base[1], STEPS, finest=finest)
    low, high = (number["value"] - step / 2, number["value"] + step / 2)
    if step and not 0 < number["value"] < 1:
        low, high = number["value"] - step, number["value"] + step
    return math.ceil(max(low, 0) * base[0] - 1e-9), math.floor(min(high, 1) * base[1] + 1e-9)


def step_of(value: float, base: float, steps: Sequence[float], *, finest: bool = True) -> float:
    """Return the finest or widest step on which a number of a base may be rounded, 0 for none.

    The rule of the protector is public: a step leaves room for ``K`` counts of the base.
    """
    fine = [step for step in steps if step * base >= K - 1e-9 and _is_on(value, step)]
    return 0.0 if not fine else fine[0] if finest else fine[-1]


def _is_on(value: float, step: float) -> bool:
    """Return whether a number may have been rounded to a step."""
    return abs(value / step - round(value / step)) < 1e-6


def read(copies: Sequence[Mapping[str, Any]]) -> Mind:
    """Return what board copies tell together, each number rounded as finely as it may have been.

    Where that cannot be, as widely.
    """
    mind = _read(copies, Mind())
    mind.careful = _read(copies, Mind(finest=False))
    return mind


def _read(copies: Sequence[Mapping[str, Any]], mind: Mind) -> Mind:
    copies = [_of_part(copy) for copy in copies]
    numbers = [number for copy in copies for number in copy["numbers"]]
    for number in numbers:
        both = names(number)
        is_whole = number["group"].get("months", "0") == "0"
        if both and number["base"] is not None and is_whole:
            mind.within(both[1], number["base"], number["base"])
    groups: dict[tuple[Any, ...], set[Unknown]] = defaultdict(set)
    for number in numbers:
        both = names(number)
        if not both:
            continue
        n, base = both
        at = mind.at(base)
        if number["unit"] in ("share", "count"):
            mind.within(n, *printed(number, (mind.low[at], mind.high[at]), finest=mind.finest))
            if number["unit"] == "share":
                mind.part(n, base)
        for name in both:
            of = [part for part in name[2] if part[0] in COLUMNS]
            if len(of) == 1:
                rest = tuple(part for part in name[2] if part not in of)
                groups[name[0], name[1], of[0][0], rest].add(name)
    _sums(mind, copies, groups)
    _partitions(mind, numbers)
    _words(mind)
    _items(mind)
    _scores(mind, numbers)
    _gaps(mind, numbers)
    _differences(mind, copies)
    _per_head(mind, numbers)
    _grown(mind)
    _listed(mind, copies)
    return mind


def _of_part(copy: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a copy in which the numbers of a brief say of whom they are."""
    scope = {k: v for k, v in copy.get("parameters", {}).items() if k in COLUMNS and v}
    numbers = [{**number, "group": {**scope, **number["group"]}} for number in copy["numbers"]]
    sections = [{**one, "group": {**scope, **one.get("group", {})}} for one in copy["sections"]]
    return {**copy, "numbers": numbers, "sections": sections}


def _sums(
    mind: Mind, copies: Iterable[Mapping[str, Any]], groups: Mapping[tuple[Any, ...], set[Unknown]]
) -> None:
    """Departments of one table are all; those that stand as "other" are the rest of them."""
    for copy in copies:
        tables: dict[tuple[Any, ...], set[tuple[Unknown, Unknown]]] = defaultdict(set)
        totals: set[tuple[Any, ...]] = set()
        for number in copy["numbers"]:
            both = names(number)
            for column in set(COLUMNS) & number["group"].keys() if both else ():
                rest = tuple(sorted((k, v) for k, v in number["group"].items() if k != column))
                key = (number["section"], number["measure"], number["period"], column, rest)
                if number["group"][column] == "All":
                    totals.add(key)
                elif both:
                    tables[key].add(both)
        for key, table in tables.items():
            is_of_all = key in totals or not key[-1]
            if len(table) < 2 or any("funding" in base for _, (base, *_) in table) or not is_of_all:
                continue
            for which in (0, 1):
                parts = {pair[which] for pair in table}
                kind, period, group = next(iter(parts))
                whole = (kind, period, tuple(part for part in group if part[0] != key[3]))
                if whole in mind.place and whole not in parts:
                    mind.tie({whole: -1.0, **dict.fromkeys(parts, 1.0)})
    every: dict[str, set[str]] = defaultdict(set)
    for (_, _, column, _), parts in groups.items():
        labels = {dict(name[2])[column] for name in parts}
        every[column] |= {label for label in labels if not _is_rest(label)}
    for (kind, period, column, rest), parts in groups.items():
        # briefs: whatever groups were told anywhere are some of the whole, all of them all of it
        plain = {name: dict(name[2])[column] for name in parts}
        plain = {name: label for name, label in plain.items() if not _is_rest(label)}
        whole = (kind, period, rest)
        if whole in mind.place:
            is_all = set(plain.values()) == every[column] and not kind.startswith(OF_ANYBODY)
            is_all = is_all and _add_up(mind, period, column, every)
            mind.tie({whole: -1.0, **dict.fromkeys(plain, 1.0)}, 0.0 if is_all else -BIG, 0.0)


def _is_rest(label: str) -> bool:
    """Return whether a group stands for several that are not told apart."""
    return label.startswith(("other ", "autres "))


def _add_up(mind: Mind, period: str, column: str, every: Mapping[str, set[str]]) -> bool:
    """Return whether the staff of all groups is the whole staff: then nobody is in two or none."""
    whole, parts = ("staff", period, ()), [("staff", period, ((column, g),)) for g in every[column]]
    if whole not in mind.place or not all(part in mind.place for part in parts):
        return False
    at = [mind.place[name] for name in (whole, *parts)]
    known = all(mind.low[one] == mind.high[one] for one in at)
    return known and mind.low[at[0]] == sum(mind.low[one] for one in at[1:])


def _partitions(mind: Mind, numbers: Sequence[Mapping[str, Any]]) -> None:
    """Everybody has one answer, one rung, one number of touches."""
    parts: dict[tuple[str, Unknown], set[Unknown]] = defaultdict(set)
    for number in numbers:
        both = names(number)
        if both and number["measure"] in (*PARTITIONS, *SEVERAL):
            parts[number["measure"], both[1]].add(both[0])
    for (measure, base), members in parts.items():
        most = BIG if measure in SEVERAL else 0.0
        mind.tie({base: -1.0, **dict.fromkeys(members, 1.0)}, 0.0, most)
        if measure == "people by number of touches":
            met = {n for n in members if dict(n[2])["touch_number"] != "0"}
            mind.tie({("reach", base[1], base[2]): -1.0, **dict.fromkeys(met, 1.0)})
        if measure == "people by how contact stands":
            met = {n for n in members if dict(n[2])["answer"] in ("new", "kept", "regained")}
            mind.tie({("reach", base[1], base[2]): -1.0, **dict.fromkeys(met, 1.0)})
        if measure == "people by movement":  # of the staff of both days
            mind.part(base, ("staff", base[1], base[2]))
        elif measure.startswith("people by") and base[0] != "staff":
            mind.tie({base: 1.0, ("staff", base[1], base[2]): -1.0})
    for (measure, period, group), _ in list(mind.place.items()):
        if measure == "people by rung" and dict(group).get("answer") == "champion":
            rest = tuple(part for part in group if part[0] != "answer")
            mind.tie({(measure, period, group): 1.0, ("champions", period, rest): -1.0})


def _words(mind: Mind) -> None:
    """Answers to one question are some of all answers; champions are those before, moved."""
    for name in list(mind.place):
        if name[0].endswith(" with minutes"):
            mind.part(name, (name[0].removesuffix(" with minutes"), name[1], name[2]))
        if name[0] in OF_ANSWERED:
            group = tuple(part for part in name[2] if part[0] not in ("item", "service"))
            mind.part(name, ("answered", name[1], group))
    for name in list(mind.place):
        if name[0] == "acts of support" and not name[2]:  # everybody who stands up did one
            mind.tie({name: -1.0, ("champions", *name[1:]): 1.0}, -BIG, 0.0)
        if name[0] == "active users":  # each of them used it
            mind.within(name, 1, BIG)
            mind.tie({name: 1.0, ("uses", *name[1:]): -1.0}, -BIG, 0.0)
        is_none = mind.high[mind.place[name]] == 0
        is_listed = name[0] in LISTED or name[0].startswith("champions lost")
        if is_listed and not is_none:
            mind.within(name, 1, BIG)  # where a row stands it is not empty
        if name[0] == "uses paid for":
            mind.part(name, ("uses", *name[1:]))
        if name[0] == "rows linked":  # of the others some name somebody
            left = ("rows by how the contact was identified", name[1], UNIDENTIFIED)
            base = ("rows on which somebody was met", *name[1:])
            mind.tie({name: 1.0, left: 1.0, base: -1.0}, -BIG, 0.0)
        if name[0] == "promoters":
            base = ("recommendations", *name[1:])
            mind.tie({name: 1.0, ("detractors", *name[1:]): 1.0, base: -1.0}, -BIG, 0.0)
        if name[0] == "lowest answers":
            mind.tie({name: 1.0, ("satisfaction", *name[1:]): 1.0, ("opinions", *name[1:]): -1.0},
                     -BIG, 0.0)  # fmt: skip
    quarters = sorted({p for k, p, g in mind.place if k == "champions" and not g and "Q" in str(p)})
    for before, now in pairwise(quarters):
        flows = {
            name: 1.0 if name[0] == "champions joined" else -1.0
            for name in list(mind.place)
            if name[1] == now and name[0].startswith(("champions joined", "champions lost: "))
        }
        if flows:
            mind.tie({("champions", now, ()): -1.0, ("champions", before, ()): 1.0, **flows})
    for short, long in _nested(mind):
        mind.part(short, long)
    _of_days(mind)


def _items(mind: Mind) -> None:
    """Tie the answers to each item to its base, and those of the overall item to satisfaction."""
    answers: dict[Unknown, list[Unknown]] = defaultdict(list)
    for kind, *where in list(mind.place):
        if kind == "answers":
            base = tuple(part for part in where[1] if part[0] != "answer")
            answers["base of answers", where[0], base].append((kind, *where))
    for base, parts in answers.items():
        _, period, group = base
        none, gave = ("no opinion", period, group), ("gave an answer", period, group)
        if none in mind.place:
            mind.tie({gave: 1.0, none: -1.0, base: -1.0})
        item = dict(group).get("item", "")
        for short in answers:  # "Hours" is the question "Hours (how satisfied are you ...)"
            same = dict(short[2]).get("item", "")
            alike = [n[2] for n in answers[short]] == [
                tuple((k, same if k == "item" else v) for k, v in n[2]) for n in parts
            ]
            if same and item.startswith(f"{same} (") and short[1] == period and alike:
                for one, other in zip([short, *answers[short]], [base, *parts], strict=True):
                    mind.tie({one: 1.0, other: -1.0})
        stated = ("hours stated", period, group)
        if stated in mind.place:
            mind.tie({stated: 1.0, base: -1.0})
        who = tuple(part for part in group if part[0] != "item")
        opinions = ("opinions", period, who)
        at = [mind.place.get(one) for one in (base, opinions)]
        is_overall = any(word in item.casefold() for word in OVERALL) and None not in at
        if is_overall and len(parts) == len(SCALE):
            mind.tie({opinions: 1.0, base: -1.0})
            mind.tie({("satisfaction", period, who): -1.0, **dict.fromkeys(parts[-2:], 1.0)})
            if ("lowest answers", period, who) in mind.place:
                mind.tie({("lowest answers", period, who): -1.0, **dict.fromkeys(parts[:2], 1.0)})


def _differences(mind: Mind, copies: Iterable[Mapping[str, Any]]) -> None:
    """Tie the two shares of a printed difference, and promoters and detractors of a score."""
    for number in (one for copy in copies for one in copy["numbers"]):
        value, period, group = number["value"], number["period"], number["group"]
        if value is None:
            continue
        if number["measure"] == "net promoter" and number["base"]:
            _score(mind, number)
        if number["measure"] == "change from before to after":
            places = [tuple(sorted((k, w if k == "when" else v) for k, v in group.items()
                                   if v != "All")) for w in ("after", "before")]  # fmt: skip
            for kind, base in (("satisfaction", "opinions"), ("reach", "staff")):
                if number["section"].endswith(kind):
                    pairs = [((kind, period, at), (base, period, at)) for at in places]
                    _apart(mind, pairs, value)
        if number["measure"] == "perception gap":
            labels = [name[2] for name in mind.place if name[:2] == ("sees the value", period)]
            pairs = [((kind, period, at), (f"base of {kind}", period, at))
                     for kind in ("sees the value",) for at in labels]  # fmt: skip
            if len(pairs) == 2:
                _apart(mind, pairs, value)


def _apart(mind: Mind, pairs: Sequence[tuple[Unknown, Unknown]], value: float) -> None:
    """Say by how much two shares of known bases differ."""
    sizes = []
    for n, base in pairs:
        if n not in mind.place or base not in mind.place:
            return
        at = mind.place[base]
        if mind.low[at] != mind.high[at] or not mind.low[at]:
            return
        sizes.append(mind.low[at])
    step = step_of(value, min(sizes), STEPS, finest=mind.finest)
    room = step / 2 + 1e-6
    (one, _), (other, _) = pairs
    mind.tie({one: 1 / sizes[0], other: -1 / sizes[1]}, value - room, value + room)


def _score(mind: Mind, number: Mapping[str, Any]) -> None:
    """Tie promoters and detractors: their difference is the score, their sum its range."""
    both = names(number)
    assert both
    base, (_, *where) = number["base"], both[1]
    promoters, detractors = ("promoters", *where), ("detractors", *where)
    score = number["value"] / 100
    step = step_of(score, base, OF_SCORES, finest=mind.finest)
    room = (step / 2 + 1e-6) * base
    mind.tie({promoters: 1.0, detractors: -1.0}, score * base - room, score * base + room)
    mind.tie({promoters: 1.0, detractors: 1.0, both[1]: -1.0}, -BIG, 0.0)
    ends = number["low"], number["high"]
    if step or None in ends or abs(ends[0]) == 100 or abs(ends[1]) == 100:
        return
    # the range is that of (P + 3/4) and (D + 3/4) of N + 3: a textbook rule
    se = (ends[1] - ends[0]) / 200 / norm.ppf(0.975)
    total = (se**2 * (base + 3) + (score * base / (base + 3)) ** 2) * (base + 3) - 1.5
    mind.tie({promoters: 1.0, detractors: 1.0}, total - 0.01, total + 0.01)


def _per_head(mind: Mind, numbers: Iterable[Mapping[str, Any]]) -> None:
    """Tie a base to money and money a head."""
    money = {
        (one["measure"], one["period"], tuple(sorted(one["group"].items()))): one["value"]
        for one in numbers if one["unit"] == "money" and one["value"] is not None
    }  # fmt: skip
    for number in numbers:
        of, each = PER_HEAD.get(number["measure"]), number["value"]
        whole = money.get((of, number["period"], tuple(sorted(number["group"].items()))))
        both = names(number)
        if whole and each and both and each > 2 * CENT:
            mind.within(
                both[1], math.ceil((whole - CENT) / (each + CENT)),
                math.floor((whole + CENT) / (each - CENT)),
            )  # fmt: skip


def _scores(mind: Mind, numbers: Sequence[Mapping[str, Any]]) -> None:
    """A mean of a base is a sum of scores, its range a sum of squares."""
    of_item: dict[Unknown, list[Unknown]] = defaultdict(list)
    for name in mind.place:
        if name[0] == "answers":
            rest = tuple(part for part in name[2] if part[0] != "answer")
            of_item[*name[:2], rest].append(name)
    for number in numbers:
        values, base = SCORED.get(number["measure"]), number["base"]
        group = number["group"]
        about = tuple(sorted((k, v) for k, v in group.items() if v != "All"))
        if number["measure"] == "mean answer":
            answers = of_item["answers", number["period"], about]
            values = SCALE if len(answers) == len(SCALE) else None
        if not values or number["value"] is None or not base or group.get("item") == "All":
            continue
        by_score = {v: ("score", number["measure"], number["period"], about, v) for v in values}
        for name in by_score.values():
            mind.within(name, 0, base)
        mind.tie(dict.fromkeys(by_score.values(), 1.0), base, base)
        mean = number["value"]
        step = step_of(mean, base, OF_MEANS, finest=mind.finest)
        room = (step / 2 + 1e-9) * base
        mind.tie({name: float(v) for v, name in by_score.items()}, mean * base - room,
                 mean * base + room)  # fmt: skip
        if number["low"] is not None and base > 1:
            widest = (number["high"] - number["low"]) / 2
            # ends may have been moved to wider steps than their mean: nobody knows how far
            wide = max(
                step_of(number[end], base, OF_MEANS, finest=False) for end in ("low", "high")
            )
            outward = min(wide, max(step, 1.0))
            spread = [half * math.sqrt(base) / student.ppf(0.975, base - 1)
                      for half in (max(widest - (outward if step else 0), 0), widest)]  # fmt: skip
            least, most = (sd**2 * (base - 1) for sd in spread)
            mind.tie({name: (v - mean) ** 2 for v, name in by_score.items()}, least - 1e-6 * base,
                     most + base * (step / 2) ** 2 + 1e-6 * base)  # fmt: skip
        if number["measure"] == "mean answer":
            for value, name in zip(values, answers, strict=True):
                mind.tie({name: 1.0, by_score[value]: -1.0})
        if number["measure"] == "mean score":
            for item, parts in of_item.items():
                what = dict(item[2]).get("item", "").casefold()
                rest = tuple(part for part in item[2] if part[0] != "item")
                is_same = (item[1], rest) == (number["period"], about) and len(parts) == len(SCALE)
                if is_same and any(word in what for word in OVERALL):
                    for value, name in zip(values, parts, strict=True):
                        mind.tie({name: 1.0, by_score[value]: -1.0})
            place = number["period"], about
            mind.tie({("satisfaction", *place): -1.0, by_score[4]: 1.0, by_score[5]: 1.0})
            mind.tie({("lowest answers", *place): -1.0, by_score[1]: 1.0, by_score[2]: 1.0})


def _gaps(mind: Mind, numbers: Sequence[Mapping[str, Any]]) -> None:
    """A gap is one level less another, of the same people; the answers to an item are its level."""
    for number in numbers:
        levels, base = LESS.get(number["measure"]), number["base"]
        if not levels or not base or number["value"] is None:
            continue
        period, group = number["period"], {k: v for k, v in number["group"].items() if v != "All"}
        own = tuple(sorted(group.items()))
        parts = {("score", number["measure"], period, own, v): float(v) for v in GAPS}
        for sign, level in zip((-1.0, 1.0), levels, strict=True):
            about = tuple(sorted({**group, "level": level}.items()))
            scores = {("score", "item level", period, about, v): float(v) for v in SCALE}
            for name in scores:  # the level itself may be hidden
                mind.within(name, 0, base)
            mind.tie(dict.fromkeys(scores, 1.0), base, base)
            parts |= {name: sign * value for name, value in scores.items()}
            # "Hours" is a row of the question "Hours (how satisfied are you ...)"
            asked = (
                dict(n[2]).get("item", "")
                for n in mind.place
                if n[:2] == ("base of answers", period)
            )
            asked = (one for one in asked if one.startswith(f"{group.get('item')} ("))
            for question in [one for one in asked if level[:6] in one.casefold()]:
                rest = {k: v for k, v in group.items() if k != "level"} | {"item": question}
                answers = [n for n in mind.place if n[:2] == ("answers", period)
                           and {k: v for k, v in n[2] if k != "answer"} == rest]  # fmt: skip
                at = mind.place.get(("base of answers", period, tuple(sorted(rest.items()))))
                is_same = at is not None and mind.low[at] == mind.high[at] == base
                for answer, score in zip(answers, scores, strict=False) if is_same else ():
                    mind.tie({answer: 1.0, score: -1.0})
        mind.tie(parts)


def _grown(mind: Mind) -> None:
    """What is counted up to a day or a month only grows: each step is a count."""
    by_group: dict[tuple[str, Unknown], set[str]] = defaultdict(set)
    by_month: dict[tuple[str, str, Unknown], dict[int, Unknown]] = defaultdict(dict)
    for kind, *where in list(mind.place):
        if kind == "score" or len(where) != 2:
            continue
        period, group = where
        months = dict(group).get("months")
        if months is not None and str(months).isdigit():
            rest = tuple(part for part in group if part[0] != "months")
            by_month[kind, period, rest][int(months)] = (kind, period, group)
        elif str(kind).removeprefix("base of ") in CUMULATIVE and "Q" in str(period):
            by_group[kind, group].add(period)
    for (kind, group), periods in by_group.items():
        touch = dict(group).get("touch", "")
        if kind != "trust at this touch" and touch != "7+":
            continue  # who came without trust, or has so many touches today, goes on to the next
        for before, now in pairwise(sorted(periods)):
            mind.part((kind, before, group), (kind, now, group))
    for steps in by_month.values():
        for early, late in pairwise(sorted(steps)):
            if not str(steps[early][0]).startswith("base of "):
                mind.part(steps[early], steps[late])


def _listed(mind: Mind, copies: Sequence[Mapping[str, Any]]) -> None:
    """Events in a listing: who stayed away was registered, who is not known came."""
    for copy in copies:
        period = copy["report"]["period"].get("label", "")  # a notebook on files has none
        for section in copy["sections"]:
            if section["kind"] != "listing":
                continue
            came: list[Unknown] = []
            for at, row in enumerate(section["rows"]):
                scope = tuple(sorted(section["group"].items()))
                about = (section["name"], str(row.get("title")), str(row.get("on")), at, scope)
                names_ = {
                    column: ("listed", column, period, about)
                    for column in ("registered", "attended", "no_show", "unidentified")
                    if isinstance(row.get(column), int | None) and "registered" in row
                }
                for column, name in names_.items():
                    if row[column] is not None:
                        mind.within(name, row[column], row[column])
                if "attended" in names_:
                    came.append(names_["attended"])
                for part, whole in (("no_show", "registered"), ("unidentified", "attended")):
                    if {part, whole} <= names_.keys():
                        mind.part(names_[part], names_[whole])
            of = tuple(sorted(section["group"].items()))
            seats, heads = ((one, period, of) for one in ("attended", "heads"))
            if came and seats in mind.place:  # heads stand nowhere where none were counted
                every = [seats, heads] if heads in mind.place else [seats]
                mind.tie({**dict.fromkeys(came, 1.0), **dict.fromkeys(every, -1.0)})


def _days(period: str) -> tuple[str, str] | None:
    """Return first and last month of a period of a fiscal year that begins in April, as days."""
    if ".." in period:
        first, last = period.split("..")
        return first, last
    if not period.startswith("FY"):
        return None
    year = int(period[2:6])
    if " Q" not in period:
        return f"{year}-04-01", f"{year + 1}-03-31"
    number = int(period[-1])
    start = 4 + 3 * (number - 1)
    first = f"{year + (start > 12)}-{(start - 1) % 12 + 1:02}-01"
    return first, f"{year + (start + 2 > 12)}-{(start + 1) % 12 + 1:02}-31"


def _nested(mind: Mind) -> Iterator[tuple[Unknown, Unknown]]:
    """Yield who was reached within days that lie within others."""
    met = [name for name in mind.place if name[0] == "reach" and name[1] and _days(str(name[1]))]
    for one, other in combinations(met, 2):
        if one[2] != other[2] or one[1] == other[1]:
            continue
        a, b = _days(str(one[1])), _days(str(other[1]))
        assert a and b
        if b[0] <= a[0] and a[1] <= b[1]:
            yield one, other
        elif a[0] <= b[0] and b[1] <= a[1]:
            yield other, one


def _of_days(mind: Mind) -> None:
    """What was counted in quarters comes to what was in a longer time that they fill."""
    by_group: dict[tuple[str, Unknown], dict[tuple[str, str], Unknown]] = defaultdict(dict)
    for name in list(mind.place):
        if name[0] in SUMMED and len(name) == 3 and (days := _days(str(name[1]))):
            by_group[name[0], name[2]][days] = name
    for names_ in by_group.values():
        for (first, last), long in names_.items():
            apart: list[tuple[str, str]] = []
            for days in sorted(names_, key=lambda days: (days[1], days[0])):
                if names_[days] == long or days[0] < first or days[1] > last:
                    continue
                mind.part(names_[days], long)
                if not apart or days[0] > apart[-1][1]:
                    apart.append(days)
            filled = sum(_many(*days) for days in apart) == _many(first, last)
            parts = dict.fromkeys([names_[days] for days in apart], 1.0)
            if len(parts) > 1:
                mind.tie({long: -1.0, **parts}, 0.0 if filled else -BIG, 0.0)


def _many(first: str, last: str) -> int:
    """Return how many days lie between two and on them; months that end on a 31st are long."""
    return (pd.Period(last[:7]) - pd.Period(first[:7])).n * 31 + int(last[8:]) - int(first[8:]) + 1


def aims(mind: Mind) -> Iterator[Aim]:
    """Yield every count, every rest of a base, and what lies between nested periods."""
    for name in list(mind.place):
        yield ((name, 1.0),)
    for part, whole in mind.parts:
        yield ((whole, 1.0), (part, -1.0))


def told(
    mind: Mind, truth: Mind, further: Mapping[Unknown, int] | None = None
) -> list[tuple[Aim, int, int]]:
    """Return what is bounded within fewer than ``K`` values and is 1 to ``K`` - 1 people.

    Or nobody, where the satisfied or the others of a group are told to be none.

    Parameters
    ----------
    mind : Mind
        What board copies tell.
    truth : Mind
        What the private ones tell.
    further : mapping, optional
        True counts that not even these print: how many gave each score.
    """
    for name, value in (further or {}).items():
        truth.within(name, value, value)
    found = []
    for aim in dict.fromkeys(aims(mind)):
        if not all(name in truth.place for name, _ in aim):
            continue
        exact = [(truth.low[truth.at(name)], truth.high[truth.at(name)]) for name, _ in aim]
        if any(low != high for low, high in exact):
            continue
        real = sum(weight * low for (_, weight), (low, _) in zip(aim, exact, strict=True))
        is_opinion = aim[0][0][2] and "satisfaction" in {name[0] for name, _ in aim}
        if 0 < real < K or (
            real == 0 and is_opinion
        ):  # all or none of a group say what each thinks
            low, high = mind.bounds(aim)
            if high - low + 1 < K and low <= real <= high:
                found.append((aim, low, high))
    mind.contradicted |= mind.contradictions()
    return found
