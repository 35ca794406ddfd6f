"""Findings in the order of their weight: one rule, the same data give the same order."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from engagekit.figures.layout import periods_in_order
from engagekit.locale import Locale
from engagekit.measures._frame import ALL, FEW, by_of, is_measure_frame
from engagekit.measures.risk import worst
from engagekit.reporting.brief.runs import (
    LOVE,
    MONEY,
    REACH,
    SCORECARD,
    Row,
    is_shown,
    run_sentence,
    unbroken,
    way_of,
)
from engagekit.reporting.brief.source import Source
from engagekit.reporting.document.document import Item
from engagekit.wording.baseline import UNIT_STEP, compared, since_a_year_ago, step

DEPARTMENT = "department_headline"
"""The section that makes a report one on a department."""
LEADING = 3
"""Findings that the brief leads with: what a reader with a minute takes in."""
_DEPARTMENTS = 2
"""Departments among them at most: the scorecard above has them all."""
_SAME = 0.1
"""Part of a step under which two counts of everybody are printed alike: half a per cent."""
_MOST = 3.0
"""Steps of a change, or off a target, that count at most: no single part outweighs the others."""
_MANY = 1000
"""People from which on more of them add no weight."""
_ASK = 2.0
"""The weight of a finding that the ask rests on: as much as that of a thousand people."""
_FRONT = frozenset(
    {"headline", "ask", "evidence", "story", SCORECARD, "data_quality"}
    | {"over_time", "topline", "banner", "crosstab"}
)
"""Sections that the brief says in its own words, and those that only set others side by side."""
_MOVES = {"reach_moves": ("new", "lapsed"), "rungs": ("up", "down")}
"""Sections on who came and went: with none in these answers nothing is new."""
_LOGGED = {"enquiries_over_time", "frequency"}
"""Sections that count rows of a log: where records alone could have moved reach, these too."""
_TILES = {
    "funding",
    "people by number of touches",
    "touches per contact reached",
    "response rate (AAPOR RR2)",
}
"""Measures that the tiles above tell, and are news only beside an earlier number or a target."""


@dataclass(frozen=True)
class Finding:
    """What was found, of whom, and how much it weighs.

    Attributes
    ----------
    id, section, measure, of : str
        ``of`` is a department, or empty for all.
    text : str
        A sentence; ``message`` is what the brief says of it.
    bears : bool
        Whether the ask rests on it, or a risk holds.
    in_brief : bool
        Whether the brief leads with it.
    """

    id: str
    section: str
    measure: str
    of: str
    text: str
    message: str = ""
    unit: str = ""
    now: float | None = None
    before: float | None = None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    base: float | None = None
    bears: bool = False
    in_brief: bool = False

    @property
    def is_of_few(self) -> bool:
        """Whether it is a share of fewer people than a per cent may stand for."""
        return self.unit == "share" and self.base is not None and self.base < FEW

    @property
    def is_small(self) -> bool:
        """Whether the number before is less than a step away."""
        return None not in (self.now, self.before) and self._moved < self.step

    @property
    def is_unchanged(self) -> bool:
        """Whether it may be called no clear change: a small one in the range of an estimate.

        What was counted of everybody, and has no range, changed unless it is printed alike.
        """
        has_range = self.low is not None and self.high is not None and self.high > self.low
        return self.is_small and (has_range or self._moved < self.step * _SAME)

    @property
    def _moved(self) -> float:
        return round(abs((self.now or 0.0) - (self.before or 0.0)), 9)

    @property
    def step(self) -> float:
        """The change that counts as one: half the range, else a step of the unit."""
        return step(self.now or 0.0, self.low, self.high, self.unit)

    def is_news(self, of_all: float) -> bool:
        """Return whether a brief may lead with it; ``of_all``: the share of all that is reached.

        A count that stands beside nothing is a number, not news, nor is a department like all.
        """
        if self.now is None or self.is_small:
            return False
        if self.bears or self.before is not None or self.target is not None:
            return True
        is_like = self.measure == REACH and bool(self.of) and abs(self.now - of_all) < UNIT_STEP
        return not (self.unit == "count" or self.measure in _TILES or is_like)

    @property
    def score(self) -> float:
        """How much it weighs: change, distance from the target, people, and the ask."""
        change = off = 0.0
        if self.now is not None and self.before is not None and not self.is_small:
            change = min(_MOST, self._moved / (self.step or 1.0))
        if self.now is not None and self.target is not None and self.now < self.target:
            off = min(_MOST, (self.target - self.now) / UNIT_STEP)
        people = 2 * math.log10(max(1.0, min(_MANY, self.base or 1.0))) / math.log10(_MANY)
        return round(change + off + people + _ASK * self.bears, 2)


def _numbers(run: Sequence[Row]) -> dict[str, Any]:
    """Return the newest number of a run and the first, as a finding has them."""
    now, before = run[-1], run[0]["estimate"] if len(run) > 1 else None
    told = {"now": now["estimate"], "before": before}
    told |= {name: now[name] for name in ("low", "high", "base")}
    numbers = {name: float(value) for name, value in told.items() if pd.notna(value)}
    return {"unit": str(now["unit"]), **numbers}


def findings(source: Source) -> tuple[Finding, ...]:
    """Return every finding of a copy, weightiest first, ties by id.

    The first three that repeat neither one another nor what stands above them lead the brief.
    """
    unit, leant_on = ask_of(source)
    logged = source.by_records
    items = [item for item in source.content.items if item.finding and not item.section.missing]
    named = [_of_item(item, leant_on, logged) for item in items if item.section.name not in _FRONT]
    found = {one.id: one for one in (*named, *_of_departments(source, unit))}
    ranked = sorted(found.values(), key=lambda one: (-one.score, one.id))
    of_all = next((one.now for one in ranked if one.measure == REACH and not one.of), None) or 0.0
    told = {(REACH, ""), (REACH, unit), (LOVE, ""), (MONEY, "")}  # by the lead and the tiles
    leading: list[str] = []
    departments = 0
    for one in ranked:
        if len(leading) == LEADING or (one.measure, one.of) in told or not one.is_news(of_all):
            continue
        if one.of and departments == _DEPARTMENTS:
            continue
        departments += bool(one.of)
        leading.append(one.id)
        told.add((one.measure, one.of))
    return tuple(replace(one, in_brief=one.id in leading) for one in ranked)


def ask_of(source: Source) -> tuple[str, frozenset[str]]:
    """Return the department that a brief is on or the ask for, and the measures it leans on."""
    mine, ask, evidence = (source.section(name) for name in (DEPARTMENT, "ask", "evidence"))
    if mine is not None:
        return str(mine.sentence_args.get("department") or ""), frozenset()
    if ask is None:
        return "", frozenset()
    is_given = evidence is not None and is_measure_frame(evidence.frame)
    names = evidence.frame["measure"].astype(str) if evidence and is_given else ()
    return str(ask.sentence_args.get("unit") or ""), frozenset(names)


def _of_item(item: Item, leant_on: frozenset[str], logged: str) -> Finding:
    """Return the finding of a section: its sentence, with the number over everybody.

    ``logged``: which way the records alone could have moved reach.
    """
    section = item.section
    run = compared(_run(section.frame))
    measure = str(run[-1]["measure"]) if run else ""
    bare = Finding(section.name, section.name, measure, "", item.finding, item.message)
    is_protected = item.message.startswith(section.title)  # it says nothing else
    is_logged = bool(logged) and section.name in _LOGGED
    if not run or is_protected or is_logged or _is_nothing_new(item):
        return bare
    targets: Mapping[str, float] = section.settings.get("targets") or {}
    target = targets.get(measure) or section.figure_args.get("target")
    bears = measure in leant_on or (section.name == "risk" and worst(section.frame) != "none")
    return replace(bare, **_numbers(run), target=target, bears=bears)


def _is_nothing_new(item: Item) -> bool:
    """Return whether nothing moved, or one question alone was asked: the one of the lead."""
    section, frame = item.section, item.section.frame
    if section.name == "touch_ladder":
        flat = Locale.of(section.settings).say("finding.touch_ladder_title_flat")
        return item.message.startswith(flat)
    if section.name == "items":
        return len(frame["item"].unique()) == 1
    moved = frame["answer"].isin(_MOVES.get(section.name, ())) if "answer" in frame else ()
    return section.name in _MOVES and not frame.loc[moved, "estimate"].any()


def _run(frame: pd.DataFrame) -> list[Row]:
    """Return the rows over everybody that no gap parts from the newest, which is the last."""
    if not is_measure_frame(frame) or not is_shown(frame).any():
        return []
    rows = frame[frame["measure"] == frame.loc[is_shown(frame), "measure"].iloc[0]]
    for name in by_of(rows):
        if name != "period" and (rows[name] == ALL).any():
            rows = rows[rows[name] == ALL]
    if "period" in rows.columns:
        return unbroken(rows)
    return list(rows[is_shown(rows)].head(1).to_dict("records"))


def _of_departments(source: Source, unit: str) -> Iterable[Finding]:
    """Yield a finding for the reach of each department of the scorecard that is not tiny."""
    section = source.section(SCORECARD)
    if section is None or "department" not in section.frame.columns:
        return
    frame = section.frame
    frame = frame[(frame["measure"] == REACH) & (frame["department"] != ALL)]
    if source.content.item(DEPARTMENT):
        frame = frame[frame["department"] == unit]
    target = (section.settings.get("targets") or {}).get(REACH)
    newest = periods_in_order([str(period) for period in frame["period"].unique()])[-1:]
    for name in map(str, frame["department"].unique()):
        own = frame[frame["department"] == name].drop(columns="department")
        run = since_a_year_ago(_run(own))
        if not run or str(run[-1]["period"]) not in newest:
            continue
        if run[-1]["base"] < FEW and name != unit:  # one person more or less is no news
            continue
        has_turned = len(compared(run)) < len(run)
        if len(run) > 1 and not has_turned and way_of(run) == source.by_records:
            run = run[-1:]  # the lead says that records alone can account for it
        text = _reach_of(name, run, target, source.locale)
        more = {**_numbers(compared(run)), "target": target, "bears": name == unit}
        yield Finding(f"{SCORECARD}/{name}", SCORECARD, REACH, name, text, **more)


def _reach_of(name: str, run: list[Row], target: float | None, locale: Locale) -> str:
    """Return the sentence on the reach of a department."""
    told = compared(run)
    share, before, first = (
        locale.number(row["estimate"], "share") for row in (told[-1], told[0], run[0])
    )
    slots = {"department": name, "first": first, "since": locale.label(str(run[0]["period"]))}
    side = ""
    if target is not None:
        side = "_below" if told[-1]["estimate"] < target else "_above"
        slots["target"] = locale.number(target, "share")
    if len(told) == 1:
        return run_sentence(locale, f"brief.reach_of{side}", told, **slots)
    if before == share:
        return run_sentence(locale, "brief.reach_of_same", told, **slots)
    turned = "" if told[0] is run[0] else "_turned"
    side = side if side == "_below" else ""
    return run_sentence(locale, f"brief.reach_of_then{turned}{side}", told, **slots)
