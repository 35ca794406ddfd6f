"""The one risk of the first page: numbers that say how far the library's case hangs on little."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from engagekit.errors import DataError
from engagekit.locale.missing import not_measured
from engagekit.measures import _coverage
from engagekit.measures._frame import measure_frame
from engagekit.measures.champions import champions
from engagekit.measures.promises import promises
from engagekit.measures.response import response_rate
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

FEW = 3
"""People who make half of the acts of support, at or under which the case hangs on few."""
COVERED = 0.5
"""Share of the departments with two champions under which cover is a risk."""
LATE = 0.5
"""Share of the open promises that are overdue from which they are a risk."""
ANSWERED = 0.3
"""Response rate under which those who did not answer are a risk."""
CONSIDERED = (
    "champions",
    "absence factor",
    "departments covered",
    "promises overdue",
    "promises open",
    "response rate (AAPOR RR2)",
)


def risks(tables: Tables, *, during: str | Period | None = None) -> pd.DataFrame:
    """Return what is looked at for the one risk of the first page, in the order of `worst`.

    Parameters
    ----------
    tables : Tables
        Uses what is there of ``support``, ``follow_ups`` and the survey tables.
    during : str or Period, optional

    Returns
    -------
    DataFrame
        Measure frame with the rows of `CONSIDERED` that could be measured.

    Raises
    ------
    NotMeasuredError
        If none could.
    """
    period = _coverage.asked_period(tables, during)
    requested: list[Callable[[], pd.DataFrame]] = [
        lambda: champions(tables, during=period),
        lambda: promises(tables, during=period),
        lambda: response_rate(tables, during=period).head(1),
    ]
    rows = []
    for measure in requested:
        try:
            matches = measure()
        except DataError:
            continue
        rows.append(matches[matches["measure"].isin(CONSIDERED)])
    if not rows:
        raise not_measured("no_risk")
    return measure_frame(pd.concat(rows, ignore_index=True))


def worst(frame: pd.DataFrame) -> str:
    """Return the first risk that holds: ``nobody, few, cover, late, answers`` or ``none``."""
    existing = frame.drop_duplicates("measure").set_index("measure")["estimate"]
    value = {name: existing.get(name, float("nan")) for name in CONSIDERED}
    opened = value["promises open"]
    late = value["promises overdue"] / opened if opened and opened > 0 else float("nan")
    holds = {
        "nobody": value["champions"] == 0,
        "few": 0 < value["absence factor"] <= FEW,
        "cover": value["departments covered"] < COVERED,
        "late": late >= LATE,
        "answers": value["response rate (AAPOR RR2)"] < ANSWERED,
    }
    return next((name for name, is_so in holds.items() if is_so), "none")
