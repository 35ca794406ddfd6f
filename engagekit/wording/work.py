"""The sentences on counters, enquiries, rungs, promises, stories, events and risk."""

from collections.abc import Mapping

import pandas as pd

from engagekit.measures import risk
from engagekit.measures._frame import ALL
from engagekit.measures.basis import notes_of
from engagekit.measures.counts import OURS, SHARE
from engagekit.measures.counts_change import AFTER, BEFORE, DIFFERENCE, MATCHED, RATIO
from engagekit.measures.presence_map import PLANNED
from engagekit.statistics.change import change_of_counts
from engagekit.wording._rules import Telling, as_count, is_ahead, needed, telling
from engagekit.wording.services import say_renewed

CLEAR = 0.05
"""Below this p-value a curve is said to fall or to climb."""
MOST = 3
"""Changes told one by one at most."""
LOOKED_AT = {
    "champions": ("champions", "absence factor", risk.LEAVING),
    "cover": ("departments covered",),
    "promises": ("promises open", "promises overdue"),
    "answers": ("response rate (AAPOR RR2)",),
}
"""What a risk is looked for in, with the rows that tell of it."""
OF_RISK = {
    "leaving": risk.LEAVING,
    "few": "absence factor",
    "cover": "departments covered",
    "late": "promises overdue",
    "answers": "response rate (AAPOR RR2)",
}
"""The row that a risk is told with."""


@telling
def _counts_change(it: Telling) -> str | None:
    changes: Mapping[str, str] = it.args.get("changes", {})
    groups = it.frame.groupby("what", sort=False)
    told = [_changed(it, str(what), changes.get(str(what), ""), rows) for what, rows in groups]
    rest = len(told) - MOST
    return " ".join(told[:MOST] + ([it.tell("change_more", count=rest)] if rest > 0 else []))


def _changed(it: Telling, what: str, change: str, rows: pd.DataFrame) -> str:
    """One counter before and after, and whether its range leaves out no change."""
    what = what[:1].upper() + what[1:]
    levels = rows[~rows["measure"].isin([DIFFERENCE, RATIO])].set_index("when")
    before, after = levels.loc[BEFORE], levels.loc[AFTER]
    if pd.isna(before["estimate"]) or pd.isna(after["estimate"]):
        return it.tell("change_none_counted", what=what)
    gap = rows[rows["measure"] == DIFFERENCE].iloc[0]
    each = it.tell("change_each_day" if MATCHED in notes_of(after) else "change_each_time")
    slots = {"what": what, "change": f" ({change})" if change else ""}
    is_share = after["measure"] == SHARE
    slots |= {"before": before, "after": after, "each": "" if is_share else each}
    if pd.isna(gap["low"]):
        return it.tell("change_few", **slots)
    unit = str(gap["unit"])
    low, high = (it.locale.signed(float(gap[end]), unit) for end in ("low", "high"))
    slots["interval"] = it.locale.say("number.interval", low=low, high=high)
    if unit == "difference":
        slots["interval"] = it.range_of(gap, unit)
    if gap["low"] > 0 or gap["high"] < 0:
        return it.tell("change_clear", **slots)
    return it.tell("change_none", **slots) + it.least_seen(gap["low"], gap["high"], unit)


@telling
def _audit(it: Telling) -> str | None:
    shares = it.rows(SHARE)
    is_ours = shares["whose"] == OURS if "whose" in shares else pd.Series(True, shares.index)
    is_whole = shares["place"] == ALL
    text = it.tell("audit", needed(shares[is_ours & is_whole]).iloc[0])
    points = needed(shares[is_ours & ~is_whole])
    if points["estimate"].max() > points["estimate"].min():
        text += it.compared(it.tell("ends", **it.ends(points, "place")), SHARE)
    theirs = shares[~is_ours & is_whole]
    return text + it.more("audit_beside", None if theirs.empty else theirs.iloc[0])


@telling
def _enquiries(it: Telling) -> str | None:
    total = it.need("enquiries")
    text = it.tell("enquiries", total)
    ways = it.rows("enquiries by way")
    is_known = ways["way"] != "way not recorded"
    known, unknown = ways[is_known], as_count(ways.loc[~is_known, "n"].sum())
    counts = [*map(as_count, known["n"].dropna()), 0, 0]
    # those not noted could all be of the second
    if is_ahead(counts[0], counts[1]) and counts[0] - counts[1] > unknown:
        way = it.locale.value(str(known["way"].iloc[0]))
        text += it.compared(it.tell("enquiries_most", known.iloc[0], way=way))
    elif unknown and len(known):
        text += it.tell("enquiries_unrecorded", n=unknown)
    return text + it.more("enquiries_minutes", it.row("minutes on enquiries"))


