"""What looks wrong with people and departments: one under two spellings, one person twice."""

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from engagekit.errors import nearest, some
from engagekit.loading.checks import Check, ask, files_of
from engagekit.parsing.file_days import list_day
from engagekit.parsing.person_names import address_of, name_of
from engagekit.parsing.values import fold, fold_word
from engagekit.readers.shared.vocabulary import words
from engagekit.readers.survey._personal_columns import name_share
from engagekit.tables.memberships import SEPARATOR
from engagekit.tables.problems import NOTE, QUESTION, Problem
from engagekit.tables.tables import Tables

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_AND = re.compile(r"\s*(?:&|\+|\band\b|\bet\b|\bund\b)\s*")
_SMALL = re.compile(r"\b(?:and|of|for|the|de|des|du|et|und)\b")
LONGEST_INITIALS = 5
"""Capitals up to which a department is the initials of another: `HR`, `R&D`, `DSI`."""
_GROUP = re.compile(
    r"\b(?:the|team|dept|department|group|unit|division|directorate|office|equipe|service)\b"
)
"""Words that one list writes and another leaves out; they name no department by themselves."""
_BOTH = re.compile(r"\s*[/,&+]\s*|\s+(?:and|et)\s+")
STALE_DAYS = 45
"""Days between the day of a staff list and the end of the records from which people who came or
left meanwhile matter: lists of a quarter's end come some weeks late, never one and a half month."""
FEW_BARE = 0.25
"""Share of a staff list up to which rows with a name alone are headings between the others."""


def departments(tables: Tables) -> Iterator[Problem]:
    """Ask about departments whose names differ by case, blanks, brackets, "and" or "team"."""
    names = _names(tables.contacts["department"])
    for name in names:
        pieces = [piece.strip() for piece in _BOTH.split(name)]
        if len(pieces) > 1 and {*pieces} <= {*names}:
            yield ask("people.departments", tables, a=name, b=f"{SEPARATOR} ".join(pieces))
    for spellings in _alike(names):
        listed = ", ".join(f"'{name}'" for name in spellings)
        parts = ", ".join(f'"{name}"' for name in spellings)
        yield ask("people.alike", tables, list=listed, name=spellings[0], list2=parts)


def unknown_departments(tables: Tables) -> Iterator[Problem]:
    """Ask about departments of surveys, budgets and logs that the staff list does not have."""
    known = _names(tables.contacts["department"])
    if not known:
        return
    for table in ("respondents", "budget", "touches", "headcounts"):
        if not tables.has(table) or "department" not in tables.frames[table].columns:
            continue
        frame = tables.frames[table].reset_index(drop=True)
        if table == "touches":  # who is on the staff list stands where the list says
            frame = frame[frame["contact_id"].isna()]
        named = _each(frame["department"])
        rows = named[~named.isin(known)]
        if rows.empty:
            continue
        strange = rows.value_counts(sort=False)
        texts = [_unknown(name, int(n), known) for name, n in strange.items()]
        section = "[survey.values.department]" if table == "respondents" else "[groups]"
        n = rows.index.nunique()
        remedy = f"Rows without a department: {n}. Say which they are under {section}."
        files = files_of(tables, table, frame.loc[rows.index])
        yield ask("people.unknown_departments", files, names=some(texts, 6), remedy=remedy)


def _unknown(name: object, rows: int, known: Sequence[str]) -> str:
    """Return a department that is not on the staff list, with the nearest one that is."""
    plain = _spelled_out(str(name), known)
    near = next((one for one in known if _spelled_out(one, [str(name)]) == plain), None)
    near = near or nearest(str(name), known)
    return f"'{name}' ({rows} rows{f', perhaps {near}' if near else ''})"


def same_person(tables: Tables) -> Iterator[Problem]:
    """Ask about one address or one name in one department under several numbers."""
    people = tables.contacts.reset_index(drop=True)
    email = address_of(people["email"])
    again = (email != "") & email.duplicated(keep=False)
    name = name_of(people["display_name"])
    key = name + "|" + people["department"].astype("str").fillna("")
    still = people["left_on"].isna()
    twice = ~again & (name != "") & still & key.where(still).duplicated(keep=False)
    for rows, what in ((again, "e-mail address"), (twice, "name in one department")):
        if rows.any():
            listed = people.loc[rows].drop_duplicates("contact_id")
            texts = [
                f"{one['display_name']} ({one['contact_id']})" for one in listed.to_dict("records")
            ]
            yield ask("people.same_person", tables, what=what, list=some(texts, 4))


def stale_list(tables: Tables) -> Iterator[Problem]:
    """Ask about a staff list whose name gives a day long before the last touch."""
    if not tables.has("contacts") or not tables.has("touches"):
        return
    last = tables.touches["on"].max()
    start = tables.settings.organisation.fiscal_start
    lists = [one for one in tables.origins if one.tables.get("contacts")]
    days = [(day, one) for one in lists if (day := list_day(one.file, start))]
    for day, source in sorted(days, key=lambda pair: pair[0])[-1:]:  # the latest one counts
        if pd.notna(last) and (last.date() - day).days > STALE_DAYS:
            yield ask("people.stale_list", source.file, day=day, last=last.date())


