"""The sentences on counters, walks, events of others, the newsletter, questions and enquiries."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from engagekit.measures._frame import ALL, FEW
from engagekit.measures.basis import notes_of
from engagekit.measures.counts import OURS, PER_DAY, SHARE
from engagekit.measures.counts_change import AFTER, BEFORE, DIFFERENCE, MATCHED
from engagekit.wording._rules import (
    PAIR,
    Telling,
    as_count,
    both_ends,
    first_of,
    is_ahead,
    leading,
    least_seen,
    needed,
    telling,
)

MOST = 3
"""Changes told one by one at most."""


def _then_and_now(it: Telling, measure: str, key: str, first_key: str) -> str:
    """The last row of a measure, and the first beside it."""
    rows = needed(it.rows(measure))
    first = None if len(rows) == 1 else rows.iloc[0]
    return it.tell(key, rows.iloc[-1]) + it.more(first_key, first, first=first)


def _in_last_period(it: Telling, measure: str) -> Telling:
    """What there is to tell of the last period in which a measure has a number."""
    last = needed(it.rows(measure))["period"].iloc[-1]
    return replace(it, frame=it.frame[it.frame["period"] == last])


def _at_end(it: Telling, rows: pd.DataFrame, row: pd.Series) -> str:
    """How much all have that are level with a row: n of base, where the base is that of each."""
    if len(set(rows.loc[rows["estimate"] == row["estimate"], "base"])) > 1:
        return it.number(row["estimate"], "share")
    return it.voice.n_of_base(row) + it.voice.in_share(row)


@telling
def _counts(it: Telling) -> str | None:
    taken = int(it.frame["estimate"].notna().sum())
    key = "counts_all" if taken == len(it.frame) else "counts"
    return it.tell(key, count=taken, base=len(it.frame))


@telling
def _counts_over_time(it: Telling) -> str | None:
    measure = str(it.args["measure"])
    rows = needed(it.rows(measure))
    key = "counts_once" if len(rows) == 1 else "counts_over_time"
    key += "_a_day" if measure == PER_DAY else ""
    told = {}
    for name, row in (("first", rows.iloc[0]), ("last", rows.iloc[-1])):
        told[name] = it.number(row["estimate"], row["unit"])
        if row["unit"] == "share":
            told[name] = it.voice.n_of_base(row) + it.voice.in_share(row)
        told[f"{name}_period"] = it.voice.period(row["period"])
    return it.tell(key, what=str(it.args["what"]), **told)


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
    levels = rows[~rows["measure"].isin([DIFFERENCE, "after to before"])].set_index("when")
    before, after = levels.loc[BEFORE], levels.loc[AFTER]
    if pd.isna(before["estimate"]) or pd.isna(after["estimate"]):
        return it.tell("change_none_counted", what=what)
    gap = rows[rows["measure"] == DIFFERENCE].iloc[0]
    unit = "" if after["measure"] == SHARE else "_a_day" if MATCHED in notes_of(after) else "_each"
    told = {"what": what, "change": f" ({change})" if change else ""}
    told |= {"before": before, "after": after}
    if pd.isna(gap["low"]):
        return it.tell(f"change_few{unit}", **told)
    way = "none" if gap["low"] <= 0 <= gap["high"] else "up" if gap["low"] > 0 else "down"
    text = it.tell(f"change_{way}{unit}", interval=_signed_range(it, gap), **told)
    return text + least_seen(gap, it.voice, str(gap["unit"])) if way == "none" else text


def _signed_range(it: Telling, gap: pd.Series) -> str:
    """The range of a difference, both ends with their sign."""
    unit = str(gap["unit"])
    if unit == "difference":
        return it.voice.range_of(gap, unit)
    low, high = (it.voice.locale.signed(float(gap[end]), unit) for end in ("low", "high"))
    return it.voice.locale.say("number.interval", low=low, high=high)


@telling
def _audit(it: Telling) -> str | None:
    shares, gaps = it.rows(SHARE), it.rows("parity")
    is_ours = shares["whose"] == OURS if "whose" in shares else pd.Series(True, shares.index)
    ours, theirs = shares[is_ours], shares[~is_ours]
    whole, points = needed(ours[ours["place"] == ALL]), needed(ours[ours["place"] != ALL])
    text = it.tell("audit", whole.iloc[0])
    (low, least), (_, most) = both_ends(points, "place", it.voice)
    if least["estimate"] < most["estimate"]:
        text += it.tell("audit_low", low=low, share=_at_end(it, points, least))
    theirs, gaps = theirs[theirs["place"] == ALL], gaps[gaps["place"] != ALL]
    if theirs.empty or gaps.empty:
        return text
    text += it.tell("audit_beside", theirs.iloc[0])
    far, row = both_ends(gaps, "place", it.voice)[0]
    if row["estimate"] < 0:
        gap = it.voice.size(row["estimate"], "difference")
        text += it.tell("audit_behind", place=far, gap=gap)
    return text


@telling
def _posts(it: Telling) -> str | None:
    views = it.number(as_count(it.frame["views"].sum(skipna=False)), "count")
    text = it.tell("posts", posts=it.tell("of_posts", n=len(it.frame)), views=views)
    if "readers" not in it.frame.columns:  # the board copy does without them
        return text
    read = it.frame.dropna(subset=["readers"])
    if read.empty:
        return text + it.tell("posts_unread")
    counted = it.tell("posts_counted", told=len(read), base=len(it.frame))
    top, readers, front = leading(read, "post", it.voice, "readers")
    if front > PAIR:
        return f"{text}\n{counted}"
    return f"{text}{it.tell('posts_read', top=top, readers=readers)} {counted}"


@telling
def _walks(it: Telling) -> str | None:
    text = _then_and_now(it, "days with a walk", "walks", "walks_first")
    wanted = ("people met on walks", "people found on walks", "people found a walk")
    now = _in_last_period(it, "days with a walk")
    met, found, each = (now.row(measure, "n") for measure in wanted)
    if met is None or found is None or each is None:
        return text
    mean = it.number(each["estimate"], "mean", 1)
    return text + it.tell("walks_found", met=met, found=found, each=mean, months=it.args["months"])


@telling
def _walk_zones(it: Telling) -> str | None:
    zone = str(it.args["zone"])
    rows = it.frame[it.frame["estimate"].notna()]
    total, zones = needed(rows[rows[zone] == ALL]), needed(rows[rows[zone] != ALL])
    text = it.tell("walk_zones", total.iloc[0])
    (low, least), (high, most) = both_ends(zones, zone, it.voice)
    if least["estimate"] == most["estimate"]:
        return text
    shares = {"high_of": _at_end(it, zones, most), "low_of": _at_end(it, zones, least)}
    return text + it.tell("walk_zones_ends", high=high, low=low, **shares)


@telling
def _organisation_events(it: Telling) -> str | None:
    whole = it.frame[it.frame["kind"] == ALL]
    total = needed(first_of(whole, "organisation's events attended"))
    missed = as_count(total["base"]) - as_count(total["n"])
    key = "organisation_events" if missed else "organisation_events_all"
    return it.tell(key, total, missed=missed)


@telling
def _newsletter(it: Telling) -> str | None:
    text = _then_and_now(it, "newsletter action rate", "newsletter", "newsletter_first")
    now = _in_last_period(it, "newsletter action rate")
    return text + it.more("newsletter_left", now.row("newsletter unsubscribe rate"))


@telling
def _newsletter_issues(it: Telling) -> str | None:
    told = needed(it.frame[it.frame["action_rate"].notna()])
    title, row = both_ends(told, "title", it.voice, "action_rate")[-1]
    share = it.number(row["action_rate"], "share")
    return it.tell("newsletter_issues", count=len(it.frame), title=title, share=share)


@telling
def _newsletter_reach(it: Telling) -> str | None:
    return it.tell("newsletter_reach", _over_all(it))


@telling
def _social_people(it: Telling) -> str | None:
    return it.tell("social_people", _over_all(it))


def _over_all(it: Telling) -> pd.Series:
    """The row over every group of what is compared."""
    rows = it.frame[(it.frame.iloc[:, 0] == ALL) & it.frame["estimate"].notna()]
    return needed(rows).iloc[0]


@telling
def _initiative_hours(it: Telling) -> str | None:
    each = needed(it.frame[it.frame["initiative"] != ALL])
    text = it.tell("initiative_hours", it.frame.iloc[0])
    (_, least), (most, row) = both_ends(each, "initiative", it.voice)
    if len(each) > 1 and least["estimate"] == row["estimate"]:
        return text
    count = int((each["estimate"] == row["estimate"]).sum())
    return text + it.tell("initiative_hours_most", row, most=most, count=count)


@telling
def _social_answers(it: Telling) -> str | None:
    text = _then_and_now(it, "questions answered", "social_answers", "social_first")
    half = it.frame[it.frame["measure"] == "days to a first answer"]
    if half.empty:
        return text
    if pd.isna(half["estimate"].iloc[0]):
        return text + it.tell("social_half_open")
    return text + it.tell("social_half", days=half.iloc[0])


@telling
def _enquiries(it: Telling) -> str | None:
    base = as_count(it.need("enquiries")["estimate"])
    text = it.tell("enquiries", count=base) + _most_frequent(it, base)
    minutes = it.row("minutes on enquiries")
    if minutes is None:
        return text
    is_all = as_count(minutes["n"]) == as_count(minutes["base"]) > 1
    key = "enquiries_minutes_all" if is_all else "enquiries_minutes"
    return text + it.tell(key, minutes, minutes=minutes)


def _most_frequent(it: Telling, base: int) -> str:
    """Say how most enquiries came in, where one way is clearly ahead."""
    ways = it.rows("enquiries by way")
    is_known = ways["way"] != "way not recorded"
    known, unknown = ways[is_known], as_count(ways.loc[~is_known, "n"].sum())
    if known.empty:
        return ""
    if 2 * unknown >= base:
        return it.tell("enquiries_unrecorded", n=unknown)
    top, second = known.iloc[0], max(map(as_count, known["n"][1:].dropna()), default=0)
    if not is_ahead(as_count(top["n"]), second):
        return ""
    key = "enquiries_most_share" if base >= FEW else "enquiries_most"
    if unknown and top["n"] - second <= unknown:  # those could all be of the second
        key = "enquiries_most_recorded"
    return it.tell(key, top, way=it.voice.locale.value(str(top["way"])))


@telling
def _enquiries_by(it: Telling) -> str | None:
    group = str(it.frame.columns[0])
    rows = it.rows("enquiries")
    asking = needed(rows[~rows[group].isin([ALL, "Not stated"])])
    names, counts, front = leading(asking, group, it.voice, "estimate")
    if front > PAIR or 1 < front == len(asking):
        return None
    return it.tell("enquiries_by", group=names, count=counts)


@telling
def _enquiries_over_time(it: Telling) -> str | None:
    rows = needed(it.rows("enquiries"))
    last, first = rows.iloc[-1], rows.iloc[0]
    key = "enquiries_once" if len(rows) == 1 else "enquiries_over_time"
    return it.tell(key, last, count=last, first=first)
