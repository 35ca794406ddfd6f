"""Mentions to contacts: by number, address, alias, and a unique name; the rest is a suggestion."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from engagekit.parsing.person_names import OUTSIDE, address_of, inside, name_of
from engagekit.settings.schema import Settings
from engagekit.tables.schema import OUTSIDE_ROLES

TEMPLATE = "engagekit template"
HOUSE_TOOLS = frozenset(
    {
        "Microsoft Teams",
        TEMPLATE,
        "Viva Engage",
        "Slack",
        "Slack export",
        "LibAnswers",
        "HR roster",
        "Microsoft Entra",
        "Message trace",
    }
)
"""Tools of the organisation's own tenant: only there may a name alone link."""
SPINES = {TEMPLATE: 0, "HR roster": 0, "Microsoft Entra": 1}
"""Which list of people is the staff list: the lowest rank that is there."""
OTHER_LIST = 2
MIN_SCORE = 70.0
OWN_SHARE = 0.1
"""Share of the staff list's addresses above which a domain is the organisation's own."""


@dataclass(frozen=True, eq=False)
class Directory:
    """Who is on the staff list, under every name and address they are known by.

    Attributes
    ----------
    contacts : DataFrame
        Tidy contacts, ``is_library`` filled.
    aliases : DataFrame
        Tidy aliases, those found in the lists included.
    problems : tuple of str
        What the lists do not agree on, in words.
    not_staff : Mapping of str to int
        Source file to entries that are on no staff list.
    """

    contacts: pd.DataFrame
    aliases: pd.DataFrame
    problems: tuple[str, ...] = ()
    not_staff: Mapping[str, int] | None = None

    @cached_property
    def lookup(self) -> dict[str, dict[str, str]]:
        """Address, UPN, number and decided name to contact."""
        return _lookup(self.contacts, self.aliases)


def rank(tool: str) -> int:
    """Return the rank of a tool's list of people: the lowest that is there is the staff list."""
    return SPINES.get(tool, OTHER_LIST)


def directory(
    lists: Sequence[tuple[str, str, pd.DataFrame]], aliases: pd.DataFrame, settings: Settings
) -> Directory:
    """Return one staff list out of all lists of people.

    Parameters
    ----------
    lists : sequence of (tool, file, contacts)
        Every list that was read.
    aliases : DataFrame
        Tidy aliases of the exports and of the review file.
    settings : Settings

    Returns
    -------
    Directory
        The list of the highest rank is the staff list; other lists only add addresses and names to
        the people on it, and fill empty fields.
    """
    ranked = sorted(lists, key=lambda part: SPINES.get(part[0], OTHER_LIST))
    best = SPINES.get(ranked[0][0], OTHER_LIST)
    spine = [part for part in ranked if SPINES.get(part[0], OTHER_LIST) == best]
    others = [part for part in ranked if part not in spine]
    contacts = pd.concat([part[2] for part in spine], ignore_index=True)
    outside = contacts["role_level"].isin(OUTSIDE_ROLES)
    contacts = _one_each(contacts[~outside].reset_index(drop=True))
    matches = [aliases]
    not_staff = _outside(spine)
    problems: list[str] = []
    domains = settings.organisation.domains or _domains_of(contacts)
    for _, file, people in others:
        links = _same_people(people, contacts, pd.concat(matches, ignore_index=True), domains)
        not_staff[file] = int(links.isna().sum())
        matches.append(_aliases_from(people, links, contacts))
        contacts = _filled(contacts, people, links)
    existing = pd.concat(matches, ignore_index=True)
    existing = existing.merge(_numbers_of(existing, contacts), on="alias", how="left")
    existing["contact_id"] = existing["real_id"].fillna(existing["contact_id"]).astype("str")
    existing = existing.drop(columns="real_id").drop_duplicates(["alias", "contact_id"])
    existing = existing[existing["contact_id"].isin(contacts["contact_id"])]
    return Directory(
        _with_library(contacts, settings),
        existing.reset_index(drop=True),
        tuple(problems),
        not_staff,
    )


def _outside(spine: Sequence[tuple[str, str, pd.DataFrame]]) -> dict[str, int]:
    """Return how many guests, rooms and devices stand on each staff list."""
    rows = {file: int(people["role_level"].isin(OUTSIDE_ROLES).sum()) for _, file, people in spine}
    return {file: count for file, count in rows.items() if count}


