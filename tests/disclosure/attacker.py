"""Somebody who wants to know: every number of a board copy as equations, solved for one unknown.

Written without the package's own idea of cells: from what the words of a report mean.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from engagekit.measures import registry
from engagekit.sections import Section

BIG = 5_000


class Attacker:
    """Whole unknowns of 0 or more, and what is known of them."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}
        self.known: dict[str, int] = {}
        self.equations: list[tuple[dict[str, float], float, float]] = []

    def unknown(self, name: str) -> str:
        self.place.setdefault(name, len(self.place))
        return name

    def know(self, name: str, value: object) -> None:
        self.unknown(name)
        if not pd.isna(value):
            assert self.known.setdefault(name, int(value)) == int(value), name

    def equal(self, total: str, parts: Iterable[str]) -> None:
        weights = dict.fromkeys(map(self.unknown, parts), 1.0)
        self.equations.append(({**weights, self.unknown(total): -1.0}, 0.0, 0.0))

    def at_most(self, part: str, whole: str) -> None:
        self.equations.append(({self.unknown(part): 1.0, self.unknown(whole): -1.0}, -np.inf, 0.0))

    def weigh(self, weights: Mapping[str, float], low: float, high: float) -> None:
        for name in weights:
            self.unknown(name)
        self.equations.append((dict(weights), low, high))

    def bounds(self, aim: Mapping[str, float]) -> tuple[int, int]:
        """Lowest and highest value of a sum of unknowns, BIG where there is no bound."""
        size = len(self.place)
        lower, upper = np.zeros(size), np.full(size, float(BIG))
        for name, value in self.known.items():
            lower[self.place[name]] = upper[self.place[name]] = value
        matrix = np.zeros((len(self.equations), size))
        for row, (weights, _, _) in enumerate(self.equations):
            for name, weight in weights.items():
                matrix[row, self.place[name]] = weight
        limits = LinearConstraint(
            matrix, [low for _, low, _ in self.equations], [high for _, _, high in self.equations]
        )
        cost = np.zeros(size)
        for name, weight in aim.items():
            cost[self.place[name]] = weight
        found = []
        for sign in (1, -1):
            done = milp(
                sign * cost,
                constraints=limits,
                bounds=Bounds(lower, upper),
                integrality=np.ones(size),
            )
            assert done.status == 0, done.message
            found.append(round(sign * done.fun))
        return found[0], found[1]


def read(sections: Sequence[Section]) -> Attacker:
    """All that the sections of a board copy tell about people."""
    mind = Attacker()
    by_name = {section.name: section for section in sections}
    for section in sections:
        if "measure" in section.frame.columns:
            for row in section.frame.to_dict("records"):
                _told(mind, row, section)
    _departments(mind, sections)
    _partitions(mind, sections)
    _moves(mind, by_name)
    _champions(mind, by_name)
    _steps(mind, sections)
    _touches(mind, by_name)
    _answers(mind, by_name)
    _ends(mind, sections)
    _events(mind, by_name)
    return mind


MEASURED = {"measure", "unit", "estimate", "low", "high", "n", "base", "population", "suppressed",
            "method", "basis", "previous", "period", "department", "at_least", "at_most",
            "recoded"}  # fmt: skip
PARTS = {
    "people by how contact stands",
    "people by rung",
    "people by movement",
    "answers that moved",
}
"""Measures whose answers are parts of one whole; each person is in one of them."""
SHARED = PARTS | {
    "answers",
    "people by number of touches",
    "people met by what came first",
    "came back",
}
"""Measures with one base for all their answers."""
OF_SURVEYS = {
    "satisfaction", "net promoter", "promoters", "detractors", "answers", "mean score",
    "lowest answers", "median score", "item level", "gap to importance",
    "change within people", "answers that moved", "sees the value", "words picked",
    "knows at least one service", "knows the service", "useful to me", "comments on a theme",
    "comments without a theme",
}  # fmt: skip
WHOLE = {"reach", "satisfaction", "response"}
"""Sections in which every department stands, those who state none among them."""
SAME_BASE = {
    **dict.fromkeys(("promoters", "detractors"), "net promoter"),
    **dict.fromkeys(("lowest answers", "mean score", "median score"), "satisfaction"),
}
"""Measures over the same answers as another."""
ROSTER = {"reach", "funding", "funding per head", "people by number of touches"}


def count(row: Mapping[str, object], section: Section, what: str) -> str:
    """What to call the ``n`` or the ``base`` of a row, as a reader would."""
    measure = str(row["measure"])
    period = row.get("period") or section.period["label"]
    if measure in OF_SURVEYS:
        period = "the survey of " + str(row.get("period") or section.settings.get("survey_period"))
    if measure.startswith("response rate"):
        measure, period = ("answered" if what == "base" else measure), "the survey"
    if measure == "change from before to after":  # of whatever the section compares
        measure += f" of {section.name}"
    group = row.get("department", "All")
    scope = "".join(sorted((section.settings.get("scope") or {}).values()))
    group = scope if scope and group == "All" else group
    others = {name: value for name, value in row.items() if name not in MEASURED}
    if what == "base":
        whole = {"answer", "touch_number"} if measure in SHARED else set()
        kind = "roster" if measure in ROSTER else f"base of {SAME_BASE.get(measure, measure)}"
        if measure == "funding per contact reached" or measure.endswith("per contact reached"):
            kind = "n of reach"
        detail = [value for name, value in sorted(others.items()) if name not in whole]
        return " ".join(map(str, [kind, period, group, *detail])).strip()
    kind = "n of reach" if measure.endswith("per contact reached") else f"n of {measure}"
    detail = [value for _, value in sorted(others.items())]
    return " ".join(map(str, [kind, period, group, *detail]))


