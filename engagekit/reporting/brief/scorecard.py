"""The department scorecard: a line a department, as page, slide and workbook draw it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from babel.lists import format_list

from engagekit.figures.layout import periods_in_order
from engagekit.locale import Locale
from engagekit.measures import ends
from engagekit.measures._frame import ALL, FEW
from engagekit.measures.engine import NOT_STATED
from engagekit.presentation.section import Section
from engagekit.reporting.brief.runs import LOVE, MONEY, REACH, is_suppressed
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
    staff : str
        People on the staff list, in words; ``people`` the number. Where a survey is all there is,
        those who answered.
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
    sort : float
        Lines stand by it, highest first.
    has_love : bool
        Satisfaction is a share of ten answers or more, or between two ends; no open limit.
    """

    name: str
    staff: str = ""
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
    sort: float = -1.0
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
    if section is None or section.missing or "department" not in section.frame.columns:
        return None
    rows = section.frame[section.frame["department"] != ALL]
    reach = rows[rows["measure"] == REACH]
    times = periods_in_order([str(name) for name in reach["period"].unique()])
    targets: Mapping[str, float] = section.settings.get("targets") or {}
    measured: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.to_dict("records"):
        measured[str(row["department"])][row["measure"]].append(row)
    lines = [
        _line(name, by_measure, times, targets.get(REACH), locale)
        for name, by_measure in measured.items()
    ]
    of_staff = [line for line in lines if line.reach_text or line.money]
    # where a survey is all there is, a line a department that its answers name
    lines = of_staff or [
        _of_answers(line, measured[line.name][LOVE][0], locale) for line in lines if line.love_text
    ]
    names = {line.name for line in lines}
    if names <= {NOT_STATED}:  # no department is known
        return None
    lines.sort(key=lambda line: (-line.sort, line.name))
    is_recoded = pd.Series([ends.is_recoded(row) for row in rows.to_dict("records")], rows.index)
    since = "year_ago" if times and a_year_earlier(times[-1]) in times else "last_quarter"
    columns = {
        REACH: [line.reach_text for line in lines],
        LOVE: [line.love_text for line in lines],
        MONEY: [line.money for line in lines],
    }
    told = {name for name, texts in columns.items() if any(is_number(one, locale) for one in texts)}
    if not told:
        return None
    protected = locale.say("brief.protected")
    untold = [name for name, texts in columns.items() if name not in told and protected in texts]
    is_line = [sum(value is not None for value in line.spark) > 1 for line in lines]
    return Scorecard(
        tuple(lines),
        targets.get(REACH),
        targets.get(LOVE),
        has_love=LOVE in told,
        has_money=MONEY in told,
        has_change=any(line.change for line in lines),
        has_recoded=bool(is_recoded.any()),
        has_hidden=bool((is_suppressed(rows) & ~is_recoded).any()),
        quarters=len(times) if any(is_line) else 0,
        since=since,
        has_reach=bool(of_staff),
        has_bars=REACH in told,
        untold=tuple(untold),
        rest=_rest(love, names, locale),
    )


def is_number(text: str, locale: Locale) -> bool:
    """Return whether a cell tells anything: a number or its ends."""
    return text not in ("", "–", locale.say("brief.protected"))


def _rest(love: Section | None, lines: set[str], locale: Locale) -> str:
    """Return what is known of the departments that stand together, for want of people in each."""
    if love is None or love.missing or not {"department", "recoded"} <= {*love.frame.columns}:
        return ""
    frame = love.frame
    is_known = (frame["measure"] == LOVE) & frame["base"].ge(FEW).fillna(False)
    sentences = []
    for row in frame[is_known].to_dict("records"):
        end, text = known(row, locale)
        if end is not None and row["department"] not in {ALL, NOT_STATED, *lines}:
            slots = {"name": row["department"], "share": text, "base": int(row["base"])}
            sentences.append(locale.say("brief.note_rest", **slots))
    return " ".join(sentences)


def _of_answers(line: Line, love: Row, locale: Locale) -> Line:
    """Return the line of a department that is known from the answers to a survey alone."""
    end, _ = known(love, locale)
    base = _count(love["base"])
    staff = "" if base is None else locale.number(base, "count")
    return replace(line, staff=staff, people=base, sort=-1.0 if end is None else end)


