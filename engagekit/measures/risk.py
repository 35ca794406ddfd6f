"""The one risk of the first page: numbers that say how far the library's case hangs on little."""

from collections.abc import Callable
from contextlib import suppress

import pandas as pd

from engagekit.errors import DataError
from engagekit.facts import Facts
from engagekit.locale.missing import require
from engagekit.measures._frame import measure_frame, share
from engagekit.measures.champions import AHEAD, champions
from engagekit.measures.engine import of_facts
from engagekit.measures.promises import promises
from engagekit.measures.response import response_rate

LEAVING = "acts by people who leave within a year"
LOST = 0.25
"""Share of the acts of support from which those who leave on a known day are the risk: what goes
for certain comes before what may go, once it is a quarter of the case."""
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
    LEAVING,
    "absence factor",
    "departments covered",
    "promises overdue",
    "promises open",
    "response rate (AAPOR RR2)",
)


@of_facts
def risks(facts: Facts) -> pd.DataFrame:
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
    period = facts.period
    requested: list[Callable[..., pd.DataFrame]] = [champions, leaving, promises, response_rate]
    rows: list[pd.DataFrame] = []
    for measure in requested:
        with suppress(DataError):
            found = measure(facts.tables, during=period)
            rows.append(found[found["measure"].isin(CONSIDERED)])
    require(rows, "no_risk")
    return measure_frame(pd.concat(rows, ignore_index=True))


@of_facts
def leaving(facts: Facts) -> pd.DataFrame:
    """Return the acts of support of a year by people with a known last day within the next."""
    acts = facts.acts_of_champions
    if acts.empty:
        return measure_frame([])
    left_on = facts.staff.drop_duplicates("contact_id").set_index("contact_id")["left_on"]
    goes = acts["contact_id"].map(left_on) <= facts.end + pd.DateOffset(months=AHEAD)
    return measure_frame([share(LEAVING, int(goes.sum()), len(acts))], basis="count_of_support")


def worst(frame: pd.DataFrame) -> str:
    """Return the risk that holds and costs most.

    Returns
    -------
    {"nobody", "leaving", "few", "cover", "late", "answers", "none"}
        In this order: no support at all, support that goes for certain, support that may go.
    """
    existing = frame.drop_duplicates("measure").set_index("measure")["estimate"]
    value = {name: existing.get(name, float("nan")) for name in CONSIDERED}
    opened = value["promises open"]
    late = value["promises overdue"] / opened if opened and opened > 0 else float("nan")
    holds = {
        "nobody": value["champions"] == 0,
        "leaving": value[LEAVING] >= LOST,
        "few": 0 < value["absence factor"] <= FEW,
        "cover": value["departments covered"] < COVERED,
        "late": late >= LATE,
        "answers": value["response rate (AAPOR RR2)"] < ANSWERED,
    }
    return next((name for name, is_so in holds.items() if is_so), "none")
