"""What was promised and planned: kept on time, how long open, the steps with target colleagues."""

import numpy as np
import pandas as pd

from engagekit.facts import Facts
from engagekit.measures.engine import Numbers, listing, metric, of_facts
from engagekit.measures.numbers import Share, Total, Wait

PERSON = ["contact_id", "display_name", "department"]
AGES = {
    "not due yet": (-np.inf, 0),
    "1 to 7": (1, 7),
    "8 to 30": (8, 30),
    "31 to 90": (31, 90),
    "over 90": (91, np.inf),
}
"""Days past the day promised."""
NO_DAY = "no day promised"
OF_PROMISES = "count_of_promises"


@metric()
def promises(facts: Facts) -> Numbers:
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
    A mean over kept promises alone would forget those that are open, which are the slow ones. One
    that is ticked as done without a day is kept, and says nothing of time: it is in neither ``on
    time`` nor the days.
    """
    made = facts.promises
    due = facts.within(made, "due_on")
    dated, told = (rows[rows["done_on"].notna() | ~rows["is_kept"]] for rows in (made, due))
    in_time = told["done_on"] <= told["due_on"]
    yield "promises kept on time", Share(told, in_time, basis=OF_PROMISES)
    yield "promises kept", Share(due, due["is_kept"], basis=OF_PROMISES)
    yield "promises open", Total(made[~made["is_kept"]], is_bare=True)
    yield "promises overdue", Total(made[made["late"] > 0], is_bare=True)
    days = (dated["done_on"].fillna(facts.end) - dated["promised_on"]).dt.days
    yield "days to keep a promise", Wait(dated, days, dated["is_kept"], basis="median_promises")


@metric("overdue", basis="promises")
def promises_open(facts: Facts) -> Numbers:
    """Open promises on the last day of a period by how long they are overdue.

    Returns
    -------
    DataFrame
        Measure frame with ``overdue`` in front, unit ``count``: ``not due yet``, then days past the
        day promised, then ``no day promised``. Each has a row, also where there is none.
    """
    still = facts.promises[~facts.promises["is_kept"]]
    by_age = {name: still[still["late"].between(*days)] for name, days in AGES.items()}
    by_age[NO_DAY] = still[still["late"].isna()]
    for name, part in by_age.items():
        yield "open promises", Total(part, is_bare=True, label={"overdue": name})


@of_facts
def promises_overdue(facts: Facts) -> pd.DataFrame:
    """Return the overdue promises by name (private).

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, need, what, promised_on, due_on,
        days_late``, the longest overdue first; ``need`` is that of the touch at which it was made.
    """
    late = facts.promises[facts.promises["late"] > 0].assign(need=pd.Series(dtype="str"))
    if facts.has("touches"):
        needs = facts.table("touches", "touch_id", "need").dropna().set_index("touch_id")["need"]
        late["need"] = late["touch_id"].map(needs[~needs.index.duplicated()])
    late = late.merge(facts.named[PERSON], on="contact_id", how="left")
    late = late.assign(days_late=late["late"].astype("Int64"))
    columns = [*PERSON, "need", "what", "promised_on", "due_on", "days_late"]
    return listing(late, columns, "-days_late", "contact_id")


def _planned(facts: Facts) -> pd.DataFrame:
    """Return every step as it stood on the last day of the period.

    ``contact_id, by_on, what, done_on, stands``; ``stands`` is ``in time``, ``late``, ``overdue``
    or ``open`` (not due yet).
    """
    rows = facts.table("plans", "contact_id", "by_on", "what", "done_on")
    rows = rows[rows["by_on"].notna()]
    done = rows["done_on"].where(rows["done_on"] <= facts.end)
    stands = np.select(
        [done.notna() & (done <= rows["by_on"]), done.notna(), rows["by_on"] <= facts.end],
        ["in time", "late", "overdue"],
        "open",
    )
    return rows.assign(done_on=done, stands=stands).reset_index(drop=True)


@metric(basis="count_of_steps")
def plans(facts: Facts) -> Numbers:
    """Return the planned steps of a period that were done, and target colleagues who have a plan.

    Parameters
    ----------
    tables : Tables
        Uses ``plans``, and ``contacts`` (``target``) where they are there.

    Returns
    -------
    DataFrame
        Measure frame: ``planned steps done`` and ``planned steps done in time`` (of those due in
        the period), ``target colleagues with a plan`` (of all targets on the staff list; a step of
        the period, or one still open).
    """
    steps = _planned(facts)
    due = facts.within(steps, "by_on")
    yield "planned steps done", Share(due, due["done_on"].notna())
    yield "planned steps done in time", Share(due, due["stands"] == "in time")
    if facts.has("contacts"):
        is_live = (steps["by_on"] >= facts.start) | steps["stands"].isin(["overdue", "open"])
        aimed = facts.people[facts.people["target"].fillna(False).astype(bool)]
        has_plan = aimed["contact_id"].isin(steps.loc[is_live, "contact_id"])
        yield "target colleagues with a plan", Share(aimed, has_plan)


@of_facts
def plan_steps(facts: Facts) -> pd.DataFrame:
    """Return steps due in a period or still open, by name (private).

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, what, by_on, done_on, stands, days_late``;
        what is overdue stands first.
    """
    steps = _planned(facts)
    steps = steps[(steps["by_on"] >= facts.start) | (steps["stands"] == "overdue")]
    late = (steps["done_on"].fillna(facts.end) - steps["by_on"]).dt.days
    late = late.where(steps["stands"].isin(["late", "overdue"]))
    rank = steps["stands"].map({"overdue": 0, "open": 1, "late": 2, "in time": 3})
    rows = steps.assign(days_late=late.astype("Int64"), rank=rank)
    rows = rows.merge(facts.named[PERSON], on="contact_id", how="left")
    columns = [*PERSON, "what", "by_on", "done_on", "stands", "days_late"]
    return listing(rows, columns, "rank", "by_on", "contact_id")
