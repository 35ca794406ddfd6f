"""The headline of a brief and what stands under it, chosen by rule from the numbers of its copy."""

import pandas as pd

from engagekit.locale import Locale
from engagekit.reporting.brief.runs import (
    LOVE,
    MONEY,
    REACH,
    SCORECARD,
    Row,
    by_records,
    is_bare,
    is_of_few,
    run_sentence,
    section_of,
    series,
    way,
    way_of,
)
from engagekit.reporting.brief.scorecard import Scorecard
from engagekit.reporting.document.document import TITLE_WORDS, Content
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


def headline(content: Content, card: Scorecard | None, unit: str) -> str:
    """Return the title of a brief, at most 15 words; without reach and love that of the report."""
    locale, reach = content.locale, compared(series(content, "reach_over_time", REACH))
    if not reach:
        return _of_love(content) or content.title
    kind = _reach_way(content, reach)
    if kind.startswith("logged"):  # fuller records are no news of what the library does
        kind, reach = "once", reach[-1:]
    money = _money_way(content, len(reach))
    spent = locale.say(f"brief.money_{money}") if money else ""
    line = card.line_of(unit) if card else None
    gap = locale.say("brief.gap", department=unit) if line is not None and line.is_off else ""
    longer, shorter = (
        run_sentence(locale, f"brief.headline_{kind}", reach, money=spent, gap=more)
        for more in (gap, "")
    )
    return longer if len(longer.split(" ")) <= TITLE_WORDS else shorter


def _reach_way(content: Content, reach: list[Row]) -> str:
    """Return how reach moved, ``logged_`` in front where logging can account for it."""
    kind = way_of(reach)
    return f"logged_{kind}" if kind in ("up", "down") and by_records(content) else kind


def _money_way(content: Content, quarters: int) -> str:
    """Return which way money a head went over so many quarters; nothing where it is not clear."""
    money = series(content, "funding_over_time", MONEY)[-quarters:]
    if len(money) < max(2, quarters):
        return ""
    *before, last = [row["estimate"] for row in money]
    # an invoice once a year moves a quarter: a year ago counts, else all before must agree
    before = before[:1] if a_year_ago(money) else before
    ways = {way(first, last, of=first) for first in before}
    return ways.pop() if len(ways) == 1 else ""


def _of_love(content: Content) -> str:
    """Return the title of a brief on a survey alone."""
    share, seen = _love_share(content), _love_moved(content)
    kind = {"none": "same", "up": "up", "down": "down"}.get(seen.way if seen else "", "once")
    return content.locale.say(f"brief.love_{kind}", share=share) if share else ""


def _love_share(content: Content) -> str:
    """Return how many of the newest survey are satisfied; nothing where they are few."""
    love, section = loved(content), section_of(content, "satisfaction")
    row = love[-1] if love else row_of(section.frame, LOVE) if section else None
    if row is None or is_of_few(row):
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
    if any(map(is_of_few, love[-2:])):
        return None
    try:
        return moved(pd.DataFrame(love), section.sentence_args)
    except NotShownError:
        return None


def lead(content: Content, card: Scorecard | None, unit: str) -> tuple[str, ...]:
    """Return the sentences under the headline: two or three."""
    locale = content.locale
    sentences = []
    reach = compared(series(content, "reach_over_time", REACH))
    if len(reach) > 1 or (reach and not is_bare(reach[-1])):  # else the headline says it
        sentences.append(_reached(reach, locale))
        kind = _reach_way(content, reach)
        sentences += [locale.say(f"brief.lead_{kind}")] if kind.startswith("logged") else []
    sentences += _spent_since(content)
    seen = _love_moved(content)
    if seen is not None and (reach or seen.way != "none"):  # else the headline says it
        sentences.append(_moved_sentence(seen, locale))
    elif reach and (share := _love_share(content)):
        sentences.append(locale.say("brief.lead_love_once", share=share))
    if rows := reach_of_unit(content, unit):
        sentences.append(
            run_sentence(locale, f"brief.lead_unit_{way_of(rows)}", rows, department=unit)
        )
    topline = section_of(content, "topline")
    if not sentences and topline is not None and not set(topline.frame["measure"]) & RATED:
        sentences.append(locale.say("brief.lead_no_rating"))
    elif not any(section_of(content, name) for name in MEASURED):
        sentences.append(locale.say("brief.nothing_measured"))
    return tuple(sentences)


def _reached(reach: list[Row], locale: Locale) -> str:
    """Return how many were reached now, and at first."""
    if len(reach) == 1:
        return run_sentence(locale, "brief.lead_reach_once", reach)
    now, before = (locale.number(row["estimate"], "share") for row in (reach[-1], reach[0]))
    same, bare = "_same" * (now == before), "_bare" * is_bare(reach[-1])
    return run_sentence(locale, f"brief.lead_reach{same}{bare}", reach)


def _spent_since(content: Content) -> list[str]:
    """Return what a head costs now and cost a year ago, where that changed."""
    money, locale = series(content, "funding_over_time", MONEY), content.locale
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


def reach_of_unit(content: Content, unit: str) -> list[Row]:
    """Return the reach of a department in the quarters that are told, see `compared`."""
    return compared(series(content, SCORECARD, REACH, unit)) if unit else []
