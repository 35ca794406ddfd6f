"""The sentences on counters, walks, events of others, the newsletter, questions and plans."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures._frame import ALL
from engagekit.measures.basis import notes_of
from engagekit.measures.counts import AFTER, BEFORE, DIFFERENCE, MATCHED, OURS, PER_DAY, SHARE
from engagekit.wording._rules import (
    PAIR,
    Voice,
    as_count,
    both_ends,
    first_of,
    leading,
    least_seen,
    needed,
    rows_of,
    rule,
)

MOST = 3
"""Changes told one by one at most."""


def _at_end(rows: pd.DataFrame, row: pd.Series, voice: Voice) -> str:
    """How much all have that are level with a row: n of base, where the base is that of each."""
    bases = rows.loc[rows["estimate"] == row["estimate"], "base"]
    if len(set(bases)) > 1:
        return voice.number(row["estimate"], "share")
    return voice.n_of_base(row) + voice.in_share(row)


@rule
def _counts(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    taken = int(frame["estimate"].notna().sum())
    key = "counts_all" if taken == len(frame) else "counts"
    return voice.tell(key, n=taken, count=taken, base=len(frame))


@rule
def _counts_over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = needed(rows_of(frame, str(args["measure"])))
    key = "counts_once" if len(rows) == 1 else "counts_over_time"
    if args["measure"] == PER_DAY:
        key += "_a_day"
    last, first = rows.iloc[-1], rows.iloc[0]
    told = {"last": _level(last, voice), "last_period": voice.period(last["period"])}
    told |= {"first": _level(first, voice), "first_period": voice.period(first["period"])}
    return voice.tell(key, what=str(args["what"]), **told)


def _level(row: pd.Series, voice: Voice) -> str:
    """A count, a mean, or a share with n and base."""
    if row["unit"] == "share":
        return voice.n_of_base(row) + voice.in_share(row)
    return voice.number(row["estimate"], row["unit"])


@rule
def _counts_change(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    changes: Mapping[str, str] = args.get("changes", {})
    said = [
        _changed(str(what), str(changes.get(str(what), "")), rows, voice)
        for what, rows in frame.groupby("what", sort=False)
    ]
    rest = len(said) - MOST
    more = [voice.say("change_more", count=rest)] if rest > 0 else []
    return " ".join(said[:MOST] + more)


def _changed(what: str, change: str, rows: pd.DataFrame, voice: Voice) -> str:
    """One counter before and after, and whether its range leaves out no change."""
    what = what[:1].upper() + what[1:]
    levels = rows[~rows["measure"].isin([DIFFERENCE, "after to before"])].set_index("when")
    before, after = levels.loc[BEFORE], levels.loc[AFTER]
    if pd.isna(before["estimate"]) or pd.isna(after["estimate"]):
        return voice.say("change_none_counted", what=what)
    gap = rows[rows["measure"] == DIFFERENCE].iloc[0]
    unit = "" if after["measure"] == SHARE else "_a_day" if MATCHED in notes_of(after) else "_each"
    told = {"what": what, "change": f" ({change})" if change else ""}
    if pd.isna(gap["low"]):
        return voice.tell(f"change_few{unit}", before=before, after=after, **told)
    each = str(gap["unit"])
    low, high = (voice.locale.signed(float(gap[end]), each) for end in ("low", "high"))
    interval = voice.locale.say("number.interval", low=low, high=high)
    if each == "difference":
        interval = voice.range_of(gap, each)
    way = "none" if gap["low"] <= 0 <= gap["high"] else "up" if gap["low"] > 0 else "down"
    key = f"change_{way}{unit}"
    text = voice.tell(key, before=before, after=after, interval=interval, **told)
    return text + least_seen(gap, voice, each) if way == "none" else text


@rule
def _audit(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    if "whose" not in frame.columns:
        frame = frame.assign(whose=OURS)
    shares, gaps = rows_of(frame, SHARE), rows_of(frame, "parity")
    rows, theirs = shares[shares["whose"] == OURS], shares[shares["whose"] != OURS]
    whole, points = needed(rows[rows["place"] == ALL]), needed(rows[rows["place"] != ALL])
    text = voice.tell("audit", whole.iloc[0])
    (low, least), (_, most) = both_ends(points, "place", voice)
    if least["estimate"] < most["estimate"]:
        text += voice.say("audit_low", low=low, share=_at_end(points, least, voice))
    theirs, gaps = theirs[theirs["place"] == ALL], gaps[gaps["place"] != ALL]
    if theirs.empty or gaps.empty:
        return text
    text += voice.tell("audit_beside", theirs.iloc[0])
    far, row = both_ends(gaps, "place", voice)[0]
    if row["estimate"] < 0:
        gap = voice.size(row["estimate"], "difference")
        text += voice.say("audit_behind", place=far, gap=gap)
    return text


@rule
def _posts(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    views = voice.number(as_count(frame["views"].sum(skipna=False)), "count")
    text = voice.say("posts", posts=voice.say("of_posts", n=len(frame)), views=views)
    if "readers" not in frame.columns:  # the board copy does without them
        return text
    read = frame.dropna(subset=["readers"])
    if read.empty:
        return text + voice.say("posts_unread")
    counted = voice.say("posts_counted", told=len(read), base=len(frame))
    top, readers, front = leading(read, "post", voice, "readers")
    if front > PAIR:
        return f"{text}\n{counted}"
    return text + voice.say("posts_read", top=top, readers=readers) + f" {counted}"


def _then_and_now(rows: pd.DataFrame, key: str, first_key: str, voice: Voice) -> str:
    """The last row of a run, and the first beside it."""
    rows = needed(rows)
    text = voice.tell(key, rows.iloc[-1])
    return (
        text if len(rows) == 1 else text + voice.tell(first_key, rows.iloc[0], first=rows.iloc[0])
    )


@rule
def _walks(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    days = rows_of(frame, "days with a walk")
    text = _then_and_now(days, "walks", "walks_first", voice)
    now = frame[frame["period"] == days["period"].iloc[-1]]
    wanted = ("people met on walks", "people found on walks", "people found a walk")
    met, found, each = (first_of(now, measure, "n") for measure in wanted)
    if met is None or found is None or each is None:
        return text
    return text + voice.say(
        "walks_found",
        met=as_count(met["n"]),
        found=as_count(found["n"]),
        each=voice.number(each["estimate"], "mean", 1),
        months=int(args["months"]),
    )


@rule
def _walk_zones(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    zone = str(args["zone"])
    rows = frame[frame["estimate"].notna()]
    total, zones = needed(rows[rows[zone] == ALL]), needed(rows[rows[zone] != ALL])
    text = voice.tell("walk_zones", total.iloc[0])
    (low, least), (high, most) = both_ends(zones, zone, voice)
    if least["estimate"] == most["estimate"]:
        return text
    shares = {"high_of": _at_end(zones, most, voice), "low_of": _at_end(zones, least, voice)}
    return text + voice.say("walk_zones_ends", high=high, low=low, **shares)


@rule
def _organisation_events(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total = needed(first_of(frame[frame["kind"] == ALL], "organisation's events attended"))
    missed = as_count(total["base"]) - as_count(total["n"])
    key = "organisation_events" if missed else "organisation_events_all"
    return voice.tell(key, total, missed=missed)


@rule
def _newsletter(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = rows_of(frame, "newsletter action rate")
    text = _then_and_now(rows, "newsletter", "newsletter_first", voice)
    now = frame[frame["period"] == rows["period"].iloc[-1]]
    left = first_of(now, "newsletter unsubscribe rate")
    return text if left is None else text + voice.tell("newsletter_left", left)


@rule
def _newsletter_issues(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    told = needed(frame[frame["action_rate"].notna()])
    title, row = both_ends(told, "title", voice, "action_rate")[-1]
    share = voice.number(row["action_rate"], "share")
    return voice.say("newsletter_issues", count=len(frame), title=title, share=share)


def _reach_by_list(frame: pd.DataFrame, key: str, voice: Voice) -> str | None:
    total = frame[(frame.iloc[:, 0] == ALL) & frame["estimate"].notna()]
    return None if total.empty else voice.tell(key, total.iloc[0])


@rule
def _newsletter_reach(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    return _reach_by_list(frame, "newsletter_reach", voice)


@rule
def _social_people(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    return _reach_by_list(frame, "social_people", voice)


@rule
def _initiative_hours(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    each = needed(frame[frame["initiative"] != ALL])
    text = voice.tell("initiative_hours", frame.iloc[0])
    (_, least), (most, row) = both_ends(each, "initiative", voice)
    if len(each) > 1 and least["estimate"] == row["estimate"]:
        return text
    count = int((each["estimate"] == row["estimate"]).sum())
    return text + voice.tell("initiative_hours_most", row, most=most, count=count)


@rule
def _social_answers(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = rows_of(frame, "questions answered")
    text = _then_and_now(rows, "social_answers", "social_first", voice)
    half = frame.loc[frame["measure"] == "days to a first answer", "estimate"]
    if half.empty:
        return text
    if pd.isna(half.iloc[0]):
        return text + voice.say("social_half_open")
    return text + voice.say("social_half", days=voice.number(half.iloc[0], "days"))


@rule
def _plans(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    done = first_of(frame, "planned steps done")
    text = voice.say("plans_none")
    if done is not None:
        in_time = needed(first_of(frame, "planned steps done in time"))
        text = voice.tell("plans", done, in_time=as_count(in_time["n"]))
    targets = first_of(frame, "target colleagues with a plan")
    return text if targets is None else text + voice.tell("plans_targets", targets)


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
    held, planned = (int((frame["stands"] == name).sum()) for name in ("interviewed", "planned"))
    return voice.say("interviews", n=held, base=int(args["targets"]), planned=planned)
