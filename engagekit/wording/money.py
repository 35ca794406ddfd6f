"""The sentences on money: spending, love against funding, value and the ask.

None says that one thing made another.
"""

import pandas as pd

from engagekit.errors import StatisticsError
from engagekit.measures import basis
from engagekit.measures._frame import ALL
from engagekit.measures.funding import SPEND
from engagekit.measures.quadrant import LOVE, MONEY, USE, likeliest_quadrants, names_of
from engagekit.measures.value import CHANGED, DECISIONS, HOURS, HOURS_EACH, WORTH
from engagekit.statistics.association import spearman
from engagekit.wording._rules import Telling, telling
from engagekit.wording.baseline import a_year_ago, alike, compared, unread_amounts, used_of

LEAST_LINKED = 10
"""Departments under which no correlation is told: its range would hold nearly any."""
PAIRS = 6
"""Quarters under which nothing is said of how two lines go together."""


def _not_in_sum(it: Telling) -> str:
    """What a sum of money lacks by its notes: months not booked, amounts not read."""
    unread = unread_amounts(basis.notes_of(it.frame.iloc[0]), it.locale)
    return _months_booked(it) + (f" {unread}" if unread else "")


def _months_booked(it: Telling) -> str:
    """That some months of a period are booked alone, where the notes of its money say so."""
    notes = basis.notes_of(it.frame.iloc[0])
    booked = notes.get("actual_of_months") or notes.get("budget_for_months")
    return it.tell(f"some_months_{used_of(it.frame)}", **booked) if booked else ""


@telling
def _funding(it: Telling) -> str | None:
    total, head = it.need("funding"), it.row("funding per head")
    if head is None and not _months_booked(it):
        return None
    if head is None:
        return it.tell("funding_so_far", amount=total) + _not_in_sum(it)
    reached = it.row("funding per contact reached")
    amount = it.tell(f"money_{used_of(it.frame)}", amount=total)
    text = it.tell("funding_heads" if it.args.get("heads") else "funding", head, amount=amount)
    return text + it.more("funding_reached", reached) + _not_in_sum(it)


@telling
def _funding_over_time(it: Telling) -> str | None:
    """Money a head in the newest quarter beside that of a year ago, both planned or both spent."""
    records = alike(it.rows("funding per head")).to_dict("records")
    if len(records) < 2:
        return None
    first, last = a_year_ago(records) or compared(records)[0], records[-1]
    amounts = {it.number(row["estimate"], "per_head") for row in (first, last)}
    key = "funding_stayed" if len(amounts) == 1 else "funding_over_time"
    key = "funding_in_real_terms" if it.args.get("is_real") else key
    return it.tell(key, first=first, last=last)


@telling
def _over_time(it: Telling) -> str | None:
    money, every = it.rows("funding per head"), it.rows("reach")
    reached = every[every["period"].isin(alike(money)["period"])]
    money = money[money["period"].isin(reached["period"])]
    if len(reached) < PAIRS:
        return it.tell("over_time_few", count=len(reached))
    ends = {"early": reached.iloc[0], "late": reached.iloc[-1]}
    ends |= {"early_money": money.iloc[0], "late_money": money.iloc[-1]}
    text = it.tell("over_time", count=len(reached), **ends)
    return it.compared(it.by_records(text) if len(reached) == len(every) else text)


@telling
def _quadrant(it: Telling) -> str | None:
    surely = float(it.args["surely"])
    matches = likeliest_quadrants(it.frame, surely, int(it.args["least"]))
    if len(matches) < 2:
        return it.compared(it.tell("quadrant_few", least=it.args["least"]))
    decided = matches[matches["is_decided"]]
    key = "quadrant_placed" if len(decided) else "quadrant_unclear"
    text = it.tell(key, n=len(decided), count=len(matches))
    text += it.tell("quadrant_surely", surely=it.number(surely, "share"))
    for across, key in ((MONEY, "funding"), (USE, "reach")):
        if not matches["quadrant"].isin(names_of(across)).any():
            continue
        liked = decided.loc[decided["quadrant"] == names_of(across)[0], "department"]
        said = f"quadrant_{key}" if len(liked) else f"quadrant_{key}_none"
        text += it.tell(said, names=it.names(liked, len(liked)))
    return it.compared(text + _links(it, matches["department"]) + it.tell("beside"))


