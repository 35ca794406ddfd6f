"""Are those who answered made up like the staff list."""

from __future__ import annotations

import pandas as pd

from engagekit.errors import StatisticsError
from engagekit.measures import _frames, _grouping, _roster, _survey_waves, weighted
from engagekit.measures._frame import measure_frame
from engagekit.settings.periods import Period
from engagekit.statistics.representativeness import against_roster
from engagekit.tables.tables import Tables


def representativeness(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str = "department",
    survey: str | None = None,
) -> pd.DataFrame:
    """Share of each group among those who answered, beside its share of the staff list.

    Parameters
    ----------
    tables : Tables
        Uses ``respondents`` and ``contacts``.
    during : str or Period, optional
        The last survey that had answers by the end of it.
    by : {"department", "role_level"}
    survey : str, optional

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
    staff = staff.assign(**{by: _grouping.first_of(staff[by])})
    requested = _frames.collected(
        _frames.lazy(tables.need("respondents")).select("survey_id", "status", by)
    )
    used = requested["status"].isin(_survey_waves.USED) & (requested["survey_id"] == survey_id)
    text = requested.loc[used & requested[by].isin(staff[by].dropna().unique()), by].value_counts()
    roster = staff[by].dropna().value_counts()
    method = _test(text, roster)
    rows = []
    for name in sorted(roster.index):
        for answer, counts in (("answered", text), ("staff list", roster)):
            n, base = int(counts.get(name, 0)), int(counts.sum())
            rows.append(
                {
                    names[0]: name,
                    "answer": answer,
                    "measure": "make-up",
                    "unit": "share",
                    "n": n,
                    "base": base,
                    "estimate": n / base if base else float("nan"),
                    "method": method,
                }
            )
    return measure_frame(rows, [names[0], "answer"])


def _test(told: pd.Series, roster: pd.Series) -> str:
    """The test in words."""
    try:
        matches = against_roster(
            {str(name): float(n) for name, n in told.items()},
            {str(name): float(n) for name, n in roster.items()},
        )
    except StatisticsError as error:
        return f"not tested: {error}"
    chance = "under 0.001" if matches.p_value < 0.001 else f"{matches.p_value:.3f}"
    return f"chi-square {matches.estimate:.1f}, df {matches.df:.0f}, p {chance}"
