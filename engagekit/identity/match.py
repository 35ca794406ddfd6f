"""Mentions to contacts: by number, address, alias, and a unique name; the rest is a suggestion."""

from pathlib import Path

import pandas as pd

from engagekit.identity.staff_list import TEMPLATE, Directory
from engagekit.parsing import values
from engagekit.parsing.person_names import OUTSIDE, address_of, name_of
from engagekit.parsing.word_lists import words

HOUSE_TOOLS = {TEMPLATE, *words("tools", Path(__file__).parent)["house"]}
"""Tools of the organisation's own tenant: only there may a name alone link."""


def link(
    mentions: pd.DataFrame, days: pd.Series, staff: Directory, tool: str | pd.Series
) -> pd.DataFrame:
    """Fill ``contact_id`` and ``linked_by`` of rows that mention people.

    ``mentions``: with ``contact_id, display_name, email``. ``days``: the day of each row: a name
    links only people who were on the staff list that day. ``tool``: where they, or each of them,
    come from; a name alone links only in the organisation's own tools. Returned: a copy, with
    ``contact_id`` of the staff list or missing, and ``linked_by`` one of ``id, email, upn, alias,
    name``.
    """
    lookup = staff.lookup
    number = mentions["contact_id"].astype("str")
    email = address_of(mentions["email"])
    # in a log by hand an address stands where the name belongs
    email = email.mask(email == "", address_of(mentions["display_name"]))
    name = name_of(mentions["display_name"])
    on_list = number.where(number.isin(set(staff.contacts["contact_id"])))
    steps = [
        ("id", on_list.fillna(number.map(lookup["id"]).astype("str"))),
        ("email", email.map(lookup["email"])),
        ("upn", email.map(lookup["upn"])),
        ("alias", email.map(lookup["alias"])),
        ("alias", name.map(lookup["name"]).where(email == "")),
    ]
    is_house = pd.Series(tool, index=mentions.index, dtype="str").isin(HOUSE_TOOLS)
    if is_house.any():
        user = mentions["email"].astype("str").str.casefold()
        user = user.where(is_house & ~user.str.contains("@", regex=False))
        steps.append(("upn", user.map(lookup["user"])))
        is_marked = mentions["display_name"].astype("str").str.contains(OUTSIDE)
        name = name.where(is_house & (email == "") & ~is_marked, "")
        steps.append(("name", by_name(name, days, staff)))
        if "department" in mentions:  # of two people of one name the log says which
            steps.append(("name", by_name(name, days, staff, mentions["department"])))
    links = pd.Series(pd.NA, index=mentions.index, dtype="str")
    how = pd.Series(pd.NA, index=mentions.index, dtype="str")
    for label, matches in steps:
        if matches.isna().all():
            continue
        matches = matches.astype("str")
        how = how.mask(links.isna() & matches.notna(), label)
        links = links.fillna(matches)
    return mentions.assign(contact_id=links, linked_by=how)


def by_name(
    names: pd.Series, days: pd.Series, staff: Directory, units: pd.Series | None = None
) -> pd.Series:
    """Return the one person of each name, and of a department, who was on the list that day."""
    if not (names != "").any():  # as in a log that names nobody
        return pd.Series(index=names.index, dtype=staff.bearers["contact_id"].dtype)
    stamped = pd.to_datetime(days)
    stamped = stamped.dt.tz_localize(None) if stamped.dt.tz is not None else stamped
    rows = pd.DataFrame({"name": names.to_numpy(), "day": stamped.to_numpy()})
    pairs = rows.assign(row=range(len(rows)))[rows["name"] != ""].merge(staff.bearers, on="name")
    # a day that is not known is before or after no other
    is_early = pairs["joined_on"] > pairs["day"]
    is_late = pairs["left_on"] < pairs["day"].dt.normalize()
    pairs = pairs[~is_early & ~is_late]
    if units is not None:
        of = staff.contacts.set_index("contact_id")["department"]
        sides = pairs["contact_id"].map(of), units.iloc[pairs["row"]]
        own, wanted = (values.fold(one.fillna("").astype("str")).to_numpy() for one in sides)
        pairs = pairs[(own != "") & (own == wanted)]
    sole = pairs[~pairs["row"].duplicated(keep=False)].set_index("row")["contact_id"]
    matches: pd.Series = sole.reindex(range(len(names))).set_axis(names.index)
    return matches
