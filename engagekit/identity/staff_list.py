"""Who is on the staff list, out of every list of people, and all that they are known by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from engagekit.identity.successive_lists import followed, latest_first
from engagekit.parsing.person_names import OUTSIDE, address_of, inside, name_of
from engagekit.settings.schema import Settings
from engagekit.tables.problems import QUESTION, Problem, problem_of
from engagekit.tables.schema import OUTSIDE_ROLES

TEMPLATE = "engagekit template"
SPINES = {TEMPLATE: 0, "HR roster": 0, "Microsoft Entra": 1}
"""Which list of people is the staff list: the lowest rank that is there."""
OTHER_LIST = 2
OWN_SHARE = 0.1
"""Share of the staff list's addresses from which a domain is the organisation's own: an office or a
merged firm may have its domain; consultants and private addresses are a few each."""
MANY = 0.5
"""Share of a list who are not on the staff list, from which it may be of staff that is missing."""
Lists = Sequence[tuple[str, str, pd.DataFrame]]
"""Tool, file and tidy contacts of every list of people that was read."""


@dataclass(frozen=True, eq=False)
class Directory:
    """Who is on the staff list, under every name and address they go by.

    Attributes
    ----------
    contacts : DataFrame
        Tidy contacts, ``is_library`` filled.
    aliases : DataFrame
        Tidy aliases, those of the other lists included.
    not_staff : Mapping of str to int
        Source file to entries that are on no staff list.
    notes : tuple of Problem
        What staff lists of several days say of who came, went and moved.
    """

    contacts: pd.DataFrame
    aliases: pd.DataFrame
    not_staff: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()

    @cached_property
    def lookup(self) -> dict[str, dict[str, str]]:
        """Address, UPN, number and decided name to contact."""
        return _lookup(self.contacts, self.aliases)

    @cached_property
    def bearers(self) -> pd.DataFrame:
        """Every name of two words and more with who bears it, and when they were on the list."""
        people = self.contacts[["contact_id", "display_name", "joined_on", "left_on"]]
        own = people.assign(name=name_of(people["display_name"])).drop(columns="display_name")
        other = self.aliases[self.aliases["kind"] == "name"]
        other = other.assign(name=name_of(other["alias"]))[["name", "contact_id"]]
        other = other.merge(people[["contact_id", "joined_on", "left_on"]], on="contact_id")
        both = pd.concat([own, other]).drop_duplicates(["name", "contact_id"])
        return both[both["name"].str.contains(" ", regex=False)]


def rank(tool: str) -> int:
    """Return the rank of a tool's list of people: the lowest that is there is the staff list."""
    return SPINES.get(tool, OTHER_LIST)


def directory(lists: Lists, aliases: pd.DataFrame, settings: Settings) -> Directory:
    """Return one staff list out of all lists of people.

    ``lists``: every list that was read. ``aliases``: tidy aliases of the exports and of the review
    file. Returned: the list of the highest rank is the staff list; other lists only add addresses
    and names to the people on it, and fill empty fields.
    """
    best = min(rank(tool) for tool, _, _ in lists)
    start = settings.organisation.fiscal_start
    files = {file for tool, file, _ in lists if rank(tool) == best}
    own = [rank(tool) == best or (_is_stated(tool) and file in files) for tool, file, _ in lists]
    parted = list(zip(lists, own, strict=True))
    spine = latest_first([part for part, is_own in parted if is_own], start)
    spine, notes = followed(spine, start)
    others = sorted((part for part, is_own in parted if not is_own), key=lambda p: rank(p[0]))
    contacts = pd.concat([people for _, _, people in spine], ignore_index=True)
    outside = contacts["role_level"].isin(OUTSIDE_ROLES)
    contacts = _one_each(contacts[~outside].reset_index(drop=True))
    every = aliases
    rows = {file: int(people["role_level"].isin(OUTSIDE_ROLES).sum()) for _, file, people in spine}
    not_staff = {file: count for file, count in rows.items() if count}
    domains = settings.organisation.domains or domains_of(contacts)
    for tool, file, people in others:
        links = _same_people(people, contacts, every, domains)
        not_staff[file] = int(links.isna().sum())
        if _is_stated(tool) and not_staff[file] > MANY * len(people):
            note = problem_of("staff_list.elsewhere", file, QUESTION, n=not_staff[file])
            notes = (*notes, note)
        every = pd.concat([every, _aliases_from(people, links)], ignore_index=True)
        extra = people.reset_index(drop=True).assign(contact_id=links.to_numpy())
        extra = extra[extra["contact_id"].notna()].drop_duplicates("contact_id")
        extra = extra.set_index("contact_id").reindex(contacts["contact_id"]).reset_index(drop=True)
        fields = ("email", "department", "role_level", "cost_centre", "site")
        contacts = contacts.assign(**{name: contacts[name].fillna(extra[name]) for name in fields})
    every = every.reset_index(drop=True)
    # numbers of another list that are aliases stand for those of the staff list
    numbers = every[every["kind"] == "id"].drop_duplicates("alias").set_index("alias")["contact_id"]
    is_stray = ~every["contact_id"].isin(contacts["contact_id"])
    every["contact_id"] = every["contact_id"].mask(is_stray, every["contact_id"].map(numbers))
    every = every.drop_duplicates(["alias", "contact_id"])
    every = every[every["contact_id"].isin(contacts["contact_id"])]
    staff = _with_library(contacts, settings)
    return Directory(staff, every.reset_index(drop=True), not_staff, notes)


