"""Campaign reports of Mailchimp: one row a campaign, or one row a member of one campaign."""

from __future__ import annotations

import re

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing import values
from engagekit.readers.activity import _activity_log
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import EMAIL, FAMILY, GIVEN
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "Mailchimp campaign"
TABLES = ("touches", "counts")

SENT = ("senddate", "sendtime", "sentdate", "datesent", "dateenvoi", "sent")
COUNTED = {
    "newsletter recipients": ("totalrecipients", "recipients"),
    "newsletter deliveries": ("successfuldeliveries", "deliveries", "delivered"),
    "newsletter clickers": ("uniqueclicks",),
    "newsletter openers": ("uniqueopens",),
    "newsletter unsubscribes": ("unsubscribes", "unsubscribed"),
}
TITLE = ("title", "campaignname", "name", "subject")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"(20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?([0-2]\d|3[01])(?!\d)")
_MONTH = re.compile(rf"(?i)(?<![a-z])({'|'.join(_MONTHS)})[a-z]*[ _.-]*(20\d\d)(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_. ](0[1-9]|1[0-2])(?!\d)")


def _is_report(headers: frozenset[str]) -> bool:
    """Whether a header row is that of campaigns."""
    return (
        bool(headers & {"totalrecipients", "successfuldeliveries"})
        and bool(headers & {"uniqueopens", "openrate"})
        and bool(headers & {*TITLE})
    )


def _is_activity(headers: frozenset[str]) -> bool:
    """Whether a header row is that of the members of one campaign."""
    return bool(headers & {*EMAIL}) and {"opens", "clicks"} <= headers


def _list_of(export: Export) -> Listing | None:
    return _table.find(export, lambda headers: _is_report(headers) or _is_activity(headers))


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a campaign report of Mailchimp, or None."""
    listed = _list_of(export)
    if listed is None:
        return None
    keys = frozenset(listed.keys)
    if _is_report(keys):
        return _table.seen(listed, "has recipients, opens and clicks of campaigns")
    return _table.seen(listed, "has opens and clicks of each address", "memberrating" in keys)


def read(export: Export) -> Reading:
    """Read one touch a campaign with its head count, or one a recipient; beside them the counts."""
    listed = _list_of(export) or _table.listing(export, export.sheet, 0)
    if _is_report(frozenset(listed.keys)):
        return _campaigns(listed)
    return _members(listed)


def _campaigns(listed: Listing) -> Reading:
    """One touch a campaign on the day it was sent, for as many as it was delivered to."""
    why = _table.reasons(listed)
    body = listed.body[why == ""]
    sent = listed.column(SENT).reindex(body.index)
    title = listed.column(TITLE).reindex(body.index)
    columns = {
        what: listed.column(names).reindex(body.index)
        for what, names in COUNTED.items()
        if listed.positions(names)
    }
    parts = [
        pd.DataFrame({"what": what, "on": sent, "place": title, "n": cells})
        for what, cells in columns.items()
    ]
    counts = pd.concat(parts)
    counts = counts[counts["n"] != ""].sort_index(kind="stable")
    used = [name for names in COUNTED.values() for name in names]
    return _activity_log.read_touches(
        listed,
        _broadcasts(sent, columns),
        why,
        used=set(listed.positions([*used, *SENT, *TITLE])),
        fields={"on": SENT},
        counts=counts,
        problems=(_inflated(listed),),
    )


def _broadcasts(sent: pd.Series, columns: dict[str, pd.Series]) -> pd.DataFrame:
    """Touches of whole campaigns: nobody is named; delivered goes before sent to."""
    blank = pd.Series("", index=sent.index, dtype="str")
    delivered = columns.get("newsletter deliveries", blank)
    return pd.DataFrame(
        {
            "on": sent,
            "channel": "newsletter",
            "place": "online",
            "begun_by": "library",
            "two_way": "no",
            "head_count": delivered.mask(
                delivered == "", columns.get("newsletter recipients", blank)
            ),
        }
    )


def _members(listed: Listing) -> Reading:
    """One touch a recipient, opened or not, and the counts of opens and clicks beside."""
    why = _table.reasons(listed)
    email = listed.column(EMAIL).map(lambda cell: "".join(_contacts.addresses(cell)[:1]))
    email = email.astype("str")
    why = why.mask((why == "") & (email == ""), "no address")
    opens = values.numbers(listed.column(["opens"])).values.fillna(0)
    clicks = values.numbers(listed.column(["clicks"])).values.fillna(0)
    on, faults = sent_on(listed)
    if not on:
        why = why.mask(why == "", "no date in the file: say it under [files] in engagekit.toml")
    retained = why == ""
    name = values.clean(listed.column(GIVEN) + " " + listed.column([*FAMILY, "nom"]))
    department = listed.column(["department", "dept"])
    frame = pd.DataFrame(
        {
            "display_name": name,
            "email": email,
            "on": on,
            "channel": "newsletter",
            "place": "online",
            "begun_by": "library",
            "two_way": "no",
            "department": department,
        }
    )[retained]
    title = _table.stem(listed.export)
    totals = {
        "newsletter recipients": retained.sum(),
        "newsletter clickers": (retained & (clicks > 0)).sum(),
        "newsletter openers": (retained & (opens > 0)).sum(),
    }
    first = why.index[retained][:1].repeat(len(totals))
    counts = pd.DataFrame(
        {"what": list(totals), "on": on, "place": title, "n": [str(n) for n in totals.values()]},
        index=first if len(first) else pd.RangeIndex(len(totals)),
    ).iloc[: len(totals) if retained.any() else 0]
    fields = {"email": EMAIL}
    used = set(
        listed.positions([*EMAIL, *GIVEN, *FAMILY, "nom", "opens", "clicks", "department", "dept"])
    )
    return _activity_log.read_touches(
        listed,
        frame,
        why,
        used=used,
        fields=fields,
        counts=counts if on else None,
        problems=(*faults, _inflated(listed)),
    )


def sent_on(listed: Listing) -> tuple[str, list[Problem]]:
    """The day of a campaign: from the settings, else from the file name; never made up."""
    stated = getattr(listed.export.choice, "event", None)
    file = re.split(r"[\\/]", listed.export.file)[-1]
    day = _day_in(stated or "") or _day_in(file)
    if stated and _day_in(stated):
        return day, []
    if day:
        return day, [
            listed.problem(
                f"has no date; {day} is taken from the file name",
                f'Say event = "YYYY-MM-DD" under [files."{listed.export.file}"] to correct it.',
            )
        ]
    return "", [
        listed.problem(
            "has no date, so its rows cannot be placed in a quarter",
            f'Say event = "YYYY-MM-DD" under [files."{listed.export.file}"] in engagekit.toml.',
        )
    ]


def _day_in(text: str) -> str:
    """An ISO day found in a text; the first of the month where only that is told."""
    if match := _DAY.search(text):
        return "-".join(match.groups())
    if match := _YEAR_MONTH.search(text):
        return f"{match[1]}-{match[2]}-01"
    if match := _MONTH.search(text):
        return f"{match[2]}-{_MONTHS.index(match[1].casefold()) + 1:02d}-01"
    return ""


def _inflated(listed: Listing) -> Problem:
    return listed.problem(
        "counts opens, which privacy proxies of mail programs inflate", "Judge by clicks first."
    )
