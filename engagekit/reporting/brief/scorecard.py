"""The department scorecard: a line a department, as page, slide and workbook draw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from babel.lists import format_list

from engagekit.figures.layout import periods_in_order
from engagekit.locale import Locale
from engagekit.measures import ends
from engagekit.measures._frame import ALL, FEW
from engagekit.measures.engine import NOT_STATED
from engagekit.presentation.section import Section
from engagekit.reporting.brief.runs import LOVE, MONEY, REACH
from engagekit.reporting.document.document import TITLE_WORDS
from engagekit.settings.periods import a_year_earlier
from engagekit.wording.baseline import Row

MOST = 14
"""Lines of the brief at most: more leave no room for the decision on the same page."""


@dataclass(frozen=True)
class Line:
    """What the scorecard tells of one department.

    Attributes
    ----------
    people : int or None
        Those on the staff list. Where a survey is all there is, those who answered.
    reach : float or None
        Where the bar ends; of a recoded number its known end.
    is_open : bool
        The bar may end further on: the number is recoded.
    is_off, is_unknown : bool
        Below the target; or protected, so that it may be.
    spark : tuple of float or None
        Reach in the quarters up to now.
    love : tuple of float or None
        Low end, share, high end of the satisfied.
    has_love : bool
        Satisfaction is a share of ten answers or more, or between two ends; no open limit.
    """

    name: str
    people: int | None = None
    reach: float | None = None
    reach_text: str = ""
    change: str = ""
    love_text: str = ""
    money: str = ""
    spent: float | None = None
    is_open: bool = False
    is_off: bool = False
    is_unknown: bool = False
    spark: tuple[float | None, ...] = ()
    love: tuple[float, float, float] | None = None
    has_love: bool = False


@dataclass(frozen=True)
class Scorecard:
    """The lines with their targets and the words under them."""

    lines: tuple[Line, ...]
    reach_target: float | None = None
    love_target: float | None = None
    has_love: bool = False
    has_money: bool = False
    has_change: bool = False
    has_recoded: bool = False
    has_hidden: bool = False
    quarters: int = 0
    """How many the line of a department runs along; none where no line has two points."""
    since: str = ""
    """``year_ago`` or ``last_quarter``: what the change of reach is counted from."""
    has_reach: bool = True
    """Whether its lines are of people on a staff list, and not of answers alone."""
    has_bars: bool = True
    untold: tuple[str, ...] = ()
    """Measures whose column is left out: in no department enough people are known."""
    rest: str = ""
    """What is known of the satisfaction of the protected departments together."""

    @property
    def below(self) -> tuple[str, ...]:
        """Departments below the target of reach, lowest last."""
        return tuple(line.name for line in self.lines if line.is_off)

    def line_of(self, unit: str) -> Line | None:
        """Return the line of a department."""
        return next((line for line in self.lines if line.name == unit), None)


def scorecard(
    section: Section | None, locale: Locale, love: Section | None = None
) -> Scorecard | None:
    """Return the scorecard of a protected section; None where there is nothing to set.

    Parameters
    ----------
    section : Section or None
        The one named ``scorecard``.
    love : Section, optional
        Satisfaction by department, where small ones stand together.
    """
    if section is None or "department" not in section.frame.columns:
        return None
    frame = section.frame[section.frame["department"] != ALL]
    reach = frame[frame["measure"] == REACH]
    times = periods_in_order([str(name) for name in reach["period"].unique()])
    targets: Mapping[str, float] = section.settings.get("targets") or {}
    # where a survey is all there is, a line a department that its answers name
    has_staff = bool(frame["measure"].isin([REACH, MONEY]).any())
    lines = []
    for name, rows in frame.groupby("department", sort=False):
        end, line = _line(str(name), rows, times, targets.get(REACH), locale, has_staff=has_staff)
        if line.reach_text or line.money or not has_staff:
            lines.append((-1.0 if end is None else end, line))
    if {line.name for _, line in lines} <= {NOT_STATED}:  # no department is known
        return None
    ordered = tuple(line for _, line in sorted(lines, key=lambda one: (-one[0], one[1].name)))
    columns = {
        REACH: [line.reach_text for line in ordered],
        LOVE: [line.love_text for line in ordered],
        MONEY: [line.money for line in ordered],
    }
    told = {name for name, texts in columns.items() if any(is_number(one, locale) for one in texts)}
    if not told:
        return None
    protected = locale.say("brief.protected")
    untold = [name for name, texts in columns.items() if name not in told and protected in texts]
    has_spark = any(len(line.spark) - line.spark.count(None) > 1 for line in ordered)
    is_yearly = bool(times) and a_year_earlier(times[-1]) in times
    return Scorecard(
        ordered,
        targets.get(REACH),
        targets.get(LOVE),
        has_love=LOVE in told,
        has_money=MONEY in told,
        has_change=any(line.change for line in ordered),
        has_recoded=any(map(ends.is_recoded, frame.to_dict("records"))),
        has_hidden=bool(ends.hidden(frame).any()),
        quarters=len(times) if has_spark else 0,
        since="year_ago" if is_yearly else "last_quarter",
        has_reach=has_staff,
        has_bars=REACH in told,
        untold=tuple(untold),
        rest=_rest(love, [line.name for line in ordered], locale),
    )


def is_number(text: str, locale: Locale) -> bool:
    """Return whether a cell tells anything: a number or its ends."""
    return text not in ("", "–", locale.say("brief.protected"))


def _rest(love: Section | None, lines: list[str], locale: Locale) -> str:
    """Return what is known of the departments that stand together, for want of people in each."""
    if love is None or not {"department", "recoded"} <= {*love.frame.columns}:
        return ""
    frame = love.frame[love.frame["measure"] == LOVE]
    others = frame[~frame["department"].isin([ALL, NOT_STATED, *lines])]
    sentences = []
    for row in others.to_dict("records"):
        end, text = known(row, locale)
        if end is not None and _is_of_many(row):
            slots = {"name": row["department"], "share": text, "base": int(row["base"])}
            sentences.append(locale.say("brief.note_rest", **slots))
    return " ".join(sentences)


def _line(
    name: str,
    frame: pd.DataFrame,
    times: list[str],
    target: float | None,
    locale: Locale,
    *,
    has_staff: bool,
) -> tuple[float | None, Line]:
    """Return the number by which a department stands among the others, and its line."""
    rows = {(row["measure"], str(row["period"])): row for row in frame.to_dict("records")}
    first = {measure: row for (measure, _), row in reversed(rows.items())}
    run = [rows.get((REACH, time)) for time in times]
    now = run[-1] if run else None
    love, money = first.get(LOVE), first.get(MONEY)
    (end, text), (spent, paid) = known(now, locale), known(money, locale, digits=0)
    is_open = now is not None and ends.is_recoded(now)
    most = now["at_most"] if now is not None and is_open else end
    is_off = target is not None and pd.notna(most) and most < target
    may_be_off = now is not None and (end is None or (is_open and end < (target or 0.0)))
    love_end, love_text = known(love, locale)
    counted = now if has_staff else love
    line = Line(
        name,
        people=None if counted is None or pd.isna(counted["base"]) else int(counted["base"]),
        reach=end,
        reach_text=text,
        change=_change(now, rows.get((REACH, baseline_of(times)))),
        love_text=love_text,
        money=paid,
        spent=spent,
        is_open=is_open,
        is_off=bool(is_off),
        is_unknown=may_be_off and not is_off,
        spark=tuple(map(_number, run)),
        love=_range(love),
        has_love=love is not None and _is_between(love),
    )
    return end if has_staff else love_end, line


def _number(row: Row | None) -> float | None:
    """Return the number of a row where it is told exactly."""
    if row is None or row["suppressed"] or pd.isna(row["estimate"]):
        return None
    return float(row["estimate"])


def _range(love: Row | None) -> tuple[float, float, float] | None:
    """Return low end, share and high end of the satisfied, of ten answers or more."""
    share = _number(love)
    if love is None or share is None or pd.isna(love["low"]) or not _is_of_many(love):
        return None
    return float(love["low"]), share, float(love["high"])


def known(row: Row | None, locale: Locale, digits: int | None = None) -> tuple[float | None, str]:
    """Return what is known of a number: where it ends on a scale, and its words.

    A recoded one reads "90% or more", a hidden one that its group is protected, one that is not
    measured a dash.
    """
    if row is None:
        return None, ""
    unit, value = str(row["unit"]), _number(row)
    if ends.is_recoded(row):
        least: Any = row.get("at_least")  # "4 or fewer of 6" ends nowhere that is known: no bar
        return None if pd.isna(least) else float(least), ends.words(row, locale.language)
    if value is None:
        return None, locale.say("brief.protected") if row["suppressed"] else "–"
    text = locale.number(value, unit, digits)
    if unit == "share" and pd.notna(row["base"]) and row["base"] < FEW:
        text = locale.say("figure.n_of_base", n=int(row["n"]), base=int(row["base"]))
    return value, text


def _is_between(love: Row) -> bool:
    """Return whether satisfaction is told as a share of enough answers, or between two ends."""
    has_ends = bool(pd.notna([love.get("at_least"), love.get("at_most")]).all())
    return _is_of_many(love) and (has_ends or _number(love) is not None)


def _is_of_many(row: Row) -> bool:
    return bool(pd.notna(row["base"]) and row["base"] >= FEW)


def baseline_of(times: Sequence[str]) -> str:
    """Return the quarter that the newest is set beside: a year ago, else the one before it."""
    earlier = a_year_earlier(times[-1]) if times else ""
    return earlier if earlier in times else "".join(times[-2:-1])


def _change(now: Row | None, before: Row | None) -> str:
    """Return the change in points of two numbers that are told both."""
    last, first = _number(now), _number(before)
    if last is None or first is None:
        return ""
    points = round(100 * last) - round(100 * first)
    return f"{points:+d}".replace("-", "−") if points else "0"


def card_title(card: Scorecard, locale: Locale) -> str:
    """Return the message of the scorecard: which departments are below the target."""
    say = locale.say
    if card.reach_target is None or not any(one.reach_text for one in card.lines):
        return say("section.scorecard")
    below, are_all = card.below, not any(line.is_unknown for line in card.lines)
    if not below:
        return say("brief.card_none_below" if are_all else "section.scorecard")
    if len(below) == len(card.lines) > 2:
        return say("brief.card_all_below", n=len(below))
    names = format_list(below, locale=locale.code)
    whole = say("brief.card_below_named", departments=names, n=len(below))
    if len(whole.split(" ")) <= TITLE_WORDS:
        return whole
    return say("brief.card_below" if are_all else "brief.card_below_shown", n=len(below))


def card_note(card: Scorecard, locale: Locale) -> str:
    """Return one line under the scorecard: what is recoded, protected or left out."""
    say, untold = locale.say, [locale.name_of(name) for name in card.untold]
    parts = [
        say("brief.note_recoded") if card.has_recoded else "",
        say("brief.note_hidden") if card.has_hidden else "",
        say("brief.note_untold", names=", ".join(untold).lower()) if untold else "",
        card.rest,
        say("brief.note_money") if card.has_money else "",
        say("brief.note_more", n=len(card.lines) - MOST) if len(card.lines) > MOST else "",
    ]
    return " ".join(part for part in parts if part)
