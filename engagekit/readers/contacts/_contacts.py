"""What contact lists share: names, addresses, other addresses as aliases, rows of one person."""

import re
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from engagekit.errors import pasted, problem_texts, some
from engagekit.parsing import dates
from engagekit.parsing import values as kinds
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading
from engagekit.readers.shared.vocabulary import words
from engagekit.tables.problems import NOTE, QUESTION, Problem
from engagekit.tables.schema import table

TABLES = ("contacts", "aliases")

MOST_ADDRESSES = 0.5
"""Share of the filled cells from which a column without a header of ours is one of addresses: the
only column of them has one in nearly every row, while notes and owners name one now and then."""
ADDRESS = re.compile(r"[^\s<>\"'(),;:|@]+@[\w.-]+\.\w+")
LOST = "…"
DAYS = ("joined_on", "left_on")
PARTICLE = ("prefix", "nameprefix", "surnameprefix")
"""Headers over what stands before a surname."""
_JOINED = re.compile(r"\s:::\s|[;,|\n]|\s\+\s|\+(?=[a-zA-Z]\w{1,7}:)")


FIELDS = [
    name for name in table("contacts").names if name not in ("contact_id", "email", "display_name")
]
"""Columns of contacts that one column of a list has."""
OTHER_NAMES = {
    "user_name": "upn", "other_email": "email", "other_number": "id", "other_name": "name",
}  # fmt: skip
"""Fields that hold other numbers or user names, and what kind of alias each is."""
NAMED = (
    "contact_id", "display_name", "given_name", "middle_name", "family_name", "email", "nickname",
    "maiden_name", *OTHER_NAMES,
)  # fmt: skip
"""Further fields: the tool's own number, the whole name, its parts, addresses (the first one held
is the contact's, the others are aliases), what colleagues call somebody, names of before."""

Names = Mapping[str, Sequence[str]]
"""Which headers hold a field: squashed, best first."""


def headers(names: Names, *fields: str) -> list[str]:
    """Return the headers of some fields."""
    return [name for field in fields for name in names.get(field, ())]


def addresses(text: str) -> list[str]:
    """Return the addresses of a cell, small letters, each once; a cut one (``…``) is none.

    Examples
    --------
    >>> addresses(" Ada.L@X.example ::: <al@y.example>"), addresses("SMTP:a@x.ca+smtp:b@x.ca")
    (['ada.l@x.example', 'al@y.example'], ['a@x.ca', 'b@x.ca'])
    """
    matches = [
        match[0].strip(".").casefold()
        for part in _JOINED.split(text)
        if LOST not in part and (match := ADDRESS.search(part.strip().removeprefix("mailto:")))
    ]
    return list(dict.fromkeys(matches))


def read_contacts(
    listed: Listing,
    names: Names,
    why: pd.Series,
    extra: Mapping[str, pd.Series],
    problems: Sequence[Problem],
) -> Reading:
    """Read a contact list.

    ``why``: why a row is no contact, ``""`` where it is one. ``extra``: columns of contacts that
    the tool's reader worked out itself. ``problems``: what it found.
    """
    email = _email_columns(listed, names)
    frame = _people(listed, names, email, extra)
    why = why.mask((why == "") & (frame["display_name"] == ""), _table.NAMELESS)
    people = frame[why == ""]
    days = [people[name] for name in DAYS if name in people]
    order: str | None = None
    leaning: list[Problem] = []
    if days:  # nobody leaves before joining
        stated = (days[0] != "") & (days[-1] != "")
        order, leaning = _table.order_of(listed, days, [(days[0][stated], days[-1][stated])])
    people, several = posts(people, listed, order)
    why = why.mask((why == "") & ~why.index.isin(people.index), "same person as another row")
    # the tool's number, else the address, else the name; never file and row: the next export of
    # the same list has other ones
    first = people["email"].mask(people["email"].duplicated(), "")
    numbers = people["contact_id"].mask(people["contact_id"] == "", first)
    people = people.assign(contact_id=numbers.mask(numbers == "", name_numbers(people)))
    columns = [name for name in table("contacts").names if name in people.columns]
    known = headers(names, *NAMED, *FIELDS)
    return _table.reading(
        listed,
        why,
        {"contacts": people[columns], "aliases": _aliases(people, listed, names)},
        used={*listed.positions([*known, *PARTICLE]), *email},
        problems=[
            *problems,
            *leaning,
            *several,
            *_shared_numbers(people, listed),
            *_no_addresses(listed, email, why),
            *_surnames_only(listed, names, extra),
        ],
        by_rule=True,
        origins={
            "contacts": _table.origins(
                listed, {field: headers(names, field) for field in ("contact_id", "email", *FIELDS)}
            )
        },
        date_order=order,
    )


