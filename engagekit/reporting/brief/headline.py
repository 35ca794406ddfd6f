"""The headline of a brief and what stands under it, chosen by rule from the numbers of its copy."""

import pandas as pd

from engagekit.locale import Locale
from engagekit.reporting.brief.runs import (
    LOVE,
    MONEY,
    REACH,
    Row,
    is_bare,
    is_of_few,
    run_sentence,
    way,
    way_of,
)
from engagekit.reporting.brief.source import Source
from engagekit.reporting.document.document import TITLE_WORDS
from engagekit.wording._rules import NotShownError, row_of
from engagekit.wording.baseline import a_year_ago, compared
from engagekit.wording.over_surveys import Moved, moved, since_reworded

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


def headline(source: Source) -> str:
    """Return the title of a brief, at most 15 words; without reach and love that of the report."""
    locale, reach = source.locale, compared(source.series("reach_over_time", REACH))
    if not reach:
        return _of_love(source) or source.content.title
    kind = _reach_way(source, reach)
    if kind.startswith("logged"):  # fuller records are no news of what the library does
        kind, reach = "once", reach[-1:]
    money = _money_way(source, len(reach))
    spent = locale.say(f"brief.money_{money}") if money else ""
    line = source.line
    gap = source.say("brief.gap", department=line.name) if line and line.is_off else ""
    longer, shorter = (
        run_sentence(locale, f"brief.headline_{kind}", reach, money=spent, gap=more)
        for more in (gap, "")
    )
    return longer if len(longer.split(" ")) <= TITLE_WORDS else shorter


def _reach_way(source: Source, reach: list[Row]) -> str:
    """Return how reach moved, ``logged_`` in front where logging can account for it."""
    kind = way_of(reach)
    return f"logged_{kind}" if kind in ("up", "down") and source.by_records else kind


def _money_way(source: Source, quarters: int) -> str:
    """Return which way money a head went over so many quarters; nothing where it is not clear."""
    money = source.series("funding_over_time", MONEY)[-quarters:]
    if len(money) < max(2, quarters):
        return ""
    *before, last = [row["estimate"] for row in money]
    # an invoice once a year moves a quarter: a year ago counts, else all before must agree
    before = before[:1] if a_year_ago(money) else before
    ways = {way(first, last, of=first) for first in before}
    return ways.pop() if len(ways) == 1 else ""


def _of_love(source: Source) -> str:
    """Return the title of a brief on a survey alone."""
    share, seen = _love_share(source), _love_moved(source)
    kind = {"none": "same", "up": "up", "down": "down"}.get(seen.way if seen else "", "once")
    return source.say(f"brief.love_{kind}", share=share) if share else ""


def _love_share(source: Source) -> str:
    """Return how many of the newest survey are satisfied; nothing where they are few."""
    love, section = loved(source), source.section("satisfaction")
    row = love[-1] if love else row_of(section.frame, LOVE) if section else None
    if row is None or is_of_few(row):
        return ""
    return source.locale.number(row["estimate"], "share")


def loved(source: Source) -> list[Row]:
    """Return satisfaction over the surveys that ask for it in the same words, oldest first."""
    section = source.section("satisfaction_over_time")
    rows = source.series("satisfaction_over_time", LOVE)
    if section is None or not rows:
        return []
    return list(since_reworded(pd.DataFrame(rows), section.sentence_args).to_dict("records"))


def _love_moved(source: Source) -> Moved | None:
    """Return the change of satisfaction that its finding tells, where there is a range for it."""
    section, love = source.section("satisfaction_over_time"), loved(source)
    if section is None or len(love) < 2 or pd.isna(love[-1]["low"]):
        return None
    if any(map(is_of_few, love[-2:])):
        return None
    try:
        return moved(pd.DataFrame(love), section.sentence_args)
    except NotShownError:
        return None


def lead(source: Source) -> tuple[str, ...]:
    """Return the sentences under the headline: two or three."""
    locale = source.locale
    sentences = []
    reach = compared(source.series("reach_over_time", REACH))
    if len(reach) > 1 or (reach and not is_bare(reach[-1])):  # else the headline says it
        sentences.append(_reached(reach, locale))
        kind = _reach_way(source, reach)
        sentences += [locale.say(f"brief.lead_{kind}")] if kind.startswith("logged") else []
    sentences += _spent_since(source)
    seen = _love_moved(source)
    if seen is not None and (reach or seen.way != "none"):  # else the headline says it
        sentences.append(_moved_sentence(seen, locale))
    elif reach and (share := _love_share(source)):
        sentences.append(locale.say("brief.lead_love_once", share=share))
    if rows := source.reach_of_unit():
        sentences.append(
            run_sentence(locale, f"brief.lead_unit_{way_of(rows)}", rows, department=source.unit)
        )
    topline = source.section("topline")
    if not sentences and topline is not None and not set(topline.frame["measure"]) & RATED:
        sentences.append(locale.say("brief.lead_no_rating"))
    elif not any(source.section(name) for name in MEASURED):
        sentences.append(locale.say("brief.nothing_measured"))
    return tuple(sentences)


def _reached(reach: list[Row], locale: Locale) -> str:
    """Return how many were reached now, and at first."""
    if len(reach) == 1:
        return run_sentence(locale, "brief.lead_reach_once", reach)
    now, before = (locale.number(row["estimate"], "share") for row in (reach[-1], reach[0]))
    same, bare = "_same" * (now == before), "_bare" * is_bare(reach[-1])
    return run_sentence(locale, f"brief.lead_reach{same}{bare}", reach)


def _spent_since(source: Source) -> list[str]:
    """Return what a head costs now and cost a year ago, where that changed."""
    money, locale = source.series("funding_over_time", MONEY), source.locale
    first = a_year_ago(money)
    if first is None:
        return []
    now, before = money[-1]["estimate"], first["estimate"]
    if way(before, now, of=before) == "same":
        return []
    told = {"now": locale.number(now, "per_head"), "before": locale.number(before, "per_head")}
    return [run_sentence(locale, "brief.lead_money", [first], **told)]


def _moved_sentence(seen: Moved, locale: Locale) -> str:
    """Return how satisfaction moved, against what its finding compares it with."""
    told = {"before": locale.number(seen.before, "share"), "count": seen.facts["surveys"] - 1}
    run = [dict(seen.first), dict(seen.last)]
    if seen.way == "none":
        return run_sentence(locale, "brief.lead_love_same", run)
    step = "step_" * (seen.against == "step")
    return run_sentence(locale, f"brief.lead_love_{step}{seen.way}", run, **told if step else {})
