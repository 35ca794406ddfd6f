"""The sentences on counters, walks, events of others, the newsletter, questions and plans."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures._frame import ALL, FEW
from engagekit.measures.basis import notes_of
from engagekit.measures.counts import COUNTED, OURS, PER_DAY, SHARE
from engagekit.measures.counts_change import AFTER, BEFORE, DIFFERENCE, MATCHED
from engagekit.wording._rules import (
    PAIR,
    Voice,
    as_count,
    both_ends,
    leading,
    least_seen,
    n_and_base,
    needed,
    rows_of,
    rule,
)

MOST = 3
"""Changes told one by one at most."""


def _at_end(rows: pd.DataFrame, row: pd.Series, voice: Voice) -> str:
    """How much all have that are level with a row: n of base, where the base is that of each."""
    is_one = len(set(rows.loc[rows["estimate"] == row["estimate"], "base"])) == 1
    return "".join(_of(row, voice).values()) if is_one else voice.number(row["estimate"], "share")


def _of(row: pd.Series, voice: Voice) -> dict[str, str]:
    """The slots ``of`` and ``share``: n of base, and the per cent where the base allows one."""
    n, base = as_count(row["n"]), as_count(row["base"])
    share = voice.number(row["estimate"], "share")
    return {
        "of": voice.say("n_of_base", n=n, base=base),
        "share": "" if base < FEW else voice.say("in_share", share=share),
    }


@rule
def _counts(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    there = int(frame["estimate"].notna().sum())
    if there == len(frame):
        return voice.say("counts_all", n=there)
    return voice.say("counts", count=there, base=len(frame))


@rule
def _counts_over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    measure = str(args["measure"])
    rows = needed(rows_of(frame, measure))
    way = {COUNTED: "", PER_DAY: "_a_day", SHARE: ""}[measure]
    last, first = rows.iloc[-1], rows.iloc[0]
    told = {"last": last} if len(rows) == 1 else {"last": last, "first": first}
    slots = {name: _level(row, voice) for name, row in told.items()}
    slots |= {f"{name}_period": voice.period(row["period"]) for name, row in told.items()}
    key = "counts_once" if len(rows) == 1 else "counts_over_time"
    return voice.say(f"{key}{way}", what=str(args["what"]), **slots)


def _level(row: pd.Series, voice: Voice) -> str:
    """A count, a mean, or a share with n and base."""
    return (
        "".join(_of(row, voice).values())
        if row["unit"] == "share"
        else voice.number(row["estimate"], row["unit"])
    )


@rule
def _counts_change(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    message = []
    changes: Mapping[str, str] = args.get("changes", {})
    for what in frame["what"].unique():
        named = what[:1].upper() + what[1:]
        rows = frame[frame["what"] == what]
        levels = rows[~rows["measure"].isin([DIFFERENCE, "after to before"])].set_index("when")
        before, after = levels.loc[BEFORE], levels.loc[AFTER]
        if pd.isna(before["estimate"]) or pd.isna(after["estimate"]):
            message.append(voice.say("change_none_counted", what=named))
            continue
        message.append(_changed(named, str(changes.get(what, "")), before, after, rows, voice))
    text = " ".join(message[:MOST])
    rest = len(message) - MOST
    return text if rest <= 0 else f"{text} {voice.say('change_more', count=rest)}"


def _changed(
    what: str, change: str, before: pd.Series, after: pd.Series, rows: pd.DataFrame, voice: Voice
) -> str:
    """One counter before and after, and whether its range leaves out no change."""
    gap = rows[rows["measure"] == DIFFERENCE].iloc[0]
    unit = "" if after["measure"] == SHARE else "_a_day" if MATCHED in notes_of(after) else "_each"
    slots = {
        "what": what,
        "change": f" ({change})" if change else "",
        "before": voice.number(before["estimate"], before["unit"]),
        "after": voice.number(after["estimate"], after["unit"]),
    }
    if pd.isna(gap["low"]):
        return voice.say(f"change_few{unit}", **slots)
    each = str(gap["unit"])
    low, high = (voice.locale.signed(float(gap[end]), each) for end in ("low", "high"))
    apart = voice.locale.say("number.interval", low=low, high=high)
    interval = voice.range_of(gap, each) if each == "difference" else apart
    way = "none" if gap["low"] <= 0 <= gap["high"] else "up" if gap["low"] > 0 else "down"
    text = voice.say(f"change_{way}{unit}", **slots, interval=interval)
    return text + least_seen(gap, voice, each) if way == "none" else text


@rule
def _audit(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = rows_of(frame[frame["whose"] == OURS] if "whose" in frame.columns else frame, SHARE)
    whole, points = needed(rows[rows["place"] == ALL]), needed(rows[rows["place"] != ALL])
    text = voice.say("audit", **_of(whole.iloc[0], voice))
    (low, least), (_, most) = both_ends(points, "place", voice)
    if least["estimate"] < most["estimate"]:
        text += voice.say("audit_low", low=low, share=_at_end(points, least, voice))
    gaps = rows_of(frame, "parity")
    gaps = gaps[gaps["place"] != ALL]
    theirs = rows_of(frame[frame["whose"] != OURS], SHARE) if "whose" in frame.columns else rows[:0]
    theirs = theirs[theirs["place"] == ALL]
    if theirs.empty or gaps.empty:
        return text
    far, row = both_ends(gaps, "place", voice)[0]
    text += voice.say("audit_beside", **_of(theirs.iloc[0], voice))
    if row["estimate"] < 0:
        gap = voice.size(row["estimate"], "difference")
        text += voice.say("audit_behind", place=far, gap=gap)
    return text


@rule
def _posts(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    views = voice.number(as_count(frame["views"].sum(skipna=False)), "count")
    message = voice.say("posts", posts=voice.say("of_posts", n=len(frame)), views=views)
    if "readers" not in frame.columns:  # the board copy does without them
        return message
    text = frame["readers"].dropna()
    if text.empty:
        return message + voice.say("posts_unread")
    top, readers, front = leading(frame.dropna(subset=["readers"]), "post", voice, "readers")
    counted = voice.say("posts_counted", told=len(text), base=len(frame))
    if front > PAIR:
        return f"{message}\n{counted}"
    return message + voice.say("posts_read", top=top, readers=readers) + f" {counted}"


@rule
def _walks(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    days = needed(frame[(frame["measure"] == "days with a walk") & frame["estimate"].notna()])
    last, first = days.iloc[-1], days.iloc[0]
    text = voice.say("walks", **_of(last, voice), period=voice.period(last["period"]))
    if len(days) > 1:
        text += voice.say("walks_first", **voice.then("share", first=first))
    now = frame[(frame["period"] == last["period"]) & frame["n"].notna()].set_index("measure")
    wanted = ("people met on walks", "people found on walks", "people found a walk")
    if not all(name in now.index and pd.notna(now.loc[name, "estimate"]) for name in wanted):
        return text
    met, matches, each = (now.loc[name] for name in wanted)
    return text + voice.say(
        "walks_found",
        met=as_count(met["n"]),
        found=as_count(matches["n"]),
        each=voice.number(each["estimate"], "mean", 1),
        months=int(args["months"]),
    )


@rule
def _walk_zones(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    zone = str(args["zone"])
    rows = frame[frame["estimate"].notna()]
    total, zones = needed(rows[rows[zone] == ALL]), needed(rows[rows[zone] != ALL])
    message = voice.say("walk_zones", **_of(total.iloc[0], voice))
    (low, least), (high, most) = both_ends(zones, zone, voice)
    if least["estimate"] == most["estimate"]:
        return message
    shares = {"high_of": _at_end(zones, most, voice), "low_of": _at_end(zones, least, voice)}
    return message + voice.say("walk_zones_ends", high=high, low=low, **shares)


@rule
def _organisation_events(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total = needed(
        frame[(frame["kind"] == ALL) & (frame["measure"] == "organisation's events attended")]
    )
    n, base = as_count(total["n"].iloc[0]), as_count(total["base"].iloc[0])
    if n == base:
        return voice.say("organisation_events_all")
    return voice.say("organisation_events", n=n, base=base, missed=base - n)


@rule
def _missed_events(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    last = frame.iloc[0]
    on = voice.locale.day(pd.Timestamp(last["on"]).date())
    return voice.say("missed_events", count=len(frame), title=last["title"], day=on)


@rule
def _newsletter(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = needed(rows_of(frame, "newsletter action rate"))
    last, first = rows.iloc[-1], rows.iloc[0]
    text = voice.say("newsletter", **_of(last, voice), period=voice.period(last["period"]))
    if len(rows) > 1:
        text += voice.say("newsletter_first", **voice.then("share", first=first))
    left = rows_of(frame, "newsletter unsubscribe rate")
    left = left[left["period"] == last["period"]]
    if left.empty:
        return text
    return text + voice.say("newsletter_left", n=as_count(left["n"].iloc[0]))


@rule
def _newsletter_issues(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    told = needed(frame[frame["action_rate"].notna()])
    title, row = both_ends(told, "title", voice, "action_rate")[-1]
    share = voice.number(row["action_rate"], "share")
    return voice.say("newsletter_issues", count=len(frame), title=title, share=share)


def _reach_by_list(frame: pd.DataFrame, key: str, voice: Voice) -> str | None:
    total = frame[(frame.iloc[:, 0] == ALL) & frame["estimate"].notna()]
    return None if total.empty else voice.say(key, **_of(total.iloc[0], voice))


@rule
def _newsletter_reach(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    return _reach_by_list(frame, "newsletter_reach", voice)


@rule
def _social_people(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    return _reach_by_list(frame, "social_people", voice)


@rule
def _initiative_hours(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    each, whole = needed(frame[frame["initiative"] != ALL]), frame.iloc[0]
    share, base = voice.number(whole["estimate"], "share"), as_count(whole["base"])
    text = voice.say("initiative_hours", share=share, base=base)
    (_, least), (most, row) = both_ends(each, "initiative", voice)
    if len(each) > 1 and least["estimate"] == row["estimate"]:
        return text
    count = int((each["estimate"] == row["estimate"]).sum())
    share = voice.number(row["estimate"], "share")
    return text + voice.say("initiative_hours_most", most=most, share=share, count=count)


@rule
def _social_answers(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = needed(rows_of(frame, "questions answered"))
    last, first = rows.iloc[-1], rows.iloc[0]
    text = voice.say("social_answers", **_of(last, voice), period=voice.period(last["period"]))
    if len(rows) > 1:
        text += voice.say(
            "social_first", **_of(first, voice), first_period=voice.period(first["period"])
        )
    half = frame[frame["measure"] == "days to a first answer"]
    if half.empty:
        return text
    row = half.iloc[0]
    if pd.isna(row["estimate"]):
        return text + voice.say("social_half_open")
    return text + voice.say("social_half", days=voice.number(row["estimate"], "days"))


@rule
def _plans(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = frame.set_index("measure")
    done, in_time = rows.loc["planned steps done"], rows.loc["planned steps done in time"]
    if pd.isna(done["estimate"]):
        text = voice.say("plans_none")
    else:
        text = voice.say("plans", **n_and_base(done), in_time=as_count(in_time["n"]))
    name = "target colleagues with a plan"
    if name not in rows.index or pd.isna(rows.loc[name, "estimate"]):
        return text
    return text + voice.say("plans_targets", **n_and_base(rows.loc[name]))


@rule
def _plan_steps(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    late = frame[frame["stands"] == "overdue"]
    ahead = int((frame["stands"] == "open").sum())
    if late.empty:
        return voice.say("plan_steps_fine", ahead=ahead)
    longest = voice.number(int(late["days_late"].max()), "days")
    return voice.say("plan_steps", count=len(late), days=longest, ahead=ahead)


@rule
def _interviews(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    counts = frame["stands"].value_counts()
    return voice.say(
        "interviews",
        n=int(counts.get("interviewed", 0)),
        base=int(args["targets"]),
        planned=int(counts.get("planned", 0)),
    )
