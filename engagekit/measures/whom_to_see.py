"""Whom to see next: ten colleagues, each with a reason and a first sentence (private)."""

from collections.abc import Iterator

import pandas as pd

from engagekit.facts import Facts
from engagekit.locale import Locale
from engagekit.measures.champions import champion_roster
from engagekit.measures.engine import of_facts
from engagekit.measures.promises import plan_steps, promises_overdue
from engagekit.measures.trust import cooling, stuck

MOST = 10
COLUMNS = ["contact_id", "display_name", "department", "reason", "last_on", "last_need", "opening"]


@of_facts
def whom_to_see(facts: Facts) -> pd.DataFrame:
    """Return whom to see next, why now, what was last asked, and how to begin (private).

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``touches`` or ``attendance``; ``follow_ups, support, plans`` where
        they are there.
    during : str or Period, optional
        People are chosen as things stood on its last day. Default: the last complete quarter.

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, reason, last_on, last_need, opening``.
        ``last_on``: day of the last touch; ``last_need``: what it was about, or its channel.

    Notes
    -----
    The reasons take turns, so that no single one fills the list: a promise that is overdue (the
    newest first), a champion with a known last day, a step planned and not done, somebody met four
    to six times who never made the first move, a relation that cooled. Each person stands once.

    Examples
    --------
    >>> import engagekit as ek
    >>> tables = ek.load("data/sample")
    >>> whom_to_see(tables, during="FY2026-27 Q2")["reason"][0][:7]
    'Promise'
    """
    return reasoned(facts)[COLUMNS]


def reasoned(facts: Facts) -> pd.DataFrame:
    """Return the same with the kind of each reason."""
    rows = pd.concat(_reasons(facts), ignore_index=True)
    rows = rows[rows["contact_id"].isin(facts.people["contact_id"])].drop_duplicates("contact_id")
    turn = rows.groupby("kind").cumcount().sort_values(kind="stable")
    rows = (
        rows.loc[turn.index]
        .head(MOST)
        .merge(facts.people[["contact_id", "display_name", "department"]], on="contact_id")
        .merge(_last_touches(facts), on="contact_id", how="left")
    )
    return rows.reset_index(drop=True)


def _reasons(facts: Facts) -> Iterator[pd.DataFrame]:
    """Yield people with a reason and a first sentence, a table a reason, most pressing first."""
    tables, during = facts.tables, facts.period
    if tables.has("follow_ups"):
        late = promises_overdue(tables, during=during).sort_values("days_late", kind="stable")
        yield _worded(late, tables.locale, "promise", what="what", day="due_on")
    if tables.has("support"):
        champions = champion_roster(tables, during=during)
        leaving = champions.dropna(subset="left_on").sort_values("left_on", kind="stable")
        yield _worded(leaving, tables.locale, "leaving", day="left_on")
    if tables.has("plans"):
        steps = plan_steps(tables, during=during)
        steps = steps[steps["stands"] == "overdue"]
        yield _worded(steps, tables.locale, "plan", what="what", day="by_on")
    yield _worded(stuck(tables, during=during), tables.locale, "first_move", n="touches")
    yield _worded(cooling(tables, during=during), tables.locale, "cooling", day="last_on")


def _worded(rows: pd.DataFrame, locale: Locale, kind: str, **columns: str) -> pd.DataFrame:
    """Word each row: the columns that a message names, days and numbers as they are said."""
    made = []
    for row in rows.to_dict("records"):
        slots = {name: _spoken(row[column], locale) for name, column in columns.items()}
        reason = locale.say(f"see.{kind}_reason", **slots)
        if kind == "plan":  # what is planned is written about a person, not to one
            del slots["what"]
        opening = locale.say(f"see.{kind}_opening", **slots)
        made.append((row["contact_id"], kind, reason, opening))
    return pd.DataFrame(made, columns=["contact_id", "kind", "reason", "opening"])


def _spoken(value: object, locale: Locale) -> object:
    return locale.day(value.date()) if isinstance(value, pd.Timestamp) else value


def _last_touches(facts: Facts) -> pd.DataFrame:
    """Return the last touch of everybody met: its day, and what it was about or its channel."""
    rows = facts.days_met.assign(need=None, channel=None)
    if facts.has("touches"):
        rows = facts.so_far(facts.table("touches", "contact_id", "on", "channel", "need"))
    rows = rows.dropna(subset="contact_id").sort_values("on", kind="stable")
    last = rows.drop_duplicates("contact_id", keep="last").rename(columns={"on": "last_on"})
    last["last_need"] = last["need"].fillna(last["channel"])
    return last[["contact_id", "last_on", "last_need"]]
