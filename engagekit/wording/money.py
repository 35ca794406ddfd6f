"""The sentences on love against funding, how numbers go together, value and the ask.

`engagekit.wording` loads them when a finding is first asked for. None says that one thing made
another.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures import basis, before_after, relation
from engagekit.measures._frame import ALL
from engagekit.measures.before_after import AFTER, BEFORE, CHANGE, LEAST, LEAST_TREND, OTHERS
from engagekit.measures.quadrant import MONEY, USE, names_of, placed
from engagekit.measures.value import DECISIONS, HOURS, REPLACEMENT, WORTH
from engagekit.wording import _rules

APART = 0.2
"""Ranks and straight line further apart than this are told with why."""
FAINT = 0.1
"""Correlations nearer to zero than this hardly go together, however many points show it."""
OUTSIDE = 5
"""Names of the budget told at most that the staff list does not have."""
LEVEL_KEYS = {relation.OVER_TIME: "time", relation.BETWEEN: "between", relation.WITHIN: "within"}


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
    return text + voice.say("beside")


@_rules.rule
def _relation(frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice) -> str | None:
    outcome = voice.say(f"relation_{args['outcome']}")
    levels = (_level(frame, level, key, outcome, voice) for level, key in LEVEL_KEYS.items())
    message = "\n".join(filter(None, levels))
    if not message:
        return None
    signs = relation.conflict(frame)
    if signs is not None:
        together, opposite = (voice.say(f"level_{LEVEL_KEYS[level]}") for level in signs)
        message += voice.say("relation_conflict", together=together, opposite=opposite)
    return message[:1].upper() + message[1:] + "\n" + voice.say("beside")


def _level(
    frame: pd.DataFrame, level: str, key: str, outcome: str, voice: _rules.Voice
) -> str | None:
    """The sentence of one level; that nothing can be established where points are too few."""
    rows = frame[(frame["level"] == level) & (frame["measure"] == relation.RANK)]
    if rows.empty:
        return None
    row, way = rows.iloc[0], relation.verdict(frame, level)
    if pd.isna(row["estimate"]):
        if relation.STILL in basis.notes_of(row):
            return voice.say(f"relation_{key}_still")
        named = {"outcome": outcome} if level == relation.OVER_TIME else {}
        return voice.say(f"relation_{key}_few", n=_rules.as_count(row["n"]), **named)
    slots = {
        "n": _rules.as_count(row["n"]),
        "r": _index(row["estimate"], voice),
        "interval": _ends(row, voice),
    }
    if level != relation.OVER_TIME:
        text = voice.say(f"relation_{key}", **slots)
    else:
        text = voice.say("relation_time", outcome=outcome, **slots)
        changes = frame[(frame["level"] == relation.CHANGES) & (frame["measure"] == relation.RANK)]
        if len(changes) and pd.notna(changes["estimate"].iloc[0]):
            change = changes.iloc[0]
            text += voice.say(
                "relation_changes",
                n=_rules.as_count(change["n"]),
                r=_index(change["estimate"], voice),
                interval=_ends(change, voice),
            )
    return text + voice.say(f"relation_is_{way}")


@_rules.rule
def _before_after(frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice) -> str | None:
    rows = {(row["department"], row["when"]): row for row in frame.to_dict("records")}
    groups = list(dict.fromkeys(frame["department"]))
    if not groups or pd.isna(rows[groups[0], BEFORE]["estimate"]):
        return None
    slots = _sides(rows, groups[0], voice)
    whole = "everyone" if args["outcome"] == "reach" else "answered"
    text = voice.say(
        "before_after",
        what=args["what"],
        on=voice.locale.day(args["on"]),
        outcome=voice.say(f"relation_{args['outcome']}"),
        group=voice.say(f"before_after_{whole}") if groups[0] == ALL else groups[0],
        before=slots["before"],
        after=slots["after"],
    )
    change = rows[groups[0], CHANGE]
    if pd.isna(change["estimate"]):
        text += voice.say("before_after_few", least=LEAST)
    elif pd.isna(change["low"]):
        text += voice.say("before_after_counted", change=slots["change"])
    else:
        key = "none" if change["low"] <= 0 <= change["high"] else "up"
        interval = voice.range_of(change, "difference")
        text += voice.say(f"before_after_{key}", change=slots["change"], interval=interval)
        text += _rules.least_seen(change, voice, "difference") if key == "none" else ""
    if trend := args.get("trend"):
        each, beyond = (voice.number(trend[one], "difference") for one in ("each", "beyond"))
        expected = voice.number(trend["expected"], "share")
        text += voice.say("before_after_trend", each=each, expected=expected, beyond=beyond)
    elif trend is not None:
        text += voice.say("before_after_no_trend", least=LEAST_TREND)
    if args.get("logged") == ("up" if change["estimate"] > 0 else "down"):
        text += " " + voice.locale.say(f"brief.lead_logged_{args['logged']}")
    if (OTHERS, CHANGE) in rows and pd.notna(rows[OTHERS, CHANGE]["estimate"]):
        text += voice.say("before_after_others", **_sides(rows, OTHERS, voice))
        apart = rows[before_after.APART, CHANGE]
        if pd.notna(apart["low"]):
            key = "_none" if apart["low"] <= 0 <= apart["high"] else ""
            slots = {} if key else {"change": voice.size(apart["estimate"], "difference")}
            slots["interval"] = voice.range_of(apart, "difference")
            text += voice.say(f"before_after_apart{key}", **slots)
            text += _rules.least_seen(apart, voice, "difference") if key == "_none" else ""
    text = text[:1].upper() + text[1:]
    return text + voice.say("before_after_more") + voice.say("beside")


def _sides(
    rows: Mapping[tuple[str, str], Mapping[Any, Any]], group: str, voice: _rules.Voice
) -> dict[str, str]:
    """Before, after and the change of a group in words."""
    return {
        "before": voice.number(rows[group, BEFORE]["estimate"], "share"),
        "after": voice.number(rows[group, AFTER]["estimate"], "share"),
        "change": voice.number(rows[group, CHANGE]["estimate"], "difference"),
    }


def _index(value: float, voice: _rules.Voice) -> str:
    """A correlation with its sign."""
    return voice.locale.signed(value, "index")


def _ends(row: _rules.Row, voice: _rules.Voice) -> str:
    """The range of a correlation, both ends with their sign."""
    low, high = (_index(row[end], voice) for end in ("low", "high"))
    return voice.locale.say("number.interval", low=low, high=high)


@_rules.rule
def _funding_in_real_terms(
    frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice
) -> str | None:
    rows = _rules.alike(frame[frame["estimate"].notna()])
    if len(rows) < 2:
        return None
    first, last = _rules.year_before(rows) or rows.iloc[0], rows.iloc[-1]
    return voice.say("funding_in_real_terms", **voice.then("per_head", first=first, last=last))


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
        share, interval = voice.number(row["estimate"], "share"), voice.range_of(row, "share")
        counts = _rules.n_and_base(row)
        text.append(voice.say("value_decisions", share=share, interval=interval, **counts))
    hours = rows[rows["measure"] == HOURS]
    if len(hours) and not (rows["measure"] == WORTH).any():
        text.append(voice.say("value_no_rate"))
    return " ".join(text) or None


@_rules.rule
def _assumptions(frame: pd.DataFrame, args: Mapping[str, Any], voice: _rules.Voice) -> str | None:
    return voice.say("assumptions", count=len(frame))


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
