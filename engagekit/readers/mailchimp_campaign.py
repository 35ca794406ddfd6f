"""Campaign reports of Mailchimp: one row a campaign, or one row a member of one campaign."""

from __future__ import annotations

import re

import pandas as pd

from engagekit import kinds
from engagekit.exports import Export
from engagekit.readers import Reading, Recognition, _contacts, _listing, _touches
from engagekit.readers._contacts import EMAIL, FAMILY, GIVEN
from engagekit.readers._listing import Listing
from engagekit.tables import Problem

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
    return _listing.find(export, lambda headers: _is_report(headers) or _is_activity(headers))


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a campaign report of Mailchimp, or None."""
    listed = _list_of(export)
    if listed is None:
        return None
    keys = frozenset(listed.keys)
    if _is_report(keys):
        return _listing.seen(listed, "has recipients, opens and clicks of campaigns")
    return _listing.seen(listed, "has opens and clicks of each address", "memberrating" in keys)


def read(export: Export) -> Reading:
    """Read campaigns as counts, or the members of one as counts and touches."""
    listed = _list_of(export) or _listing.listing(export, export.sheet, 0)
    if _is_report(frozenset(listed.keys)):
        return _campaigns(listed)
    return _members(listed)


def _campaigns(listed: Listing) -> Reading:
    """One row a campaign: counts at the day it was sent; clicks before opens."""
    why = _listing.reasons(listed)
    body = listed.body[why == ""]
    sent = listed.column(SENT).reindex(body.index)
    title = listed.column(TITLE).reindex(body.index)
    parts = [
        pd.DataFrame({"what": what, "on": sent, "place": title,
                      "n": listed.column(names).reindex(body.index)})
        for what, names in COUNTED.items() if listed.positions(names)
    ]  # fmt: skip
    counts = pd.concat(parts) if parts else pd.DataFrame()
    counts = counts[counts["n"] != ""] if len(counts) else counts
    order, leaning = _listing.order_of(listed, [sent])
    used = [name for names in COUNTED.values() for name in names]
    return Reading(
        tables={"counts": counts.sort_index(kind="stable").rename_axis("source")},
        rows_read=_listing.rows_read(why),
        rows_kept=len(body),
        set_aside=_listing.set_aside(why, listed.export.file),
        problems=(_inflated(listed), *leaning, *_listing.long_rows(listed, why)),
        dropped_columns=_listing.dropped(listed, set(listed.positions([*used, *SENT, *TITLE]))),
        origins={"counts": _listing.origins(listed, {"on": SENT})},
        date_order=order,
    )


def _members(listed: Listing) -> Reading:
    """One row a member: a touch where it was opened or clicked, counts of all."""
    why = _listing.reasons(listed)
    email = listed.column(EMAIL).map(lambda cell: "".join(_contacts.addresses(cell)[:1]))
    email = email.astype("str")
    why = why.mask((why == "") & (email == ""), "no address")
    opens = kinds.numbers(listed.column(["opens"])).values.fillna(0)
    clicks = kinds.numbers(listed.column(["clicks"])).values.fillna(0)
    on, faults = sent_on(listed)
    if not on:
        why = why.mask(why == "", "no date in the file: say it under [files] in engagekit.toml")
    kept = why == ""
    met = kept & ((opens > 0) | (clicks > 0))
    name = kinds.clean(listed.column(GIVEN) + " " + listed.column([*FAMILY, "nom"]))
    department = listed.column(["department", "dept"])
    frame = pd.DataFrame({
        "display_name": name, "email": email, "on": on, "channel": "newsletter",
        "place": "online", "begun_by": "library", "two_way": "no", "department": department,
    })[met]  # fmt: skip
    title = _listing.stem(listed.export)
    totals = {
        "newsletter recipients": kept.sum(),
        "newsletter clickers": (kept & (clicks > 0)).sum(),
        "newsletter openers": (kept & (opens > 0)).sum(),
    }
    first = why.index[kept][:1].repeat(len(totals))
    counts = pd.DataFrame(
        {"what": list(totals), "on": on, "place": title, "n": [str(n) for n in totals.values()]},
        index=first if len(first) else pd.RangeIndex(len(totals)),
    ).iloc[: len(totals) if kept.any() else 0]  # fmt: skip
    fields = {"email": EMAIL}
    used = set(listed.positions([*EMAIL, *GIVEN, *FAMILY, "nom", "opens", "clicks", "department",
                                 "dept"]))  # fmt: skip
    return _touches.read_touches(
        listed, frame, why, used=used, fields=fields, counts=counts if on else None,
        problems=(*faults, _inflated(listed)),
    )  # fmt: skip


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
