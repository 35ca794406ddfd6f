"""How many answered (AAPOR, or participation without invitations), and whether they are alike."""

from collections.abc import Sequence

import narwhals as nw
import pandas as pd

from engagekit.facts import facts_of, reading
from engagekit.facts.surveys import COMPLETE, Survey, groups_of, surveys
from engagekit.locale.missing import not_measured
from engagekit.measures._frame import ALL, measure_frame, number, share
from engagekit.measures.engine import grouping, groups, of_survey
from engagekit.tables.cache import once
from engagekit.tables.memberships import first_of

MET, NOT_MET = "met us", "did not meet us"
"""Groups of the invited, by whether the library met them in the quarter of the survey."""


@once
@of_survey()
def response_rate(one: Survey, *, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Return the share of the people invited who answered a survey (AAPOR RR2, and RR1 beside it).

    Parameters
    ----------
    tables : Tables
        Uses ``invitations`` (one row a person invited, with an outcome code) and ``respondents``.
    by : str, optional
        Columns of contacts to compare the invited by.

    Returns
    -------
    DataFrame
        Measure frame. With invitations, rows ``response rate (AAPOR RR2)`` and ``response rate
        (AAPOR RR1)``: unit ``share``, ``n`` who answered, ``base`` eligible or unknown,
        ``population`` invited. The same two, of all together, where the settings say how many were
        asked (``[survey] asked``) or no invitation has an outcome: who was asked and is not known
        to have answered is unknown, not absent. Else: one row ``participation``, unit ``count``,
        ``n`` answers.

    Notes
    -----
    AAPOR Standard Definitions; bounced mail counts as unknown, not as absent.
    """
    names, asked, invited = grouping(by), _asked(one), _invited(one)
    if asked is not None:
        complete = int((one.respondents["status"] == COMPLETE).sum())
        answered = len(one.respondents)
        outcomes = ["I"] * complete + ["P"] * (answered - complete) + ["NC"] * (asked - answered)
        rows = _rates(pd.Series(outcomes, dtype="str"), dict.fromkeys(names, ALL))
        return measure_frame(rows, names)
    if invited.empty:
        n = len(one.respondents)
        return measure_frame([number("participation", n, n=n, base=n)], basis="count_without_rate")
    if names:
        people = reading.rows(one.tables, "contacts", "contact_id", *names)
        invited = invited.merge(people, on="contact_id", how="left")
    rows = [
        row
        for group, part in groups(facts_of(one.tables), invited, names)
        for row in _rates(part["outcome"], group)
    ]
    return measure_frame(rows, names)


@of_survey()
def response_by_contact(one: Survey) -> pd.DataFrame:
    """Return the response rate of those the library met in the quarter of a survey, and of others.

    Parameters
    ----------
    tables : Tables
        Uses ``invitations`` with outcome codes, and what `reach` uses.

    Returns
    -------
    DataFrame
        Measure frame with ``group`` in front (``All``, `MET`, `NOT_MET`), rows ``response rate
        (AAPOR RR2)`` as in `response_rate`.

    Raises
    ------
    NotMeasuredError
        If nobody is known to have been invited by name, or nothing was recorded in that quarter.
    """
    one.tables.need("invitations")
    invited = _invited(one)
    if _asked(one) is not None or invited.empty:
        raise not_measured("sheet", name="invitations")
    facts = facts_of(one.tables, one.quarter)
    met = facts.people.loc[facts.times_met > 0, "contact_id"]
    is_met = invited["contact_id"].isin(set(met))
    parts = {ALL: invited, MET: invited[is_met], NOT_MET: invited[~is_met]}
    rows = [_rates(part["outcome"], {"group": name})[0] for name, part in parts.items()]
    return measure_frame(rows, ["group"])


def _invited(one: Survey) -> pd.DataFrame:
    """Return who was invited, and with which outcome: not reached where none is known."""
    if not one.tables.has("invitations"):
        return pd.DataFrame({"contact_id": [], "outcome": []}, dtype="str")
    mine = nw.col("survey_id") == one.id
    rows = reading.rows(one.tables, "invitations", "contact_id", "outcome", where=mine)
    return rows.assign(is_known=rows["outcome"].notna(), outcome=rows["outcome"].fillna("NC"))


def _asked(one: Survey) -> int | None:
    """Return how many were asked, where nothing says what became of each of them."""
    invited = _invited(one)
    if len(invited) and invited["is_known"].any():
        return None
    stated = one.tables.settings.survey.asked
    if isinstance(stated, dict):
        is_alone = (one.tables.surveys["title"] == one.row["title"]).sum() == 1
        title = str(one.row["title"]) if is_alone else ""  # a yearly title says no year
        stated = stated.get(one.id, stated.get(title))
    elif len(surveys(one.tables)) > 1:  # one number in the settings is that of the only survey
        stated = None
    asked = len(invited) if stated is None else stated
    # more answers than people asked: the number is not right, and gives no rate
    return asked if asked and asked >= len(one.respondents) else None


def _rates(outcomes: pd.Series, group: dict[str, str]) -> list[dict[str, object]]:
    """Return RR2 and RR1 of invited people (AAPOR Standard Definitions 2023, named persons)."""
    base = int((outcomes != "NE").sum())
    more = {**group, "population": len(outcomes)}
    return [
        share(
            f"response rate (AAPOR {rate})",
            int(outcomes.isin(list(answered)).sum()),
            base,
            basis=basis,
            **more,
        )
        for rate, basis, answered in (("RR2", "aapor_rr2", "IP"), ("RR1", "aapor_rr1", "I"))
    ]


@of_survey()
def representativeness(one: Survey, *, by: str = "department") -> pd.DataFrame:
    """Return the share of each group among those who answered, beside its share of the staff list.

    Parameters
    ----------
    tables : Tables
        Uses ``respondents`` and ``contacts``.
    by : {"department", "role_level"}

    Returns
    -------
    DataFrame
        Measure frame with ``<by>`` and ``answer`` (``answered``, ``staff list``) in front, unit
        ``share``: ``n`` people of the group, ``base`` all who stated one, or the staff list
        (library staff left out of both).
    """
    (name,) = groups_of(by)
    roster = first_of(facts_of(one.tables, one.quarter).people[name]).dropna().value_counts()
    answered = one.respondents[name].value_counts().reindex(roster.index, fill_value=0)
    rows = [
        share("make-up", int(of[group]), int(of.sum()), answer=answer, **{name: group})
        for group in sorted(roster.index)
        for answer, of in (("answered", answered), ("staff list", roster))
    ]
    return measure_frame(rows, [name, "answer"])