def nobody_is_library(tables: Tables) -> Iterator[Problem]:
    """Ask where the settings name a department of the library that nobody on the list is in."""
    library = tables.settings.library
    if not tables.has("contacts") or not (library.departments or library.emails):
        return
    known = _names(tables.contacts["department"])
    if not known:  # `lacking_columns` asks for the whole column
        return
    folded = {one.casefold() for one in known}
    for name in library.departments:
        if name.casefold() not in folded:
            near = nearest(name, known)
            there = f"Did you mean '{near}'?" if near else f"There are: {some(known, 8)}."
            yield ask("people.nobody_is_library", "engagekit.toml", name=name, remedy=there)


def no_department(tables: Tables) -> Iterator[Problem]:
    """Ask about people without a department, where most have one."""
    empty = tables.contacts["department"].isna()
    if empty.any() and not empty.all():
        yield ask("people.no_department", tables, n=int(empty.sum()), m=len(empty))


def impossible_dates(tables: Tables) -> Iterator[Problem]:
    """Ask about people who left before they came, and lists on which everybody starts one day."""
    people = tables.contacts
    wrong = people["left_on"].notna() & (people["left_on"] < people["joined_on"])
    if wrong.any():
        names = people.loc[wrong, "display_name"].astype("str")
        yield ask("people.impossible_dates", tables, n=int(wrong.sum()), list=names)


def _plain(name: str) -> str:
    """Return a department without what different lists write differently.

    Examples
    --------
    >>> _plain("Legal & Risk") == _plain("legal and  risk team (London)")
    True
    """
    plain = _AND.sub(" and ", _BRACKETS.sub("", name).casefold())
    text = _GROUP.sub(" ", str(fold(pd.Series([plain])).iloc[0]))
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


def _spelled_out(name: str, known: Sequence[str]) -> str:
    """Return a department plainly, its initials spelled out as another one has it.

    Examples
    --------
    >>> _spelled_out("H.R.", ["Tax", "Human Resources"]), _spelled_out("Tax", ["Human Resources"])
    ('human resources', 'tax')
    """
    letters = re.sub(r"[^\w]", "", _AND.sub("", name))
    if not (1 < len(letters) <= LONGEST_INITIALS and letters.isupper()):
        return _plain(name)
    words = {one: _SMALL.sub("", one).split() for one in map(_plain, known) if one != _plain(name)}
    first = {one: "".join(word[0] for word in each).upper() for one, each in words.items()}
    ours = (one for one, each in words.items() if len(each) > 1 and first[one] == letters)
    return next(ours, _plain(name))


def _alike(names: Sequence[str]) -> list[list[str]]:
    """Return names that are one when written plainly, the shortest first."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(_spelled_out(name, names), []).append(name)
    return [sorted(group, key=len) for plain, group in groups.items() if plain and len(group) > 1]


def _names(column: pd.Series) -> list[str]:
    """Return the departments of a column, those of people in several taken apart."""
    return [str(name) for name in _each(column).drop_duplicates()]


def _each(column: pd.Series) -> pd.Series:
    """Return each department of each row; people of several stand in several."""
    parts = column.dropna().astype("str").str.split(SEPARATOR).explode().str.strip()
    return parts[parts != ""]


def lacking_columns(tables: Tables) -> Iterator[Problem]:
    """Ask about a staff list without departments, addresses or dates that has other columns."""
    people, found = tables.contacts, tables.problems
    lists = [one for one in tables.origins if one.tables.get("contacts")]
    of_lists = found[found["file"].isin([one.file for one in lists])]
    asked = (of_lists["column"] == "department").any()  # with the column it may be
    wanted = {
        "department": people["department"].isna().all() and not asked,
        "e-mail address": people["email"].isna().all(),
        "start and leaving date": people[["joined_on", "left_on"]].isna().all(axis=None),
    }
    lacking = [name for name, is_gone in wanted.items() if is_gone]
    if not lacking:
        return
    unused = [name for one in lists for name, _ in one.dropped_columns]
    others = some([repr(name) for name in unused], 6)
    others = f" Its columns {others} are not used" if unused else ""
    files, columns = ", ".join(one.file for one in lists), " and no ".join(lacking)
    yield ask("people.lacking_columns", files, columns=columns, others=others)


def no_names(tables: Tables) -> Iterator[Problem]:
    """Ask about rows of a staff list that name a vacant post, a thing, a number or a unit."""
    names = tables.contacts["display_name"].dropna().astype("str")
    folded = fold(names)
    plain = folded.str.replace(" ", "", regex=False)
    things = folded.str.contains("|".join(words("people")["things"]), regex=True)
    open_posts = folded.str.match(r"(?:vacan(?:t|cy|te)|to be (?:hired|recruited)|unbesetzt)\b")
    vacant = plain.isin(words("people")["vacant"]) | open_posts
    strange = names[vacant | things | names.str.match(r"^\W*\d") | _headings(tables)[names.index]]
    if len(strange):
        yield ask("people.no_names", tables, n=len(strange), list=strange.unique())


def _headings(tables: Tables) -> pd.Series:
    """Return which rows hold a name and nothing else, and not all of them one of a person."""
    people = tables.contacts
    bare = people[["email", "department", "role_level", "site", "joined_on"]].isna().all(axis=1)
    names = people.loc[bare, "display_name"].dropna().astype("str")
    is_few = 1 < len(names) <= FEW_BARE * len(people)
    return pd.Series(bare & (is_few and name_share(names) < 1))


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


CHECKS: dict[Check, tuple[str, ...]] = {
    **dict.fromkeys((departments, unknown_departments, same_person), ("contacts",)),
    **dict.fromkeys((no_department, lacking_columns, impossible_dates, no_names), ("contacts",)),
    **dict.fromkeys((stale_list, nobody_is_library), ()),
    support: ("contacts", "support"),
}
