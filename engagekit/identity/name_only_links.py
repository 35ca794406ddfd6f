"""Meetings of our own account: where a full name without an address may name a colleague."""

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from engagekit.identity import match
from engagekit.identity.staff_list import Directory
from engagekit.parsing.person_names import OUTSIDE, address_of, inside, name_of
from engagekit.settings.schema import Settings

_BRACKETED = re.compile(r"^(?P<name>[^()\[\]]+?)\s*\((?P<inside>[^()\[\]]+)\)\s*$")
_PRONOUN = r"(?:she|he|they|ze|her|him|his|hers|them|elle|il|iel|ella|él|sie|er)"
_PRONOUNS = re.compile(rf"^{_PRONOUN}(?:\s*[/,·]\s*{_PRONOUN})*$", re.IGNORECASE)
_MARKED = re.compile(r"[()\[\]|@#]|^ext\b|\bext$", re.IGNORECASE)


def own_meetings(hosts: Mapping[str, str], settings: Settings) -> frozenset[str]:
    """Return the meetings whose host has an address of the organisation.

    ``hosts``: number of an event to the address of its host. ``settings``: ``[organisation]``:
    ``domains``, and ``names_in_own_meetings`` to turn it off.

    Examples
    --------
    >>> from engagekit.settings.schema import make_settings
    >>> ours = make_settings({"organisation": {"domains": ["ours.example"]}})
    >>> own_meetings({"a": "Lib <lib@ours.example>", "b": "x@notours.example", "c": ""}, ours)
    frozenset({'a'})
    """
    organisation = settings.organisation
    if not organisation.names_in_own_meetings or not hosts:
        return frozenset()
    ours = inside(address_of(pd.Series(hosts, dtype="str")), organisation.domains)
    return frozenset(ours.index[ours])


def outsiders(
    frames: Iterable[pd.DataFrame], staff: Directory, domains: Iterable[str]
) -> dict[str, set[str]]:
    """Return names that stand beside an address from outside, and whose addresses those are.

    ``frames``: every table that was loaded; those with ``display_name`` and ``email`` are looked
    at. ``domains``: the organisation's own. Returned: name to the contacts whose address it is; the
    empty text for an address of nobody on the staff list.
    """
    columns = ["display_name", "email"]
    named = [frame[columns].astype("str") for frame in frames if {*columns} <= {*frame.columns}]
    rows = pd.concat([pd.DataFrame(columns=columns, dtype="str"), *named]).drop_duplicates()
    name, address = name_of(rows["display_name"]), address_of(rows["email"])
    is_outside = (address != "") & (name != "") & ~inside(address, domains)
    owner = address[is_outside].map(staff.lookup["address"]).fillna("")
    sets: dict[str, set[str]] = {}
    for who, contact in zip(name[is_outside], owner, strict=True):
        sets.setdefault(who, set()).add(contact)
    return sets


def link(
    mentions: pd.DataFrame,
    days: pd.Series,
    staff: Directory,
    *,
    meetings: frozenset[str],
    outside: Mapping[str, set[str]],
) -> pd.DataFrame:
    """Link full names without an address in meetings of our own account.

    ``mentions``: ``event_id, display_name, email, contact_id, linked_by``, already linked by what
    is safer. ``days``: the day of each row. ``meetings``: the meetings of `own_meetings`.
    ``outside``: the names of `outsiders`: one that somebody else bears links nobody. Returned: a
    copy. A name links if it has two words or more, one person on the staff list that day bears it,
    nothing marks it as from outside or as a device, it stands once in its meeting, and that
    colleague is not there by address.
    """
    free = mentions["contact_id"].isna() & mentions["event_id"].isin(meetings)
    free &= address_of(mentions["email"]) == ""
    if not free.any():
        return mentions
    names = plain(mentions.loc[free, "display_name"])
    bearer = match.by_name(names, days[free], staff)
    pairs = zip(names, bearer, strict=True)
    elsewhere = [bool(outside.get(name, set()) - {contact}) for name, contact in pairs]
    bearer = bearer.mask(pd.Series(elsewhere, index=bearer.index, dtype="bool")).astype("str")
    unlinked = pd.DataFrame({"event_id": mentions["event_id"][free], "contact_id": bearer}).dropna()
    there = mentions[["event_id", "contact_id"]].dropna()
    again = pd.concat([there, unlinked]).duplicated(keep=False)
    linked = unlinked.loc[~again[unlinked.index], "contact_id"]
    result = mentions.copy()
    result.loc[linked.index, "contact_id"] = linked
    result.loc[linked.index, "linked_by"] = "name"
    return result


def plain(names: pd.Series) -> pd.Series:
    """Return names as a colleague would write them, for comparing; the empty text for others.

    Examples
    --------
    >>> plain(pd.Series(["Jo (Jo May)", "May, Jo (she/her)", "Jo May (Acme)", "Jo May (Guest)",
    ...                  "iPhone (Jo May)", "[Acme] Jo May", "Jo"])).tolist()
    ['jo may', 'jo may', '', '', '', '', '']
    """
    visible = names.astype("str").fillna("").str.strip()
    parts = visible.str.extract(_BRACKETED)
    added, before = parts["inside"].fillna(""), parts["name"].fillna("")
    both = zip(name_of(before), name_of(added), strict=True)
    words = [(set(one.split()), set(two.split())) for one, two in both]
    shortened = pd.Series([bool(b) and b < a for b, a in words], names.index, "bool")
    same = pd.Series([a <= b for b, a in words], names.index, "bool")
    same |= added.str.strip().str.match(_PRONOUNS)
    bare = visible.mask(shortened, added).where(~(same & (added != "")), before)
    marked = visible.str.contains(OUTSIDE) | bare.str.contains(_MARKED)
    folded = name_of(bare)
    return folded.where(~marked & folded.str.contains(" ", regex=False), "")
