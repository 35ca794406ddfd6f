"""What looks wrong with people and departments: one under two spellings, one person twice."""

from collections.abc import Iterator

import pandas as pd

from engagekit.errors import nearest, some
from engagekit.loading.checks import ask, files_of
from engagekit.parsing.file_days import list_day
from engagekit.parsing.person_names import address_of, name_of
from engagekit.parsing.values import fold, fold_word
from engagekit.readers.shared.vocabulary import words
from engagekit.tables.memberships import several
from engagekit.tables.problems import NOTE, QUESTION, Problem
from engagekit.tables.tables import Tables

NAMED_IN = ("respondents", "budget", "touches", "headcounts")
"""Tables of other files that name departments."""
STALE_DAYS = 45
"""Days between the day of a staff list and the end of the records from which people who came or
left meanwhile matter: lists of a quarter's end come some weeks late, never one and a half month."""
WANTED = {
    "department": ["department"],
    "e-mail address": ["email"],
    "start and leaving date": ["joined_on", "left_on"],
}
_OPEN_POST = r"^(?:vacan(?:t|cy|te)|to be (?:hired|recruited)|unbesetzt)\b"
_BRACKETS = r"\s*[(\[][^)\]]*[)\]]"
_AND = r"\s*(?:&|\+|\b(?:and|et|und)\b)\s*"
_GROUP = (
    r"\b(?:the|team|dept|department|group|unit|division|directorate|office|equipe|service)\b|[^\w]"
)
"""Words that one list writes and another leaves out; they name no department by themselves."""


def departments(tables: Tables) -> Iterator[Problem]:
    """Ask about departments whose names differ by case, blanks, brackets, "and" or "team"."""
    names = several(tables.contacts["department"]).drop_duplicates()
    for plain, spellings in names.groupby(_plain(names), sort=False):
        if plain and len(spellings) > 1:
            shortest_first = sorted(spellings, key=len)
            listed = ", ".join(f"'{name}'" for name in shortest_first)
            parts = ", ".join(f'"{name}"' for name in shortest_first)
            slots = {"name": shortest_first[0], "list2": parts}
            yield ask("people.alike", tables, list=listed, **slots)


def unknown_departments(tables: Tables) -> Iterator[Problem]:
    """Ask about departments of surveys, budgets and logs that the staff list does not have."""
    known = several(tables.contacts["department"]).drop_duplicates()
    for table in NAMED_IN if len(known) else ():
        if not tables.has(table):
            continue
        rows = tables.frames[table].reset_index(drop=True)
        if table == "touches":  # who is on the staff list stands where the list says
            rows = rows[rows["contact_id"].isna()]
        strange = several(rows["department"])
        strange = strange[~strange.isin(known)]
        if strange.empty:
            continue
        names = []
        for name, count in strange.value_counts(sort=False).items():
            near = _nearest(str(name), known)
            names.append(f"'{name}' ({count} rows{f', perhaps {near}' if near else ''})")
        section = "[survey.values.department]" if table == "respondents" else "[groups]"
        count = strange.index.nunique()
        remedy = f"Rows without a department: {count}. Say which they are under {section}."
        files = files_of(tables, table, rows.loc[strange.index])
        yield ask("people.unknown_departments", files, names=some(names, 6), remedy=remedy)


def same_person(tables: Tables) -> Iterator[Problem]:
    """Ask about one address or one name in one department under several numbers."""
    people = tables.contacts.reset_index(drop=True)
    email, name = address_of(people["email"]), name_of(people["display_name"])
    same_address = (email != "") & email.duplicated(keep=False)
    key = name + "|" + people["department"].astype("str").fillna("")
    here = people["left_on"].isna() & (name != "") & ~same_address
    same_name = here & key.where(here).duplicated(keep=False)
    for rows, what in ((same_address, "e-mail address"), (same_name, "name in one department")):
        twice = people[rows].drop_duplicates("contact_id")
        if len(twice):
            names = twice["display_name"].astype("str") + " (" + twice["contact_id"] + ")"
            yield ask("people.same_person", tables, what=what, list=some(names, 4))


