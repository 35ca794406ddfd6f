"""The first page of a brief: the four numbers, the ask, and what did not move."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from engagekit.locale import Locale
from engagekit.measures import ends
from engagekit.measures._frame import FEW, is_measure_frame
from engagekit.measures.basis import notes_of
from engagekit.presentation.table import written
from engagekit.reporting.brief.argument import argument, undecided
from engagekit.reporting.brief.headline import loved
from engagekit.reporting.brief.runs import LOVE, MONEY, REACH, is_bare, section_of, series
from engagekit.reporting.brief.scorecard import Scorecard, known
from engagekit.reporting.brief.stories import Finding
from engagekit.reporting.document.document import Content
from engagekit.wording._rules import is_earlier, row_of
from engagekit.wording.answers import answers_of_satisfied
from engagekit.wording.baseline import Row, a_year_ago, unread_amounts, used_of


@dataclass(frozen=True)
class Number:
    """One of the four numbers of the first page."""

    value: str
    label: str
    under: tuple[str, ...] = ()
    is_off: bool = False


@dataclass(frozen=True)
class Ask:
    """The decision: its sentence, what is proposed, its options, and what bears on it."""

    title: str
    proposal: str
    options: tuple[tuple[str, str, str, bool], ...]
    """Name, amount, what follows, and whether it is recommended."""
    argument: tuple[str, ...] = ()


def numbers(content: Content, reader: str = "director") -> tuple[Number, ...]:
    """Return the four numbers of the first page, each with its target, change and a year ago.

    ``reader``: whose page it is, of `READERS`; what is not there gives way to the next.
    """
    rest = ("valued", "promises", "champions", "answered", "promoter")
    names = dict.fromkeys((*READERS[reader], *rest))
    made = (_NUMBERS[name](content) for name in names)
    return tuple([number for number in made if number is not None][:4])


def _front_row(content: Content, measure: str) -> tuple[Row | None, float | None]:
    """Return the row of a measure on the first page, if it is told, and its target."""
    section = content.headline.section if content.headline else None
    if section is None or not is_measure_frame(section.frame):
        return None, None
    rows = section.frame[section.frame["measure"] == measure].to_dict("records")
    is_told = bool(rows) and (ends.is_recoded(rows[0]) or not rows[0]["suppressed"])
    target = (section.settings.get("targets") or {}).get(measure)
    return (rows[0] if is_told else None), target


def _aim(content: Content, target: float | None, unit: str) -> str:
    if target is None:
        return ""
    return content.locale.say("brief.target_of", value=content.locale.number(target, unit))


def _range(content: Content, row: Row, unit: str) -> str:
    """Return the range of an estimate; nothing where there is none."""
    if pd.isna(row["low"]) or _is_of_few(row):
        return ""
    interval = content.locale.interval(row["low"], row["high"], unit)
    return content.locale.say("brief.range", interval=interval)


def _is_of_few(row: Row) -> bool:
    """Return whether a number stands on too few answers for a per cent or a score."""
    return bool(pd.notna(row["base"]) and row["base"] < FEW)


def _labelled(locale: Locale, key: str, row: Row) -> str:
    """Return the label of a share with its base, without one that the board copy rounds away."""
    if _is_of_few(row):  # the number itself is "3 of 4"
        return locale.say(f"{key}_few")
    if pd.isna(row["base"]):
        return locale.say(f"{key}_bare")
    return locale.say(key, base=int(row["base"]))


def _number(value: str, label: str, *under: str, is_off: Any = False) -> Number:
    """Return a number with the lines under it that say something."""
    return Number(value, label, tuple(line for line in under if line), bool(is_off))


def _reached(content: Content) -> Number | None:
    row, target = _front_row(content, REACH)
    if row is None:
        return None
    locale, run = content.locale, series(content, "reach_over_time", REACH)
    year_ago, was = a_year_ago(run), ""
    before = year_ago or (run[-2] if len(run) > 1 else None)
    if before:
        key = "brief.year_ago" if year_ago else "brief.last_quarter"
        was = locale.say(key, value=locale.number(before["estimate"], "share"))
    is_off = target is not None and row["estimate"] < target
    label = _labelled(locale, "brief.tile_reach", row)
    return _number(_large(row, locale), label, _aim(content, target, "share"), was, is_off=is_off)


def _loved(content: Content) -> Number | None:
    row, target = _front_row(content, LOVE)
    if row is None or content.headline is None:
        return None
    locale = content.locale
    was, love = "", loved(content)
    of = str(content.headline.section.settings.get("survey_period") or "")
    if is_earlier(of, content.period):
        was = locale.say("brief.survey_of", period=locale.label(of))
    elif len(love) > 1:
        was = locale.say("brief.survey_before", value=locale.number(love[-2]["estimate"], "share"))
    aims = [_range(content, row, "share"), _aim(content, target, "share")]
    is_off = target is not None and pd.notna(row["high"]) and row["high"] < target
    label = _labelled(locale, "brief.tile_love", row)
    under = (", ".join(filter(None, aims)), _means(content), was)
    return _number(_large(row, locale), label, *under, is_off=is_off)


def _large(row: Row, locale: Locale) -> str:
    """Return a share in the words of a tile, in which a range has to stand on one line."""
    if ends.is_recoded(row):
        return ends.words(row, locale.language, large=True)
    return known(row, locale)[1]


def _means(content: Content) -> str:
    """Return which answers count as satisfied, where the scale itself does not say so."""
    section = section_of(content, "satisfaction")
    what = answers_of_satisfied(section.sentence_args, content.locale) if section else ""
    return content.locale.say("brief.satisfied_means", what=what) if what else ""


def _spent(content: Content) -> Number | None:
    section = section_of(content, "funding")
    if section is None:
        return None
    locale, frame, under = content.locale, section.frame, []
    rows = {str(row["measure"]): row for row in frame.to_dict("records")}
    total, head = rows.get("funding"), rows.get(MONEY)
    if total is None or pd.isna(total["estimate"]):
        return None
    if head is not None and pd.notna(head["estimate"]):
        value = locale.number(head["estimate"], "per_head")
        under.append(locale.say("brief.per_head", value=value))
    notes = notes_of(total)
    if booked := notes.get("actual_of_months") or notes.get("budget_for_months"):
        under.append(locale.say("brief.months_booked", **booked))
    if "share_of_days" in notes:
        under.append(locale.say("brief.money_split"))
    under.append(unread_amounts(notes, locale))
    # bills come once a year
    if before := a_year_ago(series(content, "funding_over_time", MONEY)):
        value = locale.number(before["estimate"], "per_head")
        under.append(locale.say("brief.year_ago", value=value))
    used = locale.say(f"brief.used_{used_of(frame)}")
    label = locale.say(f"brief.tile_money_{period_kind(section.period)}", used=used)
    return _number(locale.number(total["estimate"], "money"), label, *under)


def period_kind(period: Mapping[str, str]) -> str:
    """Return what a period is called: ``quarter``, ``year`` or ``period``."""
    label = str(period.get("label", ""))
    return "quarter" if " Q" in label else "period" if ".." in label else "year"


def _valued(content: Content) -> Number | None:
    section = section_of(content, "perception_gap")
    if section is None or "group" not in section.frame.columns:
        return None
    frame = section.frame
    shown = frame[frame["estimate"].notna() & (frame["unit"] == "share")].to_dict("records")
    if len(shown) < 2:
        return None
    locale, (first, second) = content.locale, shown[:2]
    label = locale.say("brief.tile_value", group=str(first["group"]))
    under = locale.say("brief.against", value=known(second, locale)[1], group=str(second["group"]))
    is_off = pd.notna(first["high"]) and first["high"] < second["estimate"]
    return _number(known(first, locale)[1], label, under, is_off=is_off)


def _other(content: Content, measure: str) -> Number | None:
    row, target = _front_row(content, measure)
    if row is None:
        return None
    locale, unit, was = content.locale, str(row["unit"]), ""
    if pd.notna(row.get("previous")):
        value = written(row["previous"], unit, locale)
        was = locale.say("brief.last_quarter", value=value)
    label, of = _small(locale.name_of(measure)), ""
    if unit == "share" and not (row["suppressed"] or is_bare(row) or _is_of_few(row)):
        of = locale.say("figure.n_of_base", n=int(row["n"]), base=int(row["base"]))
    return _number(known(row, locale)[1], label, of, _aim(content, target, unit), was)


def _answered(content: Content) -> Number | None:
    """Return how many answered the survey; nothing where a rounded copy has no count."""
    section = section_of(content, "response")
    row = section.frame.to_dict("records")[0] if section is not None else None
    if row is None or bool(row["suppressed"]) or pd.isna(row["n"]):
        return None
    locale, n, under = content.locale, int(row["n"]), ""
    if row["unit"] == "share" and pd.notna(row["estimate"]) and pd.notna(row["base"]):
        rate = locale.number(row["estimate"], "share")
        under = locale.say("brief.rate", rate=rate, base=int(row["base"]))
    return _number(locale.number(n, "count"), locale.say("brief.tile_answered", n=n), under)


def _promoter(content: Content) -> Number | None:
    """Return the net promoter score of the last survey."""
    section = section_of(content, "net_promoter")
    rows = section.frame.to_dict("records") if section is not None else []
    row = next((row for row in reversed(rows) if row["measure"] == "net promoter"), None)
    if row is None or bool(row["suppressed"]) or pd.isna(row["estimate"]) or _is_of_few(row):
        return None
    value = content.locale.number(row["estimate"], "net")
    return _number(value, content.locale.say("brief.tile_promoter"), _range(content, row, "net"))


def _per_reached(content: Content) -> Number | None:
    """Return what a colleague who was reached cost in the period."""
    section = section_of(content, "funding")
    row = row_of(section.frame, "funding per contact reached") if section else None
    if row is None:
        return None
    label = content.locale.say("brief.tile_per_reached")
    return _number(content.locale.number(row["estimate"], "per_head"), label)


def _undecided(content: Content) -> Number | None:
    """Return the yearly price of the contracts to be decided within two quarters."""
    section = section_of(content, "contract_calendar")
    rows = undecided(section) if section else pd.DataFrame()
    if rows.empty:
        return None
    locale = content.locale
    last = locale.day(pd.Timestamp(rows["notice_by"].max()).date())
    label = locale.say("brief.tile_undecided", n=len(rows), day=last)
    return _number(locale.number(float(rows["price"].sum()), "money"), label)


READERS = {
    "director": ("reached", "loved", "spent", "valued"),
    "finance": ("spent", "per_reached", "undecided", "reached"),
    "department": ("reached", "loved", "promises", "valued"),
}
"""Whose page one it is, and the numbers that lead it."""
_NUMBERS: dict[str, Callable[[Content], Number | None]] = {
    "reached": _reached,
    "loved": _loved,
    "spent": _spent,
    "valued": _valued,
    "promises": partial(_other, measure="promises kept on time"),
    "champions": partial(_other, measure="champions"),
    "answered": _answered,
    "promoter": _promoter,
    "per_reached": _per_reached,
    "undecided": _undecided,
}


def ask(
    content: Content, card: Scorecard | None, unit: str, reader: str = "director"
) -> Ask | None:
    """Return the decision; None where the settings ask for nothing."""
    section = section_of(content, "ask")
    if section is None or section.frame.empty:
        return None
    locale, say, by = content.locale, content.locale.say, section.sentence_args.get("decide_by")
    options = []
    title, asked = "", 0.0
    for row in section.frame.to_dict("records"):
        amount = locale.number(row["amount"], "money")
        is_chosen = bool(row["recommended"]) and str(row["recommended"]) not in ("no", "False")
        follows = row["consequence"] if is_chosen or not row["amount"] else row["buys"]
        name = say(f"finding.ask_{str(row['option']).replace(' ', '_')}")
        options.append((_capital(name), amount, _capital(str(follows)), is_chosen))
        if is_chosen:
            asked, what = float(row["amount"]), str(row["buys"]).rstrip(".")
            title = say("brief.decision_open", amount=amount, what=what)
            if by:
                title = say("brief.decision", amount=amount, what=what, by=str(by))
    proposal = _proposal(content, card, unit, section.sentence_args.get("target"))
    return Ask(title, proposal, tuple(options), argument(content, card, unit, asked, reader))


def _proposal(content: Content, card: Scorecard | None, unit: str, target: float | None) -> str:
    """Return what share of a department is to be reached, and whether it is there already."""
    if not target or not unit:
        return ""
    say, line = content.locale.say, card.line_of(unit) if card else None
    aim = content.locale.number(float(target), "share")
    if line is not None and line.reach is not None and line.reach >= float(target):
        return say("brief.proposal_met", department=unit, target=aim, share=line.reach_text)
    return say("brief.proposal", department=unit, target=aim)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def unchanged(content: Content, found: Sequence[Finding]) -> str:
    """Return one line on the measures over everybody that did not move; empty where all did."""
    locale = content.locale
    names = dict.fromkeys(
        f"{_small(locale.name_of(one.measure))} ({locale.number(one.now, one.unit)})"
        for one in found
        if one.is_unchanged and not one.of and one.now is not None and not one.is_of_few
    )
    return locale.say("brief.unchanged", names=", ".join(names)) if names else ""
