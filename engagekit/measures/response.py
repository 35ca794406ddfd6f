"""How many answered: AAPOR response rates, or participation where nobody was invited by name."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import pandas as pd

from engagekit.measures import _frames, _grouping, _partials, _survey_waves
from engagekit.measures._frame import measure_frame, number
from engagekit.settings.periods import Period
from engagekit.statistics.response_rates import aapor_rates
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables


@once
def response_rate(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | Sequence[str] | None = None,
    survey: str | None = None,
) -> pd.DataFrame:
    """Return the share of the people invited who answered a survey (AAPOR RR2, and RR1 beside it).

    Parameters
    ----------
    tables : Tables
        Uses ``invitations`` (one row a person invited, with an outcome code) and ``respondents``.
    during : str or Period, optional
        The last survey that had answers by the end of it.
    by : str, optional
        Columns of contacts to compare the invited by.
    survey : str, optional
        A survey by its id.

    Returns
    -------
    DataFrame
        Measure frame. With invitations, rows ``response rate (AAPOR RR2)`` and ``response rate
        (AAPOR RR1)``: unit ``share``, ``n`` who answered, ``base`` eligible or unknown,
        ``population`` invited. Without: one row ``participation``, unit ``count``, ``n`` answers.

    Notes
    -----
    AAPOR Standard Definitions; bounced mail counts as unknown, not as absent.
    """
    survey_id = _survey_waves.wave(tables, during, survey)
    if not tables.has("invitations") or not _invited_to(tables, survey_id):
        return _participation(tables, survey_id)
    names = _grouping.grouping(by)
    invited = _frames.lazy(tables.need("invitations")).filter(nw.col("survey_id") == survey_id)
    if names:
        people = _frames.lazy(tables.need("contacts")).select("contact_id", *names)
        invited = invited.join(people, on="contact_id", how="left").with_columns(
            *[nw.col(name).fill_null(_grouping.NOT_STATED) for name in names]
        )
    counted = _frames.collected(
        invited.with_columns(nw.col("outcome").fill_null("NC"))
        .group_by(*names, "outcome")
        .agg(nw.len().alias("people"))
    )
    rows = [*_rates(counted, {})]
    if names:
        rows = [{**row, **dict.fromkeys(names, "All")} for row in rows]
        counted = _grouping.each_department(counted, [*names, "outcome"])
        for key, part in counted.groupby(names, sort=True):
            rows += _rates(part, dict(zip(names, map(str, key), strict=True)))
    return measure_frame(rows, names)


def _invited_to(tables: Tables, survey_id: str) -> bool:
    rows = _frames.lazy(tables.need("invitations")).filter(nw.col("survey_id") == survey_id)
    return _frames.size(rows) > 0


def _rates(counted: pd.DataFrame, group: dict[str, str]) -> list[dict[str, object]]:
    """Return RR2 and RR1 of one group of invited people."""
    codes = counted.groupby("outcome")["people"].sum()
    rates = aapor_rates({str(code): float(n) for code, n in codes.items()})
    complete, partial = int(codes.get("I", 0)), int(codes.get("P", 0))
    base = int(codes.sum() - codes.get("NE", 0))
    shared = {**group, "base": base, "population": int(codes.sum())}
    return [
        {
            **shared,
            "measure": "response rate (AAPOR RR2)",
            "estimate": rates["RR2"],
            "n": complete + partial,
            "basis": "aapor_rr2",
        },
        {
            **shared,
            "measure": "response rate (AAPOR RR1)",
            "estimate": rates["RR1"],
            "n": complete,
            "basis": "aapor_rr1",
        },
    ]


def _participation(tables: Tables, survey_id: str) -> pd.DataFrame:
    """Return how many answered where nobody was invited by name."""
    n = _frames.size(_partials.used(tables, survey_id))
    return measure_frame([number("participation", n, n=n, base=n)], basis="count_without_rate")
