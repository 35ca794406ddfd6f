"""The sentences on how people move, trust, champions, promises, stories and what is there."""

from collections.abc import Sequence

import pandas as pd

from engagekit.measures import risk
from engagekit.wording._rules import (
    Telling,
    as_count,
    by_records,
    is_ahead,
    is_few,
    is_of_heads,
    list_of,
    needed,
    row_of,
    telling,
)
from engagekit.wording.services import say_renewed

CLEAR = 0.05
"""Below this p-value a curve is said to fall or to climb."""
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


def _is(column: pd.Series) -> pd.Series:
    return column.fillna(False).astype(bool)


@telling
def _reach_moves(it: Telling) -> str | None:
    counts = it.frame.set_index("answer")["n"][["new", "kept", "regained", "lapsed", "never"]]
    if counts.isna().any():
        return _rounded(it, it.frame, "reach_moves", ("new", "lapsed"))
    key = "reach_moves" if counts["new"] else "reach_moves_no_new"
    text = it.tell(key, **{str(name): as_count(n) for name, n in counts.items()})
    return by_records(text, it.args, it.voice)


@telling
def _rungs(it: Telling) -> str | None:
    moved = it.frame[it.frame["measure"] == "people by movement"]
    counts = moved.set_index("answer")["n"]
    if moved.empty:
        known = "supporter" in set(it.frame["answer"])  # people, of whom nobody was met before
        return None if known else _rungs_of_heads(it)
    if counts[["up", "down"]].isna().any():
        return _rounded(it, moved, "rungs", ("up", "down"))
    text = it.tell("rungs", up=as_count(counts["up"]), down=as_count(counts["down"]))
    return by_records(text, it.args, it.voice)


def _rounded(it: Telling, frame: pd.DataFrame, key: str, answers: Sequence[str]) -> str | None:
    """The shares of two answers where their counts are not shown."""
    share = frame.set_index("answer")["estimate"].reindex(list(answers))
    if share.isna().any():
        return None
    told = {name: it.number(share[name], "share") for name in answers}
    return by_records(it.tell(f"{key}_rounded", **told), it.args, it.voice)


def _rungs_of_heads(it: Telling) -> str | None:
    """Who stands at the ends, where nobody is known to have moved."""
    rows = it.frame.set_index("answer")
    n = rows["n"].reindex(["stranger", "champion"])
    if n.isna().any():
        return None
    ends = {str(name): as_count(count) for name, count in n.items()}
    return it.tell("rungs_heads", rows.iloc[0], **ends)


@telling
def _off_desk(it: Telling) -> str | None:
    rows = needed(it.rows("touches off the desk"))
    now = it.frame[it.frame["period"] == it.frame["period"].iloc[-1]]
    begun = needed(row_of(now, "touches begun by contacts"))
    ends = {"first": rows.iloc[0], "last": rows.iloc[-1]}
    last = rows.iloc[-1]
    if last["estimate"] in (0, 1):
        key = "off_desk_all" if last["estimate"] else "off_desk_none"
    else:
        key = "off_desk_few" if is_few(last) else "off_desk"
    text = it.tell(key, last, **ends)
    text += it.tell("off_desk_once" if len(rows) == 1 else "off_desk_since", last, **ends)
    known = as_count(begun["base"])
    if not known:
        return text
    key = "off_desk_begun" if known == as_count(last["base"]) else "off_desk_begun_known"
    return text + it.tell(key, begun=begun, last=last)


@telling
def _touch_ladder(it: Telling) -> str | None:
    from engagekit.statistics.proportions import trend

    rows = it.rows("trust at this touch", "n")
    rows = rows[rows["base"] > 0]
    if len(rows) < 2:
        return None
    n, base, touch = (rows[name].astype("float64") for name in ("n", "base", "touch"))
    p = trend(n, base, touch).p_value
    way = float(((touch - touch.mean()) * n).sum())
    shape = "flat" if p is None or not p < CLEAR else "falls" if way < 0 else "climbs"
    ends = {"first": rows.iloc[0], "last": rows.iloc[-1]}
    told = {f"{name}_touch": str(row["touch"]) for name, row in ends.items()}
    title = it.tell(f"touch_ladder_title_{shape}")
    return it.tell("touch_ladder", title=title, **told, **ends) + it.tell(f"touch_ladder_{shape}")


