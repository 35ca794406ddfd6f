"""The headline of a brief and what stands under it, chosen by rule from the numbers of its copy."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

import pandas as pd

from engagekit.figures.layout import periods_in_order
from engagekit.locale import Locale
from engagekit.measures import _frame, ends
from engagekit.presentation.section import Section
from engagekit.reporting.brief.scorecard import LOVE, MONEY, REACH, Line, Scorecard
from engagekit.reporting.document.document import TITLE_WORDS, Content, Item
from engagekit.wording._rules import NotShownError, row_of
from engagekit.wording.baseline import a_year_ago, alike, compared
from engagekit.wording.over_surveys import Moved, moved, since_reworded

STEP = 0.02
"""A change that is told as one: two points of reach or satisfaction, two per cent of money. Less is
what rounding and a few people more or less on the list make."""
RATED = {"mean answer", "net promoter"}
"""What a topline tells of a question with a score: without any, no satisfaction can be told."""
MEASURED = (
    "reach",
    "reach_over_time",
    "satisfaction",
    "satisfaction_over_time",
    "topline",
    "funding",
)
"""Without any of these sections a page one has nothing to say."""
Row = Mapping[Any, Any]


def section_of(content: Content, name: str) -> Section | None:
    """Return a section of a copy by its name, where it could be measured."""
    item = item_of(content, name)
    return item.section if item else None


def item_of(content: Content, name: str) -> Item | None:
    """Return an item of a copy by the name of its section, where it could be measured."""
    return next(
        (one for one in content.items if one.section.name == name and not one.section.missing), None
    )


def series(content: Content, name: str, measure: str) -> list[Row]:
    """Return the numbers of a measure over everybody up to the newest period, oldest first.

    They end with the newest period of the section and have no gap: where the newest number is
    hidden there are none, for an older one must not stand for it.
    """
    section = section_of(content, name)
    if section is None or "period" not in section.frame.columns:
        return []
    frame = section.frame
    rows = frame[frame["measure"] == measure]
    if "department" in rows.columns:
        rows = rows[rows["department"] == _frame.ALL]
    shown = rows[rows["estimate"].notna() & ~rows["suppressed"].fillna(False).astype(bool)]
    return up_to_now(rows, alike(shown))


def up_to_now(rows: pd.DataFrame, shown: pd.DataFrame) -> list[Row]:
    """Return the shown rows from the newest period back to the first of which nothing is told.

    A period of which the ends are told parts nothing, and is left out; where it is the newest, no
    older number stands for it.
    """
    by_time = {str(row["period"]): row for row in shown.to_dict("records")}
    coarse = {str(row["period"]) for row in rows.to_dict("records") if ends.is_recoded(row)}
    present = dict.fromkeys(rows["period"].astype("str"))
    times = [name for name in periods_in_order(list(present)) if name in present]
    if not by_time.keys() & set(times[-1:]):
        return []
    run = takewhile(lambda name: name in by_time or name in coarse, reversed(times))
    return [by_time[name] for name in reversed(list(run)) if name in by_time]


def unbroken(rows: pd.DataFrame, run: list[Row]) -> list[Row]:
    """Return a run, or its newest row where the first period or the one before it is protected.

    The board copy would else set the newest number beside another than the private copy does.
    """
    gone = set(rows.loc[rows["suppressed"].fillna(False).astype(bool), "period"].astype("str"))
    shown = {str(row["period"]) for row in run}
    times = periods_in_order([str(name) for name in rows["period"].unique()])
    needed = [name for name in times if name in gone | shown]
    return run if {*needed[:1], *needed[-2:]} <= shown else run[-1:]


def way(first: float, last: float, *, of: float = 1.0) -> str:
    """Return whether a number went ``up``, ``down`` or stayed the ``same``, in steps of a whole.

    Shares are compared as they are shown, in whole per cents: so both copies say the same.

    Examples
    --------
    >>> way(0.60, 0.64), way(0.326, 0.349), way(0.60, 0.61), way(700, 600, of=700)
    ('up', 'up', 'same', 'down')
    """
    if of == 1.0:
        first, last = round(first, 2), round(last, 2)
    change = round((last - first) / (of or 1.0), 4)
    return "same" if abs(change) < STEP else "up" if change > 0 else "down"


def headline(content: Content, card: Scorecard | None, unit: str) -> str:
    """Return the title of a brief, at most 15 words; without reach and love that of the report."""
    say = content.locale.say
    reach = compared(series(content, "reach_over_time", REACH))
    money = series(content, "funding_over_time", MONEY)
    if not reach:
        return _of_love(content) or content.title
    kind = _reach_way(content, reach)
    if kind.startswith("logged"):  # fuller records are no news of what the library does
        kind, reach = "once", reach[-1:]
    spent = ""
    money = money[-len(reach) :]  # over the same quarters
    if len(money) == len(reach) > 1:
        # an invoice once a year moves a quarter: a year ago counts, else all before must agree
        *before, last = [row["estimate"] for row in money]
        before = before[:1] if a_year_ago(money) else before
        ways = {way(first, last, of=first) for first in before}
        spent = say(f"brief.money_{ways.pop()}") if len(ways) == 1 else ""
    line = line_of(card, unit)
    gap = say("brief.gap", department=unit) if line is not None and line.is_off else ""
    share = content.locale.number(reach[-1]["estimate"], "share")
    slots = {"share": share} if kind == "once" else {}
    whole = say(f"brief.headline_{kind}", **slots, money=spent, gap=gap)
    if len(whole.split(" ")) <= TITLE_WORDS:
        return whole
    return say(f"brief.headline_{kind}", **slots, money=spent, gap="")


def _reach_way(content: Content, reach: list[Row]) -> str:
    """Return how reach moved, ``logged_`` in front where logging can account for it."""
    kind = way(reach[0]["estimate"], reach[-1]["estimate"]) if len(reach) > 1 else "once"
    return f"logged_{kind}" if kind in ("up", "down") and by_records(content) else kind


def by_records(content: Content) -> str:
    """Return which way reach went where the records alone could account for it; else nothing."""
    section = section_of(content, "reach_over_time")
    logged = section.sentence_args.get("logged") or {} if section else {}
    return str(logged["way"]) if logged.get("explained") else ""


def _of_love(content: Content) -> str:
    """Return the title of a brief on a survey alone."""
    share, seen = _love_share(content), _love_moved(content)
    kind = {"none": "same", "up": "up", "down": "down"}.get(seen.way if seen else "", "once")
    return content.locale.say(f"brief.love_{kind}", share=share) if share else ""


def _love_share(content: Content) -> str:
    """Return how many of the newest survey are satisfied; nothing where they are few."""
    love, section = loved(content), section_of(content, "satisfaction")
    row = love[-1] if love else row_of(section.frame, LOVE) if section else None
    if row is None or (pd.notna(row["base"]) and row["base"] < _frame.FEW):
        return ""
    return content.locale.number(row["estimate"], "share")


def loved(content: Content) -> list[Row]:
    """Return satisfaction over the surveys that ask for it in the same words, oldest first."""
    section = section_of(content, "satisfaction_over_time")
    rows = series(content, "satisfaction_over_time", LOVE)
    if section is None or not rows:
        return []
    return list(since_reworded(pd.DataFrame(rows), section.sentence_args).to_dict("records"))


def _love_moved(content: Content) -> Moved | None:
    """Return the change of satisfaction that its finding tells, where there is a range for it."""
    section, love = section_of(content, "satisfaction_over_time"), loved(content)
    if section is None or len(love) < 2 or pd.isna(love[-1]["low"]):
        return None
    if any(row["base"] < _frame.FEW for row in love[-2:] if pd.notna(row["base"])):
        return None
    try:
        return moved(pd.DataFrame(love), section.sentence_args)
    except NotShownError:
        return None


def baseline(run: Sequence[Row]) -> Row | None:
    """Return what the newest quarter is set beside: that of a year ago, else the one before it."""
    return a_year_ago(run) or (run[-2] if len(run) > 1 else None)


def baseline_name(run: Sequence[Row]) -> str:
    """Return the message that names the quarter of the baseline."""
    return "brief.year_ago" if a_year_ago(run) else "brief.last_quarter"


def line_of(card: Scorecard | None, unit: str) -> Line | None:
    """Return the line of a department."""
    return next((line for line in card.lines if line.name == unit), None) if card else None


def lead(content: Content, card: Scorecard | None, unit: str) -> tuple[str, ...]:
    """Return the sentences under the headline: two or three."""
    locale = content.locale
    sentences = []
    reach = compared(series(content, "reach_over_time", REACH))
    if len(reach) > 1 or (reach and not _is_bare(reach[-1])):  # else the headline says it
        sentences.append(_reached(reach, locale))
        kind = _reach_way(content, reach)
        sentences += [locale.say(f"brief.lead_{kind}")] if kind.startswith("logged") else []
    sentences += _spent_since(content)
    seen = _love_moved(content)
    if seen is not None and (reach or seen.way != "none"):  # else the headline says it
        sentences.append(_moved_sentence(seen, locale))
    elif reach and (share := _love_share(content)):
        sentences.append(locale.say("brief.lead_love_once", share=share))
    rows = _of_unit(content, unit)
    if rows:
        sentences.append(_unit_sentence(unit, rows, locale))
    topline = section_of(content, "topline")
    if not sentences and topline is not None and not set(topline.frame["measure"]) & RATED:
        sentences.append(locale.say("brief.lead_no_rating"))
    elif not any(section_of(content, name) for name in MEASURED):
        sentences.append(locale.say("brief.nothing_measured"))
    return tuple(sentences)


def _spent_since(content: Content) -> list[str]:
    """Return what a head costs now and cost a year ago, where that changed."""
    money = series(content, "funding_over_time", MONEY)
    first, locale = a_year_ago(money), content.locale
    if first is None:
        return []
    last = money[-1]
    if way(first["estimate"], last["estimate"], of=first["estimate"]) == "same":
        return []
    now, before = (locale.number(row["estimate"], "per_head") for row in (last, first))
    period = locale.label(str(first["period"]))
    return [locale.say("brief.lead_money", now=now, before=before, period=period)]


def _moved_sentence(seen: Moved, locale: Locale) -> str:
    """Return how satisfaction moved, against what its finding compares it with."""
    slots: dict[str, object] = {"share": locale.number(seen.last["estimate"], "share")}
    if seen.way == "none":
        return locale.say("brief.lead_love_same", **slots)
    slots["before"] = locale.number(seen.before, "share")
    if seen.against == "step":
        slots["count"] = seen.facts["surveys"] - 1
        return locale.say(f"brief.lead_love_step_{seen.way}", **slots)
    if seen.way != "unclear":
        slots["period"] = locale.label(str(seen.first["period"]))
    return locale.say(f"brief.lead_love_{seen.way}", **slots)


def _is_bare(row: Row) -> bool:
    """Return whether a row stands without its counts."""
    return bool(pd.isna(row["n"]) or pd.isna(row["base"]))


def _reached(reach: list[Row], locale: Locale) -> str:
    """Return how many were reached now, and at first."""
    first, last = reach[0], reach[-1]
    slots: dict[str, object] = {"share": locale.number(last["estimate"], "share")}
    bare = "_bare" if _is_bare(last) else ""  # the board copy rounds the counts away
    if not bare:
        slots |= {"n": int(last["n"]), "base": int(last["base"])}
    if len(reach) == 1:  # the headline tells the share
        return locale.say("brief.lead_reach_once", n=slots["n"], base=slots["base"])
    before = locale.number(first["estimate"], "share")
    slots["period"] = locale.label(str(first["period"]))
    if before == slots["share"]:
        return locale.say(f"brief.lead_reach_same{bare}", **slots)
    return locale.say(f"brief.lead_reach{bare}", **slots, before=before)


def _of_unit(content: Content, unit: str) -> list[Row]:
    """Return the reach of a department in the quarters that are told, see `compared`."""
    section = section_of(content, "scorecard")
    if section is None or not unit or "department" not in section.frame.columns:
        return []
    rows = section.frame[section.frame["measure"] == REACH]
    mine = rows[(rows["department"] == unit) & rows["estimate"].notna()]
    own = rows[rows["department"] == unit]
    run = up_to_now(own, mine[~mine["suppressed"].fillna(False).astype(bool)])
    return compared(unbroken(own, run))


def _unit_sentence(unit: str, rows: list[Row], locale: Locale) -> str:
    """Return where a department stands now and stood at first."""
    first, last = rows[0], rows[-1]
    slots = {"department": unit, "share": locale.number(last["estimate"], "share")}
    if len(rows) == 1:
        return locale.say("brief.lead_unit_once", **slots)
    kind = way(first["estimate"], last["estimate"])
    slots["period"] = locale.label(str(first["period"]))
    if kind != "same":
        slots["before"] = locale.number(first["estimate"], "share")
    return locale.say(f"brief.lead_unit_{kind}", **slots)


def unit_evidence(content: Content, unit: str, *, moved_only: bool = False) -> str:
    """Return what the reach of the department says for or against the ask; empty without one.

    ``moved_only``: nothing where there is no earlier quarter to set it beside.
    """
    rows = _of_unit(content, unit)
    if not rows:
        return ""
    asked = section_of(content, "ask")
    wanted = asked.sentence_args.get("target") if asked else None
    locale, first, last = content.locale, rows[0], rows[-1]
    kind = "once" if len(rows) == 1 else way(first["estimate"], last["estimate"])
    if kind == "once" and (moved_only or _is_bare(last)):
        return ""
    counts = {} if _is_bare(last) else {name: int(last[name]) for name in ("n", "base")}
    share = locale.number(last["estimate"], "share")
    before = locale.number(first["estimate"], "share")
    period = locale.label(str(first["period"]))
    slots: dict[str, Mapping[str, object]] = {
        "once": counts,
        "up": {"share": share, "before": before, "period": period},
        "down": {"share": share, "before": before},
        "same": {"share": share, "period": period},
    }
    is_met = wanted is not None and last["estimate"] >= float(wanted)
    if is_met and kind in ("same", "down"):  # what is asked for is there: it speaks for itself
        text = _unit_sentence(unit, rows, locale)
    else:
        text = locale.say(f"brief.case_{kind}", department=unit, **slots[kind])
    if kind == by_records(content):
        return f"{text} {locale.say(f'brief.lead_logged_{kind}')}"
    return text