def _told(mind: Attacker, row: Mapping[str, object], section: Section) -> None:
    if registry.measure(row["measure"]).of == "things":
        return
    base = mind.unknown(count(row, section, "base"))
    mind.know(base, row["base"])
    if not str(row["measure"]).startswith(("funding", "full-time")):
        n = count(row, section, "n")
        mind.know(n, row["n"])
        whole = 1 if row["unit"] == "count" else row["base"]
        if row.get("recoded") and not pd.isna(whole):  # the ends of a count, or of a share of it
            low, high = row["at_least"], row["at_most"]
            least = 0 if pd.isna(low) else math.ceil(low * whole - 1e-9)
            most = whole if pd.isna(high) else math.floor(high * whole + 1e-9)
            mind.weigh({n: 1.0}, least, most)
        if row["unit"] == "share" and "months" not in row:  # there the base is still at risk
            mind.at_most(n, base)


def _departments(mind: Attacker, sections: Sequence[Section]) -> None:
    """Departments add up to All, wherever they stand."""
    for section in sections:
        columns = set(section.frame.columns)
        if section.name not in WHOLE or not {"department", "measure"} <= columns:
            continue
        for measure in ("reach", "satisfaction", "response rate (AAPOR RR2)"):
            _added_up(mind, section, measure)


def _added_up(mind: Attacker, section: Section, measure: str) -> None:
    """The departments of one measure of one section."""
    whole = section.frame[section.frame["measure"] == measure]
    for _, part in whole.groupby("period") if "period" in whole else [("", whole)]:
        rows = part.to_dict("records")
        if sum(row["department"] == "All" for row in rows) != 1 or len(rows) < 2:
            continue
        for what in ("n", "base"):
            total = next(row for row in rows if row["department"] == "All")
            parts = [row for row in rows if row["department"] != "All"]
            mind.equal(count(total, section, what), [count(row, section, what) for row in parts])


def _partitions(mind: Attacker, sections: Sequence[Section]) -> None:
    """Answers of which everybody has one add up to their base; a mean is of its base."""
    for section in sections:
        if "measure" not in section.frame.columns:
            continue
        bases: dict[str, list[str]] = {}
        for row in section.frame.to_dict("records"):
            base = count(row, section, "base")
            if row["measure"] in PARTS:
                bases.setdefault(base, []).append(count(row, section, "n"))
            elif (
                row["unit"] in ("points", "score")
                and registry.measure(row["measure"]).of != "things"
            ):
                mind.equal(base, [count(row, section, "n")])
        for base, parts in bases.items():
            mind.equal(base, parts)


def _moves(mind: Attacker, by_name: Mapping[str, Section]) -> None:
    """Who is new, kept or regained was reached; who never was, and who had no touch at all."""
    if "reach_moves" not in by_name:
        return
    section = by_name["reach_moves"]
    names = {row["answer"]: count(row, section, "n") for row in section.frame.to_dict("records")}
    period = section.period["label"]
    mind.equal(f"n of reach {period} All", [names[one] for one in ("new", "kept", "regained")])
    if "rungs" in by_name:
        rungs = by_name["rungs"]
        whole = count(rungs.frame.iloc[0].to_dict(), rungs, "base")
        mind.equal(whole, [f"roster {period} All"])


def _champions(mind: Attacker, by_name: Mapping[str, Section]) -> None:
    """The topmost rung is the champions; those of a quarter are the last's, joined less lost."""
    if "rungs" in by_name and "champions" in by_name:
        rungs, whole = by_name["rungs"], by_name["champions"]
        top = next(row for row in rungs.frame.to_dict("records") if row["answer"] == "champion")
        told = next(r for r in whole.frame.to_dict("records") if r["measure"] == "champions")
        mind.equal(count(told, whole, "n"), [count(top, rungs, "n")])
    if "champions" in by_name and "champion_loss" in by_name:
        year, whole = by_name["champion_loss"], by_name["champions"]
        lost = year.frame.iloc[0].to_dict()
        told = next(r for r in whole.frame.to_dict("records") if r["measure"] == "champions")
        mind.equal(count(lost, year, "base"), [count(lost, year, "n"), count(told, whole, "n")])
        mind.equal(
            count(lost, year, "n"),
            [count(row, year, "n") for row in year.frame.iloc[2:].to_dict("records")],
        )
    if "champions_over_time" not in by_name:
        return
    section = by_name["champions_over_time"]
    before: str | None = None
    for _, rows in section.frame.groupby("period", sort=False):
        names = {row["measure"]: count(row, section, "n") for row in rows.to_dict("records")}
        now = names.pop("champions", None)
        if now and before:
            signs = {name: 1.0 if "lost" in what else -1.0 for what, name in names.items()}
            mind.weigh({now: 1.0, before: -1.0, **signs}, 0.0, 0.0)
        before = now


