"""What logs of reference questions share: one touch a question, by person or by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from engagekit.readers.activity import _activity_log
from engagekit.readers.contacts import _contacts
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading
from engagekit.tables.problems import Problem


@dataclass(frozen=True)
class Log:
    """Where a tool keeps what: squashed header names, best first."""

    on: Sequence[str]
    asked: Sequence[str] = ()
    number: Sequence[str] = ()
    need: Sequence[str] = ()
    minutes: Sequence[str] = ()
    staff: Sequence[str] = ()
    department: Sequence[str] = ()
    name: Sequence[str] = ()
    email: Sequence[str] = ()
    matter: Sequence[str] = ()
    closed: Sequence[str] = ()

    def used(self) -> list[str]:
        """Every header name that is taken over."""
        parts = (
            self.on,
            self.asked,
            self.number,
            self.need,
            self.minutes,
            self.staff,
            self.department,
            self.name,
            self.email,
            self.matter,
        )
        return [name for part in parts for name in part]


def read_questions(listed: Listing, log: Log, problems: Sequence[Problem] = ()) -> Reading:
    """Read a log of questions: each was asked and answered, so each is two-way.

    Parameters
    ----------
    listed : Listing
    log : Log
    problems : sequence of Problem

    Returns
    -------
    Reading
        Without a name or an address a touch has a head count of one and its department.
    """
    why = _table.reasons(listed)
    retained = why == ""
    requested = listed.column(log.asked)
    email = listed.column(log.email).map(lambda cell: "".join(_contacts.addresses(cell)[:1]))
    name = listed.column(log.name)
    nobody = (email.astype("str") == "") & (name == "")
    frame = pd.DataFrame(
        {
            "display_name": name,
            "email": email.astype("str"),
            "on": listed.column(log.on),
            "channel": _activity_log.channels(requested),
            "place": _activity_log.places(requested),
            "begun_by": "contact",
            "two_way": "yes",
            "need": listed.column(log.need),
            "staff_id": listed.column(log.staff),
            "matter_id": listed.column(log.matter),
            "minutes": listed.column(log.minutes).map(_activity_log.band_minutes).astype("str"),
            "head_count": nobody.map({True: "1", False: ""}).astype("str"),
            "department": listed.column(log.department),
        }
    )
    number = listed.column(log.number)
    unique = (number != "") & ~number.duplicated(keep=False)
    frame["touch_id"] = (_table.stem(listed.export) + "-" + number).where(unique, "")
    present = [column for column in frame if column == "on" or (frame[column] != "").any()]
    return _activity_log.read_touches(
        listed,
        frame.loc[retained, present],
        why,
        used=set(listed.positions(log.used())),
        fields={
            "on": log.on,
            "need": log.need,
            "minutes": log.minutes,
            "email": log.email,
            "display_name": log.name,
            "department": log.department,
        },
        problems=(*problems, *_grouped(listed, retained & nobody)),
        not_after=[(frame["on"][retained], listed.column(log.closed)[retained])],
    )


def _grouped(listed: Listing, mask: pd.Series) -> list[Problem]:
    """That questions without a person count for their department only."""
    rows = int(mask.sum())
    if not rows:
        return []
    return [
        listed.problem(
            f"names nobody in {rows} rows: they count as touches of a group, never in reach",
            "Nothing to do; log an address where people agree to it.",
        )
    ]
