"""Did we keep our promises: on time, how long open, how long it takes with open ones counted."""

from typing import Any

import numpy as np
import pandas as pd

from engagekit.measures import _coverage, _frames, _staff
from engagekit.measures._frame import measure_frame, median_days, number, share
from engagekit.settings.periods import During, Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

NOT_DUE, NO_DAY = "not due yet", "no day promised"
AGES = {"1 to 7": (1, 7), "8 to 30": (8, 30), "31 to 90": (31, 90), "over 90": (91, 10**6)}
"""Days past the day promised."""


@once
def made_promises(tables: Tables, period: Period) -> pd.DataFrame:
    """Return promises made by the end of a period, as they stood that day.

    Returns
    -------
    DataFrame
        ``contact_id, promised_on, due_on, done_on, what, late`` (days past due while open).
    """
    end = pd.Timestamp(period.end)
    names = ["contact_id", "promised_on", "due_on", "done_on", "what"]
    rows = _frames.rows(tables, "follow_ups", *names)
    rows = rows[rows["promised_on"] <= end]
    rows = rows[~rows["contact_id"].isin(_staff.library_ids(tables))]
    done = rows["done_on"].where(rows["done_on"] <= end)
    late = (end - rows["due_on"]).dt.days.where(done.isna())
    return rows.assign(done_on=done, late=late).reset_index(drop=True)


@once
def promises(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return promises due in a period that were kept, and the days a promise takes.

    Parameters
    ----------
    tables : Tables
        Uses ``follow_ups``.

    Returns
    -------
    DataFrame
        Measure frame: ``promises kept on time`` and ``promises kept`` (shares of those due in the
        period), ``promises open``, ``promises overdue`` (counts on its last day), ``days to keep a
        promise`` (Kaplan-Meier median over every promise so far, open ones still counted).

    Notes
    -----
    A mean over kept promises alone would forget those that are open, which are the slow ones.
    """
    period = _coverage.asked_period(tables, during)
    rows = made_promises(tables, period)
    due = rows[_frames.inside(rows["due_on"], period)]
    in_time = int((due["done_on"] <= due["due_on"]).sum())
    retained = int(due["done_on"].notna().sum())
    still = rows["done_on"].isna()
    matches: list[dict[str, Any]] = [
        share("promises kept on time", in_time, len(due), basis="count_of_promises"),
        share("promises kept", retained, len(due), basis="count_of_promises"),
        number("promises open", int(still.sum())),
        number("promises overdue", int((rows["late"] > 0).sum())),
    ]
    if len(rows):
        days = (rows["done_on"].fillna(pd.Timestamp(period.end)) - rows["promised_on"]).dt.days
        half = median_days("days to keep a promise", days, ~still)
        matches.append({**half, "basis": "median_promises"})
    return measure_frame(matches)


def promises_open(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Open promises on the last day of a period by how long they are overdue.

    Returns
    -------
    DataFrame
        Measure frame with ``overdue`` in front, unit ``count``: ``not due yet``, then days past the
        day promised, then ``no day promised``. Each has a row, also where there is none.
    """
    rows = made_promises(tables, _coverage.asked_period(tables, during))
    late = rows[rows["done_on"].isna()]["late"].to_numpy(dtype="float64")
    counts = {NOT_DUE: int((late <= 0).sum())}
    for name, (least, most) in AGES.items():
        counts[name] = int(((late >= least) & (late <= most)).sum())
    counts[NO_DAY] = int(np.isnan(late).sum())
    matches = [number("open promises", n, overdue=name) for name, n in counts.items()]
    return measure_frame(matches, ["overdue"], basis="promises")


def promises_overdue(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the overdue promises by name (private).

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, what, promised_on, due_on, days_late``, the
        longest overdue first.
    """
    rows = made_promises(tables, _coverage.asked_period(tables, during))
    late = rows[rows["late"] > 0]
    people = _staff.known(tables)[["contact_id", "display_name", "department"]]
    matches = late.merge(people, on="contact_id", how="left").assign(
        days_late=late["late"].astype("Int64").to_numpy()
    )
    columns = [*people.columns, "what", "promised_on", "due_on", "days_late"]
    matches = matches.sort_values(
        ["days_late", "contact_id"], ascending=[False, True], kind="stable"
    )
    return matches[columns].reset_index(drop=True)