def _is_stated(tool: str) -> bool:
    """Return whether somebody said in a mapping that a list is of people."""
    return tool.startswith("mapping ")


def _one_each(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a number: the first row that has a field fills it."""
    # so a sheet that names only the budget holders adds to the roster and takes nothing from it
    if not contacts["contact_id"].duplicated().any():
        return contacts
    one = contacts.groupby("contact_id", sort=False, as_index=False).first()
    return one[list(contacts.columns)].astype(contacts.dtypes.to_dict())


def domains_of(contacts: pd.DataFrame) -> tuple[str, ...]:
    """Return the domains that many of the staff list's addresses are of."""
    domain = address_of(contacts["email"]).str.rpartition("@")[2]
    shares = domain[domain != ""].value_counts(normalize=True)
    return tuple(shares.index[shares >= OWN_SHARE])


def _same_people(
    people: pd.DataFrame, contacts: pd.DataFrame, aliases: pd.DataFrame, domains: Sequence[str]
) -> pd.Series:
    """Return for each entry of another list the number of the same person on the staff list."""
    # A name alone says nothing of an entry with an address from outside: a client may bear it
    people = people.reset_index(drop=True)
    email, number = address_of(people["email"]), people["contact_id"].astype("str")
    links = number.where(number.isin(contacts["contact_id"]))
    links = links.fillna(email.map(_lookup(contacts, aliases)["address"]).astype("str"))
    names = name_of(people["display_name"])
    internal = ~people["display_name"].astype("str").str.contains(OUTSIDE)
    unique = ~names.duplicated(keep=False) & (names != "") & internal
    if domains:
        unique &= (email == "") | inside(email, domains)
    own = name_of(contacts["display_name"])
    bearers = pd.DataFrame({"alias": own, "contact_id": contacts["contact_id"]})
    by_name = names.map(_only(bearers[own.str.contains(" ", regex=False)]))
    free = ~by_name.isin(links.dropna())
    return links.fillna(by_name.where(unique & free).astype("str")).astype("str")


def _lookup(contacts: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return address, UPN, number and decided name to contact, without those of two people."""
    own = contacts[["contact_id"]].assign(alias=address_of(contacts["email"]))
    by_address = aliases.assign(alias=address_of(aliases["alias"]))
    by_name = aliases.assign(alias=name_of(aliases["alias"]))
    kind, is_decided = aliases["kind"].fillna(""), aliases["decided_by"].notna()
    upn = by_address[kind == "upn"]
    users = pd.concat([own, upn])
    return {
        "email": _only(own),
        "upn": _only(upn),
        "alias": _only(by_address[kind != "upn"]),
        "address": _only(pd.concat([own, by_address])),
        "name": _only(by_name[(kind == "name") & is_decided]),
        "id": _only(aliases[kind == "id"]),
        "user": _only(users.assign(alias=users["alias"].str.replace(r"@.*$", "", regex=True))),
    }


def _only(pairs: pd.DataFrame) -> dict[str, str]:
    """Return alias to contact where it belongs to one contact."""
    pairs = pairs.loc[pairs["alias"].fillna("") != "", ["alias", "contact_id"]].drop_duplicates()
    pairs = pairs[~pairs["alias"].duplicated(keep=False)]
    return dict(zip(pairs["alias"], pairs["contact_id"], strict=True))


def _aliases_from(people: pd.DataFrame, links: pd.Series) -> pd.DataFrame:
    """Return addresses, names and numbers of another list as aliases of the staff list."""
    rows = people.reset_index(drop=True).assign(on_list=links.to_numpy())
    rows = rows[rows["on_list"].notna()]
    kinds = {"email": "email", "contact_id": "id", "display_name": "name"}
    every = rows[["on_list", *kinds]].melt("on_list", var_name="kind", value_name="alias")
    every = every.rename(columns={"on_list": "contact_id"}).astype("str")
    every["kind"] = every["kind"].map(kinds)
    every = every[every["alias"].notna() & (every["alias"] != every["contact_id"])]
    return every.assign(
        decided_by=pd.Series(pd.NA, index=every.index, dtype="str"),
        decided_on=pd.Series(pd.NaT, index=every.index, dtype="datetime64[us]"),
    )


def _with_library(contacts: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return contacts with ``is_library`` filled from the column and the settings."""
    library = settings.library
    departments = {name.casefold() for name in library.departments}
    own = contacts["is_library"].fillna(False).astype(bool)
    own |= contacts["department"].astype("str").str.casefold().isin(departments)
    own |= address_of(contacts["email"]).isin({email.casefold() for email in library.emails})
    own |= contacts["contact_id"].isin(library.contact_ids)
    return contacts.assign(is_library=own.astype("boolean"))