def _line(
    name: str, rows: Mapping[str, list[Row]], times: list[str], target: float | None, locale: Locale
) -> Line:
    """Return the line of one department from its rows by measure."""
    by_time = {str(row["period"]): row for row in rows.get(REACH, ())}
    now = by_time.get(times[-1]) if times else None
    love, money = (next(iter(rows.get(measure, ())), None) for measure in (LOVE, MONEY))
    (end, text), (spent, paid) = known(now, locale), known(money, locale, digits=0)
    is_open = now is not None and ends.is_recoded(now)
    most = now["at_most"] if now is not None and is_open else end
    is_off = target is not None and pd.notna(most) and most < target
    may_be_off = now is not None and (end is None or (is_open and end < (target or 0.0)))
    people = _count(now["base"]) if now is not None else None
    return Line(
        name,
        staff="" if people is None else locale.number(people, "count"),
        people=people,
        reach=end,
        reach_text=text,
        change=_change(now, by_time.get(baseline_of(times)), locale),
        love_text=known(love, locale)[1],
        money=paid,
        spent=spent,
        is_open=is_open,
        is_off=bool(is_off),
        is_unknown=may_be_off and not is_off,
        spark=tuple(_value(by_time.get(time)) for time in times),
        love=_range(love),
        sort=-1.0 if end is None else end,
        has_love=love is not None and _is_between(love),
    )


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _value(row: Row | None) -> float | None:
    return float(row["estimate"]) if row is not None and _is_shown(row) else None


def _range(love: Row | None) -> tuple[float, float, float] | None:
    """Return low end, share and high end of the satisfied, of ten answers or more."""
    if love is None or not _is_shown(love) or pd.isna(love["low"]) or not _is_of_many(love):
        return None
    return float(love["low"]), float(love["estimate"]), float(love["high"])


def known(row: Row | None, locale: Locale, digits: int | None = None) -> tuple[float | None, str]:
    """Return what is known of a number: where it ends on a scale, and its words.

    A recoded one reads "90% or more", a hidden one that its group is protected, one that is not
    measured a dash.
    """
    if row is None:
        return None, ""
    unit = str(row["unit"])
    if ends.is_recoded(row):
        least: Any = row.get("at_least")  # "4 or fewer of 6" ends nowhere that is known: no bar
        return None if pd.isna(least) else float(least), ends.words(row, locale.language)
    if not _is_shown(row):
        return None, locale.say("brief.protected") if row["suppressed"] else "–"
    text = locale.number(row["estimate"], unit, digits)
    if unit == "share" and pd.notna(row["base"]) and row["base"] < FEW:
        text = locale.say("figure.n_of_base", n=int(row["n"]), base=int(row["base"]))
    return float(row["estimate"]), text


def _is_between(love: Row) -> bool:
    """Return whether satisfaction is told as a share of enough answers, or between two ends."""
    has_ends = bool(pd.notna([love.get("at_least"), love.get("at_most")]).all())
    return _is_of_many(love) and (_is_shown(love) or has_ends)


def _is_of_many(row: Row) -> bool:
    return bool(pd.notna(row["base"]) and row["base"] >= FEW)


def _is_shown(row: Row) -> bool:
    return not bool(row["suppressed"]) and bool(pd.notna(row["estimate"]))


def baseline_of(times: Sequence[str]) -> str:
    """Return the quarter that the newest is set beside: a year ago, else the one before it."""
    earlier = a_year_earlier(times[-1]) if times else ""
    return earlier if earlier in times else times[-2] if len(times) > 1 else ""


def _change(now: Row | None, before: Row | None, locale: Locale) -> str:
    """Return the change in points of two numbers that are told both."""
    if now is None or before is None or not (_is_shown(now) and _is_shown(before)):
        return ""
    points = round(100 * float(now["estimate"])) - round(100 * float(before["estimate"]))
    return "0" if points == 0 else f"{'+' if points > 0 else '−'}{abs(points)}"


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