@telling
def _champions(it: Telling) -> str | None:
    total = it.need("champions", "n")
    text = it.tell("champions_heads" if is_of_heads(total) else "champions", total)
    text += it.more("champions_cover", it.row("departments covered", "n"))
    half = it.row("absence factor")
    number = 0 if half is None else as_count(half["estimate"])
    if not number:
        return text
    return text + it.tell("champions_half_one" if number == 1 else "champions_half", n=number)


@telling
def _champions_over_time(it: Telling) -> str | None:
    text = it.tell("champions_over_time", needed(it.rows("champions", "n")).iloc[-1])
    lost = it.frame.loc[it.frame["measure"].str.startswith("champions lost"), "n"].dropna()
    joined = it.rows("champions joined", "n")["n"]
    if lost.empty or joined.empty:
        return text
    return text + it.tell("champions_moved", joined=int(joined.sum()), lost=int(lost.sum()))


@telling
def _champion_roster(it: Telling) -> str | None:
    acts = it.frame["acts"]
    most = as_count(acts.iloc[0])
    text = it.tell("champion_roster", count=len(it.frame), acts=int(acts.sum()))
    key = "most" if is_ahead(most, max(acts[1:], default=0)) else "even"
    name = it.frame["display_name"].iloc[0]
    return text + it.tell(f"champion_roster_{key}", most=most, name=name)


@telling
def _succession(it: Telling) -> str | None:
    lost = float(it.args.get("expected", it.frame["expected_lost"].sum()))
    expected = it.number(lost, "count" if lost >= 1 else "score")  # no tenths of people
    none, count = int((it.frame["champions"] == 0).sum()), int(it.frame["champions"].sum())
    told = {"champions": count, **it.args, "expected": expected}
    return it.tell("succession", none=none, count=len(it.frame), **told)


@telling
def _cooling(it: Telling) -> str | None:
    count = int(it.args.get("count", len(it.frame)))
    text = it.tell("cooling", count=count)
    listed = len(it.frame)
    return text + it.tell("cooling_listed", listed=listed) if count > listed else text


@telling
def _promises(it: Telling) -> str | None:
    still = as_count(it.need("promises open")["estimate"])
    late = as_count(it.need("promises overdue")["estimate"])
    in_time, half = it.row("promises kept on time"), it.row("days to keep a promise")
    text = "" if in_time is None else it.tell("promises", in_time) + " "
    key = "promises_still" if late else "promises_in_time" if still else "promises_closed"
    text += it.tell(key, count=still, late=late)
    if half is None or is_few(half):
        return text
    return text + it.tell("promises_days", days=half)


@telling
def _promises_open(it: Telling) -> str | None:
    counts = it.frame.set_index("overdue")["estimate"]
    late = as_count(counts.drop(["not due yet", "no day promised"]).sum(skipna=False))
    told = {"count": as_count(counts.sum(skipna=False)), "late": late}
    if not late:
        return it.tell("promises_open_none", **told)
    return it.tell("promises_open", oldest=as_count(counts["over 90"]), **told)


@telling
def _plans(it: Telling) -> str | None:
    done, in_time = it.row("planned steps done"), it.row("planned steps done in time")
    text = it.tell("plans_none")
    if done is not None:
        text = it.tell("plans", done, in_time=needed(in_time))
    return text + it.more("plans_targets", it.row("target colleagues with a plan"))


@telling
def _plan_steps(it: Telling) -> str | None:
    late = it.frame[it.frame["stands"] == "overdue"]
    ahead = int((it.frame["stands"] == "open").sum())
    if late.empty:
        return it.tell("plan_steps_fine", ahead=ahead)
    longest = it.number(late["days_late"].max(), "days")
    return it.tell("plan_steps", count=len(late), days=longest, ahead=ahead)