def _one_each(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a number: the first row that has a field fills it.

    So a sheet that names only the budget holders adds to the roster and takes nothing from it.
    """
    if not contacts["contact_id"].duplicated().any():
        return contacts
    kinds_of = contacts.dtypes.to_dict()
    one = contacts.groupby("contact_id", sort=False, as_index=False).first()
    return one[list(contacts.columns)].astype(kinds_of)


def _numbers_of(aliases: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    """Return aliases that point to another list's number, pointed to the staff list's number."""
    on_list = set(contacts["contact_id"])
    by_number = aliases[aliases["kind"] == "id"].drop_duplicates("alias")
    numbers = dict(zip(by_number["alias"], by_number["contact_id"], strict=True))
    stray = aliases[~aliases["contact_id"].isin(on_list)].drop_duplicates("alias")
    real = stray["contact_id"].map(numbers).astype("str")
    return pd.DataFrame({"alias": stray["alias"], "real_id": real}).dropna()


def _domains_of(contacts: pd.DataFrame) -> tuple[str, ...]:
    """Return the domains that many of the staff list's addresses are of."""
    there = address_of(contacts["email"]).str.rpartition("@")[2]
    shares = there[there != ""].value_counts(normalize=True)
    return tuple(shares.index[shares >= OWN_SHARE])


def _same_people(
    people: pd.DataFrame, contacts: pd.DataFrame, aliases: pd.DataFrame, domains: Sequence[str]
) -> pd.Series:
    """Return for each entry of another list, the number of the same person on the staff list.

    A name alone tells nothing of an entry with an address from outside: a client may bear it.
    """
    lookup = _lookup(contacts, aliases)
    email = address_of(people["email"]).reset_index(drop=True)
    number = people["contact_id"].astype("str").reset_index(drop=True)
    links = number.where(number.isin(contacts["contact_id"]))
    links = links.fillna(email.map(lookup["address"]).astype("str"))
    names = name_of(people["display_name"]).reset_index(drop=True)
    internal = ~people["display_name"].astype("str").str.contains(OUTSIDE).reset_index(drop=True)
    unique = ~names.duplicated(keep=False) & (names != "") & internal
    if domains:
        unique &= (email == "") | inside(email, domains)
    by_name = names.map(_unique_names(contacts))
    free = ~by_name.isin(links.dropna())
    return links.fillna(by_name.where(unique & free).astype("str")).astype("str")


def _lookup(contacts: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return address, UPN, number and decided name to contact, without those of two people."""
    address = pd.DataFrame(
        {"alias": address_of(contacts["email"]), "contact_id": contacts["contact_id"]}
    )
    kind = aliases["kind"].astype("str").fillna("")
    as_address = address_of(aliases["alias"])
    other = pd.DataFrame({"alias": as_address, "contact_id": aliases["contact_id"]})
    named = pd.DataFrame({"alias": name_of(aliases["alias"]), "contact_id": aliases["contact_id"]})
    number = pd.DataFrame(
        {"alias": aliases["alias"].astype("str"), "contact_id": aliases["contact_id"]}
    )
    return {
        "email": _only(address),
        "upn": _only(other[kind == "upn"]),
        "alias": _only(other[kind != "upn"]),
        "address": _only(pd.concat([address, other])),
        "name": _only(named[(kind == "name") & aliases["decided_by"].notna()]),
        "id": _only(number[kind == "id"]),
        "user": _only(pd.concat([address, other[kind == "upn"]]).assign(alias=_user)),
    }


def _user(pairs: pd.DataFrame) -> pd.Series:
    """Return the user names in addresses."""
    return pairs["alias"].str.replace(r"@.*$", "", regex=True)


def _only(pairs: pd.DataFrame) -> dict[str, str]:
    """Return alias to contact where it belongs to one contact."""
    present = pairs[(pairs["alias"] != "") & pairs["alias"].notna()].drop_duplicates()
    present = present[~present["alias"].duplicated(keep=False)]
    return dict(zip(present["alias"], present["contact_id"], strict=True))


def _unique_names(contacts: pd.DataFrame, aliases: pd.DataFrame | None = None) -> dict[str, str]:
    """Return folded name to contact where one person bears it."""
    pairs = pd.DataFrame(
        {"alias": name_of(contacts["display_name"]), "contact_id": contacts["contact_id"]}
    )
    if aliases is not None and len(aliases):
        names = aliases[aliases["kind"] == "name"]
        pairs = pd.concat(
            [
                pairs,
                pd.DataFrame({"alias": name_of(names["alias"]), "contact_id": names["contact_id"]}),
            ]
        )
    return _only(pairs[pairs["alias"].str.contains(" ", regex=False)])


def _aliases_from(people: pd.DataFrame, links: pd.Series, contacts: pd.DataFrame) -> pd.DataFrame:
    """Return addresses, names and numbers of another list as aliases of the staff list."""
    rows = people.reset_index(drop=True).assign(contact_id_on_list=links.to_numpy())
    rows = rows[rows["contact_id_on_list"].notna()]
    parts = [
        pd.DataFrame(
            {
                "alias": rows[column].astype("str"),
                "kind": kind,
                "contact_id": rows["contact_id_on_list"],
            }
        )
        for column, kind in (("email", "email"), ("contact_id", "id"), ("display_name", "name"))
    ]
    matches = pd.concat(parts, ignore_index=True)
    matches = matches[matches["alias"].notna() & (matches["alias"] != matches["contact_id"])]
    matches["decided_by"] = pd.Series(pd.NA, index=matches.index, dtype="str")
    matches["decided_on"] = pd.Series(pd.NaT, index=matches.index, dtype="datetime64[us]")
    return matches


def _filled(contacts: pd.DataFrame, people: pd.DataFrame, links: pd.Series) -> pd.DataFrame:
    """Return empty fields of the staff list filled from another list."""
    extra = people.reset_index(drop=True).assign(contact_id=links.to_numpy())
    extra = extra[extra["contact_id"].notna()].drop_duplicates("contact_id")
    extra = extra.set_index("contact_id").reindex(contacts["contact_id"]).reset_index(drop=True)
    result = contacts.copy()
    for name in ("email", "department", "role_level", "cost_centre", "site"):
        result[name] = result[name].fillna(extra[name])
    return result


def _with_library(contacts: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return contacts with ``is_library`` filled from the column and the settings."""
    library = settings.library
    departments = {name.casefold() for name in library.departments}
    own = contacts["is_library"].fillna(False).astype(bool)
    own |= contacts["department"].astype("str").str.casefold().isin(departments)
    own |= address_of(contacts["email"]).isin({email.casefold() for email in library.emails})
    own |= contacts["contact_id"].isin(library.contact_ids)
    return contacts.assign(is_library=own.astype("boolean"))


def link(mentions: pd.DataFrame, days: pd.Series, known: Directory, tool: str) -> pd.DataFrame:
    """Fill ``contact_id`` and ``linked_by`` of rows that mention people.

    Parameters
    ----------
    mentions : DataFrame
        With ``contact_id, display_name, email``.
    days : Series of datetime
        The day of each row: a name links only people who were on the staff list that day.
    known : Directory
    tool : str
        Where the rows come from; a name alone links only in the organisation's own tools.

    Returns
    -------
    DataFrame
        A copy, with ``contact_id`` of the staff list or missing, and ``linked_by`` one of
        ``id, email, upn, alias, name``.
    """
    lookup = known.lookup
    result = mentions.copy()
    number = result["contact_id"].astype("str")
    email = address_of(result["email"])
    name = name_of(result["display_name"])
    on_list = number.where(number.isin(set(known.contacts["contact_id"])))
    steps = [
        ("id", on_list.fillna(number.map(lookup["id"]).astype("str"))),
        ("email", email.map(lookup["email"])),
        ("upn", email.map(lookup["upn"])),
        ("alias", email.map(lookup["alias"])),
        ("alias", name.map(lookup["name"]).where(email == "")),
    ]
    if tool in HOUSE_TOOLS:
        unmarked = (email == "") & ~result["display_name"].astype("str").str.contains(OUTSIDE)
        user = result["email"].astype("str").str.casefold()
        steps.append(("upn", user.where(~user.str.contains("@", regex=False)).map(lookup["user"])))
        steps.append(("name", by_name(name.where(unmarked, ""), days, known)))
    links = pd.Series(pd.NA, index=result.index, dtype="str")
    how = pd.Series(pd.NA, index=result.index, dtype="str")
    for label, matches in steps:
        matches = matches.astype("str")
        how = how.mask(links.isna() & matches.notna(), label)
        links = links.fillna(matches)
    return result.assign(contact_id=links, linked_by=how)


def by_name(names: pd.Series, days: pd.Series, known: Directory) -> pd.Series:
    """Return the one person of a name who was on the staff list that day."""
    people = known.contacts[["contact_id", "display_name", "joined_on", "left_on"]]
    bearers = people.assign(name=name_of(people["display_name"]))[
        ["name", "contact_id", "joined_on", "left_on"]
    ]
    other = known.aliases[known.aliases["kind"] == "name"]
    other = other.assign(name=name_of(other["alias"]))[["name", "contact_id"]].merge(
        people[["contact_id", "joined_on", "left_on"]], on="contact_id"
    )
    bearers = pd.concat([bearers, other]).drop_duplicates(["name", "contact_id"])
    bearers = bearers[bearers["name"].str.contains(" ", regex=False)]
    requested = pd.DataFrame(
        {"name": names.to_numpy(), "day": _naive(days).to_numpy(), "row": range(len(names))}
    )
    pairs = requested[requested["name"] != ""].merge(bearers, on="name")
    there = (
        pairs["joined_on"].isna() | pairs["day"].isna() | (pairs["joined_on"] <= pairs["day"])
    ) & (
        pairs["left_on"].isna()
        | pairs["day"].isna()
        | (pairs["left_on"] >= pairs["day"].dt.normalize())
    )
    pairs = pairs[there]
    sole = pairs[~pairs["row"].duplicated(keep=False)].set_index("row")["contact_id"]
    matches: pd.Series = sole.reindex(range(len(names))).set_axis(names.index)
    return matches


def _naive(days: pd.Series) -> pd.Series:
    """Return days without a zone."""
    stamped = pd.to_datetime(days)
    return stamped.dt.tz_localize(None) if stamped.dt.tz is not None else stamped


def suggestions(mentions: pd.DataFrame, known: Directory) -> pd.DataFrame:
    """Return who the unidentified may be: a list that a person answers once.

    Parameters
    ----------
    mentions : DataFrame
        Rows without ``contact_id``: ``display_name, email, source_file``.
    known : Directory

    Returns
    -------
    DataFrame
        ``alias, kind, rows, source_file, contact_id, candidate, score, why``, best candidate
        first for each mention, at most three; most frequent mentions first. The answer is kept in
        the sheet ``aliases``: alias, kind, contact_id, decided_by.
    """
    from rapidfuzz import fuzz, process

    people = known.contacts
    names = name_of(people["display_name"]).tolist()
    requested = mentions.assign(
        alias=mentions["email"].where(
            address_of(mentions["email"]) != "", mentions["display_name"]
        ),
        name=name_of(mentions["display_name"]),
    )
    requested = requested[requested["alias"].notna() & (requested["alias"].astype("str") != "")]
    requested = (
        requested.groupby(["alias", "name"], sort=False)
        .agg(rows=("alias", "size"), source_file=("source_file", "first"))
        .reset_index()
        .sort_values("rows", ascending=False, kind="stable")
    )
    rows = []
    for row in requested.itertuples():
        by_mail = "@" in str(row.alias)
        text = (
            row.name or name_of(pd.Series([re.sub(r"[._]", " ", str(row.alias).split("@")[0])]))[0]
        )
        for _, score, position in process.extract(
            text, names, scorer=fuzz.token_sort_ratio, limit=3, score_cutoff=MIN_SCORE
        ):
            person = people.iloc[position]
            rows.append(
                (
                    row.alias,
                    "email" if by_mail else "name",
                    row.rows,
                    row.source_file,
                    person["contact_id"],
                    person["display_name"],
                    round(score, 1),
                    "same name" if score == 100 else "similar name",
                )
            )
    return pd.DataFrame(
        rows,
        columns=["alias", "kind", "rows", "source_file", "contact_id", "candidate", "score", "why"],
    )
