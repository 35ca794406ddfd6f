"""Events of a list without names that another file has with names: one event, not two."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.parsing.values import fold
from engagekit.tables.problems import QUESTION, Problem, SetAside, problem_of

NEAR = pd.Timedelta(hours=1)
"""Time between two starts of one event: a meeting is opened early, and a session is given again
after an hour or more."""
SLACK = 0.1
"""Share of the heads by which a list of names differs from them where both are right: who came late
and did not sign, and who held it."""


def joined(
    frames: dict[str, pd.DataFrame], files: Mapping[str, Sequence[str]]
) -> tuple[dict[str, pd.DataFrame], list[SetAside], list[Problem]]:
    """Join an event of a list to that of the same title and day whose people are named.

    The event with names takes what the list says besides: its cost, who held it, how many came.

    Parameters
    ----------
    frames : dict of str to DataFrame
        Tidy tables with moments in the organisation's zone, each event once.
    files : dict of str to list of str
        The file of each row, by the index of the tables before any row was left out.

    Returns
    -------
    tuple
        The tables, the rows of lists that are in an event of another file, and questions on events
        that may be one.
    """
    if not {"events", "attendance"} <= frames.keys():
        return frames, [], []
    events = frames["events"].copy()
    about = _about(frames, files)
    pairs = about[~about["named"]].merge(about[about["named"]], on="on", suffixes=("", "_named"))
    pairs = pairs[pairs["file"] != pairs["file_named"]]
    same = pairs[(pairs["title"] == pairs["title_named"]) & (pairs["title"] != "")]
    same = same[_may_be_one(same)]
    is_sure = ~(same["row"].duplicated(keep=False) | same["row_named"].duplicated(keep=False))
    sure = same[is_sure]
    others = pairs[~pairs["row"].isin(sure["row"]) & ~pairs["row_named"].isin(sure["row_named"])]
    as_many = others[["heads", "seats_named"]].notna().all(axis=1) & ~_differ(others)
    unsure = others[others.index.isin(same.index) | as_many].drop_duplicates("row")
    problems = [_question(row) for row in unsure.to_dict("records")]
    problems += [_fewer(row) for row in sure[_differ(sure)].to_dict("records")]
    costs = events.reindex(columns=["cost"])["cost"]
    unpaid = sure[costs[sure["row_named"]].isna().to_numpy()]
    if "currency" in events:  # an amount comes with its currency, or not at all
        events.loc[unpaid["row_named"], "currency"] = pd.NA
    for column in events.columns.difference(["event_id", "title", "started_at"]):
        taken = unpaid if column in ("cost", "currency") else sure
        more = events.loc[taken["row"], column].set_axis(taken["row_named"])
        events[column] = events[column].fillna(more)
    result = {**frames, "events": events[~events.index.isin(sure["row"])]}
    number = dict(zip(sure["event_id"], sure["event_id_named"], strict=True))
    for name, frame in result.items():
        if number and "event_id" in frame:
            result[name] = frame.assign(event_id=frame["event_id"].replace(number))
    counted = Counter(zip(sure["file"], sure["file_named"], strict=True))
    aside = [
        SetAside(f"events: {named} says who came to them", rows, file)
        for (file, named), rows in counted.items()
    ]
    return result, aside, problems


def _about(frames: Mapping[str, pd.DataFrame], files: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return day, title, people and file of each event with a day; ``named``: there are names."""
    events, came = frames["events"], frames["attendance"]
    file = came.drop_duplicates("event_id").set_index("event_id")["source_file"].astype("str")
    of = pd.Series(files.get("events", []), dtype="str").reindex(events.index, fill_value="")
    seats = came.loc[came["status"] == "attended", "event_id"].value_counts()
    heads = events.reindex(columns=["head_count"])["head_count"]
    about = events[["event_id"]].assign(
        row=events.index,
        called=events["title"],
        title=fold(events["title"].astype("str").fillna("")),
        start=events["started_at"],
        on=events["started_at"].dt.date,
        heads=heads.astype("float64"),
        seats=events["event_id"].map(seats).astype("float64"),
        file=events["event_id"].map(file).astype("str").fillna(of),
        named=events["event_id"].isin(came["event_id"]),
    )
    return about[about["on"].notna()]


def _may_be_one(pairs: pd.DataFrame) -> pd.Series:
    """Return which pairs begin together; a list often has the day alone."""
    starts = pairs[["start", "start_named"]]
    # by the clock: in some zones a day of spring has no midnight
    clocks = starts.apply(lambda one: one.dt.hour + one.dt.minute)
    has_day_alone = (clocks == 0).any(axis=1)
    apart = (starts["start"] - starts["start_named"]).abs()
    return pd.Series(has_day_alone | (apart < NEAR))


def _differ(pairs: pd.DataFrame) -> pd.Series:
    """Return whether heads and names are of other numbers than late arrivals account for."""
    slack = (SLACK * pairs["heads"]).clip(lower=1)
    return pd.Series((pairs["heads"] - pairs["seats_named"]).abs() > slack)


def _question(row: Mapping[Hashable, Any]) -> Problem:
    """Return the question whether two events of a day are one."""
    slots = {"day": row["on"], "title": row["called"], "other": row["called_named"]}
    slots |= {"file": row["file_named"]}
    return problem_of("listed_events.question", str(row["file"]), QUESTION, **slots)


def _fewer(row: Mapping[Hashable, Any]) -> Problem:
    """Return the question which of two numbers of people at one event is right."""
    slots = {"day": row["on"], "title": row["called"], "file": row["file_named"]}
    slots |= {"heads": int(row["heads"]), "seats": int(row["seats_named"])}
    return problem_of("listed_events.fewer", str(row["file"]), QUESTION, **slots)
