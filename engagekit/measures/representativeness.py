"""Are those who answered made up like the staff list."""

import pandas as pd

from engagekit.errors import StatisticsError
from engagekit.measures import _frames, _partials, _roster, _survey_waves, weighted
from engagekit.measures._frame import measure_frame, share
from engagekit.measures.basis import note, p_words
from engagekit.settings.periods import During
from engagekit.statistics.representativeness import against_roster
from engagekit.tables.memberships import first_of
from engagekit.tables.tables import Tables


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
    staff = _frames.collected(_roster.roster(tables, weighted.day_of(tables, survey_id)).select(by))
    staff = staff.assign(**{by: first_of(staff[by])})
    answered = _frames.collected(_partials.used(tables, survey_id).select(by))[by]
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