@telling
def _presence_map(it: Telling) -> str | None:
    rows = it.rows("reach", "n")
    months = rows[rows["period"] != PLANNED]
    of_departments = months[months["department"] != ALL]
    empty = of_departments["department"].where(of_departments["n"] == 0).value_counts()
    absent = empty[empty == empty.max()]
    count = months["period"].nunique()
    if empty.empty:
        text = it.tell("presence_map_all", months=count)
    else:
        names = it.names(absent.index)
        text = it.tell("presence_map", names=names, n=int(absent.iloc[0]), months=count)
    ahead = rows[rows["period"] == PLANNED].set_index("department")["n"]
    if ahead.empty:
        return text
    text += it.tell("presence_map_planned", n=as_count(ahead[ALL]))
    unplanned = [name for name in absent.index if not ahead.get(name, 0)]
    if unplanned:
        text += it.tell("presence_map_unplanned", names=it.names(unplanned))
    return text


@telling
def _touch_ladder(it: Telling) -> str | None:
    rows = it.rows("trust at this touch", "n")
    rows = rows[rows["base"] > 0]
    if len(rows) < 2:
        return None
    found = change_of_counts(rows["n"], rows["base"], times=rows["touch"].astype("float64"))
    way = found.trend if len(rows) > 2 else found.step
    shape = "flat" if way.p_value >= CLEAR else "falls" if way.estimate < 0 else "climbs"
    ends = {"first": rows.iloc[0], "last": rows.iloc[-1]}
    numbers = {f"{name}_touch": str(row["touch"]) for name, row in ends.items()}
    title = it.tell(f"touch_ladder_title_{shape}")
    text = it.tell("touch_ladder", title=title, **numbers, **ends)
    return it.compared(text + it.tell(f"touch_ladder_{shape}"), "trust at this touch")


@telling
def _story(it: Telling) -> str | None:
    told = {str(name): str(value).strip().rstrip(".") for name, value in it.frame.iloc[0].items()}
    quote = it.tell("story_quote", quote=told["quote"]) if told["quote"] else ""
    return it.tell("story", **{**told, "quote": quote})


@telling
def _risk(it: Telling) -> str | None:
    more = say_renewed(it.args.get("renewed") or (), it)
    worst = risk.worst(it.frame)
    text = None if more and worst == "none" else _worst(it, worst)
    return "\n".join(filter(None, [text, *more])) or None


def _worst(it: Telling, worst: str) -> str | None:
    """Say the risk that holds and costs most, or what was looked at."""
    if worst == "nobody":
        return it.tell("risk_nobody")
    if worst in OF_RISK:
        row = it.need(OF_RISK[worst])
        still = {"still": it.need("promises open")} if worst == "late" else {}
        return it.tell(f"risk_{worst}", row, **still)
    measures = set(it.frame["measure"])
    looked = [key for key, names in LOOKED_AT.items() if measures.intersection(names)]
    there = it.listed(it.tell(f"risk_looked_{key}") for key in looked)
    key = "risk_none" if len(looked) == len(LOOKED_AT) else "risk_none_part"
    return it.tell(key, there=there)


@telling
def _attendance(it: Telling) -> str | None:
    held = as_count(it.need("events")["estimate"])
    lists = it.row("events with a list of people")
    listed = held if lists is None else as_count(lists["estimate"])
    key = "attendance_least" if listed < held else "attendance"
    key = "attendance_names" if it.args.get("heads") else key
    seats, people = it.need("attended"), it.need("people who attended")
    text = it.tell(key, attended=seats, events=listed, people=people)
    if listed < held:
        heads = it.row("people counted without names")
        key = "attendance_unlisted" if heads is None else "attendance_counted"
        text += it.tell(key, events=held - listed, heads=heads)
    text += it.more("attendance_no_show", it.row("no-show rate"))
    return text + (it.tell("attendance_outside") if it.args.get("outside") else "")
