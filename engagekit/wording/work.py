"""The sentences on promises, stories and presence."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.measures import risk
from engagekit.wording._rules import (
    Voice,
    as_count,
    by_records,
    first_of,
    is_few,
    list_of,
    needed,
    rows_of,
    rule,
)
from engagekit.wording.services import say_renewed


@rule
def _promises(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    still, late = (
        as_count(needed(first_of(frame, f"promises {state}"))["estimate"])
        for state in ("open", "overdue")
    )
    in_time, half = (
        first_of(frame, measure) for measure in ("promises kept on time", "days to keep a promise")
    )
    text = "" if in_time is None else voice.tell("promises", in_time) + " "
    key = "promises_still" if late else "promises_in_time" if still else "promises_closed"
    text += voice.tell(key, count=still, late=late)
    if half is None or is_few(half):
        return text
    return text + voice.tell("promises_days", days=half)


@rule
def _promises_open(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    counts = frame.set_index("overdue")["estimate"]
    late = as_count(counts.drop(["not due yet", "no day promised"]).sum(skipna=False))
    told = {"count": as_count(counts.sum(skipna=False)), "late": late}
    if not late:
        return voice.tell("promises_open_none", **told)
    return voice.say("promises_open", oldest=as_count(counts["over 90"]), **told)


@rule
def _story(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    if frame.empty:
        return None
    told = {str(name): str(value).strip().rstrip(".") for name, value in frame.iloc[0].items()}
    quote = voice.say("story_quote", quote=told["quote"]) if told["quote"] else ""
    return voice.say("story", **{**told, "quote": quote})


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


@rule
def _risk(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    more = say_renewed(args.get("renewed") or (), voice)
    matches = risk.worst(frame)
    text = None if more and matches == "none" else _worst(frame, matches, voice)
    return "\n".join(filter(None, [text, *more])) or None


def _worst(frame: pd.DataFrame, worst: str, voice: Voice) -> str | None:
    """Say the risk that holds and costs most, or what was looked at."""
    if worst == "nobody":
        return voice.say("risk_nobody")
    if worst in OF_RISK:
        filled = ["n"] if worst == "leaving" else []
        row, still = first_of(frame, OF_RISK[worst], *filled), first_of(frame, "promises open")
        if row is None or (worst == "late" and still is None):
            return None
        told = {"many": as_count(row["estimate"]), "late": as_count(row["estimate"])}
        told |= {} if still is None else {"still": as_count(still["estimate"])}
        return voice.tell(f"risk_{worst}", row, **told)
    measures = set(frame["measure"])
    looked = [key for key, names in LOOKED_AT.items() if measures.intersection(names)]
    there = list_of([voice.say(f"risk_looked_{key}") for key in looked], voice)
    key = "risk_none" if len(looked) == len(LOOKED_AT) else "risk_none_part"
    return voice.say(key, there=there)


@rule
def _contents(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    lacking = frame.loc[frame["there"] == "no", "sheet"]
    text = voice.say("contents", n=len(frame) - len(lacking), base=len(frame))
    return text + voice.say("contents_lacking", names=", ".join(lacking)) if len(lacking) else text


@rule
def _notebooks(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    lacking = frame[frame["can_run"] == "no"]
    text = voice.say("notebooks", n=len(frame) - len(lacking), base=len(frame))
    if lacking.empty:
        return text
    first = lacking.iloc[0]
    needs = voice.locale.value(str(first["needs"]), "list")
    return text + voice.say("notebooks_lacking", name=first["notebook"], needs=needs)


@rule
def _story_bank(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    named = frame[frame["initiative"] != "No initiative"]
    told = named.groupby("initiative", sort=False)["estimate"].sum()
    return voice.say(
        "story_bank",
        count=as_count(frame["estimate"].sum(skipna=False)),
        told=int((told > 0).sum()),
        base=len(told),
    )


@rule
def _story_facts(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    if frame["n"].iloc[1:].isna().any():
        return None
    rows = frame.set_index("measure")

    def count(measure: str, column: str = "n") -> int:
        return as_count(rows[column].to_dict()[measure])

    return voice.say(
        "story_facts",
        usable=count("stories with permission"),
        base=count("stories with permission", "base"),
        fresh=count("stories fresh"),
        others=count("stories told by others"),
        drafted=count("stories drafted by the library"),
    )


@rule
def _initiative_coverage(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    cells = frame.pivot(index="initiative", columns="what", values="estimate")
    if cells["touches"].isna().any():
        return None
    return voice.say(
        "initiative_coverage",
        base=len(cells),
        touched=int((cells["touches"] > 0).sum()),
        told=int((cells["stories"] > 0).sum()),
        written=int((cells["contribution"] > 0).sum()),
    )


@rule
def _reach_moves(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    counts = frame.set_index("answer")["n"]
    moves = ["new", "kept", "regained", "lapsed", "never"]
    if counts[moves].isna().any():
        return _rounded(frame, "reach_moves", ("new", "lapsed"), args, voice)
    slots = {name: as_count(counts[name]) for name in moves}
    new = slots if slots["new"] else {name: slots[name] for name in moves[1:]}
    return by_records(
        voice.say("reach_moves" if new is slots else "reach_moves_no_new", **new), args, voice
    )


@rule
def _rungs(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = frame[frame["measure"] == "people by movement"].set_index("answer")["n"]
    if rows.empty:
        known = "supporter" in set(frame["answer"])  # people, of whom nobody was met before
        return None if known else _rungs_of_heads(frame.set_index("answer"), voice)
    if rows[["up", "down"]].isna().any():
        moved = frame[frame["measure"] == "people by movement"]
        return _rounded(moved, "rungs", ("up", "down"), args, voice)
    text = voice.say("rungs", up=as_count(rows["up"]), down=as_count(rows["down"]))
    return by_records(text, args, voice)


def _rounded(
    frame: pd.DataFrame, key: str, answers: Sequence[str], args: Mapping[str, Any], voice: Voice
) -> str | None:
    """The shares of two answers where their counts are not shown."""
    share = frame.set_index("answer")["estimate"].reindex(list(answers))
    if share.isna().any():
        return None
    slots = {name: voice.number(share[name], "share") for name in answers}
    return by_records(voice.say(f"{key}_rounded", **slots), args, voice)


def _rungs_of_heads(rows: pd.DataFrame, voice: Voice) -> str | None:
    """Who stands at the ends, where nobody is known to have moved."""
    n = rows["n"].reindex(["stranger", "champion"])
    if n.isna().any():
        return None
    return voice.say(
        "rungs_heads",
        stranger=as_count(n["stranger"]),
        champion=as_count(n["champion"]),
        base=as_count(rows["base"].iloc[0]),
    )


@rule
def _off_desk(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = rows_of(frame, "touches off the desk")
    now = frame[frame["period"] == frame["period"].iloc[-1]]
    begun = first_of(now, "touches begun by contacts")
    if rows.empty or begun is None:
        return None
    last, first = rows.iloc[-1], rows.iloc[0]
    key = "off_desk_once" if len(rows) == 1 else "off_desk_since"
    text = _off_desk_part(last, voice) + voice.tell(key, last, first=first, last=last)
    known, base = as_count(begun["base"]), as_count(last["base"])
    if not known:
        return text
    key = "off_desk_begun" if known == base else "off_desk_begun_known"
    return text + voice.tell(key, begun=begun, base=base, known=known)


def _off_desk_part(row: pd.Series, voice: Voice) -> str:
    """All, none or some of the conversations; a share only where it rests on enough."""
    if row["estimate"] in (0, 1):
        return voice.tell("off_desk_all" if row["estimate"] else "off_desk_none", row)
    return voice.tell("off_desk_few" if is_few(row) else "off_desk", row, last=row)


@rule
def _meetings_held(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    key = frame[frame["key"].fillna(False).astype(bool)].drop_duplicates("series", keep="last")
    seats = int(key["library_seat"].fillna(False).astype(bool).sum())
    return voice.say(
        "meetings_held",
        attended=int(frame["attended"].fillna(False).astype(bool).sum()),
        count=len(frame),
        seats=seats,
        base=len(key),
    )


@rule
def _event_scorecard(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    taken = frame[frame["new_people"].notna()]
    if taken.empty:
        return voice.say("event_scorecard_none", count=len(frame))
    new, counts = int(taken["new_people"].sum()), {"named": len(taken), "count": len(frame)}
    text = voice.say("event_scorecard", new=new, **counts) if new else ""
    text = text or voice.say("event_scorecard_no_new", **counts)
    others = len(frame) - len(taken)
    return text + voice.say("event_scorecard_unnamed", count=others) if others else text
