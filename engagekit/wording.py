"""The sentence that a frame allows, by rule; "no clear change" when that is all it allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from engagekit import language as words
from engagekit.errors import UsageError, did_you_mean
from engagekit.measures._frame import ALL
from engagekit.measures._frame import FEW as FEW

PAIRS = 6
"""Quarters under which nothing is said of how two lines go together."""


@dataclass(frozen=True)
class Voice:
    """Language and currency in which numbers are said."""

    language: str = "en"
    currency: str = "CAD"

    def say(self, key: str, **slots: object) -> str:
        """A message of the findings."""
        return words.say(f"finding.{key}", self.language, **slots)

    def plural(self, key: str, n: float) -> str:
        """A message of the findings that depends on a number."""
        return words.plural(f"finding.{key}", n, self.language)

    def number(self, value: object, unit: str) -> str:
        """A number in its unit."""
        return words.number(value, unit, self.language, self.currency)

    def interval(self, low: object, high: object, unit: str) -> str:
        """Two ends of a range."""
        return words.interval(low, high, unit, self.language, self.currency)

    def period(self, label: object) -> str:
        """The label of a quarter as it is read."""
        return words.label(str(label), self.language)


Rule = Callable[[pd.DataFrame, Mapping[str, Any], Voice], str | None]
RULES: dict[str, Rule] = {}


def _rule(function: Rule) -> Rule:
    """Make a rule known by its name."""
    RULES[function.__name__.lstrip("_")] = function
    return function


class Told(Protocol):
    """What a finding is said of: a section."""

    @property
    def title(self) -> str:
        """The neutral title: said where the rule allows no claim."""

    @property
    def frame(self) -> pd.DataFrame:
        """Measure frame or listing, protected or not; a hidden row is never spoken of."""

    @property
    def sentence(self) -> str | None:
        """Name of a rule of `RULES`; None gives the neutral title."""

    @property
    def sentence_args(self) -> Mapping[str, Any]:
        """Arguments of the rule."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """With ``currency`` and ``language``."""

    @property
    def missing(self) -> str:
        """The sentence of a section that could not be measured."""


def finding(section: Told, language: str | None = None) -> str:
    """The finding of a section.

    Parameters
    ----------
    section : Section
    language : str, optional
        Default: that of the section's settings.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        If there is no rule of that name.
    """
    if section.missing:
        return section.missing
    name, frame, title = section.sentence, section.frame, section.title
    if name is None:
        return title
    # rules make themselves known
    from engagekit import (  # noqa: F401
        findings_answers,
        findings_channels,
        findings_department,
        findings_money,
        findings_people,
        findings_survey,
    )

    if name not in RULES:
        raise UsageError(f"There is no sentence rule '{name}'. {did_you_mean(name, RULES)}")
    voice = Voice(
        language or str(section.settings.get("language", "en")),
        str(section.settings.get("currency", "CAD")),
    )
    if frame.empty:
        return title
    said = RULES[name](frame, section.sentence_args, voice)
    if said is not None:
        return said
    gone = "suppressed" in frame.columns and frame["suppressed"].fillna(False).any()
    return voice.say("hidden", title=title) if gone else title


def row_of(frame: pd.DataFrame, measure: str | None = None, **where: str) -> pd.Series | None:
    """The one row of a measure that is told, by default the one over all groups."""
    rows = frame if measure is None else frame[frame["measure"] == measure]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    for name in ("department", "role_level", "site", "cost_centre"):
        if name in rows.columns and name not in where:
            rows = rows[rows[name] == ALL]
    rows = rows[rows["estimate"].notna()]
    return rows.iloc[0] if len(rows) else None


def groups_of(frame: pd.DataFrame, least: int = 0) -> tuple[str | None, pd.DataFrame]:
    """The column of groups and the rows told, highest first, over a base."""
    for name in ("department", "role_level", "site", "cost_centre"):
        if name in frame.columns:
            rows = frame[(frame[name] != ALL) & frame["estimate"].notna()]
            rows = rows[rows["base"].fillna(0) >= least]
            return name, rows.sort_values("estimate", ascending=False, kind="stable")
    return None, frame.iloc[:0]


@_rule
def _reach(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total = row_of(frame)
    if total is None:
        return None
    name, groups = groups_of(frame)
    slots = {
        "n": int(total["n"]),
        "base": int(total["base"]),
        "share": voice.number(total["estimate"], "share"),
    }
    if name is None or len(groups) < 2 or groups["estimate"].max() == groups["estimate"].min():
        said = voice.say("reach", **slots)
    else:
        top, low = groups.iloc[0], groups.iloc[-1]
        said = voice.say(
            "reach_gap",
            **slots,
            high=top[name],
            low=low[name],
            high_share=voice.number(top["estimate"], "share"),
            low_share=voice.number(low["estimate"], "share"),
        )
    target = args.get("target")
    below = int((groups["estimate"] < target).sum()) if target is not None and name else 0
    if below:
        said += voice.say(
            "reach_below",
            target=voice.number(target, "share"),
            groups=words.plural("finding.departments", below, voice.language),
        )
    return said


@_rule
def _reach_over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = frame[frame["estimate"].notna()]
    if rows.empty:
        return None
    first, last = rows.iloc[0], rows.iloc[-1]
    slots = {
        "last": voice.number(last["estimate"], "share"),
        "last_period": voice.period(last["period"]),
    }
    if len(rows) == 1:
        return voice.say("reach_over_time_one", **slots)
    was = {
        "first": voice.number(first["estimate"], "share"),
        "first_period": voice.period(first["period"]),
    }
    if was["first"] == slots["last"]:
        return voice.say(
            "reach_over_time_same",
            last=slots["last"],
            first_period=was["first_period"],
            last_period=slots["last_period"],
        )
    return voice.say("reach_over_time", **slots, **was)


@_rule
def _touches(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    by_number = frame.set_index("touch_number").reindex(["0", "7+"])
    never = by_number.loc["0"]
    if pd.isna(never["estimate"]):
        return None
    slots = {
        "never": int(never["n"]),
        "base": int(never["base"]),
        "never_share": voice.number(never["estimate"], "share"),
    }
    seven = by_number.loc["7+", "n"]
    if pd.isna(seven):
        return voice.say("touches_hidden", **slots)
    return voice.say("touches", **slots, seven=int(seven))


@_rule
def _frequency(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    mean = row_of(frame, "touches per contact reached")
    median = row_of(frame, "median touches per contact reached")
    if mean is None or median is None:
        return None
    return voice.say(
        "frequency",
        median=voice.number(median["estimate"], "score"),
        mean=voice.number(mean["estimate"], "score"),
        n=int(mean["base"]),
    )


@_rule
def _identification(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    by_way = frame.set_index("answer")["n"]
    if by_way.isna().any() or not {"name", "unidentified"} <= set(by_way.index):
        return None
    unknown = int(by_way["unidentified"])
    base = int(by_way.sum())
    return voice.say(
        "identification",
        known=base - unknown,
        base=base,
        by_name=int(by_way["name"]),
        unknown=unknown,
    )


@_rule
def _attendance(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    found = {name: row_of(frame, name) for name in ("events", "attended", "people who attended")}
    if any(row is None for row in found.values()):
        return None
    number = {name: int(row["estimate"]) for name, row in found.items() if row is not None}
    said = voice.say(
        "attendance",
        attended=number["attended"],
        events=number["events"],
        people=number["people who attended"],
    )
    away = row_of(frame, "no-show rate")
    if away is not None:
        said += voice.say(
            "attendance_no_show",
            rate=voice.number(away["estimate"], "share"),
            n=int(away["n"]),
            base=int(away["base"]),
        )
    return said


@_rule
def _events(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    return voice.say("events", count=len(frame))


@_rule
def _funding(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total, head = row_of(frame, "funding"), row_of(frame, "funding per head")
    reached = row_of(frame, "funding per contact reached")
    if total is None or head is None:
        return None
    slots = {
        "amount": voice.number(total["estimate"], "money"),
        "base": int(head["base"]),
        "per_head": voice.number(head["estimate"], "per_head"),
    }
    if reached is None:
        return voice.say("funding_bare", **slots)
    return voice.say("funding", **slots, per_reached=voice.number(reached["estimate"], "per_head"))


@_rule
def _funding_over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = frame[frame["estimate"].notna()]
    if len(rows) < 2:
        return None
    first, last = rows.iloc[0], rows.iloc[-1]
    return voice.say(
        "funding_over_time",
        first=voice.number(first["estimate"], "per_head"),
        first_period=voice.period(first["period"]),
        last=voice.number(last["estimate"], "per_head"),
        last_period=voice.period(last["period"]),
    )


@_rule
def _over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    reach = frame[(frame["measure"] == "reach") & frame["estimate"].notna()]
    money = frame[(frame["measure"] == "funding per head") & frame["estimate"].notna()]
    if len(reach) < PAIRS or len(money) < PAIRS:
        return voice.say("over_time_few", count=min(len(reach), len(money)))
    return voice.say(
        "over_time",
        count=len(reach),
        reach_first=voice.number(reach["estimate"].iloc[0], "share"),
        reach_last=voice.number(reach["estimate"].iloc[-1], "share"),
        money_first=voice.number(money["estimate"].iloc[0], "per_head"),
        money_last=voice.number(money["estimate"].iloc[-1], "per_head"),
    )


@_rule
def _data(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    key = str(args["reason"])
    slots = {"share": voice.number(args["share"], "share")} if args.get("share") is not None else {}
    return voice.say(
        "data",
        grade=args["grade"],
        read=args["read"],
        kept=args["kept"],
        aside=args["aside"],
        reason=words.say(f"data.{key}", voice.language, **slots),
    )


@_rule
def _headline(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    reach, love = row_of(frame, "reach"), row_of(frame, "satisfaction")
    money = row_of(frame, "funding per head")
    if reach is None:
        return None
    slots = {"reach": voice.number(reach["estimate"], "share"), "when": _when(args, voice)}
    if love is None or money is None:
        return voice.say("headline_reach", **slots)
    return voice.say(
        "headline",
        **slots,
        love=voice.number(love["estimate"], "share"),
        money=voice.number(money["estimate"], "per_head"),
    )


def _when(args: Mapping[str, Any], voice: Voice) -> str:
    """The period of a headline in words: this quarter, or a year or range with its days."""
    period = args.get("period") or {}
    label = str(period.get("label", ""))
    if not label or re.search(r"Q[1-4]$", label):
        return voice.say("when_quarter")
    told = "when_range" if ".." in label else "when_year"
    return voice.say(told, span=words.span(period, voice.language))
