"""Mentions of nobody on the staff list, and who they may be: a list that a person answers once."""

import re

import pandas as pd

from engagekit.identity.staff_list import Directory
from engagekit.parsing.person_names import address_of, name_of
from engagekit.tables import cache, schema
from engagekit.tables.tables import Tables

MIN_SCORE = 70.0
"""Likeness, of 100 for the same words, from which a colleague is offered: `Bob Tannenbaum` and
`Robert Tannenbaum` have 84, `Jane Smith` and `Jane Brown` 40."""
CANDIDATES = 3
"""Colleagues that are offered for one mention: more are no help to choose."""
MOST_ALIKE = 20
"""Colleagues of like names that are looked at, since the initials of some may not fit."""
NAMED = ("attendance", "touches")
MENTION = ["display_name", "email", "source_file"]


def unidentified(tables: Tables) -> pd.DataFrame:
    """Return the review list: mentions without a contact, and who they may be.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        A row for each mention and each contact it may be, with ``score`` (0 to 100) and ``why``.

    Raises
    ------
    UsageError
        If ``contacts`` lacks a column that names people.

    Examples
    --------
    >>> ek.unidentified(tables)["alias"].unique().tolist()[:2]
    ['Daniel Nguyen', 'm.attah88@homemail.example']
    """
    tables.need("contacts")
    aliases = cache.as_pandas(tables.frames.get("aliases", schema.empty("aliases")))
    staff = Directory(cache.as_pandas(tables.contacts), aliases)
    frames = [cache.as_pandas(tables.need(name)) for name in NAMED if tables.has(name)]
    parts = [frame.loc[frame["contact_id"].isna(), MENTION] for frame in frames]
    return suggestions(pd.concat(parts) if parts else pd.DataFrame(columns=MENTION), staff)


def suggestions(mentions: pd.DataFrame, staff: Directory) -> pd.DataFrame:
    """Return who the unidentified may be.

    ``mentions``: rows without ``contact_id``: ``display_name, email, source_file``. Returned:
    ``alias, kind, rows, source_file, contact_id, candidate, score, why``, best candidate first for
    each mention, at most three; most frequent mentions first. The answer goes into the sheet
    ``aliases``: alias, kind, contact_id, decided_by.
    """
    from rapidfuzz import fuzz, process

    people = staff.contacts
    names = name_of(people["display_name"]).tolist()
    rows = []
    aliases = mentions["email"].where(address_of(mentions["email"]) != "", mentions["display_name"])
    named = mentions.assign(alias=aliases, name=name_of(mentions["display_name"]))
    named = named[aliases.notna() & (aliases.astype("str") != "")]
    groups = named.groupby(["alias", "name"], sort=False)
    counted = groups.agg(rows=("alias", "size"), source_file=("source_file", "first"))
    for mention in (
        counted.reset_index().sort_values("rows", ascending=False, kind="stable").itertuples()
    ):
        alias = str(mention.alias)
        user = re.sub(r"[._]", " ", alias.split("@")[0])  # the name that an address is of
        called = str(mention.name) or str(name_of(pd.Series([user]))[0])
        near = process.extract(
            called, names, scorer=fuzz.token_sort_ratio, limit=MOST_ALIKE, score_cutoff=MIN_SCORE
        )
        fitting = [found for found in near if initials_fit(called, found[0])]
        for _, score, position in fitting[:CANDIDATES]:
            person = people.iloc[position]
            kind = "email" if "@" in alias else "name"
            why = "same name" if score == 100 else "similar name"
            who = [person["contact_id"], person["display_name"], round(score, 1), why]
            rows.append([alias, kind, mention.rows, mention.source_file, *who])
    columns = ["alias", "kind", "rows", "source_file", "contact_id", "candidate", "score", "why"]
    return pd.DataFrame(rows, columns=columns)


def initials_fit(name: str, other: str) -> bool:
    """Return whether the initials in the place of other words may stand for them.

    Examples
    --------
    >>> initials_fit("r wood", "gareth wood"), initials_fit("g wood", "gareth wood")
    (False, True)
    >>> initials_fit("ann m lee", "ann lee")
    True
    """
    words, others = set(name.split()), set(other.split())
    own, theirs = words - others, others - words
    are_initials = any(all(len(word) == 1 for word in rest) for rest in (own, theirs))
    return (
        not are_initials
        or not (own and theirs)
        or any(one[0] == word[0] for one in own for word in theirs)
    )
