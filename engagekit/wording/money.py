"""The sentences on love against funding, value and the ask.

`engagekit.wording` loads them when a finding is first asked for. None says that one thing made
another.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.errors import StatisticsError
from engagekit.measures._frame import ALL
from engagekit.measures.quadrant import LOVE, MONEY, USE, names_of, placed
from engagekit.measures.value import DECISIONS, HOURS, REPLACEMENT, WORTH
from engagekit.statistics.association import spearman
from engagekit.wording import _rules
from engagekit.wording.baseline import a_year_ago

LEAST_LINKED = 10
"""Departments under which no correlation is told: its range would hold nearly any."""
OUTSIDE = 5
"""Names of the budget told at most that the staff list does not have."""


@_rules.rule
def _quadrant(frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice) -> str | None:
    surely = float(args["surely"])
    matches = placed(frame, surely, int(args["least"]))
    if len(matches) < 2:
        return voice.say("quadrant_few", least=args["least"])
    decided = matches[matches["is_decided"]]
    slots = {"count": len(matches), "surely": voice.number(surely, "share")}
    if decided.empty:
        text = voice.say("quadrant_unclear", **slots)
    else:
        counts = {"quadrant_placed": len(decided), "quadrant_rest": len(matches) - len(decided)}
        each = [voice.say(key, n=n) for key, n in counts.items() if n]
        text = voice.say("quadrant", placed="; ".join(each), **slots)
    for across, key in ((MONEY, "funding"), (USE, "reach")):
        mine = decided.loc[decided["quadrant"] == names_of(across)[0], "department"]
        if matches["quadrant"].isin(names_of(across)).any():
            if len(mine):
                text += voice.say(f"quadrant_{key}", names=", ".join(mine))
            else:
                text += voice.say(f"quadrant_{key}_none")
    return text + _links(frame, matches["department"], voice) + voice.say("beside")


def _links(frame: pd.DataFrame, departments: pd.Series, voice: _rules.Voice) -> str:
    """How satisfaction and reach go with money a head over departments, by rank."""
    rows = frame[frame["department"].isin(departments)]
    wide = rows.pivot(index="department", columns="measure", values="estimate")
    text = ""
    for outcome in (LOVE, USE):
        both = wide.reindex(columns=[outcome, MONEY]).dropna()
        if len(both) < LEAST_LINKED:
            continue
        try:
            link = spearman(both[outcome], both[MONEY])
        except StatisticsError:  # one of the two is the same for all
            continue
        low, high = (voice.locale.signed(end, "index") for end in (link.low, link.high))
        text += voice.say(
            f"link_{outcome}",
            n=len(both),
            r=voice.locale.signed(link.estimate, "index"),
            interval=voice.locale.say("number.interval", low=low, high=high),
        )
        way = "together" if link.low > 0 else "opposite" if link.high < 0 else "none"
        text += voice.say(f"link_{way}")
    return text


@_rules.rule
def _funding_in_real_terms(
    frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice
) -> str | None:
    rows = _rules.alike(frame[frame["estimate"].notna()])
    if len(rows) < 2:
        return None
    first, last = a_year_ago(rows.to_dict("records")) or rows.iloc[0], rows.iloc[-1]
    return voice.tell("funding_in_real_terms", first=first, last=last)


@_rules.rule
def _spend_by_line(frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice) -> str | None:
    rows = frame[frame["estimate"].notna()]
    total, lines = rows[rows["line"] == ALL], rows[rows["line"] != ALL]
    if total.empty or lines.empty:
        return None
    top = lines.iloc[0]
    return voice.say(
        f"spend_by_line_{_rules.used_of(total)}",
        total=voice.number(total["estimate"].iloc[0], "money"),
        count=len(lines),
        line=top["line"],
        amount=voice.number(top["estimate"], "money"),
    ) + _rules.not_in_sum(total, voice)


@_rules.rule
def _money_outside(frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice) -> str | None:
    amount, names = voice.number(args["amount"], "money"), list(args["names"])
    if not names:
        return voice.say("money_outside_unnamed", amount=amount)
    key = "money_outside_both" if args["unnamed"] else "money_outside"
    return voice.say(key, amount=amount, names=_rules.named(names, voice, OUTSIDE))


@_rules.rule
def _value(frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice) -> str | None:
    rows, text = frame[frame["estimate"].notna()], []
    for measure, key in ((WORTH, "value_hours"), (REPLACEMENT, "value_replacement")):
        for _, row in rows[rows["measure"] == measure].iterrows():
            slots = {"n": _rules.as_count(row["n"])} if measure == WORTH else {"item": row["item"]}
            ends = {"mid": row["estimate"], "low": row["low"], "high": row["high"]}
            slots |= {name: voice.number(one, "money") for name, one in ends.items()}
            text.append(voice.say(key, **slots))
    for _, row in rows[rows["measure"] == DECISIONS].iterrows():
        text.append(voice.tell("value_decisions", row))
    hours = rows[rows["measure"] == HOURS]
    if len(hours) and not (rows["measure"] == WORTH).any():
        text.append(voice.say("value_no_rate"))
    return " ".join(text) or None


@_rules.rule
def _ask(frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice) -> str | None:
    chosen = frame[frame["recommended"].astype(bool)]
    nothing = frame[frame["option"] == "do nothing"]
    if chosen.empty or nothing.empty:
        return None
    one, other = chosen.iloc[0], nothing.iloc[0]
    slots = {"buys": str(one["buys"]).rstrip("."), "otherwise": other["consequence"]}
    slots |= {"day": args["decide_by"]} if args.get("decide_by") else {}
    amount = voice.number(one["amount"], "money")
    return voice.say("ask_by" if "day" in slots else "ask", amount=amount, **slots)


@_rules.rule
def _evidence(frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice) -> str | None:
    known = frame[frame["estimate"].notna()]
    text = voice.say("evidence", count=int(known["measure"].nunique()))
    if "department" not in frame.columns:
        return text
    known = known[~known["unit"].isin(["money", "per_head", "count"])]  # the whole holds more
    own, whole = known[known["department"] != ALL], known[known["department"] == ALL]
    both = own.merge(whole[["measure", "estimate"]], on="measure", suffixes=("", "_all"))
    gap = both["estimate"] - both["estimate_all"]
    for side, holds in (("above", gap > 0), ("below", gap < 0)):
        names = ", ".join(voice.locale.name_of(str(name)) for name in both.loc[holds, "measure"])
        if names:
            text += voice.say(f"evidence_{side}", department=own["department"].iloc[0], names=names)
    return text