@telling
def _story(it: Telling) -> str | None:
    told = {str(name): str(value).strip().rstrip(".") for name, value in it.frame.iloc[0].items()}
    quote = it.tell("story_quote", quote=told["quote"]) if told["quote"] else ""
    return it.tell("story", **{**told, "quote": quote})


@telling
def _story_bank(it: Telling) -> str | None:
    titled = it.frame[it.frame["initiative"] != "No initiative"]
    stories = titled.groupby("initiative", sort=False)["estimate"].sum()
    count = as_count(it.frame["estimate"].sum(skipna=False))
    return it.tell("story_bank", count=count, told=int((stories > 0).sum()), base=len(stories))


@telling
def _story_facts(it: Telling) -> str | None:
    rows = it.frame.set_index("measure")
    names = {
        "usable": "stories with permission",
        "fresh": "stories fresh",
        "others": "stories told by others",
        "drafted": "stories drafted by the library",
    }
    return it.tell("story_facts", **{slot: rows.loc[name] for slot, name in names.items()})


@telling
def _initiative_coverage(it: Telling) -> str | None:
    cells = it.frame.pivot(index="initiative", columns="what", values="estimate")
    if cells["touches"].isna().any():
        return None
    slots = {"touched": "touches", "told": "stories", "written": "contribution"}
    counts = {slot: int((cells[what] > 0).sum()) for slot, what in slots.items()}
    return it.tell("initiative_coverage", base=len(cells), **counts)


@telling
def _risk(it: Telling) -> str | None:
    more = say_renewed(it.args.get("renewed") or (), it.voice)
    worst = risk.worst(it.frame)
    text = None if more and worst == "none" else _worst(it, worst)
    return "\n".join(filter(None, [text, *more])) or None


def _worst(it: Telling, worst: str) -> str | None:
    """Say the risk that holds and costs most, or what was looked at."""
    if worst == "nobody":
        return it.tell("risk_nobody")
    if worst in OF_RISK:
        row = it.row(OF_RISK[worst], *(["n"] if worst == "leaving" else []))
        still = it.row("promises open")
        if row is None or (worst == "late" and still is None):
            return None
        return it.tell(f"risk_{worst}", row, many=row, late=row, still=still)
    measures = set(it.frame["measure"])
    looked = [key for key, names in LOOKED_AT.items() if measures.intersection(names)]
    there = list_of([it.tell(f"risk_looked_{key}") for key in looked], it.voice)
    key = "risk_none" if len(looked) == len(LOOKED_AT) else "risk_none_part"
    return it.tell(key, there=there)


@telling
def _contents(it: Telling) -> str | None:
    lacking = it.frame.loc[it.frame["there"] == "no", "sheet"]
    text = it.tell("contents", n=len(it.frame) - len(lacking), base=len(it.frame))
    names = ", ".join(lacking)
    return text + it.tell("contents_lacking", names=names) if names else text


@telling
def _notebooks(it: Telling) -> str | None:
    lacking = it.frame[it.frame["can_run"] == "no"]
    text = it.tell("notebooks", n=len(it.frame) - len(lacking), base=len(it.frame))
    if lacking.empty:
        return text
    needs = it.voice.locale.value(str(lacking.iloc[0]["needs"]), "list")
    return text + it.tell("notebooks_lacking", name=lacking.iloc[0]["notebook"], needs=needs)


@telling
def _meetings_held(it: Telling) -> str | None:
    key = it.frame[_is(it.frame["key"])].drop_duplicates("series", keep="last")
    told = {"count": len(it.frame), "base": len(key), "seats": int(_is(key["library_seat"]).sum())}
    return it.tell("meetings_held", attended=int(_is(it.frame["attended"]).sum()), **told)


@telling
def _event_scorecard(it: Telling) -> str | None:
    taken = it.frame["new_people"].dropna()
    count, others = len(it.frame), len(it.frame) - len(taken)
    if taken.empty:
        return it.tell("event_scorecard_none", count=count)
    new = int(taken.sum())
    key = "event_scorecard" if new else "event_scorecard_no_new"
    text = it.tell(key, new=new, named=len(taken), count=count)
    return text + it.tell("event_scorecard_unnamed", count=others) if others else text
