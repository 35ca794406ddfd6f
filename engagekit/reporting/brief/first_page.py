"""The first page of a brief: the four numbers, the ask, and what did not move."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from engagekit.locale import Locale
from engagekit.measures import _frame, basis
from engagekit.measures.ends import is_recoded
from engagekit.presentation.table import written
from engagekit.reporting.brief.argument import argument, undecided
from engagekit.reporting.brief.headline import (
    Row,
    baseline,
    baseline_name,
    line_of,
    loved,
    section_of,
    series,
)
from engagekit.reporting.brief.scorecard import LOVE, MONEY, REACH, Scorecard, known
from engagekit.reporting.brief.stories import Finding
from engagekit.reporting.document.document import Content
from engagekit.wording._rules import is_earlier, row_of
from engagekit.wording.answers import answers_of_satisfied
from engagekit.wording.baseline import a_year_ago, unread_amounts, used_of


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


def _row_of(content: Content, measure: str) -> tuple[Row | None, Mapping[str, float]]:
    """Return the row of a measure on the first page, and the targets."""
    section = content.headline.section if content.headline else None
    if section is None or not _frame.is_measure_frame(section.frame):
        return None, {}
    rows = section.frame[section.frame["measure"] == measure].to_dict("records")
    shown = rows[0] if rows and (is_recoded(rows[0]) or not rows[0]["suppressed"]) else None
    return shown, section.settings.get("targets") or {}


def _target(content: Content, measure: str, unit: str, targets: Mapping[str, float]) -> str:
    value = targets.get(measure)
    if value is None:
        return ""
    return content.locale.say("brief.target_of", value=content.locale.number(value, unit))


def _are_few(row: Row) -> bool:
    """Return whether a number stands on too few answers for a per cent or a score."""
    return bool(pd.notna(row["base"]) and row["base"] < _frame.FEW)


def _of(locale: Locale, key: str, row: Row) -> str:
    """Return the label of a share with its base, without one that the board copy rounds away."""
    if _are_few(row):  # the number itself is "3 of 4"
        return locale.say(f"{key}_few")
    if pd.isna(row["base"]):
        return locale.say(f"{key}_bare")
    return locale.say(key, base=int(row["base"]))


def _reached(content: Content) -> Number | None:
    row, targets = _row_of(content, REACH)
    if row is None:
        return None
    locale = content.locale
    rows, say = series(content, "reach_over_time", REACH), locale.say
    under = [_target(content, REACH, "share", targets)]
    if before := baseline(rows):
        value = locale.number(before["estimate"], "share")
        under.append(say(baseline_name(rows), value=value))
    label = _of(locale, "brief.tile_reach", row)
    is_off = row["estimate"] < targets.get(REACH, 0)
    return Number(known(row, locale)[1], label, tuple(filter(None, under)), is_off)


def _loved(content: Content) -> Number | None:
    row, targets = _row_of(content, LOVE)
    if row is None or content.headline is None:
        return None
    locale = content.locale
    span = ""
    if pd.notna(row["low"]) and not _are_few(row):
        span = locale.say("brief.range", interval=locale.interval(row["low"], row["high"], "share"))
    love = loved(content)
    was = ""
    if len(love) > 1:
        was = locale.say("brief.survey_before", value=locale.number(love[-2]["estimate"], "share"))
    label = _of(locale, "brief.tile_love", row)
    aim = _target(content, LOVE, "share", targets)
    of = str(content.headline.section.settings.get("survey_period") or "")
    if is_earlier(of, content.period):
        was = locale.say("brief.survey_of", period=locale.label(of))
    under = tuple(filter(None, (", ".join(filter(None, (span, aim))), _means(content), was)))
    off: bool = pd.notna(row["high"]) and row["high"] < targets.get(LOVE, 0)
    return Number(known(row, locale)[1], label, under, bool(off))


def _means(content: Content) -> str:
    """Return which answers count as satisfied, where the scale itself does not say so."""
    section = section_of(content, "satisfaction")
    what = answers_of_satisfied(section.sentence_args, content.locale) if section else ""
    return content.locale.say("brief.satisfied_means", what=what) if what else ""


def _spent(content: Content) -> Number | None:
    section = section_of(content, "funding")
    if section is None:
        return None
    locale, frame = content.locale, section.frame
    rows = {str(row["measure"]): row for row in frame.to_dict("records")}
    total, head = rows.get("funding"), rows.get(MONEY)
    if total is None or pd.isna(total["estimate"]):
        return None
    under = []
    if head is not None and pd.notna(head["estimate"]):
        value = locale.number(head["estimate"], "per_head")
        under.append(locale.say("brief.per_head", value=value))
    notes = basis.notes_of(total)
    if booked := notes.get("actual_of_months") or notes.get("budget_for_months"):
        under.append(locale.say("brief.months_booked", **booked))
    if "share_of_days" in notes:
        under.append(locale.say("brief.money_split"))
    if unread := unread_amounts(notes, locale):
        under.append(unread)
    money = series(content, "funding_over_time", MONEY)
    if before := a_year_ago(money):  # bills come once a year
        value = locale.number(before["estimate"], "per_head")
        under.append(locale.say("brief.year_ago", value=value))
    used = locale.say(f"brief.used_{used_of(frame)}")
    label = locale.say(f"brief.tile_money_{period_kind(section.period)}", used=used)
    return Number(locale.number(total["estimate"], "money"), label, tuple(under))


def period_kind(period: Mapping[str, str]) -> str:
    """Return what a period is called: ``quarter``, ``year`` or ``period``."""
    label = str(period.get("label", ""))
    return "quarter" if " Q" in label else "period" if ".." in label else "year"


def _valued(content: Content) -> Number | None:
    section = section_of(content, "perception_gap")
    if section is None or "group" not in section.frame.columns:
        return None
    shown = section.frame[
        section.frame["estimate"].notna() & (section.frame["unit"] == "share")
    ].to_dict("records")
    if len(shown) < 2:
        return None
    locale = content.locale
    first, second = shown[0], shown[1]
    label = locale.say("brief.tile_value", group=str(first["group"]))
    under = locale.say("brief.against", value=known(second, locale)[1], group=str(second["group"]))
    is_off = pd.notna(first["high"]) and first["high"] < second["estimate"]
    return Number(known(first, locale)[1], label, (under,), bool(is_off))


def _other(content: Content, measure: str) -> Number | None:
    row, targets = _row_of(content, measure)
    if row is None:
        return None
    unit, language = str(row["unit"]), content.locale.language
    was = ""
    if pd.notna(row.get("previous")):
        value = written(row["previous"], unit, language, content.locale.currency)
        was = content.locale.say("brief.last_quarter", value=value)
    under = tuple(filter(None, (_target(content, measure, unit, targets), was)))
    return Number(known(row, content.locale)[1], _small(content.locale.name_of(measure)), under)


def _answered(content: Content) -> Number | None:
    """Return how many answered the survey; nothing where a rounded copy has no count."""
    section = section_of(content, "response")
    row = section.frame.to_dict("records")[0] if section is not None else None
    if row is None or bool(row["suppressed"]) or pd.isna(row["n"]):
        return None
    locale, say = content.locale, content.locale.say
    under = ""
    if row["unit"] == "share" and pd.notna(row["estimate"]) and pd.notna(row["base"]):
        rate = locale.number(row["estimate"], "share")
        under = say("brief.rate", rate=rate, base=int(row["base"]))
    n, below = int(row["n"]), (under,) if under else ()
    return Number(locale.number(n, "count"), say("brief.tile_answered", n=n), below)


def _promoter(content: Content) -> Number | None:
    """Return the net promoter score of the last survey."""
    section = section_of(content, "net_promoter")
    rows = section.frame.to_dict("records") if section is not None else []
    row = next((row for row in reversed(rows) if row["measure"] == "net promoter"), None)
    if row is None or bool(row["suppressed"]) or pd.isna(row["estimate"]) or _are_few(row):
        return None
    locale, say = content.locale, content.locale.say
    span = ""
    if pd.notna(row["low"]):
        span = say("brief.range", interval=locale.interval(row["low"], row["high"], "net"))
    value = locale.number(row["estimate"], "net")
    return Number(value, say("brief.tile_promoter"), (span,) if span else ())


def _per_reached(content: Content) -> Number | None:
    """Return what a colleague who was reached cost in the period."""
    section = section_of(content, "funding")
    row = row_of(section.frame, "funding per contact reached") if section else None
    if row is None or pd.isna(row["estimate"]):
        return None
    label = content.locale.say("brief.tile_per_reached")
    return Number(content.locale.number(row["estimate"], "per_head"), label)


def _undecided(content: Content) -> Number | None:
    """Return the yearly price of the contracts to be decided within two quarters."""
    section = section_of(content, "contract_calendar")
    rows = undecided(section) if section else pd.DataFrame()
    if rows.empty:
        return None
    locale = content.locale
    last = locale.day(pd.Timestamp(rows["notice_by"].max()).date())
    label = locale.say("brief.tile_undecided", n=len(rows), day=last)
    return Number(locale.number(float(rows["price"].sum()), "money"), label)


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
    locale, say, args = content.locale, content.locale.say, section.sentence_args
    by, target = str(args.get("decide_by") or ""), args.get("target")
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
            when = {"by": by} if by else {}
            key = "brief.decision" if by else "brief.decision_open"
            title = say(key, amount=amount, what=what, **when)
    proposal = ""
    if target and unit:
        aim, line = locale.number(float(target), "share"), line_of(card, unit)
        key, now = "brief.proposal", {}
        if line is not None and line.reach is not None and line.reach >= float(target):
            key, now = "brief.proposal_met", {"share": line.reach_text}
        proposal = say(key, department=unit, target=aim, **now)
    return Ask(title, proposal, tuple(options), argument(content, card, unit, asked, reader))


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
