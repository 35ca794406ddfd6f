"""How many answered (AAPOR, or participation without invitations), and whether they are alike."""

from collections.abc import Sequence

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.errors import StatisticsError
from engagekit.facts import facts_of, reading
from engagekit.locale.missing import not_measured
from engagekit.measures import _partials, _survey_waves, weighted
from engagekit.measures._frame import ALL, measure_frame, number, share
from engagekit.measures.basis import note, p_words
from engagekit.measures.engine import grouping, groups
from engagekit.settings.periods import During
from engagekit.statistics.proportions import against_roster
from engagekit.tables.cache import once
from engagekit.tables.memberships import first_of
from engagekit.tables.tables import Tables

MET, NOT_MET = "met us", "did not meet us"
"""Groups of the invited, by whether the library met them in the quarter of the survey."""


@once
def response_rate(
    tables: Tables,
    *,
    during: During = None,
    by: str | Sequence[str] | None = None,
    survey: str | None = None,
) -> pd.DataFrame:
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
    survey_id = _survey_waves.wave(tables, during, survey)
    asked = _asked(tables, survey_id)
    if asked is not None:
        names = grouping(by)
        every = dict.fromkeys(names, "All")
        rows = [{**row, **every} for row in _of_all(tables, survey_id, asked)]
        return measure_frame(rows, names)
    if not tables.has("invitations") or not _invited_to(tables, survey_id):
        n = reading.size(_partials.used(tables, survey_id))
        return measure_frame([number("participation", n, n=n, base=n)], basis="count_without_rate")
    names = grouping(by)
    invited = reading.rows(
        tables, "invitations", "contact_id", "outcome", where=nw.col("survey_id") == survey_id
    )
    invited = invited.assign(outcome=invited["outcome"].fillna("NC"), people=1)
    if names:
        people = reading.rows(tables, "contacts", "contact_id", *names)
        invited = invited.merge(people, on="contact_id", how="left")
    rows = []
    for group, part in groups(facts_of(tables, during), invited, names):
        rows += _rates(part, group)
    return measure_frame(rows, names)


def response_by_contact(
    tables: Tables, *, during: During = None, survey: str | None = None
) -> pd.DataFrame:
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
    survey_id = _survey_waves.wave(tables, during, survey)
    invitations = tables.need("invitations")
    if _asked(tables, survey_id) is not None or not _invited_to(tables, survey_id):
        raise not_measured("sheet", name="invitations")
    period = weighted.day_of(tables, survey_id)
    facts = facts_of(tables, period)
    met = set(facts.people.loc[facts.times_met > 0, "contact_id"])
    ours = nw.col("survey_id") == survey_id
    invited = reading.collected(
        reading.lazy(invitations).filter(ours).select("contact_id", "outcome")
    )
    counted = invited.assign(
        outcome=invited["outcome"].fillna("NC"),
        group=np.where(invited["contact_id"].isin(met), MET, NOT_MET),
        people=1,
    )
    rows = [_rates(counted, {"group": ALL})[0]]
    rows += [_rates(counted[counted["group"] == one], {"group": one})[0] for one in (MET, NOT_MET)]
    return measure_frame(rows, ["group"])


def _asked(tables: Tables, survey_id: str) -> int | None:
    """Return how many were asked, where nothing says what became of each of them."""
    # one number in the settings is that of the only survey there is
    invited = pd.Series([], dtype="str")
    if tables.has("invitations"):
        ours = nw.col("survey_id") == survey_id
        invited = reading.rows(tables, "invitations", "outcome", where=ours)["outcome"]
    if invited.notna().any():
        return None
    stated = tables.settings.survey.asked
    if isinstance(stated, dict):
        number = stated.get(survey_id)
    else:
        surveys = reading.rows(tables, "respondents", "survey_id")["survey_id"].unique()
        number = stated if len(surveys) == 1 else None
    number = number if number is not None else len(invited)
    # more answers than people asked: the number is not right, and gives no rate
    return number if number and number >= len(_status(tables, survey_id)) else None


def _status(tables: Tables, survey_id: str) -> pd.Series:
    """Return how far those got whose answers are used."""
    return reading.collected(_partials.used(tables, survey_id).select("status"))["status"]


def _of_all(tables: Tables, survey_id: str, asked: int) -> list[dict[str, object]]:
    """Return the rates of everybody together: those who answered, of those who were asked."""
    status = _status(tables, survey_id)
    complete, partial = int((status == "complete").sum()), int((status == "partial").sum())
    unknown = max(asked - complete - partial, 0)
    return [
        *_rates(
            pd.DataFrame({"outcome": ["I", "P", "NC"], "people": [complete, partial, unknown]}), {}
        )
    ]


def _invited_to(tables: Tables, survey_id: str) -> bool:
    rows = reading.lazy(tables.need("invitations")).filter(nw.col("survey_id") == survey_id)
    return reading.size(rows) > 0


def _rates(counted: pd.DataFrame, group: dict[str, str]) -> list[dict[str, object]]:
    """Return RR2 and RR1 of one group of invited people."""
    codes = counted.groupby("outcome")["people"].sum()
    complete, partial = int(codes.get("I", 0)), int(codes.get("P", 0))
    base = int(codes.sum() - codes.get("NE", 0))
    shared = {**group, "base": base, "population": int(codes.sum())}
    return [
        {
            **shared,
            "measure": "response rate (AAPOR RR2)",
            "estimate": (complete + partial) / base if base else float("nan"),
            "n": complete + partial,
            "basis": "aapor_rr2",
        },
        {
            **shared,
            "measure": "response rate (AAPOR RR1)",
            "estimate": complete / base if base else float("nan"),
            "n": complete,
            "basis": "aapor_rr1",
        },
    ]


def representativeness(
    tables: Tables, *, during: During = None, by: str = "department", survey: str | None = None
) -> pd.DataFrame:
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
        ``share``: ``n`` people of the group, ``base`` all who stated one, or the staff list. The
        method of each row holds the chi-square of goodness of fit with its degrees of freedom and
        probability (library staff left out of both).
    """
    names = _survey_waves.survey_grouping(by)
    survey_id = _survey_waves.wave(tables, during, survey)
    staff = facts_of(tables, weighted.day_of(tables, survey_id)).people
    staff = staff.assign(**{by: first_of(staff[by])})
    answered = reading.collected(_partials.used(tables, survey_id).select(by))[by]
    text = answered[answered.isin(staff[by].dropna().unique())].value_counts()
    roster = staff[by].dropna().value_counts()
    rows = [
        share("make-up", int(of.get(name, 0)), int(of.sum()), answer=answer, **{names[0]: name})
        for name in sorted(roster.index)
        for answer, of in (("answered", text), ("staff list", roster))
    ]
    return measure_frame(rows, [names[0], "answer"], basis=_test(text, roster))


def _test(told: pd.Series, roster: pd.Series) -> str:
    """Return the note of the test."""
    try:
        matches = against_roster(
            {str(name): float(n) for name, n in told.items()},
            {str(name): float(n) for name, n in roster.items()},
        )
    except StatisticsError as error:
        return note("not_tested", fault=error)
    chance = p_words(matches.p_value)
    return note("chi_square", x=f"{matches.estimate:.1f}", df=f"{matches.df:.0f}", p=chance)
