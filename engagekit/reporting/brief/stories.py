"""Findings in the order of their weight: one rule, the same data give the same order."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from engagekit import wording
from engagekit.errors import EngagekitError
from engagekit.figures.layout import periods_in_order
from engagekit.locale import Locale
from engagekit.locale.words import LANGUAGES
from engagekit.measures._frame import ALL, FEW, by_of, is_measure_frame
from engagekit.measures.risk import worst
from engagekit.presentation.section import Section
from engagekit.reporting.brief.headline import by_records, section_of, unbroken, up_to_now, way
from engagekit.reporting.brief.scorecard import LOVE, MONEY, REACH, SECTION
from engagekit.reporting.document.document import MALFORMED, Content, Item
from engagekit.wording.baseline import UNIT_STEP, alike, compared, since_a_year_ago, step

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
    {"headline", "ask", "evidence", "story", SECTION, "assumptions", "data_quality"}
    | {"over_time", "topline", "identification", "banner", "crosstab"}
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
    text : mapping
        A sentence by language; ``message`` is what the brief says of it in its own.
    bears : bool
        Whether the ask rests on it, or a risk holds.
    in_brief : bool
        Whether the brief leads with it.
    """

    id: str
    section: str
    measure: str
    of: str
    text: Mapping[str, str]
    message: str = ""
    unit: str = ""
    now: float | None = None
    before: float | None = None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    base: float | None = None
    bears: bool = False
    score: float = field(default=0.0)
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

    def weighed(self) -> "Finding":
        """Return the same finding with its score."""
        change = off = 0.0
        if self.now is not None and self.before is not None and not self.is_small:
            change = min(_MOST, self._moved / (self.step or 1.0))
        if self.now is not None and self.target is not None and self.now < self.target:
            off = min(_MOST, (self.target - self.now) / UNIT_STEP)
        people = 2 * math.log10(max(1.0, min(_MANY, self.base or 1.0))) / math.log10(_MANY)
        return replace(self, score=round(change + off + people + (_ASK if self.bears else 0.0), 2))


def findings(content: Content) -> tuple[Finding, ...]:
    """Return every finding of a copy, weightiest first, ties by id.

    The first five that repeat neither one another nor what stands above them lead the brief.
    """
    unit, leant_on = ask_of(content)
    told = [(REACH, ""), (REACH, unit), (LOVE, ""), (MONEY, "")]  # by the lead and the tiles
    items = [one for one in content.items if one.finding and not one.section.missing]
    logged = by_records(content)
    named = [_of_item(item, leant_on, logged) for item in items if item.section.name not in _FRONT]
    found = {one.id: one for one in (*named, *_of_departments(content, unit))}
    ranked = sorted((one.weighed() for one in found.values()), key=lambda one: (-one.score, one.id))
    of_all = next((one.now for one in ranked if one.measure == REACH and not one.of), None) or 0.0
    leading: list[str] = []
    for one in ranked:
        many = one.of and sum(SECTION in id for id in leading) >= _DEPARTMENTS
        # a count that stands beside nothing is a number, not news, nor is a department like all
        is_bare = one.unit == "count" or one.measure in _TILES
        is_like = one.measure == REACH and bool(one.of)
        is_bare |= is_like and abs((one.now or 0.0) - of_all) < UNIT_STEP
        is_bare &= one.before is None and one.target is None
        is_news = one.now is not None and not (one.is_small or many or (is_bare and not one.bears))
        if len(leading) < LEADING and is_news and (one.measure, one.of) not in told:
            leading.append(one.id)
            told.append((one.measure, one.of))
    return tuple(replace(one, in_brief=one.id in leading) for one in ranked)


def ask_of(content: Content) -> tuple[str, frozenset[str]]:
    """Return the department that a brief is on or the ask for, and the measures it leans on."""
    mine, ask, evidence = (section_of(content, name) for name in (DEPARTMENT, "ask", "evidence"))
    if mine is not None:
        return str(mine.sentence_args.get("department") or ""), frozenset()
    if ask is None:
        return "", frozenset()
    frame = evidence.frame if evidence else pd.DataFrame()
    names = frame["measure"].astype(str) if is_measure_frame(frame) else ()
    return str(ask.sentence_args.get("unit") or ""), frozenset(names)


def _of_item(item: Item, leant_on: frozenset[str], logged: str) -> Finding:
    """Return the finding of a section: its sentence, with the number over everybody.

    ``logged``: which way the records alone could have moved reach.
    """
    section = item.section
    texts = {language: _said(item, language) for language in LANGUAGES}
    now, before = _ends(_run(section.frame))
    measure = "" if now is None else str(now["measure"])
    targets: Mapping[str, float] = section.settings.get("targets") or {}
    one = Finding(section.name, section.name, measure, "", texts, item.message)
    if now is None or item.message.startswith(section.title):  # nothing but that it is protected
        return one
    if _is_nothing_new(section) or (logged and section.name in _LOGGED):
        return one
    target = targets.get(measure) or section.figure_args.get("target")
    bears = measure in leant_on or (section.name == "risk" and worst(section.frame) != "none")
    return replace(_with_numbers(one, now, before), target=target, bears=bears)