def stale_list(tables: Tables) -> Iterator[Problem]:
    """Ask about a staff list whose name gives a day long before the last touch."""
    last = tables.touches["on"].max()
    start = tables.settings.organisation.fiscal_start
    lists = [source.file for source in tables.origins if source.tables.get("contacts")]
    days = [(day, file) for file in lists if (day := list_day(file, start))]
    if not days or pd.isna(last):
        return
    day, file = max(days)  # the latest one counts
    if (last.date() - day).days > STALE_DAYS:
        yield ask("people.stale_list", file, day=day, last=last.date())


def nobody_is_library(tables: Tables) -> Iterator[Problem]:
    """Ask where the settings name a department of the library that nobody on the list is in."""
    known = several(tables.contacts["department"]).drop_duplicates()
    folded = {name.casefold() for name in known}
    for name in tables.settings.library.departments if len(known) else ():
        if name.casefold() not in folded:
            near = nearest(name, known)
            there = f"Did you mean '{near}'?" if near else f"There are: {some(known, 8)}."
            yield ask("people.nobody_is_library", "engagekit.toml", name=name, remedy=there)


def no_department(tables: Tables) -> Iterator[Problem]:
    """Ask about people without a department, where some have one."""
    empty = tables.contacts["department"].isna()
    if empty.any() and not empty.all():
        yield ask("people.no_department", tables, n=int(empty.sum()), m=len(empty))


def lacking_columns(tables: Tables) -> Iterator[Problem]:
    """Ask about a staff list without departments, addresses or dates that has other columns."""
    people = tables.contacts
    lacking = [name for name, columns in WANTED.items() if people[columns].isna().all(axis=None)]
    if lacking:
        lists = [source for source in tables.origins if source.tables.get("contacts")]
        unused = [repr(column) for source in lists for column, _ in source.dropped_columns]
        others = f" Its columns {some(unused, 6)} are not used" if unused else ""
        files, columns = ", ".join(one.file for one in lists), " and no ".join(lacking)
        yield ask("people.lacking_columns", files, columns=columns, others=others)


def no_names(tables: Tables) -> Iterator[Problem]:
    """Ask about rows of a staff list that name a vacant post, a thing or a number."""
    names = tables.contacts["display_name"].dropna().astype("str")
    folded = fold(names)
    nobody = folded.str.replace(" ", "", regex=False).isin(words("people")["vacant"])
    nobody |= folded.str.contains("|".join([_OPEN_POST, *words("people")["things"]]), regex=True)
    nobody |= names.str.match(r"^\W*\d")
    if nobody.any():
        yield ask("people.no_names", tables, n=int(nobody.sum()), list=names[nobody].unique())


def impossible_dates(tables: Tables) -> Iterator[Problem]:
    """Ask about people who left before they came."""
    people = tables.contacts
    wrong = people[people["left_on"] < people["joined_on"]]
    if len(wrong):
        yield ask("people.impossible_dates", tables, n=len(wrong), list=wrong["display_name"])


def _plain(names: pd.Series) -> pd.Series:
    """Return departments without what different lists write differently.

    Examples
    --------
    >>> _plain(pd.Series(["Legal & Risk", "legal and  risk team (London)"])).tolist()
    ['legal and risk', 'legal and risk']
    """
    bare = names.str.replace(_BRACKETS, "", regex=True).str.casefold()
    folded = fold(bare.str.replace(_AND, " and ", regex=True))
    plain: pd.Series = folded.str.replace(_GROUP, " ", regex=True).str.split().str.join(" ")
    return plain


def _nearest(name: str, known: pd.Series) -> str | None:
    """Return the department that is the same written plainly, else the one most like it."""
    same = known[(_plain(known) == _plain(pd.Series([name]))[0]).to_numpy()]
    return str(same.iloc[0]) if len(same) else nearest(name, known)


def support(tables: Tables) -> Iterator[Problem]:
    """Ask about acts of support by nobody on the staff list, and of kinds that do not count."""
    acts = tables.support
    if n := int((~acts["contact_id"].isin(tables.contacts["contact_id"])).sum()):
        yield ask("people.supporters", tables, n=n)
    counted = tables.settings.champions.acts
    kinds = acts["kind"].dropna().astype("str")
    other = kinds[~fold(kinds).isin([fold_word(one) for one in counted])]
    if len(other):
        level = QUESTION if len(other) == len(kinds) else NOTE
        slots = {"n": len(other), "list": other.unique(), "counted": counted}
        yield ask("people.acts", tables, level, **slots)
