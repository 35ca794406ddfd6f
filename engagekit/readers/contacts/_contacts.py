"""What contact lists share: names, addresses, other addresses as aliases, rows of one person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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

_PEOPLE = words("people")
MOST_ADDRESSES = 0.5
"""Share of the filled cells from which a column without a header of ours is one of addresses: the
only column of them has one in nearly every row, while notes and owners name one now and then."""
ADDRESS = re.compile(r"[^\s<>\"'(),;:|@]+@[\w.-]+\.\w+")
LOST = "…"
PARTICLE = ("prefix", "nameprefix", "surnameprefix")
"""Headers over what stands before a surname."""
_JOINED = re.compile(r"\s:::\s|[;,|\n]|\s\+\s|\+(?=[a-zA-Z]\w{1,7}:)")


@dataclass(frozen=True)
class Layout:
    """Where a tool keeps what: squashed header names, best first.

    ``id``: the tool's own number of a person. ``name``: the whole name in one cell. ``given``,
    ``middle``, ``family``: its parts. ``email``: addresses; the first one held is the contact's,
    the others become aliases. ``fields``: other columns of contacts. ``nick``: names by which
    colleagues call the given name. ``maiden``: family names of before. ``aliases``: columns that
    hold other numbers or user names.
    """

    id: Sequence[str] = ()
    name: Sequence[str] = ()
    given: Sequence[str] = _PEOPLE["given_name"]
    middle: Sequence[str] = _PEOPLE["middle_name"]
    family: Sequence[str] = _PEOPLE["family_name"]
    email: Sequence[str] = _PEOPLE["email"]
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    nick: Sequence[str] = ()
    maiden: Sequence[str] = ()
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def used(self) -> list[str]:
        """Return every header name that is taken over."""
        alone = [part for part in vars(self).values() if not isinstance(part, Mapping)]
        parts = [*alone, PARTICLE, *self.fields.values(), *self.aliases.values()]
        return [name for part in parts for name in part]


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
    layout: Layout,
    *,
    why: pd.Series | None = None,
    extra: Mapping[str, pd.Series] | None = None,
    problems: Sequence[Problem] = (),
) -> Reading:
    """Read a contact list.

    ``why``: why a row is no contact, ``""`` where it is one (default `_table.reasons`). ``extra``:
    columns of contacts that the tool's reader worked out itself. ``problems``: what the tool's
    reader found.
    """
    why = _table.reasons(listed) if why is None else why
    frame = _people(listed, layout, extra or {})
    why = why.mask((why == "") & (frame["display_name"] == ""), _table.NAMELESS)
    retained = frame[why == ""]
    order, leaning = _dates(
        listed, [retained[name] for name in ("joined_on", "left_on") if name in retained]
    )
    retained, several = posts(retained, listed, order)
    why = why.mask((why == "") & ~why.index.isin(retained.index), "same person as another row")
    # the tool's number, else the address, else the name; never file and row: the next export of
    # the same list has other ones
    first = retained["email"].mask(retained["email"].duplicated(), "")
    numbers = retained["contact_id"].mask(retained["contact_id"] == "", first)
    numbers = numbers.mask(numbers == "", name_numbers(retained))
    retained = retained.assign(contact_id=numbers)
    names = [name for name in table("contacts").names if name in retained.columns]
    aliases = _aliases(retained, listed, layout)
    where = {**layout.fields, "contact_id": layout.id, "email": layout.email}
    tables = {"contacts": retained[names], "aliases": aliases}
    remedy, bad = "Correct the cell, or leave it empty.", []
    for column in email_columns(listed, layout):
        cells = listed.body[column][why == ""]
        for row, value in cells[cells != ""].items():
            if not addresses(value):
                bad.append(listed.problem("not an address", remedy, int(str(row)), column, value))
    return Reading(
        tables={name: part for name, part in tables.items() if len(part)},
        rows_read=_table.rows_read(why),
        rows_kept=len(retained),
        set_aside=_table.set_aside(why, listed.export.file, by_rule=True),
        problems=(
            *problems,
            *leaning,
            *several,
            *_shared_numbers(retained, listed),
            *_table.long_rows(listed, why),
            *bad,
            *_surnames_only(listed, layout, extra or {}),
        ),
        dropped_columns=_table.dropped(
            listed, {*listed.positions(layout.used()), *email_columns(listed, layout)}
        ),
        origins={"contacts": _table.origins(listed, where)},
        date_order=order,
    )


def _surnames_only(
    listed: Listing, layout: Layout, extra: Mapping[str, pd.Series]
) -> list[Problem]:
    """Ask for the first names where a list has a column of surnames and nothing beside it."""
    named = (*layout.name, *layout.given, *layout.nick)
    if "display_name" in extra or listed.positions(named) or not listed.positions(layout.family):
        return []
    return [
        listed.problem(
            *problem_texts("contacts.surnames_only", path=pasted(listed.export.path)),
            listed.header + 1,
            level=QUESTION,
        )
    ]


def _dates(listed: Listing, dates: Sequence[pd.Series]) -> tuple[str | None, list[Problem]]:
    """Return the order of day and month; nobody leaves before joining."""
    if not dates:
        return None, []
    pairs = []
    if len(dates) == 2:
        both = (dates[0] != "") & (dates[1] != "")
        pairs = [(dates[0][both], dates[1][both])]
    return _table.order_of(listed, dates, pairs)


def email_columns(listed: Listing, layout: Layout) -> list[int]:
    """Return columns of addresses: by header, else the one whose cells are addresses."""
    existing = listed.positions(layout.email)
    if existing:
        return existing
    used_names = {*listed.positions([name for names in layout.aliases.values() for name in names])}
    for column, header in enumerate(listed.headers):
        cells = listed.body[column]
        present = cells[cells != ""]
        share = present.str.contains(ADDRESS.pattern, regex=True).mean() if len(present) else 0.0
        if header and column not in used_names and share > MOST_ADDRESSES:
            return [column]
    return []


def _people(listed: Listing, layout: Layout, extra: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Return rows as contacts; ``all_emails`` holds the addresses of a row as a list."""
    columns = email_columns(listed, layout)
    joined = pd.Series("", index=listed.body.index, dtype="str")
    for column in columns:
        joined = joined + ";" + listed.body[column]
    every = joined.map(addresses)
    first = every.map(lambda all_of: all_of[0] if all_of else "").astype("str")
    supplied, family = listed.column(layout.given), listed.column(layout.family)
    if not listed.positions(layout.given):  # "Known as" beside the surname
        supplied = listed.column(layout.nick)
    name = listed.column(layout.name)
    particle = listed.column(PARTICLE)  # "van der", or a title
    particle = particle.where(particle.str.match("['’a-z]"), "")
    middle = listed.column(layout.middle) + " " + particle
    parts = kinds.clean(supplied + " " + middle + " " + family)
    name = name.mask((name == "") | name.isin(first), parts)
    frame = pd.DataFrame(
        {
            "contact_id": listed.column(layout.id),
            "email": first,
            **{
                field: listed.one(names)
                for field, names in layout.fields.items()
                if listed.positions(names)
            },
            "given": supplied,
            "family": family,
        }
    )
    frame["display_name"] = name.mask(name == "", first.str.replace(r"@.*", "", regex=True))
    for column_name, values in extra.items():
        frame[column_name] = values
    frame["all_emails"] = every
    return frame