def _links(it: Telling, departments: pd.Series) -> str:
    """How satisfaction and reach go with money a head over departments, by rank."""
    rows = it.frame[it.frame["department"].isin(departments)]
    wide = rows.pivot(index="department", columns="measure", values="estimate")
    signed, text = it.locale.signed, ""
    for outcome in (LOVE, USE):
        both = wide.reindex(columns=[outcome, MONEY]).dropna()
        if len(both) < LEAST_LINKED:
            continue
        try:
            link = spearman(both[outcome], both[MONEY])
        except StatisticsError:  # one of the two is the same for all
            continue
        low, high = (signed(end, "index") for end in (link.low, link.high))
        interval = it.locale.say("number.interval", low=low, high=high)
        told = {"n": len(both), "r": signed(link.estimate, "index"), "interval": interval}
        way = "together" if link.low > 0 else "opposite" if link.high < 0 else "none"
        text += it.tell(f"link_{outcome}", **told) + it.tell(f"link_{way}")
    return text


@telling
def _spend_by_line(it: Telling) -> str | None:
    rows = it.frame[(it.frame["measure"] == SPEND) & it.frame["estimate"].notna()]
    total, lines = rows[rows["line"] == ALL], rows[rows["line"] != ALL]
    if total.empty or lines.empty:
        return None
    top, key = lines.iloc[0], f"spend_by_line_{used_of(total)}"
    text = it.tell(key, top, line=top["line"], total=total.iloc[0], count=len(lines))
    return text + _not_in_sum(it)


@telling
def _money_outside(it: Telling) -> str | None:
    amount, names = it.number(it.args["amount"], "money"), it.args["names"]
    if not names:
        return it.tell("money_outside_unnamed", amount=amount)
    key = "money_outside_both" if it.args["unnamed"] else "money_outside"
    return it.tell(key, amount=amount, names=it.names(names))


@telling
def _value(it: Telling) -> str | None:
    rows, text = it.frame[it.frame["estimate"].notna()], []
    for measure, key in (
        (WORTH, "value_hours"),
        (DECISIONS, "value_decisions"),
        (CHANGED, "value_changed"),
        (HOURS_EACH, "value_hours_each"),
    ):
        for _, row in rows[rows["measure"] == measure].iterrows():
            text.append(it.tell(key, row, item=row.get("item", "")))
    told = set(rows["measure"])
    if HOURS in told and WORTH not in told:
        text.append(it.tell("value_no_rate"))
    return "".join(text) or None


@telling
def _ask(it: Telling) -> str | None:
    chosen = it.frame[it.frame["recommended"].astype(bool)]
    nothing = it.frame[it.frame["option"] == "do nothing"]
    if chosen.empty or nothing.empty:
        return None
    buys, amount = str(chosen.iloc[0]["buys"]), it.number(chosen.iloc[0]["amount"], "money")
    slots = {"buys": buys.rstrip("."), "otherwise": nothing.iloc[0]["consequence"]}
    day = it.args.get("decide_by")
    return it.tell("ask_by" if day else "ask", amount=amount, day=day, **slots)


@telling
def _evidence(it: Telling) -> str | None:
    known = it.frame[it.frame["estimate"].notna()]
    text, sides = it.tell("evidence", count=int(known["measure"].nunique())), ""
    if "department" not in it.frame.columns:
        return text
    known = known[~known["unit"].isin(["money", "per_head", "count"])]  # the whole holds more
    own, whole = known[known["department"] != ALL], known[known["department"] == ALL]
    both = own.merge(whole[["measure", "estimate"]], on="measure", suffixes=("", "_all"))
    gap = both["estimate"] - both["estimate_all"]
    for side, holds in (("above", gap > 0), ("below", gap < 0)):
        names = ", ".join(it.locale.name_of(str(name)) for name in both.loc[holds, "measure"])
        if names:
            sides += it.tell(f"evidence_{side}", department=own["department"].iloc[0], names=names)
    return text + it.compared(sides)
