"""What goes with overall satisfaction, item by item, or that there are too few answers to rank."""

from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import DataError, StatisticsError, error_text
from engagekit.locale.missing import require
from engagekit.measures import _frame, _question_lookup, _survey_waves
from engagekit.measures._question_lookup import Asked
from engagekit.settings.periods import During
from engagekit.statistics import drivers as shared
from engagekit.tables.tables import Tables

LEAST, PER_ITEM = 30, 5
"""Complete answers, and answers an item, under which nothing is worked out."""
WIDE = 0.30
"""Width of the interval of the largest share (15 points either side) over which nothing ranks."""
CHANCE = 0.05
"""From this chance on, the items together are not told from chance."""
SHARE, TOLD = "share of what goes with satisfaction", "satisfaction told by all items"


def drivers(
    tables: Tables, *, during: During = None, survey: str | None = None, draws: int = 1_000
) -> pd.DataFrame:
    """Return how much of overall satisfaction goes with each item, with its interval.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses`` and ``drivers`` under ``[survey]``.

    Returns
    -------
    DataFrame
        Measure frame with ``item`` in front; ``base``: people who answered the overall question and
        every item, ``population`` those who answered the overall one, no ``n``: ``share of what
        goes with satisfaction`` (they add up to 1), ``standardised coefficient``, ``variance
        inflation``, and ``satisfaction told by all items`` (R squared) of ``All``. Under 30
        complete answers, or 5 an item, the shares are missing.

    Raises
    ------
    NotMeasuredError
        If the settings name no items, or no survey asked two of them.

    Notes
    -----
    Lindeman, Merenda and Gold (1980). Association in one survey: improving an item need not raise
    satisfaction.
    """
    survey_id = wave(tables, during, survey)
    requested = items(_survey_waves.questions_of(tables, survey_id), tables)
    overall = _survey_waves.overall_question(tables, survey_id)
    whole = Asked(str(overall["question_id"]), "", "overall")
    requested = [part for part in requested if part.question_id != whole.question_id]
    table = _question_lookup.wide(tables, survey_id, [whole, *requested])
    table = table[table[whole.key].notna()]
    complete = table.dropna()
    size = {"base": len(complete), "population": len(table)}
    varied = [part for part in requested if complete[part.key].min() < complete[part.key].max()]
    return _frame.measure_frame(
        [{**size, **row} for row in _rows(complete, whole, requested, varied, draws)], ["item"]
    )


def wave(tables: Tables, during: During, survey: str | None = None) -> str:
    """Return the survey asked for, else the last one that asked two of the items or more."""
    require(tables.settings.survey.drivers, "unset_drivers")
    return _question_lookup.wave_with(
        tables, during, survey, lambda questions: len(items(questions, tables)) > 1, "drivers"
    )


def items(questions: pd.DataFrame, tables: Tables) -> list[Asked]:
    """Return the items that the settings name, each once."""
    matches: dict[str, Asked] = {}
    for wanted in tables.settings.survey.drivers:
        for part in _question_lookup.find(questions, wanted):
            matches.setdefault(part.key, part)
    return list(matches.values())


def _rows(
    complete: pd.DataFrame, whole: Asked, asked: list[Asked], varied: list[Asked], draws: int
) -> list[dict[str, Any]]:
    """Return shares, coefficients and what all items tell; no estimates where too few."""
    blank = [{"item": part.item, "measure": SHARE, "basis": "bootstrap"} for part in asked]
    if len(complete) < max(LEAST, PER_ITEM * len(asked)) or len(varied) < 2:
        return blank
    if len(varied) > shared.MOST_DRIVERS:
        raise DataError(
            error_text("measures_drivers.rows", count=len(varied), most_drivers=shared.MOST_DRIVERS)
        )
    y = complete[whole.key].to_numpy(dtype="float64")
    x = complete[[part.key for part in varied]].to_numpy(dtype="float64")
    try:
        share, spread = shared.shapley_shares(y, x), shared.bootstrap_shares(y, x, draws=draws)
        fit = shared.regression(y, x)
    except StatisticsError:
        return blank  # a constant overall answer, or one item that follows from the others
    rows: list[dict[str, Any]] = [
        {
            **blank[asked.index(part)],
            "estimate": share.share[at],
            "low": min(spread.low[at], share.share[at]),
            "high": max(spread.high[at], share.share[at]),
        }  # of noise a share can lie outside
        for at, part in enumerate(varied)
    ]
    for name, values in (
        ("standardised coefficient", fit.standardised),
        ("variance inflation", fit.vif),
    ):
        rows += [
            _frame.number(name, values[at], item=part.item, basis="least_squares")
            for at, part in enumerate(varied)
        ]
    return [_frame.number(TOLD, share.r2, item=_frame.ALL, basis="r_squared"), *rows]


def chance_of(r2: float, n: int, count: int) -> float:
    """Return how often chance alone gives so high an R squared (F test).

    Examples
    --------
    >>> round(chance_of(0.5, 33, 2), 6)
    3.1e-05
    """
    from scipy.special import fdtrc

    left = n - count - 1
    if left < 1 or not 0 <= r2 < 1:
        return float("nan") if left < 1 else 0.0
    return float(fdtrc(count, left, r2 / count / ((1 - r2) / left)))


def ranks(rows: pd.DataFrame) -> str:
    """Return whether items may be ranked, or why not.

    ``few`` (no shares), ``chance`` (together no more than chance), ``wide`` (the first share is
    too uncertain), ``close`` (the second may be first), else ``yes``.

    Parameters
    ----------
    rows : DataFrame
        What `drivers` gave, hidden rows left out.
    """
    share = rows[rows["measure"] == SHARE]
    share = share[share["estimate"].notna()].sort_values("estimate", ascending=False)
    whole = rows[rows["measure"] == TOLD]
    if len(share) < 2 or whole["estimate"].isna().all():
        return "few"
    r2, n = float(whole["estimate"].iloc[0]), int(whole["base"].iloc[0])
    if not chance_of(r2, n, len(share)) < CHANCE:
        return "chance"
    top, rest = share.iloc[0], share.iloc[1:]
    if float(top["high"] - top["low"]) > WIDE:
        return "wide"
    apart = float(top["low"]) > float(np.max(rest["estimate"].to_numpy(dtype="float64")))
    return "yes" if apart else "close"
