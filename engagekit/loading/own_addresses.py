"""The library's own addresses, and organisers, in lists of people: a host is no guest."""

import pandas as pd

from engagekit.parsing.person_names import address_of
from engagekit.parsing.values import fold
from engagekit.settings.schema import Settings
from engagekit.tables.problems import NOTE, Problem, SetAside, problem_of

REASON = "an address or a unit of the library, as [library] says"
HELD = "who held the meeting, as its organiser or host"


def left_out(
    frames: dict[str, pd.DataFrame], organisers: frozenset[tuple[str, str]], settings: Settings
) -> tuple[dict[str, pd.DataFrame], list[SetAside], list[Problem]]:
    """Set aside the rows of attendance of the library's addresses, and of who held the meeting.

    ``frames``: linked already: staff of the library on the staff list stay, measures know them.
    ``organisers``: as the exports name them, in small letters. ``set_aside``: one a file and
    reason. ``problems``: how many organisers are left out, and how to say otherwise.
    """
    rows = frames.get("attendance")
    if rows is None:
        return frames, [], []
    own = of_library(rows, settings)
    hosts = _hosting(rows, frames.get("contacts"), organisers) & ~own
    if settings.library.hosts_attend:
        hosts &= False
    aside = [
        SetAside(reason, int(n), str(file))
        for reason, gone in ((REASON, own), (HELD, hosts))
        for file, n in rows.loc[gone, "source_file"].astype("str").value_counts(sort=False).items()
    ]
    note = problem_of("own_addresses.hosts", "", NOTE, n=int(hosts.sum()))
    return {**frames, "attendance": rows[~own & ~hosts]}, aside, [note] if hosts.any() else []


def of_library(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Return which rows are of nobody on the staff list, and of a mailbox or unit of the library.

    A shared calendar or account stands under the name of the unit.
    """
    units = (*settings.library.departments, settings.organisation.library)
    own = address_of(rows["email"]).isin({email.casefold() for email in settings.library.emails})
    own |= fold(rows["display_name"].fillna("")).isin({*fold(pd.Series(units, dtype="str"))})
    return own & rows["contact_id"].isna()


def _hosting(
    rows: pd.DataFrame, contacts: pd.DataFrame | None, organisers: frozenset[tuple[str, str]]
) -> pd.Series:
    """Return which rows are of who held the meeting, and not of the library's own on the list."""
    email, name = (
        rows[column].astype("str").fillna("").str.strip().str.casefold()
        for column in ("email", "display_name")
    )
    keys = zip(rows["event_id"], email, name, strict=True)
    result = [not organisers.isdisjoint({(event, mail), (event, who)}) for event, mail, who in keys]
    hosts = pd.Series(result, rows.index, dtype="bool")
    if contacts is None:
        return hosts
    return hosts & ~rows["contact_id"].isin(library_staff(contacts))


def library_staff(contacts: pd.DataFrame) -> pd.Series:
    """Return the numbers of the library's own staff."""
    numbers: pd.Series = contacts["contact_id"][contacts["is_library"].fillna(False).astype(bool)]
    return numbers