def _email_columns(listed: Listing, names: Names) -> list[int]:
    """Return columns of addresses: by header, else the one whose cells are addresses."""
    if named := listed.positions(headers(names, "email")):
        return named
    others = listed.positions(headers(names, *OTHER_NAMES))
    for column, header in enumerate(listed.headers):
        cells = listed.body[column]
        is_address = cells[cells != ""].str.contains(ADDRESS.pattern, regex=True)
        if header and column not in others and is_address.mean() > MOST_ADDRESSES:
            return [column]
    return []


def _people(
    listed: Listing, names: Names, email: Sequence[int], extra: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """Return rows as contacts; ``all_emails`` holds the addresses of a row as a list."""
    joined = pd.Series("", index=listed.body.index, dtype="str")
    for column in email:
        joined = joined + ";" + listed.body[column]
    every = joined.map(addresses)
    first = every.map(lambda all_of: "".join(all_of[:1])).astype("str")
    # "Known as" may stand alone beside the surname
    stated = headers(names, "given_name")
    given = listed.column(stated if listed.positions(stated) else headers(names, "nickname"))
    family = listed.column(headers(names, "family_name"))
    particle = listed.column(PARTICLE)  # "van der", or a title
    particle = particle.where(particle.str.match("['’a-z]"), "")
    middle = listed.column(headers(names, "middle_name")) + " " + particle
    parts = kinds.clean(given + " " + middle + " " + family)
    name = listed.column(headers(names, "display_name"))
    name = name.mask((name == "") | name.isin(first), parts)
    columns = {
        "contact_id": listed.column(headers(names, "contact_id")),
        "email": first,
        **{
            field: listed.one(names[field])
            for field in FIELDS
            if listed.positions(headers(names, field))
        },
        "given": given,
        "family": family,
        "display_name": name.mask(name == "", first.str.replace(r"@.*", "", regex=True)),
        "all_emails": every,
    }
    return pd.DataFrame({**columns, **extra})


def _no_addresses(listed: Listing, email: Sequence[int], why: pd.Series) -> Iterator[Problem]:
    """Yield the cells of addresses that hold none."""
    remedy = "Correct the cell, or leave it empty."
    for column in email:
        for row, cell in listed.body[column][why == ""].items():
            if cell and not addresses(cell):
                yield listed.problem("not an address", remedy, int(str(row)), column, cell)


def _surnames_only(listed: Listing, names: Names, extra: Mapping[str, pd.Series]) -> list[Problem]:
    """Ask for the first names where a list has a column of surnames and nothing beside it."""
    named = listed.positions(headers(names, "display_name", "given_name", "nickname"))
    surnames = listed.positions(headers(names, "family_name"))
    if "display_name" in extra or named or not surnames:
        return []
    return [
        listed.problem(
            *problem_texts("contacts.surnames_only", path=pasted(listed.export.path)),
            listed.header + 1,
            level=QUESTION,
        )
    ]


def posts(
    frame: pd.DataFrame, listed: Listing, order: str | None
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return one row for each number, address and name: the post that goes on or ended last."""
    listing = words("staff_list")
    key = frame["contact_id"] + "|" + frame["email"] + "|" + kinds.fold(frame["display_name"])
    key = key.mask((frame["contact_id"] == "") & (frame["email"] == ""), frame.index.astype("str"))
    if not key.duplicated().any():
        return frame, []
    since = listed.column(listing["effective"]).reindex(frame.index)
    texts = {"since": since, **{name: frame[name] for name in frame if name in DAYS}}
    days = pd.DataFrame(index=frame.index, columns=["since", *DAYS], dtype="datetime64[ns]")
    days = days.assign(
        **{name: dates.dates(one, order=order).values for name, one in texts.items()}
    )
    days["begun"] = days["since"] <= pd.Timestamp.today()  # a move to come is none yet
    stated = kinds.fold(listed.column(listing["main_post"]).reindex(frame.index))
    days["main"] = stated.isin([*kinds.YES, *listing["is_main"]])
    by = ["left_on", "main", "begun", "since"]
    latest = days.sort_values(by, ascending=False, na_position="first", kind="stable").index
    chosen = frame.loc[latest][~key[latest].duplicated()].sort_index()
    if "joined_on" in frame:  # who changed posts has been there since the first of them
        first = days["joined_on"].sort_values(kind="stable").index
        begun = frame.loc[first, "joined_on"].groupby(key[first]).first()
        chosen = chosen.assign(joined_on=key[chosen.index].map(begun))
    if "department" not in frame:
        return chosen, []
    units = frame["department"][days["left_on"].isna()].groupby(key).nunique()
    if not (units > 1).any():
        return chosen, []
    which = "first" if days["since"].isna().all() else "latest"
    which = "main" if days["main"].any() else which
    text = f"gives {(units > 1).sum()} people posts in several departments; the {which} one counts"
    remedy = "put that row first" if which == "first" else "leave only that row"
    remedy = f"If another is the main one, {remedy}."
    return chosen, [listed.problem(text, remedy, listed.header + 1, level=NOTE)]


def _shared_numbers(people: pd.DataFrame, listed: Listing) -> list[Problem]:
    """Return the question on numbers that people of other names and addresses have too."""
    email = people["email"].mask(people["email"] == "")
    told = people.assign(name=kinds.fold(people["display_name"]), email=email)
    apart = told.groupby("contact_id", sort=False)[["name", "email"]].nunique()
    shared = apart.index[(apart["name"] > 1) & (apart["email"] != 1) & (apart.index != "")]
    if shared.empty:
        return []
    named = told[told["contact_id"].isin(shared)].groupby("contact_id", sort=False)["display_name"]
    texts = [f"{number} ({', '.join(names)})" for number, names in named]
    return [
        listed.problem(
            f"gives several people one number: {some(texts)}",
            "Only the first of each counts. Correct the numbers.",
            listed.header + 1,
            level=QUESTION,
        )
    ]


def name_numbers(people: pd.DataFrame) -> pd.Series:
    """Return numbers made of name and first day, the second of a name with a count behind it.

    Examples
    --------
    >>> name_numbers(pd.DataFrame({"display_name": ["Ada Byron", "Ada Byron"]})).tolist()
    ['name-ada-byron', 'name-ada-byron-2']
    """
    texts = people["display_name"].astype("str").fillna("")
    if "joined_on" in people:
        texts = texts + " " + people["joined_on"].astype("str").fillna("").map(_day)
    slugs = "name-" + kinds.fold(texts).str.replace(r"[^\w]+", "-", regex=True).str.strip("-_")
    count = slugs.groupby(slugs).cumcount()
    return slugs.mask(count > 0, slugs + "-" + (count + 1).astype("str"))


def _day(text: str) -> str:
    """Return the numbers of a date in one order, whatever the order in which they are written."""
    return "-".join(sorted(part.lstrip("0").zfill(2) for part in re.findall(r"\d+", text)[:3]))


def _aliases(people: pd.DataFrame, listed: Listing, names: Names) -> pd.DataFrame:
    """Return other addresses, user names, numbers and names of the contacts."""
    found = [(people["all_emails"].str[1:], "email")]
    for field, kind in OTHER_NAMES.items():
        read = addresses if kind == "email" else _user_name
        places = listed.positions(headers(names, field))
        found += [(listed.body[at].map(read), kind) for at in places]
    nick, maiden = (listed.column(headers(names, field)) for field in ("nickname", "maiden_name"))
    given, family = people["given"], people["family"]
    stated = people["display_name"].str.extract(r"^([^,]+),", expand=False).fillna("")
    surname = family.where(family != "", stated)
    called = (nick + " " + surname).mask((nick == "") | (surname == ""), "")
    found += [
        (called.mask(nick.str.contains(" ", regex=False) & (surname != ""), nick), "name"),
        ((given + " " + maiden).mask((maiden == "") | (given == ""), ""), "name"),
        ((given + " " + family).mask((given == "") | (family == ""), ""), "name"),
    ]
    for position in listed.positions(headers(names, "display_name"))[
        1:
    ]:  # the legal name beside the preferred one
        found.append((listed.body[position].str.replace(r"\s*\(.*", "", regex=True), "name"))
    every = pd.concat(
        values.reindex(people.index).explode().to_frame("alias").assign(kind=kind)
        for values, kind in found
    )
    every = every[every["alias"].fillna("") != ""].join(people[["contact_id"]]).astype("str")
    own = people.loc[every.index, ["contact_id", "display_name", "email"]]
    every = every[~own.eq(every["alias"], axis=0).any(axis=1)]
    return every.drop_duplicates().sort_index(kind="stable").rename_axis("source")


def _user_name(cell: str) -> str:
    """Return another name or number of somebody; an address in small letters."""
    return cell.casefold() if "@" in cell else cell