def posts(
    frame: pd.DataFrame, listed: Listing, order: str | None
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return one row for each number, address and name: the post that goes on or ended last."""
    listing = words("staff_list")
    # who changed posts has been there since the first of them
    days = pd.DataFrame(
        {
            name: dates.dates(frame[name], order=order).values if name in frame else pd.NaT
            for name in ("joined_on", "left_on")
        },
        index=frame.index,
    )
    key = frame["contact_id"] + "|" + frame["email"] + "|" + kinds.fold(frame["display_name"])
    key = key.mask((frame["contact_id"] == "") & (frame["email"] == ""), frame.index.astype("str"))
    since = listed.column(listing["effective"]).reindex(frame.index)
    days["since"] = dates.dates(since, order=order).values
    days["begun"] = days["since"] <= pd.Timestamp.today()  # a move to come is none yet
    stated = kinds.fold(listed.column(listing["main_post"]).reindex(frame.index))
    days["main"] = stated.isin([*kinds.YES, *listing["is_main"]])
    by = ["left_on", "main", "begun", "since"]
    latest = days.sort_values(by, ascending=False, na_position="first", kind="stable").index
    chosen = frame.loc[latest][~key[latest].duplicated()].sort_index()
    if len(chosen) == len(frame):
        return frame, []
    if "joined_on" in frame:
        first = days.sort_values("joined_on", kind="stable").index
        first = first[~key[first].duplicated()]
        begun = dict(zip(key[first], frame.loc[first, "joined_on"], strict=True))
        chosen = chosen.assign(joined_on=key[chosen.index].map(begun))
    if "department" not in frame:
        return chosen, []
    units = frame["department"][days["left_on"].isna()].groupby(key).nunique()
    if not (units > 1).any():
        return chosen, []
    which = "first" if days["since"].isna().all() else "latest"
    which = "main" if days["main"].any() else which
    told = f"gives {(units > 1).sum()} people posts in several departments; the {which} one counts"
    remedy = "If another is the main one, put that row first."
    remedy = remedy if which == "first" else "If another is the main one, leave only that row."
    return chosen, [listed.problem(told, remedy, listed.header + 1, level=NOTE)]


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


def _aliases(people: pd.DataFrame, listed: Listing, layout: Layout) -> pd.DataFrame:
    """Return other addresses, user names, numbers and names of the contacts."""
    parts = [_exploded(people, people["all_emails"].map(lambda all_of: all_of[1:]), "email")]
    for kind, names in layout.aliases.items():
        for position in listed.positions(names):
            cells = listed.body[position].reindex(people.index)
            values = (
                cells.map(addresses)
                if kind == "email"
                else cells.map(
                    lambda cell: [cell.casefold() if "@" in cell else cell] if cell else []
                )
            )
            parts.append(_exploded(people, values, kind))
    nick = listed.column(layout.nick).reindex(people.index)
    maiden = listed.column(layout.maiden).reindex(people.index)
    stated = people["display_name"].str.extract(r"^([^,]+),", expand=False).fillna("")
    supplied, family = people["given"], people["family"].where(people["family"] != "", stated)
    whole = nick.where(nick.str.contains(" ", regex=False), nick + " " + family)
    for names_of in (
        whole.mask((nick == "") | (family == "")),
        (supplied + " " + maiden).mask((maiden == "") | (supplied == "")),
        (supplied + " " + family).mask((supplied == "") | (family == "")),
    ):
        parts.append(_exploded(people, names_of.fillna("").map(lambda n: [n] if n else []), "name"))
    for position in listed.positions(layout.name)[1:]:  # the legal name beside the preferred one
        cells = listed.body[position].reindex(people.index).str.replace(r"\s*\(.*", "", regex=True)
        parts.append(_exploded(people, cells.map(lambda n: [n] if n else []), "name"))
    every = pd.concat(parts)
    own = people["display_name"].map(str).to_dict(), people["email"].to_dict()
    same = [
        alias in (own[0][row], own[1][row]) or alias == contact
        for row, alias, contact in zip(
            every.index, every["alias"], every["contact_id"], strict=True
        )
    ]
    every = every[[not flag for flag in same]]
    return every.drop_duplicates().sort_index(kind="stable").rename_axis("source")


def _exploded(people: pd.DataFrame, values: pd.Series, kind: str) -> pd.DataFrame:
    """Return one row an alias."""
    long = values.explode()
    long = long[long.notna()]
    return pd.DataFrame(
        {
            "alias": long.astype("str"),
            "kind": kind,
            "contact_id": people["contact_id"].reindex(long.index),
        }
    )