def _steps(mind: Attacker, sections: Sequence[Section]) -> None:
    """Who came to a touch and did not act may come to the next; what is cumulated never falls."""
    for section in sections:
        columns = set(section.frame.columns)
        if {"touch", "measure"} <= columns and "months" not in columns:
            rows = section.frame[section.frame["measure"] == "trust at this touch"]
            for first, then in itertools.pairwise(rows.to_dict("records")):
                base, n = (count(first, section, what) for what in ("base", "n"))
                mind.weigh({count(then, section, "base"): 1.0, n: 1.0, base: -1.0}, -np.inf, 0.0)
        if {"months", "measure"} <= columns:
            by = [name for name in ("touch", "answer") if name in columns]
            for _, rows in section.frame.groupby(by, sort=False):
                for first, then in itertools.pairwise(rows.to_dict("records")):
                    mind.at_most(count(first, section, "n"), count(then, section, "n"))


def _touches(mind: Attacker, by_name: Mapping[str, Section]) -> None:
    """Numbers of touches add up to the staff list; all but the first to those reached; a mean."""
    if "touches" not in by_name:
        return
    section = by_name["touches"]
    period = section.period["label"]
    rows = section.frame.to_dict("records")
    names = [count(row, section, "n") for row in rows]
    mind.equal(f"roster {period} All", names)
    mind.equal(f"n of reach {period} All", names[1:])
    if "frequency" in by_name:
        mean = by_name["frequency"].frame.iloc[0]
        if pd.notna(mean["estimate"]) and mean["basis"] == "exact":
            total = round(mean["estimate"] * mean["base"])
            mind.weigh({name: number for number, name in enumerate(names)}, -np.inf, total)
            if mind.known.get(names[7]) == 0:
                mind.weigh({name: number for number, name in enumerate(names)}, total, total)


def _answers(mind: Attacker, by_name: Mapping[str, Section]) -> None:
    """Answers add up to their item; the top two of the overall question to satisfaction."""
    if "items" not in by_name:
        return
    section = by_name["items"]
    for item, rows in section.frame.groupby("item", sort=False):
        records = rows.to_dict("records")
        names = [count(row, section, "n") for row in records]
        mind.equal(count(records[0], section, "base"), names)
        if "satisfaction" in by_name and str(item).startswith("Overall"):
            whole = by_name["satisfaction"]
            total = whole.frame.iloc[0].to_dict()
            mind.equal(count(total, whole, "n"), names[-2:])
            mind.equal(count(total, whole, "base"), [count(records[0], section, "base")])


def _ends(mind: Attacker, sections: Sequence[Section]) -> None:
    """Promoters and detractors are apart, as are the top and the lowest answers; and the score."""
    for section in sections:
        if "measure" not in section.frame.columns:
            continue
        for row in section.frame.to_dict("records"):
            pair = {"promoters": "detractors", "lowest answers": "satisfaction"}.get(row["measure"])
            if pair is None:
                continue
            other = count({**row, "measure": pair}, section, "n")
            base = count(row, section, "base")
            mine = count(row, section, "n")
            mind.weigh({mine: 1.0, other: 1.0, base: -1.0}, -np.inf, 0.0)
        for row in section.frame.to_dict("records"):
            if row["measure"] == "net promoter" and pd.notna(row["estimate"]):
                ahead = round(row["estimate"] * row["base"] / 100)
                up, down = (count({**row, "measure": one}, section, "n")
                            for one in ("promoters", "detractors"))  # fmt: skip
                mind.weigh({up: 1.0, down: -1.0}, ahead, ahead)


def _events(mind: Attacker, by_name: Mapping[str, Section]) -> None:
    """Who registered came or stayed away; the events add up to all attendance."""
    if "events" not in by_name:
        return
    section = by_name["events"]
    rows = section.frame.to_dict("records")
    for index, row in enumerate(rows):
        for column in ("registered", "attended", "no_show", "unidentified"):
            mind.know(f"{column} {index}", row[column])
        if row["registered"] == 0:  # heads were counted, nobody was named
            continue
        mind.equal(
            f"registered {index}", [f"attended {index}", f"no_show {index}", f"silent {index}"]
        )
        mind.at_most(f"unidentified {index}", f"attended {index}")
    if "attendance" in by_name:
        period = section.period["label"]
        named = [index for index, row in enumerate(rows) if row["registered"] != 0]
        mind.equal(f"n of attended {period} All", [f"attended {index}" for index in named])
        mind.equal(f"n of no-show rate {period} All", [f"no_show {i}" for i in range(len(rows))])