def _is_nothing_new(section: Section) -> bool:
    """Return whether nobody moved, or one question alone was asked: the one of the lead."""
    frame = section.frame
    if section.name == "items":
        return len(frame["item"].unique()) == 1
    moved = frame["answer"].isin(_MOVES.get(section.name, ())) if "answer" in frame else ()
    return section.name in _MOVES and not frame.loc[moved, "estimate"].any()


def _with_numbers(one: Finding, now: Mapping[Any, Any], before: Any) -> Finding:
    """Return a finding with the numbers of its rows."""
    was = None if before is None else _float(before["estimate"])
    at, low, high, base = (_float(now[name]) for name in ("estimate", "low", "high", "base"))
    return replace(one, unit=str(now["unit"]), now=at, before=was, low=low, high=high, base=base)


def _said(item: Item, language: str) -> str:
    """Return the sentence of a section in a language, never more than its whole frame says."""
    if language in item.said:
        return item.said[language]
    try:
        return wording.one_line(wording.finding(item.section, language))
    except (*MALFORMED, EngagekitError):
        return item.finding


def _ends(run: list[Any]) -> tuple[Any, Any]:
    """Return the newest row of a run, and the one it is set beside."""
    run = compared(run)
    return (run[-1], run[0] if len(run) > 1 else None) if run else (None, None)


def _run(frame: pd.DataFrame) -> list[Any]:
    """Return the rows over everybody that no gap parts from the newest, which is the last."""
    if not is_measure_frame(frame):
        return []
    is_shown = frame["estimate"].notna() & ~frame["suppressed"].fillna(False).astype(bool)
    if not is_shown.any():
        return []
    rows = frame[frame["measure"] == frame.loc[is_shown, "measure"].iloc[0]]
    for name in by_of(rows):
        if name not in ("period", "previous") and (rows[name] == ALL).any():
            rows = rows[rows[name] == ALL]
    shown = rows[is_shown.loc[rows.index]]
    if "period" not in rows.columns:
        return list(shown.to_dict("records"))[:1]
    return unbroken(rows, up_to_now(rows, alike(shown))) if len(shown) else []


def _of_departments(content: Content, unit: str) -> Iterable[Finding]:
    """Yield a finding for the reach of each department of the scorecard that is not tiny."""
    section = section_of(content, SECTION)
    if section is None or "department" not in section.frame.columns:
        return
    frame = section.frame
    frame = frame[(frame["measure"] == REACH) & (frame["department"] != ALL)]
    if any(one.section.name == DEPARTMENT for one in content.items):
        frame = frame[frame["department"] == unit]
    target = (section.settings.get("targets") or {}).get(REACH)
    times = periods_in_order([str(period) for period in frame["period"].unique()])
    for name in frame["department"].unique():
        run = since_a_year_ago(_run(frame[frame["department"] == name].drop(columns="department")))
        if not run or str(run[-1]["period"]) != times[-1]:
            continue
        now, before = _ends(run)
        if now["base"] < FEW and str(name) != unit:  # one person more or less is no news
            continue
        if before is run[0] and way(before["estimate"], now["estimate"]) == by_records(content):
            run, before = run[-1:], None  # the lead says that records alone can account for it
        texts = {language: _reach_of(str(name), run, target, language) for language in LANGUAGES}
        one = Finding(f"{SECTION}/{name}", SECTION, REACH, str(name), texts)
        yield replace(_with_numbers(one, now, before), target=target, bears=str(name) == unit)


def _reach_of(name: str, run: list[Any], target: float | None, language: str) -> str:
    """Return the sentence on the reach of a department."""
    locale, (now, before) = Locale(language), _ends(run)
    slots = {"department": name, "share": locale.number(now["estimate"], "share")}
    side = "" if target is None else "_below" if now["estimate"] < target else "_above"
    aim = {} if target is None else {"target": locale.number(target, "share")}
    if before is None:
        return locale.say(f"brief.reach_of{side}", **slots, **aim)
    slots["period"] = locale.label(str(before["period"]))
    was = locale.number(before["estimate"], "share")
    if was == slots["share"]:
        return locale.say("brief.reach_of_same", **slots)
    slots["before"] = was
    if before is not run[0]:
        slots["first"] = locale.number(run[0]["estimate"], "share")
        slots["since"] = locale.label(str(run[0]["period"]))
    turned = "" if before is run[0] else "_turned"
    if side != "_below":
        side, aim = "", {}
    return locale.say(f"brief.reach_of_then{turned}{side}", **slots, **aim)


def _float(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
