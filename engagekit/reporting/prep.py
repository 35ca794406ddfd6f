"""Half a page before a meeting with a department or a person; it names people."""

import re
from collections.abc import Iterator

import pandas as pd

from engagekit.disclosure import protect
from engagekit.errors import UsageError, error_text, nearest
from engagekit.facts import Facts, facts_of
from engagekit.locale import Locale
from engagekit.measures.champions import champion_roster
from engagekit.measures.promises import promises_overdue
from engagekit.reporting.brief.scorecard import known
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.settings.periods import During
from engagekit.tables.memberships import memberships
from engagekit.tables.tables import Tables

YEAR = 12
MOST = 5
"""Lines of a list at most: half a page is read on the way to the door."""


def prep(tables: Tables, who: str, *, during: During = None) -> str:
    """Return what to know before a meeting: what was asked, promised and said, and one question.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``touches``; ``follow_ups, support, responses, meetings`` where they
        are there.
    who : str
        A department, or a person by name, in any case.
    during : str or Period, optional
        Things are told as they stood on its last day, what was asked of the twelve months to it.

    Returns
    -------
    str
        Lines in the language of the tables. Answers to a survey are told of a department alone,
        protected as on the board copy.

    Raises
    ------
    UsageError
        If nobody and no department has that name, with the nearest.

    Examples
    --------
    >>> import engagekit as ek
    >>> tables = ek.load("data/sample")
    >>> print(prep(tables, "Tax", during="FY2026-27 Q2").splitlines()[0])
    Before a meeting with Tax (FY 2026-27 Q2; names people, for the team alone)
    """
    facts = facts_of(tables, during)
    name, people, is_department = _found(facts, who)
    lines = [
        *_asked(facts, people),
        *_met(facts, people, name if is_department else ""),
        *(_survey(facts, name) if is_department else ()),
        *_promises(facts, people),
        *_champions(facts, people),
        *(_meetings(facts, name) if is_department else ()),
    ]
    say = tables.locale.say
    title = say("prep.title", name=name, period=tables.locale.label(facts.period.label))
    return "\n".join([title, *lines, say("prep.question", text=_question(facts, people))])


def _found(facts: Facts, who: str) -> tuple[str, list[str], bool]:
    """Return the name as written down, its people, and whether it is a department."""
    wanted = who.strip().casefold()
    members = memberships(facts.tables)
    here = facts.people
    for name in members["department"].dropna().unique():
        if str(name).casefold() == wanted:
            ids = members.loc[members["department"] == name, "contact_id"]
            return str(name), list(ids[ids.isin(here["contact_id"])]), True
    mine = here[here["display_name"].str.casefold() == wanted]
    if len(mine) == 1:
        return str(mine["display_name"].iloc[0]), list(mine["contact_id"]), False
    if len(mine) > 1:
        raise UsageError(error_text("prep.several", who=who, n=len(mine)))
    names = [*members["department"].dropna().unique(), *here["display_name"]]
    near = nearest(who, map(str, names))
    hint = f" Did you mean '{near}'?" if near else ""
    raise UsageError(error_text("prep.nobody", who=who, hint=hint))


def _asked(facts: Facts, people: list[str]) -> Iterator[str]:
    """Yield what they needed from the library in a year, most often first."""
    if not facts.tables.has("touches"):
        return
    rows = facts.so_far(facts.table("touches", "contact_id", "on", "need"), months=YEAR)
    needs = rows.loc[rows["contact_id"].isin(people), "need"].value_counts().head(MOST)
    if len(needs):
        names = ", ".join(f"{need} ({n})" for need, n in needs.items())
        yield facts.tables.locale.say("prep.asked", needs=names)


def _met(facts: Facts, people: list[str], department: str) -> Iterator[str]:
    """Yield how many were met in the period, or when somebody was met last."""
    locale = facts.tables.locale
    met = set(facts.within(facts.met())["contact_id"])
    if department:
        yield locale.say("prep.met", n=len(met & set(people)), base=len(people))
        return
    days = facts.days_met.loc[facts.days_met["contact_id"].isin(people), "on"]
    if days.empty:
        yield locale.say("prep.never_met")
    else:
        yield locale.say("prep.last_met", day=_day(days.max(), locale), n=len(days))


def _survey(facts: Facts, department: str) -> Iterator[str]:
    """Yield how satisfied a department is, as the board copy tells it."""
    if not facts.tables.has("responses"):
        return
    ask = function_of(QUESTIONS["satisfaction"])
    section = ask(facts.tables, during=facts.period, by="department")
    if section.missing:
        return
    told = protect([section], facts.tables.settings).sections[0].frame
    row = told[(told["department"] == department) & (told["measure"] == "satisfaction")]
    locale = facts.tables.locale
    _, text = known(next(iter(row.to_dict("records")), None), locale)
    if text not in ("", "–", locale.say("brief.protected")):
        yield locale.say("prep.survey", share=text)


def _promises(facts: Facts, people: list[str]) -> Iterator[str]:
    """Yield the promises to them that are overdue, newest first."""
    if not facts.tables.has("follow_ups"):
        return
    locale = facts.tables.locale
    late = promises_overdue(facts.tables, during=facts.period)
    newest_first = late[late["contact_id"].isin(people)].tail(MOST).iloc[::-1]
    for row in newest_first.to_dict("records"):
        slots = {"name": row["display_name"], "what": row["what"]}
        yield locale.say("prep.promise", **slots, day=_day(row["due_on"], locale))


def _champions(facts: Facts, people: list[str]) -> Iterator[str]:
    """Yield who of them stands up for the library."""
    if not facts.tables.has("support"):
        return
    roster = champion_roster(facts.tables, during=facts.period)
    names = roster.loc[roster["contact_id"].isin(people), "display_name"].head(MOST)
    if len(names):
        yield facts.tables.locale.say("prep.champions", names=", ".join(names))


def _meetings(facts: Facts, department: str) -> Iterator[str]:
    """Yield the standing meetings of a department, and whether the library has a seat."""
    if not facts.tables.has("meetings"):
        return
    held = facts.so_far(facts.table("meetings", "series", "on", "owner", "library_seat"))
    own = held["owner"].fillna("").str.contains(rf"\b{re.escape(department)}(?!\w)")
    for row in held[own].drop_duplicates("series", keep="last").itertuples():
        key = "prep.seat" if row.library_seat else "prep.no_seat"
        yield facts.tables.locale.say(key, series=row.series)


def _question(facts: Facts, people: list[str]) -> str:
    """Return one question to ask: about what is owed, who could be met, or what comes next."""
    say = facts.tables.locale.say
    if any(True for _ in _promises(facts, people)):
        return say("prep.ask_owed")
    met = facts.within(facts.met())["contact_id"].isin(people).any()
    return say("prep.ask_next" if met else "prep.ask_start")


def _day(day: pd.Timestamp, locale: Locale) -> str:
    return locale.day(day.date())
